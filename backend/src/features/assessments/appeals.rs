//! Appeals (考核申诉): the assessed say which facts are not so, within the days of the scheme; the
//! director of the centre above decides, fact by fact, and where something changes a corrected result
//! is put beside the first.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::closing::{counted, word};
use super::definition;
use super::dto::{
    AcceptAppealRequest, AppealAssessmentRequest, AssessmentAppealFilter, AssessmentAppealState,
    AssessmentAppealView, AssessmentRuling, AssessmentView, RejectAppealRequest,
};
use super::entity::{appeal, appeal_fact, assessment, fact};
use super::hidden::Hidden;
use super::outcome::{Outcome, outcome, result_hash, tallies};
use super::repo;
use super::telling::Telling;
use super::view::{Reader, facts_of, not_appealable, offered, only, person};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::notices::direct::Bell;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Facts, Permit, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "assessment_appeals:-id";

/// Appeals against a result: 404 outside the scope, 403, 409 where it is too late or being decided on,
/// 422 for a fact that is not behind it or did not fail.
pub async fn appeal(
    state: &AppState,
    reader: &Reader<'_>,
    id: Uuid,
    command: Command<AppealAssessmentRequest>,
) -> AppResult<Reply<AssessmentView>> {
    let Command { body, idempotency } = command;
    let actor = reader.actor;
    let scope = repo::readable(actor);
    let bell = Bell::of(state).await?;
    let work = async |tx: &Tx| {
        let row = repo::find_for_update(tx, &scope, id).await?;
        let permit = authorize(actor, Action::AssessmentAppeal, &facts_of(&row))?;
        may_be_made(tx, reader, &row).await?;
        check_facts(tx, &row, &body.fact_ids).await?;
        let (appeal, facts) = rows_of(state, reader, &row, &body);
        repo::insert_appeal(tx, permit, appeal.clone(), facts).await?;
        let telling = Telling { state, tx, bell: &bell, directory: &reader.directory };
        telling.made(&appeal, right_of(&appeal), &row).await?;
        let view = only(reader.assessments(&**tx, std::slice::from_ref(&row)).await?)?;
        Ok(Reply::created(&view, format!("/api/v1/assessments/{id}"))?.personal())
    };
    Box::pin(state.once(actor).run(idempotency, work)).await
}

async fn may_be_made(tx: &Tx, reader: &Reader<'_>, row: &assessment::Model) -> AppResult<()> {
    let periods = repo::periods_by_id(&**tx, [row.period_id]).await?;
    let period = word(periods.get(&row.period_id))?;
    let is_corrected = !repo::corrections(&**tx, [row.id]).await?.is_empty();
    let made = repo::appeals_against(&**tx, [row.id]).await?;
    let is_open = made.iter().any(|one| one.state == AssessmentAppealState::Open.as_str());
    match not_appealable(reader.today, period, is_corrected, is_open) {
        None => Ok(()),
        Some(code) => Err(code.into()),
    }
}

/// Each must be a fact behind the result that failed, and that no appeal has changed.
async fn check_facts(tx: &Tx, row: &assessment::Model, wanted: &[Uuid]) -> AppResult<()> {
    let matching = repo::behind(row)
        .add(fact::Column::IsFailed.eq(true))
        .add(fact::Column::Id.is_in(wanted.iter().copied()));
    let found = repo::list_facts(&**tx, matching, None, None).await?;
    let known: HashSet<Uuid> = found.into_iter().map(|one| one.id).collect();
    let rulings = repo::rulings(&**tx, row.period_id).await?;
    let mut seen = HashSet::new();
    let mut wrong = Vec::new();
    for (at, id) in wanted.iter().enumerate() {
        let is_changed = rulings.get(id).is_some_and(|ruling| *ruling != AssessmentRuling::Stands);
        if !known.contains(id) || is_changed || !seen.insert(*id) {
            wrong.push(FieldError::of(format!("/fact_ids/{at}"), ErrorCode::AssessmentFactUnknown));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Validation(wrong)) }
}

