//! A county: departments with people, centers on a plane, and the posts they owe.

use std::collections::BTreeMap;

use super::calendar::{date, days, units};
use super::targets;
use crate::instance::{
    Absence, Center, Department, FORMAT, Instance, Mix, Mode, OpenDays, Period, Person, Post, Role,
    RoleWeights, Rules, Weights,
};
use crate::search::Random;

const SKILLS: [(&str, usize); 4] =
    [("mediator", 65), ("law", 60), ("registrar", 70), ("psych", 30)];

/// How large a county is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// One department, 5 weeks, 5 posts.
    DepartmentMonth,
    /// 47 departments, 3 months, 68 posts.
    CountyQuarter,
    /// 47 departments, a year, 68 posts.
    CountyYear,
}

struct Draft {
    random: Random,
    instance: Instance,
    tight: usize,
}

/// A fictitious county. `tight` is the number of people in percent of what is comfortable.
pub fn county(size: Size, seed: u64, tight: u32) -> Instance {
    let (from, to) = match size {
        Size::DepartmentMonth => (date(3, 2), date(4, 3)),
        Size::CountyQuarter => (date(1, 1), date(3, 31)),
        Size::CountyYear => (date(1, 1), date(12, 31)),
    };
    let calendar = days(from, to);
    let instance = Instance {
        format: FORMAT.to_owned(),
        name: format!("{size:?}-{seed}-{tight}"),
        seed: i64::try_from(seed).unwrap_or(0),
        horizon: Period { from, to },
        units: units(&calendar),
        calendar,
        centres: Vec::new(),
        travel_minutes: Vec::new(),
        departments: Vec::new(),
        staff: Vec::new(),
        posts: Vec::new(),
        balance: Vec::new(),
        locked: Vec::new(),
        published: None,
        rules: Rules { min_presence_pct: 50, max_consecutive_days: 6, rest_duty_gap_days: 5 },
        weights: Weights {
            shortage_day: 10_000,
            mix_shortage_day: 3_000,
            handover: 240,
            absent_day: 240,
            avoid_day: 60,
            change_day: 100,
            role: RoleWeights { a: 0, b: 20, c: 60 },
        },
    };
    let random = Random::of(seed, usize::try_from(tight).unwrap_or(0), 77);
    let mut draft = Draft { random, instance, tight: usize::try_from(tight).unwrap_or(100) };
    match size {
        Size::DepartmentMonth => department(&mut draft),
        Size::CountyQuarter | Size::CountyYear => whole(&mut draft),
    }
    targets::add(&mut draft.instance, &mut draft.random);
    draft.instance
}

fn department(draft: &mut Draft) {
    draft.centers(3);
    let staff = draft.people("d00", 10, &["c00"]);
    let able = draft.able(&staff, Some("registrar"));
    draft.post("c00", Mode::Rotating, 2, ("week", 1, 2, 7), Some("registrar"), (&able, 2, 3));
    for center in ["c01", "c02", "c03"] {
        draft.post(center, Mode::Rotating, 1, ("week", 1, 2, 7), None, (&staff, 2, 2));
    }
    draft.post("c00", Mode::RestDuty, 1, ("restday", 1, 1, 0), None, (&staff, 10, 0));
}

fn whole(draft: &mut Draft) {
    draft.centers(15);
    let mut joint: Vec<Vec<String>> = Vec::new();
    for index in 0..32 {
        let id = format!("d{index:02}");
        let count = match index {
            0..8 => 7 + draft.random.below(4),
            8..18 => 6 + draft.random.below(3),
            _ => 4 + draft.random.below(2),
        };
        let staff = draft.people(&id, count, &["c00"]);
        let skill = [None, Some("registrar"), Some("law")][draft.random.below(3)];
        if index < 8 {
            let heads = if index % 3 == 0 { 2 } else { 1 };
            let able = draft.able(&staff, skill);
            let length = [(3, 6), (6, 12), (2, 6)][draft.random.below(3)];
            let unit = ("month", length.0, length.1, 60);
            draft.post("c00", Mode::Resident, heads, unit, skill, (&able, 2, 2));
        } else if index < 18 {
            let able = draft.able(&staff, skill);
            let unit = draft.rotation();
            draft.post("c00", Mode::Rotating, 1, unit, skill, (&able, 2, 2));
        } else {
            draft.post("c00", Mode::OnCall, 1, ("week", 1, 2, 7), None, (&staff, 1, 1));
        }
        if index < 18 {
            joint.push(staff);
        }
    }
    for center in 1..=15 {
        let place = format!("c{center:02}");
        let count = 6 + draft.random.below(3);
        let own = draft.people(&format!("d{:02}", 31 + center), count, &[&place, &place, "c00"]);
        let able = draft.able(&own, Some("registrar"));
        let unit = ("month", 2, 6, 60);
        draft.post(&place, Mode::Resident, 1, unit, Some("registrar"), (&able, 2, 1));
        let mut pool = Vec::new();
        for _ in 0..3 {
            let staff = &joint[draft.random.below(joint.len())];
            pool.extend(staff.iter().take(4).cloned());
        }
        pool.sort();
        pool.dedup();
        let unit = draft.rotation();
        draft.post(&place, Mode::Rotating, 1, unit, None, (&pool, 3, 3));
        if center % 3 == 0 {
            draft.post(&place, Mode::RestDuty, 1, ("restday", 1, 1, 0), None, (&own, 8, 0));
        }
    }
    let pool: Vec<String> = joint.iter().flat_map(|staff| staff.iter().take(4).cloned()).collect();
    let count = pool.len();
    draft.post("c00", Mode::RestDuty, 2, ("restday", 1, 1, 0), None, (&pool, count, 0));
}

