//! Every step of the loop: who has the case, who may do what, what the ledger writes.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter, resolved};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{events, words};

/// What each of the five may do in a status; none: the case is not theirs to see.
struct Expected {
    status: &'static str,
    owner: &'static str,
    /// Clerk, dispatcher, handler, supervisor, director.
    may: [Option<&'static [&'static str]>; 5],
}

struct Five<'a> {
    app: &'a TestApp,
    people: [Client; 5],
}

impl Five<'_> {
    /// Looks at the case through all five pairs of eyes.
    async fn see(&self, case: &Case, expected: &Expected) {
        assert_eq!(case.status(), expected.status);
        assert_eq!(case.view["owner"]["kind"], expected.owner, "{}", expected.status);
        for (client, may) in self.people.iter().zip(expected.may) {
            let answer = self.app.get(case.path()).as_(client).send().await;
            let who = format!("{} in {}", client.username, expected.status);
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
    let [clerk, dispatcher, handler, supervisor, _] = people.clone();
    let five = Five { app: &app, people };
    let none: Option<&[&str]> = Some(&[]);

    let answer = app.post("/api/v1/cases").as_(&clerk).json(&matter()).send().await;
    let case = Case::of(&answer);
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("location"), Some(case.path().as_str()));
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let code = case.view["receipt"]["tracking_code"].as_str().unwrap_or_default();
    assert!(code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    let at_window = [
        Some(&["classify", "withdraw"] as &[_]),
        Some(&["classify", "dispatch", "decline"]),
        None,
        none,
        none,
    ];
    five.see(&case, &Expected { status: "registered", owner: "dispatcher", may: at_window }).await;

    let mut seen = vec![case];
    let steps: Vec<(&Client, &str, Value, Expected)> = vec![
        (
            &clerk,
            "classify",
            classified(),
            Expected { status: "registered", owner: "dispatcher", may: at_window },
        ),
        (
            &dispatcher,
            "dispatch",
            json!({ "lead_department_id": world::HOUSING.id }),
            Expected {
                status: "dispatched",
                owner: "department",
                may: [Some(&["withdraw"]), none, Some(&["sign", "return"]), none, none],
            },
        ),
        (
            &handler,
            "sign",
            json!({ "note": "收到" }),
            Expected {
                status: "in_progress",
                owner: "department",
                may: [
                    Some(&["withdraw"]),
                    none,
                    Some(&["report_progress", "resolve"]),
                    Some(&["resolve"]),
                    none,
                ],
            },
        ),
        (
            &handler,
            "report_progress",
            json!({ "note": "已约双方" }),
            Expected {
                status: "in_progress",
                owner: "department",
                may: [
                    Some(&["withdraw"]),
                    none,
                    Some(&["report_progress", "resolve"]),
                    Some(&["resolve"]),
                    none,
                ],
            },
        ),
        (
            &handler,
            "resolve",
            resolved(),
            Expected {
                status: "resolved",
                owner: "dispatcher",
                may: [
                    Some(&["withdraw"]),
                    Some(&["accept_resolution", "reject_resolution"]),
                    none,
                    none,
                    none,
                ],
            },
        ),
        (
            &dispatcher,
            "accept_resolution",
            json!({}),
            Expected {
                status: "in_callback",
                owner: "window",
                may: [
                    Some(&["record_callback", "withdraw"]),
                    none,
                    none,
                    Some(&["record_callback"]),
                    none,
                ],
            },
        ),
        (
            &clerk,
            "record_callback",
            json!({ "reached": true, "solved": true }),
            Expected {
                status: "closed",
                owner: "window",
                may: [Some(&["archive"]), none, none, Some(&["reopen"]), none],
            },
        ),
        (
            &clerk,
            "archive",
            json!({}),
            Expected { status: "archived", owner: "center", may: [none, none, none, none, none] },
        ),
    ];
    for (client, verb, body, expected) in steps {
        app.advance(chrono::Duration::minutes(10));
        let before = seen.last().expect("a step").clone();
        let after = app.act(client, &before, verb, &body).await;
        assert_eq!(after.version, before.version + 1, "{verb} makes one version");
        five.see(&after, &expected).await;
        seen.push(after);
    }
    assert!(supervisor.username == world::SUPERVISOR.username);
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
        assert_eq!(words(&seen.view["allowed_actions"]), ["classify"]);
        app.see(&clerk, mine).await;
    }
    let answer = app.get(county.path()).as_(&officer).send().await;
    assert_eq!(answer.status, 404, "{answer}");
    let township = app.as_township_dispatcher().await;
    let case = app.act(&officer, &own, "classify", &classified()).await;
    let body = json!({ "lead_department_id": world::TOWNSHIP_OFFICE.id });
    let case = app.act(&township, &case, "dispatch", &body).await;
    let seen = app.see(&officer, &case).await;
    assert_eq!((seen.status(), words(&seen.view["allowed_actions"])), ("dispatched", vec![]));
}
