//! Stages for the examples of assessment.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

use super::stages::Stage;
use crate::assessments::kit::{
    appealed, body, contestable, drafted, failed, february, id, in_force, results, simulated,
};

/// Who sends an operation's example, and to what.
pub(super) async fn stage(app: &TestApp, operation: &str) -> Stage {
    let director = app.as_director().await;
    match operation {
        "assessment_schemes_get" | "assessment_schemes_update" | "assessment_schemes_simulate" => {
            Stage::of(director, id(&drafted(app, &body("department")).await))
        }
        "assessment_schemes_publish" => {
            Stage::of(director, id(&simulated(app, &body("department")).await)).at(2)
        }
        "assessment_schemes_retire" => {
            Stage::of(director, id(&in_force(app, "department").await)).at(3)
        }
        "assessments_close_period" => {
            let own = json!({ "scheme_id": id(&in_force(app, "department").await) });
            Stage { own, ..Stage::of(director, "") }
        }
        "assessments_get_period" => Stage::of(director, id(&february(app, "department").await)),
        "assessments_get" | "assessments_list_facts" => {
            february(app, "department").await;
            Stage::of(director.clone(), id(&results(app, &director, "").await[0]))
        }
        "assessments_appeal" => {
            february(app, "person").await;
            let handler = app.as_handler().await;
            let result = contestable(app, &handler).await;
            let fact = failed(app, &handler, &result).await[0]["id"].clone();
            Stage { own: json!({ "fact_ids": [fact] }), ..Stage::of(handler, id(&result)) }
        }
        "assessments_get_appeal" | "assessments_accept_appeal" | "assessments_reject_appeal" => {
            let (own, appeal) = appeal(app).await;
            Stage { own, ..Stage::of(app.as_leader().await, appeal) }
        }
        "assessments_name_head" => {
            let own = json!({ "department_id": world::HOUSING.id, "person_id": world::HANDLER.id });
            Stage { own, ..Stage::of(director, "") }
        }
        "assessments_end_head" => {
            let body = json!({ "department_id": world::HOUSING.id,
                "person_id": world::HANDLER.id, "source": "备案表" });
            let path = "/api/v1/assessments/heads";
            let named = app.post(path).as_(&director).json(&body).send().await.expect(201);
            Stage::of(director, id(&named))
        }
        _ => Stage::of(director, ""),
    }
}

/// An appeal, and what its acceptance names.
async fn appeal(app: &TestApp) -> (Value, String) {
    february(app, "person").await;
    let handler = app.as_handler().await;
    let result = contestable(app, &handler).await;
    let fact = failed(app, &handler, &result).await[0]["id"].clone();
    let result = appealed(app, &handler, &result).await;
    let own = json!({ "rulings": [{ "fact_id": fact, "ruling": "kept" }] });
    (own, id(&result["appeals"][0]))
}
