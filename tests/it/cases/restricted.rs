//! 限制知悉: a restricted case is there for those who work on it, and for nobody else.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

use super::kit::{ids, kinds, ledger_holds, words};

fn minors() -> Value {
    json!({ "class": "minors" })
}

async fn sees(app: &TestApp, person: &Person, case: &Case) -> bool {
    let client = app.sign_in(person).await;
    let answer = app.get(case.path()).as_(&client).send().await;
    let list = app.get("/api/v1/cases?limit=200&count=exact").as_(&client).send().await.expect(200);
    let is_listed = ids(&list).contains(&case.id);
    assert_eq!(answer.status == 200, is_listed, "{} {answer}", person.username);
    assert_eq!(list["total"], ids(&list).len(), "{}", person.username);
    let found = app.get("/api/v1/cases?limit=200&q=漏水").as_(&client).send().await.expect(200);
    assert_eq!(ids(&found).contains(&case.id), is_listed, "{}", person.username);
    let alike = app.post("/api/v1/cases/similar").as_(&client);
    let alike = alike.json(&json!({ "title": "楼上漏水致家具受损" })).send().await.expect(200);
    assert_eq!(ids(&alike).contains(&case.id), is_listed, "{}", person.username);
    for path in ["events", "time-use", "documents", "attachments", "dossier", "mediations"] {
        let part = app.get(format!("{}/{path}", case.path())).as_(&client).send().await;
        if !is_listed {
            assert_problem(&part, 404, "request.not_found");
        }
    }
    is_listed
}

#[actix_web::test]
async fn those_who_work_on_it_see_it_and_nobody_else() {
    let app = TestApp::new().await;
    let open = app.case().assisted_by(world::LABOUR).in_progress().await;
    let case =
        app.case().with("restriction", minors()).assisted_by(world::LABOUR).in_progress().await;
    let all = [
        (world::CLERK, true),
        (world::DISPATCHER, true),
        (world::DIRECTOR, true),
        (world::HANDLER, true),
        (world::OTHER_HANDLER, true),
        (world::SUPERVISOR, false),
        (world::LEADER, false),
        (world::MEDIATOR, false),
        (world::VILLAGE_OFFICER, false),
        (world::TOWNSHIP_CLERK, false),
        (world::OTHER_DISPATCHER, false),
    ];
    for (person, may) in all {
        assert_eq!(sees(&app, &person, &case).await, may, "{}", person.username);
    }
    // The same matter without the restriction is there for the supervisor and the leader.
    assert!(sees(&app, &world::SUPERVISOR, &open).await);
    assert!(sees(&app, &world::LEADER, &open).await);
    let view = app.see(&app.as_clerk().await, &case).await.view;
    assert_eq!(view["restriction"]["class"], "minors");
    assert_eq!(view["restriction"]["class_name"], "涉未成年人");
}

