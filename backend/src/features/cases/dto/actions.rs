//! The bodies of the actions, one a verb.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::cases::model::{Level, Outcome, Procedure, RestrictionClass};
use crate::platform::error::not_blank;

macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($body:tt)* }) => {
        #[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
        #[serde(deny_unknown_fields)]
        $(#[$doc])*
        pub struct $name { $($body)* }
    };
}

request! {
    /// 分类定级.
    #[schema(example = json!({ "type_code": "0203", "level": "ordinary" }))]
    ClassifyCaseRequest {
        /// Code set `case_type`.
        #[validate(length(min = 1, max = 16))]
        #[schema(min_length = 1, max_length = 16)]
        pub type_code: String,
        /// 等级.
        pub level: Level,
        /// Code set `case_scale`.
        #[validate(length(max = 16))]
        #[schema(max_length = 16)]
        pub scale_code: Option<String>,
        /// Why.
        #[validate(length(max = 500))]
        #[schema(max_length = 500)]
        pub reason: Option<String>,
    }
}

request! {
    /// 转办.
    #[schema(example = json!({ "lead_department_id": "018f0000-0000-7000-8000-000000000001", "note": "请依法办理" }))]
    DispatchCaseRequest {
        /// 主办单位.
        pub lead_department_id: Uuid,
        /// 协办单位.
        #[validate(length(max = 20))]
        #[serde(default)]
        #[schema(max_items = 20)]
        pub assist_department_ids: Vec<Uuid>,
        /// 协办单位, each with its task and, where one is agreed, its day; beside those that are only
        /// named.
        #[validate(length(max = 20), nested)]
        #[serde(default)]
        #[schema(max_items = 20)]
        pub assists: Vec<AddAssistRequest>,
        /// 等级, when it changes.
        pub level: Option<Level>,
        /// 分流去向: mediation, statutory window, department, township, petition.
        #[validate(length(max = 50))]
        #[schema(max_length = 50)]
        pub route: Option<String>,
        /// To the departments.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub note: Option<String>,
    }
}

request! {
    /// 签收.
    #[schema(example = json!({}))]
    SignCaseRequest {
        /// Anything to add.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub note: Option<String>,
    }
}

request! {
    /// 退回.
    #[schema(example = json!({ "ground_code": "01", "note": "不属于本单位法定职责" }))]
    ReturnCaseRequest {
        /// The legal ground, code set `return_ground`.
        #[validate(length(min = 1, max = 16))]
        #[schema(min_length = 1, max_length = 16)]
        pub ground_code: String,
        /// The ground in words, with the article.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub note: String,
        /// Who is competent instead.
        pub suggested_department_id: Option<Uuid>,
    }
}

request! {
    /// 裁定.
    #[schema(example = json!({ "lead_department_id": "018f0000-0000-7000-8000-000000000001", "reason": "依职责清单由其主办" }))]
    RuleCaseRequest {
        /// Who leads from now on.
        pub lead_department_id: Uuid,
        /// Why.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
        /// 兜底: nobody is competent, and somebody must do it.
        #[serde(default)]
        pub fallback: bool,
    }
}

request! {
    /// 报告进展.
    #[schema(example = json!({ "note": "已约双方到场协商" }))]
    ReportCaseProgressRequest {
        /// What was done.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub note: String,
    }
}

request! {
    /// 办结申报.
    #[schema(example = json!({ "outcome": "solved", "method_code": "02", "summary": "双方达成调解协议并已履行。" }))]
    ResolveCaseRequest {
        /// How it ended.
        pub outcome: Outcome,
        /// 化解方式, code set `resolution_method`.
        #[validate(length(min = 1, max = 16))]
        #[schema(min_length = 1, max_length = 16)]
        pub method_code: String,
        /// What was done and what came of it.
        #[validate(length(min = 1, max = 10_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 10_000)]
        pub summary: String,
        /// For a supervisor: why an assistant need not be waited for.
        #[validate(length(max = 500))]
        #[schema(max_length = 500)]
        pub reason: Option<String>,
    }
}

request! {
    /// 审核通过.
    #[schema(example = json!({}))]
    AcceptResolutionRequest {
        /// Anything to add.
        #[validate(length(max = 500))]
        #[schema(max_length = 500)]
        pub reason: Option<String>,
    }
}

