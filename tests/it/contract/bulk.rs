//! Where the examples of jobs, imports and exports are sent.

use serde_json::Value;
use zongzhi_tests::app::TestApp;

use super::stages::Stage;
use crate::exports::{asked, made};
use crate::imports::kit::{announced, carried, id, put, row};

/// Who sends the example of `operation`, and to what; none for others.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Option<Stage> {
    let clerk = app.as_clerk().await;
    let at = |object: &Value, client| {
        Stage::of(client, id(object)).at(object["version"].as_i64().unwrap_or(1))
    };
    Some(match operation {
        "jobs_get" | "jobs_cancel" => {
            let import = waiting(app).await;
            let job = import["job_id"].as_str().unwrap_or_default().to_owned();
            if operation == "jobs_get" {
                carried(app).await;
                return Some(Stage::of(clerk, job));
            }
            Stage::of(clerk, job).at(1)
        }
        "imports_get" | "imports_run" | "imports_list_problems" | "imports_get_report" => {
            let import = waiting(app).await;
            carried(app).await;
            let path = format!("/api/v1/imports/{}", id(&import));
            let import = app.get(path).as_(&clerk).send().await.expect(200);
            at(&import, clerk)
        }
        "exports_get" | "exports_open" => {
            let export = asked(app, &clerk, "csv").await;
            at(&made(app, &clerk, &export).await, clerk)
        }
        "jobs_list" | "imports_list" | "imports_create" | "exports_list" | "exports_create" => {
            Stage::of(clerk, "")
        }
        _ => return None,
    })
}

/// A dry run nobody has begun.
async fn waiting(app: &TestApp) -> Value {
    let clerk = app.as_clerk().await;
    let file = format!("{}\n", row("stage", 1));
    let import = announced(app, &clerk, "stage.jsonl", file.as_bytes(), true).await;
    put(app, &clerk, &import, file.as_bytes()).await.expect(200)
}
