//! Random sequences of clock events, and a naive reading of them: day by day, with nothing clever.
//!
//! Shared with `tests/bench`, which runs a million of them; so it knows nothing but the clocks.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use zongzhi::features::calendars::calendar::{Calendar, CalendarError, CalendarRow, RowKind};
use zongzhi::features::calendars::civil_day::{OFFSET_CN, local_date};
use zongzhi::features::cases::clocks::{
    ClockEvent, ClockKind, ClockState, LampRule, LimitDayKind, MAX_AMOUNT, Roll, StartRule, State,
    TimeLimit,
};

/// Chance that gives the same on every machine (splitmix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Chance from a number.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound.max(1)
    }

    /// True once in `often`.
    pub fn once_in(&mut self, often: u64) -> bool {
        self.below(often) == 0
    }

    fn signed(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).unwrap_or(0)
    }

    fn amount(&mut self, bound: u64) -> u16 {
        u16::try_from(self.below(bound)).unwrap_or(0) + 1
    }

    /// Puts `items` in any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).unwrap_or(0);
            items.swap(at, other);
        }
    }
}

/// What one clock is asked.
#[derive(Debug, Clone)]
pub struct Sequence {
    /// The rule.
    pub limit: TimeLimit,
    /// What happened, in any order.
    pub events: Vec<ClockEvent>,
    /// When it is asked.
    pub now: DateTime<Utc>,
}

/// A calendar of six years with holidays and make-up days by chance.
pub fn calendar(chance: &mut Chance, version: i32) -> Result<Calendar, CalendarError> {
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap_or_default();
    let mut rows = Vec::new();
    let mut day = first;
    for _ in 0..2_200 {
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
        if chance.once_in(14) {
            let kind = if chance.once_in(3) { RowKind::Work } else { RowKind::Off };
            rows.push(CalendarRow { date: day, kind, name: "节".to_owned(), in_lieu: false });
        }
    }
    let through = first.checked_add_days(Days::new(1_000 + chance.below(1_200))).unwrap_or(first);
    Calendar::new(version, through, rows)
}

fn limit(chance: &mut Chance) -> TimeLimit {
    let amount = match chance.below(20) {
        0 => chance.amount(400),
        _ => chance.amount(30),
    };
    TimeLimit {
        rule_id: "rule".to_owned(),
        rule_version: 1,
        clock: ClockKind::Handling,
        amount,
        day_kind: if chance.once_in(2) { LimitDayKind::Working } else { LimitDayKind::Calendar },
        start: if chance.once_in(3) { StartRule::SameDay } else { StartRule::NextDay },
        roll: if chance.once_in(2) { Roll::NextWorkingDay } else { Roll::None },
        source: String::new(),
        lamp: LampRule::default(),
    }
}

/// One sequence: mostly what a case does, now and then what none should.
pub fn sequence(chance: &mut Chance) -> Sequence {
    let limit = limit(chance);
    let epoch = DateTime::from_timestamp(1_704_000_000, 0).unwrap_or_default();
    let start = epoch + TimeDelta::microseconds(chance.signed(63_072_000_000_000));
    let mut events = vec![ClockEvent::Started { at: start }];
    let (mut at, mut stopped) = (start, false);
    for _ in 0..chance.below(9) {
        at += gap(chance);
        let event = match chance.below(6) {
            0 | 1 if stopped => ClockEvent::Resumed { at },
            0..=2 if !stopped => ClockEvent::Stopped { at, reason: "appraisal".to_owned() },
            3 | 4 => ClockEvent::Extended { at, days: chance.amount(10) },
            _ => continue,
        };
        stopped = match event {
            ClockEvent::Stopped { .. } => true,
            ClockEvent::Resumed { .. } => false,
            ClockEvent::Started { .. }
            | ClockEvent::Extended { .. }
            | ClockEvent::Met { .. }
            | ClockEvent::Cancelled { .. } => stopped,
        };
        events.push(event);
    }
    match chance.below(4) {
        0 => events.push(ClockEvent::Met { at: at + gap(chance) }),
        1 if chance.once_in(3) => events.push(ClockEvent::Cancelled { at: at + gap(chance) }),
        _ => {}
    }
    if chance.once_in(12) {
        let at = start + TimeDelta::hours(chance.signed(2_000) - 200);
        events.push(match chance.below(6) {
            0 => ClockEvent::Started { at },
            1 => ClockEvent::Stopped { at, reason: "appraisal".to_owned() },
            2 => ClockEvent::Resumed { at },
            3 => ClockEvent::Extended { at, days: if chance.once_in(3) { 0 } else { 5 } },
            4 => ClockEvent::Met { at },
            _ => ClockEvent::Cancelled { at },
        });
    }
    if chance.once_in(8) {
        events.extend(events.first().cloned());
    }
    chance.shuffle(&mut events);
    let now = start + TimeDelta::seconds(chance.signed(90 * 86_400) - 86_400);
    Sequence { limit, events, now }
}

