//! An instance of `rotation-instance/1` from what the tables say. Pure: the same ingredients and the
//! same calendar give the same instance.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;
use zongzhi_solver::Assignment;
use zongzhi_solver::instance::{
    Absence, Balance, BalanceKind, Bar, CalendarDay, Center, DayKind as Kind, Department, FORMAT,
    Instance, Mix, Mode, OpenDays, Period, Person, Post, Role, RoleWeights, Rules, Weights, Why,
};

use super::dto::RotationRules;
use super::earlier::{self, Served};
use crate::features::calendars::calendar::{Calendar, DayKind};
use crate::features::stationing_obligations::opening::Opening;
use crate::features::stationing_obligations::rules::{BlockUnit, NomineeRole, StationingMode};

/// A block with fewer open days joins its neighbour (`rotation.md` 1).
const LEAST_DAYS: usize = 2;
/// Load that is free of any price, and from which the second slope holds, at least (tenths of a day).
const LEAST_TOLERANCE: i64 = 20;
/// The same of rest-day duty.
const REST_TOLERANCE: (i64, i64) = (10, 20);
/// Nobody is kept below this load in a plan, tenths of a day.
const LEAST_CAP: i64 = 300;

/// What is owed at a post.
#[derive(Debug, Clone)]
pub struct Owed {
    /// The obligation.
    pub id: Uuid,
    /// The centre.
    pub center_id: Uuid,
    /// What people call it.
    pub name: String,
    /// When it is owed.
    pub opening: Opening,
    /// The unit of a turn.
    pub unit: BlockUnit,
    /// Blocks of the shortest tour.
    pub min_blocks: i32,
    /// Blocks of the longest tour.
    pub max_blocks: i32,
    /// Days between two tours.
    pub rest_days: i32,
    /// Load of a day.
    pub load: i32,
    /// Skills everybody needs.
    pub skills: Vec<String>,
    /// Skills some need.
    pub mix: Vec<(String, i32)>,
    /// Who is named and admitted.
    pub roles: Vec<(Uuid, NomineeRole)>,
    /// Who serves when the plan begins, with the blocks served before.
    pub incumbents: Vec<(Uuid, u32)>,
}

/// Somebody who may be on duty.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub id: Uuid,
    /// Their department.
    pub department_id: Uuid,
    /// The centre they travel from.
    pub home_id: Uuid,
    /// What they are qualified for on all of their days.
    pub skills: BTreeSet<String>,
    /// What they are qualified for on some of them, and when.
    pub partly: BTreeMap<String, Vec<(NaiveDate, NaiveDate)>>,
    /// Where they are admitted, and when.
    pub stays: Vec<(Uuid, NaiveDate, NaiveDate)>,
    /// The first day they may be on duty.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Days away.
    pub absences: Vec<(NaiveDate, NaiveDate)>,
    /// Days they asked to be spared.
    pub avoid: Vec<NaiveDate>,
}

/// Everything a plan is made from.
#[derive(Debug, Clone)]
pub struct Ingredients {
    /// The name of the instance.
    pub name: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// What is owed.
    pub owed: Vec<Owed>,
    /// Who may be on duty.
    pub people: Vec<Candidate>,
    /// What they do by other plans.
    pub served: Vec<Served>,
    /// Limits and prices.
    pub rules: RotationRules,
    /// What the plans before leave, by group.
    pub carried: BTreeMap<String, i64>,
    /// Who has to stay where: person, obligation, first day of the block.
    pub locked: Vec<(Uuid, Uuid, NaiveDate)>,
}

/// The days on which `owed` is open within the plan.
fn open_days(
    owed: &Owed,
    calendar: &Calendar,
    from: NaiveDate,
    until: NaiveDate,
) -> Vec<NaiveDate> {
    let days = from.iter_days().take_while(|day| *day <= until);
    days.filter(|day| owed.opening.on(calendar, *day).is_open).collect()
}

