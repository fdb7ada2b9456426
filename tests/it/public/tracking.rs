//! Tracking by number and code.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use zongzhi::features::cases::entity::case;
use zongzhi::features::cases::ledger::sha256;
use zongzhi::platform::db::Tx;
use zongzhi::platform::http::idempotency::entity;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::builders::citizen::Citizen;
use zongzhi_tests::world;

use crate::receptions::kit::{planned, published, second_leader};

/// What of an answer may differ between two requests.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let mut body = answer.json();
    body["request_id"] = Value::Null;
    let headers = answer.headers.iter().filter(|(name, _)| name != "x-request-id");
    let mut headers: Vec<_> = headers.cloned().collect();
    headers.sort();
    (answer.status, headers, body)
}

#[actix_web::test]
async fn a_wrong_number_and_a_wrong_code_are_one_answer_and_one_work() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let wrong_code = Citizen { code: "00000000".into(), ..citizen.clone() };
    let wrong_number = Citizen { case_no: "990101-20260302-999999".into(), ..citizen };
    for act in ["", "/comments", "/withdrawals", "/ratings", "/complaints", "/reopenings"] {
        let body = match act {
            "" | "/withdrawals" => json!({}),
            "/ratings" => json!({ "solved": true, "fairly_treated": true }),
            "/complaints" => json!({ "about": "delay", "text": "x" }),
            _ => json!({ "text": "x" }),
        };
        let mut seen = Vec::new();
        for guess in [&wrong_code, &wrong_number] {
            let before = app.statements();
            let answer = app.public(&format!("track{act}"), &guess.says(body.clone())).send().await;
            assert_problem(&answer, 404, "public.unknown_case");
            seen.push((told(&answer), app.statements() - before));
        }
        assert_eq!(seen[0], seen[1], "{act}");
    }
}

#[actix_web::test]
async fn a_lost_code_is_replaced_and_the_old_one_is_as_wrong_as_any() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let clerk = app.as_clerk().await;
    let case = app.led_to(&citizen, "in_progress").await;
    let path = format!("{}/tracking-code", case.path());
    let reason = json!({ "reason": "当事人到窗口，查询码遗失" });
    let asking = app.post(&path).as_(&clerk).header("idempotency-key", "lost").json(&reason);
    let answer = asking.send().await.expect(200);
    let code = answer["tracking_code"].as_str().unwrap_or_default().to_owned();
    assert!(code.len() == 8 && code != citizen.code, "{answer}");
    // The same request again makes no second code.
    let again = app.post(&path).as_(&clerk).header("idempotency-key", "lost").json(&reason);
    assert_eq!(again.send().await.expect(200), answer);
    let renewed = Citizen { code: code.clone(), ..citizen.clone() };
    let seen = app.tracked(&renewed).await;
    assert!(seen["changes"][0]["text"].as_str().is_some_and(|text| text.contains("补发了查询码")));
    let wrong = Citizen { code: "00000000".into(), ..citizen.clone() };
    let mut answers = Vec::new();
    for guess in [&citizen, &wrong] {
        let answer = app.public("track", &guess.says(json!({}))).send().await;
        assert_problem(&answer, 404, "public.unknown_case");
        answers.push(told(&answer));
    }
    assert_eq!(answers[0], answers[1]);
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.text();
    assert!(events.contains("tracking_code_replaced") && events.contains("查询码遗失"), "{events}");
    assert!(!events.contains(&code) && !events.contains(&citizen.code), "{events}");
    assert_eq!(app.see(&clerk, &case).await.version, case.version, "whoever edits it goes on");
    // Who may not see whose case it is hands out nothing, nor who only assists.
    let leader = app.as_leader().await;
    assert_problem(
        &app.post(&path).as_(&leader).json(&reason).send().await,
        403,
        "auth.not_allowed",
    );
    let assisted = app.case().assisted_by(world::LABOUR).in_progress().await;
    let assistant = app.as_other_handler().await;
    let path = format!("{}/tracking-code", assisted.path());
    let refused = app.post(&path).as_(&assistant).json(&reason).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    for (client, may) in [(&assistant, false), (&clerk, true)] {
        let beside = app.see(client, &assisted).await.view["beside"].to_string();
        assert_eq!(beside.contains("replace_tracking_code"), may, "{beside}");
    }
    let elsewhere = app.as_other_clerk().await;
    assert_problem(
        &app.post(&path).as_(&elsewhere).json(&reason).send().await,
        404,
        "request.not_found",
    );
}