#[actix_web::test]
async fn an_assistant_learns_its_task_and_not_the_story() {
    let app = TestApp::new().await;
    let case =
        app.case().with("restriction", minors()).assisted_by(world::LABOUR).in_progress().await;
    let assistant = app.see(&app.as_other_handler().await, &case).await.view;
    assert_eq!(assistant["parties"][0]["name"], "申请人");
    assert_eq!(
        (&assistant["demand"], &assistant["parties"][0]["phone"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(assistant["narrative"], "限制知悉，请按协办任务办理");
    let lead = app.see(&app.as_handler().await, &case).await.view;
    assert_eq!(lead["demand"], "修复防水并赔偿");
}

#[actix_web::test]
async fn a_supervision_order_opens_it_to_supervisors_until_it_is_settled() {
    let app = TestApp::new().await;
    let case = app.case().with("restriction", minors()).in_progress().await;
    let (director, supervisor) = (app.as_director().await, app.as_supervisor().await);
    let body = json!({ "cases": [{ "case_id": case.id }], "ground_code": "no_progress", "text": "请说明" });
    let orders = "/api/v1/supervision-orders";
    let refused = app.post(orders).as_(&supervisor).json(&body).send().await;
    assert_eq!(refused.status, 422, "{refused}");
    let issued = app.post(orders).as_(&director).json(&body).send().await.expect(201);
    assert!(sees(&app, &world::SUPERVISOR, &case).await);
    let order = &issued["items"][0];
    let path = format!("{orders}/{}/actions/cancel", order["id"].as_str().unwrap_or_default());
    let version = order["version"].as_i64().unwrap_or_default();
    let reason = json!({ "reason": "已说明" });
    app.post(path).as_(&director).if_match(version).json(&reason).send().await.expect(200);
    assert!(!sees(&app, &world::SUPERVISOR, &case).await);
}

#[actix_web::test]
async fn a_leader_in_charge_keeps_it() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let leader = app.as_leader().await;
    let plan = json!({ "plan": "每周调度", "next_review_on": "2026-03-30" });
    let case = app.act(&leader, &case, "take_charge", &plan).await;
    let dispatcher = app.as_dispatcher().await;
    let why = json!({ "class": "domestic_violence", "reason": "涉及家庭暴力" });
    let case = app.act(&dispatcher, &case, "restrict", &why).await;
    assert!(sees(&app, &world::LEADER, &case).await);
    assert!(!sees(&app, &world::SUPERVISOR, &case).await);
}

#[actix_web::test]
async fn it_is_restricted_and_opened_again_with_a_reason() {
    let app = TestApp::new().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let case = app.case().in_progress().await;
    assert!(
        words(&app.see(&dispatcher, &case).await.view["allowed_actions"]).contains(&"restrict")
    );
    let by_clerk = json!({ "class": "minors", "reason": "涉未成年人" });
    let refused = app.acting(&clerk, &case, "restrict", &by_clerk).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let silent =
        app.acting(&dispatcher, &case, "restrict", &json!({ "class": "minors" })).send().await;
    assert_eq!(silent.status, 422, "{silent}");
    let case = app.act(&dispatcher, &case, "restrict", &by_clerk).await;
    let twice = app.acting(&dispatcher, &case, "restrict", &by_clerk).send().await;
    assert_problem(&twice, 409, "case.already_restricted");
    assert!(!sees(&app, &world::LEADER, &case).await);
    let lift = json!({ "reason": "核实不涉及未成年人" });
    let case = app.act(&app.as_director().await, &case, "lift_restriction", &lift).await;
    assert!(sees(&app, &world::LEADER, &case).await);
    let twice = app.acting(&dispatcher, &case, "lift_restriction", &lift).send().await;
    assert_problem(&twice, 409, "case.not_restricted");
    let told = kinds(&app, &dispatcher, &case).await;
    assert!(told.contains(&"restricted".to_owned()), "{told:?}");
    assert!(told.contains(&"restriction_lifted".to_owned()), "{told:?}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn another_kind_of_matter_says_why() {
    let app = TestApp::new().await;
    let silent = app.case().with("restriction", json!({ "class": "other" })).send().await;
    assert_problem(&silent, 422, "request.validation");
    assert_eq!(silent.json()["errors"][0]["pointer"], "/restriction/reason", "{silent}");
    let why = json!({ "class": "other", "reason": "涉及举报人" });
    app.case().with("restriction", why).registered().await;
}

/// Whoever registered it may be away: the centre brings it to its end without those who may not know.
#[actix_web::test]
async fn the_centre_brings_it_to_its_end() {
    let app = TestApp::new().await;
    let officer: Client = app.as_village_officer().await;
    let case = app.case().by(&officer).with("restriction", minors()).registered().await;
    assert!(sees(&app, &world::VILLAGE_OFFICER, &case).await);
    let dispatcher = app.as_township_dispatcher().await;
    assert!(!sees(&app, &world::TOWNSHIP_CLERK, &case).await);
    let case = app.see(&dispatcher, &case).await;
    let reason = json!({ "reason": "申请人撤回" });
    let case = app.act(&dispatcher, &case, "withdraw", &reason).await;
    assert_eq!(case.status(), "withdrawn");

    let case = app.case().with("restriction", minors()).in_progress().await;
    let case = app.act(&app.as_handler().await, &case, "resolve", &resolved()).await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    let called = json!({ "reached": true, "solved": true, "fairly_treated": true });
    let case = app.act(&dispatcher, &case, "record_callback", &called).await;
    let case = app.act(&dispatcher, &case, "archive", &json!({})).await;
    assert_eq!(case.status(), "archived");
    assert!(!sees(&app, &world::SUPERVISOR, &case).await);
}

#[actix_web::test]
async fn its_parts_stay_restricted_and_its_tasks_are_not_told() {
    let app = TestApp::new().await;
    let case = app.case().with("restriction", minors()).in_progress().await;
    let dispatcher = app.as_dispatcher().await;
    let part = json!({ "parts": [{ "title": "物业费纠纷", "narrative": "另一件事" }] });
    app.act(&dispatcher, &case, "split", &part).await;
    let leader = app.as_leader().await;
    let list = app.get("/api/v1/cases?count=exact").as_(&leader).send().await.expect(200);
    assert_eq!((&list["total"], ids(&list).len()), (&json!(0), 0));
    let mine = app.get("/api/v1/cases?count=exact").as_(&dispatcher).send().await.expect(200);
    assert_eq!(mine["total"], 2);
    assert_eq!(mine["items"][0]["restriction"], "minors");
}
