//! 批量办理: one action said of many cases, each decided and carried out as if it were asked alone.
//!
//! A preview decides and stores nothing. A run takes a short transaction for each case, so that one
//! refusal undoes nothing and nobody waits for two hundred. Under an `Idempotency-Key` every case
//! has a part of the key: a run that was cut off goes on where it was, and does nothing twice.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::counting::CountingUnit;
use super::dto::{
    AcceptResolutionRequest, ArchiveCaseRequest, BulkActionRequest, BulkItem, BulkOutcome,
    BulkReport, BulkRow, ReasonRequest, SignCaseRequest, UnmergeCaseRequest, UnsplitCaseRequest,
};
use super::entity::case;
use super::ground::Ground;
use super::masks;
use super::model::CaseStatus;
use super::repo::{self, Loaded};
use super::service::{self, Asked, Request};
use super::timeline;
use super::view::Viewer;
use super::workflow::{CaseAction, Transition, bulk_verb, transition};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError, RowProblem};
use crate::platform::http::idempotency::IdempotentRequest;
use crate::platform::http::{IfMatch, Reply, part};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, may_ever};

/// An action for many cases, as read and checked.
#[derive(Debug, Clone)]
pub struct Bulk {
    row: &'static Transition,
    request: Request,
    items: Vec<BulkItem>,
}

impl Bulk {
    /// Reads what `actor` asks: a verb that is said to many, its words, each case once.
    pub fn read(actor: &Actor, asked: BulkActionRequest) -> AppResult<Self> {
        let BulkActionRequest { verb, body, items } = asked;
        let not_bulk = || AppError::field("/verb", ErrorCode::CaseNotBulk);
        let row = bulk_verb(&verb).ok_or_else(not_bulk)?;
        if !row.right.is_some_and(|right| may_ever(actor, right)) {
            return Err(ErrorCode::AuthNotAllowed.into());
        }
        let request = request_of(row.action, body)?;
        let mut seen = HashSet::new();
        if let Some(again) = items.iter().position(|item| !seen.insert(item.id)) {
            let pointer = format!("/items/{again}/id");
            let rule = FieldError::rule(pointer, "duplicate", Map::new());
            return Err(AppError::Validation(vec![rule]));
        }
        Ok(Self { row, request, items })
    }

