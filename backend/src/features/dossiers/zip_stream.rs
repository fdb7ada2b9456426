//! One archive, written while it is sent: no part of it is ever whole in memory or on disk.

use std::io::Write;

use actix_web::web::Bytes;
use futures_util::StreamExt as _;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::platform::error::{AppError, AppResult};
use crate::platform::files::store::Reading;

/// Pieces between the one who writes and the one who sends.
const PIECES: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 1 << 16;

/// What a member is made of.
pub(super) enum Source {
    /// These bytes.
    Text(String),
    /// These, which are compressed already.
    Bytes(Vec<u8>),
    /// What the store reads.
    Content(Reading),
}

/// A member of the archive.
pub(super) struct Member {
    /// Its path.
    pub(super) path: String,
    /// Its content; opened when its turn comes.
    pub(super) open:
        Box<dyn FnOnce() -> futures_util::future::BoxFuture<'static, AppResult<Source>> + Send>,
}

/// What is sent, in pieces.
pub(super) type Pieces = Receiver<Result<Bytes, AppError>>;

/// Collects what is written into pieces, and gives them to whoever sends.
struct Outgoing {
    piece: Vec<u8>,
    to: Sender<Result<Bytes, AppError>>,
}

impl Outgoing {
    fn send(&mut self) -> std::io::Result<()> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let sent = self.to.blocking_send(Ok(Bytes::from(piece)));
        sent.map_err(|_gone| std::io::Error::from(std::io::ErrorKind::BrokenPipe))
    }
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to write `members`, in a thread of its own. Whoever stops reading stops the writing.
pub(super) fn begin(members: Vec<Member>) -> Pieces {
    let (to, pieces) = channel(PIECES);
    let failed = to.clone();
    let runtime = Handle::current();
    // Detached on purpose: it ends with its reader.
    let _thread = actix_web::rt::task::spawn_blocking(move || {
        let out = Outgoing { piece: Vec::with_capacity(PIECE), to };
        if let Err(error) = write(&runtime, members, out) {
            tracing::warn!(%error, "an export ended early");
            // The answer is cut off: nobody takes half of it for the whole.
            let _nobody_reads = failed.blocking_send(Err(error)).is_err();
        }
    });
    pieces
}

fn write(runtime: &Handle, members: Vec<Member>, out: Outgoing) -> AppResult<()> {
    let mut zip = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default().large_file(true);
    for Member { path, open } in members {
        match runtime.block_on(open())? {
            Source::Text(text) => {
                let options = options.compression_method(CompressionMethod::Deflated);
                zip.start_file(path, options).map_err(AppError::internal)?;
                zip.write_all(text.as_bytes()).map_err(AppError::internal)?;
            }
            Source::Bytes(bytes) => {
                let options = options.compression_method(CompressionMethod::Stored);
                zip.start_file(path, options).map_err(AppError::internal)?;
                zip.write_all(&bytes).map_err(AppError::internal)?;
            }
            Source::Content(mut content) => {
                // Pictures and office files are compressed already.
                let options = options.compression_method(CompressionMethod::Stored);
                zip.start_file(path, options).map_err(AppError::internal)?;
                while let Some(piece) = runtime.block_on(content.next()) {
                    let piece = piece.map_err(AppError::internal)?;
                    zip.write_all(&piece).map_err(AppError::internal)?;
                }
            }
        }
    }
    let mut out = zip.finish().map_err(AppError::internal)?.into_inner();
    out.send().map_err(AppError::internal)
}
