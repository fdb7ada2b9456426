//! Rules that tell those in charge of a case, and rules that put it under a supervision order.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::automation_rules::jobs;
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_fields;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{RULES, active, after, draft, drafted, level, rounds, rows, runs, state, turn};
use crate::cases::kit::{events, ledger_holds, tamper};

fn everything() -> Value {
    json!({ "kind": "all" })
}

fn order() -> Value {
    json!([{ "kind": "issue_order", "ground_code": "no_progress", "reply_working_days": 3 }])
}

fn notify(recipients: &[&str]) -> Value {
    let each = recipients.iter().map(|who| json!({ "kind": "notify", "recipient": who }));
    Value::Array(each.collect())
}

async fn inbox(app: &TestApp, client: &Client) -> Vec<Value> {
    let page = app.get("/api/v1/notices").as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

async fn orders(app: &TestApp) -> Vec<Value> {
    let supervisor = app.as_supervisor().await;
    let path = "/api/v1/supervision-orders";
    let page = app.get(path).as_(&supervisor).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

async fn kinds(app: &TestApp, case: &Case) -> Vec<String> {
    let told = events(app, &app.as_clerk().await, case).await;
    told.iter().map(|event| event["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn those_in_charge_are_told_once_by_the_rules_name_and_the_number_alone() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let definition = after(&["dispatched"], &everything(), &notify(&["lead", "supervisor"]));
    let rule = active(&app, "转办关注", &definition).await;
    let case = app.case().dispatched().await;
    let before = kinds(&app, &case).await;
    assert_eq!(rounds(&app).await, 1);
    for client in [&handler, &app.as_supervisor().await] {
        let all = inbox(&app, client).await;
        assert_eq!(all.len(), 1, "{}: {all:?}", client.username);
        assert_eq!(all[0]["kind"], "rule_noted");
        let wanted = format!("规则“转办关注”提示：请关注案件 {}", case.number());
        assert_eq!(text(&all[0]["text"]), wanted);
        assert_eq!(all[0]["about"], json!({ "kind": "case", "id": case.id }));
    }
    // Whose work it is not: another department, another post, another county.
    let others = [app.as_other_handler().await, app.as_clerk().await];
    for client in others.iter().chain([&app.as_other_county_handler().await]) {
        assert_eq!(inbox(&app, client).await.len(), 0, "{}", client.username);
    }
    let log = runs(&app, &director, &rule).await;
    assert_eq!((&log[0]["outcome"], &log[0]["events"]), (&json!("done"), &json!(0)));
    assert_eq!(kinds(&app, &case).await, before, "a notice is no fact about the case");
    // A server that forgot that it ran tells nobody again.
    tamper(&app, "DELETE FROM automation_runs").await;
    tamper(&app, "DELETE FROM automation_cursors").await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(inbox(&app, &handler).await.len(), 1);
    let log = runs(&app, &director, &rule).await;
    assert_eq!(
        (&log[0]["outcome"], &log[0]["code"]),
        (&json!("skipped"), &json!("nobody_to_tell"))
    );
}

#[actix_web::test]
async fn who_is_told_by_a_note_of_the_same_rule_is_not_notified_beside() {
    let app = TestApp::new().await;
    let mut actions = notify(&["supervisor", "dispatcher"]);
    let note = json!({ "kind": "note", "role": "supervisor", "text": "涉及人数多，请关注" });
    actions.as_array_mut().expect("actions").push(note);
    active(&app, "关注", &after(&["dispatched"], &everything(), &actions)).await;
    app.case().dispatched().await;
    rounds(&app).await;
    fan_out(state(&app)).await.expect("telling");
    for client in [app.as_supervisor().await, app.as_dispatcher().await] {
        let all = inbox(&app, &client).await;
        let noted: Vec<_> = all.iter().filter(|one| one["kind"] == "rule_noted").collect();
        assert_eq!(noted.len(), 1, "{}: {all:?}", client.username);
    }
}

#[actix_web::test]
async fn a_case_without_assistants_has_none_to_tell() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let definition = after(&["dispatched"], &everything(), &notify(&["assists"]));
    let rule = active(&app, "协办", &definition).await;
    app.case().dispatched().await;
    let helped = app.case().assisted_by(world::LABOUR).dispatched().await;
    rounds(&app).await;
    let log = runs(&app, &director, &rule).await;
    let mut outcomes: Vec<_> =
        log.iter().map(|run| (text(&run["outcome"]), text(&run["code"]))).collect();
    outcomes.sort_unstable();
    let nobody = ("skipped".to_owned(), "nobody_to_tell".to_owned());
    assert_eq!(outcomes, [("done".to_owned(), String::new()), nobody]);
    let all = inbox(&app, &app.as_other_handler().await).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["params"]["case_no"], helped.number());
    let body = json!({ "center_id": world::CENTER.id, "definition": definition });
    let shown = app.post(format!("{RULES}/preview")).as_(&director).json(&body).send().await;
    let shown = shown.expect(200);
    assert_eq!(shown["sentence"], "转办后，如果全部案件，则通知协办单位。");
    let items = shown["now"]["items"].as_array().cloned().unwrap_or_default();
    let of = |number: &str| items.iter().find(|item| item["case"]["case_no"] == number).cloned();
    assert_eq!(
        of(helped.number()).map(|item| item["sentence"].clone()),
        Some(json!("会通知协办单位"))
    );
    assert!(items.iter().any(|item| item["code"] == "nobody_to_tell"), "{shown}");
}

#[actix_web::test]
async fn a_rule_orders_the_lead_to_reply_and_stands_in_the_order_as_its_reason() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let rule = active(&app, "签收即督办", &after(&["signed"], &everything(), &order())).await;
    let case = app.case().in_progress().await;
    assert_eq!(rounds(&app).await, 1);
    let all = orders(&app).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["department"]["id"], world::HOUSING.id.to_string());
    assert_eq!(
        (&all[0]["ground_code"], &all[0]["state"]),
        (&json!("no_progress"), &json!("issued"))
    );
    // Three working days from Monday.
    assert_eq!(all[0]["reply_due_on"], "2026-03-05");
    let path = format!("/api/v1/supervision-orders/{}", text(&all[0]["id"]));
    let seen = app.get(path).as_(&handler).send().await.expect(200);
    assert_eq!(
        (&seen["issuer"]["kind"], &seen["issuer"]["person"]),
        (&json!("system"), &Value::Null)
    );
    // Which rule it was is kept with the order, and named as it is called now.
    assert_eq!(seen["issuer"]["rule"], json!({ "id": rule.id, "name": "签收即督办" }));
    let words = text(&seen["text"]);
    assert!(words.contains("签收即督办") && words.contains(case.number()), "{words}");
    let last = events(&app, &app.as_clerk().await, &case).await.pop().unwrap_or_default();
    assert_eq!(
        (&last["kind"], &last["rule"]["id"]),
        (&json!("supervision_ordered"), &json!(rule.id))
    );
    let log = runs(&app, &director, &rule).await;
    assert_eq!((&log[0]["outcome"], &log[0]["events"]), (&json!("done"), &json!(1)));
    // Whoever has the case open keeps their version, and the department is told.
    app.act(&handler, &case, "report_progress", &json!({ "note": "已联系双方" })).await;
    fan_out(state(&app)).await.expect("telling");
    let told = inbox(&app, &handler).await;
    assert!(told.iter().any(|one| one["kind"] == "supervision_ordered"), "{told:?}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn while_an_order_is_open_another_is_refused_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let supervisor = app.as_supervisor().await;
    active(&app, "签收即督办", &after(&["signed"], &everything(), &order())).await;
    let mut actions = order();
    let note = json!({ "kind": "note", "role": "supervisor", "text": "请关注" });
    actions.as_array_mut().expect("actions").insert(0, note);
    let again = after(&["progress_reported"], &everything(), &actions);
    let again = active(&app, "进展后再督办", &again).await;
    let case = app.case().in_progress().await;
    rounds(&app).await;
    app.advance(Duration::seconds(1));
    let case = app.act(&handler, &case, "report_progress", &json!({ "note": "已联系" })).await;
    let before = kinds(&app, &case).await;
    assert_eq!(rounds(&app).await, 1);
    let log = runs(&app, &director, &again).await;
    assert_eq!(
        (&log[0]["outcome"], &log[0]["code"], &log[0]["events"]),
        (&json!("refused"), &json!("supervision_order.open_already"), &json!(0))
    );
    assert_eq!(orders(&app).await.len(), 1);
    assert_eq!(kinds(&app, &case).await, before, "all or nothing: the note as well");
    // Once it is no longer open, the next occasion makes another.
    let open = orders(&app).await[0].clone();
    let path = format!("/api/v1/supervision-orders/{}/actions/cancel", text(&open["id"]));
    let cancel = app.post(path).as_(&supervisor).if_match(1).json(&json!({ "reason": "误发" }));
    cancel.send().await.expect(200);
    app.advance(Duration::seconds(1));
    app.act(&handler, &case, "report_progress", &json!({ "note": "继续" })).await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(orders(&app).await.len(), 2);
}

#[actix_web::test]
async fn nobody_is_ordered_over_a_case_nobody_handles() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let rule = active(&app, "太早", &after(&["classified"], &everything(), &order())).await;
    app.case().classified().await;
    assert_eq!(rounds(&app).await, 1);
    let log = runs(&app, &director, &rule).await;
    assert_eq!(log[0]["code"], "supervision_order.case_not_handled");
    assert_eq!(orders(&app).await, Vec::<Value>::new());
}

