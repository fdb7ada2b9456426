//! Where the examples of webhooks are sent.

use serde_json::json;
use zongzhi_tests::app::TestApp;

use super::stages::Stage;
use crate::webhooks::kit::{act, hook_to, text};

/// Who sends the example of `operation`, and to what; none for others.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Option<Stage> {
    if !operation.starts_with("webhooks_") {
        return None;
    }
    let dispatcher = app.as_dispatcher().await;
    if ["webhooks_list", "webhooks_create", "webhooks_list_event_types"].contains(&operation) {
        return Some(Stage::of(dispatcher, ""));
    }
    // Nothing is sent: no round of the jobs follows.
    let hook = hook_to(app, &dispatcher, "https://localhost:9/hook", &[]).await;
    let why = json!({ "reason": "对方系统停机维护" });
    let is_of_one = ["delivery", "attempts"].iter().any(|word| operation.ends_with(word));
    let stage = Stage::of(dispatcher, &*hook.id);
    Some(if operation == "webhooks_enable" {
        act(app, &hook, "disable", &why).await.expect(200);
        stage.at(2)
    } else if is_of_one {
        let delivery = act(app, &hook, "test", &json!({})).await.expect(202);
        let version = delivery["version"].as_i64().unwrap_or_default();
        let ids = vec![hook.id.clone(), text(&delivery["id"])];
        Stage { ids, ..stage.at(version) }
    } else {
        stage
    })
}