/// Which block a day belongs to, as far as the calendar goes.
fn group(unit: BlockUnit, first: NaiveDate, day: NaiveDate) -> (i64, i64) {
    let week = |date: NaiveDate| (i64::from(date.num_days_from_ce()) - 1).div_euclid(7);
    match unit {
        BlockUnit::Day => (i64::from(day.num_days_from_ce()), 0),
        BlockUnit::Week => (week(day), 0),
        BlockUnit::Fortnight => ((week(day) - week(first)).div_euclid(2), 0),
        BlockUnit::Month => (i64::from(day.year()), i64::from(day.month())),
    }
}

/// Whether turns are of whole units that touch each other, or of days that make a run: then a tour may
/// be of several blocks. Days of rest stand alone, and so do single weekdays.
pub fn is_whole(owed: &Owed) -> bool {
    let opening = &owed.opening;
    let is_daily = opening.weekdays.len() == 5 && opening.on_make_up_days;
    opening.mode != StationingMode::RestDuty && (owed.unit != BlockUnit::Day || is_daily)
}

/// The blocks of an obligation within the plan, in order. Whole units touch each other, so that
/// tours go on from one to the next; single days stand alone.
pub fn blocks(owed: &Owed, calendar: &Calendar, from: NaiveDate, until: NaiveDate) -> Vec<Period> {
    let days = open_days(owed, calendar, from, until);
    let is_rest_duty = owed.opening.mode == StationingMode::RestDuty;
    let unit = if is_rest_duty { BlockUnit::Day } else { owed.unit };
    // Who is there on one day of the week only is there for a week with it.
    let least = owed.opening.weekdays.len().clamp(1, LEAST_DAYS);
    if unit == BlockUnit::Day {
        return days.into_iter().map(|day| Period { from: day, to: day }).collect();
    }
    let mut groups: Vec<((i64, i64), Vec<NaiveDate>)> = Vec::new();
    for day in days {
        let key = group(unit, from, day);
        match groups.last_mut() {
            Some((known, days)) if *known == key => days.push(day),
            Some(_) | None => groups.push((key, vec![day])),
        }
    }
    let mut joined: Vec<Vec<NaiveDate>> = Vec::new();
    for (_, days) in groups {
        // A short one joins the one before; the first of all is joined by the second.
        let is_short = days.len() < least;
        match joined.last_mut() {
            Some(last) if is_short || last.len() < least => last.extend(days),
            Some(_) | None => joined.push(days),
        }
    }
    touching(&joined)
}

/// Each block up to the day before the next.
fn touching(groups: &[Vec<NaiveDate>]) -> Vec<Period> {
    let starts: Vec<_> = groups.iter().filter_map(|days| days.first().copied()).collect();
    let mut blocks = Vec::with_capacity(starts.len());
    for (at, days) in groups.iter().enumerate() {
        let (Some(from), Some(last)) = (days.first(), days.last()) else { continue };
        let to = starts.get(at + 1).and_then(NaiveDate::pred_opt).unwrap_or(*last);
        blocks.push(Period { from: *from, to });
    }
    blocks
}

/// The instance.
pub fn make(all: &Ingredients, calendar: &Calendar) -> Instance {
    let (from, until) = (all.from, all.until);
    let days: Vec<_> = from.iter_days().take_while(|day| *day <= until).collect();
    let units: BTreeMap<String, Vec<Period>> = all
        .owed
        .iter()
        .map(|owed| (owed.id.to_string(), blocks(owed, calendar, from, until)))
        .collect();
    let centers: BTreeSet<Uuid> = all
        .owed
        .iter()
        .map(|owed| owed.center_id)
        .chain(all.people.iter().map(|person| person.home_id))
        .collect();
    let departments: BTreeSet<Uuid> =
        all.people.iter().map(|person| person.department_id).collect();
    let bars = earlier::bars(all, calendar);
    let targets = Targets::of(all, calendar, &units, &bars);
    Instance {
        format: FORMAT.to_owned(),
        name: all.name.clone(),
        seed: 0,
        horizon: Period { from, to: until },
        calendar: days.iter().map(|day| calendar_day(calendar, *day)).collect(),
        travel_minutes: travel(centers.len(), i64::from(all.rules.travel_minutes)),
        centres: centers.into_iter().map(center).collect(),
        departments: departments.into_iter().map(department).collect(),
        staff: all.people.iter().map(|one| person(all, one, &targets, &bars)).collect(),
        posts: all.owed.iter().map(|owed| post(owed, calendar, &units)).collect(),
        balance: targets.groups(all),
        locked: locked(all, &units),
        published: None,
        rules: Rules {
            min_presence_pct: i64::from(all.rules.min_presence_pct),
            max_consecutive_days: all.rules.max_consecutive_days.unsigned_abs(),
            rest_duty_gap_days: all.rules.rest_duty_gap_days.unsigned_abs(),
        },
        weights: weights(&all.rules),
        units,
    }
}

