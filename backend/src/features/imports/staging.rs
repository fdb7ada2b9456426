//! From the file as it came to rows as we read them, one a line of JSON, so that an import goes on at a
//! byte: a workbook or a CSV file cannot be entered in the middle. Runs off the threads that answer
//! requests; of a workbook the sheet is in memory, of everything else one row.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::pipeline::ImportError;
use super::pipeline::convert::{Converter, Flaw, Row};
use super::pipeline::mapping::Mapping;
use super::pipeline::rows::{ImportFormat, Rows, TOO_LONG, read_line};
use crate::platform::http::refused_text;

/// Longest row as we write it. The longest registration there is takes half of it.
pub(super) const LONGEST: usize = 1 << 18;

/// A row as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Staged {
    /// The line it begins on.
    pub(super) line: u64,
    /// Its number in the other system, where it could be read.
    pub(super) number: String,
    /// The row, unless something is wrong with it.
    pub(super) row: Option<Row>,
    /// What is wrong with it.
    pub(super) flaws: Vec<Flaw>,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Rows, good and bad.
    pub(super) rows: i64,
    /// Bytes they take.
    pub(super) bytes: i64,
}

/// What is to be staged.
pub(super) struct Source<'a> {
    /// The file as it came.
    pub(super) path: &'a Path,
    /// What it is.
    pub(super) format: ImportFormat,
    /// How it is read; without one columns are called as fields.
    pub(super) mapping: Option<Mapping>,
    /// When is registered what does not say so.
    pub(super) now: DateTime<Utc>,
}

/// Reads every row of `source` and writes it to `to`.
pub(super) fn stage(source: Source<'_>, to: File) -> Result<Counted, ImportError> {
    let Source { path, format, mapping, now } = source;
    let mut writing = Writing {
        to: BufWriter::new(to),
        seen: HashSet::new(),
        counted: Counted { rows: 0, bytes: 0 },
    };
    match (mapping, format) {
        (None, ImportFormat::JsonLines) => bodies(path, now, &mut writing)?,
        (mapping, format) => {
            let mapping = mapping.unwrap_or_else(Mapping::by_name);
            mapped(path, format, mapping, now, &mut writing)?;
        }
    }
    writing.to.flush().map_err(|error| ImportError::io(path, error))?;
    Ok(writing.counted)
}

struct Writing {
    to: BufWriter<File>,
    /// Source systems and numbers of this file, by their hashes.
    seen: HashSet<[u8; 16]>,
    counted: Counted,
}

impl Writing {
    fn put(&mut self, path: &Path, mut staged: Staged) -> Result<(), ImportError> {
        if let Some(row) = &staged.row
            && !self.seen.insert(hash(&row.system, &row.number))
        {
            staged.flaws.push(Flaw {
                field: "source.number".to_owned(),
                code: "case.source_duplicate".to_owned(),
                detail: "本文件中编号重复".to_owned(),
            });
            staged.row = None;
        }
        let mut line =
            serde_json::to_vec(&staged).map_err(|error| ImportError::file(path, error))?;
        if line.len() > LONGEST {
            let flaw = Flaw {
                field: String::new(),
                code: "row_too_long".to_owned(),
                detail: "该行内容过长".to_owned(),
            };
            let number = staged.number.chars().take(100).collect();
            let short = Staged { line: staged.line, number, row: None, flaws: vec![flaw] };
            line = serde_json::to_vec(&short).map_err(|error| ImportError::file(path, error))?;
        }
        line.push(b'\n');
        self.to.write_all(&line).map_err(|error| ImportError::io(path, error))?;
        self.counted.rows += 1;
        self.counted.bytes += i64::try_from(line.len()).unwrap_or(i64::MAX);
        Ok(())
    }
}

fn hash(system: &str, number: &str) -> [u8; 16] {
    let mut digest = Sha256::new();
    // Neither of them holds it.
    digest.update(system.as_bytes());
    digest.update([0]);
    digest.update(number.as_bytes());
    let mut short = [0_u8; 16];
    short.iter_mut().zip(digest.finalize()).for_each(|(to, from)| *to = from);
    short
}

/// Rows of any file by a mapping.
fn mapped(
    path: &Path,
    format: ImportFormat,
    mapping: Mapping,
    now: DateTime<Utc>,
    writing: &mut Writing,
) -> Result<(), ImportError> {
    let rows = Rows::open_as(format, path, &mapping)?;
    let converter = Converter::new(mapping)?.registering(now);
    for row in rows {
        let staged = match row {
            Ok(raw) => {
                let number = raw.cells.get(converter.column("source.number"));
                let number = number.cloned().unwrap_or_default();
                match converter.convert(&raw) {
                    Ok(row) => Staged { line: raw.line, number, row: Some(row), flaws: Vec::new() },
                    Err(flaws) => Staged { line: raw.line, number, row: None, flaws },
                }
            }
            Err(bad) => unreadable(bad.line, bad.reason),
        };
        writing.put(path, staged)?;
    }
    Ok(())
}

fn unreadable(line: u64, reason: String) -> Staged {
    let flaw = Flaw { field: String::new(), code: "unreadable".to_owned(), detail: reason };
    Staged { line, number: String::new(), row: None, flaws: vec![flaw] }
}

