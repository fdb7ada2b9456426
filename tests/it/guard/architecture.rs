//! The walls of `ARCHITECTURE.md`, which the compiler does not keep.

use std::collections::BTreeSet;

use zongzhi_tests::project;

/// Files longer than 600 lines, each with the reason.
const LONG: &[(&str, &str)] =
    &[("frontend/src/shared/i18n/problem-messages.ts", "a line a code, which the compiler counts")];

/// Every use of `Permit::system`, which writes without asking for a right.
const SYSTEM_PERMITS: &[&str] = &[
    "backend/src/commands/demo/county.rs",
    "backend/src/commands/demo/mediation.rs",
    "backend/src/commands/demo/mod.rs",
    "backend/src/commands/demo/reports.rs",
    "backend/src/commands/demo/rules.rs",
    "backend/src/commands/demo/stationing.rs",
    "backend/src/commands/demo/visits.rs",
    "backend/src/features/imports/pipeline/sink.rs",
    "backend/src/commands/reference_data.rs",
    "backend/src/commands/users.rs",
    "backend/src/features/agreements/jobs.rs",
    "backend/src/features/attachments/jobs.rs",
    "backend/src/features/automation_rules/runner.rs",
    "backend/src/features/cases/by_rule.rs",
    "backend/src/features/cases/backfill.rs",
    "backend/src/features/cases/jobs.rs",
    "backend/src/features/cases/release.rs",
    "backend/src/features/limit_changes/jobs.rs",
    "backend/src/features/notices/tell.rs",
    "backend/src/features/supervision/by_rule.rs",
    "backend/src/features/supervision/jobs.rs",
    "backend/src/commands/demo/citizens.rs",
    "backend/src/features/callbacks/signals.rs",
    "backend/src/features/public/acts.rs",
    "backend/src/features/public/attempts.rs",
    "backend/src/features/public/submit.rs",
    "backend/src/features/public/track.rs",
    "backend/src/features/case_tasks/jobs.rs",
    "backend/src/features/applicant_notices/jobs.rs",
    "backend/src/features/applicant_notices/service.rs",
    "backend/src/features/rotation_plans/jobs.rs",
    "backend/src/commands/demo/assessments.rs",
    "backend/src/features/assessments/jobs.rs",
    "backend/src/features/questions/jobs.rs",
    "backend/src/policy/permit.rs",
];

/// Files and folders of the slices that state rules and must not know SQL or HTTP.
const PURE: &[&str] = &[
    "automation_rules/condition.rs",
    "automation_rules/field.rs",
    "automation_rules/trigger.rs",
    "calendars/calendar.rs",
    "calendars/civil_day.rs",
    "cases/change.rs",
    "cases/clocks/",
    "cases/guards.rs",
    "cases/kinds.rs",
    "cases/masks.rs",
    "cases/model.rs",
    "cases/shapes.rs",
    "cases/projection",
    "cases/workflow",
    "limit_changes/figures.rs",
    "notices/from_events.rs",
    "notices/kind.rs",
    "notices/params.rs",
    "personnel/roles.rs",
    "procedure_rules/values.rs",
    "time_limits/succession.rs",
    "substitutions/period.rs",
    "supervision/ladder.rs",
    "supervision/workflow.rs",
    "cases/owners.rs",
    "cases/referral_graph.rs",
    "cases/routing/rules.rs",
    "cases/routing/words.rs",
    "callbacks/integrity.rs",
    "callbacks/sampling.rs",
    "public/emergency.rs",
    "public/plain.rs",
    "public/plain_events.rs",
    "public/rules.rs",
    "public/words.rs",
    "data_fields/registry.rs",
    "reports/agreements.rs",
    "reports/definition.rs",
    "reports/facts.rs",
    "reports/figures.rs",
    "reports/mediation.rs",
    "time_limits/lead.rs",
    "mediations/consent.rs",
    "mediations/partiality.rs",
    "mediations/workflow.rs",
    "agreements/law.rs",
    "agreements/next_step.rs",
    "agreements/workflow.rs",
    "case_tasks/state.rs",
    "receptions/rules.rs",
    "review_meetings/agenda.rs",
    "review_meetings/kind.rs",
    "review_meetings/paper_facts.rs",
    "review_meetings/workflow.rs",
    "documents/access.rs",
    "documents/content.rs",
    "documents/docx/",
    "documents/example.rs",
    "documents/fact.rs",
    "documents/filling.rs",
    "documents/kind.rs",
    "documents/qr.rs",
    "documents/template.rs",
    "documents/template_check.rs",
    "attachments/rights.rs",
    "dossiers/choosing.rs",
    "dossiers/rules.rs",
    "correspondence/rules.rs",
    "applicant_notices/kind.rs",
    "applicant_notices/letter.rs",
    "applicant_notices/text.rs",
    "stationing_obligations/opening.rs",
    "stationing_obligations/rules.rs",
    "stationings/workflow.rs",
    "duty_calendars/icalendar.rs",
    "rotation_plans/carrying.rs",
    "rotation_plans/earlier.rs",
    "rotation_plans/explanation_words.rs",
    "rotation_plans/making.rs",
    "rotation_plans/replanning.rs",
    "rotation_plans/shortage_words.rs",
    "rotation_plans/state.rs",
    "rotation_plans/swap_state.rs",
    "rotation_plans/words.rs",
    "assessments/definition.rs",
    "assessments/formula",
    "assessments/outcome.rs",
    "assessments/period.rs",
    "assessments/scoring.rs",
    "assessments/settled.rs",
    "assessments/source.rs",
    "duty/roster.rs",
    "duty/workflow.rs",
    "presence/evidence.rs",
    "presence/findings.rs",
    "shortfalls/paper_facts.rs",
    "shortfalls/tally.rs",
    "applications/state.rs",
    "applications/secrets.rs",
    "adapters/check.rs",
    "adapters/definition.rs",
    "adapters/mapper.rs",
    "adapters/values.rs",
    "devices/national_code.rs",
    "events/cloud_event.rs",
    "events/left.rs",
    "webhooks/address.rs",
    "webhooks/schedule.rs",
    "webhooks/signature.rs",
    "webhooks/target.rs",
    "jobs/state.rs",
    "exports/manifest.rs",
    "reconciliations/matching",
    "reconciliations/numbers.rs",
    "reconciliations/rates.rs",
    "questions/entry_times.rs",
    "questions/facts.rs",
    "questions/kind.rs",
    "questions/rules.rs",
    "questions/silence.rs",
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
        let found = lines_naming(&text, &["crate::app", "AppState"]);
        assert!(found.is_empty(), "{path} names the application's state: {found:?}");
    }
}

