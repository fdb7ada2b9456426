//! THE state machine: a positive list of (action, from, to). What is not in it cannot happen.
//!
//! `GET /case-workflow`, `docs/case-workflow.md`, `allowed_actions` and the SPA's buttons are made
//! from [`TRANSITIONS`]. Effects of an action are in [`super::projection`].

#![cfg_attr(not(test), expect(clippy::enum_glob_use, reason = "a table reads best in bare words"))]

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::CaseStatus::{self, *};
use crate::platform::lang::Lang;
use crate::policy::{Action, roles_allowed};

/// A verb on a case.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CaseAction {
    /// 分类定级
    Classify,
    /// 转办
    Dispatch,
    /// 签收
    Sign,
    /// 到期自动签收
    AutoSign,
    /// 退回
    Return,
    /// 裁定
    Rule,
    /// 增加协办
    AddAssist,
    /// 协办办结
    CompleteAssist,
    /// 退回协办
    ReturnAssist,
    /// 撤销协办
    RemoveAssist,
    /// 中止
    Suspend,
    /// 申请中止
    RequestSuspension,
    /// 审批中止
    DecideSuspension,
    /// 登记法定程序
    RecordProcedure,
    /// 恢复
    Resume,
    /// 到期自动恢复
    AutoResume,
    /// 申请延期
    RequestExtension,
    /// 审批延期
    DecideExtension,
    /// 上报、下派
    TransferLevel,
    /// 包案
    TakeCharge,
    /// 并案
    Merge,
    /// 撤销并案
    Unmerge,
    /// 拆分
    Split,
    /// 撤销拆分
    Unsplit,
    /// 报告进展
    ReportProgress,
    /// 办结申报
    Resolve,
    /// 审核通过
    AcceptResolution,
    /// 审核退回
    RejectResolution,
    /// 回访
    RecordCallback,
    /// 结案
    Close,
    /// 归档
    Archive,
    /// 重新办理
    Reopen,
    /// 不予受理
    Decline,
    /// 撤回
    Withdraw,
    /// 规则提示
    RuleNote,
    /// 限制知悉
    Restrict,
    /// 解除限制知悉
    LiftRestriction,
}

/// One row of the state machine.
#[derive(Debug, Clone, Copy)]
pub struct Transition {
    /// The verb.
    pub action: CaseAction,
    /// Word in URLs and in `allowed_actions`.
    pub verb: &'static str,
    /// Official term and English word.
    pub names: (&'static str, &'static str),
    /// The statuses it may start from.
    pub from: &'static [CaseStatus],
    /// The statuses it may lead to, or leave the case in.
    pub to: &'static [CaseStatus],
    /// The changes of status there are, where not every one of `from` leads to every one of `to`.
    changes: Option<Changes>,
    /// The right it needs; none: only the system does it.
    pub right: Option<Action>,
    /// What else must hold, in words.
    pub guard: (&'static str, &'static str),
    /// Whether the same words may be said of many cases at once.
    pub is_bulk: bool,
    /// What takes it back, where something does.
    pub undo: Option<CaseAction>,
}

/// Every status in which somebody still has to do something: in which a case may be withdrawn, handed to
/// another level or taken charge of.
const OPEN: &[CaseStatus] =
    &[Registered, Dispatched, InProgress, Returned, Suspended, Resolved, InCallback];

/// Every status in which it is decided who may know of a case.
const KNOWN: &[CaseStatus] =
    &[Registered, Dispatched, InProgress, Returned, Suspended, Resolved, InCallback, Closed];

macro_rules! transitions {
    ($($action:ident $verb:literal ($zh:literal, $en:literal) $from:expr => $to:expr, $right:expr, ($gzh:literal, $gen:literal) $(, changes $changes:expr)? $(, bulk $bulk:literal)? $(, undo $undo:ident)?;)*) => {
        /// The state machine.
        pub const TRANSITIONS: &[Transition] = &[$(Transition {
            action: CaseAction::$action,
            verb: $verb,
            names: ($zh, $en),
            from: $from,
            to: $to,
            changes: only(&[$($changes)?]),
            right: $right,
            guard: ($gzh, $gen),
            is_bulk: any(&[$($bulk)?]),
            undo: first(&[$(CaseAction::$undo)?]),
        }),*];
    };
}

type Changes = &'static [(CaseStatus, CaseStatus)];

const fn only(changes: &[Changes]) -> Option<Changes> {
    match changes {
        [changes, ..] => Some(*changes),
        [] => None,
    }
}

