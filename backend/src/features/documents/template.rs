//! A template (文书模板): which fields a document has and how it is laid out. Data with a version, a
//! first day and a source; this file says what a definition may contain, `template_check.rs` what may be
//! wrong with it. Pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};
use validator::Validate;

use super::fact::{Fact, FactOrigin};
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
    /// On what ground a field of the template's own is asked for: a basis of the register of fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, example = "case_handling")]
    pub basis: Option<String>,
    /// How long it is kept: a retention of the register of fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, example = "dossier")]
    pub retention: Option<String>,
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

    /// Columns it takes with its label.
    pub(super) fn columns(&self) -> usize {
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

/// The names of the fields a text shows.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    stretches(text).into_iter().filter_map(|stretch| match stretch {
        Stretch::Field(name) => Some(name),
        Stretch::Words(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_their_fields() {
        use Stretch::{Field, Words};
        assert_eq!(stretches("经{a}查{b}"), [Words("经"), Field("a"), Words("查"), Field("b")]);
        assert_eq!(stretches("a { b"), [Words("a { b")]);
    }
}
