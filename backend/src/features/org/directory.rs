//! The organisation in memory: a few hundred rows that nearly every answer names.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, UnionType};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect as _, QueryTrait as _};
use uuid::Uuid;

use super::entity::{center, department, department_duty, region};
use crate::platform::cache::Cache;
use crate::platform::db::Db;
use crate::platform::error::AppResult;

/// A consistent picture of the organisation.
#[derive(Debug, Default)]
pub struct Directory {
    /// Regions by id.
    pub regions: HashMap<Uuid, region::Model>,
    /// Region ids by code.
    pub region_by_code: HashMap<String, Uuid>,
    /// Departments by id.
    pub departments: HashMap<Uuid, department::Model>,
    /// Duty lists: case type codes by department, in order.
    pub duties: HashMap<Uuid, Vec<String>>,
    /// Centres by id.
    pub centers: HashMap<Uuid, center::Model>,
    /// Centre ids by region.
    pub center_by_region: HashMap<Uuid, Uuid>,
    /// What [`writes`] said before it was read.
    writes: i64,
}

/// Grows with every write of the organisation: a row begins with version 1, each change counts it
/// up, and none is ever deleted. A duty list changes with its department.
async fn writes(db: &impl ConnectionTrait) -> AppResult<i64> {
    const SUM: &str = "writes";
    let sum = |versions: Expr| versions.sum().cast_as(Alias::new("bigint"));
    let regions = sum(Expr::col(region::Column::RowVersion));
    let departments = sum(Expr::col(department::Column::RowVersion));
    let centers = sum(Expr::col(center::Column::RowVersion));
    let mut all = region::Entity::find().select_only().expr_as(regions, SUM).into_query();
    let departments = department::Entity::find().select_only().expr_as(departments, SUM);
    let centers = center::Entity::find().select_only().expr_as(centers, SUM);
    all.union(UnionType::All, departments.into_query());
    all.union(UnionType::All, centers.into_query());
    let mut writes = 0;
    for row in db.query_all(&all).await? {
        writes += row.try_get::<Option<i64>>("", SUM)?.unwrap_or(0);
    }
    Ok(writes)
}

impl Directory {
    /// Reads it anew: for who writes it in the same transaction. Others ask the cache.
    pub async fn load(db: &impl ConnectionTrait) -> AppResult<Self> {
        // First: what is written from here on is found out the next time.
        let writes = writes(db).await?;
        let regions = region::Entity::find().all(db).await?;
        let departments = department::Entity::find().all(db).await?;
        let centers = center::Entity::find().all(db).await?;
        let mut duties: HashMap<Uuid, Vec<String>> = HashMap::new();
        for duty in department_duty::Entity::find().all(db).await? {
            duties.entry(duty.department_id).or_default().push(duty.case_type_code);
        }
        for codes in duties.values_mut() {
            codes.sort();
        }
        Ok(Self {
            region_by_code: regions.iter().map(|r| (r.code.clone(), r.id)).collect(),
            regions: regions.into_iter().map(|r| (r.id, r)).collect(),
            departments: departments.into_iter().map(|d| (d.id, d)).collect(),
            duties,
            center_by_region: centers.iter().map(|c| (c.region_id, c.id)).collect(),
            centers: centers.into_iter().map(|c| (c.id, c)).collect(),
            writes,
        })
    }

    /// The picture there was, while nothing has been written since, or a new one.
    async fn renewed(db: &impl ConnectionTrait, held: Option<Arc<Self>>) -> AppResult<Arc<Self>> {
        if let Some(held) = held
            && held.writes == writes(db).await?
        {
            return Ok(held);
        }
        Ok(Arc::new(Self::load(db).await?))
    }

    /// The name of a department, empty when unknown.
    pub fn department_name(&self, id: Uuid) -> String {
        self.departments.get(&id).map(|d| d.name.clone()).unwrap_or_default()
    }

    /// A region and those above it, nearest first.
    pub fn ancestry(&self, region_id: Uuid) -> impl Iterator<Item = &region::Model> {
        std::iter::successors(self.regions.get(&region_id), |region| {
            region.parent_id.and_then(|parent| self.regions.get(&parent))
        })
    }
}

/// The cached picture.
#[derive(Debug, Default)]
pub struct DirectoryCache(Cache<Directory>);

impl DirectoryCache {
    /// The picture as of at most ten seconds ago.
    pub async fn get(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<Directory>> {
        // Boxed: it is rarely read, and nearly every answer waits for it.
        let read = async |held: Option<Arc<Directory>>| {
            Box::pin(Directory::renewed(db.reader(), held)).await
        };
        self.0.renewed(now, read).await
    }

    /// Call after writing the organisation.
    pub fn forget(&self) {
        self.0.forget();
    }
}
