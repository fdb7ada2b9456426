//! What departments owe at which post, on which days, and what is refused.

pub(crate) mod kit;

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use self::kit::{OBLIGATIONS, admitted, change, enter, id, owed, post};

#[actix_web::test]
async fn the_director_keeps_the_posts_of_the_own_centre() {
    let app = TestApp::new().await;
    let (director, handler) = (app.as_director().await, app.as_handler().await);
    let window = post(&app, "人社窗口").await;
    assert_eq!(window["center"]["id"], world::CENTER.id.to_string());
    let body = json!({ "name": "人社窗口", "kind": "window" });
    let twice = app.post("/api/v1/posts").as_(&director).json(&body).send().await;
    assert_problem(&twice, 409, "post.duplicate_name");
    let refused = app.post("/api/v1/posts").as_(&handler).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let odd = json!({ "name": "x", "kind": "window", "case_type_codes": ["99zz"] });
    let odd = app.post("/api/v1/posts").as_(&director).json(&odd).send().await;
    assert_fields(&odd, &["/case_type_codes/0"]);
    // Posts are no secret; nothing about them may be changed by others.
    let seen = app.get("/api/v1/posts?count=exact").as_(&handler).send().await.expect(200);
    assert_eq!((&seen["total"], &seen["items"][0]["allowed_actions"]), (&json!(1), &json!([])));
    // Owed, it stays in use.
    let obligation = enter(&app, &owed(&window)).await.expect(201);
    let path = format!("/api/v1/posts/{}", id(&window));
    let close = json!({ "is_active": false });
    let closed = app.patch(&path).as_(&director).if_match(1).json(&close).send().await;
    assert_problem(&closed, 409, "post.in_use");
    change(&app, &obligation, &json!({ "valid_to": "2026-03-01" })).await.expect(200);
    let closed = app.patch(&path).as_(&director).if_match(1).json(&close).send().await.expect(200);
    assert_eq!(closed["is_active"], false);
    let again = enter(&app, &owed(&window)).await;
    assert_fields(&again, &["/post_id"]);
}

#[actix_web::test]
async fn what_does_not_fit_together_is_named_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let window = post(&app, "人社窗口").await;
    for (change, pointer) in [
        (json!({ "weekdays": [6] }), "/weekdays"),
        (json!({ "weekdays": [0] }), "/weekdays"),
        (json!({ "weekdays": [1, 1] }), "/weekdays"),
        (json!({ "weekdays": [] }), "/weekdays"),
        (json!({ "headcount": -1 }), "/headcount"),
        (json!({ "opens": "9:00" }), "/opens"),
        (json!({ "closes": "24:00" }), "/closes"),
        (json!({ "min_blocks": 3 }), "/max_blocks"),
        (json!({ "valid_to": "2025-12-31" }), "/valid_to"),
        (json!({ "mode": "rest_duty", "weekdays": [6, 7] }), "/block_unit"),
        (json!({ "mode": "patrol" }), "/mode"),
        (json!({ "skill_codes": ["juggling"] }), "/skill_codes/0"),
        (json!({ "mix": [{ "skill_code": "law", "count": 2 }] }), "/mix"),
        (json!({ "mix": [{ "skill_code": "juggling", "count": 1 }] }), "/mix/0/skill_code"),
        (json!({ "department_id": world::CLERK.id }), "/department_id"),
        (json!({ "department_id": world::OTHER_HOUSING.id }), "/department_id"),
        (json!({ "post_id": world::CLERK.id }), "/post_id"),
        (json!({ "source_letter": " " }), "/source_letter"),
        (
            json!({ "nominees": [{ "person_id": world::HANDLER.id, "role": "A" }] }),
            "/nominees/0/person_id",
        ),
        (
            json!({ "nominees": [
                { "person_id": world::OTHER_HANDLER.id, "role": "A" },
                { "person_id": world::OTHER_HANDLER.id, "role": "B" },
            ] }),
            "/nominees/1/person_id",
        ),
    ] {
        let mut body = owed(&window);
        for (name, value) in change.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        assert_fields(&enter(&app, &body).await, &[pointer]);
    }
    let director = app.as_director().await;
    let all = app.get(format!("{OBLIGATIONS}?count=exact")).as_(&director).send().await;
    assert_eq!(all.expect(200)["total"], 0);
}

#[actix_web::test]
async fn the_same_is_owed_once_at_a_time() {
    let app = TestApp::new().await;
    let window = post(&app, "人社窗口").await;
    let first = enter(&app, &owed(&window)).await.expect(201);
    assert_problem(&enter(&app, &owed(&window)).await, 409, "stationing_obligation.overlap");
    change(&app, &first, &json!({ "valid_to": "2026-05-31" })).await.expect(200);
    let mut next = owed(&window);
    next["valid_from"] = json!("2026-06-01");
    let next = enter(&app, &next).await.expect(201);
    let stale = change(&app, &first, &json!({ "headcount": 2 })).await;
    assert_problem(&stale, 412, "request.stale_version");
    let mut longer = first.clone();
    longer["version"] = json!(2);
    let longer = change(&app, &longer, &json!({ "valid_to": null })).await;
    assert_problem(&longer, 409, "stationing_obligation.overlap");
    let director = app.as_director().await;
    let on = app.get(format!("{OBLIGATIONS}?on=2026-06-01")).as_(&director).send().await;
    let on = on.expect(200);
    let found: Vec<_> = on["items"].as_array().into_iter().flatten().map(id).collect();
    assert_eq!(found, [id(&next)]);
}

