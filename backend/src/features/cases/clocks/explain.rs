//! Day-by-day derivation of a due date: inputs with versions, steps, result.

use super::counting::{Stop, Stretch};
use super::lamp::counted;
use super::timeline::Timeline;
use super::{
    Calendar, ClockError, ClockEvent, ClockState, DateTime, DayKind, LimitDayKind, NaiveDate,
    StartRule, TimeLimit, Utc, date_of, day_number, local_date,
};
use crate::platform::lang::Lang;
use serde::{Deserialize, Serialize};

/// Most steps an explanation holds, some 27 years of days; beyond it is marked `truncated`.
pub const MAX_STEPS: usize = 10_000;

/// Why a day was or was not counted. Wire: tagged by a stable `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum StepReason {
    /// The day of the starting event is not counted.
    StartDayNotCounted,
    /// An ordinary working day.
    CountedWorkingDay,
    /// A day of a limit in calendar days.
    CountedCalendarDay,
    /// Saturday or Sunday.
    Weekend,
    /// Day off by notice.
    PublicHoliday {
        /// Name of the holiday.
        name: String,
    },
    /// Rest day worked by notice: counted.
    MakeUpWorkingDay {
        /// Name of the holiday it makes up for.
        name: String,
    },
    /// The clock stood still.
    Stopped {
        /// Code of the ground.
        reason: String,
    },
    /// The last counted day was a rest day; the limit ends here instead.
    RolledToWorkingDay,
    /// An extension was granted on this day; not a day of its own.
    Extended {
        /// By how many days.
        days: u16,
        /// Of which kind.
        unit: LimitDayKind,
    },
    /// No notice covers the day: the week alone decides, and a later notice may differ.
    NotAnnouncedWeekendRule {
        /// Whether the week makes it a working day.
        working: bool,
    },
}

impl StepReason {
    /// The code on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::StartDayNotCounted => "start_day_not_counted",
            Self::CountedWorkingDay => "counted_working_day",
            Self::CountedCalendarDay => "counted_calendar_day",
            Self::Weekend => "weekend",
            Self::PublicHoliday { .. } => "public_holiday",
            Self::MakeUpWorkingDay { .. } => "make_up_working_day",
            Self::Stopped { .. } => "stopped",
            Self::RolledToWorkingDay => "rolled_to_working_day",
            Self::Extended { .. } => "extended",
            Self::NotAnnouncedWeekendRule { .. } => "not_announced_weekend_rule",
        }
    }

    /// The reason in words. The ground of a stop is a code and left to the caller to name.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.text_zh(),
            Lang::En => self.text_en(),
        }
    }

    fn text_zh(&self) -> String {
        let text = match self {
            Self::StartDayNotCounted => "起算当日不计入",
            Self::CountedWorkingDay => "工作日，计入",
            Self::CountedCalendarDay => "自然日，计入",
            Self::Weekend => "周末，不计入",
            Self::PublicHoliday { name } => return format!("{name}放假，不计入"),
            Self::MakeUpWorkingDay { name } => return format!("{name}调休上班，计入"),
            Self::Stopped { .. } => "暂停期间，不计入",
            Self::RolledToWorkingDay => "期满日为休息日，顺延至本工作日",
            Self::Extended { days, unit: LimitDayKind::Working } => {
                return format!("批准延期 {days} 个工作日");
            }
            Self::Extended { days, unit: LimitDayKind::Calendar | LimitDayKind::Month } => {
                return format!("批准延期 {days} 天");
            }
            Self::NotAnnouncedWeekendRule { working: true } => {
                "放假安排尚未公布或未收录，暂按周一至周五计为工作日"
            }
            Self::NotAnnouncedWeekendRule { working: false } => {
                "放假安排尚未公布或未收录，暂按周末计为休息日"
            }
        };
        text.to_owned()
    }

    fn text_en(&self) -> String {
        let text = match self {
            Self::StartDayNotCounted => "day of the start, not counted",
            Self::CountedWorkingDay => "working day, counted",
            Self::CountedCalendarDay => "calendar day, counted",
            Self::Weekend => "weekend, not counted",
            Self::PublicHoliday { name } => return format!("public holiday ({name}), not counted"),
            Self::MakeUpWorkingDay { name } => {
                return format!("make-up working day ({name}), counted");
            }
            Self::Stopped { .. } => "stopped, not counted",
            Self::RolledToWorkingDay => "the last day was a rest day; moved to this working day",
            Self::Extended { days, unit } => {
                let noun = match unit {
                    LimitDayKind::Working => "working day",
                    LimitDayKind::Calendar | LimitDayKind::Month => "day",
                };
                return format!("extended by {}", counted(u32::from(*days), noun));
            }
            Self::NotAnnouncedWeekendRule { working: true } => {
                "no notice for this day yet; taken as a working day by the week"
            }
            Self::NotAnnouncedWeekendRule { working: false } => {
                "no notice for this day yet; taken as a rest day by the week"
            }
        };
        text.to_owned()
    }
}

