//! Reports about the system and their answers.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

const FEEDBACK: &str = "/api/v1/feedback";

#[actix_web::test]
async fn a_report_is_answered_and_seen_by_who_sent_it() {
    let app = TestApp::new().await;
    let (clerk, admin) = (app.as_clerk().await, app.as_system_admin().await);
    let body = json!({ "page": "/cases/register", "kind": "burden", "text": "地址要填两遍" });
    let send = || app.post(FEEDBACK).as_(&clerk).idempotency_key("report-1").json(&body);
    let sent = send().send().await;
    let report = sent.expect(201);
    assert_eq!(report["state"], "open");
    assert_eq!(report["person"]["name"], world::CLERK.name);
    assert_eq!(send().send().await.expect(201)["id"], report["id"]);
    let path = sent.header("location").unwrap_or_default().to_owned();
    let answer = json!({ "state": "accepted", "reply": "下一版只填一次" });
    let answered = app.patch(&path).as_(&admin).if_match(1).json(&answer).send().await;
    assert_eq!(answered.expect(200)["state"], "accepted");
    let stale = app.patch(&path).as_(&admin).if_match(1).json(&answer).send().await;
    assert_eq!(assert_problem(&stale, 412, "request.stale_version")["current_version"], 2);
    let blind = app.patch(&path).as_(&admin).json(&answer).send().await;
    assert_problem(&blind, 428, "request.if_match_missing");
    let seen = app.get(&path).as_(&clerk).send().await.expect(200);
    assert_eq!(seen["reply"], "下一版只填一次");
    assert_eq!(seen["allowed_actions"], json!([]));
}

#[actix_web::test]
async fn one_sees_ones_own_reports_and_the_answerer_sees_all() {
    let app = TestApp::new().await;
    let (clerk, leader) = (app.as_clerk().await, app.as_leader().await);
    let mut paths = Vec::new();
    for (client, kind) in [(&clerk, "problem"), (&leader, "idea"), (&clerk, "idea")] {
        let body = json!({ "page": "/", "kind": kind, "text": "…" });
        let sent = app.post(FEEDBACK).as_(client).json(&body).send().await;
        sent.expect(201);
        paths.push(sent.header("location").unwrap_or_default().to_owned());
    }
    let total = async |client, query: &str| {
        let path = format!("{FEEDBACK}?count=exact{query}");
        app.get(path).as_(client).send().await.expect(200)["total"].clone()
    };
    assert_eq!(total(&clerk, "").await, 2);
    assert_eq!(total(&leader, "").await, 1);
    let admin = app.as_system_admin().await;
    assert_eq!(total(&admin, "").await, 3);
    assert_eq!(total(&admin, "&kind=idea&kind=burden").await, 2);
    assert_eq!(total(&admin, "&state=done").await, 0);
    // Somebody else's report does not exist.
    let theirs = app.get(&paths[1]).as_(&clerk).send().await;
    assert_problem(&theirs, 404, "request.not_found");
    let body = json!({ "state": "done" });
    let refused = app.patch(&paths[0]).as_(&clerk).if_match(1).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_report_says_something() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let send = async |body| app.post(FEEDBACK).as_(&clerk).json(&body).send().await;
    let blank = send(json!({ "page": "/", "kind": "idea", "text": "  " })).await;
    assert_fields(&blank, &["/text"]);
    let unknown = send(json!({ "page": "/", "kind": "praise", "text": "good" })).await;
    assert_fields(&unknown, &["/kind"]);
}

#[actix_web::test]
async fn many_reports_at_once_do_not_wait_for_each_other() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = json!({ "page": "/", "kind": "idea", "text": "…" });
    // More than there are connections.
    let sending = (0..24).map(|_| app.post(FEEDBACK).as_(&clerk).json(&body).send());
    for answer in futures_util::future::join_all(sending).await {
        answer.expect(201);
    }
}
