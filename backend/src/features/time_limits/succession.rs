//! What a new version of a rule does to the others, and what it may not do. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::rules::{Rule, Traits, choose};
use crate::features::cases::model::{Channel, Level};
use crate::platform::error::{ErrorCode, FieldError};

/// A new version among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The version before, whose last day is now the day before the new one.
    pub ended: Option<Rule>,
    /// All rules, as they are afterwards.
    pub after: Vec<Rule>,
}

/// Puts `new` behind the versions of its code. One that was to last ends the day before; anything
/// else in force on one of its days is refused, under its code or, drawn for the same cases, under
/// another; and so is a day on which nothing would apply.
pub fn succeed(
    rules: &[Rule],
    new: &Rule,
    is_correction: bool,
) -> Result<Succession, Vec<FieldError>> {
    let mut ended = None;
    for other in rules.iter().filter(|other| other.code == new.code) {
        if other.clock != new.clock {
            return refused("/clock", ErrorCode::TimeLimitOtherClock);
        }
        if other.procedure != new.procedure {
            return refused("/procedure", ErrorCode::TimeLimitOtherClock);
        }
        if !overlap(other, new) {
            continue;
        }
        // A correction may take the place of the version that began on the same day.
        let is_before = other.valid_from < new.valid_from
            || (is_correction && other.valid_from == new.valid_from);
        match new.valid_from.pred_opt().filter(|_| is_before && other.valid_to.is_none()) {
            Some(last) => ended = Some(end(other, last)),
            None => return refused("/valid_from", ErrorCode::TimeLimitOverlap),
        }
    }
    // Of two for the same cases on the same days, it would be for nothing in them to say which applies.
    let is_same = |other: &&Rule| {
        other.code != new.code && other.clock == new.clock && other.traits() == new.traits()
    };
    if rules.iter().filter(is_same).any(|other| overlap(other, new)) {
        return refused("/code", ErrorCode::TimeLimitOverlap);
    }
    let mut after: Vec<_> = rules.to_vec();
    if let Some(ended) = &ended {
        replace(&mut after, ended);
    }
    after.push(new.clone());
    if leaves_gap(rules, &after, new) {
        return refused("/valid_to", ErrorCode::TimeLimitGap);
    }
    if ended.as_ref().is_some_and(|ended| leaves_gap(rules, &after, ended)) {
        return refused("/level", ErrorCode::TimeLimitGap);
    }
    Ok(Succession { ended, after })
}

/// The version with its last day.
pub fn end(rule: &Rule, last: NaiveDate) -> Rule {
    Rule { valid_to: Some(last), row_version: rule.row_version + 1, ..rule.clone() }
}

/// Retires a version with `last`; refused where another is in force by then, or none would be.
pub fn retire(rules: &[Rule], rule: &Rule, last: NaiveDate) -> Result<Rule, Vec<FieldError>> {
    let ended = end(rule, last);
    let mut others = rules.iter().filter(|other| other.code == rule.code && other.id != rule.id);
    if others.any(|other| overlap(other, &ended)) {
        return refused("/valid_to", ErrorCode::TimeLimitOverlap);
    }
    let mut after = rules.to_vec();
    replace(&mut after, &ended);
    if leaves_gap(rules, &after, &ended) {
        return refused("/valid_to", ErrorCode::TimeLimitGap);
    }
    Ok(ended)
}

fn refused<T>(pointer: &str, code: ErrorCode) -> Result<T, Vec<FieldError>> {
    Err(vec![FieldError::of(pointer, code)])
}

/// Puts a version in the place of what it was.
pub fn replace(rules: &mut [Rule], by: &Rule) {
    for rule in rules.iter_mut().filter(|rule| rule.id == by.id) {
        rule.clone_from(by);
    }
}

/// Whether a day exists on which both are in force.
fn overlap(one: &Rule, other: &Rule) -> bool {
    let ends_before = |a: &Rule, b: &Rule| a.valid_to.is_some_and(|last| last < b.valid_from);
    // A version that was corrected away is in force on no day.
    let is_void = |rule: &Rule| rule.valid_to.is_some_and(|last| last < rule.valid_from);
    !is_void(one) && !is_void(other) && !ends_before(one, other) && !ends_before(other, one)
}

