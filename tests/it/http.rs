//! What holds at every address, whatever is behind it: methods, slashes, lengths, encodings.

use actix_web::http::Method;
use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::{classified, matter};
use zongzhi_tests::{project, world};

/// Addresses with the methods they take, beside HEAD and OPTIONS.
const ADDRESSES: [(&str, &[&str]); 6] = [
    ("/healthz", &["GET"]),
    ("/api/v1/openapi.json", &["GET"]),
    ("/api/v1/cases", &["GET", "POST"]),
    ("/api/v1/cases/similar", &["POST"]),
    ("/api/v1/cases/018f0000-0000-7000-8000-000000000001", &["GET"]),
    ("/api/v1/people/018f0000-0000-7000-8000-000000000001", &["GET", "PATCH"]),
];

fn sorted(list: &str) -> Vec<&str> {
    let mut names: Vec<_> = list.split(", ").collect();
    names.sort_unstable();
    names
}

#[actix_web::test]
async fn a_method_an_address_does_not_take_is_405_and_names_those_it_does() {
    let app = TestApp::new().await;
    for (path, methods) in ADDRESSES {
        let mut allowed = methods.to_vec();
        allowed.push("OPTIONS");
        if methods.contains(&"GET") {
            allowed.push("HEAD");
        }
        allowed.sort_unstable();
        for name in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PURGE"] {
            if methods.contains(&name) {
                continue;
            }
            let method = Method::from_bytes(name.as_bytes()).expect("a method");
            let answer = app.ask(method, path).send().await;
            assert_problem(&answer, 405, "request.method_not_allowed");
            let named = answer.header("allow").unwrap_or_default();
            assert_eq!(sorted(named), allowed, "{name} {path}");
        }
        let options = app.ask(Method::OPTIONS, path).send().await;
        assert_eq!(options.status, 204, "{path}");
        assert_eq!(sorted(options.header("allow").unwrap_or_default()), allowed, "{path}");
    }
}

#[actix_web::test]
async fn what_takes_no_parameters_refuses_them() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    for path in [
        "/api/v1/me".to_owned(),
        "/api/v1/cases/counts".into(),
        "/api/v1/case-workflow".into(),
        "/api/v1/views".into(),
        format!("{}/similar", case.path()),
        case.path(),
    ] {
        let odd = app.get(format!("{path}?dry_run=true")).as_(&clerk).send().await;
        assert_problem(&odd, 400, "request.invalid_parameter");
        app.get(path).as_(&clerk).send().await.expect(200);
    }
    let register = app.post("/api/v1/cases?dry_run=true").as_(&clerk);
    let refused = register.json(&matter()).send().await;
    assert_problem(&refused, 400, "request.invalid_parameter");
    let classify = app.post(format!("{}/actions/classify?dry_run=true", case.path()));
    let refused = classify.as_(&clerk).if_match(1).json(&classified()).send().await;
    assert_problem(&refused, 400, "request.invalid_parameter");
    assert_eq!(app.see(&clerk, &case).await.version, 1, "nothing was done");
    // Beyond the API nobody is that strict.
    app.get("/healthz?from=balancer").send().await.expect(200);
    app.get("/api/v1/openapi.json?v=1").send().await.expect(200);
}

#[actix_web::test]
async fn a_page_of_another_origin_may_read_nothing_unless_the_settings_name_it() {
    const OURS: &str = "https://ours.example";
    let app = TestApp::with(|config| config.server.cors_origins = vec![OURS.to_owned()]).await;
    let plain = TestApp::new().await;
    let allowed = async |app: &TestApp, origin: &str| {
        let answer = app.get("/healthz").header("origin", origin).send().await;
        answer.header("access-control-allow-origin").map(ToOwned::to_owned)
    };
    assert_eq!(allowed(&app, OURS).await.as_deref(), Some(OURS));
    for origin in ["https://theirs.example", "http://ours.example", "null"] {
        assert_eq!(allowed(&app, origin).await, None, "{origin}");
        assert_eq!(allowed(&plain, origin).await, None, "{origin}");
    }
    assert_eq!(allowed(&plain, OURS).await, None, "named by no setting");
}

#[actix_web::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let app = TestApp::new().await;
    for path in ["/healthz", "/api/v1/cases", "/nothing-here"] {
        let answer = app.get(path).send().await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        let policy = answer.header("content-security-policy").unwrap_or_default();
        for part in ["script-src 'self';", "object-src 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
    }
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    for path in ["/healthz".to_owned(), "/api/v1/openapi.json".into(), case.path()] {
        let get = app.get(&path).as_(&clerk).send().await;
        let head = app.ask(Method::HEAD, &path).as_(&clerk).send().await;
        assert_eq!(head.status, 200, "{path}");
        for name in ["etag", "content-type"] {
            assert_eq!(head.header(name), get.header(name), "{path}");
        }
    }
    let nobody = app.ask(Method::HEAD, "/api/v1/cases").send().await;
    assert_eq!(nobody.status, 401, "HEAD asks for the same rights");
    let none = app.ask(Method::HEAD, "/api/v1/cases/similar").send().await;
    assert_eq!(none.status, 405, "no GET, no HEAD");
}

