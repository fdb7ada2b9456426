//! 司法确认: thirty days, both sides together, and what the court answered.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};

use super::kit::{AGREEMENTS, acting, agreed, go_to, id, ledger_holds, on_agreement, told};

#[actix_web::test]
async fn the_thirty_days_are_counted_down_and_explained() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (_, agreement) = agreed(&app).await;
    let clock = &agreement["confirmation"]["clock"];
    // From the day after 2026-03-02, to 2026-04-01: a Wednesday.
    assert_eq!(clock["due_at"], "2026-04-01T15:59:59.999999Z");
    assert_eq!(
        (&clock["kind"], &clock["state"]),
        (&json!("judicial_confirmation"), &json!("running"))
    );
    assert!(clock["source"].as_str().is_some_and(|text| text.contains("人民调解法第三十三条")));
    let path = format!("{AGREEMENTS}/{}/confirmation-explanation", id(&agreement));
    let told = app.get(path).as_(&handler).send().await.expect(200);
    let steps = told["steps"].as_array().cloned().unwrap_or_default();
    assert_eq!(steps.len(), 31, "the day itself, and thirty");
    assert_eq!(steps[0]["reason_code"], "start_day_not_counted");
    assert_eq!(told["result"]["due_at"], clock["due_at"]);
    go_to(&app, "2026-03-31T09:00");
    let later = app.get(format!("{AGREEMENTS}/{}", id(&agreement))).as_(&handler).send().await;
    let later = later.expect(200);
    assert_eq!(later["confirmation"]["clock"]["time_left"]["days"], 1);
    go_to(&app, "2026-04-02T09:00");
    let over = app.get(format!("{AGREEMENTS}/{}", id(&agreement))).as_(&handler).send().await;
    let over = over.expect(200);
    assert_eq!(over["confirmation"]["clock"]["state"], "missed");
    let steps = over["next_steps"].as_array().into_iter().flatten();
    let steps: Vec<_> = steps.filter_map(|step| step["step"].as_str()).collect();
    assert_eq!(steps, ["urge", "sue"], "what is overdue is urged; the court is asked no more");
    let late =
        json!({ "applied_on": "2026-04-02", "court": "测试县人民法院", "party_nos": [1, 2] });
    let refused = acting(&app, &handler, (AGREEMENTS, &over), "apply_confirmation", &late);
    let refused = refused.send().await;
    assert_fields(&refused, &["/applied_on"]);
    assert_eq!(refused.json()["errors"][0]["code"], "agreement.confirmation_too_late");
    // Asked in time and written down late.
    let in_time =
        json!({ "applied_on": "2026-04-01", "court": "测试县人民法院", "party_nos": [1, 2] });
    let applied = on_agreement(&app, &handler, &over, "apply_confirmation", &in_time).await;
    assert_eq!(applied["confirmation"]["clock"]["state"], "met");
}

