//! Questions about answers (评价疑点): raised from facts, listed for those outside the handling unit,
//! answered once.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{AnswerSignalRequest, SignalCase, SignalFilter, SignalView};
use super::entity::{answer, signal};
use super::integrity::{self, Question, Seen, SignalKind, SignalSource, SignalState, Thresholds};
use super::{repo, unit_devices};
use crate::app::AppState;
use crate::features::cases::dto::RecordCallbackRequest;
use crate::features::cases::mentioned::Mentioned;
use crate::features::cases::repo as cases;
use crate::features::cases::service::facts_of;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::public;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize, may_ever};

/// The order of the list, in its cursors.
const ORDER: &str = "integrity_signals:-id";

/// An answer about a case.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The case.
    pub case_id: Uuid,
    /// What it is.
    pub source: SignalSource,
    /// Its id.
    pub source_id: Uuid,
    /// What stands for its words.
    pub comment_hash: Option<&'a str>,
    /// What stands for the device, where it came from one.
    pub device_hash: Option<&'a str>,
    /// Minutes since the case ended.
    pub minutes: Option<i64>,
}

/// Raises the questions an answer gives rise to; answers how many.
pub async fn weigh(
    state: &AppState,
    tx: &Tx,
    permit: &Permit,
    given: &Given<'_>,
) -> AppResult<usize> {
    let (now, config) = (state.clock.now(), &state.config.callbacks);
    let since = |days| now - TimeDelta::days(days);
    let same_words = match given.comment_hash {
        Some(hash) => {
            repo::same_words(&**tx, hash, given.case_id, since(config.words_days)).await?
        }
        None => 0,
    };
    let same_device = match given.device_hash {
        Some(hash) => {
            repo::rated_from(&**tx, hash, given.case_id, since(config.device_days)).await?
        }
        None => 0,
    };
    let is_unit_device = match given.device_hash {
        Some(hash) => {
            let since = now - TimeDelta::days(state.config.public.device_days);
            unit_devices::is_of_a_unit(&**tx, hash, given.case_id, since).await?
        }
        None => false,
    };
    let seen = Seen { same_words, same_device, is_unit_device, minutes: given.minutes };
    let from = Thresholds {
        same_words: config.same_words.into(),
        same_device: config.same_device.into(),
        soon_minutes: config.soon_minutes,
    };
    let questions = integrity::questions(seen, from);
    let rows = questions.iter().map(|question| row(state, given, *question)).collect();
    repo::insert_signals(tx, permit, rows).await?;
    Ok(questions.len())
}

