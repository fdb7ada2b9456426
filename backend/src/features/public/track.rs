//! Tracking by number and code: finding the case, and showing it without names.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::attempts::{self, Guess};
use super::device::Device;
use super::dto::{
    PublicUnit, TrackChange, TrackComplaint, TrackNotice, TrackReply, TrackRequest, TrackView,
};
use super::entity::look;
use super::plain::{Happened, step_of};
use super::repo;
use super::rules::{CitizenAct, Standing};
use super::words::Words;
use crate::app::AppState;
use crate::features::applicant_notices;
use crate::features::applicant_notices::dto::ApplicantNoticeKind;
use crate::features::applicant_notices::entity::notice;
use crate::features::applicant_notices::text::Told;
use crate::features::callbacks;
use crate::features::callbacks::entity::signal;
use crate::features::cases::change::Change;
use crate::features::cases::entity::{case, event};
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::{change_of, sha256};
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::{CaseStatus, OwnerKind};
use crate::features::cases::projection::CaseState;
use crate::features::cases::repo as cases;
use crate::features::cases::timeline;
use crate::features::correspondence;
use crate::features::correspondence::entity::reply;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::Permit;

/// Events that are looked at; a case has a few dozen.
const MOST_EVENTS: u64 = 1_000;
/// Replies that are shown.
const MOST_REPLIES: u64 = 50;
/// Complaints that are shown.
const MOST_COMPLAINTS: u64 = 50;
/// Notices that are shown.
const MOST_NOTICES: u64 = 50;
/// Merges that are followed.
const MOST_MERGES: usize = 5;

/// Number and code as they were typed.
#[derive(Debug, Clone)]
pub(super) struct Receipt {
    pub(super) case_no: String,
    pub(super) code: String,
}

impl Receipt {
    /// Without white space, full-width digits as plain ones, as people type them.
    pub(super) fn of(case_no: &str, code: &str) -> Self {
        Self { case_no: plain(case_no), code: plain(code) }
    }
}

fn plain(text: &str) -> String {
    let narrow = |one: char| match one {
        '０'..='９' => char::from_u32(u32::from(one) - u32::from('０') + u32::from('0')),
        '－' | '—' | '–' => Some('-'),
        one if one.is_whitespace() => None,
        one => Some(one),
    };
    text.chars().filter_map(narrow).collect()
}

/// The case of a receipt. A number that does not exist and a code that is wrong are one answer,
/// and the same is done for both: one look-up, the same hashes, comparisons that take as long
/// wherever the two differ.
pub(super) async fn find(
    state: &AppState,
    device: &Device,
    receipt: &Receipt,
) -> AppResult<case::Model> {
    let now = state.clock.now();
    let guess = Guess::of(state, device, &receipt.case_no)?;
    attempts::check(state, &guess, now).await?;
    let found = case::Entity::find()
        .filter(case::Column::CaseNo.eq(&receipt.case_no))
        .one(state.db.reader())
        .await?;
    let given = state.keys.tracking_hash(&receipt.case_no, &receipt.code)?;
    // As earlier builds kept it.
    let former = sha256(format!("{}:{}", receipt.case_no, receipt.code).as_bytes());
    let nobody = state.keys.tracking_hash("", "nobody")?;
    let known = found.as_ref().map_or(nobody.as_str(), |row| row.tracking_hash.as_str());
    let [is_given, is_former] =
        [&given, &former].map(|hash| is_same(hash.as_bytes(), known.as_bytes()));
    match found {
        Some(row) if is_given => Ok(row),
        Some(row) if is_former => rehashed(state, row, given).await,
        Some(_) | None => {
            attempts::fail(state, &guess, now).await?;
            Err(ErrorCode::PublicUnknownCase.into())
        }
    }
}

/// What anybody could try all codes against is kept no longer than to the first right look.
async fn rehashed(state: &AppState, row: case::Model, hash: String) -> AppResult<case::Model> {
    let permit = Permit::system("public.track");
    let keep = async |tx: &Tx| cases::keep_tracking_hash(tx, &permit, &row, &hash).await;
    state.db.write(keep).await?;
    Ok(case::Model { tracking_hash: hash, ..row })
}

/// Compares every byte, whatever the first difference.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0_u8, |all, (a, b)| all | (a ^ b));
    std::hint::black_box(differing) == 0 && one.len() == other.len()
}

/// The case that goes on: where it was merged, the one it was merged into.
pub(super) async fn going_on(
    db: &impl ConnectionTrait,
    row: &case::Model,
) -> AppResult<case::Model> {
    let mut row = row.clone();
    for _ in 0..MOST_MERGES {
        let Some(into) = row.merged_into_id else { break };
        let into = case::Entity::find_by_id(into).one(db).await?;
        row = into.ok_or_else(|| AppError::internal("merged into no case"))?;
    }
    Ok(row)
}

