//! What notices tell, and in which words. Pure.

use super::params::Params;
use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// What kind of object a notice leads to.
    NoticeAboutKind {
        /// 案件.
        Case = "case";
        /// 督办件.
        SupervisionOrder = "supervision_order";
        /// 代班.
        Substitution = "substitution";
        /// 交办任务.
        CaseTask = "case_task";
        /// 接访日.
        ReceptionDay = "reception_day";
        /// 联调.
        Mediation = "mediation";
        /// 调解协议.
        Agreement = "agreement";
        /// 考核结果.
        Assessment = "assessment";
        /// 考核申诉.
        AssessmentAppeal = "assessment_appeal";
        /// 轮驻方案.
        RotationPlan = "rotation_plan";
        /// 换班.
        SwapRequest = "swap_request";
        /// 替班.
        StandIn = "stand_in";
        /// 请假.
        Leave = "leave";
        /// 事件推送.
        Webhook = "webhook";
    }
}

words! {
    /// What a notice tells.
    NoticeKind {
        Assigned = "assigned", "转办待签收", "Dispatched to us";
        AssistAssigned = "assist_assigned", "协办待签收", "Asked to assist";
        Returned = "returned", "被退回", "Returned";
        AwaitingRuling = "awaiting_ruling", "待裁定", "Waiting for a ruling";
        Ruled = "ruled", "已裁定", "Ruled";
        AutoSigned = "auto_signed", "到期自动签收", "Signed for at the limit";
        AssistCompleted = "assist_completed", "协办办结", "Assistance completed";
        AssistReturned = "assist_returned", "协办被退回", "Assistance returned";
        AssistEnded = "assist_ended", "协办终止", "Assistance ended";
        Suspended = "suspended", "已中止", "Suspended";
        SuspensionRequested = "suspension_requested", "中止待审批", "Stop asked for";
        SuspensionRefused = "suspension_refused", "不同意中止", "Stop refused";
        Resumed = "resumed", "已恢复", "Resumed";
        ExtensionRequested = "extension_requested", "延期待审批", "Extension asked for";
        ExtensionDecided = "extension_decided", "延期已审批", "Extension decided";
        Resolved = "resolved", "办结待审核", "Resolution to review";
        ResolutionRejected = "resolution_rejected", "办结被退回", "Resolution rejected";
        Rework = "rework", "回访未解决", "Not solved, to be worked on again";
        Reopened = "reopened", "重新办理", "Reopened";
        LevelTransferred = "level_transferred", "上报下派", "Handed to another level";
        TakenInCharge = "taken_in_charge", "领导包案", "A leader took charge";
        ReviewDue = "review_due", "包案研判到期", "Review of a case in charge";
        Merged = "merged", "已并案", "Merged";
        Unmerged = "unmerged", "撤销并案", "Merge undone";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
        RuleNoted = "rule_noted", "规则提示", "Noted by a rule";
        LimitRebased = "limit_rebased", "时限重算", "Limit counted anew";
        Reminded = "reminded", "到期提醒", "Limit ends soon";
        Urged = "urged", "催办", "Urged";
        BulletinListed = "bulletin_listed", "列入通报", "Listed in the bulletin";
        SupervisionOrdered = "supervision_ordered", "督办件待回复", "Supervision order to reply to";
        SupervisionReplied = "supervision_replied", "督办回复待认可", "Reply to an order to accept";
        SupervisionReplyAccepted = "supervision_reply_accepted", "督办回复已认可", "Reply accepted";
        SupervisionReplyRejected = "supervision_reply_rejected", "督办回复被退回", "Reply rejected";
        SupervisionCancelled = "supervision_cancelled", "督办已撤销", "Order cancelled";
        CitizenCommented = "citizen_commented", "群众补充说明", "The citizen added something";
        CitizenComplained = "citizen_complained", "群众投诉", "A citizen complained";
        RatedUnsolved = "rated_unsolved", "群众评价未解决", "Rated as not solved";
        MediationBooked = "mediation_booked", "调解安排", "Mediation booked";
        MediationMoved = "mediation_moved", "调解改期", "Mediation moved";
        MediationCancelled = "mediation_cancelled", "调解取消", "Mediation cancelled";
        MediatorMissing = "mediator_missing", "调解员回避待改派", "A mediator withdrew";
        MediationConcluded = "mediation_concluded", "调解结束", "Mediation concluded";
        AgreementReached = "agreement_reached", "达成协议", "Agreement reached";
        PerformanceReminded = "performance_reminded", "履行提醒", "Performance due soon";
        PerformanceOverdue = "performance_overdue", "逾期未履行", "Performance overdue";
        PerformanceBreached = "performance_breached", "拒不履行", "Agreement breached";
        ConfirmationReminded = "confirmation_reminded", "司法确认期限提醒", "Time for confirmation ends soon";
        ConfirmationAnswered = "confirmation_answered", "司法确认答复", "Confirmation answered";
        SubstituteNamed = "substitute_named", "代班安排", "Substitution";
        SubstituteRevoked = "substitute_revoked", "代班取消", "Substitution revoked";
        ChannelSilent = "channel_silent", "通知渠道中断", "A channel is silent";
        TaskSet = "task_set", "交办任务", "Task to do";
        TaskOverdue = "task_overdue", "交办任务逾期", "Task overdue";
        TaskDueSoon = "task_due_soon", "交办任务临期", "Task due soon";
        PromiseBroken = "promise_broken", "接访承诺逾期", "Promise broken";
        SwapAsked = "swap_asked", "接访对调待答复", "Asked to exchange reception days";
        SwapAnswered = "swap_answered", "接访对调已答复", "Exchange of reception days answered";
        ReceptionAhead = "reception_ahead", "接访提醒", "Reception ahead";
        AssessmentReady = "assessment_ready", "考核结果", "Assessment closed";
        AssessmentAppealMade = "assessment_appeal_made", "考核申诉待复核", "Appeal to decide on";
        AssessmentAppealDecided = "assessment_appeal_decided", "考核申诉已复核", "Appeal decided";
        RosterPublished = "roster_published", "轮值安排已发布", "Roster published";
        RosterChanged = "roster_changed", "轮值安排有变动", "Roster changed";
        RosterSwapAsked = "roster_swap_asked", "换班待答复", "Asked to swap turns";
        RosterSwapAgreed = "roster_swap_agreed", "换班待审批", "Swap to decide on";
        RosterSwapAnswered = "roster_swap_answered", "换班有进展", "Swap answered";
        StandInAsked = "stand_in_asked", "替班待审批", "Stand-in to decide on";
        StandInApproved = "stand_in_approved", "替班已批准", "Stand-in approved";
        StandInRefused = "stand_in_refused", "替班未批准", "Stand-in refused";
        StandInCancelled = "stand_in_cancelled", "替班已取消", "Stand-in cancelled";
        LeaveApproved = "leave_approved", "请假已批准", "Leave approved";
        LeaveRefused = "leave_refused", "请假未批准", "Leave refused";
        LeaveCancelled = "leave_cancelled", "请假已取消", "Leave cancelled";
        WebhookDisabled = "webhook_disabled", "事件推送已停用", "A webhook was disabled";
    }
}

