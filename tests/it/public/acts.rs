//! What a citizen may say and do.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::ledger_holds;

async fn sentences(app: &TestApp, client: &Client, case: &Case) -> String {
    let events = app.get(format!("{}/events", case.path())).as_(client).send().await.expect(200);
    let items = events["items"].as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|event| event["sentence"].as_str()).collect::<Vec<_>>().join("\n")
}

fn good() -> Value {
    json!({ "solved": true, "fairly_treated": true, "text": "问题解决得很好" })
}

#[actix_web::test]
async fn a_comment_stands_in_the_time_line_and_disturbs_nobody() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    app.citizen(&citizen, "comments", json!({ "text": "昨天又漏了一次" })).await.expect(200);
    let handler = app.as_handler().await;
    let line = sentences(&app, &handler, &case).await;
    assert!(line.contains("群众补充说明。昨天又漏了一次"), "{line}");
    // Who edits the case goes on with the version they have.
    app.act(&handler, &case, "report_progress", &json!({ "note": "已看现场" })).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_complaint_is_read_by_those_outside_the_unit_it_is_about() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    let complaint = json!({ "about": "solicited", "text": "要我给好评" });
    app.citizen(&citizen, "complaints", complaint).await.expect(200);
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let line = sentences(&app, &handler, &case).await;
    assert!(line.contains("群众投诉") && !line.contains("要我给好评"), "{line}");
    assert!(sentences(&app, &supervisor, &case).await.contains("要我给好评"));
    let asked = app.get("/api/v1/callbacks/signals").as_(&supervisor).send().await.expect(200);
    assert_eq!(asked["items"][0]["kind"], "solicited");
    assert_eq!(asked["items"][0]["case"]["id"], case.id);
}

/// A complaint of any kind is looked into by those outside the unit, and its citizen is answered.
#[actix_web::test]
async fn a_complaint_is_answered_on_the_tracking_page() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_progress").await;
    let complaint = json!({ "about": "delay", "text": "两周没有人联系我" });
    let view = app.citizen(&citizen, "complaints", complaint).await.expect(200);
    assert_eq!(view["complaints"][0]["answer"], Value::Null, "{view}");
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let path = "/api/v1/callbacks/signals";
    let asked = app.get(format!("{path}?state=open")).as_(&supervisor).send().await.expect(200);
    let signal = &asked["items"][0];
    assert_eq!((&signal["kind"], &signal["source"]), (&json!("complained"), &json!("complaint")));
    assert_eq!(signal["complaint"], "两周没有人联系我");
    let of_unit = app.get(path).as_(&handler).send().await;
    assert!(of_unit.status == 403 || of_unit.json()["items"] == json!([]), "{of_unit}");
    let path = format!("{path}/{}/actions/answer", signal["id"].as_str().unwrap_or_default());
    let answer =
        json!({ "answer": format!("已约谈{}，李示例您好，本周内联系您。", world::HANDLER.name) });
    app.post(path).as_(&supervisor).if_match(1).json(&answer).send().await.expect(200);
    let seen = app.tracked(&citizen).await;
    assert_eq!(seen["complaints"][0]["answer"], "已约谈冯*，李*您好，本周内联系您。");
    assert!(seen["complaints"][0]["answered_at"].is_string(), "{seen}");
}

#[actix_web::test]
async fn a_case_is_rated_once_and_not_before_it_is_resolved() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_progress").await;
    let early = app.citizen(&citizen, "ratings", good()).await;
    assert_problem(&early, 409, "public.not_rateable");
    let case = app.led_to(&citizen, "closed").await;
    let view = app.citizen(&citizen, "ratings", good()).await.expect(200);
    assert_eq!(view["refused_actions"]["rate"], "public.already_rated");
    let second = app.citizen(&citizen, "ratings", good()).await;
    assert_problem(&second, 409, "public.already_rated");
    let line = sentences(&app, &app.as_clerk().await, &case).await;
    assert!(line.contains("群众评价：是否解决 是，是否受到公正对待 是。问题解决得很好"), "{line}");
}

#[actix_web::test]
async fn not_solved_reopens_within_the_window_only() {
    let app = TestApp::new().await;
    let (citizen, late) = (app.submitted().await, app.submitted().await);
    let open = app.citizen(&citizen, "reopenings", json!({ "text": "x" })).await;
    assert_problem(&open, 409, "case.illegal_transition");
    app.led_to(&citizen, "closed").await;
    app.led_to(&late, "closed").await;
    app.advance(Duration::days(29));
    let view = app.citizen(&citizen, "reopenings", json!({ "text": "修了还在漏" })).await;
    assert!(view.expect(200)["summary"].as_str().unwrap_or_default().contains("正在办理"));
    let case = app.case_of(&citizen).await;
    assert_eq!(case.status(), "in_progress");
    let line = sentences(&app, &app.as_handler().await, &case).await;
    assert!(line.contains("修了还在漏") && line.contains("重新办理"), "{line}");
    app.advance(Duration::days(2));
    let over = app.citizen(&late, "reopenings", json!({ "text": "x" })).await;
    assert_problem(&over, 409, "case.reopen_window");
    ledger_holds(&app).await;
}

