//! What mediation left behind in a case, read for its papers.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::features::agreements;
use crate::features::agreements::repo::Whole;
use crate::features::agreements::workflow::AgreementState;
use crate::features::cases::repo::Names;
use crate::features::mediations;
use crate::features::mediations::repo::Session;
use crate::features::mediations::workflow::MediationState;
use crate::features::personnel;
use crate::platform::error::AppResult;

/// The sessions that are over and the agreements that stand, newest first, and the names they are
/// told with.
#[derive(Debug, Default)]
pub struct Mediated {
    /// Sessions, adjourned or concluded.
    pub sessions: Vec<Session>,
    /// Agreements, none of them cancelled.
    pub agreements: Vec<Whole>,
    /// Names of rooms.
    pub rooms: HashMap<Uuid, String>,
    /// Names of mediators.
    pub names: Names,
}

impl Mediated {
    /// That of a case, in the same few statements however much there is.
    pub async fn of(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Self> {
        let over = [MediationState::Adjourned.as_str(), MediationState::Concluded.as_str()];
        let mut sessions = mediations::repo::for_case(db, case_id).await?;
        sessions.retain(|session| over.contains(&session.row.state.as_str()));
        sessions.reverse();
        let mut agreements = agreements::repo::for_case(db, case_id).await?;
        agreements.retain(|whole| whole.row.state != AgreementState::Cancelled.as_str());
        agreements.reverse();
        let rooms = sessions.iter().map(|session| session.row.room_id);
        let rooms = mediations::repo::room_names(db, rooms).await?;
        let people = sessions.iter().flat_map(|session| &session.sittings);
        let names = personnel::repo::list_names(db, people.map(|sat| sat.person_id)).await?;
        Ok(Self { sessions, agreements, rooms, names })
    }
}
