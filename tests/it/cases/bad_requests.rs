//! Requests that are wrong around the body: times, cursors, ids, versions, tokens.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::cases::ledger::sha256;
use zongzhi::platform::http::Listed;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::bad_input::{doors, verbs};
use super::kit::{percent, rows};

#[actix_web::test]
async fn times_out_of_this_world_are_refused_everywhere() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.case().registered().await;
    let before = rows(&app).await;
    let instants = [
        "0001-01-01T00:00:00Z",
        "1899-12-31T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-03-03T01:00:00Z",
        "-0001-01-01T00:00:00Z",
        "+262142-12-31T23:59:59Z",
        "-262143-01-01T00:00:00Z",
        "2026-03-02T25:00:00Z",
        "2026-02-30T00:00:00Z",
    ];
    for at in instants {
        for (pointer, value) in [
            ("known_at", json!(at)),
            ("source", json!({ "system": "a", "number": "1", "received_at": at })),
            ("first_contact", json!({ "person_id": world::CLERK.id, "asked_at": at })),
        ] {
            let answer = app.case().with(pointer, value).send().await;
            assert_problem(&answer, 422, "request.validation");
        }
    }
    for on in [
        "0001-01-01",
        "1899-12-31",
        "9999-12-31",
        "2026-03-03",
        "-0001-01-01",
        "+262142-12-31",
        "-262143-01-01",
        "2026-02-29",
    ] {
        let answer = app.case().with("occurred_on", on).send().await;
        assert_problem(&answer, 422, "request.validation");
    }
    for query in ["registered_from", "registered_to", "due_before"] {
        for day in ["-262143-01-01", "+262142-12-31", "-0001-01-01", "+10000-01-01"] {
            let value = if query == "due_before" { format!("{day}T00:00:00Z") } else { day.into() };
            let path = format!("/api/v1/cases?{query}={}", percent(&value));
            let answer = app.get(path).as_(&clerk).send().await;
            assert_problem(&answer, 400, "request.invalid_parameter");
        }
        for day in ["0001-01-01", "9999-12-31"] {
            let value = if query == "due_before" { format!("{day}T00:00:00Z") } else { day.into() };
            let path = format!("/api/v1/cases?{query}={}", percent(&value));
            app.get(path).as_(&clerk).send().await.expect(200);
        }
    }
    assert_eq!(rows(&app).await, before, "nothing is stored");
}

#[actix_web::test]
async fn a_parameter_without_a_value_is_not_taken_for_one_that_is_absent() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for asked in ["cases?limit=", "cases?level=", "cases?q=", "callbacks?is_due="] {
        let answer = app.get(format!("/api/v1/{asked}")).as_(&clerk).send().await;
        assert_problem(&answer, 400, "request.invalid_parameter");
    }
}

#[actix_web::test]
async fn cursors_nobody_gave_out_are_refused() {
    use base64::Engine as _;
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    // As if it were of the list at `path`: what is in it is looked at as well.
    let cursor = |path: &str, value: &Value| {
        let text = value.to_string();
        let inside = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        Listed::of(path, &[]).expect("a list").seal(&inside)
    };
    let order = "-registered_at";
    let forged = [
        json!({ "o": order, "k": null, "i": case.id }),
        json!({ "o": order, "k": "yesterday", "i": case.id }),
        json!({ "o": order, "k": "-262143-01-01T00:00:00Z", "i": case.id }),
        json!({ "o": order, "k": "+262142-12-31T23:59:59Z", "i": case.id }),
        json!({ "o": order, "k": "2026-03-02T01:00:00Z", "i": "x" }),
        json!({ "o": order, "k": 7, "i": case.id }),
        json!({ "o": "due_at", "k": "2026-03-02T01:00:00Z", "i": case.id }),
        json!({ "o": order, "k": "a\u{0}", "i": case.id }),
        json!([]),
        json!({}),
    ];
    for value in forged {
        let path = format!("/api/v1/cases?cursor={}", cursor("/api/v1/cases", &value));
        let answer = app.get(path).as_(&clerk).send().await;
        assert_eq!(answer.status, 400, "{value}: {answer}");
        assert_problem(&answer, 400, "request.invalid_cursor");
    }
    for key in [json!(null), json!("x"), json!("99999999999999999999"), json!(1)] {
        let value = json!({ "o": "seq", "k": key, "i": case.id });
        let path = format!("{}/events", case.path());
        let asked = app.get(format!("{path}?cursor={}", cursor(&path, &value)));
        assert_problem(&asked.as_(&clerk).send().await, 400, "request.invalid_cursor");
    }
    let (supervisor, auditor) = (app.as_supervisor().await, app.as_auditor().await);
    for (path, order, client) in [
        ("/api/v1/cases/late", "late:due_at", &supervisor),
        ("/api/v1/visits", "visits:-came_at", &supervisor),
        ("/api/v1/precedents", "precedents:-ruled_at", &supervisor),
        ("/api/v1/supervision-orders/ladder", "ladder:due_at", &supervisor),
        ("/api/v1/audit/entries", "audit:-at", &auditor),
    ] {
        let page = |key: &str| {
            let cursor = cursor(path, &json!({ "o": order, "k": key, "i": case.id }));
            app.get(format!("{path}?cursor={cursor}")).as_(client).send()
        };
        page("2026-03-02T01:00:00Z").await.expect(200);
        // PostgreSQL cannot compare with what lies before 4713 BC.
        for key in ["-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59Z", "yesterday"] {
            assert_problem(&page(key).await, 400, "request.invalid_cursor");
        }
    }
}