/// From nothing to three weeks; sometimes the same instant.
fn gap(chance: &mut Chance) -> TimeDelta {
    if chance.once_in(10) {
        TimeDelta::zero()
    } else {
        TimeDelta::seconds(chance.signed(12 * 86_400))
    }
}

/// What the naive reading says; none where the events make no sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Naive {
    /// The last day; none while it stands still.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub state: State,
    /// Days by which it is or was late.
    pub overdue_days: u32,
    /// Days left, and working days left; only while running.
    pub left: Option<(u32, u32)>,
    /// All extensions together.
    pub extended_by: u32,
    /// Share used.
    pub used_share: f64,
}

fn instant(event: &ClockEvent) -> (DateTime<Utc>, u8) {
    match event {
        ClockEvent::Started { at } => (*at, 0),
        ClockEvent::Resumed { at } => (*at, 1),
        ClockEvent::Stopped { at, .. } => (*at, 2),
        ClockEvent::Extended { at, .. } => (*at, 3),
        ClockEvent::Met { at } => (*at, 4),
        ClockEvent::Cancelled { at } => (*at, 5),
    }
}

/// Days on which a clock stands still: from the first until one before the second; none is for ever.
type Stops = Vec<(NaiveDate, Option<NaiveDate>)>;

struct Reading<'a> {
    limit: &'a TimeLimit,
    cal: &'a Calendar,
    start: NaiveDate,
    stops: Stops,
}

impl Reading<'_> {
    fn is_stopped(&self, day: NaiveDate) -> bool {
        self.stops.iter().any(|(from, to)| day >= *from && to.is_none_or(|to| day < to))
    }

    fn is_of_kind(&self, day: NaiveDate) -> bool {
        self.limit.day_kind == LimitDayKind::Calendar || self.cal.is_working(day)
    }

    fn counts(&self, day: NaiveDate) -> bool {
        let is_first = day == self.start && self.limit.start == StartRule::NextDay;
        day >= self.start && !is_first && self.is_of_kind(day) && !self.is_stopped(day)
    }

    /// Walks on, one day after the other; an open stop that has begun ends the walk.
    fn walk(&self, from: NaiveDate, mut found: impl FnMut(NaiveDate) -> bool) -> Option<NaiveDate> {
        let mut day = from;
        loop {
            let is_for_ever =
                |(from, to): &(NaiveDate, Option<NaiveDate>)| to.is_none() && day >= *from;
            if self.stops.iter().any(is_for_ever) {
                return None;
            }
            if found(day) {
                return Some(day);
            }
            day = day.succ_opt()?;
        }
    }

    fn due(&self, total: u32) -> Option<NaiveDate> {
        let mut left = total;
        let last = self.walk(self.start, |day| {
            left -= u32::from(self.counts(day));
            left == 0
        })?;
        match self.limit.roll {
            Roll::None => Some(last),
            Roll::NextWorkingDay => {
                self.walk(last, |day| self.cal.is_working(day) && !self.is_stopped(day))
            }
        }
    }

    /// Days counted through `day`.
    fn through(&self, day: NaiveDate, due: Option<NaiveDate>, total: u32) -> u32 {
        let days = self.start.iter_days().take_while(|one| *one <= day);
        match due {
            Some(due) if day > due => {
                let late = days.filter(|one| *one > due && self.is_of_kind(*one)).count();
                total + u32::try_from(late).unwrap_or(0)
            }
            _ => {
                u32::try_from(days.filter(|one| self.counts(*one)).count()).unwrap_or(0).min(total)
            }
        }
    }
}

