//! Saved views: one's own, published for a role, shipped; never more cases than one's own scope.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

const VIEWS: &str = "/api/v1/views";

async fn save(app: &TestApp, client: &Client, body: &Value) -> Answer {
    app.post(VIEWS).as_(client).json(body).send().await
}

fn late() -> Value {
    json!({ "name": "急件", "filters": { "lamp": ["red", "yellow"], "sort": "due_at" },
            "columns": ["limit", "people"] })
}

async fn list(app: &TestApp, client: &Client) -> Vec<Value> {
    let page = app.get(VIEWS).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

fn names(views: &[Value]) -> Vec<&str> {
    views.iter().map(|view| view["name"].as_str().unwrap_or_default()).collect()
}

fn path(view: &Value) -> String {
    format!("{VIEWS}/{}", view["id"].as_str().unwrap_or_default())
}

#[actix_web::test]
async fn a_view_is_kept_as_it_was_saved_and_is_nobody_elses() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let saved = save(&app, &clerk, &late()).await;
    let view = saved.expect(201);
    assert_eq!(saved.header("location"), Some(path(&view).as_str()));
    for same in ["name", "filters", "columns"] {
        assert_eq!(view[same], late()[same], "{same}");
    }
    assert_eq!((&view["origin"], &view["role"]), (&json!("own"), &Value::Null));
    assert!(names(&list(&app, &clerk).await).contains(&"急件"));
    assert!(!names(&list(&app, &dispatcher).await).contains(&"急件"));
    let read = app.get(path(&view)).as_(&dispatcher).send().await;
    assert_problem(&read, 404, "request.not_found");
    let change = app.patch(path(&view)).as_(&dispatcher).if_match(1).json(&json!({ "name": "x" }));
    assert_problem(&change.send().await, 404, "request.not_found");
    let gone = app.post(format!("{}/actions/remove", path(&view))).as_(&dispatcher).if_match(1);
    assert_problem(&gone.send().await, 404, "request.not_found");
    let renamed = app.patch(path(&view)).as_(&clerk).if_match(1).json(&json!({ "name": "急办" }));
    let renamed = renamed.send().await.expect(200);
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("急办"), &json!(2)));
    assert_eq!(renamed["filters"], late()["filters"]);
    let stale = app.patch(path(&view)).as_(&clerk).if_match(1).json(&json!({ "name": "x" }));
    assert_problem(&stale.send().await, 412, "request.stale_version");
    let remove = || app.post(format!("{}/actions/remove", path(&view))).as_(&clerk);
    assert_problem(&remove().if_match(1).send().await, 412, "request.stale_version");
    assert_eq!(remove().if_match(2).send().await.expect(200)["name"], "急办");
    assert_problem(&app.get(path(&view)).as_(&clerk).send().await, 404, "request.not_found");
}

#[actix_web::test]
async fn every_role_that_sees_cases_has_the_views_shipped_for_it_and_the_others_have_none() {
    let app = TestApp::new().await;
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let answer = app.get(VIEWS).as_(&client).send().await;
        if ["system_admin", "security_admin", "auditor"].contains(&person.role) {
            assert_problem(&answer, 403, "auth.not_allowed");
            let refused = save(&app, &client, &late()).await;
            assert_problem(&refused, 403, "auth.not_allowed");
            continue;
        }
        let views = list(&app, &client).await;
        assert!(!views.is_empty(), "{}", person.role);
        for view in &views {
            assert_eq!((&view["origin"], &view["role"]), (&json!("shipped"), &json!(person.role)));
            assert_eq!(view["allowed_actions"], json!([]));
            // Each opens: the list takes every filter it holds.
            let mut query = Vec::new();
            for (name, value) in view["filters"].as_object().into_iter().flatten() {
                for one in value.as_array().unwrap_or(&vec![value.clone()]) {
                    query.push(format!("{name}={}", one.as_str().unwrap_or_default()));
                }
            }
            let page = format!("/api/v1/cases?{}", query.join("&"));
            app.get(page).as_(&client).send().await.expect(200);
            let read = app.get(path(view)).as_(&client).send().await.expect(200);
            assert_eq!(read["filters"], view["filters"]);
        }
    }
    let english = app.get(VIEWS).header("accept-language", "en").as_(&app.as_director().await);
    let english = english.send().await.expect(200);
    assert_eq!(english["items"][0]["name"], "Waiting for a ruling");
}

