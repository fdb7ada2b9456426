//! The cases behind a cell: the same facts, the same scope, the same position of the ledger as its
//! figure, case by case.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoColumnRef as _, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
    Select,
};
use uuid::Uuid;

use super::asked::Asked;
use super::definition::{Cell, Column, Measure, ReportBreakdown};
use super::dto::{ReportKnownAt, ReportRow, ReportRowFilter};
use super::entity::{closing, entry};
use super::facts::{FactKind, LATE, STOCK};
use super::figures::UNCLASSIFIED;
use super::service::closings_of;
use crate::app::AppState;
use crate::features::cases::entity::case;
use crate::features::cases::model::Channel;
use crate::features::cases::view::Viewer;
use crate::platform::db::portable;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, Page, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The only order of the list, in its cursors.
const ORDER: &str = "report_rows:case_id";

#[derive(FromQueryResult)]
struct Sums {
    case_id: Uuid,
    times: Option<i64>,
    people: Option<i64>,
    amount_fen: Option<i64>,
}

/// One page of the cases behind a cell.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    report: &str,
    filter: &ReportRowFilter,
    lang: Lang,
) -> AppResult<Page<ReportRow>> {
    let asked = Asked::read(state, actor, lang, report, &filter.month, filter.region_id).await?;
    let cell = asked.definition.cell(&filter.cell).filter(|cell| cell.is_additive());
    let cell = cell.ok_or(ErrorCode::ReportUnknown)?;
    let db = state.db.reader();
    let (closing, before) = closings_of(db, actor, asked.month).await?;
    let known = Known::of(filter.known_at, closing.as_ref());
    let meant = meant(&asked, cell, filter.item.as_deref(), &known, before.as_ref())?;
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let rows = limit(filter.limit);
    let total = counted(filter.count, count(db, actor, &asked, &meant)).await?;
    let found = sums(db, &asked, &meant, after, rows + 1).await?;
    let cases = cases(db, actor, found.iter().map(|row| row.case_id)).await?;
    let viewer = Viewer::of(state, actor, lang).await?;
    let view = |row: Sums| {
        let case = cases.get(&row.case_id).map(|line| viewer.summary(line)).transpose()?;
        Ok(case.map(|case| ReportRow {
            case,
            times: row.times.unwrap_or(0),
            people: row.people.unwrap_or(0),
            amount_fen: row.amount_fen.unwrap_or(0),
        }))
    };
    let page = Page::cut(found, rows, ORDER, |row| (None, row.case_id), view)?;
    let items: AppResult<Vec<_>> = page.items.into_iter().collect();
    Ok(Page { items: items?.into_iter().flatten().collect(), next_cursor: page.next_cursor, total })
}

/// Which part of the ledger is meant.
enum Known {
    /// All that has been counted.
    Now,
    /// What was counted when the month was closed.
    Until(i64),
    /// What came after it was closed.
    Since(i64),
}

impl Known {
    fn of(asked: Option<ReportKnownAt>, closing: Option<&closing::Model>) -> Self {
        match (closing, asked) {
            (None, _) | (Some(_), Some(ReportKnownAt::Now)) => Self::Now,
            (Some(closing), None | Some(ReportKnownAt::Closing)) => Self::Until(closing.block_no),
            (Some(closing), Some(ReportKnownAt::Since)) => Self::Since(closing.block_no),
        }
    }

    fn condition(&self) -> Condition {
        let block = entry::Column::BlockNo;
        match self {
            Self::Now => Condition::all(),
            Self::Until(end) => Condition::all().add(block.lt(*end)),
            Self::Since(start) => Condition::all().add(block.gte(*start)),
        }
    }
}

/// The lines of the journal that a cell sums up.
struct Meant {
    lines: Condition,
    /// What of them decides whether a case stands behind the cell.
    of: Column,
    /// Whether some of them count the other way.
    is_stock: bool,
}

fn meant(
    asked: &Asked<'_>,
    cell: &Cell,
    item: Option<&str>,
    known: &Known,
    before: Option<&closing::Model>,
) -> AppResult<Meant> {
    let number = asked.month.number();
    let (month, block) = (entry::Column::Month, entry::Column::BlockNo);
    let stock = || {
        let kinds = STOCK.iter().map(|(kind, _)| kind.as_str());
        Condition::all().add(entry::Column::Kind.is_in(kinds))
    };
    let of_stock = |lines: Condition| {
        if item.is_some() {
            return Err(AppError::from(ErrorCode::ReportUnknown));
        }
        Ok(Meant { lines, of: Column::Times, is_stock: true })
    };
    match &cell.measure {
        Measure::Opening => {
            let lines = stock().add(until("<", number));
            of_stock(match (before, known) {
                // What was carried over never changes.
                (Some(_), Known::Since(_)) => lines.add(Expr::cust("1 = 0")),
                (Some(before), Known::Now | Known::Until(_)) => {
                    lines.add(block.lt(before.block_no))
                }
                (None, _) => lines.add(known.condition()),
            })
        }
        Measure::Corrections => {
            let lines = stock().add(until("<", number)).add(known.condition());
            of_stock(match before {
                Some(before) => lines.add(block.gte(before.block_no)),
                None => lines.add(Expr::cust("1 = 0")),
            })
        }
        Measure::Closing => of_stock(stock().add(until("<=", number)).add(known.condition())),
        Measure::Overdue => {
            let kinds = LATE.iter().map(|(kind, _)| kind.as_str());
            let lines = Condition::all().add(entry::Column::Kind.is_in(kinds));
            of_stock(lines.add(until("<=", number)).add(known.condition()))
        }
        Measure::Sum { kinds, of, by, channels } => {
            let kinds = kinds.iter().map(|kind| kind.as_str());
            let through =
                (!channels.is_empty()).then(|| entry::Column::Channel.is_in(channels.clone()));
            let part = match item {
                None => None,
                Some(item) => Some(part(asked, by.ok_or(ErrorCode::ReportUnknown)?, item)?),
            };
            let lines = Condition::all()
                .add(month.eq(number))
                .add(entry::Column::Kind.is_in(kinds))
                .add(known.condition())
                .add_option(through)
                .add_option(part);
            Ok(Meant { lines, of: *of, is_stock: false })
        }
        Measure::Share { .. } => Err(ErrorCode::ReportUnknown.into()),
    }
}

