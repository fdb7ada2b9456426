//! Taking a message in: the mapping, then the one intake. Known by its number, it is answered with its
//! case, however often it comes.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::catalogue::{self, Adapter};
use super::definition::AdapterRefusal;
use super::dto::{AdapterMessage, AdapterOutcome, AdapterReceipt};
use super::entity::message;
use super::mapper::{self, Mapped};
use crate::app::AppState;
use crate::features::cases::dto::RegisterCaseRequest;
use crate::features::cases::entity::case;
use crate::features::cases::model::{CaseStatus, EntryWay};
use crate::features::cases::service::ReadyToRegister;
use crate::features::cases::{intake, repo, service};
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Reply, part};
use crate::policy::{Action, Actor, Permit, Scope, authorize_any};

/// A message that fits: its registration, and the mapping by which problems are told.
pub struct Fitting {
    /// The body of a registration.
    pub request: RegisterCaseRequest,
    mapped: Mapped,
}

/// Reads a message by the mapping; what does not fit is named at its place in the message.
pub fn fit(adapter: &Adapter, directory: &Directory, message: &Value) -> AppResult<Fitting> {
    let (system, channel) = (&adapter.shipped.system, adapter.shipped.channel);
    let mapped = mapper::map(&adapter.definition, system, channel, message);
    let mapped = mapped.map_err(AppError::Validation)?;
    let region = match &mapped.region {
        None => None,
        Some((code, pointer)) => Some(
            region_of(directory, code)
                .ok_or_else(|| AppError::field(pointer.clone(), ErrorCode::RegionUnknown))?,
        ),
    };
    let request = registration(&mapped, region).map_err(|error| in_message(&mapped, error))?;
    Ok(Fitting { request, mapped })
}

/// What a mapped body is as a registration, or why it is none, at our places.
pub fn registration(mapped: &Mapped, region_id: Option<Uuid>) -> AppResult<RegisterCaseRequest> {
    let mut body = mapped.body.clone();
    if let Some(id) = region_id {
        let place = body.entry("place").or_insert_with(|| Value::Object(Map::new()));
        if let Some(members) = place.as_object_mut() {
            members.insert("region_id".to_owned(), id.to_string().into());
        }
    }
    part(body, "")
}

/// A region by its code; one that is filled up with zeros is that of what stands before them.
fn region_of(directory: &Directory, code: &str) -> Option<Uuid> {
    let mut rest = code;
    loop {
        if let Some(id) = directory.region_by_code.get(rest) {
            return Some(*id);
        }
        rest = rest.strip_suffix("000")?;
    }
}

/// The same error with its fields told at their places in the message.
fn in_message(mapped: &Mapped, error: AppError) -> AppError {
    match error {
        AppError::Validation(fields) => {
            AppError::Validation(fields.into_iter().map(|one| mapped.in_message(one)).collect())
        }
        error @ (AppError::Code { .. } | AppError::Internal { .. }) => error,
    }
}

/// The same checks a registration goes through before its transaction, without a number: for a trial.
pub async fn check(state: &AppState, fitting: &Fitting) -> AppResult<()> {
    let checked = intake::check(state, &fitting.request).await;
    checked.map_err(|error| in_message(&fitting.mapped, error))
}

/// What a message is refused with that makes no case.
pub fn refused(refusal: &AdapterRefusal) -> AppError {
    AppError::from(ErrorCode::AdapterRefused)
        .with("refusal_code", refusal.code.clone())
        .with("refusal_name", refusal.name.clone())
        .with("refusal_source", refusal.source.clone())
}

