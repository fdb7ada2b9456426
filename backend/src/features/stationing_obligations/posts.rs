//! Use cases of posts (岗位/窗口).

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{CreatePostRequest, PostFilter, PostView, UpdatePostRequest};
use super::entity::{obligation, post};
use super::repo;
use super::rules::PostKind;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::CenterRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, authorize, holds};

const ORDER: &str = "posts:id";

/// One page of posts, the oldest first: like centres, they are no secret.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &PostFilter,
    lang: Lang,
) -> AppResult<Page<PostView>> {
    let db = state.db.reader();
    let matching = Condition::all()
        .add_option(filter.center_id.map(|id| post::Column::CenterId.eq(id)))
        .add_option(filter.is_active.map(|is| post::Column::IsActive.eq(is)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_posts(db, matching.clone()).await?),
        None => None,
    };
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list_posts(db, matching, after, most + 1).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let view = |row: post::Model| view(&directory, actor, &row, lang);
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), view)?.of(total);
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
}

/// One post. Unknown: 404.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<PostView>> {
    let row = repo::find_post(state.db.reader(), id).await?.ok_or(ErrorCode::RequestNotFound)?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    Ok(Reply::ok(&view(&directory, actor, &row, lang)?)?.version(row.row_version))
}

/// Sets up a post: at the caller's own centre, or where they are in charge of the region.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreatePostRequest>,
    lang: Lang,
) -> AppResult<Reply<PostView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = set_up(state, tx, actor, (directory.as_ref(), codes.as_ref()), &body).await?;
            let location = format!("/api/v1/posts/{}", row.id);
            Ok(Reply::created(&view(&directory, actor, &row, lang)?, location)?.version(1))
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn set_up(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (directory, codes): (&Directory, &Codes),
    body: &CreatePostRequest,
) -> AppResult<post::Model> {
    let now = state.clock.now();
    let center_id = body.center_id.or(actor.center_id).ok_or(ErrorCode::AuthNotAllowed)?;
    let unknown = |_unknown: AppError| AppError::field("/center_id", ErrorCode::CenterUnknown);
    let region_code = region_of(directory, center_id).map_err(unknown)?;
    let permit = authorize(actor, Action::StationingKeep, &at_center(center_id, &region_code))?;
    known_types(codes, &body.case_type_codes, local_date(now))?;
    let row = post::Model {
        id: state.ids.next(),
        center_id,
        region_code,
        name: body.name.trim().to_owned(),
        kind: body.kind.as_str().to_owned(),
        window_no: body.window_no.as_deref().map(|text| text.trim().to_owned()),
        case_type_codes: serde_json::to_string(&body.case_type_codes)?,
        is_active: true,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert_post(tx, permit, row.clone()).await?;
    Ok(row)
}

/// Changes a post; one at which something is owed stays in use.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdatePostRequest>,
    lang: Lang,
) -> AppResult<Reply<PostView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let today = local_date(now);
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    known_types(&codes, body.case_type_codes.as_deref().unwrap_or_default(), today)?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::hold_post(tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
            let permit = authorize(actor, Action::StationingKeep, &facts_of(&row))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if body.is_active == Some(false) {
                let owed = repo::touching(today, None).add(obligation::Column::PostId.eq(id));
                if !repo::all(&**tx, owed).await?.is_empty() {
                    return Err(ErrorCode::PostInUse.into());
                }
            }
            let row = changed(row, body, now)?;
            repo::save_post(tx, permit, row.clone()).await?;
            Ok(Reply::ok(&view(&directory, actor, &row, lang)?)?.version(row.row_version))
        })
        .await
}

fn changed(
    row: post::Model,
    body: UpdatePostRequest,
    now: DateTime<Utc>,
) -> AppResult<post::Model> {
    let trimmed = |text: String| text.trim().to_owned();
    let types = body.case_type_codes.map(|codes| serde_json::to_string(&codes)).transpose()?;
    Ok(post::Model {
        name: body.name.map_or(row.name, trimmed),
        kind: body.kind.map_or(row.kind, |kind| kind.as_str().to_owned()),
        window_no: body.window_no.map_or(row.window_no, |number| number.map(trimmed)),
        case_type_codes: types.unwrap_or(row.case_type_codes),
        is_active: body.is_active.unwrap_or(row.is_active),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    })
}

fn known_types(codes: &Codes, types: &[String], today: NaiveDate) -> AppResult<()> {
    for (index, code) in types.iter().enumerate() {
        codes.check("case_type", code, today, &format!("/case_type_codes/{index}"))?;
    }
    Ok(())
}

/// The code of a centre's region; 422 without the centre.
pub(super) fn region_of(directory: &Directory, center_id: Uuid) -> AppResult<String> {
    let center = directory.centers.get(&center_id).ok_or(ErrorCode::CenterUnknown)?;
    let region = directory.regions.get(&center.region_id).ok_or(ErrorCode::CenterUnknown)?;
    Ok(region.code.clone())
}

fn at_center(center_id: Uuid, region_code: &str) -> Facts<'_> {
    Facts { center_id: Some(center_id), region_code: Some(region_code), ..Facts::default() }
}

fn facts_of(row: &post::Model) -> Facts<'_> {
    at_center(row.center_id, &row.region_code)
}

/// A centre, named.
pub(super) fn center_ref(directory: &Directory, id: Uuid) -> CenterRef {
    let center = directory.centers.get(&id);
    CenterRef { id, name: center.map(|center| center.name.clone()).unwrap_or_default() }
}

fn view(
    directory: &Directory,
    actor: &Actor,
    row: &post::Model,
    lang: Lang,
) -> AppResult<PostView> {
    let kind = PostKind::parse(&row.kind);
    let kind = kind.ok_or_else(|| AppError::internal("unknown word in the database"))?;
    let may = holds(actor, Action::StationingKeep, &facts_of(row));
    Ok(PostView {
        id: row.id,
        center: center_ref(directory, row.center_id),
        name: row.name.clone(),
        kind,
        kind_name: kind.name(lang),
        window_no: row.window_no.clone(),
        case_type_codes: serde_json::from_str(&row.case_type_codes)?,
        is_active: row.is_active,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: if may { vec!["update"] } else { Vec::new() },
        refused_actions: refused(&["update"], (!may).then_some(ErrorCode::AuthNotAllowed)),
    })
}
