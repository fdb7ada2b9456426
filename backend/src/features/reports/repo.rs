//! Sums over the journal, the stocks and the closed months. Every finder takes a condition made of
//! a [`Scope`](crate::policy::Scope).

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::entity::{closing, closing_figure, entry, stock};
use super::facts::{FactKind, LATE};
use super::figures::Tallied;
use crate::platform::error::{AppError, AppResult};

fn sum(of: impl Into<SimpleExpr>) -> SimpleExpr {
    of.into().sum().cast_as(Alias::new("bigint"))
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    channel: String,
    type_code: String,
    times: Option<i64>,
    people: Option<i64>,
    amount_fen: Option<i64>,
}

#[derive(FromQueryResult)]
struct Place {
    region_code: String,
    center_id: Uuid,
}

/// The facts of a month within `within`, summed up; told apart by place where `is_by_place`.
pub async fn tallied(
    db: &impl ConnectionTrait,
    within: Condition,
    month: i32,
    is_by_place: bool,
) -> AppResult<Vec<Tallied>> {
    let mut rows = entry::Entity::find()
        .select_only()
        .column(entry::Column::Kind)
        .column(entry::Column::Channel)
        .column(entry::Column::TypeCode)
        .expr_as(sum(Expr::col(entry::Column::Times)), "times")
        .expr_as(sum(Expr::col(entry::Column::People)), "people")
        .expr_as(sum(Expr::col(entry::Column::AmountFen)), "amount_fen")
        .filter(entry::Column::Month.eq(month))
        .filter(within)
        .group_by(entry::Column::Kind)
        .group_by(entry::Column::Channel)
        .group_by(entry::Column::TypeCode);
    if !is_by_place {
        let rows = rows.into_model::<Row>().all(db).await?;
        return rows.into_iter().map(|row| tally(row, String::new(), Uuid::nil())).collect();
    }
    rows = rows
        .column(entry::Column::RegionCode)
        .column(entry::Column::CenterId)
        .group_by(entry::Column::RegionCode)
        .group_by(entry::Column::CenterId);
    let found = db.query_all(&sea_orm::QueryTrait::into_query(rows)).await?;
    let read = |row: &sea_orm::QueryResult| {
        let place = Place::from_query_result(row, "")?;
        tally(Row::from_query_result(row, "")?, place.region_code, place.center_id)
    };
    found.iter().map(read).collect()
}

fn tally(row: Row, region_code: String, center_id: Uuid) -> AppResult<Tallied> {
    let kind = FactKind::parse(&row.kind);
    Ok(Tallied {
        region_code,
        center_id,
        kind: kind.ok_or_else(|| AppError::internal("unknown fact in the journal"))?,
        channel: row.channel,
        type_code: row.type_code,
        times: row.times.unwrap_or(0),
        people: row.people.unwrap_or(0),
        amount_fen: row.amount_fen.unwrap_or(0),
    })
}

/// The open cases within `within` when `month` begins, from the kept stocks.
pub async fn opening(db: &impl ConnectionTrait, within: Condition, month: i32) -> AppResult<i64> {
    let found: Option<Option<i64>> = before(within, month)
        .select_only()
        .expr_as(sum(Expr::col(stock::Column::Amount)), "total")
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.flatten().unwrap_or(0))
}

/// The same for each place.
pub async fn openings(
    db: &impl ConnectionTrait,
    within: Condition,
    month: i32,
) -> AppResult<Vec<(String, Uuid, i64)>> {
    let found: Vec<(String, Uuid, Option<i64>)> = before(within, month)
        .select_only()
        .column(stock::Column::RegionCode)
        .column(stock::Column::CenterId)
        .expr_as(sum(Expr::col(stock::Column::Amount)), "total")
        .group_by(stock::Column::RegionCode)
        .group_by(stock::Column::CenterId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(code, id, total)| (code, id, total.unwrap_or(0))).collect())
}

