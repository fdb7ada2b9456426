//! THE table: role × action × condition. `docs/permissions.md` is made from it.

#![cfg_attr(not(test), expect(clippy::enum_glob_use, reason = "a table reads best in bare words"))]

use super::action::Action::{self, *};
use super::condition::Condition::{self, *};
use super::role::Role::{self, *};

/// One right.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Who.
    pub role: Role,
    /// May do what.
    pub action: Action,
    /// To which objects.
    pub condition: Condition,
}

/// Cases of the centre's own region, or in its charge wherever they happened.
const OURS: Condition = Any(&[RegionSubtree, OwnCenter]);
/// Cases my department leads, within my region: scope is region subtree AND department.
const LED: Condition = All(&[RegionSubtree, LeadDepartment]);
/// Cases my department leads or assists, within my region.
const HANDLED: Condition = All(&[RegionSubtree, Any(&[LeadDepartment, AssistDepartment])]);
/// Cases my department assists in, within my region.
const ASSISTED: Condition = All(&[RegionSubtree, AssistDepartment]);
/// Calling back is for somebody outside the handling unit (domain: 回访由中心, 非承办单位).
const CALLED_BACK: Condition = All(&[OURS, NotHandlingUnit]);
/// A village officer's cases.
const VILLAGE: Condition = Any(&[RegionSubtree, OwnRecord]);

macro_rules! table {
    ($($role:ident: $($action:ident if $condition:expr),+;)*) => {
        /// Every right there is. What is not in it is not allowed.
        pub const RULES: &[Rule] = &[
            $($(Rule { role: $role, action: $action, condition: $condition },)+)*
        ];
    };
}

table! {
    Clerk: CaseRead if OURS, CaseRegister if Always, CaseClassify if OURS,
        CaseRecordCallback if CALLED_BACK, CaseArchive if OURS, CaseWithdraw if OURS,
        CaseReveal if OURS,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    Dispatcher: CaseRead if OURS, CaseRegister if Always, CaseClassify if OURS,
        CaseDispatch if OURS, CaseDecline if OURS, CaseAcceptResolution if OURS,
        CaseRejectResolution if OURS, CaseClose if OURS, CaseReveal if OURS,
        CaseAddAssist if OURS, CaseTransferLevel if OURS, CaseMerge if OURS,
        CaseUnmerge if OURS,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    Handler: CaseRead if HANDLED, CaseSign if HANDLED, CaseReturn if LED,
        CaseReportProgress if HANDLED, CaseResolve if LED, CaseReveal if LED,
        CaseAddAssist if LED, CaseCompleteAssist if ASSISTED, CaseSuspend if LED,
        CaseResume if LED, CaseRequestExtension if LED,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    Mediator: CaseRead if HANDLED, CaseSign if HANDLED, CaseReturn if LED,
        CaseReportProgress if HANDLED, CaseResolve if LED, CaseReveal if LED,
        CaseAddAssist if LED, CaseCompleteAssist if ASSISTED, CaseSuspend if LED,
        CaseResume if LED, CaseRequestExtension if LED,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    Supervisor: CaseRead if OURS, CaseResolve if OURS, CaseOverrideAssist if OURS,
        CaseRecordCallback if CALLED_BACK, CaseReopen if OURS,
        CaseSuspend if OURS, CaseSuspendLong if OURS, CaseResume if OURS,
        CaseDecideExtension if OURS,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    CenterDirector: CaseRead if OURS, CaseRule if OURS, CaseReveal if OURS,
        CaseDecideExtension if OURS,
        OrgRead if Always, OrgWrite if RegionSubtree, ReferenceRead if Always,
        FeedbackSend if Always;
    Leader: CaseRead if OURS, CaseTakeCharge if OURS,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    VillageOfficer: CaseRead if VILLAGE, CaseRegister if Always, CaseClassify if OwnRecord,
        CaseReveal if OwnRecord, CaseTransferLevel if OwnRecord,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    SystemAdmin: OrgRead if Always, OrgWrite if Always, PersonRead if Always,
        PersonWrite if Always, CapacityWrite if Always, ReferenceRead if Always,
        ReferenceWrite if Always, FeedbackSend if Always, FeedbackAnswer if Always;
    SecurityAdmin: OrgRead if Always, PersonRead if Always, ReferenceRead if Always,
        FeedbackSend if Always;
    Auditor: OrgRead if Always, PersonRead if Always, ReferenceRead if Always,
        AuditRead if Always, FeedbackSend if Always;

    // Notices and substitutes (AB角). The three administrators are never substituted.
    Clerk: NoticeRead if Always, SubstituteName if Always;
    Dispatcher: NoticeRead if Always, SubstituteName if Always;
    Handler: NoticeRead if Always, SubstituteName if Always;
    Mediator: NoticeRead if Always, SubstituteName if Always;
    Supervisor: NoticeRead if Always, SubstituteName if Always;
    CenterDirector: NoticeRead if Always, SubstituteName if Always,
        SubstituteSet if RegionSubtree;
    Leader: NoticeRead if Always, SubstituteName if Always;
    VillageOfficer: NoticeRead if Always, SubstituteName if Always;
    SystemAdmin: NoticeRead if Always, NoticeWatch if Always, SubstituteSet if Always;
    SecurityAdmin: NoticeRead if Always;
    Auditor: NoticeRead if Always;
}

/// The conditions under which `role` may do `action`.
pub fn of(role: Role, action: Action) -> impl Iterator<Item = &'static Condition> {
    RULES
        .iter()
        .filter(move |rule| rule.role == role && rule.action == action)
        .map(|rule| &rule.condition)
}
