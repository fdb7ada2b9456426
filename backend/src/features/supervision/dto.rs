use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::ladder::Step;
use super::workflow::OrderState;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::dto::{CenterRef, DepartmentRef, HolderView};
use crate::features::cases::model::CaseStatus;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{Invalid, not_blank};
use crate::platform::http::Count;
use crate::platform::words::words;

/// A case to be put under supervision.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupervisedCaseRequest {
    /// The case, within the caller's scope.
    pub case_id: Uuid,
    /// The department that has to reply: the one that leads, unless an assistant is named.
    pub department_id: Option<Uuid>,
}

/// Cases to be put under supervision: one order for each department that has to reply.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueSupervisionOrdersRequest {
    /// The cases, of one department or of several.
    #[validate(length(min = 1, max = 100), nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub cases: Vec<SupervisedCaseRequest>,
    /// 督办事由: code set `supervision_ground`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "overdue")]
    pub ground_code: String,
    /// What is asked for. Names no citizen: letters are handed on.
    #[validate(length(min = 1, max = 4000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 4000, example = "请说明逾期原因，抓紧办理并书面回复")]
    pub text: String,
    /// The last day for the reply, a working day to come; three working days unless given.
    #[validate(custom(function = "in_calendar"))]
    pub reply_due_on: Option<NaiveDate>,
}

/// The reply of the department.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplySupervisionOrderRequest {
    /// What was done and what will be.
    #[validate(length(min = 1, max = 4000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 4000, example = "已约定三日内完成维修，专人跟进")]
    pub text: String,
}

/// Accepting a reply.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptSupervisionReplyRequest {
    /// What there is to say about it.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: Option<String>,
}

/// Sending a reply back.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectSupervisionReplyRequest {
    /// What is missing.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000, example = "未说明完成时间")]
    pub reason: String,
    /// The last day for another, a working day to come; three working days unless given.
    #[validate(custom(function = "in_calendar"))]
    pub reply_due_on: Option<NaiveDate>,
}

/// Cancelling an order.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelSupervisionOrderRequest {
    /// Why.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000, example = "案件已改派其他单位")]
    pub reason: String,
}

words! {
    /// Who issued an order.
    IssuerKind {
        /// A person, in the name of the centre.
        Person = "person";
        /// The ladder, or an automation rule, which is then named beside it.
        System = "system";
    }
}

words! {
    /// What was decided about a reply.
    Verdict {
        /// It was accepted.
        Accepted = "accepted";
        /// It was sent back.
        Rejected = "rejected";
    }
}

/// Who issued an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IssuerView {
    /// A person or the system.
    pub kind: IssuerKind,
    /// The person.
    pub person: Option<PersonRef>,
    /// The automation rule that issued it.
    pub rule: Option<OrderRuleView>,
    /// The centre in whose name it was.
    pub center: CenterRef,
}

/// The automation rule that issued an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderRuleView {
    /// Its id.
    pub id: Uuid,
    /// What it is called now.
    #[schema(example = "逾期未报进展督办")]
    pub name: String,
}

/// A case an order is about, as far as the reader may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisedCaseView {
    /// Its id.
    pub id: Uuid,
    /// 案号.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// What it is about.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
}

/// A reply and what was decided about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionReplyView {
    /// 1 for the first, one more after each rejection.
    #[schema(example = 1)]
    pub round: i32,
    /// By when it was due.
    pub due_on: NaiveDate,
    /// What was replied.
    pub text: String,
    /// When.
    pub replied_at: DateTime<Utc>,
    /// By whom.
    pub replied_by: PersonRef,
    /// Whether it came after its day.
    pub is_late: bool,
    /// What was decided; none yet.
    pub verdict: Option<Verdict>,
    /// Why.
    pub verdict_reason: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<PersonRef>,
}

