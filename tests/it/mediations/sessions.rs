//! A session from consent to its end.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{
    SESSIONS, act, acting, booked, booking, concluded, consented, go_to, id, ledger_holds, listed,
    mediator, room, slot, told,
};

#[actix_web::test]
async fn nobody_is_mediated_before_both_sides_agree() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let session = booked(&app, &handler, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    assert_eq!(session["obstacle"], "mediation.consent_missing");
    assert_eq!(session["refused_actions"]["start"], "mediation.consent_missing");
    let start = acting(&app, &handler, (SESSIONS, &session), "start", &json!({})).send().await;
    assert_problem(&start, 409, "mediation.consent_missing");
    let word = |side: &str, no: Value, agrees: bool| json!({ "side": side, "party_no": no, "agrees": agrees, "manner": "phone" });
    for body in [
        word("applicant", json!(2), true),
        word("respondent", Value::Null, true),
        word("respondent", json!(9), true),
    ] {
        let wrong = acting(&app, &handler, (SESSIONS, &session), "record_consent", &body);
        assert_fields(&wrong.send().await, &["/party_no"]);
    }
    let one =
        act(&app, &handler, &session, "record_consent", &word("applicant", json!(1), true)).await;
    let no = word("respondent", json!(2), false);
    let two = act(&app, &handler, &one, "record_consent", &no).await;
    assert_eq!(two["obstacle"], "mediation.consent_refused");
    let start = acting(&app, &handler, (SESSIONS, &two), "start", &json!({})).send().await;
    assert_problem(&start, 409, "mediation.consent_refused");
    let yes = word("respondent", json!(2), true);
    let three = act(&app, &handler, &two, "record_consent", &yes).await;
    assert_eq!(three["consents"].as_array().map(Vec::len), Some(3), "nothing said is lost");
    let begun = act(&app, &handler, &three, "start", &json!({})).await;
    assert_eq!((&begun["state"], &begun["obstacle"]), (&json!("in_progress"), &Value::Null));
    let again = acting(&app, &handler, (SESSIONS, &begun), "start", &json!({})).send().await;
    let problem = assert_problem(&again, 409, "mediation.illegal_transition");
    assert_eq!(problem["state"], "in_progress");
    let stale = acting(&app, &handler, (SESSIONS, &three), "start", &json!({})).send().await;
    assert_problem(&stale, 412, "request.stale_version");
}

