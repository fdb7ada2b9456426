//! Where contents are kept: a folder, or a bucket of an S3-compatible store. Everything in it is
//! called by an id of ours.

use std::fs;
use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::web::{self, Bytes};
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt as _, RetryConfig, WriteMultipart};
use uuid::Uuid;

use crate::config::{FilesConfig, S3Config};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::tls;

/// Bytes that are read and sent at once; S3 takes no smaller part of a whole than 5 MiB.
const PIECE: usize = 8 << 20;
/// Parts on their way at once.
const ON_THEIR_WAY: usize = 2;
/// Somebody waits for the answer: a store that does not come back soon is down.
const RETRIES: usize = 3;
/// Longest time of all tries together.
const RETRY_TIME: Duration = Duration::from_secs(20);

/// What a thing in the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// The content of a file.
    Contents,
    /// A small picture of it.
    Thumbnails,
}

/// A content as it comes, piece by piece.
pub type Reading = BoxStream<'static, Result<Bytes, object_store::Error>>;

/// The store; opened when it is needed first.
#[derive(Debug)]
pub struct Store {
    config: FilesConfig,
    opened: OnceLock<Arc<dyn ObjectStore>>,
}

impl Store {
    /// As the settings say.
    pub fn of(config: &FilesConfig) -> Self {
        Self { config: config.clone(), opened: OnceLock::new() }
    }

    fn open(&self) -> AppResult<Arc<dyn ObjectStore>> {
        if let Some(opened) = self.opened.get() {
            return Ok(Arc::clone(opened));
        }
        let opened: Arc<dyn ObjectStore> = if self.config.s3.bucket.is_empty() {
            fs::create_dir_all(&self.config.root).map_err(AppError::internal)?;
            let folder = LocalFileSystem::new_with_prefix(&self.config.root);
            Arc::new(folder.map_err(AppError::internal)?.with_fsync(true))
        } else {
            bucket(&self.config.s3)?
        };
        Ok(Arc::clone(self.opened.get_or_init(|| opened)))
    }

    /// Keeps the file at `path` under `key`, whole or not at all.
    pub async fn keep(&self, key: Uuid, path: &Path) -> AppResult<()> {
        let store = self.open()?;
        let path = path.to_owned();
        let mut file = blocking(move || File::open(path)).await?;
        let place = place(Folder::Contents, key);
        let upload = store.put_multipart(&place).await.map_err(|error| unavailable(&error))?;
        let mut writing = WriteMultipart::new_with_chunk_size(upload, PIECE);
        loop {
            let read = blocking(move || {
                let mut piece = Vec::new();
                let most = u64::try_from(PIECE).unwrap_or(u64::MAX);
                std::io::Read::by_ref(&mut file).take(most).read_to_end(&mut piece)?;
                Ok((file, piece))
            });
            let (rest, piece) = match read.await {
                Ok(read) => read,
                Err(error) => {
                    // Parts nobody completes would stay in a bucket for ever.
                    writing.abort().await.map_err(|error| unavailable(&error))?;
                    return Err(error);
                }
            };
            file = rest;
            if piece.is_empty() {
                break;
            }
            if let Err(error) = writing.wait_for_capacity(ON_THEIR_WAY).await {
                writing.abort().await.map_err(|error| unavailable(&error))?;
                return Err(unavailable(&error));
            }
            writing.put(Bytes::from(piece));
        }
        writing.finish().await.map_err(|error| unavailable(&error))?;
        Ok(())
    }

    /// Keeps a few bytes under `key`.
    pub async fn keep_bytes(&self, folder: Folder, key: Uuid, bytes: Vec<u8>) -> AppResult<()> {
        let put = self.open()?;
        put.put(&place(folder, key), bytes.into()).await.map_err(|error| unavailable(&error))?;
        Ok(())
    }

    /// Reads what is kept under `key`, or a part of it; what is not there is not there later either.
    pub async fn read(
        &self,
        folder: Folder,
        key: Uuid,
        part: Option<Range<u64>>,
    ) -> AppResult<Reading> {
        let options = GetOptions { range: part.map(Into::into), ..GetOptions::default() };
        let found = self.open()?.get_opts(&place(folder, key), options).await;
        match found {
            Ok(found) => Ok(found.into_stream()),
            Err(error @ object_store::Error::NotFound { .. }) => {
                tracing::error!(%error, "a file that should be kept is not there");
                Err(ErrorCode::AttachmentNotKept.into())
            }
            Err(error) => Err(unavailable(&error)),
        }
    }

    /// Removes everything under `key`; what is not there is gone already.
    pub async fn remove(&self, key: Uuid) -> AppResult<()> {
        let store = self.open()?;
        for folder in [Folder::Contents, Folder::Thumbnails] {
            match store.delete(&place(folder, key)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(unavailable(&error)),
            }
        }
        Ok(())
    }
}

/// The caller may try again; what is wrong with the store is for the log.
fn unavailable(error: &object_store::Error) -> AppError {
    tracing::error!(%error, "the store of files refused");
    AppError::from(ErrorCode::AttachmentStoreUnavailable).retry_after(30)
}

/// The end of an id is chance, so that no folder gets too full.
fn place(folder: Folder, key: Uuid) -> Place {
    let name = key.simple().to_string();
    let folder = match folder {
        Folder::Contents => "contents",
        Folder::Thumbnails => "thumbnails",
    };
    let shelf: String = name.chars().skip(30).collect();
    Place::from(format!("{folder}/{shelf}/{name}"))
}

fn bucket(config: &S3Config) -> AppResult<Arc<dyn ObjectStore>> {
    tls::install();
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&config.bucket)
        .with_region(&config.region)
        .with_access_key_id(&config.access_key_id)
        .with_secret_access_key(config.secret_access_key.reveal())
        .with_allow_http(config.allow_http)
        .with_retry(RetryConfig {
            max_retries: RETRIES,
            retry_timeout: RETRY_TIME,
            ..RetryConfig::default()
        })
        // One at a time is what every S3-compatible store understands.
        .with_disable_bulk_delete(true);
    if !config.endpoint.is_empty() {
        builder = builder.with_endpoint(&config.endpoint);
    }
    Ok(Arc::new(builder.build().map_err(AppError::internal)?))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> AppResult<T> {
    let done = web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
    done.map_err(AppError::internal)
}