#[actix_web::test]
async fn a_rule_that_runs_away_issues_no_more_orders_than_it_may() {
    let app = TestApp::with(|config| config.automation.runs_per_hour = 1).await;
    active(&app, "签收即督办", &after(&["signed"], &everything(), &order())).await;
    for _ in 0..3 {
        app.case().in_progress().await;
    }
    rounds(&app).await;
    assert_eq!(orders(&app).await.len(), 1);
}

#[actix_web::test]
async fn two_servers_at_once_order_and_tell_once() {
    let app = TestApp::new().await;
    let mut actions = order();
    actions
        .as_array_mut()
        .expect("actions")
        .extend(notify(&["lead"]).as_array().cloned().unwrap_or_default());
    active(&app, "签收即督办", &after(&["signed"], &everything(), &actions)).await;
    app.case().in_progress().await;
    seal_ledger(state(&app)).await.expect("sealing");
    let (one, other) =
        tokio::join!(jobs::follow_ledger(state(&app)), jobs::follow_ledger(state(&app)));
    assert_eq!(one.expect("a round") + other.expect("a round"), 1);
    assert_eq!(orders(&app).await.len(), 1);
    assert_eq!(inbox(&app, &app.as_handler().await).await.len(), 1);
}

#[actix_web::test]
async fn a_preview_knows_which_orders_are_open_and_which_were() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let case = app.case().in_progress().await;
    app.advance(Duration::hours(1));
    let body =
        json!({ "cases": [{ "case_id": case.id }], "ground_code": "other", "text": "请回复" });
    let supervisor = app.as_supervisor().await;
    let path = "/api/v1/supervision-orders";
    app.post(path).as_(&supervisor).json(&body).send().await.expect(201);
    let definition = after(&["signed"], &everything(), &order());
    let body = json!({ "center_id": world::CENTER.id, "definition": definition });
    let before = rows(&app).await;
    let shown = app.post(format!("{RULES}/preview")).as_(&director).json(&body).send().await;
    let shown = shown.expect(200);
    let now = &shown["now"]["items"][0];
    assert_eq!(
        (&now["outcome"], &now["code"]),
        (&json!("refused"), &json!("supervision_order.open_already"))
    );
    // When the case was signed for there was none yet.
    let then = &shown["last_month"]["items"][0];
    assert_eq!(
        (&then["outcome"], &then["sentence"]),
        (&json!("done"), &json!("会向主办单位发出督办件（长期无进展，3 个工作日内回复）"))
    );
    assert_eq!(rows(&app).await, before);
    assert_eq!(orders(&app).await.len(), 1);
}

