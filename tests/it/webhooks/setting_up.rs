//! Setting a webhook up, changing and removing it; which addresses are refused.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::receiver::Receiver;

use super::kit::{WEBHOOKS, act, app, hook, round, seen};

#[actix_web::test]
async fn it_is_set_up_changed_and_removed_by_its_owner() {
    let app = app().await;
    let (dispatcher, receiver) = (app.as_dispatcher().await, Receiver::start());
    let hook = hook(&app, &dispatcher, &receiver, &[]).await;
    assert!(hook.secret.starts_with("whsec_") && hook.secret.len() == 50, "{}", hook.secret);
    let view = seen(&app, &hook).await;
    assert_eq!(view["state"], "enabled");
    assert_eq!(view["role"], "dispatcher");
    assert!(!view.to_string().contains("whsec_"), "the secret is shown once");

    let change =
        json!({ "description": "网格平台（新）", "event_types": ["cn.zongzhi.case.closed.v1"] });
    let stale = app.patch(hook.path()).as_(&dispatcher).if_match(9).json(&change).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let changed = app.patch(hook.path()).as_(&dispatcher).if_match(1).json(&change).send().await;
    let changed = changed.expect(200);
    assert_eq!(changed["description"], "网格平台（新）");
    assert_eq!(changed["version"], 2);

    let removed = act(&app, &hook, "remove", &json!({})).await.expect(200);
    assert_eq!(removed["state"], "removed");
    let gone = app.get(hook.path()).as_(&dispatcher).send().await;
    assert_problem(&gone, 404, "request.not_found");
    let page = app.get(WEBHOOKS).as_(&dispatcher).send().await.expect(200);
    assert_eq!(page["items"], json!([]));
    app.case().registered().await;
    round(&app).await;
    assert!(receiver.received().is_empty(), "it delivers nothing any more");
}

#[actix_web::test]
async fn an_address_inside_is_refused_and_so_is_http() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let refused = [
        ("ftp://hooks.example.cn/", "webhook.url"),
        ("https://user:secret@hooks.example.cn/", "webhook.url"),
        ("http://hooks.example.cn/", "webhook.https_required"),
        ("https://127.0.0.1/hook", "webhook.address_refused"),
        ("https://2130706433/hook", "webhook.address_refused"),
        ("https://[::ffff:10.0.0.1]/hook", "webhook.address_refused"),
        ("https://169.254.169.254/latest/meta-data", "webhook.address_refused"),
    ];
    for (url, code) in refused {
        let body = json!({ "url": url, "description": "网格平台" });
        let answer = app.post(WEBHOOKS).as_(&dispatcher).json(&body).send().await;
        assert_fields(&answer, &["/url"]);
        assert_eq!(answer.json()["errors"][0]["code"], code, "{url}");
    }
    let body = json!({
        "url": "https://hooks.example.cn/", "description": "网格平台",
        "event_types": ["cn.zongzhi.case.closed.v1", "cn.zongzhi.case.eaten.v1"],
    });
    let answer = app.post(WEBHOOKS).as_(&dispatcher).json(&body).send().await;
    assert_fields(&answer, &["/event_types/1"]);
    assert_eq!(answer.json()["errors"][0]["code"], "webhook.event_type_unknown");
}

#[actix_web::test]
async fn there_are_only_so_many_of_one_person() {
    let app = TestApp::with(|config| config.webhooks.most_per_person = 1).await;
    let dispatcher = app.as_dispatcher().await;
    let body = json!({ "url": "https://hooks.example.cn/", "description": "网格平台" });
    app.post(WEBHOOKS).as_(&dispatcher).json(&body).send().await.expect(201);
    let answer = app.post(WEBHOOKS).as_(&dispatcher).json(&body).send().await;
    assert_problem(&answer, 409, "webhook.too_many");
}

#[actix_web::test]
async fn the_types_of_events_have_words() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let page = app.get("/api/v1/webhook-event-types").as_(&dispatcher).send().await.expect(200);
    let items = page["items"].as_array().expect("items");
    assert!(
        items.iter().any(|one| {
            one["code"] == "cn.zongzhi.case.dispatched.v1" && one["name"] == "转办"
        })
    );
    for one in items {
        let kind = one["code"].as_str().unwrap_or_default();
        assert!(!one["name"].as_str().unwrap_or_default().is_ascii(), "{kind} has no word");
    }
}
