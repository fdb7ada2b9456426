//! Who is told what of stand-ins, in the transaction of the fact. Nobody is named in a notice.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::entity::stand_in::Model;
use super::stand_in_view::facts_of;
use super::workflow::StandInStep;
use crate::app::AppState;
use crate::features::notices::direct::{Bell, Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::{About, Telling, Told, tell};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Action;

/// What telling of stand-ins looks at beside the database. Taken before a transaction begins.
pub(super) struct StandInBell {
    telling: Telling,
    directors: Bell,
}

impl StandInBell {
    /// As of now.
    pub(super) async fn of(state: &AppState) -> AppResult<Self> {
        Ok(Self { telling: Telling::of(state).await?, directors: Bell::of(state).await? })
    }

    /// Whoever decides is told that something waits for them.
    pub(super) async fn asked(
        &self,
        state: &AppState,
        tx: &Tx,
        row: &Model,
        by: Uuid,
    ) -> AppResult<()> {
        let kind = NoticeKind::StandInAsked;
        let call = Call {
            kind,
            to: &[Audience::Directors(row.center_id)],
            only: None,
            but: Some(by),
            right: Action::StandInDecide,
            facts: facts_of(row),
            about: about(row),
            fact_key: format!("{}:{}", row.id, kind.as_str()),
            params: params(row),
        };
        ring(state, tx, &self.directors, call).await?;
        Ok(())
    }

    /// After a step both persons and who asked are told, but for who took it.
    pub(super) async fn stepped(
        &self,
        state: &AppState,
        tx: &Tx,
        row: &Model,
        (step, by): (StandInStep, Uuid),
    ) -> AppResult<()> {
        let kind = match step {
            StandInStep::Approve => NoticeKind::StandInApproved,
            StandInStep::Refuse => NoticeKind::StandInRefused,
            StandInStep::Cancel => NoticeKind::StandInCancelled,
        };
        let whom = BTreeSet::from([row.person_id, row.stand_in_id, row.requested_by_id]);
        let told = whom.into_iter().filter(|id| *id != by).map(|person_id| Told {
            person_id,
            capacity_id: None,
            kind,
            fact_key: format!("{}:{}", row.id, kind.as_str()),
            about: Some(about(row)),
            params: params(row),
        });
        tell(state, tx, &self.telling, told.collect()).await?;
        Ok(())
    }
}

const fn about(row: &Model) -> About {
    About { kind: NoticeAboutKind::StandIn, id: row.id }
}

fn params(row: &Model) -> Params {
    Params::default()
        .with("from_on", row.from_on.to_string())
        .with("until_on", row.until_on.to_string())
}
