//! Periods, results and facts as one reader may see them. A constant number of statements a page.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::closing::{subject_kind, word};
use super::definition::{self, Compiled};
use super::dto::{
    AssessedIndicator, AssessmentAppealRef, AssessmentAppealState, AssessmentFactView,
    AssessmentPeriodRef, AssessmentPeriodView, AssessmentRuling, AssessmentSchemeRef,
    AssessmentView,
};
use super::entity::{appeal, assessment, fact, period, scheme};
use super::hidden::Hidden;
use super::outcome::IndicatorOutcome;
use super::posts::DutyDays;
use super::repo;
use super::settled::AssessmentObject;
use super::source::AssessmentSource;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::case_tasks::view::CaseLines;
use crate::features::cases::mentioned::Mentioned;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// What the rights table looks at.
pub fn facts_of(row: &assessment::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: row.department_id,
        holder_id: row.person_id,
        ..Facts::default()
    }
}

/// Who reads, and in which words.
#[derive(Clone)]
pub struct Reader<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The organisation.
    pub directory: Arc<Directory>,
    /// Today in China.
    pub today: NaiveDate,
    /// The language.
    pub lang: Lang,
}

impl<'a> Reader<'a> {
    /// For one request, taken before its transaction begins.
    pub async fn of(state: &AppState, actor: &'a Actor, lang: Lang) -> AppResult<Self> {
        let now = state.clock.now();
        let directory = state.directory.get(&state.db, now).await?;
        Ok(Self { actor, directory, today: local_date(now), lang })
    }

    fn unit(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.directory.department_name(id) }
    }

    /// A centre, named.
    pub fn center(&self, id: Uuid) -> CenterRef {
        let center = self.directory.centers.get(&id);
        CenterRef { id, name: center.map(|center| center.name.clone()).unwrap_or_default() }
    }

    /// Periods.
    pub async fn periods(
        &self,
        db: &impl ConnectionTrait,
        rows: &[period::Model],
    ) -> AppResult<Vec<AssessmentPeriodView>> {
        let schemes = repo::schemes_by_id(db, ids(rows.iter().map(|row| row.scheme_id))).await?;
        let people = ids(rows.iter().filter_map(|row| row.closed_by_id));
        let names = personnel::repo::list_names(db, people).await?;
        let view = |row: &period::Model| -> AppResult<_> {
            Ok(AssessmentPeriodView {
                id: row.id,
                scheme: scheme_ref(word(schemes.get(&row.scheme_id))?)?,
                center: self.center(row.center_id),
                from_on: row.from_on,
                to_on: row.to_on,
                appeal_until_on: row.appeal_until_on,
                fact_count: row.fact_count,
                facts_hash: row.facts_hash.clone(),
                results_hash: row.results_hash.clone(),
                is_intact: None,
                closed_by: row.closed_by_id.map(|id| person(&names, id)),
                closed_at: row.closed_at,
                created_at: row.closed_at,
                updated_at: row.closed_at,
                version: 1,
            })
        };
        rows.iter().map(view).collect()
    }

    /// Results.
    pub async fn assessments(
        &self,
        db: &impl ConnectionTrait,
        rows: &[assessment::Model],
    ) -> AppResult<Vec<AssessmentView>> {
        let around = Around::of(db, self.actor, rows).await?;
        rows.iter().map(|row| self.assessment(row, &around)).collect()
    }

    fn assessment(&self, row: &assessment::Model, around: &Around) -> AppResult<AssessmentView> {
        let scheme = word(around.schemes.get(&row.scheme_id))?;
        let period = word(around.periods.get(&row.period_id))?;
        let compiled = word(around.compiled.get(&row.scheme_id))?;
        let stored: Vec<IndicatorOutcome> = serde_json::from_str(&row.indicators)?;
        let appeals: Vec<_> =
            around.appeals.iter().filter(|one| one.assessment_id == row.id).collect();
        let corrected_by_id = around.corrections.get(&row.id).copied();
        let is_open = appeals.iter().any(|one| one.state == AssessmentAppealState::Open.as_str());
        let refusal = if holds(self.actor, Action::AssessmentAppeal, &facts_of(row)) {
            not_appealable(self.today, period, corrected_by_id.is_some(), is_open)
        } else {
            Some(ErrorCode::AuthNotAllowed)
        };
        let (allowed_actions, refused_actions) = offered(&[("appeal", refusal)]);
        Ok(AssessmentView {
            id: row.id,
            period: AssessmentPeriodRef {
                id: period.id,
                from_on: period.from_on,
                to_on: period.to_on,
                appeal_until_on: period.appeal_until_on,
                closed_at: period.closed_at,
            },
            scheme: scheme_ref(scheme)?,
            center: self.center(row.center_id),
            unit: self.unit(row.unit_id),
            person: row.person_id.map(|id| person(&around.names, id)),
            edition: row.edition,
            corrects_id: row.corrects_id,
            corrected_by_id,
            indicators: assessed(compiled, &stored, self.lang),
            points_exact: row.points_exact.clone(),
            points_hundredths: row.points_hundredths,
            result_hash: row.result_hash.clone(),
            appeals: appeals
                .into_iter()
                .map(|one| appeal_ref(one, &around.hidden))
                .collect::<AppResult<_>>()?,
            created_at: row.created_at,
            updated_at: row.created_at,
            version: 1,
            allowed_actions,
            refused_actions,
        })
    }

    /// Facts.
    pub async fn facts(
        &self,
        db: &impl ConnectionTrait,
        rows: &[fact::Model],
        rulings: &HashMap<Uuid, AssessmentRuling>,
    ) -> AppResult<Vec<AssessmentFactView>> {
        let people = ids(rows.iter().filter_map(|row| row.person_id));
        let names = personnel::repo::list_names(db, people).await?;
        let cases = ids(rows.iter().filter_map(|row| row.case_id));
        let assisted = Mentioned::of_assisted(db, self.actor, cases.iter().copied()).await?;
        let lines = CaseLines::of(db, self.actor, cases.iter().copied(), &assisted).await?;
        // Of a case few may know of, who may not is not told its number either.
        let restricted = repo::restricted(db, cases).await?;
        let line = |id: Uuid| {
            let line = lines.line(id);
            (line.is_readable || !restricted.contains(&id)).then_some(line)
        };
        let duty_days = DutyDays::of(db, rows).await?;
        let view = |row: &fact::Model| -> AppResult<_> {
            let source = word(AssessmentSource::parse(&row.source))?;
            Ok(AssessmentFactView {
                id: row.id,
                source,
                source_name: source.name(self.lang).to_owned(),
                settled_at: row.settled_at,
                is_failed: row.is_failed,
                person: row.person_id.map(|id| person(&names, id)),
                object_kind: word(AssessmentObject::parse(&row.object_kind))?,
                object_id: row.object_id,
                case: row.case_id.and_then(line),
                duty_day: duty_days.day(row)?,
                ruling: rulings.get(&row.id).copied(),
            })
        };
        rows.iter().map(view).collect()
    }
}