    /// The cases the request names beside those it is said of, as far as the actor may have them in
    /// it: in one statement, or none.
    async fn others(
        &self,
        tx: &Tx,
        actor: &Actor,
        found: &[case::Model],
    ) -> AppResult<HashMap<Uuid, case::Model>> {
        let (right, ids) = if let Request::Merge(merge) = &self.request {
            (Action::CaseMerge, vec![merge.into_case_id])
        } else if let Request::Unsplit(_) = &self.request {
            (Action::CaseUnsplit, found.iter().filter_map(|row| row.split_from_id).collect())
        } else {
            return Ok(HashMap::new());
        };
        let rows = repo::list_of(&**tx, &Scope::cases(actor, right), &ids).await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    fn report(&self, rows: Vec<BulkRow>) -> BulkReport {
        let done = rows.iter().filter(|row| row.outcome == BulkOutcome::Done).count();
        BulkReport {
            verb: self.row.verb.to_owned(),
            done,
            refused: rows.len() - done,
            unit: CountingUnit::Case,
            undo: self.row.undo.map(|undo| transition(undo).verb.to_owned()),
            rows,
        }
    }
}

/// The words of a verb, read as for one case.
fn request_of(action: CaseAction, body: Map<String, Value>) -> AppResult<Request> {
    const AT: &str = "/body";
    Ok(match action {
        CaseAction::Classify => Request::Classify(part(body, AT)?),
        CaseAction::Dispatch => Request::Dispatch(part(body, AT)?),
        CaseAction::Sign => Request::Sign(part::<SignCaseRequest>(body, AT)?.note),
        CaseAction::AddAssist => Request::AddAssist(part(body, AT)?),
        CaseAction::TransferLevel => Request::TransferLevel(part(body, AT)?),
        CaseAction::TakeCharge => Request::TakeCharge(part(body, AT)?),
        CaseAction::Merge => Request::Merge(part(body, AT)?),
        CaseAction::Unmerge => Request::Unmerge(part::<UnmergeCaseRequest>(body, AT)?.reason),
        CaseAction::Unsplit => Request::Unsplit(part::<UnsplitCaseRequest>(body, AT)?.reason),
        CaseAction::AcceptResolution => {
            Request::AcceptResolution(part::<AcceptResolutionRequest>(body, AT)?.reason)
        }
        CaseAction::Close => Request::Close(part::<ReasonRequest>(body, AT)?.reason),
        CaseAction::Archive => Request::Archive(part::<ArchiveCaseRequest>(body, AT)?.note),
        CaseAction::AutoSign
        | CaseAction::RuleNote
        | CaseAction::Return
        | CaseAction::Rule
        | CaseAction::CompleteAssist
        | CaseAction::ReturnAssist
        | CaseAction::RemoveAssist
        | CaseAction::Suspend
        | CaseAction::RequestSuspension
        | CaseAction::DecideSuspension
        | CaseAction::RecordProcedure
        | CaseAction::Resume
        | CaseAction::AutoResume
        | CaseAction::RequestExtension
        | CaseAction::DecideExtension
        | CaseAction::Split
        | CaseAction::ReportProgress
        | CaseAction::Resolve
        | CaseAction::RejectResolution
        | CaseAction::RecordCallback
        | CaseAction::Reopen
        | CaseAction::Decline
        | CaseAction::Withdraw
        | CaseAction::Restrict
        | CaseAction::LiftRestriction => {
            return Err(AppError::field("/verb", ErrorCode::CaseNotBulk));
        }
    })
}

/// What would become of each case. Stores nothing, looks at all of them as of one instant, and asks
/// the database as often whatever their number.
pub async fn preview(
    state: &AppState,
    actor: &Actor,
    bulk: &Bulk,
    lang: Lang,
) -> AppResult<BulkReport> {
    let ground = Ground::of(state).await?;
    let viewer = Viewer::on(&ground, state, actor, lang);
    let looked = async |tx: &Tx| {
        let ids: Vec<_> = bulk.items.iter().map(|item| item.id).collect();
        let scope = Scope::cases(actor, Action::CaseRead);
        let found = repo::list_of(&**tx, &scope, &ids).await?;
        let others = bulk.others(tx, actor, &found).await?;
        let known: HashMap<_, _> = found.iter().map(|row| (row.id, Known::of_row(row))).collect();
        let seen = bulk.items.iter().map(|item| (item.id, item.version)).collect();
        let stale = stale(&found, &seen);
        let mut changes = timeline::last(&**tx, &viewer, &stale, lang).await?;
        let cases = repo::load_all(&**tx, found).await?;
        let mut cases: HashMap<_, _> = cases.into_iter().map(|case| (case.row.id, case)).collect();
        let mut rows = Vec::with_capacity(bulk.items.len());
        for item in &bulk.items {
            let asked = Asked { state, tx, actor, ground: &ground };
            let would = async {
                let case = cases.remove(&item.id).ok_or(ErrorCode::RequestNotFound)?;
                let version = case.row.row_version;
                let seen = IfMatch(item.version).check(version, ErrorCode::CaseStaleVersion);
                seen.map_err(|stale| {
                    stale.with("changes", changes.remove(&item.id).unwrap_or_default())
                })?;
                service::would(asked, &others, case, &bulk.request, lang).await
            };
            rows.push(match would.await {
                Ok(decided) => done(&decided.case),
                Err(error) if is_ours(&error) => return Err(error),
                Err(error) => refused(item.id, known.get(&item.id), &error, lang),
            });
        }
        Ok(bulk.report(rows))
    };
    state.db.read(looked).await
}

/// The cases that were changed since they were seen, with how many versions lie between.
fn stale(found: &[case::Model], seen: &HashMap<Uuid, i32>) -> Vec<(Uuid, u64)> {
    let since = |row: &case::Model| {
        let versions = row.row_version - seen.get(&row.id)?;
        (versions != 0).then_some((row.id, u64::try_from(versions).unwrap_or(0)))
    };
    found.iter().filter_map(since).collect()
}

/// Carries the action out, one case after the other.
pub async fn run(
    state: &AppState,
    actor: &Actor,
    bulk: &Bulk,
    key: Option<IdempotentRequest>,
    lang: Lang,
) -> AppResult<Reply<BulkReport>> {
    let each = async || {
        let ground = Ground::of(state).await?;
        let known = known(state.db.reader(), actor, &bulk.items).await?;
        let mut rows = Vec::with_capacity(bulk.items.len());
        let mut is_to_be_kept = true;
        for item in &bulk.items {
            let act = async |tx: &Tx| {
                let asked = Asked { state, tx, actor, ground: &ground };
                let seen = IfMatch(item.version);
                let case = service::perform(asked, item.id, seen, &bulk.request, lang).await?;
                Reply::ok(&done(&case))
            };
            let own = key.as_ref().map(|key| key.part(&item.id.to_string()));
            rows.push(match state.once(actor).run(own, act).await {
                Ok(reply) => reply.read()?,
                Err(error) => {
                    if is_ours(&error) {
                        tracing::error!(%error, case.id = %item.id, "one of many failed");
                        is_to_be_kept = false;
                    }
                    refused(item.id, known.get(&item.id), &error, lang)
                }
            });
        }
        Ok((Reply::ok(&bulk.report(rows))?.personal(), is_to_be_kept))
    };
    state.once(actor).run_parts(key.as_ref(), each).await
}

/// A fault of ours, or a passing one: nothing the case is to blame for.
fn is_ours(error: &AppError) -> bool {
    let code = error.code();
    code.status().is_server_error() || code == ErrorCode::IdempotencyInProgress
}

/// Those of the cases that are there for the actor, before anything was done.
async fn known(
    db: &impl ConnectionTrait,
    actor: &Actor,
    items: &[BulkItem],
) -> AppResult<HashMap<Uuid, Known>> {
    let lines = case::Entity::find()
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(case::Column::Id.is_in(items.iter().map(|item| item.id)))
        .into_partial_model::<case::Line>()
        .all(db)
        .await?;
    Ok(lines.into_iter().map(|line| (line.id, Known::of_line(line))).collect())
}

/// What is said of a case that is left as it is.
struct Known {
    case_no: String,
    title: String,
    status: Option<CaseStatus>,
    due_at: Option<DateTime<Utc>>,
    version: i32,
}

impl Known {
    fn of_row(row: &case::Model) -> Self {
        Self {
            case_no: row.case_no.clone(),
            title: masks::title(&row.title),
            status: CaseStatus::parse(&row.status),
            due_at: row.due_at,
            version: row.row_version,
        }
    }