/// A row of the register of orders.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionOrderSummary {
    /// Its id.
    pub id: Uuid,
    /// 督办件编号.
    #[schema(example = "SO990101-20260302-000001")]
    pub order_no: String,
    /// Where it stands.
    pub state: OrderState,
    /// A person or the system.
    pub issuer_kind: IssuerKind,
    /// The centre in whose name it was issued.
    pub center: CenterRef,
    /// The department that has to reply.
    pub department: DepartmentRef,
    /// 督办事由: code set `supervision_ground`.
    #[schema(example = "overdue")]
    pub ground_code: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The last day for the reply.
    pub reply_due_on: NaiveDate,
    /// Whether that day has passed without one.
    pub is_overdue: bool,
    /// Whether any reply came after its day.
    pub was_late: bool,
    /// How often it was issued: 1, and one more after each rejected reply.
    #[schema(example = 1)]
    pub round: i32,
    /// How many cases it is about.
    #[schema(example = 1)]
    pub case_count: i32,
    /// Its cases where they are three at most; the order itself names all.
    pub cases: Vec<SupervisedCaseView>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A supervision order (督办件).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionOrderView {
    /// Its id.
    pub id: Uuid,
    /// 督办件编号.
    #[schema(example = "SO990101-20260302-000001")]
    pub order_no: String,
    /// Where it stands.
    pub state: OrderState,
    /// Who issued it.
    pub issuer: IssuerView,
    /// The department that has to reply.
    pub department: DepartmentRef,
    /// 督办事由: code set `supervision_ground`.
    #[schema(example = "overdue")]
    pub ground_code: String,
    /// What is asked for.
    pub text: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The last day for the reply.
    pub reply_due_on: NaiveDate,
    /// Whether that day has passed without one.
    pub is_overdue: bool,
    /// Whether any reply came after its day.
    pub was_late: bool,
    /// How often it was issued: 1, and one more after each rejected reply.
    #[schema(example = 1)]
    pub round: i32,
    /// How many cases it is about.
    #[schema(example = 1)]
    pub case_count: i32,
    /// Those of them the reader may see.
    pub cases: Vec<SupervisedCaseView>,
    /// The replies, oldest first.
    pub replies: Vec<SupervisionReplyView>,
    /// When a reply was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was closed: accepted, and its cases were handled.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do now.
    #[schema(example = json!(["reply"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not: verb → code of the table of problems.
    #[schema(example = json!({ "cancel": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// The orders a request made, one a department.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IssuedSupervisionOrders {
    /// In the order in which the request first names their departments.
    pub items: Vec<SupervisionOrderView>,
}

/// An order a request would make.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlannedOrderView {
    /// The department that would have to reply.
    pub department: DepartmentRef,
    /// The cases it would be about.
    pub cases: Vec<SupervisedCaseView>,
}

/// A row of a request that stands in its way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefusedCaseView {
    /// JSON pointer into the request.
    #[schema(example = "/cases/0/case_id")]
    pub pointer: String,
    /// Which case.
    pub case_id: Uuid,
    /// A code of the table of problems, or `duplicate`.
    #[schema(example = "supervision_order.case_unknown")]
    pub code: String,
    /// In words.
    pub detail: String,
}

/// What a request would do; nothing is stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionOrdersPreview {
    /// The orders it would make.
    pub orders: Vec<PlannedOrderView>,
    /// The rows that stand in its way; none: it would succeed.
    pub refused: Vec<RefusedCaseView>,
    /// By when replies would be due.
    pub reply_due_on: NaiveDate,
}

/// The orders of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum OrderSort {
    /// Newest first (the default).
    #[serde(rename = "-issued_at")]
    IssuedAtDesc,
    /// The reply that is due first.
    #[serde(rename = "reply_due_on")]
    ReplyDueOn,
}

