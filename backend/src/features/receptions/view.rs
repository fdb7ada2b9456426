//! Days, exchanges, appointments and receptions as one reader may see them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    AppointmentView, PromiseView, ReceptionDayView, ReceptionView, SwapDay, SwapView,
};
use super::entity::{appointment, day, reception, swap};
use super::promises;
use super::repo;
use super::rules::{AppointmentState, DayState, SwapState, swap_state};
use crate::features::calendars::civil_day::local_date;
use crate::features::case_tasks;
use crate::features::case_tasks::view::CaseLines;
use crate::features::cases::mentioned::Mentioned;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, PersonRef};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, Scope, holds};

/// What the rights table looks at of a day: the leader of the roster has it in hand.
pub(super) fn facts_of(row: &day::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        holder_id: Some(row.leader_id),
        ..Facts::default()
    }
}

/// The same for what only who really receives may do.
pub(super) fn receiver_facts(row: &day::Model) -> Facts<'_> {
    Facts { holder_id: Some(row.stand_in_id.unwrap_or(row.leader_id)), ..facts_of(row) }
}

/// What the rights table looks at of an exchange, which somebody has to answer or take back.
pub(super) fn swap_facts(row: &swap::Model, holder_id: Uuid) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        holder_id: Some(holder_id),
        ..Facts::default()
    }
}

/// What the rights table looks at of an appointment.
pub(super) fn appointment_facts(row: &appointment::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        ..Facts::default()
    }
}

fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// Where a day stands.
pub(super) fn state_of(row: &day::Model) -> AppResult<DayState> {
    DayState::parse(&row.state).ok_or_else(unreadable)
}

/// What may be done with a day, with the right each takes.
const VERBS: &[(&str, Action)] = &[
    ("update", Action::ReceptionPlan),
    ("discard", Action::ReceptionPlan),
    ("excuse", Action::ReceptionExcuse),
    ("ask_swap", Action::ReceptionSwap),
    ("appoint", Action::ReceptionAppoint),
    ("record", Action::ReceptionRecord),
];

/// Why `actor` may not do a verb of [`VERBS`] with a day; none when they may. `is_received` says
/// whether something was received on it already.
pub(super) fn refusal(
    row: &day::Model,
    verb: &str,
    actor: &Actor,
    now: DateTime<Utc>,
    is_received: bool,
) -> Option<ErrorCode> {
    let right = VERBS.iter().find(|(name, _)| *name == verb).map(|(_, right)| *right)?;
    let facts = if verb == "record" { receiver_facts(row) } else { facts_of(row) };
    if !holds(actor, right, &facts) {
        return Some(ErrorCode::AuthNotAllowed);
    }
    let state = DayState::parse(&row.state)?;
    let today = local_date(now);
    let is_public = matches!(state, DayState::Published | DayState::Absent);
    let is_open = match verb {
        "update" => (state == DayState::Draft || is_public) && row.held_on >= today,
        "discard" => state == DayState::Draft,
        "excuse" => is_public && row.held_on >= today && !is_received,
        "ask_swap" => {
            state == DayState::Published && row.stand_in_id.is_none() && row.held_on > today
        }
        "appoint" => state == DayState::Published && row.ends_at > now,
        _ if state == DayState::Published && row.held_on > today => {
            return Some(ErrorCode::ReceptionNotYet);
        }
        _ => state == DayState::Published,
    };
    (!is_open).then_some(ErrorCode::ReceptionWrongState)
}

/// What `actor` may do to a day.
pub(super) fn open_verbs(
    row: &day::Model,
    actor: &Actor,
    now: DateTime<Utc>,
    is_received: bool,
) -> impl Iterator<Item = &'static str> {
    let verbs = VERBS.iter().map(|(verb, _)| *verb);
    verbs.filter(move |verb| refusal(row, verb, actor, now, is_received).is_none())
}

