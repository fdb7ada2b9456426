//! Numbers that lead to a person, found by their shape in what somebody wrote: mobile telephones of
//! the mainland (11 digits from 13 to 19, numbering plan of the MIIT) and resident identity numbers
//! (GB 11643), also full width, in groups, and behind `+86`. Whatever stands in no field of a party is
//! personal data all the same (PIPL art. 28). Pure; one pass over the characters, no expressions.

use std::borrow::Cow;

/// How much of a number is hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hiding {
    /// Nothing.
    #[default]
    Nothing,
    /// The middle, as the fields of a party show it.
    Middle,
    /// Every digit, and what a mask left of others.
    Whole,
}

/// Fewer digits than that are no number.
const FEWEST: usize = 11;
/// Years from which on the digits of a date are taken for a birthday only with a right check digit:
/// numbers of registers begin with a place and a date, too.
const REGISTERED_SINCE: u32 = 2010;
/// What may stand between groups of digits.
const BETWEEN: [char; 6] = [' ', '-', '\u{a0}', '\u{3000}', '－', '‐'];
/// Groups a mobile number is written in.
const MOBILE: [&[usize]; 6] = [&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[4, 4, 3], &[3, 3, 5]];
/// Groups an identity number is written in; where the last is one short, an X follows.
const IDENTITY: [&[usize]; 4] = [&[18], &[6, 8, 4], &[17], &[6, 8, 3]];

/// The text with its numbers hidden.
pub fn hide(text: &str, hiding: Hiding) -> Cow<'_, str> {
    let count = || text.chars().filter(|one| digit(*one, hiding).is_some()).count();
    if hiding == Hiding::Nothing || count() < FEWEST {
        return Cow::Borrowed(text);
    }
    let mut letters: Vec<char> = text.chars().collect();
    let groups = groups(&letters, hiding);
    let mut hidden: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(rest) = groups.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((count, places, (first, last))) = number(&letters, rest, hiding) {
            let (first, last) = if hiding == Hiding::Whole { (0, 0) } else { (first, last) };
            let middle = places.len().saturating_sub(first + last);
            hidden.extend(places.into_iter().skip(first).take(middle));
            at += count;
        } else {
            at += 1;
        }
    }
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    for place in hidden {
        if let Some(letter) = letters.get_mut(place) {
            *letter = '*';
        }
    }
    Cow::Owned(letters.into_iter().collect())
}

/// The numbers that stand in a text, as they were written.
pub fn found(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let groups = groups(&letters, Hiding::Middle);
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(rest) = groups.get(at..).filter(|rest| !rest.is_empty()) {
        let number = number(&letters, rest, Hiding::Middle);
        if let Some((_, places, _)) = &number {
            all.push(places.iter().filter_map(|place| letters.get(*place)).collect());
        }
        at += number.map_or(1, |(count, ..)| count);
    }
    all
}

/// Digits in a row, by their places.
struct Group {
    places: Vec<usize>,
    /// Whether one space or hyphen joins it to the one before.
    is_joined: bool,
}

/// What digit a letter is; where masks are looked at, a star may be any.
fn digit(letter: char, hiding: Hiding) -> Option<u32> {
    match letter {
        '０'..='９' => Some(u32::from(letter) - u32::from('０')),
        '*' if hiding == Hiding::Whole => Some(STAR),
        _ => letter.to_digit(10),
    }
}

/// The digit of a star.
const STAR: u32 = 10;

fn groups(letters: &[char], hiding: Hiding) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut is_open = false;
    for (place, letter) in letters.iter().enumerate() {
        if digit(*letter, hiding).is_none() {
            is_open = false;
            continue;
        }
        if let Some(group) = found.last_mut().filter(|_| is_open) {
            group.places.push(place);
        } else {
            let last = found.last().and_then(|group| group.places.last());
            let is_next = last.is_some_and(|last| last + 2 == place);
            let between = letters.get(place.saturating_sub(1));
            let is_joined = is_next && between.is_some_and(|one| BETWEEN.contains(one));
            found.push(Group { places: vec![place], is_joined });
        }
        is_open = true;
    }
    found
}

/// How many groups are one number, its places, and how many of them a mask keeps at the ends.
type Number = (usize, Vec<usize>, (usize, usize));

fn number(letters: &[char], groups: &[Group], hiding: Hiding) -> Option<Number> {
    let read = |places: &[usize]| -> Vec<u32> {
        places.iter().filter_map(|at| digit(*letters.get(*at)?, hiding)).collect()
    };
    for shape in IDENTITY {
        let Some(mut places) = taken(groups, shape) else { continue };
        let mut digits = read(&places);
        if places.len() == 17 {
            let Some(end) = check_letter(letters, &places) else { continue };
            places.push(end);
            digits.push(STAR);
        }
        if is_identity(&digits, letters, &places) {
            return Some((shape.len(), places, (6, 4)));
        }
    }
    for shape in MOBILE {
        let Some(places) = taken(groups, shape) else { continue };
        if is_mobile(&read(&places)) && !is_amount(letters, &places) {
            return Some((shape.len(), places, (3, 4)));
        }
    }
    // Behind the code of the country or a zero, without a space between.
    let first = groups.first()?;
    for (length, code) in [(12, "0"), (13, "86"), (15, "0086")] {
        let digits = read(&first.places);
        let starts = code.chars().zip(&digits).all(|(one, digit)| one.to_digit(10) == Some(*digit));
        if digits.len() == length && starts {
            let places = first.places.get(code.len()..)?.to_vec();
            let is_number = is_mobile(&read(&places)) && !is_amount(letters, &places);
            return is_number.then_some((1, places, (3, 4)));
        }
    }
    None
}

