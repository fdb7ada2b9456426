//! What a file turns out to be. Blocking: called off the threads that answer requests.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::kind::FileKind;
use super::{archive, thumbnail};
use crate::config::FilesConfig;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// How much of a content says what it is.
const HEAD: u64 = 8192;

/// What was found out.
#[derive(Debug)]
pub struct Inspected {
    /// Its type.
    pub kind: FileKind,
    /// How it looks small, where it is a picture.
    pub thumbnail: Option<Vec<u8>>,
}

/// Looks at the file at `path`, called `kind` by its name.
pub fn inspect(
    path: &Path,
    size: u64,
    kind: FileKind,
    config: &FilesConfig,
) -> AppResult<Inspected> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(AppError::internal)?;
    file.take(HEAD).read_to_end(&mut head).map_err(AppError::internal)?;
    if !kind.begins(&head) {
        return Err(ErrorCode::AttachmentTypeDiffers.into());
    }
    archive::check(path, size, kind, config.max_expansion)?;
    let thumbnail = if kind.is_picture() {
        Some(thumbnail::of(path, config.max_pixels, config.thumbnail_edge)?)
    } else {
        None
    };
    Ok(Inspected { kind, thumbnail })
}
