//! Every GET of the document, by everybody; and what is no GET: tracking, tickets, problems, the
//! exported ledger, the log.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use zip::ZipArchive;
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi::features::events::cloud_event::CloudEvent;
use zongzhi::features::events::follow;
use zongzhi::platform::http::Cursor as Place;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

use super::logs;
use super::planting::{NAMES, Planted, marks, planted};

/// Who must find no mark, whatever they ask for: the assistant, who supervises and who leads, who is
/// of another unit, place or county, and the three administrators.
const BLIND: [Person; 10] = [
    world::OTHER_HANDLER,
    world::SUPERVISOR,
    world::LEADER,
    world::VILLAGE_OFFICER,
    world::OTHER_CLERK,
    world::OTHER_DISPATCHER,
    world::OTHER_COUNTY_HANDLER,
    world::SYSTEM_ADMIN,
    world::SECURITY_ADMIN,
    world::AUDITOR,
];
/// Who may look at the fields: walked, so that a path nobody else reaches is known to be there.
const SEEING: [Person; 5] =
    [world::CLERK, world::DISPATCHER, world::HANDLER, world::DIRECTOR, world::MEDIATOR];

/// Operations nothing of a case can reach here, and why. Every other one must be answered to somebody.
const UNREACHED: &[(&str, &str)] = &[
    ("limit_changes_get", "no limit was changed"),
    ("limit_changes_list_items", "no limit was changed"),
    ("automation_rules_get", "the county has no rule"),
    ("automation_rules_list_versions", "the county has no rule"),
    ("automation_rules_list_runs", "the county has no rule"),
    ("views_get", "a view holds filters, and nobody keeps one"),
    ("feedback_get", "nobody reported a problem"),
    ("reports_get_closing", "a month that runs is not closed"),
    ("substitutions_get", "nobody is replaced"),
    ("precedents_get", "no case was ruled on"),
    ("attachments_download", "opened by a ticket, below"),
    ("attachments_thumbnail", "the paper is no picture"),
    ("dossiers_export", "opened by a ticket, below"),
    ("posts_get", "the centre has no post"),
    ("stationing_obligations_get", "nothing is owed"),
    ("stationing_obligations_list_days", "nothing is owed"),
    ("stationings_get", "nobody is stationed"),
    ("rotation_plans_get", "no roster is drawn up, and none is about a case"),
    ("rotation_plans_list_assignments", "no roster is drawn up"),
    ("rotation_plans_explain", "no roster is drawn up"),
    ("rotation_plans_get_board", "no roster is drawn up"),
    ("jobs_get", "nobody has a job"),
    ("imports_get", "nobody imports"),
    ("imports_list_problems", "nobody imports"),
    ("imports_get_report", "nobody imports"),
    ("exports_get", "nobody exports; what is in one in `exports`"),
    ("exports_download", "opened by a ticket, in `exports`"),
    ("rotation_plans_list_changes", "no roster is drawn up"),
    ("rotation_plans_explain_people", "no roster is drawn up"),
    ("rotation_plans_explain_assignment", "no roster is drawn up"),
    ("rotation_plans_export_roster", "no roster is drawn up"),
    ("swap_requests_get", "no turn is swapped"),
    ("duty_calendars_read_feed", "nobody made a feed"),
    ("assessment_schemes_get", "no scheme was drawn up"),
    ("assessments_get_period", "no period was closed"),
    ("assessments_get", "no period was closed"),
    ("assessments_list_facts", "no period was closed"),
    ("assessments_get_appeal", "nobody was assessed"),
    ("duty_stand_ins_get", "nobody stands in for anybody"),
    ("duty_stand_ins_get_candidates", "nothing is owed"),
    ("applications_get", "nobody set an application up"),
    ("applications_get_visible", "nobody set an application up"),
    ("devices_get", "no device is entered"),
    ("devices_list_looks", "no device is entered"),
    ("webhooks_get", "nobody keeps one; what leaves is looked at in `it/webhooks`"),
    ("webhooks_list_deliveries", "nobody keeps one"),
    ("webhooks_get_delivery", "nobody keeps one"),
    ("webhooks_list_attempts", "nobody keeps one"),
    ("reconciliations_get", "no list was held against the cases"),
    ("reconciliations_list_items", "no list was held against the cases"),
    ("reconciliations_get_item", "no list was held against the cases"),
    ("questions_get", "nothing was asked"),
];

