//! Filling a template: what the case gives, what the issuer writes, and what is missing. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::fact::{Fact, FactOrigin};
use super::template::{TemplateDefinition, TemplateField};
use crate::platform::error::{ErrorCode, FieldError};
use crate::platform::lang::Lang;

/// One row of a list fact: what it says, by member.
pub type Row = BTreeMap<String, String>;

/// What is known of a case, fact by fact. Whoever brings new facts (mediation, agreement) fills them
/// in here and changes nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    texts: BTreeMap<Fact, String>,
    lists: BTreeMap<Fact, Vec<Row>>,
}

impl Facts {
    /// Fills a fact; nothing to say leaves it empty.
    pub fn text(&mut self, fact: Fact, text: impl Into<Option<String>>) {
        if let Some(text) = text.into().filter(|text| !text.trim().is_empty()) {
            self.texts.insert(fact, text);
        }
    }

    /// Fills a list.
    pub fn list(&mut self, fact: Fact, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.lists.insert(fact, rows);
        }
    }

    /// What is known of a fact.
    pub fn get(&self, fact: Fact) -> Option<&str> {
        self.texts.get(&fact).map(String::as_str)
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentField {
    /// Its name in the template.
    #[schema(example = "case_no")]
    pub name: String,
    /// What it is called.
    #[schema(example = "案号")]
    pub label: String,
    /// Its text; empty where there is none.
    pub text: String,
    /// Of a list fact: its rows, each by member.
    pub rows: Vec<BTreeMap<String, String>>,
}

/// A document with all that stands in it, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The fields, in the order of the template.
    pub fields: Vec<DocumentField>,
}

impl Filled {
    /// The text of a field; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.name == name).map_or("", |field| field.text.as_str())
    }

    /// The rows of a list field.
    pub fn rows(&self, name: &str) -> &[Row] {
        self.fields
            .iter()
            .find(|field| field.name == name)
            .map_or(&[], |field| field.rows.as_slice())
    }
}

/// What a document still needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The field.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Where it comes from.
    pub origin: FactOrigin,
}

impl Missing {
    /// As a refusal: at the member of the request where it can be typed.
    pub fn refusal(&self) -> FieldError {
        let mut refusal = FieldError::of(pointer(&self.name), ErrorCode::DocumentFieldMissing);
        refusal.params.insert("label".to_owned(), self.label.clone().into());
        refusal.params.insert("origin".to_owned(), self.origin.as_str().into());
        refusal
    }
}