/// The centre above, whose director decides, and where it lies; none where none is.
fn above(directory: &Directory, center_id: Uuid) -> Option<(Uuid, String)> {
    let own = directory.centers.get(&center_id)?.region_id;
    directory.ancestry(own).skip(1).find_map(|region| {
        let center = directory.center_by_region.get(&region.id)?;
        Some((*center, region.code.clone()))
    })
}

fn rows_of(
    state: &AppState,
    reader: &Reader<'_>,
    row: &assessment::Model,
    body: &AppealAssessmentRequest,
) -> (appeal::Model, Vec<appeal_fact::Model>) {
    let now = state.clock.now();
    let above = above(&reader.directory, row.center_id);
    let id = state.ids.next();
    let appeal = appeal::Model {
        id,
        assessment_id: row.id,
        period_id: row.period_id,
        center_id: above.as_ref().map(|(center_id, _)| *center_id),
        region_code: above.map_or_else(|| row.region_code.clone(), |(_, code)| code),
        reason: body.reason.trim().to_owned(),
        made_by_id: reader.actor.person_id,
        made_at: now,
        state: AssessmentAppealState::Open.as_str().to_owned(),
        decision: None,
        decided_by_id: None,
        decided_at: None,
        corrected_id: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let fact = |fact_id: &Uuid| appeal_fact::Model {
        id: state.ids.next(),
        appeal_id: id,
        fact_id: *fact_id,
        ruling: None,
    };
    (appeal, body.fact_ids.iter().map(fact).collect())
}

/// The right to decide, and what the rights table looks at.
fn right_of(row: &appeal::Model) -> (Action, Facts<'_>) {
    let right = match row.center_id {
        Some(_) => Action::AssessmentDecide,
        None => Action::AssessmentDecideLast,
    };
    let facts =
        Facts { region_code: Some(&row.region_code), center_id: row.center_id, ..Facts::default() };
    (right, facts)
}

/// One page of the appeals the reader decides on, the newest first.
pub async fn list(
    state: &AppState,
    reader: &Reader<'_>,
    filter: &AssessmentAppealFilter,
) -> AppResult<Page<AssessmentAppealView>> {
    let db = state.db.reader();
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let states = filter.state.iter().map(|state| state.as_str());
    let matching = Condition::all()
        .add(repo::decided_by(reader.actor))
        .add_option((!filter.state.is_empty()).then(|| appeal::Column::State.is_in(states)));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_appeals(db, matching.clone()).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let rows = repo::list_appeals(db, matching, before, most + 1).await?;
    let page = Page::cut(rows, most, ORDER, |row| (None, row.id), |row| row)?;
    let items = views(db, reader, &page.items).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One of them; others are 404.
pub async fn get(
    state: &AppState,
    reader: &Reader<'_>,
    id: Uuid,
) -> AppResult<Reply<AssessmentAppealView>> {
    let db = state.db.reader();
    let row = repo::find_appeal(db, repo::decided_by(reader.actor), id, false).await?;
    answer(db, reader, &row).await
}

async fn answer(
    db: &impl ConnectionTrait,
    reader: &Reader<'_>,
    row: &appeal::Model,
) -> AppResult<Reply<AssessmentAppealView>> {
    let view = only(views(db, reader, std::slice::from_ref(row)).await?)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

async fn views(
    db: &impl ConnectionTrait,
    reader: &Reader<'_>,
    rows: &[appeal::Model],
) -> AppResult<Vec<AssessmentAppealView>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let scope = repo::readable(reader.actor);
    let matching = Condition::all()
        .add(assessment::Column::Id.is_in(rows.iter().map(|row| row.assessment_id)));
    let results = repo::list(db, &scope, matching, None, 200).await?;
    let results = reader.assessments(db, &results).await?;
    let results: HashMap<Uuid, AssessmentView> =
        results.into_iter().map(|view| (view.id, view)).collect();
    let links = repo::facts_of_appeals(db, rows.iter().map(|row| row.id)).await?;
    let wanted = Condition::all().add(fact::Column::Id.is_in(links.iter().map(|one| one.fact_id)));
    let facts = repo::list_facts(db, wanted, None, None).await?;
    let rulings = links
        .iter()
        .filter_map(|one| Some((one.fact_id, AssessmentRuling::parse(one.ruling.as_deref()?)?)));
    let facts = reader.facts(db, &facts, &rulings.collect()).await?;
    let people = rows.iter().flat_map(|row| [Some(row.made_by_id), row.decided_by_id]);
    let names = personnel::repo::list_names(db, people.flatten()).await?;
    let hidden = Hidden::of(db, reader.actor, rows.iter().map(|row| row.id)).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        // Who decides sees the result, too; where not, not the appeal either.
        let Some(assessment) = results.get(&row.assessment_id).cloned() else { continue };
        let own: HashSet<Uuid> =
            links.iter().filter(|one| one.appeal_id == row.id).map(|one| one.fact_id).collect();
        let (right, about) = right_of(row);
        let refusal = if holds(reader.actor, right, &about) {
            let is_open = row.state == AssessmentAppealState::Open.as_str();
            (!is_open).then_some(ErrorCode::AssessmentAppealDecided)
        } else {
            Some(ErrorCode::AuthNotAllowed)
        };
        let (allowed_actions, refused_actions) =
            offered(&[("accept", refusal), ("reject", refusal)]);
        found.push(AssessmentAppealView {
            id: row.id,
            assessment,
            facts: facts.iter().filter(|one| own.contains(&one.id)).cloned().collect(),
            reason: hidden.hide(row.id, &row.reason),
            made_by: person(&names, row.made_by_id),
            made_at: row.made_at,
            state: word(AssessmentAppealState::parse(&row.state))?,
            decided_at_center: row.center_id.map(|id| reader.center(id)),
            decision: hidden.hide_some(row.id, row.decision.as_ref()),
            decided_by: row.decided_by_id.map(|id| person(&names, id)),
            decided_at: row.decided_at,
            corrected_id: row.corrected_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        });
    }
    Ok(found)
}

/// What is decided about an appeal.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// 予以更正.
    Accept(AcceptAppealRequest),
    /// 维持原结果.
    Reject(RejectAppealRequest),
}

