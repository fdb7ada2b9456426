//! Every step of the loop: who has the case, who may do what, what the ledger writes.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter, resolved};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{events, words};

/// What clerk, dispatcher, handler, supervisor and director may do; none: not theirs to see.
type May = [Option<&'static [&'static str]>; 5];

const NOTHING: Option<&'static [&'static str]> = Some(&[]);
/// The centre in charge may restrict who knows of it until it is archived.
const RESTRICT: Option<&'static [&'static str]> = Some(&["restrict"]);
const AT_WINDOW: May = [
    Some(&["classify", "withdraw"]),
    Some(&["classify", "dispatch", "transfer_level", "merge", "split", "decline", "restrict"]),
    None,
    NOTHING,
    RESTRICT,
];
const UNCLASSIFIED: May = [
    Some(&["classify", "withdraw"]),
    Some(&["classify", "transfer_level", "merge", "split", "decline", "restrict"]),
    None,
    NOTHING,
    RESTRICT,
];
const SENT: May = [
    Some(&["withdraw"]),
    Some(&["transfer_level", "merge", "split", "restrict"]),
    Some(&["sign", "return"]),
    NOTHING,
    RESTRICT,
];
const WORKED: May = [
    Some(&["withdraw"]),
    Some(&["add_assist", "transfer_level", "merge", "split", "restrict"]),
    Some(&[
        "report_progress",
        "add_assist",
        "suspend",
        "request_suspension",
        "request_extension",
        "resolve",
    ]),
    Some(&["suspend"]),
    RESTRICT,
];
const REPORTED: May = [
    Some(&["withdraw"]),
    Some(&["transfer_level", "accept_resolution", "reject_resolution", "restrict"]),
    NOTHING,
    NOTHING,
    RESTRICT,
];
const ACCEPTED: May = [
    Some(&["record_callback", "withdraw"]),
    Some(&["transfer_level", "restrict"]),
    NOTHING,
    Some(&["record_callback"]),
    RESTRICT,
];
const CLOSED: May = [Some(&["archive"]), RESTRICT, NOTHING, Some(&["reopen"]), RESTRICT];
/// Who may open it again still may: the time for that is the citizen's.
const OVER: May = [NOTHING, NOTHING, NOTHING, Some(&["reopen"]), NOTHING];

/// Who does what, and what comes of it.
struct Step {
    who: usize,
    verb: &'static str,
    body: Value,
    status: &'static str,
    owner: &'static str,
    may: May,
}

fn step(
    (who, verb, body): (usize, &'static str, Value),
    (status, owner): (&'static str, &'static str),
    may: May,
) -> Step {
    Step { who, verb, body, status, owner, may }
}

fn steps() -> Vec<Step> {
    let to = json!({ "lead_department_id": world::HOUSING.id });
    let (signed, progress) = (json!({ "note": "收到" }), json!({ "note": "已约双方" }));
    let solved = json!({ "reached": true, "solved": true });
    vec![
        step((0, "classify", classified()), ("registered", "dispatcher"), AT_WINDOW),
        step((1, "dispatch", to), ("dispatched", "department"), SENT),
        step((2, "sign", signed), ("in_progress", "department"), WORKED),
        step((2, "report_progress", progress), ("in_progress", "department"), WORKED),
        step((2, "resolve", resolved()), ("resolved", "dispatcher"), REPORTED),
        step((1, "accept_resolution", json!({})), ("in_callback", "window"), ACCEPTED),
        step((0, "record_callback", solved), ("closed", "window"), CLOSED),
        step((0, "archive", json!({})), ("archived", "center"), OVER),
    ]
}

struct Five<'a> {
    app: &'a TestApp,
    people: [Client; 5],
}

impl Five<'_> {
    /// Looks at the case through all five pairs of eyes.
    async fn see(&self, case: &Case, status: &str, owner: &str, may: May) {
        assert_eq!(case.status(), status);
        assert_eq!(case.view["owner"]["kind"], owner, "{status}");
        for (client, may) in self.people.iter().zip(may) {
            let answer = self.app.get(case.path()).as_(client).send().await;
            let who = format!("{} in {status}", client.username);
            let Some(may) = may else {
                assert_eq!(answer.status, 404, "{who}");
                continue;
            };
            let seen = Case::of(&answer);
            assert_eq!(seen.version, case.version, "{who}: every reader has the same version");
            assert_eq!(seen.view["version"], case.version, "{who}");
            assert_eq!(words(&seen.view["allowed_actions"]), may, "{who}");
            for verb in may {
                assert!(seen.view["refused_actions"].get(verb).is_none(), "{who}: {verb}");
            }
        }
    }
}

