//! People and capacities.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

const PEOPLE: &str = "/api/v1/people";
const CAPACITIES: &str = "/api/v1/capacities";

async fn grant(app: &TestApp, client: &Client, body: &Value) -> Answer {
    app.post(CAPACITIES).as_(client).json(body).send().await
}

#[actix_web::test]
async fn a_person_is_entered_once_and_changed_field_by_field() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({ "name": " 王秀兰 ", "department_id": world::HOUSING.id,
        "phone": "0579-85550101" });
    let send = || app.post(PEOPLE).as_(&admin).idempotency_key("enter-1").json(&body);
    let created = send().send().await;
    let person = created.expect(201);
    assert_eq!(person["name"], "王秀兰");
    assert_eq!(person["department"]["id"], world::HOUSING.id.to_string());
    assert_eq!(send().send().await.expect(201)["id"], person["id"]);
    let path = created.header("location").unwrap_or_default().to_owned();
    let change = async |version: i64, body: Value| {
        app.patch(&path).as_(&admin).if_match(version).json(&body).send().await
    };
    let moved = change(1, json!({ "department_id": world::LABOUR.id })).await.expect(200);
    assert_eq!(moved["department"]["id"], world::LABOUR.id.to_string());
    assert_eq!(moved["phone"], "0579-85550101");
    let emptied = change(2, json!({ "phone": null, "department_id": null })).await.expect(200);
    assert_eq!((&emptied["phone"], &emptied["department"]), (&Value::Null, &Value::Null));
    assert_problem(&change(1, json!({})).await, 412, "request.stale_version");
    let blind = app.patch(&path).as_(&admin).json(&json!({})).send().await;
    assert_problem(&blind, 428, "request.if_match_missing");
}

#[actix_web::test]
async fn a_person_needs_a_name_and_a_real_department() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let send = async |body: Value| app.post(PEOPLE).as_(&admin).json(&body).send().await;
    assert_fields(&send(json!({ "name": "  " })).await, &["/name"]);
    assert_fields(&send(json!({ "name": "王", "phone": "call me" })).await, &["/phone"]);
    let nowhere = send(json!({ "name": "王", "department_id": world::COUNTY.id })).await;
    assert_fields(&nowhere, &["/department_id"]);
    let clerk = app.as_clerk().await;
    let body = json!({ "name": "王" });
    let refused = app.post(PEOPLE).as_(&clerk).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn people_are_found_by_name_and_department() {
    let app = TestApp::new().await;
    let admin = app.as_security_admin().await;
    let names = async |query: &str| {
        let page = app.get(format!("{PEOPLE}?{query}")).as_(&admin).send().await.expect(200);
        let items = page["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|person| person["name"].clone()).collect::<Vec<_>>()
    };
    // 陈
    assert_eq!(names("q=%E9%99%88").await, [world::CLERK.name]);
    let housing = format!("department_id={}", world::HOUSING.id);
    assert_eq!(names(&housing).await, [world::HANDLER.name]);
    assert!(names("is_active=false").await.is_empty());
    let unknown = app.get(format!("{PEOPLE}?name=x")).as_(&admin).send().await;
    assert_problem(&unknown, 400, "request.invalid_parameter");
}

#[actix_web::test]
async fn who_leaves_is_signed_out() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let handler = app.as_handler().await;
    app.get("/api/v1/me").as_(&handler).send().await.expect(200);
    let path = format!("{PEOPLE}/{}", world::HANDLER.id);
    let left = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&left).send().await.expect(200);
    assert_problem(&app.get("/api/v1/me").as_(&handler).send().await, 401, "auth.invalid_token");
    let own = format!("{PEOPLE}/{}", world::SYSTEM_ADMIN.id);
    let answer = app.patch(own).as_(&admin).if_match(1).json(&left).send().await;
    assert_problem(&answer, 409, "user.own_account");
}

#[actix_web::test]
async fn an_administrator_holds_no_other_role() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = |person: &world::Person, role: &str| json!({ "person_id": person.id, "role": role, "region_id": world::COUNTY.id });
    for (person, role) in [
        (&world::AUDITOR, "system_admin"),
        (&world::AUDITOR, "clerk"),
        (&world::SECURITY_ADMIN, "auditor"),
        (&world::CLERK, "auditor"),
    ] {
        let refused = grant(&app, &admin, &body(person, role)).await;
        assert_problem(&refused, 422, "capacity.exclusive_roles");
    }
    grant(&app, &admin, &body(&world::CLERK, "supervisor")).await.expect(201);
}

