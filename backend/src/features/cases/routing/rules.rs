//! Ranking the units a case may belong to. Pure: duty lists, regions, precedents and former returns
//! in, candidates with their reasons out.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A unit that may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: Uuid,
    /// The region it is competent in, with all below.
    pub region_code: String,
    /// 职责事项清单: case type codes, each with those below it.
    pub duties: Vec<String>,
    /// Whether new matters may be referred to it at all, beside the centre's own office.
    pub is_open: bool,
}

/// An earlier ruling that is still followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedent {
    /// Its id.
    pub id: Uuid,
    /// The type it was ruled on.
    pub type_code: String,
    /// Where.
    pub region_code: String,
    /// Who leads by it.
    pub department_id: Uuid,
    /// 兜底: nobody was competent.
    pub is_fallback: bool,
    /// When.
    pub ruled_at: DateTime<Utc>,
}

/// A former return of this case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Who returned it.
    pub department_id: Uuid,
    /// Code set `return_ground`.
    pub ground_code: Option<String>,
    /// Whom it named instead.
    pub suggested_id: Option<Uuid>,
}

/// All that the ranking looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// 类型; without one nobody can be suggested.
    pub type_code: Option<String>,
    /// Where the matter lies.
    pub region_code: String,
    /// Every unit.
    pub units: Vec<Unit>,
    /// Precedents on the type and its kin, in any order.
    pub precedents: Vec<Precedent>,
    /// Returns of this case, oldest first.
    pub returns: Vec<Return>,
    /// Who takes what nobody is competent for (兜底单位).
    pub fallback_id: Option<Uuid>,
}

/// How firmly a unit is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It returned this very case.
    Returned,
    /// Only a unit that returned the case names it.
    Named,
    /// Its duty list holds the type.
    Competent,
    /// A ruling settled the like for it.
    Precedent,
}

/// Why a unit stands where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// An earlier ruling.
    Precedent {
        /// Which.
        id: Uuid,
        /// On this very type, or on one above or below it.
        is_same_type: bool,
    },
    /// The entry of its duty list, the longest that holds the type.
    Duty {
        /// The entry.
        code: String,
    },
    /// A unit that returned the case names it.
    NamedBy {
        /// Which unit.
        department_id: Uuid,
    },
    /// It returned the case.
    Returned {
        /// With what ground.
        ground_code: Option<String>,
    },
}

/// A unit that may lead, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The unit.
    pub department_id: Uuid,
    /// How firmly.
    pub standing: Standing,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// One step of the way to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Without a type nothing can be said.
    Unclassified,
    /// Units in use whose region holds the matter.
    InReach {
        /// How many.
        units: usize,
    },
    /// Of these, those whose duty list holds the type.
    ByDuty {
        /// How many.
        units: usize,
        /// Digits of the longest entry.
        digits: usize,
    },
    /// Precedents that are followed and name a unit in reach.
    ByPrecedent {
        /// How many, fallback rulings not counted.
        precedents: usize,
        /// How many of the like went to the fallback unit.
        fallbacks: usize,
    },
    /// Units that returned the case and therefore sink.
    Sunk {
        /// How many.
        units: usize,
    },
    /// Nobody is competent and has not returned it: the fallback unit.
    Fallback {
        /// Whether there is one.
        is_known: bool,
    },
}

/// The ranked answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// First the one to send it to.
    pub candidates: Vec<Candidate>,
    /// How it was found.
    pub steps: Vec<Step>,
    /// Who it should go to: the first candidate that has not returned it, or the fallback unit.
    pub suggested_id: Option<Uuid>,
    /// Whether that is the fallback unit.
    pub is_fallback: bool,
}

