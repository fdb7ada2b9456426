//! The security log.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

const ENTRIES: &str = "/api/v1/audit/entries";

async fn entries(app: &TestApp, query: &str) -> Vec<Value> {
    let auditor = app.as_auditor().await;
    let page = app.get(format!("{ENTRIES}?{query}")).as_(&auditor).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

#[actix_web::test]
async fn only_the_auditor_reads_it() {
    let app = TestApp::new().await;
    for client in [app.as_system_admin().await, app.as_security_admin().await] {
        assert_problem(&app.get(ENTRIES).as_(&client).send().await, 403, "auth.not_allowed");
    }
    assert!(!entries(&app, "").await.is_empty());
}

#[actix_web::test]
async fn a_failed_sign_in_names_nobody() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        let body = json!({ "username": "Wang.Secret", "password": "wrong" });
        app.post("/api/v1/auth/login").json(&body).send().await.expect(401);
    }
    let failed = entries(&app, "action=auth.sign_in_failed").await;
    assert_eq!(failed.len(), 5);
    // sha256("wang.secret")
    let hash = failed[0]["data"]["name_hash"].as_str().unwrap_or_default();
    assert_eq!(hash.len(), 64);
    assert!(!json!(failed).to_string().to_lowercase().contains("wang"));
    let locked = entries(&app, "action=auth.name_locked").await;
    assert_eq!(locked[0]["data"]["name_hash"], hash);
}

#[actix_web::test]
async fn changes_of_rights_and_accounts_say_who_and_what() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({ "person_id": world::CLERK.id, "role": "supervisor",
        "region_id": world::COUNTY.id });
    let granted = app.post("/api/v1/capacities").as_(&admin).json(&body).send().await.expect(201);
    let path = format!("/api/v1/users/{}", world::CLERK.user_id);
    let closed = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&closed).send().await.expect(200);
    let found = entries(&app, "action=capacity.granted&action=user.changed").await;
    assert_eq!(found.len(), 2);
    let grant = found.iter().find(|entry| entry["action"] == "capacity.granted");
    let grant = grant.cloned().unwrap_or_default();
    assert_eq!(grant["user_id"], world::SYSTEM_ADMIN.user_id.to_string());
    assert_eq!(grant["capacity_id"], world::SYSTEM_ADMIN.capacity_id.to_string());
    assert_eq!(grant["object_id"], granted["id"]);
    assert_eq!(grant["data"]["role"], "supervisor");
    // Whose it was is looked up to be shown; what is kept names nobody.
    assert!(found.iter().all(|entry| !entry["data"].to_string().contains(world::CLERK.name)));
}

#[actix_web::test]
async fn changes_of_departments_and_centres_say_who_and_what() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let department = json!({ "region_id": world::COUNTY.id, "name": "县水利局" });
    let path = "/api/v1/departments";
    let entered = app.post(path).as_(&admin).json(&department).send().await;
    let path = entered.header("location").unwrap_or_default().to_owned();
    let duties = json!({ "case_type_codes": ["01"] });
    app.patch(&path).as_(&admin).if_match(1).json(&duties).send().await.expect(200);
    let center = json!({ "region_id": world::VILLAGE.id, "name": "柳树村综治中心" });
    let entered = app.post("/api/v1/centers").as_(&admin).json(&center).send().await;
    let path = entered.header("location").unwrap_or_default().to_owned();
    let phone = json!({ "phone": "0990-3" });
    app.patch(&path).as_(&admin).if_match(1).json(&phone).send().await.expect(200);
    let found = entries(&app, "").await;
    let of = |action: &str| found.iter().find(|entry| entry["action"] == action);
    for action in ["department.created", "department.changed", "center.created", "center.changed"] {
        let entry = of(action).cloned().unwrap_or_default();
        assert_eq!(entry["user_id"], world::SYSTEM_ADMIN.user_id.to_string(), "{action}");
    }
    let changed = of("department.changed").cloned().unwrap_or_default();
    assert_eq!(changed["data"]["duties"], json!(["01"]));
}

#[actix_web::test]
async fn a_reused_refresh_token_is_reported() {
    let app = TestApp::new().await;
    let body = json!({ "username": "clerk", "password": world::PASSWORD });
    let session = app.post("/api/v1/auth/login").json(&body).send().await;
    let cookie = session.header("set-cookie").unwrap_or_default().to_owned();
    let cookie = cookie.split(';').next().unwrap_or_default();
    for status in [200, 401] {
        let answer = app.post("/api/v1/auth/refresh").header("cookie", cookie).send().await;
        assert_eq!(answer.status, status);
    }
    let reused = entries(&app, "action=auth.refresh_reused").await;
    assert_eq!(reused.len(), 1);
    assert_eq!(reused[0]["user_id"], world::CLERK.user_id.to_string());
}

