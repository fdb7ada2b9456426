//! Where the examples of duty, presence and shortfalls are sent.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::stages::Stage;
use crate::duty::kit::{ask_stand_in, give_phones, labour_window};
use crate::presence::kit::seen;
use crate::stationing_obligations::kit::id;

/// The beginnings of these operations.
const SLICES: [&str; 6] = [
    "duty_",
    "presence_",
    "shortfalls_",
    "coverage_reports_",
    "duty_stand_ins_",
    "duty_workstations_",
];

/// Who sends the example of `operation`, and to what; none for others.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Option<Stage> {
    if !SLICES.iter().any(|slice| operation.starts_with(slice)) {
        return None;
    }
    let director = app.as_director().await;
    let labour = json!({ "department_id": world::LABOUR.id });
    if operation.starts_with("coverage_reports_") {
        return Some(Stage { own: labour, ..Stage::of(director, "") });
    }
    let is_list = ["_list", "duty_get"].iter().any(|end| operation.ends_with(end));
    if is_list {
        return Some(Stage::of(director, ""));
    }
    // A window of its own for each: a place has one stand-in at a time.
    let change = json!({ "mode": "resident", "post_name": format!("窗口 {operation}") });
    let owed = labour_window(app, &change).await;
    Some(match operation {
        "duty_stand_ins_request" | "presence_records_create" => {
            Stage { own: of_window(&owed), ..Stage::of(director, "") }
        }
        "duty_stand_ins_get" | "duty_stand_ins_approve" | "duty_stand_ins_refuse" => {
            let asks = app.as_other_handler().await;
            let days = ("2026-03-09", "2026-03-09");
            let asked = ask_stand_in(app, &asks, &owed, days).await.expect(201);
            Stage::of(director, id(&asked))
        }
        "duty_reveal_phone" => {
            give_phones(app).await;
            Stage::of(director, world::OTHER_HANDLER.id.to_string())
        }
        "duty_stand_ins_get_candidates" => {
            let own = json!({ "obligation_id": owed["id"] });
            Stage { own, ..Stage::of(director, "") }
        }
        "duty_stand_ins_cancel" => {
            let days = ("2026-03-09", "2026-03-09");
            let asked = ask_stand_in(app, &director, &owed, days).await.expect(201);
            Stage::of(director, id(&asked))
        }
        "presence_records_withdraw" => {
            let record = seen(app, &director, &owed, "seen").await.expect(201);
            Stage::of(director, id(&record))
        }
        "duty_workstations_remove" => {
            let body = json!({ "post_id": owed["post"]["id"], "name": "窗口电脑" });
            let named = app.post("/api/v1/duty-workstations").as_(&director).json(&body);
            let named = named.send().await.expect(201);
            Stage::of(director, id(&named))
        }
        _ => {
            let own = json!({ "post_id": owed["post"]["id"] });
            Stage { own, ..Stage::of(director, "") }
        }
    })
}

fn of_window(owed: &Value) -> Value {
    json!({
        "obligation_id": owed["id"], "person_id": world::OTHER_HANDLER.id,
        "stand_in_id": world::HANDLER.id,
    })
}
