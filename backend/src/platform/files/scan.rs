//! Asks a virus scanner, in clamd's protocol: `INSTREAM`, pieces each after its length, an empty one
//! at the end, and one line of answer.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use actix_web::web;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::config::ScanConfig;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Bytes that are sent at once.
const PIECE: usize = 1 << 16;
/// An answer is one short line.
const ANSWER: u64 = 4096;
/// Seconds after which a caller may try again.
const AGAIN: u64 = 60;

/// What came of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// There is no scanner, or none that answers.
    Unscanned,
}

/// Scans the file at `path`; refuses what is infected, and what cannot be scanned where it must be.
pub async fn scan(config: &ScanConfig, path: &Path) -> AppResult<Verdict> {
    if config.address.is_empty() {
        return Ok(Verdict::Unscanned);
    }
    let path = path.to_owned();
    let file = web::block(move || File::open(path)).await;
    let file = file.map_err(|error| AppError::internal(error.to_string()))?;
    let file = file.map_err(AppError::internal)?;
    let asked = ask(&config.address, file);
    let answer =
        match tokio::time::timeout(Duration::from_secs(config.timeout_seconds), asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the virus scanner cannot be reached");
                return unscanned(config);
            }
            Err(_elapsed) => {
                tracing::warn!("the virus scanner does not answer");
                return unscanned(config);
            }
        };
    if answer.ends_with("FOUND") {
        tracing::warn!("the virus scanner refused a file");
        return Err(ErrorCode::AttachmentInfected.into());
    }
    if answer.ends_with("OK") {
        return Ok(Verdict::Clean);
    }
    tracing::warn!(answer, "the virus scanner could not look at a file");
    unscanned(config)
}

fn unscanned(config: &ScanConfig) -> AppResult<Verdict> {
    if config.is_required {
        let refused = AppError::from(ErrorCode::AttachmentScannerUnreachable);
        return Err(refused.retry_after(AGAIN));
    }
    Ok(Verdict::Unscanned)
}

async fn ask(address: &str, mut file: File) -> std::io::Result<String> {
    let mut scanner = TcpStream::connect(address).await?;
    scanner.write_all(b"zINSTREAM\0").await?;
    loop {
        let read = web::block(move || {
            let mut piece = vec![0; PIECE];
            let length = file.read(&mut piece)?;
            piece.truncate(length);
            std::io::Result::Ok((file, piece))
        });
        let (rest, piece) = read.await.map_err(std::io::Error::other)??;
        file = rest;
        let length = u32::try_from(piece.len()).map_err(std::io::Error::other)?;
        scanner.write_all(&length.to_be_bytes()).await?;
        if piece.is_empty() {
            break;
        }
        scanner.write_all(&piece).await?;
    }
    scanner.flush().await?;
    let mut answer = Vec::new();
    scanner.take(ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.trim_matches(['\0', '\n', '\r', ' ']).to_owned())
}