#[actix_web::test]
async fn every_step_says_who_has_the_case_and_who_may_do_what() {
    let app = TestApp::new().await;
    let people = [
        app.as_clerk().await,
        app.as_dispatcher().await,
        app.as_handler().await,
        app.as_supervisor().await,
        app.as_director().await,
    ];
    let clerk = people[0].clone();
    let five = Five { app: &app, people };

    let answer = app.post("/api/v1/cases").as_(&clerk).json(&matter()).send().await;
    let case = Case::of(&answer);
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("location"), Some(case.path().as_str()));
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let code = case.view["receipt"]["tracking_code"].as_str().unwrap_or_default();
    assert!(code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    five.see(&case, "registered", "dispatcher", UNCLASSIFIED).await;

    let mut seen = vec![case];
    for step in steps() {
        app.advance(chrono::Duration::minutes(10));
        let before = seen.last().expect("a step").clone();
        let after = app.act(&five.people[step.who], &before, step.verb, &step.body).await;
        assert_eq!(after.version, before.version + 1, "{} makes one version", step.verb);
        five.see(&after, step.status, step.owner, step.may).await;
        seen.push(after);
    }
    the_ledger_tells_it(&app, &clerk, &seen).await;
}

/// One event a step, by whom, in which capacity, chained, and the case knows the last one.
async fn the_ledger_tells_it(app: &TestApp, reader: &Client, steps: &[Case]) {
    let told = [
        ("registered", world::CLERK),
        ("classified", world::CLERK),
        ("dispatched", world::DISPATCHER),
        ("signed", world::HANDLER),
        ("progress_reported", world::HANDLER),
        ("resolved", world::HANDLER),
        ("resolution_accepted", world::DISPATCHER),
        ("callback_recorded", world::CLERK),
        ("archived", world::CLERK),
    ];
    let last = steps.last().expect("a step");
    let events = events(app, reader, last).await;
    assert_eq!(events.len(), told.len());
    for ((event, (kind, person)), step) in events.iter().zip(told).zip(steps) {
        let department = person.department.expect("everybody here has one");
        assert_eq!(event["kind"], kind);
        assert_eq!(event["actor"]["person_id"], person.id.to_string(), "{kind}");
        assert_eq!(event["actor"]["name"], person.name, "{kind}");
        assert_eq!(event["capacity"]["role"], person.role, "{kind}");
        assert_eq!(event["capacity"]["department_id"], department.id.to_string(), "{kind}");
        assert_eq!(event["capacity"]["department_name"], department.name, "{kind}");
        assert_eq!(event["at"], event["recorded_at"], "{kind}");
        assert_eq!(event["hash"], step.view["last_event_hash"], "{kind}");
        assert!(event["sentence"].as_str().is_some_and(|text| !text.is_empty()), "{kind}");
        assert_eq!(event["data"]["v"], 1, "{kind}");
    }
}

#[actix_web::test]
async fn the_ledger_holds_no_personal_data() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().archived().await;
    let text = Value::from(events(&app, &clerk, &case).await).to_string();
    let matter = matter();
    for party in matter["parties"].as_array().into_iter().flatten() {
        for field in ["name", "phone", "id_number", "address"] {
            if let Some(clear) = party[field].as_str() {
                assert!(!text.contains(clear), "{field} is in the ledger");
            }
        }
    }
    for words in ["narrative", "demand"] {
        assert!(!text.contains(matter[words].as_str().unwrap_or_default()), "{words}");
    }
}

#[actix_web::test]
async fn a_village_officer_follows_what_they_registered_and_nothing_of_the_neighbours() {
    let app = TestApp::new().await;
    let (officer, clerk) = (app.as_village_officer().await, app.as_clerk().await);
    let own = app.case().by(&officer).registered().await;
    // Registered elsewhere in the county for a place beyond the village: theirs all the same.
    let place = json!({ "region_id": world::OTHER_TOWNSHIP.id });
    let far = app.case().by(&officer).with("place", place).registered().await;
    let county = app.case().registered().await;
    for mine in [&own, &far] {
        let seen = app.see(&officer, mine).await;
        assert_eq!(words(&seen.view["allowed_actions"]), ["classify", "transfer_level"]);
        app.see(&clerk, mine).await;
    }
    let answer = app.get(county.path()).as_(&officer).send().await;
    assert_eq!(answer.status, 404, "{answer}");
    let township = app.as_township_dispatcher().await;
    let case = app.act(&officer, &own, "classify", &classified()).await;
    let body = json!({ "lead_department_id": world::TOWNSHIP_OFFICE.id });
    let case = app.act(&township, &case, "dispatch", &body).await;
    let seen = app.see(&officer, &case).await;
    assert_eq!(
        (seen.status(), words(&seen.view["allowed_actions"])),
        ("dispatched", vec!["transfer_level"])
    );
}
