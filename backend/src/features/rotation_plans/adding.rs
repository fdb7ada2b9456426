//! Assignments put into a draft and taken out of it by hand, each checked against every rule before
//! it stands.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::Condition;
use uuid::Uuid;
use zongzhi_solver::Instance;
use zongzhi_solver::check::{Break, Report};

use super::dto::{ChangedAssignment, RotationBreak};
use super::editing::{may_change, told_of};
use super::entity::{assignment, plan};
use super::repair_dto::{AddAssignmentRequest, RemoveAssignmentRequest};
use super::state::PlanStep;
use super::view::{assigned, facts_of};
use super::words::Named;
use super::{repo, service, solving};
use crate::app::AppState;
use crate::features::personnel;
use crate::features::stationing_obligations::rules::NomineeRole;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, authorize};

/// A roster before and after.
struct Weighed {
    was: Report,
    comes_to: Report,
    breaks: Vec<RotationBreak>,
    names: HashMap<Uuid, String>,
}

impl Weighed {
    fn view(&self, row: &assignment::Model, may: bool) -> AppResult<ChangedAssignment> {
        Ok(ChangedAssignment {
            assignment: assigned(row, &self.names, may)?,
            cost_before: self.was.cost.total(),
            cost_after: self.comes_to.cost.total(),
            breaks: self.breaks.clone(),
        })
    }

    /// 409 with the rules that would be broken.
    fn refuse(&self) -> AppResult<()> {
        if self.breaks.is_empty() {
            return Ok(());
        }
        let breaks = serde_json::to_value(&self.breaks)?;
        Err(AppError::from(ErrorCode::RotationPlanBreaksRules).with("breaks", breaks))
    }
}

/// What a change of `rows` into `after` comes to; rules that are broken already are not its fault.
async fn weigh(
    state: &AppState,
    instance: &Instance,
    rows: &[assignment::Model],
    after: &[assignment::Model],
    (person_id, lang): (Uuid, Lang),
) -> AppResult<Weighed> {
    let was = solving::checked(instance.clone(), rows).await?;
    let comes_to = solving::checked(instance.clone(), after).await?;
    let fresh: Vec<&Break> =
        comes_to.breaks.iter().filter(|one| !was.breaks.contains(one)).collect();
    let people: HashSet<Uuid> = std::iter::once(person_id).chain(told_of(&comes_to)).collect();
    let names = personnel::repo::list_names(state.db.reader(), people).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let named = Named { instance, people: &names, codes: &codes, lang };
    let breaks = fresh.into_iter().map(|one| named.told(one)).collect();
    Ok(Weighed { was, comes_to, breaks, names })
}

fn instance_of(plan: &plan::Model) -> AppResult<Instance> {
    let text = plan.instance.as_deref().ok_or(ErrorCode::RotationPlanNoRoster)?;
    solving::read(text)
}

/// Puts somebody on a post for one block; only what breaks no rule stands.
pub async fn add(
    state: &AppState,
    actor: &Actor,
    plan_id: Uuid,
    command: Command<AddAssignmentRequest>,
    lang: Lang,
) -> AppResult<Reply<ChangedAssignment>> {
    let Command { body, idempotency } = command;
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), plan_id).await?;
    authorize(actor, Action::RotationDraw, &facts_of(&plan))?;
    let instance = instance_of(&plan)?;
    let rows = repo::roster(db, plan_id, Condition::all()).await?;
    let row = wanted(state, &instance, plan_id, &body)?;
    let after: Vec<_> = rows.iter().cloned().chain([row.clone()]).collect();
    let whom = (row.person_id, lang);
    let weighed = weigh(state, &instance, &rows, &after, whom).await?;
    if body.is_trial {
        let view = weighed.view(&row, may_change(actor, &plan)?)?;
        return Reply::ok(&view);
    }
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            weighed.refuse()?;
            let permit = hold(state, tx, actor, &plan, &weighed).await?;
            repo::insert_assignment(tx, permit, row.clone()).await?;
            let view = weighed.view(&row, true)?;
            let at = format!("/api/v1/rotation-plans/{plan_id}/assignments/{}", row.id);
            let location = format!("{at}/explanation");
            Ok(Reply::created(&view, location)?.version(row.row_version))
        })
        .await
}

