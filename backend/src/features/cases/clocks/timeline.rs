//! Reading a set of events: start, stops, extensions and end, and the due day that follows.

use super::counting::{Counting, Due, Stretch, check_amount, checked_date, checked_start, whole};
use super::{
    Calendar, ClockError, ClockEvent, DateTime, NaiveDate, TimeLimit, Utc, day_number, local_date,
};

/// Instant of an event and its place among events of the same instant: a resumption frees before
/// the next stop takes, and an end comes last.
fn order(event: &ClockEvent) -> (DateTime<Utc>, u8) {
    match event {
        ClockEvent::Started { at } => (*at, 0),
        ClockEvent::Resumed { at } => (*at, 1),
        ClockEvent::Stopped { at, .. } => (*at, 2),
        ClockEvent::Extended { at, .. } => (*at, 3),
        ClockEvent::Met { at } => (*at, 4),
        ClockEvent::Cancelled { at } => (*at, 5),
    }
}

/// The events read in order, and the due day that follows.
#[derive(Debug, Clone)]
pub(super) struct Timeline<'a> {
    pub(super) counting: Counting<'a>,
    pub(super) started_at: DateTime<Utc>,
    pub(super) extensions: Vec<(DateTime<Utc>, u16)>,
    /// The amount, in the days it is counted by.
    pub(super) whole: i64,
    /// The same with extensions.
    pub(super) total: i64,
    pub(super) due: Due,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) provisional: bool,
    /// When it ended, and whether by being met.
    pub(super) end: Option<(DateTime<Utc>, bool)>,
    pub(super) last_at: DateTime<Utc>,
}

impl<'a> Timeline<'a> {
    pub(super) fn read(
        limit: &'a TimeLimit,
        cal: &'a Calendar,
        events: &'a [ClockEvent],
    ) -> Result<Self, ClockError> {
        let mut sorted: Vec<&ClockEvent> = events.iter().collect();
        sorted.sort_unstable_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.cmp(b)));
        sorted.dedup();
        let (first, rest) = sorted.split_first().ok_or(ClockError::NotStarted)?;
        let started = |event: &&ClockEvent| matches!(event, ClockEvent::Started { .. });
        let (started_at, _) = order(first);
        if !started(first) {
            let later = rest.iter().any(started);
            let early = ClockError::BeforeStart(started_at);
            return Err(if later { early } else { ClockError::NotStarted });
        }
        let start = checked_start(limit, local_date(started_at))?;
        let whole = whole(limit, start)?;
        let mut line = Self {
            counting: Counting { limit, cal, start, stops: Vec::new() },
            started_at,
            extensions: Vec::new(),
            whole,
            total: whole,
            due: Due::default(),
            due_on: None,
            provisional: false,
            end: None,
            last_at: sorted.last().map_or(started_at, |event| order(event).0),
        };
        line.read_stops_and_end(rest)?;
        line.read_extensions(rest)?;
        line.due_on = line.due.day.map(checked_date).transpose()?;
        line.provisional = line.counting.is_provisional(line.due);
        Ok(line)
    }

    fn read_stops_and_end(&mut self, rest: &[&'a ClockEvent]) -> Result<(), ClockError> {
        let mut open: Option<(i64, &'a str)> = None;
        // A resumption sorts before a stop of the same instant; if none was running, the two are
        // one empty stop.
        let mut early: Option<DateTime<Utc>> = None;
        for event in rest {
            let (at, _) = order(event);
            let day = day_number(local_date(at));
            if self.end.is_some() {
                return Err(ClockError::AfterEnd(at));
            }
            if let Some(resumed) = early.filter(|resumed| *resumed != at) {
                return Err(ClockError::NotStopped(resumed));
            }
            match event {
                ClockEvent::Started { .. } => return Err(ClockError::StartedTwice),
                ClockEvent::Stopped { reason, .. } => match (early.take(), open) {
                    (Some(_), _) => {}
                    (None, Some(_)) => return Err(ClockError::AlreadyStopped(at)),
                    (None, None) => open = Some((day, reason)),
                },
                ClockEvent::Resumed { .. } => match open.take() {
                    Some(stop) => self.push_stop(stop, Some(day)),
                    None => early = Some(at),
                },
                ClockEvent::Extended { .. } => {}
                ClockEvent::Met { .. } | ClockEvent::Cancelled { .. } => {
                    self.end = Some((at, matches!(event, ClockEvent::Met { .. })));
                    // What is finished no longer stands still: the end closes an open stop.
                    if let Some(stop) = open.take() {
                        self.push_stop(stop, Some(day));
                    }
                }
            }
        }
        if let Some(stop) = open {
            self.push_stop(stop, None);
        }
        early.map_or(Ok(()), |at| Err(ClockError::NotStopped(at)))
    }

    fn push_stop(&mut self, (from, reason): (i64, &'a str), to: Option<i64>) {
        if to != Some(from) {
            self.counting.stops.push(Stretch { from, to, reason });
        }
    }

    fn read_extensions(&mut self, rest: &[&'a ClockEvent]) -> Result<(), ClockError> {
        self.due = self.counting.due(self.total);
        for event in rest {
            if let ClockEvent::Extended { at, days } = event {
                check_amount(*days)?;
                // A late extension would turn a missed limit into a running one.
                let day = day_number(local_date(*at));
                if self.due.day.is_some_and(|due| day > due) {
                    return Err(ClockError::ExtendedTooLate(*at));
                }
                self.total += i64::from(*days);
                self.extensions.push((*at, *days));
                self.due = self.counting.due(self.total);
            }
        }
        Ok(())
    }
}
