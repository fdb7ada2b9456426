//! Who may import, and what is refused at the door.

use serde_json::json;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world;

use super::kit::{
    IMPORTS, announced, announcement, carried, counts, id, imported, put, row, rows, seen,
};

#[actix_web::test]
async fn announcing_first_makes_no_room_for_more_jobs() {
    let app = TestApp::with(|config| config.bulk.max_open_jobs = 1).await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=1);
    let first = announced(&app, &clerk, "a.jsonl", file.as_bytes(), false).await;
    let second = announced(&app, &clerk, "b.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &first, file.as_bytes()).await.expect(200);
    let refused = put(&app, &clerk, &second, file.as_bytes()).await;
    assert_problem(&refused, 409, "job.too_many_open");
    // Its place is free again when the first is done.
    carried(&app).await;
    put(&app, &clerk, &second, file.as_bytes()).await.expect(200);
}

#[actix_web::test]
async fn a_number_of_a_case_one_may_not_read_is_refused_by_its_row() {
    let app = TestApp::new().await;
    let (clerk, other) = (app.as_clerk().await, app.as_other_clerk().await);
    let source = json!({ "system": "grid", "number": "G1" });
    app.case().by(&other).with("source", source).registered().await;
    let file = rows("grid", 1..=2);
    let done = imported(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    assert_eq!(counts(&done), [2, 1, 0, 1]);
    let path = format!("{IMPORTS}/{}/problems", id(&done));
    let problems = app.get(path).as_(&clerk).send().await.expect(200);
    let first = &problems["items"][0];
    assert_eq!((&first["line"], &first["code"]), (&json!(1), &json!("case.source_duplicate")));
}

#[actix_web::test]
async fn those_import_who_register_at_a_centre() {
    let app = TestApp::new().await;
    let body = announcement("a.csv", b"x", true);
    for (person, may) in [
        (world::CLERK, true),
        (world::DISPATCHER, true),
        (world::TOWNSHIP_CLERK, true),
        (world::HANDLER, false),
        (world::SUPERVISOR, false),
        (world::VILLAGE_OFFICER, false),
        (world::SYSTEM_ADMIN, false),
        (world::AUDITOR, false),
    ] {
        let client = app.sign_in(&person).await;
        let answer = app.post(IMPORTS).as_(&client).json(&body).send().await;
        assert_eq!(answer.status, if may { 201 } else { 403 }, "{}: {answer}", person.username);
        let answer = app.get(IMPORTS).as_(&client).send().await;
        assert_eq!(answer.status, if may { 200 } else { 403 }, "{}: {answer}", person.username);
    }
}

#[actix_web::test]
async fn a_file_is_what_was_announced_and_comes_once() {
    let app = TestApp::with(|config| config.bulk.max_import_bytes = 100_000).await;
    let clerk = app.as_clerk().await;
    let post = async |body| app.post(IMPORTS).as_(&clerk).json(&body).send().await;
    assert_fields(&post(announcement("a.pdf", b"x", true)).await, &["/file_name"]);
    let huge = json!({ "file_name": "a.csv", "size_bytes": 100_001 });
    assert_problem(&post(huge).await, 413, "import.too_large");
    let file = rows("grid", 1..=2);
    let import = announced(&app, &clerk, "a.jsonl", file.as_bytes(), false).await;
    let short = put(&app, &clerk, &import, b"short").await;
    assert_problem(&short, 422, "attachment.size_differs");
    let theirs = app.as_dispatcher().await;
    let refused = put(&app, &theirs, &import, file.as_bytes()).await;
    assert_problem(&refused, 404, "request.not_found");
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    let twice = put(&app, &clerk, &import, file.as_bytes()).await;
    assert_problem(&twice, 409, "import.not_awaited");
    // Not while it is being worked on.
    let path = format!("{IMPORTS}/{}/actions/run", id(&import));
    let early = app.post(path).as_(&clerk).if_match(2).json(&json!({})).send().await;
    assert_problem(&early, 409, "import.not_ready");
}

#[actix_web::test]
async fn nobody_registers_outside_their_county_or_what_they_may_not() {
    let app = TestApp::new().await;
    let clerk = app.as_township_clerk().await;
    let mut theirs = row("grid", 1);
    theirs["region_code"] = json!(world::OTHER_COUNTY.code);
    let mut there = row("grid", 2);
    there["place"] = json!({ "region_id": world::VILLAGE.id });
    let file = format!("{theirs}\n{there}\n");
    let import = announced(&app, &clerk, "a.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    carried(&app).await;
    let done = seen(&app, &clerk, &import).await;
    assert_eq!(counts(&done), [2, 1, 0, 1]);
    let page = app.get("/api/v1/cases?source_system=grid").as_(&clerk).send().await.expect(200);
    assert_eq!(page["items"][0]["region"]["code"], json!(world::VILLAGE.code));
}

#[actix_web::test]
async fn some_jobs_at_a_time_are_enough() {
    let app = TestApp::with(|config| config.bulk.max_open_jobs = 1).await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=1);
    let import = announced(&app, &clerk, "a.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    let body = announcement("b.csv", b"x", true);
    let more = app.post(IMPORTS).as_(&clerk).json(&body).send().await;
    assert_problem(&more, 409, "job.too_many_open");
    carried(&app).await;
    app.post(IMPORTS).as_(&clerk).json(&body).send().await.expect(201);
}
