//! Which cases stand on the agenda of a review meeting, and by which rule. Pure.
//!
//! A case stands on it once, with every rule that puts it there and the figures of that instant.
//! Decisions still open come first, then what was promised and not kept, what is red, groups,
//! repeats, difficult cases. A daily meeting looks at open decisions and red lamps alone.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kind::MeetingKind;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::model::Level;
use crate::platform::lang::Lang;
use crate::platform::words::words;

/// From where on a rule puts a case on the agenda: rules of the procedure, which a county changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgendaThresholds {
    /// From how many people on a matter is one of a group.
    pub group_people: u32,
    /// Within how many days before a case counts as a repeat of another.
    pub repeat_days: u32,
    /// From which share of common pairs of characters on two titles are alike, in percent.
    pub alike_percent: u32,
}

impl AgendaThresholds {
    /// The first instant that counts for repeats.
    pub fn repeats_since(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - chrono::TimeDelta::days(self.repeat_days.into())
    }
}

words! {
    /// The rule that puts a case on the agenda.
    AgendaRule {
        OpenDecision = "open_decision", "上次议定未办结", "Decision still open";
        BrokenPromise = "broken_promise", "接访承诺逾期", "Promise broken";
        RedLamp = "red_lamp", "超期红灯", "Red lamp";
        Group = "group", "群体性事项", "Group matter";
        Repeat = "repeat", "重复来访", "Repeat";
        Difficult = "difficult", "疑难案件", "Difficult";
        ByHand = "by_hand", "人工列入", "Added by hand";
    }
}

impl AgendaRule {
    /// Whether meetings of a kind look at it.
    pub const fn applies_to(self, kind: MeetingKind) -> bool {
        match self {
            Self::OpenDecision | Self::RedLamp => true,
            Self::BrokenPromise | Self::Group | Self::Repeat | Self::Difficult => {
                !matches!(kind, MeetingKind::Daily)
            }
            Self::ByHand => false,
        }
    }
}

/// One rule that puts a case on the agenda, with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The rule.
    pub rule: AgendaRule,
    /// The last day of what is owed, or of the limit that is over.
    pub due_on: Option<NaiveDate>,
    /// Calendar days by which it is over.
    pub days_over: Option<i64>,
    /// Tasks that are owed.
    pub task_ids: Vec<Uuid>,
    /// 人数.
    pub people_count: Option<i32>,
    /// Other cases of the same applicant.
    pub same_parties: Option<u32>,
    /// Other cases of the same type and place whose titles are alike.
    pub alike: Option<u32>,
}

impl Ground {
    /// A rule without figures.
    pub fn of(rule: AgendaRule) -> Self {
        Self {
            rule,
            due_on: None,
            days_over: None,
            task_ids: Vec::new(),
            people_count: None,
            same_parties: None,
            alike: None,
        }
    }

    /// The ground in words.
    pub fn sentence(&self, lang: Lang) -> String {
        let name = self.rule.name(lang);
        let over = self.days_over.unwrap_or(0);
        let said = match self.rule {
            AgendaRule::OpenDecision | AgendaRule::BrokenPromise | AgendaRule::RedLamp => {
                let Some(day) = self.due_on else { return name.to_owned() };
                if over > 0 {
                    lang.pick("应于 {day} 前，已超 {over} 天", "due {day}, {over} days over")
                        .replace("{day}", &day.to_string())
                        .replace("{over}", &over.to_string())
                } else {
                    lang.pick("应于 {day} 前", "due {day}").replace("{day}", &day.to_string())
                }
            }
            AgendaRule::Group => lang
                .pick("{n} 人", "{n} people")
                .replace("{n}", &self.people_count.unwrap_or(0).to_string()),
            AgendaRule::Repeat => lang
                .pick(
                    "同一申请人另有 {a} 件，内容相近另有 {b} 件",
                    "{a} others of the same applicant, {b} alike",
                )
                .replace("{a}", &self.same_parties.unwrap_or(0).to_string())
                .replace("{b}", &self.alike.unwrap_or(0).to_string()),
            AgendaRule::Difficult | AgendaRule::ByHand => return name.to_owned(),
        };
        lang.pick("{name}：{said}", "{name}: {said}")
            .replace("{name}", name)
            .replace("{said}", &said)
    }
}

/// A task that is owed on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// The task.
    pub task_id: Uuid,
    /// Its last day.
    pub due_on: NaiveDate,
}

/// A case the rules look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The case.
    pub case_id: Uuid,
    /// The centre in charge.
    pub center_id: Uuid,
    /// Whether somebody still has to work on it.
    pub is_open: bool,
    /// The end of its next limit.
    pub due_at: Option<DateTime<Utc>>,
    /// 人数.
    pub people_count: Option<i32>,
    /// 等级.
    pub level: Option<Level>,
    /// Repeats of it.
    pub repeats: Repeats,
    /// Decisions of meetings that are not carried out.
    pub decisions: Vec<Owed>,
    /// Promises that are not kept.
    pub promises: Vec<Owed>,
}

/// A case on the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The case.
    pub case_id: Uuid,
    /// Why, the most pressing rule first.
    pub grounds: Vec<Ground>,
}

/// The agenda of a meeting of a centre at an instant, in the order it is gone through.
pub fn agenda(
    kind: MeetingKind,
    center_id: Uuid,
    candidates: &[Candidate],
    from: AgendaThresholds,
    now: DateTime<Utc>,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = candidates
        .iter()
        .filter(|one| one.center_id == center_id)
        .map(|one| Entry { case_id: one.case_id, grounds: grounds(kind, one, from, now) })
        .filter(|entry| !entry.grounds.is_empty())
        .collect();
    let key = |entry: &Entry| {
        let first = entry.grounds.first();
        let day = first.and_then(|ground| ground.due_on).unwrap_or(NaiveDate::MAX);
        (first.map(|ground| ground.rule), day, entry.case_id)
    };
    entries.sort_by_key(key);
    entries
}