const fn any(marks: &[bool]) -> bool {
    matches!(marks, [true, ..])
}

const fn first(actions: &[CaseAction]) -> Option<CaseAction> {
    match actions {
        [action, ..] => Some(*action),
        [] => None,
    }
}

transitions! {
    Classify "classify" ("分类定级", "Classify") &[Registered] => &[Registered],
        Some(Action::CaseClassify), ("", ""), bulk true;
    Dispatch "dispatch" ("转办", "Dispatch") &[Registered, Returned] => &[Dispatched],
        Some(Action::CaseDispatch), ("已分类定级；退回达上限后只能裁定", "Classified; after the last return only a ruling"), bulk true;
    Sign "sign" ("签收", "Sign for") &[Dispatched, InProgress, Suspended] => &[InProgress, Dispatched, Suspended],
        Some(Action::CaseSign), ("本单位的转办件待签收", "The department's own referral awaits it"), changes &[(Dispatched, InProgress)], bulk true;
    AutoSign "auto_sign" ("到期自动签收", "Sign at the limit") &[Dispatched, InProgress, Suspended] => &[InProgress, Dispatched, Suspended],
        None, ("签收时限已到", "The limit for signing has passed"), changes &[(Dispatched, InProgress)];
    Return "return" ("退回", "Return") &[Dispatched] => &[Returned],
        Some(Action::CaseReturn), ("未达到规定的退回次数，裁定后不得退回", "Fewer times than the rule allows, never after a ruling");
    Rule "rule" ("裁定", "Rule") &[Returned] => &[Dispatched],
        Some(Action::CaseRule), ("", "");
    ReportProgress "report_progress" ("报告进展", "Report progress") &[InProgress] => &[InProgress],
        Some(Action::CaseReportProgress), ("", "");
    AddAssist "add_assist" ("增加协办", "Add an assistant") &[InProgress] => &[InProgress],
        Some(Action::CaseAddAssist), ("该单位未在承办", "The department has no part in it yet"), bulk true;
    CompleteAssist "complete_assist" ("协办办结", "Complete the assistance") &[InProgress, Suspended] => &[InProgress, Suspended],
        Some(Action::CaseCompleteAssist), ("本单位的协办件已签收", "The department has signed for its own part"), changes &[];
    ReturnAssist "return_assist" ("退回协办", "Return the assistance") &[Dispatched, InProgress, Suspended] => &[Dispatched, InProgress, Suspended],
        Some(Action::CaseReturnAssist), ("本单位的协办件未办结，状态不变", "The department's own part is not done; the status stays"), changes &[];
    RemoveAssist "remove_assist" ("撤销协办", "Take an assistant off") &[Dispatched, InProgress, Suspended] => &[Dispatched, InProgress, Suspended],
        Some(Action::CaseRemoveAssist), ("该单位的协办件未办结，状态不变", "The department's part is not done; the status stays"), changes &[];
    Suspend "suspend" ("中止", "Suspend") &[InProgress] => &[Suspended],
        Some(Action::CaseSuspend), ("承办单位历次中止合计超过规定天数，或不定期的，由督办岗决定", "Beyond the days the department has for all its stops together, or for no named time, a supervisor decides");
    RequestSuspension "request_suspension" ("申请中止", "Ask for a stop") &[InProgress] => &[InProgress],
        Some(Action::CaseRequestSuspension), ("没有待审批的中止申请", "None is being decided on");
    DecideSuspension "decide_suspension" ("审批中止", "Decide on a stop") &[InProgress] => &[InProgress, Suspended],
        Some(Action::CaseSuspendLong), ("有待审批的中止申请", "One was asked for");
    RecordProcedure "record_procedure" ("登记法定程序", "Record the procedure") &[Suspended] => &[Suspended],
        Some(Action::CaseSuspend), ("因法定程序中止", "It waits for a procedure of the law");
    Resume "resume" ("恢复", "Resume") &[Suspended] => &[InProgress],
        Some(Action::CaseResume), ("", "");
    AutoResume "auto_resume" ("到期自动恢复", "Resume on the named day") &[Suspended] => &[InProgress],
        None, ("中止期限已到", "The named day has come");
    RequestExtension "request_extension" ("申请延期", "Ask for an extension") &[InProgress] => &[InProgress],
        Some(Action::CaseRequestExtension), ("办理期限届满前，每案一次，不超过原期限的规定比例", "Before the limit ends, once a case, at most the share of the limit the rule allows");
    DecideExtension "decide_extension" ("审批延期", "Decide on an extension") &[InProgress] => &[InProgress],
        Some(Action::CaseDecideExtension), ("有待审批的延期申请", "One was asked for");
    TransferLevel "transfer_level" ("上报下派", "Hand to another level") OPEN => &[Registered],
        Some(Action::CaseTransferLevel), ("接收中心在上级或下级", "The other centre is above or below"), bulk true;
    TakeCharge "take_charge" ("包案", "Take charge") OPEN => OPEN,
        Some(Action::CaseTakeCharge), ("状态不变", "The status stays"), changes &[], bulk true;
    Merge "merge" ("并案", "Merge") &[Registered, Dispatched, InProgress] => &[Merged],
        Some(Action::CaseMerge), ("目标案件仍在办理", "The other case is still open"), bulk true, undo Unmerge;
    Unmerge "unmerge" ("撤销并案", "Undo the merge") &[Merged] => &[Registered, Dispatched, InProgress],
        Some(Action::CaseUnmerge), ("恢复并案前的状态", "To what it was before"), bulk true;
    Split "split" ("拆分", "Split") &[Registered, Dispatched, InProgress] => &[Registered, Dispatched, InProgress],
        Some(Action::CaseSplit), ("状态不变，拆出的事项另行登记", "The status stays; each part is registered as a case of its own"), changes &[], undo Unsplit;
    Unsplit "unsplit" ("撤销拆分", "Undo the split") &[Registered] => &[Merged],
        Some(Action::CaseUnsplit), ("拆出的案件尚未办理，原案件仍在办理", "Nobody has worked on the part, and the original is still open"), bulk true, undo Unmerge;
    Resolve "resolve" ("办结申报", "Resolve") &[InProgress] => &[Resolved],
        Some(Action::CaseResolve), ("协办单位均已办结，否则由督办岗说明理由", "Every assistant done, else a supervisor with a reason");
    AcceptResolution "accept_resolution" ("审核通过", "Accept the resolution") &[Resolved] => &[InCallback],
        Some(Action::CaseAcceptResolution), ("", ""), bulk true;
    RejectResolution "reject_resolution" ("审核退回", "Reject the resolution") &[Resolved] => &[InProgress, Registered],
        Some(Action::CaseRejectResolution), ("从未转办的外来件退回分流", "What came resolved from elsewhere goes to the dispatcher");
    RecordCallback "record_callback" ("回访", "Record a callback") &[InCallback] => &[Closed, InProgress, Registered, InCallback],
        Some(Action::CaseRecordCallback), ("承办单位不得回访", "Never by the handling unit");
    Close "close" ("结案", "Close") &[InCallback] => &[Closed],
        Some(Action::CaseClose), ("在不同日期两次回访未果", "After two failed callbacks on different days"), bulk true;
    Archive "archive" ("归档", "Archive") &[Closed] => &[Archived],
        Some(Action::CaseArchive), ("按规则须归卷的，卷宗已封存", "The dossier is sealed, where a rule requires papers"), bulk true;
    Reopen "reopen" ("重新办理", "Reopen") &[Closed, Archived] => &[InProgress, Registered],
        Some(Action::CaseReopen), ("在重新办理期限内", "Within the window for reopening");
    Decline "decline" ("不予受理", "Decline") &[Registered] => &[NotAccepted],
        Some(Action::CaseDecline), ("", "");
    Withdraw "withdraw" ("撤回", "Withdraw") OPEN => &[Withdrawn],
        Some(Action::CaseWithdraw), ("", "");
    RuleNote "rule_note" ("规则提示", "Note by a rule") OPEN => OPEN,
        None, ("状态不变", "The status stays"), changes &[];
    Restrict "restrict" ("限制知悉", "Restrict") KNOWN => KNOWN,
        Some(Action::CaseRestrict), ("尚未限制，状态不变", "It is not restricted yet; the status stays"), changes &[];
    LiftRestriction "lift_restriction" ("解除限制知悉", "Lift the restriction") KNOWN => KNOWN,
        Some(Action::CaseRestrict), ("已限制，状态不变", "It is restricted; the status stays"), changes &[];
}

