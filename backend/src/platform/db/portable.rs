//! Expressions that mean the same on both databases (`docs/database-portability.md`).

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, IntoColumnRef, LikeExpr, SimpleExpr};
use sea_orm::{Condition, DbBackend, Statement};

/// Rows after `(key, id)` in an order by `key` then `id`; without a key, among those without.
///
/// This is what a cursor page adds to its filter: no OFFSET, so any depth costs the same.
pub fn after<K: Into<sea_orm::Value>>(
    key: &SimpleExpr,
    id: &SimpleExpr,
    last: Option<K>,
    last_id: uuid::Uuid,
    is_descending: bool,
) -> Condition {
    let past_id = |expr: &SimpleExpr| {
        if is_descending { expr.clone().lt(last_id) } else { expr.clone().gt(last_id) }
    };
    let Some(last) = last else {
        return Condition::all().add(key.clone().is_null()).add(past_id(id));
    };
    let value: sea_orm::Value = last.into();
    let value = Expr::val(value);
    let (key_past, from_key) = if is_descending {
        (key.clone().lt(value.clone()), key.clone().lte(value))
    } else {
        (key.clone().gt(value.clone()), key.clone().gte(value))
    };
    // An index can begin at a bound that holds for all rows, never at one inside an OR.
    Condition::all().add(from_key).add(Condition::any().add(key_past).add(past_id(id)))
}

/// Whether `code` is `root` or lies below it. Codes of digits nest by prefix, so a subtree is a range,
/// which an index serves; nines bound it, because digits alone sort alike under every collation.
pub fn below(code: &SimpleExpr, root: &str) -> Condition {
    Condition::all().add(code.clone().gte(root)).add(code.clone().lte(format!("{root:9<16}")))
}

/// [`below`] for a table with more rows than can be walked: a comparison of the first characters,
/// which an index over `substr(code, 1, head)` serves in any further order. A database that plans
/// before it knows the bounds of a range takes every range for a few rows, and sorts them all.
pub fn starts_below(code: &SimpleExpr, root: &str, head: usize) -> Condition {
    let begins = |with: &str| {
        // In so many words, because an index over an expression serves only where it stands again.
        let places = [code.clone(), Expr::cust("1"), Expr::cust(with.len().to_string())];
        SimpleExpr::from(Func::cust("substr").args(places)).eq(with)
    };
    match root.get(..head) {
        _ if !root.is_ascii() => below(code, root),
        Some(top) if root.len() > head => Condition::all().add(begins(top)).add(below(code, root)),
        _ => Condition::all().add(begins(root)),
    }
}

/// Whether `column` starts with `prefix`, in upper or lower case. `%` and `_` mean themselves.
pub fn starts_with(column: impl IntoColumnRef, prefix: &str) -> SimpleExpr {
    let escaped =
        prefix.to_lowercase().replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    let lower = SimpleExpr::from(Func::lower(Expr::col(column)));
    lower.like(LikeExpr::new(format!("{escaped}%")).escape('\\'))
}

/// Rows of `table` whose instants in `columns` are not written as this program writes them, by
/// `id`: on SQLite, where an instant is text, the same moment can be spelt in several ways. None on
/// PostgreSQL, which stores a number.
pub fn misspelt_instants(db: DbBackend, table: &str, columns: &[&str]) -> Option<Statement> {
    if db != DbBackend::Sqlite {
        return None;
    }
    let digits = |count: usize| "[0-9]".repeat(count);
    let second = format!(
        "{}-{}-{}T{}:{}:{}",
        digits(4),
        digits(2),
        digits(2),
        digits(2),
        digits(2),
        digits(2)
    );
    let spelt = |column: &&str| {
        let glob = |fraction: String| format!("{column} GLOB '{second}{fraction}+00:00'");
        let fractions = [String::new(), format!(".{}", digits(3)), format!(".{}", digits(6))];
        format!("({})", fractions.map(glob).join(" OR "))
    };
    let all: Vec<_> = columns.iter().map(spelt).collect();
    let sql = format!("SELECT id FROM {table} WHERE NOT ({}) LIMIT 1", all.join(" AND "));
    Some(Statement::from_string(db, sql))
}
