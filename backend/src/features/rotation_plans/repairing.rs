//! A published roster that no longer holds: the draft of its next edition, made by changing as few
//! people and days as possible, and who changes, before anything is published.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::{Duration, Instant};

use actix_web::web;
use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;
use zongzhi_solver::repair::{self, Repaired, Scope};
use zongzhi_solver::{Instance, LagrangeSolver, Next, Progress, Refusal, Settings, Watch};

use super::dto::RotationJobView;
use super::entity::{assignment, plan, run};
use super::repair_dto::{ChangedDuty, ChangedPerson, RepairRotationPlanRequest, RotationChanges};
use super::replanning::{self, Stretch, Turn};
use super::state::{PlanState, PlanStep};
use super::view::job;
use super::{repo, service};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::stationing_obligations;
use crate::features::stationing_obligations::entity::obligation;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// Work of each step of a repair; there are about a dozen, each over what little is free.
const WORK_A_STEP: u64 = 800;
/// Longest step, seconds.
const SECONDS_A_STEP: u64 = 2;
/// After so long the steps that are left end with the best they have: a lease is not outlived.
const LONGEST: Duration = Duration::from_secs(20);
/// The same tables give the same roster.
const SEED: u64 = 1;

/// Draws up the next edition of a published plan, to be repaired by a run.
pub async fn ask(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<RepairRotationPlanRequest>,
    lang: Lang,
) -> AppResult<Reply<RotationJobView>> {
    let Command { body, idempotency } = command;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let run = draw_up(state, tx, actor, (id, Some(seen)), &body).await?;
            let location = format!("/api/v1/jobs/{}", run.id);
            Reply::accepted(&job(&run, true, lang)?, location)
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn draw_up(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (id, seen): (Uuid, Option<IfMatch>),
    body: &RepairRotationPlanRequest,
) -> AppResult<run::Model> {
    let now = state.clock.now();
    let (base, permit) = service::held(tx, actor, id, PlanStep::Repair, seen).await?;
    let first = base.from_on.max(local_date(now));
    if body.from_on < first || base.until_on < body.from_on {
        return Err(AppError::field("/from_on", ErrorCode::RotationPlanRepairDays));
    }
    if body.until_on < body.from_on {
        return Err(AppError::field("/until_on", ErrorCode::RotationPlanRepairDays));
    }
    let days = (base.from_on, base.until_on);
    let row = plan::Model {
        id: state.ids.next(),
        state: PlanState::Solving.as_str().to_owned(),
        edition: repo::last_edition(tx, base.center_id, days).await? + 1,
        replaces_id: None,
        repairs_id: Some(base.id),
        repair_from_on: Some(body.from_on),
        repair_until_on: Some(body.until_on.min(base.until_on)),
        instance: None,
        objective: None,
        bound: None,
        solved_at: None,
        published_at: None,
        published_by_id: None,
        superseded_at: None,
        drawn_up_by_id: actor.person_id,
        created_at: now,
        updated_at: now,
        row_version: 1,
        ..base
    };
    repo::insert(tx, permit, row.clone()).await?;
    let run = service::queued(state, row.id, actor);
    repo::insert_run(tx, run.clone()).await?;
    Ok(run)
}

/// A row without what the solver does not look at.
pub(super) fn turn(row: &assignment::Model) -> Turn {
    Turn {
        person_id: row.person_id,
        obligation_id: row.obligation_id,
        from_on: row.from_on,
        until_on: row.until_on,
    }
}

/// Writes the published roster into an instance that was made of what the tables say now.
pub(super) fn pinned(
    mut instance: Instance,
    published: &[assignment::Model],
    from: NaiveDate,
) -> Instance {
    let turns: Vec<Turn> = published.iter().map(turn).collect();
    replanning::remember(&mut instance, &turns, from);
    replanning::cut(&mut instance, &turns, from);
    let roster: BTreeSet<_> =
        turns.iter().flat_map(|turn| replanning::placed(&instance, turn)).collect();
    instance.published = Some(roster.into_iter().collect());
    instance
}

/// Ends the steps of a repair when it takes too long.
struct Patience(Instant);

impl Watch for Patience {
    fn progress(&mut self, _progress: &Progress) -> Next {
        if self.0.elapsed() > LONGEST { Next::Stop } else { Next::GoOn }
    }
}

/// Repairs, off the async threads; the refusal of an instance that cannot be solved.
pub(super) async fn repaired(
    instance: Instance,
    scope: Scope,
) -> AppResult<Result<Repaired, Refusal>> {
    let work = move || {
        let seconds = Some(SECONDS_A_STEP);
        let settings = Settings { seed: SEED, work: WORK_A_STEP, seconds, threads: 1 };
        let mut patience = Patience(Instant::now());
        repair::repair(&LagrangeSolver, &instance, scope, &settings, &mut patience)
    };
    web::block(work).await.map_err(|error| AppError::internal(error.to_string()))
}

/// Whose duty differs from the published roster; 404 where there is none to compare with.
pub async fn changes(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<RotationChanges> {
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), id).await?;
    let base_id = plan.repairs_id.or(plan.replaces_id).ok_or(ErrorCode::RequestNotFound)?;
    let after = turns(db, id).await?;
    let changed = replanning::changes(&turns(db, base_id).await?, &after);
    let names = personnel::repo::list_names(db, changed.keys().copied()).await?;
    let stretches = changed.values().flat_map(|one| one.added.iter().chain(&one.removed));
    let stretches: Vec<Stretch> = stretches.copied().collect();
    let posts = post_names(db, stretches.iter().map(|one| one.obligation_id)).await?;
    let duty = |one: &Stretch| ChangedDuty {
        obligation_id: one.obligation_id,
        post_name: posts.get(&one.obligation_id).cloned().unwrap_or_default(),
        from_on: one.from_on,
        until_on: one.until_on,
    };
    let days = stretches.iter().map(|one| (one.until_on - one.from_on).num_days() + 1);
    let day_count = i32::try_from(days.sum::<i64>()).unwrap_or(i32::MAX);
    let people = changed.iter().map(|(id, one)| ChangedPerson {
        person: PersonRef { id: *id, name: names.get(id).cloned().unwrap_or_default() },
        added: one.added.iter().map(duty).collect(),
        removed: one.removed.iter().map(duty).collect(),
    });
    let mut people: Vec<_> = people.collect();
    people.sort_by(|a, b| (&a.person.name, a.person.id).cmp(&(&b.person.name, b.person.id)));
    let person_count = i32::try_from(people.len()).unwrap_or(i32::MAX);
    Ok(RotationChanges { plan_id: id, base_id, people, person_count, day_count })
}

/// The turns of a plan.
pub(super) async fn turns(db: &impl ConnectionTrait, plan_id: Uuid) -> AppResult<Vec<Turn>> {
    Ok(repo::roster(db, plan_id, Condition::all()).await?.iter().map(turn).collect())
}

/// What the posts of these obligations are called.
pub(crate) async fn post_names(
    db: &impl ConnectionTrait,
    obligations: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let ids: HashSet<Uuid> = obligations.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let matching = Condition::all().add(obligation::Column::Id.is_in(ids));
    let owed = stationing_obligations::repo::all(db, matching).await?;
    let posts =
        stationing_obligations::repo::posts_by_ids(db, owed.iter().map(|row| row.post_id)).await?;
    let named = owed.into_iter().map(|row| {
        let name = posts.get(&row.post_id).map(|post| post.name.clone()).unwrap_or_default();
        (row.id, name)
    });
    Ok(named.collect())
}
