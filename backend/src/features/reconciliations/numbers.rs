//! How the number of a matter may be written, and what of it stays the same. Pure.
//!
//! People type numbers over from another system: in full-width characters (GB/T 18030 has both forms),
//! with other dashes or none, in small letters, without the zeros in front. None of it makes another
//! number.

/// Characters of a number below which a part of it says nothing.
const FEW: usize = 6;
/// Characters in front that may have been added or left out: the code of a system.
const FRONT: usize = 8;
/// Characters behind that may have been added or left out: check digits (GB/T 17710 has one or two).
const BEHIND: usize = 2;
/// Digits at the end that are a serial under whatever prefix.
const SERIAL: usize = 4;

/// A number in half-width capitals, whatever separates its parts written as one hyphen.
pub fn grouped(number: &str) -> String {
    let mut out = String::new();
    for one in number.trim().chars().map(half_width) {
        if one.is_alphanumeric() {
            out.extend(one.to_uppercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let plain = out.trim_end_matches('-');
    // A number of signs alone is itself.
    if plain.is_empty() { number.trim().to_owned() } else { plain.to_owned() }
}

/// The same without what separates its parts.
pub fn spelled(grouped: &str) -> String {
    grouped.chars().filter(|one| *one != '-').collect()
}

/// The same without the zeros in front of each run of digits.
pub fn without_zeros(grouped: &str) -> String {
    let mut out = String::new();
    // Zeros of a run that has had no other digit yet; the last one of a run of zeros stays.
    let (mut is_leading, mut has_zero) = (true, false);
    for one in grouped.chars() {
        match one {
            '0' if is_leading => has_zero = true,
            digit if digit.is_ascii_digit() => {
                (is_leading, has_zero) = (false, false);
                out.push(digit);
            }
            other => {
                if has_zero {
                    out.push('0');
                }
                (is_leading, has_zero) = (true, false);
                if other != '-' {
                    out.push(other);
                }
            }
        }
    }
    if has_zero {
        out.push('0');
    }
    out
}

/// What is left of a number without a prefix or without check digits.
pub fn cores(spelled: &str) -> Vec<String> {
    let all: Vec<char> = spelled.chars().collect();
    let most = all.len().saturating_sub(FEW);
    let behind =
        (1..=BEHIND.min(most)).map(|cut| all.iter().take(all.len() - cut).collect::<String>());
    let front = (1..=FRONT.min(most)).map(|cut| all.iter().skip(cut).collect::<String>());
    behind.chain(front).collect()
}

/// The digits at the end of a number, where they may be a serial under a prefix.
pub fn serial(spelled: &str) -> Option<String> {
    let reversed: Vec<char> = spelled.chars().rev().take_while(char::is_ascii_digit).collect();
    let is_all = reversed.len() == spelled.chars().count();
    (reversed.len() >= SERIAL && !is_all).then(|| reversed.into_iter().rev().collect())
}

/// A full-width character as its half-width form.
fn half_width(one: char) -> char {
    match one {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(one) - 0xfee0).unwrap_or(one),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_the_same_however_it_is_typed() {
        let all = ["XF-2026-0017", "ｘｆ－２０２６－００１７", " xf 2026 0017 ", "XF—2026/0017。"];
        for one in all {
            assert_eq!(grouped(one), "XF-2026-0017", "{one}");
            assert_eq!(spelled(&grouped(one)), "XF20260017", "{one}");
        }
        assert_eq!(grouped("信访〔2026〕12号"), "信访-2026-12号");
        assert_eq!(grouped("——"), "——", "signs alone stay a number");
    }

    #[test]
    fn zeros_in_front_of_a_run_are_left_out() {
        let zeros = |text: &str| without_zeros(&grouped(text));
        assert_eq!(zeros("XF-2026-0017"), "XF202617");
        assert_eq!(zeros("XF-2026-17"), "XF202617");
        assert_eq!(zeros("A-000"), "A0");
        assert_eq!(zeros("0"), "0");
        assert_eq!(zeros("100-200"), "100200");
    }

    #[test]
    fn a_core_is_long_enough_to_say_something() {
        assert_eq!(cores("123456"), Vec::<String>::new());
        assert_eq!(cores("1234567"), ["123456", "234567"]);
        let all = cores("GD2026000017");
        assert!(all.contains(&"2026000017".to_owned()) && all.contains(&"GD20260000".to_owned()));
        assert_eq!(serial("GD000017"), Some("000017".to_owned()));
        assert_eq!((serial("2026000017"), serial("GD017"), serial("17号")), (None, None, None));
    }
}
