//! Signing in: what callers, intruders and two tabs meet.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::auth::token::{self, Bearer, Claims};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, PASSWORD};

const LOGIN: &str = "/api/v1/auth/login";
const REFRESH: &str = "/api/v1/auth/refresh";
const ME: &str = "/api/v1/me";
const FRESH_PASSWORD: &str = "lantern orchard staple";

async fn login(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({ "username": username, "password": password });
    app.post(LOGIN).json(&body).send().await
}

/// The refresh token an answer sets.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie").unwrap_or_default();
    set.split(';').next().unwrap_or_default().to_owned()
}

async fn refresh(app: &TestApp, cookie: &str) -> Answer {
    app.post(REFRESH).header("cookie", cookie).send().await
}

fn client(answer: &Answer) -> Client {
    let token = answer.json()["access_token"].as_str().unwrap_or_default().to_owned();
    Client { token, username: String::new() }
}

async fn me(app: &TestApp, token: &str) -> Answer {
    app.get(ME).header("authorization", &format!("Bearer {token}")).send().await
}

#[actix_web::test]
async fn signing_in_answers_a_token_a_cookie_and_who_i_am() {
    let app = TestApp::with(|config| config.auth.access_minutes = 15).await;
    let answer = login(&app, "CLERK", PASSWORD).await;
    let body = answer.expect(200);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 900);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let set = answer.header("set-cookie").unwrap_or_default().to_owned();
    assert!(set.starts_with("zongzhi_refresh="), "{set}");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=1209600"] {
        assert!(set.contains(part), "{part} in {set}");
    }
    assert!(!answer.text().contains("argon2"));
    let own = me(&app, body["access_token"].as_str().unwrap_or_default()).await.expect(200);
    assert_eq!(own, body["me"]);
    assert_eq!(own["person"]["name"], world::CLERK.name);
    assert_eq!(own["user"]["username"], "clerk");
    assert_eq!(own["acting_capacity_id"], world::CLERK.capacity_id.to_string());
    let capacity = &own["capacities"][0];
    assert_eq!(capacity["role"], "clerk");
    assert_eq!(capacity["role_name"], "综合窗口人员");
    assert_eq!(capacity["region"]["level"], "county");
    assert_eq!(capacity["department"]["id"], world::CENTER_OFFICE.id.to_string());
    assert_eq!(capacity["center"]["id"], world::CENTER.id.to_string());
}

#[actix_web::test]
async fn the_pages_follow_the_rights() {
    let app = TestApp::new().await;
    let pages = async |client: Client| {
        let own = app.get(ME).as_(&client).send().await.expect(200);
        own["nav"].as_array().cloned().unwrap_or_default()
    };
    let clerk = pages(app.as_clerk().await).await;
    assert!(clerk.contains(&json!("register")) && !clerk.contains(&json!("users")), "{clerk:?}");
    let admin = pages(app.as_system_admin().await).await;
    assert!(admin.contains(&json!("users")) && !admin.contains(&json!("cases")), "{admin:?}");
    assert!(
        admin.contains(&json!("person_new")) && admin.contains(&json!("user_new")),
        "{admin:?}"
    );
    let dispatcher = pages(app.as_dispatcher().await).await;
    assert!(dispatcher.contains(&json!("view_publish")), "{dispatcher:?}");
    assert!(!clerk.contains(&json!("view_publish")), "{clerk:?}");
    let auditor = pages(app.as_auditor().await).await;
    assert!(auditor.contains(&json!("audit")) && auditor.contains(&json!("people")), "{auditor:?}");
    assert!(!auditor.contains(&json!("person_new")), "{auditor:?}");
    // Who sees what was answered need not be who calls: the director's page has no calls to make.
    let director = pages(app.as_director().await).await;
    assert!(director.contains(&json!("callbacks")), "{director:?}");
    assert!(!director.contains(&json!("callback_queue")), "{director:?}");
    assert!(clerk.contains(&json!("callback_queue")), "{clerk:?}");
    // Who may read visits need not be who notes them.
    let leader = pages(app.as_leader().await).await;
    assert!(
        leader.contains(&json!("visits")) && !leader.contains(&json!("visit_new")),
        "{leader:?}"
    );
    assert!(clerk.contains(&json!("visit_new")), "{clerk:?}");
    // A leader reads the roster and chairs; planning and calling are the director's.
    for page in ["receptions", "review_meetings", "case_tasks"] {
        assert!(leader.contains(&json!(page)), "{leader:?}");
    }
    for page in ["reception_new", "review_meeting_new"] {
        assert!(!leader.contains(&json!(page)), "{leader:?}");
    }
}