impl Transition {
    /// Every change of status it makes.
    pub fn changes(&self) -> Vec<(CaseStatus, CaseStatus)> {
        if let Some(changes) = self.changes {
            return changes.to_vec();
        }
        let each = |from: &CaseStatus| {
            let from = *from;
            self.to.iter().map(move |to| (from, *to)).filter(|(from, to)| from != to)
        };
        self.from.iter().flat_map(each).collect()
    }

    /// Whether it may leave the status as it is.
    pub fn keeps_status(&self) -> bool {
        self.changes.is_some() || self.from.iter().any(|from| self.to.contains(from))
    }

    /// The roles that may do it, from the rights table.
    pub fn roles(&self) -> Vec<String> {
        self.right.map(roles_allowed).unwrap_or_default()
    }

    /// The official term.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.names.0,
            Lang::En => self.names.1,
        }
    }
}

/// The row of `action`.
pub fn transition(action: CaseAction) -> &'static Transition {
    // Every variant has a row (tested); the first row stands in for an impossible miss.
    TRANSITIONS.iter().find(|row| row.action == action).unwrap_or(&TRANSITIONS[0])
}

/// The row of the verb `verb`, where many cases may be told it at once.
pub fn bulk_verb(verb: &str) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|row| row.verb == verb && row.is_bulk)
}

