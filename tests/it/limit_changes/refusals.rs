//! Bad input: a named problem, and nothing stored.

use super::*;
use sea_orm::PaginatorTrait as _;
use zongzhi::features::limit_changes::entity::limit_change;
use zongzhi::features::time_limits::entity::time_limit_rule;
use zongzhi_tests::world;

/// A new rule nothing is wrong with.
fn plain() -> Value {
    json!({
        "code": "handling_visit", "clock": "handling", "channel": "walk_in", "amount": 5,
        "day_kind": "calendar", "start": "next_day", "roll": "next_working_day",
        "source": "测试县综治办〔2026〕3 号", "valid_from": "2026-03-02",
    })
}

async fn stored(app: &TestApp) -> (u64, u64) {
    let db = app.state.db.reader();
    let rules = time_limit_rule::Entity::find().count(db).await.expect("a count");
    (rules, limit_change::Entity::find().count(db).await.expect("a count"))
}

#[actix_web::test]
async fn a_rule_names_its_source_its_validity_and_nothing_unknown() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let before = stored(&app).await;
    let without = |name: &str| {
        let mut body = plain();
        body.as_object_mut().expect("an object").remove(name);
        body
    };
    let mut wrong: Vec<(Value, &str)> =
        ["source", "valid_from", "amount", "day_kind", "start", "roll", "clock"]
            .into_iter()
            .map(|name| (without(name), name))
            .collect();
    for (members, pointer) in [
        (json!({ "source": " " }), "source"),
        (json!({ "valid_from": null }), "valid_from"),
        (json!({ "valid_from": "1999-12-31" }), "valid_from"),
        (json!({ "valid_from": "2026-03-01" }), "valid_from"),
        (json!({ "valid_from": "2026-02-30" }), "valid_from"),
        (json!({ "valid_to": "2026-03-01" }), "valid_to"),
        (json!({ "amount": 0 }), "amount"),
        (json!({ "amount": 3_661 }), "amount"),
        (json!({ "amount": 70_000 }), "amount"),
        (json!({ "amount": 2.5 }), "amount"),
        (json!({ "day_kind": "hours" }), "day_kind"),
        (json!({ "clock": "lunch" }), "clock"),
        (json!({ "level": "hard" }), "level"),
        (json!({ "channel": "fax" }), "channel"),
        (json!({ "type_code": "9999" }), "type_code"),
        (json!({ "procedure": "petition" }), "procedure"),
        (json!({ "clock": "statutory" }), "procedure"),
        (json!({ "clock": "statutory", "procedure": "ordeal" }), "procedure"),
        (json!({ "day_kind": "month" }), "day_kind"),
        (json!({ "extension": 15 }), "extension"),
        (json!({ "code": "Handling" }), "code"),
        (json!({ "code": "" }), "code"),
        (json!({ "applies_to": "all" }), "applies_to"),
        (json!({ "colour": "red" }), "colour"),
    ] {
        wrong.push((with(plain(), &members), pointer));
    }
    for (body, name) in wrong {
        for path in [RULES.to_owned(), format!("{RULES}/simulations")] {
            let answer = app.post(path).as_(&admin).json(&body).send().await;
            assert_fields(&answer, &[&format!("/{name}")]);
        }
    }
    let running =
        |members: Value| with(with(plain(), &json!({ "applies_to": "running" })), &members);
    for (body, pointer) in [
        (running(json!({})), "/reason"),
        (running(json!({ "reason": "更正" })), "/simulation_id"),
        (running(json!({ "reason": "更正", "valid_from": "2026-03-03" })), "/applies_to"),
        (running(json!({ "reason": "更正", "simulation_id": world::COUNTY.id })), "/simulation_id"),
        (with(plain(), &json!({ "correction": true, "valid_from": "2026-01-01" })), "/reason"),
    ] {
        assert_fields(&app.post(RULES).as_(&admin).json(&body).send().await, &[pointer]);
    }
    assert_eq!(stored(&app).await, before, "something was stored");
}

