//! A contested case: returns, the suggestion, the ruling, the precedent, back and forth; and an
//! owner at every instant.

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{ids, ledger_holds, words};

/// Gives a unit its duty list.
pub(super) async fn duties(app: &TestApp, department: world::Department, codes: &[&str]) {
    let admin = app.as_system_admin().await;
    let path = format!("/api/v1/departments/{}", department.id);
    let version = app.get(&path).as_(&admin).send().await.version();
    let body = json!({ "case_type_codes": codes });
    app.patch(&path).as_(&admin).if_match(version).json(&body).send().await.expect(200);
}

pub(super) async fn routing(app: &TestApp, client: &Client, case: &Case) -> Value {
    app.get(format!("{}/routing", case.path())).as_(client).send().await.expect(200)
}

async fn send(app: &TestApp, case: &Case, to: world::Department) -> Case {
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, case).await;
    app.act(&dispatcher, &seen, "dispatch", &json!({ "lead_department_id": to.id })).await
}

async fn give_back(
    app: &TestApp,
    by: &Client,
    case: &Case,
    ground: &str,
    instead: Option<world::Department>,
) -> Case {
    let instead = instead.map(|unit| unit.id);
    let body = json!({ "ground_code": ground, "note": "经核对职责清单，不属本单位", "suggested_department_id": instead });
    app.act(by, case, "return", &body).await
}

/// Housing and labour return it, and the director rules for one of them.
pub(super) async fn ruled(app: &TestApp, to: world::Department, is_fallback: bool) -> Case {
    let (housing, labour) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().dispatched().await;
    let case = give_back(app, &housing, &case, "01", Some(world::LABOUR)).await;
    app.advance(Duration::minutes(5));
    let case = send(app, &case, world::LABOUR).await;
    let case = give_back(app, &labour, &case, "03", None).await;
    app.advance(Duration::minutes(5));
    let director = app.as_director().await;
    let seen = app.see(&director, &case).await;
    let body = json!({ "lead_department_id": to.id, "reason": "依据职责事项清单", "fallback": is_fallback });
    app.act(&director, &seen, "rule", &body).await
}

fn names(list: &Value) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item["department"]["name"].as_str()).collect()
}

fn reasons(candidate: &Value) -> Vec<&str> {
    let reasons = candidate["reasons"].as_array().into_iter().flatten();
    reasons.filter_map(|reason| reason["code"].as_str()).collect()
}

#[actix_web::test]
async fn the_suggestion_follows_duty_lists_then_rulings_and_lets_returners_sink() {
    let app = TestApp::new().await;
    duties(&app, world::HOUSING, &["0202"]).await;
    duties(&app, world::JUSTICE, &["02"]).await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let unknown = routing(&app, &dispatcher, &case).await;
    assert_eq!(unknown["steps"][0]["code"], "unclassified");
    assert_eq!(unknown["result"]["suggested_department"], Value::Null);

    let case = app.case().classified().await;
    let first = routing(&app, &dispatcher, &case).await;
    let candidates = &first["result"]["candidates"];
    assert_eq!(names(candidates), [world::HOUSING.name, world::JUSTICE.name]);
    assert_eq!(first["result"]["suggested_department"]["name"], world::HOUSING.name);
    assert_eq!(reasons(&candidates[0]), ["duty"]);
    // Inputs with versions, steps, result.
    assert_eq!(first["inputs"]["duty_lists"][0]["type_code"], "0202");
    assert_eq!(first["inputs"]["duty_lists"][0]["version"], 2);
    assert_eq!(first["inputs"]["case_version"], case.version);
    let steps: Vec<_> = first["steps"].as_array().into_iter().flatten().collect();
    let codes: Vec<_> = steps.iter().filter_map(|step| step["code"].as_str()).collect();
    assert_eq!(codes, ["in_reach", "by_duty", "by_precedent"]);
    assert_eq!(first["result"]["door"]["procedure"], "people_mediation");

    // A ruling on the like speaks for labour now, though no duty list does.
    let settled = ruled(&app, world::LABOUR, false).await;
    let second = routing(&app, &dispatcher, &case).await;
    let candidates = &second["result"]["candidates"];
    assert_eq!(names(candidates)[0], world::LABOUR.name);
    assert_eq!(reasons(&candidates[0]), ["precedent"]);
    let cited = &candidates[0]["reasons"][0]["precedent"];
    assert_eq!(cited["case_no"], settled.number());
    assert_eq!(cited["ruled_on"], "2026-03-02");

    // Labour returns this one, and goes to the end with its ground.
    let sent = send(&app, &case, world::LABOUR).await;
    let back =
        give_back(&app, &app.as_other_handler().await, &sent, "01", Some(world::JUSTICE)).await;
    let third = routing(&app, &dispatcher, &back).await;
    let candidates = &third["result"]["candidates"];
    assert_eq!(names(candidates), [world::HOUSING.name, world::JUSTICE.name, world::LABOUR.name]);
    assert_eq!(reasons(&candidates[1]), ["duty", "named_by"]);
    assert_eq!(candidates[2]["standing"], "returned");
    assert_eq!(reasons(&candidates[2])[0], "returned");
    let told = candidates[2]["reasons"][0]["text"].as_str().unwrap_or_default();
    assert!(told.contains("不属于本单位法定职责"), "{told}");
    // The same facts give the same answer, word for word.
    assert_eq!(routing(&app, &dispatcher, &back).await, third);
}

