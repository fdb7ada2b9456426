//! What came of each number of a list: registered, perhaps registered under another, or not. Pure.
//!
//! Only what is written the same but for its spelling is matched. What resembles a case that no number
//! of the list is matched with is told as "perhaps", with the ground; a wholly different number is not
//! guessed at: the unit is asked. So every number that is missing is found unless it resembles a case
//! left over, and no number that is registered, however it was typed, is called missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use super::numbers::{cores, grouped, serial, spelled, without_zeros};
use crate::platform::words::words;

words! {
    /// What came of a number.
    ReconciliationState {
        Matched = "matched", "已登记", "Registered";
        Perhaps = "perhaps", "可能已登记（编号不同）", "Perhaps registered under another number";
        Unmatched = "unmatched", "未登记", "Not registered";
        Beyond = "beyond", "名单中没有", "Not in the list";
    }
}

words! {
    /// Why two numbers may be of one matter, the strongest ground first.
    MatchGround {
        Same = "same", "编号相同", "The same number";
        Spelling = "spelling", "仅书写方式不同", "Spelt otherwise";
        Zeros = "zeros", "仅补零不同", "Other zeros in front";
        Affix = "affix", "一方多出前缀或校验位", "One has a prefix or check digits more";
        Prefix = "prefix", "前缀不同，流水号与日期相同", "Another prefix, the same serial and day";
    }
}

/// Days two systems may disagree about when a matter was received.
const DAYS: i64 = 1;
/// Days between them beyond which the same number but for its zeros is another one.
const FAR: i64 = 31;
/// Cases looked at for one number, and how many others may have to make room for it.
const WISHES: usize = 16;
const DEPTH: u32 = 64;

/// A number of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// As it is written there.
    pub number: String,
    /// The unit, as far as it is known.
    pub unit: Option<Uuid>,
    /// When the source received it.
    pub received_on: Option<NaiveDate>,
}

/// A case of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The case.
    pub id: Uuid,
    /// The source's number as it was registered.
    pub number: String,
    /// The unit in charge.
    pub unit: Option<Uuid>,
    /// When it was received: by the source, or where nobody said so, here.
    pub received_on: NaiveDate,
    /// Whether it belongs into the month of the list.
    pub is_of_month: bool,
}

/// A number and the case it is, or may be; places in what was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The case.
    pub held: usize,
    /// Why.
    pub ground: MatchGround,
    /// Whether it is certain.
    pub is_certain: bool,
}

/// What came of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// What each number of the list is; none: it is missing.
    pub listed: Vec<Option<Pair>>,
    /// Cases of the month no number of the list is.
    pub beyond: Vec<usize>,
}

impl Compared {
    /// What came of the number at a place.
    pub fn state(&self, at: usize) -> ReconciliationState {
        match self.listed.get(at).copied().flatten() {
            Some(Pair { is_certain: true, .. }) => ReconciliationState::Matched,
            Some(_) => ReconciliationState::Perhaps,
            None => ReconciliationState::Unmatched,
        }
    }
}

/// A number with its forms.
struct Forms {
    grouped: String,
    spelled: String,
}

impl Forms {
    fn of(number: &str) -> Self {
        let grouped = grouped(number);
        Self { spelled: spelled(&grouped), grouped }
    }

    /// Whether only the spelling differs: the same parts, or one of them written without parts.
    fn is_spelt_like(&self, other: &Self) -> bool {
        let is_whole = |forms: &Self| !forms.grouped.contains('-');
        self.spelled == other.spelled
            && (self.grouped == other.grouped || is_whole(self) || is_whole(other))
    }
}

/// Holds a list against the cases of its source.
pub fn compare(listed: &[Listed], held: &[Held]) -> Compared {
    let ours: Vec<_> = held.iter().map(|one| Forms::of(&one.number)).collect();
    let theirs: Vec<_> = listed.iter().map(|one| Forms::of(&one.number)).collect();
    let mut pairs = certain(listed, held, &theirs, &ours);
    let mut taken: BTreeSet<usize> = pairs.iter().flatten().map(|pair| pair.held).collect();
    for ground in
        [MatchGround::Spelling, MatchGround::Zeros, MatchGround::Affix, MatchGround::Prefix]
    {
        let free = |at: &usize| !taken.contains(at);
        let index = Index::of(ground, &ours, (0..held.len()).filter(free));
        let wishes: BTreeMap<usize, Vec<usize>> = theirs
            .iter()
            .enumerate()
            .filter(|(at, _)| pairs[*at].is_none())
            .map(|(at, forms)| (at, wishes(ground, &listed[at], held, index.like(forms))))
            .collect();
        // One case is one number's: what is left over is missing, unless another case is like it.
        let mut of_case: HashMap<usize, usize> = HashMap::new();
        for at in wishes.keys() {
            settle(*at, &wishes, &mut of_case, &mut BTreeSet::new(), DEPTH);
        }
        for (held, at) in of_case {
            pairs[at] = Some(Pair { held, ground, is_certain: false });
            taken.insert(held);
        }
    }
    let beyond =
        (0..held.len()).filter(|at| held[*at].is_of_month && !taken.contains(at)).collect();
    Compared { listed: pairs, beyond }
}

