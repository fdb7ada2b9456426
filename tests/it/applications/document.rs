//! The table of operations against the document: nothing is forgotten, and nothing says more than it
//! does.

use std::collections::BTreeSet;

use serde_json::json;
use zongzhi::policy::ApiScope;
use zongzhi::policy::operations::{OPERATIONS, scope_of};
use zongzhi_tests::app::TestApp;

/// Tags whose operations are all for people, and why.
const PEOPLE_ONLY: &[(&str, &str)] = &[
    ("auth", "signing in as oneself"),
    ("users", "accounts are the administrators' work"),
    ("personnel", "so are people and capacities"),
    ("limit_changes", "decided by people, once"),
    ("supervision_orders", "an order is between people"),
    ("automation_rules", "a rule decides on cases"),
    ("views", "somebody's own filters"),
    ("feedback", "what somebody says"),
    ("audit", "the security log is for the auditor"),
    ("notices", "somebody's own"),
    ("substitutions", "who stands in is agreed between people"),
    ("precedents", "read by whoever rules"),
    ("visits", "first contact with a person"),
    ("receptions", "a leader receives people"),
    ("review_meetings", "people meet"),
    ("case_tasks", "set by people for people"),
    ("dossiers", "sealed and taken along by people"),
    ("oversight", "figures over all classes: no limit narrows them"),
    ("callbacks", "asked by people, apart from the handling unit"),
    ("public", "needs no token"),
    ("reports", "figures over all classes: no limit narrows them"),
    ("data_fields", "read by people"),
    ("burden", "what typing costs people"),
    ("rooms", "kept by the centre"),
    ("mediators", "people"),
    ("documents", "issued in somebody's name"),
    ("document_templates", "kept by people"),
    ("applicant_notices", "told by people"),
    ("posts", "stationing is about people"),
    ("stationing_obligations", "stationing is about people"),
    ("stationings", "stationing is about people"),
    ("leaves", "stationing is about people"),
    ("qualifications", "stationing is about people"),
    ("rotation_plans", "stationing is about people"),
    ("swap_requests", "stationing is about people"),
    ("duty_calendars", "somebody's own"),
    ("assessment_schemes", "assessment is about people"),
    ("assessments", "assessment is about people"),
    ("duty", "who is where"),
    ("duty_stand_ins", "who is where"),
    ("presence", "who is where"),
    ("presence_records", "who is where"),
    ("duty_workstations", "who is where"),
    ("duty_findings", "who is where"),
    ("shortfalls", "who is where"),
    ("coverage_reports", "who is where"),
    ("applications", "no application makes another"),
    ("api_settings", "set by administrators"),
    ("webhooks", "set up by whoever answers for the connection"),
    ("jobs", "somebody's own"),
    ("imports", "a file is looked through by people; systems use `cases_register_bulk`"),
    ("exports", "taken along by people"),
    ("reconciliations", "run and asked by people"),
    ("questions", "answered by people"),
    ("health", "needs no token"),
];