/// Whether `action` may start from `status`.
pub fn may_start(action: CaseAction, status: CaseStatus) -> bool {
    transition(action).from.contains(&status)
}

/// The verbs people may use from `status`, whoever they are.
pub fn verbs_from(status: CaseStatus) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |row| row.right.is_some() && row.from.contains(&status))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_status_is_reachable_from_registration() {
        let mut reached = HashSet::from([Registered]);
        loop {
            let before = reached.len();
            for row in TRANSITIONS {
                let leads = row.changes().into_iter().filter(|(from, _)| reached.contains(from));
                let leads: Vec<_> = leads.map(|(_, to)| to).collect();
                reached.extend(leads);
            }
            if reached.len() == before {
                break;
            }
        }
        for status in CaseStatus::ALL {
            assert!(reached.contains(status), "{status:?}");
        }
    }

    #[test]
    fn final_statuses_have_no_way_out_and_the_others_have_one() {
        for status in CaseStatus::ALL {
            let leaves =
                TRANSITIONS.iter().any(|row| row.changes().iter().any(|(from, _)| from == status));
            // A merge can be undone; the time for reopening is the citizen's, however soon the
            // dossier is put away.
            let comes_back = [Merged, Archived].contains(status);
            assert_eq!(leaves, !status.is_final() || comes_back, "{status:?}");
        }
    }

    #[test]
    fn closing_needs_a_resolution_and_a_callback() {
        let into = |target| {
            let changes = TRANSITIONS.iter().flat_map(Transition::changes);
            let into = changes.filter(move |(_, to)| *to == target);
            into.map(|(from, _)| from).collect::<HashSet<_>>()
        };
        assert_eq!(into(Closed), HashSet::from([InCallback]));
        assert_eq!(into(InCallback), HashSet::from([Resolved]));
    }

    #[test]
    fn what_keeps_the_status_is_no_way_from_one_to_another() {
        let keep = [
            "complete_assist",
            "return_assist",
            "remove_assist",
            "take_charge",
            "split",
            "rule_note",
            "restrict",
            "lift_restriction",
        ];
        for row in TRANSITIONS {
            assert_eq!(row.changes.is_some_and(<[_]>::is_empty), keep.contains(&row.verb));
            assert!(row.keeps_status() || !row.changes().is_empty(), "{} does nothing", row.verb);
            for (from, to) in row.changes() {
                assert!(row.from.contains(&from) && row.to.contains(&to), "{}", row.verb);
                assert_ne!(from, to, "{}", row.verb);
            }
        }
        for action in [CaseAction::Sign, CaseAction::AutoSign] {
            assert_eq!(transition(action).changes(), [(Dispatched, InProgress)]);
        }
    }

    #[test]
    fn what_is_said_to_many_at_once_is_said_by_somebody_and_what_undoes_it_starts_where_it_led() {
        assert!(TRANSITIONS.iter().any(|row| row.is_bulk));
        for row in TRANSITIONS {
            assert!(!row.is_bulk || row.right.is_some(), "{}", row.verb);
            let Some(undo) = row.undo.map(transition) else { continue };
            assert!(
                row.to.iter().any(|to| undo.from.contains(to)),
                "{} by {}",
                row.verb,
                undo.verb
            );
        }
    }

    #[test]
    fn every_verb_is_unique_and_somebody_may_use_it() {
        let verbs: HashSet<_> = TRANSITIONS.iter().map(|row| row.verb).collect();
        assert_eq!(verbs.len(), TRANSITIONS.len());
        for row in TRANSITIONS {
            assert_eq!(transition(row.action).verb, row.verb);
            assert_eq!(row.right.is_some(), !row.roles().is_empty(), "{}", row.verb);
        }
    }
}
