//! Reading rows: CSV, XLSX and JSON Lines become the same thing, a line with named cells.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use super::ImportError;
use super::mapping::{Encoding, Mapping};
use crate::platform::words::words;

/// How much of a file decides on its encoding.
const SAMPLE_BYTES: u64 = 1_048_576;
/// Longest record or line that is read: a quote that is never closed would take the whole file.
const RECORD_BYTES: u64 = 4 << 20;
/// Last column of a sheet that is read. A cell far away must not make its row a long one.
const COLUMNS: u32 = 1_000;
/// Most cells of a sheet, which is in memory while it is read.
const CELLS: usize = 10_000_000;

words! {
    /// What a file of rows is written in.
    ImportFormat {
        /// Comma-separated values (RFC 4180).
        Csv = "csv";
        /// A workbook (Office Open XML).
        Xlsx = "xlsx";
        /// One JSON object a line.
        JsonLines = "jsonl";
    }
}

impl ImportFormat {
    /// What the ending of a name stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// One row as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    /// The line it begins on, the first line being 1.
    pub line: u64,
    /// The cells that are not empty, trimmed, by column.
    pub cells: HashMap<String, String>,
}

/// A line that is no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The line it begins on.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// The rows of a file in order.
pub struct Rows {
    kind: RowsOf,
    /// Size in the unit of [`Rows::position`].
    pub total: u64,
}

enum RowsOf {
    Csv {
        reader: Box<csv::Reader<Limited>>,
        header: Vec<String>,
        sample: Sample,
    },
    Sheet {
        rows: std::collections::btree_map::IntoIter<u32, SheetRow>,
        header: Vec<String>,
        line: u64,
    },
    Lines {
        reader: BufReader<File>,
        is_gb18030: bool,
        line: u64,
        read: u64,
    },
}

/// The cells of a row of a sheet that are not empty, by the places of their columns.
type SheetRow = Vec<(usize, String)>;

/// A file of which only so much is read before somebody says that it may be more.
struct Limited {
    file: File,
    left: u64,
}

impl Read for Limited {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::Error::other("该行过长，或引号没有闭合；其后的内容没有读取"));
        }
        let read = (&self.file).take(self.left).read(to)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl Rows {
    /// Opens `path`, whose ending says what it is; every column of the mapping must be there.
    pub fn open(path: &Path, mapping: &Mapping) -> Result<Self, ImportError> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match ImportFormat::of_name(name) {
            Some(format) => Self::open_as(format, path, mapping),
            None => Err(ImportError::file(path, "the ending must be .csv, .xlsx or .jsonl")),
        }
    }

    /// Opens `path` as what it is said to be.
    pub fn open_as(
        format: ImportFormat,
        path: &Path,
        mapping: &Mapping,
    ) -> Result<Self, ImportError> {
        match format {
            ImportFormat::Csv => open_csv(path, mapping),
            ImportFormat::Xlsx => open_sheet(path, mapping),
            ImportFormat::JsonLines => open_lines(path, mapping),
        }
    }

    /// How much has been read.
    pub fn position(&self) -> u64 {
        match &self.kind {
            RowsOf::Csv { reader, .. } => reader.position().byte(),
            RowsOf::Sheet { line, .. } => *line,
            RowsOf::Lines { read, .. } => *read,
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Raw, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = self.next_line()?;
            // People leave rows empty: between blocks, and far below the last one.
            if !next.as_ref().is_ok_and(|row| row.cells.is_empty()) {
                return Some(next);
            }
        }
    }
}

impl Rows {
    fn next_line(&mut self) -> Option<Result<Raw, Unreadable>> {
        match &mut self.kind {
            RowsOf::Csv { reader, header, sample } => next_csv(reader, header, *sample),
            RowsOf::Sheet { rows, header, line } => {
                let (row, cells) = rows.next()?;
                *line = u64::from(row) + 1;
                let cells = cells.into_iter();
                let named = cells.filter_map(|(at, cell)| Some((header.get(at)?.clone(), cell)));
                Some(Ok(Raw { line: *line, cells: named.collect() }))
            }
            RowsOf::Lines { reader, is_gb18030, line, read } => {
                next_line(reader, *is_gb18030, line, read)
            }
        }
    }
}