#[actix_web::test]
async fn a_rule_does_not_lend_its_author_rights_they_have_not() {
    let app = TestApp::new().await;
    // The administrator may write rules, and neither reads cases nor issues orders.
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    let before = rows(&app).await;
    for actions in [order(), notify(&["supervisor"])] {
        let body = draft("越权", &after(&["signed"], &everything(), &actions));
        let sent = app.post(RULES).as_(&admin).json(&body).send().await;
        assert_fields(&sent, &["/definition/actions/0/kind"]);
        assert_eq!(sent.json()["errors"][0]["code"], "automation.action_not_held");
    }
    assert_eq!(rows(&app).await, before);
    let definition = after(&["signed"], &everything(), &order());
    let rule = drafted(&app, "签收即督办", &definition).await;
    let refused = turn(&app, &admin, &rule, "activate").await;
    assert_fields(&refused, &["/definition/actions/0/kind"]);
    turn(&app, &director, &rule, "activate").await.expect(200);
}

#[actix_web::test]
async fn only_who_may_let_a_rule_decide_on_cases_writes_or_activates_one() {
    let app = TestApp::new().await;
    let (admin, director) = (app.as_system_admin().await, app.as_director().await);
    let before = rows(&app).await;
    let send = json!([{ "kind": "dispatch", "department_id": world::HOUSING.id }]);
    let help =
        json!([{ "kind": "add_assist", "department_id": world::JUSTICE.id, "text": "协助" }]);
    for actions in [level("complex"), send.clone(), help] {
        let body = draft("越权", &after(&["classified"], &everything(), &actions));
        let sent = app.post(RULES).as_(&admin).json(&body).send().await;
        assert_fields(&sent, &["/definition/actions/0/kind"]);
        assert_eq!(sent.json()["errors"][0]["code"], "automation.action_not_held");
    }
    assert_eq!(rows(&app).await, before, "nothing stored");
    // A note only asks somebody to look.
    let note = json!([{ "kind": "note", "role": "supervisor", "text": "请关注" }]);
    let body = draft("提示", &after(&["classified"], &everything(), &note));
    let noting = app.post(RULES).as_(&admin).json(&body).send().await.expect(201);
    assert!(!text(&noting["sentence"]).contains("直接处理案件"), "{noting}");
    let rule = drafted(&app, "直派", &after(&["classified"], &everything(), &send)).await;
    assert!(text(&rule.view["sentence"]).ends_with("只能由综治中心主任在其辖区内启用。"));
    let shown = app.get(rule.path()).as_(&admin).send().await.expect(200);
    assert_eq!(shown["allowed_actions"], json!(["update", "retire"]));
    let refused = turn(&app, &admin, &rule, "activate").await;
    assert_fields(&refused, &["/definition/actions/0/kind"]);
    turn(&app, &director, &rule, "activate").await.expect(200);
    let case = app.case().classified().await;
    assert_eq!(rounds(&app).await, 1);
    assert_eq!(app.see(&app.as_clerk().await, &case).await.status(), "dispatched");
}

#[actix_web::test]
async fn amounts_are_said_in_yuan() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let note = json!([{ "kind": "note", "role": "supervisor", "text": "请关注" }]);
    for (fen, zh, en) in [
        (50_000_000_i64, "涉及金额不少于500000 元", "Amount is at least 500000 yuan"),
        (150, "涉及金额不少于1.50 元", "Amount is at least 1.50 yuan"),
    ] {
        let amount = json!({ "kind": "all", "of": [
            { "kind": "test", "field": "amount_fen", "op": "ge", "number": fen },
        ] });
        let body = json!({ "center_id": world::CENTER.id,
            "definition": after(&["registered"], &amount, &note) });
        let path = "/api/v1/automation-rules/preview";
        for (lang, words) in [("zh-CN", zh), ("en", en)] {
            let asked = app.post(path).as_(&director).header("Accept-Language", lang).json(&body);
            let shown = asked.send().await.expect(200);
            assert!(text(&shown["sentence"]).contains(words), "{shown}");
        }
    }
}
