//! `word/document.xml`: the blocks one after the other.

use super::xml;
use crate::features::documents::content::{
    DocumentBlock, DocumentCell, DocumentContent, DocumentRow,
};
use crate::features::documents::template::{DocumentBlockKind, TEXT_WIDTH_MM, TextAlign};

/// Width of the text in twentieths of a point: 1440 are 25.4 mm.
const TEXT: u32 = TEXT_WIDTH_MM * 14_400 / 254;
/// Twentieths of a point a line of a form is high.
const LINE: u32 = 420;
/// Side of the QR code in English metric units: 28 mm.
const QR_SIDE: u32 = 28 * 36_000;

/// A4 with the margins of GB/T 9704-2012, 5.2: top 37 mm, left 28 mm, text 156 × 225 mm.
const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>\
    <w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
    <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" \
    w:bottom=\"1984\" w:left=\"1588\" w:header=\"1134\" w:footer=\"992\" w:gutter=\"0\"/>\
    </w:sectPr>";

/// The whole part.
pub(super) fn document(content: &DocumentContent) -> String {
    let blocks: String = content.blocks.iter().map(block).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <w:body>{blocks}{SECTION}</w:body></w:document>"
    )
}

fn block(block: &DocumentBlock) -> String {
    match block.kind {
        DocumentBlockKind::Title => paragraphs(block, "Title"),
        DocumentBlockKind::Line => paragraphs(block, "Line"),
        DocumentBlockKind::Heading => paragraphs(block, "Heading1"),
        DocumentBlockKind::Paragraph => paragraphs(block, "BodyText"),
        DocumentBlockKind::Signature => paragraphs(block, "Signature"),
        DocumentBlockKind::Form | DocumentBlockKind::Table => table(block),
        DocumentBlockKind::QrCode => {
            paragraph("Picture", block.align, &picture()) + &paragraphs(block, "Caption")
        }
        DocumentBlockKind::PageBreak => {
            paragraph("Normal", TextAlign::Left, "<w:r><w:br w:type=\"page\"/></w:r>")
        }
    }
}

fn paragraphs(block: &DocumentBlock, style: &str) -> String {
    block.lines.iter().map(|line| paragraph(style, block.align, &run(line))).collect()
}

/// The fonts stand in the styles; signs that are Chinese and Latin alike, such as “”, are Chinese here.
fn run(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = xml(text);
    format!(
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    )
}

fn paragraph(style: &str, align: TextAlign, runs: &str) -> String {
    let align = match align {
        TextAlign::Left => "both",
        TextAlign::Center => "center",
        TextAlign::Right => "right",
    };
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:jc w:val=\"{align}\"/></w:pPr>{runs}</w:p>"
    )
}

fn table(block: &DocumentBlock) -> String {
    let widths = twips(&block.widths);
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let is_list = block.kind == DocumentBlockKind::Table;
    let rows: String = (0..)
        .zip(&block.rows)
        .map(|(at, one): (usize, _)| row(one, &widths, is_list && at == 0))
        .collect();
    let all: u32 = widths.iter().sum();
    // A table must be followed by a paragraph, or the next one would grow together with it.
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{all}\" \
         w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>\
         <w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p>"
    )
}

/// The widths of columns, which together are as wide as the text.
fn twips(widths: &[u16]) -> Vec<u32> {
    let all: u32 = widths.iter().copied().map(u32::from).sum::<u32>().max(1);
    widths.iter().map(|width| TEXT * u32::from(*width) / all).collect()
}

fn row(row: &DocumentRow, widths: &[u32], is_head: bool) -> String {
    let mut columns = widths.iter();
    let cells: String = row
        .cells
        .iter()
        .map(|one| {
            let width: u32 = columns.by_ref().take(usize::from(one.span)).sum();
            cell(one, width)
        })
        .collect();
    let height = u32::from(row.lines) * LINE;
    // A tall row may go on over the page; a short one stays whole.
    let whole = if row.lines <= 3 { "<w:cantSplit/>" } else { "" };
    let head = if is_head { "<w:tblHeader/>" } else { "" };
    format!(
        "<w:tr><w:trPr>{whole}<w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{head}</w:trPr>\
         {cells}</w:tr>"
    )
}

fn cell(cell: &DocumentCell, width: u32) -> String {
    let span = if cell.span > 1 {
        format!("<w:gridSpan w:val=\"{}\"/>", cell.span)
    } else {
        String::new()
    };
    let (style, align) = if cell.is_label {
        ("FormLabel", TextAlign::Center)
    } else {
        ("FormText", TextAlign::Left)
    };
    let mut lines: String =
        cell.text.lines().map(|line| paragraph(style, align, &run(line))).collect();
    if lines.is_empty() {
        // A cell without a paragraph is no cell.
        lines = paragraph(style, align, "");
    }
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}\
         <w:vAlign w:val=\"center\"/></w:tcPr>{lines}</w:tc>"
    )
}

fn picture() -> String {
    let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{QR_SIDE}\" cy=\"{QR_SIDE}\"/>\
         <wp:docPr id=\"1\" name=\"QR\" descr=\"文书核验二维码\"/>\
         <a:graphic><a:graphicData uri=\"{picture}\"><pic:pic><pic:nvPicPr>\
         <pic:cNvPr id=\"1\" name=\"qr.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
         <a:blip r:embed=\"rId6\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>\
         <a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{QR_SIDE}\" cy=\"{QR_SIDE}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>\
         </a:graphic></wp:inline></w:drawing></w:r>"
    )
}
