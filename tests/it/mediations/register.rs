//! Rooms and the register of mediators.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{booked, listed, mediator, room, slot};

#[actix_web::test]
async fn the_director_keeps_the_rooms_of_the_own_centre() {
    let app = TestApp::new().await;
    let (director, handler) = (app.as_director().await, app.as_handler().await);
    let one = room(&app, "第一调解室").await;
    let body = json!({ "name": "第一调解室", "seats": 4 });
    let twice = app.post("/api/v1/rooms").as_(&director).json(&body).send().await;
    assert_problem(&twice, 409, "room.duplicate_name");
    let few = json!({ "name": "x", "seats": 1 });
    assert_fields(&app.post("/api/v1/rooms").as_(&director).json(&few).send().await, &["/seats"]);
    let refused = app.post("/api/v1/rooms").as_(&handler).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let path = format!("/api/v1/rooms/{one}");
    let change = json!({ "place": null, "seats": 12 });
    let changed = app.patch(&path).as_(&director).if_match(1).json(&change).send().await;
    let changed = changed.expect(200);
    assert_eq!((&changed["place"], &changed["seats"]), (&Value::Null, &json!(12)));
    let stale = app.patch(&path).as_(&director).if_match(1).json(&change).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    // Booked, it stays in use.
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    booked(&app, &handler, &case, &slot(&one, &[&mediator], 4, 9, 10)).await;
    let close = json!({ "is_active": false });
    let awaited = app.patch(&path).as_(&director).if_match(2).json(&close).send().await;
    assert_problem(&awaited, 409, "room.in_use");
    assert_eq!(listed(&app, &handler, "/api/v1/rooms?is_active=true").await, [one]);
}

#[actix_web::test]
async fn the_register_names_nobody_twice_and_shows_no_declared_name() {
    let app = TestApp::new().await;
    let (director, dispatcher) = (app.as_director().await, app.as_dispatcher().await);
    let one = mediator(&app, &world::MEDIATOR).await;
    let body = |person: world::Person| {
        json!({
            "person_id": person.id, "kind": "court", "certificate_no": "T", "ties": [],
            "qualified_from_on": "2026-01-01", "qualified_until_on": "2026-06-30",
        })
    };
    let post = |body: Value| app.post("/api/v1/mediators").as_(&director).json(&body).send();
    assert_problem(&post(body(world::MEDIATOR)).await, 409, "mediator.duplicate");
    let mut reversed = body(world::CLERK);
    reversed["qualified_until_on"] = json!("2025-12-31");
    assert_fields(&post(reversed).await, &["/qualified_until_on"]);
    let mut nobody = body(world::CLERK);
    nobody["person_id"] = json!(world::HOUSING.id);
    assert_fields(&post(nobody).await, &["/person_id"]);
    let ties = json!({ "ties": [{ "kind": "family", "name": "赵小明" },
        { "kind": "employer", "name": "清和物业公司" }] });
    let path = format!("/api/v1/mediators/{one}");
    let said = app.patch(&path).as_(&director).if_match(1).json(&ties).send().await.expect(200);
    assert_eq!(said["ties"][0]["name"], "赵*");
    assert_eq!(said["ties"][1]["name"], "清和物业公司");
    let short = json!({ "qualified_from_on": "2027-01-01" });
    let wrong = app.patch(&path).as_(&director).if_match(2).json(&short).send().await;
    assert_fields(&wrong, &["/qualified_until_on"]);
    let refused = app.patch(&path).as_(&dispatcher).if_match(2).json(&ties).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let found = app.get("/api/v1/mediators/candidates?q=%E5%92%8C").as_(&director).send().await;
    assert_eq!(found.expect(200)["items"][0]["name"], world::MEDIATOR.name);
    assert_eq!(listed(&app, &dispatcher, "/api/v1/mediators?lapses_by=2026-12-31").await, [one]);
}
