//! The ladder is taken by time, in office hours, once for a limit.

use chrono::Duration;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};
use serde_json::{Value, json};
use zongzhi::features::cases::entity::clock;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::world;

use super::kit::{ORDERS, events, go_to, kinds, ledger_holds, listed, ordered, steps};

#[actix_web::test]
async fn reminder_urge_order_and_bulletin_follow_each_other_on_their_days() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    assert_eq!(case.clock("handling")["due_at"], "2026-03-09T15:59:59.999999Z");
    assert_eq!(steps(&app).await, 0, "nothing is due on the first day");
    let days = [
        ("2026-03-06T09:00", "reminded", 0),
        ("2026-03-10T09:00", "urged", 1),
        ("2026-03-16T09:00", "supervision_ordered", 5),
        ("2026-03-23T09:00", "bulletin_listed", 10),
    ];
    for (moment, kind, over) in days {
        go_to(&app, moment);
        app.advance(-Duration::minutes(1));
        assert_eq!(steps(&app).await, 0, "{kind} before {moment}");
        app.advance(Duration::minutes(1));
        assert_eq!(steps(&app).await, 1, "{kind} at {moment}");
        assert_eq!(steps(&app).await, 0, "{kind} is taken once");
        let last = events(&app, &case).await.pop().expect("an event");
        assert_eq!((last.kind.as_str(), last.actor_id), (kind, None));
        let data: Value = serde_json::from_str(&last.data).expect("data");
        let limit = &data["limit"];
        assert_eq!(limit["working_days_over"], over, "{data}");
        assert_eq!(limit["department_id"], world::HOUSING.id.to_string(), "{data}");
        assert_eq!(limit["clock"], "handling", "{data}");
    }
    app.advance(Duration::days(90));
    assert_eq!(steps(&app).await, 0, "the ladder is used up");
    // Whoever edits the case keeps the version they have seen.
    assert_eq!(app.see(&supervisor, &case).await.version, case.version);
    let taken = app.get(format!("{}/supervision-steps", case.path())).as_(&supervisor);
    let taken = taken.send().await.expect(200);
    let words: Vec<_> =
        taken["items"].as_array().into_iter().flatten().map(|step| step["step"].clone()).collect();
    assert_eq!(words, ["reminder", "urge", "order", "bulletin"]);
    let orders = listed(&app, &supervisor, "").await;
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0]["issuer_kind"], "system");
    assert_eq!(orders[0]["ground_code"], "overdue");
    assert_eq!(orders[0]["reply_due_on"], "2026-03-19");
    assert_eq!(orders[0]["cases"][0]["id"], case.id);
    assert_eq!(taken["items"][2]["order_id"], orders[0]["id"]);
    ledger_holds(&app).await;
}

/// 临期、催办督办中: the lamp and the ladder in figures, and the rows behind them.
#[actix_web::test]
async fn what_runs_out_soon_and_what_was_escalated_is_counted() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let figures = async || {
        let counts = app.get("/api/v1/cases/counts").as_(&supervisor).send().await.expect(200);
        for queue in ["nearing", "overdue", "escalated"] {
            let path = format!("/api/v1/cases?queue={queue}");
            let listed = app.get(path).as_(&supervisor).send().await.expect(200);
            let rows = listed["items"].as_array().map_or(0, Vec::len);
            assert_eq!(counts[queue]["count"], rows, "{queue}");
        }
        ["nearing", "overdue", "escalated"].map(|queue| counts[queue]["count"].as_i64())
    };
    let are = |counts: [i64; 3]| counts.map(Some);
    assert_eq!(figures().await, are([0, 0, 0]));
    go_to(&app, "2026-03-06T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(app.see(&supervisor, &case).await.clock("handling")["lamp"], "yellow");
    assert_eq!(figures().await, are([1, 0, 0]), "a reminder is no escalation");
    go_to(&app, "2026-03-10T09:00");
    assert_eq!(figures().await, are([0, 1, 0]), "not yet urged");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(figures().await, are([0, 1, 1]));
    let handler = app.as_handler().await;
    app.act(&handler, &case, "resolve", &resolved()).await;
    let [_, overdue, escalated] = figures().await;
    assert_eq!([overdue, escalated], [Some(0), Some(0)], "it waits for its review");
}

