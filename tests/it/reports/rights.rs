//! Whose cases are counted, and who is refused.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

use super::kit::{count, figure, report};

const MARCH: &str = "monthly?month=2026-03";

#[actix_web::test]
async fn each_sees_the_figures_of_their_own_cases() {
    let app = TestApp::new().await;
    app.case().registered().await;
    let village = json!({ "region_id": world::VILLAGE.id });
    app.case().with("place", village.clone()).registered().await;
    let theirs = app.sign_in(&world::OTHER_CLERK).await;
    app.case().by(&theirs).registered().await;
    count(&app).await;
    let township = app.sign_in(&world::TOWNSHIP_CLERK).await;
    let officer = app.as_village_officer().await;
    for (client, entered) in
        [(&app.as_director().await, 2), (&township, 1), (&officer, 1), (&theirs, 1)]
    {
        let page = report(&app, client, MARCH).await;
        assert_eq!(figure(&page, "entered"), entered);
        assert!(page["scope"].as_str().is_some_and(|scope| !scope.is_empty()));
        let rows = app.get("/api/v1/reports/monthly/rows?month=2026-03&cell=entered");
        let rows = rows.as_(client).send().await.expect(200);
        assert_eq!(rows["items"].as_array().map(Vec::len), usize::try_from(entered).ok());
    }
    let narrowed = format!("{MARCH}&region_id={}", world::TOWNSHIP.id);
    assert_eq!(figure(&report(&app, &app.as_director().await, &narrowed).await, "entered"), 1);
    let elsewhere = format!("{MARCH}&region_id={}", world::OTHER_COUNTY.id);
    assert_eq!(figure(&report(&app, &app.as_director().await, &elsewhere).await, "entered"), 0);
}

#[actix_web::test]
async fn who_may_not_see_sums_is_refused_everywhere() {
    let app = TestApp::new().await;
    let paths = [
        "reports",
        "reports/crosswalk",
        "reports/screening",
        "reports/screening/workbook",
        "reports/monthly?month=2026-03",
        "reports/monthly/rows?month=2026-03&cell=entered",
        "reports/monthly/workbook?month=2026-03",
        "report-closings",
    ];
    for client in [app.as_handler().await, app.as_system_admin().await, app.as_auditor().await] {
        for path in paths {
            let refused = app.get(format!("/api/v1/{path}")).as_(&client).send().await;
            assert_problem(&refused, 403, "auth.not_allowed");
        }
    }
    // A dispatcher reads figures and takes none away.
    let dispatcher = app.as_dispatcher().await;
    let refused = app.get("/api/v1/reports/monthly/workbook?month=2026-03");
    assert_problem(&refused.as_(&dispatcher).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn what_is_not_there_is_named() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    for (path, status, code) in [
        ("yearly?month=2026-03", 404, "report.unknown"),
        ("monthly?month=2026-3", 400, "request.invalid_parameter"),
        ("monthly", 400, "request.invalid_parameter"),
        ("monthly/rows?month=2026-03&cell=nothing", 404, "report.unknown"),
        ("monthly/rows?month=2026-03&cell=solved_rate", 404, "report.unknown"),
        ("monthly/rows?month=2026-03&cell=entered&item=07", 404, "report.unknown"),
        ("monthly/rows?month=2026-03&cell=entered_by_type&item=77", 404, "report.unknown"),
        ("monthly?month=2026-03&colour=red", 400, "request.invalid_parameter"),
    ] {
        let refused = app.get(format!("/api/v1/reports/{path}")).as_(&director).send().await;
        assert_problem(&refused, status, code);
    }
    let listed = app.get("/api/v1/reports").as_(&director).send().await.expect(200);
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2));
    let walk = app.get("/api/v1/reports/crosswalk").as_(&director).send().await.expect(200);
    assert!(walk["rows"].as_array().is_some_and(|rows| rows.len() > 30));
}
