//! Where the examples of adapters and devices are sent.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::stages::Stage;
use crate::adapters::kit::{deliver, message, sealed, statuses, version};
use crate::devices::camera;

const HOTLINE: &str = "hotline_12345";

/// Who sends the example of `operation`, and to what; none for others.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Option<Stage> {
    Some(match operation {
        "adapters_list" => Stage::of(app.as_clerk().await, ""),
        "adapters_get"
        | "adapters_list_messages"
        | "adapters_get_statuses"
        | "adapters_send_message" => Stage::of(app.as_clerk().await, HOTLINE),
        "adapters_update" | "adapters_try" => {
            Stage::of(app.as_system_admin().await, HOTLINE).at(version(app, HOTLINE).await)
        }
        "adapters_create" => {
            // A source of its own each time: it is made known once.
            let serial = app.statements();
            let own =
                json!({ "code": format!("source_{serial}"), "system": format!("来源{serial}") });
            Stage { own, ..Stage::of(app.as_system_admin().await, "") }
        }
        "adapters_acknowledge_statuses" => {
            let clerk = app.as_clerk().await;
            let body = message(HOTLINE, "E-1");
            let sent = deliver(app, &clerk, HOTLINE, &body).await;
            assert!(sent.status < 300, "delivering: {sent}");
            sealed(app).await;
            let delta = statuses(app, &clerk, HOTLINE, "?limit=200").await;
            let own = json!({ "position": delta["next_since"] });
            Stage { own, ..Stage::of(clerk, HOTLINE) }
        }
        "devices_list" => Stage::of(app.as_dispatcher().await, ""),
        "devices_create" => {
            let own = json!({ "region_id": world::COUNTY.id });
            Stage { own, ..Stage::of(app.as_system_admin().await, "") }
        }
        "devices_get" | "devices_update" | "devices_look" | "devices_list_looks" => {
            // A device of its own each time: a code is entered once.
            let serial = app.statements() % 1_000_000;
            let device = camera(app, &format!("99010100001321{serial:06}")).await;
            let id = device["id"].as_str().unwrap_or_default().to_owned();
            let client = match operation {
                "devices_update" => app.as_system_admin().await,
                "devices_list_looks" => app.as_auditor().await,
                _ => app.as_dispatcher().await,
            };
            let case = app.case().registered().await;
            Stage { other: Some(case.id), ..Stage::of(client, id) }
        }
        _ => return None,
    })
}
