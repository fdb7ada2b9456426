//! What tests of receptions begin with.

use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

/// A second leader of the county, beside `world::LEADER`.
pub(crate) const SECOND: &str = "leader2";

/// Where the days are.
pub(crate) const DAYS: &str = "/api/v1/receptions/days";

/// Enters the second leader and signs them in; answers the client and the person.
pub(crate) async fn second_leader(app: &TestApp) -> (Client, Uuid) {
    let ids = [0xfe01_u128, 0xfe02, 0xfe03].map(Uuid::from_u128);
    let now = world::start();
    let rows: [(&'static str, Vec<(&'static str, sea_orm::Value)>); 3] = [
        (
            "people",
            vec![
                ("id", ids[0].into()),
                ("name", "凌二".into()),
                ("department_id", None::<Uuid>.into()),
                ("is_active", true.into()),
            ],
        ),
        (
            "capacities",
            vec![
                ("id", ids[1].into()),
                ("person_id", ids[0].into()),
                ("role", "leader".into()),
                ("department_id", None::<Uuid>.into()),
                ("region_id", world::COUNTY.id.into()),
                ("unit_key", world::COUNTY.id.to_string().into()),
                ("is_active", true.into()),
            ],
        ),
        (
            "users",
            vec![
                ("id", ids[2].into()),
                ("person_id", ids[0].into()),
                ("username", SECOND.into()),
                ("password_hash", world::hash(world::PASSWORD).into()),
                ("must_change_password", false.into()),
                ("is_active", true.into()),
                ("last_capacity_id", Some(ids[1]).into()),
            ],
        ),
    ];
    let known = app.state.db.reader();
    let found = zongzhi::features::personnel::repo::exists(known, ids[0]).await.expect("a look");
    if !found {
        let entered = app
            .state
            .db
            .write(async |tx: &Tx| {
                for (table, row) in rows {
                    let stamps: [(&'static str, sea_orm::Value); 3] = [
                        ("created_at", now.into()),
                        ("updated_at", now.into()),
                        ("row_version", 1.into()),
                    ];
                    world::insert(tx, table, row.into_iter().chain(stamps)).await;
                }
                Ok(())
            })
            .await;
        entered.expect("the second leader");
    }
    (app.sign_in_as(SECOND, world::PASSWORD).await, ids[0])
}

/// A day of the county's centre as a draft, from 09:00 to 12:00 in China.
pub(crate) async fn planned(app: &TestApp, on: &str, leader_id: Uuid) -> Value {
    let director = app.as_director().await;
    let body = json!({
        "leader_id": leader_id, "leader_title": "县委常委", "place": "一楼接访室", "slots": 2,
        "starts_at": format!("{on}T01:00:00Z"), "ends_at": format!("{on}T04:00:00Z"),
    });
    app.post(DAYS).as_(&director).json(&body).send().await.expect(201)
}

/// The same, published; late where it is less than five days ahead.
pub(crate) async fn published(app: &TestApp, on: &str, leader_id: Uuid) -> Value {
    let day = planned(app, on, leader_id).await;
    let director = app.as_director().await;
    let body = json!({ "from": on, "to": on, "late_reason": "临时补充" });
    let path = format!("{DAYS}/actions/publish");
    app.post(path).as_(&director).json(&body).send().await.expect(200);
    see(app, &director, &day).await
}

/// The id of whatever was answered.
pub(crate) fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap_or_default()
}

/// A day as `client` sees it now.
pub(crate) async fn see(app: &TestApp, client: &Client, day: &Value) -> Value {
    app.get(format!("{DAYS}/{}", id(day))).as_(client).send().await.expect(200)
}

/// An action on a day in the version seen.
pub(crate) async fn act(
    app: &TestApp,
    client: &Client,
    day: &Value,
    verb: &str,
    body: &Value,
) -> Answer {
    let path = format!("{DAYS}/{}/actions/{verb}", id(day));
    let version = day["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(body).send().await
}

/// A reception recorded on a day.
pub(crate) async fn record(app: &TestApp, client: &Client, day: &Value, body: &Value) -> Answer {
    let path = format!("{DAYS}/{}/receptions", id(day));
    app.post(path).as_(client).json(body).send().await
}
