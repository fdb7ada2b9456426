//! Regions, departments, centres.

use std::sync::Arc;

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use zongzhi::features::org::entity::department;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, COUNTY, HOUSING, OTHER_COUNTY, TOWNSHIP, VILLAGE};

const DEPARTMENTS: &str = "/api/v1/departments";
const CENTERS: &str = "/api/v1/centers";

fn water() -> Value {
    json!({ "name": "县水利局", "region_id": COUNTY.id, "case_type_codes": ["0904", "0201"] })
}

async fn codes(app: &TestApp, client: &Client, path: &str, field: &str) -> Vec<String> {
    let page = app.get(path).as_(client).send().await.expect(200);
    let items = page["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn the_organisation_is_read_again_only_when_somebody_wrote_it() {
    let app = TestApp::new().await;
    let picture = async || {
        let now = app.state.clock.now();
        app.state.directory.get(&app.state.db, now).await.expect("a picture")
    };
    let first = picture().await;
    app.advance(Duration::seconds(10));
    let before = app.statements();
    assert!(Arc::ptr_eq(&first, &picture().await));
    assert_eq!(app.statements() - before, 1, "a look whether there is anything new");
    // Another server, which cannot tell this one.
    let write = async |tx: &Tx| {
        department::Entity::update_many()
            .col_expr(department::Column::Name, Expr::value("县住建局"))
            .col_expr(department::Column::RowVersion, Expr::value(2))
            .filter(department::Column::Id.eq(HOUSING.id))
            .exec(&**tx)
            .await?;
        Ok(())
    };
    app.state.db.write(write).await.expect("a new name");
    assert_eq!(picture().await.department_name(HOUSING.id), HOUSING.name);
    app.advance(Duration::seconds(10));
    assert_eq!(picture().await.department_name(HOUSING.id), "县住建局");
}

#[actix_web::test]
async fn regions_are_listed_by_code_level_and_parent() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let all = codes(&app, &clerk, "/api/v1/regions", "code").await;
    let expected = ["990101", "990101101", "990101101201", "990101102", "990102"];
    assert_eq!(all, expected);
    let townships = codes(&app, &clerk, "/api/v1/regions?level=township", "code").await;
    assert_eq!(townships, ["990101101", "990101102"]);
    let below = format!("/api/v1/regions?parent_id={}", TOWNSHIP.id);
    assert_eq!(codes(&app, &clerk, &below, "code").await, [VILLAGE.code]);
    let two = codes(&app, &clerk, "/api/v1/regions?code=990101&code=990102", "code").await;
    assert_eq!(two, ["990101", "990102"]);
    let one = app.get(format!("/api/v1/regions/{}", COUNTY.id)).as_(&clerk).send().await;
    assert_eq!(one.expect(200)["name"], COUNTY.name);
    assert_problem(
        &app.get("/api/v1/regions?colour=red").as_(&clerk).send().await,
        400,
        "request.invalid_parameter",
    );
}

#[actix_web::test]
async fn pages_show_every_row_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut seen = Vec::new();
    let mut path = "/api/v1/regions?limit=2&count=exact".to_owned();
    loop {
        let page = app.get(path.clone()).as_(&clerk).send().await.expect(200);
        assert_eq!(page["total"], 5);
        seen.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/regions?limit=2&count=exact&cursor={cursor}");
    }
    assert_eq!(seen.len(), 5);
}

#[actix_web::test]
async fn a_department_is_entered_found_by_its_duties_and_changed() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let send = || app.post(DEPARTMENTS).as_(&director).idempotency_key("water").json(&water());
    let created = send().send().await;
    let department = created.expect(201);
    assert_eq!(department["case_type_codes"], json!(["0201", "0904"]));
    assert_eq!(department["region_name"], COUNTY.name);
    assert_eq!(department["allowed_actions"], json!(["update"]));
    assert_eq!(send().send().await.expect(201)["id"], department["id"]);
    // The duty list names 0904; asking for the class above or the exact code finds it.
    for code in ["0904", "09"] {
        let path = format!("{DEPARTMENTS}?case_type_code={code}");
        assert_eq!(codes(&app, &director, &path, "name").await, ["县水利局"], "{code}");
    }
    let path = created.header("location").unwrap_or_default().to_owned();
    let change = json!({ "name": "县水务局", "phone": "0990-1", "case_type_codes": ["0904"] });
    let patch = |version: i64, body: &Value| {
        app.patch(path.clone()).as_(&director).if_match(version).json(body)
    };
    let changed = patch(created.version(), &change).send().await;
    assert_eq!(changed.expect(200)["case_type_codes"], json!(["0904"]));
    let stale = patch(created.version(), &json!({ "is_active": false })).send().await;
    let problem = assert_problem(&stale, 412, "request.stale_version");
    assert_eq!(problem["current_version"], changed.version());
    // Absent stays, null removes.
    let cleared = patch(changed.version(), &json!({ "phone": null })).send().await.expect(200);
    assert_eq!((&cleared["phone"], &cleared["name"]), (&Value::Null, &json!("县水务局")));
}

