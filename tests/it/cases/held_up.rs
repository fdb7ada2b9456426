//! What time does to cases, where many of them cannot be helped: the others get their turn.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};
use serde_json::json;
use zongzhi::features::cases::entity::clock;
use zongzhi::features::cases::jobs;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;

use super::kit::{copies, tamper};

/// More than one round takes.
const MANY: usize = 250;

#[actix_web::test]
async fn referrals_that_cannot_be_signed_for_hold_up_no_other() {
    let app = TestApp::new().await;
    let broken = app.case().dispatched().await;
    app.advance(Duration::seconds(1));
    let case = app.case().dispatched().await;
    let db = &app.state.db;
    let row = clock::Entity::find()
        .filter(clock::Column::CaseId.eq(broken.id.parse::<uuid::Uuid>().expect("an id")))
        .filter(clock::Column::Kind.eq("sign"))
        .one(db.reader())
        .await;
    let row = row.expect("a look").expect("a clock");
    let write = async |tx: &Tx| {
        let rows = (1..=MANY).map(|number| {
            let id = uuid::Uuid::from_u128(number as u128);
            clock::Model { id, ..row.clone() }.into_active_model().reset_all()
        });
        clock::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        Ok(())
    };
    db.write(write).await.expect("limits");
    // Nobody knows this word: the case cannot even be read.
    tamper(&app, &format!("UPDATE cases SET status = 'x' WHERE case_no = '{}'", broken.number()))
        .await;
    app.advance(Duration::days(3));
    let state = Arc::clone(&app.state.clone().into_inner());
    assert_eq!(jobs::auto_sign(state).await.expect("a round"), 1);
    assert_eq!(app.see(&app.as_clerk().await, &case).await.status(), "in_progress");
}

#[actix_web::test]
async fn cases_that_cannot_be_resumed_hold_up_no_other() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    app.case().in_progress().await;
    app.advance(Duration::seconds(1));
    let case = app.case().in_progress().await;
    let stop = json!({ "reason_code": "appraisal", "until_on": "2026-03-05" });
    let case = app.act(&handler, &case, "suspend", &stop).await;
    copies(&app, 1..MANY + 1, |_, copy| {
        copy.status = "x".to_owned();
        copy.suspended_until_on = NaiveDate::from_ymd_opt(2026, 3, 4);
    })
    .await;
    app.advance(Duration::days(5));
    let state = Arc::clone(&app.state.clone().into_inner());
    assert_eq!(jobs::auto_resume(state).await.expect("a round"), 1);
    assert_eq!(app.see(&handler, &case).await.status(), "in_progress");
}