fn open_csv(path: &Path, mapping: &Mapping) -> Result<Rows, ImportError> {
    let sample = Sample::of(path, mapping.encoding)?;
    let file = File::open(path).map_err(|error| ImportError::io(path, error))?;
    let total = file.metadata().map_or(0, |about| about.len());
    let file = Limited { file, left: RECORD_BYTES };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(mapping.delimiter()?).flexible(true).from_reader(file);
    let header = reader.byte_headers().map_err(|error| ImportError::file(path, error))?;
    let header = header
        .iter()
        .map(|cell| decode(cell, sample.is_gb18030).ok_or_else(|| not_text(path)))
        .collect::<Result<Vec<_>, _>>()?;
    check_columns(mapping, &header)?;
    Ok(Rows { kind: RowsOf::Csv { reader: Box::new(reader), header, sample }, total })
}

fn next_csv(
    reader: &mut csv::Reader<Limited>,
    header: &[String],
    sample: Sample,
) -> Option<Result<Raw, Unreadable>> {
    let mut record = csv::ByteRecord::new();
    reader.get_mut().left = RECORD_BYTES;
    // The reader is still before the second half of the CR LF that ended the row before.
    let before = u64::from(sample.is_crlf);
    let started = reader.position().line() + before;
    match reader.read_byte_record(&mut record) {
        Ok(false) => None,
        Ok(true) => {
            let line = record.position().map_or(started, |at| at.line() + before);
            let cells = record.iter().map(|cell| decode(cell, sample.is_gb18030));
            let cells = cells.collect::<Option<Vec<String>>>();
            Some(match cells {
                // A comma nobody quoted shifts what stands behind it into other columns.
                Some(cells) if cells.len() > header.len() => Err(Unreadable {
                    line,
                    reason: "单元格比首行多，可能有逗号没有加引号".to_owned(),
                }),
                Some(cells) => Ok(Raw { line, cells: named(header, cells) }),
                None => Err(Unreadable { line, reason: "编码不正确".to_owned() }),
            })
        }
        Err(error) => Some(Err(Unreadable { line: started, reason: error.to_string() })),
    }
}

fn open_sheet(path: &Path, mapping: &Mapping) -> Result<Rows, ImportError> {
    let bad = |error: calamine::XlsxError| ImportError::file(path, error);
    let mut book: Xlsx<BufReader<File>> = calamine::open_workbook(path).map_err(bad)?;
    let names = book.sheet_names();
    let sheet = match &mapping.sheet {
        Some(name) => names.iter().find(|known| *known == name).cloned().ok_or_else(|| {
            ImportError::Mapping(format!("文件没有工作表“{name}”; the file has no sheet `{name}`"))
        })?,
        None => names.first().cloned().ok_or_else(|| ImportError::file(path, "it has no sheet"))?,
    };
    let mut rows = sheet_rows(&mut book, &sheet, path)?;
    let (first, cells) = rows.pop_first().unwrap_or_default();
    let mut header = Vec::new();
    for (at, cell) in cells {
        header.resize(header.len().max(at + 1), String::new());
        header[at] = cell;
    }
    check_columns(mapping, &header)?;
    let total = rows.last_key_value().map_or(first, |(row, _)| *row);
    let line = u64::from(first) + 1;
    let kind = RowsOf::Sheet { rows: rows.into_iter(), header, line };
    Ok(Rows { kind, total: u64::from(total) + 1 })
}

/// The cells of a sheet that are not empty. Never the rectangle around them: two cells in its corners
/// would be billions.
fn sheet_rows(
    book: &mut Xlsx<BufReader<File>>,
    sheet: &str,
    path: &Path,
) -> Result<BTreeMap<u32, SheetRow>, ImportError> {
    let bad = |error: calamine::XlsxError| ImportError::file(path, error);
    let mut reader = book.worksheet_cells_reader(sheet).map_err(bad)?;
    let mut rows: BTreeMap<u32, SheetRow> = BTreeMap::new();
    let mut cells = 0;
    while let Some(cell) = reader.next_cell().map_err(bad)? {
        let text = cell_text(&Data::from(cell.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        cells += 1;
        if column >= COLUMNS || cells > CELLS {
            let reason = format!(
                "工作表超过 {COLUMNS} 列或 {CELLS} 个单元格; \
                 the sheet has more than {COLUMNS} columns or {CELLS} cells"
            );
            return Err(ImportError::file(path, reason));
        }
        let column = usize::try_from(column).map_err(|error| ImportError::file(path, error))?;
        rows.entry(row).or_default().push((column, text));
    }
    Ok(rows)
}

/// A cell as text; dates as they would be typed, whole numbers without a point.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Int(number) => number.to_string(),
        // Rust writes 1e15 and 138000.0 without exponent and without ".0".
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(moment) => moment
            .as_datetime()
            .map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string())
            .unwrap_or_default(),
    }
}

