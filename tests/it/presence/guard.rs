//! Nothing in these slices ranks or times a person (国办函〔2026〕12号; product rule 7): neither what is
//! answered, nor what is stored, may have a place for it.

use std::collections::BTreeSet;

use zongzhi_tests::project;

/// Words no member and no column may have.
const FORBIDDEN: [&str; 18] = [
    "rank",
    "ranking",
    "score",
    "points",
    "stars",
    "punch",
    "clock",
    "checkin",
    "check",
    "online",
    "worked",
    "late",
    "early",
    "duration",
    "seconds",
    "streak",
    "attendance",
    "arrived",
];

fn is_forbidden(name: &str) -> bool {
    name.split('_').any(|word| FORBIDDEN.contains(&word))
}

/// The public fields of the types of a file that go over the wire or into a table.
fn fields(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let names = lines.filter_map(|line| line.strip_prefix("pub ")?.split_once(':'));
    let names = names.map(|(name, _)| name.trim().to_owned());
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

#[test]
fn nothing_ranks_or_times_a_person() {
    let mut looked_at = 0;
    for slice in ["duty", "presence", "shortfalls"] {
        for path in project::files(&format!("backend/src/features/{slice}"), ".rs") {
            let is_shape = path.contains("dto") || path.contains("/entity/");
            if !is_shape {
                continue;
            }
            let found: Vec<_> = fields(&project::read(&path));
            looked_at += found.len();
            let wrong: Vec<_> = found.iter().filter(|name| is_forbidden(name)).collect();
            assert!(wrong.is_empty(), "{path}: {wrong:?} ranks or times people");
        }
    }
    assert!(looked_at > 100, "{looked_at} fields: does this still find them?");
}

#[test]
fn minutes_are_those_of_posts() {
    // Hours are owed by departments at posts; nowhere do they stand beside a person.
    for slice in ["duty", "presence"] {
        for path in project::files(&format!("backend/src/features/{slice}"), ".rs") {
            if path.contains("dto") || path.contains("/entity/") {
                let found = fields(&project::read(&path));
                let is_time = |name: &&String| name.contains("minutes") || name.contains("hours");
                let wrong: Vec<_> = found.iter().filter(is_time).collect();
                assert!(wrong.is_empty(), "{path}: {wrong:?}");
            }
        }
    }
    let shortfalls = project::read("backend/src/features/shortfalls/dto.rs");
    assert!(!shortfalls.contains("PersonRef") && !shortfalls.contains("person_id"));
}

#[test]
fn a_sign_in_is_kept_without_its_hour() {
    let text = project::read("backend/src/features/presence/entity/sign_in.rs");
    let columns: BTreeSet<_> = fields(&text).into_iter().collect();
    let wanted = ["id", "post_id", "person_id", "duty_on"].map(ToOwned::to_owned);
    assert_eq!(columns, wanted.into_iter().collect());
}
