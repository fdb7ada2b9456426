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
