//! Whatever somebody writes about a case, in whatever request: a party it names stands in no event of
//! the ledger, and is read by nobody who may not look at the parties (PIPL art. 6; domain 9.6). The
//! requests are those of the document, so one that is added is asked about here by itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

use super::examples::send;
use super::openapi::{Operation, operations, resolve};
use super::stages::stage;
use crate::privacy::walk::exported;

/// The parties of every case of the stages.
const NAMES: [&str; 2] = ["李示例", "王样本"];
/// What is written everywhere, and what is read of it.
const TOLD: &str = "李示例与王样本均已知悉";
const MASKED: &str = "李*与王*均已知悉";
/// Who may look at nobody.
const BLIND: [Person; 3] = [world::SUPERVISOR, world::LEADER, world::OTHER_HANDLER];

/// Members in which people write sentences about a case.
const WORDS: [&str; 16] = [
    "reason",
    "note",
    "text",
    "task",
    "result",
    "summary",
    "plan",
    "comment",
    "told_applicant",
    "answer",
    "terms",
    "what",
    "evidence",
    "decision",
    "reply",
    "late_reason",
];
/// Every other member that takes a longer text, and what it holds.
const OTHER: &[(&str, &str)] = &[
    ("narrative", "the matter, masked by the parties it is registered with"),
    ("demand", "the same"),
    ("title", "the same"),
    ("name", "a name"),
    ("respondent", "a name"),
    ("address", "a place"),
    ("place", "a place of ours"),
    ("page", "a page of ours"),
    ("opening_hours", "hours"),
    ("file_name", "a name of a file, planted in `privacy`"),
    ("court", "a court"),
    ("court_no", "a number of theirs"),
    ("external_no", "a number of theirs, masked in the ledger"),
    ("number", "a number of theirs"),
    ("source", "where a rule comes from"),
    ("source_letter", "the number of a letter of a department"),
    ("letter", "the same"),
    ("issued_by", "who gave a qualification"),
    ("formula", "a formula of a scheme"),
    ("content", "a file"),
    ("email", "an address of the citizen's own"),
    ("username", "an account"),
    ("password", "a secret"),
    ("current_password", "a secret"),
    ("new_password", "a secret"),
    ("initial_password", "a secret"),
    ("confirmation_token", "a secret"),
    ("cursor", "a place in a list"),
    ("purpose", "what an application is for"),
    ("url", "where events go"),
    ("description", "what a connection is for"),
];
/// Operations, by how they begin, whose words are about no case or about one whose parties are their
/// own.
const APART: &[(&str, &str)] = &[
    ("applications_", "no case"),
    ("adapters_", "a mapping is about no case, and the parties of a message are its own"),
    ("assessment_schemes_", "no case"),
    ("assessments_name_head", "no case"),
    ("auth_", "no case"),
    ("automation_rules_", "written for many cases before there is one"),
    ("calendars_", "no case"),
    ("callbacks_set_quota", "no case"),
    ("cases_register", "its parties are its own"),
    ("cases_split", "the parts have parties of their own"),
    ("document_templates_", "no case"),
    ("duty_", "of the roster, which knows no case"),
    ("feedback_", "to the administrator, about the system"),
    ("leaves_", "of the roster, which knows no case"),
    ("mediators_", "no case"),
    ("presence_records_", "of the roster, which knows no case"),
    ("precedents_retire", "of the ruling, for all cases alike"),
    ("procedure_rules_", "no case"),
    ("public_submit_case", "its parties are its own"),
    ("qualifications_", "no case"),
    ("questions_", "of a unit's entries or of a number, and no case"),
    ("receptions_", "about a day of the roster; of a case in `privacy`"),
    ("stationing", "of the roster, which knows no case"),
    ("swap_requests_", "of the roster, which knows no case"),
    ("visits_", "a visit has no parties"),
    ("webhooks_", "of a connection, which knows no case"),
];

/// The members of a body that take a longer text, by their last name: those on top by themselves.
fn members(
    document: &Value,
    schema: &Value,
    depth: u8,
    found: &mut BTreeSet<String>,
    top: &mut BTreeSet<String>,
) {
    let schema = resolve(document, schema);
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let is_text = |one: &Value| {
            let is_long = one["maxLength"].as_u64().is_some_and(|most| most > 60);
            is_long && one["pattern"].as_str().is_none_or(|pattern| pattern.starts_with("^[^\\u"))
        };
        if is_text(resolve(document, member)) {
            found.insert(name.clone());
            if depth == 0 {
                top.insert(name.clone());
            }
        }
        if depth < 4 {
            members(document, member, depth + 1, found, top);
            members(document, &member["items"], depth + 1, found, top);
        }
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        for one in schema[several].as_array().into_iter().flatten() {
            members(document, one, depth, found, top);
        }
    }
}

fn body_of<'a>(document: &'a Value, operation: &'a Operation) -> &'a Value {
    let body = resolve(document, &operation.body["requestBody"]);
    &body["content"]["application/json"]["schema"]
}

