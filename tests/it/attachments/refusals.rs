//! What is not accepted, with the reason, and with nothing left behind.

use serde_json::json;
use zongzhi::features::attachments::jobs::sweep;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::classified;

use super::kit::{at, huge_png, left_behind, png, rows, zipped};

#[actix_web::test]
async fn a_name_is_a_name() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    for name in
        ["../../etc/passwd.txt", "C:\\a.txt", "a/b.txt", ".txt", "a\u{202E}txt.exe.txt", "a"]
    {
        let refused = app.announce(&clerk, &case, name, 1, None).await;
        let body = assert_problem(&refused, 422, "request.validation");
        assert_eq!(body["errors"][0]["pointer"], "/file_name", "{name:?}");
        assert_eq!(body["errors"][0]["code"], "attachment.bad_name", "{name:?}");
    }
    for name in ["a.exe", "a.html", "a.svg", "a.pdf.js"] {
        let refused = app.announce(&clerk, &case, name, 1, None).await;
        let body = assert_problem(&refused, 415, "attachment.type_not_allowed");
        assert!(body["accepted"].to_string().contains("pdf"), "{body}");
    }
    assert!(rows(&app, &case).await.is_empty(), "nothing was announced");
    assert_eq!(app.files().len(), 0);
}

#[actix_web::test]
async fn two_gigabytes_are_refused_before_they_are_sent() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let refused = app.announce(&clerk, &case, "a.mp4", 2 << 30, None).await;
    let body = assert_problem(&refused, 413, "attachment.too_large");
    assert_eq!(body["max_bytes"], app.state.config.files.max_file_bytes);
    // Nor by a body that says so of itself.
    let announced = app.announce(&clerk, &case, "a.mp4", 10, None).await.expect(201);
    let url = announced["upload"]["url"].as_str().unwrap_or_default();
    let lying = app
        .put(url)
        .as_(&clerk)
        .header("content-type", "application/octet-stream")
        .header("content-length", "2147483648")
        .body(b"0123456789".to_vec());
    assert_problem(&lying.send().await, 413, "attachment.too_large");
    assert_eq!(left_behind(&app, &case).await, Vec::<String>::new());
    assert_eq!(rows(&app, &case).await.len(), 1, "two gigabytes were never announced");
}

#[actix_web::test]
async fn a_larger_body_than_elsewhere_may_be_put() {
    let app = TestApp::with(|config| config.server.max_body_bytes = 1024).await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let content = vec![b'a'; 3 << 20];
    let kept = app.attach(&clerk, &case, "a.txt", &content, None).await;
    assert_eq!(kept["size_bytes"], 3 << 20);
}

#[actix_web::test]
async fn what_ends_early_or_late_or_is_something_else_leaves_nothing_and_may_be_put_again() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let announced = app.announce(&clerk, &case, "a.txt", 4, None).await.expect(201);
    for content in [&b"abc"[..], b"abcde"] {
        let refused = app.put_content(&clerk, &announced, content).await;
        assert_problem(&refused, 422, "attachment.size_differs");
        assert_eq!(left_behind(&app, &case).await, Vec::<String>::new());
    }
    let html = app.put_content(&clerk, &announced, b"<b/>").await;
    assert_problem(&html, 415, "attachment.type_differs");
    let url = announced["upload"]["url"].as_str().unwrap_or_default();
    let json = app.put(url).as_(&clerk).json(&json!({})).send().await;
    assert_problem(&json, 415, "request.unsupported_media_type");
    assert_eq!(left_behind(&app, &case).await, Vec::<String>::new());
    app.put_content(&clerk, &announced, b"abcd").await.expect(200);
    let body = json!({ "file_name": "b.txt", "size_bytes": 1, "sha256": "0".repeat(64) });
    let path = format!("{}/attachments", case.path());
    let hashed = app.post(path).as_(&clerk).json(&body).send().await.expect(201);
    let refused = app.put_content(&clerk, &hashed, b"x").await;
    assert_problem(&refused, 422, "attachment.hash_differs");
    assert_eq!(app.files().len(), 1);
}

#[actix_web::test]
async fn bombs_are_refused_unread() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let put = async |name: &str, content: &[u8]| {
        let announced = app.announce(&clerk, &case, name, content.len(), None).await.expect(201);
        app.put_content(&clerk, &announced, content).await
    };
    let bomb = zipped("word/document.xml", &vec![0; 32 << 20]);
    assert!(bomb.len() < 200_000, "{} bytes", bomb.len());
    assert_problem(&put("a.docx", &bomb).await, 422, "attachment.expands");
    assert_problem(&put("a.zip", &bomb).await, 422, "attachment.expands");
    let other = zipped("readme.txt", b"x");
    assert_problem(&put("a.xlsx", &other).await, 415, "attachment.type_differs");
    assert_problem(&put("a.zip", b"PK\x03\x04 no archive").await, 415, "attachment.type_differs");
    for (name, member) in [("a.docx", "word/vbaProject.bin"), ("a.zip", "x/VBAPROJECT.BIN")] {
        let programs = zipped(member, b"macros");
        assert_problem(&put(name, &programs).await, 415, "attachment.type_not_allowed");
    }
    assert_problem(&put("a.heic", &png()).await, 415, "attachment.type_differs");
    assert_problem(&put("a.png", &huge_png(30_000)).await, 422, "attachment.too_many_pixels");
    assert_problem(&put("a.png", &huge_png(3)).await, 415, "attachment.type_differs");
    assert_problem(&put("a.pdf", &png()).await, 415, "attachment.type_differs");
    assert_eq!(left_behind(&app, &case).await, Vec::<String>::new());
    // What was announced for them is forgotten in time.
    app.advance(chrono::Duration::minutes(122));
    sweep(app.state.clone().into_inner()).await.expect("a round");
    assert!(rows(&app, &case).await.is_empty());
}

#[actix_web::test]
async fn the_case_decides_what_may_come_and_go() {
    let app = TestApp::with(|config| config.files.max_per_case = 2).await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let leader = app.as_leader().await;
    let case = app.case().in_callback().await;
    let kept = app.attach(&clerk, &case, "a.txt", b"x", None).await;
    let not_theirs = app.announce(&leader, &case, "b.txt", 1, None).await;
    assert_problem(&not_theirs, 403, "auth.not_allowed");
    let remove = async |client, version: i64| {
        let path = format!("{}/actions/remove", at(&kept));
        let asking = app.post(path).as_(client).if_match(version);
        asking.json(&json!({ "reason": "x" })).send().await
    };
    let supervisor = app.as_supervisor().await;
    assert_problem(&remove(&supervisor, 2).await, 403, "auth.not_allowed");
    let solved = json!({ "reached": true, "solved": true });
    let case = app.act(&clerk, &case, "record_callback", &solved).await;
    assert_problem(&remove(&clerk, 2).await, 409, "attachment.case_closed");
    app.announce(&clerk, &case, "b.txt", 1, None).await.expect(201);
    let third = app.announce(&clerk, &case, "c.txt", 1, None).await;
    assert_problem(&third, 409, "attachment.too_many");
    let case = app.act(&clerk, &case, "archive", &json!({})).await;
    assert_eq!(case.status(), "archived");
    let ended = app.announce(&clerk, &case, "c.txt", 1, None).await;
    assert_problem(&ended, 409, "attachment.case_ended");
    // A version of the case that was seen before papers came is still good.
    let other = app.case().registered().await;
    app.attach(&clerk, &other, "a.txt", b"x", None).await;
    app.act(&dispatcher, &other, "classify", &classified()).await;
}
