//! Use cases of the computers that stand at windows: whoever signs in at one is at that window. The
//! director says so once, sitting at it.

use std::collections::{BTreeSet, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::workstation::{Column, Model};
use super::repo;
use super::sign_ins::hash;
use super::workstation_dto::{CreateWorkstationRequest, WorkstationFilter, WorkstationView};
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::entity::post;
use crate::features::stationing_obligations::repo as obligations;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, NoBody, Page, Reply, limit};
use crate::policy::{Action, Actor, Facts, Scope, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "duty_workstations:id";

fn readable(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::WorkstationKeep, "duty_workstations")
}

fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

/// One page of computers within the caller's scope, the oldest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &WorkstationFilter,
) -> AppResult<Page<WorkstationView>> {
    let db = state.db.reader();
    let scope = readable(actor);
    let matching = Condition::all()
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.post_id.map(|id| Column::PostId.eq(id)))
        .add_option(filter.is_active.map(|is| Column::IsActive.eq(is)));
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::workstations(db, &scope, matching.clone(), after, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_workstations(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let reader = Reader::of(db, actor, &directory, &found).await?;
    let view = |row: Model| reader.view(&row);
    Ok(Page::cut(found, most, ORDER, |row| (None, row.id), view)?.of(total))
}

/// Says that the computer asking stands at a post; with its key, for the cookie.
pub async fn set_up(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateWorkstationRequest>,
) -> AppResult<(Reply<WorkstationView>, String)> {
    let body = command.body;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let mut random = [0_u8; 32];
    state.ids.fill(&mut random);
    let key = URL_SAFE_NO_PAD.encode(random);
    let reply = state
        .db
        .write(async |tx: &Tx| {
            let unknown = || AppError::field("/post_id", ErrorCode::DutyWorkstationPostUnknown);
            let post = post_in_use(tx, body.post_id).await?.ok_or_else(unknown)?;
            let row = Model {
                id: state.ids.next(),
                post_id: post.id,
                center_id: post.center_id,
                region_code: post.region_code.clone(),
                name: body.name.trim().to_owned(),
                key_hash: hash(&key),
                is_active: true,
                set_up_by_id: actor.person_id,
                created_at: now,
                updated_at: now,
                row_version: 1,
            };
            if !holds(actor, Action::WorkstationKeep, &facts_of(&row)) {
                return Err(unknown());
            }
            let permit = authorize(actor, Action::WorkstationKeep, &facts_of(&row))?;
            repo::insert_workstation(tx, permit, row.clone()).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, &directory, rows).await?.view(&row);
            let location = format!("/api/v1/duty-workstations/{}", row.id);
            Ok(Reply::created(&view, location)?.version(1).personal())
        })
        .await?;
    Ok((reply, key))
}

/// A post that is in use.
async fn post_in_use(tx: &Tx, id: Uuid) -> AppResult<Option<post::Model>> {
    Ok(obligations::find_post(&**tx, id).await?.filter(|post| post.is_active))
}

/// Says that a computer no longer stands at its window.
pub async fn remove(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
) -> AppResult<Reply<WorkstationView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::hold_workstation(tx, &readable(actor), id).await?;
            let permit = authorize(actor, Action::WorkstationKeep, &facts_of(&row))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if !row.is_active {
                return Err(ErrorCode::DutyWorkstationRemoved.into());
            }
            let row = Model {
                is_active: false,
                updated_at: now,
                row_version: row.row_version + 1,
                ..row
            };
            repo::save_workstation(tx, permit, row.clone()).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, &directory, rows).await?.view(&row);
            Ok(Reply::ok(&view)?.version(row.row_version).personal())
        })
        .await
}

/// What is needed to write computers out.
struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    names: HashMap<Uuid, String>,
    posts: HashMap<Uuid, post::Model>,
}

impl<'a> Reader<'a> {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows.iter().map(|row| row.set_up_by_id).collect();
        let names = personnel::repo::list_names(db, people).await?;
        let posts: BTreeSet<Uuid> = rows.iter().map(|row| row.post_id).collect();
        let posts = obligations::posts_by_ids(db, posts).await?;
        Ok(Self { actor, directory, names, posts })
    }

    fn view(&self, row: &Model) -> WorkstationView {
        let center = self.directory.centers.get(&row.center_id);
        let post = self.posts.get(&row.post_id);
        let refusal = if holds(self.actor, Action::WorkstationKeep, &facts_of(row)) {
            (!row.is_active).then_some(ErrorCode::DutyWorkstationRemoved)
        } else {
            Some(ErrorCode::AuthNotAllowed)
        };
        WorkstationView {
            id: row.id,
            post: PostRef {
                id: row.post_id,
                name: post.map(|post| post.name.clone()).unwrap_or_default(),
            },
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            name: row.name.clone(),
            is_active: row.is_active,
            set_up_by: PersonRef {
                id: row.set_up_by_id,
                name: self.names.get(&row.set_up_by_id).cloned().unwrap_or_default(),
            },
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if refusal.is_none() { vec!["remove"] } else { Vec::new() },
            refused_actions: refused(&["remove"], refusal),
        }
    }
}
