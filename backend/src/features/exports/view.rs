//! What is shown of an export.

use super::dto::{ExportFormat, ExportView};
use super::entity::export::Model;
use crate::features::jobs::entity::job;
use crate::features::jobs::state::{JobState, progress};
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::lang::Lang;

/// An export with the job that makes it.
pub(super) fn view(row: &Model, job: &job::Model, lang: Lang) -> AppResult<ExportView> {
    let unreadable = || AppError::internal("an export nobody can read");
    let state = JobState::parse(&job.state).ok_or_else(unreadable)?;
    let may_open = state == JobState::Done && row.storage_key.is_some();
    Ok(ExportView {
        id: row.id,
        format: ExportFormat::parse(&row.format).ok_or_else(unreadable)?,
        bom: row.has_bom,
        filters: serde_json::from_str(&row.filter)?,
        state,
        state_name: state.name(lang),
        job_id: row.job_id,
        progress: progress(state, job.done_count, job.total_count),
        rows: job.done_count,
        total: job.total_count,
        as_of: row.as_of,
        rows_sha256: row.rows_sha256.clone(),
        size_bytes: row.size_bytes,
        refusal: job.refusal.clone(),
        expires_at: row.expires_at,
        created_at: row.created_at,
        updated_at: job.updated_at.max(row.updated_at),
        version: job.row_version,
        allowed_actions: if may_open { vec!["open"] } else { Vec::new() },
        refused_actions: refused(&["open"], (!may_open).then_some(ErrorCode::ExportNotReady)),
    })
}
