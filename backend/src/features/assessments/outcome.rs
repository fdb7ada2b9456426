//! Results from facts, and the hashes both are kept under. Pure: the same facts under the same scheme
//! give the same result anywhere.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::definition::Compiled;
use super::scoring::{self, Measured, Tally};
use super::source::AssessmentSource;
use crate::features::cases::ledger::{canonical, sha256};
use crate::platform::error::AppResult;

/// An indicator of a result, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorOutcome {
    /// The facts it looks at.
    pub source: AssessmentSource,
    /// Facts that were kept.
    pub kept: u32,
    /// Facts that failed.
    pub failed: u32,
    /// What the formula gives, 0 to 100, as an exact fraction; none without facts.
    pub score_exact: Option<String>,
    /// The same in hundredths, rounded.
    pub score_hundredths: Option<i64>,
}

/// Whose result it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The department.
    pub unit_id: Uuid,
    /// One of its people; none: the department itself.
    pub person_id: Option<Uuid>,
}

impl Subject {
    /// Whether a fact of `unit_id` and `person_id` is theirs.
    pub fn owns(&self, unit_id: Uuid, person_id: Option<Uuid>) -> bool {
        self.unit_id == unit_id && (self.person_id.is_none() || self.person_id == person_id)
    }
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Indicator by indicator, in the order of the scheme.
    pub indicators: Vec<IndicatorOutcome>,
    /// 0 to 100 as an exact fraction; none where nothing could be assessed.
    pub points_exact: Option<String>,
    /// The same in hundredths, rounded.
    pub points_hundredths: Option<i64>,
}

/// Facts added up by kind.
pub type Tallies = BTreeMap<AssessmentSource, Tally>;

/// Adds facts up.
pub fn tallies(facts: impl Iterator<Item = (AssessmentSource, bool)>) -> Tallies {
    let mut all = Tallies::new();
    for (source, is_failed) in facts {
        all.entry(source).or_default().add(is_failed);
    }
    all
}

/// The result of `tallies` under a scheme.
pub fn outcome(scheme: &[Compiled], tallies: &Tallies) -> Outcome {
    let tally = |one: &Compiled| tallies.get(&one.source).copied().unwrap_or_default();
    let measured: Vec<_> = scheme
        .iter()
        .map(|one| Measured { formula: &one.formula, weight: one.weight, tally: tally(one) })
        .collect();
    let indicators = scheme.iter().map(|one| {
        let tally = tally(one);
        let score = scoring::score(&one.formula, tally);
        IndicatorOutcome {
            source: one.source,
            kept: tally.kept,
            failed: tally.failed,
            score_hundredths: score.as_ref().map(scoring::hundredths),
            score_exact: score.map(|score| score.to_string()),
        }
    });
    let indicators = indicators.collect();
    let points = scoring::points(&measured);
    Outcome {
        indicators,
        points_hundredths: points.as_ref().map(scoring::hundredths),
        points_exact: points.map(|points| points.to_string()),
    }
}

/// A result in the shape that is hashed; a released one is never changed.
#[derive(Serialize)]
struct HashedResult<'a> {
    unit_id: Uuid,
    person_id: Option<Uuid>,
    edition: i32,
    indicators: &'a [IndicatorOutcome],
    points: Option<&'a str>,
}

/// SHA-256 over the canonical form of a result.
pub fn result_hash(subject: Subject, edition: i32, outcome: &Outcome) -> AppResult<String> {
    let hashed = HashedResult {
        unit_id: subject.unit_id,
        person_id: subject.person_id,
        edition,
        indicators: &outcome.indicators,
        points: outcome.points_exact.as_deref(),
    };
    Ok(sha256(canonical(&hashed)?.as_bytes()))
}

/// SHA-256 over the hashes of results in their order.
pub fn results_hash(hashes: &[String]) -> AppResult<String> {
    Ok(sha256(canonical(&hashes)?.as_bytes()))
}

/// A fact in the shape that is hashed; a released one is never changed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HashedFact<'a> {
    /// Its kind.
    pub source: &'a str,
    /// Which row it is.
    pub object_id: Uuid,
    /// What kind of row.
    pub object_kind: &'a str,
    /// Whose department.
    pub unit_id: Uuid,
    /// Whose.
    pub person_id: Option<Uuid>,
    /// The case.
    pub case_id: Option<Uuid>,
    /// When it was settled.
    pub settled_at: String,
    /// Whether it failed.
    pub is_failed: bool,
}

/// An instant as it is hashed: always six decimals.
pub fn hashed_at(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// SHA-256 over facts, in an order that does not depend on how they were read.
pub fn facts_hash(mut facts: Vec<HashedFact<'_>>) -> AppResult<String> {
    facts.sort();
    Ok(sha256(canonical(&facts)?.as_bytes()))
}
