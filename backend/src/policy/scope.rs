//! The same conditions as a predicate over rows of `cases`: every list, count, search and single
//! read takes its filter from here. And as one over rows of `case_tallies`, for totals.

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
    ///
    /// The alternatives begin with a constant, and SQLite uses no index for any of them: a scope is
    /// wide, and reading it first to sort it afterwards would cost more the more cases there are.
    pub fn cases(actor: &Actor, action: Action) -> Self {
        let granted = rules::of(actor.role, action)
            .fold(Cond::any().add(nothing()), |any, condition| {
                any.add(predicate(condition, actor))
            });
        Self(granted)
    }

    /// The rows of `case_tallies` in which the cases are counted on which `actor` may do `action`;
    /// none when the tallies do not say.
    pub fn tallies(actor: &Actor, action: Action) -> Option<Tallied> {
        any(rules::of(actor.role, action), actor)
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
        Condition::OwnRecord => actor.own_ids().fold(Cond::any(), |any, id| {
            any.add(case("registered_by_id").eq(id)).add(case("first_contact_id").eq(id))
        }),
        Condition::All(conditions) => {
            conditions.iter().fold(Cond::all(), |all, c| all.add(predicate(c, actor)))
        }
        Condition::Any(conditions) => conditions
            .iter()
            .fold(Cond::any().add(nothing()), |any, c| any.add(predicate(c, actor))),
    }
}

/// What a tally counts of a case: itself, or the part a department has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The case itself.
    Case,
    /// The department leads.
    Lead,
    /// The department assists.
    Assist,
    /// The department leads, and assists under another referral.
    Both,
}

impl Part {
    /// The parts in which a department leads.
    pub const LEADS: [Self; 2] = [Self::Lead, Self::Both];
    /// The parts in which a department assists.
    pub const ASSISTS: [Self; 2] = [Self::Assist, Self::Both];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Lead => "lead",
            Self::Assist => "assist",
            Self::Both => "both",
        }
    }
}

/// Rows of `case_tallies` that count every case of a scope once.
#[derive(Debug, Clone)]
pub struct Tallied {
    /// The rows, among those of the cases themselves or those of departments.
    pub rows: Cond,
    /// Whether they are rows of the capacity's department: a case has one where the department has
    /// a part in it, none elsewhere.
    pub is_by_department: bool,
}

fn tallied(condition: &Condition, actor: &Actor) -> Option<Tallied> {
    let column = |name: &str| Expr::col(Alias::new(name));
    let rows = |rows: Cond| Some(Tallied { rows, is_by_department: false });
    let none = || rows(Cond::all().add(nothing()));
    let of_department = |parts: [Part; 2]| {
        let Some(id) = actor.department_id else { return none() };
        let rows = Cond::all()
            .add(column("department_id").eq(id))
            .add(column("part").is_in(parts.map(Part::as_str)));
        Some(Tallied { rows, is_by_department: true })
    };
    match condition {
        Condition::Always => rows(Cond::all()),
        Condition::RegionSubtree => match actor.region_code.as_deref() {
            Some(root) => rows(below(&column("region_code"), root)),
            None => none(),
        },
        Condition::OwnCenter => match actor.center_id {
            Some(id) => rows(Cond::all().add(column("center_id").eq(id))),
            None => none(),
        },
        Condition::LeadDepartment => of_department(Part::LEADS),
        Condition::AssistDepartment => of_department(Part::ASSISTS),
        Condition::NotHandlingUnit | Condition::OwnRecord => None,
        Condition::All(conditions) => {
            let all = Tallied { rows: Cond::all(), is_by_department: false };
            conditions.iter().try_fold(all, |all, condition| {
                let one = tallied(condition, actor)?;
                Some(Tallied {
                    rows: all.rows.add(one.rows),
                    is_by_department: all.is_by_department || one.is_by_department,
                })
            })
        }
        Condition::Any(conditions) => any(conditions.iter(), actor),
    }
}

/// Alternatives add up only where they look at the same rows.
fn any<'a>(mut conditions: impl Iterator<Item = &'a Condition>, actor: &Actor) -> Option<Tallied> {
    let first = tallied(conditions.next()?, actor)?;
    let is_by_department = first.is_by_department;
    let rows = conditions.try_fold(Cond::any().add(first.rows), |any, condition| {
        let one = tallied(condition, actor)?;
        (one.is_by_department == is_by_department).then(|| any.add(one.rows))
    })?;
    Some(Tallied { rows, is_by_department })
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
