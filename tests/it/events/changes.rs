//! `GET /changes`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zongzhi::platform::http::Cursor;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{CHANGES, START, changed, cursor, readable, seal};

/// The cursor of somebody who has kept a copy from the first day.
async fn of_old(app: &TestApp, client: &Client, place: &str) -> String {
    let id = app.actor_of(client).await.capacity_id;
    let cursor = Cursor { order: "changes".to_owned(), key: Some(place.to_owned()), id };
    cursor.encode().expect("a cursor")
}

fn told(changes: &[Value]) -> Vec<(&str, &str)> {
    assert!(changes.iter().all(|one| one["object"] == "case"), "{changes:?}");
    let pair = |one| (text(one, "id"), text(one, "change"));
    changes.iter().map(pair).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

#[actix_web::test]
async fn each_case_is_named_once_with_the_version_to_read() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let old = app.case().registered().await;
    seal(&app).await;
    let since = cursor(&app, &clerk).await;
    let first = app.case().in_progress().await;
    let second = app.case().registered().await;
    assert!(changed(&app, &clerk, &since).await.is_empty(), "nothing is told before it is sealed");
    seal(&app).await;
    let changes = changed(&app, &clerk, &since).await;
    let mut ids = told(&changes);
    ids.sort_unstable();
    let mut wanted = [(&*first.id, "upserted"), (&*second.id, "upserted")];
    wanted.sort_unstable();
    assert_eq!(ids, wanted, "and nothing of {}", old.id);
    let of_first = changes.iter().find(|one| one["id"] == first.id.as_str()).expect("told");
    assert_eq!(of_first["version"], first.version);
    let members: BTreeSet<_> =
        of_first.as_object().into_iter().flatten().map(|(k, _)| &**k).collect();
    assert_eq!(members, BTreeSet::from(["at", "change", "id", "object", "version"]));
}

#[actix_web::test]
async fn a_page_that_is_full_says_where_to_go_on() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let since = cursor(&app, &clerk).await;
    let mut wanted = BTreeSet::new();
    for _ in 0..5 {
        wanted.insert(app.case().classified().await.id);
    }
    seal(&app).await;
    let (mut since, mut seen, mut pages) = (since, Vec::new(), 0);
    loop {
        let path = format!("{CHANGES}?since={since}&limit=1");
        let page = app.get(path).as_(&clerk).send().await.expect(200);
        let items = page["items"].as_array().cloned().unwrap_or_default();
        assert!(items.len() <= 1, "{page}");
        seen.extend(items.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)));
        page["next_cursor"].as_str().unwrap_or_default().clone_into(&mut since);
        pages += 1;
        if page["has_more"] == false {
            break;
        }
        assert!(pages < 20, "no end");
    }
    assert_eq!(seen.len(), 5, "each once: {seen:?}");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), wanted);
    let rest = app.get(format!("{CHANGES}?since={since}")).as_(&clerk).send().await.expect(200);
    assert_eq!(rest["items"], json!([]));
}

#[actix_web::test]
async fn everybody_is_told_what_they_may_read_and_of_no_other_case() {
    let app = TestApp::new().await;
    let (township, other) = (app.as_township_clerk().await, app.as_other_clerk().await);
    let restricted = app.case().with("restriction", json!({ "class": "minors" }));
    let cases = [
        app.case().registered().await,
        app.case().assisted_by(world::LABOUR).in_progress().await,
        app.case().led_by(world::JUSTICE).dispatched().await,
        restricted.dispatched().await,
        app.case().by(&township).registered().await,
        app.case().by(&other).registered().await,
    ];
    let all: Vec<_> = cases.iter().collect();
    seal(&app).await;
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let may = readable(&app, &client, &all).await;
        let since = of_old(&app, &client, START).await;
        let path = format!("{CHANGES}?since={since}");
        let answer = app.get(path).as_(&client).send().await;
        if answer.status == 403 {
            assert!(may.is_empty(), "{} reads and may not ask", person.username);
            continue;
        }
        let page = answer.expect(200);
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let found = told(&items);
        assert!(found.iter().all(|(_, change)| *change == "upserted"), "{}", person.username);
        let found: BTreeSet<_> = found.into_iter().map(|(id, _)| id.to_owned()).collect();
        assert_eq!(found, may, "{}", person.username);
    }
}

