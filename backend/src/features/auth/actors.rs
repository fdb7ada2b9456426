//! The capacities in use, in memory, so that a request is not always one more query.
//!
//! An entry is ten seconds old at most by the injected clock; what this server writes about
//! accounts, people and capacities takes effect at once, what another writes within ten seconds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::features::personnel::entity::{capacity, person};
use crate::features::users::entity::user;
use crate::platform::db::Db;
use crate::platform::error::AppResult;

const FRESH_SECONDS: i64 = 10;
const MAX_ENTRIES: usize = 20_000;

/// A capacity somebody may act in: account, person and capacity are active.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Held {
    pub(super) person_id: Uuid,
    pub(super) role: String,
    pub(super) department_id: Option<Uuid>,
    pub(super) region_id: Uuid,
}

#[derive(Debug, Default)]
struct Entries {
    /// Counts the calls of [`ActorCache::forget`], so that a read begun before one is not kept.
    generation: u64,
    held: HashMap<(Uuid, Uuid), (DateTime<Utc>, Held)>,
}

/// Who may act in what.
#[derive(Debug, Default)]
pub struct ActorCache(Mutex<Entries>);

impl ActorCache {
    /// Call after writing accounts, people or capacities, when the write is committed.
    pub fn forget(&self) {
        let mut entries = self.lock();
        entries.generation += 1;
        entries.held.clear();
    }

    /// The capacity `capacity_id` as `user_id` may act in it; one query unless it is known.
    pub(super) async fn get(
        &self,
        db: &Db,
        now: DateTime<Utc>,
        user_id: Uuid,
        capacity_id: Uuid,
    ) -> AppResult<Option<Held>> {
        let key = (user_id, capacity_id);
        let generation = {
            let entries = self.lock();
            match entries.held.get(&key) {
                Some((at, held)) if is_fresh(*at, now) => return Ok(Some(held.clone())),
                Some(_) | None => entries.generation,
            }
        };
        let Some(held) = find(db, user_id, capacity_id).await? else { return Ok(None) };
        let mut entries = self.lock();
        if entries.generation == generation {
            if entries.held.len() >= MAX_ENTRIES {
                entries.held.retain(|_, (at, _)| is_fresh(*at, now));
            }
            entries.held.insert(key, (now, held.clone()));
        }
        Ok(Some(held))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (now - at).abs() < TimeDelta::seconds(FRESH_SECONDS)
}

async fn find(db: &Db, user_id: Uuid, capacity_id: Uuid) -> AppResult<Option<Held>> {
    let to_person = capacity::Entity::belongs_to(person::Entity)
        .from(capacity::Column::PersonId)
        .to(person::Column::Id)
        .into();
    let to_user = capacity::Entity::belongs_to(user::Entity)
        .from(capacity::Column::PersonId)
        .to(user::Column::PersonId)
        .into();
    let found = capacity::Entity::find_by_id(capacity_id)
        .select_only()
        .columns([
            capacity::Column::PersonId,
            capacity::Column::Role,
            capacity::Column::DepartmentId,
            capacity::Column::RegionId,
        ])
        .join(JoinType::InnerJoin, to_person)
        .join(JoinType::InnerJoin, to_user)
        .filter(user::Column::Id.eq(user_id))
        .filter(user::Column::IsActive.eq(true))
        .filter(person::Column::IsActive.eq(true))
        .filter(capacity::Column::IsActive.eq(true))
        .into_model::<Held>()
        .one(db.reader())
        .await?;
    Ok(found)
}
