//! The manifest of a dossier: which papers, in which order, with which hashes, and how far the ledger
//! reached. Its canonical JSON (RFC 8785) is what a seal fixes.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::filler::Paper;
use super::rules::Volume;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::cases::repo::Loaded;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;

/// Version of the shape below; a released one is never changed, only added to.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Manifest<'a> {
    v: u8,
    case_id: Uuid,
    case_no: &'a str,
    made_at: String,
    volume: VolumeThen<'a>,
    retained_until: Option<NaiveDate>,
    ledger: Head<'a>,
    documents: Vec<DocumentThen<'a>>,
    files: Vec<FileThen<'a>>,
}

#[derive(Serialize)]
struct VolumeThen<'a> {
    code: &'a str,
    version: i32,
    name: &'a str,
}

/// The last event before it.
#[derive(Serialize)]
struct Head<'a> {
    seq: i32,
    hash: &'a str,
}

#[derive(Serialize)]
struct DocumentThen<'a> {
    code: &'a str,
    name: &'a str,
    is_required: bool,
    file_count: usize,
}

#[derive(Serialize)]
struct FileThen<'a> {
    path: String,
    kind: &'static str,
    id: Uuid,
    document_code: Option<&'a str>,
    file_name: &'a str,
    media_type: &'a str,
    size_bytes: i64,
    sha256: &'a str,
    /// Of an issued document: its number, and where its content is, as the ledger knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<IssuedThen<'a>>,
}

#[derive(Serialize)]
struct IssuedThen<'a> {
    kind: &'static str,
    document_no: &'a str,
    edition: i32,
    content_path: String,
    content_sha256: &'a str,
}

/// What a manifest is made of.
pub(super) struct Contents<'a> {
    pub(super) case: &'a Loaded,
    pub(super) volume: &'a Volume,
    pub(super) retained_until: Option<NaiveDate>,
    pub(super) papers: &'a [Paper],
    pub(super) at: DateTime<Utc>,
}

/// The canonical text and its hash.
pub(super) fn of(contents: &Contents<'_>) -> AppResult<(String, String)> {
    let Contents { case, volume, retained_until, papers, at } = contents;
    let filled = |code: &str| {
        papers.iter().filter(|paper| paper.document_code.as_deref() == Some(code)).count()
    };
    let documents = volume.documents.iter().map(|rule| DocumentThen {
        code: &rule.code,
        name: rule.name(Lang::Zh),
        is_required: rule.is_required,
        file_count: filled(&rule.code),
    });
    let files = papers.iter().zip(paths(papers)).map(|(paper, path)| FileThen {
        document: paper.issued.as_ref().map(|issued| IssuedThen {
            kind: issued.kind.as_str(),
            document_no: &issued.document_no,
            edition: issued.edition,
            content_path: content_path(&path),
            content_sha256: &issued.content_hash,
        }),
        path,
        kind: paper.kind.as_str(),
        id: paper.id,
        document_code: paper.document_code.as_deref(),
        file_name: &paper.file_name,
        media_type: &paper.media_type,
        size_bytes: paper.size_bytes,
        sha256: &paper.sha256,
    });
    let text = canonical(&Manifest {
        v: VERSION,
        case_id: case.row.id,
        case_no: &case.row.case_no,
        made_at: at.to_rfc3339_opts(SecondsFormat::Micros, true),
        volume: VolumeThen {
            code: &volume.code,
            version: volume.version,
            name: volume.name(Lang::Zh),
        },
        retained_until: *retained_until,
        ledger: Head { seq: case.row.event_count, hash: &case.row.last_event_hash },
        documents: documents.collect(),
        files: files.collect(),
    })?;
    let hash = sha256(text.as_bytes());
    Ok((text, hash))
}

/// What the papers are called in the archive: by their place and a number, never by a name of a
/// user, such as `documents/07-1.pdf`.
pub(super) fn paths(papers: &[Paper]) -> Vec<String> {
    let mut named: Vec<String> = Vec::with_capacity(papers.len());
    let (mut last, mut number) = (String::new(), 0);
    for paper in papers {
        let here = paper.place().to_owned();
        number = if here == last { number + 1 } else { 1 };
        named.push(format!("documents/{here}-{number}.{}", paper.ending));
        last = here;
    }
    named
}

/// Where the content of an issued document is: beside its file.
pub(super) fn content_path(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    format!("{stem}.json")
}
