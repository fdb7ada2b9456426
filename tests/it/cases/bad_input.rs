//! Bad bodies: always the right problem, never a 5xx, nothing stored.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{ids, percent, rows};

/// Every verb with a body its author may send from `dispatched`, by who may.
pub(super) fn verbs() -> Vec<(&'static str, Value)> {
    vec![
        ("classify", classified()),
        ("dispatch", json!({ "lead_department_id": world::HOUSING.id })),
        ("sign", json!({ "note": "x" })),
        ("return", json!({ "ground_code": "01", "note": "x" })),
        ("rule", json!({ "lead_department_id": world::HOUSING.id, "reason": "x" })),
        ("report_progress", json!({ "note": "x" })),
        ("resolve", json!({ "outcome": "solved", "method_code": "02", "summary": "x" })),
        ("accept_resolution", json!({ "reason": "x" })),
        ("reject_resolution", json!({ "reason": "x" })),
        ("record_callback", json!({ "reached": true, "solved": true })),
        ("close", json!({ "reason": "x" })),
        ("archive", json!({ "note": "x" })),
        ("reopen", json!({ "reason": "x" })),
        ("decline", json!({ "ground_code": "01", "told_applicant": "x" })),
        ("withdraw", json!({ "reason": "x" })),
        ("split", json!({ "parts": [{ "title": "x", "narrative": "x" }], "reason": "x" })),
        ("unsplit", json!({ "reason": "x" })),
    ]
}

fn bulk(case: &Case) -> Value {
    let items = json!([{ "id": case.id, "version": case.version }]);
    json!({ "verb": "classify", "body": classified(), "items": items })
}

/// Everything that takes a body, with a good one.
pub(super) fn doors(case: &Case) -> Vec<(String, Value)> {
    let party = case.view["parties"][0]["id"].as_str().unwrap_or_default();
    let mut doors = vec![
        ("/api/v1/cases".to_owned(), matter()),
        ("/api/v1/cases/similar".to_owned(), json!({ "title": "漏水" })),
        ("/api/v1/cases/actions".to_owned(), bulk(case)),
        ("/api/v1/cases/actions/preview".to_owned(), bulk(case)),
        (
            format!("{}/parties/{party}/reveal", case.path()),
            json!({ "field": "phone", "reason": "核实" }),
        ),
    ];
    for (verb, body) in verbs() {
        doors.push((format!("{}/actions/{verb}", case.path()), body));
    }
    doors
}

/// Sends raw bytes as `kind` with a version that fits.
async fn send(app: &TestApp, client: &Client, door: &str, kind: &str, body: Vec<u8>) -> Answer {
    let asking = app.post(door).as_(client).if_match(1).header("content-type", kind);
    asking.body(body).send().await
}

/// A name, what is sent as which kind, and the answers that are right.
pub(super) type Bad = (&'static str, &'static str, Vec<u8>, &'static [(u16, &'static str)]);

