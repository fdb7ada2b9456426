//! Applications and the settings of the API as the document's examples want them.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;

use super::stages::Stage;
use crate::applications::kit;

/// Who sends an operation's example, and to what; none for the operations of other slices.
pub(super) async fn stage(app: &TestApp, id: &str) -> Option<Stage> {
    if id.starts_with("api_settings_") {
        let admin = app.as_system_admin().await;
        let now = app.get("/api/v1/api-settings").as_(&admin).send().await;
        return Some(Stage::of(admin, "").at(now.version()));
    }
    let step = id.strip_prefix("applications_")?;
    let owner = app.as_dispatcher().await;
    if ["list", "create", "preview"].contains(&step) {
        return Some(Stage::of(owner, ""));
    }
    let administrator = app.as_security_admin().await;
    let pending = kit::set_up(app, &owner, json!({})).await;
    if step == "approve" {
        return Some(Stage::of(administrator, pending.id));
    }
    let approved = kit::approved(app, pending).await;
    if step == "resume" {
        let stopped = kit::stop(app, &administrator, &approved, "suspend").await;
        return Some(Stage::of(administrator, approved.id).at(stopped.version()));
    }
    let own = match step {
        "revoke_secret" => json!({ "secret_id": approved.view["secrets"][0]["id"] }),
        _ => Value::Null,
    };
    Some(Stage { own, ..Stage::of(owner, approved.id).at(approved.version) })
}