/// Which orders to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SupervisionOrderFilter {
    /// In one of these states.
    #[param(explode = true)]
    pub state: Vec<OrderState>,
    /// Addressed to one of these departments.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    pub department_id: Vec<Uuid>,
    /// Whether the day for the reply has passed without one.
    pub overdue: Option<bool>,
    /// About this case.
    pub case_id: Option<Uuid>,
    /// The first characters of the number.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
    /// Newest first unless given.
    #[param(inline)]
    pub sort: Option<OrderSort>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Paging of the orders about one case.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CaseOrdersFilter {
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows; here they always are.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Paging of the steps of the ladder over the limits of one case.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CaseStepsFilter {
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows; here they always are.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Which limits on the ladder to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LadderFilter {
    /// The last step taken is one of these.
    #[param(explode = true)]
    pub step: Vec<Step>,
    /// It is the time of one of these departments.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    pub department_id: Vec<Uuid>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A running limit on the ladder: whose time it is, how far over, and what was done about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LadderLimitView {
    /// The limit's clock.
    pub id: Uuid,
    /// What it watches.
    pub clock_kind: ClockKind,
    /// The case.
    pub case: SupervisedCaseView,
    /// Whose time it is.
    pub department: DepartmentRef,
    /// Its last instant.
    pub due_at: DateTime<Utc>,
    /// Working days by which it is exceeded now.
    #[schema(example = 2)]
    pub working_days_over: u32,
    /// The last step taken.
    pub step: Step,
    /// Its id.
    pub step_id: Uuid,
    /// When.
    pub step_at: DateTime<Utc>,
    /// When the next one will be taken unless the limit ends or moves.
    pub next_step_at: Option<DateTime<Utc>>,
    /// The order that was issued for it.
    pub order_id: Option<Uuid>,
    /// Whose time the case has used, most first.
    pub holders: Vec<HolderView>,
    /// What the caller may do: `issue_order`.
    #[schema(example = json!(["issue_order"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// A step of the ladder that was taken over a limit of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupervisionStepView {
    /// Its id.
    pub id: Uuid,
    /// The limit's clock.
    pub clock_id: Uuid,
    /// What it watches.
    pub clock_kind: ClockKind,
    /// Which step.
    pub step: Step,
    /// Whose time it was.
    pub department: DepartmentRef,
    /// The last instant of the limit then.
    pub due_at: DateTime<Utc>,
    /// When the step was taken.
    pub at: DateTime<Utc>,
    /// Working days by which the limit was exceeded then.
    #[schema(example = 1)]
    pub working_days_over: i32,
    /// The order it made, or that was open already.
    pub order_id: Option<Uuid>,
}

/// Which bulletin to read.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BulletinFilter {
    /// The month in China, `YYYY-MM`.
    #[validate(length(equal = 7), custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-03")]
    pub month: String,
}

fn is_month(text: &str) -> Result<(), Invalid> {
    let first = format!("{text}-01").parse::<NaiveDate>().ok();
    // As the contract says: this century.
    let holds = first.is_some_and(|day| (2000..2100).contains(&chrono::Datelike::year(&day)));
    if holds { Ok(()) } else { Err(Invalid::new("month")) }
}

/// What a figure counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FigureView {
    /// The member of a row it explains.
    #[schema(example = "orders")]
    pub name: String,
    /// What is counted, in words.
    pub definition: String,
    /// One of what, in words.
    #[schema(example = "督办件")]
    pub unit: String,
}

/// The figures of a department, or of all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct BulletinFigures {
    /// Orders issued to it in the month.
    pub orders: u64,
    /// Of them, those whose day has passed without a reply.
    pub late: u64,
    /// Of them, those to which a reply came after its day.
    pub replied_late: u64,
    /// Cases that were put into the bulletin in the month: over their limit for as many working days
    /// as the county's ladder says.
    pub cases_over: u64,
}

/// A row of the bulletin.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulletinRow {
    /// The department.
    pub department: DepartmentRef,
    /// Its figures.
    pub figures: BulletinFigures,
}

/// 督办通报 of a month.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulletinView {
    /// The month.
    #[schema(example = "2026-03")]
    pub month: String,
    /// When the figures were counted.
    pub as_of: DateTime<Utc>,
    /// Over which orders and cases, in words.
    pub scope: String,
    /// What each figure counts.
    pub definitions: Vec<FigureView>,
    /// By department, most orders first.
    pub rows: Vec<BulletinRow>,
    /// Over all departments. A case counts once for each department whose time it was.
    pub total: BulletinFigures,
}
