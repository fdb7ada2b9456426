//! What an application may do of what its creator may: some actions ([`ApiScope`]), on some cases
//! ([`Limits`]). An application acts as one capacity of its creator, and what is said here only takes
//! away: the rights of the capacity are asked as well, by the same code.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Action, Facts};
use crate::platform::words::words;

words! {
    /// What an application may be allowed, in the words of OAuth 2.0 (RFC 6749, 3.3).
    ApiScope {
        CasesRead = "cases:read", "查看案件（当事人信息遮蔽）", "See cases, their parties masked";
        CasesRegister = "cases:register", "登记案件", "Register cases";
        CasesAct = "cases:act", "办理案件：转办、签收、办结、结案等", "Act on cases: dispatch, sign, resolve, close and the like";
        PartiesReveal = "parties:reveal", "说明理由后查看当事人未遮蔽信息", "See masked data of parties, for a reason";
        PartiesWrite = "parties:write", "增加、更正当事人", "Add and correct parties";
        AttachmentsRead = "attachments:read", "查看附件及其内容（身份材料除外）", "See which files a case has, and read them but identity papers";
        AttachmentsWrite = "attachments:write", "上传附件", "Upload files";
        CorrespondenceRead = "correspondence:read", "查看公开答复和内部备注", "See public replies and internal notes";
        CorrespondenceWrite = "correspondence:write", "答复群众、写内部备注", "Reply to the citizen and write internal notes";
        MediationsRead = "mediations:read", "查看调解和调解协议", "See mediation and agreements";
        OrgRead = "org:read", "查看区划、部门和综治中心", "See regions, departments and centres";
        ReferenceRead = "reference:read", "查看代码、日历和时限", "See codes, calendars and limits";
        DevicesRead = "devices:read", "查看视频设备台账", "See the register of video devices";
        DevicesWrite = "devices:write", "登记、更新视频设备台账", "Enter and change devices of the register";
    }
}

impl ApiScope {
    /// THE table: the actions of the rights table a scope allows. The acts on a case include seeing it,
    /// because their answer shows it; which operations a scope opens is [`super::operations`].
    pub const fn actions(self) -> &'static [Action] {
        match self {
            Self::CasesRead | Self::AttachmentsRead => &[Action::CaseRead],
            Self::CasesRegister => &[Action::CaseRegister],
            Self::CasesAct => ACTS,
            Self::PartiesReveal => &[Action::CaseRead, Action::CaseReveal],
            Self::PartiesWrite => &[Action::CaseRead, Action::CaseKeepParties],
            Self::AttachmentsWrite => &[Action::CaseRead, Action::CaseAttach],
            Self::CorrespondenceRead => &[Action::CaseRead, Action::CaseReadNotes],
            Self::CorrespondenceWrite => {
                &[Action::CaseRead, Action::CaseReply, Action::CaseWriteNote]
            }
            Self::MediationsRead => &[Action::MediationRead, Action::AgreementRead],
            Self::OrgRead => &[Action::OrgRead],
            Self::ReferenceRead => &[Action::ReferenceRead],
            Self::DevicesRead => &[Action::DeviceRead],
            // Looking through one is for people.
            Self::DevicesWrite => &[Action::DeviceRead, Action::DeviceKeep],
        }
    }
}

/// The acts of the workflow.
const ACTS: &[Action] = &[
    Action::CaseRead,
    Action::CaseClassify,
    Action::CaseDispatch,
    Action::CaseSign,
    Action::CaseReturn,
    Action::CaseRule,
    Action::CaseReportProgress,
    Action::CaseResolve,
    Action::CaseOverrideAssist,
    Action::CaseAcceptResolution,
    Action::CaseRejectResolution,
    Action::CaseRecordCallback,
    Action::CaseClose,
    Action::CaseArchive,
    Action::CaseReopen,
    Action::CaseDecline,
    Action::CaseWithdraw,
    Action::CaseAddAssist,
    Action::CaseCompleteAssist,
    Action::CaseReturnAssist,
    Action::CaseRemoveAssist,
    Action::CaseSuspend,
    Action::CaseSuspendLong,
    Action::CaseRequestSuspension,
    Action::CaseResume,
    Action::CaseRequestExtension,
    Action::CaseDecideExtension,
    Action::CaseTransferLevel,
    Action::CaseTakeCharge,
    Action::CaseMerge,
    Action::CaseUnmerge,
];

/// The scopes of a list divided by spaces (RFC 6749, 3.3), each once; what is no scope, as the error.
pub fn parse_scopes(text: &str) -> Result<BTreeSet<ApiScope>, String> {
    let words = text.split(' ').filter(|word| !word.is_empty());
    words.map(|word| ApiScope::parse(word).ok_or_else(|| word.to_owned())).collect()
}

/// How narrow the rights of an application are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The application.
    pub application_id: Uuid,
    /// Its name, for the ledger.
    pub name: String,
    /// What it may do at all.
    pub scopes: BTreeSet<ApiScope>,
    /// Only cases whose class begins with one of these; empty: of every class, and of none yet.
    pub type_prefixes: Vec<String>,
    /// Only cases in this region and below it; none: wherever the capacity reaches.
    pub region_code: Option<String>,
    /// Whether cases are seen whose knowledge is restricted, where the capacity sees them.
    pub sees_restricted: bool,
}

