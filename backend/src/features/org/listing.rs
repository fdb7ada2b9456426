//! Pages of rows that are in memory already, in the same terms as pages out of the database.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};

/// Order of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub enum UnitSort {
    /// By region, then name.
    #[default]
    #[serde(rename = "region_code")]
    Region,
    /// The same, backwards.
    #[serde(rename = "-region_code")]
    RegionDescending,
    /// By name.
    #[serde(rename = "name")]
    Name,
    /// By name, backwards.
    #[serde(rename = "-name")]
    NameDescending,
}

impl UnitSort {
    fn is_descending(self) -> bool {
        matches!(self, Self::RegionDescending | Self::NameDescending)
    }

    /// What a unit is ordered by.
    pub(super) fn key(self, region_code: &str, name: &str) -> String {
        match self {
            Self::Region | Self::RegionDescending => format!("{region_code} {name}"),
            Self::Name | Self::NameDescending => name.to_owned(),
        }
    }
}

/// Which page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The list; a cursor of another one is refused.
    pub(super) list: &'a str,
    /// In which order.
    pub(super) sort: UnitSort,
    /// Rows a page.
    pub(super) limit: Option<u64>,
    /// After which row.
    pub(super) cursor: Option<&'a str>,
    /// Whether to count.
    pub(super) count: Option<Count>,
}

/// One page of `rows`, each with its sort key and id.
pub(super) fn page_of<R>(mut rows: Vec<(String, Uuid, R)>, asked: Asked<'_>) -> AppResult<Page<R>> {
    let order = format!("{}:{:?}", asked.list, asked.sort);
    let is_descending = asked.sort.is_descending();
    rows.sort_by(|a, b| {
        let ascending = (&a.0, a.1).cmp(&(&b.0, b.1));
        if is_descending { ascending.reverse() } else { ascending }
    });
    let total = asked.count.map(|Count::Exact| rows.len() as u64);
    let start = match asked.cursor {
        None => 0,
        Some(cursor) => {
            let last = Cursor::decode(cursor, &order)?;
            let last_key = last.key.unwrap_or_default();
            rows.partition_point(|(key, id, _)| {
                let ordering = (key, *id).cmp(&(&last_key, last.id));
                if is_descending { ordering.is_ge() } else { ordering.is_le() }
            })
        }
    };
    let size = usize::try_from(limit(asked.limit)).unwrap_or(usize::MAX);
    let has_more = rows.len().saturating_sub(start) > size;
    let taken: Vec<_> = rows.into_iter().skip(start).take(size).collect();
    let next_cursor = match taken.last() {
        Some((key, id, _)) if has_more => {
            Some(Cursor { order, key: Some(key.clone()), id: *id }.encode()?)
        }
        _ => None,
    };
    Ok(Page { items: taken.into_iter().map(|(_, _, row)| row).collect(), next_cursor, total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(sort: UnitSort, rows: &[(&str, u128)]) -> Vec<u128> {
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let all = rows.iter().map(|(key, id)| ((*key).to_owned(), Uuid::from_u128(*id), *id));
            let asked =
                Asked { list: "x", sort, limit: Some(2), cursor: cursor.as_deref(), count: None };
            let page = page_of(all.collect(), asked).expect("a page");
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return seen;
            }
        }
    }

    #[test]
    fn pages_show_every_row_once_in_order() {
        let rows = [("b", 2), ("a", 9), ("b", 1), ("c", 5), ("b", 3)];
        assert_eq!(walk(UnitSort::Name, &rows), [9, 1, 2, 3, 5]);
        assert_eq!(walk(UnitSort::NameDescending, &rows), [5, 3, 2, 1, 9]);
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let all = || vec![("a".to_owned(), Uuid::nil(), 0), ("b".to_owned(), Uuid::nil(), 1)];
        let asked = |sort, cursor| Asked { list: "x", sort, limit: Some(1), cursor, count: None };
        let page = page_of(all(), asked(UnitSort::Name, None)).expect("a page");
        let cursor = page.next_cursor.expect("more");
        assert!(page_of(all(), asked(UnitSort::NameDescending, Some(&cursor))).is_err());
    }
}
