use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::definition::{ReportBreakdown, ReportCode, ReportUnit};
use super::figures::Month;
use crate::features::agreements::workflow::AgreementState;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::dto::{CaseSummary, CenterRef, RegionRef};
use crate::features::cases::model::{CaseStatus, Channel, Level, Outcome};
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::platform::error::Invalid;
use crate::platform::http::Count;
use crate::platform::words::words;

/// Whether a text is a month, such as `2026-03`.
pub fn is_month(text: &str) -> Result<(), Invalid> {
    match Month::read(text) {
        Some(_) => Ok(()),
        None => Err(Invalid::new("pattern")),
    }
}

words! {
    /// What of a closed month is meant.
    ReportKnownAt {
        /// As it was when the month was closed.
        Closing = "closing";
        /// As it is known now.
        Now = "now";
        /// What has become known since.
        Since = "since";
    }
}

/// Which month of a report, and of which region.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportFilter {
    /// The month, in China's time zone.
    #[validate(custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-03")]
    pub month: String,
    /// Only a region and all below it.
    #[serde(default)]
    pub region_id: Option<Uuid>,
}

/// Which cell of a report.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportRowFilter {
    /// The month.
    #[validate(custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-03")]
    pub month: String,
    /// The cell.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50, example = "entered")]
    pub cell: String,
    /// The item it is broken down by; all of them unless given.
    #[serde(default)]
    #[validate(length(min = 1, max = 20))]
    #[param(min_length = 1, max_length = 20)]
    pub item: Option<String>,
    /// Of a closed month: as it was then (the default), as it is now, or what came since.
    #[serde(default)]
    #[param(inline)]
    pub known_at: Option<ReportKnownAt>,
    /// Only a region and all below it.
    #[serde(default)]
    pub region_id: Option<Uuid>,
    /// Rows a page, 50 unless given.
    #[serde(default)]
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A case behind a cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportRow {
    /// The case, as it is now.
    pub case: CaseSummary,
    /// How often it counts; of what came since, less than nothing where it counts no more.
    #[schema(example = 1)]
    pub times: i64,
    /// How many people it counts.
    #[schema(example = 2)]
    pub people: i64,
    /// How much money it counts, in fen.
    #[schema(example = 1_000_000)]
    pub amount_fen: i64,
}

/// A part of a cell that is broken down.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportItemView {
    /// The channel, class or type; `none`: unclassified.
    #[schema(example = "walk_in")]
    pub code: String,
    /// Its name.
    #[schema(example = "来访")]
    pub name: String,
    /// Its figure.
    pub value: Option<i64>,
    /// Of a closed month, what it would be now.
    pub now: Option<i64>,
    /// The cases behind it, below the base path.
    pub rows: Option<String>,
}

/// A cell with what is needed to trust it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportCellView {
    /// Its code.
    #[schema(example = "entered")]
    pub code: String,
    /// The part of the report it stands in.
    #[schema(example = "stock")]
    pub section: String,
    /// Its name.
    #[schema(example = "本月受理")]
    pub name: String,
    /// What it counts, in words.
    #[schema(example = "本月登记的案件")]
    pub definition: String,
    /// What it counts.
    pub unit: ReportUnit,
    /// The figure, as closed where the month is; null for a share of nothing.
    #[schema(example = 12)]
    pub value: Option<i64>,
    /// Of a closed month, what it would be now.
    pub now: Option<i64>,
    /// By how much that differs.
    pub difference: Option<i64>,
    /// Cells it must be read with.
    #[schema(example = json!(["reentered"]))]
    pub companions: Vec<String>,
    /// By what it is broken down.
    pub by: Option<ReportBreakdown>,
    /// Its parts, each of them, also those of nothing.
    pub items: Vec<ReportItemView>,
    /// The cases behind it, below the base path; of a share those it is taken of.
    #[schema(example = "/reports/monthly/rows?month=2026-03&cell=entered")]
    pub rows: Option<String>,
}

/// A closed month (月结).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportClosingView {
    /// Its id.
    pub id: Uuid,
    /// The month.
    #[schema(example = "2026-03")]
    pub month: String,
    /// The county.
    pub region: RegionRef,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// By whom.
    pub closed_by: PersonRef,
    /// The version of the definitions it was closed under.
    #[schema(minimum = 1, example = 1)]
    pub definition_version: i32,
    /// SHA-256 over its figures in canonical JSON.
    pub figures_hash: String,
    /// Whether the kept figures still have that hash; only where one closing is read.
    pub is_intact: Option<bool>,
}