#[actix_web::test]
async fn ids_and_parameters_are_read_strictly() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    for id in [
        "x",
        "1",
        "018f0000",
        "018f0000-0000-7000-8000-00000000000g",
        "%00",
        "%E4%BD%A0",
        "018f0000-0000-7000-8000-0000000000011",
        "..",
        "-",
    ] {
        for path in ["", "/events", "/similar", "/clocks/x/explanation"] {
            let answer = app.get(format!("/api/v1/cases/{id}{path}")).as_(&clerk).send().await;
            assert!([400, 404].contains(&answer.status), "{id}{path}: {answer}");
        }
        let path = format!("/api/v1/cases/{id}/actions/classify");
        let answer = app.post(path).as_(&clerk).if_match(1).json(&classified()).send().await;
        assert!([400, 404].contains(&answer.status), "{id}: {answer}");
    }
    let bad = app.get(format!("{}/clocks/x/explanation", case.path())).as_(&clerk).send().await;
    assert_problem(&bad, 400, "request.invalid_path");
    let nobody = "018f0000-0000-7000-8000-000000000001";
    let none = app.get(format!("{}/clocks/{nobody}/explanation", case.path())).as_(&clerk);
    assert_problem(&none.send().await, 404, "request.not_found");
    for query in [
        "queue=mine&queue=overdue",
        "sort=due_at&sort=-due_at",
        "q=a&q=b",
        "status=",
        "colour=red",
        "limit=1.5",
        "limit=1e2",
        "%FF=1",
        "cursor=",
        "count=",
        "lamp=blue",
        "level=urgent",
        "department_id=1",
        "registered_from=1",
        "[]=1",
        "status[]=registered",
    ] {
        let answer = app.get(format!("/api/v1/cases?{query}")).as_(&clerk).send().await;
        assert_eq!(answer.status, 400, "{query}: {answer}");
    }
    for query in ["limit=0", "limit=201", "cursor=x", "colour=1", "sort=seq"] {
        let answer = app.get(format!("{}/events?{query}", case.path())).as_(&clerk).send().await;
        assert_eq!(answer.status, 400, "{query}: {answer}");
    }
}

#[actix_web::test]
async fn every_action_wants_the_version_its_caller_saw() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let case = app.case().registered().await;
    // What the clerk saw is older than what the dispatcher did.
    app.act(&dispatcher, &case, "classify", &classified()).await;
    let before = rows(&app).await;
    for (verb, body) in verbs() {
        let path = format!("{}/actions/{verb}", case.path());
        let without = app.post(&path).as_(&clerk).json(&body).send().await;
        assert_problem(&without, 428, "request.if_match_missing");
        for tag in
            ["1", "\"2\", \"3\"", "\"\"", "\"two\"", "\"-1\"", "\"+2\"", "\"99999999999\"", "*"]
        {
            let odd = app.post(&path).as_(&clerk).header("if-match", tag).json(&body).send().await;
            assert_problem(&odd, 400, "request.invalid_header");
        }
        // A strong comparison (RFC 9110, 13.1.1): a weak tag never fits.
        let weak = app.post(&path).as_(&clerk).header("if-match", "W/\"2\"").json(&body);
        assert_problem(&weak.send().await, 412, "case.stale_version");
        for version in [1, 0, 3, i64::from(i32::MAX), 9_999_999_999] {
            let stale = app.post(&path).as_(&clerk).if_match(version).json(&body).send().await;
            let problem = assert_problem(&stale, 412, "case.stale_version");
            assert_eq!(problem["current_version"], 2, "{verb} at {version}");
        }
    }
    assert_eq!(rows(&app).await, before, "nothing is stored");
}

