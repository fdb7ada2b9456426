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
/// A reply is judged by somebody outside the department that gave it (回复认可由非被督办单位作出).
const DECIDED: Condition = All(&[OURS, NotAddressedDepartment]);
/// A village officer's cases.
const VILLAGE: Condition = Any(&[RegionSubtree, OwnCenter, OwnRecord]);
/// What a village officer brought, or was handed down to the centre of the village (下派).
const TAKEN_UP: Condition = Any(&[OwnRecord, OwnCenter]);
/// What lies with the centre of the village and is led by the officer's own office.
const SOLVED_HERE: Condition = All(&[OwnCenter, LeadDepartment]);

/// Visits of the centre, and those that are or were in the person's own hands.
const SEEN: Condition = Any(&[RegionSubtree, OwnCenter, Held, Offered, OwnRecord]);
/// Visits in the person's own hands, now or before.
const HANDED: Condition = Any(&[Held, Offered, OwnRecord]);
/// Sessions and agreements of cases my department has a part in, or that I mediate myself.
const MEDIATED: Condition = Any(&[HANDLED, Held]);
/// Those of cases my department leads, or that I mediate myself.
const CONDUCTED: Condition = Any(&[LED, Held]);
/// Visits of the centre, so that one left by an absent colleague is not stuck, or in own hands.
const DESK: Condition = Any(&[OwnCenter, Held]);

/// What concerns the department, or oneself.
const CONCERNED: Condition = Any(&[AddressedDepartment, Held]);
/// People and posts of the centre, and oneself.
const STAFFED: Condition = Any(&[RegionSubtree, OwnCenter, Held]);

/// Meetings of the centre that name the person as their chair.
const CHAIRED: Condition = All(&[OwnCenter, Held]);

/// Results of the person, of their department, and of the people of a department they head.
const ASSESSED: Condition = Any(&[AddressedDepartment, Held, HeadOfDepartment]);
/// The person's own, or their department's as such.
const APPEALED: Condition = Any(&[AddressedDepartment, Held]);

/// One's own, and those of others of the centre.
const KEPT_HERE: Condition = Any(&[Held, OwnCenter]);

// 限制知悉 (minors, domestic violence, sexual matters; domain 9.6): who, of those with a right to a
// case, may know of one that is restricted. Who leads, assists or mediates it works on it and needs no
// more; assistants never see whose matter it is.

/// Who registered it, of those who otherwise see every case of their region.
const BY_RECORD: Condition = Any(&[Unrestricted, OwnRecord]);
/// The dispatchers and the director of the centre in charge, of a village its officer, and who
/// registered it.
const BY_CENTER: Condition = Any(&[Unrestricted, OwnCenter, OwnRecord]);
/// Supervisors of that centre, while it is under a supervision order.
const BY_ORDER: Condition = Any(&[Unrestricted, All(&[OwnCenter, Supervised])]);
/// The leader in charge.
const BY_CHARGE: Condition = Any(&[Unrestricted, InCharge]);
/// What clerks and supervisors do with other cases, done for a restricted one by those who may know.
const GUARDED: Condition = All(&[Restricted, OwnCenter]);
/// The same for what nobody of the handling unit does.
const GUARDED_CALLBACK: Condition = All(&[Restricted, OwnCenter, NotHandlingUnit]);

macro_rules! table {
    ($($role:ident: $($action:ident if $condition:expr),+;)*) => {
        /// Every right there is. What is not in it is not allowed.
        pub const RULES: &[Rule] = &[
            $($(Rule {
                role: $role,
                action: $action,
                condition: match ($action.is_of_a_case(), $role) {
                    (true, Clerk) => All(&[$condition, BY_RECORD]),
                    (true, Dispatcher | CenterDirector | VillageOfficer) => {
                        All(&[$condition, BY_CENTER])
                    }
                    (true, Supervisor) => All(&[$condition, BY_ORDER]),
                    (true, Leader) => All(&[$condition, BY_CHARGE]),
                    (true, Handler | Mediator | SystemAdmin | SecurityAdmin | Auditor)
                    | (false, _) => $condition,
                },
            },)+)*
        ];
    };
}

