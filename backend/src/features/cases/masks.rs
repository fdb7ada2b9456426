//! Masking of personal data: names `张*`, phones `138****1234`, id numbers first 6 and last 4,
//! addresses to the village (PIPL art. 6, minimum necessary; api.md 4).

use super::shapes::{self, Hiding};

/// `张*`: the first character and one star. An organisation's name is no personal data.
pub fn name(name: &str, is_person: bool) -> String {
    if !is_person {
        return name.to_owned();
    }
    match name.chars().next() {
        Some(first) => format!("{first}*"),
        None => String::new(),
    }
}

/// `138****1234`; anything shorter than eight characters is hidden whole.
pub fn phone(phone: &str) -> String {
    ends(phone, 3, 4, 8)
}

/// First six and last four; anything shorter than twelve characters is hidden whole.
pub fn id_number(number: &str) -> String {
    ends(number, 6, 4, 12)
}

/// Up to and including the village, community, street or town; without one, hidden whole.
pub fn address(address: &str) -> String {
    const ENDS: [&str; 7] = ["村", "社区", "街道", "镇", "乡", "县", "区"];
    // The first of its kind: what follows may be called after a village, too.
    let cut = ENDS.iter().find_map(|end| first_end(address, end)).and_then(|at| address.get(..at));
    format!("{}****", cut.unwrap_or_default())
}

/// A title: lists and notices show it to whoever knows of the case, and the parties in it are masked
/// where it is written. Numbers that were in one before those were masked too are here.
pub fn title(title: &str) -> String {
    shapes::hide(title, Hiding::Middle).into_owned()
}

/// Where the first `end` of `address` ends; a housing estate (小区) is no district.
fn first_end(address: &str, end: &str) -> Option<usize> {
    let mut places = address.match_indices(end);
    let (at, end) = places.find(|(at, _)| {
        address.get(..*at).is_none_or(|before| end != "区" || !before.ends_with('小'))
    })?;
    Some(at + end.len())
}

fn ends(text: &str, first: usize, last: usize, shortest: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() < shortest {
        return "*".repeat(characters.len());
    }
    let hidden = characters.len() - first - last;
    let head: String = characters.iter().take(first).collect();
    let tail: String = characters.iter().skip(first + hidden).collect();
    format!("{head}{}{tail}", "*".repeat(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_hide_what_they_must() {
        assert_eq!(name("张三丰", true), "张*");
        assert_eq!(name("清和物业公司", false), "清和物业公司");
        assert_eq!(phone("13812341234"), "138****1234");
        assert_eq!(phone("8801"), "****");
        assert_eq!(id_number("990101199001011234"), "990101********1234");
        assert_eq!(address("清和县柳林镇杨家村3组12号"), "清和县柳林镇杨家村****");
        assert_eq!(address("某楼三单元"), "****");
        assert_eq!(address("杨家村幸福新村5号"), "杨家村****");
        assert_eq!(address("阳光小区3栋"), "****");
    }
}
