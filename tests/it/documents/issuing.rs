//! Drafts name what is missing; every kind is issued on a case that has everything; what is issued
//! stays as it was.

use serde_json::{Value, json};
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::world;

use crate::cases::ledger_holds;

use super::kit::{KINDS, PERSONAL, content, full_case, issue, issuing, path, request};

fn names(missing: &Value) -> Vec<&str> {
    let items = missing.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|one| one["name"].as_str()).collect()
}

#[actix_web::test]
async fn every_kind_is_drafted_and_issued_on_a_case_that_has_everything() {
    let app = TestApp::new().await;
    let case = full_case(&app).await;
    for kind in KINDS {
        let supervises = kind.ends_with("_letter");
        let client = if supervises { app.as_supervisor().await } else { app.as_clerk().await };
        let draft = app.get(format!("{}/draft?kind={kind}", path(&case))).as_(&client).send().await;
        let draft = draft.expect(200);
        assert!(!draft["blocks"].as_array().expect("blocks").is_empty(), "{kind}");
        // A draft shows nobody's name.
        for personal in PERSONAL {
            assert!(!draft.to_string().contains(personal), "{kind} drafts {personal}");
        }
        let body = request(kind);
        let preview = app.post(format!("{}/preview", path(&case))).as_(&client).json(&body);
        let preview = preview.send().await.expect(200);
        assert_eq!(names(&preview["missing"]), Vec::<&str>::new(), "{kind}");
        assert_eq!(preview["allowed_actions"], json!(["issue"]), "{kind}");
        let issued = issue(&app, &case, &body).await;
        assert_eq!((&issued["kind"], &issued["edition"]), (&json!(kind), &json!(1)));
        assert_eq!(issued["state"], "valid");
        let said = content(&app, &app.as_clerk().await, &issued).await.expect(200);
        let fields = said["content"]["fields"].as_array().expect("fields");
        let number = fields.iter().find(|field| field["name"] == "document_no");
        assert_eq!(number.map(|field| &field["text"]), Some(&issued["document_no"]), "{kind}");
    }
    let page = app.get(path(&case)).as_(&app.as_clerk().await).send().await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(KINDS.len()));
    let report = verify(&app.state.db, None, &mut None).await.expect("a check");
    assert_eq!(report.first_bad, None);
}

#[actix_web::test]
async fn the_forms_say_what_they_ask_of_a_party_and_assistants_learn_none_of_it() {
    let app = TestApp::new().await;
    // The templates that have the columns are for papers from 2026-11-28.
    app.clock.set("2026-12-01T01:00:00Z".parse().expect("an instant"));
    let parties = json!([
        { "role": "applicant", "kind": "person", "name": "李示例", "ethnicity": "土家族",
          "age": 47, "occupation": "木工" },
        { "role": "respondent", "kind": "person", "name": "王样本" },
    ]);
    let case = app.case().with("parties", parties).assisted_by(world::LABOUR).in_progress().await;
    let clerk = app.as_clerk().await;
    let seen = app.see(&clerk, &case).await;
    let party = &seen.view["parties"][0];
    assert_eq!((&party["ethnicity"], &party["age"]), (&json!("土家族"), &json!(47)));
    let assists = app.see(&app.as_other_handler().await, &case).await;
    for member in ["ethnicity", "age", "occupation"] {
        assert_eq!(assists.view["parties"][0][member], Value::Null, "{member}");
    }
    let form = issue(&app, &case, &request("intake_form")).await;
    assert_eq!(form["template_version"], 2);
    let said = content(&app, &clerk, &form).await.expect(200)["content"].clone();
    let tables = said["blocks"].as_array().into_iter().flatten();
    let table = tables.filter(|block| block["kind"] == "table").map(ToString::to_string);
    let table = table.collect::<String>();
    for words in ["民族", "年龄", "职业", "土家族", "47", "木工"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_is_missing_is_named_with_its_place_and_what_to_do() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let draft = app.get(format!("{}/draft?kind=closing_report", path(&case))).as_(&clerk);
    let draft = draft.send().await.expect(200);
    let missing = names(&draft["missing"]);
    for name in ["lead_department", "outcome", "method", "summary", "resolved_on"] {
        assert!(missing.contains(&name), "{name} is not among {missing:?}");
    }
    let outcome = draft["missing"].as_array().expect("a list").iter();
    let outcome = outcome.clone().find(|one| one["name"] == "outcome").expect("the outcome");
    assert_eq!(outcome["pointer"], "/fields/outcome");
    assert_eq!((&outcome["origin"], &outcome["is_open"]), (&json!("resolution"), &json!(false)));
    assert!(
        outcome["detail"].as_str().is_some_and(|words| words.contains("办结申报")),
        "{outcome}"
    );
    assert_eq!(draft["refused_actions"]["issue"], "document.field_missing");

    let refused = issuing(&app, &clerk, &case, &json!({ "kind": "closing_report" })).send().await;
    assert_problem(&refused, 422, "request.validation");
    let errors = refused.json()["errors"].clone();
    let pointers: Vec<_> =
        errors.as_array().expect("errors").iter().map(|error| error["pointer"].clone()).collect();
    assert!(pointers.contains(&json!("/fields/outcome")), "{pointers:?}");
    assert_eq!(errors[0]["code"], "document.field_missing");
    let none = app.get(path(&case)).as_(&clerk).send().await.expect(200);
    assert_eq!(none["items"], json!([]));
}

#[actix_web::test]
async fn nothing_is_typed_over_the_case() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let fields = json!({ "title": "别的事", "no_such_field": "x", "notes": "字".repeat(301) });
    let body = json!({ "kind": "receipt", "fields": fields });
    let refused = issuing(&app, &clerk, &case, &body).send().await;
    assert_problem(&refused, 422, "request.validation");
    let said: Vec<_> = refused.json()["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| (error["pointer"].clone(), error["code"].clone()))
        .collect();
    assert!(
        said.contains(&(json!("/fields/title"), json!("document.field_from_case"))),
        "{said:?}"
    );
    assert!(said.contains(&(json!("/fields/no_such_field"), json!("unknown_field"))), "{said:?}");
    assert!(said.contains(&(json!("/fields/notes"), json!("length"))), "{said:?}");
    // A letter without what it would be about.
    let body = json!({ "kind": "supervision_letter" });
    let refused = issuing(&app, &app.as_supervisor().await, &case, &body).send().await;
    assert_eq!(refused.expect(422)["errors"][0]["code"], "document.about_required");
    let body = json!({ "kind": "receipt", "about_id": case.id });
    let refused = issuing(&app, &clerk, &case, &body).send().await;
    assert_eq!(refused.expect(422)["errors"][0]["code"], "document.about_unknown");
}

#[actix_web::test]
async fn what_was_issued_stays_when_the_case_goes_on() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let issued = issue(&app, &case, &json!({ "kind": "intake_form" })).await;
    let before = content(&app, &clerk, &issued).await.expect(200)["content"].clone();
    let dispatcher = app.as_dispatcher().await;
    let seen = app.see(&dispatcher, &case).await;
    // Issuing is no change of the case: whoever edits it keeps their version.
    assert_eq!(seen.version, case.version);
    let body = json!({ "type_code": "0202", "level": "complex" });
    app.act(&dispatcher, &seen, "classify", &body).await;
    let after = content(&app, &clerk, &issued).await.expect(200)["content"].clone();
    assert_eq!(before, after);
    let fresh = app.get(format!("{}/draft?kind=intake_form", path(&case))).as_(&clerk);
    let fresh = fresh.send().await.expect(200);
    assert_ne!(fresh["fields"], after["fields"]);
}

