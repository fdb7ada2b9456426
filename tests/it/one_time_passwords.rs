//! One-time passwords: turned on with a first code, asked for at every sign-in, used once.

use chrono::Duration;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, PASSWORD};

const OTP: &str = "/api/v1/auth/otp";

async fn login(app: &TestApp, otp: Option<&str>) -> Answer {
    let body = json!({ "username": "clerk", "password": PASSWORD, "otp": otp });
    app.post("/api/v1/auth/login").json(&body).send().await
}

/// What the authenticator shows now.
fn code(app: &TestApp, secret: &Value) -> String {
    let secret = Secret::try_from_base32(secret.as_str().unwrap_or_default());
    let totp = Builder::new().with_secret(secret.expect("base 32")).build().expect("a secret");
    let now = app.state.clock.now().timestamp();
    totp.generate(u64::try_from(now).expect("after 1970")).to_string()
}

/// A code that is not the one of now.
fn wrong(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

async fn send(app: &TestApp, clerk: &Client, path: &str, body: Value) -> Answer {
    app.post(format!("{OTP}{path}")).as_(clerk).json(&body).send().await
}

/// Turns it on for the clerk; answers the secret.
async fn turned_on(app: &TestApp, clerk: &Client) -> Value {
    let begun = send(app, clerk, "", json!({ "current_password": PASSWORD })).await.expect(200);
    let secret = begun["secret"].clone();
    let uri = begun["uri"].as_str().unwrap_or_default();
    assert!(uri.starts_with("otpauth://totp/zongzhi:clerk?"), "{uri}");
    let first = json!({ "otp": code(app, &secret) });
    send(app, clerk, "/confirm", first).await.expect(204);
    secret
}

#[actix_web::test]
async fn it_is_asked_for_once_a_first_code_was_confirmed() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let wrong_password = send(&app, &clerk, "", json!({ "current_password": "wrong" })).await;
    assert_fields(&wrong_password, &["/current_password"]);
    let none = send(&app, &clerk, "/confirm", json!({ "otp": "000000" })).await;
    assert_problem(&none, 409, "auth.otp_not_begun");
    let begun = send(&app, &clerk, "", json!({ "current_password": PASSWORD })).await.expect(200);
    // Begun is not on: nobody locks himself out by closing the page.
    login(&app, None).await.expect(200);
    let bad = wrong(&code(&app, &begun["secret"]));
    assert_fields(&send(&app, &clerk, "/confirm", json!({ "otp": bad })).await, &["/otp"]);
    let secret = turned_on(&app, &clerk).await;
    let again = send(&app, &clerk, "", json!({ "current_password": PASSWORD })).await;
    assert_problem(&again, 409, "auth.otp_enabled");

    assert_problem(&login(&app, None).await, 401, "auth.otp_required");
    app.advance(Duration::seconds(30));
    let now = code(&app, &secret);
    assert_problem(&login(&app, Some(&wrong(&now))).await, 401, "auth.bad_otp");
    let session = login(&app, Some(&now)).await.expect(200);
    assert_eq!(session["me"]["user"]["has_otp"], true);
    // Somebody who looked over the shoulder is late.
    assert_problem(&login(&app, Some(&now)).await, 401, "auth.bad_otp");
}

#[actix_web::test]
async fn wrong_codes_lock_the_name_like_wrong_passwords() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let secret = turned_on(&app, &clerk).await;
    app.advance(Duration::seconds(30));
    let now = code(&app, &secret);
    for _ in 0..5 {
        assert_problem(&login(&app, Some(&wrong(&now))).await, 401, "auth.bad_otp");
    }
    assert_problem(&login(&app, Some(&now)).await, 429, "auth.locked");
}