/// A month of a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportView {
    /// Which report.
    pub code: ReportCode,
    /// Its name.
    #[schema(example = "矛盾纠纷排查化解月报表")]
    pub name: String,
    /// The version of its definitions.
    #[schema(minimum = 1, example = 1)]
    pub definition_version: i32,
    /// What they rest on.
    pub source: String,
    /// The month.
    #[schema(example = "2026-03")]
    pub month: String,
    /// The region asked for.
    pub region: Option<RegionRef>,
    /// Whose cases are counted, in words.
    #[schema(example = "在本辖区内，或由本中心负责")]
    pub scope: String,
    /// Up to when what happened is counted.
    pub as_of: DateTime<Utc>,
    /// Whether nothing that happened waits to be counted.
    pub is_current: bool,
    /// The closing, where the month is closed.
    pub closing: Option<ReportClosingView>,
    /// The closing of the month before, whose stock is carried over.
    pub carried_from: Option<ReportClosingView>,
    /// The cells in their order.
    pub cells: Vec<ReportCellView>,
    /// What the caller may do.
    #[schema(example = json!(["close"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A report there is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportHead {
    /// Its code.
    pub code: ReportCode,
    /// The version of its definitions.
    #[schema(minimum = 1, example = 1)]
    pub definition_version: i32,
    /// The first day it is for.
    pub valid_from: NaiveDate,
    /// Its name.
    pub name: String,
    /// What it rests on.
    pub source: String,
    /// How many cells it has.
    #[schema(minimum = 1, example = 28)]
    pub cells: usize,
}

/// A row of the cross-walk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CrosswalkRowView {
    /// A case type, or the beginning of its code.
    #[schema(example = "0502")]
    pub from: String,
    /// Its class.
    #[schema(example = "13")]
    pub to: String,
    /// The name of the class.
    #[schema(example = "医疗纠纷")]
    pub to_name: String,
}

/// From case types to the types of another statistic (对照表).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CrosswalkView {
    /// Its name.
    #[schema(example = "mediation_type")]
    pub code: String,
    /// Its version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// The first day it is for.
    pub valid_from: NaiveDate,
    /// What it starts from.
    pub from: String,
    /// What it leads to.
    pub to: String,
    /// What it rests on.
    pub source: String,
    /// What it says; the longest beginning of a code decides.
    pub rows: Vec<CrosswalkRowView>,
}

/// Which month to close.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseMonthRequest {
    /// The month; it must be over.
    #[validate(custom(function = "is_month"))]
    #[schema(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-02")]
    pub month: String,
}

/// Which cases stand in the screening ledger.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ScreeningFilter {
    /// Registered on this day (UTC+8) or later.
    #[validate(custom(function = "in_calendar"))]
    pub from: Option<NaiveDate>,
    /// Registered on this day (UTC+8) or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub to: Option<NaiveDate>,
    /// Only a region and all below it.
    pub region_id: Option<Uuid>,
    /// 事件类型: a code or its first digits.
    #[validate(length(min = 1, max = 10))]
    #[param(min_length = 1, max_length = 10)]
    pub type_code: Option<String>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A line of the screening ledger (矛盾纠纷排查化解台账). Names are always masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScreeningRow {
    /// The case.
    pub id: Uuid,
    /// 一案一码.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// 登记时间.
    pub registered_at: DateTime<Utc>,
    /// 排查人员（主责人）: who took it up first, or else registered it; none where its citizen did.
    pub screened_by: Option<PersonRef>,
    /// 排查日期.
    pub screened_on: NaiveDate,
    /// 排查单位: the centre in charge.
    pub center: CenterRef,
    /// 属地.
    pub region: RegionRef,
    /// 来源渠道.
    pub channel: Channel,
    /// 事项.
    pub title: String,
    /// 当事人, masked.
    #[schema(example = json!(["张*"]))]
    pub parties: Vec<String>,
    /// 事件类型.
    pub type_code: Option<String>,
    /// Its name.
    pub type_name: Option<String>,
    /// 规模, code set `case_scale`.
    pub scale_code: Option<String>,
    /// Its name.
    pub scale_name: Option<String>,
    /// 简要情况, the parties hidden; null of a restricted matter.
    pub narrative: Option<String>,
    /// 等级.
    pub level: Option<Level>,
    /// 涉及人数.
    pub people_count: Option<i32>,
    /// 涉及金额, in fen.
    pub amount_fen: Option<i64>,
    /// 主办单位.
    pub lead_department: Option<DepartmentRef>,
    /// 责任人: who signed for it or reported its result, last.
    pub responsible: Option<PersonRef>,
    /// 包案领导.
    pub charge_leader: Option<PersonRef>,
    /// 化解措施: the result as reported, or the last progress, the parties hidden; null of a restricted
    /// matter.
    pub measures: Option<String>,
    /// 办理状态.
    pub status: CaseStatus,
    /// 办理时限.
    pub due_at: Option<DateTime<Utc>>,
    /// 化解结果.
    pub outcome: Option<Outcome>,
    /// 化解方式, code set `resolution_method`.
    pub method_code: Option<String>,
    /// Its name.
    pub method_name: Option<String>,
    /// 协议编号 and 履行情况 of its agreements.
    pub agreements: Vec<ScreeningAgreement>,
    /// 回访/满意度: what was said at the last callback that reached somebody.
    #[schema(example = "已解决，受到公正对待")]
    pub answer: Option<String>,
    /// 备注: returns, parts, a sealed dossier.
    pub remark: Option<String>,
    /// 结案时间.
    pub closed_at: Option<DateTime<Utc>>,
}

/// An agreement of a case in the screening ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScreeningAgreement {
    /// 协议编号.
    #[schema(example = "MA990101-2026-000001")]
    pub agreement_no: String,
    /// 履行情况.
    pub state: AgreementState,
}

/// A file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Workbook(pub Vec<u8>);
