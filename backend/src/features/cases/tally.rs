//! Tallies: how many cases there are by what rights and the common filters look at, so that a
//! total costs the same at a thousand cases and at ten million.
//!
//! A write adds rows of its own, so that writers never wait for each other; the job runner folds
//! them together. A total is the sum over both, exact at every instant.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoColumnRef as _, OnConflict};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _,
};
use uuid::Uuid;

use super::dto::CaseFilter;
use super::entity::case_tally::{ActiveModel, Column, Entity, Model};
use super::list;
use super::repo::Loaded;
use crate::app::AppState;
use crate::platform::db::{Db, Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Part, Scope};

/// Rows of one write that are folded at most in one round.
const MOST: u64 = 5_000;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Nil: the case itself.
    department_id: Uuid,
    part: String,
    region_code: String,
    center_id: Uuid,
    status: String,
}

/// What a write adds to the tallies.
#[derive(Debug, Clone, Default)]
pub struct Tally(BTreeMap<Key, i64>);

impl Tally {
    /// A case as it is counted: once for itself, and once for every department that has a part.
    ///
    /// A restricted case is counted nowhere: tallies cannot tell who may know of it. [`total`] adds
    /// those few by their rows.
    pub fn of(case: &Loaded) -> Self {
        if case.state.restriction.is_some() {
            return Self::default();
        }
        let (lead, assists) = (case.row.lead_department_id, case.state.assist_department_ids());
        let part = |id: Uuid| match (lead == Some(id), assists.contains(&id)) {
            (true, true) => Part::Both,
            (true, false) => Part::Lead,
            (false, _) => Part::Assist,
        };
        let involved = lead.iter().chain(&assists).map(|id| (*id, part(*id)));
        let each = std::iter::once((Uuid::nil(), Part::Case)).chain(involved);
        let key = |(department_id, part): (Uuid, Part)| Key {
            department_id,
            part: part.as_str().to_owned(),
            region_code: case.row.region_code.clone(),
            center_id: case.row.center_id,
            status: case.state.status.as_str().to_owned(),
        };
        Self(each.map(|part| (key(part), 1)).collect())
    }

    /// Adds `times` times `other`.
    #[must_use]
    pub fn plus(mut self, other: Self, times: i64) -> Self {
        for (key, amount) in other.0 {
            *self.0.entry(key).or_default() += amount * times;
        }
        self.0.retain(|_, amount| *amount != 0);
        self
    }

    /// The rows of the write of the event `entry_id`; nil for the sum of many.
    pub fn rows(self, entry_id: Uuid) -> Vec<ActiveModel> {
        let row = |(key, amount): (Key, i64)| ActiveModel {
            department_id: ActiveValue::Set(key.department_id),
            part: ActiveValue::Set(key.part),
            region_code: ActiveValue::Set(key.region_code),
            center_id: ActiveValue::Set(key.center_id),
            status: ActiveValue::Set(key.status),
            entry_id: ActiveValue::Set(entry_id),
            amount: ActiveValue::Set(amount),
        };
        self.0.into_iter().map(row).collect()
    }
}

/// Stores what the write of the event `entry_id` adds.
pub async fn record(tx: &Tx, entry_id: Uuid, tally: Tally) -> AppResult<()> {
    let rows = tally.rows(entry_id);
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Folds the rows of single writes together; answers how many there were.
///
/// A row is deleted by one transaction only, and whoever deletes it adds its amount.
pub async fn fold(db: &Db) -> AppResult<u64> {
    let single = Column::EntryId.gt(Uuid::nil());
    if Entity::find().filter(single.clone()).one(db.reader()).await?.is_none() {
        return Ok(0);
    }
    db.write(async |tx: &Tx| {
        let some = Entity::find()
            .select_only()
            .column(Column::EntryId)
            .filter(single)
            .limit(MOST)
            .into_query();
        let taken = Entity::delete_many()
            .filter(Column::EntryId.in_subquery(some))
            .exec_with_returning(&**tx)
            .await?;
        let count = u64::try_from(taken.len()).unwrap_or(0);
        let folded =
            taken.into_iter().map(Tally::from).fold(Tally::default(), |sum, one| sum.plus(one, 1));
        add(tx, folded).await?;
        Ok(count)
    })
    .await
}

impl From<Model> for Tally {
    fn from(row: Model) -> Self {
        let key = Key {
            department_id: row.department_id,
            part: row.part,
            region_code: row.region_code,
            center_id: row.center_id,
            status: row.status,
        };
        Self(BTreeMap::from([(key, row.amount)]))
    }
}

async fn add(tx: &Tx, folded: Tally) -> AppResult<()> {
    let known = Expr::col((Entity, Column::Amount).into_column_ref());
    let more = Expr::col((Alias::new("excluded"), Column::Amount).into_column_ref());
    let key = [
        Column::DepartmentId,
        Column::Part,
        Column::RegionCode,
        Column::CenterId,
        Column::Status,
        Column::EntryId,
    ];
    let sum = OnConflict::columns(key).value(Column::Amount, known.add(more)).to_owned();
    for rows in folded.rows(Uuid::nil()).chunks(1_000) {
        Entity::insert_many(rows.to_vec())
            .on_conflict(sum.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// How many cases of the actor's scope pass the filter; none when the tallies cannot say.
pub async fn total(state: &AppState, actor: &Actor, filter: &CaseFilter) -> AppResult<Option<u64>> {
    let Some(counted) = counted(state, actor, filter).await? else { return Ok(None) };
    let sum = Expr::col(Column::Amount).sum().cast_as(Alias::new("bigint"));
    let select = Entity::find().select_only().expr_as(sum, "total").filter(counted);
    let total: Option<Option<i64>> = select.into_tuple().one(state.db.reader()).await?;
    let total = total.flatten().and_then(|total| total.try_into().ok()).unwrap_or(0);
    Ok(Some(total + list::restricted(state, actor, filter).await?))
}

async fn counted(
    state: &AppState,
    actor: &Actor,
    filter: &CaseFilter,
) -> AppResult<Option<Condition>> {
    let Some(scope) = Scope::tallies(actor, Action::CaseRead) else { return Ok(None) };
    let rest = CaseFilter {
        status: Vec::new(),
        region_id: Vec::new(),
        department_id: Vec::new(),
        sort: None,
        limit: None,
        cursor: None,
        count: None,
        ..filter.clone()
    };
    if rest != CaseFilter::default() || (scope.is_by_department && !filter.department_id.is_empty())
    {
        return Ok(None);
    }
    let mut all = Condition::all().add(scope.rows);
    if !filter.department_id.is_empty() {
        all = all
            .add(Column::DepartmentId.is_in(filter.department_id.iter().copied()))
            .add(Column::Part.is_in(Part::LEADS.map(Part::as_str)));
    } else if !scope.is_by_department {
        all = all.add(Column::DepartmentId.eq(Uuid::nil()));
    }
    if !filter.status.is_empty() {
        all = all.add(Column::Status.is_in(filter.status.iter().map(|status| status.as_str())));
    }
    if !filter.region_id.is_empty() {
        let directory = state.directory.get(&state.db, state.clock.now()).await?;
        let mut any = Condition::any();
        for id in &filter.region_id {
            let region = directory.regions.get(id).ok_or(ErrorCode::RequestInvalidParameter)?;
            any = any.add(portable::below(&Column::RegionCode.into_expr(), &region.code));
        }
        all = all.add(any);
    }
    Ok(Some(all))
}
