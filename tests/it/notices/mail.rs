//! What leaves by e-mail, when, and what is raised when nothing does.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use zongzhi::features::notices::delivery::send;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{NOTICES, inbox, kinds, told};
use super::server::{Mood, Server};

async fn app_with(port: u16) -> TestApp {
    TestApp::with(|config| {
        let smtp = &mut config.notices.smtp;
        smtp.enabled = true;
        "127.0.0.1".clone_into(&mut smtp.host);
        smtp.port = port;
        smtp.security = zongzhi::config::SmtpSecurity::None;
        "综治平台 <notice@county.example.cn>".clone_into(&mut smtp.from);
        "https://zz.county.example.cn/".clone_into(&mut config.notices.link_base);
    })
    .await
}

async fn wants_mail(app: &TestApp, client: &Client, digest: &str) {
    let path = format!("{NOTICES}/preferences");
    let version = app.get(&path).as_(client).send().await.version();
    let body = json!({ "email": "chen@county.example.cn", "digest": digest });
    app.patch(&path).as_(client).if_match(version).json(&body).send().await.expect(200);
}

async fn sent(app: &TestApp) -> u64 {
    send(app.state.clone().into_inner()).await.expect("a round")
}

async fn channel(app: &TestApp) -> Value {
    let admin = app.as_system_admin().await;
    let all = app.get(format!("{NOTICES}/channels")).as_(&admin).send().await.expect(200);
    all["items"][0].clone()
}

fn china(text: &str) -> DateTime<Utc> {
    format!("{text}:00+08:00").parse().expect("an instant")
}

#[actix_web::test]
async fn a_mail_tells_the_fact_with_a_link_and_nothing_personal() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let handler = app.as_handler().await;
    wants_mail(&app, &handler, "immediate").await;
    let case = app.case().dispatched().await;
    told(&app).await;
    assert_eq!(sent(&app).await, 1);
    assert_eq!(sent(&app).await, 0, "sent twice");
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "RCPT TO:<chen@county.example.cn>");
    assert!(mails[0].header("Message-ID").ends_with("@county.example.cn>"), "{}", mails[0].raw);
    let text = mails[0].text();
    assert!(text.contains(case.number()), "{text}");
    let link = format!("https://zz.county.example.cn/cases/{}", case.id);
    assert!(text.contains(&link), "{text}");
    for word in ["漏水", "李示例", "138", world::HANDLER.name, world::DISPATCHER.name] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let channel = channel(&app).await;
    assert_eq!(channel["counts"], json!({ "pending": 0, "sent": 1, "failed": 0, "given_up": 0 }));
    assert_eq!(channel["silent_since"], json!(null));
}

#[actix_web::test]
async fn who_has_not_asked_for_mails_gets_none() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let handler = app.as_handler().await;
    app.case().dispatched().await;
    told(&app).await;
    assert_eq!(sent(&app).await, 0);
    wants_mail(&app, &handler, "immediate").await;
    let path = format!("{NOTICES}/preferences");
    let none = json!({ "email_groups": ["progress"] });
    app.patch(&path).as_(&handler).if_match(1).json(&none).send().await.expect(200);
    app.case().dispatched().await;
    told(&app).await;
    assert_eq!(sent(&app).await, 0, "of a group that is not wanted");
    assert_eq!(inbox(&app, &handler).await.len(), 2, "the inbox has both");
}

#[actix_web::test]
async fn mails_stopped_after_the_fact_do_not_leave() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let handler = app.as_handler().await;
    wants_mail(&app, &handler, "immediate").await;
    app.case().dispatched().await;
    told(&app).await;
    let path = format!("{NOTICES}/preferences");
    let stop = json!({ "email": null });
    app.patch(&path).as_(&handler).if_match(1).json(&stop).send().await.expect(200);
    assert_eq!(sent(&app).await, 0);
    assert_eq!(server.mails().len(), 0);
    assert_eq!(channel(&app).await["failures_in_row"], 0);
}

#[actix_web::test]
async fn who_has_left_gets_no_mail_that_was_still_waiting() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let (admin, handler) = (app.as_system_admin().await, app.as_handler().await);
    wants_mail(&app, &handler, "immediate").await;
    app.case().dispatched().await;
    told(&app).await;
    let path = format!("/api/v1/people/{}", world::HANDLER.id);
    let left = json!({ "is_active": false });
    app.patch(path).as_(&admin).if_match(1).json(&left).send().await.expect(200);
    assert_eq!(sent(&app).await, 0);
    assert_eq!(server.mails().len(), 0);
    assert_eq!(channel(&app).await["failures_in_row"], 0);
}

