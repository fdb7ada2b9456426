//! The sessions and capacities in use, in memory, so that a request is not always one more query.
//!
//! An entry is ten seconds old at most by the injected clock; what this server writes about
//! accounts, people, capacities and sessions takes effect at once, what another writes within ten seconds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::entity::refresh_token;
use super::token::Bearer;
use crate::features::calendars::civil_day::{end_of_day, local_date};
use crate::features::personnel::entity::{capacity, person};
use crate::features::substitutions;
use crate::features::substitutions::repo::Standing;
use crate::features::users::entity::user;
use crate::platform::db::Db;
use crate::platform::error::AppResult;

const FRESH_SECONDS: i64 = 10;
const MAX_ENTRIES: usize = 20_000;

/// A capacity somebody may act in: account, person and capacity are active, the session is open.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Held {
    pub(super) person_id: Uuid,
    pub(super) person_name: String,
    pub(super) role: String,
    pub(super) department_id: Option<Uuid>,
    pub(super) region_id: Uuid,
    pub(super) must_change_password: bool,
    /// Whose capacity it is, where somebody is replaced in it.
    #[sea_orm(skip)]
    pub(super) on_behalf_of: Option<Uuid>,
    /// Until when, in that case.
    #[sea_orm(skip)]
    pub(super) until: Option<DateTime<Utc>>,
}

impl Held {
    fn lasts(&self, now: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| now <= until)
    }
}

#[derive(Debug, Default)]
struct Entries {
    /// Counts the calls of [`ActorCache::forget`], so that a read begun before one is not kept.
    generation: u64,
    held: HashMap<Bearer, (DateTime<Utc>, Held)>,
}

/// Who may act in what.
#[derive(Debug, Default)]
pub struct ActorCache(Mutex<Entries>);

impl ActorCache {
    /// Call after writing accounts, people, capacities or the end of a session, when the write is committed.
    pub fn forget(&self) {
        let mut entries = self.lock();
        entries.generation += 1;
        entries.held.clear();
    }

    /// The capacity of `bearer`, while it may act in it; one query unless it is known.
    pub(super) async fn get(
        &self,
        db: &Db,
        now: DateTime<Utc>,
        bearer: Bearer,
    ) -> AppResult<Option<Held>> {
        let generation = {
            let entries = self.lock();
            match entries.held.get(&bearer) {
                Some((at, held)) if is_fresh(*at, now) && held.lasts(now) => {
                    return Ok(Some(held.clone()));
                }
                Some(_) | None => entries.generation,
            }
        };
        let held = match find(db, bearer).await? {
            Some(own) => Some(own),
            None => find_replaced(db, bearer, now).await?,
        };
        let Some(held) = held else { return Ok(None) };
        let mut entries = self.lock();
        if entries.generation == generation {
            if entries.held.len() >= MAX_ENTRIES {
                entries.held.retain(|_, (at, _)| is_fresh(*at, now));
            }
            entries.held.insert(bearer, (now, held.clone()));
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

async fn find(db: &Db, bearer: Bearer) -> AppResult<Option<Held>> {
    let to_person = capacity::Entity::belongs_to(person::Entity)
        .from(capacity::Column::PersonId)
        .to(person::Column::Id)
        .into();
    let to_user = capacity::Entity::belongs_to(user::Entity)
        .from(capacity::Column::PersonId)
        .to(user::Column::PersonId)
        .into();
    let found = capacity::Entity::find_by_id(bearer.capacity_id)
        .select_only()
        .columns([
            capacity::Column::PersonId,
            capacity::Column::Role,
            capacity::Column::DepartmentId,
            capacity::Column::RegionId,
        ])
        .column(user::Column::MustChangePassword)
        .column_as(person::Column::Name, "person_name")
        .join(JoinType::InnerJoin, to_person)
        .join(JoinType::InnerJoin, to_user)
        .filter(user::Column::Id.eq(bearer.user_id))
        .filter(user::Column::IsActive.eq(true))
        .filter(person::Column::IsActive.eq(true))
        .filter(capacity::Column::IsActive.eq(true))
        .filter(Expr::exists(revoked(bearer)).not())
        .into_model::<Held>()
        .one(db.reader())
        .await?;
    Ok(found)
}

/// What was revoked once of a session ended it.
fn revoked(bearer: Bearer) -> SelectStatement {
    refresh_token::Entity::find()
        .select_only()
        .column(refresh_token::Column::Id)
        .filter(refresh_token::Column::FamilyId.eq(bearer.session_id))
        .filter(refresh_token::Column::RevokedAt.is_not_null())
        .into_query()
}

/// The capacity of an absent colleague, while `bearer` replaces them in it.
async fn find_replaced(db: &Db, bearer: Bearer, now: DateTime<Utc>) -> AppResult<Option<Held>> {
    let db = db.reader();
    let Bearer { user_id, capacity_id, .. } = bearer;
    let standing = substitutions::repo::find_standing(db, capacity_id, user_id, local_date(now));
    let Some(standing) = standing.await? else { return Ok(None) };
    let ended = refresh_token::Entity::find()
        .filter(refresh_token::Column::Id.in_subquery(revoked(bearer)))
        .one(db)
        .await?;
    if ended.is_some() {
        return Ok(None);
    }
    let Standing { substitution, capacity, substitute, user } = standing;
    Ok(Some(Held {
        person_id: substitute.id,
        person_name: substitute.name,
        role: capacity.role,
        department_id: capacity.department_id,
        region_id: capacity.region_id,
        must_change_password: user.must_change_password,
        on_behalf_of: Some(substitution.holder_id),
        until: Some(end_of_day(substitution.until_on)),
    }))
}
