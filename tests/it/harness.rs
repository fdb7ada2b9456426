//! The harness itself: what it must notice.

use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

#[actix_web::test]
async fn an_unknown_path_is_a_problem() {
    let app = TestApp::new().await;
    let answer = app.get("/api/v1/nothing-here").send().await;
    assert_problem(&answer, 404, "request.not_found");
}
