//! Writing rows to a file while they come, and the file with its manifest to an archive. None of it is
//! ever whole in memory.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::dto::ExportFormat;
use super::rows;
use crate::features::cases::dto::CaseSummary;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;
use crate::platform::table::{guarded, written};

/// Bytes hashed and packed at once.
const PIECE: usize = 1 << 18;

/// Rows on their way to a file.
pub(super) struct Writing {
    to: To,
    lang: Lang,
    rows: u32,
    digest: Sha256,
}

enum To {
    Csv(BufWriter<File>),
    JsonLines(BufWriter<File>),
    Xlsx(Box<Workbook>, File),
}

impl Writing {
    /// Begins with the names of the columns, where the format has them.
    pub(super) fn begin(
        format: ExportFormat,
        file: File,
        has_bom: bool,
        lang: Lang,
    ) -> AppResult<Self> {
        let mut to = match format {
            ExportFormat::Csv => To::Csv(BufWriter::new(file)),
            ExportFormat::JsonLines => To::JsonLines(BufWriter::new(file)),
            ExportFormat::Xlsx => To::Xlsx(Box::new(Workbook::new()), file),
        };
        match &mut to {
            To::Csv(out) => {
                let mark = if has_bom { "\u{feff}" } else { "" };
                let head = format!("{mark}{}", written(&[rows::head(lang)])?);
                out.write_all(head.as_bytes()).map_err(AppError::internal)?;
            }
            To::JsonLines(_) => {}
            To::Xlsx(book, _) => {
                let page = book.add_worksheet_with_constant_memory().map_err(unwritten)?;
                page.set_name(lang.pick("案件", "Cases")).map_err(unwritten)?;
                for (column, text) in (0..).zip(rows::head(lang)) {
                    page.write_string(0, column, text).map_err(unwritten)?;
                }
            }
        }
        Ok(Self { to, lang, rows: 0, digest: Sha256::new() })
    }

    /// Adds a page of cases.
    pub(super) fn add(&mut self, cases: &[CaseSummary]) -> AppResult<()> {
        for case in cases {
            self.rows += 1;
            let mut line = match &mut self.to {
                To::Csv(out) => {
                    let cells = rows::cells(case, self.lang).into_iter().map(guarded);
                    let cells: Vec<_> = cells.collect();
                    let text = written(std::slice::from_ref(&cells))?;
                    out.write_all(text.as_bytes()).map_err(AppError::internal)?;
                    serde_json::to_vec(&cells)?
                }
                To::JsonLines(out) => {
                    let line = serde_json::to_vec(case)?;
                    out.write_all(&line).map_err(AppError::internal)?;
                    out.write_all(b"\n").map_err(AppError::internal)?;
                    line
                }
                To::Xlsx(book, _) => {
                    let cells = rows::cells(case, self.lang);
                    let page = book.worksheet_from_index(0).map_err(unwritten)?;
                    for (column, text) in (0..).zip(&cells) {
                        // As text, whatever it begins with: nothing is ever a formula.
                        page.write_string(self.rows, column, text).map_err(unwritten)?;
                    }
                    serde_json::to_vec(&cells)?
                }
            };
            line.push(b'\n');
            self.digest.update(&line);
        }
        Ok(())
    }

    /// How many rows there are.
    pub(super) const fn rows(&self) -> u32 {
        self.rows
    }

    /// Completes the file; answers the hash over its rows. Of a workbook this is the work, and it says on
    /// every page and in its properties whose it is; what stands in lines of text would not be read by
    /// others any more, and has its mark in the manifest.
    pub(super) fn end(self, mark: &str) -> AppResult<String> {
        match self.to {
            To::Csv(mut out) | To::JsonLines(mut out) => out.flush().map_err(AppError::internal)?,
            To::Xlsx(mut book, file) => {
                let page = book.worksheet_from_index(0).map_err(unwritten)?;
                page.set_header(line(mark));
                page.set_footer(format!("{}&R&P/&N", line(mark)));
                book.set_properties(&DocProperties::new().set_comment(mark));
                book.save_to_writer(BufWriter::new(file)).map_err(unwritten)?;
            }
        }
        Ok(hex::encode(self.digest.finalize()))
    }
}

/// Characters a header or footer may have, with what stands beside the mark (Excel takes 255).
const LINE: usize = 200;

/// A mark in the middle of a header or footer, where `&` begins a code.
fn line(mark: &str) -> String {
    let mark: String = mark.chars().take(LINE / 2).collect();
    format!("&C{}", mark.replace('&', "&&"))
}

#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
fn unwritten(error: XlsxError) -> AppError {
    AppError::internal(error.to_string())
}

/// SHA-256 of a file.
pub(super) fn hash(path: &Path) -> AppResult<String> {
    let mut digest = Sha256::new();
    each_piece(path, |piece| {
        digest.update(piece);
        Ok(())
    })?;
    Ok(hex::encode(digest.finalize()))
}

/// The file at `path` under `name`, and beside it what is said of it.
pub(super) fn pack(to: File, path: &Path, name: &str, manifest: &[u8]) -> AppResult<()> {
    let mut zip = ZipWriter::new(BufWriter::new(to));
    let options = SimpleFileOptions::default()
        .large_file(true)
        .compression_method(CompressionMethod::Deflated);
    zip.start_file("manifest.json", options).map_err(AppError::internal)?;
    zip.write_all(manifest).map_err(AppError::internal)?;
    zip.start_file(name, options).map_err(AppError::internal)?;
    each_piece(path, |piece| zip.write_all(piece))?;
    let mut out = zip.finish().map_err(AppError::internal)?;
    out.flush().map_err(AppError::internal)
}

fn each_piece(path: &Path, mut take: impl FnMut(&[u8]) -> std::io::Result<()>) -> AppResult<()> {
    let file = File::open(path).map_err(AppError::internal)?;
    let mut reader = BufReader::new(file);
    let mut piece = vec![0; PIECE];
    loop {
        let read = reader.read(&mut piece).map_err(AppError::internal)?;
        let Some(some) = piece.get(..read).filter(|some| !some.is_empty()) else { return Ok(()) };
        take(some).map_err(AppError::internal)?;
    }
}
