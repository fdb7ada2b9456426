//! Reminders: once before a day, once after it, and before the time for asking the court is over.

use std::sync::Arc;

use serde_json::json;
use zongzhi::features::agreements::jobs::remind;
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::notices::fan_out::fan_out;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_fields;
use zongzhi_tests::clients::Client;

use super::kit::{agreed, go_to, ledger_holds, on_agreement, told};

async fn round(app: &TestApp) -> u64 {
    remind(Arc::clone(&app.state.clone().into_inner())).await.expect("a round")
}

/// The kinds of the notices somebody has, newest first.
async fn noticed(app: &TestApp, client: &Client) -> Vec<String> {
    let state = app.state.clone().into_inner();
    seal_ledger(Arc::clone(&state)).await.expect("sealing");
    fan_out(state).await.expect("telling");
    let all = app.get("/api/v1/notices").as_(client).send().await.expect(200);
    let items = all["items"].as_array().into_iter().flatten();
    items.filter_map(|notice| notice["kind"].as_str()).map(ToOwned::to_owned).collect()
}

#[actix_web::test]
async fn who_leads_and_who_mediated_is_told_before_and_after() {
    let app = TestApp::new().await;
    let (handler, own) = (app.as_handler().await, app.as_mediator().await);
    let (case, agreement) = agreed(&app).await;
    assert_eq!(round(&app).await, 0, "nothing is due soon");
    // The mediator was told of the session although their department has no part in the case.
    let first = noticed(&app, &own).await;
    assert!(first.contains(&"mediation_booked".to_owned()), "{first:?}");
    assert!(first.contains(&"agreement_reached".to_owned()), "{first:?}");
    go_to(&app, "2026-03-09T10:00");
    assert_eq!(round(&app).await, 1, "the repair, in a day");
    assert_eq!(round(&app).await, 0, "once");
    assert_eq!(noticed(&app, &handler).await[0], "performance_reminded");
    assert_eq!(noticed(&app, &own).await[0], "performance_reminded");
    go_to(&app, "2026-03-11T10:00");
    assert_eq!(round(&app).await, 1, "it was not done");
    assert_eq!(noticed(&app, &own).await[0], "performance_overdue");
    let kinds = told(&app, &case).await.0;
    assert_eq!(kinds[kinds.len() - 2..], ["performance_reminded", "performance_overdue"]);
    let now = app.get(format!("/api/v1/agreements/{}", agreement["id"].as_str().expect("an id")));
    let now = now.as_(&handler).send().await.expect(200);
    let done = json!({ "item_no": 2, "state": "performed", "happened_on": "2026-03-11",
        "evidence": "现场验收" });
    on_agreement(&app, &handler, &now, "record_performance", &done).await;
    go_to(&app, "2026-03-26T10:00");
    // The money is overdue, and the court can be asked for another week.
    assert_eq!(round(&app).await, 2);
    let last = noticed(&app, &handler).await;
    assert!(last[..2].contains(&"confirmation_reminded".to_owned()), "{last:?}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_county_says_how_many_days_ahead_it_reminds() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    agreed(&app).await;
    go_to(&app, "2026-03-03T10:00");
    assert_eq!(round(&app).await, 0, "the repair is due in seven days");
    let lead = json!({
        "code": "performance_notice", "clock": "performance_notice", "amount": 7,
        "day_kind": "calendar", "start": "next_day", "roll": "none", "source": "县级规定",
        "valid_from": "2026-03-03",
    });
    // It is one for the county: drawn for some cases it would never be found.
    let mut drawn = lead.clone();
    drawn["level"] = json!("ordinary");
    let publish = async |body: &serde_json::Value| {
        app.post("/api/v1/time-limit-rules").as_(&admin).json(body).send().await
    };
    assert_fields(&publish(&drawn).await, &["/level"]);
    assert_eq!(publish(&lead).await.expect(201)["version"], 2);
    assert_eq!(round(&app).await, 1, "seven days ahead now");
    assert_eq!(round(&app).await, 0, "once");
}

#[actix_web::test]
async fn nobody_is_reminded_at_night_or_on_a_day_off() {
    let app = TestApp::new().await;
    agreed(&app).await;
    go_to(&app, "2026-03-08T10:00");
    assert_eq!(round(&app).await, 0, "a Sunday");
    go_to(&app, "2026-03-09T22:00");
    assert_eq!(round(&app).await, 0, "in the evening");
}