/// A case as it is seen from a device: nobody rates at a desk of the offices.
pub(super) fn seen_from(device: &Device, mut view: TrackView) -> TrackView {
    if device.is_office && view.allowed_actions.contains(&CitizenAct::Rate) {
        view.allowed_actions.retain(|act| *act != CitizenAct::Rate);
        let code = ErrorCode::PublicOfficeNetwork.as_str().to_owned();
        view.refused_actions.insert(CitizenAct::Rate.as_str().to_owned(), code);
    }
    view
}

/// Looks a case up and shows it.
pub(super) async fn look(
    state: &AppState,
    device: &Device,
    request: &TrackRequest,
    lang: Lang,
) -> AppResult<TrackView> {
    let row = find(state, device, &Receipt::of(&request.case_no, &request.code)).await?;
    let ground = Ground::of(state).await?;
    let id = row.id;
    let view = show(state, state.db.reader(), &ground, row, request.seen, lang).await?;
    let permit = Permit::system("public.track");
    let look = looked(id, &view);
    state.db.write(async |tx: &Tx| repo::keep_look(tx, &permit, look).await).await?;
    Ok(seen_from(device, view))
}

/// What is kept of a look.
pub(super) fn looked(case_id: Uuid, view: &TrackView) -> look::Model {
    look::Model { case_id, event_count: view.event_count, looked_at: view.as_of }
}

/// A case as its citizen sees it.
pub(super) async fn show(
    state: &AppState,
    db: &impl ConnectionTrait,
    ground: &Ground,
    row: case::Model,
    seen: Option<i32>,
    lang: Lang,
) -> AppResult<TrackView> {
    let words = Words { directory: &ground.directory, codes: &ground.codes, lang };
    let now = state.clock.now();
    let is_rated = repo::is_rated(db, row.id, row.resolved_at).await?;
    let last = repo::last_look(db, row.id).await?;
    let seen = seen.or(last.as_ref().map(|look| look.event_count));
    let goes_on = going_on(db, &row).await?;
    let events = event::Entity::find()
        .filter(event::Column::CaseId.eq(row.id))
        .order_by_asc(event::Column::Seq)
        .limit(MOST_EVENTS)
        .all(db)
        .await?;
    let answered = correspondence::repo::replies(db, row.id, None, MOST_REPLIES).await?;
    // What the case it goes on in was told is told here, too.
    let noticed = applicant_notices::repo::of_case(db, goes_on.id, None, MOST_NOTICES).await?;
    let complaints = callbacks::repo::complaints_of(db, row.id, MOST_COMPLAINTS).await?;
    let says_nothing = answered.is_empty() && complaints.is_empty();
    let staff = if says_nothing && noticed.is_empty() {
        Mentions::default()
    } else {
        let answering = complaints.iter().filter_map(|row| row.answered_by_id);
        staff(db, &events, answered.iter().map(|row| row.written_by_id).chain(answering)).await?
    };
    let mentions = if says_nothing {
        Mentions::default()
    } else {
        let parties = Mentions::of(&cases::parties(db, row.id).await?);
        Mentions::joined([&parties, &staff])
    };
    let own = cases::load(db, row).await?;
    // Who has a merged case is who has the one it goes on in.
    let carried =
        if goes_on.id == own.row.id { own.clone() } else { cases::load(db, goes_on).await? };
    let standing = standing_of(ground, &own, is_rated, now);
    let told = told(&words, &events, seen);
    let (allowed_actions, refused_actions) = acts(&standing);
    let type_code = own.row.type_code.as_deref();
    let happened = |row: &event::Model| Happened {
        step: change_of(row).as_ref().and_then(step_of),
        at: row.at,
    };
    let happened: Vec<_> = events.iter().map(happened).collect();
    Ok(TrackView {
        case_no: own.row.case_no.clone(),
        registered_at: own.row.registered_at,
        type_name: type_code.map(|code| words.code("case_type", code)),
        summary: words.summary(&own.state),
        steps: words.steps(&carried.state, &happened),
        with: with(&words, &carried.state),
        next: words.next(&carried.state, carried.row.due_at, now),
        waiting: words.waiting(&carried.state),
        outcome: words.outcome(&carried.state),
        reopen_until: standing.reopen_until(),
        new_count: u32::try_from(told.iter().filter(|told| told.is_new).count()).unwrap_or(0),
        changes: told,
        replies: answered.iter().map(|row| replied(&words, &mentions, row)).collect(),
        complaints: complaints.iter().map(|row| complained(&mentions, row)).collect(),
        notices: noticed
            .iter()
            .filter_map(|row| noticed_of(&words, &staff, &own.row, row))
            .collect(),
        event_count: own.row.event_count,
        as_of: now,
        last_looked_at: last.map(|look| look.looked_at),
        allowed_actions,
        refused_actions,
    })
}

