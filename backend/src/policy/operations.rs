//! Which operations of the document an application may call, and the scope that opens each. What is not
//! in the table is for people; the rights of the capacity and the limits are asked besides.
//!
//! The document's `oauth2` requirements are made from it. `tests/it/applications/document.rs` holds it
//! against the document: every operation is in it or stays with people for a reason.

#![cfg_attr(not(test), expect(clippy::enum_glob_use, reason = "a table reads best in bare words"))]

use super::application::ApiScope::{self, *};

/// `operationId` and scope.
pub const OPERATIONS: &[(&str, ApiScope)] = &[
    ("cases_list", CasesRead),
    ("cases_get", CasesRead),
    ("cases_count", CasesRead),
    ("cases_find_similar", CasesRead),
    ("cases_list_similar", CasesRead),
    ("cases_list_events", CasesRead),
    ("cases_explain_clock", CasesRead),
    ("cases_get_time_use", CasesRead),
    ("cases_get_workflow", CasesRead),
    ("cases_list_parties", CasesRead),
    ("cases_get_party", CasesRead),
    ("cases_register", CasesRegister),
    ("cases_classify", CasesAct),
    ("cases_dispatch", CasesAct),
    ("cases_sign", CasesAct),
    ("cases_return", CasesAct),
    ("cases_rule", CasesAct),
    ("cases_report_progress", CasesAct),
    ("cases_resolve", CasesAct),
    ("cases_accept_resolution", CasesAct),
    ("cases_reject_resolution", CasesAct),
    ("cases_record_callback", CasesAct),
    ("cases_close", CasesAct),
    ("cases_archive", CasesAct),
    ("cases_reopen", CasesAct),
    ("cases_decline", CasesAct),
    ("cases_withdraw", CasesAct),
    ("cases_add_assist", CasesAct),
    ("cases_complete_assist", CasesAct),
    ("cases_suspend", CasesAct),
    ("cases_request_suspension", CasesAct),
    ("cases_decide_suspension", CasesAct),
    ("cases_record_procedure", CasesAct),
    ("cases_resume", CasesAct),
    ("cases_request_extension", CasesAct),
    ("cases_decide_extension", CasesAct),
    ("cases_transfer_level", CasesAct),
    ("cases_take_charge", CasesAct),
    ("cases_merge", CasesAct),
    ("cases_unmerge", CasesAct),
    ("cases_preview_bulk", CasesAct),
    ("cases_run_bulk", CasesAct),
    ("cases_reveal_field", PartiesReveal),
    ("cases_add_party", PartiesWrite),
    ("cases_correct_party", PartiesWrite),
    ("attachments_list", AttachmentsRead),
    ("attachments_get", AttachmentsRead),
    ("attachments_add", AttachmentsWrite),
    ("attachments_upload", AttachmentsWrite),
    ("attachments_file", AttachmentsWrite),
    ("correspondence_list_notes", CorrespondenceRead),
    ("correspondence_list_replies", CorrespondenceRead),
    ("correspondence_write_note", CorrespondenceWrite),
    ("correspondence_reply", CorrespondenceWrite),
    ("mediations_list", MediationsRead),
    ("mediations_get", MediationsRead),
    ("mediations_list_of_case", MediationsRead),
    ("agreements_list", MediationsRead),
    ("agreements_get", MediationsRead),
    ("agreements_list_of_case", MediationsRead),
    ("agreements_explain_confirmation", MediationsRead),
    ("regions_list", OrgRead),
    ("regions_get", OrgRead),
    ("departments_list", OrgRead),
    ("departments_get", OrgRead),
    ("centers_list", OrgRead),
    ("centers_get", OrgRead),
    ("code_sets_list", ReferenceRead),
    ("code_sets_get", ReferenceRead),
    ("calendars_list", ReferenceRead),
    ("calendars_days", ReferenceRead),
    ("time_limits_list", ReferenceRead),
    ("time_limits_get", ReferenceRead),
    ("procedure_rules_list", ReferenceRead),
    ("procedure_rules_get", ReferenceRead),
    ("lawful_routes_list", ReferenceRead),
];

/// The scope that opens an operation; none where it is for people.
pub fn scope_of(operation_id: &str) -> Option<ApiScope> {
    OPERATIONS.iter().find(|(id, _)| *id == operation_id).map(|(_, scope)| *scope)
}
