//! Numbers that stand in no field of a party, and what is left of a party for who only assists.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::{ids, kit};

/// A telephone and an identity number of nobody who is recorded.
const TELEPHONE: &str = "13999998888";
const IDENTITY: &str = "990101196605057775";

/// A matter whose texts are full of numbers, assisted by another department.
async fn written(app: &TestApp) -> Case {
    let dispatcher = app.as_dispatcher().await;
    let told = format!("李示例说可打{TELEPHONE}或139 9999 8888，身份证{IDENTITY}");
    let case = app
        .case()
        .with("title", format!("张某讨薪 {TELEPHONE}"))
        .with("narrative", told)
        .registered()
        .await;
    let case = app.act(&dispatcher, &case, "classify", &classified()).await;
    let to = json!({ "lead_department_id": world::HOUSING.id,
        "assist_department_ids": [world::LABOUR.id],
        "note": format!("请联系李示例13800001234或{TELEPHONE}") });
    let case = app.act(&dispatcher, &case, "dispatch", &to).await;
    app.act(&app.as_handler().await, &case, "sign", &json!({})).await
}

async fn finds(app: &TestApp, client: &Client, case: &Case, query: &str) -> bool {
    let path = format!("/api/v1/cases?limit=50&count=exact&q={}", kit::percent(query));
    let page = app.get(path).as_(client).send().await.expect(200);
    let is_found = ids(&page).contains(&case.id);
    assert_eq!(page["total"], usize::from(is_found), "{query} by {}", client.username);
    is_found
}

#[actix_web::test]
async fn a_number_in_no_field_is_masked_by_its_shape() {
    let app = TestApp::new().await;
    let case = written(&app).await;
    let supervisor = app.as_supervisor().await;
    for path in [
        case.path(),
        format!("{}/events", case.path()),
        format!("{}/similar", case.path()),
        "/api/v1/cases".to_owned(),
    ] {
        let seen = app.get(&path).as_(&supervisor).send().await.text();
        for number in [TELEPHONE, IDENTITY, "139 9999 8888"] {
            assert!(!seen.contains(number), "{path}: {seen}");
        }
    }
    let seen = app.see(&supervisor, &case).await.view;
    assert_eq!(seen["title"], "张某讨薪 139****8888");
    let masked = "李*说可打139****8888或139 **** 8888，身份证990101********7775";
    assert_eq!(seen["narrative"], masked);
    // Who may look reads the story as it was written.
    let seen = app.see(&app.as_clerk().await, &case).await.view;
    assert!(seen["narrative"].as_str().is_some_and(|told| told.contains(IDENTITY)), "{seen}");
}

#[actix_web::test]
async fn a_number_told_in_the_title_alone_is_kept_for_who_may_look() {
    let app = TestApp::new().await;
    let title = format!("讨薪 {TELEPHONE}");
    let case = app.case().with("title", title.clone()).registered().await;
    let seen = app.see(&app.as_clerk().await, &case).await.view;
    assert_eq!(seen["title"], "讨薪 139****8888");
    assert!(seen["narrative"].as_str().is_some_and(|told| told.contains(&title)), "{seen}");
    let seen = app.see(&app.as_supervisor().await, &case).await.view;
    assert!(!seen.to_string().contains(TELEPHONE), "{seen}");
}

#[actix_web::test]
async fn who_only_assists_reads_roles_and_no_digit() {
    let app = TestApp::new().await;
    let case = written(&app).await;
    let assistant = app.as_other_handler().await;
    let seen = app.see(&assistant, &case).await.view;
    let narrative = seen["narrative"].as_str().unwrap_or_default();
    assert!(narrative.starts_with("申请人说可打***********"), "{narrative}");
    assert!(!narrative.contains(|letter: char| letter.is_ascii_digit()), "{narrative}");
    for path in [case.path(), format!("{}/events", case.path()), "/api/v1/cases".to_owned()] {
        let seen = app.get(&path).as_(&assistant).send().await.text();
        for part in ["李*", "138****", "139****", "****1234", "990101****"] {
            assert!(!seen.contains(part), "{path} tells {part}: {seen}");
        }
    }
}

#[actix_web::test]
async fn a_number_that_is_not_read_is_not_found() {
    let app = TestApp::new().await;
    let case = written(&app).await;
    let (supervisor, assistant) = (app.as_supervisor().await, app.as_other_handler().await);
    for query in [TELEPHONE, "99998", IDENTITY, "19660505", "139 9999"] {
        for client in [&supervisor, &assistant] {
            assert!(!finds(&app, client, &case, query).await, "{query} by {}", client.username);
        }
    }
    // The ends a mask keeps are read by the one and not by the other.
    for query in ["139", "8888", "990101"] {
        assert!(finds(&app, &supervisor, &case, query).await, "{query}");
        assert!(!finds(&app, &assistant, &case, query).await, "{query}");
    }
    for client in [&supervisor, &assistant, &app.as_clerk().await] {
        assert!(finds(&app, client, &case, "讨薪").await, "by {}", client.username);
    }
    assert!(finds(&app, &app.as_clerk().await, &case, TELEPHONE).await, "by the clerk");
}
