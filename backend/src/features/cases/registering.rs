//! 批量登记: many registrations in one request, each read, checked and entered as if it came alone.
//!
//! Everything is looked at first, in a few statements whatever the number; then it is stored, in `each`
//! a short transaction for some at a time, in `all_or_nothing` one for all. Under an `Idempotency-Key`
//! every transaction has a part of the key: a request that was cut off goes on where it was.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::counting::CountingUnit;
use super::dto::{
    RegisterCaseRequest, RegisterCasesRequest, RegisterMode, RegisterOutcome, RegisterReport,
    RegisteredItem,
};
use super::entity::case;
use super::intake::{self, place_of};
use super::service::{self, ReadyToRegister};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, RowProblem};
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{Reply, part};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, authorize_any};

/// Registrations of one transaction in `each`.
const BATCH: usize = 50;

/// A source system and its number.
type Source = (String, String);

/// What was found out about an item before anything is stored.
enum Looked {
    /// It may be registered.
    Fit(Box<RegisterCaseRequest>),
    /// It is there already.
    Known(Uuid, String),
    /// It cannot be registered.
    Refused(AppError),
}

/// A case that was entered, as its answer needs it.
#[derive(Debug, Serialize, Deserialize)]
struct Entered {
    index: usize,
    case_id: Uuid,
    case_no: String,
    tracking_code: String,
}

/// Registers many, or says what would become of them.
pub async fn register(
    state: &AppState,
    actor: &Actor,
    request: RegisterCasesRequest,
    key: Option<IdempotentRequest>,
    lang: Lang,
) -> AppResult<Reply<RegisterReport>> {
    authorize_any(actor, Action::CaseRegister)?;
    let RegisterCasesRequest { mode, dry_run, items } = request;
    let run = async || {
        let size = if mode == RegisterMode::Each { BATCH } else { usize::MAX };
        // What a request that was cut off has stored is no more looked at.
        let before = prior(state, actor, items.len(), size, key.as_ref()).await?;
        let looked = Box::pin(look(state, actor, items, &before)).await?;
        let is_flawed = looked.iter().any(|one| matches!(one, Looked::Refused(_)));
        if dry_run || (mode == RegisterMode::AllOrNothing && is_flawed) {
            let stands = if dry_run && !is_flawed || mode == RegisterMode::Each {
                RegisterOutcome::Registered
            } else {
                RegisterOutcome::HeldBack
            };
            let report = told(looked, &HashMap::new(), &mut HashMap::new(), stands, dry_run, lang);
            return Ok((Reply::ok(&report)?.personal(), !dry_run));
        }
        let stored = store(state, actor, (looked.as_slice(), before), size, key.as_ref());
        let (done, mut failed) = Box::pin(stored).await?;
        let is_ours = failed.values().any(|error| error.code().status().is_server_error());
        let stands = RegisterOutcome::HeldBack;
        let report = told(looked, &done, &mut failed, stands, false, lang);
        Ok((Reply::ok(&report)?.personal(), !is_ours))
    };
    state.once(actor).run_parts(key.as_ref(), run).await
}

/// Reads and checks every item as `POST /cases` would.
async fn look(
    state: &AppState,
    actor: &Actor,
    items: Vec<Value>,
    before: &HashMap<usize, Entered>,
) -> AppResult<Vec<Looked>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let mut looked = Vec::with_capacity(items.len());
    let mut seen: HashSet<Source> = HashSet::new();
    for item in items {
        let read = async {
            let request = read(item)?;
            intake::check(state, &request).await?;
            let place = place_of(&directory, actor, &request)?;
            service::within_limits(actor, &request, &place)?;
            if let Some(source) = source_of(&request)
                && !seen.insert(source)
            {
                return Err(AppError::field("/source/number", ErrorCode::CaseSourceDuplicate));
            }
            Ok(request)
        };
        match read.await {
            Ok(request) => looked.push(Looked::Fit(Box::new(request))),
            Err(error) if error.code().status().is_server_error() => return Err(error),
            Err(error) => looked.push(Looked::Refused(error)),
        }
    }
    known(state, actor, &mut looked, before).await?;
    Ok(looked)
}

fn read(item: Value) -> AppResult<RegisterCaseRequest> {
    let Value::Object(members) = item else {
        let rule = FieldError::rule("", "type", serde_json::Map::new());
        return Err(AppError::Validation(vec![rule]));
    };
    part(members, "")
}