#[actix_web::test]
async fn signed_minutes_are_frozen_and_bound_by_the_ledger() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let (case, session) = concluded(&app, &json!({ "outcome": "agreed" })).await;
    let sign = json!({ "party_nos": [2, 1] });
    let early = acting(&app, &handler, (SESSIONS, &session), "sign_minutes", &sign).send().await;
    assert_problem(&early, 409, "mediation.minutes_missing");
    let text = json!({ "text": "李示例陈述漏水经过，王样本愿意赔偿。" });
    let written = act(&app, &handler, &session, "write_minutes", &text).await;
    assert_eq!(written["minutes"]["signed_at"], Value::Null);
    let unknown = json!({ "party_nos": [1, 7] });
    let wrong = acting(&app, &handler, (SESSIONS, &written), "sign_minutes", &unknown).send().await;
    assert_fields(&wrong, &["/party_nos/1"]);
    let signed = act(&app, &handler, &written, "sign_minutes", &sign).await;
    assert_eq!(signed["minutes"]["party_nos"], json!([1, 2]));
    let hash = signed["minutes"]["hash"].as_str().expect("a hash").to_owned();
    for verb in ["write_minutes", "sign_minutes"] {
        assert_eq!(signed["refused_actions"][verb], "mediation.minutes_signed");
    }
    let late = acting(&app, &handler, (SESSIONS, &signed), "write_minutes", &text).send().await;
    assert_problem(&late, 409, "mediation.minutes_signed");
    let (kinds, all) = told(&app, &case).await;
    assert_eq!(kinds.last().map(String::as_str), Some("mediation_minutes_signed"));
    assert!(all.contains(&hash) && !all.contains("王样本") && !all.contains("漏水经过"), "{all}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn an_adjourned_session_goes_on_in_another_with_its_consents() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let session = booked(&app, &handler, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    let session = consented(&app, &handler, &session).await;
    let session = act(&app, &handler, &session, "start", &json!({})).await;
    let bad = json!({ "reason": "需核实损失", "next": slot(&room, &[&mediator], 1, 9, 10) });
    let wrong = acting(&app, &handler, (SESSIONS, &session), "adjourn", &bad).send().await;
    assert_fields(&wrong, &["/next/starts_at"]);
    let next = json!({ "reason": "需核实损失", "next": slot(&room, &[&mediator], 5, 9, 10) });
    let adjourned = act(&app, &handler, &session, "adjourn", &next).await;
    assert_eq!(adjourned["state"], "adjourned");
    let path = format!("{SESSIONS}/{}", adjourned["next_id"].as_str().expect("an id"));
    let second = app.get(path).as_(&handler).send().await.expect(200);
    assert_eq!((&second["session_no"], &second["obstacle"]), (&json!(2), &Value::Null));
    assert_eq!(second["consents"].as_array().map(Vec::len), Some(2));
    go_to(&app, "2026-03-05T09:00");
    let begun = act(&app, &handler, &second, "start", &json!({})).await;
    let ended = act(&app, &handler, &begun, "conclude", &json!({ "outcome": "agreed" })).await;
    assert!(
        ended["allowed_actions"].as_array().is_some_and(|a| a.contains(&json!("record_agreement")))
    );
    // The room is free from the moment a session was adjourned.
    let mine = listed(&app, &handler, &format!("{}/mediations", case.path())).await;
    assert_eq!(mine, [id(&adjourned), id(&second)]);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn where_it_fails_the_parties_are_told_where_else_to_turn() {
    let app = TestApp::new().await;
    let handler = app.as_handler().await;
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let case = app.case().in_progress().await;
    let session = booked(&app, &handler, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    assert_eq!(session["ways_out"][0]["procedure"], "civil_litigation");
    let session = consented(&app, &handler, &session).await;
    let session = act(&app, &handler, &session, "start", &json!({})).await;
    for body in [
        json!({ "outcome": "failed" }),
        json!({ "outcome": "failed", "guided_to": "people_mediation" }),
        json!({ "outcome": "agreed", "guided_to": "civil_litigation" }),
    ] {
        let wrong = acting(&app, &handler, (SESSIONS, &session), "conclude", &body).send().await;
        assert_fields(&wrong, &["/guided_to"]);
    }
    let body = json!({ "outcome": "failed", "guided_to": "civil_litigation", "note": "分歧过大" });
    let failed = act(&app, &handler, &session, "conclude", &body).await;
    assert_eq!(failed["refused_actions"]["record_agreement"], "mediation.illegal_transition");
    let (kinds, _) = told(&app, &case).await;
    assert_eq!(kinds.last().map(String::as_str), Some("mediation_concluded"));
}

#[actix_web::test]
async fn who_withdraws_is_out_of_the_case() {
    let app = TestApp::new().await;
    let (handler, own) = (app.as_handler().await, app.as_mediator().await);
    let room = room(&app, "第一调解室").await;
    let mediator = mediator(&app, &world::MEDIATOR).await;
    let other = super::kit::mediator(&app, &world::OTHER_HANDLER).await;
    let case = app.case().in_progress().await;
    let session = booked(&app, &handler, &case, &slot(&room, &[&mediator], 2, 10, 11)).await;
    // The mediator's own department has no part in the case: the session is theirs all the same.
    let seen = app.get(format!("{SESSIONS}/{}", id(&session))).as_(&own).send().await.expect(200);
    let body = json!({ "mediator_id": mediator, "ground_code": "kinship", "reason": "系被申请人表亲", "party_no": 2 });
    let out = act(&app, &own, &seen, "recuse", &body).await;
    assert_eq!(out["mediators"], json!([]));
    assert_eq!(out["recusals"][0]["mediator"]["person"]["name"], world::MEDIATOR.name);
    let gone = app.get(format!("{SESSIONS}/{}", id(&session))).as_(&own).send().await;
    assert_eq!(gone.status, 404, "no longer theirs");
    let now = app.get(format!("{SESSIONS}/{}", id(&session))).as_(&handler).send().await;
    let now = now.expect(200);
    assert_eq!(now["obstacle"], "mediation.mediator_missing");
    let again = slot(&room, &[&mediator], 2, 10, 11);
    let refused = acting(&app, &handler, (SESSIONS, &now), "rebook", &again).send().await;
    assert_fields(&refused, &["/mediator_ids/0"]);
    let refused = booking(&app, &handler, &case, &slot(&room, &[&mediator], 9, 9, 10)).send().await;
    assert_fields(&refused, &["/mediator_ids/0"]);
    act(&app, &handler, &now, "rebook", &slot(&room, &[&other], 2, 10, 11)).await;
    let (_, all) = told(&app, &case).await;
    assert!(!all.contains("表亲"), "why is no matter of the ledger: {all}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn lists_filter_by_day_room_and_state_and_page_both_ways() {
    let app = TestApp::new().await;
    let (handler, own) = (app.as_handler().await, app.as_mediator().await);
    let (one, two) = (room(&app, "第一调解室").await, room(&app, "第二调解室").await);
    let (a, b) = (mediator(&app, &world::MEDIATOR).await, mediator(&app, &world::HANDLER).await);
    let case = app.case().in_progress().await;
    let mut made = Vec::new();
    for (room, mediator, day) in [(&one, &a, 4), (&two, &b, 5), (&one, &a, 6)] {
        let body = slot(room, &[mediator], day, 9, 10);
        made.push(id(&booked(&app, &handler, &case, &body).await));
    }
    let of = async |query: &str| listed(&app, &handler, &format!("{SESSIONS}?{query}")).await;
    assert_eq!(of("").await, made);
    assert_eq!(of(&format!("room_id={one}")).await, [made[0].clone(), made[2].clone()]);
    assert_eq!(of(&format!("mediator_id={b}")).await, [made[1].clone()]);
    assert_eq!(of("starts_from=2026-03-05&starts_to=2026-03-05").await, [made[1].clone()]);
    assert_eq!(of("is_mine=true").await, [made[1].clone()]);
    assert_eq!(of("state=cancelled").await, Vec::<String>::new());
    let mine = listed(&app, &own, &format!("{SESSIONS}?is_mine=true&sort=-starts_at")).await;
    assert_eq!(mine, [made[2].clone(), made[0].clone()]);
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("{SESSIONS}?limit=1&sort=-starts_at&count=exact{cursor}");
        let page = app.get(path).as_(&handler).send().await.expect(200);
        assert_eq!(page["total"], 3);
        found.push(id(&page["items"][0]));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    made.reverse();
    assert_eq!(found, made);
}
