//! The contract of each system: its message becomes a case with all it said, once.

use futures_util::future::join_all;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{ADAPTERS, deliver, message, simulate, systems};

/// The case a receipt names, as the clerk sees it.
async fn case_of(app: &TestApp, client: &Client, receipt: &Value) -> Value {
    let id = receipt["case_id"].as_str().unwrap_or_default();
    app.get(format!("/api/v1/cases/{id}")).as_(client).send().await.expect(200)
}

async fn parties(app: &TestApp, client: &Client, case: &Value) -> Vec<(String, String)> {
    let id = case["id"].as_str().unwrap_or_default();
    let page = app.get(format!("/api/v1/cases/{id}/parties")).as_(client).send().await.expect(200);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = page["items"].as_array().into_iter().flatten();
    items.map(|party| (text(&party["role"]), text(&party["kind"]))).collect()
}

fn pair(role: &str, kind: &str) -> (String, String) {
    (role.to_owned(), kind.to_owned())
}

#[actix_web::test]
async fn a_hotline_order_becomes_a_case() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let answer = deliver(&app, &clerk, "hotline_12345", &message("hotline_12345", "H-1")).await;
    assert_eq!(answer.status, 201, "{answer}");
    let receipt = answer.json();
    assert_eq!(receipt["outcome"], "registered");
    assert_eq!(receipt["status_word"], "已接收");
    assert!(receipt["tracking_code"].as_str().is_some_and(|code| code.len() == 8), "{receipt}");
    let case = case_of(&app, &clerk, &receipt).await;
    assert_eq!(case["channel"], "hotline_12345");
    assert_eq!(case["source"]["system"], "12345");
    assert_eq!(case["source"]["number"], "H-1");
    assert_eq!(case["source"]["received_at"], "2026-03-02T00:40:00Z");
    assert_eq!(case["title"], "小区电梯长期停运，物业不予维修");
    assert_eq!(case["type_code"], "0402", "030608 is property management");
    assert_eq!(case["occurred_on"], "2026-02-20");
    assert_eq!(case["people_count"], 46);
    assert_eq!(case["willing_to_mediate"], true);
    assert_eq!(case["place"]["region"]["code"], world::TOWNSHIP.code, "{}", case["place"]);
    let wanted = [pair("applicant", "person"), pair("respondent", "organization")];
    assert_eq!(parties(&app, &clerk, &case).await, wanted);
}

#[actix_web::test]
async fn a_grid_event_becomes_a_case() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let receipt = deliver(&app, &clerk, "grid_event", &message("grid_event", "G-1")).await;
    let case = case_of(&app, &clerk, &receipt.expect(201)).await;
    assert_eq!((&case["channel"], &case["type_code"]), (&json!("grid"), &json!("02")));
    assert_eq!((&case["level"], &case["scale_code"]), (&json!("ordinary"), &json!("01")));
    assert!(case["narrative"].as_str().is_some_and(|text| text.contains('\n')), "both texts");
    let wanted = [pair("applicant", "person"), pair("respondent", "person")];
    assert_eq!(parties(&app, &clerk, &case).await, wanted);
}

#[actix_web::test]
async fn a_transfer_of_110_becomes_a_case_and_a_crime_does_not() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let receipt = deliver(&app, &clerk, "police_110", &message("police_110", "P-1")).await;
    let case = case_of(&app, &clerk, &receipt.expect(201)).await;
    assert_eq!((&case["channel"], &case["type_code"]), (&json!("police_110"), &json!("02")));
    assert_eq!(case["source"]["received_at"], "2026-03-01T15:30:00Z");
    let mut crime = message("police_110", "P-2");
    crime["nature"] = json!("刑事");
    let refused = deliver(&app, &clerk, "police_110", &crime).await;
    let problem = assert_problem(&refused, 422, "adapter.refused");
    assert_eq!(problem["refusal_code"], "police_matter");
}

#[actix_web::test]
async fn a_petition_becomes_a_case_and_an_accusation_does_not() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let receipt = deliver(&app, &clerk, "petition", &message("petition", "X-1")).await;
    let case = case_of(&app, &clerk, &receipt.expect(201)).await;
    assert_eq!((&case["channel"], &case["type_code"]), (&json!("petition"), &json!("07")));
    assert_eq!(case["place"]["region"]["code"], world::COUNTY.code, "filled up with zeros");
    let mut accusation = message("petition", "X-2");
    accusation["category"] = json!("检举控告");
    let refused = deliver(&app, &clerk, "petition", &accusation).await;
    assert_eq!(assert_problem(&refused, 422, "adapter.refused")["refusal_code"], "accusation");
}

