//! `Idempotency-Key`: the answer to a write is stored in the transaction of the write.
//!
//! Same key and body: the stored answer again. Same key, other body: 422. Still running: 409.

use std::collections::HashSet;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, Condition};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::reply::Reply;
use crate::platform::db::{Db, Tx};
use crate::platform::error::{AppResult, ErrorCode};

/// Name of the header.
pub const HEADER: &str = "idempotency-key";

/// What a key looks like, as the document says it; nothing else is read.
pub const PATTERN: &str = "^[!-~]{1,255}$";

/// One stored answer.
pub mod entity {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_keys")]
    pub struct Model {
        /// Who sent it: the id of the capacity acted in, because the answer is that capacity's view.
        #[sea_orm(primary_key, auto_increment = false)]
        pub caller: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// SHA-256 over method, path and body.
        pub fingerprint: String,
        pub status: i32,
        pub body: String,
        pub etag: Option<i32>,
        pub location: Option<String>,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A request that carries a key.
#[derive(Debug, Clone)]
pub struct IdempotentRequest {
    key: String,
    fingerprint: String,
}

impl IdempotentRequest {
    /// The same for one of the writes that make up the request. Its key has a space, which no key of
    /// a caller has.
    #[must_use]
    pub fn part(&self, name: &str) -> Self {
        Self { key: format!("{} {name}", self.key), fingerprint: self.fingerprint.clone() }
    }

    /// Reads the header; a key is 1 to 255 visible ASCII characters.
    pub(super) fn of(request: &HttpRequest, body: &[u8]) -> AppResult<Option<Self>> {
        let Some(value) = request.headers().get(HEADER) else { return Ok(None) };
        let key = value.to_str().unwrap_or_default();
        let is_visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_visible || !(1..=255).contains(&key.len()) {
            return Err(ErrorCode::RequestInvalidHeader.into());
        }
        let mut digest = Sha256::new();
        for part in [request.method().as_str().as_bytes(), request.path().as_bytes(), body] {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        Ok(Some(Self { key: key.to_owned(), fingerprint: hex::encode(digest.finalize()) }))
    }
}

/// The keys whose first request this process has not answered yet.
#[derive(Debug, Default)]
pub struct InFlight(Mutex<HashSet<(Uuid, String)>>);

struct Running<'a> {
    of: &'a InFlight,
    entry: (Uuid, String),
}

impl InFlight {
    fn enter(&self, caller: Uuid, key: &str) -> AppResult<Running<'_>> {
        let entry = (caller, key.to_owned());
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !running.insert(entry.clone()) {
            return Err(ErrorCode::IdempotencyInProgress.into());
        }
        Ok(Running { of: self, entry })
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.of.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.entry);
    }
}

/// Seals the answers that are kept: some tell what is told once, such as the code of a receipt, and a
/// copy of the database must not.
pub trait Sealer {
    /// `text` as only this installation opens it, and only where `owner` is the same.
    fn seal(&self, text: &str, owner: &str) -> AppResult<String>;
    /// What [`Self::seal`] was given.
    fn open(&self, sealed: &str, owner: &str) -> AppResult<String>;
}

/// Before an answer that is sealed; those of earlier builds are not.
const SEALED: &str = "sealed:";

/// Where and for whom a write runs once.
pub struct Once<'a> {
    /// The database to write to.
    pub db: &'a Db,
    /// The keys this process is busy with.
    pub in_flight: &'a InFlight,
    /// Seals the answers.
    pub sealer: &'a (dyn Sealer + Sync),
    /// Whose key it is: a capacity.
    pub caller: Uuid,
    /// The present instant.
    pub now: DateTime<Utc>,
}

