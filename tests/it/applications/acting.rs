//! An application at work: what it registers, does and sees, and how the ledger names it.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::world;

use super::kit;

#[actix_web::test]
async fn the_ledger_names_the_capacity_and_the_application() {
    let app = TestApp::new().await;
    let scopes = json!({ "scopes": ["cases:read", "cases:register", "cases:act"] });
    let application = kit::live(&app, scopes).await;
    let client = kit::client(&app, &application).await;
    let registered = app.post("/api/v1/cases").as_(&client).json(&matter()).send().await;
    let id = registered.expect(201)["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("/api/v1/cases/{id}");
    let classify = app.post(format!("{path}/actions/classify")).as_(&client);
    classify.if_match(registered.version()).json(&classified()).send().await.expect(200);
    let dispatcher = app.as_dispatcher().await;
    let events = app.get(format!("{path}/events")).as_(&dispatcher).send().await.expect(200);
    for event in events["items"].as_array().into_iter().flatten() {
        assert_eq!(event["application"]["id"], json!(application.id), "{event}");
        assert_eq!(event["application"]["name"], "12345 热线工单系统");
        assert_eq!(event["actor"]["name"], world::DISPATCHER.name);
        assert_eq!(event["capacity"]["role"], "dispatcher");
    }
    // What people do names no application, and the chain of hashes holds over both.
    let dispatch = app.post(format!("{path}/actions/dispatch")).as_(&dispatcher).if_match(2);
    let body = json!({ "lead_department_id": world::HOUSING.id });
    dispatch.json(&body).send().await.expect(200);
    let events = app.get(format!("{path}/events")).as_(&dispatcher).send().await.expect(200);
    let last = events["items"].as_array().and_then(|all| all.last()).cloned();
    assert_eq!(last.expect("an event")["application"], Value::Null);
    zongzhi::features::cases::jobs::seal_ledger(app.state.clone().into_inner())
        .await
        .expect("sealing");
    assert!(!crate::privacy::walk::exported(&app).await.is_empty());
}

#[actix_web::test]
async fn it_may_do_nothing_its_scopes_do_not_open() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let application = kit::live(&app, json!({ "scopes": ["cases:read"] })).await;
    let client = kit::client(&app, &application).await;
    let seen = app.get(case.path()).as_(&client).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]), "its creator's buttons are not its own");
    assert!(!seen.to_string().contains("李示例"), "parties are masked: {seen}");
    let classify = app.acting(&client, &case, "classify", &classified()).send().await;
    assert_problem(&classify, 403, "auth.scope_missing");
    for path in ["/api/v1/me", "/api/v1/notices", "/api/v1/applications", "/api/v1/oversight"] {
        let refused = app.get(path).as_(&client).send().await;
        assert_problem(&refused, 403, "auth.people_only");
    }
    let body = json!({ "capacity_id": world::DISPATCHER.capacity_id });
    let switch = app.post("/api/v1/auth/switch").as_(&client).json(&body).send().await;
    assert_problem(&switch, 403, "auth.people_only");
    // Signing out with its token ends nothing.
    app.post("/api/v1/auth/logout").as_(&client).json(&json!({})).send().await.expect(204);
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
}

#[actix_web::test]
async fn it_ends_with_the_capacity_of_whoever_set_it_up() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let client = kit::client(&app, &application).await;
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
    let admin = app.as_system_admin().await;
    let path = format!("/api/v1/capacities/{}", world::DISPATCHER.capacity_id);
    let held = app.get(&path).as_(&admin).send().await;
    let closed = app.patch(&path).as_(&admin).if_match(held.version());
    closed.json(&json!({ "is_active": false })).send().await.expect(200);
    let refused = app.get("/api/v1/cases").as_(&client).send().await;
    assert_problem(&refused, 401, "auth.invalid_token");
    let form = kit::form(&application.client_id, &application.secret);
    assert_problem(&kit::ask(&app, &form).await, 401, "oauth.invalid_client");
    let administrator = app.as_security_admin().await;
    let path = format!("{}/{}", kit::PATH, application.id);
    let seen = app.get(&path).as_(&administrator).send().await.expect(200);
    assert_eq!(seen["capacity"]["is_active"], false);
    let visible = app.get(format!("{path}/visible")).as_(&administrator).send().await.expect(200);
    assert_eq!(visible["cases"], 0);
}

#[actix_web::test]
async fn a_key_of_its_creator_replays_nothing_to_it() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let application = kit::live(&app, json!({})).await;
    let client = kit::client(&app, &application).await;
    let register = |client| {
        app.post("/api/v1/cases").as_(client).idempotency_key("one").json(&matter()).send()
    };
    let own = register(&dispatcher).await.expect(201);
    let first = register(&client).await.expect(201);
    assert_ne!(own["id"], first["id"]);
    let again = register(&client).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.json()["id"], first["id"]);
}

#[actix_web::test]
async fn it_has_a_bucket_of_its_own() {
    let app = TestApp::with(|config| config.rate_limits.read_per_minute = 3).await;
    let application = kit::live(&app, json!({ "scopes": ["cases:read"] })).await;
    let client = kit::client(&app, &application).await;
    for _ in 0..3 {
        let answer = app.get("/api/v1/cases").as_(&client).send().await;
        answer.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"read\";q=3;w=60"));
    }
    let refused = app.get("/api/v1/cases").as_(&client).send().await;
    assert_problem(&refused, 429, "request.rate_limited");
    let dispatcher = app.as_dispatcher().await;
    app.get("/api/v1/cases").as_(&dispatcher).send().await.expect(200);
}
