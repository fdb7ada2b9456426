//! What a draft matches now.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, Condition as Cond, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::{Found, Looking, MOST};
use crate::features::automation_rules::candidates::{self, Due, Wanted};
use crate::features::automation_rules::dto::PreviewCost;
use crate::features::automation_rules::predicate::predicate;
use crate::features::automation_rules::trigger::Trigger;
use crate::features::automation_rules::words::Effect;
use crate::features::cases::entity::case;
use crate::features::cases::repo;
use crate::platform::error::AppResult;

/// One more than is counted tells whether there are more.
const ONE_MORE: u64 = MOST + 1;

impl Looking<'_> {
    /// The matches, and whether there are more than are counted.
    pub(super) async fn find_now(&self, cost: &mut PreviewCost) -> AppResult<(Vec<Found>, bool)> {
        let rows =
            Cond::all().add(self.rows.clone()).add(predicate(&self.definition.condition, self.now));
        let db = self.state.db.reader();
        let trigger = &self.definition.trigger;
        let calendar = self.ground.keeper.calendar();
        let wanted = Wanted { trigger, rows, calendar, now: self.now, most: ONE_MORE };
        cost.statements += 1;
        let mut found: Vec<Found> = match trigger {
            Trigger::Event(_) => self.holding(wanted.rows).await?,
            Trigger::Limit { clock, .. } => {
                let due = candidates::limits(db, &wanted, *clock, None).await?;
                due.into_iter().map(of_due).collect()
            }
            Trigger::Standing { status, .. } => {
                let (due, _) = candidates::standing(db, &wanted, *status, None).await?;
                cost.statements += 1 + u64::try_from(due.len() / 200).unwrap_or(0);
                due.into_iter().map(of_due).collect()
            }
        };
        cost.cases += u64::try_from(found.len()).unwrap_or(0);
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let is_capped = found.len() > most;
        found.truncate(most);
        Ok((found, is_capped))
    }

    /// The cases on which the condition holds.
    async fn holding(&self, rows: Cond) -> AppResult<Vec<Found>> {
        let cases: Vec<(Uuid, String, String)> = case::Entity::find()
            .select_only()
            .columns([case::Column::Id, case::Column::CaseNo, case::Column::Status])
            .filter(rows)
            .order_by_desc(case::Column::Id)
            .limit(ONE_MORE)
            .into_tuple()
            .all(self.state.db.reader())
            .await?;
        let found = cases.into_iter().map(|(case_id, case_no, status)| Found {
            case_id,
            case_no,
            status,
            fact: None,
            key: case_id,
            at: self.now,
            effect: None,
        });
        Ok(found.collect())
    }

    /// What would come of it if the rule ran on these cases now, by case; they are read together.
    pub(super) async fn effects_now(
        &self,
        cases: &[Uuid],
        cost: &mut PreviewCost,
    ) -> AppResult<HashMap<Uuid, Effect>> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let db = self.state.db.reader();
        let rows = case::Entity::find()
            .filter(case::Column::Id.is_in(cases.iter().copied()))
            .filter(self.rows.clone())
            .all(db)
            .await?;
        cost.statements += 3;
        let past = self.past_orders(cases, cost).await?;
        let loaded = repo::load_all(db, rows).await?.into_iter();
        let effects = loaded.map(|case| {
            let id = case.row.id;
            Ok((id, self.effect(case, &past, self.now)?))
        });
        effects.collect()
    }
}

fn of_due(due: Due) -> Found {
    Found {
        case_id: due.case_id,
        case_no: due.case_no,
        status: due.status,
        key: due.fact.id,
        fact: Some(due.fact),
        at: due.instant,
        effect: None,
    }
}