#[actix_web::test]
async fn when_nobody_is_competent_the_fallback_unit_is_named_by_the_centre() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().classified().await;
    let found = routing(&app, &dispatcher, &case).await;
    assert_eq!(found["result"]["is_fallback"], true);
    assert_eq!(found["result"]["suggested_department"]["name"], world::CENTER_OFFICE.name);
    // The centre names another one.
    let admin = app.as_system_admin().await;
    let path = format!("/api/v1/centers/{}", world::CENTER.id);
    let version = app.get(&path).as_(&admin).send().await.version();
    let named = json!({ "fallback_department_id": world::JUSTICE.id });
    let center = app.patch(&path).as_(&admin).if_match(version).json(&named).send().await;
    assert_eq!(center.expect(200)["fallback_department_name"], world::JUSTICE.name);
    let found = routing(&app, &dispatcher, &case).await;
    assert_eq!(found["result"]["suggested_department"]["name"], world::JUSTICE.name);
    // A unit that could not see the cases cannot be it.
    let foreign = json!({ "fallback_department_id": world::OTHER_HOUSING.id });
    let refused = app.patch(&path).as_(&admin).if_match(version + 1).json(&foreign).send().await;
    assert_eq!(refused.status, 422, "{refused}");
}

#[actix_web::test]
async fn who_will_not_mediate_is_shown_the_door_of_the_law() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().with("willing_to_mediate", false).registered().await;
    let labour = json!({ "type_code": "0701", "level": "ordinary" });
    let case = app.act(&dispatcher, &case, "classify", &labour).await;
    let found = routing(&app, &dispatcher, &case).await;
    let door = &found["result"]["door"];
    assert_eq!(door["procedure"], "labour_arbitration");
    let source = door["source"].as_str().unwrap_or_default();
    assert!(source.contains("劳动争议调解仲裁法第五条"), "{source}");
    let english = app
        .get(format!("{}/routing", case.path()))
        .as_(&dispatcher)
        .header("accept-language", "en")
        .send()
        .await
        .expect(200);
    let text = english["result"]["door"]["text"].as_str().unwrap_or_default();
    assert_eq!(text, "The applicant is not willing to mediate: to be guided to Labour arbitration");
    let routes = app.get("/api/v1/lawful-routes?type_code=0701").as_(&dispatcher).send().await;
    let routes = routes.expect(200);
    let codes: Vec<_> = routes["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|route| route["code"].as_str())
        .collect();
    assert_eq!(codes, ["unwilling", "unwilling_labour", "willing"]);
}

#[actix_web::test]
async fn only_who_may_route_a_case_is_told_where_it_belongs() {
    let app = TestApp::new().await;
    let case = app.case().dispatched().await;
    let path = format!("{}/routing", case.path());
    for client in [app.as_handler().await, app.as_clerk().await] {
        assert_problem(&app.get(&path).as_(&client).send().await, 403, "auth.not_allowed");
    }
    let other = app.as_other_dispatcher().await;
    assert_problem(&app.get(&path).as_(&other).send().await, 404, "request.not_found");
    for client in [app.as_director().await, app.as_supervisor().await] {
        app.get(&path).as_(&client).send().await.expect(200);
    }
}

