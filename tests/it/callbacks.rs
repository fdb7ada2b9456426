//! 回访: by somebody outside the handling unit, by quota, with questions instead of scores.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use futures_util::future::join_all;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs::auto_sign;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Citizen;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::ids;

async fn list(app: &TestApp, client: &Client, query: &str) -> Value {
    app.get(format!("/api/v1/callbacks{query}")).as_(client).send().await.expect(200)
}

#[actix_web::test]
async fn the_queue_shows_attempts_and_when_to_try_next() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().in_callback().await;
    let queue = list(&app, &clerk, "?count=exact").await;
    assert_eq!((ids(&queue), &queue["total"]), (vec![case.id.clone()], &json!(1)));
    assert_eq!(queue["items"][0]["next_attempt_on"], "2026-03-02");
    let failed = json!({ "reached": false });
    let case = app.act(&clerk, &case, "record_callback", &failed).await;
    let queue = list(&app, &clerk, "").await;
    let item = &queue["items"][0];
    assert_eq!((&item["failed_days"], &item["attempts"][0]["reached"]), (&json!(1), &json!(false)));
    assert_eq!(item["next_attempt_on"], "2026-03-03");
    assert!(ids(&list(&app, &clerk, "?is_due=true").await).is_empty());
    assert_eq!(ids(&list(&app, &clerk, "?is_due=false").await).len(), 1);
    // A second attempt on the same day does not count; one on the next day does.
    let case = app.act(&clerk, &case, "record_callback", &failed).await;
    let dispatcher = app.as_dispatcher().await;
    let close = json!({ "reason": "两次未联系上" });
    let early = app.acting(&dispatcher, &case, "close", &close).send().await;
    assert_problem(&early, 409, "case.callbacks_missing");
    app.advance(Duration::days(1));
    assert_eq!(ids(&list(&app, &clerk, "?is_due=true").await).len(), 1);
    let case = app.act(&clerk, &case, "record_callback", &failed).await;
    app.act(&dispatcher, &case, "close", &close).await;
    assert!(ids(&list(&app, &clerk, "").await).is_empty());
}

