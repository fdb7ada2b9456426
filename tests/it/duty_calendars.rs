//! 我的轮值: one's own duty, and its feed for calendar programs.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use crate::rosters::{published, roster, sides};
use crate::stationing_obligations::kit::id;

const MINE: &str = "/api/v1/duty-calendar";
const MARCH: &str = "/api/v1/duty-calendar?from=2026-03-01&to=2026-03-31";

#[actix_web::test]
async fn my_duty_is_mine_alone_with_its_hours() {
    let app = TestApp::new().await;
    let plan = published(&app).await;
    let rows = roster(&app, id(&plan)).await;
    let mut days = 0;
    for (client, person) in sides(&app, &rows[0]).await {
        let own = app.get(MARCH).as_(&client).send().await.expect(200);
        assert_eq!((&own["person_id"], &own["feed"]), (&json!(person.id), &json!(null)));
        days += own["days"].as_array().map_or(0, Vec::len);
    }
    assert_eq!(days, 20);
    let [(client, _), _] = sides(&app, &rows[0]).await;
    let own = app.get(MARCH).as_(&client).send().await.expect(200);
    let first = &own["days"][0];
    assert_eq!((&first["date"], &first["post_name"]), (&json!("2026-03-02"), &json!("人社窗口")));
    assert_eq!(
        (&first["starts_at"], &first["may_swap"]),
        (&json!("2026-03-02T01:00:00Z"), &json!(false))
    );
    let long = format!("{MINE}?from=2026-01-01&to=2027-06-01");
    let refused = app.get(long).as_(&client).send().await;
    assert_problem(&refused, 400, "request.invalid_parameter");
    let auditor = app.as_auditor().await;
    assert_problem(&app.get(MARCH).as_(&auditor).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_feed_is_read_by_its_address_until_it_is_ended() {
    let app = TestApp::new().await;
    let plan = published(&app).await;
    let rows = roster(&app, id(&plan)).await;
    let [(client, _), _] = sides(&app, &rows[0]).await;
    let feed = format!("{MINE}/feed");
    let end = format!("{feed}/actions/revoke");
    let none = app.post(&end).as_(&client).send().await;
    assert_problem(&none, 409, "duty_feed.none");
    let made = app.post(&feed).as_(&client).idempotency_key("feed-1").send().await.expect(201);
    let path = made["path"].as_str().unwrap_or_default().to_owned();
    // No stored answer has the address.
    let again = app.post(&feed).as_(&client).idempotency_key("feed-1").send().await.expect(201);
    assert_eq!((&again["id"], &again["path"]), (&made["id"], &json!(null)));
    let calendar = app.get(&path).send().await;
    assert_eq!(calendar.status, 200);
    let text = calendar.text();
    for wanted in [
        "BEGIN:VCALENDAR\r\n",
        "DTSTART;TZID=Asia/Shanghai:20260302T090000\r\n",
        "DTEND;TZID=Asia/Shanghai:20260302T173000\r\n",
        "SUMMARY:轮值：人社窗口\r\n",
        "END:VCALENDAR\r\n",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is not in {text}");
    }
    // A new one ends the one before.
    let other = app.post(&feed).as_(&client).send().await.expect(201);
    assert_eq!(app.get(&path).send().await.status, 404);
    let path = other["path"].as_str().unwrap_or_default().to_owned();
    assert_eq!(app.get(&path).send().await.status, 200);
    let ended = app.post(&end).as_(&client).send().await.expect(200);
    assert_ne!(ended["revoked_at"], json!(null));
    assert_eq!(app.get(&path).send().await.status, 404);
    let guessed = "/api/v1/public/duty-feeds/0f/duty.ics";
    assert_problem(&app.get(guessed).send().await, 404, "request.not_found");
}
