//! Who is told what of rosters and swaps, in the transaction of the fact. Nobody is named in a notice.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::entity::{plan, swap};
use super::swap_state::SwapStep;
use super::{repairing, replanning};
use crate::app::AppState;
use crate::features::notices::direct::{Bell, Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::{About, Telling, Told, tell};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Action, Facts};

/// Tells those whose duty a published plan begins or changes.
pub(super) async fn published(
    state: &AppState,
    tx: &Tx,
    telling: &Telling,
    plan: &plan::Model,
) -> AppResult<()> {
    let after = repairing::turns(&**tx, plan.id).await?;
    let (kind, people): (NoticeKind, BTreeSet<Uuid>) = match plan.replaces_id {
        Some(id) => {
            let before = repairing::turns(&**tx, id).await?;
            let changed = replanning::changes(&before, &after);
            (NoticeKind::RosterChanged, changed.into_keys().collect())
        }
        None => (NoticeKind::RosterPublished, after.iter().map(|turn| turn.person_id).collect()),
    };
    let params = Params::default()
        .with("from_on", plan.from_on.to_string())
        .with("until_on", plan.until_on.to_string());
    let told = people.into_iter().map(|person_id| Told {
        person_id,
        capacity_id: None,
        kind,
        fact_key: format!("{}:{}", plan.id, kind.as_str()),
        about: Some(About { kind: NoticeAboutKind::RotationPlan, id: plan.id }),
        params: params.clone(),
    });
    tell(state, tx, telling, told.collect()).await?;
    Ok(())
}

/// What telling of swaps looks at beside the database. Taken before a transaction begins.
pub(super) struct SwapBell {
    telling: Telling,
    directors: Bell,
}

impl SwapBell {
    /// As of now.
    pub(super) async fn of(state: &AppState) -> AppResult<Self> {
        Ok(Self { telling: Telling::of(state).await?, directors: Bell::of(state).await? })
    }

    /// Who is asked is told.
    pub(super) async fn asked(
        &self,
        state: &AppState,
        tx: &Tx,
        row: &swap::Model,
    ) -> AppResult<()> {
        let told = one(row, row.asked_of_id, NoticeKind::RosterSwapAsked);
        tell(state, tx, &self.telling, vec![told]).await?;
        Ok(())
    }

    /// After a step everybody whom it concerns is told, but for who took it.
    pub(super) async fn stepped(
        &self,
        state: &AppState,
        tx: &Tx,
        row: &swap::Model,
        (step, by): (SwapStep, Uuid),
    ) -> AppResult<()> {
        let kind = NoticeKind::RosterSwapAnswered;
        let whom = match step {
            SwapStep::Agree => {
                self.directors(state, tx, row, by).await?;
                vec![row.asked_by_id]
            }
            SwapStep::Decline => vec![row.asked_by_id],
            SwapStep::Withdraw => vec![row.asked_of_id],
            SwapStep::Approve | SwapStep::Reject => vec![row.asked_by_id, row.asked_of_id],
        };
        let whom = whom.into_iter().filter(|id| *id != by);
        let told = whom.map(|id| {
            let told = one(row, id, kind);
            Told { fact_key: format!("{}:{}", told.fact_key, step.as_str()), ..told }
        });
        tell(state, tx, &self.telling, told.collect()).await?;
        Ok(())
    }

    async fn directors(
        &self,
        state: &AppState,
        tx: &Tx,
        row: &swap::Model,
        by: Uuid,
    ) -> AppResult<()> {
        let kind = NoticeKind::RosterSwapAgreed;
        let facts = Facts {
            region_code: Some(&row.region_code),
            center_id: Some(row.center_id),
            ..Facts::default()
        };
        let call = Call {
            kind,
            to: &[Audience::Directors(row.center_id)],
            only: None,
            but: Some(by),
            right: Action::RotationSwapDecide,
            facts,
            about: About { kind: NoticeAboutKind::SwapRequest, id: row.id },
            fact_key: format!("{}:{}", row.id, kind.as_str()),
            params: params(row),
        };
        ring(state, tx, &self.directors, call).await?;
        Ok(())
    }
}

fn params(row: &swap::Model) -> Params {
    Params::default()
        .with("from_on", row.gives_from_on.to_string())
        .with("until_on", row.gives_until_on.to_string())
}

fn one(row: &swap::Model, person_id: Uuid, kind: NoticeKind) -> Told {
    Told {
        person_id,
        capacity_id: None,
        kind,
        fact_key: format!("{}:{}", row.id, kind.as_str()),
        about: Some(About { kind: NoticeAboutKind::SwapRequest, id: row.id }),
        params: params(row),
    }
}
