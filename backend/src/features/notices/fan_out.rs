//! From the ledger to notices: block after block, each event once.
//!
//! The ledger is the outbox (ADR 8): an event is told after it was sealed, usually within two
//! seconds, and an action pays no statement for it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, DatabaseConnection, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::cursor;
use super::from_events::{Audience, Detail, Draft, drafts};
use super::kind::NoticeAboutKind;
use super::params::Params;
use super::repo;
use super::seats::Seats;
use super::tell::{About, Telling, Told, tell};
use crate::app::AppState;
use crate::features::calendars::civil_day::{OFFSET_CN, local_date};
use crate::features::cases::entity::{case, event};
use crate::features::cases::ledger::change_of;
use crate::features::cases::projection::CaseState;
use crate::features::org::directory::Directory;
use crate::features::supervision;
use crate::features::supervision::entity::order;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Action, Facts, holds};

/// The cursor of the case ledger.
const CASES: &str = "cases";
/// Events told in one transaction, so that nobody waits long for the only writer of SQLite.
const CHUNK: usize = 200;
/// Chunks a round, so that an import does not hold up the other jobs.
const CHUNKS: usize = 20;
/// What happened longer ago, such as in an imported file, is history and no news.
const NEWS_DAYS: i64 = 7;

/// Tells what was sealed since the last round.
pub async fn fan_out(state: Arc<AppState>) -> AppResult<u64> {
    let mut told = 0;
    let mut seats = None;
    for _ in 0..CHUNKS {
        let Some((at, events)) = next_chunk(state.db.reader(), state.clock.now()).await? else {
            break;
        };
        told += tell_chunk(&state, &mut seats, at, &events).await?;
    }
    Ok(told)
}

/// A part of the ledger, and where the cursor stands before and after it.
struct Place {
    before: cursor::Model,
    after: cursor::Model,
}

async fn next_chunk(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
) -> AppResult<Option<(Place, Vec<event::Model>)>> {
    let Some(before) = cursor::Entity::find_by_id(CASES).one(db).await? else { return Ok(None) };
    let events = event::Entity::find()
        .filter(event::Column::BlockNo.eq(before.block_no))
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?;
    if events.is_empty() {
        return Ok(None);
    }
    let all = events.len();
    let skip = usize::try_from(before.told).unwrap_or(0);
    // History, such as an import, is passed over at once.
    let most = if events.iter().any(|event| is_news(event, now)) { CHUNK } else { all };
    let chunk: Vec<_> = events.into_iter().skip(skip).take(most).collect();
    let done = skip + chunk.len();
    let mut after = before.clone();
    if done >= all {
        after.block_no += 1;
        after.told = 0;
    } else {
        after.told = i32::try_from(done).unwrap_or(i32::MAX);
    }
    Ok(Some((Place { before, after }, chunk)))
}