    fn of_line(line: case::Line) -> Self {
        Self {
            status: CaseStatus::parse(&line.status),
            case_no: line.case_no,
            title: masks::title(&line.title),
            due_at: line.due_at,
            version: line.row_version,
        }
    }
}

fn done(case: &Loaded) -> BulkRow {
    BulkRow {
        id: case.row.id,
        case_no: Some(case.row.case_no.clone()),
        title: Some(masks::title(&case.row.title)),
        outcome: BulkOutcome::Done,
        status: Some(case.state.status),
        due_at: case.row.due_at,
        version: Some(case.row.row_version),
        problem: None,
    }
}

fn refused(id: Uuid, known: Option<&Known>, error: &AppError, lang: Lang) -> BulkRow {
    BulkRow {
        id,
        case_no: known.map(|case| case.case_no.clone()),
        title: known.map(|case| case.title.clone()),
        outcome: BulkOutcome::Refused,
        status: known.and_then(|case| case.status),
        due_at: known.and_then(|case| case.due_at),
        version: known.map(|case| case.version),
        problem: Some(RowProblem::of(error, lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::cases::workflow::TRANSITIONS;

    #[test]
    fn the_words_of_every_bulk_verb_can_be_read_and_of_no_other() {
        for row in TRANSITIONS {
            let read = request_of(row.action, Map::new());
            let refused = read.err().is_some_and(|error| {
                matches!(error, AppError::Validation(fields) if fields[0].code == "case.not_bulk")
            });
            assert_eq!(refused, !row.is_bulk, "{}", row.verb);
        }
    }
}