/// Lines that are each the body of a registration.
fn bodies(path: &Path, now: DateTime<Utc>, writing: &mut Writing) -> Result<(), ImportError> {
    let failed = |error| ImportError::io(path, error);
    let mut reader = BufReader::new(File::open(path).map_err(failed)?);
    let (mut bytes, mut line) = (Vec::new(), 0);
    loop {
        line += 1;
        let (passed, is_whole) = read_line(&mut reader, &mut bytes).map_err(failed)?;
        if passed == 0 {
            return Ok(());
        }
        if !is_whole {
            writing.put(path, unreadable(line, TOO_LONG.to_owned()))?;
            continue;
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        if text.is_empty() {
            continue;
        }
        let staged = match serde_json::from_slice::<Value>(text) {
            Ok(Value::Object(members)) => body(line, members, now),
            Ok(_) => unreadable(line, "每行应为一个 JSON 对象".to_owned()),
            Err(_) => unreadable(line, "不是有效的 JSON".to_owned()),
        };
        writing.put(path, staged)?;
    }
}

/// The body of a registration, with the two members a registration by hand does not have.
fn body(line: u64, mut members: Map<String, Value>, now: DateTime<Utc>) -> Staged {
    let mut flaws = Vec::new();
    let mut wrong = |field: &str, code: &str, detail: &str| {
        flaws.push(Flaw {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        });
    };
    let registered_at = match members.remove("registered_at") {
        None | Some(Value::Null) => Some(now),
        Some(said) => serde_json::from_value(said).ok(),
    };
    if registered_at.is_none() {
        wrong("registered_at", "date", "不是可识别的时间");
    }
    let region_code = members.remove("region_code");
    if region_code.as_ref().is_some_and(|code| !code.is_null() && !code.is_string()) {
        wrong("region_code", "type", "类型或取值不正确");
    }
    if members.contains_key("visit_id") {
        wrong("visit_id", "not_applicable", "此处不适用");
    }
    let text = |pointer: &str| {
        let found = Value::Object(members.clone()).pointer(pointer)?.as_str()?.trim().to_owned();
        Some(found).filter(|found| !found.is_empty())
    };
    let (system, number) = (text("/source/system"), text("/source/number"));
    for (field, found) in [("source.system", &system), ("source.number", &number)] {
        if found.is_none() {
            wrong(field, "missing_field", "必填");
        }
    }
    let shown = number.clone().unwrap_or_default();
    let body = Value::Object(members);
    if let Some((_, rule)) = refused_text(&body) {
        wrong("", rule, "含有不允许的控制字符");
    }
    let row = match (system, number, registered_at) {
        (Some(system), Some(number), Some(registered_at)) if flaws.is_empty() => Some(Row {
            line,
            system,
            number,
            region_code: region_code.and_then(|code| code.as_str().map(ToOwned::to_owned)),
            registered_at,
            resolution: None,
            body,
        }),
        _ => None,
    };
    Staged { line, number: shown, row, flaws }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use serde_json::json;

    use super::*;
    use crate::platform::files::Draft;

    fn staged(name: &str, text: &str) -> (Vec<Staged>, Counted) {
        let folder = std::env::temp_dir().join(format!("zongzhi-staging-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let input = folder.join(name);
        std::fs::write(&input, text).expect("a file");
        let mut random = [0_u8; 10];
        random[0] = u8::try_from(name.len()).expect("a short name");
        let id = uuid::Builder::from_unix_timestamp_millis(0, &random).into_uuid();
        let (draft, to) = Draft::begin(&folder, id).expect("a draft");
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).single().expect("an instant");
        let format = ImportFormat::of_name(name).expect("a format");
        let source = Source { path: &input, format, mapping: None, now };
        let counted = stage(source, to).expect("staged");
        let text = std::fs::read_to_string(draft.path()).expect("the rows");
        let rows = text.lines().map(|line| serde_json::from_str(line).expect("a row"));
        (rows.collect(), counted)
    }

    #[test]
    fn a_line_is_the_body_of_a_registration() {
        let good = json!({ "title": "路灯", "narrative": "不亮", "channel": "grid",
            "source": { "system": "grid", "number": "1" }, "anonymous": true });
        let text = format!("{good}\n\n[1]\nno json\n{good}\n{{\"title\": 1}}\n");
        let (rows, counted) = staged("a.jsonl", &text);
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.line, row.row.is_some(), row.flaws.first().map(|f| f.code.as_str())))
            .collect();
        assert_eq!(
            told,
            [
                (1, true, None),
                (3, false, Some("unreadable")),
                (4, false, Some("unreadable")),
                (5, false, Some("case.source_duplicate")),
                (6, false, Some("missing_field")),
            ]
        );
        assert_eq!(counted.rows, 5);
        assert_eq!(rows[0].row.as_ref().expect("a row").body, good);
    }

    #[test]
    fn columns_called_as_fields_need_no_mapping() {
        let text = "title,narrative,channel,source.system,source.number,more\n\
                    路灯,不亮,grid,grid,1,x\n路灯,,grid,grid,2,x\n";
        let (rows, counted) = staged("bb.csv", text);
        assert_eq!(counted.rows, 2);
        let row = rows[0].row.as_ref().expect("a row");
        assert_eq!((row.system.as_str(), row.number.as_str()), ("grid", "1"));
        assert_eq!(row.registered_at.to_rfc3339(), "2026-03-02T01:00:00+00:00");
    }

    #[test]
    fn what_is_too_long_is_said_and_not_kept() {
        let long = "长".repeat(LONGEST);
        let text = format!("title,source.system,source.number\n{long},grid,1\n");
        let (rows, _) = staged("ccc.csv", &text);
        assert_eq!(rows[0].flaws[0].code, "row_too_long");
        assert_eq!(rows[0].number, "1");
    }
}
