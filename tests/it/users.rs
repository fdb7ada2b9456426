//! Accounts.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, PASSWORD};

const USERS: &str = "/api/v1/users";

async fn login(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({ "username": username, "password": password });
    app.post("/api/v1/auth/login").json(&body).send().await
}

fn clerk() -> String {
    format!("{USERS}/{}", world::CLERK.user_id)
}

async fn patch(app: &TestApp, client: &Client, version: i64, body: &Value) -> Answer {
    app.patch(clerk()).as_(client).if_match(version).json(body).send().await
}

#[actix_web::test]
async fn an_account_is_opened_with_a_password_shown_once() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({ "person_id": world::CLERK.id, "username": "Second.Clerk" });
    let send = || app.post(USERS).as_(&admin).idempotency_key("open-1").json(&body);
    let created = send().send().await;
    let user = created.expect(201);
    assert_eq!(user["username"], "second.clerk");
    assert_eq!(user["must_change_password"], true);
    let location = created.header("location").unwrap_or_default().to_owned();
    assert!(location.ends_with(user["id"].as_str().unwrap_or("?")), "{location}");
    let read = app.get(location).as_(&admin).send().await;
    assert_eq!(read.expect(200)["id"], user["id"]);
    assert_eq!(read.version(), created.version());
    assert!(!read.text().contains("argon2"));
    let password = user["initial_password"].as_str().unwrap_or_default();
    login(&app, "second.clerk", password).await.expect(200);
    // The replay is the same account, without the password.
    let again = send().send().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.expect(201)["id"], user["id"]);
    assert_eq!(again.json()["initial_password"], Value::Null);
}

#[actix_web::test]
async fn a_given_password_is_checked_and_not_echoed() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = |password: &str| json!({ "person_id": world::CLERK.id, "username": "clerk2", "initial_password": password });
    let weak = app.post(USERS).as_(&admin).json(&body("clerk2clerk2")).send().await;
    assert_problem(&weak, 422, "auth.weak_password");
    let created = app.post(USERS).as_(&admin).json(&body("lantern orchard")).send().await;
    assert_eq!(created.expect(201)["initial_password"], Value::Null);
    login(&app, "clerk2", "lantern orchard").await.expect(200);
}

#[actix_web::test]
async fn a_name_is_taken_in_any_case_and_a_person_must_exist() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let taken = json!({ "person_id": world::CLERK.id, "username": "DISPATCHER" });
    let answer = app.post(USERS).as_(&admin).json(&taken).send().await;
    assert_problem(&answer, 409, "user.duplicate_name");
    let nobody = json!({ "person_id": world::COUNTY.id, "username": "nobody" });
    assert_fields(&app.post(USERS).as_(&admin).json(&nobody).send().await, &["/person_id"]);
    let odd = json!({ "person_id": world::CLERK.id, "username": "no spaces" });
    assert_fields(&app.post(USERS).as_(&admin).json(&odd).send().await, &["/username"]);
}

#[actix_web::test]
async fn a_closed_account_stops_at_once() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let session = login(&app, "clerk", PASSWORD).await;
    let token = session.expect(200)["access_token"].as_str().unwrap_or_default().to_owned();
    let client = Client { token, username: "clerk".to_owned() };
    app.get("/api/v1/me").as_(&client).send().await.expect(200);
    let closed = patch(&app, &admin, 1, &json!({ "is_active": false })).await;
    assert_eq!(closed.expect(200)["is_active"], false);
    assert_problem(&app.get("/api/v1/me").as_(&client).send().await, 401, "auth.invalid_token");
    let cookie = session.header("set-cookie").unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default();
    let refresh = app.post("/api/v1/auth/refresh").header("cookie", cookie).send().await;
    assert_problem(&refresh, 401, "auth.invalid_refresh");
    // The right password tells nobody that the account exists.
    assert_problem(&login(&app, "clerk", PASSWORD).await, 401, "auth.bad_credentials");
    patch(&app, &admin, closed.version(), &json!({ "is_active": true })).await.expect(200);
    login(&app, "clerk", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn a_change_needs_the_version_seen() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({ "username": "front-desk" });
    let blind = app.patch(clerk()).as_(&admin).json(&body).send().await;
    assert_problem(&blind, 428, "request.if_match_missing");
    let renamed = patch(&app, &admin, 1, &body).await;
    assert_eq!(renamed.expect(200)["username"], "front-desk");
    assert_eq!(renamed.version(), 2);
    let stale = patch(&app, &admin, 1, &body).await;
    assert_eq!(assert_problem(&stale, 412, "request.stale_version")["current_version"], 2);
}