/// HMAC-SHA256 (RFC 2104), as a forger would make it.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let hashed = |bytes: &[u8]| -> Vec<u8> {
        let hex = sha256(bytes);
        let digits = hex.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
        digits.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
    };
    let mut block = if key.len() > 64 { hashed(key) } else { key.to_vec() };
    block.resize(64, 0);
    let padded = |pad: u8| block.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>();
    let inner = hashed(&[padded(0x36).as_slice(), text].concat());
    hashed(&[padded(0x5c).as_slice(), inner.as_slice()].concat())
}

#[test]
fn the_forger_signs_as_the_standard_says() {
    // RFC 4231, test case 2.
    let signed = hmac(b"Jefe", b"what do ya want for nothing?");
    let hex: String = signed.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/// The claims of `token` under HS256, signed with our public key in every form somebody might take for
/// the secret.
async fn signed_with_the_public_key(app: &TestApp, token: &str) -> Vec<String> {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    let keys = app.get("/.well-known/jwks.json").send().await.expect(200);
    let key = keys["keys"][0].clone();
    let x = key["x"].as_str().expect("a public key");
    let raw = URL_SAFE_NO_PAD.decode(x).expect("base64url");
    assert_eq!(raw.len(), 32, "{key}");
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410).
    let prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    let der = [prefix.as_slice(), raw.as_slice()].concat();
    let inside = STANDARD.encode(&der);
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{inside}\n-----END PUBLIC KEY-----\n");
    let claims = token.split('.').nth(1).expect("claims");
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": key["kid"] }).to_string();
    let signed = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(header));
    let secrets = [
        raw,
        x.as_bytes().to_vec(),
        der,
        pem.clone().into_bytes(),
        pem.trim_end().as_bytes().to_vec(),
        key.to_string().into_bytes(),
        keys.to_string().into_bytes(),
        Vec::new(),
    ];
    secrets
        .iter()
        .map(|secret| hmac(secret, signed.as_bytes()))
        .map(|signature| format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
        .collect()
}

#[actix_web::test]
async fn tokens_that_are_not_ours_open_nothing() {
    use base64::Engine as _;
    let app = TestApp::with(|config| config.auth.access_minutes = 15).await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let parts: Vec<&str> = clerk.token.split('.').collect();
    let [header, claims, signature] = parts.as_slice() else { panic!("no JWT") };
    let none = encode(r#"{"alg":"none","typ":"JWT"}"#);
    let hs256 = encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let mut forged = vec![
        String::new(),
        "x".to_owned(),
        format!("{header}.{claims}."),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{hs256}.{claims}.{signature}"),
        format!("{header}.{}.{signature}", encode(r#"{"sub":"x"}"#)),
        format!("{header}.{claims}.{}", "A".repeat(86)),
        format!("{}{}", clerk.token, "A"),
    ];
    forged.extend(signed_with_the_public_key(&app, &clerk.token).await);
    let before = rows(&app).await;
    let doors = doors(&case);
    for token in forged {
        let client = Client { token, username: "nobody".into() };
        for path in ["/api/v1/cases".to_owned(), "/api/v1/cases/counts".to_owned(), case.path()] {
            let answer = app.get(path).as_(&client).send().await;
            assert_eq!(answer.status, 401, "{answer}");
        }
        for (door, body) in &doors {
            let answer = app.post(door).as_(&client).if_match(1).json(body).send().await;
            assert_eq!(answer.status, 401, "{door}: {answer}");
        }
    }
    for header in ["Basic eDp4", "bearer", "Bearer", "Bearer  "] {
        let answer = app.get(case.path()).header("authorization", header).send().await;
        assert_eq!(answer.status, 401, "{header}: {answer}");
    }
    app.advance(Duration::minutes(15));
    let late = app.get(case.path()).as_(&clerk).send().await;
    assert_problem(&late, 401, "auth.expired_token");
    assert_eq!(rows(&app).await, before, "nothing is stored");
}
