//! What is wrong with a mapping in itself: pure, told at its place in the definition.

use std::collections::BTreeSet;

use super::definition::{
    AdapterDefinition, AdapterField, AdapterParty, AdapterRefusal, AdapterRule, AdapterTarget,
};
use crate::features::cases::model::CaseStatus;
use crate::platform::error::{ErrorCode, FieldError};

/// A code of ours a mapping names: the set, the code, and where it stands.
pub type NamedCode<'a> = (&'static str, &'a str, String);

/// All that is wrong; nothing where it can be used.
pub fn check(definition: &AdapterDefinition) -> Vec<FieldError> {
    let mut problems = Vec::new();
    pointer(&definition.number, "/number", &mut problems);
    let fields = || definition.fields.iter();
    for (at, one) in definition.fields.iter().enumerate() {
        field(definition, one, &format!("/fields/{at}"), &mut problems);
        if !one.to.is_of_case() {
            problems.push(FieldError::of(
                format!("/fields/{at}/to"),
                ErrorCode::AdapterTargetElsewhere,
            ));
        }
    }
    twice(fields().map(|one| one.to.as_str()), "/fields", "to", &mut problems);
    for wanted in [AdapterTarget::Title, AdapterTarget::Narrative] {
        if !fields().any(|one| one.to == wanted) {
            problems.push(FieldError::of("/fields", ErrorCode::AdapterTargetMissing));
        }
    }
    for (at, one) in definition.parties.iter().enumerate() {
        party(definition, one, &format!("/parties/{at}"), &mut problems);
    }
    twice(definition.tables.iter().map(|one| one.code.as_str()), "/tables", "code", &mut problems);
    twice(
        definition.refusals.iter().map(|one| one.code.as_str()),
        "/refusals",
        "code",
        &mut problems,
    );
    for (at, one) in definition.refusals.iter().enumerate() {
        refusal(one, &format!("/refusals/{at}"), &mut problems);
    }
    let statuses = definition.statuses.iter().map(|said| said.status.as_str());
    twice(statuses, "/statuses", "status", &mut problems);
    let is_said =
        |status: &CaseStatus| definition.statuses.iter().any(|said| said.status == *status);
    if !CaseStatus::ALL.iter().all(is_said) {
        problems.push(FieldError::of("/statuses", ErrorCode::AdapterStatusMissing));
    }
    problems
}

fn party(
    definition: &AdapterDefinition,
    one: &AdapterParty,
    at: &str,
    problems: &mut Vec<FieldError>,
) {
    if let Some(each) = &one.each {
        pointer(each, &format!("{at}/each"), problems);
    }
    for (index, own) in one.fields.iter().enumerate() {
        let place = format!("{at}/fields/{index}");
        field(definition, own, &place, problems);
        if !own.to.is_of_party() {
            problems.push(FieldError::of(format!("{place}/to"), ErrorCode::AdapterTargetElsewhere));
        }
    }
    let fields = format!("{at}/fields");
    twice(one.fields.iter().map(|own| own.to.as_str()), &fields, "to", problems);
    if !one.fields.iter().any(|own| own.to == AdapterTarget::Name) {
        problems.push(FieldError::of(fields, ErrorCode::AdapterTargetMissing));
    }
}

fn field(
    definition: &AdapterDefinition,
    one: &AdapterField,
    at: &str,
    problems: &mut Vec<FieldError>,
) {
    if !one.to.rules().contains(&one.rule) {
        problems.push(FieldError::of(format!("{at}/rule"), ErrorCode::AdapterRuleUnfit));
    }
    for (index, from) in one.from.iter().enumerate() {
        pointer(from, &format!("{at}/from/{index}"), problems);
    }
    let is_constant = one.rule == AdapterRule::Constant;
    if one.from.is_empty() != is_constant {
        problems.push(FieldError::of(format!("{at}/from"), ErrorCode::AdapterRuleIncomplete));
    }
    if is_constant && one.value.is_none() {
        problems.push(FieldError::of(format!("{at}/value"), ErrorCode::AdapterRuleIncomplete));
    }
    if one.rule == AdapterRule::Time && one.format.is_none() {
        problems.push(FieldError::of(format!("{at}/format"), ErrorCode::AdapterRuleIncomplete));
    }
    let table = one.table.as_deref().map(|code| definition.table(code).is_some());
    if one.rule == AdapterRule::Code && table != Some(true) {
        problems.push(FieldError::of(format!("{at}/table"), ErrorCode::AdapterTableUnknown));
    }
}

fn refusal(one: &AdapterRefusal, at: &str, problems: &mut Vec<FieldError>) {
    match &one.from {
        Some(from) => {
            pointer(from, &format!("{at}/from"), problems);
            // What begins with nothing would refuse everything.
            if one.values.is_empty() || one.values.iter().any(|value| value.trim().is_empty()) {
                problems
                    .push(FieldError::of(format!("{at}/values"), ErrorCode::AdapterRuleIncomplete));
            }
        }
        None if one.values.is_empty() => {}
        None => {
            problems.push(FieldError::of(format!("{at}/from"), ErrorCode::AdapterRuleIncomplete));
        }
    }
}

/// RFC 6901: begins with a slash, and a tilde stands before 0 or 1 only.
fn pointer(text: &str, at: &str, problems: &mut Vec<FieldError>) {
    let is_escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    if !text.starts_with('/') || !is_escaped || text.chars().count() > 100 {
        problems.push(FieldError::of(at, ErrorCode::AdapterPointer));
    }
}

fn twice<'a>(
    names: impl Iterator<Item = &'a str>,
    at: &str,
    member: &str,
    problems: &mut Vec<FieldError>,
) {
    let mut seen = BTreeSet::new();
    for (index, name) in names.enumerate() {
        if !seen.insert(name) {
            let place = format!("{at}/{index}/{member}");
            problems.push(FieldError::rule(place, "duplicate", serde_json::Map::new()));
        }
    }
}

/// The codes of ours a mapping names, for whoever knows the code sets.
pub fn named_codes(definition: &AdapterDefinition) -> Vec<NamedCode<'_>> {
    let mut found: Vec<NamedCode<'_>> = Vec::new();
    let own = definition.parties.iter().flat_map(|party| party.fields.iter());
    for (field, set) in
        definition.fields.iter().chain(own).filter_map(|f| Some((f, f.to.code_set()?)))
    {
        if let (AdapterRule::Constant, Some(value)) = (field.rule, &field.value) {
            found.push((set, value, "/fields".to_owned()));
        }
        let table = field.table.as_deref().filter(|_| field.rule == AdapterRule::Code);
        let known = table.and_then(|code| definition.tables.iter().position(|t| t.code == code));
        let Some((at, table)) = known.and_then(|at| Some((at, definition.tables.get(at)?))) else {
            continue;
        };
        for (index, row) in table.rows.iter().enumerate() {
            found.push((set, &row.to, format!("/tables/{at}/rows/{index}/to")));
        }
        found.extend(
            table.otherwise.as_deref().map(|code| (set, code, format!("/tables/{at}/otherwise"))),
        );
    }
    for (at, refusal) in definition.refusals.iter().enumerate() {
        for (index, code) in refusal.ground_codes.iter().enumerate() {
            found.push(("decline_ground", code, format!("/refusals/{at}/ground_codes/{index}")));
        }
    }
    found
}