/// Writes the names wherever a sentence stands; what has a name in ASCII is a word of an enum.
fn plant(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_sentence = member.as_str().is_some_and(|text| !text.is_ascii());
                if is_sentence && WORDS.contains(&name.as_str()) {
                    *member = json!(TOLD);
                } else {
                    plant(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plant),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What is read of everything, by who may look at nobody.
struct Reading<'a> {
    app: &'a TestApp,
    clients: Vec<Client>,
    lists: HashMap<String, Vec<Value>>,
    /// The cases something was written about: what is below others is not looked at.
    about: BTreeSet<String>,
    leaks: BTreeMap<String, Vec<&'static str>>,
    masked: usize,
}

impl Reading<'_> {
    async fn rows(&mut self, list: &str) -> Vec<Value> {
        if let Some(known) = self.lists.get(list) {
            return known.clone();
        }
        let (mut rows, mut ids) = (Vec::new(), BTreeSet::new());
        for client in self.clients.clone() {
            for path in [format!("{list}?limit=200"), list.to_owned()] {
                let answer = self.app.get(path).as_(&client).send().await;
                if answer.status != 200 {
                    continue;
                }
                let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
                rows.extend(items.into_iter().filter(|row| ids.insert(row["id"].to_string())));
                break;
            }
        }
        if list == "/api/v1/cases" {
            let is_about =
                |row: &Value| row["id"].as_str().is_some_and(|id| self.about.contains(id));
            rows.retain(is_about);
        }
        self.lists.insert(list.to_owned(), rows.clone());
        rows
    }

    /// Every path of a template, by the rows of the lists above it.
    async fn paths(&mut self, template: &str) -> Vec<String> {
        let (mut open, mut done) = (vec![template.to_owned()], Vec::new());
        while let Some(path) = open.pop() {
            let Some((list, rest)) = path.split_once("/{") else {
                done.push(path);
                continue;
            };
            let Some((name, rest)) = rest.split_once('}') else { continue };
            for row in self.rows(list).await {
                let own = if row[name].is_string() { &row[name] } else { &row["id"] };
                if let Some(own) = own.as_str() {
                    open.push(format!("{list}/{own}{rest}"));
                }
            }
        }
        done
    }

    async fn read(&mut self, path: &str) {
        for client in self.clients.clone() {
            let answer = self.app.get(path).as_(&client).send().await;
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            self.masked += usize::from(text.contains(MASKED));
            let found: Vec<_> = NAMES.into_iter().filter(|name| text.contains(name)).collect();
            if !found.is_empty() {
                self.leaks.insert(format!("{path} by {}", client.username), found);
            }
        }
    }
}

#[actix_web::test]
async fn every_member_that_takes_a_sentence_is_known() {
    let app = TestApp::new().await;
    let document = app.document();
    let mut unknown = Vec::new();
    for operation in operations(document) {
        let (mut found, mut top) = (BTreeSet::new(), BTreeSet::new());
        members(document, body_of(document, &operation), 0, &mut found, &mut top);
        for name in found {
            let is_other =
                OTHER.iter().any(|(other, _)| name == *other) || name.ends_with("_cursor");
            if !is_other && !WORDS.contains(&name.as_str()) {
                unknown.push(format!("{}: {name}", operation.name));
            }
        }
    }
    assert!(unknown.is_empty(), "neither words nor anything else: {unknown:?}");
}

#[actix_web::test]
async fn what_is_written_in_any_request_names_nobody_to_who_may_not_look() {
    let app = TestApp::new().await;
    let document = app.document();
    let (mut about, mut refused) = (BTreeSet::new(), Vec::new());
    for operation in operations(document) {
        let id = operation.body["operationId"].as_str().unwrap_or_default();
        if operation.method == "get" || APART.iter().any(|(apart, _)| id.starts_with(apart)) {
            continue;
        }
        let (mut found, mut top) = (BTreeSet::new(), BTreeSet::new());
        members(document, body_of(document, &operation), 0, &mut found, &mut top);
        if !found.iter().any(|name| WORDS.contains(&name.as_str())) {
            continue;
        }
        // With every sentence it takes; where one does not fit, with those of its example.
        let mut last = None;
        for is_whole in [true, false] {
            let stage = stage(&app, &operation).await;
            about.extend(stage.ids.iter().cloned().chain(stage.other.clone()));
            let write = |body: &mut Value| {
                if let Some(members) = body.as_object_mut().filter(|_| is_whole) {
                    for name in top.iter().filter(|name| WORDS.contains(&name.as_str())) {
                        members.entry(name.as_str()).or_insert(json!(TOLD));
                    }
                }
                plant(body);
            };
            let answer = send(&app, document, &operation, stage, write).await;
            last = (!(200..300).contains(&answer.status)).then_some(answer);
            if last.is_none() {
                break;
            }
        }
        if let Some(answer) = last {
            refused.push(format!("{}: {answer}", operation.name));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    let ledger = exported(&app).await;
    let named: Vec<_> = NAMES.into_iter().filter(|name| ledger.contains(name)).collect();
    assert!(named.is_empty(), "the ledger names {named:?}");
    assert!(ledger.matches(MASKED).count() > 20, "little was written: {ledger}");
    let mut clients = Vec::new();
    for person in BLIND {
        clients.push(app.sign_in(&person).await);
    }
    let (lists, leaks) = (HashMap::new(), BTreeMap::new());
    let mut reading = Reading { app: &app, clients, lists, about, leaks, masked: 0 };
    for (template, item) in document["paths"].as_object().into_iter().flatten() {
        let operation = &item["get"];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        // What has to be asked for in a certain way is walked in `privacy`.
        let needs_more =
            parameters.clone().any(|one| one["in"] == "query" && one["required"] == true);
        if operation.is_null() || needs_more || template.contains("/public/") {
            continue;
        }
        for path in reading.paths(template).await {
            reading.read(&path).await;
        }
    }
    assert!(reading.leaks.is_empty(), "{:#?}", reading.leaks);
    assert!(reading.masked > 20, "little was read: {}", reading.masked);
}
