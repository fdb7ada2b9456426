//! Notes for those inside, replies for the citizen: two kinds of words with two kinds of readers.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::ledger_holds;

async fn say(app: &TestApp, client: &Client, case: &Case, what: &str, text: &str) -> Answer {
    let path = format!("{}/{what}", case.path());
    app.post(path).as_(client).json(&json!({ "text": text })).send().await
}

async fn read(app: &TestApp, client: &Client, case: &Case, what: &str) -> Answer {
    app.get(format!("{}/{what}", case.path())).as_(client).send().await
}

async fn told(app: &TestApp, client: &Client, case: &Case) -> Value {
    read(app, client, case, "events?limit=200").await.expect(200)
}

#[actix_web::test]
async fn a_reply_is_read_by_the_citizen_under_the_name_of_the_unit() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let made = say(&app, &handler, &case, "replies", "维修安排在本周五上午。").await.expect(201);
    assert_eq!(made["department"]["id"], json!(world::HOUSING.id));
    say(&app, &clerk, &case, "replies", "中心会跟进。").await.expect(201);
    let seen = app.tracked(&citizen).await;
    // Written at one instant: either comes first.
    let by = |text: &str| {
        let mut replies = seen["replies"].as_array().into_iter().flatten();
        replies.find(|reply| reply["text"] == text).map(|reply| reply["unit"].clone())
    };
    assert_eq!(by("维修安排在本周五上午。"), Some(json!(world::HOUSING.name)));
    assert_eq!(by("中心会跟进。"), Some(json!(world::CENTER.name)));
    assert!(!seen.to_string().contains(world::HANDLER.name), "{seen}");
    assert!(seen["changes"][0]["text"].as_str().is_some_and(|text| text.contains("答复了您")));
    // The ledger has the hash, the time line the words; whoever edits the case goes on.
    let events = told(&app, &clerk, &case).await;
    let event = events["items"].as_array().expect("events").iter();
    let event = event.clone().find(|event| event["kind"] == "staff_replied").expect("an event");
    assert!(!event["data"].to_string().contains("维修"), "{event}");
    assert!(event["sentence"].as_str().is_some_and(|text| text.contains("维修安排")), "{event}");
    app.act(&handler, &case, "report_progress", &json!({ "note": "已看现场" })).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_reply_names_none_of_those_who_acted_to_the_citizen() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let [author, other] = [world::HANDLER.name, world::DISPATCHER.name];
    let text = format!("已由{other}转来，承办人{author}。");
    say(&app, &handler, &case, "replies", &text).await.expect(201);
    let seen = app.tracked(&citizen).await;
    assert_eq!(seen["replies"][0]["text"], "已由范*转来，承办人冯*。");
    // Those inside read it as it was written.
    let inside = read(&app, &clerk, &case, "replies").await.expect(200);
    assert_eq!(inside["items"][0]["text"], json!(text));
}

#[actix_web::test]
async fn a_reply_may_answer_a_comment_of_its_case_only() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    app.citizen(&citizen, "comments", json!({ "text": "昨天又漏了一次" })).await.expect(200);
    let handler = app.as_handler().await;
    let events = told(&app, &handler, &case).await;
    let event = events["items"].as_array().expect("events").iter();
    let event = event.clone().find(|event| event["kind"] == "citizen_commented").expect("one");
    let path = format!("{}/replies", case.path());
    let body = json!({ "text": "已收到。", "message_id": event["data"]["message_id"] });
    let made = app.post(&path).as_(&handler).json(&body).send().await.expect(201);
    assert_eq!(made["message_id"], event["data"]["message_id"]);
    let body = json!({ "text": "已收到。", "message_id": case.id });
    let refused = app.post(&path).as_(&handler).json(&body).send().await.expect(422);
    assert_eq!(refused["errors"][0]["code"], "correspondence.unknown_message");
}

#[actix_web::test]
async fn notes_are_for_those_inside() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let (clerk, stranger) = (app.as_clerk().await, app.as_township_clerk().await);
    say(&app, &handler, &case, "notes", "申请人情绪激动，约见时两人同去。").await.expect(201);
    let notes = read(&app, &clerk, &case, "notes").await.expect(200);
    assert_eq!(notes["items"][0]["text"], "申请人情绪激动，约见时两人同去。");
    assert_problem(&read(&app, &assistant, &case, "notes").await, 403, "auth.not_allowed");
    let wrote = say(&app, &assistant, &case, "notes", "看一下").await;
    assert_problem(&wrote, 403, "auth.not_allowed");
    assert_problem(&read(&app, &stranger, &case, "notes").await, 404, "request.not_found");
    let line = told(&app, &assistant, &case).await.to_string();
    assert!(line.contains("note_written") && !line.contains("情绪激动"), "{line}");
    assert!(told(&app, &handler, &case).await.to_string().contains("情绪激动"));
    // Who only assists replies to nobody.
    let replied = say(&app, &assistant, &case, "replies", "您好。").await;
    assert_problem(&replied, 403, "auth.not_allowed");
    assert!(case.view["beside"].as_array().is_some_and(|list| !list.is_empty()));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn nothing_is_said_about_what_has_ended() {
    let app = TestApp::new().await;
    let case = app.case().archived().await;
    let clerk = app.as_clerk().await;
    for what in ["notes", "replies"] {
        let said = say(&app, &clerk, &case, what, "再说一句").await;
        assert_problem(&said, 409, "case.has_ended");
    }
}
