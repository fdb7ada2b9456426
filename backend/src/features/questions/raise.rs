//! Asking: each fact once, whoever finds it and however often.

use chrono::NaiveDate;
use uuid::Uuid;

use super::entity::question;
use super::facts::QuestionFacts;
use super::kind::{QuestionKind, QuestionState};
use super::repo;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// A fact to ask about, and whom.
#[derive(Debug, Clone)]
pub struct Raised {
    /// What it is about.
    pub kind: QuestionKind,
    /// What makes the fact one.
    pub fact_key: String,
    /// The centre that asks.
    pub center_id: Uuid,
    /// Where the unit, or the centre that asks about a number, lies.
    pub region_code: String,
    /// The unit, where it is a department.
    pub department_id: Option<Uuid>,
    /// The unit, where it is a village.
    pub region_id: Option<Uuid>,
    /// The number of a list it is about.
    pub item_id: Option<Uuid>,
    /// First and last day it is about.
    pub window: (NaiveDate, NaiveDate),
    /// What it rests on.
    pub facts: QuestionFacts,
}

/// Asks about what was not asked about yet; answers how many that were.
pub async fn raise(
    state: &AppState,
    tx: &Tx,
    permit: &Permit,
    raised: Vec<Raised>,
) -> AppResult<u64> {
    let now = state.clock.now();
    let keys: Vec<_> = raised.iter().map(|one| one.fact_key.clone()).collect();
    let known = repo::known_facts(&**tx, &keys).await?;
    let mut rows = Vec::new();
    for one in raised.into_iter().filter(|one| !known.contains(&one.fact_key)) {
        let (window_from, window_to) = one.window;
        rows.push(question::Model {
            id: state.ids.next(),
            fact_key: one.fact_key,
            kind: one.kind.as_str().to_owned(),
            center_id: one.center_id,
            region_code: one.region_code,
            department_id: one.department_id,
            region_id: one.region_id,
            item_id: one.item_id,
            window_from,
            window_to,
            facts: serde_json::to_string(&one.facts)?,
            state: QuestionState::Open.as_str().to_owned(),
            ground: None,
            answer: None,
            answered_by_id: None,
            answered_at: None,
            created_at: now,
            updated_at: now,
            row_version: 1,
        });
    }
    let asked = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    repo::insert(tx, permit, rows).await?;
    Ok(asked)
}
