//! `/oauth/token`: RFC 6749, 4.4 and 5.2.

use chrono::Duration;
use serde_json::json;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;

use super::kit::{self, ask, ask_basic, form};

/// A refusal with the members of both standards.
#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str, error: &str) {
    assert_problem(answer, status, code);
    let body = answer.json();
    assert_eq!(body["error"], error, "{answer}");
    assert!(body["error_description"].as_str().is_some_and(str::is_ascii), "{answer}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer}");
}

#[actix_web::test]
async fn a_client_gets_a_token_either_way_and_narrows_it() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let (id, secret) = (application.client_id.as_str(), application.secret.as_str());
    let all = ask(&app, &form(id, secret)).await;
    assert_eq!(all.header("cache-control"), Some("no-store"));
    let all = all.expect(200);
    assert_eq!(all["scope"], "cases:read cases:register");
    assert_eq!(all["token_type"], "Bearer");
    let basic = "grant_type=client_credentials&scope=cases%3Aread&unheard_of=1";
    let narrow = ask_basic(&app, id, secret, basic).await.expect(200);
    assert_eq!(narrow["scope"], "cases:read");
    let narrow = kit::of_token(&narrow);
    app.get("/api/v1/cases").as_(&narrow).send().await.expect(200);
    let matter = zongzhi_tests::builders::case::matter();
    let refused = app.post("/api/v1/cases").as_(&narrow).json(&matter).send().await;
    assert_problem(&refused, 403, "auth.scope_missing");
    assert_eq!(refused.json()["scope"], "cases:register");
}

#[actix_web::test]
async fn a_refusal_speaks_both_standards() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let (id, secret) = (application.client_id.as_str(), application.secret.as_str());
    let good = form(id, secret);
    let wrong = ask(&app, &form(id, "zzs_wrong")).await;
    assert_refused(&wrong, 401, "oauth.invalid_client", "invalid_client");
    assert!(wrong.header("www-authenticate").is_some_and(|header| header.starts_with("Basic ")));
    // Who is not there is told the same, to the letter.
    let unknown = ask(&app, &form("zza_nobody", secret)).await;
    let plain = |answer: &Answer| {
        let mut body = answer.json();
        body["request_id"] = json!(null);
        (answer.status, body)
    };
    assert_eq!(plain(&unknown), plain(&wrong));
    let none = ask(&app, "grant_type=client_credentials").await;
    assert_refused(&none, 401, "oauth.invalid_client", "invalid_client");
    let grant = ask(&app, &good.replace("client_credentials", "password")).await;
    assert_refused(&grant, 400, "oauth.unsupported_grant_type", "unsupported_grant_type");
    let no_grant = ask(&app, &good.replace("grant_type=client_credentials&", "")).await;
    assert_refused(&no_grant, 400, "oauth.invalid_request", "invalid_request");
    for scope in ["cases:act", "cases:read+root", "+"] {
        let refused = ask(&app, &format!("{good}&scope={scope}")).await;
        assert_refused(&refused, 400, "oauth.invalid_scope", "invalid_scope");
    }
    let both = ask_basic(&app, id, secret, &good).await;
    assert_refused(&both, 400, "oauth.invalid_request", "invalid_request");
    let json = app.post(kit::TOKENS).json(&json!({ "grant_type": "client_credentials" }));
    let refused = assert_problem(&json.send().await, 415, "request.unsupported_media_type");
    assert_eq!(refused["accepted"], json!(["application/x-www-form-urlencoded"]));
}

#[actix_web::test]
async fn wrong_secrets_lock_a_name_whether_or_not_it_exists_and_never_its_client() {
    let app = TestApp::new().await;
    let application = kit::live(&app, json!({})).await;
    let good = form(&application.client_id, &application.secret);
    for id in [application.client_id.as_str(), "zza_nobody"] {
        for _ in 0..5 {
            ask(&app, &form(id, "zzs_wrong")).await.expect(401);
        }
        let locked = ask(&app, &form(id, "zzs_wrong")).await;
        assert_refused(&locked, 429, "auth.locked", "temporarily_unavailable");
        assert!(locked.header("retry-after").is_some());
    }
    // Whoever knows the secret is not locked out by those who know the name.
    ask(&app, &good).await.expect(200);
    app.advance(Duration::minutes(16));
    ask(&app, &form("zza_nobody", "zzs_wrong")).await.expect(401);
    ask(&app, &good).await.expect(200);
    // People of the same name are not locked out by it.
    app.as_clerk().await;
}

#[actix_web::test]
async fn there_is_no_token_before_the_approval_and_after_the_end() {
    let app = TestApp::new().await;
    let owner = app.as_dispatcher().await;
    let pending = kit::set_up(&app, &owner, json!({ "expires_on": "2026-03-31" })).await;
    let form = form(&pending.client_id, &pending.secret);
    let refused = ask(&app, &form).await;
    assert_refused(&refused, 401, "oauth.invalid_client", "invalid_client");
    let approved = kit::approved(&app, pending).await;
    let client = kit::client(&app, &approved).await;
    app.get("/api/v1/cases").as_(&client).send().await.expect(200);
    app.advance(Duration::days(60));
    let ended = app.get("/api/v1/cases").as_(&client).send().await;
    assert_problem(&ended, 401, "auth.invalid_token");
    let refused = ask(&app, &form).await;
    assert_refused(&refused, 401, "oauth.invalid_client", "invalid_client");
}
