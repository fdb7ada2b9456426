//! The actions as they come from callers, with their bodies.

use super::dto::{
    AddAssistRequest, ClassifyCaseRequest, DecideExtensionRequest, DecideSuspensionRequest,
    DeclineCaseRequest, DispatchCaseRequest, MergeCaseRequest, RecordCallbackRequest,
    RecordProcedureRequest, RemoveAssistRequest, RequestExtensionRequest, RequestSuspensionRequest,
    ResolveCaseRequest, RestrictCaseRequest, ReturnAssistRequest, ReturnCaseRequest,
    RuleCaseRequest, SuspendCaseRequest, TakeChargeRequest, TransferLevelRequest,
};
use super::split::Splitting;
use super::workflow::CaseAction;

/// An action as it comes from a caller.
#[derive(Debug, Clone)]
pub enum Request {
    /// 分类定级
    Classify(ClassifyCaseRequest),
    /// 转办
    Dispatch(DispatchCaseRequest),
    /// 签收
    Sign(Option<String>),
    /// 退回
    Return(ReturnCaseRequest),
    /// 裁定
    Rule(RuleCaseRequest),
    /// 增加协办
    AddAssist(AddAssistRequest),
    /// 协办办结
    CompleteAssist(String),
    /// 退回协办
    ReturnAssist(ReturnAssistRequest),
    /// 撤销协办
    RemoveAssist(RemoveAssistRequest),
    /// 中止
    Suspend(SuspendCaseRequest),
    /// 申请中止
    RequestSuspension(RequestSuspensionRequest),
    /// 审批中止
    DecideSuspension(DecideSuspensionRequest),
    /// 登记法定程序
    RecordProcedure(RecordProcedureRequest),
    /// 恢复
    Resume(Option<String>),
    /// 申请延期
    RequestExtension(RequestExtensionRequest),
    /// 审批延期
    DecideExtension(DecideExtensionRequest),
    /// 上报、下派
    TransferLevel(TransferLevelRequest),
    /// 包案
    TakeCharge(TakeChargeRequest),
    /// 并案
    Merge(MergeCaseRequest),
    /// 撤销并案
    Unmerge(Option<String>),
    /// 拆分
    Split(Splitting),
    /// 撤销拆分
    Unsplit(Option<String>),
    /// 报告进展
    ReportProgress(String),
    /// 办结申报
    Resolve(ResolveCaseRequest),
    /// 审核通过
    AcceptResolution(Option<String>),
    /// 审核退回
    RejectResolution(String),
    /// 回访
    RecordCallback(RecordCallbackRequest),
    /// 结案
    Close(String),
    /// 归档
    Archive(Option<String>),
    /// 重新办理
    Reopen(String),
    /// 不予受理
    Decline(DeclineCaseRequest),
    /// 撤回
    Withdraw(String),
    /// 限制知悉
    Restrict(RestrictCaseRequest),
    /// 解除限制知悉
    LiftRestriction(String),
}

impl Request {
    pub(super) const fn splitting(&self) -> Option<&Splitting> {
        if let Self::Split(splitting) = self { Some(splitting) } else { None }
    }

    /// The row of the state machine it asks for.
    pub const fn action(&self) -> CaseAction {
        match self {
            Self::Classify(_) => CaseAction::Classify,
            Self::Dispatch(_) => CaseAction::Dispatch,
            Self::Sign(_) => CaseAction::Sign,
            Self::Return(_) => CaseAction::Return,
            Self::Rule(_) => CaseAction::Rule,
            Self::AddAssist(_) => CaseAction::AddAssist,
            Self::CompleteAssist(_) => CaseAction::CompleteAssist,
            Self::ReturnAssist(_) => CaseAction::ReturnAssist,
            Self::RemoveAssist(_) => CaseAction::RemoveAssist,
            Self::Suspend(_) => CaseAction::Suspend,
            Self::RequestSuspension(_) => CaseAction::RequestSuspension,
            Self::DecideSuspension(_) => CaseAction::DecideSuspension,
            Self::RecordProcedure(_) => CaseAction::RecordProcedure,
            Self::Resume(_) => CaseAction::Resume,
            Self::RequestExtension(_) => CaseAction::RequestExtension,
            Self::DecideExtension(_) => CaseAction::DecideExtension,
            Self::TransferLevel(_) => CaseAction::TransferLevel,
            Self::TakeCharge(_) => CaseAction::TakeCharge,
            Self::Merge(_) => CaseAction::Merge,
            Self::Unmerge(_) => CaseAction::Unmerge,
            Self::Split(_) => CaseAction::Split,
            Self::Unsplit(_) => CaseAction::Unsplit,
            Self::ReportProgress(_) => CaseAction::ReportProgress,
            Self::Resolve(_) => CaseAction::Resolve,
            Self::AcceptResolution(_) => CaseAction::AcceptResolution,
            Self::RejectResolution(_) => CaseAction::RejectResolution,
            Self::RecordCallback(_) => CaseAction::RecordCallback,
            Self::Close(_) => CaseAction::Close,
            Self::Archive(_) => CaseAction::Archive,
            Self::Reopen(_) => CaseAction::Reopen,
            Self::Decline(_) => CaseAction::Decline,
            Self::Withdraw(_) => CaseAction::Withdraw,
            Self::Restrict(_) => CaseAction::Restrict,
            Self::LiftRestriction(_) => CaseAction::LiftRestriction,
        }
    }
}
