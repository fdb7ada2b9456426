//! What may be wrong with a template, by place. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::fact::Fact;
use super::template::{
    DocumentBlockKind, FormCell, TableColumn, TemplateBlock, TemplateDefinition, placeholders,
};
use crate::features::data_fields::registry::{Named, Registry, named};
use crate::platform::error::{ErrorCode, FieldError};

impl TemplateDefinition {
    /// What is wrong with it, by place; nothing: it may be published.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut declared: BTreeMap<&str, Option<Fact>> = BTreeMap::new();
        for (at, field) in self.fields.iter().enumerate() {
            let pointer = format!("/fields/{at}/name");
            if declared.insert(&field.name, field.fact()).is_some() {
                found.push(FieldError::rule(pointer.as_str(), "duplicate", Map::new()));
            }
            let is_plain = field.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            // A field of the template's own may not pass for a fact.
            let is_known = Fact::parse(&field.name).is_some();
            if !is_plain || is_known == field.label.is_some() {
                found.push(FieldError::of(pointer, ErrorCode::DocumentTemplateUnknownField));
            }
        }
        let layout = Layout { declared: &declared };
        for (at, block) in self.blocks.iter().enumerate() {
            let problems = layout.problems(block);
            found.extend(problems.into_iter().map(|p| p.below(&format!("/blocks/{at}"))));
        }
        let used: BTreeSet<_> = self.blocks.iter().flat_map(TemplateBlock::named).collect();
        for (at, field) in self.fields.iter().enumerate() {
            // Nobody is to be asked for what is not on the paper.
            if !used.contains(field.name.as_str()) {
                let pointer = format!("/fields/{at}/name");
                found.push(FieldError::of(pointer, ErrorCode::DocumentTemplateUnusedField));
            }
        }
        found
    }

    /// Fields of its own that are asked for without a ground, or kept without an end (个人信息保护法
    /// 第六条、第十九条); nothing: every one has both, as the register of fields knows them.
    pub fn baseless(&self, registry: &Registry) -> Vec<FieldError> {
        let is_in = |list: &[Named], code: Option<&str>| {
            code.is_some_and(|code| named(list, code).is_some())
        };
        let own = self.fields.iter().enumerate().filter(|(_, field)| field.label.is_some());
        let mut found = Vec::new();
        for (at, field) in own {
            let parts = [
                ("basis", is_in(&registry.bases, field.basis.as_deref())),
                ("retention", is_in(&registry.retentions, field.retention.as_deref())),
            ];
            for (part, _) in parts.into_iter().filter(|(_, is_known)| !is_known) {
                let pointer = format!("/fields/{at}/{part}");
                found.push(FieldError::of(pointer, ErrorCode::DocumentTemplateNoBasis));
            }
        }
        found
    }
}

impl TemplateBlock {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
        self.text.as_deref().into_iter().chain(cells)
    }

    /// The fields it shows.
    fn named(&self) -> BTreeSet<&str> {
        self.texts().flat_map(placeholders).chain(self.field.as_deref()).collect()
    }
}

struct Layout<'a> {
    declared: &'a BTreeMap<&'a str, Option<Fact>>,
}

impl Layout<'_> {
    fn problems(&self, block: &TemplateBlock) -> Vec<FieldError> {
        let mut found = members(block);
        if let Some(text) = &block.text {
            found.extend(self.text("/text", text));
        }
        for (row_at, row) in block.rows.iter().enumerate() {
            for (cell_at, cell) in row.cells.iter().enumerate() {
                found
                    .extend(self.text(&format!("/rows/{row_at}/cells/{cell_at}/text"), &cell.text));
            }
            let columns: usize = row.cells.iter().map(FormCell::columns).sum();
            if block.kind == DocumentBlockKind::Form && columns != block.widths.len() {
                let pointer = format!("/rows/{row_at}/cells");
                found.push(FieldError::of(pointer, ErrorCode::DocumentTemplateUnevenColumns));
            }
        }
        if let Some(name) = &block.field {
            found.extend(self.list(block, name));
        }
        found
    }

    /// A text names declared fields only, and no list in the middle of a sentence.
    fn text(&self, pointer: &str, text: &str) -> Vec<FieldError> {
        let wrong = placeholders(text).any(|name| match self.declared.get(name) {
            Some(Some(fact)) => !fact.members().is_empty(),
            Some(None) => false,
            None => true,
        });
        // A brace that opens or closes nothing is a slip.
        let braces = text.matches('{').count() + text.matches('}').count();
        if wrong || braces != 2 * placeholders(text).count() {
            return vec![FieldError::of(pointer, ErrorCode::DocumentTemplateUnknownField)];
        }
        Vec::new()
    }

    fn list(&self, block: &TemplateBlock, name: &str) -> Vec<FieldError> {
        let members = match self.declared.get(name) {
            Some(Some(fact)) => fact.members(),
            Some(None) | None => &[],
        };
        if members.is_empty() {
            return vec![FieldError::of("/field", ErrorCode::DocumentTemplateUnknownField)];
        }
        let unknown =
            |(_, column): &(usize, &TableColumn)| !members.contains(&column.member.as_str());
        let unknown = block.columns.iter().enumerate().filter(unknown);
        let mut found: Vec<_> = unknown
            .map(|(at, _)| format!("/columns/{at}/member"))
            .map(|pointer| FieldError::of(pointer, ErrorCode::DocumentTemplateUnknownField))
            .collect();
        if block.columns.len() != block.widths.len() {
            found.push(FieldError::of("/columns", ErrorCode::DocumentTemplateUnevenColumns));
        }
        found
    }
}