fn calendar_day(calendar: &Calendar, date: NaiveDate) -> CalendarDay {
    let kind = match calendar.kind_of(date) {
        DayKind::Working => Kind::Work,
        DayKind::MakeUp => Kind::Makeup,
        DayKind::Rest => Kind::Rest,
        DayKind::Holiday => Kind::Holiday,
    };
    CalendarDay { date, kind }
}

fn travel(count: usize, minutes: i64) -> Vec<Vec<i64>> {
    let row = |at: usize| (0..count).map(|to| if to == at { 0 } else { minutes }).collect();
    (0..count).map(row).collect()
}

fn center(id: Uuid) -> Center {
    Center { id: id.to_string(), name: String::new(), level: String::new(), x: 0, y: 0 }
}

fn department(id: Uuid) -> Department {
    Department { id: id.to_string(), name: String::new(), mode: String::new() }
}

fn person(
    all: &Ingredients,
    one: &Candidate,
    targets: &Targets,
    bars: &HashMap<Uuid, Vec<Bar>>,
) -> Person {
    Person {
        id: one.id.to_string(),
        dept: one.department_id.to_string(),
        home: one.home_id.to_string(),
        skills: one.skills.iter().cloned().collect(),
        employed_from: Some(one.from).filter(|day| *day > all.from),
        employed_to: Some(one.until).filter(|day| *day < all.until),
        not_before: None,
        absences: one
            .absences
            .iter()
            .map(|(from, to)| Absence { from: *from, to: *to, kind: String::new() })
            .collect(),
        avoid: one.avoid.clone(),
        bars: bars.get(&one.id).cloned().unwrap_or_default(),
        max_load: targets.cap(one.id),
    }
}

/// Days on which others of its kind are open and it is not: a turn of a week may be of three days.
fn closed(owed: &Owed, calendar: &Calendar, blocks: &[Period]) -> Vec<NaiveDate> {
    let is_rest = owed.opening.mode == StationingMode::RestDuty;
    let days =
        blocks.iter().flat_map(|block| block.from.iter_days().take_while(|day| *day <= block.to));
    let closed = days.filter(|day| {
        let is_worked = matches!(calendar.kind_of(*day), DayKind::Working | DayKind::MakeUp);
        is_worked != is_rest && !owed.opening.on(calendar, *day).is_open
    });
    closed.collect()
}

fn post(owed: &Owed, calendar: &Calendar, units: &BTreeMap<String, Vec<Period>>) -> Post {
    let blocks = units.get(&owed.id.to_string()).map_or(&[][..], Vec::as_slice);
    let (mode, open) = match owed.opening.mode {
        StationingMode::Resident => (Mode::Resident, OpenDays::Work),
        StationingMode::Rotating => (Mode::Rotating, OpenDays::Work),
        StationingMode::OnCall => (Mode::OnCall, OpenDays::Work),
        StationingMode::RestDuty => (Mode::RestDuty, OpenDays::Rest),
    };
    // Days that stand alone cannot make a tour of several.
    let min_blocks = if is_whole(owed) { owed.min_blocks } else { 1 };
    Post {
        id: owed.id.to_string(),
        centre: owed.center_id.to_string(),
        name: owed.name.clone(),
        mode,
        headcount: owed.opening.headcount.unsigned_abs(),
        open,
        closed: closed(owed, calendar, blocks),
        unit: owed.id.to_string(),
        min_blocks: min_blocks.unsigned_abs(),
        max_blocks: owed.max_blocks.unsigned_abs(),
        rest_days: owed.rest_days.unsigned_abs(),
        load: i64::from(owed.load),
        skills: owed.skills.clone(),
        mix: owed
            .mix
            .iter()
            .map(|(skill, min)| Mix { skill: skill.clone(), min: min.unsigned_abs() })
            .collect(),
        roles: owed.roles.iter().map(|(id, role)| (id.to_string(), solver_role(*role))).collect(),
        incumbents: owed.incumbents.iter().map(|(id, served)| (id.to_string(), *served)).collect(),
    }
}