impl Once<'_> {
    /// Runs `work` in one write transaction, or answers as the first time.
    pub async fn run<T, W>(
        &self,
        request: Option<IdempotentRequest>,
        work: W,
    ) -> AppResult<Reply<T>>
    where
        T: Serialize,
        W: AsyncFnOnce(&Tx) -> AppResult<Reply<T>>,
    {
        let Some(request) = request else { return self.db.write(work).await };
        let _running = self.in_flight.enter(self.caller, &request.key)?;
        if let Some(stored) = self.find(&request).await? {
            return self.replay(stored, &request);
        }
        let done = self
            .db
            .write(async |tx: &Tx| {
                let reply = work(tx).await?;
                self.store(tx, &request, &reply).await?;
                Ok(reply)
            })
            .await;
        match done {
            Ok(reply) => Ok(reply),
            // Another server may have answered the same request in the meantime.
            Err(error) => match self.find(&request).await? {
                Some(stored) => self.replay(stored, &request),
                None => Err(error),
            },
        }
    }

    /// The answer of the first time, where there was one: for what has to be read, counted or made
    /// before the write, which a replay must neither wait for nor be refused by.
    pub async fn replayed<T>(
        &self,
        request: Option<&IdempotentRequest>,
    ) -> AppResult<Option<Reply<T>>> {
        let Some(request) = request else { return Ok(None) };
        let stored = self.find(request).await?;
        stored.map(|stored| self.replay(stored, request)).transpose()
    }

    /// Runs `work`, which writes in transactions of its own, each under a
    /// [part](IdempotentRequest::part) of the key, or answers as the first time.
    ///
    /// Where it was cut off half way, the same key does what is left: the parts that were done
    /// answer as they did then. `work` says whether its answer is to be kept; one that names a
    /// passing fault is not, so that the same key tries again.
    pub async fn run_parts<T, W>(
        &self,
        request: Option<&IdempotentRequest>,
        work: W,
    ) -> AppResult<Reply<T>>
    where
        T: Serialize,
        W: AsyncFnOnce() -> AppResult<(Reply<T>, bool)>,
    {
        let Some(request) = request else { return Ok(work().await?.0) };
        let _running = self.in_flight.enter(self.caller, &request.key)?;
        if let Some(stored) = self.find(request).await? {
            return self.replay(stored, request);
        }
        // Says what the key is for before the first part: with other words it is refused, even
        // where nothing of the first request but this was stored.
        self.run(Some(request.part("begun")), async |_: &Tx| Reply::ok(&())).await?;
        let (reply, is_to_be_kept) = work().await?;
        if !is_to_be_kept {
            return Ok(reply);
        }
        match self.db.write(async |tx: &Tx| self.store(tx, request, &reply).await).await {
            Ok(()) => Ok(reply),
            // Another server may have answered the same request in the meantime.
            Err(error) => match self.find(request).await? {
                Some(stored) => self.replay(stored, request),
                None => Err(error),
            },
        }
    }

    async fn find(&self, request: &IdempotentRequest) -> AppResult<Option<entity::Model>> {
        let key = Condition::all()
            .add(entity::Column::Caller.eq(self.caller))
            .add(entity::Column::Key.eq(&request.key));
        Ok(entity::Entity::find().filter(key).one(self.db.reader()).await?)
    }

    async fn store<T>(
        &self,
        tx: &Tx,
        request: &IdempotentRequest,
        reply: &Reply<T>,
    ) -> AppResult<()> {
        let body = String::from_utf8_lossy(&reply.body);
        let sealed = self.sealer.seal(&body, &self.owner(request))?;
        let row = entity::ActiveModel {
            caller: ActiveValue::Set(self.caller),
            key: ActiveValue::Set(request.key.clone()),
            fingerprint: ActiveValue::Set(request.fingerprint.clone()),
            status: ActiveValue::Set(i32::from(reply.status.as_u16())),
            body: ActiveValue::Set(format!("{SEALED}{sealed}")),
            etag: ActiveValue::Set(reply.etag),
            location: ActiveValue::Set(reply.location.clone()),
            created_at: ActiveValue::Set(self.now),
        };
        entity::Entity::insert(row).exec_without_returning(&**tx).await?;
        Ok(())
    }

    /// Whose answer it is: no other row can be given it.
    fn owner(&self, request: &IdempotentRequest) -> String {
        format!("{} {}", self.caller, request.key)
    }

    fn replay<T>(&self, stored: entity::Model, request: &IdempotentRequest) -> AppResult<Reply<T>> {
        if stored.fingerprint != request.fingerprint {
            return Err(ErrorCode::IdempotencyKeyReused.into());
        }
        let body = match stored.body.strip_prefix(SEALED) {
            Some(sealed) => self.sealer.open(sealed, &self.owner(request))?,
            None => stored.body,
        };
        let status = u16::try_from(stored.status).ok();
        let status = status.and_then(|code| StatusCode::from_u16(code).ok());
        Ok(Reply {
            status: status.unwrap_or(StatusCode::OK),
            body: body.into_bytes(),
            etag: stored.etag,
            location: stored.location,
            replayed: true,
            personal: true,
            next: None,
            shape: PhantomData,
        })
    }
}

/// Forgets keys older than `before`; the job runner calls it.
pub async fn forget(db: &Db, before: DateTime<Utc>) -> AppResult<u64> {
    let done = db
        .write(async |tx: &Tx| {
            let old = entity::Column::CreatedAt.lt(before);
            Ok(entity::Entity::delete_many().filter(old).exec(&**tx).await?)
        })
        .await?;
    Ok(done.rows_affected)
}
