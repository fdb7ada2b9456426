//! The queue of what came back, for each role that has to act on it once more.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::resolved;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::ids;

#[actix_web::test]
async fn what_comes_back_is_told_to_whoever_has_it_once_more() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let (handler, other) = (app.as_handler().await, app.as_other_handler().await);
    let queue = async |client: &Client| {
        let path = "/api/v1/cases?queue=returned_to_me";
        let page = app.get(path).as_(client).send().await.expect(200);
        let counts = app.get("/api/v1/cases/counts").as_(client).send().await.expect(200);
        let figure = counts["returned_to_me"]["count"].as_u64();
        let found = ids(&page);
        assert_eq!(figure, u64::try_from(found.len()).ok(), "list and figure");
        found
    };
    // Work that never came back is none of it.
    app.case().in_progress().await;
    assert!(queue(&handler).await.is_empty());
    // Returned, and sent to the same department all the same: until it signs.
    let case = app.case().dispatched().await;
    let back = json!({ "ground_code": "01", "note": "属人社部门职责" });
    app.act(&handler, &case, "return", &back).await;
    assert!(queue(&handler).await.is_empty(), "now it is the dispatcher's");
    assert_eq!(queue(&dispatcher).await, std::slice::from_ref(&case.id));
    let seen = app.see(&dispatcher, &case).await;
    let again = json!({ "lead_department_id": world::HOUSING.id });
    let sent = app.act(&dispatcher, &seen, "dispatch", &again).await;
    assert_eq!(queue(&handler).await, std::slice::from_ref(&case.id));
    assert!(queue(&other).await.is_empty() && queue(&dispatcher).await.is_empty());
    app.act(&handler, &sent, "sign", &json!({})).await;
    assert!(queue(&handler).await.is_empty());
    // A result that is not accepted, and one that did not hold: until there is another.
    let case = app.case().resolved().await;
    let no = json!({ "reason": "缺少履行凭证" });
    let case = app.act(&dispatcher, &case, "reject_resolution", &no).await;
    assert_eq!(queue(&handler).await, std::slice::from_ref(&case.id));
    let case = app.act(&handler, &case, "resolve", &resolved()).await;
    assert!(queue(&handler).await.is_empty());
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    let unsolved = json!({ "reached": true, "solved": false });
    let case = app.act(&clerk, &case, "record_callback", &unsolved).await;
    assert_eq!(queue(&handler).await, std::slice::from_ref(&case.id));
    app.act(&handler, &case, "resolve", &resolved()).await;
    assert!(queue(&handler).await.is_empty());
    // The lead waits for its assistants until the last of them is done.
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    assert!(queue(&handler).await.is_empty());
    let seen = app.see(&other, &case).await;
    let seen = app.act(&other, &seen, "sign", &json!({})).await;
    app.act(&other, &seen, "complete_assist", &json!({ "result": "已核实" })).await;
    assert_eq!(queue(&handler).await, std::slice::from_ref(&case.id));
    assert!(queue(&other).await.is_empty(), "what an assistant has done is done");
    let seen = app.see(&handler, &case).await;
    let task = json!({ "department_id": world::JUSTICE.id, "task": "提供法律意见" });
    app.act(&handler, &seen, "add_assist", &task).await;
    assert!(queue(&handler).await.is_empty(), "it waits for another");
}
