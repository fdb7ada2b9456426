//! The queue of callbacks: cases that wait for somebody outside the handling unit, longest first.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{CallbackAttempt, CallbackFilter, CallbackRating, CallbackView};
use super::integrity::SignalState;
use super::quotas::Quotas;
use super::{repo, sampling};
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::entity::{case, event};
use crate::features::cases::ledger::change_of;
use crate::features::cases::model::Level;
use crate::features::cases::view::Viewer;
use crate::features::public;
use crate::features::public::entity::rating;
use crate::platform::db::portable;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The order of the list, in its cursors.
const ORDER: &str = "callbacks:since";
/// In so many words: only so does the index of these cases serve.
const WAITING: &str = "cases.status = 'in_callback'";

/// What the queue looks at and a list does not show.
#[derive(Debug, Clone, Copy, Default)]
struct Tried {
    /// Days on which nobody was reached.
    days: i32,
    /// The last of them.
    last_on: Option<NaiveDate>,
    /// Its place in the samples.
    place: Option<i32>,
    /// When the result was reported.
    resolved_at: Option<DateTime<Utc>>,
}

/// As the columns are read.
type TriedRow = (Uuid, i32, Option<NaiveDate>, Option<i32>, Option<DateTime<Utc>>);

/// One page of the queue.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &CallbackFilter,
    lang: Lang,
) -> AppResult<Page<CallbackView>> {
    let db = state.db.reader();
    let now = state.clock.now();
    let today = local_date(now);
    let quotas = Quotas::load(db).await?;
    let waiting = matching(actor, filter, today)
        .add_option(filter.is_sampled.map(|is_sampled| sampled(&quotas, today, is_sampled)));
    let total = match filter.count {
        Some(Count::Exact) => Some(case::Entity::find().filter(waiting.clone()).count(db).await?),
        None => None,
    };
    let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
    let after = filter.cursor.as_deref().map(place).transpose()?.map(|(at, id)| {
        let (key, by) = (column(case::Column::OwnerSince), column(case::Column::Id));
        portable::after(&key, &by, Some(at), id, false)
    });
    let most = limit(filter.limit);
    let found = case::Entity::find()
        .filter(waiting.add_option(after))
        .order_by_asc(case::Column::OwnerSince)
        .order_by_asc(case::Column::Id)
        .limit(most + 1)
        .into_partial_model::<case::Line>()
        .all(db)
        .await?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let ids: Vec<_> = found.iter().map(|line| line.id).collect();
    let tried = tried(db, &ids).await?;
    let beside = Beside {
        viewer: Viewer::of(state, actor, lang).await?,
        quotas,
        attempts: attempts(db, &ids).await?,
        ratings: ratings(db, &ids, &tried).await?,
        tried,
        open: open(db, &ids).await?,
        calendar: &calendar,
        today,
    };
    let at = |line: &case::Line| {
        let since = line.owner_since.to_rfc3339_opts(SecondsFormat::Micros, true);
        (Some(since), line.id)
    };
    let page = Page::cut(found, most, ORDER, at, |line| beside.view(&line))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn place(text: &str) -> AppResult<(DateTime<Utc>, Uuid)> {
    let cursor = Cursor::decode(text, ORDER)?;
    Ok((cursor.instant()?, cursor.id))
}

/// What waits for somebody like the caller.
fn matching(actor: &Actor, filter: &CallbackFilter, today: NaiveDate) -> Condition {
    let tried = case::Column::LastFailedCallbackOn;
    let due = Condition::any().add(tried.is_null()).add(tried.lt(today));
    let failed_today = Condition::all().add(tried.is_not_null()).add(tried.gte(today));
    let levels = (!filter.level.is_empty())
        .then(|| case::Column::Level.is_in(filter.level.iter().map(|level| level.as_str())));
    Condition::all()
        .add(Expr::cust(WAITING))
        .add(Scope::cases(actor, Action::CaseRecordCallback).condition())
        .add_option(levels)
        .add_option(filter.is_due.map(|is_due| if is_due { due } else { failed_today }))
}

/// Those inside the quotas of their levels and units, or outside them: what [`sampling::is_in`] says of
/// each.
fn sampled(quotas: &Quotas, today: NaiveDate, is_sampled: bool) -> Condition {
    let (place, lead) = (case::Column::SamplePlace, case::Column::LeadDepartmentId);
    let units = quotas.units();
    let mut any = Condition::any();
    for level in Level::ALL.iter().copied().map(Some).chain([None]) {
        let of_level = match level {
            Some(level) => case::Column::Level.eq(level.as_str()),
            None => case::Column::Level.is_null(),
        };
        for unit in units.iter().copied().map(Some).chain([None]) {
            let of_unit = match unit {
                Some(id) => Condition::all().add(lead.eq(id)),
                None if units.is_empty() => Condition::all(),
                None => {
                    Condition::any().add(lead.is_null()).add(lead.is_not_in(units.iter().copied()))
                }
            };
            let percent = quotas.percent(level, unit, today);
            let cut = if is_sampled { place.lt(percent) } else { place.gte(percent) };
            let these = Condition::all().add(of_level.clone()).add(of_unit).add(cut);
            any = any.add(these);
        }
    }
    any
}

async fn tried(db: &impl ConnectionTrait, ids: &[Uuid]) -> AppResult<HashMap<Uuid, Tried>> {
    let rows: Vec<TriedRow> = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::FailedCallbacks,
            case::Column::LastFailedCallbackOn,
            case::Column::SamplePlace,
            case::Column::ResolvedAt,
        ])
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let tried = |(id, days, last_on, place, resolved_at): TriedRow| {
        (id, Tried { days, last_on, place, resolved_at })
    };
    Ok(rows.into_iter().map(tried).collect())
}

