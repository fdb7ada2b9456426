//! 上报下派、包案、并案: who answers for a case when it leaves the usual way.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{events, ledger_holds, words};

fn to(center: world::Center) -> Value {
    json!({ "to_center_id": center.id, "reason": "涉及县级部门，请求协调" })
}

#[actix_web::test]
async fn a_township_hands_up_and_the_county_hands_back_down() {
    let app = TestApp::new().await;
    let clerk = app.as_township_clerk().await;
    let (township, county) = (app.as_township_dispatcher().await, app.as_dispatcher().await);
    let case = app.case().by(&clerk).registered().await;
    assert_eq!(case.view["center"]["id"], world::TOWNSHIP_CENTER.id.to_string());
    let seen = app.see(&township, &case).await;
    let foreign = app.acting(&township, &seen, "transfer_level", &to(world::OTHER_CENTER));
    assert_fields(&foreign.send().await, &["/to_center_id"]);
    let same = app.acting(&township, &seen, "transfer_level", &to(world::TOWNSHIP_CENTER));
    assert_fields(&same.send().await, &["/to_center_id"]);
    app.advance(Duration::hours(3));
    let up = app.act(&township, &seen, "transfer_level", &to(world::CENTER)).await;
    assert_eq!(up.status(), "registered");
    assert_eq!(up.view["center"]["id"], world::CENTER.id.to_string());
    assert_eq!(up.view["owner"]["kind"], "dispatcher");
    assert_eq!(up.view["owner"]["since"], "2026-03-02T04:00:00Z");
    assert_eq!(up.view["handed"]["direction"], "up");
    // The county's day of triage begins anew; the township still sees what lies in it.
    assert_eq!(up.clock("triage")["due_at"], "2026-03-03T15:59:59.999999Z");
    let mine = app.get("/api/v1/cases?queue=mine&handed=up").as_(&county).send().await.expect(200);
    assert_eq!(mine["items"][0]["id"], json!(up.id));
    let theirs = app.get("/api/v1/cases?queue=mine").as_(&township).send().await.expect(200);
    assert_eq!(theirs["items"], json!([]));
    let seen = app.see(&county, &up).await;
    let down = app.act(&county, &seen, "transfer_level", &to(world::TOWNSHIP_CENTER)).await;
    assert_eq!(down.view["handed"]["direction"], "down");
    assert_eq!(down.view["handed"]["from_center"]["id"], world::CENTER.id.to_string());
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_is_handed_down_lies_where_it_is_handed_to() {
    let app = TestApp::new().await;
    let (county, township) = (app.as_dispatcher().await, app.as_township_dispatcher().await);
    let case = app.case().dispatched().await;
    assert_eq!(case.view["place"]["region"]["code"], world::COUNTY.code);
    let case = app.act(&county, &case, "transfer_level", &to(world::TOWNSHIP_CENTER)).await;
    assert_eq!(case.view["place"]["region"]["code"], world::TOWNSHIP.code);
    assert_eq!(case.view["lead_department"], Value::Null);
    let seen = app.see(&township, &case).await;
    let sent = json!({ "lead_department_id": world::TOWNSHIP_OFFICE.id });
    assert_eq!(app.act(&township, &seen, "dispatch", &sent).await.status(), "dispatched");
}

/// From every open status (api.md 4): what this centre had come to binds the other one no longer.
#[actix_web::test]
async fn what_stands_still_or_is_resolved_is_handed_on_too_and_begun_anew() {
    let app = TestApp::new().await;
    let (county, township) = (app.as_dispatcher().await, app.as_township_dispatcher().await);
    let supervisor = app.as_supervisor().await;
    let stopped = app.case().in_progress().await;
    let seen = app.see(&supervisor, &stopped).await;
    let elsewhere = json!({ "reason_code": "procedure", "procedure": "labour_arbitration",
        "external_no": "测劳人仲案〔2026〕7号" });
    let stopped = app.act(&supervisor, &seen, "suspend", &elsewhere).await;
    let called = app.case().in_callback().await;
    let unreached = json!({ "reached": false });
    let called = app.act(&app.as_clerk().await, &called, "record_callback", &unreached).await;
    for (case, status) in
        [(stopped, "suspended"), (app.case().resolved().await, "resolved"), (called, "in_callback")]
    {
        app.advance(Duration::hours(1));
        let seen = app.see(&county, &case).await;
        assert_eq!(seen.status(), status);
        let down = app.act(&county, &seen, "transfer_level", &to(world::TOWNSHIP_CENTER)).await;
        assert_eq!(
            (down.status(), &down.view["owner"]["kind"]),
            ("registered", &json!("dispatcher"))
        );
        for none in ["suspension", "outcome", "resolved_at", "summary", "lead_department"] {
            assert_eq!(down.view[none], Value::Null, "{none} from {status}");
        }
        let clocks = down.view["clocks"].as_array().cloned().unwrap_or_default();
        let running: Vec<_> = clocks
            .iter()
            .filter(|clock| clock["state"] == "running" || clock["state"] == "stopped")
            .map(|clock| clock["kind"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(running, ["triage"], "from {status}");
        let seen = app.see(&township, &down).await;
        let sent = json!({ "lead_department_id": world::TOWNSHIP_OFFICE.id });
        assert_eq!(app.act(&township, &seen, "dispatch", &sent).await.status(), "dispatched");
    }
    ledger_holds(&app).await;
}

/// Two returns here led to the director; at another level it is contested and ruled on anew.
#[actix_web::test]
async fn what_was_returned_at_one_level_keeps_nobody_from_contesting_at_another() {
    let app = TestApp::new().await;
    let (county, township) = (app.as_dispatcher().await, app.as_township_dispatcher().await);
    let (housing, labour) = (app.as_handler().await, app.as_other_handler().await);
    let director = app.as_director().await;
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let to_housing = json!({ "lead_department_id": world::HOUSING.id });
    let to_labour = json!({ "lead_department_id": world::LABOUR.id });
    let mut case = app.case().dispatched().await;
    case = app.act(&housing, &case, "return", &back).await;
    case = app.act(&county, &case, "dispatch", &to_labour).await;
    case = app.act(&labour, &case, "return", &back).await;
    assert_eq!(case.view["owner"]["kind"], "director");
    app.advance(Duration::hours(1));
    case = app.act(&county, &case, "transfer_level", &to(world::TOWNSHIP_CENTER)).await;
    app.advance(Duration::hours(1));
    let seen = app.see(&township, &case).await;
    case = app.act(&township, &seen, "dispatch", &to_housing).await;
    let seen = app.see(&housing, &case).await;
    assert!(words(&seen.view["allowed_actions"]).contains(&"return"));
    // The first at this level goes to the dispatcher, the second to the director, who rules.
    case = app.act(&housing, &seen, "return", &back).await;
    assert_eq!(case.view["owner"]["kind"], "dispatcher");
    case = app.act(&township, &case, "dispatch", &to_labour).await;
    case = app.act(&labour, &case, "return", &back).await;
    assert_eq!(
        (&case.view["owner"]["kind"], &case.view["return_count"]),
        (&json!("director"), &json!(4))
    );
    let seen = app.see(&director, &case).await;
    let ruling = json!({ "lead_department_id": world::HOUSING.id, "reason": "兜底" });
    case = app.act(&director, &seen, "rule", &ruling).await;
    assert_eq!((case.status(), &case.view["is_ruled"]), ("dispatched", &json!(true)));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_leader_takes_charge_and_the_department_goes_on() {
    let app = TestApp::new().await;
    let (leader, handler) = (app.as_leader().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let seen = app.see(&leader, &case).await;
    let past = json!({ "plan": "每周调度", "next_review_on": "2026-03-01" });
    let past = app.acting(&leader, &seen, "take_charge", &past).send().await;
    assert_fields(&past, &["/next_review_on"]);
    let plan = json!({ "plan": "每周调度", "next_review_on": "2026-03-09" });
    let case = app.act(&leader, &seen, "take_charge", &plan).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(case.view["charge"]["leader_id"], world::LEADER.id.to_string());
    // Both are named for every reader, not only for themselves.
    for reader in [&leader, &handler] {
        let seen = app.see(reader, &case).await;
        assert_eq!(seen.view["charge"]["leader_name"], world::LEADER.name);
        assert_eq!(seen.view["first_contact"]["person_id"], world::CLERK.id.to_string());
        assert_eq!(seen.view["first_contact"]["person_name"], world::CLERK.name);
    }
    assert_eq!(case.view["owner"]["department_id"], world::HOUSING.id.to_string());
    let mine = app.get("/api/v1/cases?queue=mine").as_(&leader).send().await.expect(200);
    assert_eq!(mine["items"][0]["id"], json!(case.id));
    let seen = app.see(&handler, &case).await;
    assert!(words(&seen.view["allowed_actions"]).contains(&"resolve"));
}

#[actix_web::test]
async fn a_merge_changes_nothing_of_the_originals_and_can_be_undone() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let first = app.case().in_progress().await;
    let again = app.case().with("title", "楼上又漏水").in_progress().await;
    let before = app.see(&dispatcher, &again).await;
    let into = json!({ "into_case_id": first.id, "reason": "同一事项重复登记" });
    let itself = json!({ "into_case_id": again.id });
    let itself = app.acting(&dispatcher, &before, "merge", &itself).send().await;
    assert_fields(&itself, &["/into_case_id"]);
    app.advance(Duration::hours(1));
    let merged = app.act(&dispatcher, &before, "merge", &into).await;
    assert_eq!((merged.status(), &merged.view["merged_into_id"]), ("merged", &json!(first.id)));
    let found = format!("/api/v1/cases?merged_into_id={}", first.id);
    let found = app.get(found).as_(&dispatcher).send().await.expect(200);
    assert_eq!(found["items"][0]["id"], json!(again.id));
    // No ring: the target has ended as a case of its own.
    let seen = app.see(&dispatcher, &first).await;
    let ring = json!({ "into_case_id": again.id });
    let ring = app.acting(&dispatcher, &seen, "merge", &ring).send().await;
    assert_fields(&ring, &["/into_case_id"]);
    let refused = app.acting(&handler, &merged, "report_progress", &json!({ "note": "继续" }));
    assert_eq!(refused.send().await.status, 409);

    app.advance(Duration::hours(1));
    let undone = app.act(&dispatcher, &merged, "unmerge", &json!({})).await;
    for same in ["status", "lead_department", "referrals", "parties", "return_count", "level"] {
        assert_eq!(undone.view[same], before.view[same], "{same}");
    }
    assert_eq!(undone.clock("handling")["due_at"], before.clock("handling")["due_at"]);
    assert_eq!(undone.clock("handling")["state"], "running");
    let kinds: Vec<_> =
        events(&app, &dispatcher, &undone).await.iter().map(|e| e["kind"].clone()).collect();
    let told = ["registered", "classified", "dispatched", "signed", "merged", "unmerged"];
    assert_eq!(kinds, told.map(Value::from));
    ledger_holds(&app).await;
}

/// Nobody withdrew the other matter, and nobody would have worked on it any more.
#[actix_web::test]
async fn what_was_merged_goes_on_by_itself_when_the_other_is_withdrawn_or_declined() {
    let app = TestApp::new().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let declined = json!({ "ground_code": "01", "told_applicant": "已告知" });
    let withdrawn = json!({ "reason": "双方自行和解" });
    let registered = app.case().registered().await;
    let going = app.case().in_progress().await;
    for (target, by, verb, body) in
        [(registered, &dispatcher, "decline", declined), (going, &clerk, "withdraw", withdrawn)]
    {
        let into = json!({ "into_case_id": target.id });
        let waiting = app.case().registered().await;
        let worked = app.case().with("title", "楼上又漏水").in_progress().await;
        for other in [&waiting, &worked] {
            let seen = app.see(&dispatcher, other).await;
            app.act(&dispatcher, &seen, "merge", &into).await;
        }
        app.advance(Duration::hours(1));
        let seen = app.see(by, &target).await;
        app.act(by, &seen, verb, &body).await;
        let now = app.see(&dispatcher, &waiting).await;
        let (status, owner) = (now.status(), &now.view["owner"]["kind"]);
        assert_eq!((status, owner), ("registered", &json!("dispatcher")), "{verb}");
        assert_eq!(now.view["merged_into_id"], Value::Null);
        let mine = app.get("/api/v1/cases?queue=mine").as_(&dispatcher).send().await.expect(200);
        assert!(super::kit::ids(&mine).contains(&waiting.id), "{verb}: {mine}");
        let now = app.see(&dispatcher, &worked).await;
        assert_eq!(
            (now.status(), now.clock("handling")["state"].as_str()),
            ("in_progress", Some("running"))
        );
        let told = events(&app, &dispatcher, &worked).await;
        let last = told.last().cloned().unwrap_or_default();
        assert_eq!(last["kind"], "unmerged", "{verb}");
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn nothing_merges_into_what_cannot_be_seen_or_has_ended() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let closed = app.case().closed().await;
    let theirs = app.case().by(&app.as_other_clerk().await).registered().await;
    for other in [closed, theirs] {
        let into = json!({ "into_case_id": other.id });
        let answer = app.acting(&dispatcher, &case, "merge", &into).send().await;
        assert_fields(&answer, &["/into_case_id"]);
    }
}

#[actix_web::test]
async fn the_parts_of_whose_time_sum_to_the_whole() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    app.advance(Duration::microseconds(1_400_000));
    let dispatcher = app.as_dispatcher().await;
    let body = zongzhi_tests::builders::case::classified();
    let case = app.act(&dispatcher, &case, "classify", &body).await;
    let sent = json!({ "lead_department_id": world::HOUSING.id });
    let case = app.act(&dispatcher, &case, "dispatch", &sent).await;
    app.advance(Duration::microseconds(2_700_000));
    let used = app.get(format!("{}/time-use", case.path())).as_(&clerk).send().await.expect(200);
    assert_eq!(used["total_seconds"], 4);
    let sum = |list: &Value| -> i64 {
        list.as_array().into_iter().flatten().filter_map(|part| part["seconds"].as_i64()).sum()
    };
    assert_eq!((sum(&used["holders"]), sum(&used["stretches"])), (4, 4));
    assert_eq!(used["stretches"][0]["kind"], "dispatcher");
    assert_eq!(used["stretches"][1]["name"], world::HOUSING.name);
    assert_eq!(used["stretches"][0]["to"], used["stretches"][1]["from"]);
    // A department outside does not get to know.
    let other = app.as_other_handler().await;
    let hidden = app.get(format!("{}/time-use", case.path())).as_(&other).send().await;
    assert_problem(&hidden, 404, "request.not_found");
}

/// The dispatcher of the county is another one than that of the township.
#[actix_web::test]
async fn whose_time_it_was_names_the_centre_of_a_post() {
    let app = TestApp::new().await;
    let (county, supervisor) = (app.as_dispatcher().await, app.as_supervisor().await);
    let case = app.case().registered().await;
    app.advance(Duration::days(2));
    let case = app.act(&county, &case, "transfer_level", &to(world::TOWNSHIP_CENTER)).await;
    app.advance(Duration::days(20));
    let path = format!("{}/time-use", case.path());
    let used = app.get(path).as_(&supervisor).send().await.expect(200);
    let days = |count: i64| count * 24 * 3600;
    let told = |list: &Value| -> Vec<(Value, Value, i64)> {
        let parts = list.as_array().into_iter().flatten();
        let told = |one: &Value| {
            let seconds = one["seconds"].as_i64().unwrap_or_default();
            (one["kind"].clone(), one["center"]["name"].clone(), seconds)
        };
        parts.map(told).collect()
    };
    let at = |center: world::Center, used: i64| (json!("dispatcher"), json!(center.name), used);
    let (here, there) = (at(world::CENTER, days(2)), at(world::TOWNSHIP_CENTER, days(20)));
    assert_eq!(told(&used["stretches"]), [here.clone(), there.clone()]);
    assert_eq!(told(&used["holders"]), [there, here], "the most first");
    assert_eq!(used["total_seconds"], days(22));
    let name = format!("分流岗（{}）", world::CENTER.name);
    assert_eq!(used["stretches"][0]["name"], name);
    // Late, and by the time of the township's.
    let page = app.get("/api/v1/oversight").as_(&supervisor).send().await.expect(200);
    let late = &page["late_by_holder"][0];
    assert_eq!((&late["cases"], &late["seconds"]), (&json!(1), &json!(days(20))));
    assert_eq!(late["center"]["id"], world::TOWNSHIP_CENTER.id.to_string());
    let rows = late["rows"].as_str().unwrap_or_default();
    let listed = app.get(format!("/api/v1{rows}")).as_(&supervisor).send().await.expect(200);
    assert_eq!(listed["items"][0]["case"]["id"], json!(case.id));
    let other = rows.replace(&world::TOWNSHIP_CENTER.id.to_string(), &world::CENTER.id.to_string());
    let listed = app.get(format!("/api/v1{other}")).as_(&supervisor).send().await.expect(200);
    assert_eq!(listed["items"], json!([]));
}
