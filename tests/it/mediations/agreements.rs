//! 协议与履行: who does what by when, and what became of it.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};

use super::kit::{
    AGREEMENTS, acting, agreed, concluded, go_to, id, ledger_holds, listed, on_agreement, terms,
    told,
};

#[actix_web::test]
async fn an_agreement_is_performed_item_by_item() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (case, agreement) = agreed(&app).await;
    assert_eq!(agreement["agreement_no"], "MA990101-2026-000001");
    assert_eq!(
        (&agreement["state"], &agreement["amount_fen"]),
        (&json!("in_force"), &json!(300_000))
    );
    assert_eq!(agreement["items"][0]["party"]["name"], "王*");
    assert_eq!(agreement["next_steps"][0]["step"], "confirm");
    let done = |no: i32, state: &str, sum: Value| {
        json!({ "item_no": no, "state": state, "amount_fen": sum, "happened_on": "2026-03-02",
            "evidence": "现场查看并拍照" })
    };
    for (body, pointer) in [
        (done(9, "performed", Value::Null), "/item_no"),
        (done(1, "partly", Value::Null), "/amount_fen"),
        (done(1, "partly", json!(300_000)), "/amount_fen"),
        (done(1, "performed", json!(100)), "/amount_fen"),
        (done(2, "partly", json!(100)), "/amount_fen"),
    ] {
        let wrong = acting(&app, &handler, (AGREEMENTS, &agreement), "record_performance", &body);
        assert_fields(&wrong.send().await, &[pointer]);
    }
    let one = on_agreement(
        &app,
        &handler,
        &agreement,
        "record_performance",
        &done(2, "performed", Value::Null),
    )
    .await;
    assert_eq!(one["items"][1]["state"], "performed");
    let two = on_agreement(
        &app,
        &handler,
        &one,
        "record_performance",
        &done(1, "partly", json!(100_000)),
    )
    .await;
    assert_eq!(
        (&two["items"][0]["paid_fen"], &two["state"]),
        (&json!(100_000), &json!("in_force"))
    );
    let again = acting(
        &app,
        &handler,
        (AGREEMENTS, &two),
        "record_performance",
        &done(2, "breached", Value::Null),
    );
    assert_problem(&again.send().await, 409, "agreement.item_settled");
    let three = on_agreement(
        &app,
        &handler,
        &two,
        "record_performance",
        &done(1, "performed", Value::Null),
    )
    .await;
    assert_eq!(
        (&three["state"], &three["items"][0]["paid_fen"]),
        (&json!("performed"), &json!(300_000))
    );
    assert_eq!(three["items"][0]["performances"].as_array().map(Vec::len), Some(2));
    assert_eq!((&three["next_steps"], &three["allowed_actions"]), (&json!([]), &json!([])));
    let (kinds, all) = told(&app, &case).await;
    let of_agreement =
        |kind: &&String| kind.starts_with("agreement_") || kind.starts_with("performance_");
    assert_eq!(
        kinds.iter().filter(of_agreement).collect::<Vec<_>>(),
        [
            "agreement_reached",
            "performance_recorded",
            "performance_recorded",
            "performance_recorded"
        ]
    );
    assert!(!all.contains("王样本") && !all.contains("拍照") && !all.contains("防水。"), "{all}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_breach_names_the_next_step_of_the_law() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (case, agreement) = agreed(&app).await;
    go_to(&app, "2026-03-23T09:00");
    let overdue = listed(&app, &handler, &format!("{AGREEMENTS}?is_overdue=true")).await;
    assert_eq!(overdue, [id(&agreement)]);
    // Nobody has to say that it was not done before the way is open.
    let seen = app.get(format!("{AGREEMENTS}/{}", id(&agreement))).as_(&handler).send().await;
    let seen = seen.expect(200);
    assert_eq!(seen["state"], "in_force");
    let steps = seen["next_steps"].as_array().into_iter().flatten();
    let steps: Vec<_> = steps.filter_map(|step| step["step"].as_str()).collect();
    assert_eq!(steps, ["urge", "confirm", "sue"]);
    let body = json!({ "item_no": 1, "state": "breached", "happened_on": "2026-03-21",
        "evidence": "电话告知不再支付" });
    let broken = on_agreement(&app, &handler, &agreement, "record_performance", &body).await;
    assert_eq!(broken["state"], "breached");
    let steps: Vec<_> = broken["next_steps"].as_array().into_iter().flatten().collect();
    let names: Vec<_> = steps.iter().filter_map(|step| step["step"].as_str()).collect();
    assert_eq!(names, ["urge", "confirm", "sue"]);
    assert!(steps.iter().all(|step| step["source"].as_str().is_some_and(|s| s.contains('法'))));
    // Paid late after all.
    let late = json!({ "item_no": 1, "state": "performed", "happened_on": "2026-03-22",
        "evidence": "转账回单" });
    let paid = on_agreement(&app, &handler, &broken, "record_performance", &late).await;
    assert_eq!(paid["state"], "in_force", "the repair is still owed");
    assert_eq!(told(&app, &case).await.0.last().map(String::as_str), Some("performance_recorded"));
}