/// Reads a sequence day by day.
pub fn naive(asked: &Sequence, cal: &Calendar) -> Option<Naive> {
    let mut events = asked.events.clone();
    events.sort_by(|a, b| instant(a).cmp(&instant(b)).then_with(|| a.cmp(b)));
    events.dedup();
    let (first, rest) = events.split_first()?;
    let ClockEvent::Started { at: started_at } = first else { return None };
    let (stops, end) = stops(rest)?;
    let reading = Reading { limit: &asked.limit, cal, start: local_date(*started_at), stops };
    let mut total = u32::from(asked.limit.amount);
    let mut due_on = reading.due(total);
    for event in rest {
        if let ClockEvent::Extended { at, days } = event {
            let is_late = due_on.is_some_and(|due| local_date(*at) > due);
            if is_late || !(1..=MAX_AMOUNT).contains(days) {
                return None;
            }
            total += u32::from(*days);
            due_on = reading.due(total);
        }
    }
    let last_at = events.last().map_or(*started_at, |event| instant(event).0);
    let at = end.map_or(asked.now.max(last_at), |(at, _)| at);
    let today = local_date(at);
    let late = due_on.map_or(0, |due| (today - due).num_days().max(0));
    let state = match (end, late > 0, due_on) {
        (_, true, _) => State::Missed,
        (Some((_, true)), ..) => State::Met,
        (Some((_, false)), ..) => State::Cancelled,
        (None, _, None) => State::Stopped,
        (None, _, Some(_)) => State::Running,
    };
    let left = due_on.filter(|_| state == State::Running).map(|due| {
        let days = today.iter_days().skip(1).take_while(|day| *day <= due);
        let working = days.clone().filter(|day| cal.is_working(*day)).count();
        (u32::try_from(days.count()).unwrap_or(0), u32::try_from(working).unwrap_or(0))
    });
    let yesterday = today.pred_opt()?;
    let whole = reading.through(yesterday, due_on, total);
    let part = if reading.through(today, due_on, total) > whole { second_of_day(at) } else { 0 };
    Some(Naive {
        due_on,
        state,
        overdue_days: u32::try_from(late).unwrap_or(0),
        left,
        extended_by: total - u32::from(asked.limit.amount),
        used_share: (f64::from(whole) + f64::from(part) / 86_400.0) / f64::from(total),
    })
}

fn second_of_day(at: DateTime<Utc>) -> u32 {
    let local = (at + OFFSET_CN).naive_utc();
    let since = local - local.date().and_time(NaiveTime::MIN);
    u32::try_from(since.num_seconds()).unwrap_or(0)
}

/// When a limit ended, and whether it was met.
type End = Option<(DateTime<Utc>, bool)>;

/// The stops, and the end; none where the events make no sense.
fn stops(rest: &[ClockEvent]) -> Option<(Stops, End)> {
    let (mut stops, mut open, mut end) = (Stops::new(), None, None);
    // A stop lifted at the instant at which it begins is none; the lifting comes first.
    let mut lifted: Option<DateTime<Utc>> = None;
    for event in rest {
        let at = instant(event).0;
        let day = local_date(at);
        if end.is_some() || lifted.is_some_and(|lifted| lifted != at) {
            return None;
        }
        match event {
            ClockEvent::Started { .. } => return None,
            ClockEvent::Stopped { .. } if lifted.is_some() => lifted = None,
            ClockEvent::Stopped { .. } if open.is_some() => return None,
            ClockEvent::Stopped { .. } => open = Some(day),
            ClockEvent::Resumed { .. } if open.is_none() => lifted = Some(at),
            ClockEvent::Extended { .. } => {}
            ClockEvent::Resumed { .. } | ClockEvent::Met { .. } | ClockEvent::Cancelled { .. } => {
                stops.extend(open.take().map(|from| (from, Some(day))));
                if !matches!(event, ClockEvent::Resumed { .. }) {
                    end = Some((at, matches!(event, ClockEvent::Met { .. })));
                }
            }
        }
    }
    stops.extend(open.map(|from| (from, None)));
    lifted.is_none().then_some((stops, end))
}

/// How the two readings differ, where they do.
pub fn difference(clever: Option<&ClockState>, naive: Option<&Naive>) -> Option<String> {
    let (Some(clever), Some(naive)) = (clever, naive) else {
        let is_same = clever.is_none() == naive.is_none();
        return (!is_same).then(|| format!("{clever:?} but {naive:?}"));
    };
    let left = clever.time_left.days.zip(clever.time_left.working_days);
    let is_same = clever.due_on == naive.due_on
        && clever.state == naive.state
        && clever.time_left.overdue_days == naive.overdue_days
        && left == naive.left
        && clever.extended_by == naive.extended_by
        && (clever.used_share - naive.used_share).abs() < 1e-9;
    (!is_same).then(|| format!("{clever:?} but {naive:?}"))
}
