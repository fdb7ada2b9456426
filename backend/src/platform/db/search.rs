//! Full-text search that finds exactly what `LIKE '%…%'` finds, from an index.
//!
//! A text becomes its overlapping pairs of characters (bigrams), lower-cased; a query becomes the
//! phrase of its own pairs. Words are not cut out: Chinese has no spaces, and every segmenter
//! loses place names. A pair is written as eight letters, so that neither tokenizer cuts it. The
//! last character of a text is paired with an end mark, which makes a one-character query a prefix.

use sea_orm::sea_query::{Alias, Expr, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, Statement};
use uuid::Uuid;

use super::{Db, Tx};
use crate::platform::error::AppResult;

/// Cases that are looked up one by one.
const FEW: u64 = 256;

/// On SQLite: whether a row of `case_search` is that of a hit.
const IS_HIT: &str =
    "number IN (SELECT rowid FROM case_search_index WHERE case_search_index MATCH ?)";

/// Stands after the last character of every text; no character becomes these letters.
const END: &str = "0000";

/// A text as space-separated pair tokens.
pub fn tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 4);
    let mut characters = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(character) = characters.next() {
        if !out.is_empty() {
            out.push(' ');
        }
        letters(character, &mut out);
        match characters.peek() {
            Some(next) => letters(*next, &mut out),
            None => out.push_str(END),
        }
    }
    out
}

/// Several texts in one index entry; no phrase reaches from one into the next.
pub fn tokens_of(texts: &[&str]) -> String {
    let parts: Vec<_> = texts.iter().map(|text| tokens(text)).filter(|t| !t.is_empty()).collect();
    parts.join(" ")
}

/// Four letters for one character.
fn letters(character: char, out: &mut String) {
    let mut code = u32::from(character);
    for place in [17_576, 676, 26, 1] {
        let digit = (code / place).min(63);
        code -= digit * place;
        // Planes above 6 (private use) share the last letter; nobody searches for them.
        let letter = u8::try_from(digit.min(25)).map_or(b'z', |digit| b'a' + digit);
        out.push(char::from(letter));
    }
}

/// The pairs of a query, and whether it is one character only (then a prefix).
fn query_tokens(query: &str) -> (Vec<String>, bool) {
    let characters: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    if let [single] = characters.as_slice() {
        let mut token = String::new();
        letters(*single, &mut token);
        return (vec![token], true);
    }
    let pairs = characters.windows(2).map(|pair| {
        let mut token = String::new();
        for character in pair {
            letters(*character, &mut token);
        }
        token
    });
    (pairs.collect(), false)
}

/// A text letter by letter in lower case, as it is indexed.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A pattern for [`folded`] texts that contain `query`, with a backslash before what means itself.
pub fn pattern(query: &str) -> String {
    let escaped = folded(query).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// Indexes a case: its title alone (for similar cases) and all its text (for searching).
pub async fn index(tx: &Tx, case_id: Uuid, title: &str, body: &[&str]) -> AppResult<()> {
    for statement in entry(tx.get_database_backend(), case_id, title, body) {
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

/// What of a case is indexed.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Its title alone.
    pub title: &'a str,
    /// All its text, as [`index`] takes it.
    pub body: [&'a str; 3],
}

/// Indexes a case by other words. On SQLite the index keeps none and has to be told what it forgets:
/// `was` is exactly what it was given.
pub async fn index_anew(tx: &Tx, case_id: Uuid, was: &Words<'_>, is: &Words<'_>) -> AppResult<()> {
    let backend = tx.get_database_backend();
    let words = |words: &Words<'_>| [tokens(words.title), tokens_of(&words.body)];
    let values = |of: &Words<'_>| {
        let words = words(of).map(sea_orm::Value::from);
        words.into_iter().chain([case_id.into()]).collect::<Vec<_>>()
    };
    if backend != DatabaseBackend::Sqlite {
        let sql = "UPDATE case_search SET title = to_tsvector('simple', $1), \
                   body = to_tsvector('simple', $2) WHERE case_id = $3";
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values(is))).await?;
        return Ok(());
    }
    let forget = "INSERT INTO case_search_index (case_search_index, rowid, title, body) \
                  SELECT 'delete', number, ?, ? FROM case_search WHERE case_id = ?";
    let learn = "INSERT INTO case_search_index (rowid, title, body) \
                 SELECT number, ?, ? FROM case_search WHERE case_id = ?";
    for (sql, of) in [(forget, was), (learn, is)] {
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, values(of))).await?;
    }
    Ok(())
}

/// What [`index`] runs.
pub fn entry(
    backend: DatabaseBackend,
    case_id: Uuid,
    title: &str,
    body: &[&str],
) -> Vec<Statement> {
    let words = [tokens(title).into(), tokens_of(body).into()];
    if backend == DatabaseBackend::Sqlite {
        let sql = "INSERT INTO case_search_index (rowid, title, body) \
                   VALUES (last_insert_rowid(), ?, ?)";
        return vec![
            Statement::from_sql_and_values(
                backend,
                "INSERT INTO case_search (case_id) VALUES (?)",
                [case_id.into()],
            ),
            Statement::from_sql_and_values(backend, sql, words),
        ];
    }
    let sql = "INSERT INTO case_search (case_id, title, body) \
               VALUES ($1, to_tsvector('simple', $2), to_tsvector('simple', $3))";
    let values = std::iter::once(case_id.into()).chain(words);
    vec![Statement::from_sql_and_values(backend, sql, values)]
}

