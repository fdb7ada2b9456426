//! A document written out: the layout of its template with every field in its place. The page in the
//! browser and the DOCX file are both made from this, so that they say the same. Pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::filling::{DocumentField, Filled};
use super::template::{
    DocumentBlockKind, FormRow, Stretch, TemplateBlock, TemplateDefinition, TextAlign, stretches,
};

/// What stands where a sentence has a field without content: to be written by hand.
const BLANK: &str = "＿＿＿＿＿＿";

/// A cell as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentCell {
    /// Its text.
    pub text: String,
    /// Whether it is the label of the cell after it, or the head of a column.
    pub is_label: bool,
    /// Columns it takes.
    #[schema(minimum = 1, example = 1)]
    pub span: u8,
}

/// A row as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentRow {
    /// Its cells.
    pub cells: Vec<DocumentCell>,
    /// Height in lines at least.
    #[schema(minimum = 1, example = 1)]
    pub lines: u8,
}

/// A piece of the document as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentBlock {
    /// What it is.
    pub kind: DocumentBlockKind,
    /// Where it stands.
    pub align: TextAlign,
    /// Its lines, where it is text.
    pub lines: Vec<String>,
    /// Widths of the columns of a form or table, of which only the proportions count.
    pub widths: Vec<u16>,
    /// Rows of a form or table; the first of a table is its head.
    pub rows: Vec<DocumentRow>,
}

/// A document written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentContent {
    /// What stands in each field.
    pub fields: Vec<DocumentField>,
    /// The document from top to bottom.
    pub blocks: Vec<DocumentBlock>,
}

impl DocumentContent {
    /// Writes `filled` into the layout of `definition`.
    pub fn of(definition: &TemplateDefinition, filled: Filled) -> Self {
        let blocks = definition.blocks.iter().map(|block| written(block, &filled)).collect();
        Self { fields: filled.fields, blocks }
    }

    /// The title on the paper.
    pub fn title(&self) -> &str {
        let title = self.blocks.iter().find(|block| block.kind == DocumentBlockKind::Title);
        title.and_then(|block| block.lines.first()).map_or("", String::as_str)
    }
}

fn written(block: &TemplateBlock, filled: &Filled) -> DocumentBlock {
    let lines = block.text.as_deref().map(|text| put(text, filled, BLANK));
    let lines = lines.iter().flat_map(|text| text.lines()).map(ToOwned::to_owned).collect();
    let rows = match block.kind {
        DocumentBlockKind::Form => block.rows.iter().map(|row| form_row(row, filled)).collect(),
        DocumentBlockKind::Table => table(block, filled),
        DocumentBlockKind::Title
        | DocumentBlockKind::Line
        | DocumentBlockKind::Heading
        | DocumentBlockKind::Paragraph
        | DocumentBlockKind::Signature
        | DocumentBlockKind::QrCode
        | DocumentBlockKind::PageBreak => Vec::new(),
    };
    DocumentBlock {
        kind: block.kind,
        align: block.align.unwrap_or(place_of(block.kind)),
        lines,
        widths: block.widths.clone(),
        rows,
    }
}

const fn place_of(kind: DocumentBlockKind) -> TextAlign {
    match kind {
        DocumentBlockKind::Title => TextAlign::Center,
        DocumentBlockKind::Line | DocumentBlockKind::Signature => TextAlign::Right,
        DocumentBlockKind::Heading
        | DocumentBlockKind::Paragraph
        | DocumentBlockKind::Form
        | DocumentBlockKind::Table
        | DocumentBlockKind::QrCode
        | DocumentBlockKind::PageBreak => TextAlign::Left,
    }
}

/// `text` with its fields in place; `blank` where one is empty.
fn put(text: &str, filled: &Filled, blank: &str) -> String {
    let each = stretches(text).into_iter().map(|stretch| match stretch {
        Stretch::Words(words) => words,
        Stretch::Field(name) => match filled.text(name) {
            "" => blank,
            text => text,
        },
    });
    each.collect()
}

fn form_row(row: &FormRow, filled: &Filled) -> DocumentRow {
    let cells = row.cells.iter().flat_map(|cell| {
        let label = cell.label.iter().map(|label| DocumentCell {
            text: label.clone(),
            is_label: true,
            span: 1,
        });
        // An empty cell is its own blank.
        let text =
            DocumentCell { text: put(&cell.text, filled, ""), is_label: false, span: cell.span() };
        label.chain(std::iter::once(text)).collect::<Vec<_>>()
    });
    DocumentRow { cells: cells.collect(), lines: row.lines.unwrap_or(1) }
}

fn table(block: &TemplateBlock, filled: &Filled) -> Vec<DocumentRow> {
    let cell = |text: &str, is_label| DocumentCell { text: text.to_owned(), is_label, span: 1 };
    let head = block.columns.iter().map(|column| cell(&column.label, true)).collect();
    let rows = filled.rows(block.field.as_deref().unwrap_or_default()).iter().map(|row| {
        let text = |member: &String| row.get(member).map_or("", String::as_str);
        block.columns.iter().map(|column| cell(text(&column.member), false)).collect()
    });
    let rows = std::iter::once(head).chain(rows);
    rows.map(|cells| DocumentRow { cells, lines: 1 }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::features::documents::fact::Fact;
    use crate::features::documents::filling::{Facts, fill};

    #[test]
    fn fields_stand_in_their_places() {
        let definition: TemplateDefinition = serde_json::from_str(
            r#"{"fields": [{"name": "title"}, {"name": "summary"}, {"name": "parties"}],
                "blocks": [{"kind": "title", "text": "结案报告"},
                 {"kind": "paragraph", "text": "事项：{title}。\n办理：{summary}。"},
                 {"kind": "form", "widths": [1, 3], "rows": [
                   {"cells": [{"label": "办理", "text": "{summary}"}], "lines": 4}]},
                 {"kind": "table", "field": "parties", "widths": [1],
                  "columns": [{"label": "姓名", "member": "name"}]}]}"#,
        )
        .expect("a template");
        let mut facts = Facts::default();
        facts.text(Fact::Title, "楼上漏水".to_owned());
        let row = BTreeMap::from([("name".to_owned(), "李示例".to_owned())]);
        facts.list(Fact::Parties, vec![row]);
        let (filled, _) = fill(&definition, &facts, &BTreeMap::new());
        let content = DocumentContent::of(&definition, filled);
        assert_eq!(content.title(), "结案报告");
        assert_eq!(content.blocks[1].lines, ["事项：楼上漏水。", "办理：＿＿＿＿＿＿。"]);
        let form = &content.blocks[2].rows[0];
        assert_eq!((form.lines, form.cells.len(), form.cells[1].text.as_str()), (4, 2, ""));
        let table = &content.blocks[3].rows;
        assert!(table[0].cells[0].is_label);
        assert_eq!(table[1].cells[0].text, "李示例");
    }
}
