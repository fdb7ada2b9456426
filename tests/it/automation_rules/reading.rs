//! The run log shows nobody a case they may not see.

use serde_json::json;
use zongzhi_tests::app::TestApp;

use super::kit::{active, after, level, not_level, rounds, runs, seen};

#[actix_web::test]
async fn the_log_shows_the_runs_on_cases_its_reader_may_see() {
    let app = TestApp::new().await;
    let rule = after(&["classified"], &not_level("complex"), &level("complex"));
    let rule = active(&app, "提级", &rule).await;
    for _ in 0..3 {
        app.advance(chrono::Duration::seconds(1));
        app.case().classified().await;
        rounds(&app).await;
    }
    let refusing = after(&["dispatched"], &json!({ "kind": "all" }), &level("difficult"));
    let refusing = active(&app, "晚了", &refusing).await;
    app.case().dispatched().await;
    rounds(&app).await;
    let director = app.as_director().await;
    assert_eq!(runs(&app, &director, &rule).await.len(), 4);
    // 三员: none of them sees a case, nor that a rule ran on it; the figures say that it ran.
    let admin = app.as_system_admin().await;
    assert_eq!(runs(&app, &admin, &rule).await, Vec::<serde_json::Value>::new());
    // The fourth had been sent on by the time the rule came round to it.
    let figures = seen(&app, &rule).await.view["runs"].clone();
    assert_eq!(figures, json!({ "done": 3, "refused": 1, "skipped": 0 }));
    let path = format!("{}/runs?limit=2&count=exact", rule.path());
    let first = app.get(&path).as_(&director).send().await.expect(200);
    assert_eq!(first["total"], 4);
    let cursor = first["next_cursor"].as_str().unwrap_or_default();
    let second = app.get(format!("{path}&cursor={cursor}")).as_(&director).send().await.expect(200);
    let ids = |page: &serde_json::Value| {
        let items = page["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|run| run["id"].to_string()).collect::<Vec<_>>()
    };
    let mut all = [ids(&first), ids(&second)].concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!((all.len(), &second["next_cursor"]), (4, &json!(null)));
    let count = async |outcome: &str| {
        let path = format!("{}/runs?count=exact&outcome={outcome}", refusing.path());
        app.get(path).as_(&director).send().await.expect(200)["total"].clone()
    };
    assert_eq!((count("refused").await, count("done").await), (json!(1), json!(0)));
    let bad = app.get(format!("{}/runs?outcome=lost", refusing.path())).as_(&director).send().await;
    assert_eq!(bad.status, 400);
}
