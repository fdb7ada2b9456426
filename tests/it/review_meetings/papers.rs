//! The minutes as a document: a draft, then frozen under a number, verified by anybody.

use std::io::{Cursor, Read as _};

use serde_json::{Value, json};
use zip::ZipArchive;
use zongzhi::features::cases::ledger::sha256;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::case::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{MEETINGS, act, decided, held};
use crate::receptions::kit::id;

/// The text of the file.
fn said(answer: &Answer) -> String {
    let mut zip = ZipArchive::new(Cursor::new(&answer.body)).expect("a zip");
    let mut text = String::new();
    let mut part = zip.by_name("word/document.xml").expect("the document");
    part.read_to_string(&mut text).expect("text");
    text
}

async fn docx(app: &TestApp, client: &Client, meeting: &Value) -> Answer {
    let path = format!("{MEETINGS}/{}/minutes/docx", id(meeting));
    app.get(path).as_(client).send().await
}

/// A meeting that is over, with a decision on a case.
async fn over(app: &TestApp, case: &Case) -> Value {
    let meeting = held(app, "weekly", case).await;
    let there = json!({ "department_ids": [world::HOUSING.id] });
    act(app, &app.as_director().await, &meeting, "attend", &there).await.expect(200);
    decided(app, &meeting, case, world::HOUSING.id, "2026-03-06").await;
    let words = json!({ "summary": "逐件研究，明确责任。" });
    act(app, &app.as_leader().await, &meeting, "close", &words).await.expect(200)
}

#[actix_web::test]
async fn minutes_are_a_draft_until_they_are_issued_once_and_then_stay() {
    let app = TestApp::new().await;
    let (leader, supervisor) = (app.as_leader().await, app.as_supervisor().await);
    let case = app.case().with("title", "李示例反映楼上漏水").in_progress().await;
    let running = held(&app, "weekly", &case).await;
    let none = json!({});
    let early = act(&app, &leader, &running, "issue_minutes", &none).await;
    assert_problem(&early, 409, "review_meeting.wrong_state");
    let meeting = over(&app, &case).await;
    let draft = docx(&app, &supervisor, &meeting).await;
    assert_eq!(draft.status, 200, "{draft}");
    assert!(said(&draft).contains("（草稿）"));
    let refused = act(&app, &supervisor, &meeting, "issue_minutes", &none).await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let path = format!("{MEETINGS}/{}", id(&meeting));
    let verb = format!("{path}/actions/issue_minutes");
    let stale = app.post(&verb).as_(&leader).if_match(99).json(&none).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let version = meeting["version"].as_i64().unwrap_or_default();
    let issue = async || {
        let asking = app.post(&verb).as_(&leader).if_match(version).idempotency_key("once");
        asking.json(&none).send().await
    };
    let issued = issue().await.expect(200);
    assert_eq!(issue().await.expect(200), issued, "the same once more");
    let again = act(&app, &leader, &issued, "issue_minutes", &none).await;
    assert_problem(&again, 409, "review_meeting.minutes_issued");
    let minutes = app.get(format!("{path}/minutes")).as_(&supervisor).send().await.expect(200);
    let paper = &minutes["paper"];
    assert_eq!(paper["document_no"], issued["minutes_no"]);
    // The same bytes whenever they are asked for, whatever becomes of the case.
    let file = docx(&app, &supervisor, &meeting).await;
    assert_eq!(paper["file_hash"], sha256(&file.body));
    app.advance(chrono::Duration::days(9));
    assert_eq!(docx(&app, &leader, &meeting).await.body, file.body);
    let text = said(&file);
    for words in ["每周研判会纪要", "逐件研究，明确责任。", "牵头约谈双方", world::HOUSING.name]
    {
        assert!(text.contains(words), "{words}");
    }
    assert!(text.contains(case.view["case_no"].as_str().unwrap_or_default()));
    assert!(!text.contains("李示例"), "no party is named on paper");
    // Anybody who holds it verifies it; a wrong code is no other answer than a wrong number.
    let of = |name: &str| paper[name].as_str().unwrap_or_default().to_owned();
    let check = async |no: &str, code: &str| {
        app.get(format!("/api/v1/public/documents/{no}/verifications/{code}")).send().await
    };
    let known = check(&of("document_no"), &of("check_code")).await.expect(200);
    assert_eq!((&known["state"], &known["file_hash"]), (&json!("valid"), &paper["file_hash"]));
    let mut seen = Vec::new();
    for (no, code) in [
        (of("document_no"), "0000000000000000".to_owned()),
        ("DOC990101-20260302-999999".to_owned(), of("check_code")),
    ] {
        let before = app.statements();
        let wrong = check(&no, &code).await;
        assert_problem(&wrong, 404, "request.not_found");
        let mut body = wrong.json();
        (body["request_id"], body["instance"]) = (Value::Null, Value::Null);
        seen.push((body, app.statements() - before));
    }
    assert_eq!(seen[0], seen[1], "a wrong code is a wrong number");
}

#[actix_web::test]
async fn a_restricted_case_stands_on_the_paper_without_its_words() {
    let app = TestApp::new().await;
    let (director, clerk) = (app.as_director().await, app.as_clerk().await);
    let case = app.case().with("title", "家庭内部争执").in_progress().await;
    let meeting = over(&app, &case).await;
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, &case).await;
    let why = json!({ "class": "domestic_violence", "reason": "涉及家庭暴力" });
    app.act(&dispatcher, &seen, "restrict", &why).await;
    let file = docx(&app, &director, &meeting).await;
    let text = said(&file);
    assert!(text.contains("限制知悉事项"), "{text}");
    for words in ["家庭内部争执", "牵头约谈双方", case.view["case_no"].as_str().unwrap_or("x")]
    {
        assert!(!text.contains(words), "{words}");
    }
    // Who may not read meetings has no paper of them; another county has none of this one.
    for client in [clerk, app.as_other_dispatcher().await] {
        assert_problem(&docx(&app, &client, &meeting).await, 403, "auth.not_allowed");
    }
}