fn solver_role(role: NomineeRole) -> Role {
    match role {
        NomineeRole::Primary => Role::A,
        NomineeRole::Alternate => Role::B,
        NomineeRole::Reserve => Role::C,
    }
}

fn weights(rules: &RotationRules) -> Weights {
    Weights {
        shortage_day: i64::from(rules.shortage_day),
        mix_shortage_day: i64::from(rules.mix_shortage_day),
        handover: i64::from(rules.handover),
        absent_day: i64::from(rules.absent_day),
        avoid_day: i64::from(rules.avoid_day),
        change_day: i64::from(rules.change_day),
        role: RoleWeights {
            a: i64::from(rules.role_a),
            b: i64::from(rules.role_b),
            c: i64::from(rules.role_c),
        },
    }
}

/// Locks whose block still begins on the same day.
fn locked(all: &Ingredients, units: &BTreeMap<String, Vec<Period>>) -> Vec<Assignment> {
    let found = all.locked.iter().filter_map(|(person, obligation, from)| {
        let unit = obligation.to_string();
        let block = units.get(&unit)?.iter().position(|block| block.from == *from)?;
        let owed = all.owed.iter().find(|owed| owed.id == *obligation)?;
        owed.roles.iter().find(|(id, _)| id == person)?;
        Some(Assignment { staff: person.to_string(), post: unit, block })
    });
    found.collect()
}

/// What each person's load should be: every day's load shared evenly among those who could serve it
/// (`rotation.md` 1, balance). In thousandths of a tenth of a day, so that sharing loses nothing.
struct Targets {
    duty: BTreeMap<Uuid, i64>,
    rest: BTreeMap<Uuid, i64>,
    longest: BTreeMap<Uuid, i64>,
    rules: RotationRules,
}

impl Targets {
    fn of(
        all: &Ingredients,
        calendar: &Calendar,
        units: &BTreeMap<String, Vec<Period>>,
        bars: &HashMap<Uuid, Vec<Bar>>,
    ) -> Self {
        let mut targets = Self {
            duty: BTreeMap::new(),
            rest: BTreeMap::new(),
            longest: BTreeMap::new(),
            rules: all.rules.clone(),
        };
        let people: BTreeMap<Uuid, &Candidate> =
            all.people.iter().map(|person| (person.id, person)).collect();
        for owed in &all.owed {
            targets.add(owed, calendar, (all.from, all.until), (&people, bars));
            let blocks = units.get(&owed.id.to_string()).map_or(&[][..], Vec::as_slice);
            targets.tour(owed, calendar, blocks);
        }
        targets
    }

