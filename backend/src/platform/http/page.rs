use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::platform::error::{AppResult, ErrorCode};

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// Give it back as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// How many rows there are in all; only with `count=exact`.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A list that is always answered whole.
    pub fn whole(items: Vec<T>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self { items, next_cursor: None, total }
    }

    /// A page of `limit` rows, cut from one row more than that: `at` says where a row stands in
    /// the list `order`, `view` what is shown of it.
    pub fn cut<M>(
        mut rows: Vec<M>,
        limit: u64,
        order: &str,
        at: impl Fn(&M) -> (Option<String>, Uuid),
        view: impl FnMut(M) -> T,
    ) -> AppResult<Self> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_last = rows.len() <= limit;
        rows.truncate(limit);
        let next_cursor = match rows.last() {
            Some(row) if !is_last => {
                let (key, id) = at(row);
                Some(Cursor { order: order.to_owned(), key, id }.encode()?)
            }
            Some(_) | None => None,
        };
        Ok(Self { items: rows.into_iter().map(view).collect(), next_cursor, total: None })
    }

    /// The page with its total.
    #[must_use]
    pub fn of(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }
}

/// Whether a list counts its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// `total` is exact.
    Exact,
}

/// What `count` finds where it is asked for; it is not begun otherwise.
pub async fn counted(
    asked: Option<Count>,
    count: impl Future<Output = AppResult<u64>>,
) -> AppResult<Option<u64>> {
    match asked {
        Some(Count::Exact) => Ok(Some(count.await?)),
        None => Ok(None),
    }
}

/// Rows a page: 1 to 200, 50 unless asked.
pub fn limit(asked: Option<u64>) -> u64 {
    asked.unwrap_or(50).clamp(1, 200)
}

/// What a cursor looks like; those we gave out are accepted, others are not.
pub const CURSOR_PATTERN: &str = "^[A-Za-z0-9_-]{1,1000}$";
/// The characters a cursor has at most, as the pattern says.
const CURSOR_MAX: usize = 1000;

/// A place in an ordered list: the last row's sort key and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The list and order it belongs to; another order refuses it.
    #[serde(rename = "o")]
    pub order: String,
    /// The sort key of the last row, null where it has none.
    #[serde(rename = "k")]
    pub key: Option<String>,
    /// The id of the last row.
    #[serde(rename = "i")]
    pub id: Uuid,
}

impl Cursor {
    /// Opaque text for callers.
    pub fn encode(&self) -> AppResult<String> {
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?))
    }

    /// The id of the last row of a list that is ordered by nothing else; none on its first page.
    pub fn last_id(text: Option<&str>, order: &str) -> AppResult<Option<Uuid>> {
        Ok(text.map(|text| Self::decode(text, order)).transpose()?.map(|cursor| cursor.id))
    }

    /// Reads what a caller gave back for the list `order`.
    pub fn decode(text: &str, order: &str) -> AppResult<Self> {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|cursor| cursor.order == order)
            .filter(|cursor| !cursor.key.as_deref().unwrap_or_default().contains('\0'))
            .ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
    }

    /// The key as an instant. PostgreSQL cannot even compare with some: those are refused.
    pub fn instant(&self) -> AppResult<DateTime<Utc>> {
        let at = self.key.as_deref().and_then(|key| key.parse::<DateTime<Utc>>().ok());
        let at = at.filter(|at| (0..=9999).contains(&at.year()));
        at.ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
    }

    /// The key as a day, likewise.
    pub fn day(&self) -> AppResult<NaiveDate> {
        let day = self.key.as_deref().and_then(|key| key.parse::<NaiveDate>().ok());
        let day = day.filter(|day| (0..=9999).contains(&day.year()));
        day.ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
    }
}

/// Which list a cursor is of: its address and every parameter but those of paging, in whatever
/// order they were given. Its words come before each cursor that is given out. How the list is
/// sorted stands in the [`Cursor`] itself, by the name of the order that was used: whoever leaves
/// the default out and whoever names it look at the same list.
#[derive(Debug, Clone)]
pub struct Listed(String);

impl Listed {
    /// The list at `path` with `parameters`.
    pub fn of(path: &str, parameters: &[(String, String)]) -> AppResult<Self> {
        let is_paging = |name: &str| ["cursor", "limit", "count", "sort"].contains(&name);
        let mut kept: Vec<_> = parameters.iter().filter(|(name, _)| !is_paging(name)).collect();
        kept.sort_unstable();
        kept.dedup();
        let digest = Sha256::digest(serde_json::to_vec(&(path, kept))?);
        Ok(Self(URL_SAFE_NO_PAD.encode(&digest[..8])))
    }

    /// A cursor of this list, as it is given out.
    pub fn seal(&self, cursor: &str) -> String {
        format!("{}{cursor}", self.0)
    }

    /// The cursor in what a caller gave back; that of another list is refused.
    pub fn open<'a>(&self, text: &'a str) -> AppResult<&'a str> {
        let text = Some(text).filter(|text| text.len() <= CURSOR_MAX);
        let cursor = text.and_then(|text| text.strip_prefix(&self.0));
        cursor.ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
    }
}
