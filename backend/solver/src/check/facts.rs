//! What the checker asks the instance, looked up by id and by day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use crate::instance::{Assignment, Instance, Mode, OpenDays, Person, Post};
use crate::refusal::Refusal;

/// Person, post and block by position; sorts by person, then post, then time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) staff: usize,
    pub(crate) post: usize,
    pub(crate) block: usize,
}

/// An instance with its ids resolved.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) locked: BTreeSet<Cell>,
    pub(crate) published: Option<BTreeSet<Cell>>,
    staff: BTreeMap<&'a str, usize>,
    posts: BTreeMap<&'a str, usize>,
    centers: BTreeMap<&'a str, usize>,
    worked: BTreeSet<NaiveDate>,
    holidays: BTreeSet<NaiveDate>,
    away: Vec<BTreeSet<NaiveDate>>,
    closed: Vec<BTreeSet<NaiveDate>>,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(instance: &'a Instance) -> Result<Self, Refusal> {
        let days = |kind: fn(&crate::instance::CalendarDay) -> bool| {
            instance.calendar.iter().filter(|day| kind(day)).map(|day| day.date).collect()
        };
        let mut facts = Self {
            instance,
            locked: BTreeSet::new(),
            published: None,
            staff: instance.staff.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect(),
            posts: instance.posts.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect(),
            centers: instance.centres.iter().enumerate().map(|(i, c)| (c.id.as_str(), i)).collect(),
            worked: days(|day| day.kind.is_worked()),
            holidays: days(|day| day.kind == crate::instance::DayKind::Holiday),
            away: instance.staff.iter().map(away).collect(),
            closed: instance.posts.iter().map(|p| p.closed.iter().copied().collect()).collect(),
        };
        facts.locked =
            instance.locked.iter().map(|one| facts.place(one)).collect::<Result<_, _>>()?;
        if let Some(published) = &instance.published {
            let cells = published.iter().map(|one| facts.place(one)).collect::<Result<_, _>>()?;
            facts.published = Some(cells);
        }
        Ok(facts)
    }

    /// Where an assignment is, by position.
    pub(crate) fn place(&self, one: &Assignment) -> Result<Cell, Refusal> {
        let staff = self.staff.get(one.staff.as_str());
        let post = self.posts.get(one.post.as_str());
        match (staff, post) {
            (Some(&staff), Some(&post)) if self.block(post, one.block).is_some() => {
                Ok(Cell { staff, post, block: one.block })
            }
            _ => Err(Refusal::UnknownAssignment {
                staff: one.staff.clone(),
                post: one.post.clone(),
                block: one.block,
            }),
        }
    }

    pub(crate) fn person(&self, cell: Cell) -> &'a Person {
        &self.instance.staff[cell.staff]
    }

    pub(crate) fn post(&self, cell: Cell) -> &'a Post {
        &self.instance.posts[cell.post]
    }

    pub(crate) fn staff_index(&self, id: &str) -> Option<usize> {
        self.staff.get(id).copied()
    }

    pub(crate) fn post_index(&self, id: &str) -> Option<usize> {
        self.posts.get(id).copied()
    }

    /// First and last day of a block.
    pub(crate) fn block(&self, post: usize, block: usize) -> Option<(NaiveDate, NaiveDate)> {
        let unit = self.instance.units.get(&self.instance.posts[post].unit)?;
        unit.get(block).map(|period| (period.from, period.to))
    }

    pub(crate) fn blocks(&self, post: usize) -> usize {
        self.instance.units.get(&self.instance.posts[post].unit).map_or(0, Vec::len)
    }

    pub(crate) fn is_worked(&self, day: NaiveDate) -> bool {
        self.worked.contains(&day)
    }

    /// Days of a block the post is open.
    pub(crate) fn open_days(&self, post: usize, block: usize) -> Vec<NaiveDate> {
        let Some((from, to)) = self.block(post, block) else { return Vec::new() };
        let on_work = self.instance.posts[post].open == OpenDays::Work;
        let closed = &self.closed[post];
        let is_open = |day: &NaiveDate| self.is_worked(*day) == on_work && !closed.contains(day);
        days(from, to).filter(is_open).collect()
    }

    pub(crate) fn is_away(&self, staff: usize, day: NaiveDate) -> bool {
        self.away[staff].contains(&day)
    }

    /// Open days of the block the person is there.
    pub(crate) fn present_days(&self, cell: Cell) -> Vec<NaiveDate> {
        let mut open = self.open_days(cell.post, cell.block);
        open.retain(|day| !self.is_away(cell.staff, *day));
        open
    }

    /// Load of a block in tenths of a day; a rest duty on a statutory holiday counts double.
    pub(crate) fn load(&self, cell: Cell) -> i64 {
        let post = self.post(cell);
        let doubled = post.mode == Mode::RestDuty;
        self.present_days(cell)
            .into_iter()
            .map(
                |day| {
                    if doubled && self.holidays.contains(&day) { 2 * post.load } else { post.load }
                },
            )
            .sum()
    }

    /// One-way minutes from the person's home center to the post's.
    pub(crate) fn minutes(&self, cell: Cell) -> i64 {
        let from = self.centers.get(self.person(cell).home.as_str());
        let to = self.centers.get(self.post(cell).centre.as_str());
        match (from, to) {
            (Some(&from), Some(&to)) => {
                self.instance.travel_minutes.get(from).and_then(|row| row.get(to)).map_or(0, |m| *m)
            }
            _ => 0,
        }
    }

    pub(crate) fn done_before(&self, cell: Cell) -> u32 {
        let post = self.post(cell);
        post.incumbents.get(&self.person(cell).id).copied().unwrap_or(0)
    }

    /// Worked days in one run with a rest day, before and after it.
    pub(crate) fn run_around(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let mut run = Vec::new();
        let mut before = day.pred_opt();
        while let Some(at) = before.filter(|at| self.is_worked(*at)) {
            run.push(at);
            before = at.pred_opt();
        }
        let mut after = day.succ_opt();
        while let Some(at) = after.filter(|at| self.is_worked(*at)) {
            run.push(at);
            after = at.succ_opt();
        }
        run
    }
}

fn away(person: &Person) -> BTreeSet<NaiveDate> {
    person.absences.iter().flat_map(|absence| days(absence.from, absence.to)).collect()
}

pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day <= to)
}

/// Days strictly between two days; negative when the second is not after the first.
pub(crate) fn days_between(first: NaiveDate, second: NaiveDate) -> i64 {
    i64::from(second.num_days_from_ce()) - i64::from(first.num_days_from_ce()) - 1
}