#[actix_web::test]
async fn limits_that_always_fail_hold_up_no_other() {
    let app = TestApp::new().await;
    let broken = app.case().in_progress().await;
    let case = app.case().in_progress().await;
    let db = &app.state.db;
    let row = clock::Entity::find()
        .filter(clock::Column::CaseId.eq(broken.id.parse::<uuid::Uuid>().expect("an id")))
        .filter(clock::Column::Kind.eq("handling"))
        .one(db.reader())
        .await;
    let row = row.expect("a look").expect("a clock");
    // More than a round takes, and all of them before the one that can be helped.
    let copy = |number: u128| clock::Model {
        id: uuid::Uuid::from_u128(number),
        kind: "nobody knows".to_owned(),
        ladder_at: Some(row.started_at),
        ..row.clone()
    };
    let write = async |tx: &Tx| {
        let rows = (1..=250).map(|number| copy(number).into_active_model().reset_all());
        clock::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        Ok(())
    };
    db.write(write).await.expect("limits nobody can read");
    go_to(&app, "2026-03-06T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(kinds(&app, &case).await, ["reminded"]);
}

#[actix_web::test]
async fn nobody_is_urged_at_night_on_a_rest_day_or_over_a_holiday() {
    let app = TestApp::new().await;
    // 清明节: 4 to 6 April 2026. Due on 2 April.
    go_to(&app, "2026-03-26T10:00");
    let case = app.case().in_progress().await;
    assert_eq!(case.clock("handling")["due_at"], "2026-04-02T15:59:59.999999Z");
    for moment in ["2026-03-30T20:00", "2026-03-31T08:59", "2026-03-31T17:31"] {
        go_to(&app, moment);
        assert_eq!(steps(&app).await, 0, "{moment}");
    }
    go_to(&app, "2026-04-01T17:30");
    assert_eq!(steps(&app).await, 1, "the reminder, on the last minute of office hours");
    for moment in ["2026-04-03T08:59", "2026-04-04T10:00", "2026-04-05T10:00", "2026-04-06T10:00"] {
        go_to(&app, moment);
        assert_eq!(steps(&app).await, 0, "{moment}");
    }
    go_to(&app, "2026-04-07T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(kinds(&app, &case).await, ["reminded", "urged"]);
}

#[actix_web::test]
async fn a_server_that_was_off_takes_one_step_a_working_day() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    go_to(&app, "2026-04-10T10:00");
    assert_eq!(steps(&app).await, 1);
    app.advance(Duration::hours(5));
    assert_eq!(steps(&app).await, 0);
    // Nobody is reminded of what is over.
    assert_eq!(kinds(&app, &case).await, ["urged"]);
    go_to(&app, "2026-04-11T10:00");
    assert_eq!(steps(&app).await, 0, "a Saturday");
    go_to(&app, "2026-04-13T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(kinds(&app, &case).await, ["urged", "supervision_ordered"]);
}

#[actix_web::test]
async fn a_limit_that_stands_still_or_has_ended_takes_no_step() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let stopped = app.case().in_progress().await;
    let done = app.case().in_progress().await;
    let gone = app.case().in_progress().await;
    app.act(&supervisor, &stopped, "suspend", &json!({ "reason_code": "appraisal" })).await;
    app.act(&handler, &done, "resolve", &resolved()).await;
    let clerk = app.as_clerk().await;
    app.act(&clerk, &gone, "withdraw", &json!({ "reason": "x" })).await;
    go_to(&app, "2026-03-24T09:00");
    assert_eq!(steps(&app).await, 0);
    // It goes on: with another last day the ladder begins anew.
    let seen = app.see(&supervisor, &stopped).await;
    let going = app.act(&supervisor, &seen, "resume", &json!({})).await;
    assert_eq!(going.clock("handling")["due_at"], "2026-03-30T15:59:59.999999Z");
    go_to(&app, "2026-03-26T15:00");
    assert_eq!(steps(&app).await, 0, "still green");
    go_to(&app, "2026-03-27T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(kinds(&app, &stopped).await, ["reminded"]);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_extended_limit_is_watched_anew() {
    let app = TestApp::new().await;
    let (handler, supervisor) = (app.as_handler().await, app.as_supervisor().await);
    let case = app.case().in_progress().await;
    go_to(&app, "2026-03-06T12:00");
    assert_eq!(steps(&app).await, 1);
    let seen = app.see(&handler, &case).await;
    let asked = json!({ "days": 3, "reason": "待鉴定" });
    let asked = app.act(&handler, &seen, "request_extension", &asked).await;
    let granted = json!({ "approve": true, "reason": "同意" });
    let case = app.act(&supervisor, &asked, "decide_extension", &granted).await;
    assert_eq!(case.clock("handling")["due_at"], "2026-03-12T15:59:59.999999Z");
    go_to(&app, "2026-03-10T09:00");
    assert_eq!(steps(&app).await, 1, "reminded of the new day, not urged about the old one");
    go_to(&app, "2026-03-13T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(kinds(&app, &case).await, ["reminded", "reminded", "urged"]);
}

#[actix_web::test]
async fn an_assistant_has_a_ladder_of_its_own() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    for moment in ["2026-03-06T12:00", "2026-03-10T09:00", "2026-03-16T09:00"] {
        go_to(&app, moment);
        steps(&app).await;
    }
    let orders = listed(&app, &supervisor, "").await;
    let mut addressed: Vec<_> =
        orders.iter().map(|order| order["department"]["name"].clone()).collect();
    addressed.sort_by_key(ToString::to_string);
    assert_eq!(addressed, [world::LABOUR.name, world::HOUSING.name]);
    let other = app.as_other_handler().await;
    let path = format!("{}/supervision-steps", case.path());
    let seen = app.get(path).as_(&other).send().await.expect(200);
    let steps = seen["items"].as_array().into_iter().flatten();
    let clocks: Vec<_> = steps.map(|step| step["clock_kind"].clone()).collect();
    assert!(!clocks.is_empty() && clocks.iter().all(|kind| kind == "assist"), "{seen}");
}

#[actix_web::test]
async fn where_a_supervisor_was_quicker_no_second_order_is_made() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    go_to(&app, "2026-03-10T09:00");
    assert_eq!(steps(&app).await, 1);
    let order = ordered(&app, &[&case]).await;
    go_to(&app, "2026-03-16T09:00");
    assert_eq!(steps(&app).await, 1);
    assert_eq!(listed(&app, &supervisor, "").await.len(), 1);
    assert_eq!(kinds(&app, &case).await, ["urged", "supervision_ordered", "urged"]);
    let on = app.get(format!("{ORDERS}/ladder")).as_(&supervisor).send().await.expect(200);
    assert_eq!(on["items"][0]["step"], "order");
    assert_eq!(on["items"][0]["order_id"], order["id"]);
}

#[actix_web::test]
async fn the_ladder_lists_running_limits_longest_over_first() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let first = app.case().in_progress().await;
    let fine = app.case().in_progress().await;
    app.advance(Duration::days(1));
    let second = app.case().led_by(world::JUSTICE).dispatched().await;
    for moment in ["2026-03-11T09:00", "2026-03-12T09:00"] {
        go_to(&app, moment);
        steps(&app).await;
    }
    let handler = app.as_handler().await;
    let fine = app.see(&handler, &fine).await;
    app.act(&handler, &fine, "resolve", &resolved()).await;
    let page = async |query: &str| {
        let path = format!("{ORDERS}/ladder?count=exact&{query}");
        app.get(path).as_(&supervisor).send().await.expect(200)
    };
    let all = page("").await;
    let ids: Vec<_> = all["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|limit| limit["case"]["id"].clone())
        .collect();
    assert_eq!(ids, [first.id.as_str(), second.id.as_str()], "{all}");
    assert_eq!(all["total"], 2);
    assert_eq!(all["items"][0]["working_days_over"], 3);
    // A notice that comes afterwards makes no limit less late that runs under another.
    let days: Vec<_> = (10..=12)
        .map(|day| json!({ "date": format!("2026-03-{day}"), "kind": "off", "name": "某节" }))
        .collect();
    let notice = json!({ "source": "通知", "announced_through": "2026-12-31", "days": days });
    let admin = app.as_system_admin().await;
    let import = app.post("/api/v1/calendars/cn/imports").as_(&admin).json(&notice).send().await;
    assert!(import.status < 300, "{import}");
    let again = app.get(format!("{ORDERS}/ladder")).as_(&supervisor).send().await.expect(200);
    assert_eq!(again["items"][0]["working_days_over"], 3);
    assert_eq!(all["items"][0]["step"], "urge");
    assert_eq!(all["items"][0]["allowed_actions"], json!(["issue_order"]));
    assert_eq!(all["items"][0]["next_step_at"], "2026-03-16T01:00:00Z");
    let one = page("limit=1").await;
    let cursor = one["next_cursor"].as_str().expect("a cursor");
    let rest = page(&format!("limit=1&cursor={cursor}")).await;
    assert_eq!(rest["items"][0]["case"]["id"], second.id);
    assert!(rest["next_cursor"].is_null());
    let justice = page(&format!("department_id={}", world::JUSTICE.id)).await;
    assert_eq!(justice["total"], 1);
    assert_eq!(page("step=bulletin").await["total"], 0);
}

#[actix_web::test]
async fn whose_time_is_read_for_a_page_at_once() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let first = app.case().in_progress().await;
    go_to(&app, "2026-03-10T09:00");
    steps(&app).await;
    let page = async || {
        let before = app.statements();
        let path = format!("{ORDERS}/ladder");
        let page = app.get(path).as_(&supervisor).send().await.expect(200);
        (page, app.statements() - before)
    };
    // The first look fills what is kept in memory.
    page().await;
    let (one, of_one) = page().await;
    let path = format!("{}/time-use", first.path());
    let alone = app.get(path).as_(&supervisor).send().await.expect(200);
    let sum = |holders: &Value| -> i64 {
        let holders = holders.as_array().into_iter().flatten();
        holders.filter_map(|holder| holder["seconds"].as_i64()).sum()
    };
    let holders = &one["items"][0]["holders"];
    assert_eq!(sum(holders), sum(&alone["holders"]), "{holders} and {alone}");
    assert_eq!(holders[0]["name"], world::HOUSING.name, "the most first: {holders}");
    go_to(&app, "2026-03-10T10:00");
    for _ in 0..4 {
        app.case().in_progress().await;
    }
    go_to(&app, "2026-03-18T09:00");
    steps(&app).await;
    page().await;
    let (five, of_five) = page().await;
    assert_eq!(five["items"].as_array().map(Vec::len), Some(5), "{five}");
    assert_eq!(of_five, of_one, "statements for five and for one");
}

