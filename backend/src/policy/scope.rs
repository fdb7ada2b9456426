//! The same conditions as a predicate over rows of `cases`: every list, count, search and single
//! read takes its filter from here.

use sea_orm::sea_query::{
    Alias, Condition as Cond, Expr, ExprTrait as _, IntoColumnRef, Query, SimpleExpr,
};

use super::{Action, Actor, Condition, rules};
use crate::platform::db::portable::below;

/// Which rows an actor reaches with an action.
#[derive(Debug, Clone)]
pub struct Scope(Cond);

impl Scope {
    /// The rows of `cases` on which `actor` may do `action`.
    pub fn cases(actor: &Actor, action: Action) -> Self {
        let granted = rules::of(actor.role, action)
            .fold(Cond::any().add(nothing()), |any, condition| {
                any.add(predicate(condition, actor))
            });
        Self(granted)
    }

    /// As a condition to add to a query over `cases`.
    pub fn condition(&self) -> Cond {
        self.0.clone()
    }
}

fn nothing() -> SimpleExpr {
    Expr::cust("1 = 0")
}

fn case(column: &str) -> Expr {
    Expr::col((Alias::new("cases"), Alias::new(column)).into_column_ref())
}

fn predicate(condition: &Condition, actor: &Actor) -> Cond {
    let one = |expr: SimpleExpr| Cond::all().add(expr);
    match condition {
        Condition::Always => Cond::all(),
        Condition::RegionSubtree => match actor.region_code.as_deref() {
            Some(root) => below(&case("region_code"), root),
            None => one(nothing()),
        },
        Condition::OwnCenter => match actor.center_id {
            Some(id) => one(case("center_id").eq(id)),
            None => one(nothing()),
        },
        Condition::LeadDepartment => match actor.department_id {
            Some(id) => one(case("lead_department_id").eq(id)),
            None => one(nothing()),
        },
        Condition::AssistDepartment => match actor.department_id {
            Some(id) => one(case("id").in_subquery(assisted(id))),
            None => one(nothing()),
        },
        Condition::NotHandlingUnit => match actor.department_id {
            Some(id) => Cond::all()
                .add(
                    Cond::any()
                        .add(case("lead_department_id").is_null())
                        .add(case("lead_department_id").ne(id)),
                )
                .add(case("id").not_in_subquery(assisted(id))),
            None => Cond::all(),
        },
        Condition::OwnRecord => Cond::any()
            .add(case("registered_by_id").eq(actor.person_id))
            .add(case("first_contact_id").eq(actor.person_id)),
        Condition::All(conditions) => {
            conditions.iter().fold(Cond::all(), |all, c| all.add(predicate(c, actor)))
        }
        Condition::Any(conditions) => conditions
            .iter()
            .fold(Cond::any().add(nothing()), |any, c| any.add(predicate(c, actor))),
    }
}

/// The cases in which a department assists under a referral that is in force.
fn assisted(department_id: uuid::Uuid) -> sea_orm::sea_query::SelectStatement {
    let column = |name: &str| Expr::col(Alias::new(name));
    Query::select()
        .column(Alias::new("case_id"))
        .from(Alias::new("case_referrals"))
        .and_where(column("department_id").eq(department_id))
        .and_where(column("kind").eq("assist"))
        .and_where(column("state").is_not_in(["returned", "superseded"]))
        .take()
}
