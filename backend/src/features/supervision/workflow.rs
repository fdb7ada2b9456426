//! What may happen to a supervision order (督办件), pure: 发出 → 回复 → 认可（办结案件后销号）, or back to
//! be replied to again, or cancelled.

use crate::platform::error::ErrorCode;
use crate::platform::words::words;
use crate::policy::{self, Action, Actor, Facts};

words! {
    /// Where an order stands. Wire: `issued|replied|accepted|closed|cancelled`.
    OrderState {
        Issued = "issued", "待回复", "Awaiting a reply";
        Replied = "replied", "已回复待审核", "Replied";
        Accepted = "accepted", "回复已认可", "Reply accepted";
        Closed = "closed", "已销号", "Closed";
        Cancelled = "cancelled", "已撤销", "Cancelled";
    }
}

words! {
    /// What may be done to an order.
    OrderAction {
        /// 回复.
        Reply = "reply";
        /// 认可回复.
        AcceptReply = "accept_reply";
        /// 退回回复: it is issued again with another day.
        RejectReply = "reject_reply";
        /// 撤销.
        Cancel = "cancel";
    }
}

impl OrderState {
    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Issued | Self::Replied)
    }
}

impl OrderAction {
    /// The right it takes.
    pub const fn right(self) -> Action {
        match self {
            Self::Reply => Action::SupervisionOrderReply,
            Self::AcceptReply | Self::RejectReply => Action::SupervisionOrderDecide,
            Self::Cancel => Action::SupervisionOrderCancel,
        }
    }

    /// Whether it may be done where an order stands.
    pub const fn is_open_in(self, state: OrderState) -> bool {
        match self {
            Self::Reply => matches!(state, OrderState::Issued),
            Self::AcceptReply | Self::RejectReply => matches!(state, OrderState::Replied),
            Self::Cancel => state.is_open(),
        }
    }

    /// Why `actor` may not do it to an order described by `facts`; none when they may.
    pub fn refusal(self, state: OrderState, actor: &Actor, facts: &Facts<'_>) -> Option<ErrorCode> {
        let is_own =
            actor.department_id.is_some() && actor.department_id == facts.addressed_department_id;
        let decides = self.right() == Action::SupervisionOrderDecide;
        if decides && is_own && policy::may_ever(actor, self.right()) {
            return Some(ErrorCode::SupervisionOrderOwnReply);
        }
        if !policy::holds(actor, self.right(), facts) {
            return Some(ErrorCode::AuthNotAllowed);
        }
        (!self.is_open_in(state)).then_some(ErrorCode::SupervisionOrderIllegalTransition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_order_has_a_way_out_and_an_ended_one_none() {
        for state in OrderState::ALL {
            let open = OrderAction::ALL.iter().any(|action| action.is_open_in(*state));
            assert_eq!(open, state.is_open(), "{state:?}");
        }
    }
}
