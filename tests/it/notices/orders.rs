//! Supervision orders: every fact about one is told, once, to those who may read the order.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{inbox, kinds, told};

const ORDERS: &str = "/api/v1/supervision-orders";

async fn issued(app: &TestApp, cases: &[&Case]) -> Value {
    let cases: Vec<_> = cases.iter().map(|case| json!({ "case_id": case.id })).collect();
    let body = json!({ "cases": cases, "ground_code": "no_progress", "text": "请抓紧办理" });
    let supervisor = app.as_supervisor().await;
    let issued = app.post(ORDERS).as_(&supervisor).json(&body).send().await.expect(201);
    issued["items"][0].clone()
}

async fn act(app: &TestApp, client: &Client, order: &Value, verb: &str, body: &Value) -> Value {
    let path = format!("{ORDERS}/{}/actions/{verb}", order["id"].as_str().expect("an id"));
    let version = order["version"].as_i64().expect("a version");
    app.post(path).as_(client).if_match(version).json(body).send().await.expect(200)
}

#[actix_web::test]
async fn an_order_about_many_cases_is_one_fact_and_another_order_another() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let cases = [app.case().in_progress().await, app.case().in_progress().await];
    told(&app).await;
    let before = inbox(&app, &handler).await.len();
    let order = issued(&app, &[&cases[0], &cases[1]]).await;
    told(&app).await;
    let all = inbox(&app, &handler).await;
    assert_eq!(all.len(), before + 1, "one order, two cases: {all:?}");
    assert_eq!(all[0]["kind"], "supervision_ordered");
    assert_eq!(all[0]["about"], json!({ "kind": "supervision_order", "id": order["id"] }));
    let third = app.case().in_progress().await;
    told(&app).await;
    let before = inbox(&app, &handler).await.len();
    let second = issued(&app, &[&third]).await;
    told(&app).await;
    let all = inbox(&app, &handler).await;
    assert_eq!(all.len(), before + 1, "a second order is another fact: {all:?}");
    assert_eq!(all[0]["params"]["order_no"], second["order_no"]);
}

#[actix_web::test]
async fn every_round_of_an_order_is_told_anew_to_whose_turn_it_is() {
    let app = TestApp::new().await;
    let (supervisor, handler) = (app.as_supervisor().await, app.as_handler().await);
    let case = app.case().in_progress().await;
    let mut order = issued(&app, &[&case]).await;
    told(&app).await;
    for _ in 0..2 {
        order = act(&app, &handler, &order, "reply", &json!({ "text": "已联系双方" })).await;
        told(&app).await;
        let back = json!({ "reason": "未说明完成时间" });
        order = act(&app, &supervisor, &order, "reject_reply", &back).await;
        told(&app).await;
    }
    order = act(&app, &handler, &order, "reply", &json!({ "text": "周五完成" })).await;
    told(&app).await;
    act(&app, &supervisor, &order, "accept_reply", &json!({})).await;
    told(&app).await;
    assert_eq!(told(&app).await, 0, "told again");
    let of_orders = async |client: &Client| -> Vec<String> {
        let all = kinds(&app, client).await;
        all.into_iter().filter(|kind| kind.starts_with("supervision_")).collect()
    };
    assert_eq!(
        of_orders(&handler).await,
        [
            "supervision_reply_accepted",
            "supervision_reply_rejected",
            "supervision_reply_rejected",
            "supervision_ordered",
        ]
    );
    assert_eq!(of_orders(&supervisor).await, ["supervision_replied"; 3]);
    // Which order it was, and no words of the reply.
    let first = &inbox(&app, &supervisor).await[0];
    let text = first["text"].as_str().unwrap_or_default();
    assert!(text.contains(order["order_no"].as_str().unwrap_or("none")), "{text}");
    assert!(!text.contains("周五"), "{text}");
}

#[actix_web::test]
async fn a_department_that_lost_the_case_is_told_that_its_order_was_cancelled() {
    let app = TestApp::new().await;
    let (dispatcher, handler) = (app.as_dispatcher().await, app.as_handler().await);
    let case = app.case().dispatched().await;
    let order = issued(&app, &[&case]).await;
    let case = app.see(&handler, &case).await;
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    let case = app.act(&handler, &case, "return", &back).await;
    let body = json!({ "lead_department_id": world::LABOUR.id });
    app.act(&dispatcher, &case, "dispatch", &body).await;
    told(&app).await;
    app.get(case.path()).as_(&handler).send().await.expect(404);
    let supervisor = app.as_supervisor().await;
    act(&app, &supervisor, &order, "cancel", &json!({ "reason": "案件已改派其他单位" })).await;
    told(&app).await;
    let newest = &inbox(&app, &handler).await[0];
    assert_eq!(newest["kind"], "supervision_cancelled");
    let id = newest["about"]["id"].as_str().unwrap_or_default();
    app.get(format!("{ORDERS}/{id}")).as_(&handler).send().await.expect(200);
}

#[actix_web::test]
async fn a_reply_is_told_where_the_order_was_issued_and_not_where_the_case_is() {
    let app = TestApp::new().await;
    let township = app.as_township_dispatcher().await;
    let case = app.case().by(&app.as_township_clerk().await).registered().await;
    let body = json!({ "type_code": "0202", "level": "ordinary" });
    let case = app.act(&township, &case, "classify", &body).await;
    let body = json!({ "lead_department_id": world::HOUSING.id });
    let case = app.act(&township, &case, "dispatch", &body).await;
    let order = issued(&app, &[&case]).await;
    assert_eq!(order["issuer"]["center"]["id"], world::CENTER.id.to_string());
    let reply = json!({ "text": "已约定维修" });
    act(&app, &app.as_handler().await, &order, "reply", &reply).await;
    told(&app).await;
    let supervisor = app.as_supervisor().await;
    assert_eq!(kinds(&app, &supervisor).await, ["supervision_replied"]);
}
