//! Use cases of rotation plans: draw up, solve, publish.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{
    CreateRotationPlanRequest, RotationExplanation, RotationJobView, RotationPlanFilter,
    RotationPlanView, UpdateRotationPlanRequest,
};
use super::entity::plan::{Column, Model};
use super::entity::run;
use super::reach::{Meeting, Reach};
use super::state::{PlanState, PlanStep, RunState};
use super::view::{Reader, facts_of, job, open_steps, right, state_of};
use super::words::{Named, terms};
use super::{building, repo, solving, telling};
use crate::app::AppState;
use crate::features::notices::tell::Telling;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, NoBody, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "rotation_plans:-id";
/// The longest plan, days.
const LONGEST: i64 = 366;

/// One page of plans within the caller's reach, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &RotationPlanFilter,
    lang: Lang,
) -> AppResult<Page<RotationPlanView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| Column::State.is_in(states));
    let matching = Condition::all()
        .add(repo::readable(actor))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.on.map(|on| Column::FromOn.lte(on)))
        .add_option(filter.on.map(|on| Column::UntilOn.gte(on)))
        .add_option(states);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let reader = Reader::of(db, actor, &directory, lang, &found).await?;
    let view = |row: Model| reader.view(&row, None);
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), view)?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One plan; 404 outside the caller's reach.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<RotationPlanView>> {
    let db = state.db.reader();
    let row = repo::find(db, repo::readable(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    answer(db, actor, &directory, lang, &row).await
}

async fn view(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    lang: Lang,
    row: &Model,
) -> AppResult<RotationPlanView> {
    let run = repo::last_run(db, row.id).await?;
    let rows = std::slice::from_ref(row);
    let reader = Reader::of(db, actor, directory, lang, rows).await?;
    reader.view(row, run.map(|run| run.id))
}

async fn answer(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    lang: Lang,
    row: &Model,
) -> AppResult<Reply<RotationPlanView>> {
    let view = view(db, actor, directory, lang, row).await?;
    Ok(Reply::ok(&view)?.version(view.version))
}

/// Draws up a plan of the caller's own centre.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateRotationPlanRequest>,
    lang: Lang,
) -> AppResult<Reply<RotationPlanView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = draw_up(state, tx, actor, &directory, &body).await?;
            let view = view(&**tx, actor, &directory, lang, &row).await?;
            let location = format!("/api/v1/rotation-plans/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version))
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn draw_up(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    directory: &Directory,
    body: &CreateRotationPlanRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    let (from_on, until_on) = (body.period.from_on, body.period.until_on);
    if !(0..LONGEST).contains(&(until_on - from_on).num_days()) {
        return Err(AppError::field("/period/until_on", ErrorCode::RotationPlanPeriod));
    }
    let center_id = actor.center_id.ok_or(ErrorCode::AuthNotAllowed)?;
    let region_code = code_of(directory, center_id).ok_or(ErrorCode::CenterUnknown)?;
    let center_ids = included(directory, center_id, &region_code, &body.center_ids)?;
    let row = Model {
        id: state.ids.next(),
        center_id,
        region_code,
        name: body.name.trim().to_owned(),
        from_on,
        until_on,
        center_ids: serde_json::to_string(&center_ids)?,
        rules: serde_json::to_string(&body.rules)?,
        state: PlanState::Draft.as_str().to_owned(),
        edition: repo::last_edition(tx, center_id, (from_on, until_on)).await? + 1,
        replaces_id: None,
        repairs_id: None,
        repair_from_on: None,
        repair_until_on: None,
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
    };
    let permit = authorize(actor, Action::RotationDraw, &facts_of(&row))?;
    repo::insert(tx, permit, row.clone()).await?;
    Ok(row)
}

fn code_of(directory: &Directory, center_id: Uuid) -> Option<String> {
    let center = directory.centers.get(&center_id)?;
    directory.regions.get(&center.region_id).map(|region| region.code.clone())
}

/// The own centre and those below it, each once; the own one unless any is named.
fn included(directory: &Directory, own: Uuid, root: &str, wanted: &[Uuid]) -> AppResult<Vec<Uuid>> {
    if wanted.is_empty() {
        return Ok(vec![own]);
    }
    let mut seen = HashSet::new();
    for (index, id) in wanted.iter().enumerate() {
        let is_below = code_of(directory, *id).is_some_and(|code| code.starts_with(root));
        if !is_below || !seen.insert(*id) {
            let at = format!("/center_ids/{index}");
            return Err(AppError::field(at, ErrorCode::RotationPlanCenters));
        }
    }
    Ok(wanted.to_vec())
}

/// A draft held for a step of the caller's; 409 where the plan's state does not allow it.
pub(super) async fn held(
    tx: &Tx,
    actor: &Actor,
    id: Uuid,
    step: PlanStep,
    seen: Option<IfMatch>,
) -> AppResult<(Model, Permit)> {
    let row = repo::find_for_update(tx, repo::readable(actor), id).await?;
    let permit = authorize(actor, right(step), &facts_of(&row))?;
    if let Some(seen) = seen {
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    }
    let stands = state_of(&row)?;
    if !stands.allows(step) {
        let wrong = AppError::from(ErrorCode::RotationPlanWrongState);
        return Err(wrong.standing(stands.as_str(), open_steps(&row, stands, actor)));
    }
    Ok((row, permit))
}

/// Changes a draft.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateRotationPlanRequest>,
    lang: Lang,
) -> AppResult<Reply<RotationPlanView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let (row, permit) = held(tx, actor, id, PlanStep::Update, Some(seen)).await?;
            let rules = body.rules.as_ref().map(serde_json::to_string).transpose()?;
            let row = Model {
                name: body.name.map_or(row.name, |name| name.trim().to_owned()),
                rules: rules.unwrap_or(row.rules),
                updated_at: now,
                row_version: row.row_version + 1,
                ..row
            };
            repo::save(tx, &permit, row.clone()).await?;
            answer(&**tx, actor, &directory, lang, &row).await
        })
        .await
}

