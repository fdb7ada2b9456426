//! From the ledger to the journal of the reports: block after block, each case brought up to date.
//!
//! The ledger is the outbox (ADR 8), so counting costs no write of a case anything. What a case
//! counts is worked out from all of its events; the journal gets the difference to what stands there
//! already, under the number of the block that told it. A round that runs again finds no difference.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use actix_web::web;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoColumnRef as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    FromQueryResult, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{cursor, entry, stock};
use super::facts::{self, FactKind, HandlingLimit, Told};
use crate::app::AppState;
use crate::features::cases::entity::{case, clock, event};
use crate::features::cases::ledger::change_of;
use crate::features::cases::timekeeping::{Timekeeper, is_stopped};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};

/// The cursor of the case ledger.
const CASES: &str = "cases";
/// Blocks a round, so that an import does not hold up the other jobs.
const BLOCKS: usize = 20;
/// Rows in one INSERT: both databases bound the values of a statement.
const ROWS: usize = 500;

/// How far the ledger has been counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The first block that has not been.
    pub block_no: i64,
    /// Up to when what happened is counted.
    pub as_of: DateTime<Utc>,
    /// Whether nothing waits to be counted.
    pub is_current: bool,
}

/// Counts what was sealed since the last round; answers how many cases were looked at.
pub async fn follow_ledger(state: Arc<AppState>) -> AppResult<u64> {
    follow(&state).await
}

/// The same for whoever keeps the state.
pub async fn follow(state: &AppState) -> AppResult<u64> {
    let mut done = 0;
    let mut keeper = None;
    for _ in 0..BLOCKS {
        let Some(at) = cursor_of(state.db.reader()).await? else { break };
        let touched: Vec<Uuid> = event::Entity::find()
            .select_only()
            .column(event::Column::CaseId)
            .distinct()
            .filter(event::Column::BlockNo.eq(at.block_no))
            .into_tuple()
            .all(state.db.reader())
            .await?;
        if touched.is_empty() {
            break;
        }
        let keeper = match &keeper {
            Some(keeper) => keeper,
            None => keeper.insert(Timekeeper::of(state).await?),
        };
        done += u64::try_from(touched.len()).unwrap_or(0);
        count_block(state, keeper, &at, &touched).await?;
    }
    Ok(done)
}

async fn cursor_of(db: &impl ConnectionTrait) -> AppResult<Option<cursor::Model>> {
    Ok(cursor::Entity::find_by_id(CASES).one(db).await?)
}

/// How far it has been counted, as `db` sees it.
pub async fn position(db: &impl ConnectionTrait, now: DateTime<Utc>) -> AppResult<Position> {
    let at = cursor_of(db).await?.ok_or_else(|| AppError::internal("no cursor of the reports"))?;
    let first = async |waits| event::Entity::find().filter(waits).one(db).await;
    let is_current = first(event::Column::BlockNo.is_null()).await?.is_none()
        && first(event::Column::BlockNo.gte(at.block_no)).await?.is_none();
    let as_of = if is_current { now } else { at.moved_at };
    Ok(Position { block_no: at.block_no, as_of, is_current })
}

/// The same, and nobody counts on until the transaction ends.
pub async fn held_position(tx: &Tx, now: DateTime<Utc>) -> AppResult<Position> {
    cursor::Entity::find_by_id(CASES).lock_exclusive().one(&**tx).await?;
    position(&**tx, now).await
}

/// Where the facts of a case count, and as what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    month: i32,
    kind: FactKind,
    region_code: String,
    center_id: Uuid,
    channel: String,
    type_code: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    times: i32,
    people: i64,
    amount_fen: i64,
}

impl Sums {
    fn is_zero(self) -> bool {
        self == Self::default()
    }

    fn less(self, other: Self) -> Self {
        Self {
            times: self.times - other.times,
            people: self.people - other.people,
            amount_fen: self.amount_fen - other.amount_fen,
        }
    }

    fn more(self, other: Self) -> Self {
        other.less(Self::default().less(self))
    }
}

type Lines = BTreeMap<Key, Sums>;

