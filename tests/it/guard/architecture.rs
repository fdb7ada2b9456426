//! The walls of `ARCHITECTURE.md`, which the compiler does not keep.

use std::collections::BTreeSet;

use zongzhi_tests::project;

/// Files longer than 600 lines, each with the reason.
const LONG: &[(&str, &str)] = &[];

/// Every use of `Permit::system`, which writes without asking for a right.
const SYSTEM_PERMITS: &[&str] = &[
    "backend/src/commands/demo/county.rs",
    "backend/src/commands/demo/mod.rs",
    "backend/src/commands/import/sink.rs",
    "backend/src/commands/reference_data.rs",
    "backend/src/commands/users.rs",
    "backend/src/features/cases/jobs.rs",
    "backend/src/policy/permit.rs",
];

/// Files that state rules and must not know SQL or HTTP.
const PURE: &[&str] = &[
    "workflow.rs",
    "workflow_table.rs",
    "deadline.rs",
    "clock.rs",
    "clocks.rs",
    "calendar.rs",
    "working_days.rs",
    "metrics.rs",
    "matching.rs",
    "escalation.rs",
];

/// Platform and policy files that may name the application's state: they are its edge.
const MAY_NAME_STATE: &[&str] = &[
    "backend/src/policy/extract.rs",
    "backend/src/platform/http/health.rs",
    "backend/src/platform/http/request_id.rs",
];

fn sources() -> Vec<(String, String)> {
    let mut found: Vec<_> = project::files("backend/src", ".rs")
        .into_iter()
        .map(|path| {
            let text = project::read(&path);
            (path, text)
        })
        .collect();
    // What a file's own unit tests do is nobody's architecture.
    for (_, text) in &mut found {
        if let Some(tests) = text.find("#[cfg(test)]") {
            text.truncate(tests);
        }
    }
    found
}

fn lines_naming<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter(|line| words.iter().any(|word| line.contains(word)))
        .collect()
}

#[test]
fn platform_knows_no_feature() {
    for (path, text) in sources() {
        if !path.starts_with("backend/src/platform/") {
            continue;
        }
        let found = lines_naming(&text, &["crate::features", "crate::commands", "crate::policy"]);
        assert!(found.is_empty(), "{path} reaches up: {found:?}");
        if !MAY_NAME_STATE.contains(&path.as_str()) {
            let found = lines_naming(&text, &["crate::app", "AppState"]);
            assert!(found.is_empty(), "{path} names the application's state: {found:?}");
        }
    }
}

#[test]
fn policy_knows_no_feature_and_no_table_but_cases() {
    for (path, text) in sources() {
        if !path.starts_with("backend/src/policy/") || MAY_NAME_STATE.contains(&path.as_str()) {
            continue;
        }
        let found = lines_naming(&text, &["crate::features", "crate::app", "actix_web"]);
        assert!(found.is_empty(), "{path} reaches up: {found:?}");
        if !path.ends_with("/scope.rs") {
            let found = lines_naming(&text, &["sea_orm", "sea_query"]);
            assert!(found.is_empty(), "{path} knows SQL, which is for scope.rs: {found:?}");
        }
    }
}

#[test]
fn rules_are_pure() {
    let mut seen = 0;
    for (path, text) in sources() {
        let name = path.rsplit('/').next().unwrap_or_default();
        if !path.starts_with("backend/src/features/")
            || path.contains("/entity/")
            || !PURE.contains(&name)
        {
            continue;
        }
        seen += 1;
        let found = lines_naming(&text, &["sea_orm", "actix_web", "AppState", "platform::db"]);
        assert!(found.is_empty(), "{path} states rules and nothing else: {found:?}");
    }
    let has_cases = project::files("backend/src/features/cases", ".rs").len() > 1;
    assert!(seen > 0 || !has_cases, "no pure file found: has workflow.rs been renamed?");
}