fn source_of(request: &RegisterCaseRequest) -> Option<Source> {
    request.source.as_ref().map(|source| (source.system.clone(), source.number.clone()))
}

/// Finds what is there already. What the actor may not see is refused as alone: that it is there, but
/// not what it is.
async fn known(
    state: &AppState,
    actor: &Actor,
    looked: &mut [Looked],
    before: &HashMap<usize, Entered>,
) -> AppResult<()> {
    let mut numbers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in looked.iter() {
        if let Looked::Fit(request) = one
            && let Some((system, number)) = source_of(request)
        {
            numbers.entry(system).or_default().push(number);
        }
    }
    let mut there: HashMap<Source, Option<(Uuid, String)>> = HashMap::new();
    for (system, numbers) in numbers {
        let of_system = || {
            case::Entity::find()
                .select_only()
                .columns([case::Column::Id, case::Column::CaseNo, case::Column::SourceNumber])
                .filter(case::Column::SourceSystem.eq(&system))
                .filter(case::Column::SourceNumber.is_in(&numbers))
        };
        let read = |rows: Vec<(Uuid, String, Option<String>)>| {
            rows.into_iter().filter_map(|(id, no, number)| Some((id, no, number?)))
        };
        let db = state.db.reader();
        let all: Vec<(Uuid, String, Option<String>)> = of_system().into_tuple().all(db).await?;
        for (.., number) in read(all) {
            there.insert((system.clone(), number), None);
        }
        let scope = Scope::cases(actor, Action::CaseRead).condition();
        let seen: Vec<(Uuid, String, Option<String>)> =
            of_system().filter(scope).into_tuple().all(db).await?;
        for (id, no, number) in read(seen) {
            there.insert((system.clone(), number), Some((id, no)));
        }
    }
    for (index, one) in looked.iter_mut().enumerate() {
        let Looked::Fit(request) = &*one else { continue };
        if before.contains_key(&index) {
            continue;
        }
        let found = source_of(request).and_then(|source| there.get(&source).cloned());
        match found {
            Some(Some((id, no))) => *one = Looked::Known(id, no),
            Some(None) => *one = Looked::Refused(ErrorCode::CaseSourceDuplicate.into()),
            None => {}
        }
    }
    Ok(())
}

/// What earlier tries under the same key have stored.
async fn prior(
    state: &AppState,
    actor: &Actor,
    count: usize,
    size: usize,
    key: Option<&IdempotentRequest>,
) -> AppResult<HashMap<usize, Entered>> {
    let mut done = HashMap::new();
    let Some(key) = key else { return Ok(done) };
    let once = state.once(actor);
    let of = async |name: String| {
        let before = once.replayed::<Vec<Entered>>(Some(&key.part(&name))).await?;
        before.map_or_else(|| Ok(Vec::new()), |before| before.read())
    };
    for (batch, first) in (0..count).step_by(size.min(count).max(1)).enumerate() {
        let mut entered = of(batch_name(batch)).await?;
        let is_split = once.replayed::<()>(Some(&key.part(&split_name(batch)))).await?.is_some();
        // Also beside a batch: a later try may have stored the rest of it at once.
        if is_split {
            for index in first..count.min(first.saturating_add(size)) {
                entered.extend(of(item_name(index)).await?);
            }
        }
        done.extend(entered.into_iter().map(|one| (one.index, one)));
    }
    Ok(done)
}

fn batch_name(batch: usize) -> String {
    format!("batch {batch}")
}

fn split_name(batch: usize) -> String {
    format!("split {batch}")
}

fn item_name(index: usize) -> String {
    format!("item {index}")
}

/// What was stored, and what could not be.
type Stored = (HashMap<usize, Entered>, HashMap<usize, AppError>);

