//! Closing a month (月结): its figures are kept as they are, under a hash, and the next month carries
//! over what was open. Nothing is forbidden by it: what is recorded later counts, and is shown as a
//! difference.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, IntoColumnRef as _};
use sea_orm::{
    ActiveModelTrait as _, Condition, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
};
use serde::Serialize;
use uuid::Uuid;

use super::asked::county_of;
use super::definition::{self, ReportCode};
use super::dto::{CloseMonthRequest, ReportClosingView};
use super::entity::{closing, closing_figure};
use super::figures::{self, Month, Opening, Tallied};
use super::journal;
use super::repo::{self, Frozen};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::RegionRef;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Page, Reply};
use crate::policy::{Action, Actor, Facts, Permit, authorize, holds};

/// The cell that is carried over.
const STOCK_AT_END: &str = "stock_end";
/// Rows in one INSERT: both databases bound the values of a statement.
const ROWS: usize = 500;

/// Names of those who closed months.
pub(super) type Names = HashMap<Uuid, String>;

/// The names of those who closed `rows`.
pub(super) async fn names<'a>(
    db: &impl ConnectionTrait,
    rows: impl Iterator<Item = &'a closing::Model>,
) -> AppResult<Names> {
    personnel::repo::list_names(db, rows.map(|row| row.closed_by_id)).await
}

/// A closing for people.
pub(super) fn view(
    row: &closing::Model,
    directory: &Directory,
    names: &Names,
) -> ReportClosingView {
    let id = directory.region_by_code.get(&row.county_code).copied().unwrap_or_default();
    let region = directory.regions.get(&id);
    ReportClosingView {
        id: row.id,
        month: Month::numbered(row.month).map(Month::text).unwrap_or_default(),
        region: RegionRef {
            id,
            code: row.county_code.clone(),
            name: region.map(|region| region.name.clone()).unwrap_or_default(),
        },
        closed_at: row.closed_at,
        closed_by: PersonRef {
            id: row.closed_by_id,
            name: names.get(&row.closed_by_id).cloned().unwrap_or_default(),
        },
        definition_version: row.definition_version,
        figures_hash: row.figures_hash.clone(),
        is_intact: None,
    }
}

/// What was open at the end of a closed month, within what `frozen` was summed over.
pub(super) fn stock_at_end(frozen: &[Frozen], closing_id: Uuid) -> i64 {
    let monthly = ReportCode::Monthly.as_str();
    let is_stock = |one: &&Frozen| {
        one.closing_id == closing_id && one.report == monthly && one.cell == STOCK_AT_END
    };
    frozen.iter().filter(is_stock).filter_map(|one| one.amount).sum()
}

/// Whether `actor` may close a month, for its page.
pub(super) fn rights(
    actor: &Actor,
    month: Month,
    is_closed: bool,
    now: DateTime<Utc>,
) -> (Vec<String>, BTreeMap<String, String>) {
    let facts = Facts { region_code: county_of(actor), ..Facts::default() };
    let refusal = if !holds(actor, Action::ReportClose, &facts) {
        Some(ErrorCode::AuthNotAllowed)
    } else if is_closed {
        Some(ErrorCode::ReportAlreadyClosed)
    } else if !is_over(month, now) {
        Some(ErrorCode::ReportMonthNotOver)
    } else {
        None
    };
    match refusal {
        None => (vec!["close".to_owned()], BTreeMap::new()),
        Some(code) => {
            let refused = ("close".to_owned(), code.as_str().to_owned());
            (Vec::new(), BTreeMap::from([refused]))
        }
    }
}

fn is_over(month: Month, now: DateTime<Utc>) -> bool {
    local_date(now) >= month.after().first()
}

/// The closed months of the reader's county, the newest first.
pub async fn list(state: &AppState, actor: &Actor) -> AppResult<Page<ReportClosingView>> {
    let Some(county) = county_of(actor) else { return Ok(Page::whole(Vec::new())) };
    let db = state.db.reader();
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let rows = repo::closings(db, county, None).await?;
    let names = names(db, rows.iter()).await?;
    Ok(Page::whole(rows.iter().map(|row| view(row, &directory, &names)).collect()))
}

/// One of them, with its figures held against their hash; that of another county is 404.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<ReportClosingView>> {
    let db = state.db.reader();
    let row = closing::Entity::find_by_id(id).one(db).await?;
    let row = row.filter(|row| county_of(actor) == Some(&row.county_code));
    let row = row.ok_or(ErrorCode::RequestNotFound)?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let names = names(db, std::iter::once(&row)).await?;
    let kept = hash_of(&repo::figures_of(db, row.id).await?)?;
    let mut view = view(&row, &directory, &names);
    view.is_intact = Some(kept == row.figures_hash);
    Reply::ok(&view)
}

/// Closes a month for the county of `actor`: 403 below the county, 422 before it is over, 409 when it
/// is closed, out of order, or not counted to its end yet.
pub async fn close(
    state: &AppState,
    actor: &Actor,
    command: Command<CloseMonthRequest>,
) -> AppResult<Reply<ReportClosingView>> {
    let month = Month::read(&command.body.month).ok_or(ErrorCode::RequestInvalidParameter)?;
    let county = county_of(actor).ok_or(ErrorCode::AuthNotAllowed)?.to_owned();
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let facts = Facts { region_code: Some(&county), ..Facts::default() };
            let permit = authorize(actor, Action::ReportClose, &facts)?;
            let by = By { person_id: actor.person_id, at: state.clock.now() };
            let row = close_in(state, tx, permit, &county, month, by).await?;
            let entry = Entry::of(state, AuditAction::ReportClosed).by(actor);
            record(tx, entry.on("report_closing", row.id).with("month", month.text())).await?;
            let names = Names::from([(actor.person_id, actor.person_name.clone())]);
            let view = view(&row, &directory, &names);
            Reply::created(&view, format!("/api/v1/report-closings/{}", row.id))
        })
        .await
}