/// Operations of the other tags that are for people, and why.
const OF_PEOPLE: &[(&str, &str)] = &[
    ("cases_list_late", "figures of the centre"),
    ("cases_get_routing", "a suggestion for whoever dispatches"),
    ("cases_explain_right", "why somebody may or may not"),
    ("cases_replace_tracking_code", "told to a citizen at the window"),
    ("cases_split", "its parts may be of other classes"),
    ("cases_unsplit", "the same"),
    ("cases_restrict", "who may know is for people to say"),
    ("cases_lift_restriction", "the same"),
    ("attachments_thumbnail", "shown to people in a list"),
    ("attachments_open", "a ticket is for a browser"),
    ("attachments_remove", "what is kept is removed by people"),
    ("mediations_book", "people meet"),
    ("mediations_get_options", "people meet"),
    ("mediations_rebook", "people meet"),
    ("mediations_record_consent", "people meet"),
    ("mediations_recuse", "people meet"),
    ("mediations_start", "people meet"),
    ("mediations_write_minutes", "people meet"),
    ("mediations_sign_minutes", "people meet"),
    ("mediations_adjourn", "people meet"),
    ("mediations_conclude", "people meet"),
    ("mediations_cancel", "people meet"),
    ("agreements_record", "signed by people"),
    ("agreements_record_performance", "looked into by people"),
    ("agreements_apply_confirmation", "both sides together"),
    ("agreements_answer_confirmation", "the court's paper"),
    ("agreements_cancel", "signed by people"),
    ("departments_create", "kept by administrators"),
    ("departments_update", "kept by administrators"),
    ("centers_create", "kept by administrators"),
    ("centers_update", "kept by administrators"),
    ("calendars_import", "kept by administrators"),
    ("calendars_simulate", "kept by administrators"),
    ("time_limits_publish", "kept by administrators"),
    ("time_limits_simulate", "kept by administrators"),
    ("time_limits_simulate_retirement", "kept by administrators"),
    ("time_limits_retire", "kept by administrators"),
    ("procedure_rules_publish", "kept by administrators"),
    ("adapters_list", "kept by administrators"),
    ("adapters_create", "kept by administrators"),
    ("adapters_get", "kept by administrators"),
    ("adapters_update", "kept by administrators"),
    ("adapters_try", "kept by administrators"),
    ("adapters_list_messages", "looked into by people"),
    ("devices_look", "whoever looks gives a reason"),
    ("devices_list_looks", "looked into by people"),
];

#[actix_web::test]
async fn every_operation_is_opened_by_a_scope_or_stays_with_people_for_a_reason() {
    let app = TestApp::new().await;
    let document = app.document();
    let (mut all, mut forgotten, mut wrong) = (BTreeSet::new(), Vec::new(), Vec::new());
    for item in document["paths"].as_object().into_iter().flat_map(|paths| paths.values()) {
        for operation in item.as_object().into_iter().flat_map(|item| item.values()) {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let tag = operation["tags"][0].as_str().unwrap_or_default();
            all.insert(id.to_owned());
            let stays = PEOPLE_ONLY.iter().any(|(name, _)| *name == tag)
                || OF_PEOPLE.iter().any(|(name, _)| *name == id);
            let scope = scope_of(id);
            if scope.is_some() == stays {
                forgotten.push(id);
            }
            let said = operation["security"].as_array().into_iter().flatten();
            let said: Vec<_> = said.filter(|one| !one["oauth2"].is_null()).collect();
            let wanted: Vec<_> =
                scope.iter().map(|scope| json!({ "oauth2": [scope.as_str()] })).collect();
            if said != wanted.iter().collect::<Vec<_>>() {
                wrong.push(id);
            }
        }
    }
    assert!(forgotten.is_empty(), "neither opened nor for people, or both: {forgotten:?}");
    assert!(wrong.is_empty(), "the document says another scope: {wrong:?}");
    let opened = OPERATIONS.iter().map(|(id, _)| *id);
    let listed = opened.chain(OF_PEOPLE.iter().map(|(id, _)| *id));
    let listed: BTreeSet<_> = listed.map(ToOwned::to_owned).collect();
    let gone: Vec<_> = listed.difference(&all).collect();
    assert!(gone.is_empty(), "not in the document: {gone:?}");
}

#[actix_web::test]
async fn the_scheme_names_every_scope_and_where_tokens_come_from() {
    let app = TestApp::new().await;
    let flow = &app.document()["components"]["securitySchemes"]["oauth2"]["flows"];
    let flow = &flow["clientCredentials"];
    assert_eq!(flow["tokenUrl"], "/api/v1/oauth/token");
    let named = flow["scopes"].as_object().map(|scopes| scopes.keys().cloned().collect());
    let all: BTreeSet<_> = ApiScope::ALL.iter().map(|scope| scope.as_str().to_owned()).collect();
    assert_eq!(named, Some(all));
    for scope in ApiScope::ALL {
        let opens = OPERATIONS.iter().any(|(_, opened)| opened == scope);
        assert!(opens, "{scope:?} opens nothing");
    }
}
