//! What became of a source's cases, in its words and in the order of the sealed ledger.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::world;

use super::kit::{ADAPTERS, sealed, simulate, statuses, told};

/// The case a receipt names, as the dispatcher sees it.
async fn case_of(app: &TestApp, receipt: &Value) -> Case {
    let dispatcher = app.as_dispatcher().await;
    let path = format!("/api/v1/cases/{}", receipt["case_id"].as_str().unwrap_or_default());
    Case::of(&app.get(path).as_(&dispatcher).send().await)
}

fn pair(number: &str, word: &str) -> (String, String) {
    (number.to_owned(), word.to_owned())
}

#[actix_web::test]
async fn a_source_reads_back_what_became_of_its_cases_and_goes_on_from_there() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let receipts = simulate(&app, &clerk, "hotline_12345", 2).await;
    simulate(&app, &clerk, "grid_event", 1).await;
    let unsealed = told(&statuses(&app, &clerk, "hotline_12345", "").await);
    assert!(unsealed.is_empty(), "nothing is sealed: {unsealed:?}");
    let case = case_of(&app, &receipts[0]).await;
    let case = app.act(&dispatcher, &case, "classify", &classified()).await;
    let lead = json!({ "lead_department_id": world::HOUSING.id });
    app.act(&dispatcher, &case, "dispatch", &lead).await;
    sealed(&app).await;
    let (one, two) = ("SIM-hotline_12345-0001", "SIM-hotline_12345-0002");
    let delta = statuses(&app, &clerk, "hotline_12345", "").await;
    let wanted = [pair(one, "已接收"), pair(two, "已接收"), pair(one, "已转办")];
    // In the order of the ledger's blocks: of one case in order, of two as they come.
    let both = told(&delta);
    assert_eq!(both.iter().collect::<BTreeSet<_>>(), wanted.iter().collect(), "no classifying");
    assert_eq!(both.len(), wanted.len());
    let words: Vec<_> = both.iter().filter(|(number, _)| number == one).collect();
    assert_eq!(words, [&wanted[0], &wanted[2]]);
    assert_eq!(delta["has_more"], false);

    let path = format!("{ADAPTERS}/hotline_12345/statuses/acknowledgements");
    let body = json!({ "position": delta["next_since"] });
    let noted = app.post(path.as_str()).as_(&clerk).json(&body).send().await.expect(200);
    assert_eq!(noted["position"], delta["next_since"]);
    let left = told(&statuses(&app, &clerk, "hotline_12345", "").await);
    assert!(left.is_empty(), "acknowledged: {left:?}");
    // What was acknowledged is told again to who asks for it, and to other receivers.
    let first = delta["items"][0]["position"].as_str().unwrap_or_default();
    let again = statuses(&app, &clerk, "hotline_12345", &format!("?since={first}")).await;
    assert_eq!(told(&again), both[1..]);
    assert_eq!(told(&statuses(&app, &dispatcher, "hotline_12345", "").await).len(), 3);

    let other = case_of(&app, &receipts[1]).await;
    let ground = json!({ "ground_code": "06", "told_applicant": "已告知向事发地反映" });
    app.act(&dispatcher, &other, "decline", &ground).await;
    sealed(&app).await;
    let delta = statuses(&app, &clerk, "hotline_12345", "").await;
    assert_eq!(told(&delta), [pair(two, "不予受理")]);
    assert_eq!(delta["items"][0]["refusal_code"], "not_in_jurisdiction");
    // An older position does not take the place of a newer one.
    let late = app.post(path).as_(&clerk).json(&json!({ "position": first })).send().await;
    assert_eq!(late.expect(200)["position"], body["position"]);
}

#[actix_web::test]
async fn a_page_goes_on_where_the_one_before_ended() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    simulate(&app, &clerk, "petition", 5).await;
    sealed(&app).await;
    let (mut found, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page = statuses(&app, &clerk, "petition", &query).await;
        found.extend(told(&page));
        if page["has_more"] == false {
            break;
        }
        query = format!("?limit=2&since={}", page["next_since"].as_str().unwrap_or_default());
    }
    let mut numbers: Vec<_> = found.into_iter().map(|(number, _)| number).collect();
    numbers.sort();
    let wanted: Vec<_> = (1..=5).map(|no| format!("SIM-petition-{no:04}")).collect();
    assert_eq!(numbers, wanted);
}

#[actix_web::test]
async fn a_position_nobody_gave_out_is_refused() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let path = format!("{ADAPTERS}/petition/statuses?since=here");
    assert_problem(&app.get(path).as_(&clerk).send().await, 400, "request.invalid_parameter");
    let path = format!("{ADAPTERS}/petition/statuses/acknowledgements");
    let ahead = json!({ "position": format!("999.{}", world::CLERK.id) });
    let refused = app.post(&path).as_(&clerk).json(&ahead).send().await;
    let problem = assert_problem(&refused, 422, "request.validation");
    assert_eq!(problem["errors"][0]["code"], "adapter.position_unknown");
    // Nor is one of another system's cases.
    simulate(&app, &clerk, "grid_event", 1).await;
    sealed(&app).await;
    let delta = statuses(&app, &clerk, "grid_event", "").await;
    let other = json!({ "position": delta["next_since"] });
    let refused = app.post(path).as_(&clerk).json(&other).send().await;
    let problem = assert_problem(&refused, 422, "request.validation");
    assert_eq!(problem["errors"][0]["code"], "adapter.position_unknown");
}