/// Whether a case that `rule` was drawn for would be without a rule on some day after it ends,
/// though it had one before.
fn leaves_gap(before: &[Rule], after: &[Rule], rule: &Rule) -> bool {
    let Some(last) = rule.valid_to else { return false };
    // What applies changes only where a version begins or has ended.
    let ends = after.iter().filter_map(|other| other.valid_to?.succ_opt());
    let mut days: BTreeSet<_> = ends.filter(|day| *day > last).collect();
    days.extend(last.succ_opt());
    let applies = |rules: &[Rule], traits, day| choose(rules, rule.clock, traits, day).is_some();
    let is_bare = |traits, day| applies(before, traits, day) && !applies(after, traits, day);
    // Drawn for every level, it may be followed by one rule for each; drawn for every channel,
    // likewise: every case has a channel.
    let levels: Vec<_> = match rule.level.as_deref() {
        Some(level) => vec![level],
        None => Level::ALL.iter().map(|level| level.as_str()).collect(),
    };
    let channels: Vec<_> = match rule.channel.as_deref() {
        Some(channel) => vec![channel],
        None => Channel::ALL.iter().map(|channel| channel.as_str()).collect(),
    };
    let traits =
        |level, channel| Traits { level: Some(level), channel: Some(channel), ..rule.traits() };
    let is_left = |day| {
        let left = |level| channels.iter().any(|channel| is_bare(traits(level, *channel), day));
        levels.iter().any(|level| left(*level))
    };
    days.into_iter().any(is_left)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::super::rules::{ClockKind, LimitDayKind, Roll, StartRule};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn rule(id: u128, from: &str, to: Option<&str>) -> Rule {
        Rule {
            id: Uuid::from_u128(id),
            code: "handling_ordinary".to_owned(),
            version: 1,
            clock: ClockKind::Handling,
            level: Some("ordinary".to_owned()),
            type_code: None,
            channel: None,
            procedure: None,
            amount: 7,
            day_kind: LimitDayKind::Calendar,
            start: StartRule::NextDay,
            roll: Roll::None,
            extension: None,
            source: "test".to_owned(),
            valid_from: day(from),
            valid_to: to.map(day),
            created_at: DateTime::UNIX_EPOCH,
            reason: None,
            limit_change_id: None,
            row_version: 1,
        }
    }

    fn code(refused: Result<Succession, Vec<FieldError>>) -> String {
        refused.expect_err("it is refused").remove(0).code
    }

    #[test]
    fn a_version_that_was_to_last_ends_the_day_before() {
        let old = rule(1, "2000-01-01", None);
        let new = rule(2, "2026-03-10", None);
        let done = succeed(std::slice::from_ref(&old), &new, false).expect("it succeeds");
        let ended = done.ended.expect("one that ended");
        assert_eq!((ended.id, ended.valid_to), (old.id, Some(day("2026-03-09"))));
        assert_eq!(done.after.len(), 2);
    }

    #[test]
    fn versions_never_overlap() {
        let closed = rule(1, "2000-01-01", Some("2026-12-31"));
        let open = rule(3, "2027-01-01", None);
        let rules = [closed, open];
        for (from, to) in [
            ("2026-12-31", None),
            ("2026-06-01", Some("2026-06-30")),
            ("1999-01-01", None),
            ("2027-01-01", None),
            ("2026-12-01", Some("2027-02-01")),
        ] {
            let refused = code(succeed(&rules, &rule(2, from, to), false));
            assert_eq!(refused, "time_limit.overlap", "{from}");
        }
        assert!(succeed(&rules, &rule(2, "2027-06-01", None), false).is_ok());
    }

    #[test]
    fn the_same_cases_have_one_rule_under_whatever_code() {
        let rules = [rule(1, "2000-01-01", Some("2026-12-31"))];
        let twin = |code: &str, from| Rule { code: code.to_owned(), ..rule(2, from, None) };
        for name in ["a_new", "x_new"] {
            assert_eq!(
                code(succeed(&rules, &twin(name, "2026-06-01"), false)),
                "time_limit.overlap"
            );
            assert!(succeed(&rules, &twin(name, "2027-01-01"), false).is_ok(), "other days");
            let narrower = Rule { channel: Some("phone".to_owned()), ..twin(name, "2026-06-01") };
            assert!(succeed(&rules, &narrower, false).is_ok(), "other cases");
        }
    }

    #[test]
    fn a_correction_takes_the_place_of_what_began_on_the_same_day() {
        let rules = [rule(1, "2000-01-01", Some("2026-03-09")), rule(2, "2026-03-10", None)];
        let new = rule(3, "2026-03-10", None);
        assert_eq!(code(succeed(&rules, &new, false)), "time_limit.overlap");
        let done = succeed(&rules, &new, true).expect("it succeeds");
        let chosen = choose(&done.after, new.clock, new.traits(), day("2026-03-10"));
        assert_eq!(chosen.map(|rule| rule.id), Some(new.id));
        // What was corrected away does not stand in the way of the next.
        let next = rule(4, "2026-04-01", None);
        assert!(succeed(&done.after, &next, false).is_ok());
    }

    #[test]
    fn no_case_is_left_without_a_rule() {
        let old = [rule(1, "2000-01-01", None)];
        let passing = rule(2, "2026-03-10", Some("2026-03-31"));
        assert_eq!(code(succeed(&old, &passing, false)), "time_limit.gap");
        let elsewhere = Rule { level: Some("complex".to_owned()), ..rule(2, "2026-03-10", None) };
        assert_eq!(code(succeed(&old, &elsewhere, false)), "time_limit.gap");
        let refused = retire(&old, &old[0], day("2026-03-31")).expect_err("it is refused");
        assert_eq!(refused[0].code, "time_limit.gap");
        let wider = Rule { code: "any".to_owned(), level: None, ..rule(5, "2000-01-01", None) };
        let rules = [old[0].clone(), wider];
        assert!(succeed(&rules, &passing, false).is_ok());
        let ended = retire(&rules, &rules[0], day("2026-03-31")).expect("it is retired");
        assert_eq!((ended.valid_to, ended.row_version), (Some(day("2026-03-31")), 2));
    }

    #[test]
    fn one_for_all_channels_may_be_followed_by_one_for_each_and_these_retired_one_by_one() {
        let of = |id, channel: &str| Rule {
            code: format!("handling_{channel}"),
            channel: Some(channel.to_owned()),
            ..rule(id, "2000-01-01", None)
        };
        let all = rule(1, "2000-01-01", None);
        let each = Channel::ALL.iter().zip(2..).map(|(channel, id)| of(id, channel.as_str()));
        let mut rules: Vec<_> = std::iter::once(all.clone()).chain(each).collect();
        // Beside the one for all, each of them can be spared.
        for of_channel in &rules[1..] {
            retire(&rules, of_channel, day("2026-03-31")).expect("it is retired");
        }
        let ended = retire(&rules, &all, day("2026-03-31")).expect("each channel has its own");
        let mut after = rules.clone();
        replace(&mut after, &ended);
        // From then on its channel needs it.
        let refused = retire(&after, &after[1], day("2026-04-30")).expect_err("it is refused");
        assert_eq!(refused[0].code, "time_limit.gap");
        rules.pop();
        let refused = retire(&rules, &all, day("2026-03-31")).expect_err("one has none");
        assert_eq!(refused[0].code, "time_limit.gap");
    }

    #[test]
    fn a_code_watches_one_thing_for_ever() {
        let old = [rule(1, "2000-01-01", None)];
        let other = Rule { clock: ClockKind::Sign, ..rule(2, "2026-03-10", None) };
        assert_eq!(code(succeed(&old, &other, false)), "time_limit.other_clock");
    }
}
