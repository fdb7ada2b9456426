//! What the forms of the contract ask, and which of it they may not. Pure, so that a test can hold it
//! against a contract that breaks the rule.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use zongzhi::features::data_fields::registry::Registry;

/// Which tables an operation writes beside the case, by the beginning of its address; the first that
/// fits counts.
const WRITTEN: [(&str, &[&str]); 17] = [
    ("/api/v1/cases/{case_id}/agreements", &["agreements", "agreement_items"]),
    ("/api/v1/cases/{case_id}/attachments", &["attachments"]),
    ("/api/v1/cases/{case_id}/documents", &["documents"]),
    ("/api/v1/cases/{case_id}/mediations", &["mediations", "mediation_mediators"]),
    ("/api/v1/cases/{case_id}/notes", &["case_notes"]),
    ("/api/v1/cases/{case_id}/replies", &["case_replies"]),
    ("/api/v1/cases", &["case_referrals"]),
    ("/api/v1/visits", &["visits", "visit_events"]),
    ("/api/v1/supervision-orders", &["supervision_orders", "supervision_order_replies"]),
    (
        "/api/v1/mediations",
        &["mediations", "mediation_mediators", "mediation_consents", "mediation_recusals"],
    ),
    ("/api/v1/mediators", &["mediators", "mediator_ties"]),
    ("/api/v1/rooms", &["mediation_rooms"]),
    ("/api/v1/agreements", &["agreements", "agreement_items", "agreement_performances"]),
    (
        "/api/v1/receptions",
        &[
            "reception_days",
            "reception_appointments",
            "receptions",
            "reception_swaps",
            "case_tasks",
        ],
    ),
    ("/api/v1/review-meetings", &["review_meetings", "review_meeting_items", "case_tasks"]),
    ("/api/v1/case-tasks", &["case_tasks"]),
    ("/api/v1/public", &["citizen_messages", "citizen_ratings"]),
];

/// What every form finds stored already.
const ALWAYS: [&str; 2] = ["cases", "case_parties"];

/// Members that say which object is meant, and ask nothing about it.
const NAMES_AN_OBJECT: [&str; 4] = ["id", "case_id", "case_no", "item_id"];

/// How deep a form may be nested.
const DEEPEST: usize = 8;

/// A form: an operation with a body.
pub(super) struct Form {
    pub(super) operation: String,
    address: String,
    /// Pointer → the name of the member; those that hold nothing but others are not in it.
    pub(super) members: BTreeMap<String, String>,
}

/// Every form of the contract.
pub(super) fn forms(document: &Value) -> Vec<Form> {
    let mut forms = Vec::new();
    for (address, item) in document["paths"].as_object().into_iter().flatten() {
        for method in ["post", "put", "patch"] {
            let operation = &item[method];
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            if let (Some(name), false) = (operation["operationId"].as_str(), body.is_null()) {
                let mut members = BTreeMap::new();
                collect(document, body, "", 0, &mut members);
                let address = address.clone();
                forms.push(Form { operation: name.to_owned(), address, members });
            }
        }
    }
    forms
}

/// A schema behind references.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|r| document.pointer(r.trim_start_matches('#'))) {
        Some(target) => resolved(document, target),
        None => schema,
    }
}

/// The members below `at`; lists and optional objects are passed through. Whether there were any.
fn collect(
    document: &Value,
    schema: &Value,
    at: &str,
    depth: usize,
    found: &mut BTreeMap<String, String>,
) -> bool {
    let schema = resolved(document, schema);
    if depth > DEEPEST {
        return false;
    }
    let mut has_members = false;
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        has_members = true;
        let pointer = format!("{at}/{name}");
        if !collect(document, member, &pointer, depth + 1, found) {
            found.insert(pointer, name.clone());
        }
    }
    if !schema["items"].is_null() {
        has_members |= collect(document, &schema["items"], at, depth + 1, found);
    }
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|one| schema[one].as_array());
    for part in parts.flatten() {
        has_members |= collect(document, part, at, depth + 1, found);
    }
    has_members
}

/// Every member the registry says a form has, with the field it stands for.
fn declared(registry: &Registry) -> BTreeSet<(&str, &str)> {
    let fields = registry.fields.iter();
    let asked = fields.flat_map(|field| field.asked_by.iter().chain(&field.changed_by));
    asked.map(|asked| (asked.form.as_str(), asked.member.as_str())).collect()
}

/// What forms ask although it is stored, each as a sentence; nothing: the rule holds.
pub(super) fn asked_again(
    forms: &[Form],
    registry: &Registry,
    tables: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let declared = declared(registry);
    let mut found = Vec::new();
    for form in forms {
        let written = WRITTEN.iter().find(|(start, _)| form.address.starts_with(start));
        let Some((_, written)) = written else { continue };
        if registry.stores_nothing.contains(&form.operation) {
            continue;
        }
        let stored: BTreeSet<_> = ALWAYS
            .iter()
            .chain(*written)
            .filter_map(|table| tables.get(*table))
            .flatten()
            .map(String::as_str)
            .collect();
        for (pointer, name) in &form.members {
            let is_stored = stored.contains(name.as_str());
            if !is_stored || NAMES_AN_OBJECT.contains(&name.as_str()) {
                continue;
            }
            let embedded = registry.embeds.iter().find_map(|embedded| {
                let rest = pointer.strip_prefix(embedded.member.as_str())?;
                (embedded.form == form.operation).then_some((embedded.like.as_str(), rest))
            });
            let is_declared = declared.contains(&(form.operation.as_str(), pointer.as_str()))
                || embedded.is_some_and(|embedded| declared.contains(&embedded));
            if !is_declared {
                found.push(format!(
                    "{} asks for `{pointer}`, which is stored already. Take it from there; or, \
                     where the form is the one that asks or may correct it, say so and why in \
                     backend/data/data_fields.json",
                    form.operation
                ));
            }
        }
    }
    found
}

/// Which addresses of [`WRITTEN`] no form has, and which tables are none: a guard that looks at
/// nothing holds nothing.
pub(super) fn idle(forms: &[Form], tables: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let addresses = WRITTEN.iter().map(|(start, _)| *start);
    let unused = addresses.filter(|start| !forms.iter().any(|f| f.address.starts_with(*start)));
    let named = WRITTEN.iter().flat_map(|(_, tables)| tables.iter()).chain(&ALWAYS);
    let unknown = named.filter(|table| !tables.contains_key(**table));
    unused.chain(unknown.copied()).map(ToOwned::to_owned).collect()
}