#[actix_web::test]
async fn versions_do_not_overlap_and_leave_no_gap() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let send = async |members: Value| {
        app.post(RULES).as_(&admin).json(&with(plain(), &members)).send().await
    };
    send(json!({ "valid_to": "2026-12-31" })).await.expect(201);
    let before = stored(&app).await;
    for from in ["2026-03-02", "2026-06-01", "2026-12-31"] {
        let answer = send(json!({ "valid_from": from })).await;
        assert_fields(&answer, &["/valid_from"]);
        assert_eq!(answer.json()["errors"][0]["code"], "time_limit.overlap");
    }
    assert_eq!(stored(&app).await, before, "a version that overlaps was stored");
    send(json!({ "valid_from": "2027-01-01" })).await.expect(201);
    let other = send(json!({ "valid_from": "2027-02-01", "clock": "sign" })).await;
    assert_eq!(other.json()["errors"][0]["code"], "time_limit.other_clock");
    let ordinary = json!({ "code": "handling_ordinary", "level": "ordinary", "channel": null });
    let gap = send(with(ordinary, &json!({ "valid_to": "2026-06-30" }))).await;
    assert_fields(&gap, &["/valid_to"]);
    assert_eq!(gap.json()["errors"][0]["code"], "time_limit.gap");
    assert_eq!(stored(&app).await.0, before.0 + 1, "only the one that fits was stored");
}

/// The alphabet would decide between them.
#[actix_web::test]
async fn two_codes_for_the_same_cases_and_days_are_refused() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let before = stored(&app).await;
    let same = json!({ "level": "ordinary", "channel": null });
    for code in ["a_new", "x_new"] {
        let body = with(with(plain(), &same), &json!({ "code": code }));
        for path in [RULES.to_owned(), format!("{RULES}/simulations")] {
            let answer = app.post(path).as_(&admin).json(&body).send().await;
            assert_fields(&answer, &["/code"]);
            assert_eq!(answer.json()["errors"][0]["code"], "time_limit.overlap", "{code}");
        }
    }
    assert_eq!(stored(&app).await, before, "something was stored");
    // More narrowly drawn, it applies before the other.
    app.post(RULES).as_(&admin).json(&plain()).send().await.expect(201);
}

#[actix_web::test]
async fn a_version_is_retired_once_it_is_not_needed() {
    let app = TestApp::new().await;
    let (admin, clerk) = (app.as_system_admin().await, app.as_clerk().await);
    let made = app.post(RULES).as_(&admin).json(&plain()).send().await;
    let (id, version) = (made.expect(201)["id"].clone(), made.version());
    let id = id.as_str().unwrap_or_default().to_owned();
    assert_eq!(made.json()["allowed_actions"], json!(["retire"]));
    let retire = |client: &Client, id: &str, version: i64, last: &str| {
        app.post(format!("{RULES}/{id}/actions/retire"))
            .as_(client)
            .if_match(version)
            .json(&json!({ "valid_to": last }))
    };
    assert_problem(
        &retire(&clerk, &id, version, "2026-03-31").send().await,
        403,
        "auth.not_allowed",
    );
    assert_fields(&retire(&admin, &id, version, "2026-03-01").send().await, &["/valid_to"]);
    let stale = retire(&admin, &id, version + 1, "2026-03-31").send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let done = retire(&admin, &id, version, "2026-03-31").send().await;
    assert_eq!((done.expect(200)["valid_to"].clone(), done.version()), (json!("2026-03-31"), 2));
    let rules = app.get(format!("{RULES}?clock=triage")).as_(&admin).send().await.expect(200);
    let only = rules["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let needed = retire(&admin, &only, 1, "2026-03-31").send().await;
    assert_eq!(needed.json()["errors"][0]["code"], "time_limit.gap");
    let unknown = retire(&admin, &world::COUNTY.id.to_string(), 1, "2026-03-31").send().await;
    assert_problem(&unknown, 404, "request.not_found");
    app.advance(Duration::days(60));
    let ended = retire(&admin, &id, 2, "2026-12-31").send().await;
    assert_problem(&ended, 409, "time_limit.ended");
}

#[actix_web::test]
async fn a_simulation_is_published_as_it_was_or_looked_at_again() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let simulate = async |body: &Value| {
        let path = format!("{RULES}/simulations");
        app.post(path).as_(&admin).json(body).send().await.expect(201)["id"].clone()
    };
    let publish = async |body: Value, id: &Value| {
        let named = json!({ "reason": "更正", "simulation_id": id });
        app.post(RULES).as_(&admin).json(&with(body, &named)).send().await
    };
    let id = simulate(&shorter()).await;
    let other = with(shorter(), &json!({ "amount": 6 }));
    assert_problem(&publish(other, &id).await, 409, "time_limit.simulation_differs");
    app.post(RULES).as_(&admin).json(&plain()).send().await.expect(201);
    assert_problem(&publish(shorter(), &id).await, 409, "time_limit.simulation_stale");
    let id = simulate(&shorter()).await;
    let notice = json!({ "announced_through": "2026-12-31", "source": "通知",
        "days": [{ "date": "2026-05-08", "kind": "off", "name": "某节" }] });
    let import = "/api/v1/calendars/cn/imports";
    app.post(import).as_(&admin).json(&notice).send().await.expect(201);
    assert_problem(&publish(shorter(), &id).await, 409, "time_limit.simulation_stale");
    // The import is still under way: what is simulated meanwhile is stale once it is done.
    let id = simulate(&shorter()).await;
    carry_through(&app).await;
    assert_problem(&publish(shorter(), &id).await, 409, "time_limit.simulation_stale");
    let id = simulate(&shorter()).await;
    publish(shorter(), &id).await.expect(201);
    // A day later it is gone.
    let id = simulate(&with(shorter(), &json!({ "valid_from": "2026-02-01" }))).await;
    app.advance(Duration::hours(25));
    assert_eq!(jobs::sweep(Arc::clone(&app.state)).await.expect("a round"), 5);
    let late = publish(with(shorter(), &json!({ "valid_from": "2026-02-01" })), &id).await;
    assert_fields(&late, &["/simulation_id"]);
}

