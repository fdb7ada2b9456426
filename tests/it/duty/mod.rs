//! Who is on duty, who stands in, and what nobody may see of it.

pub(crate) mod kit;

use chrono::Duration;

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use self::kit::{DUTY, STAND_INS, ask_stand_in, give_phones, labour_window, names, stand_in_step};
use crate::rosters::{published, roster, sides};
use crate::rotation_plans::{act, drawn, solved, window};
use crate::stationing_obligations::kit::{decide, id, leave};

#[actix_web::test]
async fn an_alternate_takes_the_place_of_a_resident_on_leave() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, director) = (app.as_other_handler().await, app.as_director().await);
    let days = ("sick", "2026-03-02", "2026-03-03");
    let asked = leave(&app, &labour, &world::OTHER_HANDLER, days).await.expect(201);
    let before = app.get(DUTY).as_(&director).send().await.expect(200);
    assert_eq!(names(&before["posts"][0]["people"]), [world::OTHER_HANDLER.name]);
    decide(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    // The last day of the leave, and the first after it.
    for (on, who, away) in
        [("2026-03-03", world::HANDLER.name, 1), ("2026-03-04", world::OTHER_HANDLER.name, 0)]
    {
        let duty = app.get(format!("{DUTY}?on={on}")).as_(&director).send().await.expect(200);
        let post = &duty["posts"][0];
        assert_eq!(names(&post["people"]), [who], "{duty}");
        assert_eq!(post["away"].as_array().map(Vec::len), Some(away));
        assert_eq!(post["missing"], 0);
        // A wall tells names and posts: nothing of why somebody is away.
        assert!(!duty.to_string().contains("sick"), "{duty}");
    }
    let sunday = app.get(format!("{DUTY}?on=2026-03-08")).as_(&director).send().await.expect(200);
    assert_eq!((&sunday["posts"], &sunday["day_kind"]), (&json!([]), &json!("rest")));
    // Saturday the 28th of February was worked for the Spring Festival.
    let made_up = app.get(format!("{DUTY}?on=2026-02-28")).as_(&director).send().await.expect(200);
    assert_eq!(made_up["posts"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn the_published_roster_says_who_is_there_and_a_draft_does_not() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    window(&app).await;
    let plan = solved(&app, &drawn(&app, "2026-03-02", "2026-03-29").await).await;
    let path = format!("{DUTY}?on=2026-03-02");
    let draft = app.get(&path).as_(&director).send().await.expect(200);
    let post = &draft["posts"][0];
    assert_eq!((&post["people"], &post["missing"]), (&json!([]), &json!(1)), "{draft}");
    act(&app, &director, &plan, "publish").await.expect(200);
    let duty = app.get(&path).as_(&director).send().await.expect(200);
    let post = &duty["posts"][0];
    assert_eq!(post["missing"], 0, "{duty}");
    assert_eq!(post["people"][0]["basis"], "plan");
}

#[actix_web::test]
async fn a_night_that_began_yesterday_is_on_duty_until_it_ends() {
    let app = TestApp::new().await;
    let night = json!({ "mode": "resident", "opens": "18:00", "closes": "08:30" });
    labour_window(&app, &night).await;
    let director = app.as_director().await;
    // Tuesday, 03:00 in China.
    app.advance(Duration::hours(18));
    let duty = app.get(DUTY).as_(&director).send().await.expect(200);
    let posts = duty["posts"].as_array().cloned().unwrap_or_default();
    assert_eq!(posts.len(), 2, "{duty}");
    let now: Vec<_> = posts.iter().filter(|post| post["is_open_now"] == true).collect();
    assert_eq!(now.len(), 1);
    assert_eq!(now[0]["date"], "2026-03-02");
    // 09:00: last night is over.
    app.advance(Duration::hours(6));
    let duty = app.get(DUTY).as_(&director).send().await.expect(200);
    assert_eq!(duty["posts"].as_array().map(Vec::len), Some(1), "{duty}");
    assert_eq!(duty["posts"][0]["is_open_now"], false);
}

#[actix_web::test]
async fn who_is_called_is_listed_apart() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "on_call" })).await;
    let clerk = app.as_clerk().await;
    let duty = app.get(DUTY).as_(&clerk).send().await.expect(200);
    assert_eq!((&duty["posts"], duty["on_call"].as_array().map(Vec::len)), (&json!([]), Some(1)));
}

#[actix_web::test]
async fn another_county_sees_nobody_and_administrators_nothing() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    let stranger = app.sign_in(&world::OTHER_CLERK).await;
    let path = format!("{DUTY}?center_id={}", world::CENTER.id);
    assert_eq!(app.get(&path).as_(&stranger).send().await.status, 404);
    let admin = app.as_system_admin().await;
    assert_problem(&app.get(DUTY).as_(&admin).send().await, 403, "auth.not_allowed");
    let clerk = app.as_clerk().await;
    let wrong = app.get(format!("{DUTY}?on=yesterday")).as_(&clerk).send().await;
    assert_problem(&wrong, 400, "request.invalid_parameter");
}

