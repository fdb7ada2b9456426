//! 村（社区）: what is handed down to the centre of a village is taken up there, solved or handed up.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::features::personnel::entity::capacity;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, resolved};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{ids, ledger_holds, words};

/// The centre of the village and its office, of which the officer is from now on.
async fn village(app: &TestApp) -> (String, String) {
    let admin = app.as_system_admin().await;
    let made = async |path: &str, body: Value| -> String {
        let made = app.post(path).as_(&admin).json(&body).send().await.expect(201);
        made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    };
    let place = world::VILLAGE.id;
    let office = json!({ "region_id": place, "name": "柳树村综治中心", "is_center_office": true });
    let office = made("/api/v1/departments", office).await;
    let center = json!({ "region_id": place, "name": "柳树村综治中心", "department_id": office });
    let center = made("/api/v1/centers", center).await;
    let id = Uuid::parse_str(&office).expect("an id");
    let joined = async |tx: &Tx| {
        capacity::Entity::update_many()
            .col_expr(capacity::Column::DepartmentId, Expr::value(id))
            .filter(capacity::Column::Id.eq(world::VILLAGE_OFFICER.capacity_id))
            .exec(&**tx)
            .await?;
        Ok(())
    };
    app.state.db.write(joined).await.expect("the officer's office");
    (center, office)
}

/// A classified case of the county, handed down to the village.
async fn handed_down(app: &TestApp, center: &str) -> Case {
    let county = app.as_dispatcher().await;
    let case = app.case().classified().await;
    app.advance(Duration::hours(1));
    let down = json!({ "to_center_id": center, "reason": "小事不出村" });
    app.act(&county, &case, "transfer_level", &down).await
}

async fn mine(app: &TestApp, client: &Client) -> Vec<String> {
    ids(&app.get("/api/v1/cases?queue=mine").as_(client).send().await.expect(200))
}

#[actix_web::test]
async fn an_officer_takes_up_what_is_handed_down_and_may_hand_it_up_again() {
    let app = TestApp::new().await;
    let (center, _) = village(&app).await;
    let officer = app.as_village_officer().await;
    let case = handed_down(&app, &center).await;
    assert_eq!(mine(&app, &officer).await, std::slice::from_ref(&case.id));
    let counts = app.get("/api/v1/cases/counts").as_(&officer).send().await.expect(200);
    assert_eq!(counts["mine"]["count"], 1);
    let seen = app.see(&officer, &case).await;
    let may = words(&seen.view["allowed_actions"]);
    for verb in ["classify", "dispatch", "transfer_level"] {
        assert!(may.contains(&verb), "{verb}: {may:?}");
    }
    let case = app.act(&officer, &seen, "classify", &classified()).await;
    app.advance(Duration::hours(1));
    let up = json!({ "to_center_id": world::TOWNSHIP_CENTER.id, "reason": "需要镇里协调" });
    let case = app.act(&officer, &case, "transfer_level", &up).await;
    assert_eq!(case.view["center"]["id"], world::TOWNSHIP_CENTER.id.to_string());
    assert!(mine(&app, &officer).await.is_empty());
    let township = app.as_township_dispatcher().await;
    assert_eq!(mine(&app, &township).await, std::slice::from_ref(&case.id));
    ledger_holds(&app).await;
}

/// Whoever handed it down reviews what came of it and calls back: a village has no such posts.
#[actix_web::test]
async fn a_small_matter_is_solved_in_the_village_and_judged_by_who_handed_it_down() {
    let app = TestApp::new().await;
    let (center, office) = village(&app).await;
    let officer = app.as_village_officer().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let case = handed_down(&app, &center).await;
    let seen = app.see(&officer, &case).await;
    let to_office = json!({ "lead_department_id": office });
    let case = app.act(&officer, &seen, "dispatch", &to_office).await;
    assert_eq!(mine(&app, &officer).await, std::slice::from_ref(&case.id));
    let case = app.act(&officer, &case, "sign", &json!({})).await;
    let progress = json!({ "note": "已上门了解" });
    let case = app.act(&officer, &case, "report_progress", &progress).await;
    assert!(mine(&app, &dispatcher).await.is_empty(), "it is the village's");
    let case = app.act(&officer, &case, "resolve", &resolved()).await;
    assert_eq!(mine(&app, &dispatcher).await, std::slice::from_ref(&case.id));
    let seen = app.see(&officer, &case).await;
    assert!(!words(&seen.view["allowed_actions"]).contains(&"accept_resolution"));
    let seen = app.see(&dispatcher, &case).await;
    let case = app.act(&dispatcher, &seen, "accept_resolution", &json!({})).await;
    assert_eq!(mine(&app, &clerk).await, std::slice::from_ref(&case.id));
    let seen = app.see(&clerk, &case).await;
    let solved = json!({ "reached": true, "solved": true });
    let case = app.act(&clerk, &seen, "record_callback", &solved).await;
    assert_eq!(case.status(), "closed");
    ledger_holds(&app).await;
}

/// From every status a case of a village is in, somebody named as its owner has something to do.
#[actix_web::test]
async fn in_no_status_does_a_case_of_a_village_lie_where_nobody_may_act() {
    let app = TestApp::new().await;
    let (center, office) = village(&app).await;
    let officer = app.as_village_officer().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let director = app.as_director().await;
    let everybody = [&officer, &dispatcher, &clerk, &director];
    let to_office = json!({ "lead_department_id": office });
    let back = json!({ "ground_code": "01", "note": "不属于本村职责" });
    let mut case = handed_down(&app, &center).await;
    // Nobody's verbs that only end it or hand it on without an answer count.
    let idle = ["withdraw", "decline", "take_charge", "restrict", "lift_restriction", "split"];
    for step in 0..5_u8 {
        let mut acting = Vec::new();
        for client in everybody {
            if !mine(&app, client).await.contains(&case.id) {
                continue;
            }
            let seen = app.see(client, &case).await;
            let may = words(&seen.view["allowed_actions"]);
            if may.iter().any(|verb| !idle.contains(verb)) {
                acting.push(client.username.clone());
            }
        }
        let owner = &case.view["owner"];
        assert!(!acting.is_empty(), "step {step}: nobody may act on {} of {owner}", case.status());
        app.advance(Duration::hours(1));
        let (by, verb, body): (&Client, &str, Value) = match step {
            0 | 2 => (&officer, "dispatch", to_office.clone()),
            1 | 3 => (&officer, "return", back.clone()),
            _ => break,
        };
        // What is returned the first time is dispatched by whoever handed it down.
        let by = if step == 2 { &dispatcher } else { by };
        let seen = app.see(by, &case).await;
        case = app.act(by, &seen, verb, &body).await;
    }
    assert_eq!(case.view["owner"]["kind"], "director");
    let seen = app.see(&director, &case).await;
    let ruling = json!({ "lead_department_id": office, "reason": "兜底" });
    let case = app.act(&director, &seen, "rule", &ruling).await;
    assert_eq!(case.status(), "dispatched");
}
