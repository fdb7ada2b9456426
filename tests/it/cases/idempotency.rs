//! `Idempotency-Key`: once, whatever the network does.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::clients::Client;

#[actix_web::test]
async fn the_same_key_and_body_answers_as_the_first_time() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let register = || {
        let asking = app.post("/api/v1/cases").as_(&clerk).idempotency_key("abc-1");
        asking.json(&matter()).send()
    };
    let first = register().await;
    let case = Case::of(&first);
    let second = register().await;
    assert_eq!((second.status, second.text()), (201, first.text()));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(second.header("etag"), first.header("etag"));
    assert_eq!(second.header("location"), first.header("location"));
    let all = app.get("/api/v1/cases").as_(&clerk).send().await.expect(200);
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(all["items"][0]["id"], case.id);
}

#[actix_web::test]
async fn a_key_serves_one_request_of_one_caller() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let send = async |client: &Client, body: &Value| {
        let asking = app.post("/api/v1/cases").as_(client).idempotency_key("k");
        asking.json(body).send().await
    };
    let case = Case::of(&send(&clerk, &matter()).await);
    let mut other = matter();
    other["title"] = "另一件事".into();
    assert_problem(&send(&clerk, &other).await, 422, "idempotency.key_reused");
    let theirs = Case::of(&send(&dispatcher, &matter()).await);
    assert_ne!(theirs.id, case.id, "keys belong to their caller");
    let verb = app.acting(&clerk, &case, "classify", &classified()).idempotency_key("k");
    assert_problem(&verb.send().await, 422, "idempotency.key_reused");
}

#[actix_web::test]
async fn an_action_is_replayed_after_its_version_is_stale() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let classify =
        || app.acting(&dispatcher, &case, "classify", &classified()).idempotency_key("x");
    let first = classify().send().await;
    assert_eq!(first.status, 200, "{first}");
    let second = classify().send().await;
    assert_eq!((second.status, second.text()), (200, first.text()));
}

#[actix_web::test]
async fn a_refusal_is_not_kept() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let body = json!({ "lead_department_id": zongzhi_tests::world::HOUSING.id });
    let dispatch =
        |case: &Case| app.acting(&dispatcher, case, "dispatch", &body).idempotency_key("d");
    assert_problem(&dispatch(&case).send().await, 422, "case.not_classified");
    let case = app.act(&dispatcher, &case, "classify", &classified()).await;
    let answer = dispatch(&case).send().await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[actix_web::test]
async fn a_key_is_short_visible_text() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for key in ["", " ", &"k".repeat(256)] {
        let asking = app.post("/api/v1/cases").as_(&clerk).idempotency_key(key);
        let answer = asking.json(&matter()).send().await;
        assert_problem(&answer, 400, "request.invalid_header");
    }
}
