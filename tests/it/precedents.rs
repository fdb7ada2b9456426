//! Rulings as precedents: kept, listed within rights, retired, read back out of old ledgers.

use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use serde_json::{Value, json};
use zongzhi::features::cases::backfill;
use zongzhi::features::precedents::entity::precedent;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::world;

use crate::cases::{ids, tamper};

/// A case of the county that housing returned and the director ruled on for `to`.
async fn ruled(app: &TestApp, to: world::Department) -> Case {
    let case = app.case().dispatched().await;
    let back = json!({ "ground_code": "01", "note": "不属本单位" });
    let case = app.act(&app.as_handler().await, &case, "return", &back).await;
    let director = app.as_director().await;
    let seen = app.see(&director, &case).await;
    let body = json!({ "lead_department_id": to.id, "reason": "张三诉求由其办理" });
    app.act(&director, &seen, "rule", &body).await
}

async fn listed(app: &TestApp, query: &str) -> Value {
    let director = app.as_director().await;
    app.get(format!("/api/v1/precedents?{query}")).as_(&director).send().await.expect(200)
}

#[actix_web::test]
async fn a_ruling_becomes_a_precedent_without_its_words() {
    let app = TestApp::new().await;
    let case = ruled(&app, world::JUSTICE).await;
    let page = listed(&app, "count=exact").await;
    assert_eq!(page["total"], 1);
    let one = &page["items"][0];
    assert_eq!(one["type_code"], "0202");
    assert_eq!(one["department"]["name"], world::JUSTICE.name);
    assert_eq!(one["region"]["code"], world::COUNTY.code);
    assert_eq!(one["ground_codes"], json!(["01"]));
    assert_eq!(one["state"], "in_force");
    assert_eq!(one["case_no"], case.number());
    assert_eq!(one["allowed_actions"], json!(["retire"]));
    // The reason of a ruling may name people: it stays in the ledger.
    assert!(!page.to_string().contains("张三"), "{page}");
}