    fn add(
        &mut self,
        owed: &Owed,
        calendar: &Calendar,
        (from, until): (NaiveDate, NaiveDate),
        (people, bars): (&BTreeMap<Uuid, &Candidate>, &HashMap<Uuid, Vec<Bar>>),
    ) {
        let is_rest = owed.opening.mode == StationingMode::RestDuty;
        let able: Vec<&Candidate> = owed
            .roles
            .iter()
            .filter_map(|(id, _)| people.get(id).copied())
            .filter(|person| {
                let may_have = |skill: &String| {
                    person.skills.contains(skill) || person.partly.contains_key(skill)
                };
                owed.skills.iter().all(may_have)
            })
            .collect();
        let post = owed.id.to_string();
        let is_kept = |person: &Candidate, day: NaiveDate| {
            let bars = bars.get(&person.id).into_iter().flatten();
            // Who rests may be spared it: whether they go on is for the solver to say.
            let mut kept = bars.filter(|bar| bar.why != Why::Rests && bar.posts.contains(&post));
            kept.any(|bar| (bar.from..=bar.to).contains(&day))
        };
        for day in open_days(owed, calendar, from, until) {
            let here: Vec<_> = able
                .iter()
                .filter(|person| is_there(person, day) && !is_kept(person, day))
                .collect();
            let count = i64::try_from(here.len()).unwrap_or(1).max(1);
            let double = i64::from(is_rest && calendar.kind_of(day) == DayKind::Holiday) + 1;
            let load = i64::from(owed.load) * i64::from(owed.opening.headcount) * double;
            let share = load * 1000 / count;
            let sums = if is_rest { &mut self.rest } else { &mut self.duty };
            for person in here {
                *sums.entry(person.id).or_default() += share;
            }
        }
    }

    /// The load of the shortest tour: nobody can be nearer to a target than half of one.
    fn tour(&mut self, owed: &Owed, calendar: &Calendar, blocks: &[Period]) {
        if owed.opening.mode == StationingMode::RestDuty {
            return;
        }
        let days = |block: &Period| open_days(owed, calendar, block.from, block.to).len();
        let longest = blocks.iter().map(days).max().unwrap_or(0);
        let days = i64::try_from(longest).unwrap_or(0) * i64::from(owed.min_blocks.max(1));
        for (id, _) in &owed.roles {
            let known = self.longest.entry(*id).or_default();
            *known = (*known).max(days * i64::from(owed.load));
        }
    }

    fn cap(&self, id: Uuid) -> i64 {
        let duty = self.duty.get(&id).copied().unwrap_or(0) / 1000;
        let longest = self.longest.get(&id).copied().unwrap_or(0);
        (2 * duty + 2 * longest + 100).max(LEAST_CAP)
    }

    fn groups(&self, all: &Ingredients) -> Vec<Balance> {
        let of_mode = |is_rest: bool| -> Vec<String> {
            let owed = all.owed.iter();
            let fit =
                owed.filter(|owed| (owed.opening.mode == StationingMode::RestDuty) == is_rest);
            fit.map(|owed| owed.id.to_string()).collect()
        };
        let (work, rest) = (of_mode(false), of_mode(true));
        let group = |kind: BalanceKind, id: Uuid, sum: i64, tol, slope| {
            let name = match kind {
                BalanceKind::StaffDuty => format!("duty:{id}"),
                BalanceKind::StaffRest => format!("rest:{id}"),
                BalanceKind::DeptShared => format!("shared:{id}"),
            };
            Balance {
                kind,
                staff: vec![id.to_string()],
                posts: if kind == BalanceKind::StaffRest { rest.clone() } else { work.clone() },
                history: all.carried.get(&name).copied().unwrap_or(0),
                target: (sum + 500) / 1000,
                tol,
                slope,
                id: name,
            }
        };
        let rules = &self.rules;
        let duty = self.duty.iter().map(|(id, sum)| {
            let free = (self.longest.get(id).copied().unwrap_or(0) / 2).max(LEAST_TOLERANCE);
            let slope = (i64::from(rules.duty_slope), i64::from(rules.duty_slope_steep));
            group(BalanceKind::StaffDuty, *id, *sum, (free, free * 3), slope)
        });
        let nights = self.rest.iter().map(|(id, sum)| {
            let slope = (i64::from(rules.rest_slope), i64::from(rules.rest_slope_steep));
            group(BalanceKind::StaffRest, *id, *sum, REST_TOLERANCE, slope)
        });
        duty.chain(nights).collect()
    }
}

fn is_there(person: &Candidate, day: NaiveDate) -> bool {
    let is_employed = (person.from..=person.until).contains(&day);
    let is_away = person.absences.iter().any(|(from, to)| (*from..=*to).contains(&day));
    is_employed && !is_away
}
