//! Reports and ledgers as XLSX. Every text is written as text, so that none is ever a formula, and
//! every sheet says as of when, over which cases and for whom it was made.

use actix_web::web;
use chrono::{Datelike as _, Timelike as _};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::definition::ReportUnit;
use super::dto::{ReportCellView, ReportView};
pub use crate::features::audit::mark::{Mark, local};
use crate::features::calendars::civil_day::OFFSET_CN;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;

/// A4.
const PAPER: u8 = 9;

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A count.
    Number(i64),
    /// Money, in fen; shown in yuan.
    Money(i64),
    /// Parts of ten thousand; shown in per cent.
    Share(i64),
    /// Nothing.
    Empty,
}

impl Value {
    /// Words, where there are any.
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    fn of(unit: ReportUnit, value: Option<i64>) -> Self {
        let Some(value) = value else { return Self::Empty };
        match unit {
            ReportUnit::Fen => Self::Money(value),
            ReportUnit::Permyriad => Self::Share(value),
            ReportUnit::Case
            | ReportUnit::Occurrence
            | ReportUnit::Person
            | ReportUnit::Agreement => Self::Number(value),
        }
    }
}

/// A table before it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name, and that of the table.
    pub title: String,
    /// Said above the table: the period, as of when, the scope, for whom.
    pub notes: Vec<String>,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

/// The sheets of a month of a report: its figures, and what they mean.
pub fn sheets(report: &ReportView, mark: &Mark, lang: Lang) -> Vec<Sheet> {
    let mut notes = vec![
        lang.pick("报告期：{month}", "Month: {month}").replace("{month}", &report.month),
        lang.pick("统计至：{at}", "As of: {at}").replace("{at}", &local(report.as_of)),
        lang.pick("统计范围：{scope}", "Scope: {scope}").replace("{scope}", &report.scope),
    ];
    if let Some(region) = &report.region {
        notes.push(
            lang.pick("地区：{region}", "Region: {region}").replace("{region}", &region.name),
        );
    }
    if let Some(closing) = &report.closing {
        let closed = lang.pick("已月结：{at}，{hash}", "Closed: {at}, {hash}");
        let closed = closed.replace("{at}", &local(closing.closed_at));
        notes.push(closed.replace("{hash}", &closing.figures_hash));
    }
    notes.push(mark.text(lang));
    let head = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let mut heads = vec![head("指标", "Figure"), head("分项", "Part"), head("数值", "Value")];
    if report.closing.is_some() {
        heads.extend([head("现值", "Now"), head("差异", "Difference")]);
    }
    let is_closed = report.closing.is_some();
    let rows = report.cells.iter().flat_map(|cell| rows(cell, is_closed)).collect();
    let meaning = report.cells.iter().map(|cell| {
        let units = unit(cell.unit, lang).to_owned();
        let text = [&cell.name, &units, &cell.definition];
        text.into_iter().map(|text| Value::Text(text.clone())).collect()
    });
    vec![
        Sheet { title: report.name.clone(), notes: notes.clone(), heads, rows },
        Sheet {
            title: head("指标说明", "Definitions"),
            notes: vec![report.source.clone()],
            heads: vec![
                head("指标", "Figure"),
                head("计量单位", "Unit"),
                head("口径", "Definition"),
            ],
            rows: meaning.collect(),
        },
    ]
}

fn rows(cell: &ReportCellView, is_closed: bool) -> Vec<Vec<Value>> {
    let row = |part: &str, value: Option<i64>, now: Option<i64>| {
        let of = |value| Value::of(cell.unit, value);
        let mut row = vec![Value::Text(cell.name.clone()), Value::Text(part.to_owned()), of(value)];
        if is_closed {
            row.extend([of(now), of(now.zip(value).map(|(now, value)| now - value))]);
        }
        row
    };
    let own = std::iter::once(row("", cell.value, cell.now));
    let parts = cell.items.iter().map(|item| row(&item.name, item.value, item.now));
    own.chain(parts).collect()
}

