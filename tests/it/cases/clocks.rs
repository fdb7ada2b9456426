//! Clocks over the API: list, case and explanation say the same at any instant, and a running
//! clock keeps the rule and the calendar it started under.

use chrono::{DateTime, Duration, Utc};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};
use serde_json::{Value, json};
use zongzhi::features::cases::entity::{case, clock};
use zongzhi::features::time_limits::entity::time_limit_rule;
use zongzhi::features::time_limits::rules::ClockKind;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value}"))
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// The running clock that ends first.
fn next(view: &Value) -> Option<&Value> {
    let clocks = view["clocks"].as_array().into_iter().flatten();
    clocks.filter(|clock| clock["finished_at"].is_null()).min_by_key(|clock| {
        let kind = clock["kind"].as_str().and_then(ClockKind::parse);
        (instant(&clock["due_at"]), instant(&clock["started_at"]), kind)
    })
}

/// The same case in a list, as a case, and explained, must be the same.
async fn agree(app: &TestApp, client: &Client, case: &Case) {
    let seen = app.see(client, case).await;
    let page = app.get("/api/v1/cases?limit=200").as_(client).send().await.expect(200);
    let mut items = page["items"].as_array().into_iter().flatten();
    let item = items.find(|item| item["id"] == case.id).expect("the case is listed");
    let now = app.state.clock.now();
    let Some(clock) = next(&seen.view) else {
        assert_eq!((&item["lamp"], &item["due_at"]), (&json!("grey"), &Value::Null));
        return;
    };
    for same in ["due_at", "lamp", "time_left"] {
        assert_eq!(item[same], clock[same], "{same} at {now}: {clock}");
    }
    assert_eq!(item["clock_kind"], clock["kind"], "at {now}");
    let lamp = item["lamp"].as_str().unwrap_or_default();
    for colour in ["green", "yellow", "red", "grey"] {
        let path = format!("/api/v1/cases?limit=200&lamp={colour}");
        let lit = app.get(path).as_(client).send().await.expect(200);
        let is_in = lit["items"].as_array().into_iter().flatten().any(|item| item["id"] == case.id);
        assert_eq!(is_in, colour == lamp, "{colour} at {now}");
    }
    for clock in seen.view["clocks"].as_array().into_iter().flatten() {
        let id = clock["id"].as_str().unwrap_or_default();
        let why = app.get(format!("{}/clocks/{id}/explanation", case.path())).as_(client);
        let why = why.send().await.expect(200);
        for same in ["due_at", "state", "lamp", "time_left"] {
            assert_eq!(why["result"][same], clock[same], "{same} of {} at {now}", clock["kind"]);
        }
        // The first question of the lamp that is answered with yes decides.
        let questions = why["lamp"]["steps"].as_array().into_iter().flatten();
        let yes = questions.clone().find(|question| question["holds"] == true);
        assert_eq!(yes.map(|yes| &yes["lamp"]), Some(&clock["lamp"]), "at {now}: {}", why["lamp"]);
        let steps = why["steps"].as_array().cloned().unwrap_or_default();
        let counted: Vec<_> = steps.iter().filter(|step| step["counted"] == true).collect();
        let numbers: Vec<_> = counted.iter().map(|step| step["number"].as_i64()).collect();
        let one_by_one: Vec<_> = (1..).map(Some).take(counted.len()).collect();
        assert_eq!(numbers, one_by_one, "days are counted one by one: {}", clock["kind"]);
    }
}