/// One line of the derivation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The civil date, UTC+8.
    pub date: NaiveDate,
    /// Whether the day counts towards the limit.
    pub counted: bool,
    /// Which day of the limit it is, if counted.
    pub number: Option<u16>,
    /// Why.
    pub reason: StepReason,
}

/// What a derivation rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationInputs {
    /// The rule with its version and source.
    pub limit: TimeLimit,
    /// Version of the calendar.
    pub calendar_version: i32,
    /// Last date whose arrangement is published.
    pub announced_through: NaiveDate,
    /// When the clock started.
    pub started_at: DateTime<Utc>,
    /// Days stopped, in order.
    pub stops: Vec<Stop>,
    /// Amount plus extensions, in the days the limit is counted by.
    pub total: u32,
}

/// Derivation of a due date, day by day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What it rests on.
    pub inputs: ExplanationInputs,
    /// From the day of the start to the due date, or to today while stopped.
    pub steps: Vec<Step>,
    /// Whether steps were left out after [`MAX_STEPS`].
    pub truncated: bool,
    /// Same value as [`ClockState::due_at`].
    pub due_at: Option<DateTime<Utc>>,
    /// Same value as [`super::derive()`] returns.
    pub state: ClockState,
}

/// Explains what [`super::derive()`] returns, from the same reading of the events.
///
/// # Errors
/// As [`super::derive()`].
pub fn explain(
    limit: &TimeLimit,
    cal: &Calendar,
    events: &[ClockEvent],
    now: DateTime<Utc>,
) -> Result<Explanation, ClockError> {
    let line = Timeline::read(limit, cal, events)?;
    let state = line.state_at(now);
    let today = day_number(local_date(line.instant(now)));
    let (steps, truncated) = line.steps(line.due.day.unwrap_or(today));
    let stop = |stretch: &Stretch<'_>| {
        Some(Stop { from: date_of(stretch.from)?, to: stretch.to.and_then(date_of) })
    };
    let inputs = ExplanationInputs {
        limit: limit.clone(),
        calendar_version: cal.version(),
        announced_through: cal.announced_through(),
        started_at: line.started_at,
        stops: line.counting.stops.iter().filter_map(stop).collect(),
        total: u32::try_from(line.total).unwrap_or(u32::MAX),
    };
    Ok(Explanation { inputs, steps, truncated, due_at: state.due_at, state })
}

impl Timeline<'_> {
    /// Steps from the start through `last`, and whether some were left out.
    fn steps(&self, last: i64) -> (Vec<Step>, bool) {
        let mut steps = Vec::new();
        let mut extensions = self.extensions.iter().peekable();
        let unit = self.counting.limit.day_kind;
        let mut number = 0_u16;
        for (day, date) in (self.counting.start..=last).map_while(|d| Some((d, date_of(d)?))) {
            if steps.len() >= MAX_STEPS {
                return (steps, true);
            }
            while let Some((_, days)) = extensions.next_if(|(at, _)| local_date(*at) <= date) {
                let reason = StepReason::Extended { days: *days, unit };
                steps.push(Step { date, counted: false, number: None, reason });
            }
            let (counted, reason) = self.judge(day, date);
            number = number.saturating_add(u16::from(counted));
            steps.push(Step { date, counted, number: counted.then_some(number), reason });
        }
        (steps, false)
    }

    /// Whether a day from the start through the due date is counted, and why.
    fn judge(&self, day: i64, date: NaiveDate) -> (bool, StepReason) {
        let counting = &self.counting;
        if day == counting.start && counting.limit.start == StartRule::NextDay {
            return (false, StepReason::StartDayNotCounted);
        }
        if let Some(stop) = counting.stops.iter().find(|stop| stop.holds(day)) {
            return (false, StepReason::Stopped { reason: stop.reason.to_owned() });
        }
        let rolling = self.due.counted_end.is_some_and(|end| day > end);
        if rolling && self.due.day == Some(day) {
            return (false, StepReason::RolledToWorkingDay);
        }
        if !rolling && counting.limit.day_kind != LimitDayKind::Working {
            return (true, StepReason::CountedCalendarDay);
        }
        let known = counting.cal.day(date);
        let working = known.kind.is_working();
        let name = known.name.unwrap_or_default();
        let reason = match known.kind {
            _ if !known.announced => StepReason::NotAnnouncedWeekendRule { working },
            DayKind::Working => StepReason::CountedWorkingDay,
            DayKind::MakeUp => StepReason::MakeUpWorkingDay { name },
            DayKind::Rest => StepReason::Weekend,
            DayKind::Holiday => StepReason::PublicHoliday { name },
        };
        (working && !rolling, reason)
    }
}
