//! Setting applications up, approving, rotating and stopping them.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use super::kit::{self, PATH, ask, form, step};
use crate::privacy::logs;

#[actix_web::test]
async fn the_secret_is_told_once_and_stands_nowhere_else() {
    let (lines, _guard) = logs::kept();
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let owner = app.as_dispatcher().await;
    assert!(application.secret.starts_with("zzs_") && application.secret.len() > 40);
    kit::client(&app, &application).await;
    for client in [&owner, &app.as_security_admin().await, &app.as_system_admin().await] {
        let one = app.get(format!("{PATH}/{}", application.id)).as_(client).send().await;
        let all = app.get(PATH).as_(client).send().await;
        for answer in [one, all] {
            let text = answer.expect(200).to_string();
            assert!(text.contains(&application.client_id));
            assert!(!text.contains(&application.secret) && !text.contains("secret_hash"));
        }
    }
    let logged = lines.text();
    assert!(logged.contains("answered"), "nothing is logged");
    assert!(!logged.contains(&application.secret), "the secret is in the log");
    let auditor = app.as_auditor().await;
    let entries = app.get("/api/v1/audit/entries?limit=200").as_(&auditor).send().await.expect(200);
    let entries = entries.to_string();
    assert!(!entries.contains(&application.secret));
    for action in ["application.created", "application.approved", "application.signed_in"] {
        assert!(entries.contains(action), "{action} is not logged");
    }
}

