//! Appeals: in time, about facts, decided above, and never over the first result.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;

use super::kit::{RESULTS, appealed, failed, february, id, results, until};

const APPEALS: &str = "/api/v1/assessments/appeals";

#[actix_web::test]
async fn an_accepted_appeal_puts_a_corrected_result_beside_the_first() {
    let app = TestApp::new().await;
    february(&app, "person").await;
    let (handler, leader) = (app.as_handler().await, app.as_leader().await);
    let first = results(&app, &handler, "").await.remove(0);
    assert_eq!(first["points_hundredths"], 9500);
    let with_appeal = appealed(&app, &handler, &first).await;
    assert_eq!(with_appeal["appeals"][0]["state"], "open");
    assert_eq!(with_appeal["refused_actions"]["appeal"], "assessment.appeal_open");
    // No centre is above the county's: a leader decides, not the director who closed it.
    let director = app.as_director().await;
    let seen = app.get(APPEALS).as_(&director).send().await.expect(200);
    assert_eq!(seen["items"], json!([]));
    let open = app.get(APPEALS).as_(&leader).send().await.expect(200)["items"][0].clone();
    assert_eq!(open["allowed_actions"], json!(["accept", "reject"]));
    assert_eq!(open["decided_at_center"], Value::Null);
    let fact = &open["facts"][0]["id"];
    let path = format!("{APPEALS}/{}/actions/accept", id(&open));
    let stands =
        json!({ "decision": "维持", "rulings": [{ "fact_id": fact, "ruling": "stands" }] });
    let nothing = app.post(&path).as_(&leader).if_match(1).json(&stands).send().await;
    assert_fields(&nothing, &["/rulings"]);
    let other = app.post(&path).as_(&director).if_match(1).json(&stands).send().await;
    assert_problem(&other, 404, "request.not_found");
    let kept = json!({ "decision": "经核实", "rulings": [{ "fact_id": fact, "ruling": "kept" }] });
    let stale = app.post(&path).as_(&leader).if_match(3).json(&kept).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    app.advance(chrono::Duration::minutes(1));
    let done = app.post(&path).as_(&leader).if_match(1).json(&kept).send().await.expect(200);
    assert_eq!(done["state"], "accepted");
    let twice = app.post(&path).as_(&leader).if_match(2).json(&kept).send().await;
    assert_problem(&twice, 409, "assessment.appeal_decided");
    let both = results(&app, &handler, "").await;
    let editions: Vec<_> = both.iter().map(|one| one["edition"].clone()).collect();
    assert_eq!(editions, [1, 2]);
    assert_eq!(both[0]["points_hundredths"], 9500, "the first stays as it is");
    assert_eq!(both[1]["points_hundredths"], 10_000);
    assert_eq!(both[0]["corrected_by_id"], both[1]["id"]);
    assert_eq!(both[1]["corrects_id"], first["id"]);
    let late = json!({ "fact_ids": [fact], "reason": "再次申诉" });
    let path = format!("{RESULTS}/{}/appeals", id(&first));
    let again = app.post(path).as_(&handler).json(&late).send().await;
    assert_problem(&again, 409, "assessment.corrected");
    // The period is what it was.
    let period =
        format!("{RESULTS}/periods/{}", first["period"]["id"].as_str().unwrap_or_default());
    assert_eq!(app.get(period).as_(&director).send().await.expect(200)["is_intact"], true);
}

#[actix_web::test]
async fn an_appeal_has_its_time_its_facts_and_its_people() {
    let app = TestApp::new().await;
    february(&app, "person").await;
    let handler = app.as_handler().await;
    let result = results(&app, &handler, "").await.remove(0);
    let path = format!("{RESULTS}/{}/appeals", id(&result));
    let fact = failed(&app, &handler, &result).await[0]["id"].clone();
    let unknown = json!({ "fact_ids": [fact, result["id"]], "reason": "不是事实" });
    let refused = app.post(&path).as_(&handler).json(&unknown).send().await;
    assert_fields(&refused, &["/fact_ids/1"]);
    let number = json!({ "fact_ids": [fact], "reason": "请联系13800001234" });
    assert_fields(&app.post(&path).as_(&handler).json(&number).send().await, &["/reason"]);
    let body = json!({ "fact_ids": [fact], "reason": "签收当日系统停机" });
    let other = app.as_other_handler().await;
    let stranger = app.post(&path).as_(&other).json(&body).send().await;
    assert_problem(&stranger, 404, "request.not_found");
    let director = app.as_director().await;
    assert_problem(
        &app.post(&path).as_(&director).json(&body).send().await,
        403,
        "auth.not_allowed",
    );
    // Closed on Monday, March 2nd: five working days.
    until(&app, "2026-03-09T15:00:00Z");
    let seen = app.get(format!("{RESULTS}/{}", id(&result))).as_(&handler).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["appeal"]));
    until(&app, "2026-03-10T02:00:00Z");
    let late = app.post(&path).as_(&handler).json(&body).send().await;
    assert_problem(&late, 409, "assessment.appeal_too_late");
}

#[actix_web::test]
async fn a_rejected_appeal_changes_nothing() {
    let app = TestApp::new().await;
    february(&app, "department").await;
    let (handler, leader) = (app.as_handler().await, app.as_leader().await);
    let result = results(&app, &handler, "").await.remove(0);
    appealed(&app, &handler, &result).await;
    let open = app.get(APPEALS).as_(&leader).send().await.expect(200)["items"][0].clone();
    let path = format!("{APPEALS}/{}/actions/reject", id(&open));
    let body = json!({ "decision": "系统当日运行正常" });
    let done = app.post(path).as_(&leader).if_match(1).json(&body).send().await.expect(200);
    assert_eq!((&done["state"], &done["corrected_id"]), (&json!("rejected"), &Value::Null));
    assert_eq!(done["facts"][0]["ruling"], "stands");
    let all = results(&app, &handler, "").await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["appeals"][0]["decision"], "系统当日运行正常");
    // Within the days it may be made once more.
    assert_eq!(all[0]["allowed_actions"], json!(["appeal"]));
}

#[actix_web::test]
async fn who_is_assessed_and_who_decides_are_told() {
    let app = TestApp::new().await;
    february(&app, "person").await;
    let (handler, leader) = (app.as_handler().await, app.as_leader().await);
    let told = async |client: &Client| {
        let page = app.get("/api/v1/notices").as_(client).send().await.expect(200);
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let ours = items.iter().map(|one| (one["kind"].clone(), one["about"]["id"].clone()));
        let ours = ours.filter(|(kind, _)| kind.as_str().is_some_and(|k| k.contains("assessment")));
        ours.collect::<Vec<_>>()
    };
    let result = results(&app, &handler, "").await.remove(0);
    assert_eq!(told(&handler).await, [(json!("assessment_ready"), result["id"].clone())]);
    // Nothing of theirs could be assessed.
    assert!(told(&app.as_other_handler().await).await.is_empty());
    appealed(&app, &handler, &result).await;
    let heard = told(&leader).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].0, "assessment_appeal_made");
    let open = app.get(APPEALS).as_(&leader).send().await.expect(200)["items"][0].clone();
    let path = format!("{APPEALS}/{}/actions/reject", id(&open));
    let body = json!({ "decision": "系统当日运行正常" });
    app.post(path).as_(&leader).if_match(1).json(&body).send().await.expect(200);
    assert_eq!(told(&handler).await.len(), 2);
}
