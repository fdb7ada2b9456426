use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;
use validator::Validate;

use super::page::{Count, Cursor, Listed, Page};
use super::params::{checked, readable};
use super::reply::Reply;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// What every list takes beside its filters, as the document says it of those that are
/// [`WholeList`]s.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Rows a page; the whole list unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows; this list always does.
    #[param(inline)]
    pub count: Option<Count>,
}

/// The names of the members of [`Paging`].
const PAGING: [&str; 3] = ["limit", "cursor", "count"];

/// The filter of a list that has none.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct NoFilter {}

/// What is asked of a list that is known whole: its filter, and which part of it to answer. Without
/// `limit` it is all of it. A cursor says how many rows were answered before; such lists are short and
/// seldom change.
#[derive(Debug)]
pub struct WholeList<T = NoFilter>(pub T, Part);

/// Which part of which list.
#[derive(Debug)]
struct Part {
    listed: Listed,
    from: usize,
    limit: Option<usize>,
}

/// The order in the cursors.
const ORDER: &str = "whole";

impl<T> WholeList<T> {
    /// 200 with the part of `whole` that was asked for.
    pub fn reply<V: Serialize>(&self, whole: Page<V>) -> AppResult<Reply<Page<V>>> {
        Reply::sealed(&self.part(whole)?)
    }

    /// The part of `whole` that was asked for; `total` is that of all.
    pub fn part<V>(&self, whole: Page<V>) -> AppResult<Page<V>> {
        let Part { listed, from, limit } = &self.1;
        let mut items = whole.items;
        let total = u64::try_from(items.len()).ok();
        let mut rest = items.split_off((*from).min(items.len()));
        let next_cursor = match limit.filter(|limit| rest.len() > *limit) {
            Some(limit) => {
                rest.truncate(limit);
                let key = Some((from + limit).to_string());
                let next = Cursor { order: ORDER.to_owned(), key, id: Uuid::nil() };
                Some(listed.seal(&next.encode()?))
            }
            None => None,
        };
        Ok(Page { items: rest, next_cursor, total })
    }
}

impl<T: DeserializeOwned + Validate> FromRequest for WholeList<T> {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.path(), request.query_string()))
    }
}

fn parse<T: DeserializeOwned + Validate>(path: &str, query: &str) -> AppResult<WholeList<T>> {
    let parameters = readable(query)?;
    let listed = Listed::of(path, &parameters)?;
    let is_paging = |(name, _): &(String, String)| PAGING.contains(&name.as_str());
    let (paging, filter): (Vec<_>, Vec<_>) = parameters.into_iter().partition(is_paging);
    let Paging { limit, cursor, count: _ } = checked(&written(&paging)?)?;
    let from = match cursor {
        Some(cursor) => place(listed.open(&cursor)?)?,
        None => 0,
    };
    let filter = checked(&written(&filter)?)?;
    let limit = limit.and_then(|limit| usize::try_from(limit).ok());
    Ok(WholeList(filter, Part { listed, from, limit }))
}

/// How many rows were answered before the cursor.
fn place(cursor: &str) -> AppResult<usize> {
    let key = Cursor::decode(cursor, ORDER)?.key;
    let from = key.and_then(|key| key.parse::<u32>().ok());
    let from = from.and_then(|from| usize::try_from(from).ok());
    from.ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
}

fn written(parameters: &[(String, String)]) -> AppResult<String> {
    serde_html_form::to_string(parameters).map_err(AppError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        #[serde(default)]
        kind: Vec<String>,
    }

    const PATH: &str = "/api/v1/things";

    fn list(query: &str) -> AppResult<WholeList<Wanted>> {
        parse(PATH, query)
    }

    fn part(query: &str) -> Page<u8> {
        list(query).expect("taken").part(Page::whole((0..5).collect())).expect("a part")
    }

    #[test]
    fn it_is_whole_unless_less_is_asked_for() {
        let page = part("kind=a&kind=b&count=exact");
        assert_eq!(list("kind=a&kind=b&count=exact").expect("taken").0.kind, ["a", "b"]);
        assert_eq!(
            (page.items, page.next_cursor, page.total),
            (vec![0, 1, 2, 3, 4], None, Some(5))
        );
    }

    #[test]
    fn the_pages_together_are_the_list() {
        let (mut seen, mut query) = (Vec::new(), "kind=a&limit=2".to_owned());
        loop {
            let page = part(&query);
            assert_eq!(page.total, Some(5));
            seen.extend(page.items);
            let Some(cursor) = page.next_cursor else { break };
            query = format!("kind=a&limit=2&cursor={cursor}");
        }
        assert_eq!(seen, [0, 1, 2, 3, 4]);
        assert_eq!(part("limit=5").next_cursor, None, "nothing follows the last row");
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = part("kind=a&limit=2").next_cursor.expect("more");
        for query in [format!("kind=b&cursor={cursor}"), "cursor=aaaa".to_owned()] {
            let error = list(&query).expect_err("another list");
            assert_eq!(error.code(), ErrorCode::RequestInvalidCursor, "{query}");
        }
    }

    #[test]
    fn what_no_list_takes_is_refused() {
        for query in ["limit=0", "limit=201", "limit=x", "count=about", "colour=red", "limit="] {
            let error = list(query).expect_err("no parameter");
            assert_eq!(error.code(), ErrorCode::RequestInvalidParameter, "{query}");
        }
    }
}
