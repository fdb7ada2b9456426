//! What an application is told: by its own limits, not by those of whoever set it up.

use std::collections::BTreeSet;

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use super::kit::{START, STREAM, listen, readable, seal};
use crate::applications::kit;

#[actix_web::test]
async fn an_application_is_told_of_the_cases_within_its_limits_and_of_no_other() {
    let app = TestApp::new().await;
    let restricted = app.case().with("restriction", json!({ "class": "minors" }));
    let cases = [
        app.case().with("type_code", "0202").registered().await,
        app.case().with("type_code", "0101").registered().await,
        restricted.registered().await,
    ];
    seal(&app).await;
    let narrow = json!({ "scopes": ["cases:read"], "type_prefixes": ["02"] });
    for (change, most) in [(json!({ "scopes": ["cases:read"] }), 2), (narrow, 1)] {
        let application = kit::live(&app, change).await;
        let client = kit::client(&app, &application).await;
        let may = readable(&app, &client, &cases.iter().collect::<Vec<_>>()).await;
        assert!(may.len() <= most, "{may:?}");
        let heard = listen(&app, &client, Some(START)).await;
        let told: BTreeSet<_> = heard.cases("case").into_iter().collect();
        assert_eq!(told, may);
        assert!(heard.cases("left_scope").is_empty(), "{heard:?}");
        // Who stops it has stopped its streams.
        let owner = app.as_dispatcher().await;
        kit::stop(&app, &owner, &application, "suspend").await;
        let refused = app.get(STREAM).as_(&client).header("last-event-id", START).send().await;
        assert_problem(&refused, 401, "auth.invalid_token");
    }
}

#[actix_web::test]
async fn an_application_limited_by_class_is_told_of_what_it_loses() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let narrow = json!({ "scopes": ["cases:read"], "type_prefixes": ["02"] });
    let application = kit::live(&app, narrow).await;
    let client = kit::client(&app, &application).await;
    let lost = app.case().with("type_code", "0202").registered().await;
    let other = app.case().with("type_code", "0101").registered().await;
    seal(&app).await;
    let place = listen(&app, &client, None).await.place;
    for case in [&lost, &other] {
        let body = json!({ "class": "minors", "reason": "涉及未成年人" });
        app.act(&dispatcher, case, "restrict", &body).await;
    }
    seal(&app).await;
    let heard = listen(&app, &client, Some(&place)).await;
    assert_eq!(heard.cases("left_scope"), [&*lost.id]);
    assert!(heard.cases("case").is_empty(), "{heard:?}");
}