/// The cases a number may be by a ground, the likeliest first: of the same unit, then of the nearest day.
fn wishes(
    ground: MatchGround,
    one: &Listed,
    held: &[Held],
    like: impl IntoIterator<Item = usize>,
) -> Vec<usize> {
    let near = like.into_iter().filter(|at| is_near(ground, one, &held[*at]));
    let mut found: Vec<usize> = near.collect();
    let is_other = |at: usize| one.unit.is_none() || one.unit != held[at].unit;
    found.sort_by_key(|at| (is_other(*at), apart(one, &held[*at]), *at));
    found.truncate(WISHES);
    found
}

/// Gives a number a case it may be; one another number has only where that one may be another case too.
fn settle(
    at: usize,
    wishes: &BTreeMap<usize, Vec<usize>>,
    of_case: &mut HashMap<usize, usize>,
    tried: &mut BTreeSet<usize>,
    depth: u32,
) -> bool {
    for held in wishes.get(&at).into_iter().flatten() {
        if !tried.insert(*held) {
            continue;
        }
        let is_free = match of_case.get(held).copied() {
            None => true,
            Some(other) => depth > 0 && settle(other, wishes, of_case, tried, depth - 1),
        };
        if is_free {
            of_case.insert(*held, at);
            return true;
        }
    }
    false
}

/// The numbers that are those of a case, but for their spelling. Where several are spelt like one case,
/// or several cases like one number, nobody can say which is which: that is no certainty.
fn certain(
    listed: &[Listed],
    held: &[Held],
    theirs: &[Forms],
    ours: &[Forms],
) -> Vec<Option<Pair>> {
    let same: HashMap<&str, usize> =
        held.iter().enumerate().map(|(at, one)| (one.number.as_str(), at)).collect();
    let pairs = listed.iter().map(|one| {
        let held = same.get(one.number.as_str()).copied()?;
        Some(Pair { held, ground: MatchGround::Same, is_certain: true })
    });
    let mut pairs: Vec<Option<Pair>> = pairs.collect();
    let mut taken: BTreeSet<usize> = pairs.iter().flatten().map(|pair| pair.held).collect();
    let mut alike: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, forms) in ours.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        alike.entry(forms.spelled.as_str()).or_default().push(at);
    }
    let mut rivals: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, forms) in theirs.iter().enumerate().filter(|(at, _)| pairs[*at].is_none()) {
        rivals.entry(forms.spelled.as_str()).or_default().push(at);
    }
    for (at, forms) in theirs.iter().enumerate() {
        if pairs[at].is_some() {
            continue;
        }
        let like = alike.get(forms.spelled.as_str()).into_iter().flatten().copied();
        let like: Vec<usize> = like.filter(|held| ours[*held].is_spelt_like(forms)).collect();
        let Some(held) = like.iter().copied().find(|held| !taken.contains(held)) else { continue };
        let same = rivals.get(forms.spelled.as_str()).into_iter().flatten();
        let rivals = same.filter(|other| theirs[**other].is_spelt_like(&ours[held])).take(2);
        let is_certain = like.len() == 1 && rivals.count() == 1;
        taken.insert(held);
        pairs[at] = Some(Pair { held, ground: MatchGround::Spelling, is_certain });
    }
    pairs
}

/// Cases no number is matched with, by what a ground compares.
struct Index {
    ground: MatchGround,
    whole: HashMap<String, Vec<usize>>,
    cores: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(ground: MatchGround, ours: &[Forms], free: impl Iterator<Item = usize>) -> Self {
        let mut index = Self { ground, whole: HashMap::new(), cores: HashMap::new() };
        for at in free {
            if let Some(key) = index.key(&ours[at]) {
                index.whole.entry(key).or_default().push(at);
            }
            if ground == MatchGround::Affix {
                for core in cores(&ours[at].spelled) {
                    index.cores.entry(core).or_default().push(at);
                }
            }
        }
        index
    }

    fn key(&self, forms: &Forms) -> Option<String> {
        match self.ground {
            MatchGround::Same => None,
            MatchGround::Spelling | MatchGround::Affix => Some(forms.spelled.clone()),
            MatchGround::Zeros => Some(without_zeros(&forms.grouped)),
            MatchGround::Prefix => serial(&forms.spelled),
        }
    }

    /// The cases whose number resembles this one.
    fn like(&self, forms: &Forms) -> BTreeSet<usize> {
        let at = |map: &HashMap<String, Vec<usize>>, key: &str| {
            map.get(key).cloned().unwrap_or_default()
        };
        let mut found: BTreeSet<usize> =
            self.key(forms).map(|key| at(&self.whole, &key)).into_iter().flatten().collect();
        if self.ground == MatchGround::Affix {
            // Ours is longer by an affix, or theirs is.
            found.extend(at(&self.cores, &forms.spelled));
            found.extend(cores(&forms.spelled).iter().flat_map(|core| at(&self.whole, core)));
        }
        found
    }
}

/// Days between what both say of when it was received; none where the list says nothing.
fn apart(listed: &Listed, held: &Held) -> Option<i64> {
    listed.received_on.map(|on| (on - held.received_on).num_days().abs())
}

/// Whether the days fit: a number that merely resembles another must be of the same
/// day, give or take what two systems disagree about.
fn is_near(ground: MatchGround, listed: &Listed, held: &Held) -> bool {
    match ground {
        MatchGround::Same | MatchGround::Spelling => true,
        MatchGround::Zeros => apart(listed, held).is_none_or(|days| days <= FAR),
        MatchGround::Affix | MatchGround::Prefix => {
            // A list without dates says nothing of the day: perhaps it is.
            apart(listed, held).is_none_or(|days| days <= DAYS)
        }
    }
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
