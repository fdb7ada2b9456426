//! What the documents tell of the code as a whole.

use std::collections::BTreeSet;

use zongzhi_tests::project;

#[test]
fn every_slice_stands_in_the_picture_once() {
    let map = project::read("ARCHITECTURE.md");
    let picture: Vec<_> = map.lines().filter(|line| line.contains("A --> F[")).collect();
    let [picture] = picture.as_slice() else {
        panic!("{} lines of the picture name the slices: one may", picture.len())
    };
    let listed = picture.split_once('[').map_or("", |(_, listed)| listed).trim_end_matches(']');
    let listed: Vec<_> = listed
        .split("<br>")
        .flat_map(str::split_whitespace)
        .filter(|w| *w != "features/")
        .collect();
    let drawn: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(drawn.len(), listed.len(), "a slice stands twice in {listed:?}");
    let files = project::files("backend/src/features", ".rs");
    let slices: BTreeSet<_> = files
        .iter()
        .filter_map(|path| path.strip_prefix("backend/src/features/")?.split_once('/'))
        .map(|(slice, _)| slice)
        .collect();
    assert_eq!(drawn, slices, "the picture in ARCHITECTURE.md and the folders differ");
    for row in map.lines().filter(|line| line.starts_with("| `")) {
        let folder = row.split(" | ").next().unwrap_or(row);
        let rows = map.lines().filter(|line| line.starts_with(&format!("{folder} |"))).count();
        assert_eq!(rows, 1, "{folder} | has {rows} rows in ARCHITECTURE.md");
    }
}

/// A name with the place where it stands, as "`path:12` `name`".
fn evidence(text: &str) -> Vec<(String, String, String)> {
    let words: Vec<_> = text.split('`').collect();
    let pairs = words.windows(3).filter(|three| three[1] == " ");
    pairs
        .filter_map(|three| {
            let (path, line) = three[0].rsplit_once(':')?;
            line.parse::<usize>().ok()?;
            Some((path.to_owned(), line.to_owned(), three[2].to_owned()))
        })
        .collect()
}

#[test]
fn what_the_security_checklist_calls_evidence_is_there() {
    let path = "docs/security-checklist.md";
    let mut text = project::read(path);
    let named = evidence(&text);
    assert!(named.len() > 60, "{} places: the checklist names more", named.len());
    let mut missing = Vec::new();
    for (file, line, name) in named {
        if !project::root().join(&file).is_file() {
            missing.push(format!("no file {file}"));
            continue;
        }
        let source = project::read(&file);
        let Some(at) = source.lines().position(|line| line.contains(&name)) else {
            missing.push(format!("{file} has no {name:?}"));
            continue;
        };
        text = text.replace(
            &format!("`{file}:{line}` `{name}`"),
            &format!("`{file}:{}` `{name}`", at + 1),
        );
    }
    assert!(missing.is_empty(), "{path} names what is not there:\n{}", missing.join("\n"));
    // Where it stands moves with every change above it: followed when asked, and no reason to fail.
    if project::env("UPDATE").is_some() {
        project::assert_committed(path, &text);
    }
}

#[test]
fn a_place_is_read_as_it_is_written() {
    let text = "| asked | `a/b.rs:7` `fn c`; `d.rs` | `e.rs:x` `f`, `g.rs:9` h |";
    let wanted = ("a/b.rs".to_owned(), "7".to_owned(), "fn c".to_owned());
    assert_eq!(evidence(text), [wanted]);
}
