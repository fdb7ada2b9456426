//! State, share used, colour and words of a clock at an instant.

use super::timeline::Timeline;
use super::{
    Calendar, ClockState, DateTime, LimitDayKind, State, Timelike, Utc, day_number, end_of_day,
    local_date, local_time,
};
use crate::platform::lang::Lang;
use serde::{Deserialize, Serialize};

/// Seconds of a civil day in UTC+8, which knows no summer time.
const SECONDS_A_DAY: u32 = 86_400;

/// When a lamp is yellow: a rule of the procedure, by the day the clock started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LampRule {
    /// The share of a limit used from which on it is yellow, 1 to 100 percent.
    pub yellow_percent: u32,
    /// So many working days after today, or fewer, are yellow.
    pub yellow_working_days: u32,
}

/// What the program comes with, for clocks of no county.
impl Default for LampRule {
    fn default() -> Self {
        Self { yellow_percent: 50, yellow_working_days: 1 }
    }
}

impl LampRule {
    /// The share as a fraction.
    pub(super) fn yellow_share(self) -> f64 {
        f64::from(self.yellow_percent) / 100.0
    }
}

/// Colour of a clock: a call for attention, never shown without words. Wire:
/// `green|yellow|red|grey`. Thresholds are a county default after the ladders of the 12345 lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// Running with more left than the rule of the lamp says, by share and by working days: as
    /// shipped more than half, and at least two working days after today.
    Green,
    /// Running with so much or less left: as shipped half, or one working day or none after today. A
    /// limit of one day is therefore never green.
    Yellow,
    /// Overdue and not finished.
    Red,
    /// Nothing to do: stopped or finished. A limit finished late is grey too, since the colour
    /// calls for action; its state stays `missed`.
    Grey,
}

/// What is left of a limit, in whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLeft {
    /// State it speaks of.
    pub state: State,
    /// Unit the words use.
    pub unit: LimitDayKind,
    /// Whether the clock has ended.
    pub finished: bool,
    /// Calendar days after today through the due date, 0 on the due date; only while running.
    pub days: Option<u32>,
    /// Working days after today through the due date; only while running.
    pub working_days: Option<u32>,
    /// Calendar days by which the due date was or is exceeded; 0 if it was not.
    pub overdue_days: u32,
}

impl TimeLeft {
    /// Of a limit that runs until `due_at`, at `now`.
    pub fn running(
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
        unit: LimitDayKind,
        cal: &Calendar,
    ) -> Self {
        let (today, due) = (day_number(local_date(now)), day_number(local_date(due_at)));
        Self::on(today, Some(due), None, unit, cal)
    }

    /// On `today`, of a limit whose last day is `due`: none while it is stopped. `is_met` is known
    /// of one that has ended.
    fn on(
        today: i64,
        due: Option<i64>,
        is_met: Option<bool>,
        unit: LimitDayKind,
        cal: &Calendar,
    ) -> Self {
        let overdue_days = due.map_or(0, |due| days(today - due));
        let state = match (is_met, overdue_days > 0) {
            (_, true) => State::Missed,
            (Some(true), false) => State::Met,
            (Some(false), false) => State::Cancelled,
            (None, false) if due.is_none() => State::Stopped,
            (None, false) => State::Running,
        };
        let left = due.filter(|_| state == State::Running);
        let working = |due| days(cal.working_days_through(due) - cal.working_days_through(today));
        Self {
            state,
            unit,
            finished: is_met.is_some(),
            days: left.map(|due| days(due - today)),
            working_days: left.map(working),
            overdue_days,
        }
    }

    /// The words beside the lamp, e.g. 剩 1 个工作日, 超期 2 天, 已暂停. The ground of a stop is not
    /// part of it: it is a code whose name the caller adds.
    pub fn text(&self, lang: Lang) -> String {
        let overdue = self.overdue_days;
        let text = match (self.state, lang, self.finished) {
            (State::Running, lang, _) => return self.text_running(lang),
            (State::Missed, Lang::Zh, true) => return format!("超期 {overdue} 天完成"),
            (State::Missed, Lang::Zh, false) => return format!("超期 {overdue} 天"),
            (State::Missed, Lang::En, true) => {
                return format!("finished {} late", counted(overdue, "day"));
            }
            (State::Missed, Lang::En, false) => {
                return format!("{} overdue", counted(overdue, "day"));
            }
            (State::Stopped, Lang::Zh, _) => "已暂停",
            (State::Stopped, Lang::En, _) => "stopped",
            (State::Met, Lang::Zh, _) => "按期完成",
            (State::Met, Lang::En, _) => "finished in time",
            (State::Cancelled, Lang::Zh, _) => "已取消",
            (State::Cancelled, Lang::En, _) => "cancelled",
        };
        text.to_owned()
    }