fn told(
    verbs: impl Iterator<Item = (&'static str, Option<ErrorCode>)>,
) -> (Vec<String>, BTreeMap<String, String>) {
    let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
    for (verb, code) in verbs {
        match code {
            None => allowed.push(verb.to_owned()),
            Some(code) => {
                refused.insert(verb.to_owned(), code.as_str().to_owned());
            }
        }
    }
    (allowed, refused)
}

/// What is under a day: all of it for one day, nothing in a list.
#[derive(Debug, Default)]
pub(super) struct Under {
    pub(super) swaps: Vec<swap::Model>,
    pub(super) appointments: Vec<appointment::Model>,
    pub(super) receptions: Vec<reception::Model>,
}

impl Under {
    /// Of one day.
    pub(super) async fn of(db: &impl ConnectionTrait, day_id: Uuid) -> AppResult<Self> {
        Ok(Self {
            swaps: repo::asked_swaps(db, &[day_id]).await?,
            appointments: repo::appointments(db, day_id).await?,
            receptions: repo::of_day(db, day_id).await?,
        })
    }
}

/// Who reads, and all that is needed to write for them.
pub(super) struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    now: DateTime<Utc>,
    names: HashMap<Uuid, String>,
    figures: HashMap<Uuid, (u64, u64)>,
    days: HashMap<Uuid, day::Model>,
    lines: CaseLines,
    mentioned: Mentioned,
    linked: Vec<(Uuid, Uuid)>,
    promises: Vec<PromiseView>,
}