fn open_lines(path: &Path, mapping: &Mapping) -> Result<Rows, ImportError> {
    let is_gb18030 = Sample::of(path, mapping.encoding)?.is_gb18030;
    let file = File::open(path).map_err(|error| ImportError::io(path, error))?;
    let total = file.metadata().map_or(0, |about| about.len());
    let reader = BufReader::new(file);
    Ok(Rows { kind: RowsOf::Lines { reader, is_gb18030, line: 0, read: 0 }, total })
}

/// What is said of a line that is too long.
pub(crate) const TOO_LONG: &str = "该行过长";

/// Reads the next line, of one that is too long only its beginning; how many bytes were passed, and
/// whether that was the whole line.
pub(crate) fn read_line(
    reader: &mut impl BufRead,
    line: &mut Vec<u8>,
) -> std::io::Result<(u64, bool)> {
    let (mut passed, mut is_whole) = (0, true);
    let mut beyond = Vec::new();
    loop {
        let to = if is_whole { &mut *line } else { &mut beyond };
        to.clear();
        let count = reader.by_ref().take(RECORD_BYTES).read_until(b'\n', to)? as u64;
        passed += count;
        if count < RECORD_BYTES || to.ends_with(b"\n") {
            return Ok((passed, is_whole));
        }
        is_whole = false;
    }
}

fn next_line(
    reader: &mut BufReader<File>,
    is_gb18030: bool,
    line: &mut u64,
    read: &mut u64,
) -> Option<Result<Raw, Unreadable>> {
    loop {
        let mut bytes = Vec::new();
        *line += 1;
        let wrong = |reason: String| Some(Err(Unreadable { line: *line, reason }));
        match read_line(reader, &mut bytes) {
            Ok((0, _)) => return None,
            Ok((count, is_whole)) => {
                *read += count;
                if !is_whole {
                    return wrong(TOO_LONG.to_owned());
                }
            }
            Err(error) => return wrong(error.to_string()),
        }
        let Some(text) = decode(&bytes, is_gb18030) else {
            return wrong("编码不正确".to_owned());
        };
        if text.is_empty() {
            continue;
        }
        return match serde_json::from_str::<Value>(&text) {
            Ok(Value::Object(members)) => {
                let mut cells = HashMap::new();
                for (name, member) in &members {
                    flatten(name, member, &mut cells);
                }
                Some(Ok(Raw { line: *line, cells }))
            }
            Ok(_) => wrong("每行应为一个 JSON 对象".to_owned()),
            Err(error) => wrong(error.to_string()),
        };
    }
}

/// `{"a": {"b": 1}}` is the column `a.b`.
fn flatten(name: &str, value: &Value, cells: &mut HashMap<String, String>) {
    let text = match value {
        Value::Null => return,
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(_) => value.to_string(),
        Value::Object(members) => {
            for (inner, member) in members {
                flatten(&format!("{name}.{inner}"), member, cells);
            }
            return;
        }
    };
    if !text.is_empty() {
        cells.insert(name.to_owned(), text);
    }
}

fn named(header: &[String], cells: Vec<String>) -> HashMap<String, String> {
    header.iter().cloned().zip(cells).filter(|(_, cell)| !cell.is_empty()).collect()
}

fn check_columns(mapping: &Mapping, header: &[String]) -> Result<(), ImportError> {
    let missing = mapping.columns.values().find(|column| !header.contains(column));
    match missing.filter(|_| !mapping.is_by_name) {
        None => Ok(()),
        // The first line itself is not told: of a file without a heading it is somebody's data.
        Some(missing) => Err(ImportError::Mapping(format!(
            "文件首行没有列“{missing}”; the first line has no column `{missing}`"
        ))),
    }
}

/// What the beginning of a file says about the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sample {
    is_gb18030: bool,
    is_crlf: bool,
}

impl Sample {
    fn of(path: &Path, encoding: Encoding) -> Result<Self, ImportError> {
        let failed = |error| ImportError::io(path, error);
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(failed)?;
        file.take(SAMPLE_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        Ok(Self::read(&bytes, encoding))
    }

    fn read(bytes: &[u8], encoding: Encoding) -> Self {
        // A character cut off by the end of the sample has no length of its own.
        let is_no_utf8 =
            || std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some());
        let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Self {
            is_gb18030: match encoding {
                Encoding::Utf8 => false,
                Encoding::Gb18030 => true,
                Encoding::Auto => is_no_utf8(),
            },
            is_crlf: first_line.ends_with(b"\r"),
        }
    }
}

