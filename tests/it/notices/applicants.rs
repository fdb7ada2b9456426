//! 告知申请人: who stopped or extended a matter tells its applicant, on the tracking page, by mail, or
//! through the window; and says so where nobody can be reached.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi::features::applicant_notices::jobs::{send, sweep};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::citizen::{Citizen, submission};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::server::{Mail, Mood, Server};
use crate::cases::kit::{events, ids, ledger_holds};

fn stop() -> Value {
    json!({ "reason_code": "appraisal", "until_on": "2026-03-10" })
}

async fn notices(app: &TestApp, client: &Client, case: &Case) -> Vec<Value> {
    let path = format!("{}/applicant-notices", case.path());
    let page = app.get(path).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

async fn tell(app: &TestApp, client: &Client, case: &Case, notice: &Value, way: &str) -> Answer {
    let id = notice["id"].as_str().unwrap_or_default();
    let path = format!("{}/applicant-notices/{id}/actions/tell", case.path());
    let version = notice["version"].as_i64().unwrap_or_default();
    app.post(path).as_(client).if_match(version).json(&json!({ "way": way })).send().await
}

async fn queue(app: &TestApp, client: &Client, name: &str) -> Vec<String> {
    let path = format!("/api/v1/cases?queue={name}");
    ids(&app.get(path).as_(client).send().await.expect(200))
}

#[actix_web::test]
async fn a_stop_is_told_on_the_tracking_page_and_by_the_window() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    let case = app.led_to(&citizen, "in_progress").await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let case = app.act(&handler, &case, "suspend", &stop()).await;
    let seen = app.tracked(&citizen).await;
    let notice = &seen["notices"][0];
    assert_eq!(notice["until_on"], "2026-03-10");
    let text = notice["paragraphs"].to_string();
    for said in [world::HOUSING.name, "等待鉴定、评估", "2026-03-10", citizen.case_no.as_str()]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    for name in ["李示例", "13800001234", world::HANDLER.name] {
        assert!(!text.contains(name), "{name} in {text}");
    }
    // No address is known: the case says that somebody has to tell them, and whose queue it is in.
    let told = notices(&app, &clerk, &case).await;
    assert_eq!((told.len(), &told[0]["state"]), (1, &json!("to_tell")));
    assert_eq!(told[0]["allowed_actions"], json!(["tell"]));
    for client in [&clerk, &handler] {
        assert_eq!(queue(&app, client, "applicants_to_tell").await, std::slice::from_ref(&case.id));
    }
    let counts = app.get("/api/v1/cases/counts").as_(&clerk).send().await.expect(200);
    assert_eq!(counts["applicants_to_tell"]["count"], 1);
    assert_eq!(tell(&app, &clerk, &case, &told[0], "email").await.status, 422);
    let done = tell(&app, &clerk, &case, &told[0], "phone").await.expect(200);
    assert_eq!((&done["state"], &done["way"]), (&json!("told"), &json!("phone")));
    assert_eq!(done["told_by"]["name"], world::CLERK.name);
    assert!(queue(&app, &clerk, "applicants_to_tell").await.is_empty());
    // In the ledger, without a word of who they are; whoever edits the case goes on.
    let all = events(&app, &clerk, &case).await;
    let event = all.last().expect("an event");
    assert_eq!(event["kind"], "applicant_told");
    assert_eq!(event["data"]["way"], "phone");
    assert!(event["sentence"].as_str().is_some_and(|text| text.contains("电话")), "{event}");
    app.act(&handler, &case, "resume", &json!({})).await;
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn telling_is_for_some_once_and_of_the_version_seen() {
    let app = TestApp::new().await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let case = app.act(&handler, &app.case().in_progress().await, "suspend", &stop()).await;
    let told = notices(&app, &clerk, &case).await;
    let supervisor = app.as_supervisor().await;
    let looked = notices(&app, &supervisor, &case).await;
    assert_eq!(looked[0]["refused_actions"]["tell"], "auth.not_allowed");
    let refused = tell(&app, &supervisor, &case, &told[0], "phone").await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let stranger = tell(&app, &app.as_other_clerk().await, &case, &told[0], "phone").await;
    assert_problem(&stranger, 404, "request.not_found");
    let other = app.case().in_progress().await;
    let foreign = tell(&app, &clerk, &other, &told[0], "phone").await;
    assert_problem(&foreign, 404, "request.not_found");
    let done = tell(&app, &clerk, &case, &told[0], "post").await.expect(200);
    let stale = tell(&app, &clerk, &case, &told[0], "post").await;
    assert_problem(&stale, 412, "request.stale_version");
    let twice = tell(&app, &clerk, &case, &done, "post").await;
    assert_problem(&twice, 409, "applicant_notice.told");
}

#[actix_web::test]
async fn an_extension_is_told_with_its_new_last_day_a_refused_one_is_not() {
    let app = TestApp::new().await;
    let (handler, director) = (app.as_handler().await, app.as_director().await);
    let ask = json!({ "days": 3, "reason": "需现场勘查" });
    let case = app.case().in_progress().await;
    let asked = app.act(&handler, &case, "request_extension", &ask).await;
    assert!(notices(&app, &handler, &asked).await.is_empty(), "asked for is not granted");
    let seen = app.see(&director, &asked).await;
    let yes = json!({ "approve": true, "reason": "同意" });
    let granted = app.act(&director, &seen, "decide_extension", &yes).await;
    let told = notices(&app, &handler, &granted).await;
    assert_eq!((&told[0]["kind"], &told[0]["days"]), (&json!("extended"), &json!(3)));
    assert_eq!(told[0]["until_on"], "2026-03-12");
    let text = told[0]["paragraphs"].to_string();
    assert!(text.contains("2026-03-12") && text.contains("需现场勘查"), "{text}");
    let english = app.get(format!("{}/applicant-notices", granted.path())).as_(&handler);
    let english = english.header("accept-language", "en").send().await.expect(200);
    assert_eq!(english["items"][0]["title"], "Notice that a limit was extended");
    let case = app.case().in_progress().await;
    let asked = app.act(&handler, &case, "request_extension", &ask).await;
    let seen = app.see(&director, &asked).await;
    let no = json!({ "approve": false, "reason": "理由不充分" });
    let refused = app.act(&director, &seen, "decide_extension", &no).await;
    assert!(notices(&app, &handler, &refused).await.is_empty());
}

async fn mailing() -> (TestApp, Server) {
    let server = Server::start().await;
    let port = server.port;
    let app = TestApp::with(|config| {
        let smtp = &mut config.notices.smtp;
        smtp.enabled = true;
        "127.0.0.1".clone_into(&mut smtp.host);
        smtp.port = port;
        smtp.security = zongzhi::config::SmtpSecurity::None;
        "综治平台 <notice@county.example.cn>".clone_into(&mut smtp.from);
    })
    .await;
    (app, server)
}

/// That the case stands still, among what its citizen is told.
fn of_the_stop(notices: &[Value]) -> &Value {
    let mut stops = notices.iter().filter(|notice| notice["kind"] == "suspended");
    let stop = stops.next().expect("a notice of the stop");
    assert!(stops.next().is_none(), "{notices:?}");
    stop
}

async fn round(app: &TestApp) -> u64 {
    send(app.state.clone().into_inner()).await.expect("a round")
}

/// A matter whose citizen proved an address, and wants to be told there or not.
async fn by_mail(app: &TestApp, server: &Server, is_wanted: bool) -> Citizen {
    let mut body = submission();
    body["email"] = json!("li@mail.example.cn");
    body["notify_by_email"] = json!(is_wanted);
    let pending = app.public("cases", &body).send().await.expect(200);
    assert_eq!(pending["delivery"], "email");
    let text = server.mails().last().expect("a mail").text();
    let code = text.split("验证码是 ").nth(1).and_then(|rest| rest.get(..6)).unwrap_or_default();
    let token = json!({ "confirmation_token": pending["confirmation_token"], "code": code });
    Citizen::of(&app.public("cases/confirmations", &token).send().await.expect(201))
}

#[actix_web::test]
async fn who_left_an_address_is_told_there() {
    let (app, server) = mailing().await;
    let citizen = by_mail(&app, &server, true).await;
    let case = app.led_to(&citizen, "in_progress").await;
    let (handler, clerk) = (app.as_handler().await, app.as_clerk().await);
    let case = app.act(&handler, &case, "suspend", &stop()).await;
    assert_eq!(notices(&app, &clerk, &case).await[0]["state"], "to_send");
    // Not at night, nor on a day off.
    app.advance(Duration::hours(12));
    assert_eq!(round(&app).await, 0);
    app.advance(Duration::hours(12));
    // That it was accepted, who has it, and that it stands still.
    assert_eq!(round(&app).await, 3);
    assert_eq!(round(&app).await, 0, "sent twice");
    let mails = server.mails();
    let mail = mails.iter().find(|mail| mail.text().contains("暂停")).expect("a mail");
    assert_eq!(mail.to, "RCPT TO:<li@mail.example.cn>");
    let text = mail.text();
    assert!(text.contains(&citizen.case_no) && text.contains("2026-03-10"), "{text}");
    for word in ["漏水", "李示例", "138", world::HANDLER.name] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let clerk = app.as_clerk().await;
    let all = notices(&app, &clerk, &case).await;
    let sent = of_the_stop(&all);
    assert_eq!((&sent["state"], &sent["way"]), (&json!("sent"), &json!("email")));
    assert!(!sent.to_string().contains("li@mail"), "the address is nobody's to read");
    let told = events(&app, &clerk, &case).await;
    assert_eq!(told.last().expect("an event")["kind"], "applicant_told");
    ledger_holds(&app).await;
    assert_eq!(sweep(app.state.clone().into_inner()).await.expect("a sweep"), 0, "it goes on");
    let seen = app.see(&clerk, &case).await;
    app.act(&clerk, &seen, "withdraw", &json!({ "reason": "已自行解决" })).await;
    assert_eq!(sweep(app.state.clone().into_inner()).await.expect("a sweep"), 1, "forgotten");
}

#[actix_web::test]
async fn nobody_is_told_that_a_matter_stands_still_which_goes_on() {
    let (app, server) = mailing().await;
    let citizen = by_mail(&app, &server, true).await;
    let case = app.led_to(&citizen, "in_progress").await;
    let handler = app.as_handler().await;
    let stopped = app.act(&handler, &case, "suspend", &stop()).await;
    app.act(&handler, &stopped, "resume", &json!({})).await;
    let before = server.mails().len();
    assert_eq!(round(&app).await, 2, "accepted, and who has it");
    let mails = server.mails().split_off(before);
    assert!(mails.iter().all(|mail| !mail.text().contains("暂停")), "{mails:?}");
    let clerk = app.as_clerk().await;
    assert_eq!(of_the_stop(&notices(&app, &clerk, &case).await)["state"], "published");
    let silent = app.case().in_progress().await;
    let stopped = app.act(&handler, &silent, "suspend", &stop()).await;
    assert_eq!(queue(&app, &clerk, "applicants_to_tell").await, std::slice::from_ref(&silent.id));
    app.act(&handler, &stopped, "resume", &json!({})).await;
    assert!(queue(&app, &clerk, "applicants_to_tell").await.is_empty());
}

#[actix_web::test]
async fn who_asked_for_mail_hears_of_every_stage_and_nobody_else_is_kept_busy_with_it() {
    let (app, server) = mailing().await;
    let citizen = by_mail(&app, &server, true).await;
    let before = server.mails().len();
    let said = async |wanted: &[&str]| {
        let seen = server.mails().len();
        assert_eq!(round(&app).await, u64::try_from(wanted.len()).unwrap_or(0));
        let text = server.mails().split_off(seen).iter().map(Mail::text).collect::<String>();
        for words in wanted {
            assert!(text.contains(words), "{words} in {text}");
        }
    };
    said(&["已由"]).await;
    app.led_to(&citizen, "dispatched").await;
    said(&[world::HOUSING.name]).await;
    app.led_to(&citizen, "in_callback").await;
    said(&["审核通过"]).await;
    let case = app.led_to(&citizen, "closed").await;
    said(&["结案"]).await;
    for mail in server.mails().split_off(before) {
        let text = mail.text();
        assert!(text.contains(&citizen.case_no) && !text.contains(&citizen.code), "{text}");
        for word in ["漏水", "李示例", "138", "已解决", world::HANDLER.name] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
    // The page says it by itself; the ledger keeps that they were told.
    let seen = app.tracked(&citizen).await;
    assert_eq!(seen["notices"], json!([]), "{seen}");
    let clerk = app.as_clerk().await;
    let told = events(&app, &clerk, &case).await;
    assert_eq!(told.iter().filter(|event| event["kind"] == "applicant_told").count(), 4);
    // Who did not ask, and who did and cannot be reached, is no work of the window.
    let quiet = by_mail(&app, &server, false).await;
    let quiet = app.led_to(&quiet, "closed").await;
    assert!(notices(&app, &clerk, &quiet).await.is_empty());
    let lost = by_mail(&app, &server, true).await;
    let lost = app.led_to(&lost, "dispatched").await;
    server.be(Mood::Refuses);
    assert_eq!(round(&app).await, 0);
    assert_eq!(notices(&app, &clerk, &lost).await[0]["state"], "published");
    assert!(queue(&app, &clerk, "applicants_to_tell").await.is_empty());
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_a_channel_refuses_is_for_the_window() {
    let (app, server) = mailing().await;
    let citizen = by_mail(&app, &server, true).await;
    let case = app.led_to(&citizen, "in_progress").await;
    let handler = app.as_handler().await;
    let case = app.act(&handler, &case, "suspend", &stop()).await;
    server.be(Mood::Refuses);
    assert_eq!(round(&app).await, 0);
    let clerk = app.as_clerk().await;
    let all = notices(&app, &clerk, &case).await;
    let left = of_the_stop(&all);
    assert_eq!((&left["state"], &left["error"]), (&json!("to_tell"), &json!("smtp.rejected")));
    assert_eq!(queue(&app, &clerk, "applicants_to_tell").await, std::slice::from_ref(&case.id));
    // Who did not ask for it is told by the window, whatever was confirmed.
    server.be(Mood::Takes);
    let quiet = by_mail(&app, &server, false).await;
    let quiet = app.led_to(&quiet, "in_progress").await;
    let quiet = app.act(&handler, &quiet, "suspend", &stop()).await;
    assert_eq!(notices(&app, &clerk, &quiet).await[0]["state"], "to_tell");
    let odd = json!({ "way": "smoke" });
    let id = left["id"].as_str().unwrap_or_default();
    let path = format!("{}/applicant-notices/{id}/actions/tell", case.path());
    assert_fields(&app.post(path).as_(&clerk).if_match(2).json(&odd).send().await, &["/way"]);
}

#[actix_web::test]
async fn reviews_are_due_for_their_leader_and_who_watches_over_them() {
    let app = TestApp::new().await;
    let (leader, director) = (app.as_leader().await, app.as_director().await);
    let charged = async |on: &str| {
        let seen = app.see(&leader, &app.case().in_progress().await).await;
        let plan = json!({ "plan": "每周调度", "next_review_on": on });
        app.act(&leader, &seen, "take_charge", &plan).await
    };
    let due = charged("2026-03-03").await;
    charged("2026-03-20").await;
    assert!(queue(&app, &leader, "reviews_due").await.is_empty(), "no day has come");
    app.advance(Duration::days(1));
    let (leader, director_now) = (app.as_leader().await, app.as_director().await);
    for client in [&leader, &director_now, &app.as_supervisor().await] {
        assert_eq!(queue(&app, client, "reviews_due").await, std::slice::from_ref(&due.id));
        let counts = app.get("/api/v1/cases/counts").as_(client).send().await.expect(200);
        assert_eq!(counts["reviews_due"]["count"], 1);
    }
    assert!(queue(&app, &app.as_clerk().await, "reviews_due").await.is_empty());
    // Looked at again: another day.
    let seen = app.see(&leader, &due).await;
    let again = json!({ "plan": "每周调度", "next_review_on": "2026-03-10" });
    app.act(&leader, &seen, "take_charge", &again).await;
    assert!(queue(&app, &leader, "reviews_due").await.is_empty());
    assert_eq!(director.username, director_now.username);
}