/// Bodies no operation may take, whatever it is about.
pub(super) fn bodies() -> Vec<Bad> {
    let json = "application/json";
    let deep = format!("{{\"reason\":{}1{}}}", "[".repeat(60_000), "]".repeat(60_000));
    let deep_objects = "{\"reason\":".repeat(60_000) + "1" + &"}".repeat(60_000);
    let mut all: Vec<Bad> = vec![
        ("broken", json, b"{".to_vec(), &[(400, "request.malformed_json")]),
        (
            "broken inside",
            json,
            b"{\"title\": ".to_vec(),
            &[(400, "request.malformed_json"), (422, "request.validation")],
        ),
        (
            "two",
            json,
            b"{}{}".to_vec(),
            &[(400, "request.malformed_json"), (422, "request.validation")],
        ),
        (
            "not UTF-8",
            json,
            b"{\"reason\":\"\xff\xfe\"}".to_vec(),
            &[(400, "request.malformed_json")],
        ),
        (
            "overlong",
            json,
            b"{\"reason\":\"\xc0\x80\"}".to_vec(),
            &[(400, "request.malformed_json")],
        ),
        (
            "lone surrogate",
            json,
            br#"{"reason":"\ud800"}"#.to_vec(),
            &[(400, "request.malformed_json"), (422, "request.validation")],
        ),
        (
            "deep",
            json,
            deep.into_bytes(),
            &[(400, "request.malformed_json"), (422, "request.validation")],
        ),
        (
            "deep objects",
            json,
            deep_objects.into_bytes(),
            &[(400, "request.malformed_json"), (422, "request.validation")],
        ),
        ("large", json, vec![b' '; 10_000_000], &[(413, "request.too_large")]),
        ("array", json, b"[]".to_vec(), &[(422, "request.validation")]),
        ("members in a row", json, b"[\"x\"]".to_vec(), &[(422, "request.validation")]),
        ("null", json, b"null".to_vec(), &[(422, "request.validation")]),
        ("text", "text/plain", b"{}".to_vec(), &[(415, "request.unsupported_media_type")]),
        (
            "GBK",
            "application/json; charset=GBK",
            b"{}".to_vec(),
            &[(415, "request.unsupported_media_type")],
        ),
        (
            "form",
            "application/x-www-form-urlencoded",
            b"a=b".to_vec(),
            &[(415, "request.unsupported_media_type")],
        ),
        (
            "unknown kind",
            "application/json-patch+json",
            b"[]".to_vec(),
            &[(415, "request.unsupported_media_type")],
        ),
    ];
    all.extend(control_characters());
    all
}

/// Characters that are no text.
fn control_characters() -> [Bad; 5] {
    let json = "application/json";
    [
        (
            "raw NUL",
            json,
            b"{\"reason\":\"a\0b\"}".to_vec(),
            &[(400, "request.malformed_json"), (422, "request.validation")],
        ),
        (
            "NUL escape",
            json,
            br#"{"reason":"a\u0000b","title":"\u0000","note":"\u0000"}"#.to_vec(),
            &[(422, "request.validation")],
        ),
        (
            "BEL escape",
            json,
            br#"{"reason":"a\u0007b","title":"\u0007","note":"\u0007"}"#.to_vec(),
            &[(422, "request.validation")],
        ),
        ("backspace", json, br#"{"reason":"a\bb"}"#.to_vec(), &[(422, "request.validation")]),
        ("DEL", json, b"{\"reason\":\"a\x7fb\"}".to_vec(), &[(422, "request.validation")]),
    ]
}

#[actix_web::test]
async fn no_door_takes_a_body_that_is_none() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let before = rows(&app).await;
    let table = bodies();
    for (door, _) in doors(&case) {
        for (name, kind, body, allowed) in &table {
            let answer = send(&app, &clerk, &door, kind, body.clone()).await;
            let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
            let fits = allowed.contains(&(answer.status, code.as_str()));
            assert!(fits, "{name} to {door}: {} {code}", answer.status);
            assert_problem(&answer, answer.status, &code);
        }
    }
    assert_eq!(rows(&app).await, before, "nothing is stored");
}

#[actix_web::test]
async fn no_door_takes_a_member_it_does_not_know_or_of_another_kind() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let before = rows(&app).await;
    for (door, good) in doors(&case) {
        let mut odd = good.clone();
        odd["__proto__"] = json!({ "is_admin": true });
        let mut bodies = vec![("__proto__".to_owned(), odd)];
        for name in good.as_object().into_iter().flat_map(|members| members.keys()) {
            for wrong in [json!({ "a": 1 }), json!([[1]]), json!(1.5e300)] {
                let mut body = good.clone();
                body[name] = wrong;
                bodies.push((name.clone(), body));
            }
        }
        for (name, body) in bodies {
            let body_text = body.to_string().into_bytes();
            let answer = send(&app, &clerk, &door, "application/json", body_text).await;
            let problem = assert_problem(&answer, 422, "request.validation");
            let pointer = problem["errors"][0]["pointer"].as_str().unwrap_or_default();
            assert!(pointer.starts_with(&format!("/{name}")), "{door} {name}: {answer}");
        }
    }
    assert_eq!(rows(&app).await, before, "nothing is stored");
}