/// What of a case's row counts.
#[derive(Debug, FromQueryResult)]
struct Head {
    id: Uuid,
    region_code: String,
    center_id: Uuid,
    channel: String,
    type_code: Option<String>,
    people_count: Option<i32>,
    amount_fen: Option<i64>,
}

async fn count_block(
    state: &AppState,
    keeper: &Timekeeper,
    at: &cursor::Model,
    touched: &[Uuid],
) -> AppResult<()> {
    let wanted = wanted(state, keeper, touched).await?;
    let now = state.clock.now();
    let work = async |tx: &Tx| {
        if !move_on(tx, at, now).await? {
            // Another server did it.
            return Ok(());
        }
        let mut known = known(tx, touched).await?;
        let (mut rows, mut growth) = (Vec::new(), BTreeMap::new());
        for (case_id, lines) in &wanted {
            let stands = known.remove(case_id).unwrap_or_default();
            for (key, sums) in differences(lines, &stands) {
                if let Some((_, sign)) = facts::STOCK.iter().find(|(kind, _)| *kind == key.kind) {
                    let place = (key.month, key.region_code.clone(), key.center_id);
                    *growth.entry(place).or_insert(0_i64) += sign * i64::from(sums.times);
                }
                rows.push(line(state, *case_id, at.block_no, key, sums));
            }
        }
        for some in rows.chunks(ROWS) {
            entry::Entity::insert_many(some.to_vec()).exec_without_returning(&**tx).await?;
        }
        grow(tx, growth).await
    };
    state.db.write(work).await
}

async fn move_on(tx: &Tx, at: &cursor::Model, now: DateTime<Utc>) -> AppResult<bool> {
    let moved = cursor::Entity::update_many()
        .col_expr(cursor::Column::BlockNo, Expr::value(at.block_no + 1))
        .col_expr(cursor::Column::MovedAt, Expr::value(now))
        .filter(cursor::Column::Name.eq(CASES))
        .filter(cursor::Column::BlockNo.eq(at.block_no))
        .exec(&**tx)
        .await?;
    Ok(moved.rows_affected > 0)
}

/// What each of the cases counts by its whole ledger.
async fn wanted(
    state: &AppState,
    keeper: &Timekeeper,
    touched: &[Uuid],
) -> AppResult<Vec<(Uuid, Lines)>> {
    let db = state.db.reader();
    let heads = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::RegionCode,
            case::Column::CenterId,
            case::Column::Channel,
            case::Column::TypeCode,
            case::Column::PeopleCount,
            case::Column::AmountFen,
        ])
        .filter(case::Column::Id.is_in(touched.iter().copied()))
        .into_model::<Head>()
        .all(db)
        .await?;
    let clocks = clock::Entity::find()
        .filter(clock::Column::CaseId.is_in(touched.iter().copied()))
        .filter(clock::Column::Kind.eq("handling"))
        .all(db)
        .await?;
    let mut limits: HashMap<Uuid, Vec<HandlingLimit>> = HashMap::new();
    for row in clocks {
        let limit = HandlingLimit {
            started_at: row.started_at,
            due_at: row.due_at,
            due_unextended_at: keeper.due_unextended(&row)?,
            finished_at: row.finished_at,
            is_stopped: is_stopped(&row),
        };
        limits.entry(row.case_id).or_default().push(limit);
    }
    let events = event::Entity::find()
        .filter(event::Column::CaseId.is_in(touched.iter().copied()))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let folded = web::block(move || folded(&heads, &limits, &events)).await;
    folded.map_err(|error| AppError::internal(error.to_string()))
}

fn folded(
    heads: &[Head],
    limits: &HashMap<Uuid, Vec<HandlingLimit>>,
    events: &[event::Model],
) -> Vec<(Uuid, Lines)> {
    let heads: HashMap<_, _> = heads.iter().map(|head| (head.id, head)).collect();
    let mut found = Vec::new();
    for ledger in events.chunk_by(|one, next| one.case_id == next.case_id) {
        let Some(head) = ledger.first().and_then(|event| heads.get(&event.case_id)) else {
            continue;
        };
        let limits = limits.get(&head.id).map_or(&[][..], Vec::as_slice);
        let told: Option<Vec<_>> = ledger.iter().map(told).collect();
        let Some(facts) = told.and_then(|told| facts::facts(&told, limits)) else {
            // What cannot be read is not guessed at: its figures stay as they were.
            tracing::error!(case.id = %head.id, "a ledger the reports cannot read");
            continue;
        };
        found.push((head.id, lines(head, &facts)));
    }
    found
}