/// Holds the plan as it was weighed, and writes down what its roster costs from now on.
async fn hold(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    plan: &plan::Model,
    weighed: &Weighed,
) -> AppResult<Permit> {
    let same = Some(IfMatch(plan.row_version));
    let (held, permit) = service::held(tx, actor, plan.id, PlanStep::Update, same).await?;
    let changed = plan::Model {
        objective: Some(weighed.comes_to.cost.total()),
        updated_at: state.clock.now(),
        row_version: held.row_version + 1,
        ..held
    };
    repo::save(tx, &permit, changed).await?;
    Ok(permit)
}

/// The assignment as it is asked for; 422 for what the instance does not have.
fn wanted(
    state: &AppState,
    instance: &Instance,
    plan_id: Uuid,
    body: &AddAssignmentRequest,
) -> AppResult<assignment::Model> {
    let now = state.clock.now();
    let row = assignment::Model {
        id: state.ids.next(),
        plan_id,
        obligation_id: body.obligation_id,
        person_id: body.person_id,
        block: body.block,
        from_on: NaiveDate::MIN,
        until_on: NaiveDate::MIN,
        role: NomineeRole::Reserve.as_str().to_owned(),
        is_locked: body.is_locked,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let one = solving::row_of(&row);
    let Some(place) = solving::place(instance, &one) else {
        let post = instance.posts.iter().find(|post| post.id == one.post);
        let (at, code) = match post {
            None => ("/obligation_id", ErrorCode::RotationPlanObligationUnknown),
            Some(post) if !post.roles.contains_key(&one.staff) => {
                ("/person_id", ErrorCode::RotationPlanPersonUnknown)
            }
            Some(_) => ("/block", ErrorCode::RotationPlanBlockUnknown),
        };
        return Err(AppError::field(at, code));
    };
    Ok(assignment::Model {
        from_on: place.from_on,
        until_on: place.until_on,
        role: place.role.as_str().to_owned(),
        ..row
    })
}

/// Takes somebody off a post for one block; only what breaks no rule stands.
pub async fn remove(
    state: &AppState,
    actor: &Actor,
    [plan_id, id]: [Uuid; 2],
    seen: IfMatch,
    command: Command<RemoveAssignmentRequest>,
    lang: Lang,
) -> AppResult<Reply<ChangedAssignment>> {
    let Command { body, idempotency } = command;
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), plan_id).await?;
    authorize(actor, Action::RotationDraw, &facts_of(&plan))?;
    let instance = instance_of(&plan)?;
    let rows = repo::roster(db, plan_id, Condition::all()).await?;
    // What was taken off already is answered from the first time, where the request is sent again.
    let row = rows.iter().find(|row| row.id == id).cloned();
    let after: Vec<_> = rows.iter().filter(|row| row.id != id).cloned().collect();
    let whom = (row.as_ref().map_or(Uuid::nil(), |row| row.person_id), lang);
    let weighed = weigh(state, &instance, &rows, &after, whom).await?;
    if body.is_trial {
        let row = row.ok_or(ErrorCode::RequestNotFound)?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let view = weighed.view(&row, may_change(actor, &plan)?)?;
        return Ok(Reply::ok(&view)?.version(row.row_version));
    }
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = row.ok_or(ErrorCode::RequestNotFound)?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            weighed.refuse()?;
            let permit = hold(state, tx, actor, &plan, &weighed).await?;
            repo::delete_assignment(tx, permit, row.id).await?;
            let view = weighed.view(&row, false)?;
            Reply::ok(&view)
        })
        .await
}