#[actix_web::test]
async fn list_case_and_explanation_agree_at_any_instant() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut random = StdRng::seed_from_u64(9);
    // Just before the spring festival's opposite in autumn: working days and holidays mix.
    app.clock.set(at("2026-04-28T03:00:00.123456Z"));
    let dispatcher = app.as_dispatcher().await;
    let mut cases = Vec::new();
    for level in ["simple", "ordinary", "complex", "difficult"] {
        let case = app.case().registered().await;
        let body = json!({ "type_code": "0202", "level": level });
        let case = app.act(&dispatcher, &case, "classify", &body).await;
        let to = json!({ "lead_department_id": world::HOUSING.id });
        cases.push(app.act(&dispatcher, &case, "dispatch", &to).await);
    }
    cases.push(app.case().registered().await);
    cases.push(app.case().in_progress().await);
    cases.push(app.case().in_callback().await);
    let mut days = Duration::zero();
    while days < Duration::days(45) {
        for case in &cases {
            agree(&app, &clerk, case).await;
        }
        let step = Duration::minutes(random.random_range(0..6_000))
            + Duration::microseconds(random.random_range(0..60_000_000));
        app.advance(step);
        days += step;
    }
}

#[actix_web::test]
async fn list_and_case_change_colour_at_the_same_microsecond() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for start in
        ["2026-03-02T01:00:00Z", "2026-03-02T01:17:31.400001Z", "2026-03-05T15:59:59.999999Z"]
    {
        app.clock.set(at(start));
        let handled = app.case().in_progress().await;
        let row = case::Entity::find()
            .filter(case::Column::CaseNo.eq(handled.number()))
            .one(app.state.db.reader())
            .await
            .expect("a look")
            .expect("the case");
        let yellow = row.lamp_yellow_at.expect("a running limit");
        let due = row.due_at.expect("a running limit");
        for edge in [yellow, due] {
            for offset in [
                -1_000_001, -1_000_000, -999_999, -500_000, -2, -1, 0, 1, 2, 500_000, 999_999,
                1_000_000,
            ] {
                app.clock.set(edge + Duration::microseconds(offset));
                agree(&app, &clerk, &handled).await;
            }
        }
        let lamp = async |now| {
            app.clock.set(now);
            app.see(&clerk, &handled).await.clock("handling")["lamp"].clone()
        };
        assert_eq!(lamp(yellow - Duration::microseconds(1)).await, "green");
        assert_eq!(lamp(yellow).await, "yellow");
        assert_eq!(lamp(due).await, "yellow");
        assert_eq!(lamp(due + Duration::microseconds(1)).await, "red");
    }
}

#[actix_web::test]
async fn a_working_day_runs_over_a_holiday_and_stops_at_a_make_up_day() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    // 国庆节 2026 runs from 1 to 7 October; 20 September and 10 October are worked.
    for (start, due) in [
        ("2026-09-30T02:00:00Z", "2026-10-08T15:59:59.999999Z"),
        ("2026-10-09T02:00:00Z", "2026-10-10T15:59:59.999999Z"),
        ("2026-09-19T02:00:00Z", "2026-09-20T15:59:59.999999Z"),
        // 23:30 in UTC is the next morning in China.
        ("2026-03-02T23:30:00Z", "2026-03-04T15:59:59.999999Z"),
    ] {
        app.clock.set(at(start));
        let case = app.case().registered().await;
        assert_eq!(case.clock("triage")["due_at"], due, "registered {start}");
        agree(&app, &clerk, &case).await;
    }
}

#[actix_web::test]
async fn a_dispatched_case_keeps_its_rule_when_a_new_version_comes() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let old = app.case().dispatched().await;
    let before = old.clock("handling").clone();
    app.advance(Duration::days(1));
    shorten(&app).await;
    let seen = app.see(&clerk, &old).await;
    assert_eq!(seen.clock("handling")["due_at"], before["due_at"]);
    assert_eq!(seen.clock("handling")["rule_id"], before["rule_id"]);
    agree(&app, &clerk, &old).await;
    let new = app.case().dispatched().await;
    assert_ne!(new.clock("handling")["rule_id"], before["rule_id"]);
    // Three calendar days from the next day on.
    assert_eq!(new.clock("handling")["due_at"], "2026-03-06T15:59:59.999999Z");
    agree(&app, &clerk, &new).await;
}