#[actix_web::test]
async fn what_goes_out_of_sight_is_told_to_who_could_see_it() {
    let app = TestApp::new().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let (mediator, supervisor) = (app.as_mediator().await, app.as_supervisor().await);
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().assisted_by(world::LABOUR).dispatched().await;
    seal(&app).await;
    let mut since = Vec::new();
    for client in [&handler, &mediator, &supervisor, &dispatcher] {
        since.push(cursor(&app, client).await);
    }
    let back = json!({ "ground_code": "01", "note": "不属本单位职责" });
    let answer = app.acting(&handler, &case, "return", &back).send().await;
    assert!(answer.status < 300, "{answer}");
    let seen = app.see(&dispatcher, &case).await;
    let elsewhere = json!({ "lead_department_id": world::JUSTICE.id });
    let seen = app.act(&dispatcher, &seen, "dispatch", &elsewhere).await;
    let why = json!({ "class": "minors", "reason": "涉未成年人" });
    let seen = app.act(&dispatcher, &seen, "restrict", &why).await;
    seal(&app).await;

    let changes = changed(&app, &handler, &since[0]).await;
    assert_eq!(told(&changes), [(&*case.id, "left_scope")]);
    assert_eq!(changes[0]["version"], case.version, "the last they could read");
    // The department it went to sees it; a supervisor no longer does.
    assert_eq!(told(&changed(&app, &mediator, &since[1]).await), [(&*case.id, "upserted")]);
    let changes = changed(&app, &supervisor, &since[2]).await;
    assert_eq!(told(&changes), [(&*case.id, "left_scope")]);
    let changes = changed(&app, &dispatcher, &since[3]).await;
    assert_eq!(told(&changes), [(&*case.id, "upserted")]);
    assert_eq!(changes[0]["version"], seen.version);
    // What is true of everybody: told of as there where it can be read, as gone where it could be.
    let stranger = app.as_other_county_handler().await;
    let old = of_old(&app, &stranger, START).await;
    assert!(changed(&app, &stranger, &old).await.is_empty(), "it was never theirs");
    let old = of_old(&app, &assistant, START).await;
    let of_assistant = changed(&app, &assistant, &old).await;
    let reads = !readable(&app, &assistant, &[&case]).await.is_empty();
    let wanted = if reads { "upserted" } else { "left_scope" };
    assert_eq!(told(&of_assistant), [(&*case.id, wanted)]);
}

#[actix_web::test]
async fn a_cursor_nobody_was_given_is_refused() {
    let app = TestApp::new().await;
    let (clerk, dispatcher) = (app.as_clerk().await, app.as_dispatcher().await);
    let theirs = cursor(&app, &dispatcher).await;
    let capacity = app.actor_of(&clerk).await.capacity_id;
    let forged = |order: &str, key: Option<&str>| {
        let key = key.map(str::to_owned);
        Cursor { order: order.to_owned(), key, id: capacity }.encode().expect("a cursor")
    };
    let bad = [
        "nonsense".to_owned(),
        theirs,
        forged("cases:-registered_at", Some(START)),
        forged("changes", None),
        forged("changes", Some("x")),
        forged("changes", Some("0.0")),
        // Beyond the end of the ledger.
        forged("changes", Some("99.0")),
    ];
    for since in bad {
        let answer = app.get(format!("{CHANGES}?since={since}")).as_(&clerk).send().await;
        assert_problem(&answer, 400, "request.invalid_cursor");
    }
    for query in ["since=", "limit=0", "limit=201", "cursor=x"] {
        let answer = app.get(format!("{CHANGES}?{query}")).as_(&clerk).send().await;
        assert_problem(&answer, 400, "request.invalid_parameter");
    }
    assert_problem(&app.get(CHANGES).send().await, 401, "auth.required");
    let auditor = app.as_auditor().await;
    assert_problem(&app.get(CHANGES).as_(&auditor).send().await, 403, "auth.not_allowed");
}
