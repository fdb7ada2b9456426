//! Orders from issue to closing, alone and in a batch.

use std::sync::Arc;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::supervision::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::world;

use super::kit::{
    ORDERS, about, act, acting, events, issuing, kinds, ledger_holds, listed, ordered, path,
};

#[actix_web::test]
async fn an_order_is_replied_to_sent_back_replied_to_again_accepted_and_closed() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let order = ordered(&app, &[&case]).await;
    assert_eq!(order["state"], "issued");
    assert_eq!(order["order_no"], "SO990101-20260302-000001");
    assert_eq!(order["issuer"]["person"]["name"], world::SUPERVISOR.name);
    assert_eq!(order["department"]["name"], world::HOUSING.name);
    assert_eq!(order["reply_due_on"], "2026-03-05");
    assert_eq!(order["allowed_actions"], json!(["cancel"]));
    assert_eq!(order["refused_actions"]["reply"], "auth.not_allowed");
    assert_eq!(order["refused_actions"]["accept_reply"], "supervision_order.illegal_transition");

    let seen = app.get(path(&order)).as_(&handler).send().await;
    assert_eq!(seen.version(), 1);
    let seen = seen.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["reply"]));
    let reply = json!({ "text": "已联系双方" });
    let replied = act(&app, &handler, &seen, "reply", &reply).await;
    assert_eq!(
        (&replied["state"], &replied["replies"][0]["is_late"]),
        (&json!("replied"), &json!(false))
    );

    let back = json!({ "reason": "未说明完成时间", "reply_due_on": "2026-03-09" });
    let again = act(&app, &supervisor, &replied, "reject_reply", &back).await;
    assert_eq!((&again["state"], &again["round"]), (&json!("issued"), &json!(2)));
    assert_eq!(again["reply_due_on"], "2026-03-09");
    assert_eq!(again["replies"][0]["verdict"], "rejected");
    assert_eq!(again["replies"][0]["decided_by"]["name"], world::SUPERVISOR.name);

    // A day late this time.
    app.advance(Duration::days(8));
    let overdue = listed(&app, &supervisor, "overdue=true").await;
    assert_eq!(overdue.len(), 1);
    assert_eq!(overdue[0]["is_overdue"], true);
    let late = act(&app, &handler, &again, "reply", &json!({ "text": "周五完成维修" })).await;
    assert_eq!(late["replies"][1]["is_late"], true);
    assert_eq!(late["was_late"], true);
    let director = app.as_director().await;
    let accepted = act(&app, &director, &late, "accept_reply", &json!({})).await;
    assert_eq!(accepted["state"], "accepted");
    assert_eq!(accepted["allowed_actions"], json!([]));

    // It is closed once its case has been handled.
    let close = async || jobs::close_orders(Arc::clone(&app.state.clone().into_inner())).await;
    assert_eq!(close().await.expect("a round"), 0);
    let now = app.see(&handler, &case).await;
    app.act(&handler, &now, "resolve", &resolved()).await;
    assert_eq!(close().await.expect("a round"), 1);
    let closed = app.get(path(&order)).as_(&supervisor).send().await.expect(200);
    assert_eq!(closed["state"], "closed");
    assert_eq!(
        kinds(&app, &case).await,
        [
            "supervision_ordered",
            "supervision_replied",
            "supervision_reply_rejected",
            "supervision_replied",
            "supervision_reply_accepted",
        ]
    );
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn the_words_of_an_order_stay_out_of_the_ledger_and_are_bound_by_it() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let case = app.case().in_progress().await;
    let order = ordered(&app, &[&case]).await;
    act(&app, &handler, &order, "reply", &json!({ "text": "已联系李示例" })).await;
    for event in events(&app, &case).await {
        assert!(!event.data.contains("李示例"), "{}", event.data);
        assert!(!event.data.contains("抓紧办理"), "{}", event.data);
    }
    let last = events(&app, &case).await.pop().expect("an event");
    assert!(last.data.contains("text_hash"), "{}", last.data);
    let seen = app.get(format!("{}/events", case.path())).as_(&handler).send().await.expect(200);
    let sentence = seen["items"].as_array().and_then(|items| items.last()).expect("an event");
    assert_eq!(sentence["sentence"], "县住房和城乡建设局回复督办 SO990101-20260302-000001");
}