#[actix_web::test]
async fn nobody_closes_their_own_account() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let own = format!("{USERS}/{}", world::SYSTEM_ADMIN.user_id);
    let body = json!({ "is_active": false });
    let answer = app.patch(own).as_(&admin).if_match(1).json(&body).send().await;
    assert_problem(&answer, 409, "user.own_account");
}

#[actix_web::test]
async fn a_reset_password_replaces_the_old_one_and_lifts_a_lock() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    for _ in 0..5 {
        login(&app, "clerk", "wrong").await;
    }
    assert_problem(&login(&app, "clerk", PASSWORD).await, 429, "auth.locked");
    let path = format!("{}/actions/reset_password", clerk());
    let blind = app.post(&path).as_(&admin).send().await;
    assert_problem(&blind, 428, "request.if_match_missing");
    let reset = app.post(&path).as_(&admin).if_match(1).send().await;
    let password = reset.expect(200)["initial_password"].clone();
    assert_problem(&login(&app, "clerk", PASSWORD).await, 401, "auth.bad_credentials");
    let session = login(&app, "clerk", password.as_str().unwrap_or_default()).await;
    assert_eq!(session.expect(200)["me"]["user"]["must_change_password"], true);
    let stale = app.post(&path).as_(&admin).if_match(1).send().await;
    assert_problem(&stale, 412, "request.stale_version");
}

#[actix_web::test]
async fn administrators_read_and_one_of_them_writes() {
    let app = TestApp::new().await;
    for client in [app.as_security_admin().await, app.as_auditor().await] {
        let page = app.get(USERS).as_(&client).send().await.expect(200);
        assert_eq!(page["items"][0]["allowed_actions"], json!([]));
        let refused = patch(&app, &client, 1, &json!({ "is_active": false })).await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    for client in [app.as_clerk().await, app.as_director().await] {
        assert_problem(&app.get(USERS).as_(&client).send().await, 403, "auth.not_allowed");
    }
    assert_problem(&app.get(USERS).send().await, 401, "auth.required");
}

#[actix_web::test]
async fn the_list_is_paged_filtered_and_counted() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let get = async |query: &str| app.get(format!("{USERS}?{query}")).as_(&admin).send().await;
    let all = get("count=exact").await.expect(200);
    assert_eq!(all["total"], world::PEOPLE.len());
    let mut seen = Vec::new();
    let mut query = "limit=5".to_owned();
    loop {
        let page = get(&query).await.expect(200);
        seen.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        query = format!("limit=5&cursor={cursor}");
    }
    assert_eq!(json!(seen), all["items"]);
    let towns = get("q=Township_").await.expect(200);
    assert_eq!(towns["items"].as_array().map(Vec::len), Some(2));
    // A wildcard means itself.
    assert_eq!(get("q=%25").await.expect(200)["items"], json!([]));
    assert_problem(&get("page=2").await, 400, "request.invalid_parameter");
    assert_problem(&get("limit=0").await, 400, "request.invalid_parameter");
    assert_problem(&get("cursor=rubbish").await, 400, "request.invalid_cursor");
    let missing = app.get(format!("{USERS}/{}", world::COUNTY.id)).as_(&admin).send().await;
    assert_problem(&missing, 404, "request.not_found");
}

#[actix_web::test]
async fn whoever_sets_a_password_says_whether_it_has_to_be_changed() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({ "person_id": world::CLERK.id, "username": "service",
        "initial_password": "lantern orchard", "must_change_password": false });
    let created = app.post(USERS).as_(&admin).json(&body).send().await.expect(201);
    assert_eq!(created["must_change_password"], false);
    let path = format!("{}/actions/reset_password", clerk());
    let keep = json!({ "must_change_password": false });
    let reset = app.post(&path).as_(&admin).if_match(1).json(&keep).send().await.expect(200);
    assert_eq!(reset["must_change_password"], false);
    let reset = app.post(&path).as_(&admin).if_match(2).send().await.expect(200);
    assert_eq!(reset["must_change_password"], true);
}

#[actix_web::test]
async fn a_reset_password_ends_the_sessions_at_once() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let clerk_session = app.as_clerk().await;
    app.get("/api/v1/me").as_(&clerk_session).send().await.expect(200);
    let path = format!("{}/actions/reset_password", clerk());
    app.post(&path).as_(&admin).if_match(1).send().await.expect(200);
    let after = app.get("/api/v1/me").as_(&clerk_session).send().await;
    assert_problem(&after, 401, "auth.invalid_token");
}
