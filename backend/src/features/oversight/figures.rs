//! What the page counts: each figure as the filter of a list, so that the list behind it is the
//! figure.

use crate::features::cases::dto::{CaseFilter, Queue};
use crate::features::cases::model::CaseStatus;
use crate::features::visits::dto::{VisitFilter, VisitState};
use crate::platform::lang::Lang;

/// Of which rows a figure is.
#[derive(Debug, Clone)]
pub(super) enum Rows {
    Cases(Box<CaseFilter>),
    Visits(Box<VisitFilter>),
}

/// A figure before it is counted.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) code: &'static str,
    pub(super) names: (&'static str, &'static str),
    pub(super) definitions: (&'static str, &'static str),
    pub(super) rows: Rows,
    /// The list, below the base path.
    pub(super) path: String,
}

impl Asked {
    pub(super) fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.names.0, self.names.1)
    }

    pub(super) fn definition(&self, lang: Lang) -> &'static str {
        lang.pick(self.definitions.0, self.definitions.1)
    }

    pub(super) const fn unit(&self) -> &'static str {
        match self.rows {
            Rows::Cases(_) => "case",
            Rows::Visits(_) => "visit",
        }
    }
}

/// `status=…` for every status in which somebody still has to work on a case.
pub(super) fn open_query() -> String {
    let each: Vec<_> =
        CaseStatus::open().map(|status| format!("status={}", status.as_str())).collect();
    each.join("&")
}

fn open_cases() -> CaseFilter {
    CaseFilter { status: CaseStatus::open().collect(), ..CaseFilter::default() }
}

fn queue(queue: Queue) -> (Rows, String) {
    let filter = CaseFilter { queue: Some(queue), ..CaseFilter::default() };
    (Rows::Cases(Box::new(filter)), format!("/cases?queue={}", queue.as_str()))
}

fn open_and(flag: &str, filter: CaseFilter) -> (Rows, String) {
    (Rows::Cases(Box::new(filter)), format!("/cases?{flag}&{}", open_query()))
}

fn visits(query: &str, filter: VisitFilter) -> (Rows, String) {
    (Rows::Visits(Box::new(filter)), format!("/visits?{query}"))
}

/// Puts one together.
fn figure(
    code: &'static str,
    names: (&'static str, &'static str),
    definitions: (&'static str, &'static str),
    (rows, path): (Rows, String),
) -> Asked {
    Asked { code, names, definitions, rows, path }
}

/// Every figure of the page, in its order.
pub(super) fn all() -> Vec<Asked> {
    let mut all = of_cases();
    all.extend(unseen());
    all
}

/// Cases in hand, and what is wrong with them.
fn of_cases() -> Vec<Asked> {
    vec![
        figure(
            "open",
            ("在办案件", "Open cases"),
            (
                "尚未结案、归档、撤回、不予受理或并案的案件",
                "Neither closed nor archived, withdrawn, declined or merged",
            ),
            (Rows::Cases(Box::new(open_cases())), format!("/cases?{}", open_query())),
        ),
        figure(
            "late",
            ("超期案件", "Late cases"),
            (
                "下一时限已过的在办案件；时限含已批准的延期",
                "Open cases past their next limit, granted extensions counted in",
            ),
            queue(Queue::Overdue),
        ),
        figure(
            "returned",
            ("退回待处理", "Returned"),
            (
                "被承办单位退回、等待改派或裁定的案件",
                "Returned by a unit and waiting to be sent again or ruled on",
            ),
            queue(Queue::Returned),
        ),
        figure(
            "ruling",
            ("待裁定", "Waiting for a ruling"),
            (
                "退回已达上限、只能由主任裁定的案件",
                "Returned so often that only the director moves it",
            ),
            queue(Queue::Ruling),
        ),
        figure(
            "ping_pong",
            ("推诿扯皮", "Back and forth"),
            (
                "在办案件中，经退回又转回曾承办单位的（退回关系成环）",
                "Open cases whose returns lead back to a unit that had them",
            ),
            open_and("is_ping_pong=true", CaseFilter { is_ping_pong: Some(true), ..open_cases() }),
        ),
        figure(
            "extensions",
            ("待审批延期", "Extensions to decide"),
            ("已申请延期、尚未审批的案件", "An extension was asked for and nobody has decided"),
            (
                Rows::Cases(Box::new(CaseFilter {
                    extension_pending: Some(true),
                    ..CaseFilter::default()
                })),
                "/cases?extension_pending=true".to_owned(),
            ),
        ),
        figure(
            "stops",
            ("待审批中止", "Stops to decide"),
            ("已申请中止、尚未审批的案件", "A stop was asked for and nobody has decided"),
            (
                Rows::Cases(Box::new(CaseFilter {
                    suspension_pending: Some(true),
                    ..CaseFilter::default()
                })),
                "/cases?suspension_pending=true".to_owned(),
            ),
        ),
    ]
}

/// What was recorded late, or never became a case.
fn unseen() -> Vec<Asked> {
    let open_visits = VisitFilter { state: vec![VisitState::Open], ..VisitFilter::default() };
    let overdue = VisitFilter { is_overdue: Some(true), ..open_visits.clone() };
    vec![
        figure(
            "recorded_late",
            ("迟登记", "Recorded late"),
            (
                "在办案件中，首问后超过登记时限才登记的",
                "Open cases registered later after being asked first than the limit allows",
            ),
            open_and(
                "is_recorded_late=true",
                CaseFilter { is_recorded_late: Some(true), ..open_cases() },
            ),
        ),
        figure(
            "visits_open",
            ("未登记来访来电", "Unregistered visits"),
            (
                "已有首问记录、尚未登记也未了结的来访来电",
                "Noted by who was asked first, neither registered nor closed",
            ),
            visits("state=open", open_visits),
        ),
        figure(
            "visits_overdue",
            ("逾期未登记", "Overdue visits"),
            (
                "其中超过登记时限的；没有登记即为违规",
                "Of these, past the limit for registration: a breach of first contact",
            ),
            visits("state=open&is_overdue=true", overdue),
        ),
    ]
}