#[actix_web::test]
async fn guessing_is_stopped_by_number_whether_it_exists_or_not() {
    let app = TestApp::with(|config| config.public.failures_per_number = 3).await;
    let citizen = app.submitted().await;
    let unknown = Citizen { case_no: "990101-20260302-999999".into(), ..citizen.clone() };
    let wrong = Citizen { code: "00000000".into(), ..citizen.clone() };
    for guess in [&wrong, &unknown] {
        for _ in 0..3 {
            let answer = app.public("track", &guess.says(json!({}))).send().await;
            assert_problem(&answer, 404, "public.unknown_case");
        }
    }
    let (known, other) = (
        app.public("track", &citizen.says(json!({}))).send().await,
        app.public("track", &unknown.says(json!({}))).send().await,
    );
    assert_problem(&known, 429, "public.too_many_attempts");
    assert_eq!(told(&known), told(&other));
    // Another number is not touched, and after a while nor is this one.
    app.tracked(&app.submitted().await).await;
    app.advance(Duration::minutes(16));
    app.tracked(&citizen).await;
}

/// A look from an address.
async fn look_from(app: &TestApp, citizen: &Citizen, address: &str) -> Answer {
    let asking = app.public("track", &citizen.says(json!({})));
    asking.header("x-forwarded-for", address).send().await
}

#[actix_web::test]
async fn nobody_is_locked_out_by_the_guesses_of_another_and_no_server_forgets_them() {
    let app = TestApp::with(|config| {
        config.server.trust_forwarded = true;
        config.public.failures_per_number = 3;
        config.public.failures_of_all = 6;
    })
    .await;
    let citizen = app.submitted().await;
    let wrong = Citizen { code: "00000000".into(), ..citizen.clone() };
    let (theirs, own, third) = ("203.0.113.7", "198.51.100.8", "192.0.2.9");
    for _ in 0..3 {
        assert_problem(&look_from(&app, &wrong, theirs).await, 404, "public.unknown_case");
    }
    let stopped = look_from(&app, &citizen, theirs).await;
    assert_problem(&stopped, 429, "public.too_many_attempts");
    look_from(&app, &citizen, own).await.expect(200);
    // What is counted is in the database: another server, or this one started again, goes on.
    let app = app.restarted(|_| {}).await;
    let stopped = look_from(&app, &citizen, theirs).await;
    assert_problem(&stopped, 429, "public.too_many_attempts");
    // From many addresses the number is left alone everywhere, but only then.
    for _ in 0..3 {
        assert_problem(&look_from(&app, &wrong, third).await, 404, "public.unknown_case");
    }
    let stopped = look_from(&app, &citizen, own).await;
    assert_problem(&stopped, 429, "public.too_many_attempts");
    app.advance(Duration::minutes(16));
    look_from(&app, &citizen, own).await.expect(200);
}

/// What is stored of a case's code.
async fn stored_hash(app: &TestApp, citizen: &Citizen) -> String {
    let of = case::Entity::find().filter(case::Column::CaseNo.eq(&citizen.case_no));
    let row = of.one(app.state.db.reader()).await.expect("a look").expect("the case");
    row.tracking_hash
}