#[actix_web::test]
async fn cases_of_several_departments_become_one_order_each() {
    let app = TestApp::new().await;
    let (supervisor, director) = (app.as_supervisor().await, app.as_director().await);
    let one = app.case().in_progress().await;
    let two = app.case().led_by(world::JUSTICE).dispatched().await;
    let three = app.case().assisted_by(world::LABOUR).in_progress().await;
    let mut body = about(&[&one, &two, &three, &three]);
    body["cases"][3]["department_id"] = json!(world::LABOUR.id);
    body["reply_due_on"] = json!("2026-03-04");
    let preview = app.post(format!("{ORDERS}/preview")).as_(&director).json(&body).send().await;
    let preview = preview.expect(200);
    let departments = |orders: &serde_json::Value| -> Vec<(String, usize)> {
        let orders = orders.as_array().into_iter().flatten();
        orders
            .map(|order| {
                let name = order["department"]["name"].as_str().unwrap_or_default().to_owned();
                (name, order["cases"].as_array().map_or(0, Vec::len))
            })
            .collect()
    };
    let wanted = [(world::HOUSING, 2), (world::JUSTICE, 1), (world::LABOUR, 1)]
        .map(|(department, cases)| (department.name.to_owned(), cases));
    assert_eq!(departments(&preview["orders"]), wanted);
    assert_eq!(preview["refused"], json!([]));
    assert_eq!(listed(&app, &supervisor, "").await.len(), 0, "a preview stores nothing");

    let send = || issuing(&app, &director, &body).idempotency_key("batch-1").send();
    let issued = send().await;
    let orders = issued.expect(201);
    assert_eq!(departments(&orders["items"]), wanted);
    assert_eq!(send().await.expect(201), orders, "the same key makes no second batch");
    assert_eq!(listed(&app, &supervisor, "").await.len(), 3);
    let first = app.get(issued.header("location").unwrap_or_default()).as_(&director).send().await;
    assert_eq!(first.expect(200)["id"], orders["items"][0]["id"]);
    let twice = kinds(&app, &three).await;
    assert_eq!(twice, ["supervision_ordered", "supervision_ordered"], "one for each department");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_is_accepted_after_the_case_was_handled_is_closed_at_once() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let order = ordered(&app, &[&case]).await;
    let replied = act(&app, &handler, &order, "reply", &json!({ "text": "今日办结" })).await;
    let now = app.see(&handler, &case).await;
    app.act(&handler, &now, "resolve", &resolved()).await;
    let closed =
        act(&app, &supervisor, &replied, "accept_reply", &json!({ "reason": "属实" })).await;
    assert_eq!(closed["state"], "closed");
    assert_eq!(closed["replies"][0]["verdict_reason"], "属实");
}

#[actix_web::test]
async fn an_order_is_cancelled_with_a_reason_and_another_may_follow() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let order = ordered(&app, &[&case]).await;
    let cancelled = act(&app, &supervisor, &order, "cancel", &json!({ "reason": "误发" })).await;
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(cancelled["cancel_reason"], "误发");
    let again =
        acting(&app, &supervisor, &cancelled, "cancel", &json!({ "reason": "x" })).send().await;
    let problem = assert_problem(&again, 409, "supervision_order.illegal_transition");
    assert_eq!((&problem["state"], &problem["allowed_actions"]), (&json!("cancelled"), &json!([])));
    let next = ordered(&app, &[&case]).await;
    assert_eq!(next["order_no"], "SO990101-20260302-000002");
}