#[actix_web::test]
async fn waiting_for_a_ruling_shows_what_the_director_has_to_rule_on_and_nothing_else() {
    let app = TestApp::new().await;
    let (director, handler, dispatcher) =
        (app.as_director().await, app.as_handler().await, app.as_dispatcher().await);
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let sent = json!({ "lead_department_id": world::HOUSING.id });
    let once = app.case().dispatched().await;
    app.act(&handler, &once, "return", &back).await;
    let twice = app.case().dispatched().await;
    let twice = app.act(&handler, &twice, "return", &back).await;
    let twice = app.act(&dispatcher, &twice, "dispatch", &sent).await;
    app.act(&handler, &twice, "return", &back).await;
    let page = "/api/v1/cases?status=returned&owner=director&sort=due_at";
    let page = app.get(page).as_(&director).send().await.expect(200);
    let ids: Vec<_> = page["items"].as_array().into_iter().flatten().map(|c| &c["id"]).collect();
    assert_eq!(ids, [&json!(twice.id)]);
    let mine = "/api/v1/cases?queue=mine&status=returned";
    let mine = app.get(mine).as_(&dispatcher).send().await.expect(200);
    assert_eq!(mine["items"][0]["id"], json!(once.id));
    assert_eq!(mine["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn what_is_published_reaches_the_role_in_the_centre_under_each_ones_own_scope() {
    let app = TestApp::new().await;
    let (director, clerk) = (app.as_director().await, app.as_clerk().await);
    let (township, other) = (app.as_township_clerk().await, app.as_other_clerk().await);
    let mut body = late();
    body["role"] = json!("clerk");
    body["filters"] = json!({ "status": ["registered"] });
    let view = save(&app, &director, &body).await.expect(201);
    let listed = list(&app, &clerk).await;
    let seen = listed.iter().find(|seen| seen["id"] == view["id"]).expect("the published view");
    assert_eq!((&seen["origin"], &seen["role"]), (&json!("published"), &json!("clerk")));
    assert_eq!(seen["person"]["id"], world::DIRECTOR.id.to_string());
    assert_eq!(seen["allowed_actions"], json!([]));
    // Not to other roles, other centres, other counties.
    for client in [&township, &other, &app.as_supervisor().await] {
        assert!(!names(&list(&app, client).await).contains(&"急件"), "{}", client.username);
        let read = app.get(path(&view)).as_(client).send().await;
        assert_problem(&read, 404, "request.not_found");
    }
    // It holds filters, no cases: each sees the cases of their own scope under it.
    let own = app.case().registered().await;
    let theirs = app.case().by(&other).registered().await;
    let opened = "/api/v1/cases?status=registered";
    let page = app.get(opened).as_(&clerk).send().await.expect(200);
    let ids: Vec<_> = page["items"].as_array().into_iter().flatten().map(|c| &c["id"]).collect();
    assert_eq!(ids, [&json!(own.id)]);
    assert_ne!(own.id, theirs.id);
    // A clerk may not change what others rely on, nor publish.
    let change = app.patch(path(&view)).as_(&clerk).if_match(1).json(&json!({ "name": "x" }));
    assert_problem(&change.send().await, 403, "auth.not_allowed");
    assert_problem(&save(&app, &clerk, &body).await, 403, "auth.not_allowed");
    let mut mine = late();
    mine["name"] = json!("我的");
    let mine = save(&app, &clerk, &mine).await.expect(201);
    let publish = app.patch(path(&mine)).as_(&clerk).if_match(1).json(&json!({ "role": "clerk" }));
    assert_problem(&publish.send().await, 403, "auth.not_allowed");
    // Another who publishes there keeps it in order; taking it back leaves it with its author.
    let dispatcher = app.as_dispatcher().await;
    let back = app.patch(path(&view)).as_(&dispatcher).if_match(1).json(&json!({ "role": null }));
    assert_eq!(back.send().await.expect(200)["role"], Value::Null);
    assert!(!names(&list(&app, &clerk).await).contains(&"急件"));
    assert!(names(&list(&app, &director).await).contains(&"急件"));
}

#[actix_web::test]
async fn a_view_cannot_hold_what_the_list_would_refuse() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let with = |name: &str, value: Value| {
        let mut body = late();
        body[name] = value;
        body
    };
    let filter = |filters: Value| with("filters", filters);
    let nowhere = "018f0000-0000-7000-8000-000000000001";
    let long = "字".repeat(41);
    let bad: Vec<(Value, &[&str])> = vec![
        (filter(json!({ "colour": "red" })), &["/filters/colour"]),
        (filter(json!({ "lamp": ["purple"] })), &["/filters/lamp/0"]),
        (filter(json!({ "lamp": "red" })), &["/filters/lamp"]),
        (filter(json!({ "sort": "title" })), &["/filters/sort"]),
        (filter(json!({ "q": " " })), &["/filters/q"]),
        (filter(json!({ "registered_from": "2026-02-30" })), &["/filters/registered_from"]),
        (filter(json!({ "region_id": [nowhere] })), &["/filters/region_id/0"]),
        (filter(json!({ "department_id": [nowhere] })), &["/filters/department_id/0"]),
        (filter(json!({ "cursor": "abc" })), &["/filters/cursor"]),
        (filter(json!({ "limit": 10 })), &["/filters/limit"]),
        (filter(json!({ "count": "exact" })), &["/filters/count"]),
        (filter(json!([])), &["/filters"]),
        (with("columns", json!(["salary"])), &["/columns/0"]),
        (with("name", json!("  ")), &["/name"]),
        (with("name", json!(long)), &["/name"]),
        (with("role", json!("emperor")), &["/role"]),
        (with("owner", json!(1)), &["/owner"]),
        (json!({ "name": "x" }), &["/filters"]),
    ];
    for (body, pointers) in bad {
        assert_fields(&save(&app, &clerk, &body).await, pointers);
    }
    assert!(list(&app, &clerk).await.iter().all(|view| view["origin"] == "shipped"));
    let view = save(&app, &clerk, &late()).await.expect(201);
    assert_problem(&save(&app, &clerk, &late()).await, 409, "view.duplicate_name");
    let wrong = json!({ "filters": { "colour": "red" } });
    let wrong = app.patch(path(&view)).as_(&clerk).if_match(1).json(&wrong).send().await;
    assert_fields(&wrong, &["/filters/colour"]);
    let bare = app.patch(path(&view)).as_(&clerk).json(&json!({ "name": "x" })).send().await;
    assert_problem(&bare, 428, "request.if_match_missing");
}

#[actix_web::test]
async fn there_is_an_end_to_how_many_one_keeps() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for at in 0..50 {
        let body = json!({ "name": format!("视图{at}"), "filters": {} });
        save(&app, &clerk, &body).await.expect(201);
    }
    let body = json!({ "name": "再一个", "filters": {} });
    assert_problem(&save(&app, &clerk, &body).await, 409, "view.too_many");
}

