//! A roster read from a workbook, line by line, under every rule: all of it or nothing.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use actix_web::web;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use sea_orm::Condition;
use uuid::Uuid;
use zongzhi_solver::{Assignment, Instance};

use super::dto::RotationBreak;
use super::editing::told_of;
use super::entity::{assignment, plan};
use super::import_dto::{ImportRosterRequest, ImportedRoster, RosterLineProblem};
use super::sheets::{FROM, LOCKED, OBLIGATION_ID, PERSON_ID, YES};
use super::state::PlanStep;
use super::view::facts_of;
use super::words::Named;
use super::{repo, service, solving};
use crate::app::AppState;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize};

/// Lines above the heads: the title, and what is said of the whole.
const LINES_ABOVE: usize = 20;
/// The longest roster, turns: a county-year.
const MOST_TURNS: usize = 20_000;

/// A turn as a line tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    at: u32,
    obligation: String,
    person: String,
    from: String,
    is_locked: bool,
}

/// Reads a roster into a draft.
pub async fn import(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<ImportRosterRequest>,
    lang: Lang,
) -> AppResult<Reply<ImportedRoster>> {
    let Command { body, idempotency } = command;
    let db = state.db.reader();
    let plan = repo::find(db, repo::readable(actor), id).await?;
    authorize(actor, Action::RotationDraw, &facts_of(&plan))?;
    let text = plan.instance.as_deref().ok_or(ErrorCode::RotationPlanNoRoster)?;
    let instance = solving::read(text)?;
    let lines = read(body.content.clone()).await?;
    let (rows, problems) = placed(state, &instance, &plan, &lines, lang)?;
    let before = repo::roster(db, id, Condition::all()).await?;
    let was = solving::checked(instance.clone(), &before).await?;
    let comes_to = solving::checked(instance.clone(), &rows).await?;
    let people: HashSet<Uuid> = told_of(&comes_to).into_iter().collect();
    let names = personnel::repo::list_names(db, people).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let named = Named { instance: &instance, people: &names, codes: &codes, lang };
    let breaks: Vec<RotationBreak> = comes_to.breaks.iter().map(|one| named.told(one)).collect();
    let view = ImportedRoster {
        turn_count: i32::try_from(rows.len()).unwrap_or(i32::MAX),
        cost_before: was.cost.total(),
        cost_after: comes_to.cost.total(),
        breaks,
        lines: problems,
    };
    if body.is_trial {
        seen.check(plan.row_version, ErrorCode::RequestStaleVersion)?;
        return Ok(Reply::ok(&view)?.version(plan.row_version));
    }
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let (held, permit) = service::held(tx, actor, id, PlanStep::Update, Some(seen)).await?;
            refuse(&view)?;
            let changed = plan::Model {
                objective: Some(view.cost_after),
                // What no roster costs less than holds whoever made this one.
                updated_at: state.clock.now(),
                row_version: held.row_version + 1,
                ..held
            };
            let version = changed.row_version;
            repo::save(tx, &permit, changed).await?;
            repo::replace_roster(tx, &permit, id, rows).await?;
            Ok(Reply::ok(&view)?.version(version))
        })
        .await
}

fn refuse(view: &ImportedRoster) -> AppResult<()> {
    if !view.lines.is_empty() {
        let lines = serde_json::to_value(&view.lines)?;
        return Err(AppError::from(ErrorCode::RotationPlanImportLines).with("lines", lines));
    }
    if !view.breaks.is_empty() {
        let breaks = serde_json::to_value(&view.breaks)?;
        return Err(AppError::from(ErrorCode::RotationPlanBreaksRules).with("breaks", breaks));
    }
    Ok(())
}

/// The lines of the first sheet, off the async threads; 422 for what is no such workbook.
async fn read(content: String) -> AppResult<Vec<Line>> {
    let lines = web::block(move || lines(&content)).await;
    let lines = lines.map_err(|error| AppError::internal(error.to_string()))?;
    lines.ok_or_else(|| AppError::field("/content", ErrorCode::RotationPlanImportFile))
}

fn lines(content: &str) -> Option<Vec<Line>> {
    let bytes = STANDARD.decode(content.trim()).ok()?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).ok()?;
    let sheet = book.sheet_names().first().cloned()?;
    let range = book.worksheet_range(&sheet).ok()?;
    let skipped = range.start().map_or(0, |(row, _)| row);
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(cell_text).collect()).collect();
    let head =
        rows.iter().take(LINES_ABOVE).position(|row| column(row, OBLIGATION_ID).is_some())?;
    let heads = rows.get(head)?;
    let [obligation, person, from] =
        [column(heads, OBLIGATION_ID)?, column(heads, PERSON_ID)?, column(heads, FROM)?];
    let locked = column(heads, LOCKED);
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(head + 1).take(MOST_TURNS) {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        if row.iter().all(String::is_empty) {
            continue;
        }
        found.push(Line {
            at: u32::try_from(index).unwrap_or(u32::MAX).saturating_add(skipped).saturating_add(1),
            obligation: cell(obligation),
            person: cell(person),
            from: cell(from).chars().take(10).collect(),
            is_locked: locked.is_some_and(|at| YES.contains(&cell(at).as_str())),
        });
    }
    Some(found)
}

fn column(heads: &[String], words: [&str; 2]) -> Option<usize> {
    heads.iter().position(|head| words.contains(&head.as_str()))
}

/// A cell as text; days as they are written.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(moment) => {
            moment.as_datetime().map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
        }
    }
}

/// The rows the lines come to, and those that fit nothing.
fn placed(
    state: &AppState,
    instance: &Instance,
    plan: &plan::Model,
    lines: &[Line],
    lang: Lang,
) -> AppResult<(Vec<assignment::Model>, Vec<RosterLineProblem>)> {
    let posts: HashMap<&str, &str> =
        instance.posts.iter().map(|post| (post.id.as_str(), post.unit.as_str())).collect();
    let (mut roster, mut locked, mut problems) = (Vec::new(), HashSet::new(), Vec::new());
    let mut seen = HashSet::new();
    for line in lines {
        let blocks = posts.get(line.obligation.as_str()).and_then(|unit| instance.units.get(*unit));
        let from: Option<NaiveDate> = line.from.parse().ok();
        let block = blocks
            .zip(from)
            .and_then(|(blocks, from)| blocks.iter().position(|block| block.from == from));
        let one = block.map(|block| Assignment {
            staff: line.person.clone(),
            post: line.obligation.clone(),
            block,
        });
        let code = match &one {
            None if blocks.is_none() => Some(ErrorCode::RotationPlanObligationUnknown),
            None => Some(ErrorCode::RotationPlanBlockUnknown),
            Some(one) if solving::place(instance, one).is_none() => {
                Some(ErrorCode::RotationPlanPersonUnknown)
            }
            Some(one) if !seen.insert(one.clone()) => Some(ErrorCode::RotationPlanLineTwice),
            Some(_) => None,
        };
        match (code, one) {
            (None, Some(one)) => {
                if line.is_locked {
                    locked.insert(one.clone());
                }
                roster.push(one);
            }
            (Some(code), _) => {
                let text = code.title(lang).to_owned();
                problems.push(RosterLineProblem { line: line.at, text });
            }
            (None, None) => {}
        }
    }
    let now = state.clock.now();
    // What is locked is what the lines say, not what was locked when the roster was made.
    let instance = Instance { locked: locked.into_iter().collect(), ..instance.clone() };
    Ok((solving::rows(state, plan.id, &instance, &roster, now)?, problems))
}
