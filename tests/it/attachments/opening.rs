//! Tickets, and what they open.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;

use super::kit::{at, png};

const CONTENT: &[u8] = b"0123456789";

async fn kept(app: &TestApp) -> Value {
    let case = app.case().registered().await;
    app.attach(&app.as_clerk().await, &case, "调解 记录\"1\".txt", CONTENT, None).await
}

/// A ticket's address and the cookie it is good with.
async fn ticket(app: &TestApp, client: &Client, of: &Value, disposition: &str) -> (String, String) {
    let path = format!("{}/tickets", at(of));
    let body = json!({ "disposition": disposition });
    let answer = app.post(path).as_(client).json(&body).send().await;
    let url = answer.expect(200)["url"].as_str().unwrap_or_default().to_owned();
    let cookie = answer.header("set-cookie").unwrap_or_default();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    (url, cookie.split(';').next().unwrap_or_default().to_owned())
}

async fn part(app: &TestApp, client: &Client, url: &str, range: &str) -> Answer {
    app.get(url).as_(client).header("range", range).send().await
}

#[actix_web::test]
async fn a_ticket_opens_the_content_safely() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let kept = kept(&app).await;
    let (url, _) = ticket(&app, &clerk, &kept, "attachment").await;
    let saved = app.get(&url).as_(&clerk).send().await;
    assert_eq!((saved.status, &saved.body[..]), (200, CONTENT));
    assert_eq!(saved.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(saved.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(saved.header("accept-ranges"), Some("bytes"));
    assert!(saved.header("content-security-policy").is_some_and(|csp| csp.contains("sandbox")));
    let named = saved.header("content-disposition").unwrap_or_default();
    assert!(named.starts_with("attachment; filename=\"attachment.txt\""), "{named}");
    assert!(named.contains("filename*=UTF-8''%E8%B0%83%E8%A7%A3"), "{named}");
    assert!(!named.contains("\"1\""), "{named}");
    let (url, _) = ticket(&app, &clerk, &kept, "inline").await;
    let shown = app.get(&url).as_(&clerk).send().await;
    assert!(shown.header("content-disposition").is_some_and(|it| it.starts_with("inline")));
}

#[actix_web::test]
async fn a_range_is_a_part_of_the_whole() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let kept = kept(&app).await;
    let (url, _) = ticket(&app, &clerk, &kept, "attachment").await;
    let first = part(&app, &clerk, &url, "bytes=2-4").await;
    assert_eq!((first.status, &first.body[..]), (206, &b"234"[..]));
    assert_eq!(first.header("content-range"), Some("bytes 2-4/10"));
    let last = part(&app, &clerk, &url, "bytes=-3").await;
    assert_eq!((last.status, &last.body[..]), (206, &b"789"[..]));
    let beyond = part(&app, &clerk, &url, "bytes=10-").await;
    assert_problem(&beyond, 416, "attachment.range");
    assert_eq!(beyond.header("content-range"), Some("bytes */10"));
    // A part of another content is the whole of this one.
    let asking = app.get(&url).as_(&clerk).header("range", "bytes=2-4");
    assert_eq!(asking.header("if-range", "\"other\"").send().await.status, 200);
    let etag = first.header("etag").unwrap_or_default().to_owned();
    let asking = app.get(&url).as_(&clerk).header("range", "bytes=2-4");
    assert_eq!(asking.header("if-range", &etag).send().await.status, 206);
}

#[actix_web::test]
async fn a_ticket_is_for_its_owner_its_browser_its_file_and_a_few_minutes() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let kept = kept(&app).await;
    let (url, cookie) = ticket(&app, &clerk, &kept, "attachment").await;
    let other = app.get(&url).as_(&dispatcher).send().await;
    assert_problem(&other, 403, "attachment.ticket_invalid");
    assert_problem(&app.get(&url).send().await, 401, "auth.required");
    let browser = app.get(&url).header("cookie", &cookie).send().await;
    assert_eq!((browser.status, &browser.body[..]), (200, CONTENT));
    let elsewhere = app.get(&url).header("cookie", "zongzhi_tickets=0123").send().await;
    assert_problem(&elsewhere, 401, "auth.required");
    // Of another file, or none of ours.
    let case = app.case().registered().await;
    let second = app.attach(&clerk, &case, "b.png", &png(), None).await;
    let text = url.split("ticket=").nth(1).unwrap_or_default();
    let path = format!("{}/content?ticket={text}", at(&second));
    assert_problem(&app.get(path).as_(&clerk).send().await, 403, "attachment.ticket_invalid");
    let access = format!("{}/content?ticket={}", at(&kept), clerk.token);
    assert_problem(&app.get(access).as_(&clerk).send().await, 403, "attachment.ticket_invalid");
    let none = app.get(format!("{}/content", at(&kept))).as_(&clerk).send().await;
    assert_problem(&none, 403, "attachment.ticket_invalid");
    app.advance(chrono::Duration::minutes(5));
    let late = app.get(&url).as_(&clerk).send().await;
    assert_problem(&late, 403, "attachment.ticket_expired");
}
