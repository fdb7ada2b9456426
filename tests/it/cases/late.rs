//! Late, by whose time: the list, its filters and pages, and the figures over it.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

async fn late(app: &TestApp, client: &Client, query: &str) -> Value {
    app.get(format!("/api/v1/cases/late?{query}")).as_(client).send().await.expect(200)
}

fn numbers(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().into_iter().flatten();
    items.map(|item| item["case"]["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn sum(list: &Value) -> i64 {
    list.as_array().into_iter().flatten().filter_map(|part| part["seconds"].as_i64()).sum()
}

#[actix_web::test]
async fn each_late_case_names_who_used_most_of_its_time() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    // Nobody dispatches the first; housing sits on the second; the third is closed in time.
    let waiting = app.case().registered().await;
    let sat_on = app.case().in_progress().await;
    app.case().closed().await;
    assert_eq!(late(&app, &supervisor, "").await["items"], json!([]));
    app.advance(Duration::days(20));
    let page = late(&app, &supervisor, "").await;
    assert_eq!(numbers(&page), [waiting.id.clone(), sat_on.id.clone()]);
    let (first, second) = (&page["items"][0], &page["items"][1]);
    assert_eq!(first["holder"]["kind"], "dispatcher");
    assert_eq!(second["holder"]["name"], world::HOUSING.name);
    for one in [first, second] {
        assert_eq!(sum(&one["holders"]), one["total_seconds"].as_i64().unwrap_or_default());
        assert!(one["overdue_seconds"].as_i64() > Some(0), "{one}");
        // The same as the split on the page of the case.
        let id = one["case"]["id"].as_str().unwrap_or_default();
        let used = app.get(format!("/api/v1/cases/{id}/time-use")).as_(&supervisor).send().await;
        assert_eq!(used.expect(200)["holders"], one["holders"]);
    }
    let by_unit = format!("holder_kind=department&holder_department_id={}", world::HOUSING.id);
    assert_eq!(numbers(&late(&app, &supervisor, &by_unit).await), std::slice::from_ref(&sat_on.id));
    let by_post = late(&app, &supervisor, "holder_kind=dispatcher").await;
    assert_eq!(numbers(&by_post), [waiting.id]);
    // A handler sees those of her own department only.
    let handler = app.as_handler().await;
    assert_eq!(numbers(&late(&app, &handler, "").await), [sat_on.id]);
    let stranger = app.as_other_dispatcher().await;
    assert_eq!(late(&app, &stranger, "").await["items"], json!([]));
    let refused = app.get("/api/v1/cases/late").as_(&app.as_auditor().await).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn pages_are_whole_under_every_filter_and_statements_stay_few() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    for at in 0..7 {
        if at % 2 == 0 {
            app.case().registered().await;
        } else {
            app.case().in_progress().await;
        }
        app.advance(Duration::minutes(1));
    }
    app.advance(Duration::days(20));
    for filter in ["", "holder_kind=dispatcher&", "holder_kind=department&"] {
        let whole = numbers(&late(&app, &supervisor, &format!("{filter}limit=200")).await);
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = late(&app, &supervisor, &format!("{filter}limit=2{after}")).await;
            found.extend(numbers(&page));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            after = format!("&cursor={cursor}");
        }
        assert_eq!(found, whole, "{filter}");
    }
    for limit in [1, 200] {
        let before = app.statements();
        late(&app, &supervisor, &format!("limit={limit}")).await;
        let run = app.statements() - before;
        assert!(run <= 2, "a page of {limit} runs {run} statements");
    }
    let bad = app.get("/api/v1/cases/late?cursor=abc").as_(&supervisor).send().await;
    assert_problem(&bad, 400, "request.invalid_cursor");
}