/// Stores what is fit and is not yet, some at a time; where a transaction fails, its items one by one.
async fn store(
    state: &AppState,
    actor: &Actor,
    (looked, before): (&[Looked], HashMap<usize, Entered>),
    size: usize,
    key: Option<&IdempotentRequest>,
) -> AppResult<Stored> {
    let (mut done, mut failed) = (before, HashMap::new());
    let all: Vec<_> = looked.iter().enumerate().collect();
    for (batch, some) in all.chunks(size.min(all.len()).max(1)).enumerate() {
        let fit = some.iter().filter_map(|(index, one)| match one {
            Looked::Fit(request) => Some((*index, request.as_ref())),
            Looked::Known(..) | Looked::Refused(_) => None,
        });
        let fit: Vec<_> = fit.filter(|(index, _)| !done.contains_key(index)).collect();
        if fit.is_empty() {
            continue;
        }
        let own = key.map(|key| key.part(&batch_name(batch)));
        match Box::pin(enter(state, actor, &fit, own)).await {
            Ok(entered) => {
                done.extend(entered.into_iter().map(|one| (one.index, one)));
                continue;
            }
            // All or none.
            Err(error) if size == usize::MAX => return Err(error),
            Err(error) => tracing::info!(%error, "some registrations are stored one by one"),
        }
        let own = key.map(|key| key.part(&split_name(batch)));
        state.once(actor).run(own, async |_: &Tx| Reply::ok(&())).await?;
        for one in &fit {
            let own = key.map(|key| key.part(&item_name(one.0)));
            match Box::pin(enter(state, actor, std::slice::from_ref(one), own)).await {
                Ok(entered) => done.extend(entered.into_iter().map(|one| (one.index, one))),
                Err(error) => _ = failed.insert(one.0, error),
            }
        }
    }
    Ok((done, failed))
}

/// Some registrations in one transaction.
async fn enter(
    state: &AppState,
    actor: &Actor,
    some: &[(usize, &RegisterCaseRequest)],
    own: Option<IdempotentRequest>,
) -> AppResult<Vec<Entered>> {
    let mut ready: Vec<ReadyToRegister> = Vec::with_capacity(some.len());
    for (_, request) in some {
        ready.push(service::before_register(state, actor, request).await?);
    }
    let work = async |tx: &Tx| {
        let mut entered = Vec::with_capacity(some.len());
        for ((index, request), ready) in some.iter().zip(&ready) {
            let made = Box::pin(service::enter(state, tx, actor, request, ready)).await?;
            entered.push(Entered {
                index: *index,
                case_id: made.loaded.row.id,
                case_no: made.loaded.row.case_no.clone(),
                tracking_code: intake::receipt(&made).tracking_code,
            });
        }
        Reply::ok(&entered)
    };
    state.once(actor).run(own, work).await?.read()
}

/// The answer: what was fit and is not `done` stands as `otherwise`.
fn told(
    looked: Vec<Looked>,
    done: &HashMap<usize, Entered>,
    failed: &mut HashMap<usize, AppError>,
    otherwise: RegisterOutcome,
    dry_run: bool,
    lang: Lang,
) -> RegisterReport {
    let refused = |index: usize, error: &AppError| RegisteredItem {
        index,
        outcome: RegisterOutcome::Refused,
        status: error.code().status().as_u16(),
        case_id: None,
        case_no: None,
        tracking_code: None,
        problem: Some(RowProblem::of(error, lang)),
    };
    let plain = |index: usize, outcome: RegisterOutcome, status: u16| RegisteredItem {
        index,
        outcome,
        status,
        case_id: None,
        case_no: None,
        tracking_code: None,
        problem: None,
    };
    let items = looked.into_iter().enumerate().map(|(index, one)| match one {
        Looked::Refused(error) => refused(index, &error),
        Looked::Known(id, no) => RegisteredItem {
            case_id: Some(id),
            case_no: Some(no),
            ..plain(index, RegisterOutcome::Known, 200)
        },
        Looked::Fit(_) => match (done.get(&index), failed.remove(&index)) {
            (Some(made), _) => RegisteredItem {
                case_id: Some(made.case_id),
                case_no: Some(made.case_no.clone()),
                tracking_code: Some(made.tracking_code.clone()),
                ..plain(index, RegisterOutcome::Registered, 201)
            },
            (None, Some(error)) => refused(index, &error),
            (None, None) => {
                let status = if otherwise == RegisterOutcome::HeldBack { 424 } else { 201 };
                plain(index, otherwise, status)
            }
        },
    });
    let items: Vec<_> = items.collect();
    let count = |wanted| items.iter().filter(|item| item.outcome == wanted).count();
    RegisterReport {
        dry_run,
        registered: count(RegisterOutcome::Registered),
        known: count(RegisterOutcome::Known),
        refused: count(RegisterOutcome::Refused),
        held_back: count(RegisterOutcome::HeldBack),
        unit: CountingUnit::Case,
        items,
    }
}
