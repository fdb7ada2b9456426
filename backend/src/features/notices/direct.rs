//! Telling those who hold a post now what happened to an object that is no case: tasks, reception
//! days. In the transaction of the fact, and only to who may read the object.

use uuid::Uuid;

use super::from_events::Audience;
use super::kind::NoticeKind;
use super::params::Params;
use super::seats::Seats;
use super::tell::{self, About, Told};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Action, Facts, holds};

/// What telling looks at beside the database. Taken before a transaction begins.
pub struct Bell {
    seats: Seats,
    telling: tell::Telling,
}

impl Bell {
    /// As of now.
    pub async fn of(state: &AppState) -> AppResult<Self> {
        let now = state.clock.now();
        let directory = state.directory.get(&state.db, now).await?;
        Ok(Self {
            seats: Seats::load(state.db.reader(), &directory, local_date(now)).await?,
            telling: tell::Telling::of(state).await?,
        })
    }
}

/// A fact, and whom it concerns.
pub struct Call<'a> {
    /// What it tells.
    pub kind: NoticeKind,
    /// Whom.
    pub to: &'a [Audience],
    /// Of these only this person.
    pub only: Option<Uuid>,
    /// Who did it, and is not told.
    pub but: Option<Uuid>,
    /// The right to read the object.
    pub right: Action,
    /// The object, to the rights table.
    pub facts: Facts<'a>,
    /// What the notice leads to.
    pub about: About,
    /// What makes the fact one.
    pub fact_key: String,
    /// What its sentence names.
    pub params: Params,
}

/// Tells everybody once; whoever knows the fact already is left out. Answers how many were told.
pub async fn ring(state: &AppState, tx: &Tx, bell: &Bell, call: Call<'_>) -> AppResult<usize> {
    let Call { kind, to, only, but, right, facts, about, fact_key, params } = call;
    let seats = to.iter().flat_map(|audience| bell.seats.of(*audience));
    let readers = seats
        .filter(|seat| only.is_none_or(|id| seat.person_id == id))
        .filter(|seat| Some(seat.person_id) != but)
        .filter(|seat| holds(seat, right, &facts));
    let told = readers.map(|seat| Told {
        person_id: seat.person_id,
        capacity_id: Some(seat.capacity_id),
        kind,
        fact_key: fact_key.clone(),
        about: Some(about),
        params: params.clone(),
    });
    let told: Vec<_> = told.collect();
    tell::tell(state, tx, &bell.telling, told).await
}
