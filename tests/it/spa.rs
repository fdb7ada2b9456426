//! The built pages beside the API.

use std::fs;

use tempfile::TempDir;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

/// An application with a page and a hashed file to serve.
async fn with_pages() -> (TestApp, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("assets")).expect("a folder");
    fs::write(folder.path().join("index.html"), "<title>综治</title>").expect("a page");
    fs::write(folder.path().join("assets/app-1.js"), "1").expect("a script");
    let root = folder.path().display().to_string();
    let app = TestApp::with(|config| config.server.web_root = root).await;
    (app, folder)
}

#[actix_web::test]
async fn every_page_of_the_spa_is_the_one_page_and_files_are_themselves() {
    let (app, _folder) = with_pages().await;
    for path in ["/", "/cases/1", "/login?next=%2F"] {
        let page = app.get(path).header("accept", "text/html").send().await;
        page.expect(200);
        assert!(page.text().contains("综治"), "{path}: {page}");
    }
    assert_eq!(app.get("/assets/app-1.js").send().await.text(), "1");
    app.get("/healthz").send().await.expect(200);
}

#[actix_web::test]
async fn citizens_get_the_page_of_their_own() {
    let (app, folder) = with_pages().await;
    fs::write(folder.path().join("public.html"), "<title>群众端</title>").expect("a page");
    for path in ["/public", "/public/track?x=1", "/public/submit"] {
        let page = app.get(path).header("accept", "text/html").send().await;
        page.expect(200);
        assert!(page.text().contains("群众端"), "{path}: {page}");
    }
    let policy = async |path: &str| {
        let page = app.get(path).header("accept", "text/html").send().await;
        page.header("content-security-policy").unwrap_or_default().to_owned()
    };
    assert!(policy("/").await.contains("style-src 'self' 'unsafe-inline'"), "see docs/adr/0097");
    for path in ["/public", "/public/track?x=1"] {
        let strict = policy(path).await;
        assert!(
            strict.contains("style-src 'self';") && strict.contains("script-src 'self';"),
            "{strict}"
        );
        assert!(!strict.contains("unsafe"), "{path}: {strict}");
    }
    let other = app.get("/publications").header("accept", "text/html").send().await;
    assert!(other.text().contains("综治"), "{other}");
}

#[actix_web::test]
async fn what_is_not_there_is_a_problem_beside_the_pages_too() {
    let (app, _folder) = with_pages().await;
    let missing = [
        ("GET", "/favicon.ico"),
        ("GET", "/assets/app-2.js"),
        ("GET", "/api/v1/nothing-here"),
        ("GET", "/assets/../../etc/passwd"),
        ("POST", "/nothing"),
        ("POST", "/assets/app-1.js"),
        ("DELETE", "/cases/1"),
        ("PUT", "/"),
    ];
    for (method, path) in missing {
        let method = method.parse().expect("a method");
        let answer = app.ask(method, path).header("accept-language", "en").send().await;
        let problem = assert_problem(&answer, 404, "request.not_found");
        assert_eq!(problem["title"], "Not found", "{path}");
        assert_eq!(problem["instance"], path);
        let id = answer.header("x-request-id").unwrap_or_default();
        assert!(!id.is_empty() && problem["request_id"] == id, "{path}: {answer}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    let other = app.delete("/healthz").send().await;
    assert_problem(&other, 405, "request.method_not_allowed");
    assert_eq!(other.header("allow"), Some("GET, HEAD, OPTIONS"));
}

#[actix_web::test]
async fn files_with_a_hash_are_kept_and_pages_are_asked_for_each_time() {
    let (app, folder) = with_pages().await;
    fs::write(folder.path().join("public.html"), "<title>群众端</title>").expect("a page");
    let kept = async |path: &str| {
        let answer = app.get(path).header("accept", "text/html").send().await;
        (answer.status, answer.header("cache-control").map(ToOwned::to_owned))
    };
    let for_ever = "public, max-age=31536000, immutable".to_owned();
    assert_eq!(kept("/assets/app-1.js").await, (200, Some(for_ever)));
    for path in ["/", "/index.html", "/cases/1", "/public", "/public/track", "/public.html"] {
        assert_eq!(kept(path).await, (200, Some("no-cache".to_owned())), "{path}");
    }
    // What is not there yet is not remembered as missing.
    let (status, missing) = kept("/assets/app-2.js").await;
    assert_eq!(status, 404);
    assert!(missing.is_none_or(|kept| !kept.contains("max-age=31536000")));
    // The same file again costs no bytes, and says the same.
    let first = app.get("/").send().await;
    let etag = first.header("etag").expect("an etag").to_owned();
    let again = app.get("/").header("if-none-match", &etag).send().await;
    assert_eq!((again.status, again.header("cache-control")), (304, Some("no-cache")));
}
