//! The harness itself: what it must notice.

use serde_json::json;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::assert_problem;

#[actix_web::test]
async fn an_unknown_path_is_a_problem() {
    let app = TestApp::new().await;
    let answer = app.get("/api/v1/nothing-here").send().await;
    assert_problem(&answer, 404, "request.not_found");
}

#[actix_web::test]
async fn an_answer_may_carry_only_what_the_document_names() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let answer = app.get("/api/v1/cases").as_(&clerk).send().await;
    let with = |change: fn(&mut serde_json::Value)| {
        let mut body = answer.json();
        change(&mut body);
        let answer = Answer { body: body.to_string().into(), ..answer.clone() };
        app.allows("GET", "/api/v1/cases", &answer)
    };
    with(|_| ()).expect("as it came");
    let odd = with(|body| body["colour"] = json!("red")).expect_err("a member nobody described");
    assert!(odd.contains("colour"), "{odd}");
}

#[actix_web::test]
async fn a_problem_may_carry_only_the_codes_of_its_operation() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let answer = app.get("/api/v1/cases?colour=red").as_(&clerk).send().await;
    let mut body = assert_problem(&answer, 400, "request.invalid_parameter");
    body["code"] = json!("calendar.range_too_long");
    let answer = Answer { body: body.to_string().into(), ..answer };
    let odd = app.allows("GET", "/api/v1/cases", &answer).expect_err("another slice's code");
    assert!(odd.contains("calendar.range_too_long"), "{odd}");
}
