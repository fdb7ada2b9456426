//! The organisation in memory: a few hundred rows that nearly every answer names.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait};
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
}

impl Directory {
    /// Reads it anew: for who writes it in the same transaction. Others ask the cache.
    pub async fn load(db: &impl ConnectionTrait) -> AppResult<Self> {
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
        })
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
        self.0.get(now, Directory::load(db.reader())).await
    }

    /// Call after writing the organisation.
    pub fn forget(&self) {
        self.0.forget();
    }
}
