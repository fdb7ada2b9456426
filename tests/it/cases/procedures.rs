//! 登记法定程序: the limit of the law counts from the day of acceptance, and grows by what the organ
//! in charge decided, as far as the article lets it.

use serde_json::{Value, json};
use zongzhi::features::calendars::calendar::Calendar;
use zongzhi::features::cases::clocks::{
    ClockKind, LampRule, LimitDayKind, Roll, StartRule, TimeLimit, due_on,
};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

use super::kit::ledger_holds;
use super::projection::is_what_its_events_say;

fn arbitration(members: &Value) -> Value {
    let mut body = json!({ "reason_code": "procedure", "procedure": "labour_arbitration" });
    for (name, value) in members.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    body
}

async fn refused(app: &TestApp, client: &Client, case: &Case, verb: &str, body: &Value, at: &str) {
    let answer = app.acting(client, case, verb, body).send().await;
    assert_fields(&answer, &[at]);
}

#[actix_web::test]
async fn the_limit_of_the_law_counts_from_the_day_of_acceptance() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let case = app.see(&supervisor, &case).await;
    let tomorrow = arbitration(&json!({ "accepted_on": "2026-03-03" }));
    refused(&app, &supervisor, &case, "suspend", &tomorrow, "/accepted_on").await;
    let odd = json!({ "reason_code": "appraisal", "accepted_on": "2026-02-24" });
    refused(&app, &supervisor, &case, "suspend", &odd, "/accepted_on").await;
    let body = arbitration(&json!({ "accepted_on": "2026-02-24" }));
    let case = app.act(&supervisor, &case, "suspend", &body).await;
    assert_eq!(case.view["suspension"]["accepted_on"], "2026-02-24");
    let statutory = case.clock("statutory");
    assert_eq!(statutory["started_at"], "2026-02-23T16:00:00Z");
    // 45 calendar days from 25 February on.
    assert_eq!(statutory["due_at"], "2026-04-10T15:59:59.999999Z");
    // Our own stands still since the stop, not since the acceptance.
    assert_eq!(case.clock("handling")["state"], "stopped");
    ledger_holds(&app).await;
    is_what_its_events_say(&app, &case.id).await;
}

#[actix_web::test]
async fn acceptance_and_extensions_are_recorded_when_they_become_known() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let case = app.see(&supervisor, &case).await;
    let case = app.act(&supervisor, &case, "suspend", &arbitration(&json!({}))).await;
    assert_eq!(case.clock("statutory")["due_at"], "2026-04-16T15:59:59.999999Z", "until then");
    let record = "record_procedure";
    refused(&app, &supervisor, &case, record, &json!({ "note": "x" }), "/accepted_on").await;
    let known = json!({ "accepted_on": "2026-02-24", "external_no": "县劳人仲案（2026）12 号" });
    let case = app.act(&supervisor, &case, record, &known).await;
    assert_eq!(case.status(), "suspended");
    assert_eq!(case.clock("statutory")["due_at"], "2026-04-10T15:59:59.999999Z");
    assert_eq!(case.view["suspension"]["external_no"], "县劳人仲案（2026）12 号");

    let longer = |days: u16, on: &str| json!({ "extended_days": days, "extended_on": on });
    refused(&app, &supervisor, &case, record, &json!({ "extended_days": 3 }), "/extended_on").await;
    refused(&app, &supervisor, &case, record, &longer(16, "2026-03-02"), "/extended_days").await;
    refused(&app, &supervisor, &case, record, &longer(13, "2026-03-03"), "/extended_on").await;
    refused(&app, &supervisor, &case, record, &longer(13, "2026-02-23"), "/extended_on").await;
    let case = app.act(&supervisor, &case, record, &longer(13, "2026-03-02")).await;
    let statutory = case.clock("statutory");
    assert_eq!(statutory["due_at"], "2026-04-23T15:59:59.999999Z");
    assert_eq!(statutory["extended_by"], 13);
    // All extensions together are within the article.
    refused(&app, &supervisor, &case, record, &longer(3, "2026-03-02"), "/extended_days").await;
    // Accepted so early, it would have been over when it was extended; or extended before it began.
    refused(
        &app,
        &supervisor,
        &case,
        record,
        &json!({ "accepted_on": "2026-01-05" }),
        "/accepted_on",
    )
    .await;
    let late = json!({ "accepted_on": "2026-03-02" });
    let case = app.act(&supervisor, &case, record, &late).await;
    assert_eq!(case.view["suspension"]["accepted_on"], "2026-03-02");
    ledger_holds(&app).await;
    is_what_its_events_say(&app, &case.id).await;
}

#[actix_web::test]
async fn what_the_law_lets_nobody_extend_and_what_waits_for_nothing_is_refused() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let case = app.case().in_progress().await;
    let case = app.see(&supervisor, &case).await;
    let court = json!({ "reason_code": "procedure", "procedure": "civil_litigation",
        "accepted_on": "2026-02-28" });
    let case = app.act(&supervisor, &case, "suspend", &court).await;
    // Six months by the calendar; 180 days would end a day before.
    assert_eq!(case.clock("statutory")["due_at"], "2026-08-28T15:59:59.999999Z");
    let longer = json!({ "extended_days": 1, "extended_on": "2026-03-02" });
    refused(&app, &supervisor, &case, "record_procedure", &longer, "/extended_days").await;

    let other = app.case().in_progress().await;
    let other = app.see(&supervisor, &other).await;
    let other =
        app.act(&supervisor, &other, "suspend", &json!({ "reason_code": "appraisal" })).await;
    let known = json!({ "accepted_on": "2026-03-02" });
    let nothing = app.acting(&supervisor, &other, "record_procedure", &known).send().await;
    assert_problem(&nothing, 409, "case.no_procedure");
}

#[test]
fn a_month_ends_on_its_corresponding_day_or_on_its_last() {
    let limit = |start, amount| TimeLimit {
        rule_id: String::new(),
        rule_version: 1,
        clock: ClockKind::Statutory,
        amount,
        day_kind: LimitDayKind::Month,
        start,
        roll: Roll::None,
        source: String::new(),
        lamp: LampRule::default(),
    };
    let through = "2026-12-31".parse().expect("a day");
    let cal = Calendar::new(1, through, Vec::new()).expect("a calendar");
    for (start, from, months, due) in [
        (StartRule::NextDay, "2026-03-01", 6, "2026-09-01"),
        (StartRule::NextDay, "2025-08-31", 6, "2026-02-28"),
        (StartRule::NextDay, "2023-08-31", 6, "2024-02-29"),
        (StartRule::NextDay, "2026-01-31", 1, "2026-02-28"),
        (StartRule::SameDay, "2026-03-01", 6, "2026-08-31"),
    ] {
        let from = from.parse().expect("a day");
        let ends = due_on(&limit(start, months), &cal, from, &[]).expect("a due day");
        assert_eq!(ends.map(|day| day.to_string()).as_deref(), Some(due), "{months} from {from}");
    }
    assert!(due_on(&limit(StartRule::NextDay, 121), &cal, through, &[]).is_err());
}
