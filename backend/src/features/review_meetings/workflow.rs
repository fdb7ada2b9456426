//! What may happen to a review meeting, pure: called → started (the agenda is frozen) → closed; or
//! cancelled before it starts.

use crate::platform::words::words;
use crate::policy::Action;

words! {
    /// Where a meeting stands.
    MeetingState {
        Called = "called", "已召集", "Called";
        Started = "started", "进行中", "Started";
        Closed = "closed", "已结束", "Closed";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

words! {
    /// What may be done to a meeting.
    MeetingAction {
        /// 修改.
        Update = "update";
        /// 重新生成议程.
        Refill = "refill";
        /// 列入议程.
        AddItem = "add_item";
        /// 移出议程.
        RemoveItem = "remove_item";
        /// 调整次序.
        MoveItem = "move_item";
        /// 取消.
        Cancel = "cancel";
        /// 开会: the agenda is frozen.
        Start = "start";
        /// 议定.
        Decide = "decide";
        /// 签到.
        Attend = "attend";
        /// 散会.
        Close = "close";
        /// 出具纪要.
        IssueMinutes = "issue_minutes";
    }
}

impl MeetingAction {
    /// The right it takes.
    pub const fn right(self) -> Action {
        match self {
            Self::Update
            | Self::Refill
            | Self::AddItem
            | Self::RemoveItem
            | Self::MoveItem
            | Self::Cancel => Action::ReviewMeetingCall,
            Self::Start | Self::Close => Action::ReviewMeetingChair,
            Self::Decide | Self::Attend | Self::IssueMinutes => Action::ReviewMeetingRecord,
        }
    }

    /// Whether it may be done where a meeting stands.
    pub const fn is_open_in(self, state: MeetingState) -> bool {
        match self {
            Self::Update
            | Self::Refill
            | Self::AddItem
            | Self::RemoveItem
            | Self::MoveItem
            | Self::Cancel
            | Self::Start => matches!(state, MeetingState::Called),
            Self::Decide | Self::Attend | Self::Close => matches!(state, MeetingState::Started),
            Self::IssueMinutes => matches!(state, MeetingState::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MeetingAction, MeetingState};

    #[test]
    fn what_has_ended_has_no_way_out_but_its_paper() {
        for action in MeetingAction::ALL {
            let is_paper = *action == MeetingAction::IssueMinutes;
            assert_eq!(action.is_open_in(MeetingState::Closed), is_paper, "{action:?}");
            assert!(!action.is_open_in(MeetingState::Cancelled), "{action:?}");
        }
        assert!(MeetingAction::Start.is_open_in(MeetingState::Called));
        assert!(!MeetingAction::AddItem.is_open_in(MeetingState::Started));
    }
}
