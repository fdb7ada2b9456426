//! 中止、延期: limits that stand still or grow, and explain themselves.

use std::sync::Arc;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{ledger_holds, rows};

fn arbitration() -> Value {
    json!({ "reason_code": "procedure", "procedure": "labour_arbitration",
        "external_no": "县劳人仲案（2026）12 号" })
}

#[actix_web::test]
async fn while_the_law_runs_its_course_our_limit_stands_still() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let case = app.case().in_progress().await;
    let open_ended = app.acting(&handler, &case, "suspend", &arbitration()).send().await;
    assert_problem(&open_ended, 403, "case.suspension_too_long");
    let case = app.see(&supervisor, &case).await;
    let case = app.act(&supervisor, &case, "suspend", &arbitration()).await;
    assert_eq!(case.status(), "suspended");
    assert_eq!(case.view["owner"]["department_id"], world::HOUSING.id.to_string());
    let handling = case.clock("handling");
    assert_eq!((&handling["state"], &handling["due_at"]), (&json!("stopped"), &Value::Null));
    assert_eq!(handling["lamp"], "grey");
    assert_eq!(handling["stop_reason"], "procedure");
    // 45 calendar days from the next day on end on Thursday 2026-04-16.
    let statutory = case.clock("statutory");
    assert_eq!(statutory["due_at"], "2026-04-16T15:59:59.999999Z");
    assert_eq!(statutory["procedure"], "labour_arbitration");
    assert!(statutory["source"].as_str().is_some_and(|source| source.contains("第四十三条")));
    // There is no day to name, and no hole where it would stand.
    let id = handling["id"].as_str().unwrap_or_default();
    let path = format!("{}/clocks/{id}/explanation", case.path());
    for (lang, end) in [
        ("zh-CN", "，自 2026-03-02 起计 0 天：已暂停，恢复后确定届满日"),
        ("en", "; 0 days counted from 2026-03-02: stopped; its last day is known once it goes on"),
    ] {
        let why = app.get(&path).as_(&handler).header("accept-language", lang).send().await;
        let why = why.expect(200);
        let sentence = why["result"]["sentence"].as_str().unwrap_or_default();
        assert!(sentence.ends_with(end), "{sentence}");
    }

    app.advance(Duration::days(20));
    let case = app.see(&handler, &case).await;
    let note = json!({ "note": "仲裁裁决已生效" });
    let case = app.act(&handler, &case, "resume", &note).await;
    assert_eq!(case.status(), "in_progress");
    // Seven days from 22 March on, the day it went on: none counted before.
    assert_eq!(case.clock("handling")["due_at"], "2026-03-28T15:59:59.999999Z");
    assert_eq!(case.clock("statutory")["state"], "met");
    let id = case.clock("handling")["id"].as_str().unwrap_or_default();
    let path = format!("{}/clocks/{id}/explanation", case.path());
    let why = app.get(path).as_(&handler).send().await.expect(200);
    let steps = why["steps"].as_array().cloned().unwrap_or_default();
    let of = |date: &str| steps.iter().find(|step| step["date"] == date).cloned();
    let stopped = of("2026-03-10").unwrap_or_default();
    assert_eq!(stopped["counted"], false, "{stopped}");
    let held: Vec<_> = app
        .get(format!("{}/time-use", case.path()))
        .as_(&handler)
        .send()
        .await
        .expect(200)["holders"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let law = held.iter().find(|holder| holder["kind"] == "statutory_procedure");
    assert_eq!(law.map(|holder| &holder["seconds"]), Some(&json!(20 * 24 * 3600)));
}