/// Has the roster of a draft made; the answer is the run that does it.
pub async fn solve(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
    lang: Lang,
) -> AppResult<Reply<RotationJobView>> {
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let run = ask(state, tx, actor, id, Some(seen)).await?;
            let location = format!("/api/v1/jobs/{}", run.id);
            Reply::accepted(&job(&run, true, lang)?, location)
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn ask(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    id: Uuid,
    seen: Option<IfMatch>,
) -> AppResult<run::Model> {
    let now = state.clock.now();
    let (row, permit) = held(tx, actor, id, PlanStep::Solve, seen).await?;
    let row = Model {
        state: PlanState::Solving.as_str().to_owned(),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    repo::save(tx, &permit, row).await?;
    let run = queued(state, id, actor);
    repo::insert_run(tx, run.clone()).await?;
    Ok(run)
}

/// A run that has not begun.
pub(super) fn queued(state: &AppState, plan_id: Uuid, actor: &Actor) -> run::Model {
    let now = state.clock.now();
    run::Model {
        id: state.ids.next(),
        plan_id,
        state: RunState::Queued.as_str().to_owned(),
        progress_pct: 0,
        objective: None,
        bound: None,
        gap_ppm: None,
        instance: None,
        saved: None,
        refusal: None,
        is_cancel_wanted: false,
        asked_by_id: actor.person_id,
        ended_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// A run of the solver; 404 unless its plan may be read.
pub async fn get_job(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<RotationJobView> {
    let db = state.db.reader();
    let run = repo::find_run(db, id).await?.ok_or(ErrorCode::RequestNotFound)?;
    let plan = repo::find(db, repo::readable(actor), run.plan_id).await?;
    let may_cancel = holds(actor, Action::RotationDraw, &facts_of(&plan));
    job(&run, may_cancel, lang)
}

/// The newest runs the actor asked for, of plans they may still see.
pub async fn runs_of(
    state: &AppState,
    actor: &Actor,
    states: &[&str],
    after: Option<Uuid>,
    most: u64,
    lang: Lang,
) -> AppResult<Vec<RotationJobView>> {
    let db = state.db.reader();
    let runs = repo::runs_of(db, actor.person_id, states, after, most).await?;
    let plans = repo::list_of(db, repo::readable(actor), runs.iter().map(|run| run.plan_id));
    let plans: HashMap<_, _> = plans.await?.into_iter().map(|plan| (plan.id, plan)).collect();
    let seen = runs.iter().filter_map(|run| Some((run, plans.get(&run.plan_id)?)));
    seen.map(|(run, plan)| job(run, holds(actor, Action::RotationDraw, &facts_of(plan)), lang))
        .collect()
}

/// How many runs the caller asked for, of plans they may see.
pub async fn count_runs_of(state: &AppState, actor: &Actor, states: &[&str]) -> AppResult<u64> {
    let scope = repo::readable(actor);
    repo::count_runs_of(state.db.reader(), scope, actor.person_id, states).await
}

/// Ends a run before its time; the best roster so far is kept.
pub async fn cancel_job(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    lang: Lang,
) -> AppResult<RotationJobView> {
    let run = repo::hold_run(tx, id).await?.ok_or(ErrorCode::RequestNotFound)?;
    let plan = repo::find(&**tx, repo::readable(actor), run.plan_id).await?;
    authorize(actor, Action::RotationDraw, &facts_of(&plan))?;
    seen.check(run.row_version, ErrorCode::RequestStaleVersion)?;
    if !RunState::parse(&run.state).is_some_and(RunState::is_open) {
        let wrong = AppError::from(ErrorCode::RotationPlanWrongState);
        return Err(wrong.standing(run.state.as_str(), [""; 0]));
    }
    let wanted = run::Model { is_cancel_wanted: true, ..run };
    let run = repo::save_run(tx, wanted, state.clock.now()).await?;
    job(&run, true, lang)
}

/// Publishes a draft; published plans of its centres within its days are superseded.
pub async fn publish(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
    lang: Lang,
) -> AppResult<Reply<RotationPlanView>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let plan = repo::find(state.db.reader(), repo::readable(actor), id).await?;
    // Before the transaction, as it takes time; the version says whether it was this roster.
    let breaks = match &plan.instance {
        Some(text) => {
            let rows = repo::roster(state.db.reader(), id, Condition::all()).await?;
            solving::checked(solving::read(text)?, &rows).await?.breaks.len()
        }
        None => 0,
    };
    let bell = Telling::of(state).await?;
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = publish_in(state, tx, actor, (id, Some(seen)), breaks).await?;
            telling::published(state, tx, &bell, &row).await?;
            answer(&**tx, actor, &directory, lang, &row).await
        })
        .await
}

/// The same in a transaction, with the number of rules the roster breaks.
pub(crate) async fn publish_in(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (id, seen): (Uuid, Option<IfMatch>),
    breaks: usize,
) -> AppResult<Model> {
    let now = state.clock.now();
    let (row, permit) = held(tx, actor, id, PlanStep::Publish, seen).await?;
    if row.solved_at.is_none() {
        return Err(ErrorCode::RotationPlanNoRoster.into());
    }
    if breaks > 0 {
        return Err(AppError::from(ErrorCode::RotationPlanBreaksRules).with("count", breaks));
    }
    let rows = repo::roster(&**tx, row.id, Condition::all()).await?;
    // It may have been solved before the other one was published.
    let taken = Box::pin(building::elsewhere(&**tx, &row, &rows)).await?;
    if taken > 0 {
        return Err(AppError::from(ErrorCode::RotationPlanElsewhere).with("count", taken));
    }
    let days = (row.from_on, row.until_on);
    let reach = Reach::of(&row)?;
    let mut replaces_id = None;
    let mut is_over_its_base = row.repairs_id.is_none();
    for before in repo::published_within(tx, row.center_id, days).await? {
        match reach.meets(&Reach::of(&before)?) {
            Meeting::Apart => continue,
            Meeting::Overlaps => return Err(ErrorCode::RotationPlanOverlap.into()),
            Meeting::Replaced => {}
        }
        replaces_id = Some(before.id);
        is_over_its_base |= row.repairs_id == Some(before.id);
        let over = Model {
            state: PlanState::Superseded.as_str().to_owned(),
            superseded_at: Some(now),
            updated_at: now,
            row_version: before.row_version + 1,
            ..before
        };
        repo::save(tx, &permit, over).await?;
    }
    if !is_over_its_base {
        // Another edition was published meanwhile: it would be taken back unseen.
        return Err(ErrorCode::RotationPlanBaseSuperseded.into());
    }
    let row = Model {
        state: PlanState::Published.as_str().to_owned(),
        replaces_id,
        published_at: Some(now),
        published_by_id: Some(actor.person_id),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    repo::save(tx, &permit, row.clone()).await?;
    Ok(row)
}

/// What the roster of a plan costs, term by term, and which rules it breaks.
pub async fn explain(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<RotationExplanation> {
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), id).await?;
    let text = plan.instance.as_deref().ok_or(ErrorCode::RequestNotFound)?;
    let instance = solving::read(text)?;
    let rows = repo::roster(db, id, Condition::all()).await?;
    let report = solving::checked(instance.clone(), &rows).await?;
    let short = solving::short(instance.clone(), &rows).await?;
    let named = instance.staff.iter().filter_map(|person| Uuid::try_parse(&person.id).ok());
    let people: HashSet<Uuid> = rows.iter().map(|row| row.person_id).chain(named).collect();
    let people = personnel::repo::list_names(db, people).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let named = Named { instance: &instance, people: &people, codes: &codes, lang };
    Ok(RotationExplanation {
        plan_id: id,
        total: report.cost.total(),
        terms: terms(&report.cost, lang),
        breaks: report.breaks.iter().map(|one| named.told(one)).collect(),
        shortages: short.iter().map(|one| named.short(one)).collect(),
    })
}