#[actix_web::test]
async fn a_key_sets_one_up_once_and_tells_its_secret_once() {
    let app = TestApp::new().await;
    let owner = app.as_dispatcher().await;
    let body = kit::wanted(&json!({}));
    let create = || app.post(PATH).as_(&owner).idempotency_key("one").json(&body).send();
    let first = create().await;
    assert_eq!(first.header("idempotent-replayed"), None);
    let made = first.expect(201);
    assert!(made["client_secret"].is_string(), "{made}");
    let again = create().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let told = again.expect(201);
    assert_eq!((&told["id"], &told["client_secret"]), (&made["id"], &json!(null)));
    let all = app.get(PATH).as_(&owner).send().await.expect(200);
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn there_are_only_so_many_of_one_person() {
    let app = TestApp::new().await;
    let owner = app.as_dispatcher().await;
    let mut last = kit::set_up(&app, &owner, json!({})).await;
    for _ in 1..20 {
        last = kit::set_up(&app, &owner, json!({})).await;
    }
    let one_more = app.post(PATH).as_(&owner).json(&kit::wanted(&json!({}))).send().await;
    assert_problem(&one_more, 409, "application.too_many");
    kit::stop(&app, &owner, &last, "revoke").await;
    kit::set_up(&app, &owner, json!({})).await;
}

#[actix_web::test]
async fn nobody_gives_more_than_they_have() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let body = kit::wanted(&json!({
        "scopes": ["cases:read", "cases:register"],
        "region_code": "990102",
        "type_prefixes": ["0202", "no"],
        "expires_on": "2029-12-31",
    }));
    let refused = app.post(PATH).as_(&handler).json(&body).send().await;
    assert_problem(&refused, 422, "request.validation");
    let pointers: Vec<_> = refused.json()["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error["pointer"].as_str().unwrap_or_default().to_owned())
        .collect();
    // A handler registers nothing.
    assert_eq!(pointers, ["/scopes/1", "/type_prefixes/1", "/region_code", "/expires_on"]);
    for client in [app.as_leader().await, app.as_system_admin().await, app.as_auditor().await] {
        let refused = app.post(PATH).as_(&client).json(&kit::wanted(&json!({}))).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
}

#[actix_web::test]
async fn whoever_stands_in_sets_nothing_up() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let body = json!({
        "capacity_id": zongzhi_tests::world::DISPATCHER.capacity_id,
        "substitute_id": zongzhi_tests::world::CLERK.id,
        "from_on": "2026-03-02", "until_on": "2026-03-10",
    });
    app.post("/api/v1/substitutions").as_(&director).json(&body).send().await.expect(201);
    let clerk = app.as_clerk().await;
    let body = json!({ "capacity_id": zongzhi_tests::world::DISPATCHER.capacity_id });
    let switched = app.post("/api/v1/auth/switch").as_(&clerk).json(&body).send().await.expect(200);
    let stand_in = kit::of_token(&switched);
    let refused = app.post(PATH).as_(&stand_in).json(&kit::wanted(&json!({}))).send().await;
    assert_problem(&refused, 409, "application.capacity_borrowed");
}

#[actix_web::test]
async fn one_sees_ones_own_and_administrators_see_all() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let path = format!("{PATH}/{}", application.id);
    let clerk = app.as_clerk().await;
    app.get(&path).as_(&clerk).send().await.expect(404);
    let none = app.get(PATH).as_(&clerk).send().await.expect(200);
    assert_eq!(none["items"], json!([]));
    let at = (application.id.as_str(), application.version);
    let body = json!({ "reason": "x" });
    assert_problem(&step(&app, &clerk, at, "revoke", body).await, 404, "request.not_found");
    let auditor = app.as_auditor().await;
    let seen = app.get(&path).as_(&auditor).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    let body = json!({ "reason": "x" });
    assert_problem(&step(&app, &auditor, at, "revoke", body).await, 403, "auth.not_allowed");
    let owner = app.as_dispatcher().await;
    let own = step(&app, &owner, at, "approve", json!({})).await;
    assert_problem(&own, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_stopped_application_is_refused_with_its_next_request() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let client = kit::client(&app, &application).await;
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
    let administrator = app.as_security_admin().await;
    let stopped = kit::stop(&app, &administrator, &application, "suspend").await;
    assert_eq!(stopped.json()["state"], "suspended");
    let refused = app.get("/api/v1/cases").as_(&client).send().await;
    assert_problem(&refused, 401, "auth.invalid_token");
    let form = form(&application.client_id, &application.secret);
    assert_problem(&ask(&app, &form).await, 401, "oauth.invalid_client");
    // Its owner does not let it run again; who stopped it does.
    let owner = app.as_dispatcher().await;
    let at = (application.id.as_str(), stopped.version());
    let own = step(&app, &owner, at, "resume", json!({})).await;
    assert_problem(&own, 409, "application.suspended_by_other");
    let resumed = step(&app, &administrator, at, "resume", json!({})).await;
    resumed.expect(200);
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
    let stale = step(&app, &owner, at, "revoke", json!({ "reason": "不再使用" })).await;
    assert_problem(&stale, 412, "request.stale_version");
    let at = (application.id.as_str(), resumed.version());
    let revoked = step(&app, &owner, at, "revoke", json!({ "reason": "不再使用" })).await;
    revoked.expect(200);
    app.get("/api/v1/cases").as_(&client).send().await.expect(401);
    let at = (application.id.as_str(), revoked.version());
    let again = step(&app, &administrator, at, "resume", json!({})).await;
    assert_problem(&again, 409, "application.wrong_state");
}

#[actix_web::test]
async fn an_administrator_takes_over_what_its_owner_stopped() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let (owner, administrator) = (app.as_dispatcher().await, app.as_security_admin().await);
    let stopped = kit::stop(&app, &owner, &application, "suspend").await;
    let at = (application.id.as_str(), stopped.version());
    let reason = json!({ "reason": "疑似密钥外泄" });
    let twice = step(&app, &owner, at, "suspend", reason.clone()).await;
    assert_problem(&twice, 409, "application.wrong_state");
    let taken = step(&app, &administrator, at, "suspend", reason.clone()).await;
    let view = taken.expect(200);
    assert_eq!((&view["state"], &view["state_reason"]), (&json!("suspended"), &reason["reason"]));
    let at = (application.id.as_str(), taken.version());
    let own = step(&app, &owner, at, "resume", json!({})).await;
    assert_problem(&own, 409, "application.suspended_by_other");
    let again = step(&app, &administrator, at, "suspend", reason).await;
    assert_problem(&again, 409, "application.wrong_state");
    step(&app, &administrator, at, "resume", json!({})).await.expect(200);
}

