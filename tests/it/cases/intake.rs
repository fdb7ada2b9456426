//! Registration: what it needs, what it gives, what it refuses.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::world;

async fn register(app: &TestApp, body: &Value) -> Answer {
    let clerk = app.as_clerk().await;
    app.post("/api/v1/cases").as_(&clerk).json(body).send().await
}

#[actix_web::test]
async fn the_least_a_matter_needs_is_title_narrative_channel_and_a_party() {
    let app = TestApp::new().await;
    let least = json!({
        "title": "噪音", "narrative": "夜间施工", "channel": "phone",
        "parties": [{ "role": "applicant", "kind": "person", "name": "李示例" }],
    });
    let answer = register(&app, &least).await;
    let view = answer.expect(201);
    assert_eq!(
        answer.header("location"),
        Some(format!("/api/v1/cases/{}", view["id"].as_str().unwrap_or_default()).as_str())
    );
    assert_eq!(answer.version(), 1);
    assert!(view["receipt"]["tracking_code"].is_string());
    let empty = register(&app, &json!({})).await;
    assert_eq!(empty.status, 422, "{empty}");
}

#[actix_web::test]
async fn nobody_named_must_be_meant() {
    let app = TestApp::new().await;
    let mut body = matter();
    body["parties"] = json!([]);
    let answer = register(&app, &body).await;
    assert_eq!(answer.status, 422, "{answer}");
    body["anonymous"] = true.into();
    assert_eq!(register(&app, &body).await.expect(201)["anonymous"], true);
}

#[actix_web::test]
async fn the_tracking_code_is_told_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    assert!(case.view["receipt"].is_object());
    let seen = app.see(&clerk, &case).await;
    assert!(seen.view.get("receipt").is_none(), "{}", seen.view["receipt"]);
}

#[actix_web::test]
async fn personal_data_comes_back_masked() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let party = &case.view["parties"][0];
    assert_eq!(party["name"], "李*");
    assert_eq!(party["phone"], "138****1234");
    assert_eq!(party["id_number"], "990101********1234");
    assert_eq!(party["address"], "测试县东岭镇柳树村****");
    let text = case.view.to_string();
    for clear in ["李示例", "13800001234", "990101199003071234", "王样本"] {
        assert!(!text.contains(clear), "{clear} is in the answer");
    }
}

#[actix_web::test]
async fn a_field_is_revealed_with_a_reason_and_the_ledger_remembers() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let party = case.view["parties"][0]["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("{}/parties/{party}/reveal", case.path());
    let body = json!({ "field": "phone", "reason": "电话核实诉求" });
    let answer = app.post(&path).as_(&clerk).json(&body).send().await;
    assert_eq!(answer.expect(200)["value"], "13800001234");
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await;
    let text = events.text();
    assert!(text.contains("revealed") && text.contains("电话核实诉求"), "{text}");
    assert!(!text.contains("13800001234"), "the ledger names the look, not the value");
    assert_eq!(app.see(&clerk, &case).await.version, case.version, "looking is no change");
    let leader = app.as_leader().await;
    let refused = app.post(&path).as_(&leader).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let bare = app.post(&path).as_(&clerk).json(&json!({ "field": "phone", "reason": " " }));
    assert_fields(&bare.send().await, &["/reason"]);
}

#[actix_web::test]
async fn a_source_number_is_registered_once() {
    let app = TestApp::new().await;
    let source = json!({ "system": "12345", "number": "20260302-0001" });
    app.case().with("source", source.clone()).registered().await;
    let again = app.case().with("source", source).send().await;
    assert_problem(&again, 409, "case.source_duplicate");
    let other = json!({ "system": "110", "number": "20260302-0001" });
    app.case().with("source", other).registered().await;
}

#[actix_web::test]
async fn numbers_are_consecutive_within_a_day_and_start_again_the_next() {
    let app = TestApp::new().await;
    let first = app.case().registered().await;
    let second = app.case().registered().await;
    assert_eq!(first.number(), "990101-20260302-000001");
    assert_eq!(second.number(), "990101-20260302-000002");
    app.advance(chrono::Duration::days(1));
    assert_eq!(app.case().registered().await.number(), "990101-20260303-000001");
}

#[actix_web::test]
async fn the_day_of_a_number_is_chinas() {
    let app = TestApp::new().await;
    // 2026-03-02 23:30 UTC is the next morning in China.
    app.advance(chrono::Duration::minutes(22 * 60 + 30));
    assert_eq!(app.case().registered().await.number(), "990101-20260303-000001");
}

#[actix_web::test]
async fn a_village_officer_registers_for_the_township() {
    let app = TestApp::new().await;
    let officer = app.as_village_officer().await;
    let case = app.case().by(&officer).registered().await;
    assert_eq!(case.view["center"]["id"], world::TOWNSHIP_CENTER.id.to_string());
    assert_eq!(case.view["place"]["region"]["code"], world::VILLAGE.code);
}

#[actix_web::test]
async fn who_may_not_register_is_told_so() {
    let app = TestApp::new().await;
    for client in [app.as_handler().await, app.as_leader().await, app.as_auditor().await] {
        let answer = app.case().by(&client).send().await;
        assert_problem(&answer, 403, "auth.not_allowed");
    }
    let answer = app.post("/api/v1/cases").json(&matter()).send().await;
    assert_problem(&answer, 401, "auth.required");
}

