//! A template (文书模板): which fields a document has and how it is laid out. Data with a version, a
//! first day and a source; this file says what a definition may contain. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use validator::Validate;

use super::fact::{Fact, FactOrigin};
use crate::platform::error::{ErrorCode, FieldError};
use crate::platform::lang::Lang;
use crate::platform::words::words;

/// Width of the text on A4 between the margins of GB/T 9704-2012 (28 mm left, 26 mm right), in mm.
pub const TEXT_WIDTH_MM: u32 = 156;
/// Most characters a typed field may have, unless the template allows fewer.
pub const MOST_TYPED: u16 = 5000;

/// As many columns as a table may have, each as wide as its number holds.
fn widths() -> Array {
    let width =
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(u16::MAX));
    let said =
        "Of a form or table: the widths of its columns, of which only the proportions count.";
    ArrayBuilder::new().items(width).max_items(Some(10)).description(Some(said)).build()
}

words! {
    /// A piece of the layout.
    DocumentBlockKind {
        /// The title of the paper, centred.
        Title = "title";
        /// A short line beside the title, such as the number.
        Line = "line";
        /// A heading in the text.
        Heading = "heading";
        /// A paragraph, its first line indented by two characters.
        Paragraph = "paragraph";
        /// A form: labelled cells in rows.
        Form = "form";
        /// A table of one list fact.
        Table = "table";
        /// Lines at the right, such as the signature and the date.
        Signature = "signature";
        /// The QR code to the verification of the document, with a caption.
        QrCode = "qr_code";
        /// A new page begins.
        PageBreak = "page_break";
    }
}

words! {
    /// Where a line stands.
    TextAlign {
        /// At the left margin.
        Left = "left";
        /// In the middle.
        Center = "center";
        /// At the right margin.
        Right = "right";
    }
}

/// A field of a template: a fact of the case by its name, or one of the template's own, which the
/// issuer writes and which has a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateField {
    /// Name of the fact, or of the template's own field: small letters and `_`.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z][a-z_]*$", example = "case_no")]
    pub name: String,
    /// What a field of the template's own is called; none for a fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    pub label: Option<String>,
    /// Whether the document may not be issued without it.
    #[serde(default)]
    pub required: bool,
    /// Most characters that may be typed, 5000 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 5000))]
    #[schema(minimum = 1, maximum = 5000)]
    pub max_length: Option<u16>,
}

impl TemplateField {
    /// The fact it names; none: a field of the template's own.
    pub fn fact(&self) -> Option<Fact> {
        if self.label.is_some() { None } else { Fact::parse(&self.name) }
    }

    /// What it is called.
    pub fn label(&self, lang: Lang) -> &str {
        match (&self.label, Fact::parse(&self.name)) {
            (Some(label), _) => label,
            (None, Some(fact)) => fact.label(lang),
            (None, None) => &self.name,
        }
    }

    /// Where its content comes from.
    pub fn origin(&self) -> FactOrigin {
        self.fact().map_or(FactOrigin::Typed, Fact::origin)
    }

    /// Most characters that may be typed.
    pub fn most(&self) -> usize {
        usize::from(self.max_length.unwrap_or(MOST_TYPED))
    }
}

/// A cell of a form: a label, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormCell {
    /// The label, in a column of its own; none: the text alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60, example = "案号")]
    pub label: Option<String>,
    /// Text with `{field}` in it.
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000, example = "{case_no}")]
    pub text: String,
    /// Columns the text takes, 1 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 8))]
    #[schema(minimum = 1, maximum = 8)]
    pub span: Option<u8>,
}

impl FormCell {
    /// Columns the text takes.
    pub fn span(&self) -> u8 {
        self.span.unwrap_or(1)
    }

    fn columns(&self) -> usize {
        usize::from(self.span()) + usize::from(self.label.is_some())
    }
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// Its cells.
    #[validate(length(min = 1, max = 8), nested)]
    #[schema(min_items = 1, max_items = 8)]
    pub cells: Vec<FormCell>,
    /// Height in lines at least, 1 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 30))]
    #[schema(minimum = 1, maximum = 30)]
    pub lines: Option<u8>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TableColumn {
    /// What stands above it.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_length = 1, max_length = 20, example = "姓名")]
    pub label: String,
    /// What of each row of the fact stands in it.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, example = "name")]
    pub member: String,
}

/// A piece of the layout; which members it has depends on its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBlock {
    /// What it is.
    pub kind: DocumentBlockKind,
    /// Text with `{field}` in it; lines of their own where it has line breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000, example = "经查，{summary}")]
    pub text: Option<String>,
    /// Where it stands; each kind has a place of its own unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<TextAlign>,
    /// Of a form or table: the widths of its columns, of which only the proportions count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 10))]
    #[schema(schema_with = widths)]
    pub widths: Vec<u16>,
    /// Of a form: its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 60), nested)]
    #[schema(max_items = 60)]
    pub rows: Vec<FormRow>,
    /// Of a table: the list fact it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    pub field: Option<String>,
    /// Of a table: its columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 10), nested)]
    #[schema(max_items = 10)]
    pub columns: Vec<TableColumn>,
}

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateDefinition {
    /// Its fields, each once.
    #[validate(length(min = 1, max = 80), nested)]
    #[schema(min_items = 1, max_items = 80, example = json!([{ "name": "case_no", "required": true }]))]
    pub fields: Vec<TemplateField>,
    /// Its layout, from top to bottom.
    #[validate(length(min = 1, max = 80), nested)]
    #[schema(
        min_items = 1,
        max_items = 80,
        example = json!([{ "kind": "title", "text": "受理回执" }, { "kind": "paragraph", "text": "案号：{case_no}" }])
    )]
    pub blocks: Vec<TemplateBlock>,
}

impl TemplateDefinition {
    /// Whether documents of it name a party (个人信息).
    pub fn names_parties(&self) -> bool {
        self.fields.iter().filter_map(TemplateField::fact).any(Fact::is_personal)
    }

    /// Whether it has a field for `fact`.
    pub fn names(&self, fact: Fact) -> bool {
        self.fields.iter().any(|field| field.fact() == Some(fact))
    }

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

/// A stretch of a text: words, or the name of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// As it stands.
    Words(&'a str),
    /// `{name}`.
    Field(&'a str),
}

/// Cuts a text at its `{fields}`. A brace without its other half is words.
pub fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        if !before.is_empty() {
            found.push(Stretch::Words(before));
        }
        found.push(Stretch::Field(name));
        rest = behind;
    }
    if !rest.is_empty() {
        found.push(Stretch::Words(rest));
    }
    found
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    stretches(text).into_iter().filter_map(|stretch| match stretch {
        Stretch::Field(name) => Some(name),
        Stretch::Words(_) => None,
    })
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

    #[test]
    fn texts_are_cut_at_their_fields() {
        use Stretch::{Field, Words};
        assert_eq!(stretches("经{a}查{b}"), [Words("经"), Field("a"), Words("查"), Field("b")]);
        assert_eq!(stretches("a { b"), [Words("a { b")]);
    }
}