#[actix_web::test]
async fn an_address_nobody_knows_is_404_for_every_method() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let long = format!("/api/v1/cases/{}", "a".repeat(20_000));
    for path in [
        "/",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/cases/",
        "/api/v1//cases",
        "/API/V1/CASES",
        "/api/v2/cases",
        "/api/v1/cases/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/cases/x/y/z",
        "/healthz/",
        "/api/v1/cases;a=b",
        "/.git/config",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS, Method::TRACE] {
            let answer = app.ask(method.clone(), path).as_(&clerk).send().await;
            assert_eq!(answer.status, 404, "{method} {path}: {answer}");
            assert_problem(&answer, 404, "request.not_found");
        }
    }
    for path in [long.as_str(), "/api/v1/cases/%ff%fe", "/api/v1/cases/%00", "/api/v1/cases/%zz"] {
        let answer = app.get(path).as_(&clerk).send().await;
        assert_problem(&answer, 400, "request.invalid_path");
    }
}

#[actix_web::test]
async fn what_a_caller_would_like_to_read_changes_nothing() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let long = "x".repeat(20_000);
    for (name, value) in [
        ("accept", "text/html"),
        ("accept", "image/png;q=1, */*;q=0"),
        ("accept", ";;;"),
        ("accept-language", "tlh, *;q=0"),
        ("accept-encoding", "identity;q=0, *;q=0.5"),
        ("x-request-id", long.as_str()),
        ("if-none-match", long.as_str()),
        ("traceparent", "00-zz-zz-zz"),
        ("range", "bytes=0-1"),
        ("content-type", "application/xml"),
        ("x-forwarded-for", "127.0.0.1' OR 1=1 --"),
    ] {
        let answer = app.get("/api/v1/cases").as_(&clerk).header(name, value).send().await;
        assert_eq!(answer.status, 200, "{name}: {answer}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{name}");
    }
}

#[actix_web::test]
async fn a_version_nobody_has_seen_is_stale_however_high() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    for (path, body) in [
        (format!("users/{}", world::CLERK.user_id), json!({ "is_active": true })),
        (format!("people/{}", world::CLERK.id), json!({ "name": "x" })),
        (format!("capacities/{}", world::CLERK.capacity_id), json!({ "is_active": true })),
        (format!("departments/{}", world::HOUSING.id), json!({ "name": "x" })),
        (format!("centers/{}", world::CENTER.id), json!({ "name": "x" })),
    ] {
        for version in [0, 2_147_483_646, 2_147_483_647, 9_999_999_999] {
            let asking = app.patch(format!("/api/v1/{path}")).as_(&admin).if_match(version);
            let answer = asking.json(&body).send().await;
            assert_problem(&answer, 412, "request.stale_version");
        }
    }
    let reset = format!("/api/v1/users/{}/actions/reset_password", world::CLERK.user_id);
    let answer = app.post(reset).as_(&admin).if_match(2_147_483_647).json(&json!({})).send().await;
    assert_problem(&answer, 412, "request.stale_version");
}

#[actix_web::test]
async fn a_change_is_a_merge_patch_under_either_name() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let path = format!("/api/v1/departments/{}", world::HOUSING.id);
    let before = app.get(&path).as_(&admin).send().await.expect(200);
    let version = before["version"].as_i64().unwrap_or_default();
    for (at, kind) in (version..).zip(["application/merge-patch+json", "application/json"]) {
        let name = format!("住建局{at}");
        let asking = app.patch(&path).as_(&admin).if_match(at).header("content-type", kind);
        let changed = asking.body(json!({ "name": name }).to_string()).send().await.expect(200);
        assert_eq!(changed["name"], name, "{kind}");
        assert_eq!(changed["level"], before["level"], "{kind}: what is not named stays");
    }
    // What makes something new is no patch of it.
    let posted = app.post("/api/v1/cases").as_(&admin);
    let posted = posted.header("content-type", "application/merge-patch+json").body("{}");
    let refused = assert_problem(&posted.send().await, 415, "request.unsupported_media_type");
    assert_eq!(refused["accepted"], json!(["application/json"]));
}

#[actix_web::test]
async fn a_query_of_bytes_that_are_no_text_is_refused() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for query in ["q=%FF", "q=%C3%28", "q=a%00", "%FF=a", "status=%ED%A0%80"] {
        let answer = app.get(format!("/api/v1/cases?{query}")).as_(&clerk).send().await;
        assert_problem(&answer, 400, "request.invalid_parameter");
    }
    app.get("/api/v1/cases?q=%E6%BC%8F%E6%B0%B4").as_(&clerk).send().await.expect(200);
}

#[actix_web::test]
async fn a_whole_number_may_be_written_with_a_point() {
    let app = TestApp::new().await;
    let raw = |count: &str| {
        format!(
            r#"{{"title":"a","narrative":"b","channel":"walk_in","anonymous":true,"people_count":{count}}}"#
        )
    };
    let clerk = app.as_clerk().await;
    let send = async |count: &str| {
        let asking = app.post("/api/v1/cases").as_(&clerk);
        asking.header("content-type", "application/json").body(raw(count)).send().await
    };
    assert_eq!(send("2.0").await.expect(201)["people_count"], json!(2));
    for odd in ["2.5", "1e400", "1000001.0", "-1.0", "99999999999999999999", "NaN", "0x2"] {
        let answer = send(odd).await;
        assert!([400, 422].contains(&answer.status), "{odd}: {answer}");
    }
}

#[test]
fn schemathesis_knows_only_codes_there_are() {
    let text = project::read("tests/contract/refusals.py");
    let quoted = text.split('"').skip(1).step_by(2).filter(|word| {
        word.contains('.') && word.bytes().all(|b| b.is_ascii_lowercase() || b"._".contains(&b))
    });
    for code in quoted {
        let is_known = zongzhi::platform::error::ErrorCode::ALL.iter().any(|c| c.as_str() == code);
        assert!(is_known || code == "schemathesis.toml", "{code}");
    }
}
