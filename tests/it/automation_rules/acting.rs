//! Rules that follow events: what they do, by which path, and that they do it once.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::automation_rules::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::world;

use super::kit::{RULES, active, after, draft, level, not_level, rounds, runs, seen, state, test};
use crate::cases::kit::{events, ledger_holds};

fn crowd() -> Value {
    json!({ "kind": "all", "of": [test("people_count", "ge", ("number", json!(10)))] })
}

async fn last_event(app: &TestApp, case: &Case) -> Value {
    events(app, &app.as_clerk().await, case).await.last().cloned().unwrap_or_default()
}

#[actix_web::test]
async fn a_rule_acts_by_the_path_of_people_and_is_named_in_the_ledger() {
    let app = TestApp::new().await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let actions = json!([
        { "kind": "set_level", "level": "difficult" },
        { "kind": "note", "role": "supervisor", "text": "涉及人数多，请关注" },
    ]);
    let rule = active(&app, "群体性事项提级", &after(&["classified"], &crowd(), &actions)).await;
    let big = app.case().with("people_count", 12).classified().await;
    let small = app.case().with("people_count", 3).classified().await;
    assert_eq!(rounds(&app).await, 1);
    let case = app.see(&clerk, &big).await;
    assert_eq!(case.view["level"], "difficult");
    assert_eq!(app.see(&clerk, &small).await.view["level"], "ordinary");
    let told = events(&app, &clerk, &big).await;
    let [.., classified, noted] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((&classified["kind"], &classified["actor"]), (&json!("classified"), &Value::Null));
    assert_eq!(
        classified["rule"],
        json!({ "id": rule.id, "version": 1, "name": "群体性事项提级" })
    );
    assert_eq!(noted["kind"], "rule_noted");
    assert_eq!(noted["sentence"], "规则“群体性事项提级”提示督办岗：涉及人数多，请关注");
    let log = runs(&app, &director, &rule).await;
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!((&log[0]["outcome"], &log[0]["events"]), (&json!("done"), &json!(2)));
    assert_eq!(log[0]["case"]["case_no"], big.number());
    assert_eq!((&log[0]["fact"], &log[0]["fact_name"]), (&json!("classified"), &json!("分类定级")));
    assert!(log[0]["statements"].as_i64().is_some_and(|count| count > 3), "{log:?}");
    assert_eq!(
        seen(&app, &rule).await.view["runs"],
        json!({ "done": 1, "refused": 0, "skipped": 0 })
    );
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_happened_before_activation_is_left_alone_and_each_fact_acted_on_once() {
    let app = TestApp::new().await;
    let before = app.case().classified().await;
    app.advance(Duration::seconds(1));
    let rule =
        active(&app, "提级", &after(&["classified"], &not_level("complex"), &level("complex")))
            .await;
    let after_it = app.case().classified().await;
    assert_eq!(rounds(&app).await, 1);
    // A server that stopped before it could say how far it had come begins there again.
    let again = "DELETE FROM automation_cursors";
    crate::cases::kit::tamper(&app, again).await;
    let clerk = app.as_clerk().await;
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&clerk, &after_it).await;
    let back = json!({ "type_code": "0202", "level": "simple" });
    crate::cases::kit::tamper(&app, "UPDATE cases SET level = 'simple'").await;
    assert_eq!(jobs::follow_ledger(state(&app)).await.expect("a round"), 0);
    // Another fact is another occasion.
    app.act(&dispatcher, &seen, "classify", &back).await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(runs(&app, &app.as_director().await, &rule).await.len(), 2);
    assert_eq!(last_event(&app, &before).await["rule"], Value::Null);
}

#[actix_web::test]
async fn a_refusal_is_in_the_log_and_changes_nothing() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let actions = json!([
        { "kind": "note", "role": "supervisor", "text": "请关注" },
        { "kind": "set_level", "level": "difficult" },
    ]);
    let everything = json!({ "kind": "all" });
    let rule = active(&app, "晚了", &after(&["dispatched"], &everything, &actions)).await;
    let case = app.case().dispatched().await;
    assert_eq!(rounds(&app).await, 1);
    let log = runs(&app, &director, &rule).await;
    assert_eq!((&log[0]["outcome"], &log[0]["events"]), (&json!("refused"), &json!(0)));
    assert_eq!(log[0]["code"], "case.illegal_transition");
    assert_eq!(log[0]["code_name"], "当前状态不能进行此操作");
    // All of it or nothing: the note would have been possible.
    assert_eq!(last_event(&app, &case).await["kind"], "dispatched");
}

