//! What may happen to an agreement, pure: 履行 item by item, 司法确认 beside it.

use crate::platform::error::ErrorCode;
use crate::platform::words::words;
use crate::policy::{self, Action, Actor, Facts};

words! {
    /// How an agreement is kept (人民调解法 art. 28): an oral one holds from the day it was reached, a
    /// written one from the day everybody has signed (art. 29, 30).
    AgreementForm {
        Written = "written", "书面协议", "Written";
        Oral = "oral", "口头协议", "Oral";
    }
}

words! {
    /// Where an agreement stands.
    AgreementState {
        InForce = "in_force", "履行中", "In force";
        Performed = "performed", "已履行", "Performed";
        Breached = "breached", "未按约履行", "Breached";
        Cancelled = "cancelled", "已撤销", "Cancelled";
    }
}

words! {
    /// Where an item stands.
    AgreementItemState {
        Due = "due", "待履行", "To be performed";
        Partly = "partly", "部分履行", "Partly performed";
        Performed = "performed", "已履行", "Performed";
        Breached = "breached", "拒不履行", "Breached";
    }
}

words! {
    /// What became of an item.
    PerformanceState {
        Performed = "performed", "已履行", "Performed";
        Partly = "partly", "部分履行", "Partly performed";
        Breached = "breached", "拒不履行", "Breached";
    }
}

words! {
    /// Where judicial confirmation (司法确认) stands.
    ConfirmationState {
        None = "none", "未申请", "Not applied for";
        Applied = "applied", "已申请", "Applied for";
        Confirmed = "confirmed", "已确认有效", "Confirmed";
        Rejected = "rejected", "裁定驳回", "Rejected";
        Withdrawn = "withdrawn", "已撤回申请", "Withdrawn";
    }
}

words! {
    /// What became of an application to the court.
    ConfirmationAnswer {
        Confirmed = "confirmed", "裁定确认有效", "Confirmed";
        Rejected = "rejected", "裁定驳回", "Rejected";
        Withdrawn = "withdrawn", "撤回申请", "Withdrawn";
    }
}

words! {
    /// What may be done to an agreement.
    AgreementAction {
        /// 登记履行情况.
        RecordPerformance = "record_performance";
        /// 申请司法确认.
        ApplyConfirmation = "apply_confirmation";
        /// 登记法院答复.
        AnswerConfirmation = "answer_confirmation";
        /// 撤销记录.
        Cancel = "cancel";
    }
}

impl PerformanceState {
    /// Where an item stands after it.
    pub const fn leaves(self) -> AgreementItemState {
        match self {
            Self::Performed => AgreementItemState::Performed,
            Self::Partly => AgreementItemState::Partly,
            Self::Breached => AgreementItemState::Breached,
        }
    }
}

impl AgreementItemState {
    /// Whether something is still owed.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Performed)
    }
}

impl ConfirmationAnswer {
    /// Where the confirmation stands after it.
    pub const fn leaves(self) -> ConfirmationState {
        match self {
            Self::Confirmed => ConfirmationState::Confirmed,
            Self::Rejected => ConfirmationState::Rejected,
            Self::Withdrawn => ConfirmationState::Withdrawn,
        }
    }
}

impl ConfirmationState {
    /// Whether the court may be asked.
    pub const fn is_askable(self) -> bool {
        matches!(self, Self::None | Self::Withdrawn)
    }
}

/// Where an agreement stands by its items.
pub fn state_of(items: &[AgreementItemState]) -> AgreementState {
    if items.contains(&AgreementItemState::Breached) {
        AgreementState::Breached
    } else if items.iter().all(|state| *state == AgreementItemState::Performed) {
        AgreementState::Performed
    } else {
        AgreementState::InForce
    }
}

impl AgreementAction {
    /// The right it takes.
    pub const fn right(self) -> Action {
        match self {
            Self::RecordPerformance => Action::AgreementPerform,
            Self::ApplyConfirmation | Self::AnswerConfirmation => Action::AgreementConfirm,
            Self::Cancel => Action::AgreementRecord,
        }
    }

    /// Whether it may be done where an agreement stands.
    pub const fn is_open_in(self, state: AgreementState, confirmation: ConfirmationState) -> bool {
        let is_open = matches!(state, AgreementState::InForce | AgreementState::Breached);
        match self {
            Self::RecordPerformance => is_open,
            Self::ApplyConfirmation => is_open && confirmation.is_askable(),
            Self::AnswerConfirmation => {
                !matches!(state, AgreementState::Cancelled)
                    && matches!(confirmation, ConfirmationState::Applied)
            }
            Self::Cancel => {
                is_open
                    && !matches!(
                        confirmation,
                        ConfirmationState::Applied | ConfirmationState::Confirmed
                    )
            }
        }
    }

    /// Why `actor` may not do it to an agreement described by `facts`; none when they may.
    pub fn refusal(
        self,
        (state, confirmation): (AgreementState, ConfirmationState),
        actor: &Actor,
        facts: &Facts<'_>,
    ) -> Option<ErrorCode> {
        if !policy::holds(actor, self.right(), facts) {
            return Some(ErrorCode::AuthNotAllowed);
        }
        let is_open = self.is_open_in(state, confirmation);
        (!is_open).then_some(ErrorCode::AgreementIllegalTransition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_is_performed_when_all_of_it_is_and_breached_by_one_item() {
        use AgreementItemState::{Breached, Due, Partly, Performed};
        assert_eq!(state_of(&[Performed, Performed]), AgreementState::Performed);
        assert_eq!(state_of(&[Performed, Due]), AgreementState::InForce);
        assert_eq!(state_of(&[Performed, Partly]), AgreementState::InForce);
        assert_eq!(state_of(&[Performed, Breached]), AgreementState::Breached);
    }

    #[test]
    fn the_court_is_asked_once_at_a_time() {
        for state in ConfirmationState::ALL {
            let ask =
                AgreementAction::ApplyConfirmation.is_open_in(AgreementState::InForce, *state);
            let answer =
                AgreementAction::AnswerConfirmation.is_open_in(AgreementState::InForce, *state);
            assert!(!(ask && answer), "{state:?}");
        }
    }
}