/// The cases within `within` that are late when `month` begins, place by place, in no order.
pub async fn late(
    db: &impl ConnectionTrait,
    within: Condition,
    month: i32,
) -> AppResult<Vec<(String, Uuid, i64)>> {
    let kinds = LATE.iter().map(|(kind, _)| kind.as_str());
    let found: Vec<(String, Uuid, String, Option<i64>)> = entry::Entity::find()
        .select_only()
        .column(entry::Column::RegionCode)
        .column(entry::Column::CenterId)
        .column(entry::Column::Kind)
        .expr_as(sum(Expr::col(entry::Column::Times)), "total")
        .filter(entry::Column::Month.lt(month))
        .filter(entry::Column::Kind.is_in(kinds))
        .filter(within)
        .group_by(entry::Column::RegionCode)
        .group_by(entry::Column::CenterId)
        .group_by(entry::Column::Kind)
        .into_tuple()
        .all(db)
        .await?;
    let sign = |kind: &str| {
        let known = LATE.iter().find(|(one, _)| one.as_str() == kind);
        known.map_or(0, |(_, sign)| *sign)
    };
    let signed = |(code, id, kind, total): (String, Uuid, String, Option<i64>)| {
        (code, id, sign(&kind) * total.unwrap_or(0))
    };
    Ok(found.into_iter().map(signed).collect())
}

fn before(within: Condition, month: i32) -> Select<stock::Entity> {
    stock::Entity::find().filter(stock::Column::Month.lt(month)).filter(within)
}

/// The closed months of a county, the newest first.
pub async fn closings(
    db: &impl ConnectionTrait,
    county_code: &str,
    months: Option<[i32; 2]>,
) -> AppResult<Vec<closing::Model>> {
    let named = months.map(|months| closing::Column::Month.is_in(months));
    Ok(closing::Entity::find()
        .filter(closing::Column::CountyCode.eq(county_code))
        .filter(Condition::all().add_option(named))
        .order_by_desc(closing::Column::Month)
        .all(db)
        .await?)
}

/// A figure of a closed month, summed over places.
#[derive(Debug, FromQueryResult)]
pub struct Frozen {
    /// Which closing.
    pub closing_id: Uuid,
    /// Which report.
    pub report: String,
    /// Which cell.
    pub cell: String,
    /// Which item of it.
    pub item: String,
    /// The figure.
    pub amount: Option<i64>,
}

/// The figures of closed months within `within`.
pub async fn frozen(
    db: &impl ConnectionTrait,
    within: Condition,
    closings: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<Frozen>> {
    Ok(closing_figure::Entity::find()
        .select_only()
        .column(closing_figure::Column::ClosingId)
        .column(closing_figure::Column::Report)
        .column(closing_figure::Column::Cell)
        .column(closing_figure::Column::Item)
        .expr_as(sum(Expr::col(closing_figure::Column::Amount)), "amount")
        .filter(closing_figure::Column::ClosingId.is_in(closings))
        .filter(within)
        .group_by(closing_figure::Column::ClosingId)
        .group_by(closing_figure::Column::Report)
        .group_by(closing_figure::Column::Cell)
        .group_by(closing_figure::Column::Item)
        .into_model::<Frozen>()
        .all(db)
        .await?)
}

/// Every line of a closed month, in the order in which they are hashed.
pub async fn figures_of(
    db: &impl ConnectionTrait,
    closing_id: Uuid,
) -> AppResult<Vec<closing_figure::Model>> {
    let mut found = closing_figure::Entity::find()
        .filter(closing_figure::Column::ClosingId.eq(closing_id))
        .all(db)
        .await?;
    sort_figures(&mut found);
    Ok(found)
}

/// Brings lines into the order in which they are hashed: here, because the collations of databases
/// differ.
pub fn sort_figures(lines: &mut [closing_figure::Model]) {
    lines.sort_by(|one, other| place_of(one).cmp(&place_of(other)));
}

fn place_of(row: &closing_figure::Model) -> (&str, Uuid, &str, &str, &str) {
    (&row.region_code, row.center_id, &row.report, &row.cell, &row.item)
}
