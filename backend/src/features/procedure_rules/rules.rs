//! The rules in memory: what applies on a day, and to a case.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use serde::Deserialize;
use uuid::Uuid;

use super::entity::procedure_rule::{Column, Entity, Model};
use super::values::{Bounds, ProcedureRuleCode, Procedures, Said, eras};
use crate::features::calendars::civil_day::local_date;
use crate::platform::cache::Cache;
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult};

/// What comes with the program.
const SHIPPED: &str = include_str!("../../../data/procedure_rules.json");

/// A rule as it comes with the program: its first version, from the beginning of all rules on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippedRule {
    /// Which.
    pub code: ProcedureRuleCode,
    /// Its value.
    pub value: u32,
    /// What it rests on.
    pub source: String,
}

/// The rules that come with the program.
pub fn shipped() -> AppResult<Vec<ShippedRule>> {
    Ok(serde_json::from_str(SHIPPED)?)
}

/// One version of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureRule {
    /// Its id.
    pub id: Uuid,
    /// Which rule.
    pub code: ProcedureRuleCode,
    /// Number of the version.
    pub version: i32,
    /// Its value.
    pub value: u32,
    /// What it rests on.
    pub source: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none: still in force. Before the first day where another took its place.
    pub valid_to: Option<NaiveDate>,
    /// Why it was made.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl ProcedureRule {
    /// Reads a row; a word the program does not know is a fault of the data.
    pub fn of(row: Model) -> AppResult<Self> {
        let bad = |what: &str| AppError::internal(format!("procedure rule {}: {what}", row.code));
        Ok(Self {
            code: ProcedureRuleCode::parse(&row.code).ok_or_else(|| bad("code"))?,
            value: u32::try_from(row.value).ok().ok_or_else(|| bad("value"))?,
            id: row.id,
            version: row.version,
            source: row.source,
            valid_from: row.valid_from,
            valid_to: None,
            reason: row.reason,
            created_at: row.created_at,
        })
    }

    fn said(&self) -> Said {
        let Self { valid_from, version, code, value, .. } = self;
        Said { valid_from: *valid_from, version: *version, code: *code, value: *value }
    }

    /// Whether it is in force on `on`.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| on <= to)
    }
}

/// All versions of all rules.
#[derive(Debug)]
pub struct ProcedureRuleSet {
    rules: Vec<ProcedureRule>,
    eras: Vec<(NaiveDate, Procedures)>,
}

impl ProcedureRuleSet {
    /// Rules that were read or made, over those that come with the program.
    pub fn of(mut rules: Vec<ProcedureRule>) -> AppResult<Self> {
        rules.sort_by_key(|rule| (rule.code, rule.version));
        end_each(&mut rules);
        let first = shipped()?.into_iter().map(|rule| Said {
            valid_from: NaiveDate::MIN,
            version: 0,
            code: rule.code,
            value: rule.value,
        });
        let said: Vec<_> = first.chain(rules.iter().map(ProcedureRule::said)).collect();
        Ok(Self { eras: eras(&said), rules })
    }

    /// Reads them anew: for who writes them in the same transaction. Others ask the cache.
    pub async fn load(db: &impl ConnectionTrait) -> AppResult<Self> {
        let rows = Entity::find().order_by_asc(Column::Code).order_by_asc(Column::Version);
        let rows = rows.all(db).await?.into_iter().map(ProcedureRule::of);
        Self::of(rows.collect::<AppResult<_>>()?)
    }

    /// The versions by code and number.
    pub fn all(&self) -> &[ProcedureRule] {
        &self.rules
    }

    /// A version by its id.
    pub fn get(&self, id: Uuid) -> Option<&ProcedureRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The newest version of a rule.
    pub fn newest(&self, code: ProcedureRuleCode) -> Option<&ProcedureRule> {
        self.rules.iter().rev().find(|rule| rule.code == code)
    }

    /// What they say on `day`.
    pub fn on(&self, day: NaiveDate) -> Procedures {
        let after = self.eras.partition_point(|(from, _)| *from <= day);
        // The first era begins before every day.
        let era = self.eras.get(after.saturating_sub(1)).or(self.eras.first());
        era.map_or(Procedures::NONE, |(_, said)| *said)
    }