/// Lists nothing of a case stands in here, and why. Every other one must have shown somebody a row.
const EMPTY: &[(&str, &str)] = &[
    ("limit_changes_list", "no limit was changed"),
    ("jobs_list", "nobody has a job"),
    ("imports_list", "nobody imports"),
    ("exports_list", "nobody exports; what is in one in `exports`"),
    ("cases_list_late", "nothing is late"),
    ("cases_list_similar", "there is one case"),
    ("supervision_orders_list_ladder", "no limit is near its end"),
    ("supervision_orders_list_steps", "the same"),
    ("automation_rules_list", "the county has no rule"),
    ("views_list", "nobody keeps one"),
    ("feedback_list", "nobody reported a problem"),
    ("reports_list_closings", "a month that runs is not closed"),
    ("reports_list_rows", "the cell asked for may count nothing"),
    ("substitutions_list", "nobody is replaced"),
    ("precedents_list", "no case was ruled on"),
    ("callbacks_list_quotas", "no quota of its own"),
    ("applicant_notices_list", "nothing had to be told"),
    ("receptions_list_swaps", "nobody asked for an exchange"),
    ("notices_list_channels", "no way out is set up"),
    ("assessment_schemes_list", "no scheme was drawn up"),
    ("assessments_list", "nobody was assessed"),
    ("assessments_list_appeals", "nobody was assessed; words of appeals in `contract::naming`"),
    ("assessments_list_heads", "no head of a department is named"),
    ("assessments_list_periods", "no period was closed"),
    ("duty_findings_list", "nothing is owed"),
    ("duty_stand_ins_list", "nobody stands in for anybody"),
    ("duty_workstations_list", "no window is known by its machine"),
    ("leaves_list", "nobody is on leave"),
    ("leaves_list_of_person", "nobody is on leave"),
    ("applications_list", "nobody set an application up"),
    ("posts_list", "the centre has no post"),
    ("presence_list", "nothing is owed"),
    ("presence_records_list", "nothing is owed"),
    ("rotation_plans_list", "no roster is drawn up"),
    ("shortfalls_list", "nothing is owed"),
    ("stationing_obligations_list", "nothing is owed"),
    ("stationings_list", "nobody is stationed"),
    ("swap_requests_list", "no turn is swapped"),
    ("adapters_list_messages", "the case came from no other system; its log in `adapters`"),
    ("adapters_get_statuses", "the same"),
    ("devices_list", "no device is entered"),
    ("events_list_changes", "asked for with a cursor, below"),
    ("webhooks_list", "nobody keeps one"),
    ("reconciliations_list", "no list was held against the cases"),
    ("questions_list", "nothing was asked"),
];
/// Rows of a list that are looked at one by one.
const ROWS: usize = 12;

/// The members of an archive, or the bytes themselves.
fn contents(body: &[u8]) -> Vec<Vec<u8>> {
    if !body.starts_with(b"PK") {
        return vec![body.to_vec()];
    }
    let mut zip = ZipArchive::new(Cursor::new(body)).expect("an archive");
    let mut members = Vec::new();
    for at in 0..zip.len() {
        let mut member = Vec::new();
        zip.by_index(at).expect("a member").read_to_end(&mut member).expect("its content");
        members.extend(contents(&member));
    }
    members
}

/// `%E6%9F%B3` as what it stands for.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let escaped = hex.filter(|_| bytes[at] == b'%');
        plain.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// The marks in a text.
fn found(text: &str) -> Vec<String> {
    marks().into_iter().filter(|mark| text.contains(mark.as_str())).collect()
}

/// The marks an answer shows, in its body or its headers.
fn shown(answer: &Answer) -> Vec<String> {
    let headers = answer.headers.iter().map(|(_, value)| decoded(value));
    let bodies = contents(&answer.body);
    let bodies = bodies.iter().map(|body| String::from_utf8_lossy(body).into_owned());
    headers.chain(bodies).flat_map(|text| found(&text)).collect()
}

