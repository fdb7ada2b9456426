//! A leader in charge is told when the day they named has come.

use chrono::Duration;
use serde_json::json;
use zongzhi::features::notices::reviews::remind;
use zongzhi_tests::app::TestApp;

use super::kit::{inbox, kinds};

async fn round(app: &TestApp) -> u64 {
    remind(app.state.clone().into_inner()).await.expect("a round")
}

#[actix_web::test]
async fn a_leader_in_charge_is_told_once_on_each_day_they_named() {
    let app = TestApp::new().await;
    let leader = app.as_leader().await;
    let case = app.case().in_progress().await;
    let seen = app.see(&leader, &case).await;
    let plan = json!({ "plan": "每周调度", "next_review_on": "2026-03-05" });
    let seen = app.act(&leader, &seen, "take_charge", &plan).await;
    app.case().in_progress().await;
    assert_eq!(round(&app).await, 0, "the day has not come");
    app.advance(Duration::days(3));
    assert_eq!(round(&app).await, 1);
    assert_eq!(round(&app).await, 0, "once");
    app.advance(Duration::days(1));
    assert_eq!(round(&app).await, 0, "nor the day after");
    let leader = app.as_leader().await;
    let told = inbox(&app, &leader).await;
    assert_eq!(
        (told[0]["kind"].as_str(), told[0]["group"].as_str()),
        (Some("review_due"), Some("to_do"))
    );
    assert_eq!(told[0]["about"], json!({ "kind": "case", "id": case.id }));
    let text = told[0]["text"].as_str().unwrap_or_default();
    assert!(text.contains(case.number()) && text.contains("2026-03-05"), "{text}");
    // Another day is another fact, and nobody else's matter.
    let again = json!({ "plan": "每周调度", "next_review_on": "2026-03-10" });
    app.act(&leader, &seen, "take_charge", &again).await;
    app.advance(Duration::days(4));
    assert_eq!(round(&app).await, 1);
    assert!(!kinds(&app, &app.as_director().await).await.contains(&"review_due".to_owned()));
    // What was to be looked at long ago is no news.
    app.advance(Duration::days(60));
    assert_eq!(round(&app).await, 0);
}