    /// From `day` on, what they say and from when.
    pub fn since(&self, day: NaiveDate) -> impl Iterator<Item = Procedures> {
        let later = self.eras.iter().filter(move |(from, _)| *from > day).map(|(_, said)| *said);
        std::iter::once(self.on(day)).chain(later)
    }

    /// What they let be done with a case: those of the day it was registered, for reopening those of the
    /// day it was closed.
    pub fn bounds(&self, registered_at: DateTime<Utc>, closed_at: Option<DateTime<Utc>>) -> Bounds {
        let said = self.on(local_date(registered_at));
        let closed = closed_at.map_or(said, |at| self.on(local_date(at)));
        Bounds {
            returns: i32::try_from(said.returns).unwrap_or(i32::MAX),
            reopening_days: closed.reopening_days.into(),
            own_stop_days: said.own_stop_days,
            extension_percent: said.extension_percent,
        }
    }
}

/// Each version is in force until another of its rule begins.
fn end_each(rules: &mut [ProcedureRule]) {
    let mut begins: BTreeMap<(ProcedureRuleCode, NaiveDate), i32> = BTreeMap::new();
    for rule in rules.iter() {
        let newest = begins.entry((rule.code, rule.valid_from)).or_insert(rule.version);
        *newest = rule.version.max(*newest);
    }
    for rule in rules {
        let is_replaced = begins.get(&(rule.code, rule.valid_from)) != Some(&rule.version);
        let mut next = begins.range((rule.code, rule.valid_from)..).map(|(key, _)| *key);
        let next = next
            .find(|(code, from)| *code == rule.code && (is_replaced || *from > rule.valid_from));
        rule.valid_to = next.and_then(|(_, from)| from.pred_opt());
    }
}

/// The cached rules.
#[derive(Debug, Default)]
pub struct ProcedureRuleCache(Cache<ProcedureRuleSet>);

impl ProcedureRuleCache {
    /// The rules as of at most ten seconds ago.
    pub async fn get(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<ProcedureRuleSet>> {
        self.0.get(now, ProcedureRuleSet::load(db.reader())).await
    }

    /// Call after writing rules.
    pub fn forget(&self) {
        self.0.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn version(version: i32, from: &str, value: u32) -> ProcedureRule {
        ProcedureRule {
            id: Uuid::from_u128(u128::try_from(version).unwrap_or(0)),
            code: ProcedureRuleCode::Reopening,
            version,
            value,
            source: "test".to_owned(),
            valid_from: day(from),
            valid_to: None,
            reason: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_comes_with_the_program_is_whole_and_in_order() {
        let rules = shipped().expect("the data");
        for code in ProcedureRuleCode::ALL {
            let of = rules.iter().filter(|rule| rule.code == *code).collect::<Vec<_>>();
            let (_, least, most) = code.unit_and_bounds();
            let value = i32::try_from(of[0].value).expect("a value");
            assert!(of.len() == 1 && (least..=most).contains(&value), "{code:?}");
        }
        let set = ProcedureRuleSet::of(Vec::new()).expect("the data");
        assert!(set.on(day("2026-03-02")).is_in_order());
    }

    #[test]
    fn a_version_ends_where_the_next_begins() {
        let set = ProcedureRuleSet::of(vec![
            version(1, "2000-01-01", 30),
            version(2, "2027-01-01", 60),
            version(3, "2027-01-01", 45),
        ])
        .expect("the rules");
        let ends: Vec<_> = set.all().iter().map(|rule| rule.valid_to).collect();
        assert_eq!(ends, [Some(day("2026-12-31")), Some(day("2026-12-31")), None]);
        assert_eq!(set.on(day("2026-12-31")).reopening_days, 30);
        assert_eq!(set.on(day("2027-01-01")).reopening_days, 45);
        assert!(!set.all()[1].is_valid_on(day("2027-01-01")), "it was replaced");
    }
}