#[actix_web::test]
async fn a_court_referral_becomes_a_case() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let receipt = deliver(&app, &clerk, "court_referral", &message("court_referral", "C-1")).await;
    let case = case_of(&app, &clerk, &receipt.expect(201)).await;
    assert_eq!((&case["channel"], &case["type_code"]), (&json!("court"), &json!("0804")));
    assert_eq!(case["amount_fen"], 5_000_000);
    let wanted = [pair("applicant", "person"), pair("respondent", "person")];
    assert_eq!(parties(&app, &clerk, &case).await, wanted);
}

#[actix_web::test]
async fn a_number_is_registered_once_however_often_it_comes() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for code in systems() {
        let first = simulate(&app, &clerk, code, 2).await;
        let mut again = message(code, &format!("SIM-{code}-0001"));
        // Even where the rest of it does not fit any more.
        again["content"] = json!(null);
        let known = deliver(&app, &clerk, code, &again).await.expect(200);
        assert_eq!(known["outcome"], "known");
        assert_eq!(known["case_id"], first[0]["case_id"]);
        assert_eq!(known["tracking_code"], json!(null), "told once");
    }
    let cases = app.get("/api/v1/cases?count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!(cases["total"], 10);
}

#[actix_web::test]
async fn deliveries_at_once_make_one_case() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = message("petition", "X-9");
    let answers = join_all((0..8).map(|_| deliver(&app, &clerk, "petition", &body))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201], "{answers:?}");
    for answer in &answers {
        assert_eq!(answer.json()["case_id"], answers[0].json()["case_id"]);
    }
}

#[actix_web::test]
async fn an_idempotency_key_answers_as_the_first_time() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let body = message("grid_event", "G-7");
    let send = || {
        let path = format!("{ADAPTERS}/grid_event/messages");
        app.post(path).as_(&clerk).idempotency_key("one").json(&body).send()
    };
    let first = send().await;
    let again = send().await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json(), "the code for the citizen included");
}

#[actix_web::test]
async fn what_does_not_fit_is_named_in_the_message_and_noted_without_a_word_of_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut body = message("hotline_12345", "H-5");
    body["accepted_at"] = json!("昨天");
    body["region_code"] = json!("110101");
    let refused = deliver(&app, &clerk, "hotline_12345", &body).await;
    assert_fields(&refused, &["/accepted_at"]);
    body["accepted_at"] = json!("2026-03-02 08:00:00");
    let refused = deliver(&app, &clerk, "hotline_12345", &body).await;
    assert_fields(&refused, &["/region_code"]);
    body["region_code"] = json!(world::COUNTY.code);
    body["caller"]["phone"] = json!("1".repeat(50));
    let refused = deliver(&app, &clerk, "hotline_12345", &body).await;
    assert_fields(&refused, &["/caller/phone"]);
    body["accepted_at"] = json!("2036-03-02 08:00:00");
    body["caller"]["phone"] = json!("13800000001");
    let refused = deliver(&app, &clerk, "hotline_12345", &body).await;
    assert_fields(&refused, &["/accepted_at"]);
    let empty = deliver(&app, &clerk, "hotline_12345", &json!({})).await;
    assert_fields(&empty, &["/order_no"]);

    let path = format!("{ADAPTERS}/hotline_12345/messages?outcome=refused&count=exact");
    let page = app.get(path).as_(&clerk).send().await;
    let log = page.expect(200);
    assert_eq!(log["total"], 5);
    let of = |pointer: &str| {
        let all = log["items"].as_array().into_iter().flatten();
        all.filter(|one| one["pointer"] == pointer).collect::<Vec<_>>()
    };
    assert_eq!(of("/order_no")[0]["number"], json!(null));
    assert!(of("/accepted_at").iter().any(|one| one["problem_code"] == "adapter.not_a_time"));
    assert_eq!(of("/region_code")[0]["number"], "H-5");
    for said in ["昨天", "138000", "李示例", "电梯"] {
        assert!(!log.to_string().contains(said), "the log tells {said}");
    }
    let cases = app.get("/api/v1/cases?count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!(cases["total"], 0);
}
