//! Words about cases that stand elsewhere (tasks, receptions, meetings, orders, questions): whoever may
//! not look at the parties of a case finds them masked there as in the case itself (PIPL art. 6).

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{case, party};
use super::mentions::Mentions;
use crate::platform::error::AppResult;
use crate::policy::{Actor, Scope};

/// What one reader must not find of the parties of some cases. Of cases whose parties they may look at
/// it holds nothing; of cases they may not even read it holds all.
#[derive(Debug, Default)]
pub struct Mentioned(HashMap<Uuid, Mentions>);

impl Mentioned {
    /// Of these cases, in one statement; none when there are none.
    pub async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        cases: impl IntoIterator<Item = Uuid>,
    ) -> AppResult<Self> {
        let cases: HashSet<Uuid> = cases.into_iter().collect();
        if cases.is_empty() {
            return Ok(Self::default());
        }
        let clear = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .filter(case::Column::Id.is_in(cases.iter().copied()))
            .filter(Scope::unmasked(actor).condition())
            .into_query();
        let parties = party::Entity::find()
            .filter(party::Column::CaseId.is_in(cases))
            .filter(party::Column::CaseId.not_in_subquery(clear))
            .all(db)
            .await?;
        let mut by_case: HashMap<Uuid, Vec<party::Model>> = HashMap::new();
        for party in parties {
            by_case.entry(party.case_id).or_default().push(party);
        }
        let mentions = by_case.into_iter().map(|(id, parties)| (id, Mentions::of(&parties)));
        Ok(Self(mentions.collect()))
    }

    /// Words about one case.
    pub fn hide(&self, case_id: Uuid, text: &str) -> String {
        self.0.get(&case_id).map_or_else(|| text.to_owned(), |mentions| mentions.hide(text))
    }

    /// The same, where there are any.
    pub fn hide_some(&self, case_id: Uuid, text: Option<&String>) -> Option<String> {
        text.map(|text| self.hide(case_id, text))
    }

    /// Words about several cases: the parties of none of them are told.
    pub fn among(&self, cases: impl IntoIterator<Item = Uuid>) -> Mentions {
        Mentions::joined(cases.into_iter().filter_map(|id| self.0.get(&id)))
    }
}
