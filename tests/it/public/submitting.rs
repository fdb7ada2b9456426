//! Submitting in two steps.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::public::jobs::sweep;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::citizen::{Citizen, submission};
use zongzhi_tests::world;

use crate::cases::ledger_holds;

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut body = submission();
    body[name] = value.into();
    body
}

#[actix_web::test]
async fn a_confirmed_submission_is_a_case_like_any_other() {
    let app = TestApp::new().await;
    let pending = app.public("cases", &submission()).send().await;
    for said in ["李示例", "王样本", "13800001234", "防水"] {
        assert!(!pending.text().contains(said), "nothing is repeated: {pending}");
    }
    let pending = pending.expect(200);
    assert_eq!(pending["delivery"], "shown");
    assert_eq!(pending["center"]["name"], world::CENTER.name);
    let clerk = app.as_clerk().await;
    let list = async || {
        let found = app.get("/api/v1/cases?channel=online").as_(&clerk).send().await.expect(200);
        found["items"].as_array().cloned().unwrap_or_default()
    };
    assert!(list().await.is_empty(), "what is not confirmed does not count");
    let token = json!({ "confirmation_token": pending["confirmation_token"] });
    let receipt = app.public("cases/confirmations", &token).send().await.expect(201);
    assert_eq!(receipt["center"]["name"], world::CENTER.name);
    assert!(receipt["next"]["by"].is_string(), "{receipt}");
    let found = list().await;
    assert_eq!(found[0]["case_no"], receipt["case_no"]);
    assert_eq!(found[0]["title"], "楼上卫生间防水失效，多次漏水");
    assert_eq!(found[0]["owner"]["kind"], "dispatcher");
    let case = app.case_of(&Citizen::of(&receipt)).await;
    assert_eq!(case.view["parties"][0]["name"], "李*");
    assert_eq!(case.view["parties"][1]["role"], "respondent");
    let again = app.public("cases/confirmations", &token).send().await;
    assert_problem(&again, 404, "public.confirmation_unknown");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_cannot_wait_is_diverted_before_there_is_a_case() {
    let app = TestApp::new().await;
    let urgent = with("narrative", "邻居持刀堵在门口，还说要放火，家里起火了怎么办。");
    let pending = app.public("cases", &urgent).send().await.expect(200);
    let kinds: Vec<_> = pending["emergencies"].as_array().into_iter().flatten().collect();
    assert_eq!(kinds.len(), 2, "{pending}");
    assert_eq!((&kinds[0]["kind"], &kinds[0]["phones"]), (&json!("violence"), &json!(["110"])));
    assert_eq!((&kinds[1]["kind"], &kinds[1]["phones"]), (&json!("fire"), &json!(["119"])));
    // The server insists, not only the page.
    let token = json!({ "confirmation_token": pending["confirmation_token"] });
    let hasty = app.public("cases/confirmations", &token).send().await;
    assert_fields(&hasty, &["/not_an_emergency"]);
    let clerk = app.as_clerk().await;
    let found = app.get("/api/v1/cases?channel=online").as_(&clerk).send().await.expect(200);
    assert_eq!(found["items"], json!([]), "no case, no number");
    let mut calm = token.clone();
    calm["not_an_emergency"] = json!(true);
    app.public("cases/confirmations", &calm).send().await.expect(201);
    let ordinary = app.public("cases", &submission()).send().await.expect(200);
    assert_eq!(ordinary["emergencies"], json!([]));
}

#[actix_web::test]
async fn a_village_s_matter_goes_to_its_township() {
    let app = TestApp::new().await;
    let pending = app.public("cases", &with("region_id", json!(world::VILLAGE.id))).send().await;
    let pending = pending.expect(200);
    assert_eq!(pending["center"]["name"], world::TOWNSHIP_CENTER.name);
    assert_eq!(pending["region_name"], "东岭镇柳树村");
    let centers = app.get("/api/v1/public/centers").send().await.expect(200);
    let township = centers["items"].as_array().into_iter().flatten();
    let township = township.clone().find(|c| c["unit"]["name"] == world::TOWNSHIP_CENTER.name);
    let township = township.expect("the township's centre");
    assert_eq!(township["regions"][0]["name"], world::VILLAGE.name);
}

#[actix_web::test]
async fn what_nobody_confirms_is_deleted() {
    let app = TestApp::new().await;
    let pending = app.public("cases", &submission()).send().await.expect(200);
    app.advance(Duration::minutes(31));
    let token = json!({ "confirmation_token": pending["confirmation_token"] });
    let late = app.public("cases/confirmations", &token).send().await;
    assert_problem(&late, 404, "public.confirmation_unknown");
    assert_eq!(sweep(app.state.clone().into_inner()).await.expect("a sweep"), 1);
    let gone = app.public("cases/confirmations", &token).send().await;
    assert_problem(&gone, 404, "public.confirmation_unknown");
}

#[actix_web::test]
async fn a_confirmation_sent_twice_is_one_case() {
    let app = TestApp::new().await;
    let pending = app.public("cases", &submission()).send().await.expect(200);
    let token = json!({ "confirmation_token": pending["confirmation_token"] });
    let confirm =
        async || app.public("cases/confirmations", &token).idempotency_key("once").send().await;
    let (first, second) = (confirm().await, confirm().await);
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
}

#[actix_web::test]
async fn bad_input_is_named() {
    let app = TestApp::new().await;
    for (body, pointer) in [
        (with("narrative", "短"), "/narrative"),
        (with("applicant", Value::Null), "/applicant"),
        (with("applicant", json!({ "name": " ", "phone": "13800001234" })), "/applicant/name"),
        (with("anonymous", true), "/applicant"),
        (with("region_id", json!(world::CLERK.id)), "/region_id"),
        (with("occurred_on", "2099-01-01"), "/occurred_on"),
        (with("email", "nowhere"), "/email"),
        (with("level", "simple"), "/level"),
    ] {
        assert_fields(&app.public("cases", &body).send().await, &[pointer]);
    }
    let mut nobody = with("anonymous", true);
    nobody["applicant"] = Value::Null;
    app.public("cases", &nobody).send().await.expect(200);
}

#[actix_web::test]
async fn one_address_cannot_flood_the_intake() {
    let app = TestApp::with(|config| config.public.pending_per_device = 2).await;
    for _ in 0..2 {
        app.public("cases", &submission()).send().await.expect(200);
    }
    let third = app.public("cases", &submission()).send().await;
    assert_problem(&third, 429, "request.rate_limited");
    // Another device has its own.
    let other = app.public("cases", &submission()).header("user-agent", "another").send().await;
    other.expect(200);
    let app = TestApp::with(|config| config.rate_limits.public_per_minute = 2).await;
    let citizen = Citizen { case_no: "990101-20260302-000001".into(), code: "1".into() };
    for _ in 0..2 {
        let wrong = app.public("track", &citizen.says(json!({}))).send().await;
        assert_problem(&wrong, 404, "public.unknown_case");
    }
    let third = app.public("track", &citizen.says(json!({}))).send().await;
    assert_problem(&third, 429, "request.rate_limited");
    assert!(third.header("retry-after").is_some(), "{third}");
}