/// Putting the dossier away takes nothing of the citizen's time.
#[actix_web::test]
async fn not_solved_reopens_what_was_archived_the_same_day() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let (citizen, late) = (app.submitted().await, app.submitted().await);
    for one in [&citizen, &late] {
        let case = app.led_to(one, "closed").await;
        let case = app.act(&clerk, &case, "archive", &json!({})).await;
        assert_eq!(case.status(), "archived");
    }
    let seen = app.tracked(&citizen).await;
    assert!(seen["allowed_actions"].to_string().contains("reopen"), "{seen}");
    assert!(seen["reopen_until"].is_string(), "{seen}");
    app.citizen(&citizen, "reopenings", json!({ "text": "修了还在漏" })).await.expect(200);
    let case = app.case_of(&citizen).await;
    assert_eq!(case.status(), "in_progress");
    // It goes its way again, with papers that may be brought.
    let handler = app.as_handler().await;
    app.attach(&handler, &case, "again.txt", b"paper", None).await;
    app.led_to(&citizen, "closed").await;
    app.advance(Duration::days(31));
    let over = app.citizen(&late, "reopenings", json!({ "text": "x" })).await;
    assert_problem(&over, 409, "case.reopen_window");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn not_solved_answers_the_callback_that_waits() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_callback").await;
    app.citizen(&citizen, "reopenings", json!({ "text": "还在漏" })).await.expect(200);
    let case = app.case_of(&citizen).await;
    assert_eq!(case.status(), "in_progress");
    ledger_holds(&app).await;
}

/// A rating of somebody whose matter is not solved.
fn unsolved() -> Value {
    json!({ "solved": false, "fairly_treated": true, "text": "修了还在漏" })
}

/// The kinds of the notices of `client`, once everybody was told.
async fn noticed(app: &TestApp, client: &Client) -> Vec<String> {
    app.advance(Duration::milliseconds(1));
    let state = app.state.clone().into_inner();
    seal_ledger(state.clone()).await.expect("sealing");
    fan_out(state).await.expect("telling");
    let page = app.get("/api/v1/notices").as_(client).send().await.expect(200);
    let all = page["items"].as_array().into_iter().flatten();
    all.filter_map(|one| one["kind"].as_str()).map(ToOwned::to_owned).collect()
}

#[actix_web::test]
async fn a_rating_of_not_solved_opens_what_was_closed() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "closed").await;
    app.advance(Duration::days(29));
    let view = app.citizen(&citizen, "ratings", unsolved()).await.expect(200);
    assert!(view["summary"].as_str().unwrap_or_default().contains("正在办理"), "{view}");
    assert_eq!(view["refused_actions"]["rate"], "public.already_rated");
    let case = app.case_of(&citizen).await;
    assert_eq!(case.status(), "in_progress");
    let handler = app.as_handler().await;
    let line = sentences(&app, &handler, &case).await;
    assert!(line.contains("是否解决 否") && line.contains("重新办理"), "{line}");
    assert!(noticed(&app, &handler).await.contains(&"reopened".to_owned()));
    let supervisor = app.as_supervisor().await;
    assert!(noticed(&app, &supervisor).await.contains(&"rated_unsolved".to_owned()));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_rating_of_not_solved_answers_the_callback_that_waits() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_callback").await;
    app.citizen(&citizen, "ratings", unsolved()).await.expect(200);
    let case = app.case_of(&citizen).await;
    assert_eq!(case.status(), "in_progress");
    assert!(noticed(&app, &app.as_handler().await).await.contains(&"rework".to_owned()));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_case_that_is_worked_on_again_is_rated_again() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_callback").await;
    app.citizen(&citizen, "ratings", unsolved()).await.expect(200);
    app.advance(Duration::hours(1));
    let case = app.led_to(&citizen, "in_callback").await;
    // What was said of the first result says nothing of the second.
    let clerk = app.as_clerk().await;
    let row = async || {
        let queue = app.get("/api/v1/callbacks").as_(&clerk).send().await.expect(200);
        assert_eq!(queue["items"][0]["id"], case.id);
        queue["items"][0].clone()
    };
    assert_eq!(row().await["rating"], serde_json::Value::Null);
    let view = app.tracked(&citizen).await;
    assert_eq!(view["refused_actions"]["rate"], serde_json::Value::Null, "{view}");
    let fair = json!({ "solved": true, "fairly_treated": false });
    app.citizen(&citizen, "ratings", fair.clone()).await.expect(200);
    assert_eq!(row().await["rating"]["solved"], true);
    let twice = app.citizen(&citizen, "ratings", fair).await;
    assert_problem(&twice, 409, "public.already_rated");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn after_the_window_a_rating_of_not_solved_is_asked_about() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "closed").await;
    app.advance(Duration::days(31));
    app.citizen(&citizen, "ratings", unsolved()).await.expect(200);
    assert_eq!(app.case_of(&citizen).await.status(), "closed");
    let supervisor = app.as_supervisor().await;
    let asked = app.get("/api/v1/callbacks/signals?kind=unsolved").as_(&supervisor).send().await;
    assert_eq!(asked.expect(200)["items"].as_array().map(Vec::len), Some(1));
    assert!(noticed(&app, &supervisor).await.contains(&"rated_unsolved".to_owned()));
}

