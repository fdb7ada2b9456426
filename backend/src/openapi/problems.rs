//! The problems of the document: one response a slice and status, with every code it may carry.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use crate::platform::error::{ErrorCode, Problem};
use crate::platform::lang::Lang;

/// Whose nouns a slice's requests name beside its own: their codes can be answered too.
const NOUNS: &[(&str, &[&str])] = &[
    ("auth", &["auth"]),
    ("users", &["user", "person", "auth"]),
    ("personnel", &["person", "capacity", "department", "region", "user"]),
    ("org", &["region", "department", "center", "code"]),
    ("calendars", &["calendar", "time_limit"]),
    ("time_limits", &["time_limit", "code"]),
    ("procedure_rules", &["procedure_rule"]),
    ("views", &["view", "region", "department", "code"]),
    ("cases", &["case", "code", "department", "region", "person", "visit", "dossier"]),
    ("precedents", &["precedent", "region"]),
    ("visits", &["visit", "case", "code", "department", "person", "center"]),
    ("notices", &["notice"]),
    (
        "receptions",
        &[
            "reception",
            "case",
            "case_task",
            "code",
            "department",
            "region",
            "person",
            "visit",
            "center",
        ],
    ),
    ("case_tasks", &["case_task", "case", "visit"]),
    (
        "review_meetings",
        &["review_meeting", "case_task", "case", "department", "center", "visit", "document"],
    ),
    ("substitutions", &["substitution", "capacity", "person"]),
    ("supervision_orders", &["supervision_order", "case", "code", "department"]),
    ("callbacks", &["callback", "case", "department"]),
    ("reconciliations", &["reconciliation"]),
    ("questions", &["question"]),
    ("public", &["public", "region", "case"]),
    ("mediations", &["mediation", "case", "code"]),
    ("rooms", &["room"]),
    ("mediators", &["mediator", "person"]),
    ("agreements", &["agreement", "mediation", "case"]),
    ("documents", &["document", "case", "dossier"]),
    ("correspondence", &["case", "dossier"]),
    ("document_templates", &["document_template"]),
    ("applicant_notices", &["applicant_notice", "case"]),
    ("attachments", &["attachment", "dossier"]),
    ("dossiers", &["dossier", "attachment"]),
    ("automation_rules", &["automation", "center", "code", "department", "region", "case"]),
    ("reports", &["report"]),
    ("posts", &["post", "center", "code"]),
    ("stationing_obligations", &["stationing_obligation", "center", "code", "department"]),
    ("stationings", &["stationing", "center", "department", "person"]),
    ("leaves", &["leave"]),
    ("qualifications", &["qualification", "code"]),
    ("rotation_plans", &["rotation_plan", "center"]),
    ("swap_requests", &["swap_request", "rotation_plan"]),
    ("duty_calendars", &["duty_feed"]),
    ("assessment_schemes", &["assessment_scheme", "center"]),
    ("assessments", &["assessment", "department", "visit"]),
    ("duty", &["visit"]),
    ("duty_stand_ins", &["duty_stand_in"]),
    ("presence_records", &["presence_record"]),
    ("duty_workstations", &["duty_workstation"]),
    ("coverage_reports", &["document"]),
    ("applications", &["application", "oauth", "code", "auth"]),
    ("api_settings", &["api_settings"]),
    ("adapters", &["adapter", "case", "code", "region"]),
    ("devices", &["device", "department", "region"]),
    ("webhooks", &["webhook"]),
    ("jobs", &["job", "rotation_plan"]),
    ("imports", &["import", "job", "attachment"]),
    ("exports", &["export", "job", "attachment", "region"]),
];

/// The problems operations were given so far.
#[derive(Default)]
pub(super) struct Problems(BTreeSet<(String, u16)>);

impl Problems {
    /// Where the problems of `slice` with `status` are described.
    pub(super) fn response(&mut self, slice: &str, status: u16) -> RefOr<Response> {
        self.0.insert((slice.to_owned(), status));
        RefOr::Ref(Ref::from_response_name(name(slice, status)))
    }

    /// Every description given out.
    pub(super) fn responses(self) -> BTreeMap<String, RefOr<Response>> {
        let described = self
            .0
            .into_iter()
            .map(|(slice, status)| (name(&slice, status), RefOr::T(describe(&slice, status))));
        described.collect()
    }
}

fn name(slice: &str, status: u16) -> String {
    format!("{slice}_{status}")
}

fn describe(slice: &str, status: u16) -> Response {
    let mut content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    let mut codes = Vec::new();
    for code in answers(slice, status) {
        let example = ExampleBuilder::new()
            .summary(code.title(Lang::En))
            .value(serde_json::to_value(Problem::example(code)).ok())
            .build();
        content = content.examples_from_iter([(code.as_str(), RefOr::T(example))]);
        codes.push(format!("`{code}`"));
    }
    ResponseBuilder::new()
        .description(codes.join(", "))
        .content("application/problem+json", content.build())
        .build()
}

/// The codes a slice may answer with a status.
fn answers(slice: &str, status: u16) -> impl Iterator<Item = ErrorCode> {
    let shared: &[&str] = match status {
        // Who may do what is asked the same everywhere.
        401 | 403 => &["request", "auth"],
        _ => &["request", "server", "idempotency"],
    };
    let own = NOUNS.iter().find(|(name, _)| *name == slice).map_or(&[][..], |(_, nouns)| nouns);
    let of_status = ErrorCode::ALL.iter().copied();
    of_status.filter(move |code| code.status().as_u16() == status).filter(move |code| {
        let noun = code.as_str().split('.').next().unwrap_or_default();
        shared.contains(&noun) || own.contains(&noun)
    })
}