table! {
    Clerk: CaseRead if OURS, CaseRegister if Always, CaseClassify if OURS,
        CaseRecordCallback if CALLED_BACK, CaseArchive if OURS, CaseWithdraw if OURS,
        CaseReveal if OURS,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always,
        VisitRead if SEEN, VisitNote if Always, VisitHandOver if DESK, VisitAccept if Offered,
        VisitClose if DESK, VisitLink if DESK;
    Dispatcher: CaseRead if OURS, CaseRegister if Always, CaseClassify if OURS,
        CaseDispatch if OURS, CaseDecline if OURS, CaseAcceptResolution if OURS,
        CaseRejectResolution if OURS, CaseClose if OURS, CaseReveal if OURS,
        CaseAddAssist if OURS, CaseTransferLevel if OURS, CaseMerge if OURS,
        CaseUnmerge if OURS,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always,
        CaseRoute if OURS, PrecedentRead if OURS,
        VisitRead if SEEN, VisitNote if Always, VisitHandOver if DESK, VisitAccept if Offered,
        VisitClose if DESK, VisitLink if DESK;
    Handler: CaseRead if HANDLED, CaseSign if HANDLED, CaseReturn if LED,
        CaseReportProgress if HANDLED, CaseResolve if LED, CaseReveal if LED,
        CaseAddAssist if LED, CaseCompleteAssist if ASSISTED, CaseSuspend if LED,
        CaseRequestSuspension if LED, CaseResume if LED, CaseRequestExtension if LED,
        SupervisionOrderRead if AddressedDepartment, SupervisionOrderReply if AddressedDepartment,
        VisitRead if HANDED, VisitNote if Always, VisitHandOver if Held, VisitAccept if Offered,
        VisitClose if Held,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    Mediator: CaseRead if HANDLED, CaseSign if HANDLED, CaseReturn if LED,
        CaseReportProgress if HANDLED, CaseResolve if LED, CaseReveal if LED,
        CaseAddAssist if LED, CaseCompleteAssist if ASSISTED, CaseSuspend if LED,
        CaseRequestSuspension if LED, CaseResume if LED, CaseRequestExtension if LED,
        SupervisionOrderRead if AddressedDepartment, SupervisionOrderReply if AddressedDepartment,
        VisitRead if HANDED, VisitNote if Always, VisitHandOver if Held, VisitAccept if Offered,
        VisitClose if Held,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    Supervisor: CaseRead if OURS, CaseResolve if OURS, CaseOverrideAssist if OURS,
        CaseRecordCallback if CALLED_BACK, CaseReopen if OURS,
        CaseSuspend if OURS, CaseSuspendLong if OURS, CaseResume if OURS,
        CaseDecideExtension if OURS,
        SupervisionOrderRead if OURS, SupervisionOrderIssue if OURS,
        SupervisionOrderDecide if DECIDED, SupervisionOrderCancel if OURS,
        CaseRoute if OURS, CaseOversee if OURS, PrecedentRead if OURS,
        VisitRead if SEEN, VisitNote if Always, VisitHandOver if Held, VisitAccept if Offered,
        VisitClose if Held,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    CenterDirector: CaseRead if OURS, CaseRule if OURS, CaseReveal if OURS,
        CaseDecideExtension if OURS,
        SupervisionOrderRead if OURS, SupervisionOrderIssue if OURS,
        SupervisionOrderDecide if DECIDED, SupervisionOrderCancel if OURS,
        OrgRead if Always, OrgWrite if RegionSubtree, ReferenceRead if Always,
        FeedbackSend if Always,
        CaseRoute if OURS, CaseOversee if OURS, PrecedentRead if OURS,
        PrecedentRetire if OwnCenter,
        VisitRead if SEEN, VisitNote if Always, VisitHandOver if Held, VisitAccept if Offered,
        VisitClose if Held;
    Leader: CaseRead if OURS, CaseTakeCharge if OURS,
        SupervisionOrderRead if OURS, CaseOversee if OURS, VisitRead if SEEN,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always;
    VillageOfficer: CaseRead if VILLAGE, CaseRegister if Always, CaseClassify if TAKEN_UP,
        CaseReveal if TAKEN_UP, CaseTransferLevel if TAKEN_UP, CaseDispatch if OwnCenter,
        CaseRoute if OwnCenter, CaseSign if SOLVED_HERE, CaseReturn if SOLVED_HERE,
        CaseReportProgress if SOLVED_HERE, CaseResolve if SOLVED_HERE,
        OrgRead if Always, ReferenceRead if Always, FeedbackSend if Always,
        VisitRead if SEEN, VisitNote if Always, VisitHandOver if Held, VisitAccept if Offered,
        VisitClose if Held, VisitLink if Held;
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

    // Rules that act on cases by themselves: of centres in the capacity's region.
    Dispatcher: AutomationRead if RegionSubtree;
    Supervisor: AutomationRead if RegionSubtree;
    CenterDirector: AutomationRead if RegionSubtree, AutomationWrite if RegionSubtree,
        AutomationDecide if RegionSubtree;
    SystemAdmin: AutomationRead if RegionSubtree, AutomationWrite if RegionSubtree;
    // An assistant's part that ends undone: given back, or not needed.
    Dispatcher: CaseRemoveAssist if OURS;
    Handler: CaseReturnAssist if ASSISTED, CaseRemoveAssist if LED;
    Mediator: CaseReturnAssist if ASSISTED, CaseRemoveAssist if LED;
    // Saved views for all who see cases, and splits.
    Clerk: CaseKeepView if Always;
    Dispatcher: CaseSplit if OURS, CaseUnsplit if OURS, CaseKeepView if Always,
        CasePublishView if OwnCenter;
    Handler: CaseKeepView if Always;
    Mediator: CaseKeepView if Always;
    Supervisor: CaseKeepView if Always;
    CenterDirector: CaseKeepView if Always, CasePublishView if OwnCenter;
    Leader: CaseKeepView if Always;
    VillageOfficer: CaseKeepView if Always;

    // Questions about ratings and callbacks: for those outside the unit they are about.
    Clerk: CaseReadSignals if CALLED_BACK;
    Supervisor: CaseReadSignals if CALLED_BACK, CaseAnswerSignal if CALLED_BACK,
        CallbackQuotaSet if Always;
    CenterDirector: CaseReadSignals if CALLED_BACK, CaseAnswerSignal if CALLED_BACK,
        CallbackQuotaSet if Always;
    Leader: CaseReadSignals if OURS;

    // Ledgers, reports and what typing costs: sums over the capacity's own region and centre. A month
    // is closed for a whole county, by the director of its centre.
    Clerk: ReportRead if OURS, ReportExport if OURS, BurdenTell if Always;
    Dispatcher: ReportRead if OURS, BurdenTell if Always;
    Handler: BurdenTell if Always;
    Mediator: BurdenTell if Always;
    Supervisor: ReportRead if OURS, ReportExport if OURS, BurdenTell if Always,
        BurdenRead if OURS;
    CenterDirector: ReportRead if OURS, ReportExport if OURS, ReportClose if RegionSubtree,
        BurdenTell if Always, BurdenRead if OURS;
    Leader: ReportRead if OURS, ReportExport if OURS, BurdenTell if Always, BurdenRead if OURS;
    VillageOfficer: ReportRead if RegionSubtree, BurdenTell if Always;

    // Joint mediation: who leads the case, who mediates, and the centre. Assistants look on.
    Clerk: MediationRead if OURS, AgreementRead if OURS;
    Dispatcher: MediationRead if OURS, MediationBook if OURS, MediationRecuse if OURS,
        AgreementRead if OURS, AgreementPerform if OURS;
    Handler: MediationRead if HANDLED, MediationBook if LED, MediationConduct if LED,
        MediationRecuse if LED, AgreementRead if HANDLED, AgreementRecord if LED,
        AgreementPerform if LED, AgreementConfirm if LED;
    Mediator: MediationRead if MEDIATED, MediationBook if CONDUCTED,
        MediationConduct if CONDUCTED, MediationRecuse if CONDUCTED,
        AgreementRead if MEDIATED, AgreementRecord if CONDUCTED,
        AgreementPerform if CONDUCTED, AgreementConfirm if CONDUCTED;
    Supervisor: MediationRead if OURS, AgreementRead if OURS;
    CenterDirector: MediationRead if OURS, MediationBook if OURS, MediationConduct if OURS,
        MediationRecuse if OURS, MediationKeepRooms if OwnCenter,
        MediationKeepMediators if OwnCenter, AgreementRead if OURS, AgreementRecord if OURS,
        AgreementPerform if OURS, AgreementConfirm if OURS;
    Leader: MediationRead if OURS, AgreementRead if OURS;
    VillageOfficer: MediationRead if VILLAGE, AgreementRead if VILLAGE;

    // Leader receptions, review meetings, and the tasks both leave on cases. A director chairs only
    // what names them as the chair; otherwise that is for a leader.
    Clerk: ReceptionRead if OURS, ReceptionAppoint if OwnCenter, ReceptionRecord if OwnCenter,
        CaseTaskRead if OURS;
    Dispatcher: ReceptionRead if OURS, ReceptionAppoint if OwnCenter,
        ReceptionRecord if OwnCenter, CaseTaskRead if OURS;
    Handler: CaseTaskRead if AddressedDepartment, CaseTaskComplete if AddressedDepartment;
    Mediator: CaseTaskRead if AddressedDepartment, CaseTaskComplete if AddressedDepartment;
    Supervisor: ReceptionRead if OURS, CaseTaskRead if OURS, CaseTaskComplete if OURS,
        ReviewMeetingRead if OURS;
    CenterDirector: ReceptionRead if OURS, ReceptionPlan if OwnCenter,
        ReceptionExcuse if OwnCenter, ReceptionAppoint if OwnCenter,
        ReceptionRecord if OwnCenter, CaseTaskRead if OURS, CaseTaskComplete if OURS,
        CaseTaskWithdraw if OwnCenter, ReviewMeetingRead if OURS,
        ReviewMeetingCall if OwnCenter, ReviewMeetingChair if CHAIRED,
        ReviewMeetingRecord if OwnCenter;
    Leader: ReceptionRead if OURS, ReceptionSwap if Held, ReceptionExcuse if Held,
        ReceptionRecord if Held, CaseTaskRead if OURS, ReviewMeetingRead if OURS,
        ReviewMeetingChair if OwnCenter, ReviewMeetingRecord if OwnCenter;
    // Papers of a case. Who names a party in one must be able to look at the party, too.
    Clerk: DocumentIssue if OURS, DocumentVoid if OURS;
    Dispatcher: DocumentIssue if OURS, DocumentVoid if OURS;
    Handler: DocumentIssue if LED, DocumentVoid if LED;
    Mediator: DocumentIssue if LED, DocumentVoid if LED;
    Supervisor: DocumentIssue if OURS, DocumentVoid if OURS;
    CenterDirector: DocumentIssue if OURS, DocumentVoid if OURS;
    VillageOfficer: DocumentIssue if OwnRecord;
    // Papers of a case: who works on it brings them; who may see the parties may take them along.
    Clerk: CaseAttach if OURS, CaseRemoveAttachment if OURS, CaseSealDossier if OURS,
        CaseExportDossier if OURS;
    Dispatcher: CaseAttach if OURS, CaseRemoveAttachment if OURS, CaseExportDossier if OURS;
    Handler: CaseAttach if HANDLED, CaseRemoveAttachment if LED, CaseExportDossier if LED;
    Mediator: CaseAttach if HANDLED, CaseRemoveAttachment if LED, CaseExportDossier if LED;
    Supervisor: CaseAttach if OURS;
    CenterDirector: CaseAttach if OURS, CaseRemoveAttachment if OURS, CaseExportDossier if OURS;
    VillageOfficer: CaseAttach if VILLAGE, CaseRemoveAttachment if OwnRecord;
    // What is said about a case: notes for those inside, not for who only assists; replies for the
    // citizen, from the centre or who leads. Parties are kept by who may look at them.
    Clerk: CaseKeepParties if OURS, CaseReadNotes if OURS, CaseWriteNote if OURS,
        CaseReply if OURS;
    Dispatcher: CaseKeepParties if OURS, CaseReadNotes if OURS, CaseWriteNote if OURS,
        CaseReply if OURS;
    Handler: CaseKeepParties if LED, CaseReadNotes if LED, CaseWriteNote if LED,
        CaseReply if LED;
    Mediator: CaseKeepParties if LED, CaseReadNotes if LED, CaseWriteNote if LED,
        CaseReply if LED;
    Supervisor: CaseReadNotes if OURS, CaseWriteNote if OURS;
    CenterDirector: CaseReadNotes if OURS, CaseWriteNote if OURS;
    Leader: CaseReadNotes if OURS, CaseWriteNote if OURS;
    VillageOfficer: CaseKeepParties if TAKEN_UP, CaseReadNotes if TAKEN_UP,
        CaseWriteNote if TAKEN_UP;
    // 告知申请人: the window and the dispatcher, who leads it, and who brought it.
    Clerk: CaseTellApplicant if OURS;
    Dispatcher: CaseTellApplicant if OURS;
    Handler: CaseTellApplicant if LED;
    Mediator: CaseTellApplicant if LED;
    VillageOfficer: CaseTellApplicant if TAKEN_UP;
    // 限制知悉, and what keeps a restricted case going without those who may not know of it.
    Dispatcher: CaseRestrict if OwnCenter, CaseRecordCallback if GUARDED_CALLBACK,
        CaseArchive if GUARDED, CaseWithdraw if GUARDED, CaseSealDossier if GUARDED;
    CenterDirector: CaseRestrict if OwnCenter, CaseReopen if GUARDED, CaseResolve if GUARDED,
        CaseOverrideAssist if GUARDED, CaseSuspend if GUARDED, CaseSuspendLong if GUARDED,
        CaseResume if GUARDED;
    // Stationing: the department asks with its letter, the centre decides; leaves are the person's own
    // and the centre's. Published rosters hang on the wall.
    Clerk: StationingRead if STAFFED, LeaveRead if Held, LeaveReport if Held,
        RotationRead if OURS;
    Dispatcher: StationingRead if STAFFED, LeaveRead if Held, LeaveReport if Held,
        RotationRead if OURS;
    Handler: StationingRead if CONCERNED, StationingRequest if AddressedDepartment,
        LeaveRead if Held, LeaveReport if Held, RotationRead if OURS;
    Mediator: StationingRead if CONCERNED, StationingRequest if AddressedDepartment,
        LeaveRead if Held, LeaveReport if Held, RotationRead if OURS;
    Supervisor: StationingRead if STAFFED, LeaveRead if STAFFED, LeaveReport if Held,
        RotationRead if OURS;
    CenterDirector: StationingRead if STAFFED, StationingKeep if RegionSubtree,
        StationingRequest if RegionSubtree, StationingDecide if RegionSubtree,
        QualificationKeep if OURS, LeaveRead if STAFFED, LeaveReport if STAFFED,
        LeaveDecide if OURS, RotationRead if OURS, RotationDraw if OwnCenter,
        RotationPublish if OwnCenter;
    Leader: StationingRead if OURS, RotationRead if OURS;
    VillageOfficer: StationingRead if Held, LeaveRead if Held, LeaveReport if Held;
    // One's own duty, and swaps of it: both sides, then the director.
    Clerk: RotationOwn if Held, RotationSwap if Held;
    Dispatcher: RotationOwn if Held, RotationSwap if Held;
    Handler: RotationOwn if Held, RotationSwap if Held;
    Mediator: RotationOwn if Held, RotationSwap if Held;
    Supervisor: RotationOwn if Held, RotationSwap if Held;
    VillageOfficer: RotationOwn if Held, RotationSwap if Held;
    CenterDirector: RotationOwn if Held, RotationSwap if Held, RotationSwapDecide if OwnCenter;
    // 考核: who is assessed sees their own; the director of a centre closes its periods, and an appeal
    // is decided above: by the director of the centre above, or where there is none, by a leader.
    Handler: AssessmentSchemeRead if RegionSubtree, AssessmentRead if ASSESSED,
        AssessmentAppeal if APPEALED;
    Mediator: AssessmentSchemeRead if RegionSubtree, AssessmentRead if ASSESSED,
        AssessmentAppeal if APPEALED;
    CenterDirector: AssessmentSchemeRead if OURS, AssessmentSchemeKeep if RegionSubtree,
        AssessmentRead if OURS, AssessmentClose if RegionSubtree, AssessmentDecide if OwnCenter,
        AssessmentNameHead if RegionSubtree;
    Leader: AssessmentSchemeRead if OURS, AssessmentRead if OURS,
        AssessmentDecideLast if RegionSubtree;
    // 第三方应用: a centre's desks and departments join their own systems, each as itself and never as
    // more; the security administrator, who works on no case, lets them in and stops them.
    Clerk: ApplicationRead if Held, ApplicationWrite if Held;
    Dispatcher: ApplicationRead if Held, ApplicationWrite if Held;
    Handler: ApplicationRead if Held, ApplicationWrite if Held;
    Supervisor: ApplicationRead if Held, ApplicationWrite if Held;
    CenterDirector: ApplicationRead if Held, ApplicationWrite if Held;
    SecurityAdmin: ApplicationRead if Always, ApplicationDecide if Always,
        ApiSettingsRead if Always;
    SystemAdmin: ApplicationRead if Always, ApiSettingsRead if Always,
        ApiSettingsWrite if Always;
    Auditor: ApplicationRead if Always, ApiSettingsRead if Always;
    // What is imported is registered, so by those who register at a centre; what is exported is what
    // the list of cases shows, masked as it is there.
    Clerk: BulkImport if Always, BulkExport if Always;
    Dispatcher: BulkImport if Always, BulkExport if Always;
    Handler: BulkExport if Always;
    Mediator: BulkExport if Always;
    Supervisor: BulkExport if Always;
    CenterDirector: BulkExport if Always;
    Leader: BulkExport if Always;
    // Duty hangs on the wall; what shows that somebody was there is for the centre, the department and
    // the person. The centre looks, and whoever holds the duty desk that day.
    Clerk: DutyRead if OURS, StandInRead if Held, StandInAsk if Held, PresenceRead if Held,
        PresenceRecord if Held;
    Dispatcher: DutyRead if OURS, StandInRead if Held, StandInAsk if Held, PresenceRead if Held,
        PresenceRecord if Held;
    Handler: DutyRead if OURS, StandInRead if CONCERNED, StandInAsk if CONCERNED,
        PresenceRead if CONCERNED, PresenceRecord if Held, ShortfallRead if AddressedDepartment;
    Mediator: DutyRead if OURS, StandInRead if CONCERNED, StandInAsk if CONCERNED,
        PresenceRead if CONCERNED, PresenceRecord if Held, ShortfallRead if AddressedDepartment;
    Supervisor: DutyRead if OURS, StandInRead if STAFFED, StandInAsk if Held,
        PresenceRead if STAFFED, PresenceRecord if OwnCenter, ShortfallRead if OURS;
    CenterDirector: DutyRead if OURS, StandInRead if STAFFED, StandInAsk if STAFFED,
        StandInDecide if OURS, PresenceRead if STAFFED, PresenceRecord if OwnCenter,
        WorkstationKeep if RegionSubtree, ShortfallRead if OURS;
    Leader: DutyRead if OURS, PresenceRead if OURS, ShortfallRead if OURS;
    VillageOfficer: DutyRead if OURS, StandInRead if Held, StandInAsk if Held,
        PresenceRead if Held;

    // Who has to send somebody reaches them; the number is masked until it is asked for with a reason.
    Dispatcher: DutyReach if OURS;
    Supervisor: DutyReach if OURS;
    CenterDirector: DutyReach if OURS;
    Leader: DutyReach if OURS;

    // Other systems' messages and the register of devices. To deliver a message is to register.
    Clerk: AdapterRead if OURS;
    Dispatcher: AdapterRead if OURS, DeviceRead if OURS, DeviceLook if OURS;
    Supervisor: AdapterRead if OURS, DeviceRead if OURS, DeviceLook if OURS;
    CenterDirector: AdapterRead if OURS, DeviceRead if OURS, DeviceKeep if RegionSubtree,
        DeviceLook if OURS, DeviceReadLooks if OURS;
    Leader: DeviceRead if OURS, DeviceLook if OURS;
    VillageOfficer: AdapterRead if RegionSubtree;
    SystemAdmin: AdapterRead if Always, AdapterKeep if Always, DeviceRead if Always,
        DeviceKeep if Always;
    Auditor: AdapterRead if Always, DeviceRead if Always, DeviceReadLooks if Always;
    // Webhooks: those who answer for a system's connection keep their own, which tell no more than they
    // may read; who runs the server sees that there are some, and may stop one.
    Dispatcher: WebhookRead if Held, WebhookKeep if Held, WebhookDisable if Held;
    CenterDirector: WebhookRead if KEPT_HERE, WebhookKeep if Held, WebhookDisable if KEPT_HERE;
    SystemAdmin: WebhookRead if RegionSubtree, WebhookDisable if RegionSubtree;
    // 渠道比对 is the centre's; a question is answered by the unit it is put to, by the village it is
    // about, or for them by the director. Whoever supervises asks and does not answer.
    Clerk: QuestionRead if AddressedDepartment;
    Dispatcher: QuestionRead if AddressedDepartment;
    Handler: QuestionRead if AddressedDepartment, QuestionAnswer if AddressedDepartment;
    Mediator: QuestionRead if AddressedDepartment, QuestionAnswer if AddressedDepartment;
    Supervisor: ReconciliationRead if OURS, ReconciliationRun if OURS, ReconciliationAsk if OURS,
        QuestionRead if OURS;
    CenterDirector: ReconciliationRead if OURS, ReconciliationRun if OURS,
        ReconciliationAsk if OURS, QuestionRead if OURS, QuestionAnswer if OURS;
    Leader: ReconciliationRead if OURS, QuestionRead if OURS;
    VillageOfficer: QuestionRead if RegionSubtree, QuestionAnswer if RegionSubtree;
}

/// The conditions under which `role` may do `action`.
pub fn of(role: Role, action: Action) -> impl Iterator<Item = &'static Condition> {
    RULES
        .iter()
        .filter(move |rule| rule.role == role && rule.action == action)
        .map(|rule| &rule.condition)
}
