//! Days as numbers from the start of the horizon.

use chrono::{Datelike as _, NaiveDate};

use crate::instance::{DayKind, Instance};

/// The horizon day by day.
#[derive(Debug)]
pub(crate) struct Calendar {
    start: i32,
    pub(crate) kinds: Vec<DayKind>,
}

impl Calendar {
    pub(crate) fn of(instance: &Instance) -> Self {
        Self {
            start: instance.horizon.from.num_days_from_ce(),
            kinds: instance.calendar.iter().map(|day| day.kind).collect(),
        }
    }

    /// The number of a day; negative before the horizon.
    pub(crate) fn day(&self, date: NaiveDate) -> i32 {
        date.num_days_from_ce() - self.start
    }

    pub(crate) fn days(&self) -> i32 {
        i32::try_from(self.kinds.len()).unwrap_or(i32::MAX)
    }

    pub(crate) fn slot(&self, day: i32) -> Option<usize> {
        usize::try_from(day).ok().filter(|slot| *slot < self.kinds.len())
    }

    pub(crate) fn is_worked(&self, day: i32) -> bool {
        self.slot(day).is_some_and(|slot| self.kinds[slot].is_worked())
    }

    pub(crate) fn is_holiday(&self, day: i32) -> bool {
        self.slot(day).is_some_and(|slot| self.kinds[slot] == DayKind::Holiday)
    }

    /// The worked days in one run with a rest day, when the day would make it longer than `most`.
    pub(crate) fn long_run(&self, day: i32, most: u32) -> Option<(i32, i32)> {
        if self.is_worked(day) {
            return None;
        }
        let (mut first, mut last) = (day, day);
        while self.is_worked(first - 1) {
            first -= 1;
        }
        while self.is_worked(last + 1) {
            last += 1;
        }
        let length = u32::try_from(last - first + 1).unwrap_or(0);
        (length > most).then_some((first, last))
    }
}