/// Where in the request a field is written.
pub fn pointer(name: &str) -> String {
    format!("/fields/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Fills `definition` from `facts` and from what was typed.
pub fn fill(
    definition: &TemplateDefinition,
    facts: &Facts,
    typed: &BTreeMap<String, String>,
) -> (Filled, Vec<Missing>) {
    let mut missing = Vec::new();
    let mut fields = Vec::with_capacity(definition.fields.len());
    for field in &definition.fields {
        let rows = field.fact().and_then(|fact| facts.lists.get(&fact)).cloned();
        let given = field.fact().and_then(|fact| facts.get(fact)).map(ToOwned::to_owned);
        let text = given.or_else(|| written(field, typed)).unwrap_or_default();
        let rows = rows.unwrap_or_default();
        let label = field.label(Lang::Zh).to_owned();
        if field.required && text.is_empty() && rows.is_empty() {
            let (name, label) = (field.name.clone(), label.clone());
            missing.push(Missing { name, label, origin: field.origin() });
        }
        fields.push(DocumentField { name: field.name.clone(), label, text, rows });
    }
    (Filled { fields }, missing)
}

fn written(field: &TemplateField, typed: &BTreeMap<String, String>) -> Option<String> {
    let text = typed.get(&field.name)?.trim();
    // Templates write 一式 themselves, and people write it again: 一式三份 is the natural entry.
    let text = match field.fact() {
        Some(Fact::Copies) => text.strip_prefix("一式").unwrap_or(text).trim_start(),
        Some(_) | None => text,
    };
    (!text.is_empty() && is_open(field)).then(|| text.to_owned())
}

/// Whether the issuer may write the field where the case says nothing: a list is never typed.
pub fn is_open(field: &TemplateField) -> bool {
    field.origin().may_be_typed() && field.fact().is_none_or(|fact| fact.members().is_empty())
}

/// What of the typed fields is refused: unknown names, what the case says itself (nothing is entered
/// twice), what only a step of the procedure says, and what is too long.
pub fn refusals(
    definition: &TemplateDefinition,
    facts: &Facts,
    typed: &BTreeMap<String, String>,
) -> Vec<FieldError> {
    let mut found = Vec::new();
    for (name, text) in typed {
        let field = definition.fields.iter().find(|field| field.name == *name);
        let Some(field) = field else {
            found.push(FieldError::rule(pointer(name), "unknown_field", Map::new()));
            continue;
        };
        let is_given = field
            .fact()
            .is_some_and(|fact| facts.texts.contains_key(&fact) || facts.lists.contains_key(&fact));
        if !text.trim().is_empty() && (is_given || !is_open(field)) {
            found.push(FieldError::of(pointer(name), ErrorCode::DocumentFieldFromCase));
        }
        if text.chars().count() > field.most() {
            let bound: Map<String, Json> =
                std::iter::once(("max".to_owned(), field.most().into())).collect();
            found.push(FieldError::rule(pointer(name), "length", bound));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> TemplateDefinition {
        serde_json::from_str(
            r#"{"fields": [{"name": "case_no", "required": true},
                 {"name": "outcome", "required": true},
                 {"name": "mediation_place", "required": true},
                 {"name": "remark", "label": "备注", "max_length": 3}],
                "blocks": [{"kind": "paragraph",
                 "text": "{case_no}{outcome}{mediation_place}{remark}"}]}"#,
        )
        .expect("a template")
    }

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_missing_is_named_with_where_it_comes_from() {
        let mut facts = Facts::default();
        facts.text(Fact::CaseNo, "990101-20260302-000001".to_owned());
        let (filled, missing) = fill(&template(), &facts, &typed(&[("remark", "急")]));
        let named: Vec<_> = missing.iter().map(|one| (one.name.as_str(), one.origin)).collect();
        let wanted =
            [("outcome", FactOrigin::Resolution), ("mediation_place", FactOrigin::Mediation)];
        assert_eq!(named, wanted);
        assert_eq!(filled.text("case_no"), "990101-20260302-000001");
        assert_eq!(filled.text("remark"), "急");
        let (_, missing) = fill(&template(), &facts, &typed(&[("mediation_place", "调解室")]));
        assert_eq!(missing.len(), 1);
    }

    #[test]
    fn copies_are_not_counted_twice() {
        let template: TemplateDefinition = serde_json::from_str(
            r#"{"fields": [{"name": "copies", "required": true}],
                "blocks": [{"kind": "paragraph", "text": "本协议一式{copies}。"}]}"#,
        )
        .expect("a template");
        for entry in ["三份", "一式三份", " 一式 三份 "] {
            let (filled, _) = fill(&template, &Facts::default(), &typed(&[("copies", entry)]));
            assert_eq!(filled.text("copies"), "三份", "{entry}");
        }
        let (_, missing) = fill(&template, &Facts::default(), &typed(&[("copies", "一式")]));
        assert_eq!(missing.len(), 1);
    }

    #[test]
    fn nothing_is_typed_over_the_case() {
        let mut facts = Facts::default();
        facts.text(Fact::CaseNo, "1".to_owned());
        let all =
            typed(&[("case_no", "2"), ("outcome", "已解决"), ("x", "y"), ("remark", "太长了吧")]);
        let refused: Vec<_> = refusals(&template(), &facts, &all)
            .into_iter()
            .map(|refusal| (refusal.pointer, refusal.code))
            .collect();
        let refused: Vec<_> =
            refused.iter().map(|(at, code)| (at.as_str(), code.as_str())).collect();
        assert_eq!(
            refused,
            [
                ("/fields/case_no", "document.field_from_case"),
                ("/fields/outcome", "document.field_from_case"),
                ("/fields/remark", "length"),
                ("/fields/x", "unknown_field"),
            ]
        );
        let (filled, _) = fill(&template(), &facts, &all);
        assert_eq!((filled.text("case_no"), filled.text("outcome")), ("1", ""));
    }
}