impl Limits {
    /// Whether one of the scopes allows `action`.
    pub fn covers(&self, action: Action) -> bool {
        self.scopes.iter().any(|scope| scope.actions().contains(&action))
    }

    /// Whether the limits leave an object to `action`; of what is no case nor of one the region is asked,
    /// where it lies in one.
    pub fn admits(&self, action: Action, facts: &Facts<'_>) -> bool {
        if action.is_of_a_place() {
            return self.admits_place(facts.region_code);
        }
        !action.is_of_a_case()
            || (self.admits_place(facts.region_code)
                && self.admits_type(facts.type_code)
                && (self.sees_restricted || !facts.is_restricted))
    }

    /// Whether a matter of `region_code` lies within the limits.
    pub fn admits_place(&self, region_code: Option<&str>) -> bool {
        let Some(root) = self.region_code.as_deref() else { return true };
        region_code.is_some_and(|code| code.starts_with(root))
    }

    /// Whether a matter of the class `type_code` lies within the limits.
    pub fn admits_type(&self, type_code: Option<&str>) -> bool {
        let fits = |code: &str| self.type_prefixes.iter().any(|prefix| code.starts_with(prefix));
        self.type_prefixes.is_empty() || type_code.is_some_and(fits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::policy::{Actor, Role, holds, may_ever};

    const CODES: [&str; 4] = ["330102", "330102001", "330102001002", "330103"];
    const TYPES: [&str; 4] = ["01", "0102", "02", "0202"];

    #[test]
    fn a_scope_holds_only_what_its_limits_bound_or_no_case_is_in() {
        let without_a_case = [Action::CaseRegister, Action::OrgRead, Action::ReferenceRead];
        for scope in ApiScope::ALL {
            for action in scope.actions() {
                let is_bounded = action.is_of_a_case()
                    || action.is_of_a_place()
                    || without_a_case.contains(action);
                assert!(is_bounded, "{scope:?} lets out {action:?}, which no limit bounds");
            }
            assert_eq!(ApiScope::parse(scope.as_str()), Some(*scope));
        }
    }

    #[test]
    fn a_list_of_scopes_is_read_whole_or_refused() {
        let both = parse_scopes("cases:read  org:read cases:read");
        assert_eq!(both, Ok([ApiScope::CasesRead, ApiScope::OrgRead].into()));
        assert_eq!(parse_scopes("cases:read root"), Err("root".to_owned()));
        assert_eq!(parse_scopes(""), Ok(BTreeSet::new()));
    }

    fn limits() -> impl Strategy<Value = Limits> {
        let scopes = prop::collection::btree_set(0..ApiScope::ALL.len(), 0..6);
        let types = prop::collection::vec(0..TYPES.len(), 0..3);
        (scopes, types, prop::option::of(0..CODES.len()), any::<bool>()).prop_map(
            |(scopes, types, region, sees_restricted)| Limits {
                application_id: Uuid::nil(),
                name: String::new(),
                scopes: scopes.into_iter().map(|at| ApiScope::ALL[at]).collect(),
                type_prefixes: types.into_iter().map(|at| TYPES[at].to_owned()).collect(),
                region_code: region.map(|at| CODES[at].to_owned()),
                sees_restricted,
            },
        )
    }

    proptest! {
        /// Never more than its creator: whatever the limits, what an application may its capacity may.
        #[test]
        fn limits_only_take_away(
            limits in limits(),
            role in 0..Role::ALL.len(),
            region in prop::option::of(0..CODES.len()),
            (place, kind) in (prop::option::of(0..CODES.len()), prop::option::of(0..TYPES.len())),
            (is_restricted, is_ours, is_own) in any::<(bool, bool, bool)>(),
        ) {
            let [center, person] = [1, 2].map(Uuid::from_u128);
            let person_alone = Actor {
                user_id: person,
                person_id: person,
                person_name: String::new(),
                capacity_id: person,
                role: Role::ALL[role],
                department_id: None,
                region_code: region.map(|at| CODES[at].to_owned()),
                center_id: Some(center),
                on_behalf_of: None,
                application: None,
            };
            let narrowed = Actor {
                application: Some(std::sync::Arc::new(limits.clone())),
                ..person_alone.clone()
            };
            let facts = Facts {
                region_code: place.map(|at| CODES[at]),
                type_code: kind.map(|at| TYPES[at]),
                center_id: is_ours.then_some(center),
                registered_by_id: is_own.then_some(person),
                holder_id: is_own.then_some(person),
                is_restricted,
                ..Facts::default()
            };
            for action in Action::ALL {
                let may = holds(&narrowed, *action, &facts);
                prop_assert!(!may || holds(&person_alone, *action, &facts), "{action:?}");
                prop_assert!(!may || limits.covers(*action), "{action:?}");
                prop_assert!(!may_ever(&narrowed, *action) || may_ever(&person_alone, *action));
                if may && action.is_of_a_place() {
                    prop_assert!(limits.admits_place(facts.region_code));
                }
                if may && action.is_of_a_case() {
                    prop_assert!(limits.admits_place(facts.region_code));
                    prop_assert!(limits.admits_type(facts.type_code));
                    prop_assert!(limits.sees_restricted || !is_restricted);
                }
            }
        }
    }
}