#[actix_web::test]
async fn a_copy_of_the_database_does_not_tell_the_codes() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let register = async || {
        let asking = app.post("/api/v1/cases").as_(&clerk).idempotency_key("once");
        asking.json(&matter()).send().await.expect(201)
    };
    let view = register().await;
    let code = view["receipt"]["tracking_code"].as_str().unwrap_or_default().to_owned();
    let case_no = view["case_no"].as_str().unwrap_or_default().to_owned();
    assert_eq!(code.len(), 8, "{view}");
    let kept = entity::Entity::find().all(app.state.db.reader()).await.expect("the answers");
    assert!(!kept.is_empty() && kept.iter().all(|row| !row.body.contains(&code)), "{kept:?}");
    // The same request is answered as the first time.
    assert_eq!(register().await["receipt"]["tracking_code"], code);
    let bare = sha256(format!("{case_no}:{code}").as_bytes());
    let citizen = Citizen { case_no, code };
    let keyed = stored_hash(&app, &citizen).await;
    assert!(keyed.starts_with("k1:") && keyed != bare, "{keyed}");
    // A hash of an earlier build is good for one look, and is keyed then.
    let former = async |tx: &Tx| {
        case::Entity::update_many()
            .col_expr(case::Column::TrackingHash, Expr::value(bare.clone()))
            .filter(case::Column::CaseNo.eq(&citizen.case_no))
            .exec(&**tx)
            .await?;
        Ok(())
    };
    app.state.db.write(former).await.expect("an earlier build");
    app.tracked(&citizen).await;
    assert_eq!(stored_hash(&app, &citizen).await, keyed);
    app.tracked(&citizen).await;
}

#[actix_web::test]
async fn what_is_typed_in_full_width_or_with_spaces_is_read() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let wide = |text: &str| -> String {
        text.chars()
            .map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0xFF10 + digit).unwrap_or(c),
                None => c,
            })
            .collect()
    };
    let (case_no, code) = (wide(&citizen.case_no), format!(" {} ", wide(&citizen.code)));
    app.tracked(&Citizen { case_no, code }).await;
}

#[actix_web::test]
async fn a_citizen_sees_the_step_the_unit_and_what_is_next() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let view = app.tracked(&citizen).await;
    let states = |view: &Value| -> Vec<String> {
        let steps = view["steps"].as_array().into_iter().flatten();
        steps.map(|step| step["state"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(states(&view), ["done", "current", "to_come", "to_come", "to_come", "to_come"]);
    assert_eq!(view["with"]["name"], world::CENTER.name);
    assert!(view["next"]["by"].is_string(), "{view}");
    let seen = view["event_count"].clone();
    app.advance(Duration::hours(1));
    app.led_to(&citizen, "in_progress").await;
    let look = app.public("track", &citizen.says(json!({ "seen": seen }))).send().await;
    let view = look.expect(200);
    assert_eq!(view["summary"], format!("{}正在办理", world::HOUSING.name));
    assert_eq!(view["with"]["name"], world::HOUSING.name);
    assert_eq!(view["new_count"], 2, "dispatched and signed for: {view}");
    assert_eq!(view["changes"][0]["is_new"], true);
    assert_eq!(states(&view)[1..3], ["done", "current"]);
    let handler = app.as_handler().await;
    let case = app.case_of(&citizen).await;
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-06" });
    app.act(&handler, &case, "suspend", &stop).await;
    let view = app.tracked(&citizen).await;
    assert_eq!(view["waiting"]["until_on"], "2026-03-06");
    assert!(!view["waiting"]["text"].as_str().unwrap_or_default().is_empty());
    // In English, too.
    let english = app.public("track", &citizen.says(json!({}))).header("accept-language", "en");
    let english = english.send().await.expect(200);
    assert_eq!(english["summary"], "It stands still");
}

#[actix_web::test]
async fn a_merged_case_shows_who_has_the_one_it_goes_on_in() {
    let app = TestApp::new().await;
    let (citizen, other) = (app.submitted().await, app.submitted().await);
    let into = app.led_to(&other, "in_progress").await;
    let case = app.case_of(&citizen).await;
    let dispatcher = app.as_dispatcher().await;
    app.act(&dispatcher, &case, "merge", &json!({ "into_case_id": into.id })).await;
    let view = app.tracked(&citizen).await;
    assert_eq!(view["with"]["name"], world::HOUSING.name);
    app.citizen(&citizen, "comments", json!({ "text": "还有一件事要说" })).await.expect(200);
    let events = app.get(format!("{}/events", into.path())).as_(&dispatcher).send().await;
    assert!(events.text().contains("还有一件事要说"), "{events}");
}

#[actix_web::test]
async fn what_is_new_is_marked_on_another_device_too() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let first = app.tracked(&citizen).await;
    assert_eq!((&first["new_count"], &first["last_looked_at"]), (&json!(0), &Value::Null));
    app.advance(Duration::hours(1));
    app.led_to(&citizen, "in_progress").await;
    // The receipt in another hand: nothing is known of its last look.
    let second = app.tracked(&citizen).await;
    assert_eq!(second["new_count"], 2, "dispatched and signed for: {second}");
    assert_eq!(second["last_looked_at"], first["as_of"]);
    assert_eq!(app.tracked(&citizen).await["new_count"], 0);
    // What a citizen does is not new to them.
    app.citizen(&citizen, "comments", json!({ "text": "请尽快" })).await.expect(200);
    assert_eq!(app.tracked(&citizen).await["new_count"], 0);
    // A device that knows better says so.
    let seen = first["event_count"].clone();
    let third = app.public("track", &citizen.says(json!({ "seen": seen }))).send().await;
    assert_eq!(third.expect(200)["new_count"], 3);
}

#[actix_web::test]
async fn papers_for_the_citizen_are_told_and_those_between_units_are_not() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    let clerk = app.as_clerk().await;
    for kind in ["receipt", "transfer_sheet"] {
        let asking = app.post(format!("{}/documents", case.path())).as_(&clerk);
        asking.json(&json!({ "kind": kind })).send().await.expect(201);
    }
    let view = app.tracked(&citizen).await;
    let said = view["changes"].to_string();
    assert!(said.contains("已出具受理回执，可到综治中心领取"), "{said}");
    assert!(!said.contains("转办单"), "{said}");
}