/// Where a case stands for its citizen.
pub(super) fn standing_of(
    ground: &Ground,
    of: &cases::Loaded,
    is_rated: bool,
    now: DateTime<Utc>,
) -> Standing {
    Standing {
        status: of.state.status,
        closed_at: of.state.closed_at,
        is_rated,
        now,
        reopen_days: ground.keeper.bounds(&of.row).reopening_days,
    }
}

fn acts(standing: &Standing) -> (Vec<CitizenAct>, BTreeMap<String, String>) {
    let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
    for act in CitizenAct::ALL {
        match standing.refusal(*act) {
            None => allowed.push(*act),
            Some(code) => {
                refused.insert(act.as_str().to_owned(), code.as_str().to_owned());
            }
        }
    }
    (allowed, refused)
}

/// Who has it now: a unit, never a person.
fn with(words: &Words<'_>, state: &CaseState) -> Option<PublicUnit> {
    let has_ended = state.status.is_final() && state.status != CaseStatus::NotAccepted;
    if has_ended || state.status == CaseStatus::Closed {
        return None;
    }
    Some(match (state.owner.kind, state.owner.department_id) {
        (OwnerKind::Department, Some(id)) => words.department_unit(id),
        (
            OwnerKind::Department
            | OwnerKind::Window
            | OwnerKind::Dispatcher
            | OwnerKind::Director
            | OwnerKind::Leader
            | OwnerKind::Center,
            _,
        ) => words.center_unit(state.center_id),
    })
}

/// The names of all who acted on a case or answered about it.
async fn staff(
    db: &impl ConnectionTrait,
    events: &[event::Model],
    answering: impl Iterator<Item = Uuid>,
) -> AppResult<Mentions> {
    let people: HashSet<Uuid> = events.iter().flat_map(timeline::people).chain(answering).collect();
    Ok(Mentions::of_staff(personnel::repo::list_names(db, people).await?.into_values()))
}

/// What was answered, by the unit; a party or colleague it names against the rule is masked.
fn replied(words: &Words<'_>, mentions: &Mentions, row: &reply::Model) -> TrackReply {
    let unit = match row.department_id {
        Some(id) => words.department(id),
        None => words.center(row.center_id),
    };
    TrackReply { at: row.created_at, unit, text: mentions.hide(&row.text) }
}

/// A complaint, and its answer without names.
fn complained(mentions: &Mentions, row: &signal::Model) -> TrackComplaint {
    let (answer, answered_at) = (mentions.hide_some(row.answer.as_ref()), row.answered_at);
    TrackComplaint { at: row.created_at, answer, answered_at }
}

/// A stop or an extension as the citizen is told it, under the number they know.
fn noticed_of(
    words: &Words<'_>,
    staff: &Mentions,
    own: &case::Model,
    row: &notice::Model,
) -> Option<TrackNotice> {
    // What is for mail alone repeats what this page says.
    let kind = ApplicantNoticeKind::parse(&row.kind).filter(|kind| !kind.is_mail_only())?;
    let told = Told { directory: words.directory, codes: words.codes, lang: words.lang };
    let paragraphs = told.paragraphs(row, kind, &own.case_no);
    Some(TrackNotice {
        at: row.created_at,
        title: told.title(kind).to_owned(),
        paragraphs: paragraphs.iter().map(|text| staff.hide(text)).collect(),
        until_on: row.until_on,
    })
}

/// The events in plain words, the last first.
fn told(words: &Words<'_>, events: &[event::Model], seen: Option<i32>) -> Vec<TrackChange> {
    let mut lead: Option<Uuid> = None;
    let mut told = Vec::new();
    for row in events {
        let Some(change) = change_of(row) else { continue };
        if let Change::Dispatched { lead: to, .. } | Change::Ruled { lead: to, .. } = &change {
            lead = Some(to.department_id);
        }
        if let Some(text) = words.event(&change, lead) {
            let is_new = seen.is_some_and(|seen| row.seq > seen);
            told.push(TrackChange { seq: row.seq, at: row.at, text, is_new });
        }
    }
    told.reverse();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_read_as_it_is_meant() {
        let receipt = Receipt::of(" ９９０１０１－20260302—000001 ", "4815 1623");
        assert_eq!(receipt.case_no, "990101-20260302-000001");
        assert_eq!(receipt.code, "48151623");
    }

    #[test]
    fn only_the_same_bytes_are_the_same() {
        assert!(is_same(b"abc", b"abc"));
        assert!(!is_same(b"abc", b"abx"));
        assert!(!is_same(b"abc", b"ab"));
    }
}