/// Takes a message in.
pub async fn receive(
    state: &AppState,
    actor: &Actor,
    code: &str,
    command: Command<AdapterMessage>,
) -> AppResult<Reply<AdapterReceipt>> {
    authorize_any(actor, Action::CaseRegister)?;
    let Command { body: AdapterMessage(message), idempotency } = command;
    if let Some(reply) = state.once(actor).replayed(idempotency.as_ref()).await? {
        return Ok(reply);
    }
    let adapter = catalogue::find(state.db.reader(), code).await?;
    if !adapter.is_active {
        return Err(ErrorCode::AdapterInactive.into());
    }
    let message = Value::Object(message);
    let delivery = Delivery { state, actor, adapter: &adapter, message: &message };
    let number = match mapper::number(&adapter.definition, &message) {
        Ok(number) => number,
        Err(problem) => {
            return delivery.refuse(None, AppError::Validation(vec![problem])).await;
        }
    };
    let ready = match delivery.ready(&number).await {
        Ok(ready) => ready,
        Err(error) => return delivery.refuse(Some(&number), error).await,
    };
    let work = async |tx: &Tx| Box::pin(delivery.enter(tx, &number, ready.as_ref())).await;
    let first = state.once(actor).run(idempotency.clone(), &work).await;
    let done = match first {
        // Somebody else delivered it at the same moment: now it is known.
        Err(error) if error.code() == ErrorCode::CaseSourceDuplicate => {
            state.once(actor).run(idempotency, &work).await
        }
        done => done,
    };
    match done {
        Ok(reply) => Ok(reply),
        Err(error) => delivery.refuse(Some(&number), error).await,
    }
}

/// One message on its way in.
struct Delivery<'a> {
    state: &'a AppState,
    actor: &'a Actor,
    adapter: &'a Adapter,
    message: &'a Value,
}

/// A registration and what had to be known before its transaction.
type Ready = (RegisterCaseRequest, ReadyToRegister);

