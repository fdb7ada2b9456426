//! Conditions as a predicate over rows of `cases`. Every comparison is true or false, never
//! unknown, so that the opposite of a condition is the opposite.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{
    Condition as Cond, Expr, ExprTrait as _, IntoColumnRef as _, Query, SelectStatement, SimpleExpr,
};
use uuid::Uuid;

use super::condition::{Condition, Operand, Test};
use super::field::{ConditionField, ConditionOp};
use crate::features::calendars::civil_day::{end_of_day, local_date, start_of_day};
use crate::features::cases::entity::case::Column;
use crate::features::cases::entity::{event, referral};
use crate::platform::db::portable::below;

/// The rows on which `condition` holds at `at`.
pub fn predicate(condition: &Condition, at: DateTime<Utc>) -> Cond {
    match condition {
        Condition::All(conditions) => conditions
            .iter()
            .fold(Cond::all().add(Expr::cust("1 = 1")), |all, one| all.add(predicate(one, at))),
        Condition::Any(conditions) => conditions
            .iter()
            .fold(Cond::any().add(Expr::cust("1 = 0")), |any, one| any.add(predicate(one, at))),
        Condition::Not(condition) => Cond::all().add(predicate(condition, at)).not(),
        Condition::Test(test) => compared(test, local_date(at)),
    }
}

fn one(expr: SimpleExpr) -> Cond {
    Cond::all().add(expr)
}

fn compared(test: &Test, today: NaiveDate) -> Cond {
    let found = match (&test.with, column(test.field)) {
        (Operand::Texts(any), Some(column)) => {
            let nests = matches!(test.op, ConditionOp::Below | ConditionOp::NotBelow);
            let expr = column.into_expr();
            let any = if nests {
                let lies = |any: Cond, root: &String| any.add(below(&expr, root));
                any.iter().fold(Cond::any().add(Expr::cust("1 = 0")), lies)
            } else {
                one(column.is_in(any.iter().cloned()))
            };
            Cond::all().add(column.is_not_null()).add(any)
        }
        (Operand::Ids(any), Some(column)) => {
            Cond::all().add(column.is_not_null()).add(column.is_in(any.iter().copied()))
        }
        (Operand::Ids(any), None) => one(assisted(Some(any))),
        (Operand::Number(than), _) => numbered(test.field, test.op, *than, today),
        (Operand::Flag(is), _) => return flagged(test.field, *is),
        (Operand::Nothing, column) => {
            let known = match column {
                Some(column) => one(column.is_not_null()),
                None => one(assisted(None)),
            };
            return if test.op == ConditionOp::IsSet { known } else { known.not() };
        }
        (Operand::Texts(_), None) => one(Expr::cust("1 = 0")),
    };
    if test.op.is_negative() { found.not() } else { found }
}

/// The column a field is read from, where it is one.
fn column(field: ConditionField) -> Option<Column> {
    Some(match field {
        ConditionField::Status => Column::Status,
        ConditionField::Level => Column::Level,
        ConditionField::TypeCode => Column::TypeCode,
        ConditionField::ScaleCode => Column::ScaleCode,
        ConditionField::Channel => Column::Channel,
        ConditionField::RegionCode => Column::RegionCode,
        ConditionField::LeadDepartment => Column::LeadDepartmentId,
        ConditionField::OwnerKind => Column::OwnerKind,
        ConditionField::Handed => Column::HandedDirection,
        ConditionField::Outcome => Column::Outcome,
        ConditionField::PeopleCount => Column::PeopleCount,
        ConditionField::AmountFen => Column::AmountFen,
        ConditionField::ReturnCount => Column::ReturnCount,
        ConditionField::FailedCallbacks => Column::FailedCallbacks,
        ConditionField::DaysOver => Column::DueAt,
        ConditionField::DaysOpen => Column::RegisteredAt,
        ConditionField::WillingToMediate => Column::WillingToMediate,
        ConditionField::IsAnonymous => Column::IsAnonymous,
        ConditionField::IsRuled => Column::IsRuled,
        ConditionField::IsSuspended => Column::SuspendedAt,
        ConditionField::HasLeader => Column::ChargeLeaderId,
        ConditionField::AssistDepartment | ConditionField::IsReopened => return None,
    })
}