#[actix_web::test]
async fn it_is_paged_newest_first_and_cut_by_time() {
    let app = TestApp::new().await;
    for client in ["clerk", "dispatcher", "handler"] {
        app.sign_in_as(client, world::PASSWORD).await;
        app.advance(Duration::minutes(1));
    }
    let all = entries(&app, "").await;
    assert_eq!(all.len(), 4);
    assert_eq!(all[0]["username"], "auditor");
    assert_eq!(all[3]["username"], "clerk");
    let auditor = app.as_auditor().await;
    let get = async |query: String| {
        app.get(format!("{ENTRIES}?{query}")).as_(&auditor).send().await.expect(200)
    };
    let first = get("limit=3&count=exact".to_owned()).await;
    assert_eq!(first["total"], 4);
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let second = get(format!("limit=3&cursor={cursor}")).await;
    assert_eq!(second["items"], json!([all[3]]));
    assert_eq!(second["next_cursor"], Value::Null);
    let range = "from=2026-03-02T01:01:00Z&to=2026-03-02T01:02:00Z";
    let middle = get(range.to_owned()).await;
    assert_eq!(middle["items"], json!([all[2]]));
    let unknown = app.get(format!("{ENTRIES}?action=no.such")).as_(&auditor).send().await;
    assert_problem(&unknown, 400, "request.invalid_parameter");
}

#[actix_web::test]
async fn an_instant_outside_the_calendar_is_refused() {
    let app = TestApp::new().await;
    let auditor = app.as_auditor().await;
    for instant in ["-5000-01-01T00:00:00Z", "0000-06-01T00:00:00Z", "%2B10000-01-01T00:00:00Z"] {
        for bound in ["from", "to"] {
            let path = format!("{ENTRIES}?{bound}={instant}");
            let answer = app.get(path).as_(&auditor).send().await;
            let problem = assert_problem(&answer, 400, "request.invalid_parameter");
            assert_eq!(problem["parameters"], json!([bound]));
        }
    }
}

#[actix_web::test]
async fn an_imported_calendar_says_who_and_which_days() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let body = json!({
        "announced_through": "2027-12-31",
        "source": "测试通知",
        "days": [
            { "date": "2027-02-08", "kind": "off", "name": "春节" },
            { "date": "2027-02-06", "kind": "work", "name": "春节", "in_lieu": true },
        ],
    });
    let path = "/api/v1/calendars/cn/imports";
    app.post(path).as_(&admin).json(&body).send().await.expect(201);
    let found = entries(&app, "action=calendar.imported").await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["user_id"], world::SYSTEM_ADMIN.user_id.to_string());
    let expected = json!({ "version": 2, "announced_through": "2027-12-31",
        "from": "2027-02-06", "to": "2027-02-08", "days": 2, "applies_to": "provisional",
        "simulation_id": null });
    assert_eq!(found[0]["data"], expected);
}

#[actix_web::test]
async fn objects_are_named_in_as_many_statements_whatever_there_is() {
    let app = TestApp::new().await;
    let (admin, auditor) = (app.as_system_admin().await, app.as_auditor().await);
    let cost = async || {
        let before = app.statements();
        let page = app.get(format!("{ENTRIES}?limit=200")).as_(&auditor).send().await.expect(200);
        (app.statements() - before, page["items"].as_array().cloned().unwrap_or_default())
    };
    cost().await;
    let (few, _) = cost().await;
    for name in ["甲", "乙", "丙"] {
        app.advance(Duration::seconds(1));
        let body = json!({ "name": name });
        let person = app.post("/api/v1/people").as_(&admin).json(&body).send().await.expect(201);
        let body = json!({ "person_id": person["id"], "role": "clerk",
            "region_id": world::COUNTY.id });
        app.post("/api/v1/capacities").as_(&admin).json(&body).send().await.expect(201);
    }
    let (many, items) = cost().await;
    assert!(many <= few + 1, "{few} and {many}: no look-up a line");
    let named = |action: &str| {
        let of = items.iter().filter(|item| item["action"] == action);
        of.map(|item| item["object_name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(named("person.created"), [json!("丙"), json!("乙"), json!("甲")]);
    let granted = named("capacity.granted");
    assert_eq!(granted.len(), 3);
    let first = granted[0].as_str().unwrap_or_default();
    assert!(first.starts_with("丙（综合窗口人员 · "), "{first}");
}
