//! A scheme tried out over the last period that is over: what it would have given. It is kept that it
//! was, not what came out.

use uuid::Uuid;

use super::closing::{self, Prepared};
use super::entity::scheme::Model;
use super::outcome::{IndicatorOutcome, Outcome, Subject};
use super::repo;
use super::scheme_dto::{
    AssessmentSchemeState, AssessmentSimulationView, SimulatedAssessment, SimulatedIndicator,
};
use super::schemes;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, NoBody, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize};

/// Tries a draft out: 404 outside the scope, 403, 412 when stale, 409 once it is published.
pub async fn simulate(
    state: &AppState,
    actor: &Actor,
    (id, seen): (Uuid, IfMatch),
    command: Command<NoBody>,
    lang: Lang,
) -> AppResult<Reply<AssessmentSimulationView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let directory = state.directory.get(&state.db, now).await?;
    let scope = repo::readable_schemes(actor);
    // Before the transaction: it reads much.
    let draft = repo::find_scheme(db, &scope, id).await?;
    authorize(actor, Action::AssessmentSchemeKeep, &schemes::facts_of(&draft))?;
    let period = closing::period_kind(&draft)?.before(local_date(now));
    let prepared = Box::pin(closing::prepare(state, db, &directory, draft, period)).await?;
    let people = prepared.subjects.iter().filter_map(|subject| subject.person_id);
    let people = personnel::repo::list_names(db, people).await?;
    let results = prepared.outcomes().into_iter().map(|(subject, outcome)| {
        let unit =
            DepartmentRef { id: subject.unit_id, name: directory.department_name(subject.unit_id) };
        result(unit, subject, &people, outcome)
    });
    let results: Vec<_> = results.collect();
    let work = async |tx: &Tx| {
        let row = repo::find_scheme_for_update(tx, &scope, id).await?;
        let permit = authorize(actor, Action::AssessmentSchemeKeep, &schemes::facts_of(&row))?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        schemes::open_for(&row, "simulate")?;
        let row = simulated(row, &prepared, now);
        repo::save_scheme(tx, permit, row.clone()).await?;
        let names = personnel::repo::list_names(&**tx, [row.created_by_id]).await?;
        let view = AssessmentSimulationView {
            scheme: schemes::view(&directory, actor, &names, &row, lang)?,
            from_on: period.from_on,
            to_on: period.to_on,
            as_of: now,
            fact_count: u32::try_from(prepared.facts.len()).unwrap_or(u32::MAX),
            results: results.clone(),
        };
        Ok(Reply::ok(&view)?.version(row.row_version).personal())
    };
    Box::pin(state.once(actor).run(command.idempotency, work)).await
}

/// A version that was tried out as it is.
pub fn simulated(row: Model, prepared: &Prepared, now: sea_orm::prelude::DateTimeUtc) -> Model {
    Model {
        state: AssessmentSchemeState::Simulated.as_str().to_owned(),
        simulated_at: Some(now),
        simulated_hash: Some(prepared.scheme.definition_hash.clone()),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

fn result(
    unit: DepartmentRef,
    subject: Subject,
    people: &schemes::Names,
    outcome: Outcome,
) -> SimulatedAssessment {
    let indicator = |one: IndicatorOutcome| SimulatedIndicator {
        source: one.source,
        kept: one.kept,
        failed: one.failed,
        score_hundredths: one.score_hundredths,
    };
    let named = |id: Uuid| PersonRef { id, name: people.get(&id).cloned().unwrap_or_default() };
    SimulatedAssessment {
        unit,
        person: subject.person_id.map(named),
        indicators: outcome.indicators.into_iter().map(indicator).collect(),
        points_hundredths: outcome.points_hundredths,
    }
}