impl<'a> Reader<'a> {
    /// For these days and what is under them, in a number of statements that does not depend on how
    /// many there are.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        (actor, directory, now): (&'a Actor, &'a Directory, DateTime<Utc>),
        days: &[day::Model],
        under: &Under,
    ) -> AppResult<Self> {
        let ids: Vec<Uuid> = days.iter().map(|day| day.id).collect();
        let people = days.iter().flat_map(|day| [Some(day.leader_id), day.stand_in_id]).flatten();
        let of_swaps = under.swaps.iter().flat_map(|swap| [swap.asked_by_id, swap.asked_of_id]);
        let of_visits = under.appointments.iter().map(|one| one.booked_by_id);
        let of_records =
            under.receptions.iter().flat_map(|one| [one.received_by_id, one.recorded_by_id]);
        let people: HashSet<Uuid> =
            people.chain(of_swaps).chain(of_visits).chain(of_records).collect();
        let names = personnel::repo::list_names(db, people).await?;
        let receptions: Vec<Uuid> = under.receptions.iter().map(|one| one.id).collect();
        let linked = repo::cases_of(db, &receptions).await?;
        let booked = under.appointments.iter().filter_map(|one| one.case_id);
        let cases: HashSet<Uuid> =
            linked.iter().map(|(_, case_id)| *case_id).chain(booked).collect();
        let mentioned = Mentioned::of(db, actor, cases.iter().copied()).await?;
        let lines = CaseLines::of(db, actor, cases, &mentioned).await?;
        let swapped: HashSet<Uuid> =
            under.swaps.iter().flat_map(|swap| [swap.day_id, swap.other_day_id]).collect();
        let scope = Scope::case_tasks(actor, Action::CaseTaskRead);
        let tasks = case_tasks::repo::of_receptions(db, &scope, receptions).await?;
        let promises = promises::views(db, actor, directory, local_date(now), &tasks).await?;
        Ok(Self {
            actor,
            directory,
            now,
            names,
            figures: repo::figures(db, &ids).await?,
            days: repo::days_by_ids(db, swapped.into_iter().collect()).await?,
            lines,
            mentioned,
            linked,
            promises,
        })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn center(&self, id: Uuid) -> CenterRef {
        let center = self.directory.centers.get(&id);
        CenterRef { id, name: center.map(|center| center.name.clone()).unwrap_or_default() }
    }

    /// A day with what is under it.
    pub(super) fn day(&self, row: &day::Model, under: &Under) -> AppResult<ReceptionDayView> {
        let state = state_of(row)?;
        let (booked_count, reception_count) =
            self.figures.get(&row.id).copied().unwrap_or_default();
        let is_received = reception_count > 0;
        let verbs = VERBS
            .iter()
            .map(|(verb, _)| (*verb, refusal(row, verb, self.actor, self.now, is_received)));
        let (allowed_actions, refused_actions) = told(verbs);
        let swaps = under.swaps.iter().map(|swap| self.swap(swap));
        let appointments = under.appointments.iter().map(|one| self.appointment(one));
        let is_past = row.held_on < local_date(self.now);
        Ok(ReceptionDayView {
            id: row.id,
            center: self.center(row.center_id),
            held_on: row.held_on,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            leader: self.person(row.leader_id),
            leader_title: row.leader_title.clone(),
            stand_in: row.stand_in_id.map(|id| self.person(id)),
            place: row.place.clone(),
            slots: row.slots,
            booked_count,
            reception_count,
            state,
            published_at: row.published_at,
            is_published_late: row.is_published_late,
            late_reason: row.late_reason.clone(),
            absent_at: row.absent_at,
            absence_reason: row.absence_reason.clone(),
            is_unrecorded: state == DayState::Published && is_past && !is_received,
            swaps: swaps.collect::<AppResult<_>>()?,
            appointments: appointments.collect::<AppResult<_>>()?,
            receptions: under.receptions.iter().map(|one| self.reception(one)).collect(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    /// An exchange.
    pub(super) fn swap(&self, row: &swap::Model) -> AppResult<SwapView> {
        let stored = SwapState::parse(&row.state).ok_or_else(unreadable)?;
        let day = |id: Uuid| {
            let held_on = self.days.get(&id).map_or(NaiveDate::MIN, |day| day.held_on);
            SwapDay { id, held_on }
        };
        let (mine, theirs) = (day(row.day_id), day(row.other_day_id));
        let state = swap_state(stored, (mine.held_on, theirs.held_on), local_date(self.now));
        let (allowed_actions, refused_actions) = told(
            [
                ("agree", row.asked_of_id),
                ("refuse", row.asked_of_id),
                ("withdraw", row.asked_by_id),
            ]
            .into_iter()
            .map(|(verb, whose)| (verb, swap_refusal(row, whose, self.actor, state))),
        );
        Ok(SwapView {
            id: row.id,
            day: mine,
            other_day: theirs,
            asked_by: self.person(row.asked_by_id),
            asked_of: self.person(row.asked_of_id),
            reason: row.reason.clone(),
            state,
            answer: row.answer.clone(),
            decided_at: row.decided_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    /// An appointment.
    pub(super) fn appointment(&self, row: &appointment::Model) -> AppResult<AppointmentView> {
        let state = AppointmentState::parse(&row.state).ok_or_else(unreadable)?;
        let may = holds(self.actor, Action::ReceptionAppoint, &appointment_facts(row));
        let code = match state {
            _ if !may => Some(ErrorCode::AuthNotAllowed),
            AppointmentState::Booked => None,
            AppointmentState::Received | AppointmentState::Cancelled | AppointmentState::Missed => {
                Some(ErrorCode::ReceptionAppointmentEnded)
            }
        };
        let (allowed_actions, refused_actions) =
            told(["cancel", "miss"].into_iter().map(|verb| (verb, code)));
        let mentions = self.mentioned.among(row.case_id);
        Ok(AppointmentView {
            id: row.id,
            day_id: row.day_id,
            slot_no: row.slot_no,
            subject: mentions.hide_some(row.subject.as_ref()),
            people_count: row.people_count,
            case: row.case_id.map(|id| self.lines.line(id)),
            state,
            cancel_reason: mentions.hide_some(row.cancel_reason.as_ref()),
            booked_by: self.person(row.booked_by_id),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    /// A reception with its cases and promises.
    pub(super) fn reception(&self, row: &reception::Model) -> ReceptionView {
        let cases = self.linked.iter().filter(|(id, _)| *id == row.id);
        let promises = self.promises.iter().filter(|one| one.reception_id == row.id);
        let mentions = self.mentioned.among(cases.clone().map(|(_, case_id)| *case_id));
        ReceptionView {
            id: row.id,
            day_id: row.day_id,
            center: self.center(row.center_id),
            received_by: self.person(row.received_by_id),
            received_at: row.received_at,
            people_count: row.people_count,
            note: mentions.hide_some(row.note.as_ref()),
            appointment_id: row.appointment_id,
            cases: cases.map(|(_, case_id)| self.lines.line(*case_id)).collect(),
            promises: promises.cloned().collect(),
            recorded_by: self.person(row.recorded_by_id),
            receipt: None,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
        }
    }
}

/// Why `actor` may not answer or take back an exchange; none when they may.
pub(super) fn swap_refusal(
    row: &swap::Model,
    whose: Uuid,
    actor: &Actor,
    state: SwapState,
) -> Option<ErrorCode> {
    if !holds(actor, Action::ReceptionSwap, &swap_facts(row, whose)) {
        return Some(ErrorCode::AuthNotAllowed);
    }
    (state != SwapState::Asked).then_some(ErrorCode::ReceptionSwapEnded)
}
