//! Assignment always notifies: who is told of what happens to a case, and who is not.

use chrono::Duration;
use serde_json::json;
use zongzhi::features::cases::jobs::{auto_sign, seal_ledger};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::kit::{inbox, kinds, told};

#[actix_web::test]
async fn who_has_to_sign_is_told_and_nobody_else() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).dispatched().await;
    assert_eq!(told(&app).await, 2);
    let lead = inbox(&app, &app.as_handler().await).await;
    assert_eq!(lead.len(), 1);
    assert_eq!(lead[0]["kind"], "assigned");
    assert_eq!(lead[0]["group"], "to_do");
    assert_eq!(lead[0]["about"], json!({ "kind": "case", "id": case.id }));
    let text = lead[0]["text"].as_str().unwrap_or_default();
    assert!(text.contains(case.number()) && text.contains(world::HOUSING.name), "{text}");
    assert_eq!(kinds(&app, &app.as_other_handler().await).await, ["assist_assigned"]);
    for other in [app.as_dispatcher().await, app.as_mediator().await, app.as_clerk().await] {
        assert_eq!(inbox(&app, &other).await.len(), 0, "{}", other.username);
    }
    let county = app.as_other_county_handler().await;
    assert_eq!(inbox(&app, &county).await.len(), 0);
}

#[actix_web::test]
async fn nobody_gets_two_for_one_fact() {
    let app = TestApp::new().await;
    app.case().dispatched().await;
    assert_eq!(told(&app).await, 1);
    assert_eq!(told(&app).await, 0, "told again");
    // A server that died after telling and before moving on would begin again.
    let again = "UPDATE notice_cursors SET block_no = 1, told = 0";
    sea_orm::ConnectionTrait::execute_unprepared(app.state.db.migrator(), again)
        .await
        .expect("the cursor");
    assert_eq!(told(&app).await, 0, "told again from the start");
    assert_eq!(inbox(&app, &app.as_handler().await).await.len(), 1);
}

