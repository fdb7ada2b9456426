//! 交办任务: who sees a task, who may do it, and what the ledger keeps of it.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::case_tasks::jobs::remind;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::ledger_holds;
use crate::receptions::kit::{id, published, record};
use crate::review_meetings::kit::{decided, held};

const TASKS: &str = "/api/v1/case-tasks";

async fn act(app: &TestApp, client: &Client, task: &Value, verb: &str, body: &Value) -> Answer {
    let path = format!("{TASKS}/{}/actions/{verb}", id(task));
    let version = task["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(body).send().await
}

async fn list(app: &TestApp, client: &Client, query: &str) -> Value {
    app.get(format!("{TASKS}?{query}")).as_(client).send().await.expect(200)
}

#[actix_web::test]
async fn a_unit_sees_its_own_tasks_and_no_others() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let meeting = held(&app, "weekly", &case).await;
    // A unit without a part in the case: it sees what it is to do, not what the case is about.
    decided(&app, &meeting, &case, world::LABOUR.id, "2026-03-06").await;
    let (handler, other) = (app.as_handler().await, app.as_other_handler().await);
    assert_eq!(list(&app, &handler, "count=exact").await["total"], 0);
    let own = list(&app, &other, "count=exact").await;
    assert_eq!(own["total"], 1);
    let task = &own["items"][0];
    assert_eq!((&task["origin"], &task["state"]), (&json!("decision"), &json!("open")));
    assert_eq!(task["case"]["case_no"], case.number());
    assert_eq!(
        (&task["case"]["title"], &task["case"]["is_readable"]),
        (&Value::Null, &json!(false))
    );
    let path = format!("{TASKS}/{}", id(task));
    assert_problem(&app.get(&path).as_(&handler).send().await, 404, "request.not_found");
    app.get(&path).as_(&app.as_director().await).send().await.expect(200);
    let stranger = app.as_other_clerk().await;
    assert_eq!(list(&app, &stranger, "count=exact").await["total"], 0);
    assert_eq!(app.get(&path).as_(&stranger).send().await.status, 404);
    let admin = app.as_system_admin().await;
    assert_problem(&app.get(TASKS).as_(&admin).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_task_is_done_once_and_stale_writes_are_told() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let meeting = held(&app, "weekly", &case).await;
    decided(&app, &meeting, &case, world::HOUSING.id, "2026-03-03").await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let task = list(&app, &handler, "").await["items"][0].clone();
    let note = json!({ "note": "已约谈双方" });
    assert_problem(&act(&app, &clerk, &task, "complete", &note).await, 403, "auth.not_allowed");
    let bad = json!({ "note": "电话13800001234" });
    assert_fields(&act(&app, &handler, &task, "complete", &bad).await, &["/note"]);
    app.advance(Duration::days(2));
    assert_eq!(list(&app, &handler, "state=overdue").await["items"][0]["id"], task["id"]);
    assert_eq!(list(&app, &handler, "state=open").await["items"], json!([]));
    let done = act(&app, &handler, &task, "complete", &note).await.expect(200);
    assert_eq!((&done["state"], &done["is_late"]), (&json!("done"), &json!(true)));
    let stale = act(&app, &handler, &task, "complete", &note).await;
    assert_problem(&stale, 412, "request.stale_version");
    let twice = act(&app, &handler, &done, "complete", &note).await;
    assert_problem(&twice, 409, "case_task.ended");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_decision_is_withdrawn_by_the_director_a_promise_by_nobody() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let meeting = held(&app, "weekly", &case).await;
    decided(&app, &meeting, &case, world::HOUSING.id, "2026-03-06").await;
    let (director, handler) = (app.as_director().await, app.as_handler().await);
    let day = published(&app, "2026-03-02", world::LEADER.id).await;
    let promise = json!({ "case_ids": [case.id], "promises": [{ "text": "答复",
        "department_id": world::HOUSING.id, "due_on": "2026-03-06" }] });
    record(&app, &app.as_clerk().await, &day, &promise).await.expect(201);
    let reason = json!({ "reason": "双方已和解" });
    let task = list(&app, &director, "origin=decision").await["items"][0].clone();
    let refused = act(&app, &handler, &task, "withdraw", &reason).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let gone = act(&app, &director, &task, "withdraw", &reason).await.expect(200);
    assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("withdrawn"), &json!([])));
    let promised = list(&app, &director, "origin=promise").await["items"][0].clone();
    assert_eq!(promised["refused_actions"]["withdraw"], "case_task.promise_stays");
    let all = list(&app, &director, &format!("case_id={}&count=exact", case.id)).await;
    assert_eq!(all["total"], 2);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_page_goes_on_where_the_last_one_ended() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let meeting = held(&app, "weekly", &case).await;
    for day in ["2026-03-05", "2026-03-03", "2026-03-04"] {
        decided(&app, &meeting, &case, world::HOUSING.id, day).await;
    }
    let handler = app.as_handler().await;
    let mut days = Vec::new();
    let mut next = String::new();
    loop {
        let page = list(&app, &handler, &format!("limit=1{next}")).await;
        days.push(page["items"][0]["due_on"].clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    assert_eq!(days, ["2026-03-03", "2026-03-04", "2026-03-05"]);
    let before = app.statements();
    list(&app, &handler, "").await;
    assert!(app.statements() - before <= 6);
}

#[actix_web::test]
async fn a_unit_is_reminded_before_the_day_of_a_task_once() {
    let app = TestApp::new().await;
    let other = app.as_other_handler().await;
    let case = app.case().in_progress().await;
    let meeting = held(&app, "weekly", &case).await;
    // Friday; today is Monday.
    decided(&app, &meeting, &case, world::LABOUR.id, "2026-03-06").await;
    let round = async || remind(app.state.clone().into_inner()).await.expect("a round");
    let go_to = |moment: &str| {
        app.clock.set(format!("{moment}:00+08:00").parse().expect("a moment"));
    };
    let told = async || {
        let notices = app.get("/api/v1/notices?kind=task_due_soon").as_(&other).send().await;
        notices.expect(200)["items"].as_array().map_or(0, Vec::len)
    };
    go_to("2026-03-04T10:00");
    assert_eq!(round().await, 0, "two working days ahead");
    go_to("2026-03-05T22:00");
    assert_eq!(round().await, 0, "nobody is told in the evening");
    go_to("2026-03-06T10:00");
    assert_eq!((round().await, told().await), (1, 1));
    assert_eq!((round().await, told().await), (0, 1), "once");
}