/// What decides the order, the largest first: returned or not, standing, how near the precedent
/// is in type, place and time, how exact the duty list and how near the unit, who names it.
type Weight<'a> =
    (Standing, bool, usize, Option<DateTime<Utc>>, usize, usize, usize, Reverse<(&'a str, Uuid)>);

/// Ranks the units.
pub fn suggest(input: &Input) -> Suggestion {
    let Some(type_code) = input.type_code.as_deref() else {
        return fallen_back(input, Vec::new(), vec![Step::Unclassified]);
    };
    let in_reach: Vec<_> = input
        .units
        .iter()
        .filter(|unit| unit.is_open && input.region_code.starts_with(&unit.region_code))
        .collect();
    let mut weighed: Vec<_> =
        in_reach.iter().filter_map(|unit| candidate(input, type_code, unit)).collect();
    weighed.sort_by(|(one, _), (other, _)| other.cmp(one));
    let candidates: Vec<_> = weighed.into_iter().map(|(_, candidate)| candidate).collect();
    let duties = in_reach.iter().filter_map(|unit| duty(unit, type_code));
    let digits = duties.clone().map(str::len).max().unwrap_or(0);
    let is_in_reach = |id: Uuid| in_reach.iter().any(|unit| unit.id == id);
    let fallbacks = input.precedents.iter().filter(|precedent| precedent.is_fallback).count();
    let followed = input
        .precedents
        .iter()
        .filter(|precedent| !precedent.is_fallback && is_in_reach(precedent.department_id));
    let sunk = candidates.iter().filter(|one| one.standing == Standing::Returned).count();
    let mut steps = vec![
        Step::InReach { units: in_reach.len() },
        Step::ByDuty { units: duties.count(), digits },
        Step::ByPrecedent { precedents: followed.count(), fallbacks },
    ];
    if sunk > 0 {
        steps.push(Step::Sunk { units: sunk });
    }
    let first = candidates.first().filter(|first| first.standing != Standing::Returned);
    match first.map(|first| first.department_id) {
        Some(id) => Suggestion { candidates, steps, suggested_id: Some(id), is_fallback: false },
        None => fallen_back(input, candidates, steps),
    }
}

fn fallen_back(input: &Input, candidates: Vec<Candidate>, mut steps: Vec<Step>) -> Suggestion {
    if input.type_code.is_none() {
        return Suggestion { candidates, steps, suggested_id: None, is_fallback: false };
    }
    steps.push(Step::Fallback { is_known: input.fallback_id.is_some() });
    let suggested_id = input.fallback_id;
    Suggestion { candidates, steps, suggested_id, is_fallback: suggested_id.is_some() }
}

fn candidate<'a>(
    input: &'a Input,
    type_code: &str,
    unit: &'a Unit,
) -> Option<(Weight<'a>, Candidate)> {
    let mut reasons = Vec::new();
    let mut precedents: Vec<_> = input
        .precedents
        .iter()
        .filter(|one| one.department_id == unit.id && !one.is_fallback)
        .map(|one| {
            let is_same_type = one.type_code == type_code;
            let place = common(&one.region_code, &input.region_code);
            ((is_same_type, place, one.ruled_at, one.id), one)
        })
        .collect();
    precedents.sort_by_key(|(near, _)| Reverse(*near));
    reasons.extend(precedents.iter().map(|((is_same_type, ..), one)| Reason::Precedent {
        id: one.id,
        is_same_type: *is_same_type,
    }));
    let duty = duty(unit, type_code);
    reasons.extend(duty.map(|code| Reason::Duty { code: code.to_owned() }));
    let named: Vec<_> = input.returns.iter().filter(|r| r.suggested_id == Some(unit.id)).collect();
    reasons.extend(named.iter().map(|r| Reason::NamedBy { department_id: r.department_id }));
    let returned = input.returns.iter().rev().find(|r| r.department_id == unit.id);
    if let Some(returned) = returned {
        // What speaks against it is said first.
        let ground_code = returned.ground_code.clone();
        reasons.insert(0, Reason::Returned { ground_code });
    }
    let nearest = precedents.first().map(|(near, _)| *near);
    let standing = if returned.is_some() {
        Standing::Returned
    } else if nearest.is_some() {
        Standing::Precedent
    } else if duty.is_some() {
        Standing::Competent
    } else if named.is_empty() {
        return None;
    } else {
        Standing::Named
    };
    let (is_same_type, place, ruled_at) = match nearest {
        Some((is_same_type, place, ruled_at, _)) => (is_same_type, place, Some(ruled_at)),
        None => (false, 0, None),
    };
    let weight = (
        standing,
        is_same_type,
        place,
        ruled_at,
        duty.map_or(0, str::len),
        unit.region_code.len(),
        named.len(),
        Reverse((unit.region_code.as_str(), unit.id)),
    );
    Some((weight, Candidate { department_id: unit.id, standing, reasons }))
}

/// The longest entry of a duty list that holds the type.
fn duty<'a>(unit: &'a Unit, type_code: &str) -> Option<&'a str> {
    unit.duties
        .iter()
        .map(String::as_str)
        .filter(|code| !code.is_empty() && type_code.starts_with(code))
        .max_by_key(|code| code.len())
}