#[actix_web::test]
async fn the_ledger_knows_the_hashes_and_nobodys_name() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let issued = issue(&app, &case, &json!({ "kind": "receipt" })).await;
    let events = app.get(format!("{}/events", case.path())).as_(&app.as_clerk().await);
    let events = events.send().await.expect(200);
    let event = events["items"].as_array().expect("events").iter();
    let event = event.clone().find(|event| event["kind"] == "document_issued").expect("an event");
    assert_eq!(event["data"]["content_hash"], issued["content_hash"]);
    assert_eq!(event["data"]["file_hash"], issued["file_hash"]);
    assert_eq!(event["data"]["names_parties"], true);
    assert!(event["sentence"].as_str().is_some_and(|text| text.contains("受理回执")), "{event}");
    for personal in PERSONAL {
        assert!(!event.to_string().contains(personal), "{event}");
    }
    // Naming the parties is a use of their data: the auditor, who reads no cases, knows of it.
    let auditor = app.as_auditor().await;
    let log = app.get("/api/v1/audit/entries?action=document.issued").as_(&auditor).send().await;
    assert_eq!(log.expect(200)["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn the_same_key_issues_once() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let body = json!({ "kind": "receipt" });
    let ask = || issuing(&app, &clerk, &case, &body).idempotency_key("k-1");
    let (first, second) = (ask().send().await.expect(201), ask().send().await.expect(201));
    assert_eq!(first["id"], second["id"]);
    let page = app.get(path(&case)).as_(&clerk).send().await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn asked_again_it_is_the_same_document_and_no_number_is_spent() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let body = request("receipt");
    let ask =
        async || issuing(&app, &clerk, &case, &body).idempotency_key("receipt-1").send().await;
    let first = ask().await.expect(201);
    let again = ask().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.expect(201), first);
    let another = app.case().registered().await;
    let next = issuing(&app, &clerk, &another, &body).send().await.expect(201);
    let serial = |issued: &Value| -> i32 {
        let no = issued["document_no"].as_str().unwrap_or_default();
        no.rsplit('-').next().and_then(|serial| serial.parse().ok()).expect("a serial")
    };
    assert_eq!(serial(&next), serial(&first) + 1, "a replay spent a number");
    // Who may read the case no more is refused all the same, and so is another request.
    let other = issuing(&app, &clerk, &case, &request("intake_form"));
    let other = other.idempotency_key("receipt-1");
    assert_problem(&other.send().await, 422, "idempotency.key_reused");
}
