//! Why may I, or why not: the explanation says what the action does.

use serde_json::{Value, json};
use zongzhi::features::cases::workflow::TRANSITIONS;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::words;

async fn why(app: &TestApp, client: &Client, case: &Case, verb: &str) -> Value {
    let path = format!("{}/rights?action={verb}", case.path());
    app.get(path).as_(client).send().await.expect(200)
}

fn step<'a>(why: &'a Value, code: &str) -> &'a Value {
    let steps = why["steps"].as_array().into_iter().flatten();
    steps.clone().find(|step| step["code"] == code).unwrap_or(&Value::Null)
}

#[actix_web::test]
async fn the_missing_right_is_named_and_who_has_it() {
    let app = TestApp::new().await;
    let case = app.case().classified().await;
    let clerk = app.as_clerk().await;
    let why = why(&app, &clerk, &case, "dispatch").await;
    assert_eq!(why["result"]["is_allowed"], false);
    assert_eq!(why["result"]["refusal"], "auth.not_allowed");
    let inputs = &why["inputs"];
    assert_eq!(inputs["case_version"], case.version);
    assert!(inputs["rights_version"].as_str().is_some_and(|version| !version.is_empty()));
    assert_eq!(
        (&step(&why, "status")["holds"], &step(&why, "right")["holds"]),
        (&json!(true), &json!(false))
    );
    let who = &why["result"]["who"];
    assert_eq!((&who[0]["role"], &who[0]["role_name"]), (&json!("dispatcher"), &json!("分流岗")));
    // Units, never people; the township's dispatcher does not reach a county case.
    assert_eq!(who[0]["units"], json!([world::CENTER_OFFICE.name]));
    assert!(!why.to_string().contains(world::DISPATCHER.name), "{why}");
}

#[actix_web::test]
async fn the_fact_that_misses_is_named() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let assistant = app.as_other_handler().await;
    let why_resolve = why(&app, &assistant, &case, "resolve").await;
    let facts = step(&why_resolve, "right")["facts"].as_array().cloned().unwrap_or_default();
    let missing: Vec<_> = facts.iter().filter(|fact| fact["holds"] == false).collect();
    assert_eq!(missing.len(), 1, "{facts:?}");
    assert_eq!(missing[0]["text"], "本单位主办");
    let handler = app.as_handler().await;
    let why_resolve = why(&app, &handler, &case, "resolve").await;
    // She has the right; an assistant who has not finished holds it up.
    assert_eq!(step(&why_resolve, "right")["holds"], true);
    assert_eq!(why_resolve["result"]["refusal"], "case.assistant_open");
    assert_eq!(step(&why_resolve, "guard")["holds"], false);
    let english = app
        .get(format!("{}/rights?action=archive", case.path()))
        .as_(&handler)
        .header("accept-language", "en")
        .send()
        .await
        .expect(200);
    assert_eq!(step(&english, "status")["text"], "“Archive” starts from: Closed");
}

/// One definition: what the view refuses, and with what code, is what is explained.
#[actix_web::test]
async fn the_explanation_agrees_with_the_buttons_for_everybody() {
    let app = TestApp::new().await;
    let cases = [
        app.case().registered().await,
        app.case().dispatched().await,
        app.case().assisted_by(world::LABOUR).in_progress().await,
        app.case().in_callback().await,
        app.case().closed().await,
    ];
    for person in [
        world::CLERK,
        world::DISPATCHER,
        world::HANDLER,
        world::OTHER_HANDLER,
        world::SUPERVISOR,
        world::DIRECTOR,
    ] {
        let client = app.sign_in(&person).await;
        for case in &cases {
            let seen = app.get(case.path()).as_(&client).send().await;
            if seen.status == 404 {
                let path = format!("{}/rights?action=sign", case.path());
                assert_problem(&app.get(path).as_(&client).send().await, 404, "request.not_found");
                continue;
            }
            let seen = Case::of(&seen);
            let allowed = words(&seen.view["allowed_actions"]);
            for row in TRANSITIONS {
                let why = why(&app, &client, &seen, row.verb).await;
                let is_allowed = allowed.contains(&row.verb);
                assert_eq!(
                    why["result"]["is_allowed"], is_allowed,
                    "{} {}",
                    row.verb, person.username
                );
                let refused = &seen.view["refused_actions"][row.verb];
                if !refused.is_null() {
                    assert_eq!(
                        &why["result"]["refusal"], refused,
                        "{} {}",
                        row.verb, person.username
                    );
                }
                let all_hold = why["steps"]
                    .as_array()
                    .is_some_and(|steps| steps.iter().all(|step| step["holds"] == true));
                assert_eq!(all_hold, is_allowed, "{} {}: {why}", row.verb, person.username);
            }
        }
    }
    let clerk = app.as_clerk().await;
    let wrong = app.get(format!("{}/rights?action=fly", cases[0].path())).as_(&clerk).send().await;
    assert_problem(&wrong, 400, "request.invalid_parameter");
}