words! {
    /// Kinds that are wanted or not wanted together.
    NoticeGroup {
        ToDo = "to_do", "待办", "To do";
        ToDecide = "to_decide", "待审", "To decide";
        Progress = "progress", "进展", "Progress";
        System = "system", "系统", "System";
    }
}

impl NoticeKind {
    /// The group it belongs to.
    pub const fn group(self) -> NoticeGroup {
        match self {
            Self::Assigned
            | Self::AssistAssigned
            | Self::Ruled
            | Self::ResolutionRejected
            | Self::Rework
            | Self::Reopened
            | Self::Reminded
            | Self::Urged
            | Self::AssistReturned
            | Self::SupervisionOrdered
            | Self::SupervisionReplyRejected
            | Self::ReviewDue
            | Self::CitizenCommented
            | Self::MediationBooked
            | Self::MediationMoved
            | Self::MediatorMissing
            | Self::PerformanceReminded
            | Self::PerformanceOverdue
            | Self::PerformanceBreached
            | Self::ConfirmationReminded
            | Self::TaskSet
            | Self::TaskOverdue
            | Self::TaskDueSoon
            | Self::PromiseBroken
            | Self::ReceptionAhead
            | Self::RosterPublished
            | Self::RosterChanged
            | Self::StandInApproved
            | Self::StandInCancelled
            | Self::RuleNoted => NoticeGroup::ToDo,
            Self::Returned
            | Self::AwaitingRuling
            | Self::SuspensionRequested
            | Self::ExtensionRequested
            | Self::Resolved
            | Self::LevelTransferred
            | Self::CitizenComplained
            | Self::RatedUnsolved
            | Self::SwapAsked
            | Self::AssessmentAppealMade
            | Self::RosterSwapAsked
            | Self::RosterSwapAgreed
            | Self::StandInAsked
            | Self::SupervisionReplied => NoticeGroup::ToDecide,
            Self::AutoSigned
            | Self::AssistCompleted
            | Self::AssistEnded
            | Self::Suspended
            | Self::SuspensionRefused
            | Self::Resumed
            | Self::ExtensionDecided
            | Self::TakenInCharge
            | Self::Merged
            | Self::Unmerged
            | Self::Withdrawn
            | Self::LimitRebased
            | Self::BulletinListed
            | Self::SupervisionReplyAccepted
            | Self::MediationCancelled
            | Self::MediationConcluded
            | Self::AgreementReached
            | Self::ConfirmationAnswered
            | Self::SwapAnswered
            | Self::AssessmentReady
            | Self::AssessmentAppealDecided
            | Self::RosterSwapAnswered
            | Self::StandInRefused
            | Self::LeaveApproved
            | Self::LeaveRefused
            | Self::LeaveCancelled
            | Self::SupervisionCancelled => NoticeGroup::Progress,
            Self::WebhookDisabled
            | Self::SubstituteNamed
            | Self::SubstituteRevoked
            | Self::ChannelSilent => NoticeGroup::System,
        }
    }