/// What stands around a page of results.
struct Around {
    schemes: HashMap<Uuid, scheme::Model>,
    compiled: HashMap<Uuid, Vec<Compiled>>,
    periods: HashMap<Uuid, period::Model>,
    names: HashMap<Uuid, String>,
    appeals: Vec<appeal::Model>,
    hidden: Hidden,
    corrections: HashMap<Uuid, Uuid>,
}

impl Around {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        rows: &[assessment::Model],
    ) -> AppResult<Self> {
        let schemes = repo::schemes_by_id(db, ids(rows.iter().map(|row| row.scheme_id))).await?;
        let mut compiled = HashMap::new();
        for (id, row) in &schemes {
            compiled.insert(*id, definition::read(&row.definition)?);
        }
        let periods = repo::periods_by_id(db, ids(rows.iter().map(|row| row.period_id))).await?;
        let people = ids(rows.iter().filter_map(|row| row.person_id));
        let appeals = repo::appeals_against(db, rows.iter().map(|row| row.id)).await?;
        Ok(Self {
            schemes,
            compiled,
            periods,
            names: personnel::repo::list_names(db, people).await?,
            hidden: Hidden::of(db, actor, appeals.iter().map(|one| one.id)).await?,
            appeals,
            corrections: repo::corrections(db, rows.iter().map(|row| row.id)).await?,
        })
    }
}

fn ids(all: impl Iterator<Item = Uuid>) -> HashSet<Uuid> {
    all.collect()
}

/// A person, named.
pub(super) fn person(names: &HashMap<Uuid, String>, id: Uuid) -> PersonRef {
    PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() }
}

fn scheme_ref(row: &scheme::Model) -> AppResult<AssessmentSchemeRef> {
    Ok(AssessmentSchemeRef {
        id: row.id,
        name: row.name.clone(),
        edition: row.edition,
        subject: subject_kind(row)?,
    })
}

fn appeal_ref(row: &appeal::Model, hidden: &Hidden) -> AppResult<AssessmentAppealRef> {
    Ok(AssessmentAppealRef {
        id: row.id,
        state: word(AssessmentAppealState::parse(&row.state))?,
        reason: hidden.hide(row.id, &row.reason),
        made_at: row.made_at,
        decision: hidden.hide_some(row.id, row.decision.as_ref()),
        decided_at: row.decided_at,
    })
}

fn assessed(
    compiled: &[Compiled],
    stored: &[IndicatorOutcome],
    lang: Lang,
) -> Vec<AssessedIndicator> {
    let view = |(one, came): (&Compiled, &IndicatorOutcome)| AssessedIndicator {
        source: one.source,
        source_name: one.source.name(lang).to_owned(),
        definition: one.source.definition(lang).to_owned(),
        weight: one.weight,
        formula: one.formula.to_string(),
        kept: came.kept,
        failed: came.failed,
        score_exact: came.score_exact.clone(),
        score_hundredths: came.score_hundredths,
    };
    compiled.iter().zip(stored).map(view).collect()
}

/// Why nobody may appeal against a result as it stands; none when it is open.
pub fn not_appealable(
    today: NaiveDate,
    period: &period::Model,
    is_corrected: bool,
    is_open: bool,
) -> Option<ErrorCode> {
    if is_corrected {
        return Some(ErrorCode::AssessmentCorrected);
    }
    if is_open {
        return Some(ErrorCode::AssessmentAppealOpen);
    }
    (today > period.appeal_until_on).then_some(ErrorCode::AssessmentAppealTooLate)
}

/// What may be done, and what may not with the reason.
pub fn offered(verbs: &[(&str, Option<ErrorCode>)]) -> (Vec<String>, BTreeMap<String, String>) {
    let allowed = verbs.iter().filter(|(_, refusal)| refusal.is_none());
    let refused = verbs
        .iter()
        .filter_map(|(verb, refusal)| Some(((*verb).to_owned(), (*refusal)?.as_str().to_owned())));
    (allowed.map(|(verb, _)| (*verb).to_owned()).collect(), refused.collect())
}

/// The one result of a page of one.
pub fn only<T>(mut views: Vec<T>) -> AppResult<T> {
    views.pop().ok_or_else(|| AppError::internal("a row without its view"))
}
