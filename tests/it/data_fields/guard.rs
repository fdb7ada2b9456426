//! The rules themselves, and that they can fail.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use zongzhi::features::data_fields::registry::{self, FieldOrigin, Registry};
use zongzhi_tests::app::TestApp;

use super::form::{asked_again, forms, idle};
use super::tables::registered;

fn registry() -> Registry {
    registry::read().expect("the registry")
}

/// Fields that stand in no place, or in two, each as a sentence.
fn unregistered(registry: &Registry, tables: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut times: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for field in &registry.fields {
        if let Some(table) = field.table.as_deref() {
            *times.entry((table, &field.column)).or_default() += 1;
        }
    }
    let mut wrong = Vec::new();
    for (table, columns) in tables {
        for column in columns {
            if times.remove(&(table.as_str(), column.as_str())) != Some(1) {
                wrong.push(format!(
                    "{table}.{column} stands in backend/data/data_fields.json exactly once: say \
                     who owns it, on what ground and how long it is kept, and which form asks for \
                     it"
                ));
            }
        }
    }
    wrong.extend(times.keys().map(|(table, column)| format!("there is no {table}.{column}")));
    wrong
}

#[test]
fn every_stored_field_is_registered_once() {
    let tables = registered();
    for must in
        ["cases", "mediations", "agreement_items", "receptions", "case_tasks", "attachments"]
    {
        assert!(tables.get(must).is_some_and(|columns| columns.len() > 5), "{must} was not read");
    }
    let wrong = unregistered(&registry(), &tables);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_new_column_and_a_column_that_is_gone_are_noticed() {
    let mut tables = registered();
    let agreements = tables.get_mut("agreements").expect("agreements");
    agreements.insert("witness_phone".to_owned());
    agreements.remove("court");
    let wrong = unregistered(&registry(), &tables);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong[0].starts_with("agreements.witness_phone"), "{wrong:?}");
    assert_eq!(wrong[1], "there is no agreements.court");
}

#[actix_web::test]
async fn what_the_registry_says_of_forms_is_so() {
    let app = TestApp::new().await;
    let registry = registry();
    let forms = forms(app.document());
    let mut declared: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for field in &registry.fields {
        let at = format!("{}.{}", field.table.as_deref().unwrap_or("event"), field.column);
        let is_entered = field.origin == FieldOrigin::Entered;
        assert_eq!(is_entered, !field.asked_by.is_empty(), "{at}: some form asks what is typed");
        assert!(field.asked_by.len() < 2 || field.is_per_event, "{at} is asked for twice");
        for asked in field.asked_by.iter().chain(&field.changed_by) {
            let form = forms.iter().find(|form| form.operation == asked.form);
            let Some(form) = form else { panic!("{at}: there is no form {}", asked.form) };
            // What is an object of its own, such as a restriction, stands above its members.
            let below = format!("{}/", asked.member);
            let mut members = form.members.keys();
            let is_there = members.any(|m| *m == asked.member || m.starts_with(&below));
            assert!(is_there, "{at}: {} has no {}", asked.form, asked.member);
            *declared.entry((&asked.form, &asked.member)).or_insert(0) += 1;
        }
    }
    for (asked, times) in &declared {
        assert_eq!(*times, 1, "{asked:?} stands for one field");
    }
    for embedded in &registry.embeds {
        let form = forms.iter().find(|form| form.operation == embedded.form);
        let below = format!("{}/", embedded.member);
        let is_there = form.is_some_and(|f| f.members.keys().any(|m| m.starts_with(&below)));
        assert!(is_there, "{} has no {}", embedded.form, embedded.member);
    }
}

#[actix_web::test]
async fn no_form_asks_again_for_a_stored_field() {
    let app = TestApp::new().await;
    let (forms, tables) = (forms(app.document()), registered());
    assert_eq!(idle(&forms, &tables), Vec::<String>::new());
    let wrong = asked_again(&forms, &registry(), &tables);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The contract with one more member in the body of an operation.
fn with_member(document: &Value, operation: &str, member: &str, schema: &Value) -> Value {
    let mut document = document.clone();
    let bodies = document["paths"].as_object_mut().into_iter().flatten();
    let items = bodies.flat_map(|(_, item)| item.as_object_mut().into_iter().flatten());
    let mut found = items.filter(|(_, one)| one["operationId"] == operation);
    let (_, one) = found.next().expect("the operation");
    let body = &mut one["requestBody"]["content"]["application/json"]["schema"];
    let more = json!({ "type": "object", "properties": { member: schema } });
    *body = json!({ "allOf": [body.clone(), more] });
    document
}

#[actix_web::test]
async fn a_form_that_asks_again_is_named() {
    let app = TestApp::new().await;
    let (registry, tables) = (registry(), registered());
    let text = json!({ "type": "string" });
    let party = json!({ "type": "object", "properties": { "phone": { "type": "string" } } });
    let parties = json!({ "type": "array", "items": party });
    // What the case knows, what a party is called, what another form of the slice asked.
    let broken = [
        ("mediations_book", "people_count", &text, "/people_count"),
        ("mediations_conclude", "starts_at", &text, "/starts_at"),
        ("agreements_record", "parties", &parties, "/parties/phone"),
        ("agreements_apply_confirmation", "effective_on", &text, "/effective_on"),
        ("receptions_record", "place", &text, "/place"),
        ("receptions_book_appointment", "id_number", &text, "/id_number"),
        ("review_meetings_decide", "summary", &text, "/summary"),
        ("case_tasks_complete", "due_on", &text, "/due_on"),
        ("attachments_file", "file_name", &text, "/file_name"),
        ("correspondence_reply", "demand", &text, "/demand"),
        ("documents_issue", "document_no", &text, "/document_no"),
        ("public_comment", "phone", &text, "/phone"),
    ];
    for (operation, member, schema, pointer) in broken {
        let document = with_member(app.document(), operation, member, schema);
        let wrong = asked_again(&forms(&document), &registry, &tables);
        assert_eq!(wrong.len(), 1, "{operation} {pointer}: {wrong:?}");
        let said = format!("{operation} asks for `{pointer}`, which is stored already");
        assert!(wrong[0].starts_with(&said), "{wrong:?}");
    }
}

#[actix_web::test]
async fn a_question_the_registry_does_not_know_is_named() {
    let app = TestApp::new().await;
    let (mut registry, tables) = (registry(), registered());
    let terms = |field: &registry::Field| {
        field.table.as_deref() == Some("agreements") && field.column == "terms"
    };
    registry.fields.retain(|field| !terms(field));
    let wrong = asked_again(&forms(app.document()), &registry, &tables);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("agreements_record asks for `/terms`"), "{wrong:?}");
}
