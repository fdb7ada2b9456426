//! 任一时刻恰有一个责任方: the ledger is checked for it, and whoever breaks it is found out.

use sea_orm::{ActiveModelTrait as _, ActiveValue, EntityTrait as _, IntoActiveModel as _};
use serde_json::json;
use uuid::Uuid;
use zongzhi::features::cases::entity::{case, event};
use zongzhi::features::cases::ledger::verify::{Bad, Fault};
use zongzhi::features::cases::ledger::{GENESIS, hash_of};
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::world;

use super::kit::{check, event_rows, ledger_holds, tamper};

async fn first_bad(app: &TestApp) -> Option<Bad> {
    check(app).await.first_bad
}

/// Writes events back with hashes that fit, and the case row after them: what a forger would do.
async fn forge(app: &TestApp, case: &Case, change: impl Fn(&mut event::Model)) {
    let case_id = Uuid::parse_str(&case.id).expect("an id");
    let mut rows = event_rows(app, case_id).await;
    let mut prev = GENESIS.to_owned();
    for row in &mut rows {
        change(row);
        row.prev_hash.clone_from(&prev);
        row.hash = hash_of(row).expect("a hash");
        prev.clone_from(&row.hash);
    }
    let write = async |tx: &Tx| {
        for row in &rows {
            let all = row.clone().into_active_model().reset_all();
            Box::pin(event::Entity::update(all).exec(&**tx)).await?;
        }
        let head = case::ActiveModel {
            id: ActiveValue::Unchanged(case_id),
            last_event_hash: ActiveValue::Set(prev.clone()),
            ..Default::default()
        };
        Box::pin(case::Entity::update(head).exec(&**tx)).await?;
        Ok(())
    };
    Box::pin(app.state.db.write(write)).await.expect("the forgery");
}

#[actix_web::test]
async fn every_way_to_end_or_be_contested_leaves_one_owner_at_every_instant() {
    let app = TestApp::new().await;
    app.case().archived().await;
    let case = app.case().dispatched().await;
    let back = json!({ "ground_code": "01", "note": "不属本单位" });
    let case = app.act(&app.as_handler().await, &case, "return", &back).await;
    let up = app.case().by(&app.as_township_clerk().await).registered().await;
    let township = app.as_township_dispatcher().await;
    let seen = app.see(&township, &up).await;
    let to = json!({ "to_center_id": world::CENTER.id, "reason": "请求协调" });
    app.act(&township, &seen, "transfer_level", &to).await;
    let clerk = app.as_clerk().await;
    let seen = app.see(&clerk, &case).await;
    app.act(&clerk, &seen, "withdraw", &json!({ "reason": "和解" })).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_row_that_names_another_owner_is_found() {
    for sql in [
        "UPDATE cases SET owner_kind = 'window'",
        "UPDATE cases SET owner_department_id = NULL",
        "UPDATE cases SET owner_since = registered_at",
    ] {
        let app = TestApp::new().await;
        let case = app.case().registered().await;
        app.advance(chrono::Duration::hours(1));
        let dispatcher = app.as_dispatcher().await;
        let case = app
            .act(&dispatcher, &case, "classify", &json!({ "type_code": "0202", "level": "simple" }))
            .await;
        let to = json!({ "lead_department_id": world::HOUSING.id });
        let case = app.act(&dispatcher, &case, "dispatch", &to).await;
        ledger_holds(&app).await;
        tamper(&app, sql).await;
        let bad = first_bad(&app).await.unwrap_or_else(|| panic!("nobody noticed: {sql}"));
        assert_eq!((bad.case_no.as_str(), bad.fault), (case.number(), Fault::Owner), "{sql}");
    }
}

#[actix_web::test]
async fn a_forged_hand_over_that_overlaps_is_found_though_every_hash_fits() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    app.advance(chrono::Duration::hours(2));
    let dispatcher = app.as_dispatcher().await;
    let classified = json!({ "type_code": "0202", "level": "simple" });
    let case = app.act(&dispatcher, &case, "classify", &classified).await;
    let to = json!({ "lead_department_id": world::HOUSING.id });
    let case = app.act(&dispatcher, &case, "dispatch", &to).await;
    app.advance(chrono::Duration::hours(1));
    let back = json!({ "ground_code": "01", "note": "不属本单位" });
    let case = app.act(&app.as_handler().await, &case, "return", &back).await;
    Box::pin(forge(&app, &case, |_| {})).await;
    ledger_holds(&app).await;
    // Given back an hour before it was ever sent.
    let earlier = |row: &mut event::Model| {
        if row.kind == "returned" {
            row.at -= chrono::Duration::hours(2);
        }
    };
    Box::pin(forge(&app, &case, earlier)).await;
    let bad = first_bad(&app).await.expect("two owners at once");
    assert_eq!((bad.case_no.as_str(), bad.seq, bad.fault), (case.number(), 4, Fault::Owner));
    let said = bad.to_string();
    assert!(said.ends_with("leaves an instant without exactly one owner"), "{said}");
}