fn row(state: &AppState, given: &Given<'_>, question: Question) -> signal::Model {
    let now = state.clock.now();
    signal::Model {
        id: state.ids.next(),
        case_id: given.case_id,
        kind: question.kind.as_str().to_owned(),
        source: given.source.as_str().to_owned(),
        source_id: given.source_id,
        others: question.others,
        minutes: question.minutes,
        state: SignalState::Open.as_str().to_owned(),
        answer: None,
        answered_by_id: None,
        answered_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// A citizen complains: of having been asked for a good rating, or of anything else.
pub async fn raise_complaint(
    state: &AppState,
    tx: &Tx,
    permit: &Permit,
    (case_id, message_id): (Uuid, Uuid),
    is_solicited: bool,
) -> AppResult<()> {
    let kind = if is_solicited { SignalKind::Solicited } else { SignalKind::Complained };
    let given = Given {
        case_id,
        source: SignalSource::Complaint,
        source_id: message_id,
        comment_hash: None,
        device_hash: None,
        minutes: None,
    };
    let question = Question { kind, others: None, minutes: None };
    repo::insert_signals(tx, permit, vec![row(state, &given, question)]).await
}

/// A citizen rates a case as not solved when the time for reopening it is over.
pub async fn raise_unsolved(
    state: &AppState,
    tx: &Tx,
    permit: &Permit,
    case_id: Uuid,
    rating_id: Uuid,
) -> AppResult<()> {
    let given = Given {
        case_id,
        source: SignalSource::Rating,
        source_id: rating_id,
        comment_hash: None,
        device_hash: None,
        minutes: None,
    };
    let question = Question { kind: SignalKind::Unsolved, others: None, minutes: None };
    repo::insert_signals(tx, permit, vec![row(state, &given, question)]).await
}

/// What was written down at a callback of a case that waited `since` then: kept as a hash, and
/// weighed like a rating. `event_id` is the event of the callback.
pub async fn called_back(
    state: &AppState,
    tx: &Tx,
    case_id: Uuid,
    since: DateTime<Utc>,
    event_id: Uuid,
    body: &RecordCallbackRequest,
) -> AppResult<()> {
    if !body.reached {
        return Ok(());
    }
    let permit = Permit::system("callback recorded");
    let now = state.clock.now();
    let comment_hash = body.comment.as_deref().and_then(integrity::comment_hash);
    let given = Given {
        case_id,
        source: SignalSource::Callback,
        source_id: event_id,
        comment_hash: comment_hash.as_deref(),
        device_hash: None,
        // It waits since the result was accepted.
        minutes: Some((now - since).num_minutes()),
    };
    weigh(state, tx, &permit, &given).await?;
    let Some(comment_hash) = comment_hash else { return Ok(()) };
    let row = answer::Model { id: event_id, case_id, comment_hash, created_at: now };
    repo::insert_answer(tx, &permit, row).await
}

/// One page of questions, the last first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &SignalFilter,
    lang: Lang,
) -> AppResult<Page<SignalView>> {
    let db = state.db.reader();
    let scope = Scope::cases(actor, Action::CaseReadSignals);
    let matching = matching(filter);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list_signals(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count_signals(db, &scope, matching).await?),
        None => None,
    };
    let reader = Reader::of(db, actor, &found, lang).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn matching(filter: &SignalFilter) -> Condition {
    let mut all = Condition::all();
    if !filter.state.is_empty() {
        let states = filter.state.iter().map(|state| state.as_str());
        all = all.add(signal::Column::State.is_in(states));
    }
    if !filter.kind.is_empty() {
        all = all.add(signal::Column::Kind.is_in(filter.kind.iter().map(|kind| kind.as_str())));
    }
    all.add_option(filter.case_id.map(|id| signal::Column::CaseId.eq(id)))
}

/// One question; 404 outside the scope.
pub(super) async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<SignalView>> {
    let db = state.db.reader();
    let scope = Scope::cases(actor, Action::CaseReadSignals);
    let row = repo::find_signal(db, &scope, id).await?;
    answered(db, actor, &row, lang).await
}

async fn answered(
    db: &impl ConnectionTrait,
    actor: &Actor,
    row: &signal::Model,
    lang: Lang,
) -> AppResult<Reply<SignalView>> {
    let reader = Reader::of(db, actor, std::slice::from_ref(row), lang).await?;
    let view = reader.view(row)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Says what was found out; once.
pub(super) async fn answer(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<AnswerSignalRequest>,
    lang: Lang,
) -> AppResult<Reply<SignalView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let scope = Scope::cases(actor, Action::CaseReadSignals);
    let work = async |tx: &Tx| {
        let row = repo::find_signal(&**tx, &scope, id).await?;
        seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
        let case = cases::find(&**tx, &scope, row.case_id).await?;
        let case = cases::load(&**tx, case).await?;
        let assists = case.state.assist_department_ids();
        let permit = authorize(actor, Action::CaseAnswerSignal, &facts_of(&case, &assists))?;
        if row.state != SignalState::Open.as_str() {
            return Err(ErrorCode::CallbackSignalAnswered.into());
        }
        let next = signal::Model {
            state: SignalState::Answered.as_str().to_owned(),
            answer: Some(body.answer.trim().to_owned()),
            answered_by_id: Some(actor.person_id),
            answered_at: Some(now),
            updated_at: now,
            row_version: row.row_version + 1,
            ..row
        };
        repo::save_signal(tx, permit, seen, next.clone()).await?;
        answered(&**tx, actor, &next, lang).await
    };
    state.once(actor).run(idempotency, work).await
}

/// What a page of questions needs beside its rows.
struct Reader {
    numbers: HashMap<Uuid, String>,
    names: HashMap<Uuid, String>,
    mentioned: Mentioned,
    complaints: HashMap<Uuid, String>,
    may_answer: bool,
    lang: Lang,
}

impl Reader {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        rows: &[signal::Model],
        lang: Lang,
    ) -> AppResult<Self> {
        let numbers = repo::numbers_of(db, rows.iter().map(|row| row.case_id)).await?;
        let people = rows.iter().filter_map(|row| row.answered_by_id);
        let complaints = rows.iter().filter(|row| row.source == SignalSource::Complaint.as_str());
        let complaints = public::repo::complaints(db, complaints.map(|row| row.source_id)).await?;
        Ok(Self {
            numbers: numbers.into_iter().collect(),
            names: personnel::repo::list_names(db, people).await?,
            mentioned: Mentioned::of(db, actor, rows.iter().map(|row| row.case_id)).await?,
            complaints,
            // Who sees a question and may answer any may answer this one but for their own unit's
            // cases, which the scope leaves out.
            may_answer: may_ever(actor, Action::CaseAnswerSignal),
            lang,
        })
    }

    fn view(&self, row: &signal::Model) -> AppResult<SignalView> {
        let unreadable = || AppError::internal("an unreadable integrity signal");
        let kind = SignalKind::parse(&row.kind).ok_or_else(unreadable)?;
        let source = SignalSource::parse(&row.source).ok_or_else(unreadable)?;
        let state = SignalState::parse(&row.state).ok_or_else(unreadable)?;
        let refusal = match state {
            SignalState::Answered => Some(ErrorCode::CallbackSignalAnswered),
            SignalState::Open if !self.may_answer => Some(ErrorCode::AuthNotAllowed),
            SignalState::Open => None,
        };
        let name =
            |id: Uuid| PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() };
        let verb = "answer".to_owned();
        Ok(SignalView {
            id: row.id,
            case: SignalCase {
                id: row.case_id,
                case_no: self.numbers.get(&row.case_id).cloned().unwrap_or_default(),
            },
            kind,
            kind_name: kind.name(self.lang).to_owned(),
            question: integrity::sentence(kind, source, row.others, row.minutes, self.lang),
            source,
            complaint: self.mentioned.hide_some(row.case_id, self.complaints.get(&row.source_id)),
            state,
            answer: self.mentioned.hide_some(row.case_id, row.answer.as_ref()),
            answered_by: row.answered_by_id.map(name),
            answered_at: row.answered_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: refusal.is_none().then(|| verb.clone()).into_iter().collect(),
            refused_actions: refusal
                .map(|code| (verb, code.as_str().to_owned()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
        })
    }
}
