//! The field registry, held against the tables and the forms: every stored field stands in it once,
//! and no form asks again for what is stored (product rule 6).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use zongzhi::features::data_fields::registry::{self, FieldOrigin, Registry};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::project;

/// Tables whose fields are registered, and the file that says their columns.
const TABLES: [(&str, &str); 12] = [
    ("cases", "cases/entity/case.rs"),
    ("case_parties", "cases/entity/party.rs"),
    ("case_referrals", "cases/entity/referral.rs"),
    ("visits", "visits/entity/visit.rs"),
    ("visit_events", "visits/entity/visit_event.rs"),
    ("supervision_orders", "supervision/entity/order.rs"),
    ("supervision_replies", "supervision/entity/reply.rs"),
    ("documents", "documents/entity/document.rs"),
    ("case_notes", "correspondence/entity/note.rs"),
    ("case_replies", "correspondence/entity/reply.rs"),
    ("applicant_notices", "applicant_notices/entity/notice.rs"),
    ("applicant_contacts", "applicant_notices/entity/contact.rs"),
];

/// Whose tables an operation writes, by the beginning of its address.
const WRITTEN: [(&str, &[&str]); 3] = [
    ("/api/v1/cases", &["cases", "case_referrals"]),
    ("/api/v1/visits", &["visits", "visit_events"]),
    ("/api/v1/supervision-orders", &["supervision_orders", "supervision_replies"]),
];

fn registry() -> Registry {
    registry::read().expect("the registry")
}

/// The columns of a table, as its entity has them.
pub(crate) fn columns(file: &str) -> Vec<String> {
    let text = project::read(&format!("backend/src/features/{file}"));
    let model = text.split("pub struct Model {").nth(1).and_then(|rest| rest.split("\n}").next());
    let lines = model.unwrap_or_default().lines();
    let names = lines.filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
    names.map(ToOwned::to_owned).collect()
}

#[test]
fn every_stored_field_is_registered_once() {
    let registry = registry();
    for (table, file) in TABLES {
        let stored = columns(file);
        assert!(stored.len() >= 5, "{file} was not read");
        let mut registered = BTreeMap::new();
        for field in registry.fields.iter().filter(|f| f.table.as_deref() == Some(table)) {
            *registered.entry(field.column.clone()).or_insert(0) += 1;
        }
        for column in &stored {
            assert_eq!(
                registered.remove(column),
                Some(1),
                "{table}.{column} stands in backend/data/data_fields.json exactly once: say who \
                 owns it, on what ground and how long it is kept, and which form asks for it"
            );
        }
        assert!(registered.is_empty(), "{table} has no {registered:?}");
    }
    let known: BTreeSet<_> = TABLES.iter().map(|(table, _)| *table).collect();
    for field in &registry.fields {
        assert!(field.table.as_deref().is_none_or(|table| known.contains(table)));
    }
}

/// A schema behind references.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|r| document.pointer(r.trim_start_matches('#'))) {
        Some(target) => resolved(document, target),
        None => schema,
    }
}

/// The member of a schema at a pointer; lists and optional objects are passed through.
fn member<'a>(document: &'a Value, schema: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let schema = resolved(document, schema);
    let Some((name, rest)) = path.split_first() else { return Some(schema) };
    if let Some(found) = schema["properties"].get(name) {
        return member(document, found, rest);
    }
    if !schema["items"].is_null() {
        return member(document, &schema["items"], path);
    }
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|one| schema[one].as_array());
    parts.flatten().find_map(|part| member(document, part, path))
}

/// `(operation, address, body)` of every operation that takes one.
fn forms(document: &Value) -> Vec<(String, String, &Value)> {
    let mut forms = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in ["post", "put", "patch"] {
            let operation = &item[method];
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            if let (Some(name), false) = (operation["operationId"].as_str(), body.is_null()) {
                forms.push((name.to_owned(), path.clone(), body));
            }
        }
    }
    forms
}

#[actix_web::test]
async fn no_form_asks_again_for_a_stored_field() {
    let app = TestApp::new().await;
    let document = app.document();
    let registry = registry();
    let forms = forms(document);
    let mut declared: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for field in &registry.fields {
        let at = format!("{}.{}", field.table.as_deref().unwrap_or("event"), field.column);
        let is_entered = field.origin == FieldOrigin::Entered;
        assert_eq!(is_entered, !field.asked_by.is_empty(), "{at}: some form asks what is typed");
        assert!(field.asked_by.len() < 2 || field.is_per_event, "{at} is asked for twice");
        for asked in field.asked_by.iter().chain(&field.changed_by) {
            let form = forms.iter().find(|(name, _, _)| *name == asked.form);
            let Some((_, _, body)) = form else { panic!("{at}: there is no form {}", asked.form) };
            let path: Vec<_> = asked.member.split('/').skip(1).collect();
            let found = member(document, body, &path);
            assert!(found.is_some(), "{at}: {} has no {}", asked.form, asked.member);
            *declared.entry((&asked.form, &asked.member)).or_insert(0) += 1;
        }
    }
    for (asked, times) in &declared {
        assert_eq!(*times, 1, "{asked:?} stands for one field");
    }
    for (form, address, body) in &forms {
        let written = WRITTEN.iter().find(|(start, _)| address.starts_with(start));
        let Some((_, tables)) = written else { continue };
        if registry.stores_nothing.contains(form) {
            continue;
        }
        let stored: BTreeSet<_> = TABLES
            .iter()
            .filter(|(table, _)| tables.contains(table))
            .flat_map(|(_, file)| columns(file))
            .collect();
        let members = resolved(document, body)["properties"].as_object();
        for name in members.into_iter().flat_map(|members| members.keys()) {
            let pointer = format!("/{name}");
            let is_declared = declared.contains_key(&(form.as_str(), pointer.as_str()));
            assert!(
                !stored.contains(name) || is_declared,
                "{form} asks for `{name}`, which is stored already. Take it from there; or, where \
                 the form is the one that asks or may correct it, say so and why in \
                 backend/data/data_fields.json"
            );
        }
    }
}

#[actix_web::test]
async fn the_registry_is_read_by_whoever_reads_reference_data() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let read = async |query: &str| {
        let path = format!("/api/v1/data-fields?{query}");
        app.get(path).as_(&clerk).send().await.expect(200)
    };
    let all = read("").await;
    let own = read("object=party&is_personal=true").await;
    assert!(own["total"].as_u64() < all["total"].as_u64());
    for field in own["items"].as_array().into_iter().flatten() {
        assert_eq!(field["table"], "case_parties");
        for told in ["owner", "basis", "retention", "name"] {
            assert!(field[told].as_str().is_some_and(|text| !text.is_empty()), "{field}");
        }
    }
    let odd = app.get("/api/v1/data-fields?object=car").as_(&clerk).send().await;
    assert_problem(&odd, 400, "request.invalid_parameter");
}