#[actix_web::test]
async fn a_department_with_unknown_duties_place_or_parent_is_refused() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let mut body = water();
    body["case_type_codes"] = json!(["0904", "0000"]);
    let answer = app.post(DEPARTMENTS).as_(&admin).json(&body).send().await;
    assert_fields(&answer, &["/case_type_codes/1"]);
    let mut body = water();
    body["region_id"] = json!(HOUSING.id);
    assert_fields(&app.post(DEPARTMENTS).as_(&admin).json(&body).send().await, &["/region_id"]);
    let mut body = water();
    body["parent_id"] = json!(COUNTY.id);
    assert_fields(&app.post(DEPARTMENTS).as_(&admin).json(&body).send().await, &["/parent_id"]);
    let mut body = water();
    body["name"] = json!(HOUSING.name);
    let answer = app.post(DEPARTMENTS).as_(&admin).json(&body).send().await;
    assert_problem(&answer, 409, "department.duplicate_name");
}

#[actix_web::test]
async fn a_department_cannot_stand_above_itself() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let mut below = water();
    below["parent_id"] = json!(HOUSING.id);
    let child = app.post(DEPARTMENTS).as_(&admin).json(&below).send().await.expect(201);
    assert_eq!(child["parent_name"], HOUSING.name);
    for parent in [json!(HOUSING.id), child["id"].clone()] {
        let answer = app
            .patch(format!("{DEPARTMENTS}/{}", HOUSING.id))
            .as_(&admin)
            .if_match(1)
            .json(&json!({ "parent_id": parent }))
            .send()
            .await;
        assert_fields(&answer, &["/parent_id"]);
        assert_eq!(answer.json()["errors"][0]["code"], "department.cycle");
    }
}

#[actix_web::test]
async fn only_the_director_of_the_region_and_the_administrator_write() {
    let app = TestApp::new().await;
    let (clerk, director) = (app.as_clerk().await, app.as_director().await);
    let refused = app.post(DEPARTMENTS).as_(&clerk).json(&water()).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let mut elsewhere = water();
    elsewhere["region_id"] = json!(OTHER_COUNTY.id);
    let refused = app.post(DEPARTMENTS).as_(&director).json(&elsewhere).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let path = format!("{DEPARTMENTS}/{}", HOUSING.id);
    let seen = app.get(path.clone()).as_(&clerk).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    assert_eq!(seen["refused_actions"], json!({ "update": "auth.not_allowed" }));
    let no_match = app.patch(path).as_(&director).json(&json!({})).send().await;
    assert_problem(&no_match, 428, "request.if_match_missing");
}

#[actix_web::test]
async fn a_region_has_one_centre_with_an_office_of_its_own() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let here = format!("{CENTERS}?region_id={}", COUNTY.id);
    assert_eq!(codes(&app, &admin, &here, "region_code").await, ["990101", "990101101"]);
    let below = format!("{CENTERS}?parent_region_id={}&level=township", COUNTY.id);
    assert_eq!(codes(&app, &admin, &below, "region_code").await, ["990101101"]);
    let second = json!({ "region_id": COUNTY.id, "name": "又一个综治中心" });
    let answer = app.post(CENTERS).as_(&admin).json(&second).send().await;
    assert_problem(&answer, 409, "center.duplicate");
    let new = json!({ "region_id": VILLAGE.id, "name": "柳树村综治中心", "phone": "0990-2" });
    let created = app.post(CENTERS).as_(&admin).json(&new).send().await;
    assert_eq!(created.expect(201)["level"], "village");
    let path = created.header("location").unwrap_or_default().to_owned();
    let foreign = json!({ "department_id": world::HOUSING.id });
    let answer = app.patch(path.clone()).as_(&admin).if_match(1).json(&foreign).send().await;
    assert_fields(&answer, &["/department_id"]);
    let hours = json!({ "opening_hours": "工作日", "phone": null });
    let changed = app.patch(path).as_(&admin).if_match(1).json(&hours).send().await.expect(200);
    assert_eq!((&changed["opening_hours"], &changed["phone"]), (&json!("工作日"), &Value::Null));
}

#[actix_web::test]
async fn centers_are_found_by_the_center_above() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let path = format!("{CENTERS}?parent_id={}", world::CENTER.id);
    let below = codes(&app, &clerk, &path, "name").await;
    assert_eq!(below, [world::TOWNSHIP_CENTER.name]);
    let path = format!("{CENTERS}?parent_id={}", world::TOWNSHIP_CENTER.id);
    assert_eq!(codes(&app, &clerk, &path, "name").await, Vec::<String>::new());
    let path = format!("{CENTERS}/{}", world::TOWNSHIP_CENTER.id);
    let township = app.get(path).as_(&clerk).send().await.expect(200);
    assert_eq!(township["parent_id"], world::CENTER.id.to_string());
}

#[actix_web::test]
async fn a_stale_change_is_told_the_version_there_is() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let path = format!("{DEPARTMENTS}/{}", HOUSING.id);
    for version in 1..=3 {
        let body = json!({ "phone": format!("0990-{version}") });
        app.patch(&path).as_(&director).if_match(version).json(&body).send().await.expect(200);
    }
    let stale = app.patch(&path).as_(&director).if_match(1).json(&json!({})).send().await;
    assert_eq!(assert_problem(&stale, 412, "request.stale_version")["current_version"], 4);
}
