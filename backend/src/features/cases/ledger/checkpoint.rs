//! Checkpoints: the last sealed block, written outside the database, so that a tail cut off together
//! with its blocks is found out.
//!
//! One small file a ledger, named by its first block, in the folder `ledger.checkpoint_dir`. It may
//! also be printed or kept elsewhere: any older one serves, because the block it names must be there.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde::{Deserialize, Serialize};

use crate::features::cases::entity::block;
use crate::platform::error::{AppError, AppResult};

/// A block that was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Its number.
    pub block_no: i64,
    /// Its hash.
    pub hash: String,
}

/// Writes the last block of `db` into `folder`; nothing where there is no folder or no block.
pub async fn write(db: &impl ConnectionTrait, folder: &str) -> AppResult<()> {
    let last = block::Entity::find().order_by_desc(block::Column::BlockNo).one(db).await?;
    let (Some(file), Some(last)) = (file(db, folder).await?, last) else { return Ok(()) };
    let text = toml::to_string(&Checkpoint { block_no: last.block_no, hash: last.hash });
    let text = text.map_err(AppError::internal)?;
    fs::create_dir_all(folder).map_err(AppError::internal)?;
    // Beside it first, then in its place: a power cut leaves one or the other.
    let fresh = file.with_extension("new");
    fs::write(&fresh, text).map_err(AppError::internal)?;
    fs::rename(&fresh, &file).map_err(AppError::internal)
}

/// What a folder says of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The block it names is there.
    Holds(Checkpoint),
    /// The block it names is not.
    Gone(Checkpoint),
    /// It has no checkpoint of this ledger: nothing can be said of its end.
    Nothing,
}

/// Holds the ledger against the checkpoint in `folder`.
pub async fn compare(db: &impl ConnectionTrait, folder: &str) -> AppResult<Kept> {
    let Some(file) = file(db, folder).await? else { return Ok(Kept::Nothing) };
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Kept::Nothing),
        Err(error) => return Err(AppError::internal(error)),
    };
    let known: Checkpoint = toml::from_str(&text).map_err(AppError::internal)?;
    let found = block::Entity::find()
        .filter(block::Column::BlockNo.eq(known.block_no))
        .filter(block::Column::Hash.eq(&known.hash))
        .one(db)
        .await?;
    Ok(if found.is_some() { Kept::Holds(known) } else { Kept::Gone(known) })
}

async fn file(db: &impl ConnectionTrait, folder: &str) -> AppResult<Option<PathBuf>> {
    if folder.is_empty() {
        return Ok(None);
    }
    // PostgreSQL prepares a statement for one width of integer: `verify` asks for blocks by theirs.
    let first = block::Entity::find().filter(block::Column::BlockNo.eq(1_i64)).one(db).await?;
    let name = first.and_then(|first| Some(format!("{}.toml", first.hash.get(..16)?)));
    Ok(name.map(|name| Path::new(folder).join(name)))
}