/// What is asked with: what is needed, as the document's examples say it.
fn needed(operation: &Value) -> Vec<String> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let needed = parameters.filter(|one| one["in"] == "query" && one["required"] == true);
    let value = |one: &Value| match one["name"].as_str().unwrap_or_default() {
        "capacity_id" => world::CLERK.capacity_id.to_string(),
        "department_id" => world::HOUSING.id.to_string(),
        "kind" => "intake_form".to_owned(),
        _ => one["example"].as_str().unwrap_or_default().to_owned(),
    };
    needed
        .map(|one| format!("{}={}", one["name"].as_str().unwrap_or_default(), value(one)))
        .collect()
}

/// Walks, and remembers what was found and who was answered.
struct Walk<'a> {
    app: &'a TestApp,
    planted: &'a Planted,
    clients: Vec<(Client, bool)>,
    leaks: BTreeMap<String, BTreeSet<String>>,
    answered: BTreeSet<String>,
}

impl Walk<'_> {
    /// Asks as everybody.
    async fn ask(&mut self, operation: &str, path: &str) {
        for (client, is_blind) in self.clients.clone() {
            let answer = self.app.get(path).as_(&client).send().await;
            let json = answer.json();
            let shows_nothing = json["items"].as_array().is_some_and(Vec::is_empty);
            let is_known = EMPTY.iter().any(|(id, _)| *id == operation);
            if answer.status == 200 && (!shows_nothing || is_known) {
                self.answered.insert(operation.to_owned());
            }
            if is_blind {
                self.note(&format!("{path} by {}", client.username), &answer);
            }
        }
    }

    fn note(&mut self, what: &str, answer: &Answer) {
        let shown = shown(answer);
        if !shown.is_empty() {
            self.leaks.entry(what.to_owned()).or_default().extend(shown);
        }
    }

    /// The rows of a list, as somebody sees it.
    async fn rows(&self, list: &str) -> Vec<Value> {
        for (client, _) in &self.clients {
            let answer = self.app.get(list).as_(client).send().await;
            let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
            if answer.status == 200 && !items.is_empty() {
                return items.into_iter().take(ROWS).collect();
            }
        }
        Vec::new()
    }

    /// The paths with what was planted in the place of their parameters, one a row of a list.
    async fn filled(&self, template: &str) -> Vec<String> {
        let case = &self.planted.case;
        let clock = case.clock("triage")["id"].as_str().unwrap_or_default().to_owned();
        let path = template.replace("{case_id}", &case.id).replace("{clock_id}", &clock);
        if path.ends_with("/{number}/verifications/{code}") {
            return self.verification(&path).into_iter().collect();
        }
        let Some((list, rest)) = path.split_once("/{") else { return vec![path] };
        let Some((name, rest)) = rest.split_once('}') else { return Vec::new() };
        let rows = self.rows(list).await;
        let own = |row: &Value| {
            let own = if row[name].is_string() { &row[name] } else { &row["id"] };
            own.as_str().map(|own| format!("{list}/{own}{rest}"))
        };
        rows.iter().filter_map(own).collect()
    }

    /// What is on the paper that was issued last.
    fn verification(&self, path: &str) -> Option<String> {
        let document = path.strip_suffix("/{number}/verifications/{code}")?;
        let text = |name: &str| self.planted.document[name].as_str().map(ToOwned::to_owned);
        let (number, code) = (text("document_no")?, text("check_code")?);
        Some(format!("{document}/{number}/verifications/{code}"))
    }

    async fn operation(&mut self, template: &str, operation: &Value) {
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        let needed = needed(operation);
        let takes = |name: &str| {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            parameters.clone().any(|one| one["in"] == "query" && one["name"] == name)
        };
        let mut asked = vec![needed.clone()];
        for (name, value) in [("q", NAMES[0]), ("count", "exact"), ("limit", "200")] {
            if takes(name) {
                let more = format!("{name}={value}");
                asked.push(needed.iter().cloned().chain([more]).collect());
            }
        }
        for path in self.filled(template).await {
            for query in &asked {
                let asked =
                    if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
                self.ask(&id, &format!("{path}{asked}")).await;
            }
        }
    }
}