#[test]
fn policy_knows_no_feature_and_no_table_but_cases() {
    for (path, text) in sources() {
        if !path.starts_with("backend/src/policy/") {
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
    let sources = sources();
    for pure in PURE {
        let start = format!("backend/src/features/{pure}");
        let files: Vec<_> = sources.iter().filter(|(path, _)| path.starts_with(&start)).collect();
        assert!(!files.is_empty(), "no file is called {start}: has it been renamed?");
        for (path, text) in files {
            let found = lines_naming(text, &["sea_orm", "actix_web", "AppState", "platform::db"]);
            assert!(found.is_empty(), "{path} states rules and nothing else: {found:?}");
        }
    }
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
    // Reading another slice's rows is allowed; writing them is for the owner's service.
    let mut reads = 0;
    for (path, text) in sources() {
        let Some(slice) = path.strip_prefix("backend/src/features/") else { continue };
        let slice = slice.split('/').next().unwrap_or_default();
        let foreign = foreign_entities(&text, slice);
        reads += foreign.len();
        let found = writes(&text, &foreign);
        assert!(found.is_empty(), "{path} writes another slice's tables: {found:?}");
        for line in lines_naming(&text, &["crate::features::"]) {
            let (other, rest) = named_slice(line);
            let reaches_http = rest.starts_with("::http") && other != slice;
            assert!(!reaches_http, "{path} reaches into another slice's HTTP: {line}");
        }
    }
    assert!(reads > 3, "no slice reads another's rows any more: does this still find them?");
}

#[test]
fn a_foreign_write_would_be_noticed() {
    let text = "use crate::features::users::entity::{former_password, user};\n\
         use crate::features::org::entity::region as place;\n\
         user::Entity::update_many()\n    .exec(tx);\nplace::Entity::find();";
    let foreign = foreign_entities(text, "cases");
    assert_eq!(foreign, ["former_password", "user", "place"]);
    assert_eq!(writes(text, &foreign), ["user::Entity::update_many"]);
    assert!(foreign_entities(text, "users").contains(&"place".to_owned()));
    assert!(!foreign_entities(text, "users").contains(&"user".to_owned()));
}

/// The slice a line names after `crate::features::`, and what follows.
fn named_slice(line: &str) -> (&str, &str) {
    let named = line.split_once("crate::features::").map_or("", |(_, rest)| rest);
    named.split_at(named.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(named.len()))
}

/// The names under which a file of `slice` knows the entities of other slices.
fn foreign_entities(text: &str, slice: &str) -> Vec<String> {
    let imports = text.split("use crate::features::").skip(1).filter_map(|rest| {
        let (import, _) = rest.split_once(';')?;
        let (other, names) = import.split_once("::entity::")?;
        (other != slice).then_some(names)
    });
    imports
        .flat_map(|names| names.trim_matches(['{', '}']).split(','))
        .filter_map(|name| name.split(" as ").last()?.trim().split("::").next())
        .filter(|name| !name.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// The writing calls of `text` on entities of these names.
fn writes(text: &str, entities: &[String]) -> Vec<String> {
    const WRITING: [&str; 8] = [
        "Entity::insert",
        "Entity::insert_many",
        "Entity::update",
        "Entity::update_many",
        "Entity::delete",
        "Entity::delete_many",
        "Entity::delete_by_id",
        "ActiveModel",
    ];
    let calls = entities
        .iter()
        .flat_map(|entity| WRITING.iter().map(move |call| format!("{entity}::{call}")));
    calls.filter(|call| project::names(text, call)).collect()
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
