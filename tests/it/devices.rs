//! 视频设备: the register, and looks that are ticketed and noted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

const DEVICES: &str = "/api/v1/devices";

/// A camera at the county's square.
pub(crate) async fn camera(app: &TestApp, code: &str) -> Value {
    let admin = app.as_system_admin().await;
    let body = json!({
        "national_code": code, "name": "人民广场东入口", "region_id": world::COUNTY.id,
        "lng": 104.06, "lat": 30.65, "owner_department_id": world::HOUSING.id,
    });
    app.post(DEVICES).as_(&admin).json(&body).send().await.expect(201)
}

fn path(device: &Value) -> String {
    format!("{DEVICES}/{}", device["id"].as_str().unwrap_or_default())
}

async fn look(app: &TestApp, client: &Client, device: &Value, body: &Value) -> Answer {
    let seen = device["version"].as_i64().unwrap_or_default();
    let path = format!("{}/actions/look", path(device));
    app.post(path).as_(client).if_match(seen).json(body).send().await
}

#[actix_web::test]
async fn a_device_is_entered_once_by_its_code_and_changed() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let device = camera(&app, "99010100001320000001").await;
    assert_eq!((&device["state"], &device["region"]["code"]), (&json!("in_use"), &json!("990101")));
    let again = json!({ "national_code": "99010100001320000001", "name": "同一台",
        "region_id": world::COUNTY.id });
    let refused = app.post(DEVICES).as_(&admin).json(&again).send().await;
    assert_problem(&refused, 409, "device.duplicate");
    for wrong in ["99010100002000000001", "123", "9901010000132000000x"] {
        let body = json!({ "national_code": wrong, "name": "错码", "region_id": world::COUNTY.id });
        assert_fields(&app.post(DEVICES).as_(&admin).json(&body).send().await, &["/national_code"]);
    }
    let change = json!({ "state": "faulty", "lng": null, "lat": null });
    let changed = app.patch(path(&device)).as_(&admin).if_match(1).json(&change).send().await;
    let changed = changed.expect(200);
    assert_eq!((&changed["state"], &changed["version"]), (&json!("faulty"), &json!(2)));
    let half = json!({ "lng": 104.0 });
    let refused = app.patch(path(&device)).as_(&admin).if_match(2).json(&half).send().await;
    assert_fields(&refused, &["/lat"]);
    let list = app.get(format!("{DEVICES}?state=faulty")).as_(&admin).send().await.expect(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    let below = format!("{DEVICES}?region_id={}", world::TOWNSHIP.id);
    let list = app.get(below).as_(&admin).send().await.expect(200);
    assert_eq!(list["items"], json!([]));
}

#[actix_web::test]
async fn a_look_is_ticketed_for_its_caller_and_noted_with_its_reason() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let device = camera(&app, "99010100001320000002").await;
    let case = app.case().registered().await;
    let body = json!({ "case_id": case.id, "reason": "核实李示例反映的占道堵路现场" });
    let ticket = look(&app, &dispatcher, &device, &body).await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    let (_, token) = url.split_once("#ticket=").expect("a ticket");
    let claims = token.split('.').nth(1).expect("claims");
    let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!(claims["aud"], "video-platform");
    assert_eq!(claims["sub"], json!(world::DISPATCHER.user_id));
    assert_eq!(claims["device"], "99010100001320000002");
    assert_eq!(claims["jti"], ticket["id"]);
    let lifetime = claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(exp, iat)| exp - iat);
    assert_eq!(lifetime, Some(120));
    // It opens nothing here.
    let forged = Client { token: token.to_owned(), username: "forged".to_owned() };
    assert_eq!(app.get("/api/v1/me").as_(&forged).send().await.status, 401);

    let auditor = app.as_auditor().await;
    let looks = app.get(format!("{}/looks", path(&device))).as_(&auditor).send().await.expect(200);
    let one = &looks["items"][0];
    assert_eq!(one["person"]["name"], world::DISPATCHER.name);
    assert_eq!(one["reason"], "核实李*反映的占道堵路现场", "parties are named to nobody here");
    assert_eq!((&one["is_for_case"], &one["case_id"]), (&json!(true), &Value::Null));
    let director = app.as_director().await;
    let looks = app.get(format!("{}/looks", path(&device))).as_(&director).send().await.expect(200);
    assert_eq!(looks["items"][0]["case_id"], json!(case.id));
    let log = app.get("/api/v1/audit/entries").as_(&auditor).send().await.expect(200);
    assert!(log.to_string().contains("device.looked_through"), "{log}");
}

#[actix_web::test]
async fn nobody_looks_without_a_reason_a_right_a_player_or_a_device_in_use() {
    let app = TestApp::new().await;
    let (dispatcher, admin) = (app.as_dispatcher().await, app.as_system_admin().await);
    let device = camera(&app, "99010100001320000003").await;
    let body = json!({ "reason": "核实现场情况" });
    assert_fields(&look(&app, &dispatcher, &device, &json!({})).await, &["/reason"]);
    for client in [app.as_clerk().await, admin.clone(), app.as_auditor().await] {
        assert_problem(&look(&app, &client, &device, &body).await, 403, "auth.not_allowed");
    }
    let other = app.as_other_dispatcher().await;
    assert_problem(&look(&app, &other, &device, &body).await, 404, "request.not_found");
    let elsewhere = app.case().by(&app.as_other_clerk().await).registered().await;
    let theirs = json!({ "reason": "核实现场情况", "case_id": elsewhere.id });
    assert_fields(&look(&app, &dispatcher, &device, &theirs).await, &["/case_id"]);
    let path = path(&device);
    let retired = json!({ "state": "retired" });
    app.patch(path.as_str()).as_(&admin).if_match(1).json(&retired).send().await.expect(200);
    let mut device = device;
    device["version"] = json!(2);
    assert_problem(&look(&app, &dispatcher, &device, &body).await, 409, "device.not_in_use");
    let looks = app.get(format!("{path}/looks?count=exact")).as_(&app.as_auditor().await);
    assert_eq!(looks.send().await.expect(200)["total"], 0, "nothing was looked at");
    let refused = app.get(format!("{path}/looks")).as_(&dispatcher).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");

    let bare = TestApp::with(|config| config.devices.player_url.clear()).await;
    let device = camera(&bare, "99010100001320000004").await;
    let refused = look(&bare, &bare.as_dispatcher().await, &device, &body).await;
    assert_problem(&refused, 409, "device.player_not_configured");
}
