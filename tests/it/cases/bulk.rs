//! 批量办理: what a preview says is what a run does, and each case is treated as if it were alone.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::classified;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{kinds, ledger_holds, rows};

pub(super) const RUN: &str = "/api/v1/cases/actions";
pub(super) const PREVIEW: &str = "/api/v1/cases/actions/preview";

/// The same words for these cases, as they were seen.
pub(super) fn asked(verb: &str, body: &Value, cases: &[&Case]) -> Value {
    let items: Vec<_> =
        cases.iter().map(|case| json!({ "id": case.id, "version": case.version })).collect();
    json!({ "verb": verb, "body": body, "items": items })
}

async fn send(app: &TestApp, client: &Client, path: &str, body: &Value) -> Answer {
    app.post(path).as_(client).json(body).send().await
}

/// (id, outcome, code of the problem) of each row.
pub(super) fn outcomes(report: &Value) -> Vec<(String, String, Option<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = report["rows"].as_array().into_iter().flatten();
    let code = |row: &Value| row["problem"]["code"].as_str().map(ToOwned::to_owned);
    rows.map(|row| (text(&row["id"]), text(&row["outcome"]), code(row))).collect()
}

/// One of each fate: fit, already dispatched, stale, somebody else's county, not there at all.
struct Mixed {
    cases: Vec<Case>,
    fates: Vec<Option<&'static str>>,
}

async fn mixed(app: &TestApp) -> Mixed {
    let fit = app.case().registered().await;
    let sent = app.case().dispatched().await;
    let stale = app.case().registered().await;
    app.act(&app.as_clerk().await, &stale, "classify", &classified()).await;
    let theirs = app.case().by(&app.as_other_clerk().await).registered().await;
    let nowhere = Case { id: "018f0000-0000-7000-8000-000000000001".to_owned(), ..fit.clone() };
    let again = app.case().registered().await;
    Mixed {
        cases: vec![fit, sent, stale, theirs, nowhere, again],
        fates: vec![
            None,
            Some("case.illegal_transition"),
            Some("case.stale_version"),
            Some("request.not_found"),
            Some("request.not_found"),
            None,
        ],
    }
}

fn is_as_fated(report: &Value, mixed: &Mixed) {
    let wanted = mixed.cases.iter().zip(&mixed.fates).map(|(case, code)| {
        let outcome = if code.is_some() { "refused" } else { "done" };
        (case.id.clone(), outcome.to_owned(), code.map(ToOwned::to_owned))
    });
    assert_eq!(outcomes(report), wanted.collect::<Vec<_>>());
    assert_eq!((&report["done"], &report["refused"]), (&json!(2), &json!(4)));
    assert_eq!(report["unit"], "case");
}

