//! Quotas (回访抽样比例): versioned rows by level, with their source.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::dto::{QuotaView, SetQuotaRequest};
use super::entity::quota::Model;
use super::{repo, sampling};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::model::Level;
use crate::features::cases::repo::Loaded;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Page, Reply};
use crate::policy::{Action, Actor, authorize_any};

/// All versions of all quotas.
#[derive(Debug, Clone, Default)]
pub struct Quotas(Vec<Model>);

impl Quotas {
    /// Reads them.
    pub async fn load(db: &impl ConnectionTrait) -> AppResult<Self> {
        Ok(Self(repo::quotas(db).await?))
    }

    fn of(&self, level: Level, on: NaiveDate) -> Option<&Model> {
        let of_level = self.0.iter().filter(|quota| quota.level == level.as_str());
        of_level.filter(|quota| quota.valid_from <= on).max_by_key(|q| (q.valid_from, q.version))
    }

    /// How many of a hundred cases of a level are called; all where nothing says less.
    pub fn percent(&self, level: Option<Level>, on: NaiveDate) -> i32 {
        let quota = level.and_then(|level| self.of(level, on));
        quota.map_or(100, |quota| quota.percent)
    }
}

/// Whether a case has to be called by quota.
pub async fn is_sampled(
    state: &AppState,
    db: &impl ConnectionTrait,
    case: &Loaded,
) -> AppResult<bool> {
    let quotas = Quotas::load(db).await?;
    let percent = quotas.percent(case.state.level, local_date(state.clock.now()));
    Ok(sampling::is_in(case.row.id, percent))
}

/// Every version, by level.
pub(super) async fn list(state: &AppState) -> AppResult<Page<QuotaView>> {
    let quotas = Quotas::load(state.db.reader()).await?;
    let today = local_date(state.clock.now());
    let views = quotas.0.iter().map(|row| view(&quotas, row, today));
    Ok(Page::whole(views.collect::<AppResult<_>>()?))
}

fn view(quotas: &Quotas, row: &Model, today: NaiveDate) -> AppResult<QuotaView> {
    let level = Level::parse(&row.level);
    let level = level.ok_or_else(|| AppError::internal("a quota of an unknown level"))?;
    Ok(QuotaView {
        id: row.id,
        level,
        version: row.version,
        percent: row.percent,
        source: row.source.clone(),
        source_en: row.source_en.clone(),
        valid_from: row.valid_from,
        is_in_force: quotas.of(level, today).is_some_and(|now| now.id == row.id),
        created_at: row.created_at,
    })
}

/// Enters the next version of a quota.
pub(super) async fn set(
    state: &AppState,
    actor: &Actor,
    command: Command<SetQuotaRequest>,
) -> AppResult<Reply<QuotaView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let today = local_date(now);
    if body.valid_from < today {
        return Err(AppError::field("/valid_from", ErrorCode::CallbackQuotaInThePast));
    }
    let set = async |tx: &Tx| {
        let permit = authorize_any(actor, Action::CallbackQuotaSet)?;
        let mut quotas = Quotas::load(&**tx).await?;
        let last = quotas.0.iter().filter(|quota| quota.level == body.level.as_str());
        let version = last.map(|quota| quota.version).max().unwrap_or(0) + 1;
        let row = Model {
            id: state.ids.next(),
            level: body.level.as_str().to_owned(),
            version,
            percent: body.percent,
            source: body.source.trim().to_owned(),
            source_en: None,
            valid_from: body.valid_from,
            created_by_id: Some(actor.person_id),
            created_at: now,
        };
        repo::insert_quota(tx, permit, row.clone()).await?;
        let entry = Entry::of(state, AuditAction::CallbackQuotaSet).by(actor);
        record(tx, entry.on("callback_quota", row.id)).await?;
        quotas.0.push(row.clone());
        let location = "/api/v1/callbacks/quotas".to_owned();
        Reply::created(&view(&quotas, &row, today)?, location)
    };
    state.once(actor).run(idempotency, set).await
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn quota(version: i32, percent: i32, from: &str) -> Model {
        Model {
            id: Uuid::nil(),
            level: "simple".to_owned(),
            version,
            percent,
            source: "x".to_owned(),
            source_en: None,
            valid_from: from.parse().expect("a date"),
            created_by_id: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_last_version_that_has_begun_applies_and_without_one_everybody_is_called() {
        let quotas = Quotas(vec![quota(1, 20, "2000-01-01"), quota(2, 50, "2026-06-01")]);
        let percent = |level, on: &str| quotas.percent(level, on.parse().expect("a date"));
        assert_eq!(percent(Some(Level::Simple), "2026-05-31"), 20);
        assert_eq!(percent(Some(Level::Simple), "2026-06-01"), 50);
        assert_eq!(percent(Some(Level::Complex), "2026-06-01"), 100);
        assert_eq!(percent(None, "2026-06-01"), 100);
    }
}
