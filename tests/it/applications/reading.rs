//! What an application reads beside cases: the content of files, and the register of devices.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit;

const DEVICES: &str = "/api/v1/devices";
const TEXT: &[u8] = "情况说明".as_bytes();

/// A file of a case that is kept, and its address.
async fn kept(app: &TestApp, clerk: &Client, case: &Case, is_identity: bool) -> String {
    let path = format!("{}/attachments", case.path());
    let body = json!({
        "file_name": "情况说明.txt", "size_bytes": TEXT.len(), "is_identity": is_identity,
    });
    let awaited = app.post(&path).as_(clerk).json(&body).send().await.expect(201);
    let path = format!("{path}/{}/content", awaited["id"].as_str().unwrap_or_default());
    let put = app.put(&path).as_(clerk).header("content-type", "application/octet-stream");
    put.body(TEXT).send().await.expect(200);
    path
}

#[actix_web::test]
async fn it_reads_the_files_of_its_cases_but_no_identity_paper() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let inside = app.case().with("type_code", "0202").registered().await;
    let outside = app.case().with("type_code", "0101").registered().await;
    let ours = kept(&app, &clerk, &inside, false).await;
    let paper = kept(&app, &clerk, &inside, true).await;
    let theirs = kept(&app, &clerk, &outside, false).await;
    let narrow = |scopes: Value| json!({ "scopes": scopes, "type_prefixes": ["02"] });
    let reader = kit::live(&app, narrow(json!(["attachments:read"]))).await;
    let reader = kit::client(&app, &reader).await;
    let read = app.get(&ours).as_(&reader).send().await;
    assert_eq!((read.status, read.body.as_slice()), (200, TEXT));
    assert!(read.header("content-disposition").is_some_and(|said| said.starts_with("attachment")));
    let part = app.get(&ours).as_(&reader).header("range", "bytes=0-2").send().await;
    assert_eq!((part.status, part.body.as_slice()), (206, &TEXT[..3]));
    assert_problem(&app.get(&theirs).as_(&reader).send().await, 404, "request.not_found");
    assert_problem(&app.get(&paper).as_(&reader).send().await, 404, "request.not_found");
    // Even where it may reveal a party: people say why they open a paper.
    let scopes = json!(["attachments:read", "parties:reveal"]);
    let revealing = kit::live(&app, narrow(scopes)).await;
    let revealing = kit::client(&app, &revealing).await;
    let refused = app.get(&paper).as_(&revealing).send().await;
    assert_problem(&refused, 403, "auth.people_only");
    let blind = kit::live(&app, narrow(json!(["cases:read"]))).await;
    let blind = kit::client(&app, &blind).await;
    assert_problem(&app.get(&ours).as_(&blind).send().await, 403, "auth.scope_missing");
    // People need their ticket, and nobody needs one of somebody else's.
    assert_problem(&app.get(&ours).as_(&clerk).send().await, 403, "attachment.ticket_invalid");
    assert_problem(&app.get(&ours).send().await, 401, "auth.required");
    let tickets = ours.replace("/content", "/tickets");
    let ticket = app.post(tickets.as_str()).as_(&clerk).json(&json!({})).send().await.expect(200);
    let url = ticket["url"].as_str().unwrap_or_default();
    assert_problem(&app.get(url).as_(&reader).send().await, 403, "auth.people_only");
    let asked = app.post(tickets).as_(&reader).json(&json!({})).send().await;
    assert_problem(&asked, 403, "auth.people_only");
}

#[actix_web::test]
async fn it_keeps_the_register_of_devices_in_its_region_and_looks_through_none() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let change = json!({
        "scopes": ["devices:read", "devices:write"], "region_code": world::OTHER_TOWNSHIP.code,
    });
    let pending = kit::set_up(&app, &director, change).await;
    let application = kit::approved(&app, pending).await;
    let client = kit::client(&app, &application).await;
    let camera = |code: &str, region: world::Region| json!({ "national_code": code, "name": "路口", "region_id": region.id });
    let elsewhere = camera("99010100001320000011", world::COUNTY);
    let refused = app.post(DEVICES).as_(&client).json(&elsewhere).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let theirs = app.post(DEVICES).as_(&director).json(&elsewhere).send().await.expect(201);
    let own = camera("99010110201320000012", world::OTHER_TOWNSHIP);
    let own = app.post(DEVICES).as_(&client).json(&own).send().await.expect(201);
    let list = app.get(DEVICES).as_(&client).send().await.expect(200);
    let listed: Vec<_> = list["items"].as_array().into_iter().flatten().map(|d| &d["id"]).collect();
    assert_eq!(listed, [&own["id"]]);
    let path = |device: &Value| format!("{DEVICES}/{}", device["id"].as_str().unwrap_or_default());
    assert_problem(&app.get(path(&theirs)).as_(&client).send().await, 404, "request.not_found");
    let faulty = json!({ "state": "faulty" });
    let changed = app.patch(path(&own)).as_(&client).if_match(1).json(&faulty).send().await;
    assert_eq!(changed.expect(200)["state"], "faulty");
    let unseen = app.patch(path(&theirs)).as_(&client).if_match(1).json(&faulty).send().await;
    assert_problem(&unseen, 404, "request.not_found");
    let why = json!({ "reason": "核实现场情况" });
    let look = app.post(format!("{}/actions/look", path(&own))).as_(&client).if_match(2);
    assert_problem(&look.json(&why).send().await, 403, "auth.people_only");
}
