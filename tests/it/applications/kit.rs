//! An application, its secret and its tokens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;

/// The path of all applications.
pub(crate) const PATH: &str = "/api/v1/applications";
/// Where tokens come from.
pub(crate) const TOKENS: &str = "/api/v1/oauth/token";
/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// An application as somebody who set it up knows it.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    pub(crate) version: i64,
    pub(crate) view: Value,
}

/// What is asked for, with the members of `change` instead.
pub(crate) fn wanted(change: &Value) -> Value {
    let mut body = json!({
        "name": "12345 热线工单系统",
        "purpose": "热线工单自动登记并回传办理状态",
        "scopes": ["cases:read", "cases:register"],
        "expires_on": "2026-12-31",
    });
    for (name, value) in change.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    body
}

/// Set up by `owner`, waiting for approval.
pub(crate) async fn set_up(app: &TestApp, owner: &Client, change: Value) -> Application {
    let answer = app.post(PATH).as_(owner).json(&wanted(&change)).send().await;
    let view = answer.expect(201);
    let text = |name: &str| view[name].as_str().unwrap_or_default().to_owned();
    Application {
        id: text("id"),
        client_id: text("client_id"),
        secret: text("client_secret"),
        version: answer.version(),
        view: view.clone(),
    }
}

/// A step on an application, by whoever takes it.
pub(crate) async fn step(
    app: &TestApp,
    client: &Client,
    (id, version): (&str, i64),
    verb: &str,
    body: Value,
) -> Answer {
    let path = format!("{PATH}/{id}/actions/{verb}");
    app.post(path).as_(client).if_match(version).json(&body).send().await
}

/// Approved by a security administrator.
pub(crate) async fn approved(app: &TestApp, pending: Application) -> Application {
    let administrator = app.as_security_admin().await;
    let at = (pending.id.as_str(), pending.version);
    let answer = step(app, &administrator, at, "approve", json!({})).await;
    let view = answer.expect(200);
    Application { version: answer.version(), view, ..pending }
}

/// Stopped with a reason.
pub(crate) async fn stop(
    app: &TestApp,
    client: &Client,
    application: &Application,
    verb: &str,
) -> Answer {
    let at = (application.id.as_str(), application.version);
    let answer = step(app, client, at, verb, json!({ "reason": "暂停使用" })).await;
    answer.expect(200);
    answer
}

/// Set up by the dispatcher of the county's centre, and approved.
pub(crate) async fn live(app: &TestApp, change: Value) -> Application {
    let owner = app.as_dispatcher().await;
    let pending = set_up(app, &owner, change).await;
    approved(app, pending).await
}

/// Asks for a token with a form.
pub(crate) async fn ask(app: &TestApp, form: &str) -> Answer {
    app.post(TOKENS).header("content-type", FORM).body(form).send().await
}

/// Asks for a token with `Authorization: Basic`.
pub(crate) async fn ask_basic(app: &TestApp, id: &str, secret: &str, form: &str) -> Answer {
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let asking = app.post(TOKENS).header("content-type", FORM);
    asking.header("authorization", &basic).body(form).send().await
}

/// The form of RFC 6749, 4.4.2, with the credentials in it.
pub(crate) fn form(id: &str, secret: &str) -> String {
    format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")
}

/// The application with a token of all its scopes.
pub(crate) async fn client(app: &TestApp, application: &Application) -> Client {
    let answer = ask(app, &form(&application.client_id, &application.secret)).await.expect(200);
    of_token(&answer)
}

/// Whoever has the token of an answer.
pub(crate) fn of_token(answer: &Value) -> Client {
    let token = answer["access_token"].as_str().unwrap_or_default().to_owned();
    Client { token, username: "application".to_owned() }
}
