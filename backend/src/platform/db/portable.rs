//! Expressions that mean the same on both databases (`docs/database-portability.md`).

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, IntoColumnRef, LikeExpr, SimpleExpr};

/// Rows after `(key, id)` in an order by `key` then `id`, where rows without a key come last.
///
/// This is what a cursor page adds to its filter: no OFFSET, so any depth costs the same.
pub fn after<K: Into<sea_orm::Value>>(
    key: &SimpleExpr,
    id: &SimpleExpr,
    last: Option<K>,
    last_id: uuid::Uuid,
    is_descending: bool,
    may_be_null: bool,
) -> Condition {
    let past_id = |expr: &SimpleExpr| {
        if is_descending { expr.clone().lt(last_id) } else { expr.clone().gt(last_id) }
    };
    let Some(last) = last else {
        return Condition::all().add(key.clone().is_null()).add(past_id(id));
    };
    let value: sea_orm::Value = last.into();
    let past = if is_descending {
        key.clone().lt(Expr::val(value.clone()))
    } else {
        key.clone().gt(Expr::val(value.clone()))
    };
    Condition::any()
        .add(past)
        .add(Condition::all().add(key.clone().eq(Expr::val(value))).add(past_id(id)))
        .add_option(may_be_null.then(|| key.clone().is_null()))
}

/// Whether `column` starts with `prefix`, in upper or lower case. `%` and `_` mean themselves.
pub fn starts_with(column: impl IntoColumnRef, prefix: &str) -> SimpleExpr {
    let escaped =
        prefix.to_lowercase().replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    let lower = SimpleExpr::from(Func::lower(Expr::col(column)));
    lower.like(LikeExpr::new(format!("{escaped}%")).escape('\\'))
}
