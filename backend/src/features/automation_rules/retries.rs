//! Occasions that were put off: the database could not serve, or others acted on the case at the
//! same moment. Neither is a refusal. Each is kept with the place in the ledger up to which events
//! were followed, and tried again until it comes to something.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::retry;
use super::live::LiveRule;
use super::runner::{Fact, Occasion};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::ids::Ids;

/// Seconds until the second try; each further one waits twice as long.
const FIRST_WAIT_SECONDS: i64 = 5;
/// Seconds it waits at most.
const LONGEST_WAIT_SECONDS: i64 = 600;

/// An occasion a rule could not be run on.
#[derive(Debug, Clone)]
pub(super) struct PutOff {
    rule_id: Uuid,
    rule_version: i32,
    occasion: Occasion,
    code: ErrorCode,
}

impl PutOff {
    pub(super) fn of(rule: &LiveRule, occasion: &Occasion, code: ErrorCode) -> Self {
        let occasion = occasion.clone();
        Self { rule_id: rule.id, rule_version: rule.version, occasion, code }
    }
}

/// How long to wait after so many tries.
fn wait(tries: i32) -> TimeDelta {
    let doubled = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    let seconds = FIRST_WAIT_SECONDS.saturating_mul(1 << doubled);
    TimeDelta::seconds(seconds.min(LONGEST_WAIT_SECONDS))
}

/// Keeps what was put off; what is kept already stays as it is.
pub(super) async fn keep(
    tx: &Tx,
    ids: &Ids,
    put_off: &[PutOff],
    now: DateTime<Utc>,
) -> AppResult<()> {
    if put_off.is_empty() {
        return Ok(());
    }
    let rows = put_off.iter().map(|one| {
        let Occasion { case_id, fact, depth, after_rule } = &one.occasion;
        retry::ActiveModel {
            id: Set(ids.next()),
            rule_id: Set(one.rule_id),
            rule_version: Set(one.rule_version),
            case_id: Set(*case_id),
            fact_kind: Set(fact.kind.clone()),
            fact_id: Set(fact.id),
            fact_at: Set(fact.at),
            depth: Set(i32::from(*depth)),
            after_rule_id: Set(*after_rule),
            code: Set(one.code.as_str().to_owned()),
            tries: Set(1),
            next_at: Set(now + wait(1)),
            created_at: Set(now),
        }
    });
    let known = OnConflict::columns([
        retry::Column::RuleId,
        retry::Column::RuleVersion,
        retry::Column::CaseId,
        retry::Column::FactId,
        retry::Column::FactAt,
    ])
    .do_nothing()
    .to_owned();
    retry::Entity::insert_many(rows).on_conflict(known).exec_without_returning(&**tx).await?;
    Ok(())
}

/// `most` of those whose time has come, longest waiting first.
pub(super) async fn due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> AppResult<Vec<retry::Model>> {
    Ok(retry::Entity::find()
        .filter(retry::Column::NextAt.lte(now))
        .order_by_asc(retry::Column::NextAt)
        .order_by_asc(retry::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// What `row` is about.
pub(super) fn occasion(row: &retry::Model) -> Occasion {
    Occasion {
        case_id: row.case_id,
        fact: Fact { kind: row.fact_kind.clone(), id: row.fact_id, at: row.fact_at },
        depth: u16::try_from(row.depth).unwrap_or(u16::MAX),
        after_rule: row.after_rule_id,
    }
}

/// Puts it off once more.
pub(super) async fn again(
    tx: &Tx,
    row: &retry::Model,
    code: ErrorCode,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let tries = row.tries.saturating_add(1);
    retry::Entity::update_many()
        .col_expr(retry::Column::Tries, Expr::value(tries))
        .col_expr(retry::Column::Code, Expr::value(code.as_str()))
        .col_expr(retry::Column::NextAt, Expr::value(now + wait(tries)))
        .filter(retry::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// It has come to something.
pub(super) async fn done(tx: &Tx, id: Uuid) -> AppResult<()> {
    retry::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_below_ten_minutes() {
        let waits = [1, 2, 3, 8, 100].map(|tries| wait(tries).num_seconds());
        assert_eq!(waits, [5, 10, 20, 600, 600]);
    }
}
