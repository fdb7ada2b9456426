//! Who sees and does what: other units see nothing, assistants no identity, who mediates their own.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

use super::kit::{
    AGREEMENTS, SESSIONS, act, acting, agreed, booked, booking, concluded, consented, id, listed,
    mediator, room, slot, terms,
};

#[actix_web::test]
async fn another_county_and_another_unit_see_nothing() {
    let app = TestApp::new().await;
    let (case, agreement) = agreed(&app).await;
    let session = agreement["mediation_id"].as_str().expect("an id").to_owned();
    let agreement = id(&agreement);
    // Labour has no part in the case, the others are of another county or another township.
    for client in [
        app.as_other_handler().await,
        app.sign_in(&world::OTHER_COUNTY_HANDLER).await,
        app.sign_in(&world::OTHER_DISPATCHER).await,
    ] {
        for path in [
            format!("{SESSIONS}/{session}"),
            format!("{AGREEMENTS}/{agreement}"),
            format!("{AGREEMENTS}/{agreement}/confirmation-explanation"),
            format!("{}/mediations", case.path()),
            format!("{}/agreements", case.path()),
        ] {
            let answer = app.get(&path).as_(&client).send().await;
            assert_eq!(answer.status, 404, "{} at {path}: {answer}", client.username);
        }
        assert!(listed(&app, &client, SESSIONS).await.is_empty(), "{}", client.username);
        assert!(listed(&app, &client, AGREEMENTS).await.is_empty(), "{}", client.username);
        let act = json!({ "reason": "x" });
        let path = format!("{AGREEMENTS}/{agreement}/actions/cancel");
        let answer = app.post(path).as_(&client).if_match(1).json(&act).send().await;
        assert!([403, 404].contains(&answer.status), "{}: {answer}", client.username);
    }
    let admin = app.as_system_admin().await;
    let refused = app.get(SESSIONS).as_(&admin).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn an_assistant_looks_on_and_is_told_roles_only() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let refused = booking(&app, &assistant, &case, &slot(&room, &[&mediator], 2, 10, 11));
    assert_problem(&refused.send().await, 403, "auth.not_allowed");
    let session = booked(&app, &handler, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    let session = consented(&app, &handler, &session).await;
    let session = act(&app, &handler, &session, "start", &json!({})).await;
    let text = json!({ "text": "李示例与王样本到场。" });
    let session = act(&app, &handler, &session, "write_minutes", &text).await;
    let end = json!({ "outcome": "agreed", "note": "李示例满意" });
    let session = act(&app, &handler, &session, "conclude", &end).await;
    let made = app.post(format!("{}/agreements", case.path())).as_(&handler).json(&terms(&session));
    let agreement = made.send().await.expect(201);
    let done = json!({ "item_no": 2, "state": "performed", "happened_on": "2026-03-02",
        "evidence": "王样本已修复" });
    super::kit::on_agreement(&app, &handler, &agreement, "record_performance", &done).await;
    for path in [
        format!("{SESSIONS}/{}", id(&session)),
        format!("{AGREEMENTS}/{}", id(&agreement)),
        SESSIONS.to_owned(),
        AGREEMENTS.to_owned(),
        format!("{}/mediations", case.path()),
        format!("{}/agreements", case.path()),
    ] {
        let seen = app.get(&path).as_(&assistant).send().await;
        assert_eq!(seen.status, 200, "{seen}");
        let text = seen.text();
        for name in ["李示例", "王样本", "李*", "王*"] {
            assert!(!text.contains(name), "{path} shows {name}: {text}");
        }
    }
    let seen = app.get(format!("{SESSIONS}/{}", id(&session))).as_(&assistant).send().await;
    let seen = seen.expect(200);
    assert_eq!(seen["parties"][0]["name"], "申请人");
    assert_eq!(seen["allowed_actions"], json!([]));
}

#[actix_web::test]
async fn who_mediates_does_everything_but_sees_no_more_of_the_case() {
    let app = TestApp::new().await;
    let (dispatcher, own) = (app.as_dispatcher().await, app.as_mediator().await);
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    assert_eq!(app.get(case.path()).as_(&own).send().await.status, 404);
    let session = booked(&app, &dispatcher, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    assert_eq!(session["refused_actions"]["start"], "auth.not_allowed");
    let conduct = acting(&app, &dispatcher, (SESSIONS, &session), "start", &json!({})).send().await;
    assert_problem(&conduct, 403, "auth.not_allowed");
    assert_eq!(listed(&app, &own, SESSIONS).await, [id(&session)]);
    let session = consented(&app, &own, &session).await;
    assert_eq!(session["parties"][1]["name"], "王*");
    let session = act(&app, &own, &session, "start", &json!({})).await;
    let session = act(&app, &own, &session, "conclude", &json!({ "outcome": "agreed" })).await;
    let made = app.post(format!("{}/agreements", case.path())).as_(&own).json(&terms(&session));
    let agreement = made.send().await.expect(201);
    assert_eq!(listed(&app, &own, AGREEMENTS).await, [id(&agreement)]);
    let mut stray = terms(&session);
    stray["mediation_id"] = json!(null);
    let stray = app.post(format!("{}/agreements", case.path())).as_(&own).json(&stray).send().await;
    assert_eq!(stray.status, 404, "outside of the session the case is not theirs");
    assert_eq!(app.get(case.path()).as_(&own).send().await.status, 404);
}

#[actix_web::test]
async fn what_is_listed_is_what_can_be_read() {
    let app = TestApp::new().await;
    let (_, session) = concluded(&app, &json!({ "outcome": "partly_agreed" })).await;
    let path = format!("{SESSIONS}/{}", id(&session));
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let list = app.get(SESSIONS).as_(&client).send().await;
        let one = app.get(&path).as_(&client).send().await;
        if list.status == 403 {
            assert_eq!(one.status, 403, "{}", client.username);
            continue;
        }
        let items = list.expect(200)["items"].as_array().map(Vec::len);
        let wanted = usize::from(one.status == 200);
        assert_eq!(items, Some(wanted), "{}: {one}", client.username);
    }
}