async fn tell_chunk(
    state: &AppState,
    seats: &mut Option<Seats>,
    at: Place,
    events: &[event::Model],
) -> AppResult<u64> {
    let now = state.clock.now();
    let news: Vec<_> = events.iter().filter(|event| is_news(event, now)).collect();
    let directory = state.directory.get(&state.db, now).await?;
    let matters = matters(state, &news).await?;
    let orders = orders(state.db.reader(), &matters).await?;
    let mut told = Vec::new();
    for matter in matters.iter().filter(|matter| !matter.said.is_empty()) {
        let seats = if let Some(seats) = seats {
            &*seats
        } else {
            let today = local_date(now);
            seats.insert(Seats::load(state.db.reader(), &directory, today).await?)
        };
        told.extend(matter.told(seats, &directory, &orders));
    }
    told.sort_by_key(|(place, _)| *place);
    let told: Vec<_> = told.into_iter().map(|(_, told)| told).collect();
    let telling = Telling::of(state).await?;
    let count = state
        .db
        .write(async |tx: &Tx| {
            if !repo::move_cursor(tx, &at.before, &at.after).await? {
                // Another server did it.
                return Ok(0);
            }
            tell(state, tx, &telling, told).await
        })
        .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn is_news(event: &event::Model, now: DateTime<Utc>) -> bool {
    event.at >= now - TimeDelta::days(NEWS_DAYS)
}

/// What is asked of a case's row.
#[derive(Debug, FromQueryResult)]
struct Head {
    id: Uuid,
    case_no: String,
    region_code: String,
    registered_by_id: Option<Uuid>,
    first_contact_id: Option<Uuid>,
}

/// A draft with the event that made it.
struct Said {
    event_id: Uuid,
    actor_id: Option<Uuid>,
    /// When it was recorded, and its place in the case: notices come in the order of their facts.
    place: (DateTime<Utc>, i32),
    draft: Draft,
}

/// A case that something happened to.
struct Matter {
    head: Head,
    /// As it is now: who may read it is asked of today.
    state: CaseState,
    /// Whether it is under an open supervision order; asked only where the case is restricted.
    is_supervised: bool,
    said: Vec<Said>,
}

async fn matters(state: &AppState, news: &[&event::Model]) -> AppResult<Vec<Matter>> {
    let ids: HashSet<_> = news.iter().map(|event| event.case_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let db = state.db.reader();
    let heads = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::CaseNo,
            case::Column::RegionCode,
            case::Column::RegisteredById,
            case::Column::FirstContactId,
        ])
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .into_model::<Head>()
        .all(db)
        .await?;
    let ledger = event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut ledgers: HashMap<Uuid, Vec<event::Model>> = HashMap::new();
    for event in ledger {
        ledgers.entry(event.case_id).or_default().push(event);
    }
    let wanted: HashSet<_> = news.iter().map(|event| event.id).collect();
    let found = heads.into_iter().filter_map(|head| {
        let ledger = ledgers.remove(&head.id)?;
        let (state, said) = folded(&ledger, &wanted)?;
        Some(Matter { head, state, is_supervised: false, said })
    });
    let mut found: Vec<_> = found.collect();
    let restricted = found.iter().filter(|matter| matter.state.restriction.is_some());
    let restricted: Vec<_> = restricted.map(|matter| matter.head.id).collect();
    let supervised = supervision::repo::supervised(db, &restricted).await?;
    for matter in &mut found {
        matter.is_supervised = supervised.contains(&matter.head.id);
    }
    Ok(found)
}

/// The state of a case, and what its wanted events say; none for a ledger that cannot be read.
fn folded(ledger: &[event::Model], wanted: &HashSet<Uuid>) -> Option<(CaseState, Vec<Said>)> {
    let (first, rest) = ledger.split_first()?;
    let mut state = CaseState::registered(&change_of(first)?, first.at)?;
    let mut said = Vec::new();
    for event in rest {
        let change = change_of(event)?;
        let before = wanted.contains(&event.id).then(|| state.clone());
        state.apply(&change, event.at, event.actor_id);
        if let Some(before) = before {
            let all = drafts(&change, &before, &state).into_iter();
            let (event_id, actor_id) = (event.id, event.actor_id);
            let place = (event.recorded_at, event.seq);
            said.extend(all.map(|draft| Said { event_id, actor_id, place, draft }));
        }
    }
    Some((state, said))
}

/// The supervision orders the notices are about.
async fn orders(
    db: &DatabaseConnection,
    matters: &[Matter],
) -> AppResult<HashMap<Uuid, order::Model>> {
    let said = matters.iter().flat_map(|matter| &matter.said);
    let ids: HashSet<_> =
        said.filter_map(|said| said.draft.order.as_ref().map(|order| order.id)).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    supervision::repo::by_ids(db, ids).await
}