/// How many digits two region codes share from the start.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    const HOUSING: Uuid = Uuid::from_u128(1);
    const LAND: Uuid = Uuid::from_u128(2);
    const JUSTICE: Uuid = Uuid::from_u128(3);
    const OFFICE: Uuid = Uuid::from_u128(9);

    fn unit(id: Uuid, region: &str, duties: &[&str]) -> Unit {
        let duties = duties.iter().map(|code| (*code).to_owned()).collect();
        Unit { id, region_code: region.to_owned(), duties, is_open: true }
    }

    fn input() -> Input {
        Input {
            type_code: Some("0402".to_owned()),
            region_code: "990101101".to_owned(),
            units: vec![
                unit(LAND, "990101", &["04"]),
                unit(HOUSING, "990101", &["0402", "11"]),
                unit(JUSTICE, "990101", &["08"]),
                unit(OFFICE, "990102", &["0402"]),
            ],
            fallback_id: Some(OFFICE),
            ..Input::default()
        }
    }

    fn precedent(number: u128, department_id: Uuid, type_code: &str, days: i64) -> Precedent {
        Precedent {
            id: Uuid::from_u128(100 + number),
            type_code: type_code.to_owned(),
            region_code: "990101".to_owned(),
            department_id,
            is_fallback: false,
            ruled_at: DateTime::UNIX_EPOCH + TimeDelta::days(days),
        }
    }

    fn returned(department_id: Uuid, suggested_id: Option<Uuid>) -> Return {
        Return { department_id, ground_code: Some("01".to_owned()), suggested_id }
    }

    fn order(suggestion: &Suggestion) -> Vec<Uuid> {
        suggestion.candidates.iter().map(|candidate| candidate.department_id).collect()
    }

    #[test]
    fn the_longest_entry_of_a_duty_list_wins_within_reach() {
        let found = suggest(&input());
        assert_eq!(order(&found), [HOUSING, LAND]);
        assert_eq!(found.suggested_id, Some(HOUSING));
        assert_eq!(found.candidates[0].reasons, [Reason::Duty { code: "0402".to_owned() }]);
        let steps = [Step::InReach { units: 3 }, Step::ByDuty { units: 2, digits: 4 }];
        assert_eq!(found.steps[..2], steps);
    }

    #[test]
    fn a_ruling_on_the_type_outranks_the_duty_list_and_the_newest_comes_first() {
        let mut input = input();
        input.precedents = vec![
            precedent(1, LAND, "0402", 10),
            precedent(2, JUSTICE, "0402", 20),
            precedent(3, HOUSING, "04", 30),
        ];
        // The same type before its kin, then the newest.
        assert_eq!(order(&suggest(&input)), [JUSTICE, LAND, HOUSING]);
    }

    #[test]
    fn a_fallback_ruling_says_nothing_about_competence() {
        let mut input = input();
        input.precedents = vec![Precedent { is_fallback: true, ..precedent(1, LAND, "0402", 10) }];
        let found = suggest(&input);
        assert_eq!(order(&found), [HOUSING, LAND]);
        assert_eq!(found.candidates[1].standing, Standing::Competent);
        assert!(found.steps.contains(&Step::ByPrecedent { precedents: 0, fallbacks: 1 }));
    }

    #[test]
    fn who_returned_it_sinks_and_whom_they_name_is_told() {
        let mut input = input();
        input.precedents = vec![precedent(1, HOUSING, "0402", 10)];
        input.returns = vec![returned(HOUSING, Some(JUSTICE))];
        let found = suggest(&input);
        assert_eq!(order(&found), [LAND, JUSTICE, HOUSING]);
        let last = &found.candidates[2];
        assert_eq!(last.standing, Standing::Returned);
        assert_eq!(last.reasons[0], Reason::Returned { ground_code: Some("01".to_owned()) });
        let named = &found.candidates[1];
        assert_eq!(named.reasons, [Reason::NamedBy { department_id: HOUSING }]);
    }

    #[test]
    fn when_nobody_is_left_the_fallback_unit_takes_it() {
        let mut input = input();
        input.returns = vec![returned(HOUSING, None), returned(LAND, None)];
        let found = suggest(&input);
        assert_eq!((found.suggested_id, found.is_fallback), (Some(OFFICE), true));
        assert_eq!(order(&found), [HOUSING, LAND], "what they say is still told");
        input.type_code = None;
        let unknown = suggest(&input);
        assert_eq!((unknown.suggested_id, unknown.steps), (None, vec![Step::Unclassified]));
    }

    #[test]
    fn a_closed_unit_and_one_of_another_region_are_never_suggested() {
        let mut input = input();
        for unit in &mut input.units {
            unit.is_open = unit.id != HOUSING;
        }
        input.precedents =
            vec![precedent(1, HOUSING, "0402", 10), precedent(2, OFFICE, "0402", 11)];
        assert_eq!(order(&suggest(&input)), [LAND]);
    }

    proptest! {
        /// The order in which the inputs come decides nothing.
        #[test]
        fn the_answer_is_the_same_for_the_same_facts(
            precedents in prop::collection::vec((0_usize..3, 0_usize..3, 0_i64..4), 0..6),
            returns in prop::collection::vec(0_usize..3, 0..3),
            seed in any::<u64>(),
        ) {
            let units = [HOUSING, LAND, JUSTICE];
            let types = ["0402", "04", "0401"];
            let mut input = input();
            input.precedents = (1..)
                .zip(precedents)
                .map(|(no, (unit, code, day))| precedent(no, units[unit], types[code], day))
                .collect();
            input.returns = returns.iter().map(|at| returned(units[*at], None)).collect();
            let found = suggest(&input);
            let mut shuffled = input.clone();
            let turn = usize::try_from(seed % 5).unwrap_or(0);
            if !shuffled.precedents.is_empty() {
                let by = turn % shuffled.precedents.len();
                shuffled.precedents.rotate_left(by);
            }
            shuffled.units.rotate_left(turn % 4);
            prop_assert_eq!(&suggest(&shuffled), &found);
            // Nobody who returned it stands before one who did not.
            let is_sunk: Vec<_> =
                found.candidates.iter().map(|c| c.standing == Standing::Returned).collect();
            prop_assert!(is_sunk.is_sorted());
        }
    }
}
