//! Words about cases that stand elsewhere (tasks, receptions, meetings, orders, questions): whoever may
//! not look at the parties of a case finds them masked there as in the case itself (PIPL art. 6).

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{case, party};
use super::masks;
use super::mentions::Mentions;
use crate::platform::error::AppResult;
use crate::policy::{Actor, Scope};

/// What one reader must not find of the parties of some cases. Of cases whose parties they may look at
/// it holds nothing; of cases they may not even read it holds all.
#[derive(Debug, Default)]
pub struct Mentioned(HashMap<Uuid, Mentions>);

impl Mentioned {
    /// Of these cases, in two statements, and one more for who is of a department; none when there are
    /// none.
    pub async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        cases: impl IntoIterator<Item = Uuid>,
    ) -> AppResult<Self> {
        let cases: HashSet<Uuid> = cases.into_iter().collect();
        if cases.is_empty() {
            return Ok(Self::default());
        }
        let clear: Vec<Uuid> = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .filter(case::Column::Id.is_in(cases.iter().copied()))
            .filter(Scope::unmasked(actor).condition())
            .into_tuple()
            .all(db)
            .await?;
        let hidden: Vec<Uuid> = cases.into_iter().filter(|id| !clear.contains(id)).collect();
        let assisted = only_assisted(db, actor, hidden.iter().copied()).await?;
        let by_case = parties_of(db, hidden.iter().copied()).await?;
        let mentions = hidden.into_iter().map(|id| {
            let parties = by_case.get(&id).map_or([].as_slice(), Vec::as_slice);
            let is_assisted = assisted.contains(&id);
            (id, if is_assisted { Mentions::as_roles(parties) } else { Mentions::of(parties) })
        });
        Ok(Self(mentions.collect()))
    }

    /// Of those of these cases in which the reader's department only assists: what they must not find
    /// in a title, in which others find the parties masked as it is. No statement for who is of none.
    pub async fn of_assisted(
        db: &impl ConnectionTrait,
        actor: &Actor,
        cases: impl IntoIterator<Item = Uuid>,
    ) -> AppResult<Self> {
        let assisted = only_assisted(db, actor, cases).await?;
        let by_case = parties_of(db, assisted.iter().copied()).await?;
        let mentions = assisted.into_iter().map(|id| {
            let parties = by_case.get(&id).map_or([].as_slice(), Vec::as_slice);
            (id, Mentions::as_roles(parties))
        });
        Ok(Self(mentions.collect()))
    }

    /// A title, which is masked where it is written: of cases that were there before numbers were, it
    /// is here.
    pub fn title(&self, case_id: Uuid, title: &str) -> String {
        self.0.get(&case_id).map_or_else(|| masks::title(title), |mentions| mentions.hide(title))
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

/// In which of these cases the reader's department only assists.
async fn only_assisted(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cases: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashSet<Uuid>> {
    let cases: HashSet<Uuid> = cases.into_iter().collect();
    if cases.is_empty() || actor.department_id.is_none() {
        return Ok(HashSet::new());
    }
    let assisted: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(cases))
        .filter(Scope::more_than_assisted(actor).condition().not())
        .into_tuple()
        .all(db)
        .await?;
    Ok(assisted.into_iter().collect())
}

async fn parties_of(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Vec<party::Model>>> {
    let cases: Vec<Uuid> = cases.collect();
    let mut by_case: HashMap<Uuid, Vec<party::Model>> = HashMap::new();
    if cases.is_empty() {
        return Ok(by_case);
    }
    let rows = party::Entity::find().filter(party::Column::CaseId.is_in(cases)).all(db).await?;
    for party in rows {
        by_case.entry(party.case_id).or_default().push(party);
    }
    Ok(by_case)
}