#[actix_web::test]
async fn a_round_asks_little_whatever_there_is() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        app.case().in_progress().await;
    }
    let cost = async |app: &TestApp| {
        let before = app.statements();
        let taken = steps(app).await;
        (taken, app.statements() - before)
    };
    // What is kept in memory for some seconds is read by the first round.
    go_to(&app, "2026-03-05T16:00");
    steps(&app).await;
    assert_eq!(cost(&app).await, (0, 1), "one look at an index when nothing is due");
    go_to(&app, "2026-03-06T08:59");
    app.advance(Duration::seconds(55));
    steps(&app).await;
    assert_eq!(cost(&app).await, (0, 0), "nothing is asked in quiet hours");
    app.advance(Duration::seconds(5));
    let (taken, statements) = cost(&app).await;
    assert_eq!(taken, 3);
    // Hold, referrals, limits; case, limit, event, step.
    assert_eq!(statements, 1 + 3 * 7);
}

#[actix_web::test]
async fn the_steps_over_one_case_are_paged_to_the_last() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let mut at = 6;
    while kinds(&app, &case).await.len() < 3 && at < 29 {
        go_to(&app, &format!("2026-03-{at:02}T09:00"));
        steps(&app).await;
        at += 1;
    }
    let supervisor = app.as_supervisor().await;
    let path = format!("{}/supervision-steps", case.path());
    let whole = app.get(path.clone()).as_(&supervisor).send().await.expect(200);
    let all = whole["items"].as_array().cloned().unwrap_or_default();
    assert!(all.len() >= 3, "{whole}");
    assert_eq!(whole["total"], all.len());
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = app.get(format!("{path}?limit=1{after}")).as_(&supervisor).send().await;
        let page = page.expect(200);
        assert_eq!(page["total"], all.len());
        seen.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        after = format!("&cursor={cursor}");
    }
    assert_eq!(seen, all);
}