/// Every rule that puts a case on the agenda of such a meeting.
fn grounds(
    kind: MeetingKind,
    case: &Candidate,
    from: AgendaThresholds,
    now: DateTime<Utc>,
) -> Vec<Ground> {
    let today = local_date(now);
    let broken: Vec<Owed> =
        case.promises.iter().copied().filter(|owed| owed.due_on < today).collect();
    let red = case.due_at.filter(|due| *due < now && case.is_open).map(|due| {
        let due_on = local_date(due);
        let days_over = Some((today - due_on).num_days());
        Ground { due_on: Some(due_on), days_over, ..Ground::of(AgendaRule::RedLamp) }
    });
    let is_group =
        |count: &i32| u32::try_from(*count).is_ok_and(|count| count >= from.group_people);
    let group = case.people_count.filter(|count| case.is_open && is_group(count));
    let group =
        group.map(|count| Ground { people_count: Some(count), ..Ground::of(AgendaRule::Group) });
    let Repeats { same_parties, alike } = case.repeats;
    let repeat = (case.is_open && same_parties + alike > 0).then(|| Ground {
        same_parties: Some(same_parties),
        alike: Some(alike),
        ..Ground::of(AgendaRule::Repeat)
    });
    let is_difficult = case.is_open && case.level == Some(Level::Difficult);
    let difficult = is_difficult.then(|| Ground::of(AgendaRule::Difficult));
    let all = [
        owed(AgendaRule::OpenDecision, &case.decisions, today),
        owed(AgendaRule::BrokenPromise, &broken, today),
        red,
        group,
        repeat,
        difficult,
    ];
    all.into_iter().flatten().filter(|ground| ground.rule.applies_to(kind)).collect()
}

fn owed(rule: AgendaRule, tasks: &[Owed], today: NaiveDate) -> Option<Ground> {
    let due_on = tasks.iter().map(|task| task.due_on).min()?;
    let days_over = Some((today - due_on).num_days().max(0));
    let mut task_ids: Vec<_> = tasks.iter().map(|task| (task.due_on, task.task_id)).collect();
    task_ids.sort_unstable();
    let task_ids = task_ids.into_iter().map(|(_, id)| id).collect();
    Some(Ground { due_on: Some(due_on), days_over, task_ids, ..Ground::of(rule) })
}

/// What is compared of a case to find repeats. Holds personal data: it never leaves memory.
#[derive(Clone)]
pub struct Known {
    /// The case.
    pub case_id: Uuid,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// 类型.
    pub type_code: Option<String>,
    /// Where it happened.
    pub region_code: String,
    /// Its title.
    pub title: String,
    /// Identity and telephone numbers of its applicants.
    pub applicants: Vec<String>,
}

/// How often a matter came before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Other cases of the same applicant.
    pub same_parties: u32,
    /// Other cases, of other applicants, of the same type and place whose titles are alike.
    pub alike: u32,
}

/// The repeats of each of `wanted`: other cases registered within the days that count.
pub fn repeats(
    wanted: &BTreeSet<Uuid>,
    known: &[Known],
    from: AgendaThresholds,
    now: DateTime<Utc>,
) -> HashMap<Uuid, Repeats> {
    let since = from.repeats_since(now);
    let mut by_applicant: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_kind: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, case) in known.iter().enumerate().filter(|(_, case)| case.registered_at >= since) {
        for applicant in &case.applicants {
            by_applicant.entry(applicant.as_str()).or_default().push(at);
        }
        if let Some(kind) = &case.type_code {
            let place = case.region_code.as_str();
            by_kind.entry((kind.as_str(), place)).or_default().push(at);
        }
    }
    let titles: Vec<Vec<[char; 2]>> = known.iter().map(|case| pairs(&case.title)).collect();
    let of = |(at, case): (usize, &Known)| {
        let theirs = case.applicants.iter().filter_map(|one| by_applicant.get(one.as_str()));
        let same: BTreeSet<usize> =
            theirs.flatten().copied().filter(|other| *other != at).collect();
        let kind = case.type_code.as_deref().map(|kind| (kind, case.region_code.as_str()));
        let near = kind.and_then(|kind| by_kind.get(&kind)).map(Vec::as_slice).unwrap_or_default();
        let alike = near
            .iter()
            .filter(|other| **other != at && !same.contains(*other))
            .filter(|other| are_alike(titles.get(at), titles.get(**other), from.alike_percent))
            .count();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (case.case_id, Repeats { same_parties: count(same.len()), alike: count(alike) })
    };
    known.iter().enumerate().filter(|(_, case)| wanted.contains(&case.case_id)).map(of).collect()
}

/// The distinct pairs of adjacent letters of a title, sorted.
fn pairs(title: &str) -> Vec<[char; 2]> {
    let letters: Vec<char> =
        title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut pairs: Vec<[char; 2]> =
        letters.iter().zip(letters.iter().skip(1)).map(|(a, b)| [*a, *b]).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Dice's coefficient of two sorted lists reaches a share, in percent.
fn are_alike(a: Option<&Vec<[char; 2]>>, b: Option<&Vec<[char; 2]>>, percent: u32) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let shared = a.iter().filter(|pair| b.binary_search(pair).is_ok()).count();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let all = count(a.len()) + count(b.len());
    all > 0 && 200 * count(shared) >= u64::from(percent) * all
}
