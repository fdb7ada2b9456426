//! What a person wants beside the inbox.

use sea_orm::sea_query::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};

use super::dto::{PreferencesView, UpdatePreferencesRequest};
use super::entity::preference::{Column, Entity, Model};
use super::kind::NoticeGroup;
use crate::app::AppState;
use crate::config::NoticesConfig;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::words::words;
use crate::policy::{Actor, Permit};

words! {
    /// How often mails leave.
    Digest {
        /// 即时: as soon as hours allow.
        Immediate = "immediate";
        /// 每日一封: one mail on the next working day.
        Daily = "daily";
    }
}

/// Whether `stored` names `group`.
pub(super) fn wants(stored: &str, group: NoticeGroup) -> bool {
    stored.split(',').any(|word| word == group.as_str())
}

fn stored(groups: &[NoticeGroup]) -> String {
    let mut words: Vec<_> = groups.iter().map(|group| group.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    words.join(",")
}

/// What somebody wants who never said: no mail at all, for want of an address.
fn unsaid(state: &AppState, actor: &Actor) -> Model {
    let now = state.clock.now();
    Model {
        person_id: actor.person_id,
        email: None,
        email_groups: stored(&[NoticeGroup::ToDo, NoticeGroup::ToDecide]),
        digest: Digest::Immediate.as_str().to_owned(),
        created_at: now,
        updated_at: now,
        row_version: 0,
    }
}

fn view(state: &AppState, row: Model) -> PreferencesView {
    let groups = NoticeGroup::ALL.iter().copied();
    PreferencesView {
        email_groups: groups.filter(|group| wants(&row.email_groups, *group)).collect(),
        email: row.email,
        digest: Digest::parse(&row.digest).unwrap_or(Digest::Immediate),
        is_email_available: state.config.notices.smtp.enabled,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: vec!["update"],
    }
}

/// What the caller wants.
pub(super) async fn get(state: &AppState, actor: &Actor) -> AppResult<PreferencesView> {
    let row = Entity::find_by_id(actor.person_id).one(state.db.reader()).await?;
    Ok(view(state, row.unwrap_or_else(|| unsaid(state, actor))))
}

/// Changes what the caller wants.
pub(super) async fn update(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    seen: IfMatch,
    command: Command<UpdatePreferencesRequest>,
) -> AppResult<Reply<PreferencesView>> {
    let UpdatePreferencesRequest { email, email_groups, digest } = command.body;
    if let Some(Some(address)) = &email
        && !is_allowed(&state.config.notices, address)
    {
        return Err(AppError::field("/email", ErrorCode::NoticeAddressNotAllowed));
    }
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let found = Entity::find_by_id(actor.person_id).one(&**tx).await?;
            let mut row = found.unwrap_or_else(|| unsaid(state, actor));
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            row.email = email.unwrap_or(row.email);
            row.email_groups = email_groups.map_or(row.email_groups, |groups| stored(&groups));
            row.digest = digest.map_or(row.digest, |digest| digest.as_str().to_owned());
            row.updated_at = state.clock.now();
            row.row_version += 1;
            save(tx, permit, &row).await?;
            let view = view(state, row);
            Ok(Reply::ok(&view)?.version(view.version))
        })
        .await
}

/// Writes `row` over the version before it; 412 when somebody was faster.
async fn save(tx: &Tx, permit: Permit, row: &Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "notice preferences saved");
    let saved = if row.row_version == 1 {
        let known = OnConflict::column(Column::PersonId).do_nothing().to_owned();
        let insert = Entity::insert(row.clone().into_active_model().reset_all());
        insert.on_conflict(known).exec_without_returning(&**tx).await?
    } else {
        let update = Entity::update_many()
            .col_expr(Column::Email, Expr::value(row.email.clone()))
            .col_expr(Column::EmailGroups, Expr::value(row.email_groups.clone()))
            .col_expr(Column::Digest, Expr::value(row.digest.clone()))
            .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
            .col_expr(Column::RowVersion, Expr::value(row.row_version))
            .filter(Column::PersonId.eq(row.person_id))
            .filter(Column::RowVersion.eq(row.row_version - 1));
        update.exec(&**tx).await?.rows_affected
    };
    if saved == 0 {
        let stale = AppError::from(ErrorCode::RequestStaleVersion);
        return Err(stale.with("current_version", row.row_version));
    }
    Ok(())
}

/// Whether the county lets notices leave for `address`.
fn is_allowed(config: &NoticesConfig, address: &str) -> bool {
    let domains = &config.smtp.allowed_domains;
    let domain = address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    domains.is_empty() || domain.is_some_and(|domain| domains.contains(&domain))
}