    fn text_running(&self, lang: Lang) -> String {
        let days = self.days.unwrap_or(0);
        let working = self.working_days.unwrap_or(0);
        match (self.unit, lang) {
            (_, Lang::Zh) if days == 0 => "今天到期".to_owned(),
            (_, Lang::En) if days == 0 => "due today".to_owned(),
            (LimitDayKind::Working, Lang::Zh) => format!("剩 {working} 个工作日"),
            (LimitDayKind::Working, Lang::En) => {
                format!("{} left", counted(working, "working day"))
            }
            (LimitDayKind::Calendar | LimitDayKind::Month, Lang::Zh) => format!("剩 {days} 天"),
            (LimitDayKind::Calendar | LimitDayKind::Month, Lang::En) => {
                format!("{} left", counted(days, "day"))
            }
        }
    }
}

/// "1 day", "2 days".
pub(super) fn counted(n: u32, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// A number of days as `u32`: negative becomes 0, and no span of nine thousand years overflows.
fn days(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

impl Timeline<'_> {
    /// The instant a state speaks of: `now`, but not before the last event nor after the end.
    pub(super) fn instant(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.end.map_or_else(|| now.max(self.last_at), |(at, _)| at)
    }

    pub(super) fn state_at(&self, now: DateTime<Utc>) -> ClockState {
        let (date, time) = local_time(self.instant(now));
        let today = day_number(date);
        let open = self.counting.stops.last().filter(|stop| stop.to.is_none());
        let is_met = self.end.map(|(_, is_met)| is_met);
        let (unit, cal) = (self.counting.limit.day_kind, self.counting.cal);
        let time_left = TimeLeft::on(today, self.due.day, is_met, unit, cal);
        let state = time_left.state;
        let used_share = self.used_share(today, time.num_seconds_from_midnight());
        ClockState {
            kind: self.counting.limit.clock,
            started_at: self.started_at,
            due_at: self.due_on.map(end_of_day),
            due_on: self.due_on,
            state,
            used_share,
            lamp: lamp(&time_left, used_share, self.counting.limit.lamp),
            lamp_rule: self.counting.limit.lamp,
            time_left,
            finished_at: self.end.map(|(at, _)| at),
            stop_reason: open
                .filter(|_| state == State::Stopped)
                .map(|stop| stop.reason.to_owned()),
            extended_by: days(self.total - self.whole),
            provisional: self.provisional,
        }
    }

    /// Counted days used, today by the second, over the total. Days gained by rolling use nothing;
    /// days after the due date are counted on in the limit's kind, stops or not.
    fn used_share(&self, today: i64, second: u32) -> f64 {
        let counting = &self.counting;
        let through = |day: i64| match self.due.day {
            Some(due) if day > due => self.total + counting.count(due, day),
            _ => counting.counted_through(day).min(self.total),
        };
        let (whole, with_today) = (through(today - 1), through(today));
        let part = if with_today > whole { second } else { 0 };
        let used = f64::from(days(whole)) + f64::from(part) / f64::from(SECONDS_A_DAY);
        used / f64::from(days(self.total).max(1))
    }
}

fn lamp(left: &TimeLeft, used_share: f64, rule: LampRule) -> Lamp {
    match left.state {
        State::Missed if !left.finished => Lamp::Red,
        State::Stopped | State::Met | State::Missed | State::Cancelled => Lamp::Grey,
        State::Running
            if used_share >= rule.yellow_share()
                || left.working_days.is_none_or(|n| n <= rule.yellow_working_days) =>
        {
            Lamp::Yellow
        }
        State::Running => Lamp::Green,
    }
}