#[actix_web::test]
async fn a_stand_in_is_asked_for_decided_on_and_on_duty() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, director) = (app.as_other_handler().await, app.as_director().await);
    let days = ("2026-03-03", "2026-03-03");
    let asked = ask_stand_in(&app, &labour, &owed, days).await.expect(201);
    assert_eq!(
        (&asked["state"], &asked["allowed_actions"]),
        (&json!("requested"), &json!(["cancel"]))
    );
    assert_eq!(asked["refused_actions"]["approve"], "auth.not_allowed");
    let path = format!("{DUTY}?on=2026-03-03");
    let before = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(names(&before["posts"][0]["people"]), [world::OTHER_HANDLER.name]);
    let refused = stand_in_step(&app, &labour, &asked, "approve", &json!({})).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let silent = stand_in_step(&app, &director, &asked, "refuse", &json!({})).await;
    assert_fields(&silent, &["/note"]);
    let approved = stand_in_step(&app, &director, &asked, "approve", &json!({})).await.expect(200);
    assert_eq!(approved["decided_by"]["name"], world::DIRECTOR.name);
    let duty = app.get(&path).as_(&director).send().await.expect(200);
    let one = &duty["posts"][0]["people"][0];
    assert_eq!(
        (&one["basis"], &one["person"]["name"]),
        (&json!("stand_in"), &json!(world::HANDLER.name))
    );
    assert_eq!(one["stands_in_for"]["name"], world::OTHER_HANDLER.name);
    let again = stand_in_step(&app, &director, &approved, "refuse", &json!({ "note": "x" })).await;
    assert_problem(&again, 409, "duty_stand_in.wrong_state");
    let stale = stand_in_step(&app, &director, &asked, "cancel", &json!({})).await;
    assert_problem(&stale, 412, "request.stale_version");
    let twice = ask_stand_in(&app, &labour, &owed, days).await;
    assert_problem(&twice, 409, "duty_stand_in.overlap");
}

#[actix_web::test]
async fn what_does_not_fit_is_named_and_nobody_elses_is_seen() {
    let app = TestApp::new().await;
    let owed = labour_window(&app, &json!({ "mode": "resident" })).await;
    let (labour, clerk) = (app.as_other_handler().await, app.as_clerk().await);
    let body = |change: serde_json::Value| {
        let mut body = json!({
            "obligation_id": owed["id"], "person_id": world::OTHER_HANDLER.id,
            "stand_in_id": world::HANDLER.id, "from_on": "2026-03-03", "until_on": "2026-03-03",
            "reason": "开会",
        });
        for (name, value) in change.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    };
    for (change, pointer) in [
        (json!({ "stand_in_id": world::OTHER_HANDLER.id }), "/stand_in_id"),
        (json!({ "stand_in_id": world::CLERK.id }), "/stand_in_id"),
        (json!({ "until_on": "2026-03-02" }), "/until_on"),
        (json!({ "until_on": "2026-06-03" }), "/until_on"),
        (json!({ "from_on": "2026-01-30", "until_on": "2026-01-30" }), "/from_on"),
        (json!({ "reason": " " }), "/reason"),
        (json!({ "obligation_id": world::CLERK.id }), "/obligation_id"),
    ] {
        let sent = app.post(STAND_INS).as_(&labour).json(&body(change)).send().await;
        assert_fields(&sent, &[pointer]);
    }
    // A clerk may ask for themselves, which they have no place for.
    let other = app.post(STAND_INS).as_(&clerk).json(&body(json!({}))).send().await;
    assert_fields(&other, &["/obligation_id"]);
    let asked = app.post(STAND_INS).as_(&labour).json(&body(json!({}))).send().await.expect(201);
    let path = format!("{STAND_INS}/{}", id(&asked));
    assert_eq!(app.get(&path).as_(&clerk).send().await.status, 404);
    let list = app.get(format!("{STAND_INS}?count=exact")).as_(&clerk).send().await.expect(200);
    assert_eq!(list["total"], 0);
    let own = app.get(format!("{STAND_INS}?count=exact")).as_(&labour).send().await.expect(200);
    assert_eq!(own["total"], 1);
}