#[actix_web::test]
async fn a_department_sees_what_it_owes_and_nobody_elses() {
    let app = TestApp::new().await;
    let window = post(&app, "人社窗口").await;
    let obligation = enter(&app, &owed(&window)).await.expect(201);
    let path = format!("{OBLIGATIONS}/{}", id(&obligation));
    let (own, other) = (app.as_other_handler().await, app.as_handler().await);
    let seen = app.get(&path).as_(&own).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    assert_eq!(app.get(&path).as_(&other).send().await.status, 404);
    let list = app.get(format!("{OBLIGATIONS}?count=exact")).as_(&other).send().await;
    assert_eq!(list.expect(200)["total"], 0);
    let stranger = app.sign_in(&world::OTHER_CLERK).await;
    assert_eq!(app.get(&path).as_(&stranger).send().await.status, 404);
    let refused = app.patch(&path).as_(&own).if_match(1).json(&json!({ "headcount": 0 }));
    assert_problem(&refused.send().await, 403, "auth.not_allowed");
    let admin = app.as_system_admin().await;
    assert_problem(&app.get(&path).as_(&admin).send().await, 403, "auth.not_allowed");
}

async fn days(app: &TestApp, obligation: &Value, from: &str, to: &str) -> Value {
    let director = app.as_director().await;
    let path = format!("{OBLIGATIONS}/{}/days?from={from}&to={to}", id(obligation));
    app.get(path).as_(&director).send().await.expect(200)
}

fn open(days: &Value) -> Vec<&str> {
    let days = days["items"].as_array().into_iter().flatten();
    days.filter(|day| day["is_open"] == true).filter_map(|day| day["date"].as_str()).collect()
}

#[actix_web::test]
async fn days_follow_holidays_make_up_days_and_the_weekend() {
    let app = TestApp::new().await;
    let window = post(&app, "人社窗口").await;
    let work = enter(&app, &owed(&window)).await.expect(201);
    // Saturday the 28th is worked for the Spring Festival; the 4th to the 6th of April are free.
    let february = days(&app, &work, "2026-02-27", "2026-03-02").await;
    assert_eq!(open(&february), ["2026-02-27", "2026-02-28", "2026-03-02"]);
    assert_eq!(february["items"][1]["reason"], "make_up_day");
    let april = days(&app, &work, "2026-04-03", "2026-04-07").await;
    assert_eq!(open(&april), ["2026-04-03", "2026-04-07"]);
    let mut night = owed(&window);
    for (name, value) in [
        ("mode", json!("rest_duty")),
        ("weekdays", json!([6, 7])),
        ("block_unit", json!("day")),
        ("opens", json!("18:00")),
        ("closes", json!("08:30")),
    ] {
        night[name] = value;
    }
    let night = enter(&app, &night).await.expect(201);
    let rest = days(&app, &night, "2026-02-27", "2026-03-02").await;
    assert_eq!(open(&rest), ["2026-03-01"]);
    // Past midnight it ends on the next day.
    assert_eq!(rest["items"][2]["opens_at"], "2026-03-01T10:00:00Z");
    assert_eq!(rest["items"][2]["closes_at"], "2026-03-02T00:30:00Z");
    assert_eq!(open(&days(&app, &night, "2026-04-03", "2026-04-07").await).len(), 3);
    // No notice is known of 2027: the plain week speaks, and it says so.
    let later = days(&app, &work, "2027-02-15", "2027-02-21").await;
    assert_eq!(open(&later).len(), 5);
    assert_eq!(later["items"][0]["is_announced"], false);
    let director = app.as_director().await;
    for query in ["from=2026-03-02&to=2026-03-01", "from=2026-01-01&to=2027-12-31"] {
        let path = format!("{OBLIGATIONS}/{}/days?{query}", id(&work));
        let wrong = app.get(path).as_(&director).send().await;
        assert_problem(&wrong, 400, "request.invalid_parameter");
    }
}

#[actix_web::test]
async fn nobody_is_owed_with_a_headcount_of_zero_and_gaps_are_told_otherwise() {
    let app = TestApp::new().await;
    let window = post(&app, "人社窗口").await;
    let mut body = owed(&window);
    body["headcount"] = json!(0);
    let resting = enter(&app, &body).await.expect(201);
    assert_eq!(resting["gaps"], json!([]));
    let march = days(&app, &resting, "2026-03-02", "2026-03-06").await;
    assert!(open(&march).is_empty());
    assert_eq!(march["items"][0]["reason"], "nobody_owed");
    let owing = change(&app, &resting, &json!({ "headcount": 1 })).await.expect(200);
    assert_eq!(owing["gaps"], json!(["no_primary", "no_alternate", "too_few"]));
    // Named, but not admitted yet, and without the skill.
    let named = json!({
        "nominees": [{ "person_id": world::OTHER_HANDLER.id, "role": "A" }],
        "skill_codes": ["law"],
    });
    let named = change(&app, &owing, &named).await.expect(200);
    let one = &named["nominees"][0];
    assert_eq!((&one["is_admitted"], &one["lacks"][0]["code"]), (&json!(false), &json!("law")));
    assert_eq!(named["gaps"], json!(["no_alternate", "too_few"]));
    admitted(&app).await;
    let director = app.as_director().await;
    let held = json!({ "skill_code": "law", "valid_from": "2026-01-01" });
    let path = format!("/api/v1/people/{}/qualifications", world::OTHER_HANDLER.id);
    app.post(path).as_(&director).json(&held).send().await.expect(201);
    let path = format!("{OBLIGATIONS}/{}", id(&named));
    let fit = app.get(path).as_(&director).send().await.expect(200);
    assert_eq!(fit["nominees"][0]["is_admitted"], true);
    assert_eq!(
        (&fit["nominees"][0]["lacks"], &fit["gaps"]),
        (&json!([]), &json!(["no_alternate"]))
    );
}