fn numbered(field: ConditionField, op: ConditionOp, than: i64, today: NaiveDate) -> Cond {
    let Some(column) = column(field) else { return one(Expr::cust("1 = 0")) };
    let (least, most) = match op {
        ConditionOp::Eq => (Some(than), Some(than)),
        ConditionOp::Lt => (None, Some(than - 1)),
        ConditionOp::Le => (None, Some(than)),
        ConditionOp::Gt => (Some(than + 1), None),
        ConditionOp::Ge => (Some(than), None),
        ConditionOp::In
        | ConditionOp::NotIn
        | ConditionOp::Below
        | ConditionOp::NotBelow
        | ConditionOp::Is
        | ConditionOp::IsSet
        | ConditionOp::NotSet => return one(Expr::cust("1 = 0")),
    };
    let known = Cond::all().add(column.is_not_null());
    if !matches!(field, ConditionField::DaysOver | ConditionField::DaysOpen) {
        return known
            .add_option(least.map(|least| column.gte(least)))
            .add_option(most.map(|most| column.lte(most)));
    }
    // The number of days since a day: the more, the earlier that day. Nothing is over by less than
    // no day.
    let is_clamped = field == ConditionField::DaysOver;
    if is_clamped && most.is_some_and(|most| most < 0) {
        return one(Expr::cust("1 = 0"));
    }
    let least = least.filter(|least| !is_clamped || *least > 0);
    known
        .add_option(least.map(|days| column.lte(end_of_day(back(today, days)))))
        .add_option(most.map(|days| column.gte(start_of_day(back(today, days)))))
}

/// The day so many days before `today`.
fn back(today: NaiveDate, days: i64) -> NaiveDate {
    let moved = match u64::try_from(days) {
        Ok(days) => today.checked_sub_days(Days::new(days)),
        Err(_negative) => today.checked_add_days(Days::new(days.unsigned_abs())),
    };
    moved.unwrap_or(today)
}

fn flagged(field: ConditionField, is: bool) -> Cond {
    let has = |has: SimpleExpr| if is { one(has) } else { one(has).not() };
    match (field, column(field)) {
        (ConditionField::IsReopened, _) => has(reopened()),
        (ConditionField::IsSuspended | ConditionField::HasLeader, Some(column)) => {
            has(column.is_not_null())
        }
        (_, Some(column)) => Cond::all().add(column.is_not_null()).add(column.eq(is)),
        (_, None) => one(Expr::cust("1 = 0")),
    }
}

/// Whether a department assists, one of `any` where they are named.
fn assisted(any: Option<&Vec<Uuid>>) -> SimpleExpr {
    let column = |column: referral::Column| Expr::col((referral::Entity, column).into_column_ref());
    let mut assists = of_case(referral::Entity, referral::Column::CaseId);
    assists
        .and_where(column(referral::Column::Kind).eq("assist"))
        .and_where(column(referral::Column::State).is_not_in(["returned", "superseded"]));
    if let Some(any) = any {
        assists.and_where(column(referral::Column::DepartmentId).is_in(any.iter().copied()));
    }
    Expr::exists(assists)
}

fn reopened() -> SimpleExpr {
    let mut events = of_case(event::Entity, event::Column::CaseId);
    events.and_where(
        Expr::col((event::Entity, event::Column::Kind).into_column_ref()).eq("reopened"),
    );
    Expr::exists(events)
}

/// The rows of another table that belong to the row of `cases` at hand.
fn of_case<E, C>(table: E, case_id: C) -> SelectStatement
where
    E: sea_orm::sea_query::IntoIden + sea_orm::EntityTrait + Copy,
    C: sea_orm::ColumnTrait + sea_orm::sea_query::IntoIden,
{
    use crate::features::cases::entity::case;
    Query::select()
        .expr(Expr::cust("1"))
        .from(table)
        .and_where(
            Expr::col((table, case_id).into_column_ref()).equals((case::Entity, case::Column::Id)),
        )
        .take()
}
