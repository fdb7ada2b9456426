//! Importing cases: read, convert, check, leave out what is there, store batch by batch.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::report::Report;
use super::{ImportArgs, ImportError, Summary};
use crate::app::AppState;
use crate::commands::progress::Progress;
use crate::features::cases::ledger::seal;
use crate::features::imports::pipeline::convert::{Converter, Flaw, Row};
use crate::features::imports::pipeline::mapping::Mapping;
use crate::features::imports::pipeline::rows::{Raw, Rows};
use crate::features::imports::pipeline::sink::{self, CaseSink};

/// Imports the cases in `args.file`.
pub(super) async fn import(
    state: &AppState,
    args: &ImportArgs,
    mapping: &Path,
) -> Result<Summary, ImportError> {
    let mapping = Mapping::read(mapping)?;
    let rows = Rows::open(&args.file, &mapping)?;
    let sink = sink::engine(state, args.region.as_deref()).await?;
    let mut import = Import {
        converter: Converter::new(mapping)?,
        sink,
        report: Report::begin(args.report.as_deref())?,
        progress: Progress::of(rows.total),
        seen: HashSet::new(),
        summary: Summary::default(),
        is_dry: args.dry_run,
    };
    import.all(rows, usize::from(args.batch)).await?;
    import.progress.end();
    import.report.end()?;
    if !args.dry_run
        && let Err(error) = seal::seal_all(state).await
    {
        // A server at work seals as well; what is left open it takes.
        tracing::warn!(%error, "the ledger was not sealed");
    }
    Ok(import.summary)
}

/// An import under way.
struct Import<S: CaseSink> {
    converter: Converter,
    sink: S,
    report: Report,
    progress: Progress,
    /// Source systems and numbers of this file.
    seen: HashSet<(String, String)>,
    summary: Summary,
    is_dry: bool,
}

impl<S: CaseSink> Import<S> {
    async fn all(&mut self, mut rows: Rows, batch: usize) -> Result<(), ImportError> {
        let mut waiting = Vec::with_capacity(batch);
        while let Some(row) = rows.next() {
            self.summary.rows += 1;
            match row {
                Ok(raw) => {
                    if let Some(row) = self.take(&raw).await? {
                        waiting.push(row);
                    }
                }
                Err(unreadable) => {
                    let flaw = Flaw {
                        field: String::new(),
                        code: "unreadable".to_owned(),
                        detail: unreadable.reason,
                    };
                    self.refuse(unreadable.line, "", vec![flaw])?;
                }
            }
            if waiting.len() == batch {
                self.flush(std::mem::take(&mut waiting)).await?;
            }
            let summary = self.summary;
            self.progress.at(rows.position(), || summary.to_string());
        }
        self.flush(waiting).await
    }

    /// A row that may be stored, unless something is wrong with it.
    async fn take(&mut self, raw: &Raw) -> Result<Option<(Row, S::Ready)>, ImportError> {
        let row = match self.converter.convert(raw) {
            Ok(row) => row,
            Err(flaws) => {
                let column = self.converter.column("source.number");
                let number = raw.cells.get(column).cloned().unwrap_or_default();
                self.refuse(raw.line, &number, flaws)?;
                return Ok(None);
            }
        };
        let mut flaws = Vec::new();
        if !self.seen.insert((row.system.clone(), row.number.clone())) {
            flaws.push(Flaw {
                field: "source.number".to_owned(),
                code: "case.source_duplicate".to_owned(),
                detail: "本文件中编号重复".to_owned(),
            });
        }
        match self.sink.check(&row).await? {
            Ok(ready) if flaws.is_empty() => return Ok(Some((row, ready))),
            Ok(_) => {}
            Err(wrong) => flaws.extend(wrong),
        }
        self.refuse(row.line, &row.number, flaws)?;
        Ok(None)
    }

    fn refuse(&mut self, line: u64, number: &str, flaws: Vec<Flaw>) -> Result<(), ImportError> {
        self.summary.refused += 1;
        for flaw in flaws {
            self.report.add(line, number, self.converter.column(&flaw.field), &flaw)?;
        }
        Ok(())
    }

    /// Stores what is not there yet.
    async fn flush(&mut self, rows: Vec<(Row, S::Ready)>) -> Result<(), ImportError> {
        let mut numbers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (row, _) in &rows {
            numbers.entry(&row.system).or_default().push(row.number.clone());
        }
        let mut known = HashSet::new();
        for (system, numbers) in numbers {
            let there = self.sink.known(system, &numbers).await?;
            known.extend(there.into_iter().map(|number| (system.to_owned(), number)));
        }
        let is_new = |row: &Row| !known.contains(&(row.system.clone(), row.number.clone()));
        let (fresh, there): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(row, _)| is_new(row));
        let fresh: Vec<_> = fresh.into_iter().map(|(_, ready)| ready).collect();
        let (added, there) = (fresh.len() as u64, there.len() as u64);
        if !self.is_dry && !fresh.is_empty() {
            self.sink.store(fresh).await?;
        }
        self.summary.known += there;
        self.summary.added += added;
        Ok(())
    }
}
