//! What is shown of a job.

use super::dto::JobView;
use super::entity::job::Model;
use super::state::{JobKind, JobState, progress};
use crate::features::rotation_plans::dto::RotationJobView;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::lang::Lang;

/// A job of a slice that keeps its jobs here.
pub(super) fn of_row(row: &Model, lang: Lang) -> AppResult<JobView> {
    let unreadable = || AppError::internal("a job nobody can read");
    let kind = JobKind::parse(&row.kind).ok_or_else(unreadable)?;
    let state = JobState::parse(&row.state).ok_or_else(unreadable)?;
    let may_cancel = state.is_open() && !row.is_cancel_wanted;
    Ok(JobView {
        id: row.id,
        kind,
        kind_name: kind.name(lang),
        state,
        state_name: state.name(lang),
        progress: progress(state, row.done_count, row.total_count),
        done: Some(row.done_count),
        total: row.total_count,
        result: row.result.clone(),
        plan_id: None,
        objective: None,
        bound: None,
        gap_ppm: None,
        gap: None,
        refusal: row.refusal.clone(),
        ended_at: row.ended_at,
        expires_at: Some(row.expires_at),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        allowed_actions: if may_cancel { vec!["cancel"] } else { Vec::new() },
        refused_actions: refused(&["cancel"], (!may_cancel).then_some(ErrorCode::JobWrongState)),
    })
}

/// A run of the solver.
pub(super) fn of_run(run: RotationJobView, lang: Lang) -> AppResult<JobView> {
    let kind = JobKind::RotationPlan;
    let state = JobState::parse(run.state.as_str());
    let state = state.ok_or_else(|| AppError::internal("a run nobody can read"))?;
    Ok(JobView {
        id: run.id,
        kind,
        kind_name: kind.name(lang),
        state,
        state_name: run.state_name,
        progress: run.progress,
        done: None,
        total: None,
        result: format!("/api/v1/rotation-plans/{}", run.plan_id),
        plan_id: Some(run.plan_id),
        objective: run.objective,
        bound: run.bound,
        gap_ppm: run.gap_ppm,
        gap: run.gap,
        refusal: run.refusal,
        ended_at: run.ended_at,
        expires_at: None,
        created_at: run.created_at,
        updated_at: run.updated_at,
        version: run.version,
        allowed_actions: run.allowed_actions,
        refused_actions: run.refused_actions,
    })
}