fn told(event: &event::Model) -> Option<Told<'_>> {
    Some(Told {
        kind: &event.kind,
        data: &event.data,
        change: change_of(event)?,
        at: event.at,
        recorded_at: event.recorded_at,
        actor_id: event.actor_id,
    })
}

fn lines(head: &Head, facts: &facts::Facts) -> Lines {
    let of = |(&(month, kind), counted): (&(i32, FactKind), &facts::Counted)| {
        let key = Key {
            month,
            kind,
            region_code: head.region_code.clone(),
            center_id: head.center_id,
            channel: head.channel.clone(),
            type_code: head.type_code.clone().unwrap_or_default(),
        };
        let times = i64::from(counted.times);
        let of_case = times * head.amount_fen.unwrap_or(0);
        let sums = Sums {
            times: counted.times,
            people: times * i64::from(Ord::max(head.people_count.unwrap_or(0), counted.parties)),
            amount_fen: counted.amount_fen.unwrap_or(of_case),
        };
        (key, sums)
    };
    facts.iter().map(of).collect()
}

/// What the journal says of each of the cases.
async fn known(tx: &Tx, touched: &[Uuid]) -> AppResult<HashMap<Uuid, Lines>> {
    let mut known: HashMap<Uuid, Lines> = HashMap::new();
    let rows = entry::Entity::find()
        .filter(entry::Column::CaseId.is_in(touched.iter().copied()))
        .all(&**tx)
        .await?;
    for row in rows {
        let kind = FactKind::parse(&row.kind);
        let kind = kind.ok_or_else(|| AppError::internal("unknown fact in the journal"))?;
        let key = Key {
            month: row.month,
            kind,
            region_code: row.region_code,
            center_id: row.center_id,
            channel: row.channel,
            type_code: row.type_code,
        };
        let sums = known.entry(row.case_id).or_default().entry(key).or_default();
        let more = Sums { times: row.times, people: row.people, amount_fen: row.amount_fen };
        *sums = sums.more(more);
    }
    Ok(known)
}

fn differences(wanted: &Lines, known: &Lines) -> Lines {
    let of = |lines: &Lines, key: &Key| lines.get(key).copied().unwrap_or_default();
    let keys = wanted.keys().chain(known.keys());
    let all: Lines = keys.map(|key| (key.clone(), of(wanted, key).less(of(known, key)))).collect();
    all.into_iter().filter(|(_, sums)| !sums.is_zero()).collect()
}

fn line(
    state: &AppState,
    case_id: Uuid,
    block_no: i64,
    key: Key,
    sums: Sums,
) -> entry::ActiveModel {
    let row = entry::Model {
        id: state.ids.next(),
        case_id,
        block_no,
        month: key.month,
        kind: key.kind.as_str().to_owned(),
        region_code: key.region_code,
        center_id: key.center_id,
        channel: key.channel,
        type_code: key.type_code,
        times: sums.times,
        people: sums.people,
        amount_fen: sums.amount_fen,
    };
    row.into_active_model().reset_all()
}

async fn grow(tx: &Tx, growth: BTreeMap<(i32, String, Uuid), i64>) -> AppResult<()> {
    let rows: Vec<_> = growth
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|((month, region_code, center_id), amount)| stock::ActiveModel {
            month: ActiveValue::Set(month),
            region_code: ActiveValue::Set(region_code),
            center_id: ActiveValue::Set(center_id),
            amount: ActiveValue::Set(amount),
        })
        .collect();
    let known = Expr::col((stock::Entity, stock::Column::Amount).into_column_ref());
    let more = Expr::col((Alias::new("excluded"), stock::Column::Amount).into_column_ref());
    let key = [stock::Column::Month, stock::Column::RegionCode, stock::Column::CenterId];
    let sum = OnConflict::columns(key).value(stock::Column::Amount, known.add(more)).to_owned();
    for some in rows.chunks(ROWS) {
        stock::Entity::insert_many(some.to_vec())
            .on_conflict(sum.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}