/// The places of the first groups, if they are of these lengths.
fn taken(groups: &[Group], shape: &[usize]) -> Option<Vec<usize>> {
    let some = groups.get(..shape.len())?;
    let fits =
        some.iter().zip(shape).enumerate().all(|(at, (group, length))| {
            group.places.len() == *length && (at == 0 || group.is_joined)
        });
    fits.then(|| some.iter().flat_map(|group| group.places.iter().copied()).collect())
}

/// Where the X of a check digit stands, behind seventeen digits.
fn check_letter(letters: &[char], places: &[usize]) -> Option<usize> {
    let end = places.last()? + 1;
    let is_check = letters.get(end).is_some_and(|one| matches!(one, 'x' | 'X' | 'Ｘ' | 'ｘ'));
    let goes_on = letters.get(end + 1).is_some_and(char::is_ascii_alphanumeric);
    (is_check && !goes_on).then_some(end)
}

fn is_mobile(digits: &[u32]) -> bool {
    let starts = matches!(digits, [1 | STAR, 3..=STAR, ..]);
    starts && digits.iter().any(|one| *one != STAR)
}

/// Round sums of money have eleven digits, too.
fn is_amount(letters: &[char], places: &[usize]) -> bool {
    let next = places.last().and_then(|last| letters.get(last + 1));
    let after = places.last().and_then(|last| letters.get(last + 2));
    let has_cents = next == Some(&'.') && after.is_some_and(char::is_ascii_digit);
    has_cents || matches!(next, Some('元' | '圆'))
}

/// Six digits of a place, a day of birth, and a right check digit where the day is of late.
fn is_identity(digits: &[u32], letters: &[char], places: &[usize]) -> bool {
    if digits.iter().take(17).any(|one| *one == STAR) {
        // As a mask left it: the ends alone, which any register may have.
        let (ends, middle) = (digits.iter().take(6), digits.iter().skip(6).take(8));
        return ends.copied().all(|one| one != STAR) && middle.copied().all(|one| one == STAR);
    }
    let value = |from: usize, count: usize| {
        digits.iter().skip(from).take(count).fold(0, |sum, one| sum * 10 + one)
    };
    let (year, month, day) = (value(6, 4), value(10, 2), value(12, 2));
    let is_place = digits.first().is_some_and(|one| (1..=9).contains(one));
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_old = (1900..REGISTERED_SINCE).contains(&year);
    let is_new = (REGISTERED_SINCE..2100).contains(&year) && is_checked(digits, letters, places);
    is_place && is_day && (is_old || is_new)
}

/// ISO 7064, MOD 11-2, as GB 11643 has it.
fn is_checked(digits: &[u32], letters: &[char], places: &[usize]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = (12 - sum % 11) % 11;
    let last = places.last().and_then(|at| letters.get(*at)).copied().unwrap_or_default();
    digit(last, Hiding::Middle).unwrap_or(10) == check
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn middle(text: &str) -> String {
        hide(text, Hiding::Middle).into_owned()
    }

    #[test]
    fn telephones_are_found_however_they_are_written() {
        for (told, masked) in [
            ("张某讨薪 13999998888", "张某讨薪 139****8888"),
            ("打13999998888或15812345678", "打139****8888或158****5678"),
            ("+8613999998888，008613999998888", "+86139****8888，0086139****8888"),
            ("+86 139 9999 8888", "+86 139 **** 8888"),
            ("139-9999-8888", "139-****-8888"),
            ("１３９９９９９８８８８", "１３９****８８８８"),
            ("013999998888", "0139****8888"),
            ("微信wx13999998888。", "微信wx139****8888。"),
        ] {
            assert_eq!(middle(told), masked);
        }
    }

    #[test]
    fn identity_numbers_are_found_by_their_birthday_or_their_check_digit() {
        for (told, masked) in [
            ("身份证990101198801017771", "身份证990101********7771"),
            ("11010519491231002X", "110105********002X"),
            ("990101 19880101 7771", "990101 ******** 7771"),
            ("110105201912310022", "110105********0022"),
            ("110105201912310026", "110105201912310026"),
        ] {
            assert_eq!(middle(told), masked);
        }
    }

    #[test]
    fn other_long_numbers_stay_as_they_are() {
        for told in [
            "990101-20260302-000001",
            "990101202603020001",
            "990101202603020001234",
            "2026-03-02 10:20:30",
            "2026-11-27T20:19:16.123Z",
            "01981381-2341-7234-8000-000000000001",
            "15000000000元",
            "合同额13800000000.00",
            "6222021234567890123",
            "（2026）川0101民初12345号",
            "0817-6543210、12345、110",
            "91110105MA01ABCD2X",
        ] {
            assert_eq!(middle(told), told);
        }
    }

    #[test]
    fn of_who_only_assists_no_digit_is_left_of_what_was_masked_before() {
        let told = "13999998888、138****5678、139 **** 8888、990101********7771，3*5=15";
        let hidden = hide(told, Hiding::Whole);
        let stars = "***********";
        let apart = "*** **** ****";
        assert_eq!(hidden, format!("{stars}、{stars}、{apart}、{stars}*******，3*5=15"));
        assert_eq!(hide(told, Hiding::Nothing), told);
    }

    proptest! {
        /// Only so the candidates of the index hold whatever stands in a masked text.
        #[test]
        fn what_is_left_stands_where_it_stood(told in "[0-9０-９ xX元.汉*-]{0,60}") {
            for hiding in [Hiding::Middle, Hiding::Whole] {
                let hidden = hide(&told, hiding);
                prop_assert_eq!(hidden.chars().count(), told.chars().count());
                let same = hidden.chars().zip(told.chars()).all(|(a, b)| a == b || a == '*');
                prop_assert!(same, "{} {}", told, hidden);
            }
        }
    }
}
