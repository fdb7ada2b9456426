//! Runs and their items as one reader may see them.

use std::collections::{BTreeMap, HashMap};

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    MissedRate, ReconciliationCase, ReconciliationFigures, ReconciliationItemView,
    ReconciliationQuestion, ReconciliationSummary, ReconciliationUnitView, ReconciliationView,
};
use super::entity::{item, run};
use super::matching::{MatchGround, ReconciliationState};
use super::numbers::grouped;
use super::rates::rate;
use super::repo;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::questions;
use crate::features::questions::kind::QuestionState;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, holds};

/// What the rights table looks at.
pub(super) fn facts_of(row: &run::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

/// What makes a number of a source's month one fact, in however many lists it stands.
pub(super) fn fact_key(run: &run::Model, row: &item::Model) -> String {
    let number = grouped(&row.number);
    format!("number:{}:{}:{}:{number}", run.center_id, run.source_system, run.month)
}

fn figures(row: &run::Model) -> ReconciliationFigures {
    ReconciliationFigures {
        listed: row.listed_count,
        matched: row.matched_count,
        perhaps: row.perhaps_count,
        unmatched: row.unmatched_count,
    }
}

fn missed(figures: &ReconciliationFigures) -> Option<MissedRate> {
    let part = |count: i32| u32::try_from(count).ok();
    let found = rate(part(figures.unmatched)?, part(figures.listed)?)?;
    Some(MissedRate { permyriad: found.permyriad, lower: found.lower, upper: found.upper })
}

fn center(directory: &Directory, id: Uuid) -> CenterRef {
    let name = directory.centers.get(&id).map(|center| center.name.clone());
    CenterRef { id, name: name.unwrap_or_default() }
}

fn department(directory: &Directory, id: Uuid) -> DepartmentRef {
    DepartmentRef { id, name: directory.department_name(id) }
}

/// A run with its units.
pub(super) async fn run(
    db: &impl ConnectionTrait,
    directory: &Directory,
    row: &run::Model,
) -> AppResult<ReconciliationView> {
    let names = personnel::repo::list_names(db, [row.run_by_id]).await?;
    let counts = repo::unit_counts(db, row.id).await?;
    let figures = figures(row);
    Ok(ReconciliationView {
        id: row.id,
        center: center(directory, row.center_id),
        source_system: row.source_system.clone(),
        month: row.month.clone(),
        missed_rate: missed(&figures),
        figures,
        repeated: row.repeated_count,
        beyond: row.beyond_count,
        units: units(directory, counts),
        list_hash: row.list_hash.clone(),
        run_by: person(&names, row.run_by_id),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
    })
}

fn person(names: &HashMap<Uuid, String>, id: Uuid) -> PersonRef {
    PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() }
}

/// Unit by unit: those that are a department here under its name, however the list writes it.
fn units(directory: &Directory, counts: Vec<repo::UnitCount>) -> Vec<ReconciliationUnitView> {
    let mut all: BTreeMap<(Option<String>, Option<Uuid>), ReconciliationFigures> = BTreeMap::new();
    for (unit, department_id, state, count) in counts {
        let unit = department_id.map(|id| directory.department_name(id)).or(unit);
        let none = ReconciliationFigures { listed: 0, matched: 0, perhaps: 0, unmatched: 0 };
        let figures = all.entry((unit, department_id)).or_insert(none);
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        figures.listed += count;
        match ReconciliationState::parse(&state) {
            Some(ReconciliationState::Matched) => figures.matched += count,
            Some(ReconciliationState::Perhaps) => figures.perhaps += count,
            Some(ReconciliationState::Unmatched) => figures.unmatched += count,
            Some(ReconciliationState::Beyond) | None => {}
        }
    }
    let each = all.into_iter().map(|((unit, id), figures)| ReconciliationUnitView {
        unit,
        department: id.map(|id| department(directory, id)),
        missed_rate: missed(&figures),
        figures,
    });
    each.collect()
}

/// Runs of a page.
pub(super) async fn summaries(
    db: &impl ConnectionTrait,
    directory: &Directory,
    rows: &[run::Model],
) -> AppResult<HashMap<Uuid, ReconciliationSummary>> {
    let names = personnel::repo::list_names(db, rows.iter().map(|row| row.run_by_id)).await?;
    let each = rows.iter().map(|row| {
        let figures = figures(row);
        let summary = ReconciliationSummary {
            id: row.id,
            center: center(directory, row.center_id),
            source_system: row.source_system.clone(),
            month: row.month.clone(),
            missed_rate: missed(&figures),
            figures,
            repeated: row.repeated_count,
            beyond: row.beyond_count,
            run_by: person(&names, row.run_by_id),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
        };
        (row.id, summary)
    });
    Ok(each.collect())
}