#[actix_web::test]
async fn there_and_back_is_flagged_listed_and_counted() {
    let app = TestApp::new().await;
    let (director, dispatcher) = (app.as_director().await, app.as_dispatcher().await);
    // Housing, labour, housing: back where it was.
    let bounced = ruled(&app, world::HOUSING, false).await;
    // Housing, labour, justice: onwards.
    let onwards = ruled(&app, world::JUSTICE, false).await;
    assert_eq!(bounced.view["is_ping_pong"], true);
    let way: Vec<_> = bounced.view["ping_pong"].as_array().into_iter().flatten().collect();
    let way: Vec<_> = way.iter().filter_map(|unit| unit["name"].as_str()).collect();
    assert_eq!(way, [world::HOUSING.name, world::LABOUR.name, world::HOUSING.name]);
    assert_eq!(onwards.view["is_ping_pong"], false);
    assert_eq!(onwards.view["ping_pong"], json!([]));
    let list =
        async |query: &str| {
            let path = format!("/api/v1/cases?{query}");
            let page = app.get(path).as_(&dispatcher).send().await.expect(200);
            assert!(page["items"].as_array().is_some_and(|items| {
                items.iter().all(|item| item["is_ping_pong"].is_boolean())
            }));
            ids(&page)
        };
    assert_eq!(list("is_ping_pong=true").await, std::slice::from_ref(&bounced.id));
    assert_eq!(list("is_ping_pong=false").await, std::slice::from_ref(&onwards.id));
    let (housing, labour, justice) = (world::HOUSING.id, world::LABOUR.id, world::JUSTICE.id);
    let both = format!("is_ping_pong=true&between={housing}&between={labour}");
    assert_eq!(list(&both).await, std::slice::from_ref(&bounced.id));
    assert!(
        list(&format!("between={housing}&between={justice}&is_ping_pong=true")).await.is_empty()
    );
    let page = app.get("/api/v1/oversight").as_(&director).send().await.expect(200);
    let pairs = &page["ping_pong_pairs"];
    assert_eq!(pairs.as_array().map(Vec::len), Some(1));
    assert_eq!((&pairs[0]["cases"], &pairs[0]["hops"]), (&json!(1), &json!(2)));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_contested_case_is_never_without_an_owner() {
    let app = TestApp::new().await;
    let (housing, labour) = (app.as_handler().await, app.as_other_handler().await);
    let (director, dispatcher) = (app.as_director().await, app.as_dispatcher().await);
    let case = app.case().dispatched().await;
    let queue = async |client: &Client, name: &str| {
        let path = format!("/api/v1/cases?queue={name}");
        ids(&app.get(path).as_(client).send().await.expect(200))
    };
    let case = give_back(&app, &housing, &case, "01", None).await;
    assert_eq!(case.view["owner"]["kind"], "dispatcher");
    assert_eq!(queue(&dispatcher, "returned_to_me").await, std::slice::from_ref(&case.id));
    assert!(queue(&director, "returned_to_me").await.is_empty());
    assert!(queue(&director, "ruling").await.is_empty());
    let case = send(&app, &case, world::LABOUR).await;
    let case = give_back(&app, &labour, &case, "03", None).await;
    assert_eq!(case.view["owner"]["kind"], "director");
    assert!(queue(&dispatcher, "returned_to_me").await.is_empty());
    assert_eq!(queue(&director, "returned_to_me").await, std::slice::from_ref(&case.id));
    assert_eq!(queue(&director, "ruling").await, std::slice::from_ref(&case.id));
    assert_eq!(queue(&dispatcher, "ruling").await, std::slice::from_ref(&case.id));
    let counts = app.get("/api/v1/cases/counts").as_(&director).send().await.expect(200);
    assert_eq!(
        (&counts["ruling"]["count"], &counts["returned_to_me"]["count"]),
        (&json!(1), &json!(1))
    );
    let seen = app.see(&director, &case).await;
    let body = json!({ "lead_department_id": world::CENTER_OFFICE.id, "reason": "职责不清", "fallback": true });
    let case = app.act(&director, &seen, "rule", &body).await;
    assert_eq!(case.view["owner"]["department_id"], world::CENTER_OFFICE.id.to_string());
    assert!(!words(&case.view["allowed_actions"]).contains(&"return"));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn ruling_and_routing_cost_few_statements() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    ruled(&app, world::LABOUR, false).await;
    let (housing, labour) = (app.as_handler().await, app.as_other_handler().await);
    let case = app.case().dispatched().await;
    let case = give_back(&app, &housing, &case, "01", None).await;
    let case = send(&app, &case, world::LABOUR).await;
    let case = give_back(&app, &labour, &case, "03", None).await;
    let seen = app.see(&director, &case).await;
    let before = app.statements();
    routing(&app, &director, &seen).await;
    let routed = app.statements() - before;
    assert!(routed <= 5, "a suggestion runs {routed} statements");
    let body = json!({ "lead_department_id": world::LABOUR.id, "reason": "依据职责事项清单" });
    let before = app.statements();
    app.act(&director, &seen, "rule", &body).await;
    let ruling = app.statements() - before;
    // The precedent is a row of its own.
    assert!(ruling <= 9, "a ruling runs {ruling} statements");
}
