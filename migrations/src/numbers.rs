//! Numbers that lead to a person by their shape, as the program looked for them when the migration that
//! masks them was written: later shapes come with a migration and a copy of their own.

use std::borrow::Cow;

/// How much of a number is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hiding {
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
pub(crate) fn hide(text: &str, hiding: Hiding) -> Cow<'_, str> {
    let count = || text.chars().filter(|one| digit(*one, hiding).is_some()).count();
    if count() < FEWEST {
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
