//! The code sets in memory, so that checking a code asks no database.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{EntityTrait, QueryOrder};

use super::entity::{code_item, code_set};
use crate::platform::cache::Cache;
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// A consistent picture of all code sets, by name.
#[derive(Debug, Default)]
pub struct Codes {
    sets: HashMap<String, Set>,
}

#[derive(Debug)]
struct Set {
    head: code_set::Model,
    items: Vec<code_item::Model>,
    by_code: HashMap<String, usize>,
}

impl Set {
    fn of(head: code_set::Model, items: Vec<code_item::Model>) -> Self {
        let by_code = items.iter().enumerate().map(|(at, item)| (item.code.clone(), at)).collect();
        Self { head, items, by_code }
    }

    fn find(&self, code: &str) -> Option<&code_item::Model> {
        self.items.get(*self.by_code.get(code)?)
    }
}

impl Codes {
    /// Arranges rows that were read or made.
    pub fn of(heads: Vec<code_set::Model>, items: Vec<code_item::Model>) -> Self {
        let mut by_set: HashMap<_, Vec<_>> = HashMap::new();
        for item in items {
            by_set.entry(item.code_set_id).or_default().push(item);
        }
        let sets = heads.into_iter().map(|head| {
            let mut items = by_set.remove(&head.id).unwrap_or_default();
            items.sort_by_key(|item| item.sort_no);
            (head.name.clone(), Set::of(head, items))
        });
        Self { sets: sets.collect() }
    }

    async fn load(db: &Db) -> AppResult<Self> {
        let heads = code_set::Entity::find().all(db.reader()).await?;
        let order = code_item::Column::SortNo;
        let items = code_item::Entity::find().order_by_asc(order).all(db.reader()).await?;
        Ok(Self::of(heads, items))
    }

    /// Whether `set` has `code` and it is in use on `on` (a day in China).
    pub fn exists(&self, set: &str, code: &str, on: NaiveDate) -> bool {
        self.item(set, code).is_some_and(|item| {
            item.valid_from.is_none_or(|from| from <= on) && item.valid_to.is_none_or(|to| on <= to)
        })
    }

    /// 422 `code.unknown` at `pointer` unless [`Self::exists`].
    pub fn check(&self, set: &str, code: &str, on: NaiveDate, pointer: &str) -> AppResult<()> {
        if self.exists(set, code, on) {
            return Ok(());
        }
        Err(AppError::field(pointer, ErrorCode::CodeUnknown))
    }

    /// The code with its names, also when it is out of use.
    pub fn item(&self, set: &str, code: &str) -> Option<&code_item::Model> {
        self.sets.get(set)?.find(code)
    }

    /// The codes of a set in order, with its head.
    pub fn set(&self, name: &str) -> Option<(&code_set::Model, &[code_item::Model])> {
        self.sets.get(name).map(|set| (&set.head, set.items.as_slice()))
    }

    /// The heads of all sets by name, with how many codes each has.
    pub fn heads(&self) -> Vec<(&code_set::Model, usize)> {
        let mut heads: Vec<_> = self.sets.values().map(|s| (&s.head, s.items.len())).collect();
        heads.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        heads
    }
}

/// The cached picture.
#[derive(Debug, Default)]
pub struct CodeCache(Cache<Codes>);

impl CodeCache {
    /// The picture as of at most ten seconds ago.
    pub async fn get(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<Codes>> {
        self.0.get(now, Codes::load(db)).await
    }

    /// Call after writing code sets.
    pub fn forget(&self) {
        self.0.forget();
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_code_is_valid_from_its_first_through_its_last_day() {
        let set = code_set::Model {
            id: Uuid::nil(),
            name: "channel".to_owned(),
            title: "来源渠道".to_owned(),
            title_en: "Channel".to_owned(),
            source: "test".to_owned(),
            version: 1,
        };
        let item = code_item::Model {
            id: Uuid::nil(),
            code_set_id: Uuid::nil(),
            code: "fax".to_owned(),
            parent_code: None,
            name: "传真".to_owned(),
            name_en: None,
            sort_no: 1,
            valid_from: Some(day("2020-01-01")),
            valid_to: Some(day("2020-12-31")),
        };
        let codes = Codes::of(vec![set], vec![item]);
        assert!(codes.exists("channel", "fax", day("2020-01-01")));
        assert!(codes.exists("channel", "fax", day("2020-12-31")));
        assert!(!codes.exists("channel", "fax", day("2021-01-01")));
        assert!(!codes.exists("channel", "telex", day("2020-06-01")));
        assert!(!codes.exists("colour", "fax", day("2020-06-01")));
    }
}