impl Matter {
    /// Everybody of the audiences who may read what it is about, but for who did it.
    fn told(
        &self,
        seats: &Seats,
        directory: &Directory,
        orders: &HashMap<Uuid, order::Model>,
    ) -> Vec<((DateTime<Utc>, i32), Told)> {
        let assists = self.state.assist_department_ids();
        let of_case = Facts {
            region_code: Some(&self.head.region_code),
            center_id: Some(self.state.center_id),
            lead_department_id: self.state.lead_department_id,
            assist_department_ids: &assists,
            registered_by_id: self.head.registered_by_id,
            first_contact_id: self.head.first_contact_id,
            is_restricted: self.state.restriction.is_some(),
            charge_leader_id: self.state.charge.as_ref().map(|charge| charge.leader_id),
            is_supervised: self.is_supervised,
            ..Facts::default()
        };
        let told = self.said.iter().flat_map(|said| {
            let Said { event_id, actor_id, place, draft } = said;
            let order = draft.order.as_ref().and_then(|about| orders.get(&about.id));
            // A department that lost the case still owes the reply to an order about it.
            let (right, facts) = match (order, &draft.mediated) {
                (Some(order), _) => (Action::SupervisionOrderRead, supervision::facts_of(order)),
                (None, Some(about)) if about.is_agreement => {
                    (Action::AgreementRead, of_case.clone())
                }
                (None, Some(_)) => (Action::MediationRead, of_case.clone()),
                (None, None) => match draft.left_by() {
                    Some(left) => (Action::CaseRead, as_it_was(&of_case, left)),
                    None => (Action::CaseRead, of_case.clone()),
                },
            };
            let mediators = draft.mediated.as_ref().map(|about| &about.people);
            let readers = seats
                .of(addressed(draft.to, order))
                .filter(move |seat| Some(seat.person_id) != *actor_id)
                .filter(move |seat| {
                    let sits = mediators
                        .is_some_and(|people| seat.own_ids().any(|id| people.contains(&id)));
                    let holder_id = sits.then_some(seat.person_id);
                    holds(seat, right, &Facts { holder_id, ..facts.clone() })
                });
            let about = match (order, &draft.mediated) {
                (Some(order), _) => About { kind: NoticeAboutKind::SupervisionOrder, id: order.id },
                (None, Some(about)) if about.is_agreement => {
                    About { kind: NoticeAboutKind::Agreement, id: about.id }
                }
                (None, Some(about)) => About { kind: NoticeAboutKind::Mediation, id: about.id },
                (None, None) => About { kind: NoticeAboutKind::Case, id: self.head.id },
            };
            let about = Some(about).filter(|_| draft.left_by().is_none());
            let fact = draft.order.as_ref().map(|order| order.fact.clone());
            let fact_key = fact.unwrap_or_else(|| event_id.to_string());
            let params = params(&self.head.case_no, draft.detail.as_ref(), directory);
            readers.map(move |seat| {
                let told = Told {
                    person_id: seat.person_id,
                    capacity_id: Some(seat.capacity_id),
                    kind: draft.kind,
                    fact_key: fact_key.clone(),
                    about,
                    params: params.clone(),
                };
                (*place, told)
            })
        });
        told.collect()
    }
}

/// A case as who assisted in it could read it, until its part ended.
fn as_it_was<'a>(of_case: &Facts<'a>, assistant: &'a Uuid) -> Facts<'a> {
    Facts { assist_department_ids: std::slice::from_ref(assistant), ..of_case.clone() }
}

/// A reply is judged where its order was issued, which may be above the centre of its cases.
fn addressed(to: Audience, order: Option<&order::Model>) -> Audience {
    match (to, order) {
        (Audience::Supervisors(_), Some(order)) => Audience::Supervisors(order.center_id),
        (to, _) => to,
    }
}

fn params(case_no: &str, detail: Option<&Detail>, directory: &Directory) -> Params {
    let params = Params::default().with("case_no", case_no);
    match detail {
        None => params,
        Some(Detail::Department(id)) => params.with("department", directory.department_name(*id)),
        Some(Detail::Center(id)) => {
            let center = directory.centers.get(id).map(|center| center.name.clone());
            params.with("center", center.unwrap_or_default())
        }
        Some(Detail::Days(days)) => params.with("days", days.to_string()),
        Some(Detail::On(day)) => params.with("on", day.to_string()),
        Some(Detail::OtherCase(number)) => params.with("other_case_no", number),
        Some(Detail::Rule(name)) => params.with("rule", name),
        Some(Detail::Over(days)) => params.with("days", days.to_string()),
        Some(Detail::Order(number)) => params.with("order_no", number),
        Some(Detail::At(at)) => {
            params.with("at", (*at + OFFSET_CN).format("%Y-%m-%d %H:%M").to_string())
        }
        Some(Detail::Agreement(number)) => params.with("agreement_no", number),
        Some(Detail::AgreementOn(number, day)) => {
            params.with("agreement_no", number).with("on", day.to_string())
        }
        Some(Detail::OrderDue(number, day)) => {
            params.with("order_no", number).with("on", day.to_string())
        }
        Some(Detail::OrderReply(number, id)) => {
            params.with("order_no", number).with("department", directory.department_name(*id))
        }
    }
}
