//! What is shown of an import.

use super::dto::{ImportProblemView, ImportState, ImportView};
use super::entity::import::Model;
use super::entity::problem;
use super::pipeline::rows::ImportFormat;
use crate::features::jobs::entity::job;
use crate::features::jobs::state::{JobState, progress};
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::lang::Lang;

/// Where an import stands, by its job.
pub(super) fn state_of(job: Option<&job::Model>) -> AppResult<ImportState> {
    let Some(job) = job else { return Ok(ImportState::Awaiting) };
    ImportState::parse(&job.state).ok_or_else(unreadable)
}

/// An import with the job that works on it.
pub(super) fn view(row: &Model, job: Option<&job::Model>, lang: Lang) -> AppResult<ImportView> {
    let state = state_of(job)?;
    let how_far = job.and_then(|job| {
        Some(progress(JobState::parse(&job.state)?, job.done_count, job.total_count))
    });
    let allowed_actions = match state {
        ImportState::Awaiting => vec!["upload"],
        ImportState::Done | ImportState::Cancelled | ImportState::Failed
            if row.storage_key.is_some() && (state != ImportState::Done || row.is_dry_run) =>
        {
            vec!["run"]
        }
        ImportState::Queued
        | ImportState::Running
        | ImportState::Done
        | ImportState::Cancelled
        | ImportState::Failed => Vec::new(),
    };
    let is_awaited = state == ImportState::Awaiting;
    let may_run = allowed_actions.contains(&"run");
    let mut refused_actions =
        refused(&["upload"], (!is_awaited).then_some(ErrorCode::ImportNotAwaited));
    refused_actions.extend(refused(&["run"], (!may_run).then_some(ErrorCode::ImportNotReady)));
    Ok(ImportView {
        id: row.id,
        file_name: row.file_name.clone(),
        format: ImportFormat::parse(&row.format).ok_or_else(unreadable)?,
        size_bytes: row.size_bytes,
        sha256: row.sha256.clone(),
        mapping: row.mapping.as_deref().map(serde_json::from_str).transpose()?,
        state,
        state_name: state.name(lang),
        upload_url: is_awaited.then(|| format!("/api/v1/imports/{}/content", row.id)),
        job_id: row.job_id,
        is_dry_run: row.is_dry_run,
        progress: how_far.unwrap_or(0),
        total: job.and_then(|job| job.total_count),
        rows: row.row_count,
        added: row.added_count,
        known: row.known_count,
        refused: row.refused_count,
        problem_count: row.problem_count,
        refusal: job.and_then(|job| job.refusal.clone()),
        failure: row.failure.clone(),
        expires_at: row.expires_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        refused_actions,
        allowed_actions,
    })
}

/// What is wrong with a row.
pub(super) fn problem(row: problem::Model) -> ImportProblemView {
    ImportProblemView {
        id: row.id,
        line: row.line,
        source_number: row.source_number,
        column: row.column_name,
        field: row.field,
        code: row.code,
        detail: row.detail,
    }
}

fn unreadable() -> AppError {
    AppError::internal("an import nobody can read")
}
