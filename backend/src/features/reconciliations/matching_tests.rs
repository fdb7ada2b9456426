//! What is planted in a list is found, and nothing that is registered is called missing.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn listed(number: &str, on: &str) -> Listed {
    Listed { number: number.to_owned(), unit: None, received_on: Some(day(on)) }
}

fn held(id: u128, number: &str, on: &str) -> Held {
    Held {
        id: Uuid::from_u128(id),
        number: number.to_owned(),
        unit: None,
        received_on: day(on),
        is_of_month: true,
    }
}

fn ground(theirs: &str, ours: &str) -> Option<(MatchGround, bool)> {
    let found = compare(&[listed(theirs, "2026-02-03")], &[held(1, ours, "2026-02-03")]).listed[0];
    found.map(|pair| (pair.ground, pair.is_certain))
}

#[test]
fn each_ground_is_told() {
    assert_eq!(ground("XF-2026-0017", "XF-2026-0017"), Some((MatchGround::Same, true)));
    assert_eq!(ground("ｘｆ 2026 0017", "XF-2026-0017"), Some((MatchGround::Spelling, true)));
    assert_eq!(ground("XF20260017", "XF-2026-0017"), Some((MatchGround::Spelling, true)));
    assert_eq!(ground("XF-2026-17", "XF-2026-0017"), Some((MatchGround::Zeros, false)));
    assert_eq!(ground("2026020300017", "GD2026020300017"), Some((MatchGround::Affix, false)));
    assert_eq!(ground("2026020300017-5", "2026020300017"), Some((MatchGround::Affix, false)));
    assert_eq!(ground("GD-000017", "XF-000017"), Some((MatchGround::Prefix, false)));
    // The same characters in other parts are no certainty.
    assert_eq!(ground("1-23456", "12-3456"), Some((MatchGround::Spelling, false)));
    // The next serial is another matter.
    assert_eq!(ground("XF-2026-0018", "XF-2026-0017"), None);
    assert_eq!(ground("2026020300018", "2026020300017"), None);
}

#[test]
fn what_resembles_a_number_of_another_day_is_not_it() {
    let theirs = [listed("GD-000017", "2026-02-20")];
    let ours = [held(1, "XF-000017", "2026-02-03")];
    let found = compare(&theirs, &ours);
    assert_eq!((found.state(0), found.beyond), (ReconciliationState::Unmatched, vec![0]));
}

#[test]
fn a_list_without_dates_resembles_all_the_same() {
    let theirs = Listed { received_on: None, ..listed("GD-000017", "2026-02-20") };
    let found = compare(&[theirs], &[held(1, "XF-000017", "2026-02-03")]);
    assert_eq!(found.state(0), ReconciliationState::Perhaps);
}

#[test]
fn a_case_that_is_matched_is_nobody_elses() {
    let theirs = [listed("XF-2026-0017", "2026-02-03"), listed("XF-2026-017", "2026-02-03")];
    let ours = [held(1, "XF-2026-0017", "2026-02-03")];
    let found = compare(&theirs, &ours);
    assert_eq!(found.state(0), ReconciliationState::Matched);
    assert_eq!(found.state(1), ReconciliationState::Unmatched);
}

#[test]
fn one_case_is_one_number_and_the_surplus_is_missing() {
    // Both are the same but for their signs; there is only one case.
    let theirs = [listed("XF-2026-0017", "2026-02-03"), listed("XF2026 0017", "2026-02-03")];
    let found = compare(&theirs, &[held(1, "xf20260017", "2026-02-03")]);
    let states = [found.state(0), found.state(1)];
    assert_eq!(states, [ReconciliationState::Perhaps, ReconciliationState::Unmatched]);
    // Resembling alone hides no second one either.
    let theirs = [listed("GD-000017", "2026-02-03"), listed("QT-000017", "2026-02-03")];
    let found = compare(&theirs, &[held(1, "XF-000017", "2026-02-03")]);
    let states = [found.state(0), found.state(1)];
    assert_eq!(states, [ReconciliationState::Perhaps, ReconciliationState::Unmatched]);
}

#[test]
fn who_may_be_another_case_makes_room() {
    // The first may be either, the second only the one of its own day.
    let theirs = [listed("GD-000017", "2026-02-03"), listed("QT-000017", "2026-02-04")];
    let ours = [held(1, "XF-000017", "2026-02-03"), held(2, "XX-000017", "2026-02-02")];
    let found = compare(&theirs, &ours);
    let cases: Vec<_> = found.listed.iter().map(|pair| pair.map(|pair| pair.held)).collect();
    assert_eq!(cases, [Some(1), Some(0)]);
}

/// How a clerk may have typed a number over.
fn retyped(number: &str, how: u8) -> String {
    let wide = |one: char| match one {
        '!'..='~' => char::from_u32(u32::from(one) + 0xfee0).unwrap_or(one),
        other => other,
    };
    match how % 4 {
        0 => number.to_owned(),
        1 => number.to_lowercase(),
        2 => number.chars().map(wide).collect(),
        _ => number.replace('-', " "),
    }
}

/// How a number may have become another.
fn renumbered(number: &str, how: u8) -> String {
    match how % 4 {
        0 => number.replace("-0", "-"),
        1 => format!("QT{number}"),
        2 => format!("{number}X"),
        _ => number.replace("XF", "GD"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// 5 % of a list are not registered, 3 % under another number, the rest as somebody typed them.
    #[test]
    fn planted_omissions_are_all_found_and_nothing_present_is_accused(
        fates in proptest::collection::vec((0_u32..100, any::<u8>(), 0_u32..28), 1..400),
    ) {
        let (mut theirs, mut ours, mut gone, mut other) = (vec![], vec![], vec![], vec![]);
        for (at, (fate, how, on)) in fates.into_iter().enumerate() {
            let on = day("2026-02-01") + chrono::TimeDelta::days(i64::from(on));
            // Zeros stand in front of every serial, and every tenth has the next one beside it.
            let number = format!("XF-2026-{:06}", at + 1);
            theirs.push(Listed { number: number.clone(), unit: None, received_on: Some(on) });
            let number = match fate {
                0..5 => {
                    gone.push(at);
                    continue;
                }
                5..8 => {
                    other.push(at);
                    renumbered(&number, how)
                }
                _ => retyped(&number, how),
            };
            let id = Uuid::from_u128(at as u128 + 1);
            ours.push(Held { id, number, unit: None, received_on: on, is_of_month: true });
        }
        let found = compare(&theirs, &ours);
        for (at, told) in theirs.iter().enumerate() {
            let state = found.state(at);
            let wanted = if gone.contains(&at) {
                ReconciliationState::Unmatched
            } else if other.contains(&at) {
                ReconciliationState::Perhaps
            } else {
                ReconciliationState::Matched
            };
            prop_assert_eq!(state, wanted, "{}", told.number);
            if let Some(pair) = found.listed[at] {
                prop_assert_eq!(ours[pair.held].id, Uuid::from_u128(at as u128 + 1));
            }
        }
        prop_assert!(found.beyond.is_empty());
    }
}
