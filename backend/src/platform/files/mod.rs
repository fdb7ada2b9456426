//! Files people bring. What arrives is written aside while it is measured and hashed ([`spool`]),
//! looked at ([`inspect`], [`scan`]), and only then kept ([`store`]), on disk or in an S3-compatible
//! store. Nothing is ever called by a name of a user: names on disk are ids of ours.

pub mod archive;
pub mod draft;
pub mod inspect;
pub mod kind;
pub mod range;
pub mod scan;
pub mod spool;
pub mod store;
pub mod thumbnail;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;

pub use draft::Draft;
pub use inspect::Inspected;
pub use kind::FileKind;
pub use scan::Verdict;
pub use spool::{Expected, Spooled};
pub use store::{Folder, Store};

use crate::config::FilesConfig;
use crate::platform::error::{AppError, AppResult};

/// Pictures that are decoded at once: each may take hundreds of megabytes.
const DECODERS: usize = 2;

/// Where files arrive, are looked at, and kept.
pub struct Files {
    config: FilesConfig,
    store: Store,
    decoders: Arc<Semaphore>,
}

impl Files {
    /// As the settings say; nothing is opened before it is needed.
    pub fn of(config: &FilesConfig) -> Self {
        Self {
            config: config.clone(),
            store: Store::of(config),
            decoders: Arc::new(Semaphore::new(DECODERS)),
        }
    }

    /// Where contents and thumbnails are kept.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Folder of what is arriving.
    pub fn spool(&self) -> PathBuf {
        PathBuf::from(&self.config.spool)
    }

    /// Looks at what arrived: whether it is what its name says, what it would expand to, and how it
    /// looks small. Off the threads that answer requests.
    pub async fn inspect(&self, spooled: &Spooled, kind: FileKind) -> AppResult<Inspected> {
        let place = Arc::clone(&self.decoders).acquire_owned().await.map_err(AppError::internal)?;
        let (path, size) = (spooled.path().to_owned(), spooled.size());
        let config = self.config.clone();
        let looked = actix_web::web::block(move || {
            let looked = inspect::inspect(&path, size, kind, &config);
            // Here and not outside: a caller who hangs up does not free a thread still at work.
            drop(place);
            looked
        });
        looked.await.map_err(|error| AppError::internal(error.to_string()))?
    }

    /// Asks the virus scanner.
    pub async fn scan(&self, spooled: &Spooled) -> AppResult<Verdict> {
        scan::scan(&self.config.scan, spooled.path()).await
    }
}
