//! 我的轮值: one's own duty, and its feed for calendar programs.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::duty::kit::{STAND_INS, ask_stand_in, labour_window, stand_in_step};
use crate::rosters::{kinds, published, roster, sides};
use crate::stationing_obligations::kit::{decide, id, leave};

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

/// The days of March, from `from` on, on which `client` has something to do with duty.
async fn days(app: &TestApp, client: &Client, from: &str) -> Vec<Value> {
    let path = format!("{MINE}?from={from}&to=2026-03-31");
    let own = app.get(path).as_(client).send().await.expect(200);
    own["days"].as_array().cloned().unwrap_or_default()
}

/// The feed of `client`, made anew.
async fn feed_of(app: &TestApp, client: &Client) -> String {
    let made = app.post(format!("{MINE}/feed")).as_(client).send().await.expect(201);
    app.get(made["path"].as_str().unwrap_or_default()).send().await.text()
}

#[actix_web::test]
async fn a_stand_in_is_in_both_calendars_both_feeds_and_both_inboxes() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let plan = published(&app).await;
    let turn = roster(&app, id(&plan)).await.remove(2);
    let [(client, person), (other, stand_in)] = sides(&app, &turn).await;
    let before = days(&app, &client, "2026-03-16").await;
    let body = json!({
        "obligation_id": turn["obligation_id"], "person_id": person.id, "stand_in_id": stand_in.id,
        "from_on": "2026-03-17", "until_on": "2026-03-18", "reason": "开会",
    });
    let asked = app.post(STAND_INS).as_(&client).json(&body).send().await.expect(201);
    assert!(kinds(&app, &director).await.contains(&"stand_in_asked".to_owned()));
    // What is asked for changes nothing yet.
    assert_eq!(days(&app, &client, "2026-03-16").await, before);
    let approved = stand_in_step(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    let on = |days: &[Value], date: &str| days.iter().find(|day| day["date"] == date).cloned();
    let (gives, takes) =
        (days(&app, &client, "2026-03-16").await, days(&app, &other, "2026-03-16").await);
    for date in ["2026-03-17", "2026-03-18"] {
        let given = on(&gives, date).expect("who is replaced sees by whom");
        assert_eq!((&given["is_away"], &given["basis"]), (&json!(true), &json!("plan")));
        assert_eq!(given["stand_in"]["name"], stand_in.name);
        let taken = on(&takes, date).expect("who stands in is on duty");
        assert_eq!((&taken["is_away"], &taken["basis"]), (&json!(false), &json!("stand_in")));
        assert_eq!(taken["stands_in_for"]["name"], person.name);
        // No turn of theirs: nothing to swap.
        assert_eq!((&taken["assignment_id"], &taken["may_swap"]), (&json!(null), &json!(false)));
    }
    assert_eq!(on(&gives, "2026-03-16").expect("Monday")["is_away"], false);
    assert_eq!(on(&takes, "2026-03-16"), None);
    let (given, taken) = (feed_of(&app, &client).await, feed_of(&app, &other).await);
    assert!(!given.contains("DTSTART;TZID=Asia/Shanghai:20260317T"), "{given}");
    assert!(given.contains("DTSTART;TZID=Asia/Shanghai:20260316T"), "{given}");
    assert!(taken.contains("DTSTART;TZID=Asia/Shanghai:20260317T090000"), "{taken}");
    assert!(taken.contains("SUMMARY:替班：人社窗口"), "{taken}");
    assert!(!taken.contains(person.name), "a feed names nobody: {taken}");
    for told in [&client, &other] {
        assert!(kinds(&app, told).await.contains(&"stand_in_approved".to_owned()));
    }
    // Taken back, all is as before, and both are told.
    stand_in_step(&app, &director, &approved, "cancel", &json!({})).await.expect(200);
    assert_eq!(days(&app, &client, "2026-03-16").await, before);
    for told in [&client, &other] {
        assert!(kinds(&app, told).await.contains(&"stand_in_cancelled".to_owned()));
    }
}

#[actix_web::test]
async fn residents_and_those_named_next_have_a_calendar_without_a_plan() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, second) = (app.as_other_handler().await, app.as_handler().await);
    let director = app.as_director().await;
    let own = days(&app, &labour, "2026-03-01").await;
    assert_eq!(own.len(), 22, "every working day of March: {own:?}");
    assert_eq!(own[0]["basis"], "resident");
    assert_eq!((&own[0]["plan_id"], &own[0]["may_swap"]), (&json!(null), &json!(false)));
    assert!(days(&app, &second, "2026-03-01").await.is_empty());
    let asked = leave(&app, &labour, &world::OTHER_HANDLER, ("sick", "2026-03-05", "2026-03-05"));
    let asked = asked.await.expect(201);
    decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    assert!(kinds(&app, &labour).await.contains(&"leave_approved".to_owned()));
    let next = days(&app, &second, "2026-03-01").await;
    assert_eq!(next.len(), 1, "{next:?}");
    assert_eq!((&next[0]["date"], &next[0]["basis"]), (&json!("2026-03-05"), &json!("alternate")));
    // However many days: the same number of statements.
    let count = async |to: &str| {
        let before = app.statements();
        let path = format!("{MINE}?from=2026-03-01&to={to}");
        app.get(path).as_(&labour).send().await.expect(200);
        app.statements() - before
    };
    assert_eq!(count("2026-03-02").await, count("2026-12-31").await);
}

#[actix_web::test]
async fn who_is_refused_a_leave_or_a_stand_in_is_told() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, second) = (app.as_other_handler().await, app.as_handler().await);
    let director = app.as_director().await;
    let why = json!({ "note": "当日有检查" });
    let asked = leave(&app, &labour, &world::OTHER_HANDLER, ("annual", "2026-03-05", "2026-03-05"));
    let asked = asked.await.expect(201);
    decide(&app, &director, &asked, "refuse", &why).await.expect(200);
    let days = ("2026-03-06", "2026-03-06");
    let asked = ask_stand_in(&app, &labour, &owed, days).await.expect(201);
    stand_in_step(&app, &director, &asked, "refuse", &why).await.expect(200);
    let told = kinds(&app, &labour).await;
    for kind in ["leave_refused", "stand_in_refused"] {
        assert!(told.contains(&kind.to_owned()), "{kind}: {told:?}");
    }
    assert!(kinds(&app, &second).await.contains(&"stand_in_refused".to_owned()));
}
