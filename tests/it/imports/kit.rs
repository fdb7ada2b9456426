//! Files of made-up cases, and the way of one.

use serde_json::{Value, json};
use zongzhi::features::imports::worker::carry_on;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;

/// Where imports are announced.
pub(crate) const IMPORTS: &str = "/api/v1/imports";

/// The id of an object.
pub(crate) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_default().to_owned()
}

/// A line that is the body of a registration.
pub(crate) fn row(system: &str, number: u32) -> Value {
    json!({ "title": format!("第{number}盏路灯不亮"), "narrative": "晚上看不见路，请维修。",
        "channel": "grid", "source": { "system": system, "number": format!("G{number}") },
        "parties": [{ "role": "applicant", "kind": "person", "name": "李示例",
            "phone": "13800001234" }] })
}

/// So many of them.
pub(crate) fn rows(system: &str, numbers: std::ops::RangeInclusive<u32>) -> String {
    numbers.map(|number| format!("{}\n", row(system, number))).collect()
}

/// The request that announces a file.
pub(crate) fn announcement(name: &str, bytes: &[u8], dry_run: bool) -> Value {
    json!({ "file_name": name, "size_bytes": bytes.len(), "dry_run": dry_run })
}

/// An import whose file is awaited.
pub(crate) async fn announced(
    app: &TestApp,
    client: &Client,
    name: &str,
    bytes: &[u8],
    dry_run: bool,
) -> Value {
    let body = announcement(name, bytes, dry_run);
    app.post(IMPORTS).as_(client).json(&body).send().await.expect(201)
}

/// Puts the file.
pub(crate) async fn put(app: &TestApp, client: &Client, import: &Value, bytes: &[u8]) -> Answer {
    let path = import["upload_url"].as_str().unwrap_or_default();
    let asking = app.put(path).as_(client).header("content-type", "application/octet-stream");
    asking.body(bytes).send().await
}

/// Lets the worker go on until there is nothing left to do.
pub(crate) async fn carried(app: &TestApp) {
    let state = app.state.clone().into_inner();
    // Staging is a round of its own, which looks at no row.
    for _ in 0..8 {
        carry_on(state.clone()).await.expect("a round");
    }
}

/// The import now.
pub(crate) async fn seen(app: &TestApp, client: &Client, import: &Value) -> Value {
    let path = format!("{IMPORTS}/{}", id(import));
    app.get(path).as_(client).send().await.expect(200)
}

/// The whole way of a file.
pub(crate) async fn imported(
    app: &TestApp,
    client: &Client,
    name: &str,
    bytes: &[u8],
    dry_run: bool,
) -> Value {
    let import = announced(app, client, name, bytes, dry_run).await;
    put(app, client, &import, bytes).await.expect(200);
    carried(app).await;
    seen(app, client, &import).await
}

/// (rows, added, known, refused)
pub(crate) fn counts(import: &Value) -> [i64; 4] {
    ["rows", "added", "known", "refused"].map(|name| import[name].as_i64().unwrap_or(-1))
}
