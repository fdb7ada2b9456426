//! The systems and the mapping of each that is in force: what comes with the program, or the newest
//! version a county made in its place.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::definition::{AdapterDefinition, ShippedAdapter, shipped, shipped_as};
use super::entity::version::{Column, Entity, Model};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Permit;

/// A system with its mapping.
#[derive(Debug, Clone)]
pub struct Adapter {
    /// What does not change: code, names, system, channel.
    pub shipped: ShippedAdapter,
    /// The version in force; 1 is what comes with the program.
    pub version: i32,
    /// Whether messages are accepted.
    pub is_active: bool,
    /// The mapping in force.
    pub definition: AdapterDefinition,
    /// What a county rests its own version on.
    pub own_source: Option<String>,
    /// Why it was made.
    pub reason: Option<String>,
    /// When it was made.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Adapter {
    fn of(shipped: ShippedAdapter, newest: Option<Model>) -> AppResult<Self> {
        let Some(row) = newest else {
            let definition = shipped.definition.clone();
            let (own_source, reason, changed_at) = (None, None, None);
            let (version, is_active) = (1, true);
            return Ok(Self {
                shipped,
                version,
                is_active,
                definition,
                own_source,
                reason,
                changed_at,
            });
        };
        Ok(Self {
            shipped,
            version: row.version,
            is_active: row.is_active,
            definition: serde_json::from_str(&row.definition)?,
            own_source: Some(row.source),
            reason: Some(row.reason),
            changed_at: Some(row.created_at),
        })
    }
}

/// A system by its code. Unknown: 404.
pub async fn find(db: &impl ConnectionTrait, code: &str) -> AppResult<Adapter> {
    let shipped = shipped_as(code)?.ok_or(ErrorCode::RequestNotFound)?;
    let newest = Entity::find().filter(Column::Code.eq(code)).order_by_desc(Column::Version);
    Adapter::of(shipped, newest.limit(1).one(db).await?)
}

/// Every system, by code.
pub async fn all(db: &impl ConnectionTrait) -> AppResult<Vec<Adapter>> {
    let rows = Entity::find().order_by_asc(Column::Version).all(db).await?;
    let newest = |code: &str| rows.iter().rfind(|row| row.code == code).cloned();
    let all = shipped()?.into_iter().map(|shipped| {
        let newest = newest(&shipped.code);
        Adapter::of(shipped, newest)
    });
    all.collect()
}

/// Stores the next version. Of two at a time one is refused: a version stands once.
pub async fn store(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "an adapter changes");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}