#[actix_web::test]
async fn a_rule_dispatches_and_adds_assistants_where_people_could() {
    let app = TestApp::new().await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let housing =
        json!({ "kind": "all", "of": [test("type_code", "below", ("values", json!(["02"])))] });
    let send = json!([{ "kind": "dispatch", "department_id": world::HOUSING.id,
        "assist_department_ids": [world::LABOUR.id], "text": "请依法办理" }]);
    active(&app, "物业直派", &after(&["classified"], &housing, &send)).await;
    let help = json!([{ "kind": "add_assist", "department_id": world::JUSTICE.id,
        "text": "出具法律意见", "due_in_days": 3 }]);
    let everything = json!({ "kind": "all" });
    active(&app, "司法协办", &after(&["signed"], &everything, &help)).await;
    let case = app.case().classified().await;
    rounds(&app).await;
    let case = app.see(&clerk, &case).await;
    assert_eq!(case.status(), "dispatched");
    assert_eq!(case.view["owner"]["department_id"], world::HOUSING.id.to_string());
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    let case = app.act(&handler, &case, "sign", &json!({})).await;
    rounds(&app).await;
    let referrals = app.see(&director, &case).await.view["referrals"].clone();
    let justice = referrals.as_array().into_iter().flatten().find(|referral| {
        referral["department"]["id"] == world::JUSTICE.id.to_string()
            || referral["department_id"] == world::JUSTICE.id.to_string()
    });
    assert!(justice.is_some_and(|one| one["task"] == "出具法律意见"), "{referrals}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_rule_acts_on_the_cases_of_its_centre_only() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let definition = after(
        &["registered"],
        &json!({ "kind": "all" }),
        &json!([
            { "kind": "note", "role": "dispatcher", "text": "镇里的事" },
        ]),
    );
    let mut body = draft("镇级", &definition);
    body["center_id"] = json!(world::TOWNSHIP_CENTER.id);
    let sent = app.post(RULES).as_(&admin).json(&body).send().await;
    let rule = super::kit::Rule::of(&sent);
    super::kit::turn(&app, &admin, &rule, "activate").await.expect(200);
    let county = app.case().registered().await;
    let township = app.case().by(&app.as_township_clerk().await).registered().await;
    let elsewhere = app.case().by(&app.as_other_clerk().await).registered().await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(last_event(&app, &township).await["kind"], "rule_noted");
    assert_eq!(last_event(&app, &county).await["kind"], "registered");
    let other = app.as_other_clerk().await;
    let told = events(&app, &other, &elsewhere).await;
    assert_eq!(told.len(), 1);
}

#[actix_web::test]
async fn an_active_rule_goes_on_under_the_version_that_was_activated() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let rule =
        active(&app, "提级", &after(&["classified"], &not_level("complex"), &level("complex")))
            .await;
    let body = json!({ "definition": after(&["classified"], &not_level("difficult"), &level("difficult")),
        "reason": "按新办法" });
    let sent =
        app.patch(rule.path()).as_(&director).if_match(rule.version).json(&body).send().await;
    let changed = super::kit::Rule::of(&sent);
    assert_eq!(
        (&changed.view["latest_version"], &changed.view["active_version"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(changed.view["allowed_actions"], json!(["update", "activate", "pause", "retire"]));
    let case = app.case().classified().await;
    rounds(&app).await;
    let clerk = app.as_clerk().await;
    assert_eq!(app.see(&clerk, &case).await.view["level"], "complex");
    super::kit::turn(&app, &director, &changed, "activate").await.expect(200);
    app.advance(Duration::seconds(1));
    let case = app.case().classified().await;
    rounds(&app).await;
    assert_eq!(app.see(&clerk, &case).await.view["level"], "difficult");
    let log = runs(&app, &director, &rule).await;
    let versions: Vec<_> = log.iter().map(|run| run["rule_version"].as_i64()).collect();
    assert_eq!(versions, [Some(2), Some(1)]);
}

#[actix_web::test]
async fn outside_its_validity_and_while_paused_a_rule_does_nothing() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let mut later = after(&["classified"], &not_level("complex"), &level("complex"));
    later["valid_from"] = json!("2026-03-10");
    active(&app, "以后", &later).await;
    let mut early = after(&["classified"], &not_level("complex"), &level("complex"));
    early["valid_to"] = json!("2026-03-01");
    active(&app, "以前", &early).await;
    let paused =
        active(&app, "停", &after(&["classified"], &not_level("complex"), &level("complex"))).await;
    let answer = super::kit::turn(&app, &director, &paused, "pause").await;
    let view = answer.expect(200);
    assert_eq!((&view["state"], &view["pause"]["code"]), (&json!("paused"), &json!("person")));
    app.case().classified().await;
    assert_eq!(rounds(&app).await, 0);
    // Its first day has come: what happened before stays as it is.
    app.advance(Duration::days(9));
    assert_eq!(rounds(&app).await, 0);
    let case = app.case().classified().await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(app.see(&app.as_clerk().await, &case).await.view["level"], "complex");
}
