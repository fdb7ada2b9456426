//! Who the cases behind an appeal are about: whoever may not look at them finds them masked in its words
//! (PIPL art. 6).

use std::collections::HashMap;

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::fact;
use super::repo;
use crate::features::cases::mentioned::Mentioned;
use crate::features::cases::mentions::Mentions;
use crate::platform::error::AppResult;
use crate::policy::Actor;

/// What one reader must not find in the words of some appeals.
#[derive(Debug, Default)]
pub(super) struct Hidden(HashMap<Uuid, Mentions>);

impl Hidden {
    /// Of these appeals, in three statements at most.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        appeals: impl IntoIterator<Item = Uuid>,
    ) -> AppResult<Self> {
        let appeals: Vec<Uuid> = appeals.into_iter().collect();
        if appeals.is_empty() {
            return Ok(Self::default());
        }
        let links = repo::facts_of_appeals(db, appeals).await?;
        let contested = fact::Column::Id.is_in(links.iter().map(|one| one.fact_id));
        let facts = repo::list_facts(db, Condition::all().add(contested), None, None).await?;
        let case_of: HashMap<Uuid, Uuid> =
            facts.iter().filter_map(|one| Some((one.id, one.case_id?))).collect();
        let mentioned = Mentioned::of(db, actor, case_of.values().copied()).await?;
        let mut cases: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for link in links {
            let of_appeal = cases.entry(link.appeal_id).or_default();
            of_appeal.extend(case_of.get(&link.fact_id));
        }
        let hidden = cases.into_iter().map(|(id, cases)| (id, mentioned.among(cases)));
        Ok(Self(hidden.collect()))
    }

    /// Words of an appeal, as the reader may see them.
    pub(super) fn hide(&self, appeal_id: Uuid, text: &str) -> String {
        self.0.get(&appeal_id).map_or_else(|| text.to_owned(), |mentions| mentions.hide(text))
    }

    /// The same, where there are any.
    pub(super) fn hide_some(&self, appeal_id: Uuid, text: Option<&String>) -> Option<String> {
        text.map(|text| self.hide(appeal_id, text))
    }
}
