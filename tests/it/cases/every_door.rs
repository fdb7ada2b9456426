//! Bad bodies at every door of the document: no POST, PATCH or PUT that takes JSON is left out because
//! nobody thought of it.

use actix_web::http::Method;
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;

use super::bad_input::bodies;
use super::kit::rows;

/// An id nothing has.
const NOTHING: &str = "018f0000-0000-7000-8000-000000000001";
const METHODS: [(&str, Method); 3] =
    [("post", Method::POST), ("patch", Method::PATCH), ("put", Method::PUT)];

/// An operation that takes JSON.
struct Door {
    method: Method,
    path: String,
    /// What its members are.
    schema: Value,
    /// The example of its body; empty where nothing has to be said.
    good: Value,
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

/// The path with an id in the place of each parameter.
fn filled(template: &str) -> String {
    let parts = template.split('/');
    let parts = parts.map(|part| if part.starts_with('{') { NOTHING } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Every operation of the document that takes JSON.
fn doors(document: &Value) -> Vec<Door> {
    let mut found = Vec::new();
    for (template, item) in document["paths"].as_object().into_iter().flatten() {
        for (name, method) in METHODS {
            let body = resolve(document, &item[name]["requestBody"]);
            let described = &body["content"]["application/json"];
            if described.is_null() {
                continue;
            }
            let schema = resolve(document, &described["schema"]).clone();
            let examples = [&described["example"], &schema["example"], &schema["examples"][0]];
            let good = examples.into_iter().find(|example| example.is_object());
            let good = good.cloned().unwrap_or_else(|| json!({}));
            found.push(Door { method, path: filled(template), schema, good });
        }
    }
    found
}

impl Door {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Sends bytes as `kind`, with a version that fits.
    async fn take(&self, app: &TestApp, client: &Client, kind: &str, body: Vec<u8>) -> Answer {
        let asking = app.ask(self.method.clone(), self.path.as_str()).as_(client).if_match(1);
        asking.header("content-type", kind).body(body).send().await
    }

    async fn take_json(&self, app: &TestApp, client: &Client, body: &Value) -> Answer {
        self.take(app, client, "application/json", body.to_string().into_bytes()).await
    }
}

#[actix_web::test]
async fn no_door_of_the_document_takes_a_body_that_is_none() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().registered().await;
    let before = rows(&app).await;
    let (doors, table) = (doors(app.document()), bodies());
    assert!(doors.len() > 140, "{} doors: the document has more", doors.len());
    let mut wrong = Vec::new();
    for door in &doors {
        for (name, kind, body, allowed) in &table {
            let answer = door.take(&app, &clerk, kind, body.clone()).await;
            let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
            if allowed.contains(&(answer.status, code.as_str())) {
                assert_problem(&answer, answer.status, &code);
            } else {
                wrong.push(format!("{name} to {}: {} {code}", door.name(), answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(rows(&app).await, before, "nothing is stored");
}

/// Whether a member is a word, a number, a yes or no, or a list: never an object.
fn is_plain(schema: &Value) -> bool {
    let kind = &schema["type"];
    let several = kind.as_array().map(Vec::as_slice).unwrap_or_default();
    let kinds: Vec<_> = several.iter().chain([kind]).filter_map(Value::as_str).collect();
    let plain = ["string", "integer", "number", "boolean", "array", "null"];
    !kinds.is_empty() && kinds.iter().all(|kind| plain.contains(kind))
}

#[actix_web::test]
async fn no_door_of_the_document_takes_a_member_it_does_not_know_or_of_another_kind() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().registered().await;
    let before = rows(&app).await;
    let document = app.document().clone();
    let (mut asked, mut wrong) = (0, Vec::new());
    for door in doors(&document) {
        // A message of another system has whatever members it has; what of it is read is looked at by
        // its mapping (`adapters`).
        if door.schema["additionalProperties"] == true {
            continue;
        }
        let mut odd = door.good.clone();
        odd["__proto__"] = json!({ "is_admin": true });
        let mut bodies = vec![("__proto__".to_owned(), odd)];
        for name in door.good.as_object().into_iter().flat_map(|members| members.keys()) {
            if is_plain(resolve(&document, &door.schema["properties"][name])) {
                let mut body = door.good.clone();
                body[name] = json!({ "a": 1 });
                bodies.push((name.clone(), body));
            }
        }
        for (name, body) in bodies {
            asked += 1;
            let answer = door.take_json(&app, &clerk, &body).await;
            let problem = answer.json();
            let pointer = problem["errors"][0]["pointer"].as_str().unwrap_or_default();
            if answer.status != 422 || !pointer.starts_with(&format!("/{name}")) {
                wrong.push(format!("{name} at {}: {} {pointer}", door.name(), answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked > 400, "{asked} bodies: the examples say more");
    assert_eq!(rows(&app).await, before, "nothing is stored");
}

#[actix_web::test]
async fn no_door_of_the_document_opens_without_a_token_but_those_said_to_be_open() {
    let app = TestApp::new().await;
    let document = app.document().clone();
    let mut wrong = Vec::new();
    for (template, item) in document["paths"].as_object().into_iter().flatten() {
        for (name, method) in METHODS {
            let operation = &item[name];
            let schemes = operation["security"].as_array();
            let is_open = schemes.is_none_or(|schemes| {
                schemes.iter().all(|one| one.as_object().is_some_and(serde_json::Map::is_empty))
            });
            if operation.is_null() || is_open {
                continue;
            }
            let asking = app.ask(method, filled(template)).if_match(1);
            let answer = asking.json(&json!({})).send().await;
            // What is wrong with the body may be said first; what is behind the door may not.
            if ![401, 415, 422].contains(&answer.status) {
                wrong.push(format!("{name} {template}: {}", answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