#[actix_web::test]
async fn no_mark_is_found_on_any_read_path() {
    let (lines, _guard) = logs::kept();
    let app = TestApp::new().await;
    let planted = planted(&app).await;
    let mut clients = Vec::new();
    for (person, is_blind) in
        SEEING.iter().map(|one| (one, false)).chain(BLIND.iter().map(|one| (one, true)))
    {
        clients.push((app.sign_in(person).await, is_blind));
    }
    let mut walk = Walk {
        app: &app,
        planted: &planted,
        clients,
        leaks: BTreeMap::new(),
        answered: BTreeSet::new(),
    };
    let document = app.document().clone();
    let mut all = BTreeSet::new();
    for (template, item) in document["paths"].as_object().into_iter().flatten() {
        let operation = &item["get"];
        let Some(id) = operation["operationId"].as_str() else { continue };
        all.insert(id.to_owned());
        walk.operation(template, operation).await;
    }
    tickets(&mut walk).await;
    tracking(&mut walk).await;
    problems(&mut walk).await;
    previews(&mut walk, &document).await;
    events(&mut walk).await;
    let Walk { leaks, answered, .. } = walk;
    assert!(leaks.is_empty(), "{leaks:#?}");
    let unreached: BTreeSet<_> = UNREACHED.iter().map(|(id, _)| (*id).to_owned()).collect();
    let missed: Vec<_> = all.difference(&answered).filter(|id| !unreached.contains(*id)).collect();
    assert!(missed.is_empty(), "not walked, and no reason given: {missed:?}");
    assert!(unreached.is_subset(&all), "reasons for what is not there: {unreached:?}");
    // The walk would find what is there: who may look does.
    let clerk = app.as_clerk().await;
    let seen = app.get(planted.case.path()).as_(&clerk).send().await;
    assert!(!shown(&seen).is_empty(), "nothing is planted");
    assert_eq!(found(&exported(&app).await), Vec::<String>::new(), "in the ledger");
    // Walked with the rest: figures are kept by route, never by path, and anybody inside may read them.
    let metrics = app.get("/metrics").send().await.text();
    // Where tests share a process, the first application of it has the figures.
    if metrics.contains("http_request_seconds") {
        assert!(metrics.contains("/api/v1/cases/{case_id}"), "no figures by route: {metrics}");
    }
    assert!(!metrics.contains(&planted.case.id), "a path with its id is a label");
    let logged = lines.text();
    assert!(logged.contains("answered"), "nothing is logged");
    assert_eq!(found(&logged), Vec::<String>::new(), "in the log");
}

/// All that has happened, as it is told to whoever listens, keeps a copy, or is called.
async fn events(walk: &mut Walk<'_>) {
    let mut heard = 0;
    for (client, is_blind) in walk.clients.clone() {
        let stream = walk.app.get("/api/v1/events/stream").as_(&client);
        let stream = stream.header("last-event-id", "1.0").send().await;
        let id = walk.app.actor_of(&client).await.capacity_id;
        let since = Place { order: "changes".to_owned(), key: Some("1.0".to_owned()), id };
        let since = since.encode().expect("a cursor");
        let changes = walk.app.get(format!("/api/v1/changes?since={since}")).as_(&client);
        let changes = changes.send().await;
        heard += usize::from(stream.text().contains(&walk.planted.case.id));
        heard += usize::from(changes.text().contains(&walk.planted.case.id));
        if is_blind {
            walk.note(&format!("events to {}", client.username), &stream);
            walk.note(&format!("changes for {}", client.username), &changes);
        }
    }
    assert!(heard > 10, "nobody heard of what was planted");
    let db = walk.app.state.db.reader();
    let all = follow::after(db, follow::Position::START, 2000).await.expect("events");
    let afters = follow::afters(db, &all.events).await.expect("the cases");
    let called: Vec<_> = all
        .events
        .iter()
        .map(|sealed| CloudEvent::of(&sealed.event, &afters[&sealed.event.id], "/"))
        .collect();
    assert!(called.len() > 30, "{called:?}");
    let text = serde_json::to_string(&called).expect("JSON");
    assert_eq!(found(&text), Vec::<String>::new(), "in what leaves the server");
}

/// What is opened by a ticket, for whom gets one.
async fn tickets(walk: &mut Walk<'_>) {
    let case = walk.planted.case.path();
    let attachment = walk.planted.attachment["id"].as_str().unwrap_or_default().to_owned();
    for (client, is_blind) in walk.clients.clone() {
        let opened = [
            (
                format!("{case}/attachments/{attachment}/tickets"),
                Some(json!({ "disposition": "attachment" })),
            ),
            (format!("{case}/dossier/tickets"), None),
        ];
        for (path, body) in opened {
            let asking = walk.app.post(&path).as_(&client);
            let asking = if let Some(body) = &body { asking.json(body) } else { asking };
            let ticket = asking.send().await;
            let url = ticket.json()["url"].as_str().map(ToOwned::to_owned);
            let answer = match url.filter(|_| ticket.status == 200) {
                Some(url) => walk.app.get(url).as_(&client).send().await,
                None => ticket,
            };
            if is_blind {
                walk.note(&format!("{path} by {}", client.username), &answer);
            }
        }
    }
}

