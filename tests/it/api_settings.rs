//! Rates, sizes, times and origins that change while the server runs.

use chrono::Duration;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use zongzhi::platform::db::Tx;
use zongzhi::platform::http::request_limits::{Bound, RequestBounds};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;

const PATH: &str = "/api/v1/api-settings";
const OURS: &str = "https://ours.example";

async fn set(app: &TestApp, client: &Client, version: i64, body: &Value) -> Answer {
    app.patch(PATH).as_(client).if_match(version).json(body).send().await
}

fn kind(per_minute: u32, bytes: u32) -> Value {
    json!({ "per_minute": per_minute, "max_body_bytes": bytes, "max_seconds": 60 })
}

#[actix_web::test]
async fn another_rate_is_in_force_with_the_next_request() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let now = app.get(PATH).as_(&admin).send().await;
    let view = now.expect(200);
    assert_eq!(view["is_default"], true);
    assert_eq!(view["read"]["per_minute"], 0);
    let clerk = app.as_clerk().await;
    let free = app.get("/api/v1/cases").as_(&clerk).send().await;
    assert_eq!(free.header("ratelimit-policy"), None, "no limit is set");
    let body = json!({ "read": kind(2, 65_536) });
    let changed = set(&app, &admin, now.version(), &body).await;
    let view = changed.expect(200);
    assert_eq!(view["is_default"], false);
    assert_eq!(view["write"], now.json()["write"], "what is left out stays");
    for _ in 0..2 {
        let answer = app.get("/api/v1/cases").as_(&clerk).send().await;
        answer.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"read\";q=2;w=60"));
    }
    let refused = app.get("/api/v1/cases").as_(&clerk).send().await;
    assert_problem(&refused, 429, "request.rate_limited");
    let body = json!({ "read": kind(0, 65_536) });
    set(&app, &admin, changed.version(), &body).await.expect(200);
    app.get("/api/v1/cases").as_(&clerk).send().await.expect(200);
}

#[actix_web::test]
async fn bodies_and_origins_follow() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let allowed = async || {
        let answer = app.get("/healthz").header("origin", OURS).send().await;
        answer.header("access-control-allow-origin").map(ToOwned::to_owned)
    };
    assert_eq!(allowed().await, None);
    let body = json!({ "write": kind(0, 1024), "cors_origins": [OURS] });
    let changed = set(&app, &admin, 1, &body).await;
    changed.expect(200);
    assert_eq!(allowed().await.as_deref(), Some(OURS));
    let clerk = app.as_clerk().await;
    let mut large = zongzhi_tests::builders::case::matter();
    large["narrative"] = json!("漏".repeat(1000));
    let refused = app.post("/api/v1/cases").as_(&clerk).json(&large).send().await;
    assert_problem(&refused, 413, "request.too_large");
    let bytes = app.post("/api/v1/cases").as_(&clerk).header("content-type", "text/plain");
    let refused = bytes.body(large.to_string()).send().await;
    assert_problem(&refused, 413, "request.too_large");
    set(&app, &admin, changed.version(), &json!({ "cors_origins": [] })).await.expect(200);
    assert_eq!(allowed().await, None);
}

#[actix_web::test]
async fn another_server_looks_again_within_ten_seconds() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let clerk = app.as_clerk().await;
    // As if the other server had written it: nothing here is told.
    let written = set(&app, &admin, 1, &json!({ "read": kind(7, 65_536) })).await;
    written.expect(200);
    app.state.rate_limits.set(&app.state.config.rate_limits);
    let before = app.get("/api/v1/cases").as_(&clerk).send().await;
    assert_eq!(before.header("ratelimit-policy"), None);
    app.advance(Duration::seconds(11));
    let after = app.get("/api/v1/cases").as_(&clerk).send().await;
    assert_eq!(after.header("ratelimit-policy"), Some("\"read\";q=7;w=60"));
}

#[actix_web::test]
async fn what_was_in_force_stays_where_it_cannot_be_read() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let clerk = app.as_clerk().await;
    set(&app, &admin, 1, &json!({ "read": kind(7, 65_536) })).await.expect(200);
    let away = async |tx: &Tx| Ok(tx.execute_unprepared("DROP TABLE api_settings").await?);
    app.state.db.write(away).await.expect("no table");
    app.advance(Duration::seconds(11));
    let mut cost = Vec::new();
    for _ in 0..2 {
        let before = app.statements();
        let answer = app.get("/api/v1/cases").as_(&clerk).send().await;
        answer.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"read\";q=7;w=60"));
        cost.push(app.statements() - before);
    }
    assert!(cost[1] <= cost[0], "each asks again: {cost:?}");
}

#[actix_web::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let bounds = RequestBounds::of(&app.state.config.server);
    // No time at all: the first wait is one too many.
    let none = Bound { max_seconds: 0, ..bounds.read };
    app.state.request_limits.set(RequestBounds { read: none, ..bounds.clone() });
    let refused = app.get("/api/v1/cases").as_(&clerk).send().await;
    assert_problem(&refused, 503, "server.timeout");
    assert_eq!(refused.header("retry-after"), Some("1"));
    // Whatever a request says of its body.
    let asking = app.get("/api/v1/cases").as_(&clerk).header("content-type", "text/plain");
    assert_problem(&asking.send().await, 503, "server.timeout");
    app.state.request_limits.set(bounds);
    app.get("/api/v1/cases").as_(&clerk).send().await.expect(200);
}

#[actix_web::test]
async fn who_may_not_and_what_is_wrong_is_said() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({
        "read": kind(10, 1_073_741_824),
        "cors_origins": [OURS, "*", "https://ours.example/path"],
    });
    let refused = set(&app, &admin, 1, &body).await;
    assert_fields(&refused, &["/read/max_body_bytes", "/cors_origins/1", "/cors_origins/2"]);
    let refused = set(&app, &admin, 1, &json!({ "read": kind(10, 1) })).await;
    assert_fields(&refused, &["/read/max_body_bytes"]);
    assert_problem(&set(&app, &admin, 7, &json!({})).await, 412, "request.stale_version");
    let security = app.as_security_admin().await;
    app.get(PATH).as_(&security).send().await.expect(200);
    assert_problem(&set(&app, &security, 1, &json!({})).await, 403, "auth.not_allowed");
    let clerk = app.as_clerk().await;
    assert_problem(&app.get(PATH).as_(&clerk).send().await, 403, "auth.not_allowed");
}
