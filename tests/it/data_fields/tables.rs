//! Which tables hold what people are asked for, read off their entities.

use std::collections::{BTreeMap, BTreeSet};

use zongzhi_tests::project;

/// Slices whose tables are registered, every one of them.
const SLICES: [&str; 12] = [
    "agreements",
    "applicant_notices",
    "attachments",
    "case_tasks",
    "cases",
    "correspondence",
    "documents",
    "mediations",
    "receptions",
    "review_meetings",
    "supervision",
    "visits",
];

/// Tables of other slices that are registered as well.
const OTHERS: [&str; 2] = ["citizen_messages", "citizen_ratings"];

/// Tables of these slices whose fields are nobody's to fill in.
const NOT_REGISTERED: [(&str, &str); 11] = [
    ("case_clocks", "worked out from the ledger"),
    ("case_events", "the ledger: its fields are those of events"),
    ("case_masked_texts", "the words of a case again, masked for searching"),
    ("case_number_series", "a counter"),
    ("case_tallies", "counts of cases"),
    ("document_files", "the bytes of a document"),
    ("document_templates", "reference data"),
    ("ledger_blocks", "the ledger"),
    ("review_meeting_minutes", "a frozen paper, made of what is registered"),
    ("supervision_order_cases", "which cases an order is about"),
    ("supervision_steps", "worked out by the ladder"),
];

/// The columns of an entity's file.
pub(crate) fn columns(file: &str) -> Vec<String> {
    columns_in(&project::read(&format!("backend/src/features/{file}")))
}

fn columns_in(text: &str) -> Vec<String> {
    let model = text.split("pub struct Model {").nth(1).and_then(|rest| rest.split("\n}").next());
    let lines = model.unwrap_or_default().lines();
    let names = lines.filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
    names.map(ToOwned::to_owned).collect()
}

/// The registered tables with their columns.
pub(super) fn registered() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for path in project::files("backend/src/features", ".rs") {
        let text = project::read(&path);
        let Some(table) = text.split("table_name = \"").nth(1).and_then(|t| t.split('"').next())
        else {
            continue;
        };
        let is_ours = SLICES.iter().any(|slice| path.contains(&format!("features/{slice}/")));
        let is_exempt = NOT_REGISTERED.iter().any(|(exempt, _)| *exempt == table);
        if OTHERS.contains(&table) || (is_ours && !is_exempt) {
            found.insert(table.to_owned(), columns_in(&text).into_iter().collect());
        }
    }
    found
}