#[actix_web::test]
async fn nothing_leaves_at_night_or_over_the_weekend() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let handler = app.as_handler().await;
    wants_mail(&app, &handler, "immediate").await;
    // A Friday evening.
    app.clock.set(china("2026-03-06T18:05"));
    app.case().dispatched().await;
    app.case().dispatched().await;
    told(&app).await;
    for hour in ["2026-03-06T18:06", "2026-03-07T10:00", "2026-03-09T07:59"] {
        app.clock.set(china(hour));
        assert_eq!(sent(&app).await, 0, "{hour}");
        assert_eq!(channel(&app).await["silent_since"], json!(null), "{hour}: an alarm at rest");
    }
    app.clock.set(china("2026-03-09T08:00"));
    assert_eq!(sent(&app).await, 1);
    let mails = server.mails();
    assert_eq!(mails.len(), 1, "one mail with both facts");
    assert!(mails[0].text().contains("2. "), "{}", mails[0].text());
}

#[actix_web::test]
async fn a_digest_is_one_mail_on_the_next_working_day() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let handler = app.as_handler().await;
    wants_mail(&app, &handler, "daily").await;
    for _ in 0..3 {
        app.case().dispatched().await;
        told(&app).await;
        app.advance(Duration::hours(1));
    }
    assert_eq!(sent(&app).await, 0);
    app.clock.set(china("2026-03-03T08:00"));
    assert_eq!(sent(&app).await, 1);
    assert!(server.mails()[0].text().contains("3. "), "{}", server.mails()[0].text());
}

#[actix_web::test]
async fn what_is_deferred_comes_later_and_what_is_refused_never() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let handler = app.as_handler().await;
    wants_mail(&app, &handler, "immediate").await;
    app.case().dispatched().await;
    told(&app).await;
    server.be(Mood::Defers);
    assert_eq!(sent(&app).await, 0);
    assert_eq!(channel(&app).await["last_error"], "smtp.deferred");
    server.be(Mood::Takes);
    assert_eq!(sent(&app).await, 0, "too soon");
    app.advance(Duration::minutes(1));
    assert_eq!(sent(&app).await, 1);
    server.be(Mood::Refuses);
    app.case().dispatched().await;
    told(&app).await;
    assert_eq!(sent(&app).await, 0);
    let failed = channel(&app).await;
    assert_eq!(failed["counts"]["failed"], 1);
    assert_eq!(failed["last_error"], "smtp.rejected");
    assert!(!failed.to_string().contains("chen"), "an address in {failed}");
    server.be(Mood::Takes);
    app.advance(Duration::days(1));
    assert_eq!(sent(&app).await, 0, "refused for good");
}

#[actix_web::test]
async fn a_channel_that_falls_silent_raises_one_alarm_an_outage() {
    let app = app_with(Server::nobody().await).await;
    let (handler, admin) = (app.as_handler().await, app.as_system_admin().await);
    wants_mail(&app, &handler, "immediate").await;
    wants_mail(&app, &admin, "immediate").await;
    app.case().dispatched().await;
    told(&app).await;
    let ready = async || app.get("/readyz").send().await.expect(200)["alarms"].clone();
    for _ in 0..5 {
        assert_eq!(sent(&app).await, 0);
        app.advance(Duration::minutes(6));
    }
    assert_eq!(ready().await, json!([]));
    app.advance(Duration::minutes(6));
    for _ in 0..3 {
        assert_eq!(sent(&app).await, 0);
        app.advance(Duration::hours(1));
    }
    assert_eq!(kinds(&app, &admin).await, ["channel_silent"], "once an outage");
    assert_eq!(kinds(&app, &app.as_security_admin().await).await, Vec::<String>::new());
    assert_eq!(ready().await, json!(["notices.email_silent"]));
    let silent = channel(&app).await;
    assert!(silent["silent_since"].is_string(), "{silent}");
    assert_eq!(silent["last_error"], "smtp.connection");
}

#[actix_web::test]
async fn an_alarm_ends_when_something_leaves_again() {
    let server = Server::start().await;
    let app = app_with(server.port).await;
    let (handler, admin) = (app.as_handler().await, app.as_system_admin().await);
    wants_mail(&app, &handler, "immediate").await;
    for outage in 1..=2 {
        app.case().dispatched().await;
        told(&app).await;
        server.be(Mood::Defers);
        sent(&app).await;
        app.advance(Duration::minutes(31));
        sent(&app).await;
        assert_eq!(kinds(&app, &admin).await.len(), outage);
        server.be(Mood::Takes);
        app.advance(Duration::minutes(31));
        assert_eq!(sent(&app).await, 1);
        assert_eq!(channel(&app).await["silent_since"], json!(null));
        let ready = app.get("/readyz").send().await.expect(200);
        assert_eq!(ready["alarms"], json!([]));
    }
}

#[actix_web::test]
async fn deliveries_are_for_system_administrators_to_see() {
    let app = TestApp::new().await;
    let path = format!("{NOTICES}/channels");
    for client in [app.as_director().await, app.as_auditor().await, app.as_clerk().await] {
        let refused = app.get(&path).as_(&client).send().await;
        zongzhi_tests::assert::assert_problem(&refused, 403, "auth.not_allowed");
    }
    assert_eq!(channel(&app).await["is_enabled"], false);
}