fn decode(bytes: &[u8], is_gb18030: bool) -> Option<String> {
    let text = if is_gb18030 {
        encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?
    } else {
        std::str::from_utf8(bytes).ok()?.into()
    };
    Some(text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned())
}

fn not_text(path: &Path) -> ImportError {
    ImportError::file(path, "the first line is neither UTF-8 nor GB18030 text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_members_are_columns_with_dots() {
        let mut cells = HashMap::new();
        let value = serde_json::json!({"b": 1, "c": {"d": " x "}, "e": null, "f": ""});
        flatten("a", &value, &mut cells);
        let expected = [("a.b", "1"), ("a.c.d", "x")];
        assert_eq!(
            cells,
            expected.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().collect()
        );
    }

    #[test]
    fn gb18030_is_decoded_and_rubbish_is_refused() {
        let (bytes, _, _) = encoding_rs::GB18030.encode(" 留言编号 ");
        assert_eq!(decode(&bytes, true).as_deref(), Some("留言编号"));
        assert_eq!(decode(&bytes, false), None);
        assert_eq!(decode(b"\xff\xff", true), None);
        assert_eq!(decode("\u{feff}编号".as_bytes(), false).as_deref(), Some("编号"));
    }

    #[test]
    fn rows_know_the_line_they_begin_on() {
        for (end, is_crlf) in [("\n", false), ("\r\n", true)] {
            let text = format!("a,b{end}1,2{end}\"3{end}3\",4{end}5,6{end}");
            let sample = Sample::read(text.as_bytes(), Encoding::Auto);
            assert_eq!(sample, Sample { is_gb18030: false, is_crlf });
            let path = std::env::temp_dir().join(format!("zongzhi-rows-{is_crlf}.csv"));
            std::fs::write(&path, text).expect("a file");
            let rows = Rows::open(&path, &Mapping::default()).expect("rows");
            let lines: Vec<_> = rows.map(|row| row.expect("a row").line).collect();
            std::fs::remove_file(&path).expect("removed");
            assert_eq!(lines, [2, 3, 5], "{end:?}");
        }
    }

    #[test]
    fn a_row_with_more_cells_than_the_first_line_is_refused() {
        let path = std::env::temp_dir().join(format!("zongzhi-wide-{}.csv", std::process::id()));
        std::fs::write(&path, "a,b\n1,2\n3,4,5\n6\n").expect("a file");
        let rows: Vec<_> = Rows::open(&path, &Mapping::default()).expect("rows").collect();
        std::fs::remove_file(&path).expect("removed");
        let told: Vec<_> = rows.iter().map(Result::is_ok).collect();
        assert_eq!(told, [true, false, true]);
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_take_the_file() {
        let path = std::env::temp_dir().join(format!("zongzhi-quote-{}.csv", std::process::id()));
        let long = "长".repeat(4 << 20);
        std::fs::write(&path, format!("a,b\n1,2\n\"3,{long}\n5,6\n")).expect("a file");
        let rows: Vec<_> = Rows::open(&path, &Mapping::default()).expect("rows").collect();
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(rows.len(), 2, "the rest is said to be unread, once");
        assert!(rows[0].is_ok() && rows[1].is_err());
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let text = format!("{}\nnext\n", "x".repeat(9 << 20));
        let mut reader = text.as_bytes();
        let mut line = Vec::new();
        let (passed, is_whole) = read_line(&mut reader, &mut line).expect("a line");
        assert_eq!((passed, is_whole), ((9 << 20) + 1, false));
        assert_eq!(read_line(&mut reader, &mut line).expect("a line"), (5, true));
        assert_eq!(line, b"next\n");
        assert_eq!(read_line(&mut reader, &mut line).expect("the end"), (0, true));
    }

    #[test]
    fn numbers_from_a_sheet_look_as_typed() {
        assert_eq!(cell_text(&Data::Float(2549.0)), "2549");
        assert_eq!(cell_text(&Data::Float(13_800_000_000.0)), "13800000000");
        assert_eq!(cell_text(&Data::Float(0.5)), "0.5");
    }
}
