//! The same conditions as a predicate over rows of `cases`, `visits`, `precedents`, of mediation and
//! of supervision: every list, count, search and single read takes its filter from here. And as one
//! The same conditions as a predicate over rows of `cases`, `visits`, `precedents`, `case_tasks`, of
//! supervision, receptions and review meetings: every list, count, search and single read takes its filter from here. And as one
//! over rows of `case_tallies`, for totals.

use sea_orm::sea_query::{
    Alias, Condition as Cond, Expr, ExprTrait as _, IntoColumnRef, Query, SelectStatement,
    SimpleExpr,
};

use super::{Action, Actor, Condition, Limits, granted};
use crate::platform::db::portable::{below, starts_below};

/// Digits of the code of a township (GB/T 10114), by which cases are indexed.
pub const TOWNSHIP: usize = 9;

/// The table of tasks: addressed to a department as an order is, and of one case.
const CASE_TASKS: &str = "case_tasks";

/// A case that is restricted, as its index is written.
pub const RESTRICTED: &str = "cases.restriction IS NOT NULL";

/// Which rows an actor reaches with an action.
#[derive(Debug, Clone)]
pub struct Scope(Cond);

impl Scope {
    /// The rows of `cases` on which `actor` may do `action`.
    ///
    /// The alternatives begin with a constant, and SQLite uses no index for any of them: a scope is
    /// wide, and reading it first to sort it afterwards would cost more the more cases there are.
    pub fn cases(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Cases, actor, action)
    }

    /// The rows of `cases` whose parties `actor` may look at, and read every text as it was written:
    /// none in which the capacity's department only assists, whatever the role.
    pub fn unmasked(actor: &Actor) -> Self {
        let Self(granted) = Self::cases(actor, Action::CaseReveal);
        Self(Cond::all().add(granted).add(Self::more_than_assisted(actor).condition()))
    }

    /// The rows of `cases` in which the capacity's department does not only assist (协办).
    pub fn more_than_assisted(actor: &Actor) -> Self {
        let column = |name: &str| Table::Cases.column(name);
        Self(match actor.department_id {
            Some(id) => Cond::any()
                .add(column("lead_department_id").eq(id))
                .add(column("id").not_in_subquery(assisted(id))),
            None => Cond::all(),
        })
    }

    /// The rows of `visits` on which `actor` may do `action`.
    pub fn visits(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Visits, actor, action)
    }

    /// The rows of `precedents` on which `actor` may do `action`.
    pub fn precedents(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Precedents, actor, action)
    }

    fn of(table: Table, actor: &Actor, action: Action) -> Self {
        let rights = granted(actor, action).fold(Cond::any().add(nothing()), |any, condition| {
            any.add(predicate(condition, actor, table))
        });
        match actor.application.as_deref() {
            Some(limits) if action.is_of_a_case() => {
                Self(Cond::all().add(rights).add(limited(limits, table)))
            }
            Some(limits) if action.is_of_a_place() => {
                let region = limits.region_code.as_deref().map(|root| in_region(table, root));
                Self(Cond::all().add(rights).add_option(region))
            }
            Some(_) | None => Self(rights),
        }
    }

    /// The rows of `table` (`supervision_orders`, `supervision_steps`) on which `actor` may do
    /// `action`.
    pub fn supervision(actor: &Actor, action: Action, table: &'static str) -> Self {
        Self::of(Table::Supervision(table), actor, action)
    }

    /// The rows of `table` (`report_entries` and the like) in which the cases or the typing are counted
    /// on which `actor` may do `action`.
    pub fn counted(actor: &Actor, action: Action, table: &'static str) -> Self {
        Self::of(Table::OfCenter(table), actor, action)
    }

    /// The rows of `mediations` on which `actor` may do `action`, in a query that joins their cases.
    pub fn mediations(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Mediated("mediations", "id"), actor, action)
    }

    /// The rows of `agreements` on which `actor` may do `action`, in a query that joins their cases.
    pub fn agreements(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Mediated("agreements", "mediation_id"), actor, action)
    }

    /// The rows of `table` (`reception_days`, `reception_swaps`, `receptions`, `review_meetings`)
    /// on which `actor` may do `action`; such a table lies in a region and belongs to a centre.
    pub fn of_center(actor: &Actor, action: Action, table: &'static str) -> Self {
        Self::of(Table::OfCenter(table), actor, action)
    }

    /// The rows of `case_tasks` on which `actor` may do `action`.
    pub fn case_tasks(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Supervision(CASE_TASKS), actor, action)
    }

    /// The rows of `table` (`stationing_obligations`) on which `actor` may do `action`; such a table
    /// lies in a region, belongs to a centre and is addressed to a department.
    pub fn addressed(actor: &Actor, action: Action, table: &'static str) -> Self {
        Self::of(Table::Supervision(table), actor, action)
    }

    /// The rows of `table` (`stationings`, `leaves`) on which `actor` may do `action`; such a table
    /// is addressed to a department as well, and each row is a person's own.
    pub fn personal(actor: &Actor, action: Action, table: &'static str) -> Self {
        Self::of(Table::Personal(table), actor, action)
    }

    /// The rows of `assessments` on which `actor` may do `action`.
    pub fn assessments(actor: &Actor, action: Action) -> Self {
        Self::of(Table::Assessments, actor, action)
    }

    /// The rows of `case_tallies` in which the cases are counted on which `actor` may do `action`;
    /// none when the tallies do not say. Restricted cases are in no tally: they are few, and who
    /// may know of one depends on more than tallies tell; [`Scope::restricted`] finds them.
    pub fn tallies(actor: &Actor, action: Action) -> Option<Tallied> {
        // Tallies know of no limits of an application: its totals are counted row by row.
        if actor.application.is_some() {
            return None;
        }
        any(granted(actor, action), actor)
    }

    /// The restricted cases among the rows of `cases` on which `actor` may do `action`.
    pub fn restricted(actor: &Actor, action: Action) -> Self {
        let Self(granted) = Self::cases(actor, action);
        Self(Cond::all().add(Expr::cust(RESTRICTED)).add(granted))
    }

    /// The cases of a centre: in its region, or in its charge wherever they happened.
    pub fn center(center_id: uuid::Uuid, region_code: &str) -> Self {
        let ours = Cond::any()
            .add(in_region(Table::Cases, region_code))
            .add(Table::Cases.column("center_id").eq(center_id));
        Self(ours)
    }

    /// As a condition to add to a query over its table.
    pub fn condition(&self) -> Cond {
        self.0.clone()
    }
}

