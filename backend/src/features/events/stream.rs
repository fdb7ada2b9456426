//! Live events (server-sent events, WHATWG HTML 9.2): which cases to read again, for one caller, for
//! as long as their sign-in lasts.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::dto::{ChangedObject, LiveEvent};
use super::follow::{self, Batch, Position};
use super::seen::{notice, seen_up_to};
use super::shared::OpenStream;
use crate::app::AppState;
use crate::features::applications::acting;
use crate::features::auth::service::{self, SignedIn};
use crate::features::auth::token::Claims;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, ApiScope, may_ever};

/// The media type of a stream of events.
pub const EVENT_STREAM: &str = "text/event-stream";
/// How long a client waits before it opens another stream, in milliseconds.
const RETRY: u32 = 2000;
/// Streams one account or application may have open on this server.
const STREAMS: u32 = 50;
/// Cases out of the caller's sight whose ledgers are told again for one batch.
const LEDGERS: usize = 100;
/// What ends a stream: whoever opened it may no longer listen.
const ENDINGS: [StatusCode; 2] = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];

/// One stream.
struct Listener {
    state: Data<AppState>,
    claims: Claims,
    at: Position,
    sealed: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    until: Instant,
    /// What is sent before anything else.
    first: Option<String>,
    /// Whether nothing rang for a while: a lost ring must not be waited for.
    is_quiet: bool,
    /// Its place among those of the caller.
    _open: OpenStream,
}

/// Opens a stream behind the event `last`, or now; for a HEAD one that ends at once.
pub async fn open(
    state: Data<AppState>,
    claims: Claims,
    last: Option<&str>,
    is_head: bool,
) -> AppResult<HttpResponse> {
    let caller = claims.app.unwrap_or(claims.sub);
    let open = state.streams.open(caller, STREAMS).ok_or_else(|| {
        let wait = state.config.events.heartbeat_seconds;
        AppError::from(ErrorCode::RequestRateLimited).retry_after(wait)
    })?;
    // Before the place is looked up: a block sealed in between is not slept through.
    let (sealed, stopping) = (state.sealed.listen(), state.stopping.subscribe());
    let end = follow::end(state.db.reader()).await?;
    let known = last.map(|last| last.parse::<Position>().ok().filter(|at| *at <= end));
    let (at, said) = match known {
        Some(Some(at)) => (at, place(at)),
        Some(None) => (end, missed(end)),
        None => (end, place(end)),
    };
    let seconds = if is_head { 0 } else { state.config.events.stream_seconds };
    let life = Duration::from_secs(seconds);
    let until = Instant::now() + life;
    let first = Some(format!("retry: {RETRY}\n{said}"));
    let is_quiet = false;
    let listener =
        Listener { state, claims, at, sealed, stopping, until, first, is_quiet, _open: open };
    let pieces = stream::unfold(listener, Listener::next).map(Ok::<_, Infallible>);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, EVENT_STREAM))
        .insert_header((CACHE_CONTROL, "no-store"))
        // A compressor would wait for more.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(pieces))
}

impl Listener {
    /// The next piece; none at the end.
    async fn next(mut self) -> Option<(Bytes, Self)> {
        if let Some(first) = self.first.take() {
            return Some((first.into(), self));
        }
        loop {
            if *self.stopping.borrow() {
                return None;
            }
            let rung = *self.sealed.borrow_and_update();
            let rung = Some(rung).filter(|_| !std::mem::take(&mut self.is_quiet));
            let said = match Box::pin(self.round(rung)).await {
                Ok(said) => said?,
                Err(error) => {
                    tracing::error!(%error, "a stream of events ended");
                    return None;
                }
            };
            if !said.is_empty() {
                return Some((said.into(), self));
            }
            let now = Instant::now();
            if now >= self.until {
                return None;
            }
            let beat = now + Duration::from_secs(self.state.config.events.heartbeat_seconds);
            tokio::select! {
                _ = self.sealed.changed() => {}
                _ = self.stopping.changed() => return None,
                () = sleep_until(beat.min(self.until)) => {
                    self.is_quiet = true;
                    // The place as well: what others have done is not read again.
                    return Some((format!(":\n{}", place(self.at)).into(), self));
                }
            }
        }
    }

    /// What was sealed since; nothing when the caller is no longer signed in as they were.
    async fn round(&mut self, rung: Option<u64>) -> AppResult<Option<String>> {
        let state = &self.state;
        if self.claims.exp <= state.clock.now().timestamp() {
            return Ok(None);
        }
        let signed_in = match signed_in(state, &self.claims).await {
            Ok(signed_in) => signed_in,
            Err(error) if ENDINGS.contains(&error.code().status()) => return Ok(None),
            Err(error) => return Err(error),
        };
        if signed_in.must_change_password || !may_ever(&signed_in.actor, Action::CaseRead) {
            return Ok(None);
        }
        let db = state.db.reader();
        let most = state.config.events.backlog;
        let batch = state.last_batch.after(db, self.at, rung, most).await?;
        if batch.has_more {
            self.at = follow::end(db).await?;
            return Ok(Some(missed(self.at)));
        }
        self.at = batch.next;
        let said = told(state, &signed_in.actor, &batch).await?;
        Ok(Some(said.unwrap_or_else(|| missed(self.at))))
    }
}

/// Who listens, as of now: an application within its own limits, and no longer than it may act.
async fn signed_in(state: &AppState, claims: &Claims) -> AppResult<SignedIn> {
    if claims.app.is_some() {
        return Box::pin(acting::resolve(state, claims, ApiScope::CasesRead)).await;
    }
    service::resolve(state, claims.bearer()).await
}

/// The events in words; none where too many ledgers would have to be told again for it.
async fn told(state: &AppState, actor: &Actor, batch: &Batch) -> AppResult<Option<String>> {
    let seen = seen_up_to(state.db.reader(), actor, &batch.events, LEDGERS).await?;
    let Some(seen) = seen else { return Ok(None) };
    let mut said = String::new();
    for sealed in &batch.events {
        let Some(notice) = notice(&sealed.event, &seen) else { continue };
        let name = if notice.is_left { "left_scope" } else { "case" };
        let live =
            LiveEvent { object: ChangedObject::Case, id: notice.case_id, version: notice.version };
        let data = serde_json::to_string(&live)?;
        said.push_str(&format!("id: {}\nevent: {name}\ndata: {data}\n\n", sealed.after));
    }
    Ok(Some(said))
}

/// Where the stream is; says nothing else, and is no event for who reads it.
fn place(at: Position) -> String {
    format!("id: {at}\n\n")
}

/// Events up to here are not told one by one: everything has to be read anew.
fn missed(at: Position) -> String {
    format!("id: {at}\nevent: missed\ndata: {{}}\n\n")
}