#[actix_web::test]
async fn text_that_looks_like_code_is_text() {
    let app = TestApp::new().await;
    let (clerk, handler) = (app.as_clerk().await, app.as_handler().await);
    for text in [
        "'; DROP TABLE cases; --",
        "Robert'); DELETE FROM case_events WHERE ('1'='1",
        "<script>alert(1)</script><img src=x onerror=alert(2)>",
        "{{7*7}} ${7*7} #{7*7} %s %n %x",
        "=cmd|'/c calc'!A1",
        "\u{202e}txt.exe\u{200b}\u{feff}",
        "😀👨‍👩‍👧‍👦🇨🇳 𠮷野家 é e\u{301}",
        "../../etc/passwd\\..\\..",
    ] {
        let case = app.case().with("title", text).with("narrative", text).with("demand", text);
        let case = case.in_progress().await;
        let case = app.act(&handler, &case, "report_progress", &json!({ "note": text })).await;
        let mut body = json!({ "outcome": "other", "method_code": "02", "summary": text });
        body["reason"] = text.into();
        let case = app.act(&handler, &case, "resolve", &body).await;
        let seen = app.see(&clerk, &case).await;
        for member in ["title", "narrative", "demand", "summary"] {
            assert_eq!(seen.view[member], text, "{member}");
        }
        let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await;
        assert_eq!(events.header("content-type"), Some("application/json"));
        assert_eq!(events.json()["items"][4]["data"]["note"], text);
        let found = app.get(format!("/api/v1/cases?q={}", percent(text.trim()))).as_(&clerk);
        assert_eq!(ids(&found.send().await.expect(200)), [case.id], "{text}");
    }
}

#[actix_web::test]
async fn members_in_a_row_without_their_names_are_no_object() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let before = rows(&app).await;
    let with = |mut body: Value, name: &str, value: Value| {
        body[name] = value;
        body
    };
    let registered = |name: &str, value: Value| with(matter(), name, value);
    let split = format!("{}/actions/split", case.path());
    let order = json!({ "cases": [[case.id, null]], "ground_code": "no_progress", "text": "x" });
    let trigger = json!(["event", ["classified"], null, null, null, null, null, false]);
    let rule = json!({ "source": "x", "trigger": trigger, "actions": [],
        "condition": { "kind": "all", "of": [] } });
    let rule = json!({ "center_id": world::CENTER.id, "name": "x", "definition": rule });
    let party = json!(["applicant", "person", "李示例", null, null, null, null, null, null]);
    for (door, body, pointer) in [
        ("/api/v1/cases", registered("place", json!([null, "x", null, null])), "/place"),
        ("/api/v1/cases", registered("source", json!(["x", "1", null])), "/source"),
        (
            "/api/v1/cases",
            registered("first_contact", json!([world::CLERK.id, "2026-03-02T01:00:00Z"])),
            "/first_contact",
        ),
        ("/api/v1/cases", registered("parties", json!([party])), "/parties/0"),
        (
            split.as_str(),
            json!({ "parts": [["x", "x", null, null, null, null, []]], "reason": "x" }),
            "/parts/0",
        ),
        ("/api/v1/cases/actions", with(bulk(&case), "items", json!([[case.id, 1]])), "/items/0"),
        ("/api/v1/supervision-orders", order, "/cases/0"),
        ("/api/v1/automation-rules", rule, "/definition/trigger"),
        ("/api/v1/views/actions/arrange", json!({ "places": [[case.id, false]] }), "/places/0"),
    ] {
        let answer = app.post(door).as_(&clerk).if_match(1).json(&body).send().await;
        assert_fields(&answer, &[pointer]);
    }
    // Nor is a member taken that stands there twice, beside a list or not.
    let twice = matter().to_string().replacen('{', r#"{"title":"x","#, 1);
    let answer = send(&app, &clerk, "/api/v1/cases", "application/json", twice.into_bytes()).await;
    assert_problem(&answer, 422, "request.validation");
    assert_eq!(rows(&app).await, before, "nothing is stored");
}