    /// Whether it leaves at any hour (domain 8.4: people are not to be called on when they rest).
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::ChannelSilent)
    }

    /// The notice in one sentence.
    pub fn sentence(self, params: &Params, lang: Lang) -> String {
        let (zh, en) = self.template();
        params.fill(lang.pick(zh, en))
    }

    /// The sentence with the names of its parts in braces; one that is missing is left out.
    #[expect(clippy::too_many_lines, reason = "one arm a kind")]
    const fn template(self) -> (&'static str, &'static str) {
        match self {
            Self::Assigned => (
                "案件 {case_no} 已转办到{department}，请签收",
                "Case {case_no} was dispatched to {department}; please sign for it",
            ),
            Self::AssistAssigned => (
                "案件 {case_no} 请{department}协办，请签收",
                "{department} is asked to assist in case {case_no}; please sign for it",
            ),
            Self::Returned => {
                ("案件 {case_no} 被{department}退回", "Case {case_no} was returned by {department}")
            }
            Self::AwaitingRuling => (
                "案件 {case_no} 退回已达上限，请裁定主办单位",
                "Case {case_no} was returned too often; please rule who leads",
            ),
            Self::Ruled => (
                "案件 {case_no} 已裁定由{department}主办",
                "It was ruled that {department} leads case {case_no}",
            ),
            Self::AutoSigned => (
                "案件 {case_no} 已到签收时限，系统已代{department}签收",
                "Case {case_no} was signed for {department} by the system at its limit",
            ),
            Self::AssistCompleted => (
                "案件 {case_no} 的协办单位{department}已办结",
                "{department} has completed its assistance in case {case_no}",
            ),
            Self::AssistReturned => (
                "{department}退回案件 {case_no} 的协办件，请视情另行安排",
                "{department} returned its assistance in case {case_no}; please see who else helps",
            ),
            Self::AssistEnded => (
                "案件 {case_no} 不再需要{department}协办",
                "{department} need not assist in case {case_no} any longer",
            ),
            Self::Suspended => ("案件 {case_no} 已中止", "Case {case_no} was suspended"),
            Self::SuspensionRequested => (
                "{department}申请中止案件 {case_no}，请审批",
                "{department} asks for a stop of case {case_no}; please decide",
            ),
            Self::SuspensionRefused => (
                "案件 {case_no} 的中止申请未获同意，请继续办理",
                "The stop asked for in case {case_no} was refused; please go on",
            ),
            Self::Resumed => ("案件 {case_no} 已恢复办理", "Case {case_no} goes on"),
            Self::ExtensionRequested => (
                "案件 {case_no} 申请延期 {days} 日，请审批",
                "An extension of {days} days is asked for in case {case_no}; please decide",
            ),
            Self::ExtensionDecided => (
                "案件 {case_no} 的延期申请已审批",
                "The extension of case {case_no} was decided on",
            ),
            Self::Resolved => (
                "案件 {case_no} 已由{department}办结，请审核",
                "{department} has resolved case {case_no}; please review it",
            ),
            Self::ResolutionRejected => (
                "案件 {case_no} 的办结被退回，请继续办理",
                "The resolution of case {case_no} was rejected; please go on",
            ),
            Self::Rework => (
                "案件 {case_no} 回访反映未解决，请继续办理",
                "The applicant of case {case_no} says it is not solved; please go on",
            ),
            Self::Reopened => (
                "案件 {case_no} 已重新办理，时限重新计算",
                "Case {case_no} was reopened, with a new limit",
            ),
            Self::LevelTransferred => (
                "案件 {case_no} 已移交到{center}，请分流",
                "Case {case_no} was handed to {center}; please dispatch it",
            ),
            Self::TakenInCharge => (
                "案件 {case_no} 已由领导包案，{on} 前回看",
                "A leader took charge of case {case_no}; next review on {on}",
            ),
            Self::ReviewDue => (
                "包案案件 {case_no} 应于 {on} 研判，请查看进展并确定下次研判日期",
                "Case {case_no}, which you are in charge of, was to be reviewed on {on}; name the next day",
            ),
            Self::Merged => (
                "案件 {case_no} 已并入 {other_case_no}",
                "Case {case_no} goes on as part of {other_case_no}",
            ),
            Self::Unmerged => {
                ("案件 {case_no} 已撤销并案", "The merge of case {case_no} was undone")
            }
            Self::Withdrawn => ("案件 {case_no} 已撤回，无需再办", "Case {case_no} was withdrawn"),
            Self::RuleNoted => (
                "规则“{rule}”提示：请关注案件 {case_no}",
                "The rule \"{rule}\" asks you to look at case {case_no}",
            ),
            Self::LimitRebased => (
                "案件 {case_no} 的时限已按新版规则或日历重新计算",
                "The limits of case {case_no} are counted by a new rule or calendar",
            ),
            Self::Reminded => (
                "案件 {case_no} 将于 {on} 到期，请抓紧办理",
                "The limit of case {case_no} ends on {on}",
            ),
            Self::Urged => (
                "案件 {case_no} 已超期 {days} 个工作日，请立即办理",
                "Case {case_no} is late by {days} working days; please act now",
            ),
            Self::BulletinListed => (
                "案件 {case_no} 已超期 {days} 个工作日，列入通报",
                "Case {case_no} is late by {days} working days and stands in the bulletin",
            ),
            Self::SupervisionOrdered => (
                "督办件 {order_no} 请于 {on} 前回复，涉及案件 {case_no}",
                "Supervision order {order_no} is to be replied to by {on}; it is about case {case_no}",
            ),
            Self::SupervisionReplied => (
                "{department}已回复督办件 {order_no}，请审核",
                "{department} has replied to supervision order {order_no}; please review it",
            ),
            Self::SupervisionReplyAccepted => (
                "督办件 {order_no} 的回复已认可",
                "The reply to supervision order {order_no} was accepted",
            ),
            Self::SupervisionReplyRejected => (
                "督办件 {order_no} 的回复被退回，请于 {on} 前重新回复",
                "The reply to supervision order {order_no} was rejected; reply again by {on}",
            ),
            Self::SupervisionCancelled => {
                ("督办件 {order_no} 已撤销", "Supervision order {order_no} was cancelled")
            }
            Self::CitizenCommented => (
                "案件 {case_no} 的群众补充了说明，请查看",
                "The citizen of case {case_no} added something; please read it",
            ),
            Self::CitizenComplained => (
                "案件 {case_no} 的群众提出投诉，请核实",
                "The citizen of case {case_no} complained; please look into it",
            ),
            Self::RatedUnsolved => (
                "案件 {case_no} 的群众评价没有解决，请核实",
                "The citizen of case {case_no} rated it as not solved; please look into it",
            ),
            Self::MediationBooked => {
                ("案件 {case_no} 定于 {at} 调解", "Case {case_no} is mediated at {at}")
            }
            Self::MediationMoved => (
                "案件 {case_no} 的调解改为 {at}",
                "The mediation of case {case_no} was moved to {at}",
            ),
            Self::MediationCancelled => (
                "案件 {case_no} 原定 {at} 的调解已取消",
                "The mediation of case {case_no} at {at} was cancelled",
            ),
            Self::MediatorMissing => (
                "案件 {case_no} 定于 {at} 的调解有调解员回避，请改派",
                "A mediator withdrew from the mediation of case {case_no} at {at}; name another",
            ),
            Self::MediationConcluded => {
                ("案件 {case_no} 的调解已结束", "The mediation of case {case_no} was concluded")
            }
            Self::AgreementReached => (
                "案件 {case_no} 达成协议 {agreement_no}，请跟踪履行；{on} 前可申请司法确认",
                "Agreement {agreement_no} was reached in case {case_no}; a court can confirm it \
                 until {on}",
            ),
            Self::PerformanceReminded => (
                "案件 {case_no} 的协议 {agreement_no} 有事项将于 {on} 到期，请督促履行",
                "Something promised in agreement {agreement_no} of case {case_no} is due on {on}",
            ),
            Self::PerformanceOverdue => (
                "案件 {case_no} 的协议 {agreement_no} 有事项应于 {on} 履行，至今未履行",
                "Something promised in agreement {agreement_no} of case {case_no} was due on {on}",
            ),
            Self::PerformanceBreached => (
                "案件 {case_no} 的协议 {agreement_no} 一方拒不履行，请告知下一步法定途径",
                "Agreement {agreement_no} of case {case_no} was breached; tell the parties their \
                 next step",
            ),
            Self::ConfirmationReminded => (
                "案件 {case_no} 的协议 {agreement_no} 申请司法确认的期限将于 {on} 届满",
                "The time for confirming agreement {agreement_no} of case {case_no} ends on {on}",
            ),
            Self::ConfirmationAnswered => (
                "案件 {case_no} 的协议 {agreement_no} 司法确认已有答复",
                "The court has answered about agreement {agreement_no} of case {case_no}",
            ),
            Self::SubstituteNamed => (
                "已安排代班：{from_on} 至 {until_on}",
                "A substitution was arranged from {from_on} to {until_on}",
            ),
            Self::SubstituteRevoked => (
                "代班已取消：{from_on} 至 {until_on}",
                "The substitution from {from_on} to {until_on} was revoked",
            ),
            Self::TaskSet => (
                "{department}有一项交办任务，请于 {on} 前办结，涉及案件 {case_no}",
                "{department} has a task to do by {on}; it is about case {case_no}",
            ),
            Self::TaskOverdue => (
                "案件 {case_no} 的交办任务应由{department}于 {on} 前办结，现已逾期",
                "{department} was to do a task of case {case_no} by {on}; it is overdue",
            ),
            Self::TaskDueSoon => (
                "案件 {case_no} 的交办任务须由{department}于 {on} 前办结",
                "{department} is to do a task of case {case_no} by {on}",
            ),
            Self::PromiseBroken => (
                "案件 {case_no} 的接访承诺应由{department}于 {on} 前兑现，现已逾期",
                "A leader's promise in case {case_no} was to be kept by {department} by {on}",
            ),
            Self::SwapAsked => (
                "请答复接访对调：{from_on} 与 {until_on}",
                "Please answer: reception days {from_on} and {until_on} are to be exchanged",
            ),
            Self::SwapAnswered => (
                "接访对调已有答复：{from_on} 与 {until_on}",
                "The exchange of reception days {from_on} and {until_on} was answered",
            ),
            Self::ReceptionAhead => (
                "{on} 领导接访，已预约 {count} 号，请做好准备",
                "A leader receives people on {on}: {count} appointments are booked",
            ),
            Self::AssessmentReady => (
                "{department}自 {from_on} 起的考核期已结算，如有异议请于 {until_on} 前提出申诉",
                "The period of assessment of {department} from {from_on} is closed; appeals until {until_on}",
            ),
            Self::AssessmentAppealMade => (
                "{department}对考核结果提出申诉，请复核",
                "{department} appeals against an assessment; please decide",
            ),
            Self::AssessmentAppealDecided => (
                "{department}的考核申诉已有复核意见",
                "The appeal of {department} against an assessment was decided",
            ),
            Self::RosterPublished => (
                "{from_on} 至 {until_on} 的轮值安排已发布，请查看本人轮值",
                "The roster from {from_on} to {until_on} was published; please look at your duty",
            ),
            Self::RosterChanged => (
                "{from_on} 至 {until_on} 的轮值安排中，您的轮值有变动，请查看",
                "Your duty in the roster from {from_on} to {until_on} has changed; please look",
            ),
            Self::RosterSwapAsked => (
                "有人请您换班：{from_on} 至 {until_on}，请答复",
                "You are asked to swap a turn from {from_on} to {until_on}; please answer",
            ),
            Self::RosterSwapAgreed => (
                "换班双方已同意：{from_on} 至 {until_on}，请审批",
                "Both sides agree to swap a turn from {from_on} to {until_on}; please decide",
            ),
            Self::RosterSwapAnswered => (
                "换班（{from_on} 至 {until_on}）有新的进展，请查看",
                "There is news of the swap of a turn from {from_on} to {until_on}",
            ),
            Self::StandInAsked => (
                "有替班申请（{from_on} 至 {until_on}），请审批",
                "A stand-in is asked for from {from_on} to {until_on}; please decide",
            ),
            Self::StandInApproved => (
                "{from_on} 至 {until_on} 的替班已批准，请查看本人轮值",
                "The stand-in from {from_on} to {until_on} was approved; please look at your duty",
            ),
            Self::StandInRefused => (
                "{from_on} 至 {until_on} 的替班未获批准，原轮值不变",
                "The stand-in from {from_on} to {until_on} was refused; duty stays as it was",
            ),
            Self::StandInCancelled => (
                "{from_on} 至 {until_on} 的替班已取消，请查看本人轮值",
                "The stand-in from {from_on} to {until_on} was cancelled; please look at your duty",
            ),
            Self::LeaveApproved => (
                "您 {from_on} 至 {until_on} 的请假已批准",
                "Your leave from {from_on} to {until_on} was approved",
            ),
            Self::LeaveRefused => (
                "您 {from_on} 至 {until_on} 的请假未获批准，请查看意见",
                "Your leave from {from_on} to {until_on} was refused; please read why",
            ),
            Self::LeaveCancelled => (
                "您 {from_on} 至 {until_on} 的请假已取消，请查看本人轮值",
                "Your leave from {from_on} to {until_on} was cancelled; please look at your duty",
            ),
            Self::WebhookDisabled => (
                "推送到 {host} 的事件推送已停用，请查看原因并恢复",
                "The webhook to {host} was disabled; please look why, and enable it again",
            ),
            Self::ChannelSilent => (
                "通知渠道 {channel} 自 {on} 起没有送出，请检查设置",
                "Nothing has left over {channel} since {on}; please check its settings",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NoticeKind;
    use crate::features::notices::params::Params;
    use crate::platform::lang::Lang;

    #[test]
    fn every_kind_has_its_sentence_and_only_known_parts() {
        let params = Params::default()
            .with("case_no", "330102-20261123-000001")
            .with("other_case_no", "330102-20261123-000002")
            .with("department", "县住建局")
            .with("center", "县综治中心")
            .with("days", "5")
            .with("rule", "超期提示")
            .with("order_no", "DB-330102-2026-0001")
            .with("on", "2026-11-30")
            .with("from_on", "2026-11-30")
            .with("until_on", "2026-12-04")
            .with("channel", "email")
            .with("host", "hooks.example.cn")
            .with("at", "2026-11-30 09:00")
            .with("agreement_no", "MA330102-2026-000001");
        for &kind in NoticeKind::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let said = kind.sentence(&params, lang);
                assert!(!said.contains(['{', '}']), "{kind:?}: {said}");
                let unsaid = kind.sentence(&Params::default(), lang);
                assert!(!unsaid.contains(['{', '}']), "{kind:?}: {unsaid}");
            }
        }
    }
}
