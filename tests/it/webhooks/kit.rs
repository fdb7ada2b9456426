//! Webhooks to a receiver of this machine, and the runner's part done by hand.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::webhooks::follow::follow_ledger;
use zongzhi::features::webhooks::sending::send;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::receiver::Receiver;

pub(crate) const WEBHOOKS: &str = "/api/v1/webhooks";

/// An application that may deliver to this machine, with waits that are not moved.
pub(crate) async fn app() -> TestApp {
    TestApp::with(|config| {
        config.webhooks.allow_networks = vec!["127.0.0.0/8".to_owned()];
        config.webhooks.jitter_percent = 0;
    })
    .await
}

/// A webhook as its owner last saw it, and its secret.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) owner: Client,
}

impl Hook {
    pub(crate) fn path(&self) -> String {
        format!("{WEBHOOKS}/{}", self.id)
    }
}

/// A webhook of `owner` to `receiver`, for these types of events.
pub(crate) async fn hook(
    app: &TestApp,
    owner: &Client,
    receiver: &Receiver,
    types: &[&str],
) -> Hook {
    hook_to(app, owner, &receiver.url(), types).await
}

pub(crate) async fn hook_to(app: &TestApp, owner: &Client, url: &str, types: &[&str]) -> Hook {
    let body = json!({ "url": url, "description": "网格平台", "event_types": types });
    let said = app.post(WEBHOOKS).as_(owner).json(&body).send().await.expect(201);
    Hook { id: text(&said["webhook"]["id"]), secret: text(&said["secret"]), owner: owner.clone() }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// What the runner does in a round.
pub(crate) async fn round(app: &TestApp) -> u64 {
    // A clock that stands still would give deliveries ids in no order.
    app.advance(Duration::milliseconds(1));
    let state = app.state.clone().into_inner();
    seal_ledger(state.clone()).await.expect("sealing");
    follow_ledger(state.clone()).await.expect("following");
    send(state).await.expect("sending")
}

/// The webhook as its owner sees it now.
pub(crate) async fn seen(app: &TestApp, hook: &Hook) -> Value {
    app.get(hook.path()).as_(&hook.owner).send().await.expect(200)
}

/// An action on the webhook as it is now.
pub(crate) async fn act(app: &TestApp, hook: &Hook, verb: &str, body: &Value) -> Answer {
    let version = seen(app, hook).await["version"].as_i64().unwrap_or_default();
    let path = format!("{}/actions/{verb}", hook.path());
    app.post(path).as_(&hook.owner).if_match(version).json(body).send().await
}

/// The deliveries of a webhook, oldest first.
pub(crate) async fn deliveries(app: &TestApp, hook: &Hook) -> Vec<Value> {
    let path = format!("{}/deliveries?limit=200", hook.path());
    let page = app.get(path).as_(&hook.owner).send().await.expect(200);
    let mut all = page["items"].as_array().cloned().unwrap_or_default();
    all.reverse();
    all
}

/// The attempts of a delivery, oldest first.
pub(crate) async fn attempts(app: &TestApp, hook: &Hook, delivery: &Value) -> Vec<Value> {
    let path = format!("{}/deliveries/{}/attempts", hook.path(), text(&delivery["id"]));
    let page = app.get(path).as_(&hook.owner).send().await.expect(200);
    let mut all = page["items"].as_array().cloned().unwrap_or_default();
    all.reverse();
    all
}