#[actix_web::test]
async fn whoever_may_not_write_rules_sees_no_change_of_them() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let path = format!("{RULES}/simulations");
    let simulated = app.post(&path).as_(&admin).json(&plain()).send().await.expect(201);
    let id = simulated["id"].as_str().unwrap_or_default();
    for person in world::PEOPLE {
        if person.role == "system_admin" {
            continue;
        }
        let client = app.sign_in(&person).await;
        for path in [CHANGES.to_owned(), format!("{CHANGES}/{id}"), format!("{CHANGES}/{id}/items")]
        {
            let answer = app.get(path).as_(&client).send().await;
            assert_problem(&answer, 403, "auth.not_allowed");
        }
        for path in [&path, RULES] {
            let answer = app.post(path).as_(&client).json(&plain()).send().await;
            assert_problem(&answer, 403, "auth.not_allowed");
        }
        let rules = app.get(RULES).as_(&client).send().await.expect(200);
        assert_eq!(rules["items"][0]["allowed_actions"], json!([]));
    }
    let page =
        app.get(format!("{CHANGES}?purpose=simulation&count=exact")).as_(&admin).send().await;
    assert_eq!(page.expect(200)["total"], 1);
    let unknown = format!("{CHANGES}/{}", world::COUNTY.id);
    assert_problem(&app.get(unknown).as_(&admin).send().await, 404, "request.not_found");
}

#[actix_web::test]
async fn what_was_published_is_in_the_security_log() {
    let app = TestApp::new().await;
    let (admin, auditor) = (app.as_system_admin().await, app.as_auditor().await);
    let made = app.post(RULES).as_(&admin).idempotency_key("one").json(&plain()).send().await;
    let again = app.post(RULES).as_(&admin).idempotency_key("one").json(&plain()).send().await;
    assert_eq!(made.expect(201)["id"], again.expect(201)["id"]);
    let path = "/api/v1/audit/entries?action=time_limit.published";
    let log = app.get(path).as_(&auditor).send().await.expect(200);
    let entries = log["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["data"]["code"], "handling_visit");
    assert_eq!(entries[0]["object_id"], made.json()["id"]);
}