#[actix_web::test]
async fn no_words_of_the_matter_and_no_names_are_in_a_notice() {
    let app = TestApp::new().await;
    app.case().in_progress().await;
    app.case().resolved().await;
    told(&app).await;
    let clients = [app.as_handler().await, app.as_dispatcher().await];
    for client in clients {
        let all = inbox(&app, &client).await;
        assert!(!all.is_empty(), "{}", client.username);
        let text = serde_json::to_string(&all).expect("JSON");
        let secret = ["漏水", "李示例", "王样本", "1380000", world::HANDLER.name];
        for word in secret {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[actix_web::test]
async fn a_return_is_told_to_the_dispatcher_and_at_the_limit_to_the_director() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let director = app.as_director().await;
    let body = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let case = app.case().dispatched().await;
    let case = app.act(&handler, &case, "return", &body).await;
    told(&app).await;
    assert_eq!(kinds(&app, &dispatcher).await, ["returned"]);
    assert_eq!(kinds(&app, &director).await, Vec::<String>::new());
    let again = json!({ "lead_department_id": world::HOUSING.id });
    let case = app.act(&dispatcher, &case, "dispatch", &again).await;
    let case = app.act(&handler, &case, "return", &body).await;
    told(&app).await;
    assert_eq!(kinds(&app, &dispatcher).await, ["returned", "returned"]);
    assert_eq!(kinds(&app, &director).await, ["awaiting_ruling"]);
    let ruling = json!({ "lead_department_id": world::LABOUR.id, "reason": "职责清单" });
    app.act(&director, &case, "rule", &ruling).await;
    told(&app).await;
    assert_eq!(kinds(&app, &app.as_other_handler().await).await, ["ruled"]);
    assert_eq!(kinds(&app, &dispatcher).await[0], "ruled");
    assert_eq!(kinds(&app, &director).await, ["awaiting_ruling"], "told of their own ruling");
}

#[actix_web::test]
async fn the_way_to_closing_is_told_to_whose_turn_it_is() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let case = app.case().resolved().await;
    told(&app).await;
    assert_eq!(kinds(&app, &dispatcher).await, ["resolved"]);
    let reason = json!({ "reason": "缺少履行凭证" });
    let case = app.act(&dispatcher, &case, "reject_resolution", &reason).await;
    told(&app).await;
    assert_eq!(kinds(&app, &handler).await[0], "resolution_rejected");
    let ask = json!({ "days": 1, "reason": "等待鉴定" });
    let case = app.act(&handler, &case, "request_extension", &ask).await;
    told(&app).await;
    for decider in [app.as_supervisor().await, app.as_director().await] {
        assert_eq!(kinds(&app, &decider).await[0], "extension_requested");
    }
    let yes = json!({ "approve": true, "reason": "同意" });
    let supervisor = app.as_supervisor().await;
    let case = app.act(&supervisor, &case, "decide_extension", &yes).await;
    let stop = json!({ "reason_code": "appraisal" });
    let case = app.act(&supervisor, &case, "suspend", &stop).await;
    let case = app.act(&supervisor, &case, "resume", &json!({})).await;
    told(&app).await;
    assert_eq!(kinds(&app, &handler).await[..3], ["resumed", "suspended", "extension_decided"]);
    let clerk = app.as_clerk().await;
    app.act(&clerk, &case, "withdraw", &json!({ "reason": "当事人和解" })).await;
    told(&app).await;
    assert_eq!(kinds(&app, &handler).await[0], "withdrawn");
    assert_eq!(kinds(&app, &dispatcher).await[0], "withdrawn");
}

#[actix_web::test]
async fn reopening_reaches_the_responsible_body() {
    let app = TestApp::new().await;
    let case = app.case().closed().await;
    let supervisor = app.as_supervisor().await;
    app.act(&supervisor, &case, "reopen", &json!({ "reason": "问题反弹" })).await;
    told(&app).await;
    assert_eq!(kinds(&app, &app.as_handler().await).await[0], "reopened");
    assert_eq!(kinds(&app, &app.as_dispatcher().await).await[0], "reopened");
}

#[actix_web::test]
async fn what_the_system_signs_is_told_to_the_department() {
    let app = TestApp::new().await;
    app.case().dispatched().await;
    app.advance(Duration::days(4));
    let state = app.state.clone().into_inner();
    assert_eq!(auto_sign(state).await.expect("signing"), 1);
    told(&app).await;
    assert_eq!(kinds(&app, &app.as_handler().await).await, ["auto_signed", "assigned"]);
}

#[actix_web::test]
async fn an_assistant_a_level_a_charge_and_a_merge_are_told() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let labour = app.as_other_handler().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let case = app.act(&labour, &case, "sign", &json!({})).await;
    let case = app.act(&labour, &case, "complete_assist", &json!({ "result": "已核实" })).await;
    told(&app).await;
    assert_eq!(kinds(&app, &handler).await[0], "assist_completed");
    let plan = json!({ "plan": "每周调度", "next_review_on": "2026-03-09" });
    app.act(&app.as_leader().await, &case, "take_charge", &plan).await;
    told(&app).await;
    assert_eq!(kinds(&app, &handler).await[0], "taken_in_charge");
    let moved = app.case().registered().await;
    let down = json!({ "to_center_id": world::TOWNSHIP_CENTER.id, "reason": "属镇管辖" });
    app.act(&dispatcher, &moved, "transfer_level", &down).await;
    told(&app).await;
    let township = app.as_township_dispatcher().await;
    assert_eq!(kinds(&app, &township).await, ["level_transferred"]);
    let (other, merged) = (app.case().registered().await, app.case().in_progress().await);
    app.act(&dispatcher, &merged, "merge", &json!({ "into_case_id": other.id })).await;
    told(&app).await;
    let first = &inbox(&app, &handler).await[0];
    assert_eq!(first["kind"], "merged");
    assert_eq!(first["params"]["other_case_no"], other.number());
}