/// The members a kind of block must have, and those it may not.
fn members(block: &TemplateBlock) -> Vec<FieldError> {
    let (text, form, table) = match block.kind {
        DocumentBlockKind::Title
        | DocumentBlockKind::Line
        | DocumentBlockKind::Heading
        | DocumentBlockKind::Paragraph
        | DocumentBlockKind::Signature
        | DocumentBlockKind::QrCode => (true, false, false),
        DocumentBlockKind::Form => (false, true, false),
        DocumentBlockKind::Table => (false, false, true),
        DocumentBlockKind::PageBreak => (false, false, false),
    };
    let mut found = Vec::new();
    let mut member = |name: &str, is_wanted: bool, is_there: bool| {
        let rule = match (is_wanted, is_there) {
            (true, false) => "missing_field",
            (false, true) => "not_applicable",
            (true, true) | (false, false) => return,
        };
        found.push(FieldError::rule(format!("/{name}"), rule, Map::new()));
    };
    member("text", text, block.text.is_some());
    member("rows", form, !block.rows.is_empty());
    member("field", table, block.field.is_some());
    member("columns", table, !block.columns.is_empty());
    member("widths", form || table, !block.widths.is_empty());
    if block.widths.iter().any(|width| !(1..=1000).contains(width)) {
        let bounds: [(&str, Value); 2] = [("min", 1.into()), ("max", 1000.into())];
        let bounds = bounds.into_iter().map(|(name, value)| (name.to_owned(), value));
        found.push(FieldError::rule("/widths", "range", bounds.collect()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(text: &str) -> TemplateDefinition {
        serde_json::from_str(text).expect("a definition")
    }

    fn pointers(definition: &TemplateDefinition) -> Vec<String> {
        definition.problems().into_iter().map(|problem| problem.pointer).collect()
    }

    #[test]
    fn a_template_names_what_it_declares_and_declares_what_it_names() {
        let good = definition(
            r#"{"fields": [{"name": "case_no", "required": true}, {"name": "remark", "label": "备注"},
                 {"name": "parties"}],
                "blocks": [{"kind": "title", "text": "登记表"},
                 {"kind": "form", "widths": [1, 2, 1, 2], "rows": [{"cells": [
                   {"label": "案号", "text": "{case_no}"}, {"label": "备注", "text": "{remark}"}]}]},
                 {"kind": "table", "field": "parties", "widths": [1],
                  "columns": [{"label": "姓名", "member": "name"}]}]}"#,
        );
        assert_eq!(pointers(&good), Vec::<String>::new());
        assert!(good.names_parties());
        let bad = definition(
            r#"{"fields": [{"name": "casenumber"}, {"name": "title"}, {"name": "parties"}],
                "blocks": [{"kind": "paragraph", "text": "{case_no}"},
                 {"kind": "paragraph", "text": "{parties}"}, {"kind": "paragraph", "text": "a } b"},
                 {"kind": "form", "widths": [1, 1], "rows": [{"cells": [{"text": "x"}]}]},
                 {"kind": "table", "field": "title", "widths": [1],
                  "columns": [{"label": "x", "member": "y"}]},
                 {"kind": "page_break", "text": "x"}]}"#,
        );
        assert_eq!(
            pointers(&bad),
            [
                "/fields/0/name",
                "/blocks/0/text",
                "/blocks/1/text",
                "/blocks/2/text",
                "/blocks/3/rows/0/cells",
                "/blocks/4/field",
                "/blocks/5/text",
                "/fields/0/name",
            ]
        );
    }
}