#[actix_web::test]
async fn a_preview_names_the_fate_of_each_and_stores_nothing() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let mixed = mixed(&app).await;
    let before = rows(&app).await;
    let cases: Vec<_> = mixed.cases.iter().collect();
    let body = asked("classify", &classified(), &cases);
    let report = send(&app, &dispatcher, PREVIEW, &body).await.expect(200);
    is_as_fated(&report, &mixed);
    assert_eq!(rows(&app).await, before);
    // What it would be then, beside what it is called; of what is not there, nothing.
    let fit = &report["rows"][0];
    assert_eq!((&fit["case_no"], &fit["version"]), (&json!(mixed.cases[0].number()), &json!(2)));
    for hidden in ["case_no", "title", "status", "version", "due_at"] {
        assert_eq!(report["rows"][3][hidden], Value::Null, "{hidden}");
    }
    // To the letter what is said of one that does not exist.
    assert_eq!(report["rows"][3]["problem"], report["rows"][4]["problem"]);
    let stale = &report["rows"][2];
    assert_eq!(
        (&stale["version"], &stale["problem"]["extras"]["current_version"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(stale["problem"]["extras"]["changes"][0]["kind"], "classified");
    let seen = app.see(&dispatcher, &mixed.cases[0]).await;
    assert_eq!(seen.version, 1);
}

#[actix_web::test]
async fn a_run_does_what_the_preview_said_and_a_refusal_undoes_nothing() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let mixed = mixed(&app).await;
    let cases: Vec<_> = mixed.cases.iter().collect();
    let body = asked("classify", &classified(), &cases);
    let preview = send(&app, &dispatcher, PREVIEW, &body).await.expect(200);
    let report = send(&app, &dispatcher, RUN, &body).await.expect(200);
    is_as_fated(&report, &mixed);
    assert_eq!(report["rows"], preview["rows"]);
    for case in [&mixed.cases[0], &mixed.cases[5]] {
        let seen = app.see(&dispatcher, case).await;
        assert_eq!((seen.version, &seen.view["type_code"]), (2, &json!("0202")));
        assert_eq!(kinds(&app, &dispatcher, case).await, ["registered", "classified"]);
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn one_of_many_is_treated_as_it_would_be_alone() {
    let (alone, together) = (TestApp::new().await, TestApp::new().await);
    let body = json!({ "lead_department_id": world::HOUSING.id, "note": "请依法办理" });
    let mut views = Vec::new();
    for (app, is_alone) in [(&alone, true), (&together, false)] {
        let dispatcher = app.as_dispatcher().await;
        let case = app.case().classified().await;
        if is_alone {
            app.act(&dispatcher, &case, "dispatch", &body).await;
        } else {
            let body = asked("dispatch", &body, &[&case]);
            let report = send(app, &dispatcher, RUN, &body).await.expect(200);
            assert_eq!(report["done"], 1, "{report}");
        }
        let seen = app.see(&dispatcher, &case).await;
        views.push((seen.view, kinds(app, &dispatcher, &case).await));
    }
    let ((one, told), (many, also_told)) = (views.remove(0), views.remove(0));
    assert_eq!(told, also_told);
    for same in ["status", "version", "lead_department", "level", "case_no"] {
        assert_eq!(one[same], many[same], "{same}");
    }
    for same in ["kind", "started_at", "due_at", "state"] {
        assert_eq!(one["clocks"][1][same], many["clocks"][1][same], "{same}");
    }
    assert_eq!(one["owner"], many["owner"]);
    ledger_holds(&together).await;
}

#[actix_web::test]
async fn the_limit_named_in_a_preview_is_the_one_that_runs() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().classified().await;
    let body = json!({ "lead_department_id": world::HOUSING.id });
    let body = asked("dispatch", &body, &[&case]);
    let preview = send(&app, &dispatcher, PREVIEW, &body).await.expect(200);
    assert_eq!(preview["rows"][0]["status"], "dispatched");
    send(&app, &dispatcher, RUN, &body).await.expect(200);
    let page = app.get("/api/v1/cases").as_(&dispatcher).send().await.expect(200);
    assert_eq!(preview["rows"][0]["due_at"], page["items"][0]["due_at"]);
    assert!(preview["rows"][0]["due_at"].is_string());
}

#[actix_web::test]
async fn merges_of_many_name_what_undoes_them_and_it_does() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let into = app.case().in_progress().await;
    let (one, two) = (app.case().registered().await, app.case().dispatched().await);
    let body = asked("merge", &json!({ "into_case_id": into.id }), &[&one, &two]);
    let report = send(&app, &dispatcher, RUN, &body).await.expect(200);
    assert_eq!((&report["done"], &report["undo"]), (&json!(2), &json!("unmerge")));
    let items: Vec<_> = report["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| json!({ "id": row["id"], "version": row["version"] }))
        .collect();
    let back = json!({ "verb": "unmerge", "body": {}, "items": items });
    let report = send(&app, &dispatcher, RUN, &back).await.expect(200);
    assert_eq!(report["done"], 2, "{report}");
    assert_eq!(app.see(&dispatcher, &one).await.status(), "registered");
    assert_eq!(app.see(&dispatcher, &two).await.status(), "dispatched");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn who_may_never_do_it_is_told_at_once_and_who_may_not_here_row_by_row() {
    let app = TestApp::new().await;
    let case = app.case().resolved().await;
    let body = asked("accept_resolution", &json!({}), &[&case]);
    for client in [app.as_clerk().await, app.as_auditor().await, app.as_handler().await] {
        for path in [PREVIEW, RUN] {
            assert_problem(&send(&app, &client, path, &body).await, 403, "auth.not_allowed");
        }
    }
    // A village officer classifies what they registered themselves, and sees the village's rest.
    let officer = app.as_village_officer().await;
    let own = app.case().by(&officer).registered().await;
    let clerk = app.as_township_clerk().await;
    let village = json!({ "region_id": world::VILLAGE.id });
    let theirs = app.case().by(&clerk).with("place", village).registered().await;
    let body = asked("classify", &classified(), &[&own, &theirs]);
    let report = send(&app, &officer, PREVIEW, &body).await.expect(200);
    let codes: Vec<_> = outcomes(&report).into_iter().map(|(_, _, code)| code).collect();
    assert_eq!(codes, [None, Some("auth.not_allowed".to_owned())]);
}

#[actix_web::test]
async fn what_is_wrong_with_the_request_is_named_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let case = app.case().registered().await;
    let good = asked("classify", &classified(), &[&case]);
    let before = rows(&app).await;
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    let item = good["items"][0].clone();
    let many: Vec<_> = (0..201).map(|_| item.clone()).collect();
    let bad: Vec<(Value, &[&str])> = vec![
        (with("verb", json!("return")), &["/verb"]),
        (with("verb", json!("auto_sign")), &["/verb"]),
        (with("verb", json!("explode")), &["/verb"]),
        (with("verb", json!("")), &["/verb"]),
        (with("body", json!({ "type_code": "0202" })), &["/body/level"]),
        (with("body", json!({ "type_code": "", "level": "ordinary" })), &["/body/type_code"]),
        (
            with("body", json!({ "type_code": "0202", "level": "ordinary", "hue": 1 })),
            &["/body/hue"],
        ),
        (with("body", json!([])), &["/body"]),
        (with("items", json!([])), &["/items"]),
        (with("items", json!(many)), &["/items"]),
        (with("items", json!([item, item])), &["/items/1/id"]),
        (with("items", json!([{ "id": case.id, "version": 0 }])), &["/items/0/version"]),
        (with("items", json!([{ "id": case.id }])), &["/items/0/version"]),
        (with("items", json!([{ "id": "x", "version": 1 }])), &["/items/0/id"]),
        (with("colour", json!("red")), &["/colour"]),
    ];
    for path in [PREVIEW, RUN] {
        for (body, pointers) in &bad {
            assert_fields(&send(&app, &dispatcher, path, body).await, pointers);
        }
    }
    // A code that does not exist is each case's own refusal: it may have been withdrawn meanwhile.
    let unknown = with("body", json!({ "type_code": "9999", "level": "ordinary" }));
    let report = send(&app, &dispatcher, RUN, &unknown).await.expect(200);
    let problem = &report["rows"][0]["problem"];
    assert_eq!((&problem["code"], &problem["status"]), (&json!("request.validation"), &json!(422)));
    assert_eq!(problem["errors"][0]["pointer"], "/type_code");
    assert_eq!(rows(&app).await, before);
}

#[actix_web::test]
async fn the_workflow_says_which_verbs_may_be_told_to_many() {
    let app = TestApp::new().await;
    let table =
        app.get("/api/v1/case-workflow").as_(&app.as_clerk().await).send().await.expect(200);
    let rows = table["transitions"].as_array().cloned().unwrap_or_default();
    let bulk: Vec<_> = rows
        .iter()
        .filter(|row| row["is_bulk"] == true)
        .map(|row| row["action"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(
        bulk,
        [
            "classify",
            "dispatch",
            "sign",
            "add_assist",
            "transfer_level",
            "take_charge",
            "merge",
            "unmerge",
            "unsplit",
            "accept_resolution",
            "close",
            "archive"
        ]
    );
    let merge = rows.iter().find(|row| row["action"] == "merge").cloned().unwrap_or_default();
    assert_eq!(merge["undo"], "unmerge");
}

#[actix_web::test]
async fn a_preview_asks_the_database_as_often_whatever_their_number() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let into = app.case().in_progress().await;
    let cost = async |verb: &str, words: &Value, cases: &[&Case]| {
        let body = asked(verb, words, cases);
        let before = app.statements();
        let report = send(&app, &dispatcher, PREVIEW, &body).await.expect(200);
        (app.statements() - before, report)
    };
    let mut cases = Vec::new();
    for _ in 0..6 {
        let case = app.case().registered().await;
        // Half of them were changed since they were seen.
        if cases.len() % 2 == 0 {
            app.act(&dispatcher, &case, "classify", &classified()).await;
        }
        cases.push(case);
    }
    let (few, all): (Vec<_>, Vec<_>) = (cases.iter().take(2).collect(), cases.iter().collect());
    for (verb, words) in [("classify", classified()), ("merge", json!({ "into_case_id": into.id }))]
    {
        cost(verb, &words, &few).await;
        let ((two, _), (six, report)) =
            (cost(verb, &words, &few).await, cost(verb, &words, &all).await);
        assert_eq!(two, six, "{verb}");
        assert!(six <= 8, "{verb}: {six}");
        assert_eq!((&report["done"], &report["refused"]), (&json!(3), &json!(3)), "{report}");
        for row in [0, 2, 4] {
            let stale = &report["rows"][row]["problem"]["extras"];
            assert_eq!(stale["current_version"], 2, "{report}");
            assert_eq!(stale["changes"][0]["kind"], "classified", "{report}");
        }
    }
}
