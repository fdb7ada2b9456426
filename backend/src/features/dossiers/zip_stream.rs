//! One archive, written while it is sent: no part of it is ever whole in memory or on disk.

use std::io::{Error, ErrorKind, Write};
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::StreamExt as _;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::store::Reading;

/// Pieces between the one who writes and the one who sends.
const PIECES: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 1 << 16;

/// Archives written at once: each holds a thread that passwords, papers and workbooks wait for.
const AT_ONCE: usize = 8;
static UNDER_WAY: Semaphore = Semaphore::const_new(AT_ONCE);
/// How long a reader may read nothing.
const PATIENCE: Duration = Duration::from_mins(1);
/// Seconds after which it is worth asking again.
const RETRY: u64 = 10;

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
    runtime: Handle,
    piece: Vec<u8>,
    to: Sender<Result<Bytes, AppError>>,
}

impl Outgoing {
    fn send(&mut self) -> std::io::Result<()> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let send = timeout(PATIENCE, self.to.send(Ok(Bytes::from(piece))));
        match self.runtime.block_on(send) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_gone)) => Err(Error::from(ErrorKind::BrokenPipe)),
            Err(_asleep) => Err(Error::from(ErrorKind::TimedOut)),
        }
    }
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // No piece longer than one, however much is written at once: what waits for a reader is bounded.
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(bytes.get(..taken).unwrap_or(bytes));
        if self.piece.len() >= PIECE {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to write `members`, in a thread of its own; 503 where as many are under way as may be.
/// Whoever stops reading stops the writing.
pub(super) fn begin(members: Vec<Member>) -> AppResult<Pieces> {
    let busy = |_| AppError::from(ErrorCode::ServerBusy).retry_after(RETRY);
    let turn = UNDER_WAY.try_acquire().map_err(busy)?;
    let (to, pieces) = channel(PIECES);
    let failed = to.clone();
    let runtime = Handle::current();
    // Detached on purpose: it ends with its reader.
    let _thread = actix_web::rt::task::spawn_blocking(move || {
        let _turn = turn;
        let out = Outgoing { runtime: runtime.clone(), piece: Vec::with_capacity(PIECE), to };
        if let Err(error) = write(&runtime, members, out) {
            tracing::warn!(%error, "an export ended early");
            // The answer is cut off: nobody takes half of it for the whole.
            // It waits for its reader without a thread.
            let _told = runtime.spawn(async move { failed.send(Err(error)).await.is_ok() });
        }
    });
    Ok(pieces)
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    /// More than fits between the one who writes and the one who sends.
    fn long() -> Vec<Member> {
        let bytes = vec![0; PIECE * (PIECES + 4)];
        let open =
            Box::new(move || std::future::ready(AppResult::Ok(Source::Bytes(bytes))).boxed());
        vec![Member { path: "long".to_owned(), open }]
    }

    #[actix_web::test]
    async fn slow_readers_are_few_and_leave_room_when_they_go() {
        let mut readers: Vec<_> =
            (0..AT_ONCE).map(|_| begin(long()).expect("there is room")).collect();
        let refused = begin(long()).map(|_| ()).expect_err("one too many");
        assert_eq!(refused.code(), ErrorCode::ServerBusy);
        let mut last = readers.pop().expect("a reader");
        while let Some(piece) = last.recv().await {
            piece.expect("a piece");
        }
        // The thread lets go a moment after its last piece.
        let room = UNDER_WAY.acquire().await.expect("room");
        drop((room, readers));
    }
}