#[actix_web::test]
async fn both_sides_apply_and_the_courts_answer_is_kept() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (case, agreement) = agreed(&app).await;
    let apply = |nos: Value| json!({ "applied_on": "2026-03-02", "court": "测试县人民法院", "party_nos": nos });
    for (nos, pointer) in [(json!([1]), "/party_nos"), (json!([1, 9]), "/party_nos/1")] {
        let one =
            acting(&app, &handler, (AGREEMENTS, &agreement), "apply_confirmation", &apply(nos));
        assert_fields(&one.send().await, &[pointer]);
    }
    let early = json!({ "answer": "confirmed", "answered_on": "2026-03-02", "court_no": "1" });
    let early = acting(&app, &handler, (AGREEMENTS, &agreement), "answer_confirmation", &early);
    assert_problem(&early.send().await, 409, "agreement.illegal_transition");
    let applied =
        on_agreement(&app, &handler, &agreement, "apply_confirmation", &apply(json!([1, 2]))).await;
    assert_eq!(applied["confirmation"]["state"], "applied");
    assert_eq!(applied["refused_actions"]["cancel"], "agreement.illegal_transition");
    let taken_back =
        json!({ "answer": "withdrawn", "answered_on": "2026-03-02", "reason": "材料不全" });
    let withdrawn =
        on_agreement(&app, &handler, &applied, "answer_confirmation", &taken_back).await;
    assert_eq!(withdrawn["confirmation"]["clock"]["state"], "running", "it may be asked for again");
    let applied =
        on_agreement(&app, &handler, &withdrawn, "apply_confirmation", &apply(json!([1, 2]))).await;
    go_to(&app, "2026-03-16T09:00");
    let bare = json!({ "answer": "confirmed", "answered_on": "2026-03-16" });
    let bare = acting(&app, &handler, (AGREEMENTS, &applied), "answer_confirmation", &bare);
    assert_fields(&bare.send().await, &["/court_no"]);
    let yes = json!({ "answer": "confirmed", "answered_on": "2026-03-16",
        "court_no": "（2026）测0101民调确1号" });
    let confirmed = on_agreement(&app, &handler, &applied, "answer_confirmation", &yes).await;
    assert_eq!(confirmed["confirmation"]["state"], "confirmed");
    let broken = json!({ "item_no": 2, "state": "breached", "happened_on": "2026-03-15",
        "evidence": "现场未施工" });
    let broken = on_agreement(&app, &handler, &confirmed, "record_performance", &broken).await;
    assert_eq!(broken["next_steps"][0]["step"], "enforce");
    assert_eq!(broken["next_steps"][0]["until_on"], "2028-03-10");
    let (_, all) = told(&app, &case).await;
    assert!(!all.contains("民调确"), "the court's number leads to the parties: {all}");
    ledger_holds(&app).await;
}

/// A case of `type_code` in progress, and what its agreement is after `body` was written down.
async fn agreed_on(app: &TestApp, type_code: &str, body: &Value) -> Value {
    let (handler, dispatcher) = (app.as_handler().await, app.as_dispatcher().await);
    let case = app.case().registered().await;
    let family = json!({ "type_code": type_code, "level": "ordinary" });
    let case = app.act(&dispatcher, &case, "classify", &family).await;
    let to = json!({ "lead_department_id": zongzhi_tests::world::HOUSING.id });
    let case = app.act(&dispatcher, &case, "dispatch", &to).await;
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    let path = format!("{}/agreements", case.path());
    app.post(path).as_(&handler).json(body).send().await.expect(201)
}

#[actix_web::test]
async fn no_court_confirms_status_alone_of_whatever_type() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let apply =
        json!({ "applied_on": "2026-03-02", "court": "测试县人民法院", "party_nos": [1, 2] });
    // Adoption is among 其他.
    for type_code in ["0101", "0199"] {
        let mut body = super::kit::terms(&json!({ "id": null }));
        body["is_status_only"] = json!(true);
        let agreement = agreed_on(&app, type_code, &body).await;
        assert_eq!(agreement["confirmation"]["is_confirmable"], false);
        assert_eq!(agreement["next_steps"], json!([]));
        let refused =
            acting(&app, &handler, (AGREEMENTS, &agreement), "apply_confirmation", &apply);
        assert_problem(&refused.send().await, 409, "agreement.not_confirmable");
    }
}

#[actix_web::test]
async fn support_and_betrothal_gifts_are_confirmed_with_a_word_of_caution() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let apply =
        json!({ "applied_on": "2026-03-02", "court": "测试县人民法院", "party_nos": [1, 2] });
    for type_code in ["0101", "0102"] {
        let body = super::kit::terms(&json!({ "id": null }));
        let agreement = agreed_on(&app, type_code, &body).await;
        assert_eq!(agreement["confirmation"]["is_confirmable"], true);
        let caution = agreement["confirmation"]["caution"].as_str().unwrap_or_default();
        assert!(caution.contains("第四条"), "{agreement}");
        assert_eq!(agreement["next_steps"][0]["step"], "confirm");
        let asked = on_agreement(&app, &handler, &agreement, "apply_confirmation", &apply).await;
        assert_eq!(asked["confirmation"]["state"], "applied");
    }
    let body = super::kit::terms(&json!({ "id": null }));
    let plain = agreed_on(&app, "0202", &body).await;
    assert_eq!(plain["confirmation"]["caution"], Value::Null);
}