impl Delivery<'_> {
    /// What a registration needs; none where the number is known.
    async fn ready(&self, number: &str) -> AppResult<Option<Ready>> {
        let (state, actor) = (self.state, self.actor);
        if known(state.db.reader(), &self.adapter.shipped.system, number).await?.is_some() {
            return Ok(None);
        }
        if let Some(refusal) = mapper::refusal(&self.adapter.definition, self.message) {
            return Err(refused(refusal));
        }
        let directory = state.directory.get(&state.db, state.clock.now()).await?;
        let Fitting { request, mapped } = fit(self.adapter, &directory, self.message)?;
        let ready = Box::pin(service::before_register(state, actor, &request)).await;
        let ready = ready.map_err(|error| in_message(&mapped, error))?;
        Ok(Some((request, ready.by(EntryWay::Adapter))))
    }

    /// Registers, or answers the case that is known.
    async fn enter(
        &self,
        tx: &Tx,
        number: &str,
        ready: Option<&Ready>,
    ) -> AppResult<Reply<AdapterReceipt>> {
        let permit = authorize_any(self.actor, Action::CaseRegister)?;
        let system = &self.adapter.shipped.system;
        if let Some((id, center_id)) = known(&**tx, system, number).await? {
            let scope = Scope::cases(self.actor, Action::CaseRead);
            let seen = repo::list_of(&**tx, &scope, &[id]).await?.pop();
            // Of a centre's own numbers its systems learn that they are there, whether they may read
            // the case or not: a message sent again is no error.
            if seen.is_none() && self.actor.center_id != Some(center_id) {
                return Err(ErrorCode::CaseSourceDuplicate.into());
            }
            let line = Line { case_id: Some(id), ..Line::of(AdapterOutcome::Known, Some(number)) };
            self.note(tx, permit, line).await?;
            let receipt = self.receipt(AdapterOutcome::Known, number, seen.as_ref(), None)?;
            return Reply::ok(&receipt);
        }
        let (request, ready) = ready.ok_or(ErrorCode::CaseSourceDuplicate)?;
        let entered = Box::pin(service::enter(self.state, tx, self.actor, request, ready)).await?;
        let row = &entered.loaded.row;
        let line =
            Line { case_id: Some(row.id), ..Line::of(AdapterOutcome::Registered, Some(number)) };
        self.note(tx, permit, line).await?;
        let code = Some(entered.tracking_code.clone());
        let receipt = self.receipt(AdapterOutcome::Registered, number, Some(row), code)?;
        Reply::created(&receipt, format!("/api/v1/cases/{}", row.id))
    }

    fn receipt(
        &self,
        outcome: AdapterOutcome,
        number: &str,
        row: Option<&case::Model>,
        tracking_code: Option<String>,
    ) -> AppResult<AdapterReceipt> {
        let unreadable = || AppError::internal("unknown word in the database");
        let status = row.map(|row| CaseStatus::parse(&row.status).ok_or_else(unreadable));
        let status = status.transpose()?;
        Ok(AdapterReceipt {
            outcome,
            number: number.to_owned(),
            adapter_version: self.adapter.version,
            case_id: row.map(|row| row.id),
            case_no: row.map(|row| row.case_no.clone()),
            status,
            status_word: status.map(|one| self.adapter.definition.word_of(one).to_owned()),
            tracking_code,
        })
    }

    /// Notes that a message was refused, and refuses it. Faults of ours are no refusals.
    async fn refuse<T>(&self, number: Option<&str>, error: AppError) -> AppResult<T> {
        let (code, pointer, refusal) = match &error {
            AppError::Validation(fields) => {
                let first: Option<&FieldError> = fields.first();
                let pointer = first.map(|field| field.pointer.chars().take(200).collect());
                (first.map(|field| field.code.clone()), pointer, None)
            }
            AppError::Code { code, extras, .. } if code.status().is_client_error() => {
                let refusal = extras.get("refusal_code").and_then(Value::as_str);
                (Some(code.as_str().to_owned()), None, refusal.map(ToOwned::to_owned))
            }
            AppError::Code { .. } | AppError::Internal { .. } => return Err(error),
        };
        let line = Line {
            problem_code: code,
            pointer,
            refusal_code: refusal,
            ..Line::of(AdapterOutcome::Refused, number)
        };
        let permit = authorize_any(self.actor, Action::CaseRegister)?;
        self.state.db.write(async |tx: &Tx| self.note(tx, permit, line).await).await?;
        Err(error)
    }

    async fn note(&self, tx: &Tx, permit: Permit, line: Line<'_>) -> AppResult<()> {
        tracing::debug!(permit = permit.action(), "a message is noted");
        let region_code = self.actor.region_code.clone().ok_or(ErrorCode::AuthNotAllowed)?;
        let row = message::Model {
            id: self.state.ids.next(),
            adapter_code: self.adapter.shipped.code.clone(),
            adapter_version: self.adapter.version,
            number: line.number.map(ToOwned::to_owned),
            outcome: line.outcome.as_str().to_owned(),
            problem_code: line.problem_code,
            pointer: line.pointer,
            refusal_code: line.refusal_code,
            case_id: line.case_id,
            capacity_id: self.actor.capacity_id,
            center_id: self.actor.center_id,
            region_code,
            received_at: self.state.clock.now(),
        };
        let row = row.into_active_model().reset_all();
        message::Entity::insert(row).exec_without_returning(&**tx).await?;
        Ok(())
    }
}

/// What the log says of a delivery.
struct Line<'a> {
    outcome: AdapterOutcome,
    number: Option<&'a str>,
    problem_code: Option<String>,
    pointer: Option<String>,
    refusal_code: Option<String>,
    case_id: Option<Uuid>,
}

impl<'a> Line<'a> {
    const fn of(outcome: AdapterOutcome, number: Option<&'a str>) -> Self {
        let (problem_code, pointer, refusal_code) = (None, None, None);
        Self { outcome, number, problem_code, pointer, refusal_code, case_id: None }
    }
}

/// The case a number is known as and its centre, whoever may see it.
async fn known(
    db: &impl ConnectionTrait,
    system: &str,
    number: &str,
) -> AppResult<Option<(Uuid, Uuid)>> {
    let found = case::Entity::find()
        .filter(case::Column::SourceSystem.eq(system))
        .filter(case::Column::SourceNumber.eq(number));
    Ok(found.one(db).await?.map(|row| (row.id, row.center_id)))
}
