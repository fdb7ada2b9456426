//! Whether the posts a department owes were served: by the definition of shortfalls, and nobody's own.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_fields;
use zongzhi_tests::world;

use super::kit::{RESULTS, SCHEMES, body, closed, id, in_force_as, results, until};
use crate::duty::kit::labour_window;
use crate::presence::kit::seen;
use crate::stationing_obligations::kit::{decide, leave};

/// A scheme that asks whether posts were served and nothing else.
fn asks_posts(subject: &str) -> Value {
    let mut body = body(subject);
    body["indicators"] =
        json!([{ "source": "post_served", "weight": 100, "formula": "100 * share" }]);
    body
}

#[actix_web::test]
async fn a_month_with_two_days_not_served_has_two_failed_facts_that_lead_to_them() {
    let app = TestApp::new().await;
    // Four working days: the first is served, on the last both who are named are on leave.
    let four = json!({ "mode": "resident", "valid_from": "2026-03-02", "valid_to": "2026-03-05" });
    let owed = labour_window(&app, &four).await;
    let (director, labour) = (app.as_director().await, app.as_other_handler().await);
    seen(&app, &director, &owed, "seen").await.expect(201);
    let second = app.as_handler().await;
    for (client, person) in [(&labour, world::OTHER_HANDLER), (&second, world::HANDLER)] {
        let days = ("annual", "2026-03-05", "2026-03-05");
        let asked = leave(&app, client, &person, days).await.expect(201);
        decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    }
    let scheme = in_force_as(&app, &asks_posts("department")).await;
    until(&app, "2026-04-02T02:00:00Z");
    let period = closed(&app, &scheme, "2026-03-01").await;
    let all = results(&app, &director, &format!("period_id={}", id(&period))).await;
    let own = all.iter().find(|one| one["unit"]["name"] == world::LABOUR.name).expect("labour");
    let indicator = &own["indicators"][0];
    assert_eq!((&indicator["kept"], &indicator["failed"]), (&json!(1), &json!(2)), "{own}");
    // Who owed nothing neither gains nor loses.
    let other = all.iter().find(|one| one["unit"]["name"] == world::HOUSING.name).expect("housing");
    assert_eq!(other["points_hundredths"], Value::Null);
    let path = format!("{RESULTS}/{}/facts?is_failed=true", id(own));
    let facts = app.get(&path).as_(&director).send().await.expect(200);
    let facts = facts["items"].as_array().cloned().unwrap_or_default();
    let mut days: Vec<_> = facts.iter().map(|fact| fact["duty_day"]["date"].clone()).collect();
    days.sort_by_key(ToString::to_string);
    assert_eq!(days, [json!("2026-03-03"), json!("2026-03-04")], "{facts:?}");
    for fact in &facts {
        assert_eq!((&fact["object_kind"], &fact["object_id"]), (&json!("duty_day"), &owed["id"]));
        assert_eq!(fact["duty_day"]["post_name"], "人社窗口");
        assert_eq!(fact["duty_day"]["department_id"], world::LABOUR.id.to_string());
        assert_eq!(fact["person"], Value::Null, "a post is a department's: {fact}");
    }
    // The same definition: what is failed here is short there without an excuse.
    let short = "/api/v1/shortfalls?from=2026-03-01&to=2026-03-31";
    let short = app.get(short).as_(&director).send().await.expect(200);
    let short = short["items"].as_array().cloned().unwrap_or_default();
    let unexcused: Vec<_> = short
        .iter()
        .filter(|row| row["items"][0]["reason"] != "on_leave")
        .map(|row| row["date"].clone())
        .collect();
    assert_eq!(unexcused, days);
    assert_eq!(short.len(), 3, "the leave is short, too, and not held against anybody");
    // Worked out anew, from what is stored and from the rows themselves, it is the same.
    let path = format!("{RESULTS}/periods/{}", id(&period));
    assert_eq!(app.get(&path).as_(&director).send().await.expect(200)["is_intact"], true);
    let mut again = asks_posts("department");
    again["name"] = json!("同样的方案");
    let draft = app.post(SCHEMES).as_(&director).json(&again).send().await.expect(201);
    let path = format!("{SCHEMES}/{}/actions/simulate", id(&draft));
    let tried = app.post(path).as_(&director).if_match(1).json(&json!({})).send().await.expect(200);
    let tried = tried["results"].as_array().cloned().unwrap_or_default();
    let tried = tried.iter().find(|one| one["unit"]["name"] == world::LABOUR.name).expect("labour");
    assert_eq!(tried["points_hundredths"], own["points_hundredths"]);
}

#[actix_web::test]
async fn no_person_is_assessed_by_posts() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let sent = app.post(SCHEMES).as_(&director).json(&asks_posts("person")).send().await;
    assert_fields(&sent, &["/indicators/0/source"]);
    let sources = app.get(format!("{SCHEMES}/sources")).as_(&director).send().await.expect(200);
    let items = sources["items"].as_array().cloned().unwrap_or_default();
    let posts = items.iter().find(|one| one["source"] == "post_served").expect("it is listed");
    assert_eq!(posts["subjects"], json!(["department"]));
}