/// Who closes a month, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// Who.
    pub person_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// Closes `month` for a county, in the transaction of whoever has the right to.
pub async fn close_in(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    county: &str,
    month: Month,
    by: By,
) -> AppResult<closing::Model> {
    tracing::debug!(permit = permit.action(), month = month.number(), "month closed");
    if !is_over(month, by.at) {
        return Err(AppError::field("/month", ErrorCode::ReportMonthNotOver));
    }
    let position = journal::held_position(tx, by.at).await?;
    if !position.is_current {
        return Err(AppError::from(ErrorCode::ReportNotCurrent).retry_after(5));
    }
    let before = in_order(tx, county, month).await?;
    let lines = lines(tx, county, month, before.as_ref()).await?;
    let definition = definition::of(ReportCode::Monthly, month.first())?;
    let id = state.ids.next();
    let mut figures: Vec<_> = lines
        .into_iter()
        .map(|line| closing_figure::Model {
            id: state.ids.next(),
            closing_id: id,
            region_code: line.place.0,
            center_id: line.place.1,
            report: line.report.as_str().to_owned(),
            cell: line.cell,
            item: line.item,
            amount: line.amount,
        })
        .collect();
    repo::sort_figures(&mut figures);
    let row = closing::Model {
        id,
        county_code: county.to_owned(),
        month: month.number(),
        definition_version: definition.version,
        block_no: position.block_no,
        closed_by_id: by.person_id,
        figures_hash: hash_of(&figures)?,
        closed_at: by.at,
    };
    let new = row.clone().into_active_model().reset_all();
    closing::Entity::insert(new).exec_without_returning(&**tx).await?;
    for some in figures.chunks(ROWS) {
        let rows = some.iter().map(|one| one.clone().into_active_model().reset_all());
        closing_figure::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(row)
}

/// The closing of the month before, where there is one: after the first, months are closed one after
/// the other.
async fn in_order(tx: &Tx, county: &str, month: Month) -> AppResult<Option<closing::Model>> {
    let closed = repo::closings(&**tx, county, None).await?;
    let Some(newest) = closed.into_iter().next() else { return Ok(None) };
    match Month::numbered(newest.month) {
        Some(last) if last.after() == month => Ok(Some(newest)),
        Some(last) if last.number() >= month.number() => Err(ErrorCode::ReportAlreadyClosed.into()),
        Some(last) => {
            Err(AppError::from(ErrorCode::ReportOutOfOrder).with("next_month", last.after().text()))
        }
        None => Err(AppError::internal("a closing of no month")),
    }
}

/// A place: region and centre.
type Place = (String, Uuid);

struct Line {
    place: Place,
    report: ReportCode,
    cell: String,
    item: String,
    amount: i64,
}

/// What of one place is known.
#[derive(Default)]
struct Known {
    rows: Vec<Tallied>,
    opening: Opening,
}

/// Every figure of every report, place by place.
async fn lines(
    tx: &Tx,
    county: &str,
    month: Month,
    before: Option<&closing::Model>,
) -> AppResult<Vec<Line>> {
    let number = month.number();
    let within = |table: &str| {
        let column = Expr::col((Alias::new(table), Alias::new("region_code")).into_column_ref());
        Condition::all().add(portable::below(&column, county))
    };
    let mut places: BTreeMap<Place, Known> = BTreeMap::new();
    for row in repo::tallied(&**tx, within("report_entries"), number, true).await? {
        let place = (row.region_code.clone(), row.center_id);
        places.entry(place).or_default().rows.push(row);
    }
    for (code, center_id, stock) in repo::openings(&**tx, within("report_stocks"), number).await? {
        places.entry((code, center_id)).or_default().opening.now = stock;
    }
    for (code, center_id, late) in repo::late(&**tx, within("report_entries"), number).await? {
        places.entry((code, center_id)).or_default().opening.late += late;
    }
    if let Some(before) = before {
        let monthly = ReportCode::Monthly.as_str();
        for row in repo::figures_of(&**tx, before.id).await? {
            if row.report == monthly && row.cell == STOCK_AT_END {
                let known = places.entry((row.region_code, row.center_id)).or_default();
                known.opening.carried = Some(row.amount);
            }
        }
        for known in places.values_mut() {
            known.opening.carried.get_or_insert(0);
        }
    }
    let walk = definition::mediation_types(month.first())?;
    let mut lines = Vec::new();
    for report in ReportCode::ALL {
        let definition = definition::of(*report, month.first())?;
        for (place, known) in &places {
            let of_place = figures::figures(&definition, &walk, &known.rows.iter(), known.opening);
            lines.extend(of_place.into_iter().map(|((cell, item), amount)| Line {
                place: place.clone(),
                report: *report,
                cell,
                item,
                amount,
            }));
        }
    }
    Ok(lines)
}

/// A line in the shape that is hashed; a released one is never changed.
#[derive(Serialize)]
struct Hashed<'a> {
    region_code: &'a str,
    center_id: Uuid,
    report: &'a str,
    cell: &'a str,
    item: &'a str,
    amount: i64,
}

/// SHA-256 over the canonical form of lines in their order.
fn hash_of(figures: &[closing_figure::Model]) -> AppResult<String> {
    let lines: Vec<_> = figures
        .iter()
        .map(|row| Hashed {
            region_code: &row.region_code,
            center_id: row.center_id,
            report: &row.report,
            cell: &row.cell,
            item: &row.item,
            amount: row.amount,
        })
        .collect();
    Ok(sha256(canonical(&lines)?.as_bytes()))
}