/// What items of a page need beside their rows, in three statements.
pub(super) struct Reader<'a> {
    directory: &'a Directory,
    may_ask: bool,
    cases: HashMap<Uuid, ReconciliationCase>,
    questions: HashMap<Uuid, ReconciliationQuestion>,
}

impl<'a> Reader<'a> {
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        directory: &'a Directory,
        run: &run::Model,
        rows: &[item::Model],
    ) -> AppResult<Self> {
        let ids = rows.iter().filter_map(|row| row.case_id).collect();
        let cases = repo::readable_cases(db, actor, ids).await?;
        let cases = cases.into_iter().map(|(id, case_no, source_number)| {
            let source_number = source_number.unwrap_or_default();
            (id, ReconciliationCase { id, case_no, source_number })
        });
        let asked = questions::repo::of_items(db, rows.iter().map(|row| row.id).collect()).await?;
        let mut questions = HashMap::new();
        for (item_id, id, state) in asked {
            let state = QuestionState::parse(&state);
            let state = state.ok_or_else(|| AppError::internal("an unreadable question"))?;
            questions.insert(item_id, ReconciliationQuestion { id, state });
        }
        // Asked about in another list of the same month.
        let keys: Vec<_> = rows.iter().map(|row| fact_key(run, row)).collect();
        let mut facts = HashMap::new();
        for (key, id, state) in questions::repo::of_facts(db, &keys).await? {
            let state = QuestionState::parse(&state);
            let state = state.ok_or_else(|| AppError::internal("an unreadable question"))?;
            facts.insert(key, ReconciliationQuestion { id, state });
        }
        for (row, key) in rows.iter().zip(&keys) {
            if let Some(question) = facts.get(key) {
                questions.entry(row.id).or_insert_with(|| question.clone());
            }
        }
        let may_ask = holds(actor, Action::ReconciliationAsk, &facts_of(run));
        Ok(Self { directory, may_ask, cases: cases.collect(), questions })
    }

    /// Why nobody is asked about an item now; none when the caller may ask. Where the list names no unit
    /// we know, whoever asks names one.
    fn refusal(&self, row: &item::Model, state: ReconciliationState) -> Option<ErrorCode> {
        if !self.may_ask {
            return Some(ErrorCode::AuthNotAllowed);
        }
        let no_unit = row.department_id.is_none().then_some(ErrorCode::ReconciliationUnitUnknown);
        refusal(state, self.questions.contains_key(&row.id)).or(no_unit)
    }

    pub(super) fn view(&self, row: &item::Model) -> AppResult<ReconciliationItemView> {
        let unreadable = || AppError::internal("an unreadable reconciliation item");
        let state = ReconciliationState::parse(&row.state).ok_or_else(unreadable)?;
        let refusal = self.refusal(row, state);
        let verb = "ask".to_owned();
        Ok(ReconciliationItemView {
            id: row.id,
            reconciliation_id: row.reconciliation_id,
            number: row.number.clone(),
            unit: row.unit.clone(),
            department: row.department_id.map(|id| department(self.directory, id)),
            received_on: row.received_on,
            state,
            ground: row.ground.as_deref().and_then(MatchGround::parse),
            case: row.case_id.and_then(|id| self.cases.get(&id).cloned()),
            question: self.questions.get(&row.id).cloned(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: refusal.is_none().then(|| verb.clone()).into_iter().collect(),
            refused_actions: refusal
                .map(|code| (verb, code.as_str().to_owned()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
        })
    }
}

/// Why an item is not asked about, whoever asks.
pub(super) fn refusal(state: ReconciliationState, is_asked: bool) -> Option<ErrorCode> {
    match state {
        ReconciliationState::Matched | ReconciliationState::Beyond => {
            Some(ErrorCode::ReconciliationRegistered)
        }
        ReconciliationState::Perhaps | ReconciliationState::Unmatched => {
            is_asked.then_some(ErrorCode::ReconciliationAsked)
        }
    }
}
