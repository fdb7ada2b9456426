//! A source in a few lines: messages of any of the systems, sent over REST, and what it reads back.

use serde_json::{Value, json};
use zongzhi::features::adapters::definition::example;
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;

pub(crate) const ADAPTERS: &str = "/api/v1/adapters";

/// Where each system keeps its number.
const NUMBERS: [(&str, &str); 5] = [
    ("court_referral", "referral_no"),
    ("grid_event", "event_id"),
    ("hotline_12345", "order_no"),
    ("petition", "petition_no"),
    ("police_110", "incident_no"),
];

/// The systems there are.
pub(crate) fn systems() -> impl Iterator<Item = &'static str> {
    NUMBERS.into_iter().map(|(code, _)| code)
}

/// A message of a system, with a number of its own.
pub(crate) fn message(code: &str, number: &str) -> Value {
    let mut message = example(code).expect("an example");
    let (_, member) = NUMBERS.into_iter().find(|(known, _)| *known == code).expect("a system");
    message[member] = json!(number);
    message
}

pub(crate) async fn deliver(app: &TestApp, client: &Client, code: &str, body: &Value) -> Answer {
    app.post(format!("{ADAPTERS}/{code}/messages")).as_(client).json(body).send().await
}

/// Sends `count` messages, and answers their receipts.
pub(crate) async fn simulate(app: &TestApp, client: &Client, code: &str, count: u32) -> Vec<Value> {
    let mut receipts = Vec::new();
    for no in 1..=count {
        let body = message(code, &format!("SIM-{code}-{no:04}"));
        receipts.push(deliver(app, client, code, &body).await.expect(201));
    }
    receipts
}

/// Seals what happened, so that it can be read back.
pub(crate) async fn sealed(app: &TestApp) {
    seal_ledger(app.state.clone().into_inner()).await.expect("sealing");
}

/// One page of what became of a system's cases.
pub(crate) async fn statuses(app: &TestApp, client: &Client, code: &str, query: &str) -> Value {
    app.get(format!("{ADAPTERS}/{code}/statuses{query}")).as_(client).send().await.expect(200)
}

/// Number and word of each change, in order.
pub(crate) fn told(delta: &Value) -> Vec<(String, String)> {
    let items = delta["items"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items.map(|item| (text(&item["number"]), text(&item["status_word"]))).collect()
}

/// The version of the mapping in force.
pub(crate) async fn version(app: &TestApp, code: &str) -> i64 {
    let admin = app.as_system_admin().await;
    let adapter = app.get(format!("{ADAPTERS}/{code}")).as_(&admin).send().await.expect(200);
    adapter["version"].as_i64().unwrap_or_default()
}
