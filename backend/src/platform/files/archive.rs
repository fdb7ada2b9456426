//! ZIP archives, and office files, which are such archives: looked at without expanding anything.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use zip::ZipArchive;

use super::kind::FileKind;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Members of an archive that people made.
const MOST_MEMBERS: usize = 10_000;
/// What any archive may expand to, however small it is.
const HARMLESS: u128 = 1 << 20;

/// What the programs in an office file (macros) are kept in, whatever folder it lies in.
const MACROS: &[u8] = b"vbaproject.bin";

/// Refuses what is no readable archive of this type, what declares to expand to more than `expansion`
/// times its size, and what brings programs along.
pub fn check(path: &Path, size: u64, kind: FileKind, expansion: u64) -> AppResult<()> {
    let Some(wanted) = kind.member() else { return Ok(()) };
    let file = File::open(path).map_err(AppError::internal)?;
    let Ok(archive) = ZipArchive::new(BufReader::new(file)) else {
        return Err(ErrorCode::AttachmentTypeDiffers.into());
    };
    let most = (u128::from(size) * u128::from(expansion)).max(HARMLESS);
    if archive.len() > MOST_MEMBERS {
        return Err(ErrorCode::AttachmentExpands.into());
    }
    let mut expanded = 0_u128;
    for at in 0..archive.len() {
        // What its directory says, without reading the member.
        let Ok(member) = archive.by_index_data(at) else {
            return Err(ErrorCode::AttachmentTypeDiffers.into());
        };
        expanded += u128::from(member.size());
    }
    if expanded > most {
        return Err(ErrorCode::AttachmentExpands.into());
    }
    if archive.file_names_raw().any(is_program) {
        return Err(ErrorCode::AttachmentTypeNotAllowed.into());
    }
    let mut names = archive.file_names_raw();
    let has_member = wanted.is_empty() || names.any(|name| name == wanted.as_bytes());
    if has_member { Ok(()) } else { Err(ErrorCode::AttachmentTypeDiffers.into()) }
}

fn is_program(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
    last.eq_ignore_ascii_case(MACROS)
}
