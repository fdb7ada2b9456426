//! When a rule looks: after an event, some time before or after a limit, or when a case has stood
//! in a status for some time. Instants are pure functions of the calendar.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::features::agreements::workflow::PerformanceState;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::{end_of_day, local_date, local_time, start_of_day};
use crate::features::cases::change::Change;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::model::CaseStatus;
use crate::features::mediations::workflow::MediationOutcome;
use crate::platform::words::words;

words! {
    /// Which kind of trigger.
    TriggerKind {
        Event = "event", "发生事件时", "After an event";
        Limit = "limit", "时限前后", "Before or after a limit";
        Standing = "standing", "停留在某状态", "Standing in a status";
    }
}

words! {
    /// Before or after a limit.
    TriggerSide {
        Before = "before", "前", "before";
        After = "after", "后", "after";
    }
}

words! {
    /// How the time of a trigger is counted.
    TriggerUnit {
        Hours = "hours", "小时", "hours";
        CalendarDays = "calendar_days", "个自然日", "calendar days";
        WorkingDays = "working_days", "个工作日", "working days";
    }
}

words! {
    /// An event of the ledger a rule may follow.
    TriggerEvent {
        Registered = "registered", "登记", "Registered";
        Classified = "classified", "分类定级", "Classified";
        Dispatched = "dispatched", "转办", "Dispatched";
        Signed = "signed", "签收", "Signed for";
        AutoSigned = "auto_signed", "自动签收", "Signed at the limit";
        Returned = "returned", "退回", "Returned";
        Ruled = "ruled", "裁定", "Ruled";
        AssistAdded = "assist_added", "增加协办", "Assistant added";
        AssistCompleted = "assist_completed", "协办办结", "Assistance completed";
        AssistReturned = "assist_returned", "退回协办", "Assistance returned";
        AssistRemoved = "assist_removed", "撤销协办", "Assistant taken off";
        Suspended = "suspended", "中止", "Suspended";
        SuspensionRequested = "suspension_requested", "申请中止", "Stop asked for";
        SuspensionRefused = "suspension_refused", "不同意中止", "Stop refused";
        ProcedureRecorded = "procedure_recorded", "登记法定程序", "Procedure recorded";
        Resumed = "resumed", "恢复", "Resumed";
        AutoResumed = "auto_resumed", "自动恢复", "Resumed on the day";
        ExtensionRequested = "extension_requested", "申请延期", "Extension asked for";
        ExtensionDecided = "extension_decided", "审批延期", "Extension decided";
        LevelTransferred = "level_transferred", "上报下派", "Handed to another level";
        TakenInCharge = "taken_in_charge", "包案", "Taken in charge";
        ProgressReported = "progress_reported", "报告进展", "Progress reported";
        Resolved = "resolved", "办结申报", "Resolved";
        ResolutionAccepted = "resolution_accepted", "审核通过", "Resolution accepted";
        ResolutionRejected = "resolution_rejected", "审核退回", "Resolution rejected";
        CallbackRecorded = "callback_recorded", "回访", "Callback recorded";
        Reopened = "reopened", "重新办理", "Reopened";
        CitizenCommented = "citizen_commented", "群众补充说明", "Citizen's comment";
        CitizenComplained = "citizen_complained", "群众投诉", "Citizen's complaint";
        Rated = "rated", "群众评价", "Rated by the citizen";
        RatedUnsolved = "rated_unsolved", "群众评价未解决", "Rated as not solved";
        MediationBooked = "mediation_booked", "预约调解", "Mediation booked";
        MediationConcluded = "mediation_concluded", "调解结束", "Mediation concluded";
        MediationFailed = "mediation_failed", "调解不成", "Mediation failed";
        AgreementReached = "agreement_reached", "达成协议", "Agreement reached";
        PerformanceRecorded = "performance_recorded", "履行登记", "Performance recorded";
        PerformanceReminded = "performance_reminded", "协议履行即将到期", "Agreement due soon";
        PerformanceOverdue = "performance_overdue", "协议逾期未履行", "Agreement overdue";
        AgreementBreached = "agreement_breached", "协议违约", "Agreement breached";
        ConfirmationReminded = "confirmation_reminded", "司法确认期限将满", "Time for confirmation ends soon";
        ConfirmationAnswered = "confirmation_answered", "司法确认答复", "Confirmation answered";
        LeaderReceived = "leader_received", "领导接访", "Received by a leader";
        PromiseMade = "promise_made", "接访承诺", "Promise made";
        MeetingDecided = "meeting_decided", "会议议定", "Meeting decided";
        TaskCompleted = "task_completed", "任务办结", "Task done";
        TaskOverdue = "task_overdue", "任务逾期", "Task overdue";
        PromiseBroken = "promise_broken", "承诺逾期未兑现", "Promise broken";
        DocumentIssued = "document_issued", "出具文书", "Document issued";
        AttachmentAdded = "attachment_added", "添加附件", "Attachment added";
        StaffReplied = "staff_replied", "公开答复", "Public reply";
        ApplicantTold = "applicant_told", "告知申请人", "Applicant told";
    }
}