/// Decides: 404 for who does not decide on it, 403, 412 when stale, 409 when it was decided, 422 where
/// a fact is left out or nothing changes.
pub async fn decide(
    state: &AppState,
    tx: &Tx,
    reader: &Reader<'_>,
    bell: &Bell,
    (id, seen): (Uuid, IfMatch),
    verdict: &Verdict,
) -> AppResult<Reply<AssessmentAppealView>> {
    let actor = reader.actor;
    let row = repo::find_appeal(&**tx, repo::decided_by(actor), id, true).await?;
    let (right, about) = right_of(&row);
    let permit = authorize(actor, right, &about)?;
    let for_result = authorize(actor, right, &about)?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    if row.state != AssessmentAppealState::Open.as_str() {
        return Err(ErrorCode::AssessmentAppealDecided.into());
    }
    let now = state.clock.now();
    let links = repo::facts_of_appeals(&**tx, [row.id]).await?;
    let (next_state, decision, links) = match verdict {
        Verdict::Accept(body) => {
            (AssessmentAppealState::Accepted, &body.decision, ruled(links, body)?)
        }
        Verdict::Reject(body) => {
            let stands = AssessmentRuling::Stands.as_str().to_owned();
            let kept = |one| appeal_fact::Model { ruling: Some(stands.clone()), ..one };
            let links = links.into_iter().map(kept).collect();
            (AssessmentAppealState::Rejected, &body.decision, links)
        }
    };
    let row = appeal::Model {
        state: next_state.as_str().to_owned(),
        decision: Some(decision.trim().to_owned()),
        decided_by_id: Some(actor.person_id),
        decided_at: Some(now),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    repo::save_appeal(tx, &permit, row.clone(), links).await?;
    let row = match verdict {
        Verdict::Accept(_) => {
            let corrected_id = Box::pin(correct(state, tx, for_result, actor, &row, now)).await?;
            let row = appeal::Model { corrected_id: Some(corrected_id), ..row };
            repo::save_appeal(tx, &permit, row.clone(), Vec::new()).await?;
            row
        }
        Verdict::Reject(_) => row,
    };
    let entry = Entry::of(state, AuditAction::AssessmentAppealDecided).by(actor);
    let entry = entry.on("assessment_appeal", id).with("state", row.state.clone());
    record(tx, entry).await?;
    let result = repo::find(&**tx, &repo::readable(actor), row.assessment_id).await?;
    let telling = Telling { state, tx, bell, directory: &reader.directory };
    telling.decided(&row, &result).await?;
    answer(&**tx, reader, &row).await
}

/// The facts with what was decided: each once, and one at least changes.
fn ruled(
    links: Vec<appeal_fact::Model>,
    body: &AcceptAppealRequest,
) -> AppResult<Vec<appeal_fact::Model>> {
    let refused = || AppError::field("/rulings", ErrorCode::AssessmentRulings);
    let rulings: HashMap<Uuid, AssessmentRuling> =
        body.rulings.iter().map(|one| (one.fact_id, one.ruling)).collect();
    let is_each_once = rulings.len() == body.rulings.len() && rulings.len() == links.len();
    let is_changed = rulings.values().any(|ruling| *ruling != AssessmentRuling::Stands);
    if !is_each_once || !is_changed {
        return Err(refused());
    }
    let ruled = links.into_iter().map(|one| {
        let ruling = rulings.get(&one.fact_id).ok_or_else(refused)?;
        Ok(appeal_fact::Model { ruling: Some(ruling.as_str().to_owned()), ..one })
    });
    ruled.collect()
}

/// Puts the corrected result beside the one that was appealed against.
async fn correct(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    actor: &Actor,
    row: &appeal::Model,
    now: DateTime<Utc>,
) -> AppResult<Uuid> {
    let result = repo::find_for_update(tx, &repo::readable(actor), row.assessment_id).await?;
    let outcome = anew(tx, &result).await?;
    let edition = result.edition + 1;
    let hash = result_hash(repo::subject_of(&result), edition, &outcome)?;
    let corrected = assessment::Model {
        id: state.ids.next(),
        edition,
        corrects_id: Some(result.id),
        points_hundredths: outcome.points_hundredths,
        points_exact: outcome.points_exact.clone(),
        indicators: serde_json::to_string(&outcome.indicators)?,
        result_hash: hash,
        created_at: now,
        ..result
    };
    let id = corrected.id;
    repo::insert(tx, permit, corrected).await?;
    Ok(id)
}

/// A result worked out from its frozen facts and everything that was decided about them.
async fn anew(tx: &Tx, result: &assessment::Model) -> AppResult<Outcome> {
    let schemes = repo::schemes_by_id(&**tx, [result.scheme_id]).await?;
    let compiled = definition::read(&word(schemes.get(&result.scheme_id))?.definition)?;
    let facts = repo::list_facts(&**tx, repo::behind(result), None, None).await?;
    let rulings = repo::rulings(&**tx, result.period_id).await?;
    let mut all = Vec::with_capacity(facts.len());
    for fact in &facts {
        let (source, is_failed) = counted(fact)?;
        match rulings.get(&fact.id) {
            Some(AssessmentRuling::SetAside) => {}
            Some(AssessmentRuling::Kept) => all.push((source, false)),
            Some(AssessmentRuling::Stands) | None => all.push((source, is_failed)),
        }
    }
    Ok(outcome(&compiled, &tallies(all.into_iter())))
}