request! {
    /// An action that needs its reason.
    #[schema(example = json!({ "reason": "材料不全，请补充" }))]
    ReasonRequest {
        /// Why.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 回访. The two questions are separate; both may stay unanswered when nobody was reached.
    #[schema(example = json!({ "reached": true, "solved": true, "fairly_treated": true }))]
    RecordCallbackRequest {
        /// Whether the citizen was reached.
        pub reached: bool,
        /// Whether it is solved; required when reached.
        pub solved: Option<bool>,
        /// Whether the citizen feels fairly treated.
        pub fairly_treated: Option<bool>,
        /// What the citizen said.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub comment: Option<String>,
    }
}

request! {
    /// 归档.
    #[schema(example = json!({}))]
    ArchiveCaseRequest {
        /// Anything to add.
        #[validate(length(max = 500))]
        #[schema(max_length = 500)]
        pub note: Option<String>,
    }
}

request! {
    /// 不予受理.
    #[schema(example = json!({ "ground_code": "01", "told_applicant": "已告知向人民法院起诉" }))]
    DeclineCaseRequest {
        /// The ground, code set `decline_ground`.
        #[validate(length(min = 1, max = 16))]
        #[schema(min_length = 1, max_length = 16)]
        pub ground_code: String,
        /// What the citizen was told: where to go instead.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub told_applicant: String,
    }
}

request! {
    /// 增加协办.
    #[schema(example = json!({ "department_id": "018f0000-0000-7000-8000-000000000001", "task": "核实用工情况", "due_on": null }))]
    AddAssistRequest {
        /// 协办单位.
        pub department_id: Uuid,
        /// What it is asked to do.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub task: String,
        /// By when; absent: the limit of the rule. Not before tomorrow.
        pub due_on: Option<NaiveDate>,
    }
}

request! {
    /// 协办办结.
    #[schema(example = json!({ "result": "已核实，确有拖欠" }))]
    CompleteAssistRequest {
        /// What came of it.
        #[validate(length(min = 1, max = 10_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 10_000)]
        pub result: String,
    }
}

request! {
    /// 退回协办.
    #[schema(example = json!({ "ground_code": "01", "note": "该事项不属于本单位职责" }))]
    ReturnAssistRequest {
        /// The legal ground, code set `return_ground`.
        #[validate(length(min = 1, max = 16))]
        #[schema(min_length = 1, max_length = 16)]
        pub ground_code: String,
        /// The ground in words, with the article.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub note: String,
    }
}

request! {
    /// 撤销协办.
    #[schema(example = json!({ "department_id": "018f0000-0000-7000-8000-000000000001", "reason": "经核实无需该单位协办" }))]
    RemoveAssistRequest {
        /// 协办单位.
        pub department_id: Uuid,
        /// Why it is not needed.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 中止.
    #[schema(example = json!({ "reason_code": "procedure", "procedure": "labour_arbitration", "external_no": "县劳人仲案（2026）12 号" }))]
    SuspendCaseRequest {
        /// Code set `suspend_reason`.
        #[validate(length(min = 1, max = 32))]
        #[schema(min_length = 1, max_length = 32)]
        pub reason_code: String,
        /// The procedure of the law; required for the reason `procedure`.
        pub procedure: Option<Procedure>,
        /// Its number there.
        #[validate(length(min = 1, max = 100))]
        #[schema(min_length = 1, max_length = 100)]
        pub external_no: Option<String>,
        /// The day it was accepted there (受理之日), from which the limit of the law is counted; absent:
        /// not known yet, counted from today until it is recorded.
        pub accepted_on: Option<NaiveDate>,
        /// The day on which it goes on by itself; a supervisor may leave it open.
        pub until_on: Option<NaiveDate>,
        /// What the applicant was told, and anything to add.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub note: Option<String>,
    }
}

request! {
    /// 申请中止.
    #[schema(example = json!({ "reason_code": "appraisal", "reason": "等待司法鉴定，恢复时间尚不能确定" }))]
    RequestSuspensionRequest {
        /// Code set `suspend_reason`.
        #[validate(length(min = 1, max = 32))]
        #[schema(min_length = 1, max_length = 32)]
        pub reason_code: String,
        /// The procedure of the law; required for the reason `procedure`.
        pub procedure: Option<Procedure>,
        /// Its number there.
        #[validate(length(min = 1, max = 100))]
        #[schema(min_length = 1, max_length = 100)]
        pub external_no: Option<String>,
        /// The day it was accepted there (受理之日), from which the limit of the law is counted; absent:
        /// not known yet, counted from today until it is recorded.
        pub accepted_on: Option<NaiveDate>,
        /// The day on which it is to go on by itself; absent: for no named time.
        pub until_on: Option<NaiveDate>,
        /// Why it has to stand still for so long.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 审批中止.
    #[schema(example = json!({ "approve": true, "reason": "情况属实，同意中止" }))]
    DecideSuspensionRequest {
        /// Whether it is granted.
        pub approve: bool,
        /// Another day than was asked for; only where it is granted.
        pub until_on: Option<NaiveDate>,
        /// Why.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 登记法定程序. At least one of the day, the number and an extension.
    #[schema(example = json!({ "external_no": "县劳人仲案（2026）12 号" }))]
    RecordProcedureRequest {
        /// The day it was accepted there (受理之日): today or before.
        pub accepted_on: Option<NaiveDate>,
        /// Its number there.
        #[validate(length(min = 1, max = 100))]
        #[schema(min_length = 1, max_length = 100)]
        pub external_no: Option<String>,
        /// By how many days the organ in charge made its limit longer, within what the rule names.
        #[validate(range(min = 1, max = 3_660))]
        #[schema(minimum = 1, maximum = 3_660)]
        pub extended_days: Option<u16>,
        /// The day that was decided there, within the limit.
        pub extended_on: Option<NaiveDate>,
        /// Anything to add.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub note: Option<String>,
    }
}

request! {
    /// 恢复.
    #[schema(example = json!({ "note": "仲裁裁决已生效" }))]
    ResumeCaseRequest {
        /// Anything to add.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub note: Option<String>,
    }
}

request! {
    /// 申请延期.
    #[schema(example = json!({ "days": 3, "reason": "需现场勘查" }))]
    RequestExtensionRequest {
        /// In days of the limit's kind, at most the share of the limit the rule of the procedure allows.
        #[validate(range(min = 1, max = 3_660))]
        #[schema(minimum = 1, maximum = 3_660)]
        pub days: u16,
        /// Why, in words the applicant will read.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 审批延期.
    #[schema(example = json!({ "approve": true, "reason": "情况属实，同意延期" }))]
    DecideExtensionRequest {
        /// Whether it is granted.
        pub approve: bool,
        /// Why.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 上报、下派.
    #[schema(example = json!({ "to_center_id": "018f0000-0000-7000-8000-000000000001", "reason": "涉及县级部门，请求上级协调" }))]
    TransferLevelRequest {
        /// The centre in charge from now on: above or below this one.
        pub to_center_id: Uuid,
        /// Why.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub reason: String,
    }
}

request! {
    /// 包案.
    #[schema(example = json!({ "plan": "每周调度，月底前达成协议", "next_review_on": "2099-12-31" }))]
    TakeChargeRequest {
        /// What is to be done.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000)]
        pub plan: String,
        /// When it is looked at again: today or later.
        pub next_review_on: NaiveDate,
    }
}

request! {
    /// 并案.
    #[schema(example = json!({ "into_case_id": "018f0000-0000-7000-8000-000000000001", "reason": "同一事项重复登记" }))]
    MergeCaseRequest {
        /// The case it goes on in.
        pub into_case_id: Uuid,
        /// Why.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub reason: Option<String>,
    }
}

request! {
    /// 撤销并案.
    #[schema(example = json!({ "reason": "并非同一事项" }))]
    UnmergeCaseRequest {
        /// Why.
        #[validate(length(max = 2_000))]
        #[schema(max_length = 2_000)]
        pub reason: Option<String>,
    }
}

request! {
    /// 限制知悉.
    #[schema(example = json!({ "class": "minors", "reason": "涉及未成年人，限制知悉范围" }))]
    RestrictCaseRequest {
        /// What kind of matter it is.
        pub class: RestrictionClass,
        /// Why; no personal data, it goes into the ledger.
        #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 500)]
        pub reason: String,
    }
}
