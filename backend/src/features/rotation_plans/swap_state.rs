//! Where a swap of turns stands (换班), and whose turn it is to say something. Pure.

use chrono::NaiveDate;

use crate::platform::words::words;

words! {
    /// Where a swap stands.
    SwapRequestState {
        Asked = "asked", "待对方答复", "Waits for the other";
        Agreed = "agreed", "待主任审批", "Waits for the director";
        Declined = "declined", "对方不同意", "Declined";
        Approved = "approved", "已换班", "Swapped";
        Rejected = "rejected", "未批准", "Rejected";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}

words! {
    /// What is done to a swap.
    SwapStep {
        Agree = "agree", "同意", "Agree";
        Decline = "decline", "不同意", "Decline";
        Approve = "approve", "批准", "Approve";
        Reject = "reject", "不批准", "Reject";
        Withdraw = "withdraw", "撤回", "Withdraw";
    }
}

/// Whose step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Who asked.
    Asker,
    /// Who was asked.
    Asked,
    /// The director of the centre; never one of the two.
    Director,
}

impl SwapStep {
    /// Whose it is.
    pub const fn whose(self) -> Whose {
        match self {
            Self::Withdraw => Whose::Asker,
            Self::Agree | Self::Decline => Whose::Asked,
            Self::Approve | Self::Reject => Whose::Director,
        }
    }
}

impl SwapRequestState {
    /// Where it stands after a step; none where it cannot be taken.
    pub const fn after(self, step: SwapStep) -> Option<Self> {
        match (self, step) {
            (Self::Asked, SwapStep::Agree) => Some(Self::Agreed),
            (Self::Asked, SwapStep::Decline) => Some(Self::Declined),
            (Self::Agreed, SwapStep::Approve) => Some(Self::Approved),
            (Self::Agreed, SwapStep::Reject) => Some(Self::Rejected),
            (Self::Asked | Self::Agreed, SwapStep::Withdraw) => Some(Self::Withdrawn),
            (
                Self::Asked
                | Self::Agreed
                | Self::Declined
                | Self::Approved
                | Self::Rejected
                | Self::Withdrawn,
                _,
            ) => None,
        }
    }

    /// Whether somebody has something to say about it yet.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Agreed)
    }
}

/// Whether a turn may be swapped: it has not begun.
pub fn is_ahead(from_on: NaiveDate, today: NaiveDate) -> bool {
    today < from_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_passed_over() {
        use SwapRequestState::{Agreed, Approved, Asked, Withdrawn};
        assert_eq!(Asked.after(SwapStep::Approve), None);
        assert_eq!(Asked.after(SwapStep::Agree), Some(Agreed));
        assert_eq!(Agreed.after(SwapStep::Approve), Some(Approved));
        assert_eq!(Agreed.after(SwapStep::Withdraw), Some(Withdrawn));
        for state in SwapRequestState::ALL {
            let moves = SwapStep::ALL.iter().any(|step| state.after(*step).is_some());
            assert_eq!(moves, state.is_open(), "{state:?}");
        }
    }
}