/// Attempts by case, oldest first: those since the result was accepted last.
async fn attempts(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> AppResult<HashMap<Uuid, Vec<CallbackAttempt>>> {
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids.iter().copied()))
        .filter(event::Column::Kind.is_in(["callback_recorded", "resolution_accepted"]))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut attempts: HashMap<Uuid, Vec<CallbackAttempt>> = HashMap::new();
    for row in rows {
        let of_case = attempts.entry(row.case_id).or_default();
        match change_of(&row) {
            Some(Change::CallbackRecorded { reached, .. }) => {
                of_case.push(CallbackAttempt { at: row.at, on: local_date(row.at), reached });
            }
            Some(_) | None => of_case.clear(),
        }
    }
    Ok(attempts)
}

/// The rating of the result that waits: one of before was answered by working on it again.
async fn ratings(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
    tried: &HashMap<Uuid, Tried>,
) -> AppResult<HashMap<Uuid, rating::Model>> {
    let rows = public::repo::ratings_of(db, ids).await?;
    let is_present = |row: &rating::Model| {
        let resolved_at = tried.get(&row.case_id).and_then(|tried| tried.resolved_at);
        resolved_at.is_none_or(|at| row.created_at >= at)
    };
    Ok(rows.into_iter().filter(is_present).map(|row| (row.case_id, row)).collect())
}

/// How many questions of each case are open.
async fn open(db: &impl ConnectionTrait, ids: &[Uuid]) -> AppResult<HashMap<Uuid, u32>> {
    let mut open = HashMap::new();
    for id in repo::open_signals_of(db, ids, SignalState::Open.as_str()).await? {
        *open.entry(id).or_insert(0) += 1;
    }
    Ok(open)
}

/// What a page needs beside its rows.
struct Beside<'a> {
    viewer: Viewer<'a>,
    quotas: Quotas,
    tried: HashMap<Uuid, Tried>,
    attempts: HashMap<Uuid, Vec<CallbackAttempt>>,
    ratings: HashMap<Uuid, rating::Model>,
    open: HashMap<Uuid, u32>,
    calendar: &'a Calendar,
    today: NaiveDate,
}

impl Beside<'_> {
    fn view(&self, line: &case::Line) -> AppResult<CallbackView> {
        let tried = self.tried.get(&line.id).copied().unwrap_or_default();
        let level = line.level.as_deref().and_then(Level::parse);
        let percent = self.quotas.percent(level, line.lead_department_id, self.today);
        let rating = self.ratings.get(&line.id).map(|rating| CallbackRating {
            solved: rating.solved,
            fairly_treated: rating.fairly_treated,
            at: rating.created_at,
        });
        Ok(CallbackView {
            id: line.id,
            case: self.viewer.summary(line)?,
            since: line.owner_since,
            is_sampled: sampling::is_in(tried.place, percent),
            percent,
            attempts: self.attempts.get(&line.id).cloned().unwrap_or_default(),
            failed_days: tried.days,
            next_attempt_on: self.next_attempt_on(tried.last_on),
            rating,
            open_signals: self.open.get(&line.id).copied().unwrap_or(0),
            created_at: line.created_at,
            updated_at: line.updated_at,
            version: line.row_version,
            // The scope of the list is the right to do it.
            allowed_actions: vec!["record_callback".to_owned()],
            refused_actions: BTreeMap::new(),
        })
    }

    /// On another day than the last that failed, and a working day.
    fn next_attempt_on(&self, failed_on: Option<NaiveDate>) -> NaiveDate {
        let next = failed_on.and_then(|on| self.calendar.add_working_days(on, 1).ok());
        next.filter(|next| *next > self.today).unwrap_or(self.today)
    }
}
