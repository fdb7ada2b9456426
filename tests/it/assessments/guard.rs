//! What may never be an input of an assessment, nor come out of one (domain 8.4, 国办函〔2026〕12号):
//! volume, numbers of entries, time online, and anything that ranks or times a person.

use serde_json::Value;
use zongzhi::features::assessments::formula::Given;
use zongzhi::features::assessments::source::AssessmentSource;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::project;

/// Parts of names that would say such a thing.
const FORBIDDEN: [&str; 22] = [
    "online",
    "volume",
    "entries",
    "entry_count",
    "typed",
    "keystroke",
    "login",
    "sign_in",
    "session",
    "rank",
    "percentile",
    "league",
    "top_",
    "best",
    "worst",
    "seconds",
    "minutes",
    "hours",
    "duration",
    "check_in",
    "punch",
    "photo",
];

fn forbidden(name: &str) -> Option<&'static str> {
    let parts: Vec<_> = name.split(['_', '-']).collect();
    let is_part = |word: &str| match word.strip_suffix('_') {
        Some(start) => parts.first() == Some(&start),
        None if word.contains('_') => name.contains(word),
        None => parts.contains(&word),
    };
    FORBIDDEN.into_iter().find(|word| is_part(word))
}

#[test]
fn a_formula_sees_the_share_kept_and_the_failures_and_nothing_else() {
    let given: Vec<_> = Given::ALL.into_iter().map(Given::name).collect();
    assert_eq!(given, ["share", "failed"]);
    let sources: Vec<_> = AssessmentSource::ALL.iter().map(|source| source.as_str()).collect();
    // A new kind of facts is a decision: it says whether something owed was kept, never how much was
    // done or for how long.
    assert_eq!(
        sources,
        [
            "sign_for",
            "handling_limit",
            "assist_limit",
            "grounded_return",
            "order_reply",
            "case_task",
            "callback_solved",
            "callback_fair",
            "not_reopened",
            "dossier",
            "post_served",
        ]
    );
}

#[test]
fn no_column_of_assessment_counts_work_or_time() {
    let folder = "backend/src/features/assessments/entity";
    let mut columns = 0;
    for path in project::files(folder, ".rs") {
        for line in project::read(&path).lines() {
            let Some(name) =
                line.trim().strip_prefix("pub ").and_then(|rest| rest.split(':').next())
            else {
                continue;
            };
            columns += 1;
            assert_eq!(forbidden(name), None, "{path}: {name}");
        }
    }
    assert!(columns > 50, "the columns were not read");
    // The burden of forms is told by unit, and is none of its inputs.
    for path in project::files("backend/src/features/assessments", ".rs") {
        let text = project::read(&path);
        for slice in ["burden", "auth::", "audit::entity", "reports::"] {
            let named = format!("crate::features::{slice}");
            let found =
                text.contains(&named) && !text.contains("crate::features::auth::CurrentActor");
            assert!(!found, "{path} looks at {slice}");
        }
    }
}

/// The names of parameters, members and enum values below a value of the document.
fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "properties" {
                    found.extend(
                        member.as_object().into_iter().flatten().map(|(name, _)| name.clone()),
                    );
                }
                if name == "enum" {
                    let words = member.as_array().into_iter().flatten();
                    found.extend(words.filter_map(|word| word.as_str().map(ToOwned::to_owned)));
                }
                names(member, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[actix_web::test]
async fn nothing_in_the_contract_of_assessment_ranks_or_times_anybody() {
    let app = TestApp::new().await;
    let document = app.document();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        if !path.starts_with("/api/v1/assessment") {
            continue;
        }
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            found.extend(parameter["name"].as_str().map(ToOwned::to_owned));
            // No order but that of department and name.
            assert_ne!(parameter["name"], "sort", "{path}");
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let is_ours = ["Assess", "Simulated", "Formula", "FactRuling", "DepartmentHead"]
            .iter()
            .any(|start| name.starts_with(start));
        if is_ours {
            names(schema, &mut found);
        }
    }
    assert!(found.len() > 100, "the contract was not read: {found:?}");
    for name in found {
        assert_eq!(forbidden(&name), None, "{name}");
    }
}
