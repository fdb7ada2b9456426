//! Closing: by hand, by itself, once; and the same result from the same facts.

use serde_json::{Value, json};
use zongzhi::features::assessments::jobs::close_due;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{RESULTS, closed, february, id, in_force, month, results, until};
use crate::cases::tamper;

fn of<'a>(results: &'a [Value], department: &world::Department) -> &'a Value {
    let found = results.iter().find(|one| one["unit"]["name"] == department.name);
    found.unwrap_or_else(|| panic!("no result of {}: {results:?}", department.name))
}

#[actix_web::test]
async fn a_month_is_closed_with_every_point_on_its_facts() {
    let app = TestApp::new().await;
    let (scheme, _) = month(&app, "department").await;
    let director = app.as_director().await;
    let body = json!({ "scheme_id": id(&scheme), "from_on": "2026-03-01" });
    let path = format!("{RESULTS}/periods");
    let early = app.post(&path).as_(&director).json(&body).send().await;
    assert_fields(&early, &["/from_on"]);
    until(&app, "2026-04-02T02:00:00Z");
    let other = json!({ "scheme_id": id(&scheme), "from_on": "2026-03-02" });
    assert_fields(&app.post(&path).as_(&director).json(&other).send().await, &["/from_on"]);
    let period = closed(&app, &scheme, "2026-03-01").await;
    let again = app.post(&path).as_(&director).json(&body).send().await;
    assert_problem(&again, 409, "assessment.period_closed");
    let all = results(&app, &director, &format!("period_id={}", id(&period))).await;
    // By department and name.
    let names: Vec<_> = all.iter().map(|one| one["unit"]["name"].clone()).collect();
    let mut sorted = [world::HOUSING.name, world::LABOUR.name, world::JUSTICE.name];
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    // Two signed for, one left: a hundred less five.
    let housing = of(&all, &world::HOUSING);
    assert_eq!(housing["points_hundredths"], 9500, "{housing}");
    assert_eq!(housing["points_exact"], "95");
    let indicator = &housing["indicators"][0];
    assert_eq!((&indicator["kept"], &indicator["failed"]), (&json!(2), &json!(1)));
    // Who had nothing to keep neither gains nor loses.
    assert_eq!(of(&all, &world::JUSTICE)["points_hundredths"], Value::Null);
    let path = format!("{RESULTS}/{}/facts?count=exact", id(housing));
    let facts = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(facts["total"], 3);
    for fact in facts["items"].as_array().into_iter().flatten() {
        assert_eq!(
            (&fact["object_kind"], &fact["source"]),
            (&json!("referral"), &json!("sign_for"))
        );
        assert!(fact["case"]["case_no"].is_string(), "{fact}");
    }
}

#[actix_web::test]
async fn what_is_stored_gives_the_same_result_anew_and_a_change_is_noticed() {
    let app = TestApp::new().await;
    let period = february(&app, "department").await;
    let director = app.as_director().await;
    let path = format!("{RESULTS}/periods/{}", id(&period));
    let read = async || app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(read().await["is_intact"], true);
    // What happens to the case later changes nothing of it.
    tamper(&app, "UPDATE case_clocks SET due_at = '2026-05-10T01:00:00+00:00'").await;
    assert_eq!(read().await["is_intact"], true);
    tamper(&app, "UPDATE assessment_facts SET is_failed = NOT is_failed").await;
    assert_eq!(read().await["is_intact"], false);
    tamper(&app, "UPDATE assessment_facts SET is_failed = NOT is_failed").await;
    assert_eq!(read().await["is_intact"], true);
    tamper(&app, "UPDATE assessments SET points_hundredths = 10000").await;
    assert_eq!(read().await["is_intact"], false);
}

#[actix_web::test]
async fn a_period_closes_by_itself_once_and_under_its_own_version() {
    let app = TestApp::new().await;
    let (scheme, _) = month(&app, "department").await;
    let state = app.state.clone().into_inner();
    until(&app, "2026-04-07T02:00:00Z");
    // February is over; March waits for its seven days.
    assert_eq!(close_due(state.clone()).await.expect("a round"), 1);
    until(&app, "2026-04-09T02:00:00Z");
    assert_eq!(close_due(state.clone()).await.expect("a round"), 1);
    assert_eq!(close_due(state).await.expect("a round"), 0);
    let director = app.as_director().await;
    let page = app.get(format!("{RESULTS}/periods")).as_(&director).send().await.expect(200);
    let march = &page["items"][0];
    assert_eq!((&march["from_on"], &march["closed_by"]), (&json!("2026-03-01"), &Value::Null));
    assert_eq!(march["scheme"]["id"], scheme["id"]);
    // Five working days after it was closed.
    assert_eq!(march["appeal_until_on"], "2026-04-16");
}

#[actix_web::test]
async fn people_are_assessed_by_what_was_theirs() {
    let app = TestApp::new().await;
    let (scheme, _) = month(&app, "person").await;
    until(&app, "2026-04-02T02:00:00Z");
    closed(&app, &scheme, "2026-03-01").await;
    let director = app.as_director().await;
    let all = results(&app, &director, "subject=person").await;
    let handler = all.iter().find(|one| one["person"]["name"] == world::HANDLER.name);
    // Nobody signed for the third: it is their department's alone.
    assert_eq!(handler.map(|one| &one["points_hundredths"]), Some(&json!(10_000)), "{all:?}");
    assert!(results(&app, &director, "subject=department").await.is_empty());
    // Nothing is in force before February.
    let early = json!({ "scheme_id": id(&scheme), "from_on": "2026-01-01" });
    let path = format!("{RESULTS}/periods");
    assert_fields(&app.post(path).as_(&director).json(&early).send().await, &["/from_on"]);
}

#[actix_web::test]
async fn a_page_goes_on_and_costs_the_same() {
    let app = TestApp::new().await;
    let scheme = in_force(&app, "department").await;
    closed(&app, &scheme, "2026-02-01").await;
    let director = app.as_director().await;
    let (mut names, mut next) = (Vec::new(), String::new());
    loop {
        let path = format!("{RESULTS}?limit=1{next}");
        let page = app.get(path).as_(&director).send().await.expect(200);
        names.push(page["items"][0]["unit"]["name"].clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    assert_eq!(names.len(), 3);
    let before = app.statements();
    results(&app, &director, "").await;
    assert!(app.statements() - before <= 10);
}