#[actix_web::test]
async fn nobody_of_the_handling_unit_has_it_in_the_queue() {
    let app = TestApp::new().await;
    let (clerk, supervisor) = (app.as_clerk().await, app.as_supervisor().await);
    let case = app.case().led_by(world::CENTER_OFFICE).dispatched().await;
    app.advance(Duration::days(4));
    auto_sign(Arc::clone(&app.state)).await.expect("a round");
    let case = app.see(&supervisor, &case).await;
    let case = app.act(&supervisor, &case, "resolve", &resolved()).await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    for client in [&clerk, &supervisor] {
        assert!(ids(&list(&app, client, "").await).is_empty(), "{}", client.username);
        let called = json!({ "reached": true, "solved": true });
        let refused = app.acting(client, &case, "record_callback", &called).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let handler = app.as_handler().await;
    let refused = app.get("/api/v1/callbacks").as_(&handler).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let stranger = app.as_other_clerk().await;
    assert!(ids(&list(&app, &stranger, "").await).is_empty());
}

#[actix_web::test]
async fn the_queue_is_asked_for_what_the_quota_takes() {
    let app = TestApp::new().await;
    let (clerk, supervisor) = (app.as_clerk().await, app.as_supervisor().await);
    for _ in 0..6 {
        app.case().in_callback().await;
    }
    let quota = async |percent: i32| {
        let body = json!({ "level": "ordinary", "percent": percent, "valid_from": "2026-03-02",
            "source": "x" });
        let set = app.post("/api/v1/callbacks/quotas").as_(&supervisor).json(&body);
        set.send().await.expect(201);
    };
    for percent in [0, 50, 100] {
        quota(percent).await;
        let all = list(&app, &clerk, "").await;
        let mut wanted = (Vec::<String>::new(), Vec::<String>::new());
        for item in all["items"].as_array().into_iter().flatten() {
            let side = if item["is_sampled"] == true { &mut wanted.0 } else { &mut wanted.1 };
            side.push(item["id"].as_str().unwrap_or_default().to_owned());
        }
        // The list and the mark on each row are one rule.
        let inside = list(&app, &clerk, "?is_sampled=true&count=exact").await;
        assert_eq!((ids(&inside), &inside["total"]), (wanted.0.clone(), &json!(wanted.0.len())));
        assert_eq!(ids(&list(&app, &clerk, "?is_sampled=false").await), wanted.1, "{percent}");
    }
    assert_eq!(ids(&list(&app, &clerk, "?is_sampled=true&is_due=true").await).len(), 6);
    // A unit with a quota of its own: nobody else's cases are touched.
    let of_unit = async |unit: uuid::Uuid, percent: i32| {
        let body = json!({ "level": "ordinary", "department_id": unit, "percent": percent,
            "valid_from": "2026-03-02", "source": "x" });
        app.post("/api/v1/callbacks/quotas").as_(&supervisor).json(&body).send().await
    };
    assert_fields(&of_unit(world::CLERK.id, 0).await, &["/department_id"]);
    let other = of_unit(world::LABOUR.id, 0).await.expect(201);
    assert_eq!(other["department"]["name"], world::LABOUR.name);
    assert_eq!(ids(&list(&app, &clerk, "?is_sampled=true").await).len(), 6);
    of_unit(world::HOUSING.id, 0).await.expect(201);
    assert_eq!(ids(&list(&app, &clerk, "?is_sampled=true").await).len(), 0);
    assert_eq!(ids(&list(&app, &clerk, "?is_sampled=false").await).len(), 6);
    let queue = list(&app, &clerk, "").await;
    assert_eq!(queue["items"][0]["percent"], 0);
}

#[actix_web::test]
async fn quotas_are_versions_with_a_source_and_a_day() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let shipped = list(&app, &director, "/quotas").await;
    assert_eq!(shipped["items"].as_array().map(Vec::len), Some(4));
    let set = async |client: &Client, percent: i32, on: &str| {
        let body =
            json!({ "level": "simple", "percent": percent, "valid_from": on, "source": "x" });
        app.post("/api/v1/callbacks/quotas").as_(client).json(&body).send().await
    };
    assert_fields(&set(&director, 101, "2026-03-02").await, &["/percent"]);
    assert_fields(&set(&director, 10, "2026-03-01").await, &["/valid_from"]);
    assert_eq!(set(&director, 10, "2026-04-01").await.expect(201)["is_in_force"], false);
    assert_eq!(set(&director, 30, "2026-03-02").await.expect(201)["version"], 3);
    let refused = set(&app.as_clerk().await, 10, "2026-03-02").await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let all = list(&app, &director, "/quotas").await;
    let simple = all["items"].as_array().into_iter().flatten().filter(|q| q["level"] == "simple");
    let in_force: Vec<_> =
        simple.map(|q| (q["percent"].clone(), q["is_in_force"].clone())).collect();
    assert_eq!(
        in_force,
        [(json!(20), json!(false)), (json!(10), json!(false)), (json!(30), json!(true))]
    );
}

/// A citizen whose case was closed half an hour ago.
async fn closed(app: &TestApp) -> Citizen {
    let citizen = app.submitted().await;
    app.led_to(&citizen, "in_callback").await;
    app.advance(Duration::minutes(30));
    app.led_to(&citizen, "closed").await;
    app.advance(Duration::minutes(30));
    citizen
}

#[actix_web::test]
async fn quotas_set_at_once_are_versions_one_after_another() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let set = async |percent: i32| {
        let body = json!({ "level": "ordinary", "percent": percent, "valid_from": "2026-03-02",
            "source": "x" });
        app.post("/api/v1/callbacks/quotas").as_(&supervisor).json(&body).send().await.expect(201)
    };
    let made = join_all((0..4).map(|at| set(at * 10))).await;
    let versions: BTreeSet<_> = made.iter().filter_map(|quota| quota["version"].as_i64()).collect();
    assert_eq!(versions.len(), 4, "{made:?}");
}

