//! The runner's part, done by hand, and reading inboxes.

use chrono::Duration;
use serde_json::Value;
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;

pub(super) const NOTICES: &str = "/api/v1/notices";

/// What the runner does within two seconds; answers how many notices it made.
pub(super) async fn told(app: &TestApp) -> u64 {
    // A clock that stands still would give notices ids in no order.
    app.advance(Duration::milliseconds(1));
    let state = app.state.clone().into_inner();
    seal_ledger(state.clone()).await.expect("sealing");
    fan_out(state).await.expect("telling")
}

/// The notices of `client`, newest first.
pub(super) async fn inbox(app: &TestApp, client: &Client) -> Vec<Value> {
    let page = app.get(NOTICES).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

/// The kinds of the notices of `client`, newest first.
pub(super) async fn kinds(app: &TestApp, client: &Client) -> Vec<String> {
    let all = inbox(app, client).await;
    all.iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
}