/// A county publishes version 2 of a rule, in force from today.
async fn shorten(app: &TestApp) {
    let today = zongzhi::features::calendars::civil_day::local_date(app.state.clock.now());
    let body = json!({
        "code": "handling_ordinary", "clock": "handling", "level": "ordinary", "amount": 3,
        "day_kind": "calendar", "start": "next_day", "roll": "none", "source": "县级规定",
        "valid_from": today,
    });
    let admin = app.as_system_admin().await;
    let answer = app.post("/api/v1/time-limit-rules").as_(&admin).json(&body).send().await;
    assert_eq!(answer.expect(201)["version"], 2);
}

#[actix_web::test]
async fn a_running_clock_keeps_the_calendar_it_started_under() {
    let app = TestApp::new().await;
    let (clerk, admin) = (app.as_clerk().await, app.as_system_admin().await);
    let old = app.case().registered().await;
    assert_eq!(old.clock("triage")["due_at"], "2026-03-03T15:59:59.999999Z");
    // A notice makes the rest of that week a holiday.
    let days: Vec<_> = (3..=6)
        .map(|day| json!({ "date": format!("2026-03-0{day}"), "kind": "off", "name": "某节" }))
        .collect();
    let body = json!({ "source": "通知", "announced_through": "2026-12-31", "days": days });
    let answer = app.post("/api/v1/calendars/cn/imports").as_(&admin).json(&body).send().await;
    assert!(answer.status < 300, "{answer}");
    agree(&app, &clerk, &old).await;
    let new = app.case().registered().await;
    assert_eq!(new.clock("triage")["due_at"], "2026-03-09T15:59:59.999999Z");
    agree(&app, &clerk, &new).await;
    app.advance(Duration::days(2));
    let seen = app.see(&clerk, &old).await;
    assert_eq!(seen.clock("triage")["due_at"], "2026-03-03T15:59:59.999999Z");
    assert_eq!(seen.clock("triage")["lamp"], "red", "late under the calendar it started under");
    agree(&app, &clerk, &old).await;
    agree(&app, &clerk, &new).await;
}

#[actix_web::test]
async fn a_rule_another_server_made_a_moment_ago_is_no_fault_of_this_one() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let db = &app.state.db;
    let of_case = clock::Column::CaseId.eq(case.id.parse::<uuid::Uuid>().expect("an id"));
    let row = clock::Entity::find().filter(of_case).one(db.reader()).await;
    let row = row.expect("a look").expect("a clock");
    let rule = time_limit_rule::Entity::find_by_id(row.rule_id).one(db.reader()).await;
    let rule = rule.expect("a look").expect("a rule");
    let newer = time_limit_rule::Model { id: uuid::Uuid::from_u128(7), version: 99, ..rule };
    let elsewhere = async |tx: &Tx| {
        let made = newer.clone().into_active_model().reset_all();
        time_limit_rule::Entity::insert(made).exec_without_returning(&**tx).await?;
        let rule_id = ActiveValue::Set(newer.id);
        let counted = clock::ActiveModel { rule_id, ..Default::default() };
        let same = clock::Column::Id.eq(row.id);
        clock::Entity::update_many().set(counted).filter(same).exec(&**tx).await?;
        Ok(())
    };
    db.write(elsewhere).await.expect("another server");
    let busy = app.get(case.path()).as_(&clerk).send().await;
    assert_problem(&busy, 503, "server.busy");
    assert_eq!(busy.header("retry-after"), Some("10"));
    app.advance(Duration::seconds(10));
    let seen = app.see(&clerk, &case).await;
    assert_eq!(seen.clock("triage")["rule_id"], newer.id.to_string());
}

#[actix_web::test]
async fn a_limit_to_an_agreed_day_is_counted_the_same_in_a_list() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().in_progress().await;
    let task = json!({ "department_id": world::LABOUR.id, "task": "核实用工情况",
        "due_on": "2026-03-05" });
    let case = app.act(&handler, &case, "add_assist", &task).await;
    let case = app.see(&assistant, &case).await;
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    agree(&app, &handler, &case).await;
}