/// The ids of the cases whose text contains `query`, as a subquery.
pub fn matching(db: &Db, query: &str) -> SelectStatement {
    let (tokens, is_prefix) = query_tokens(query.trim());
    if db.is_sqlite() {
        return ids(Expr::cust_with_values(IS_HIT, [phrase("body", &tokens, is_prefix)]));
    }
    if is_prefix || tokens.len() == 1 {
        let prefix = if is_prefix { ":*" } else { "" };
        let token = format!("{}{prefix}", tokens.join(""));
        return ids(Expr::cust_with_values("body @@ to_tsquery('simple', $1)", [token]));
    }
    // A tsvector keeps 256 places of a token and none beyond 16,383, so a phrase alone would miss
    // what stands often and late: such texts are looked at themselves.
    let texts = "body @@ to_tsquery('simple', $1) OR (body @@ to_tsquery('simple', $2) AND EXISTS (\
                 SELECT 1 FROM cases c WHERE c.id = case_search.case_id AND (lower(c.title) LIKE $3 \
                 OR lower(c.narrative) LIKE $3 OR lower(c.demand) LIKE $3)))";
    let values = [tokens.join(" <-> "), tokens.join(" & "), contains(query.trim())];
    ids(Expr::cust_with_values(texts, values))
}

/// The ids of the cases whose title contains `query`, as a subquery.
pub fn in_title(db: &Db, query: &str) -> SelectStatement {
    let (tokens, is_prefix) = query_tokens(query.trim());
    if db.is_sqlite() {
        return ids(Expr::cust_with_values(IS_HIT, [phrase("title", &tokens, is_prefix)]));
    }
    // A title is too short for a place to be lost.
    let prefix = if is_prefix { ":*" } else { "" };
    let words = format!("{}{prefix}", tokens.join(" <-> "));
    ids(Expr::cust_with_values("title @@ to_tsquery('simple', $1)", [words]))
}

/// A pattern for texts that contain `query`, whatever characters it has.
fn contains(query: &str) -> String {
    let escaped =
        query.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// The cases whose text contains `query`, as a condition on `cases`.
///
/// For a page. Rare words are looked up first and their cases by id. What is known to be common is
/// not looked up at all, for a database reads everywhere it stands before the first page: the texts
/// of the cases are looked at in the order of the page, which soon fills it, however many there are.
pub async fn found(
    db: &Db,
    query: &str,
    is_common: bool,
    id: impl ColumnTrait,
) -> AppResult<SimpleExpr> {
    let query = query.trim();
    if is_common && has_no_case(query) {
        let texts = if db.is_sqlite() { LIKE_ON_SQLITE } else { LIKE_ON_POSTGRES };
        let patterns = std::array::from_fn::<_, 3, _>(|_| contains(query));
        return Ok(Expr::cust_with_values(texts, patterns));
    }
    Ok(match few(db, query).await? {
        Some(ids) => id.is_in(padded(ids)),
        None => id.in_subquery(matching(db, query)),
    })
}

/// The cases whose text contains `query`; none where there are more than a few.
async fn few(db: &Db, query: &str) -> AppResult<Option<Vec<Uuid>>> {
    let mut few = matching(db, query);
    few.limit(FEW + 1);
    let rows = db.reader().query_all(&few).await?;
    let ids = rows.iter().map(|row| row.try_get("", "case_id"));
    let ids = ids.collect::<Result<Vec<Uuid>, _>>()?;
    Ok(u64::try_from(ids.len()).is_ok_and(|count| count <= FEW).then_some(ids))
}

/// The texts themselves, as the index has them.
const LIKE_ON_SQLITE: &str = "(cases.title LIKE ? ESCAPE char(92) OR \
                              cases.narrative LIKE ? ESCAPE char(92) OR \
                              cases.demand LIKE ? ESCAPE char(92))";
const LIKE_ON_POSTGRES: &str =
    "(cases.title LIKE $1 OR cases.narrative LIKE $2 OR cases.demand LIKE $3)";

/// Whether LIKE finds what the index finds: on letters with two cases the databases differ, from
/// each other and from the index.
fn has_no_case(query: &str) -> bool {
    query.chars().all(|c| c.to_lowercase().eq(c.to_uppercase()))
}

/// The phrase of a query in a column of the index, in the words of FTS5.
fn phrase(column: &str, tokens: &[String], is_prefix: bool) -> String {
    let prefix = if is_prefix { " *" } else { "" };
    format!("{column} : \"{}\"{prefix}", tokens.join(" "))
}

/// Filled up to a power of two, so that only a few statements have to be prepared.
fn padded(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    ids
}

/// The ids of the cases whose title contains any of `pairs` of characters, as a subquery.
pub fn title_with_any(db: &Db, pairs: &[String]) -> SelectStatement {
    let tokens: Vec<_> = pairs.iter().flat_map(|pair| query_tokens(pair).0).collect();
    let (condition, any) = if db.is_sqlite() {
        (IS_HIT, format!("title : ({})", tokens.join(" OR ")))
    } else {
        ("title @@ to_tsquery('simple', $1)", tokens.join(" | "))
    };
    ids(Expr::cust_with_values(condition, [any]))
}

fn ids(condition: SimpleExpr) -> SelectStatement {
    Query::select()
        .column(Alias::new("case_id"))
        .from(Alias::new("case_search"))
        .and_where(condition)
        .take()
}

#[cfg(test)]
mod tests {
    use super::{query_tokens, tokens};

    #[test]
    fn a_query_is_found_where_like_finds_it() {
        let text = tokens("A2区景蓉华苑物业管理有问题");
        for query in ["物业管理", "a2区", "有问题", "2区景", "题"] {
            let (pairs, _) = query_tokens(query);
            assert!(text.contains(&pairs.join(" ")), "{query}");
        }
        for query in ["问题有", "物管", "龘"] {
            let (pairs, _) = query_tokens(query);
            assert!(!text.contains(&pairs.join(" ")), "{query}");
        }
    }
}
