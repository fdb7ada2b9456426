//! Files while they arrive: written aside in pieces, measured and hashed on the way, never whole in
//! memory. Whatever becomes of one, its file goes when it is dropped.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use actix_web::web::{self, Bytes};
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Bytes that are written and hashed at once.
const PIECE: usize = 1 << 18;

/// What was announced of a file.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal, where it was named.
    pub sha256: Option<String>,
}

/// A file on disk that nobody keeps yet.
#[derive(Debug)]
struct Aside(PathBuf);

impl Drop for Aside {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(%error, "a file that arrived was not removed");
        }
    }
}

/// A file that arrived whole.
#[derive(Debug)]
pub struct Spooled {
    aside: Aside,
    size: u64,
    sha256: String,
}

impl Spooled {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.aside.0
    }

    /// Its size in bytes.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// A file being written.
struct Writing {
    file: fs::File,
    digest: Sha256,
    piece: Vec<u8>,
}

impl Writing {
    fn begin(folder: &Path, path: &Path) -> std::io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Self { file, digest: Sha256::new(), piece: Vec::with_capacity(PIECE) })
    }

    fn flush(mut self) -> std::io::Result<Self> {
        self.file.write_all(&self.piece)?;
        self.digest.update(&self.piece);
        self.piece.clear();
        Ok(self)
    }
}

/// Writes what arrives into `folder`; refused as soon as it is more than was announced, and at its
/// end when it is less or something else.
pub async fn receive<E: std::fmt::Display>(
    folder: PathBuf,
    name: Uuid,
    expected: &Expected,
    mut arriving: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> AppResult<Spooled> {
    let path = folder.join(name.to_string());
    let begun = path.clone();
    let mut writing = block(move || Writing::begin(&folder, &begun)).await?;
    let aside = Aside(path);
    let mut size = 0_u64;
    while let Some(bytes) = arriving.next().await {
        let bytes = bytes.map_err(|error| {
            tracing::debug!(%error, "an upload was interrupted");
            AppError::from(ErrorCode::AttachmentInterrupted)
        })?;
        size = size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if size > expected.size {
            return Err(ErrorCode::AttachmentSizeDiffers.into());
        }
        writing.piece.extend_from_slice(&bytes);
        if writing.piece.len() >= PIECE {
            writing = block(move || writing.flush()).await?;
        }
    }
    if size != expected.size {
        return Err(ErrorCode::AttachmentSizeDiffers.into());
    }
    let sha256 = block(move || Ok(hex::encode(writing.flush()?.digest.finalize()))).await?;
    if expected.sha256.as_ref().is_some_and(|announced| *announced != sha256) {
        return Err(ErrorCode::AttachmentHashDiffers.into());
    }
    Ok(Spooled { aside, size, sha256 })
}

/// Removes what a server left behind that ended in the middle of it: files whose id is older than
/// `before`. How many they were.
pub async fn sweep(folder: PathBuf, before: DateTime<Utc>) -> AppResult<u64> {
    let oldest = before.timestamp();
    block(move || {
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(0) };
        let mut removed = 0;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // What is not called by an id is none of ours.
            let made = Uuid::try_parse(name).ok().and_then(|id| id.get_timestamp());
            let seconds = made.and_then(|made| i64::try_from(made.to_unix().0).ok());
            if seconds.is_some_and(|seconds| seconds < oldest) {
                fs::remove_file(&path)?;
                removed += 1;
            }
        }
        Ok(removed)
    })
    .await
}

async fn block<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> AppResult<T> {
    let done = web::block(work).await.map_err(|error| AppError::internal(error.to_string()))?;
    done.map_err(AppError::internal)
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    #[actix_web::test]
    async fn what_breaks_off_leaves_no_file() {
        let folder = std::env::temp_dir().join(format!("zongzhi-spool-{}", std::process::id()));
        let expected = Expected { size: 4, sha256: None };
        let arriving: Vec<Result<Bytes, &str>> =
            vec![Ok(Bytes::from_static(b"ab")), Err("the line broke")];
        let name = Uuid::nil();
        let refused = receive(folder.clone(), name, &expected, stream::iter(arriving)).await;
        let code = refused.map(|_| ()).map_err(|error| error.code());
        assert_eq!(code, Err(ErrorCode::AttachmentInterrupted));
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
        fs::remove_dir(&folder).expect("nothing in it");
    }
}