/// Every member on and beyond its bounds: never a 500, always the member named.
#[actix_web::test]
async fn every_bad_member_is_named() {
    let app = TestApp::new().await;
    let long = |length: usize| Value::from("字".repeat(length));
    let table: &[(&str, Value, &str)] = &[
        ("/title", json!(""), "/title"),
        ("/title", json!("   "), "/title"),
        ("/title", long(201), "/title"),
        ("/title", json!(7), "/title"),
        ("/title", Value::Null, "/title"),
        ("/narrative", long(10_001), "/narrative"),
        ("/demand", long(2_001), "/demand"),
        ("/type_code", json!("nope"), "/type_code"),
        ("/type_code", long(17), "/type_code"),
        ("/scale_code", json!("99"), "/scale_code"),
        ("/level", json!("urgent"), "/level"),
        ("/channel", json!("pigeon"), "/channel"),
        ("/occurred_on", json!("2026-13-01"), "/occurred_on"),
        ("/occurred_on", json!("2026-03-04"), "/occurred_on"),
        ("/occurred_on", json!("1899-12-31"), "/occurred_on"),
        ("/known_at", json!("yesterday"), "/known_at"),
        ("/known_at", json!("2026-03-02T02:00:00Z"), "/known_at"),
        ("/people_count", json!(-1), "/people_count"),
        ("/people_count", json!(1_000_001), "/people_count"),
        ("/people_count", json!(1.5), "/people_count"),
        ("/amount_fen", json!(-1), "/amount_fen"),
        ("/amount_fen", json!(100_000_000_000_001_i64), "/amount_fen"),
        ("/willing_to_mediate", json!("yes"), "/willing_to_mediate"),
        ("/place", json!({ "lng": 181 }), "/place/lng"),
        ("/place", json!({ "lat": -91 }), "/place/lat"),
        ("/place", json!({ "lng": 116.4 }), "/place/lat"),
        ("/place", json!({ "lat": 39.9 }), "/place/lng"),
        ("/place", json!({ "region_id": "x" }), "/place/region_id"),
        ("/place", json!({ "region_id": world::OTHER_COUNTY.id }), "/place/region_id"),
        ("/place", json!({ "address": "x".repeat(201) }), "/place/address"),
        ("/source", json!({ "system": "", "number": "1" }), "/source/system"),
        ("/source", json!({ "system": "a", "number": "" }), "/source/number"),
        ("/parties/0/name", json!(""), "/parties/0/name"),
        ("/parties/0/name", long(101), "/parties/0/name"),
        ("/parties/0/role", json!("judge"), "/parties/0/role"),
        ("/parties/0/kind", json!("cat"), "/parties/0/kind"),
        ("/parties/0/id_type", json!("library_card"), "/parties/0/id_type"),
        ("/parties/0/gender", json!("7"), "/parties/0/gender"),
        ("/parties/0/ethnicity", long(21), "/parties/0/ethnicity"),
        ("/parties/0/age", json!(151), "/parties/0/age"),
        ("/parties/0/occupation", long(61), "/parties/0/occupation"),
        ("/parties/0/phone", long(41), "/parties/0/phone"),
        ("/parties/1/represents_party_no", json!(0), "/parties/1/represents_party_no"),
        ("/parties/1/represents_party_no", json!(9), "/parties/1/represents_party_no"),
        ("/colour", json!("red"), "/colour"),
        ("/parties/0/colour", json!("red"), "/parties/0/colour"),
    ];
    let mut wrong = Vec::new();
    for (pointer, value, named) in table {
        let mut body = matter();
        put(&mut body, pointer, value.clone());
        let answer = register(&app, &body).await;
        let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
        let is_named = errors.iter().any(|error| error["pointer"] == *named);
        if answer.status != 422 || !is_named {
            wrong.push(format!("{pointer} = {value:.40}: {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    body.pointer_mut(parent).expect("the parent")[name] = value;
}

/// Bodies that are no JSON of ours: 400, 413 or 415, as problems.
#[actix_web::test]
async fn broken_bodies_are_told_apart() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let send = async |kind: &str, body: Vec<u8>| {
        let asking = app.post("/api/v1/cases").as_(&clerk).header("content-type", kind);
        asking.body(body).send().await
    };
    let json = "application/json";
    let twice = format!("{}{}", matter(), matter());
    for body in ["{", "nul", "{\"title\": \"a\"", "{\"title\": 1e999}", &twice] {
        let answer = send(json, body.into()).await;
        assert_problem(&answer, 400, "request.malformed_json");
    }
    for body in [&b"\xff\xfe"[..], b"{\"title\": \"\xff\"}"] {
        assert_problem(&send(json, body.to_vec()).await, 400, "request.malformed_json");
    }
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!([400, 422].contains(&send(json, deep.into_bytes()).await.status));
    for body in ["[]", "null", "1", "\"x\""] {
        let answer = send(json, body.into()).await;
        assert!([400, 422].contains(&answer.status), "{body}: {answer}");
    }
    for kind in ["text/plain", "application/xml", "multipart/form-data"] {
        let answer = send(kind, b"{}".to_vec()).await;
        assert_problem(&answer, 415, "request.unsupported_media_type");
    }
    let big = format!("{{\"title\": \"{}\"}}", "x".repeat(1_100_000));
    assert_problem(&send(json, big.into_bytes()).await, 413, "request.too_large");
    let nul =
        json!({ "title": "a\u{0}b", "narrative": "n", "channel": "phone", "anonymous": true });
    let answer = send(json, nul.to_string().into_bytes()).await;
    assert_eq!(answer.status, 422, "PostgreSQL keeps no NUL in text: {answer}");
}