#[actix_web::test]
async fn a_citizen_withdraws_while_it_is_open() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_progress").await;
    let why = json!({ "text": "已经和解了" });
    let view = app.citizen(&citizen, "withdrawals", why.clone()).await.expect(200);
    assert_eq!(view["summary"], "已撤回");
    assert_eq!(view["with"], Value::Null);
    assert_eq!(view["allowed_actions"], json!(["complain"]));
    assert_eq!(app.case_of(&citizen).await.status(), "withdrawn");
    let again = app.citizen(&citizen, "withdrawals", why).await;
    assert_problem(&again, 409, "case.illegal_transition");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn enough_is_enough_for_a_day() {
    let app = TestApp::with(|config| config.public.messages_per_day = 2).await;
    let citizen = app.submitted().await;
    let say = async || app.citizen(&citizen, "comments", json!({ "text": "x" })).await;
    say().await.expect(200);
    say().await.expect(200);
    assert_problem(&say().await, 429, "public.too_many_messages");
    app.advance(Duration::hours(25));
    say().await.expect(200);
}

#[actix_web::test]
async fn a_good_rating_answers_the_callback_unless_the_quota_asks_for_a_call() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let quota = async |percent: u8, on: &str| {
        let body =
            json!({ "level": "ordinary", "percent": percent, "valid_from": on, "source": "x" });
        let set = app.post("/api/v1/callbacks/quotas").as_(&supervisor).json(&body);
        set.send().await.expect(201);
    };
    let rated = async |answer: Value| {
        let citizen = app.submitted().await;
        app.led_to(&citizen, "in_callback").await;
        app.advance(Duration::minutes(30));
        app.citizen(&citizen, "ratings", answer).await.expect(200);
        app.case_of(&citizen).await.status().to_owned()
    };
    let plain = json!({ "solved": true, "fairly_treated": true });
    quota(0, "2026-03-02").await;
    assert_eq!(rated(plain.clone()).await, "closed");
    let unfair = json!({ "solved": true, "fairly_treated": false });
    assert_eq!(rated(unfair).await, "in_callback");
    quota(100, "2026-03-02").await;
    assert_eq!(rated(plain).await, "in_callback");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn nobody_rates_from_the_network_of_the_offices() {
    let app = TestApp::with(|config| {
        config.server.trust_forwarded = true;
        config.public.office_networks = vec!["10.8.0.0/16".to_owned()];
    })
    .await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "closed").await;
    let from = async |path: &str, body: Value, address: &str| {
        let asking = app.public(path, &citizen.says(body));
        asking.header("x-forwarded-for", address).send().await
    };
    let seen = from("track", json!({}), "10.8.3.4").await.expect(200);
    assert_eq!(seen["refused_actions"]["rate"], "public.office_network");
    let desk = from("track/ratings", good(), "10.8.3.4").await;
    assert_problem(&desk, 409, "public.office_network");
    // Everything else is said from there, too, and the same guess is the same answer.
    let comment = json!({ "text": "在大厅补充一句" });
    from("track/comments", comment, "10.8.3.4").await.expect(200);
    from("track/ratings", good(), "10.9.3.4").await.expect(200);
}

#[actix_web::test]
async fn a_rating_minutes_after_the_end_is_asked_about() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "closed").await;
    app.advance(Duration::minutes(3));
    app.citizen(&citizen, "ratings", good()).await.expect(200);
    let asked = app.get("/api/v1/callbacks/signals?kind=soon").as_(&supervisor).send().await;
    let asked = asked.expect(200);
    let items = asked["items"].as_array().into_iter().flatten();
    let sources: Vec<_> = items.filter_map(|signal| signal["source"].as_str()).collect();
    assert!(sources.contains(&"rating"), "{asked}");
}
