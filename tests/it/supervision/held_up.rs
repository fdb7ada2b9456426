//! Orders that cannot be closed hold up no other.

use std::sync::Arc;

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use uuid::Uuid;
use zongzhi::features::supervision::entity::order;
use zongzhi::features::supervision::jobs;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::db::TestDb;

use super::kit::ordered;
use crate::cases::kit::tamper;

#[actix_web::test]
async fn orders_that_cannot_be_closed_hold_up_no_other() {
    let app = TestApp::new().await;
    let case = app.case().in_progress().await;
    let made = ordered(&app, &[&case]).await;
    let id: Uuid = made["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let db = &app.state.db;
    let row = order::Entity::find_by_id(id).one(db.reader()).await.expect("a look").expect("it");
    // Accepted ones about no case that is still to be handled, all but the last out of order.
    let copy = |number: u128| order::Model {
        id: Uuid::from_u128(number),
        order_no: format!("{}-{number}", row.order_no),
        state: "accepted".to_owned(),
        text: if number == 251 { row.text.clone() } else { "broken".to_owned() },
        ..row.clone()
    };
    let write = async |tx: &Tx| {
        let rows = (1..=251).map(|number| copy(number).into_active_model().reset_all());
        order::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        Ok(())
    };
    db.write(write).await.expect("orders");
    let refuse = if TestDb::is_postgres() {
        "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$ \
         LANGUAGE plpgsql; \
         CREATE TRIGGER refused BEFORE UPDATE ON supervision_orders FOR EACH ROW \
         WHEN (NEW.text = 'broken') EXECUTE FUNCTION refuse()"
    } else {
        "CREATE TRIGGER refused BEFORE UPDATE ON supervision_orders WHEN NEW.text = 'broken' \
         BEGIN SELECT RAISE(ABORT, 'refused'); END"
    };
    tamper(&app, refuse).await;
    let state = Arc::clone(&app.state.clone().into_inner());
    assert_eq!(jobs::close_orders(state).await.expect("a round"), 1);
    let last = order::Entity::find_by_id(Uuid::from_u128(251)).one(db.reader()).await;
    assert_eq!(last.expect("a look").map(|row| row.state).as_deref(), Some("closed"));
}