impl Draft {
    fn centers(&mut self, towns: usize) {
        let mut places = vec![(0_i64, 0_i64)];
        for _ in 0..towns {
            places.push((self.random.around(32), self.random.around(32)));
        }
        for (index, (x, y)) in places.iter().enumerate() {
            let level = if index == 0 { "county" } else { "township" };
            self.instance.centres.push(Center {
                id: format!("c{index:02}"),
                name: String::new(),
                level: level.to_owned(),
                x: *x,
                y: *y,
            });
        }
        let minutes = |a: &(i64, i64), b: &(i64, i64)| {
            if a == b { 0 } else { 8 + ((a.0 - b.0).abs() + (a.1 - b.1).abs()) * 5 / 4 }
        };
        self.instance.travel_minutes =
            places.iter().map(|a| places.iter().map(|b| minutes(a, b)).collect()).collect();
    }

    fn people(&mut self, dept: &str, count: usize, homes: &[&str]) -> Vec<String> {
        self.instance.departments.push(Department {
            id: dept.to_owned(),
            name: String::new(),
            mode: String::new(),
        });
        let mut ids = Vec::new();
        for _ in 0..(count * self.tight / 100).max(2) {
            let id = format!("s{:03}", self.instance.staff.len());
            let skills = SKILLS.iter().filter(|(_, percent)| self.random.below(100) < *percent);
            let skills = skills.map(|(skill, _)| (*skill).to_owned()).collect();
            let home = homes[self.random.below(homes.len())].to_owned();
            let absences = self.absences();
            let days = &self.instance.calendar;
            let avoid = (0..self.random.below(days.len() / 60 + 1))
                .map(|_| days[self.random.below(days.len())].date)
                .collect();
            self.instance.staff.push(Person {
                id: id.clone(),
                dept: dept.to_owned(),
                home,
                skills,
                employed_from: None,
                employed_to: None,
                not_before: None,
                absences,
                avoid,
                bars: Vec::new(),
                max_load: 0,
            });
            ids.push(id);
        }
        ids
    }

    fn absences(&mut self) -> Vec<Absence> {
        let days = &self.instance.calendar;
        let pieces = 1 + self.random.below(3);
        let mut absences = Vec::new();
        for _ in 0..pieces {
            if self.random.below(380) < days.len() + 18 {
                let from = self.random.below(days.len());
                let length = [2, 4, 4, 6, 9][self.random.below(5)];
                let to = days[(from + length).min(days.len() - 1)].date;
                let kind = "leave".to_owned();
                absences.push(Absence { from: days[from].date, to, kind });
            }
        }
        absences
    }

    fn rotation(&mut self) -> (&'static str, u32, u32, u32) {
        [("week", 1, 1, 14), ("week", 1, 2, 14), ("week", 2, 4, 28), ("fortnight", 1, 1, 21)]
            [self.random.below(4)]
    }

    /// Those with a skill; at least four are trained.
    fn able(&mut self, staff: &[String], skill: Option<&str>) -> Vec<String> {
        let Some(skill) = skill else { return staff.to_vec() };
        let mut able = Vec::new();
        for person in self.instance.staff.iter_mut().filter(|person| staff.contains(&person.id)) {
            if !person.skills.iter().any(|known| known == skill) && able.len() < 4 {
                person.skills.push(skill.to_owned());
            }
            if person.skills.iter().any(|known| known == skill) {
                able.push(person.id.clone());
            }
        }
        able
    }

    fn post(
        &mut self,
        center: &str,
        mode: Mode,
        headcount: u32,
        unit: (&str, u32, u32, u32),
        skill: Option<&str>,
        nominees: (&[String], usize, usize),
    ) {
        let mut order = nominees.0.to_vec();
        self.random.shuffle(&mut order);
        let role = |index: usize| {
            if index < nominees.1 {
                Role::A
            } else if index < nominees.1 + nominees.2 {
                Role::B
            } else {
                Role::C
            }
        };
        let roles: BTreeMap<String, Role> =
            order.iter().enumerate().map(|(index, id)| (id.clone(), role(index))).collect();
        let mut incumbents = BTreeMap::new();
        if mode == Mode::Resident && self.random.below(10) < 7 {
            let before = u32::try_from(1 + self.random.below(2)).unwrap_or(1);
            incumbents.insert(order[0].clone(), before);
        }
        let mix = if headcount > 1 && mode != Mode::Rotating {
            vec![Mix { skill: "mediator".to_owned(), min: 1 }]
        } else {
            Vec::new()
        };
        self.instance.posts.push(Post {
            id: format!("p{:02}", self.instance.posts.len()),
            centre: center.to_owned(),
            name: String::new(),
            mode,
            headcount,
            open: if mode == Mode::RestDuty { OpenDays::Rest } else { OpenDays::Work },
            closed: Vec::new(),
            unit: unit.0.to_owned(),
            min_blocks: unit.1,
            max_blocks: unit.2,
            rest_days: unit.3,
            load: if mode == Mode::OnCall { 2 } else { 10 },
            skills: skill.map(str::to_owned).into_iter().collect(),
            mix,
            roles,
            incumbents,
        });
    }
}