#[actix_web::test]
async fn a_wrong_name_and_a_wrong_password_are_told_alike() {
    let app = TestApp::new().await;
    let mut bodies = Vec::new();
    for (name, password) in [("clerk", "wrong password"), ("nobody", PASSWORD)] {
        let answer = login(&app, name, password).await;
        let mut body = assert_problem(&answer, 401, "auth.bad_credentials");
        assert_eq!(answer.header("set-cookie"), None);
        body["request_id"] = Value::Null;
        bodies.push(body);
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[actix_web::test]
async fn five_failures_lock_a_name_known_or_not() {
    let app = TestApp::new().await;
    for name in ["clerk", "nobody"] {
        for _ in 0..5 {
            assert_problem(&login(&app, name, "wrong").await, 401, "auth.bad_credentials");
        }
        // Upper case is the same name; the right password does not help.
        let locked = login(&app, &name.to_uppercase(), PASSWORD).await;
        assert_problem(&locked, 429, "auth.locked");
        let wait: i64 = locked.header("retry-after").unwrap_or_default().parse().unwrap_or(0);
        assert!((1..=901).contains(&wait), "{wait}");
    }
    login(&app, "dispatcher", PASSWORD).await.expect(200);
    app.advance(Duration::minutes(15));
    login(&app, "clerk", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn a_success_forgives_earlier_failures() {
    let app = TestApp::new().await;
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(login(&app, "clerk", "wrong").await.status, 401);
        }
        login(&app, "clerk", PASSWORD).await.expect(200);
    }
}

#[actix_web::test]
async fn guesses_sent_at_once_are_not_answered_more_often() {
    let app = TestApp::new().await;
    let guesses = (0..20).map(|_| login(&app, "clerk", "wrong"));
    let answers = futures_util::future::join_all(guesses).await;
    let refused = answers.iter().filter(|answer| answer.status == 401).count();
    let locked = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((refused, locked), (5, 15));
}

#[actix_web::test]
async fn a_refresh_token_works_once_and_a_second_use_ends_the_family() {
    let app = TestApp::new().await;
    let first = login(&app, "clerk", PASSWORD).await;
    let other_session = login(&app, "clerk", PASSWORD).await;
    let second = refresh(&app, &cookie(&first)).await;
    second.expect(200);
    assert_ne!(cookie(&second), cookie(&first));
    let third = refresh(&app, &cookie(&second)).await;
    third.expect(200);
    // The thief, or the second tab, comes with a used one.
    assert_problem(&refresh(&app, &cookie(&first)).await, 401, "auth.invalid_refresh");
    assert_problem(&refresh(&app, &cookie(&third)).await, 401, "auth.invalid_refresh");
    refresh(&app, &cookie(&other_session)).await.expect(200);
}

#[actix_web::test]
async fn a_session_ends_with_its_time_and_without_a_token() {
    let app = TestApp::new().await;
    let session = login(&app, "clerk", PASSWORD).await;
    app.advance(Duration::days(14));
    assert_problem(&refresh(&app, &cookie(&session)).await, 401, "auth.invalid_refresh");
    assert_problem(&app.post(REFRESH).send().await, 401, "auth.invalid_refresh");
    let made_up = refresh(&app, "zongzhi_refresh=made-up").await;
    assert_problem(&made_up, 401, "auth.invalid_refresh");
}

#[actix_web::test]
async fn signing_out_ends_the_session_and_clears_the_cookie() {
    let app = TestApp::new().await;
    let session = login(&app, "clerk", PASSWORD).await;
    let out = app.post("/api/v1/auth/logout").header("cookie", &cookie(&session)).send().await;
    out.expect(204);
    assert!(out.header("set-cookie").unwrap_or_default().contains("Max-Age=0"), "{out}");
    assert_problem(&refresh(&app, &cookie(&session)).await, 401, "auth.invalid_refresh");
    app.post("/api/v1/auth/logout").send().await.expect(204);
}

#[actix_web::test]
async fn the_access_token_ends_with_its_session() {
    let app = TestApp::new().await;
    let (here, elsewhere) =
        (login(&app, "clerk", PASSWORD).await, login(&app, "clerk", PASSWORD).await);
    let out = app.post("/api/v1/auth/logout").header("cookie", &cookie(&here)).send().await;
    out.expect(204);
    assert_problem(&app.get(ME).as_(&client(&here)).send().await, 401, "auth.invalid_token");
    app.get(ME).as_(&client(&elsewhere)).send().await.expect(200);
    // Programs keep no cookies: the token itself names the session.
    app.post("/api/v1/auth/logout").as_(&client(&elsewhere)).send().await.expect(204);
    assert_problem(&app.get(ME).as_(&client(&elsewhere)).send().await, 401, "auth.invalid_token");
    // So does a copied refresh token, found out.
    let copied = login(&app, "clerk", PASSWORD).await;
    refresh(&app, &cookie(&copied)).await.expect(200);
    assert_problem(&refresh(&app, &cookie(&copied)).await, 401, "auth.invalid_refresh");
    assert_problem(&app.get(ME).as_(&client(&copied)).send().await, 401, "auth.invalid_token");
}

#[actix_web::test]
async fn a_token_expires_by_the_injected_clock() {
    let app = TestApp::with(|config| config.auth.access_minutes = 15).await;
    let session = login(&app, "clerk", PASSWORD).await;
    let client = client(&session);
    app.advance(Duration::seconds(899));
    app.get(ME).as_(&client).send().await.expect(200);
    app.advance(Duration::seconds(1));
    assert_problem(&app.get(ME).as_(&client).send().await, 401, "auth.expired_token");
    refresh(&app, &cookie(&session)).await.expect(200);
}

#[actix_web::test]
async fn no_token_a_broken_one_and_an_unsigned_one_are_401() {
    let app = TestApp::new().await;
    let none = app.get(ME).send().await;
    assert_problem(&none, 401, "auth.required");
    assert_eq!(none.header("www-authenticate"), Some("Bearer"));
    assert_problem(&me(&app, "a.b.c").await, 401, "auth.invalid_token");
    let session = login(&app, "clerk", PASSWORD).await.expect(200);
    let signed = session["access_token"].as_str().unwrap_or_default();
    let claims = signed.split('.').nth(1).unwrap_or_default();
    // {"alg":"none"}
    let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
    assert_problem(&me(&app, &unsigned).await, 401, "auth.invalid_token");
}

#[actix_web::test]
async fn a_token_for_somebody_elses_capacity_is_refused() {
    let app = TestApp::new().await;
    let bearer = Bearer {
        user_id: world::CLERK.user_id,
        capacity_id: world::DIRECTOR.capacity_id,
        session_id: app.state.ids.next(),
    };
    let (jti, now) = (app.state.ids.next(), app.state.clock.now());
    let forged = Claims::new(&app.state.config.auth, bearer, jti, now);
    let token = token::sign(&app.state.keys, &forged).expect("a signed token");
    assert_problem(&me(&app, &token).await, 401, "auth.invalid_token");
}

#[actix_web::test]
async fn the_public_keys_name_the_key_of_the_token() {
    let app = TestApp::new().await;
    let keys = app.get("/.well-known/jwks.json").send().await.expect(200);
    assert_eq!(keys["keys"][0]["kid"], app.state.keys.kid());
    assert_eq!(keys["keys"][0]["alg"], "EdDSA");
    assert_eq!(keys["keys"][0]["d"], Value::Null);
}

#[actix_web::test]
async fn one_switches_among_ones_own_capacities_only_and_the_session_follows() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let grant = json!({ "person_id": world::CLERK.id, "role": "supervisor",
        "region_id": world::COUNTY.id });
    let granted = app.post("/api/v1/capacities").as_(&admin).json(&grant).send().await;
    let wanted = granted.expect(201)["id"].clone();
    let session = login(&app, "clerk", PASSWORD).await;
    let switch = async |capacity: &Value| {
        app.post("/api/v1/auth/switch")
            .as_(&client(&session))
            .header("cookie", &cookie(&session))
            .json(&json!({ "capacity_id": capacity }))
            .send()
            .await
    };
    let theirs = switch(&json!(world::DIRECTOR.capacity_id)).await;
    assert_problem(&theirs, 422, "auth.unknown_capacity");
    let switched = switch(&wanted).await;
    assert_eq!(switched.expect(200)["me"]["acting_capacity_id"], wanted);
    let renewed = refresh(&app, &cookie(&session)).await.expect(200);
    assert_eq!(renewed["me"]["acting_capacity_id"], wanted);
    let next = login(&app, "clerk", PASSWORD).await.expect(200);
    assert_eq!(next["me"]["acting_capacity_id"], wanted);
    assert_eq!(next["me"]["capacities"].as_array().map(Vec::len), Some(2));
}

async fn change(app: &TestApp, session: &Answer, current: &str, new: &str) -> Answer {
    app.post("/api/v1/auth/password")
        .as_(&client(session))
        .header("cookie", &cookie(session))
        .json(&json!({ "current_password": current, "new_password": new }))
        .send()
        .await
}

#[actix_web::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let here = login(&app, "clerk", PASSWORD).await;
    let elsewhere = login(&app, "clerk", PASSWORD).await;
    change(&app, &here, PASSWORD, FRESH_PASSWORD).await.expect(204);
    assert_problem(&refresh(&app, &cookie(&elsewhere)).await, 401, "auth.invalid_refresh");
    assert_problem(&app.get(ME).as_(&client(&elsewhere)).send().await, 401, "auth.invalid_token");
    app.get(ME).as_(&client(&here)).send().await.expect(200);
    refresh(&app, &cookie(&here)).await.expect(200);
    assert_problem(&login(&app, "clerk", PASSWORD).await, 401, "auth.bad_credentials");
    login(&app, "clerk", FRESH_PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn a_password_is_refused_when_weak_used_before_or_without_the_current_one() {
    let app = TestApp::new().await;
    let session = login(&app, "clerk", PASSWORD).await;
    for (weak, reason) in [
        ("short", "too_short"),
        ("my name is clerk", "contains_user_name"),
        ("1234567890", "too_common"),
    ] {
        let answer = change(&app, &session, PASSWORD, weak).await;
        assert_eq!(assert_problem(&answer, 422, "auth.weak_password")["reason"], reason);
    }
    let same = change(&app, &session, PASSWORD, PASSWORD).await;
    assert_problem(&same, 422, "auth.password_reused");
    change(&app, &session, PASSWORD, FRESH_PASSWORD).await.expect(204);
    let back = change(&app, &session, FRESH_PASSWORD, PASSWORD).await;
    assert_problem(&back, 422, "auth.password_reused");
    // A wrong current password counts like a failed sign-in.
    for _ in 0..5 {
        let wrong = change(&app, &session, "wrong", "another good password").await;
        assert_fields(&wrong, &["/current_password"]);
    }
    let locked = change(&app, &session, FRESH_PASSWORD, "another good password").await;
    assert_problem(&locked, 429, "auth.locked");
}

#[actix_web::test]
async fn the_bodies_are_read_strictly() {
    let app = TestApp::new().await;
    let extra = json!({ "username": "clerk", "password": PASSWORD, "remember": true });
    assert_fields(&app.post(LOGIN).json(&extra).send().await, &["/remember"]);
    let null = json!({ "username": "clerk", "password": PASSWORD, "otp": null });
    app.post(LOGIN).json(&null).send().await.expect(200);
    let empty = app.post(LOGIN).json(&json!({ "username": "", "password": "" })).send().await;
    assert_fields(&empty, &["/password", "/username"]);
}

#[actix_web::test]
async fn a_known_capacity_costs_no_query() {
    let app = TestApp::new().await;
    let session = login(&app, "clerk", PASSWORD).await;
    let client = client(&session);
    app.actor_of(&client).await;
    let before = app.statements();
    app.actor_of(&client).await;
    assert_eq!(app.statements(), before);
}

#[actix_web::test]
async fn before_the_first_password_is_changed_nothing_else_is_open() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let path = format!("/api/v1/users/{}/actions/reset_password", world::CLERK.user_id);
    let reset = app.post(path).as_(&admin).if_match(1).send().await.expect(200);
    let first = reset["initial_password"].as_str().unwrap_or_default();
    let session = login(&app, "clerk", first).await;
    let caller = client(&session);
    assert_eq!(session.expect(200)["me"]["user"]["must_change_password"], true);
    app.get(ME).as_(&caller).send().await.expect(200);
    for path in ["/api/v1/cases", "/api/v1/departments", "/api/v1/code-sets"] {
        let closed = app.get(path).as_(&caller).send().await;
        assert_problem(&closed, 403, "auth.password_change_required");
    }
    change(&app, &session, first, FRESH_PASSWORD).await.expect(204);
    app.get("/api/v1/cases").as_(&caller).send().await.expect(200);
}

#[actix_web::test]
async fn a_run_away_client_is_asked_to_wait_and_others_are_not() {
    let app = TestApp::with(|config| config.rate_limits.read_per_minute = 3).await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    for left in [2, 1, 0] {
        let answer = app.get(ME).as_(&clerk).send().await;
        answer.expect(200);
        let policy = answer.header("ratelimit-policy");
        assert_eq!(policy, Some("\"read\";q=3;w=60"));
        let limit = answer.header("ratelimit").unwrap_or_default();
        assert!(limit.starts_with(&format!("\"read\";r={left};t=")), "{limit}");
    }
    let refused = app.get(ME).as_(&clerk).send().await;
    assert_problem(&refused, 429, "request.rate_limited");
    let wait: i64 = refused.header("retry-after").unwrap_or_default().parse().unwrap_or(0);
    assert!((1..=21).contains(&wait), "{wait}");
    assert!(refused.header("ratelimit").unwrap_or_default().contains("r=0"));
    app.get(ME).as_(&dispatcher).send().await.expect(200);
    app.advance(Duration::seconds(wait));
    app.get(ME).as_(&clerk).send().await.expect(200);
    // Errors say where one stands, too.
    let unknown = app.get("/api/v1/cases/no-id").as_(&dispatcher).send().await;
    assert!(unknown.header("ratelimit").is_some(), "{unknown}");
}

#[actix_web::test]
async fn guessing_many_names_from_one_place_is_slowed_down() {
    let app = TestApp::with(|config| config.rate_limits.sign_in_per_minute = 2).await;
    assert_eq!(login(&app, "nobody", "wrong").await.status, 401);
    assert_eq!(login(&app, "somebody", "wrong").await.status, 401);
    assert_problem(&login(&app, "clerk", PASSWORD).await, 429, "request.rate_limited");
    app.advance(Duration::seconds(30));
    login(&app, "clerk", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn a_sign_in_in_flight_does_not_outlive_the_password() {
    // Slow enough to stop in the middle of checking the password, its second statement behind it.
    let app = TestApp::with(|config| config.auth.argon2_memory_kib = 16 * 1024).await;
    let session = login(&app, "clerk", PASSWORD).await;
    change(&app, &session, PASSWORD, FRESH_PASSWORD).await.expect(204);
    let late = app.paused_after(2, login(&app, "clerk", FRESH_PASSWORD)).await;
    change(&app, &session, FRESH_PASSWORD, "another good password").await.expect(204);
    assert_problem(&late.await, 401, "auth.bad_credentials");
}

#[actix_web::test]
async fn a_clock_that_is_set_back_makes_nobody_wait() {
    let app = TestApp::with(|config| config.rate_limits.read_per_minute = 3).await;
    let clerk = app.as_clerk().await;
    app.get(ME).as_(&clerk).send().await.expect(200);
    app.advance(Duration::hours(-1));
    app.get(ME).as_(&clerk).send().await.expect(200);
    app.get(ME).as_(&clerk).send().await.expect(200);
    assert_problem(&app.get(ME).as_(&clerk).send().await, 429, "request.rate_limited");
    app.advance(Duration::minutes(1));
    app.get(ME).as_(&clerk).send().await.expect(200);
}