fn nothing() -> SimpleExpr {
    Expr::cust("1 = 0")
}

/// What a predicate is about. What a table has no columns for, no row of it satisfies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Cases,
    Visits,
    Precedents,
    /// Rows that lie in a region, belong to a centre, and are addressed to a department.
    Supervision(&'static str),
    /// Rows that belong to a case, which is looked at, and where they name a session.
    Mediated(&'static str, &'static str),
    /// Rows that lie in a region and belong to a centre.
    OfCenter(&'static str),
    /// Rows that lie in a region, belong to a centre, are addressed to a department, and are a
    /// person's own.
    Personal(&'static str),
    /// Results: addressed to the department or the person they are about.
    Assessments,
}

impl Table {
    fn column(self, column: &str) -> Expr {
        let table = match self {
            Self::Cases | Self::Mediated(..) => "cases",
            Self::Visits => "visits",
            Self::Precedents => "precedents",
            Self::Supervision(name) | Self::OfCenter(name) | Self::Personal(name) => name,
            Self::Assessments => "assessments",
        };
        Expr::col((Alias::new(table), Alias::new(column)).into_column_ref())
    }

    /// Who registered or noted it, and who was asked first.
    const fn recorders(self) -> Option<[&'static str; 2]> {
        match self {
            Self::Cases | Self::Mediated(..) => Some(["registered_by_id", "first_contact_id"]),
            Self::Visits => Some(["noted_by_id", "asked_person_id"]),
            Self::Precedents
            | Self::Supervision(_)
            | Self::OfCenter(_)
            | Self::Personal(_)
            | Self::Assessments => None,
        }
    }

    /// Whether its rows are those of cases, or looked at with their case.
    const fn is_of_cases(self) -> bool {
        matches!(self, Self::Cases | Self::Mediated(..))
    }

    /// The column that says of which case a row is; none for rows that belong to no one case.
    fn case_id(self) -> Option<Expr> {
        match self {
            Self::Cases | Self::Mediated(..) => Some(self.column("id")),
            Self::Supervision(CASE_TASKS) => Some(self.column("case_id")),
            Self::Visits
            | Self::Precedents
            | Self::Supervision(_)
            | Self::OfCenter(_)
            | Self::Personal(_)
            | Self::Assessments => None,
        }
    }

    /// Rows of cases that are among `ids`.
    fn of_case(self, ids: SelectStatement) -> Cond {
        let Some(case_id) = self.case_id() else { return Cond::all().add(nothing()) };
        Cond::all().add(case_id.in_subquery(ids))
    }

    /// Rows of cases that are restricted, or of those that are not. In so many words, because a
    /// database takes an index over some rows only where it can read that they are meant
    /// (`m20261126_000088_restrict_cases.rs`).
    fn restricted(self, is: bool) -> Cond {
        let one = match (self, is) {
            (Self::Cases | Self::Mediated(..), true) => Expr::cust(RESTRICTED),
            (Self::Cases | Self::Mediated(..), false) => self.column("restriction").is_null(),
            (Self::Supervision(CASE_TASKS), true) => {
                self.column("case_id").in_subquery(restricted())
            }
            (Self::Supervision(CASE_TASKS), false) => {
                self.column("case_id").not_in_subquery(restricted())
            }
            (
                Self::Visits
                | Self::Precedents
                | Self::Supervision(_)
                | Self::OfCenter(_)
                | Self::Personal(_)
                | Self::Assessments,
                true,
            ) => nothing(),
            (
                Self::Visits
                | Self::Precedents
                | Self::Supervision(_)
                | Self::OfCenter(_)
                | Self::Personal(_)
                | Self::Assessments,
                false,
            ) => return Cond::all(),
        };
        Cond::all().add(one)
    }

    /// What the person has in hand: visits, what they mediate, and what is their own.
    fn held(self, actor: &Actor) -> Cond {
        let one = match self {
            Self::Visits => self.column("owner_person_id").eq(actor.person_id),
            Self::Personal(_) | Self::Assessments => self.column("person_id").eq(actor.person_id),
            Self::Mediated(table, session) => {
                Expr::col((Alias::new(table), Alias::new(session)).into_column_ref())
                    .in_subquery(mediated(actor))
            }
            Self::Cases | Self::Precedents | Self::Supervision(_) | Self::OfCenter(_) => nothing(),
        };
        Cond::all().add(one)
    }
}

/// The rows of `table` in a region and what lies below it.
fn in_region(table: Table, root: &str) -> Cond {
    let code = table.column("region_code");
    if table.is_of_cases() { starts_below(&code, root, TOWNSHIP) } else { below(&code, root) }
}

/// The rows an application's limits leave: [`Limits::admits`] as a predicate.
fn limited(limits: &Limits, table: Table) -> Cond {
    let region = limits.region_code.as_deref().map(|root| in_region(table, root));
    let restriction = (!limits.sees_restricted).then(|| table.restricted(false));
    let types = (!limits.type_prefixes.is_empty()).then(|| {
        // Only cases are of a type.
        let none = Cond::any().add(nothing());
        if !table.is_of_cases() {
            return none;
        }
        let code = table.column("type_code");
        limits.type_prefixes.iter().fold(none, |any, prefix| any.add(below(&code, prefix)))
    });
    Cond::all().add_option(region).add_option(restriction).add_option(types)
}

fn predicate(condition: &Condition, actor: &Actor, table: Table) -> Cond {
    let one = |expr: SimpleExpr| Cond::all().add(expr);
    let column = |name: &str| table.column(name);
    // Departments have parts in cases only, and hands only visits.
    let led_by = actor.department_id.filter(|_| table.is_of_cases());
    let hands = table == Table::Visits;
    let addressed =
        matches!(table, Table::Supervision(_) | Table::Personal(_) | Table::Assessments);
    match condition {
        Condition::Always => Cond::all(),
        Condition::RegionSubtree => match actor.region_code.as_deref() {
            Some(root) => in_region(table, root),
            None => one(nothing()),
        },
        Condition::OwnCenter => match actor.center_id {
            Some(id) => one(column("center_id").eq(id)),
            None => one(nothing()),
        },
        Condition::LeadDepartment => match led_by {
            Some(id) => one(column("lead_department_id").eq(id)),
            None => one(nothing()),
        },
        Condition::AssistDepartment => match led_by {
            Some(id) => one(column("id").in_subquery(assisted(id))),
            None => one(nothing()),
        },
        Condition::NotHandlingUnit => match led_by {
            Some(id) => Cond::all()
                .add(
                    Cond::any()
                        .add(column("lead_department_id").is_null())
                        .add(column("lead_department_id").ne(id)),
                )
                .add(column("id").not_in_subquery(assisted(id))),
            None => Cond::all(),
        },
        Condition::OwnRecord => match table.recorders() {
            Some(columns) => actor
                .own_ids()
                .flat_map(|id| columns.map(|name| column(name).eq(id)))
                .fold(Cond::any(), Cond::add),
            None => one(nothing()),
        },
        Condition::AddressedDepartment => match actor.department_id.filter(|_| addressed) {
            Some(id) => one(column("department_id").eq(id)),
            None => one(nothing()),
        },
        Condition::NotAddressedDepartment if !addressed => one(nothing()),
        Condition::NotAddressedDepartment => match actor.department_id {
            Some(id) => one(column("department_id").ne(id)),
            None => Cond::all(),
        },
        Condition::Held => table.held(actor),
        Condition::Offered if hands => Cond::any()
            .add(column("offered_person_id").eq(actor.person_id))
            .add_option(actor.department_id.map(|id| column("offered_department_id").eq(id))),
        Condition::Unrestricted => table.restricted(false),
        Condition::Restricted => table.restricted(true),
        Condition::InCharge => table.of_case(in_charge(actor)),
        Condition::Supervised => table.of_case(supervised()),
        Condition::HeadOfDepartment if table == Table::Assessments => {
            one(column("unit_id").in_subquery(headed(actor)))
        }
        Condition::Offered | Condition::HeadOfDepartment => one(nothing()),
        Condition::All(conditions) => {
            conditions.iter().fold(Cond::all(), |all, c| all.add(predicate(c, actor, table)))
        }
        Condition::Any(conditions) => conditions
            .iter()
            .fold(Cond::any().add(nothing()), |any, c| any.add(predicate(c, actor, table))),
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
        // Tallies count what is not restricted.
        Condition::Always | Condition::Unrestricted => rows(Cond::all()),
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
        Condition::NotHandlingUnit
        | Condition::OwnRecord
        | Condition::Held
        | Condition::Offered
        | Condition::InCharge
        | Condition::Supervised
        | Condition::HeadOfDepartment => None,
        Condition::Restricted
        | Condition::AddressedDepartment
        | Condition::NotAddressedDepartment => none(),
        Condition::All(conditions) if conditions.contains(&Condition::Restricted) => none(),
        Condition::Any(conditions) if conditions.contains(&Condition::Unrestricted) => {
            rows(Cond::all())
        }
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

/// The sessions the person mediates, or whom they replace.
fn mediated(actor: &Actor) -> SelectStatement {
    let column = |name: &str| Expr::col(Alias::new(name));
    Query::select()
        .column(Alias::new("mediation_id"))
        .from(Alias::new("mediation_mediators"))
        .and_where(column("person_id").is_in(actor.own_ids()))
        .take()
}

/// The departments the person heads.
fn headed(actor: &Actor) -> SelectStatement {
    let column = |name: &str| Expr::col(Alias::new(name));
    Query::select()
        .column(Alias::new("department_id"))
        .from(Alias::new("department_heads"))
        .and_where(column("person_id").eq(actor.person_id))
        .and_where(column("ended_at").is_null())
        .take()
}

/// The cases that are restricted.
fn restricted() -> SelectStatement {
    Query::select()
        .column((Alias::new("cases"), Alias::new("id")))
        .from(Alias::new("cases"))
        .and_where(Expr::cust(RESTRICTED))
        .take()
}

/// The cases of which the person is the leader in charge.
fn in_charge(actor: &Actor) -> SelectStatement {
    let column = |name: &str| Expr::col(Alias::new(name));
    Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("cases"))
        .and_where(column("charge_leader_id").is_in(actor.own_ids()))
        .take()
}

/// The cases under a supervision order that is not settled: neither accepted nor cancelled.
fn supervised() -> SelectStatement {
    let column = |name: &str| Expr::col(Alias::new(name));
    let open = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("supervision_orders"))
        .and_where(column("state").is_in(["issued", "replied"]))
        .take();
    Query::select()
        .column(Alias::new("case_id"))
        .from(Alias::new("supervision_order_cases"))
        .and_where(column("order_id").in_subquery(open))
        .take()
}

/// The cases in which a department assists under a referral that is in force.
fn assisted(department_id: uuid::Uuid) -> SelectStatement {
    let column = |name: &str| Expr::col(Alias::new(name));
    Query::select()
        .column(Alias::new("case_id"))
        .from(Alias::new("case_referrals"))
        .and_where(column("department_id").eq(department_id))
        .and_where(column("kind").eq("assist"))
        .and_where(column("state").is_not_in(["returned", "superseded"]))
        .take()
}
