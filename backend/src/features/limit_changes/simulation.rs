//! 试算: what a draft would do to all open cases, looked at before it is published.

use std::sync::Arc;

use actix_web::web;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::dto::{AppliesTo, ChangeSubject, LimitChangeView};
use super::entity::limit_change;
use super::figures::{Figures, Line};
use super::store::{self, DONE, RUNNING, SIMULATION};
use super::{basis, service};
use crate::app::AppState;
use crate::features::cases::open_limits;
use crate::features::cases::rebasing::NewBasis;
use crate::features::cases::timekeeping::Timekeeper;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::Reply;
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any};

/// Cases looked at in one go.
const CASES_A_BATCH: u64 = 500;
/// Lines of the list stored in one transaction.
const LINES_A_WRITE: usize = 2_000;

/// A draft, ready to be tried out.
pub struct Trial {
    /// What is changed.
    pub subject: ChangeSubject,
    /// Which limits it is for.
    pub applies_to: AppliesTo,
    /// The draft as it is shown.
    pub draft: Value,
    /// What a publication must be the same as.
    pub hash: String,
    /// Rules and calendars, the draft among them.
    pub keeper: Timekeeper,
    /// What limits would be counted by.
    pub basis: NewBasis,
}

/// Tries out what `prepare` makes of the rules and calendars in the same picture of the database.
pub async fn run<P>(
    state: &AppState,
    actor: &Actor,
    idempotency: Option<IdempotentRequest>,
    lang: Lang,
    prepare: P,
) -> AppResult<Reply<LimitChangeView>>
where
    P: AsyncFnOnce(&Tx, Timekeeper) -> AppResult<Trial>,
{
    authorize_any(actor, Action::ReferenceWrite)?;
    let now = state.clock.now();
    // Not what this server remembers of them, which may be ten seconds old.
    state.time_limits.forget();
    state.calendars.forget();
    let keeper = Timekeeper::of(state).await?;
    let (head, figures, lines) = state
        .db
        .read(async |tx: &Tx| {
            let trial = prepare(tx, keeper).await?;
            let head = head(state, &trial, basis::now(&**tx).await?, now)?;
            let (figures, lines) = look(tx, trial, now).await?;
            Ok((head, figures, lines))
        })
        .await?;
    store_lines(state, &head, &lines).await?;
    let done = limit_change::Model {
        state: DONE.to_owned(),
        figures: serde_json::to_string(&figures)?,
        finished_at: Some(now),
        ..head.clone()
    };
    let directory = state.directory.get(&state.db, now).await?;
    let view = service::view(&done, &directory, lang)?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            store::save(tx, &head, &done).await?;
            Reply::created(&view, format!("/api/v1/limit-changes/{}", view.id))
        })
        .await
}

fn head(
    state: &AppState,
    trial: &Trial,
    basis: String,
    now: DateTime<Utc>,
) -> AppResult<limit_change::Model> {
    Ok(limit_change::Model {
        id: state.ids.next(),
        purpose: SIMULATION.to_owned(),
        subject: trial.subject.as_str().to_owned(),
        applies_to: trial.applies_to.as_str().to_owned(),
        draft: Some(trial.draft.to_string()),
        draft_hash: Some(trial.hash.clone()),
        basis: Some(basis),
        rule_id: None,
        calendar_version: None,
        reason: None,
        state: RUNNING.to_owned(),
        cursor: None,
        figures: serde_json::to_string(&Figures::default())?,
        created_at: now,
        finished_at: None,
    })
}

/// Judges every limit that runs, in batches, off the threads that answer requests.
async fn look(tx: &Tx, trial: Trial, now: DateTime<Utc>) -> AppResult<(Figures, Vec<Line>)> {
    let judge = Arc::new((trial.keeper, trial.basis));
    let (mut figures, mut lines) = (Figures::default(), Vec::new());
    let mut after = None;
    loop {
        let ids = open_limits::ids(&**tx, after, CASES_A_BATCH).await?;
        let Some(last) = ids.last() else { return Ok((figures, lines)) };
        after = Some(*last);
        let cases = open_limits::read(&**tx, &ids).await?;
        let judge = Arc::clone(&judge);
        let judged = web::block(move || {
            let (keeper, basis) = &*judge;
            let judged = cases.iter().map(|case| case.judge(keeper, basis, now));
            judged.collect::<AppResult<Vec<_>>>()
        });
        for case in judged.await.map_err(|error| AppError::internal(error.to_string()))?? {
            lines.extend(figures.add(&case));
        }
    }
}

async fn store_lines(
    state: &AppState,
    head: &limit_change::Model,
    lines: &[Line],
) -> AppResult<()> {
    state.db.write(async |tx: &Tx| store::insert(tx, head.clone()).await).await?;
    for some in lines.chunks(LINES_A_WRITE) {
        state.db.write(async |tx: &Tx| store::list(tx, &state.ids, head.id, some).await).await?;
    }
    Ok(())
}