#[actix_web::test]
async fn filters_pages_and_rights() {
    let app = TestApp::new().await;
    ruled(&app, world::JUSTICE).await;
    app.advance(chrono::Duration::minutes(1));
    ruled(&app, world::LABOUR).await;
    assert_eq!(ids(&listed(&app, "type_code=02").await).len(), 2);
    assert!(ids(&listed(&app, "type_code=07").await).is_empty());
    let by_unit = listed(&app, &format!("department_id={}", world::LABOUR.id)).await;
    assert_eq!(by_unit["items"][0]["department"]["name"], world::LABOUR.name);
    assert_eq!(ids(&by_unit).len(), 1);
    assert_eq!(ids(&listed(&app, &format!("region_id={}", world::COUNTY.id)).await).len(), 2);
    assert!(ids(&listed(&app, &format!("region_id={}", world::TOWNSHIP.id)).await).is_empty());
    // Newest first, a page at a time.
    let first = listed(&app, "limit=1").await;
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let second = listed(&app, &format!("limit=1&cursor={cursor}")).await;
    assert_eq!(first["items"][0]["department"]["name"], world::LABOUR.name);
    assert_eq!(second["items"][0]["department"]["name"], world::JUSTICE.name);
    assert_eq!(second["next_cursor"], Value::Null);
    // Other counties have their own; who routes nothing sees none.
    let id = first["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("/api/v1/precedents/{id}");
    let other = app.as_other_dispatcher().await;
    let page = app.get("/api/v1/precedents?count=exact").as_(&other).send().await.expect(200);
    assert_eq!((&page["total"], &page["items"]), (&json!(0), &json!([])));
    assert_problem(&app.get(&path).as_(&other).send().await, 404, "request.not_found");
    let township = app.as_township_dispatcher().await;
    assert_problem(&app.get(&path).as_(&township).send().await, 404, "request.not_found");
    for client in [app.as_clerk().await, app.as_handler().await, app.as_system_admin().await] {
        let refused = app.get("/api/v1/precedents").as_(&client).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
        assert_problem(&app.get(&path).as_(&client).send().await, 403, "auth.not_allowed");
    }
    let wrong = app.get("/api/v1/precedents?type=02").as_(&app.as_director().await).send().await;
    assert_problem(&wrong, 400, "request.invalid_parameter");
}

#[actix_web::test]
async fn a_retired_precedent_is_listed_and_no_longer_followed() {
    let app = TestApp::new().await;
    ruled(&app, world::JUSTICE).await;
    let (director, dispatcher) = (app.as_director().await, app.as_dispatcher().await);
    let case = app.case().classified().await;
    let suggested = async || {
        let path = format!("{}/routing", case.path());
        let found = app.get(path).as_(&dispatcher).send().await.expect(200);
        found["result"]["suggested_department"]["name"].as_str().map(ToOwned::to_owned)
    };
    assert_eq!(suggested().await.as_deref(), Some(world::JUSTICE.name));
    let id = ids(&listed(&app, "").await).remove(0);
    let path = format!("/api/v1/precedents/{id}/actions/retire");
    let reason = json!({ "reason": "职责清单已修订" });
    let not_hers = app.post(&path).as_(&dispatcher).if_match(1).json(&reason).send().await;
    assert_problem(&not_hers, 403, "auth.not_allowed");
    let blank = app.post(&path).as_(&director).if_match(1).json(&json!({ "reason": " " }));
    assert_problem(&blank.send().await, 422, "request.validation");
    let stale = app.post(&path).as_(&director).if_match(7).json(&reason).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let once =
        || app.post(&path).as_(&director).if_match(1).idempotency_key("retire").json(&reason);
    let retired = once().send().await;
    let body = retired.expect(200);
    assert_eq!((&body["state"], &body["retire_reason"]), (&json!("retired"), &reason["reason"]));
    assert_eq!(body["refused_actions"]["retire"], "precedent.retired");
    let again = once().send().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let twice = app.post(&path).as_(&director).if_match(2).json(&reason).send().await;
    assert_problem(&twice, 409, "precedent.retired");
    assert_eq!(suggested().await.as_deref(), Some(world::CENTER_OFFICE.name));
    assert_eq!(ids(&listed(&app, "state=retired").await), [id]);
    assert!(ids(&listed(&app, "state=in_force").await).is_empty());
}

#[actix_web::test]
async fn what_an_old_database_did_not_keep_is_read_back_out_of_the_ledger() {
    let app = TestApp::new().await;
    let case = ruled(&app, world::JUSTICE).await;
    // Housing, justice; the director of tomorrow's case sends it back: housing, labour, housing.
    let bounced = {
        let case = app.case().dispatched().await;
        let back = json!({ "ground_code": "03", "note": "应由其他单位主办" });
        let case = app.act(&app.as_handler().await, &case, "return", &back).await;
        let to = json!({ "lead_department_id": world::LABOUR.id });
        let dispatcher = app.as_dispatcher().await;
        let seen = app.see(&dispatcher, &case).await;
        app.advance(chrono::Duration::minutes(1));
        let case = app.act(&dispatcher, &seen, "dispatch", &to).await;
        let case = app.act(&app.as_other_handler().await, &case, "return", &back).await;
        let director = app.as_director().await;
        let seen = app.see(&director, &case).await;
        app.advance(chrono::Duration::minutes(1));
        let body = json!({ "lead_department_id": world::HOUSING.id, "reason": "由其主办" });
        app.act(&director, &seen, "rule", &body).await
    };
    let before = listed(&app, "").await;
    for sql in [
        "DELETE FROM precedents",
        "UPDATE cases SET is_ping_pong = NULL",
        "UPDATE case_referrals SET ground_code = NULL, suggested_department_id = NULL",
    ] {
        tamper(&app, sql).await;
    }
    for _ in 0..2 {
        assert_eq!(backfill::returned_cases(&app.state).await.expect("a run"), 2);
    }
    let kept = precedent::Entity::find().count(app.state.db.reader()).await.expect("a count");
    assert_eq!(kept, 2);
    let plain = |page: &Value| {
        let mut items = page["items"].clone();
        for item in items.as_array_mut().into_iter().flatten() {
            (item["created_at"], item["updated_at"]) = (Value::Null, Value::Null);
        }
        items
    };
    assert_eq!(plain(&listed(&app, "").await), plain(&before));
    let director = app.as_director().await;
    let seen = app.see(&director, &case).await;
    let referrals = seen.view["referrals"].as_array().cloned().unwrap_or_default();
    assert!(referrals.iter().any(|referral| referral["ground_code"] == "01"), "{referrals:?}");
    let flagged = app.get("/api/v1/cases?is_ping_pong=true").as_(&director).send().await;
    assert_eq!(ids(&flagged.expect(200)), [bounced.id]);
}
