//! Reports and ledgers that leave the system as a file: each with a line in the security log.

use super::dto::{ReportFilter, ScreeningFilter};
use super::workbook::{self, Mark};
use super::{screening, service};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// The bytes of a file and what it is called.
#[derive(Debug)]
pub struct File {
    /// Without anything of a case or a person in it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A month of a report.
pub async fn report(
    state: &AppState,
    actor: &Actor,
    code: &str,
    filter: &ReportFilter,
    lang: Lang,
) -> AppResult<File> {
    let view = service::view(state, actor, code, filter, lang).await?;
    let mark = Mark::of(state, actor).await?;
    let sheets = workbook::sheets(&view, &mark, lang);
    let entry = Entry::of(state, AuditAction::ReportExported)
        .by(actor)
        .with("report", view.code.as_str())
        .with("month", view.month.clone())
        .with("rows", view.cells.len());
    let bytes = workbook::written(sheets, mark, lang).await?;
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok(File { name: format!("{}-{}.xlsx", view.code.as_str(), view.month), bytes })
}

/// The screening ledger.
pub async fn ledger(
    state: &AppState,
    actor: &Actor,
    filter: &ScreeningFilter,
    lang: Lang,
) -> AppResult<File> {
    let mark = Mark::of(state, actor).await?;
    let sheet = screening::sheet(state, actor, filter, &mark, lang).await?;
    let entry = Entry::of(state, AuditAction::ReportExported)
        .by(actor)
        .with("report", "screening")
        .with("rows", sheet.rows.len());
    let bytes = workbook::written(vec![sheet], mark, lang).await?;
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok(File { name: "screening.xlsx".to_owned(), bytes })
}