#[actix_web::test]
async fn an_assistant_is_told_that_its_part_has_ended() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let (clerk, labour) = (app.as_clerk().await, app.as_other_handler().await);
    let other = app.case().registered().await;
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let off = json!({ "department_id": world::LABOUR.id, "reason": "无需协办" });
    let down = json!({ "to_center_id": world::TOWNSHIP_CENTER.id, "reason": "属镇管辖" });
    let assisted = || app.case().assisted_by(world::LABOUR);
    let merge = json!({ "into_case_id": other.id });
    let settled = json!({ "reason": "当事人和解" });
    let ends = [
        (&handler, assisted().dispatched().await, "return", &back),
        (&handler, assisted().in_progress().await, "remove_assist", &off),
        (&dispatcher, assisted().in_progress().await, "transfer_level", &down),
        (&dispatcher, assisted().in_progress().await, "merge", &merge),
        (&clerk, assisted().in_progress().await, "withdraw", &settled),
    ];
    for (client, case, verb, body) in ends {
        told(&app).await;
        app.act(client, &case, verb, body).await;
        told(&app).await;
        let first = &inbox(&app, &labour).await[0];
        assert_eq!(first["kind"], "assist_ended", "{verb}");
        // What cannot be opened any more is not linked to.
        assert_eq!(first["about"], json!(null), "{verb}");
        let text = first["text"].as_str().unwrap_or_default();
        assert!(text.contains(case.number()) && text.contains(world::LABOUR.name), "{text}");
    }
    // What is done has not ended, and nobody is told of what they gave back themselves.
    let done = assisted().in_progress().await;
    let done = app.act(&labour, &done, "sign", &json!({})).await;
    let done = app.act(&labour, &done, "complete_assist", &json!({ "result": "已核实" })).await;
    let given = assisted().in_progress().await;
    told(&app).await;
    let before = inbox(&app, &labour).await.len();
    app.act(&clerk, &done, "withdraw", &settled).await;
    told(&app).await;
    app.act(&labour, &given, "return_assist", &back).await;
    told(&app).await;
    assert_eq!(inbox(&app, &labour).await.len(), before);
    assert_eq!(kinds(&app, &handler).await[0], "assist_returned");
    assert_eq!(kinds(&app, &dispatcher).await[0], "assist_returned");
}

#[actix_web::test]
async fn who_was_withdrawn_from_the_post_is_not_told() {
    let app = TestApp::new().await;
    let (admin, handler) = (app.as_system_admin().await, app.as_handler().await);
    app.case().dispatched().await;
    let path = format!("/api/v1/capacities/{}", world::HANDLER.capacity_id);
    let no = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&no).send().await.expect(200);
    told(&app).await;
    let count = app.state.db.statements();
    assert!(count > 0);
    let yes = json!({ "is_active": true });
    let path = format!("/api/v1/capacities/{}", world::HANDLER.capacity_id);
    app.patch(path).as_(&admin).if_match(2).json(&yes).send().await.expect(200);
    assert_eq!(kinds(&app, &handler).await, Vec::<String>::new());
}

#[actix_web::test]
async fn what_happened_long_ago_is_history_and_no_news() {
    let app = TestApp::new().await;
    app.case().dispatched().await;
    app.advance(Duration::days(30));
    assert_eq!(told(&app).await, 0);
}

#[actix_web::test]
async fn telling_a_block_costs_few_statements_and_an_action_none() {
    let app = TestApp::new().await;
    for _ in 0..12 {
        app.case().dispatched().await;
    }
    let state = app.state.clone().into_inner();
    seal_ledger(state.clone()).await.expect("sealing");
    let before = app.statements();
    let made = zongzhi::features::notices::fan_out::fan_out(state).await.expect("telling");
    let statements = app.statements() - before;
    assert_eq!(made, 12);
    assert!(statements <= 12, "telling 12 assignments runs {statements} statements");
}
