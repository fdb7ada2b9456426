//! Who may deliver, who reads what became of cases, and who keeps the mappings: one definition each.

use serde_json::{Value, json};
use zongzhi::features::adapters::sweeping::sweep;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

use super::kit::{ADAPTERS, deliver, message, sealed, simulate, statuses, told};

#[actix_web::test]
async fn delivering_is_registering() {
    let app = TestApp::new().await;
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let code = "grid_event";
        let mut body = message(code, person.username);
        body["grid_region_code"] = json!(null);
        let answer = deliver(&app, &client, code, &body).await;
        let may = ["clerk", "dispatcher", "village_officer"].contains(&person.role);
        if may {
            assert_eq!(answer.status, 201, "{}: {answer}", person.username);
        } else {
            assert_problem(&answer, 403, "auth.not_allowed");
        }
    }
}

#[actix_web::test]
async fn what_became_of_a_case_is_told_to_who_may_read_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    simulate(&app, &clerk, "police_110", 1).await;
    let restricted = {
        let receipt = deliver(&app, &clerk, "police_110", &message("police_110", "R-1")).await;
        receipt.expect(201)["case_id"].clone()
    };
    let dispatcher = app.as_dispatcher().await;
    let path = format!("/api/v1/cases/{}", restricted.as_str().unwrap_or_default());
    let seen = app.get(path.as_str()).as_(&dispatcher).send().await.version();
    let why = json!({ "class": "minors", "reason": "涉及未成年人" });
    let act = app.post(format!("{path}/actions/restrict")).as_(&dispatcher).if_match(seen);
    act.json(&why).send().await.expect(200);
    sealed(&app).await;
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let answer = app.get(format!("{ADAPTERS}/police_110/statuses")).as_(&client).send().await;
        if answer.status == 403 {
            continue;
        }
        let delta = answer.expect(200);
        for item in delta["items"].as_array().into_iter().flatten() {
            let path = format!("/api/v1/cases/{}", item["case_id"].as_str().unwrap_or_default());
            let case = app.get(path).as_(&client).send().await;
            assert_eq!(case.status, 200, "{} is told of {item}", person.username);
        }
    }
    let all = told(&statuses(&app, &dispatcher, "police_110", "").await);
    assert_eq!(all.len(), 2, "the centre's own dispatcher reads both");
    let supervisor = app.as_supervisor().await;
    assert_eq!(told(&statuses(&app, &supervisor, "police_110", "").await).len(), 1);
    let other = app.as_other_clerk().await;
    assert_eq!(told(&statuses(&app, &other, "police_110", "").await).len(), 0);
    let admin = app.as_system_admin().await;
    let refused = app.get(format!("{ADAPTERS}/police_110/statuses")).as_(&admin).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn the_log_is_that_of_ones_own_place_and_names_a_case_to_who_may_read_it() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    simulate(&app, &clerk, "petition", 1).await;
    let path = format!("{ADAPTERS}/petition/messages");
    let read = async |client: &zongzhi_tests::clients::Client| {
        app.get(path.as_str()).as_(client).send().await.expect(200)["items"].clone()
    };
    let own = read(&clerk).await;
    assert!(own[0]["case_id"].is_string(), "{own}");
    let admin = read(&app.as_system_admin().await).await;
    assert_eq!((&admin[0]["number"], &admin[0]["case_id"]), (&own[0]["number"], &Value::Null));
    assert_eq!(read(&app.as_other_clerk().await).await, json!([]), "another county's");
    let handler = app.as_handler().await;
    let refused = app.get(path.as_str()).as_(&handler).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_number_known_elsewhere_tells_nothing_of_its_case() {
    let app = TestApp::new().await;
    let (clerk, other) = (app.as_clerk().await, app.as_other_clerk().await);
    simulate(&app, &clerk, "petition", 1).await;
    let mut body = message("petition", "SIM-petition-0001");
    body["question_region_code"] = json!(null);
    let refused = deliver(&app, &other, "petition", &body).await;
    let problem = assert_problem(&refused, 409, "case.source_duplicate");
    assert!(problem.get("case_id").is_none(), "{problem}");
}

#[actix_web::test]
async fn who_only_registers_is_told_that_a_number_is_known_and_no_more() {
    let app = TestApp::new().await;
    let scopes = json!({ "scopes": ["cases:register"] });
    let application = crate::applications::kit::live(&app, scopes).await;
    let source = crate::applications::kit::client(&app, &application).await;
    let body = message("petition", "P-1");
    let first = deliver(&app, &source, "petition", &body).await.expect(201);
    assert_eq!(first["outcome"], "registered");
    // Sent again, because the answer was lost: no error, and no case.
    let again = deliver(&app, &source, "petition", &body).await.expect(200);
    assert_eq!((&again["outcome"], &again["number"]), (&json!("known"), &json!("P-1")));
    for member in ["case_id", "case_no", "status", "status_word", "tracking_code"] {
        assert_eq!(again[member], Value::Null, "{member}");
    }
}

#[actix_web::test]
async fn deliveries_are_told_of_for_half_a_year() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    simulate(&app, &clerk, "petition", 2).await;
    let state = app.state.clone().into_inner();
    app.advance(chrono::TimeDelta::days(183));
    assert_eq!(sweep(state.clone()).await.expect("a sweep"), 0);
    app.advance(chrono::TimeDelta::days(18));
    assert_eq!(sweep(state).await.expect("a sweep"), 2);
}

#[actix_web::test]
async fn mappings_are_kept_by_the_system_administrator() {
    let app = TestApp::new().await;
    let body = json!({ "is_active": false, "reason": "试一试" });
    for client in [app.as_clerk().await, app.as_director().await, app.as_auditor().await] {
        let list = app.get(ADAPTERS).as_(&client).send().await.expect(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(5));
        let path = format!("{ADAPTERS}/petition");
        let refused = app.patch(path).as_(&client).if_match(1).json(&body).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
}