/// The lines of all months up to one. The sign keeps an index that begins with the month out of it:
/// nearly all lines are meant, and a page is filled soonest in the order of the cases.
fn until(operator: &'static str, number: i32) -> SimpleExpr {
    Expr::cust(format!("+report_entries.month {operator} {number}"))
}

/// The lines of one item of a breakdown.
fn part(asked: &Asked<'_>, by: ReportBreakdown, item: &str) -> AppResult<Condition> {
    let code = entry::Column::TypeCode;
    Ok(match by {
        ReportBreakdown::Channel => {
            let channel = Channel::parse(item).ok_or(ErrorCode::ReportUnknown)?;
            Condition::all().add(entry::Column::Channel.eq(channel.as_str()))
        }
        ReportBreakdown::Type if item == UNCLASSIFIED => Condition::all().add(code.eq("")),
        ReportBreakdown::Type => {
            asked.codes.item("case_type", item).ok_or(ErrorCode::ReportUnknown)?;
            portable::below(&Expr::col((entry::Entity, code).into_column_ref()), item)
        }
        ReportBreakdown::MediationType => {
            let is_class = asked.walk.items.iter().any(|class| class.code == item);
            if !is_class {
                return Err(ErrorCode::ReportUnknown.into());
            }
            let all = asked.codes.set("case_type").map(|(_, items)| items).unwrap_or_default();
            let codes = all.iter().map(|item| item.code.as_str()).chain([""]);
            let of_class: Vec<_> = codes.filter(|code| asked.walk.class_of(code) == item).collect();
            Condition::all().add(code.is_in(of_class))
        }
    })
}

impl Meant {
    /// The sum of a column over the lines of one case.
    fn sum(&self, column: entry::Column) -> SimpleExpr {
        let plain = SimpleExpr::from(Expr::col((entry::Entity, column).into_column_ref()));
        let signed = if self.is_stock { turned(plain) } else { plain };
        signed.sum().cast_as(Alias::new("bigint"))
    }
}

/// The cases behind a cell, by their ids alone.
fn behind(asked: &Asked<'_>, meant: &Meant) -> Select<entry::Entity> {
    let decides = meant.sum(match meant.of {
        Column::Times => entry::Column::Times,
        Column::People => entry::Column::People,
        Column::AmountFen => entry::Column::AmountFen,
    });
    entry::Entity::find()
        .select_only()
        .column(entry::Column::CaseId)
        .filter(asked.within("report_entries"))
        .filter(meant.lines.clone())
        .group_by(entry::Column::CaseId)
        .having(decides.ne(0))
}

/// How many of them the reader sees.
async fn count(
    db: &impl ConnectionTrait,
    actor: &Actor,
    asked: &Asked<'_>,
    meant: &Meant,
) -> AppResult<u64> {
    let seen = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .into_query();
    let seen = entry::Column::CaseId.in_subquery(seen);
    Ok(behind(asked, meant).filter(seen).count(db).await?)
}

async fn sums(
    db: &impl ConnectionTrait,
    asked: &Asked<'_>,
    meant: &Meant,
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<Sums>> {
    Ok(behind(asked, meant)
        .expr_as(meant.sum(entry::Column::Times), "times")
        .expr_as(meant.sum(entry::Column::People), "people")
        .expr_as(meant.sum(entry::Column::AmountFen), "amount_fen")
        .filter(Condition::all().add_option(after.map(|id| entry::Column::CaseId.gt(id))))
        .order_by_asc(entry::Column::CaseId)
        .limit(most)
        .into_model::<Sums>()
        .all(db)
        .await?)
}

/// What leaves the stock counts against it.
fn turned(amount: SimpleExpr) -> SimpleExpr {
    let leaving: Vec<&str> = STOCK
        .iter()
        .chain(LATE)
        .filter(|(_, sign)| *sign < 0)
        .map(|(kind, _): &(FactKind, i64)| kind.as_str())
        .collect();
    let zero = Expr::val(0).sub(amount.clone());
    Expr::case(entry::Column::Kind.is_in(leaving), zero).finally(amount).into()
}

async fn cases(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, case::Line>> {
    let ids: Vec<_> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let lines = case::Entity::find()
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(case::Column::Id.is_in(ids))
        .into_partial_model::<case::Line>()
        .all(db)
        .await?;
    Ok(lines.into_iter().map(|line| (line.id, line)).collect())
}
