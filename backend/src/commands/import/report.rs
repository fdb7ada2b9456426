//! The problems of rows, as a CSV file for the person who has to mend them.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::ImportError;
use crate::commands::progress::say;
use crate::features::imports::pipeline::convert::Flaw;

/// How many problems are also said on standard error.
const SAID: u64 = 5;

/// Where problems go.
pub(super) struct Report {
    file: Option<(PathBuf, csv::Writer<File>)>,
    count: u64,
}

impl Report {
    /// Begins the file, when one is wanted.
    pub(super) fn begin(path: Option<&Path>) -> Result<Self, ImportError> {
        let Some(path) = path else { return Ok(Self { file: None, count: 0 }) };
        let mut file = File::create(path).map_err(|error| ImportError::io(path, error))?;
        // Excel on Chinese Windows takes a file without this mark for GBK.
        std::io::Write::write_all(&mut file, "\u{feff}".as_bytes())
            .map_err(|error| ImportError::io(path, error))?;
        let mut report =
            Self { file: Some((path.to_owned(), csv::Writer::from_writer(file))), count: 0 };
        report.write(&["line", "source_number", "column", "field", "code", "detail"])?;
        Ok(report)
    }

    /// Adds one problem of the row on `line`.
    pub(super) fn add(
        &mut self,
        line: u64,
        number: &str,
        column: &str,
        flaw: &Flaw,
    ) -> Result<(), ImportError> {
        self.count += 1;
        if self.count <= SAID {
            say(&format!("line {line}: {} {} ({})", flaw.field, flaw.detail, flaw.code));
        } else if self.count == SAID + 1 && self.file.is_none() {
            say("… more problems; name a file with --report to have them all");
        }
        // A number that begins like a formula would be run by a spreadsheet.
        let number = match number.chars().next() {
            Some('=' | '+' | '-' | '@') => format!("'{number}"),
            _ => number.to_owned(),
        };
        self.write(&[&line.to_string(), &number, column, &flaw.field, &flaw.code, &flaw.detail])
    }

    /// Completes the file.
    pub(super) fn end(mut self) -> Result<(), ImportError> {
        match &mut self.file {
            Some((path, writer)) => writer.flush().map_err(|error| ImportError::io(path, error)),
            None => Ok(()),
        }
    }

    fn write(&mut self, cells: &[&str]) -> Result<(), ImportError> {
        let Some((path, writer)) = &mut self.file else { return Ok(()) };
        writer.write_record(cells).map_err(|error| ImportError::file(path, error))
    }
}