impl TriggerEvent {
    /// The kind of event in the ledger it is found among.
    pub fn ledger_kind(self) -> &'static str {
        let narrowed = [
            (Self::RatedUnsolved, "rated"),
            (Self::MediationFailed, "mediation_concluded"),
            (Self::AgreementBreached, "performance_recorded"),
            (Self::PromiseBroken, "task_overdue"),
        ];
        let found = narrowed.iter().find(|(event, _)| *event == self);
        found.map_or(self.as_str(), |(_, kind)| *kind)
    }

    /// Whether it is what happened: an event of that kind, and of some only the one that matters.
    pub fn is(self, kind: &str, change: Option<&Change>) -> bool {
        if self.as_str() == kind {
            return true;
        }
        if self.ledger_kind() != kind {
            return false;
        }
        // The narrower ones: what the kind of event alone does not say.
        if let Some(Change::Rated { solved, .. }) = change {
            return self == Self::RatedUnsolved && !solved;
        }
        if let Some(Change::MediationConcluded { outcome, .. }) = change {
            return self == Self::MediationFailed && *outcome == MediationOutcome::Failed;
        }
        if let Some(Change::PerformanceRecorded { state, .. }) = change {
            return self == Self::AgreementBreached && *state == PerformanceState::Breached;
        }
        if let Some(Change::TaskOverdue { is_promise, .. }) = change {
            return self == Self::PromiseBroken && *is_promise;
        }
        false
    }
}

/// Most of any unit.
pub const MAX_AMOUNT: u16 = 999;

/// An amount of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// How much.
    pub amount: u16,
    /// Of what.
    pub unit: TriggerUnit,
}

/// When a rule looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// After one of these events.
    Event(Vec<TriggerEvent>),
    /// Some time before or after the end of a running limit.
    Limit {
        /// Which limit.
        clock: ClockKind,
        /// On which side.
        side: TriggerSide,
        /// How far from it.
        shift: Shift,
        /// Whether it waits for the hours of work.
        in_working_hours: bool,
    },
    /// After a case has stood in a status for some time.
    Standing {
        /// Which status.
        status: CaseStatus,
        /// How long.
        shift: Shift,
        /// Whether it waits for the hours of work.
        in_working_hours: bool,
    },
}

const MORNING: NaiveTime = match NaiveTime::from_hms_opt(8, 30, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
const EVENING: NaiveTime = match NaiveTime::from_hms_opt(17, 30, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

impl Shift {
    /// So much after `at`; a day later is the same time of that day.
    pub fn after(self, calendar: &Calendar, at: DateTime<Utc>) -> DateTime<Utc> {
        match self.unit {
            TriggerUnit::Hours => at + TimeDelta::hours(self.amount.into()),
            TriggerUnit::CalendarDays => at + TimeDelta::days(self.amount.into()),
            TriggerUnit::WorkingDays => {
                let day = local_date(at);
                let moved = calendar.add_working_days(day, self.amount.into()).unwrap_or(day);
                at + (moved - day)
            }
        }
    }

    /// So much before `at`.
    pub fn before(self, calendar: &Calendar, at: DateTime<Utc>) -> DateTime<Utc> {
        match self.unit {
            TriggerUnit::Hours => at - TimeDelta::hours(self.amount.into()),
            TriggerUnit::CalendarDays => at - TimeDelta::days(self.amount.into()),
            TriggerUnit::WorkingDays => {
                let day = local_date(at);
                let (mut moved, mut left) = (day, self.amount);
                while left > 0 {
                    let Some(eve) = moved.pred_opt() else { break };
                    moved = eve;
                    left -= u16::from(calendar.is_working(moved));
                }
                at - (day - moved)
            }
        }
    }
}

impl Trigger {
    /// The instant at which a rule looks for `at`, the end of a limit or the entry into a status;
    /// none for a rule that follows events.
    pub fn instant(&self, calendar: &Calendar, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (instant, waits) = match self {
            Self::Event(_) => return None,
            Self::Limit { side: TriggerSide::Before, shift, in_working_hours, .. } => {
                (shift.before(calendar, at), *in_working_hours)
            }
            Self::Limit { shift, in_working_hours, .. }
            | Self::Standing { shift, in_working_hours, .. } => {
                (shift.after(calendar, at), *in_working_hours)
            }
        };
        Some(if waits { at_work(calendar, instant) } else { instant })
    }

    /// No limit that ends, and no status that was entered, after this has its instant by `now`.
    pub fn latest(&self, calendar: &Calendar, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Event(_) => now,
            Self::Limit { side: TriggerSide::Before, shift, .. } => match shift.unit {
                TriggerUnit::Hours | TriggerUnit::CalendarDays => shift.after(calendar, now),
                TriggerUnit::WorkingDays => {
                    let next = u32::from(shift.amount) + 1;
                    let day = calendar.add_working_days(local_date(now), next);
                    day.map_or(now, end_of_day)
                }
            },
            Self::Limit { shift, .. } | Self::Standing { shift, .. } => match shift.unit {
                TriggerUnit::Hours => now - TimeDelta::hours(shift.amount.into()),
                // A working day is at least a day.
                TriggerUnit::CalendarDays | TriggerUnit::WorkingDays => {
                    now - TimeDelta::days(shift.amount.into())
                }
            },
        }
    }
}

/// `at`, or the next moment at which people work: nobody is disturbed at night, and no reminder is
/// used up over a holiday.
fn at_work(calendar: &Calendar, at: DateTime<Utc>) -> DateTime<Utc> {
    let (day, time) = local_time(at);
    let morning = |day: NaiveDate| start_of_day(day) + (MORNING - NaiveTime::MIN);
    if calendar.is_working(day) && time < MORNING {
        return morning(day);
    }
    if calendar.is_working(day) && time <= EVENING {
        return at;
    }
    let mut next = day;
    // The longest holiday is far shorter.
    for _ in 0..30 {
        next = next.checked_add_days(Days::new(1)).unwrap_or(next);
        if calendar.is_working(next) {
            break;
        }
    }
    morning(next)
}