#[actix_web::test]
async fn lists_filter_and_page_in_both_orders() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let mut made = Vec::new();
    for day in ["2026-03-06", "2026-03-04", "2026-03-05"] {
        let case = app.case().in_progress().await;
        let mut body = about(&[&case]);
        body["reply_due_on"] = json!(day);
        app.advance(Duration::seconds(1));
        let issued = issuing(&app, &supervisor, &body).send().await.expect(201);
        made.push((issued["items"][0]["id"].clone(), case));
    }
    let pages = async |sort: &str| {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{ORDERS}?limit=1&sort={sort}{cursor}");
            let page = app.get(path).as_(&supervisor).send().await.expect(200);
            found.push(page["items"][0]["id"].clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    let id = |at: usize| made[at].0.clone();
    assert_eq!(pages("-issued_at").await, [id(2), id(1), id(0)]);
    assert_eq!(pages("reply_due_on").await, [id(1), id(2), id(0)]);
    let about = listed(&app, &supervisor, &format!("case_id={}", made[1].1.id)).await;
    assert_eq!(about.len(), 1);
    assert_eq!(about[0]["id"], id(1));
    assert_eq!(listed(&app, &supervisor, "q=SO990101-20260302-000003").await.len(), 1);
    assert_eq!(listed(&app, &supervisor, "q=%25").await.len(), 0);
    assert_eq!(listed(&app, &supervisor, "state=replied&state=closed").await.len(), 0);
    assert_eq!(listed(&app, &supervisor, "overdue=false").await.len(), 3);
    let housing = format!("department_id={}", world::HOUSING.id);
    assert_eq!(listed(&app, &supervisor, &housing).await.len(), 3);
    let path = format!("{}/supervision-orders", made[0].1.path());
    let of_case = app.get(path).as_(&supervisor).send().await.expect(200);
    assert_eq!(of_case["total"], 1);
}

#[actix_web::test]
async fn the_orders_about_one_case_are_paged_to_the_last() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let mut made = Vec::new();
    for _ in 0..3 {
        let order = ordered(&app, &[&case]).await;
        act(&app, &supervisor, &order, "cancel", &json!({ "reason": "已办结" })).await;
        made.insert(0, order["id"].clone());
        app.advance(Duration::minutes(1));
    }
    let path = format!("{}/supervision-orders", case.path());
    let first = app.get(format!("{path}?limit=2")).as_(&supervisor).send().await.expect(200);
    let cursor = first["next_cursor"].as_str().expect("there is more");
    let rest = app.get(format!("{path}?limit=2&cursor={cursor}")).as_(&supervisor);
    let rest = rest.send().await.expect(200);
    assert_eq!((&rest["next_cursor"], &rest["total"]), (&Value::Null, &json!(3)));
    let pages = [&first, &rest].map(|page| page["items"].as_array().cloned().unwrap_or_default());
    let found: Vec<_> = pages.concat().iter().map(|order| order["id"].clone()).collect();
    assert_eq!(found, made);
    // A cursor is of one case's orders alone.
    let other = app.case().in_progress().await;
    let other = format!("{}/supervision-orders?cursor={cursor}", other.path());
    let other = app.get(other).as_(&supervisor).send().await;
    assert_problem(&other, 400, "request.invalid_cursor");
}

#[actix_web::test]
async fn a_batch_costs_each_case_two_statements() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let cost = async |count: usize| {
        let mut cases = Vec::new();
        for _ in 0..count {
            cases.push(app.case().in_progress().await);
        }
        let body = about(&cases.iter().collect::<Vec<_>>());
        let before = app.statements();
        issuing(&app, &supervisor, &body).send().await.expect(201);
        app.statements() - before
    };
    let (one, five) = (cost(1).await, cost(5).await);
    assert_eq!(five - one, 4 * 2, "{one} and {five}");
    assert!(one <= 14, "{one}");
}
