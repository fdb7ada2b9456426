//! The committed contract is what the code describes, and keeps the promises of `api-design.md`.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::project;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub(super) struct Operation {
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Value,
}

pub(super) async fn document() -> Value {
    TestApp::new().await.document().clone()
}

pub(super) fn operations(document: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(body) = item.get(method) {
                let name = format!("{} {path}", method.to_uppercase());
                let (method, path) = (method.to_owned(), path.clone());
                found.push(Operation { name, method, path, body: body.clone() });
            }
        }
    }
    found
}

#[actix_web::test]
async fn the_committed_document_is_the_served_one() {
    let app = TestApp::new().await;
    project::assert_committed("openapi/openapi.json", app.document_text());
    let served = app.get("/api/v1/openapi.json").send().await;
    assert_eq!(served.status, 200, "the document is not served");
    assert!(served.text() == app.document_text(), "served and committed differ");
}

#[actix_web::test]
async fn every_operation_is_named_and_explained() {
    let document = document().await;
    let tags: HashSet<_> = document["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    let (mut ids, mut wrong) = (HashSet::new(), Vec::new());
    for operation in operations(&document) {
        let id = operation.body["operationId"].as_str().unwrap_or_default().to_owned();
        let plain = id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
        if !plain || !id.contains('_') {
            wrong.push(format!("{}: operationId {id:?} is no slice_verb", operation.name));
        }
        if !ids.insert(id.clone()) {
            wrong.push(format!("{}: operationId {id:?} is taken", operation.name));
        }
        for text in ["summary", "description"] {
            if operation.body[text].as_str().unwrap_or_default().trim().is_empty() {
                wrong.push(format!("{}: no {text}", operation.name));
            }
        }
        let tagged: Vec<_> = operation.body["tags"].as_array().into_iter().flatten().collect();
        match tagged.as_slice() {
            [tag] if tags.contains(tag.as_str().unwrap_or_default()) => {}
            other => wrong.push(format!("{}: tags {other:?}, wanted one known", operation.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn every_operation_documents_its_problems() {
    let document = document().await;
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        let responses = operation.body["responses"].as_object().cloned().unwrap_or_default();
        let statuses: BTreeSet<_> = responses.keys().map(String::as_str).collect();
        if !statuses.iter().any(|status| status.starts_with('2')) {
            wrong.push(format!("{}: no success", operation.name));
        }
        let mut wanted = vec![];
        let schemes = operation.body["security"].as_array();
        let is_open = schemes.is_none_or(|schemes| {
            schemes.iter().all(|scheme| scheme.as_object().is_some_and(serde_json::Map::is_empty))
        });
        if !is_open {
            wanted.push("401");
        }
        if operation.path.contains('{') {
            wanted.push("404");
        }
        if operation.body.get("requestBody").is_some() {
            wanted.extend(["400", "413", "415", "422"]);
        }
        let takes = |name: &str| {
            let parameters = operation.body["parameters"].as_array().into_iter().flatten();
            parameters
                .clone()
                .any(|p| p["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
        };
        if takes("if-match") {
            wanted.extend(["412", "428"]);
        }
        if takes("idempotency-key") {
            wanted.push("409");
        }
        for status in wanted {
            if !statuses.contains(status) {
                wrong.push(format!("{}: {status} is not documented", operation.name));
            }
        }
        for (status, response) in &responses {
            let response = resolve(&document, response);
            let is_problem = response["content"].get("application/problem+json").is_some();
            if (status.starts_with('4') || status.starts_with('5')) && !is_problem {
                wrong.push(format!("{}: {status} is no problem+json", operation.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn writes_on_an_object_ask_for_its_version() {
    let document = document().await;
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        // On an object; what is done to a whole list has no version.
        let acts = operation.path.contains("}/actions/") && operation.method == "post";
        if !acts && operation.method != "patch" {
            continue;
        }
        let parameters = operation.body["parameters"].as_array().cloned().unwrap_or_default();
        let named = |name: &str| {
            parameters
                .iter()
                .any(|p| p["name"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
        };
        if !named("if-match") {
            wrong.push(format!("{}: no If-Match", operation.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn reads_of_what_is_changed_name_their_version() {
    let document = document().await;
    let operations = operations(&document);
    let asks = |operation: &Operation| {
        let mut parameters = operation.body["parameters"].as_array().into_iter().flatten();
        parameters.any(|parameter| parameter["name"] == "If-Match")
    };
    let (mut seen, mut wrong) = (0, Vec::new());
    for operation in operations.iter().filter(|operation| operation.method == "get") {
        let acts = format!("{}/actions/", operation.path);
        let is_changed = operations.iter().filter(|other| asks(other)).any(|other| {
            (other.method == "patch" && other.path == operation.path)
                || (other.method == "post" && other.path.starts_with(&acts))
        });
        if is_changed {
            seen += 1;
            if operation.body["responses"]["200"]["headers"]["ETag"].is_null() {
                wrong.push(operation.name.clone());
            }
        }
    }
    assert!(seen > 30, "{seen}");
    assert!(wrong.is_empty(), "no ETag: {}", wrong.join(", "));
}

/// What is refused of these needs no code: it is what the state beside it says.
const WITHOUT_REFUSALS: [&str; 8] = [
    "AssignmentView",
    "AutomationRuleView",
    "LadderLimitView",
    "NoticeView",
    "PreferencesView",
    "SavedView",
    "WebhookDeliveryView",
    "WebhookView",
];

#[actix_web::test]
async fn what_says_what_may_be_done_says_what_may_not() {
    let document = document().await;
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    for (name, schema) in &schemas {
        // A view that holds another one has its members in a part.
        let parts = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
        for part in parts {
            let has = |member: &str| part["properties"].get(member).is_some();
            let is_whole = has("refused_actions") || WITHOUT_REFUSALS.contains(&name.as_str());
            if has("allowed_actions") && !is_whole {
                wrong.push(name.clone());
            }
        }
    }
    assert!(wrong.is_empty(), "no refused_actions: {}", wrong.join(", "));
}

#[actix_web::test]
async fn every_reference_in_the_document_resolves() {
    let document = document().await;
    let mut missing = BTreeSet::new();
    each_reference(&document, &mut |reference| {
        let found = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        if found.is_none() {
            missing.insert(reference.to_owned());
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

/// Whoever checks the server from elsewhere finds the settings where everybody looks first.
#[actix_web::test]
async fn the_document_itself_says_which_refusals_no_schema_announces() {
    let document = document().await;
    let description = document["info"]["description"].as_str().unwrap_or_default();
    for status in ["400", "412", "422", "428"] {
        assert!(description.contains(status), "{status} is not spoken of: {description}");
    }
    let settings = project::read("schemathesis.toml");
    let lines = settings.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    for line in lines {
        assert!(
            description.contains(line),
            "schemathesis.toml says, the document does not: {line}"
        );
    }
}

pub(super) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

fn each_reference(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                found(reference);
            }
            members.values().for_each(|member| each_reference(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| each_reference(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