/// A rating from the desk of the unit that handled the matter may not be the citizen's.
#[actix_web::test]
async fn a_rating_from_a_device_of_the_handling_unit_is_a_question() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    for (person, agent) in [(world::HANDLER, "Desk of the unit"), (world::OTHER_HANDLER, "Another")]
    {
        let body = json!({ "username": person.username, "password": world::PASSWORD });
        let asking = app.post("/api/v1/auth/login").header("user-agent", agent);
        asking.json(&body).send().await.expect(200);
    }
    let rate = async |agent: &str| {
        let citizen = closed(&app).await;
        let body = citizen.says(json!({ "solved": true, "fairly_treated": true }));
        app.public("track/ratings", &body).header("user-agent", agent).send().await.expect(200);
    };
    rate("Another").await;
    rate("Her own").await;
    let asked = list(&app, &supervisor, "/signals?state=open").await;
    assert_eq!(asked["items"], json!([]), "no unit of the case signed in there");
    rate("Desk of the unit").await;
    let asked = list(&app, &supervisor, "/signals?state=open").await;
    assert_eq!(asked["items"][0]["kind"], "unit_device", "{asked}");
    assert_eq!(asked["items"].as_array().map(Vec::len), Some(1), "{asked}");
    for person in world::PEOPLE {
        assert!(!asked.to_string().contains(person.name), "{} in {asked}", person.name);
    }
}

#[actix_web::test]
async fn the_same_words_from_the_same_device_are_a_question_not_a_score() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let body = json!({ "solved": true, "fairly_treated": true, "text": "非常满意，感谢！" });
    for _ in 0..3 {
        let citizen = closed(&app).await;
        app.citizen(&citizen, "ratings", body.clone()).await.expect(200);
    }
    let asked = list(&app, &supervisor, "/signals?state=open").await;
    let items = asked["items"].as_array().into_iter().flatten();
    let mut kinds: Vec<_> = items.filter_map(|signal| signal["kind"].as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["identical_text", "same_device"], "{asked}");
    let text = asked.to_string();
    for person in world::PEOPLE {
        assert!(!text.contains(person.name), "{} in {text}", person.name);
    }
    let signal = &asked["items"][0];
    let path = format!("/api/v1/callbacks/signals/{}", signal["id"].as_str().unwrap_or_default());
    let found = json!({ "answer": "同一小区三户，均为本人评价。" });
    let say = async |client: &Client, version: i64| {
        let path = format!("{path}/actions/answer");
        app.post(path).as_(client).if_match(version).json(&found).send().await
    };
    assert_problem(&say(&app.as_clerk().await, 1).await, 403, "auth.not_allowed");
    assert_eq!(say(&app.as_handler().await, 1).await.status, 404);
    assert_problem(&say(&supervisor, 7).await, 412, "request.stale_version");
    let answered = say(&supervisor, 1).await.expect(200);
    assert_eq!(
        (&answered["state"], &answered["allowed_actions"]),
        (&json!("answered"), &json!([]))
    );
    assert_problem(&say(&supervisor, 2).await, 409, "callback.signal_answered");
    // Another county's supervisor-like roles see nothing of it.
    let stranger = app.as_other_clerk().await;
    let nothing = list(&app, &stranger, "/signals").await;
    assert!(ids(&nothing).is_empty());
}

#[actix_web::test]
async fn an_answer_minutes_after_the_end_is_asked_about() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().in_callback().await;
    app.advance(Duration::minutes(2));
    let called = json!({ "reached": true, "solved": true, "fairly_treated": true });
    app.act(&clerk, &case, "record_callback", &called).await;
    let path = format!("/signals?case_id={}", case.id);
    let asked = list(&app, &clerk, &path).await;
    assert_eq!(asked["items"][0]["kind"], "soon");
    assert_eq!(asked["items"][0]["source"], "callback");
    assert_eq!(asked["items"][0]["refused_actions"]["answer"], "auth.not_allowed");
}