#[actix_web::test]
async fn a_short_stop_ends_by_itself_when_its_day_begins() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let case = app.case().in_progress().await;
    let wrong = json!({ "reason_code": "procedure", "until_on": "2026-03-05" });
    let wrong = app.acting(&handler, &case, "suspend", &wrong).send().await;
    assert_fields(&wrong, &["/procedure"]);
    assert_eq!(wrong.json()["errors"][0]["code"], "missing_field");
    let odd = json!({ "reason_code": "appraisal", "procedure": "petition",
        "until_on": "2026-03-05" });
    let odd = app.acting(&handler, &case, "suspend", &odd).send().await;
    assert_fields(&odd, &["/procedure"]);
    assert_eq!(odd.json()["errors"][0]["code"], "not_applicable", "it is not missing");
    let past = json!({ "reason_code": "appraisal", "until_on": "2026-03-02" });
    let past = app.acting(&handler, &case, "suspend", &past).send().await;
    assert_fields(&past, &["/until_on"]);
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-05" });
    let case = app.act(&handler, &case, "suspend", &stop).await;
    let state = Arc::clone(&app.state);
    app.advance(Duration::days(2));
    assert_eq!(jobs::auto_resume(Arc::clone(&state)).await.expect("a round"), 0);
    app.advance(Duration::days(3));
    assert_eq!(jobs::auto_resume(state).await.expect("a round"), 1);
    let case = app.see(&handler, &case).await;
    assert_eq!(case.status(), "in_progress");
    assert_eq!(case.clock("handling")["due_at"], "2026-03-11T15:59:59.999999Z");
    let events = super::kit::events(&app, &handler, &case).await;
    let last = events.last().cloned().unwrap_or_default();
    assert_eq!(
        (&last["kind"], &last["at"]),
        (&json!("auto_resumed"), &json!("2026-03-04T16:00:00Z"))
    );
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_assistant_signs_in_time_even_while_the_case_stands_still() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-12" });
    let case = app.act(&handler, &case, "suspend", &stop).await;
    app.advance(Duration::days(3));
    let signed = jobs::auto_sign(Arc::clone(&app.state)).await.expect("a round");
    assert_eq!(signed, 1, "the limit for signing is none of the work's");
    let seen = app.see(&assistant, &case).await;
    assert_eq!(seen.status(), "suspended");
    assert_eq!(seen.view["referrals"][1]["state"], "signed");
    // Which is what the table says.
    let table = app.get("/api/v1/case-workflow").as_(&handler).send().await.expect(200);
    let rows = table["transitions"].as_array().cloned().unwrap_or_default();
    let row = rows.iter().find(|row| row["action"] == "auto_sign").cloned().unwrap_or_default();
    for way in ["from", "to"] {
        let statuses = row[way].as_array().cloned().unwrap_or_default();
        assert!(statuses.contains(&json!("suspended")), "{way}: {row}");
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_limit_is_extended_once_in_time_and_by_half() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let case = app.case().in_progress().await;
    let ask = |days: u16| json!({ "days": days, "reason": "需现场勘查" });
    let long = app.acting(&handler, &case, "request_extension", &ask(4)).send().await;
    assert_fields(&long, &["/days"]);
    let none = json!({ "approve": true, "reason": "同意" });
    let early = app.see(&director, &case).await;
    let early = app.acting(&director, &early, "decide_extension", &none).send().await;
    assert_problem(&early, 409, "case.no_extension_pending");
    let case = app.act(&handler, &case, "request_extension", &ask(3)).await;
    let asked = &case.view["extension"];
    assert_eq!((&asked["days"], &asked["reason"]), (&json!(3), &json!("需现场勘查")));
    assert_eq!(asked["asked_by"]["person_id"], world::HANDLER.id.to_string());
    assert_eq!(asked["department"]["id"], world::HOUSING.id.to_string());
    assert_eq!(asked["on_behalf_of"], Value::Null);
    let seen = app.see(&director, &case).await;
    assert_eq!(seen.view["extension"], *asked, "whoever reads it");
    let again = app.acting(&handler, &case, "request_extension", &ask(1)).send().await;
    assert_problem(&again, 409, "case.extension_pending");
    // Decided after the limit ended, but asked for before.
    app.advance(Duration::days(8));
    let case = app.see(&director, &case).await;
    assert_eq!(case.clock("handling")["lamp"], "red");
    let case = app.act(&director, &case, "decide_extension", &none).await;
    assert_eq!(case.clock("handling")["due_at"], "2026-03-12T15:59:59.999999Z");
    assert_eq!(case.clock("handling")["extended_by"], 3);
    assert_eq!(case.view["extension"], Value::Null);
    let case = app.see(&handler, &case).await;
    let twice = app.acting(&handler, &case, "request_extension", &ask(1)).send().await;
    assert_problem(&twice, 409, "case.extension_used");
}

#[actix_web::test]
async fn what_is_asked_for_too_late_is_refused_and_a_refusal_changes_nothing() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let case = app.case().in_progress().await;
    let ask = json!({ "days": 2, "reason": "需现场勘查" });
    let case = app.act(&handler, &case, "request_extension", &ask).await;
    let case = app.see(&supervisor, &case).await;
    let no = json!({ "approve": false, "reason": "理由不充分" });
    let case = app.act(&supervisor, &case, "decide_extension", &no).await;
    assert_eq!(case.clock("handling")["due_at"], "2026-03-09T15:59:59.999999Z");
    app.advance(Duration::days(8));
    let case = app.see(&handler, &case).await;
    // Not offered either, and the reason is said before anybody asks.
    let allowed = case.view["allowed_actions"].as_array().cloned().unwrap_or_default();
    assert!(!allowed.contains(&json!("request_extension")), "{allowed:?}");
    let why = &case.view["refused_actions"]["request_extension"];
    assert_eq!(why, "case.extension_too_late");
    let rights = format!("{}/rights?action=request_extension", case.path());
    let rights = app.get(rights).as_(&handler).send().await.expect(200);
    assert_eq!(rights["result"]["is_allowed"], false);
    assert_eq!(rights["result"]["refusal"], "case.extension_too_late");
    let before = rows(&app).await;
    let late = app.acting(&handler, &case, "request_extension", &ask).send().await;
    assert_problem(&late, 409, "case.extension_too_late");
    assert_eq!(late.json()["allowed_actions"], case.view["allowed_actions"]);
    assert_eq!(rows(&app).await, before, "nothing of it is stored");
    assert_eq!(app.see(&handler, &case).await.view, case.view);
}
