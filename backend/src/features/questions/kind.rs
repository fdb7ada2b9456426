//! What is asked, and how it is answered. Pure.

use crate::platform::words::words;

words! {
    /// What a question is about.
    QuestionKind {
        UnregisteredNumber = "unregistered_number", "渠道编号未登记", "A number not registered";
        Silence = "silence", "登记量明显减少", "Far fewer entries than before";
        LateEntry = "late_entry", "登记晚于知晓", "Entered long after it was known";
        BackDated = "back_dated", "时间先后不一致", "Times that contradict one another";
        BulkEntry = "bulk_entry", "短时间集中登记", "Entered within minutes";
        MonthEnd = "month_end", "月末集中登记", "Entered at the end of the month";
        OffHours = "off_hours", "非工作时间登记", "Entered out of hours";
        SoonClosed = "soon_closed", "登记后很快结案", "Closed within minutes";
    }
}

words! {
    /// Whether a question was answered.
    QuestionState {
        Open = "open", "待答复", "Open";
        Answered = "answered", "已答复", "Answered";
    }
}

words! {
    /// What an answer comes to.
    AnswerGround {
        Explained = "explained", "情况说明", "Explained";
        RegisteredElsewhere = "registered_elsewhere", "已登记（编号不同）", "Registered under another number";
        NotOurs = "not_ours", "不属于本单位", "Not this unit's";
        Late = "late", "登记迟延，已补登", "Late, and registered by now";
    }
}

impl AnswerGround {
    /// Whether it answers a question of this kind.
    pub const fn fits(self, kind: QuestionKind) -> bool {
        match self {
            Self::Explained => true,
            Self::RegisteredElsewhere | Self::NotOurs | Self::Late => {
                matches!(kind, QuestionKind::UnregisteredNumber)
            }
        }
    }
}