#[actix_web::test]
async fn each_arranges_and_hides_views_for_themselves_only() {
    let app = TestApp::new().await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let own = save(&app, &clerk, &late()).await.expect(201);
    let mut published = late();
    published["role"] = json!("clerk");
    published["name"] = json!("窗口必看");
    save(&app, &director, &published).await.expect(201);
    let before = list(&app, &clerk).await;
    let others = list(&app, &director).await;
    let last = before.last().cloned().unwrap_or_default();
    assert_eq!(last["id"], own["id"], "one's own come last until they are put elsewhere");
    let first_shipped = before[0]["id"].clone();
    let places =
        json!({ "places": [{ "id": own["id"] }, { "id": first_shipped, "is_hidden": true }] });
    let arrange =
        |body: &Value| app.post(format!("{VIEWS}/actions/arrange")).as_(&clerk).json(body).send();
    let after = arrange(&places).await.expect(200);
    let items = after["items"].as_array().cloned().unwrap_or_default();
    assert_eq!((&items[0]["id"], &items[0]["is_hidden"]), (&own["id"], &json!(false)));
    assert_eq!((&items[1]["id"], &items[1]["is_hidden"]), (&first_shipped, &json!(true)));
    assert_eq!(items.len(), before.len());
    assert_eq!(list(&app, &clerk).await, items);
    assert_eq!(list(&app, &director).await, others, "nobody else's order is touched");
    // What is not one's to see cannot be put anywhere; nothing changes then.
    let hidden = save(&app, &director, &late()).await.expect(201);
    let unknown = json!({ "places": [{ "id": own["id"] }, { "id": hidden["id"] }] });
    assert_fields(&arrange(&unknown).await, &["/places/1/id"]);
    let twice = json!({ "places": [{ "id": own["id"] }, { "id": own["id"] }] });
    assert_fields(&arrange(&twice).await, &["/places/1/id"]);
    assert_eq!(list(&app, &clerk).await, items);
    let reset = arrange(&json!({ "places": [] })).await.expect(200);
    assert_eq!(reset["items"], json!(before));
}
