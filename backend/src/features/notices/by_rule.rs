//! What an automation rule tells those in charge of a case: its own name and the number of the case,
//! nothing else.

use std::collections::HashSet;

use super::from_events::Audience;
use super::kind::{NoticeAboutKind, NoticeKind};
use super::params::Params;
use super::seats::Seats;
use super::tell::{self, About, Told};
use crate::app::AppState;
use crate::features::cases::repo::Loaded;
use crate::features::cases::service::facts_of;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Action, Actor, Facts, holds};

/// What telling looks at beside the database. Taken before a transaction begins.
pub struct Telling<'a> {
    /// Who holds which post.
    pub seats: &'a Seats,
    /// As of now.
    pub telling: tell::Telling,
}

/// Tells those of `to` who may read `case`, in the transaction of the run; `but` are told by the
/// ledger. Whoever knows the fact already is left out. Answers how many were told.
pub async fn tell(
    (state, tx): (&AppState, &Tx),
    with: &Telling<'_>,
    case: &Loaded,
    (to, but): (&[Audience], &[Audience]),
    rule_name: &str,
    fact_key: &str,
) -> AppResult<usize> {
    let assists = case.state.assist_department_ids();
    let facts = facts_of(case, &assists);
    let known: HashSet<_> =
        readers(with.seats, but, &facts).into_iter().map(|seat| seat.person_id).collect();
    let params = Params::default().with("case_no", &case.row.case_no).with("rule", rule_name);
    let fresh = readers(with.seats, to, &facts).into_iter();
    let told = fresh.filter(|seat| !known.contains(&seat.person_id)).map(|seat| Told {
        person_id: seat.person_id,
        capacity_id: Some(seat.capacity_id),
        kind: NoticeKind::RuleNoted,
        fact_key: fact_key.to_owned(),
        about: Some(About { kind: NoticeAboutKind::Case, id: case.row.id }),
        params: params.clone(),
    });
    let told: Vec<_> = told.collect();
    tell::tell(state, tx, &with.telling, told).await
}

fn readers<'a>(seats: &'a Seats, audiences: &[Audience], facts: &Facts<'_>) -> Vec<&'a Actor> {
    let all = audiences.iter().flat_map(|audience| seats.of(*audience));
    all.filter(|seat| holds(seat, Action::CaseRead, facts)).collect()
}
