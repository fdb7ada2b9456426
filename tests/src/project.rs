//! The files of the project, for tests about the project itself.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("tests/ lies in the repository").to_path_buf()
}

/// A variable of the environment, where it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the harness is not configured by config files")]
pub fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A file of the repository.
pub fn read(path: &str) -> String {
    let full = root().join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths below `folder` that end in `suffix`, relative to the root and sorted.
pub fn files(folder: &str, suffix: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), suffix, &mut found);
    let root = root();
    let mut paths: Vec<_> = found
        .iter()
        .filter_map(|path| path.strip_prefix(&root).ok())
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    paths.sort();
    paths
}

/// Whether `text` has `name` as a whole, not as the beginning or the end of a longer word.
pub fn names(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let begins_word = name.starts_with(is_word);
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + name.len()..));
        let before = before.and_then(|text| text.chars().next_back()).is_some_and(is_word);
        let after = after.and_then(|text| text.chars().next()).is_some_and(is_word);
        !(after || begins_word && before)
    })
}

fn walk(folder: &Path, suffix: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            let name = entry.file_name();
            if !["target", "node_modules", "dist", ".git"].iter().any(|skip| name == *skip) {
                walk(&path, suffix, found);
            }
        } else if path.to_string_lossy().ends_with(suffix) {
            found.push(path);
        }
    }
}

/// Holds `text` against the committed file `path`; `UPDATE=1` writes the file instead.
pub fn assert_committed(path: &str, text: &str) {
    let full = root().join(path);
    let committed = fs::read_to_string(&full).unwrap_or_default();
    if committed == text {
        return;
    }
    if env("UPDATE").is_some() {
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder).expect("folder of a generated file");
        }
        fs::write(&full, text).expect("generated file");
        return;
    }
    let differs = committed.lines().zip(text.lines()).position(|(old, new)| old != new);
    let line = differs.unwrap_or_else(|| committed.lines().count().min(text.lines().count()));
    panic!(
        "{path} no longer says what the code says, from line {}:\n- {}\n+ {}\n\
         If the change is meant: `make update`, and commit {path} with its cause.",
        line + 1,
        committed.lines().nth(line).unwrap_or("(end of file)"),
        text.lines().nth(line).unwrap_or("(end of file)"),
    );
}