#[actix_web::test]
async fn what_cannot_be_an_agreement_is_refused_by_place() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (case, session) = concluded(&app, &json!({ "outcome": "agreed" })).await;
    let path = format!("{}/agreements", case.path());
    let with = |edit: &dyn Fn(&mut Value)| {
        let mut body = terms(&session);
        edit(&mut body);
        body
    };
    for (body, pointer) in [
        (with(&|b| b["concluded_on"] = json!("2026-03-03")), "/concluded_on"),
        (with(&|b| b["concluded_on"] = json!("2026-03-01")), "/concluded_on"),
        (with(&|b| b["effective_on"] = json!("2026-03-01")), "/effective_on"),
        (with(&|b| b["items"][0]["due_on"] = json!("2026-03-01")), "/items/0/due_on"),
        (with(&|b| b["items"][0]["party_no"] = json!(7)), "/items/0/party_no"),
        (with(&|b| b["items"][0]["to_party_no"] = json!(2)), "/items/0/to_party_no"),
        (with(&|b| b["items"] = json!([])), "/items"),
        (with(&|b| b["mediation_id"] = json!(uuid::Uuid::nil())), "/mediation_id"),
    ] {
        let answer = app.post(&path).as_(&handler).json(&body).send().await;
        assert_fields(&answer, &[pointer]);
    }
    app.post(&path).as_(&handler).json(&terms(&session)).send().await.expect(201);
    let twice = app.post(&path).as_(&handler).json(&terms(&session)).send().await;
    assert_problem(&twice, 409, "agreement.exists");
    // Reached outside of a session, and oral.
    let oral = with(&|b| {
        b["form"] = json!("oral");
        b["mediation_id"] = Value::Null;
    });
    let oral = app.post(&path).as_(&handler).json(&oral).send().await.expect(201);
    assert_eq!((&oral["form"], &oral["mediation_id"]), (&json!("oral"), &Value::Null));
    let reason = json!({ "reason": "重复登记" });
    let gone = on_agreement(&app, &handler, &oral, "cancel", &reason).await;
    assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("cancelled"), &json!([])));
    let again = acting(&app, &handler, (AGREEMENTS, &gone), "cancel", &reason).send().await;
    assert_problem(&again, 409, "agreement.illegal_transition");
    let (_, all) = told(&app, &case).await;
    assert!(!all.contains("重复登记"), "{all}");
}

#[actix_web::test]
async fn lists_show_what_is_due_first() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (case, first) = agreed(&app).await;
    let mut body = terms(&json!({ "id": null }));
    body["items"] = json!([{ "party_no": 2, "what": "道歉", "due_on": "2026-03-05" }]);
    app.advance(chrono::Duration::seconds(1));
    let path = format!("{}/agreements", case.path());
    let second = app.post(&path).as_(&handler).json(&body).send().await.expect(201);
    let of = async |query: &str| listed(&app, &handler, &format!("{AGREEMENTS}?{query}")).await;
    assert_eq!(of("").await, [id(&second), id(&first)]);
    assert_eq!(of("sort=next_due_on").await, [id(&second), id(&first)]);
    assert_eq!(of("due_to=2026-03-05").await, [id(&second)]);
    assert_eq!(of("q=MA990101-2026-000001").await, [id(&first)]);
    assert_eq!(of("confirmation=confirmed").await, Vec::<String>::new());
    assert_eq!(of("confirm_by=2026-04-30").await.len(), 2);
    assert_eq!(listed(&app, &handler, &path).await, [id(&second), id(&first)]);
    let page = app.get(format!("{AGREEMENTS}?sort=next_due_on&limit=1")).as_(&handler).send().await;
    let page = page.expect(200);
    let next = page["next_cursor"].as_str().expect("a cursor");
    assert_eq!(of(&format!("sort=next_due_on&limit=1&cursor={next}")).await, [id(&first)]);
}