#[actix_web::test]
async fn a_withdrawn_role_may_come_back_only_where_it_still_fits() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let path = format!("{CAPACITIES}/{}", world::CLERK.capacity_id);
    let set = async |version: i64, is_active: bool| {
        let body = json!({ "is_active": is_active });
        app.patch(&path).as_(&admin).if_match(version).json(&body).send().await
    };
    set(1, false).await.expect(200);
    let auditor = json!({ "person_id": world::CLERK.id, "role": "auditor",
        "region_id": world::COUNTY.id });
    grant(&app, &admin, &auditor).await.expect(201);
    assert_problem(&set(2, true).await, 422, "capacity.exclusive_roles");
    assert_problem(&set(1, true).await, 412, "request.stale_version");
}

#[actix_web::test]
async fn a_role_is_held_where_it_exists() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let person = world::CLERK.id;
    let no_department =
        json!({ "person_id": person, "role": "handler", "region_id": world::COUNTY.id });
    assert_fields(&grant(&app, &admin, &no_department).await, &["/department_id"]);
    let no_unit = json!({ "person_id": person, "role": "supervisor" });
    assert_fields(&grant(&app, &admin, &no_unit).await, &["/region_id"]);
    let too_high =
        json!({ "person_id": person, "role": "village_officer", "region_id": world::COUNTY.id });
    assert_problem(&grant(&app, &admin, &too_high).await, 422, "capacity.wrong_level");
    let elsewhere = json!({ "person_id": person, "role": "handler",
        "department_id": world::HOUSING.id, "region_id": world::OTHER_COUNTY.id });
    assert_problem(&grant(&app, &admin, &elsewhere).await, 422, "capacity.wrong_region");
    let narrower = json!({ "person_id": person, "role": "handler",
        "department_id": world::HOUSING.id, "region_id": world::TOWNSHIP.id });
    let granted = grant(&app, &admin, &narrower).await.expect(201);
    assert_eq!(granted["region"]["id"], world::TOWNSHIP.id.to_string());
    assert_problem(&grant(&app, &admin, &narrower).await, 409, "capacity.duplicate");
}

#[actix_web::test]
async fn a_withdrawn_capacity_stops_at_once_and_the_session_falls_back() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let handler = app.as_handler().await;
    app.get("/api/v1/me").as_(&handler).send().await.expect(200);
    let path = format!("{CAPACITIES}/{}", world::HANDLER.capacity_id);
    let body = json!({ "is_active": false });
    let withdrawn = app.patch(&path).as_(&admin).if_match(1).json(&body).send().await;
    assert_eq!(withdrawn.expect(200)["is_active"], false);
    assert_problem(&app.get("/api/v1/me").as_(&handler).send().await, 401, "auth.invalid_token");
    let login = json!({ "username": "handler", "password": world::PASSWORD });
    let answer = app.post("/api/v1/auth/login").json(&login).send().await;
    assert_problem(&answer, 403, "auth.no_capacity");
    let own = format!("{CAPACITIES}/{}", world::SYSTEM_ADMIN.capacity_id);
    let answer = app.patch(own).as_(&admin).if_match(1).json(&body).send().await;
    assert_problem(&answer, 409, "capacity.in_use");
}

#[actix_web::test]
async fn capacities_are_listed_by_person() {
    let app = TestApp::new().await;
    let auditor = app.as_auditor().await;
    let path = format!("{CAPACITIES}?person_id={}&count=exact", world::LEADER.id);
    let page = app.get(path).as_(&auditor).send().await.expect(200);
    assert_eq!(page["total"], 1);
    let capacity = &page["items"][0];
    assert_eq!(capacity["role"], "leader");
    assert_eq!(capacity["person"]["name"], world::LEADER.name);
    let path = format!("{CAPACITIES}/{}", world::LEADER.capacity_id);
    let one = app.get(path).as_(&auditor).header("accept-language", "en").send().await;
    assert_eq!(one.expect(200)["role_name"], "Leader");
}
