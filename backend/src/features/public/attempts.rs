//! Wrong codes, by number and address and by number alone, whether or not the number exists. Kept in
//! the database: every server counts on, and a restart forgets nothing. The limit by address over all
//! numbers is `rate_limits.public_per_minute`.
//!
//! Numbers follow each other, so whoever types wrong codes must not lock anybody else out: few are
//! borne from one address, and many more of a number from all addresses together.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};

use super::device::Device;
use super::entity::attempt::{Column, Entity, Model};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Who tries which number, as pseudonyms.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    by_network: String,
    by_number: String,
}

impl Guess {
    /// A try from `device` at `case_no`.
    pub(super) fn of(state: &AppState, device: &Device, case_no: &str) -> AppResult<Self> {
        let name = |who: &str| state.keys.pseudonym(&format!("attempts {who} {case_no}"));
        Ok(Self { by_network: name(&device.network)?, by_number: name("anybody")? })
    }

    fn subjects(&self) -> [&str; 2] {
        [&self.by_network, &self.by_number]
    }
}

/// Refuses with 429 while there were too many wrong codes.
pub(super) async fn check(state: &AppState, guess: &Guess, now: DateTime<Utc>) -> AppResult<()> {
    let config = &state.config.public;
    let window = TimeDelta::minutes(config.failure_minutes);
    let known = Entity::find()
        .filter(Column::Subject.is_in(guess.subjects()))
        .all(state.db.reader())
        .await?;
    let is_too_many = |row: &&Model| {
        let most = if row.subject == guess.by_network {
            config.failures_per_number
        } else {
            config.failures_of_all
        };
        u32::try_from(row.failures).unwrap_or(0) >= most
    };
    let ends = known.iter().filter(is_too_many).map(|row| row.since + window);
    let Some(until) = ends.filter(|until| now < *until).max() else { return Ok(()) };
    let seconds = u64::try_from((until - now).num_seconds()).unwrap_or(0);
    Err(AppError::from(ErrorCode::PublicTooManyAttempts).retry_after(seconds + 1))
}

/// One more wrong code, in a transaction of its own: it counts whatever becomes of the request.
pub(super) async fn fail(state: &AppState, guess: &Guess, now: DateTime<Utc>) -> AppResult<()> {
    let over = now - TimeDelta::minutes(state.config.public.failure_minutes);
    let permit = Permit::system("public.track");
    let work = async |tx: &Tx| {
        tracing::debug!(permit = permit.action(), "wrong code counted");
        let fresh = |subject: &str| Model { subject: subject.to_owned(), since: now, failures: 0 };
        let rows = guess.subjects().map(|subject| fresh(subject).into_active_model().reset_all());
        Entity::insert_many(rows)
            .on_conflict(OnConflict::column(Column::Subject).do_nothing().to_owned())
            .exec_without_returning(&**tx)
            .await?;
        let own = Column::Subject.is_in(guess.subjects());
        Entity::update_many()
            .col_expr(Column::Since, Expr::value(now))
            .col_expr(Column::Failures, Expr::value(0))
            .filter(own.clone())
            .filter(Column::Since.lte(over))
            .exec(&**tx)
            .await?;
        Entity::update_many()
            .col_expr(Column::Failures, Expr::col(Column::Failures).add(1))
            .filter(own)
            .exec(&**tx)
            .await?;
        Ok(())
    };
    state.db.write(work).await
}

/// Forgets those whose time is over.
pub(super) async fn forget(tx: &Tx, before: DateTime<Utc>) -> AppResult<u64> {
    let over = Entity::delete_many().filter(Column::Since.lte(before));
    Ok(over.exec(&**tx).await?.rows_affected)
}
