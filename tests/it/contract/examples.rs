//! The examples of the document work: each request is sent as it stands there, by somebody who
//! may, to an object it fits. Only ids and passwords are those of the test's world.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};

use super::openapi::{Operation, document, operations, resolve};
use super::stages::{Stage, in_this_world, stage};

/// Members of a body that name the other object of a stage.
const NAMED: [&str; 4] = ["into_case_id", "case_id", "other_day_id", "item_id"];

/// The example of a value the document describes with a schema.
fn example<'a>(document: &'a Value, described: &'a Value) -> Option<&'a Value> {
    let schema = resolve(document, &described["schema"]);
    let places = [&described["example"], &schema["example"], &schema["examples"][0]];
    places.into_iter().find(|example| !example.is_null())
}

fn parameters<'a>(operation: &'a Operation, wanted: &str) -> impl Iterator<Item = &'a Value> {
    let parameters = operation.body["parameters"].as_array().into_iter().flatten();
    parameters.filter(move |parameter| parameter["in"] == wanted)
}

/// The address of an operation with the examples of its parameters, as they are named on its stage.
pub(super) fn address(document: &Value, operation: &Operation, stage: &Stage) -> String {
    let mut path = operation.path.clone();
    for (parameter, id) in parameters(operation, "path").zip(&stage.ids) {
        let name = parameter["name"].as_str().unwrap_or_default();
        path = path.replace(&format!("{{{name}}}"), id);
    }
    let mut query = Vec::new();
    for parameter in parameters(operation, "query") {
        let Some(example) = example(document, parameter) else { continue };
        let name = parameter["name"].as_str().unwrap_or_default();
        let known = stage.own.get(name).cloned();
        let value = known.unwrap_or_else(|| in_this_world(name, example, &stage.client));
        for one in value.as_array().unwrap_or(&vec![value.clone()]) {
            let text = one.as_str().map_or_else(|| one.to_string(), ToOwned::to_owned);
            query.push(format!("{name}={text}"));
        }
    }
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// Sends the examples of an operation, with its body as `change` leaves it.
pub(super) async fn send(
    app: &TestApp,
    document: &Value,
    operation: &Operation,
    stage: Stage,
    change: impl FnOnce(&mut Value),
) -> Answer {
    let path = address(document, operation, &stage);
    let Stage { client, version, other, own, .. } = stage;
    let method = operation.method.to_uppercase().parse().expect("a method");
    let mut asking = app.ask(method, path).as_(&client);
    if parameters(operation, "header").any(|parameter| parameter["name"] == "If-Match") {
        asking = asking.if_match(version);
    }
    let body = resolve(document, &operation.body["requestBody"]);
    if let Some(body) = example(document, &body["content"]["application/json"]) {
        let mut body = body.clone();
        for (name, value) in body.as_object_mut().into_iter().flatten() {
            if let Some(named) = own.get(name) {
                *value = named.clone();
                continue;
            }
            *value = match &other {
                Some(other) if NAMED.contains(&name.as_str()) => {
                    json!(other)
                }
                Some(other) if name == "case_ids" => json!([other]),
                Some(other) if name == "case_no" => json!(other),
                Some(other) if name == "cases" => json!([{ "case_id": other }]),
                _ => in_this_world(name, value, &client),
            };
        }
        change(&mut body);
        asking = asking.json(&body);
    }
    asking.send().await
}

/// Whether others find the world as they expect it when an operation has been called on its stage.
pub(super) fn is_harmless(id: &str) -> bool {
    // Accounts and sessions would be other than the next example expects them.
    !(id.starts_with("users_")
        || id.starts_with("auth_")
        // A version once published stands in the way of the same one.
        || id == "time_limits_publish"
        // Each wants a roster of its own for the same days.
        || id.starts_with("swap_requests_")
        // Limits are put back to a month that is over.
        || id.starts_with("assessments_"))
}

#[actix_web::test]
async fn every_example_of_a_request_is_answered_with_its_success() {
    let document = document().await;
    let shared = TestApp::new().await;
    for operation in operations(&document) {
        let id = operation.body["operationId"].as_str().unwrap_or_default();
        // The session cookie is no part of the document, and a code is another every 30 seconds. Bytes
        // and tickets have no example: `it/attachments` sends them.
        let unsent = [
            "auth_refresh",
            "auth_confirm_otp",
            "auth_disable_otp",
            "attachments_upload",
            "attachments_download",
            "attachments_thumbnail",
            "dossiers_export",
            // A form: `it/applications` sends one.
            "oauth_token",
            // A workbook: `it/rosters` sends one.
            "rotation_plans_import_roster",
            // Bytes and a ticket: `it/imports` and `it/exports` send them.
            "imports_upload",
            "exports_download",
        ];
        if unsent.contains(&id) {
            continue;
        }
        let own;
        let app = if is_harmless(id) {
            &shared
        } else {
            own = TestApp::new().await;
            &own
        };
        let stage = stage(app, &operation).await;
        let answer = send(app, &document, &operation, stage, |_| {}).await;
        assert!((200..300).contains(&answer.status), "{}: {answer}", operation.name);
        let said = &operation.body["responses"][answer.status.to_string()]["headers"];
        let is_named = answer.header("etag").is_some();
        assert!(is_named || said["ETag"].is_null(), "{}: no ETag: {answer}", operation.name);
    }
}

#[actix_web::test]
async fn every_operation_shows_what_is_sent_and_what_comes_back() {
    let document = document().await;
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        let body = resolve(&document, &operation.body["requestBody"]);
        // Bytes show for themselves.
        let form = &body["content"]["application/x-www-form-urlencoded"];
        let sent = if form.is_null() { &body["content"]["application/json"] } else { form };
        let is_bytes = !body["content"]["application/octet-stream"].is_null();
        if !body.is_null() && !is_bytes && example(&document, sent).is_none() {
            wrong.push(format!("{}: the request has no example", operation.name));
        }
        for parameter in operation.body["parameters"].as_array().into_iter().flatten() {
            if parameter["required"] == true && example(&document, parameter).is_none() {
                wrong.push(format!("{}: no example of {}", operation.name, parameter["name"]));
            }
        }
        for (status, response) in operation.body["responses"].as_object().into_iter().flatten() {
            let response = resolve(&document, response);
            if response["description"].as_str().unwrap_or_default().is_empty() {
                wrong.push(format!("{}: {status} is not explained", operation.name));
            }
            let json = &response["content"]["application/json"];
            if !json.is_null() && example(&document, json).is_none() {
                wrong.push(format!("{}: {status} has no example", operation.name));
            }
            let problem = &response["content"]["application/problem+json"];
            let has_codes = problem["examples"].as_object().is_some_and(|codes| !codes.is_empty());
            if !problem.is_null() && !has_codes {
                wrong.push(format!("{}: {status} names no code", operation.name));
            }
        }
        if operation.body.get("security").is_none() {
            wrong.push(format!("{}: security is not said", operation.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn every_example_of_an_answer_is_one() {
    let app = TestApp::new().await;
    let document = app.document();
    let mut wrong = Vec::new();
    for operation in operations(document) {
        for (status, response) in operation.body["responses"].as_object().into_iter().flatten() {
            let (response, code) = (resolve(document, response), status.parse().unwrap_or(0));
            let kinds = response["content"].as_object().into_iter().flatten();
            for (kind, media) in kinds.filter(|(kind, _)| kind.ends_with("json")) {
                let several = media["examples"].as_object().into_iter().flatten();
                let shown = several.filter_map(|(_, example)| example.get("value"));
                for body in shown.chain(example(document, media)) {
                    let headers = vec![("content-type".to_owned(), kind.clone())];
                    let answer = Answer { status: code, headers, body: body.to_string().into() };
                    if let Err(why) = app.allows(&operation.method, &operation.path, &answer) {
                        wrong.push(format!("{} {status}: {why}", operation.name));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