#[test]
fn entities_are_table_shaped_only() {
    for (path, text) in sources() {
        if !path.contains("/entity") {
            continue;
        }
        let found = lines_naming(&text, &["Serialize", "ToSchema", "utoipa", "Validate"]);
        assert!(found.is_empty(), "{path}: rows do not go on the wire: {found:?}");
    }
}

#[test]
fn only_the_database_folder_knows_which_database() {
    for (path, text) in sources() {
        if path.starts_with("backend/src/platform/db/") {
            continue;
        }
        let found = lines_naming(&text, &["DbBackend::", "DatabaseBackend::", "is_sqlite"]);
        assert!(found.is_empty(), "{path}: one code path for both databases: {found:?}");
    }
}

#[test]
fn writing_without_a_right_is_listed() {
    let found: BTreeSet<_> = sources()
        .into_iter()
        .filter(|(_, text)| !lines_naming(text, &["Permit::system", "fn system("]).is_empty())
        .map(|(path, _)| path)
        .collect();
    let listed: BTreeSet<_> = SYSTEM_PERMITS.iter().map(|path| (*path).to_owned()).collect();
    assert_eq!(found, listed, "who writes without asking for a right is decided here");
}

#[test]
fn a_feature_writes_its_own_tables_only() {
    // `use crate::features::<other>::entity` is reading; inserting is for the owner's service.
    for (path, text) in sources() {
        let Some(slice) = path.strip_prefix("backend/src/features/") else { continue };
        let slice = slice.split('/').next().unwrap_or_default();
        for line in lines_naming(&text, &["crate::features::"]) {
            let other = line.split("crate::features::").nth(1).unwrap_or_default();
            let other = other.split("::").next().unwrap_or_default();
            let reaches_http = line.contains("::http") && other != slice;
            assert!(!reaches_http, "{path} reaches into another slice's HTTP: {line}");
        }
    }
}

#[test]
fn files_stay_short() {
    let written = project::files("backend/src", ".rs")
        .into_iter()
        .chain(project::files("migrations/src", ".rs"))
        .chain(project::files("tests", ".rs"))
        .chain(project::files("frontend/src", ".ts"))
        .chain(project::files("frontend/src", ".tsx"))
        .filter(|path| !path.contains(".gen."));
    for path in written {
        let lines = project::read(&path).lines().count();
        let is_listed = LONG.iter().any(|(long, _)| *long == path);
        assert!(lines <= 600 || is_listed, "{path} has {lines} lines; 600 are the limit");
        assert!(lines > 600 || !is_listed, "{path} is short again; take it off the list");
    }
}

#[test]
fn every_path_the_documents_name_exists() {
    let documents = ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
        .into_iter()
        .map(ToOwned::to_owned)
        .chain(project::files("docs", ".md"));
    let mut missing = Vec::new();
    for document in documents {
        if !project::root().join(&document).is_file() {
            missing.push(document);
            continue;
        }
        for path in named_paths(&project::read(&document)) {
            let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
            let beside = project::root().join(folder).join(&path);
            if !project::root().join(&path).exists() && !beside.exists() {
                missing.push(format!("{document} names {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "no such file:\n{}", missing.join("\n"));
}

/// Words in back quotes or link targets that look like files of the repository.
fn named_paths(text: &str) -> BTreeSet<String> {
    const TOPS: [&str; 12] = [
        "backend/",
        "frontend/",
        "migrations/",
        "tests/",
        "docs/",
        "openapi/",
        "ops/",
        ".ci/",
        "./",
        "../",
        "README",
        "ARCHITECTURE",
    ];
    let quoted = text.split('`').skip(1).step_by(2);
    let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    quoted
        .chain(linked)
        .map(|word| word.split(['#', ':']).next().unwrap_or_default().trim_end_matches('/'))
        .filter(|word| TOPS.iter().any(|top| word.starts_with(top)))
        .filter(|word| !word.contains(['*', '<', '{', ' ', '…', '$', '=']))
        // Made by building or running.
        .filter(|word| !word.starts_with("frontend/dist"))
        .map(ToOwned::to_owned)
        .collect()
}
