//! The systems, those that come with the program and those a county made known, and the mapping of each
//! that is in force: what comes with the program, or the newest version a county made in its place.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::definition::{AdapterDefinition, ShippedAdapter, shipped, shipped_as};
use super::entity::system;
use super::entity::version::{Column, Entity, Model};
use crate::features::cases::model::Channel;
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
    let newest = Entity::find().filter(Column::Code.eq(code)).order_by_desc(Column::Version);
    let newest = newest.limit(1).one(db).await?;
    if let Some(shipped) = shipped_as(code)? {
        return Adapter::of(shipped, newest);
    }
    let own = system::Entity::find().filter(system::Column::Code.eq(code)).one(db).await?;
    let (Some(own), Some(newest)) = (own, newest) else {
        return Err(ErrorCode::RequestNotFound.into());
    };
    Adapter::of(made_known(own, &newest)?, Some(newest))
}

/// A system a county made known, with the mapping in force.
fn made_known(row: system::Model, newest: &Model) -> AppResult<ShippedAdapter> {
    Ok(ShippedAdapter {
        channel: Channel::parse(&row.channel).unwrap_or(Channel::Other),
        name_en: row.name.clone(),
        source: newest.source.clone(),
        source_en: newest.source.clone(),
        definition: serde_json::from_str(&newest.definition)?,
        code: row.code,
        name: row.name,
        system: row.system,
    })
}

/// Whether a system is known by what its cases have as `source.system`.
pub async fn knows(db: &impl ConnectionTrait, name: &str) -> AppResult<bool> {
    if shipped()?.iter().any(|adapter| adapter.system == name) {
        return Ok(true);
    }
    let own = system::Entity::find().filter(system::Column::System.eq(name)).limit(1);
    Ok(own.one(db).await?.is_some())
}

/// What of a new system is taken already: its code, or its name.
pub async fn taken(
    db: &impl ConnectionTrait,
    code: &str,
    name: &str,
) -> AppResult<Option<&'static str>> {
    let shipped = shipped()?;
    let same = Condition::any().add(system::Column::Code.eq(code));
    let same = same.add(system::Column::System.eq(name));
    let own = system::Entity::find().filter(same).all(db).await?;
    if shipped.iter().any(|known| known.code == code) || own.iter().any(|row| row.code == code) {
        return Ok(Some("/code"));
    }
    let is_known = shipped.iter().any(|known| known.system == name) || !own.is_empty();
    Ok(is_known.then_some("/system"))
}

/// Stores a system that was made known.
pub async fn store_system(tx: &Tx, permit: Permit, row: system::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "a system is made known");
    system::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Every system, by code.
pub async fn all(db: &impl ConnectionTrait) -> AppResult<Vec<Adapter>> {
    let rows = Entity::find().order_by_asc(Column::Version).all(db).await?;
    let newest = |code: &str| rows.iter().rfind(|row| row.code == code).cloned();
    let mut all = Vec::new();
    for shipped in shipped()? {
        let newest = newest(&shipped.code);
        all.push(Adapter::of(shipped, newest)?);
    }
    for own in system::Entity::find().all(db).await? {
        let Some(newest) = newest(&own.code) else { continue };
        all.push(Adapter::of(made_known(own, &newest)?, Some(newest))?);
    }
    all.sort_by(|one, other| one.shipped.code.cmp(&other.shipped.code));
    Ok(all)
}

/// Stores the next version. Of two at a time one is refused: a version stands once.
pub async fn store(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "an adapter changes");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}
