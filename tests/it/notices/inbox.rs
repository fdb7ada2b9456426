//! One's own inbox: pages, counts, reading, preferences, retention.

use chrono::Duration;
use serde_json::json;
use zongzhi::features::notices::service::sweep;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;

use super::kit::{NOTICES, inbox, told};

async fn with_notices(count: usize) -> (TestApp, Client) {
    let app = TestApp::new().await;
    for _ in 0..count {
        app.case().dispatched().await;
    }
    told(&app).await;
    let handler = app.as_handler().await;
    (app, handler)
}

async fn unread(app: &TestApp, client: &Client) -> u64 {
    let counts = app.get(format!("{NOTICES}/counts")).as_(client).send().await.expect(200);
    counts["unread"].as_u64().unwrap_or_default()
}

#[actix_web::test]
async fn a_notice_is_read_once_and_by_its_owner_only() {
    let (app, handler) = with_notices(2).await;
    assert_eq!(unread(&app, &handler).await, 2);
    let all = inbox(&app, &handler).await;
    let path = format!("{NOTICES}/{}/actions/read", all[0]["id"].as_str().unwrap_or_default());
    for other in [app.as_dispatcher().await, app.as_system_admin().await] {
        let theirs = app.post(&path).as_(&other).if_match(1).send().await;
        assert_problem(&theirs, 404, "request.not_found");
        assert_eq!(inbox(&app, &other).await.len(), 0, "{} sees others' notices", other.username);
        assert_eq!(unread(&app, &other).await, 0);
    }
    let blind = app.post(&path).as_(&handler).send().await;
    assert_problem(&blind, 428, "request.if_match_missing");
    let read = app.post(&path).as_(&handler).if_match(1).send().await.expect(200);
    assert!(read["read_at"].is_string(), "{read}");
    assert_eq!(read["allowed_actions"], json!([]));
    assert_eq!(unread(&app, &handler).await, 1);
    app.advance(Duration::minutes(1));
    let again = app.post(&path).as_(&handler).if_match(2).send().await.expect(200);
    assert_eq!(again["read_at"], read["read_at"]);
    let stale = app.post(&path).as_(&handler).if_match(1).send().await;
    assert_problem(&stale, 412, "request.stale_version");
}

#[actix_web::test]
async fn pages_and_filters_say_what_they_mean() {
    let (app, handler) = with_notices(3).await;
    let page = app.get(format!("{NOTICES}?limit=2&count=exact")).as_(&handler).send().await;
    let page = page.expect(200);
    assert_eq!(page["total"], 3);
    let cursor = page["next_cursor"].as_str().unwrap_or_default();
    let next = app.get(format!("{NOTICES}?limit=2&cursor={cursor}")).as_(&handler).send().await;
    let next = next.expect(200);
    assert_eq!(next["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(next["next_cursor"], json!(null));
    let until = json!({ "until_id": next["items"][0]["id"] });
    let read = app.post(format!("{NOTICES}/actions/read-all")).as_(&handler).json(&until);
    assert_eq!(read.send().await.expect(200)["read"], 1, "what came later stays unread");
    let total = async |query: &str| {
        let path = format!("{NOTICES}?count=exact{query}");
        app.get(path).as_(&handler).send().await.expect(200)["total"].clone()
    };
    assert_eq!(total("&is_unread=true").await, 2);
    assert_eq!(total("&is_unread=false").await, 1);
    assert_eq!(total("&kind=assigned&kind=ruled").await, 3);
    assert_eq!(total("&kind=ruled").await, 0);
    let unknown = app.get(format!("{NOTICES}?kind=gossip")).as_(&handler).send().await;
    assert_problem(&unknown, 400, "request.invalid_parameter");
    let english = app.get(NOTICES).as_(&handler).header("accept-language", "en").send().await;
    let english = english.expect(200)["items"][0]["text"].clone();
    assert!(english.as_str().is_some_and(|text| text.starts_with("Case ")), "{english}");
}

#[actix_web::test]
async fn the_bell_is_one_statement() {
    let (app, handler) = with_notices(2).await;
    unread(&app, &handler).await;
    let before = app.statements();
    unread(&app, &handler).await;
    assert_eq!(app.statements() - before, 1);
}

#[actix_web::test]
async fn preferences_are_ones_own_and_checked() {
    let app = TestApp::with(|config| {
        config.notices.smtp.allowed_domains = vec!["county.example.cn".to_owned()];
    })
    .await;
    let clerk = app.as_clerk().await;
    let path = format!("{NOTICES}/preferences");
    let first = app.get(&path).as_(&clerk).send().await;
    assert_eq!(first.version(), 0);
    let first = first.expect(200);
    assert_eq!(first["email"], json!(null));
    assert_eq!(first["is_email_available"], false);
    let change = async |version, body: serde_json::Value| {
        app.patch(&path).as_(&clerk).if_match(version).json(&body).send().await
    };
    let mine = json!({ "email": "chen@county.example.cn", "digest": "daily",
        "email_groups": ["to_decide", "to_do", "to_do"] });
    let saved = change(0, mine).await.expect(200);
    assert_eq!(saved["email_groups"], json!(["to_do", "to_decide"]));
    assert_eq!(saved["version"], 1);
    assert_problem(&change(0, json!({ "digest": "daily" })).await, 412, "request.stale_version");
    let kept = change(1, json!({ "digest": "immediate" })).await.expect(200);
    assert_eq!(kept["email"], "chen@county.example.cn", "what is absent stays");
    for bad in ["chen", "chen@", "@county.example.cn", "陈@county.example.cn", "a b@c.cn"] {
        assert_fields(&change(2, json!({ "email": bad })).await, &["/email"]);
    }
    let elsewhere = change(2, json!({ "email": "chen@example.com" })).await;
    assert_fields(&elsewhere, &["/email"]);
    assert_eq!(elsewhere.json()["errors"][0]["code"], "notice.address_not_allowed");
    assert_fields(&change(2, json!({ "email_groups": ["all"] })).await, &["/email_groups/0"]);
    let stopped = change(2, json!({ "email": null })).await.expect(200);
    assert_eq!(stopped["email"], json!(null));
    let other = app.get(&path).as_(&app.as_leader().await).send().await;
    assert_eq!(other.version(), 0, "somebody else's preferences");
}

#[actix_web::test]
async fn what_was_read_long_ago_is_swept() {
    let (app, handler) = with_notices(2).await;
    let all = inbox(&app, &handler).await;
    let path = format!("{NOTICES}/{}/actions/read", all[0]["id"].as_str().unwrap_or_default());
    app.post(&path).as_(&handler).if_match(1).send().await.expect(200);
    app.advance(Duration::days(89));
    assert_eq!(sweep(&app.state).await.expect("sweeping"), 0);
    app.advance(Duration::days(2));
    assert_eq!(sweep(&app.state).await.expect("sweeping"), 1);
    assert_eq!(inbox(&app, &handler).await.len(), 1, "the unread one stays");
    app.advance(Duration::days(300));
    assert_eq!(sweep(&app.state).await.expect("sweeping"), 1, "nothing is kept for ever");
}