#[actix_web::test]
async fn no_answer_names_anybody() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let mut answers = vec![app.get("/api/v1/public/centers").send().await];
    let look = async || app.public("track", &citizen.says(json!({}))).send().await;
    answers.push(look().await);
    let said = json!({ "text": "王样本昨天又来敲门" });
    answers.push(app.citizen(&citizen, "comments", said.clone()).await);
    let complaint = json!({ "about": "attitude", "text": "冯办态度不好" });
    answers.push(app.citizen(&citizen, "complaints", complaint).await);
    for status in ["dispatched", "in_progress", "resolved", "in_callback", "closed"] {
        let case = app.led_to(&citizen, status).await;
        if status == "in_progress" {
            let handler = app.as_handler().await;
            let note = json!({ "note": "已联系李示例，电话13800001234" });
            app.act(&handler, &case, "report_progress", &note).await;
        }
        answers.push(look().await);
    }
    let rating = json!({ "solved": true, "fairly_treated": true, "text": "谢谢冯办" });
    answers.push(app.citizen(&citizen, "ratings", rating).await);
    answers.push(app.citizen(&citizen, "reopenings", said).await);
    let everybody = world::PEOPLE;
    let staff = everybody.iter().map(|person| person.name);
    let names: Vec<_> = staff.chain(["李示例", "王样本", "13800001234", "防水"]).collect();
    for answer in answers {
        answer.expect(200);
        for name in &names {
            assert!(!answer.text().contains(name), "{name} in {answer}");
        }
    }
}

#[actix_web::test]
async fn the_centres_tell_when_a_leader_receives_people() {
    let app = TestApp::new().await;
    let (_, leader_id) = second_leader(&app).await;
    published(&app, "2026-03-12", leader_id).await;
    planned(&app, "2026-03-13", leader_id).await;
    let centers = app.get("/api/v1/public/centers").send().await.expect(200);
    let county = centers["items"].as_array().into_iter().flatten();
    let county = county.clone().find(|c| c["unit"]["name"] == world::CENTER.name);
    let days = county.expect("the county's centre")["reception_days"].clone();
    assert_eq!(days.as_array().map(Vec::len), Some(1), "a draft is not told: {days}");
    assert_eq!(
        (&days[0]["held_on"], &days[0]["place"]),
        (&json!("2026-03-12"), &json!("一楼接访室"))
    );
    assert_eq!(days[0]["is_called_off"], false);
}