#[actix_web::test]
async fn two_secrets_overlap_while_the_other_system_changes_over() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let owner = app.as_dispatcher().await;
    let at = (application.id.as_str(), application.version);
    let administrator = app.as_security_admin().await;
    let told = step(&app, &administrator, at, "rotate", json!({})).await;
    assert_problem(&told, 403, "auth.not_allowed");
    app.advance(Duration::minutes(1));
    let rotated = step(&app, &owner, at, "rotate", json!({ "overlap_hours": 24 })).await;
    let view = rotated.expect(200);
    let second = view["client_secret"].as_str().unwrap_or_default().to_owned();
    assert_eq!(view["secrets"].as_array().map(Vec::len), Some(2));
    let (old, new) =
        (form(&application.client_id, &application.secret), form(&application.client_id, &second));
    let by_old = kit::of_token(&ask(&app, &old).await.expect(200));
    let by_new = kit::of_token(&ask(&app, &new).await.expect(200));
    let at = (application.id.as_str(), rotated.version());
    let third = step(&app, &owner, at, "rotate", json!({})).await;
    assert_problem(&third, 409, "application.two_secrets");
    app.advance(Duration::hours(25));
    assert_problem(&ask(&app, &old).await, 401, "oauth.invalid_client");
    ask(&app, &new).await.expect(200);
    // Tokens end with the secret they were got by.
    app.get("/api/v1/cases").as_(&by_old).send().await.expect(401);
    app.get("/api/v1/cases").as_(&by_new).send().await.expect(200);
    let second_id = view["secrets"][1]["id"].clone();
    let gone = json!({ "secret_id": view["secrets"][0]["id"] });
    let unknown = step(&app, &owner, at, "revoke_secret", gone).await;
    assert_problem(&unknown, 422, "request.validation");
    let revoked = step(&app, &owner, at, "revoke_secret", json!({ "secret_id": second_id })).await;
    revoked.expect(200);
    app.get("/api/v1/cases").as_(&by_new).send().await.expect(401);
    assert_problem(&ask(&app, &new).await, 401, "oauth.invalid_client");
}

#[actix_web::test]
async fn a_rotation_without_overlap_ends_the_old_secret_at_once() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let owner = app.as_dispatcher().await;
    let client = kit::client(&app, &application).await;
    let at = (application.id.as_str(), application.version);
    step(&app, &owner, at, "rotate", json!({ "overlap_hours": 0 })).await.expect(200);
    app.get("/api/v1/cases").as_(&client).send().await.expect(401);
}

#[actix_web::test]
async fn a_use_is_noted_to_the_minute_and_changes_no_version() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let owner = app.as_dispatcher().await;
    let path = format!("{PATH}/{}", application.id);
    let seen = app.get(&path).as_(&owner).send().await;
    assert_eq!(seen.expect(200)["last_used_at"], json!(null));
    let client = kit::client(&app, &application).await;
    let first = app.get(&path).as_(&owner).send().await;
    assert_eq!(first.version(), application.version);
    let first = first.json()["last_used_at"].clone();
    assert!(first.is_string());
    app.advance(Duration::seconds(30));
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
    let soon = app.get(&path).as_(&owner).send().await.json()["last_used_at"].clone();
    assert_eq!(soon, first);
    app.advance(Duration::seconds(31));
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
    let later = app.get(&path).as_(&owner).send().await.json()["last_used_at"].clone();
    assert_ne!(later, first);
}

#[actix_web::test]
async fn a_rotation_is_answered_again_without_its_secret_and_made_again() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let owner = app.as_dispatcher().await;
    let path = format!("{PATH}/{}/actions/rotate", application.id);
    let rotate = |hours: i64| {
        let asking = app.post(&path).as_(&owner).if_match(application.version);
        asking.idempotency_key("one").json(&json!({ "overlap_hours": hours })).send()
    };
    let first = rotate(24).await.expect(200);
    let again = rotate(24).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let replayed = again.expect(200);
    assert_eq!(replayed["client_secret"], json!(null));
    assert_eq!(replayed["secrets"], first["secrets"]);
    assert_problem(&rotate(1).await, 422, "idempotency.key_reused");
    // The one that was never told is revoked, and another drawn beside the first.
    let lost = json!({ "secret_id": replayed["secrets"][1]["id"] });
    let at = (application.id.as_str(), again.version());
    let revoked = step(&app, &owner, at, "revoke_secret", lost).await;
    revoked.expect(200);
    let at = (application.id.as_str(), revoked.version());
    let told = step(&app, &owner, at, "rotate", json!({ "overlap_hours": 24 })).await.expect(200);
    let fresh = told["client_secret"].as_str().unwrap_or_default();
    for secret in [application.secret.as_str(), fresh] {
        ask(&app, &form(&application.client_id, secret)).await.expect(200);
    }
}