/// What a cell counts, in words.
const fn unit(unit: ReportUnit, lang: Lang) -> &'static str {
    match (unit, lang) {
        (ReportUnit::Case, Lang::Zh) => "件",
        (ReportUnit::Case, Lang::En) => "case",
        (ReportUnit::Occurrence, Lang::Zh) => "件次",
        (ReportUnit::Occurrence, Lang::En) => "time",
        (ReportUnit::Person, Lang::Zh) => "人",
        (ReportUnit::Person, Lang::En) => "person",
        (ReportUnit::Fen, Lang::Zh) => "元",
        (ReportUnit::Fen, Lang::En) => "yuan",
        (ReportUnit::Permyriad, Lang::Zh | Lang::En) => "%",
        (ReportUnit::Agreement, Lang::Zh) => "份",
        (ReportUnit::Agreement, Lang::En) => "agreement",
    }
}

/// Writes sheets out, off the threads that answer requests.
pub async fn written(sheets: Vec<Sheet>, mark: Mark, lang: Lang) -> AppResult<Vec<u8>> {
    let written = web::block(move || write(&sheets, &mark, lang)).await;
    let written = written.map_err(|error| AppError::internal(error.to_string()))?;
    written.map_err(|error| AppError::internal(error.to_string()))
}

fn write(sheets: &[Sheet], mark: &Mark, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The file says when it was made by our clock, not by the machine's.
    let at = (mark.at + OFFSET_CN).naive_utc();
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let made = ExcelDateTime::from_ymd(
        u16::try_from(at.year()).unwrap_or(2000),
        part(at.month()),
        part(at.day()),
    )?
    .and_hms(u16::from(part(at.hour())), part(at.minute()), f64::from(at.second()))?;
    let properties = DocProperties::new().set_author(&mark.name).set_creation_datetime(&made);
    book.set_properties(&properties);
    for sheet in sheets {
        write_sheet(book.add_worksheet(), sheet, &mark.text(lang))?;
    }
    book.save_to_buffer()
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet, mark: &str) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_border(FormatBorder::Thin);
    let plain = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let money = Format::new().set_border(FormatBorder::Thin).set_num_format("#,##0.00");
    let share = Format::new().set_border(FormatBorder::Thin).set_num_format("0.00%");
    page.set_name(sheet_name(&sheet.title))?;
    page.write_string_with_format(0, 0, &sheet.title, &Format::new().set_bold())?;
    let mut row = 1;
    for note in &sheet.notes {
        page.write_string(row, 0, note)?;
        row += 1;
    }
    let head = row;
    for (column, text) in (0..).zip(&sheet.heads) {
        page.write_string_with_format(head, column, text, &bold)?;
        page.set_column_width(column, if column == 0 { 26.0 } else { 16.0 })?;
    }
    for line in &sheet.rows {
        row += 1;
        for (column, value) in (0..).zip(line) {
            match value {
                Value::Text(text) => {
                    page.write_string_with_format(row, column, text, &plain)?;
                }
                Value::Number(number) => {
                    page.write_number_with_format(row, column, float(*number), &plain)?;
                }
                Value::Money(fen) => {
                    page.write_number_with_format(row, column, float(*fen) / 100.0, &money)?;
                }
                Value::Share(part) => {
                    let part = float(*part) / 10_000.0;
                    page.write_number_with_format(row, column, part, &share)?;
                }
                Value::Empty => {
                    page.write_string_with_format(row, column, "", &plain)?;
                }
            }
        }
    }
    // `&` begins a code in a header.
    let mark = mark.replace('&', "&&");
    page.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
    page.set_header(format!("&L{mark}")).set_footer(format!("&L{mark}&R&P/&N"));
    page.set_repeat_rows(head, head)?;
    page.set_freeze_panes(head + 1, 0)?;
    Ok(())
}

/// Excel counts in floating point: exact to 2^53, which is more fen than there are.
#[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other numbers")]
fn float(number: i64) -> f64 {
    number as f64
}

/// At most 31 characters, none of them one that Excel refuses.
fn sheet_name(title: &str) -> String {
    title.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(31).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_a_name_excel_takes() {
        assert_eq!(sheet_name("人民调解/统计表: [1]"), "人民调解统计表 1");
        assert_eq!(sheet_name(&"长".repeat(40)).chars().count(), 31);
    }
}