#[actix_web::test]
async fn one_sick_day_shows_who_is_free_to_stand_in_and_why_others_are_not() {
    let app = TestApp::new().await;
    let plan = published(&app).await;
    let (director, clerk) = (app.as_director().await, app.as_clerk().await);
    let turn = roster(&app, id(&plan)).await.remove(2);
    let [(client, person), (_, other)] = sides(&app, &turn).await;
    let obligation = turn["obligation_id"].as_str().unwrap_or_default();
    let path = format!("{STAND_INS}/candidates?obligation_id={obligation}&on=2026-03-19");
    let full = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!((&full["missing"], &full["away"]), (&json!(0), &json!([])), "{full}");
    let asked = leave(&app, &client, &person, ("sick", "2026-03-19", "2026-03-19")).await;
    decide(&app, &director, &asked.expect(201), "approve", &json!({})).await.expect(200);
    // The Thursday of a week is short, and the page of shortfalls knows the post and the day.
    let short = "/api/v1/shortfalls?from=2026-03-19&to=2026-03-19";
    let short = app.get(short).as_(&director).send().await.expect(200);
    assert_eq!(short["items"][0]["items"][0]["obligation_id"], obligation, "{short}");
    let found = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!((&found["missing"], &found["away"][0]["name"]), (&json!(1), &json!(person.name)));
    let of = |whom: &world::Person| {
        let all = found["candidates"].as_array().into_iter().flatten();
        let mut own = all.filter(|one| one["person"]["id"] == whom.id.to_string());
        own.next().cloned().expect("everybody named is listed")
    };
    assert_eq!(of(&other)["is_free"], true, "{found}");
    let away = of(&person);
    assert_eq!((&away["is_free"], &away["obstacles"]), (&json!(false), &json!(["on_leave"])));
    // Why somebody is away is nobody's business here, and neither is it who may ask for nobody.
    assert!(!found.to_string().contains("sick"), "{found}");
    assert_eq!(app.get(&path).as_(&clerk).send().await.status, 404);
    let stranger = app.sign_in(&world::OTHER_CLERK).await;
    assert_eq!(app.get(&path).as_(&stranger).send().await.status, 404);
    // Who is asked stands in; then nobody is missing, and they are no longer free.
    let body = json!({
        "obligation_id": obligation, "person_id": person.id, "stand_in_id": other.id,
        "from_on": "2026-03-19", "until_on": "2026-03-19", "reason": "病假顶岗",
    });
    app.post(STAND_INS).as_(&director).json(&body).send().await.expect(201);
    let after = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!((&after["missing"], &after["away"]), (&json!(0), &json!([])), "{after}");
    let taken = after["candidates"].as_array().into_iter().flatten();
    let taken = taken.clone().find(|one| one["person"]["id"] == other.id.to_string());
    assert_eq!(taken.expect("listed")["obstacles"], json!(["on_duty"]));
}

#[actix_web::test]
async fn who_may_reach_people_on_duty_sees_their_numbers_masked_and_asks_for_one_with_a_reason() {
    let app = TestApp::new().await;
    labour_window(&app, &json!({ "mode": "resident" })).await;
    give_phones(&app).await;
    let whom = world::OTHER_HANDLER.id;
    let path = format!("{DUTY}/people/{whom}/reveal");
    let reason = json!({ "reason": "窗口有急事，请其到场" });
    // One definition of the right: who is told the masked number is who may ask for it.
    for (client, may) in [
        (app.as_dispatcher().await, true),
        (app.as_supervisor().await, true),
        (app.as_director().await, true),
        (app.as_leader().await, true),
        (app.as_clerk().await, false),
        (app.as_handler().await, false),
    ] {
        // A wall does not ask, and is told nothing.
        let wall = app.get(DUTY).as_(&client).send().await.expect(200);
        assert_eq!(wall["posts"][0]["people"][0]["phone_masked"], json!(null));
        let asked = app.get(format!("{DUTY}?with_phones=true")).as_(&client).send().await;
        let asked = asked.expect(200);
        let masked = if may { json!("120****0001") } else { json!(null) };
        assert_eq!(asked["posts"][0]["people"][0]["phone_masked"], masked, "{}", client.username);
        assert!(!asked.to_string().contains("12000010001"), "{}", client.username);
        let clear = app.post(&path).as_(&client).json(&reason).send().await;
        if may {
            assert_eq!(clear.expect(200)["value"], "12000010001", "{}", client.username);
        } else {
            assert_problem(&clear, 403, "auth.not_allowed");
        }
    }
    let director = app.as_director().await;
    // Without a reason, or with a number in it, nothing is told; nor of who is not on duty.
    for wrong in [json!({ "reason": "  " }), json!({ "reason": "请拨 13800001234" })] {
        let sent = app.post(&path).as_(&director).json(&wrong).send().await;
        assert_fields(&sent, &["/reason"]);
    }
    let idle = format!("{DUTY}/people/{}/reveal", world::HANDLER.id);
    let idle = app.post(idle).as_(&director).json(&reason).send().await;
    assert_problem(&idle, 404, "request.not_found");
    let stranger = app.sign_in(&world::OTHER_DISPATCHER).await;
    let body = json!({ "reason": "请其到场", "center_id": world::CENTER.id });
    let sent = app.post(&path).as_(&stranger).json(&body).send().await;
    assert_problem(&sent, 404, "request.not_found");
    // Sent again with its key it is the same look; the log has each with its reason.
    for _ in 0..2 {
        let again = app.post(&path).as_(&director).idempotency_key("reach-1").json(&reason);
        assert_eq!(again.send().await.expect(200)["value"], "12000010001");
    }
    let auditor = app.as_auditor().await;
    let log = "/api/v1/audit/entries?action=duty.phone_revealed&count=exact";
    let log = app.get(log).as_(&auditor).send().await.expect(200);
    assert_eq!(log["total"], 5, "four looks, and one that was sent twice: {log}");
    assert!(!log.to_string().contains("12000010001"), "{log}");
}