#[actix_web::test]
async fn password_and_code_turn_it_off_and_so_does_the_administrator() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let secret = turned_on(&app, &clerk).await;
    app.advance(Duration::seconds(30));
    let now = code(&app, &secret);
    let off = |otp: String| json!({ "current_password": PASSWORD, "otp": otp });
    assert_fields(&send(&app, &clerk, "/disable", off(wrong(&now))).await, &["/otp"]);
    send(&app, &clerk, "/disable", off(now)).await.expect(204);
    login(&app, None).await.expect(200);

    turned_on(&app, &clerk).await;
    let admin = app.as_system_admin().await;
    let user = format!("/api/v1/users/{}", world::CLERK.user_id);
    let seen = app.get(user.as_str()).as_(&admin).send().await;
    assert_eq!(seen.expect(200)["has_otp"], true);
    let path = format!("{user}/actions/reset_otp");
    let by_clerk = app.post(&path).as_(&clerk).if_match(seen.version()).send().await;
    assert_problem(&by_clerk, 403, "auth.not_allowed");
    let reset = app.post(&path).as_(&admin).if_match(seen.version()).send().await.expect(200);
    assert_eq!(reset["has_otp"], false);
    let ended = app.get("/api/v1/me").as_(&clerk).send().await;
    assert_problem(&ended, 401, "auth.invalid_token");
    login(&app, None).await.expect(200);
}

#[actix_web::test]
async fn wrong_codes_count_wherever_they_are_asked_for() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let begun = send(&app, &clerk, "", json!({ "current_password": PASSWORD })).await.expect(200);
    let now = code(&app, &begun["secret"]);
    for _ in 0..5 {
        let guess = json!({ "otp": wrong(&now) });
        assert_fields(&send(&app, &clerk, "/confirm", guess).await, &["/otp"]);
    }
    let right = send(&app, &clerk, "/confirm", json!({ "otp": now })).await;
    assert_problem(&right, 429, "auth.locked");
    assert_problem(&login(&app, None).await, 429, "auth.locked");

    app.advance(Duration::minutes(15));
    let secret = turned_on(&app, &clerk).await;
    app.advance(Duration::seconds(30));
    let now = code(&app, &secret);
    let off = |otp: String| json!({ "current_password": PASSWORD, "otp": otp });
    for _ in 0..5 {
        assert_fields(&send(&app, &clerk, "/disable", off(wrong(&now))).await, &["/otp"]);
    }
    assert_problem(&send(&app, &clerk, "/disable", off(now)).await, 429, "auth.locked");
}

#[actix_web::test]
async fn a_locked_name_does_not_tell_the_right_password_by_asking_for_a_code() {
    // Slow enough to stop in the middle of checking the password, its second statement behind it.
    let app = TestApp::with(|config| config.auth.argon2_memory_kib = 16 * 1024).await;
    let clerk = app.as_clerk().await;
    turned_on(&app, &clerk).await;
    let change = json!({ "current_password": PASSWORD, "new_password": "lantern orchard" });
    app.post("/api/v1/auth/password").as_(&clerk).json(&change).send().await.expect(204);
    let right = json!({ "username": "clerk", "password": "lantern orchard" });
    let right = app.post("/api/v1/auth/login").json(&right);
    let right = app.paused_after(2, right.send()).await;
    for _ in 0..5 {
        let body = json!({ "username": "clerk", "password": "wrong" });
        app.post("/api/v1/auth/login").json(&body).send().await.expect(401);
    }
    assert_problem(&right.await, 429, "auth.locked");
}

#[actix_web::test]
async fn a_secret_begun_is_no_change_of_the_account() {
    let app = TestApp::new().await;
    let (clerk, admin) = (app.as_clerk().await, app.as_system_admin().await);
    let user = format!("/api/v1/users/{}", world::CLERK.user_id);
    let before = app.get(user.as_str()).as_(&admin).send().await.expect(200);
    app.advance(Duration::minutes(1));
    send(&app, &clerk, "", json!({ "current_password": PASSWORD })).await.expect(200);
    let after = app.get(user.as_str()).as_(&admin).send().await.expect(200);
    assert_eq!(after["updated_at"], before["updated_at"]);
    assert_eq!(after["version"], before["version"]);
}