/// What the citizen's page shows, to whoever has number and code; and what guessing shows.
async fn tracking(walk: &mut Walk<'_>) {
    let citizen = walk.planted.citizen.clone();
    let wrong = zongzhi_tests::builders::Citizen { code: "00000000".into(), ..citizen.clone() };
    for one in [citizen, wrong] {
        let answer = walk.app.public("track", &one.says(json!({}))).send().await;
        walk.note("tracking", &answer);
    }
}

/// What is wrong with a request is said without what was typed.
async fn problems(walk: &mut Walk<'_>) {
    let [name, ..] = NAMES;
    let party = |role: &str, phone: &str| json!([{ "role": role, "kind": "person", "name": name, "phone": phone }]);
    let long = "13512345671".repeat(9);
    let bodies = [
        json!({ "title": name, "narrative": name, "channel": name, "parties": party("applicant", "1") }),
        json!({ "title": name, "narrative": name, "channel": "phone", "parties": party(name, "1") }),
        json!({ "title": name, "narrative": name, "channel": "phone", "parties": party("applicant", &long) }),
        json!({ "title": name.repeat(99), "narrative": name, "channel": "phone" }),
        json!({ "title": name, "narrative": name, "channel": "phone", "type_code": name,
            "parties": party("applicant", "1") }),
    ];
    for body in bodies {
        for (client, _) in walk.clients.clone() {
            let answer = walk.app.post("/api/v1/cases").as_(&client).json(&body).send().await;
            assert!(answer.status >= 400, "{answer}");
            walk.note("a refused registration", &answer);
        }
    }
}

/// What is asked by POST and stores nothing is read as well: each of them is asked by everybody.
async fn previews(walk: &mut Walk<'_>, document: &Value) {
    let case = walk.planted.case.clone();
    let registry: Value =
        serde_json::from_str(include_str!("../../../backend/data/data_fields.json")).expect("JSON");
    for operation in registry["stores_nothing"].as_array().into_iter().flatten() {
        let operation = operation.as_str().unwrap_or_default();
        let version = case.version;
        let body = match operation {
            "cases_find_similar" => json!({ "title": format!("{}家漏水致家具受损", NAMES[0]) }),
            "cases_preview_bulk" => json!({ "verb": "classify",
                "body": { "type_code": "0202", "level": "ordinary" },
                "items": [{ "id": case.id, "version": version }] }),
            "supervision_orders_preview" => json!({ "cases": [{ "case_id": case.id }],
                "ground_code": "no_progress", "text": "请答复" }),
            "documents_preview" => json!({ "kind": "transfer_sheet", "fields": {} }),
            // It says the number of the case again, and is walked with the dossier.
            "dossiers_seal" => continue,
            other => panic!("{other} is asked by nobody here"),
        };
        let mut paths = document["paths"].as_object().into_iter().flatten();
        let found = paths.find(|(_, item)| item["post"]["operationId"] == operation);
        let (template, _) = found.expect("the operation");
        let path = template.replace("{case_id}", &case.id);
        let mut is_answered = false;
        for (client, is_blind) in walk.clients.clone() {
            let answer = walk.app.post(&path).as_(&client).json(&body).send().await;
            is_answered |= answer.status == 200;
            if is_blind {
                walk.note(&format!("{operation} by {}", client.username), &answer);
            }
        }
        assert!(is_answered, "nobody is answered {operation}");
    }
}

/// The exported ledger: it holds no personal data whoever reads it.
pub(crate) async fn exported(app: &TestApp) -> String {
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);
    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("the paper").extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let paper = Paper::default();
    let mut export: Option<Box<dyn Write>> = Some(Box::new(paper.clone()));
    let report = verify(&app.state.db, None, &mut export).await.expect("a check");
    assert_eq!(report.first_bad, None);
    String::from_utf8(paper.0.lock().expect("the paper").clone()).expect("UTF-8")
}
