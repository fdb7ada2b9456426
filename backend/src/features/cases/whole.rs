//! A case read whole: its row, its parties, and the people the row points to, in one statement.

use sea_orm::sea_query::{Alias, Expr, IntoColumnRef as _, LockType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityName as _, EntityTrait as _, FromQueryResult,
    JoinType, QueryFilter as _, QueryOrder as _, QuerySelect, RelationDef, SelectTwo,
};
use uuid::Uuid;

use super::entity::{case, party};
use super::repo::Names;
use crate::features::personnel::entity::person;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Scope;

/// The people a case points to, as the statement calls them.
const FIRST_CONTACT: &str = "first_contact";
const LEADER: &str = "leader";

/// A case, its parties, and the people its row points to.
#[derive(Debug)]
pub struct Whole {
    /// The row.
    pub row: case::Model,
    /// 当事人, in their order.
    pub parties: Vec<party::Model>,
    /// The names of who was asked first and of the leader in charge.
    pub names: Names,
}

/// A row with the names of the people it points to.
#[derive(Debug, FromQueryResult)]
struct Named {
    #[sea_orm(nested)]
    case: case::Model,
    first_contact_name: Option<String>,
    leader_name: Option<String>,
}

/// Finds a case the actor may see; outside the scope it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<Whole> {
    whole(statement(scope, id).into_model::<Named, party::Model>().all(db).await?)
}

/// The same, held until the end of the transaction: on PostgreSQL by a row lock, on SQLite by the
/// only writer.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<Whole> {
    let mut found = statement(scope, id);
    // Of an outer join, PostgreSQL locks the side that is always there.
    QuerySelect::query(&mut found).lock_with_tables(LockType::Update, [case::Entity.table_ref()]);
    whole(found.into_model::<Named, party::Model>().all(&**tx).await?)
}

fn statement(scope: &Scope, id: Uuid) -> SelectTwo<case::Entity, party::Entity> {
    let name = |of: &str| Expr::col((Alias::new(of), person::Column::Name).into_column_ref());
    let person_at = |column: case::Column| -> RelationDef {
        case::Entity::belongs_to(person::Entity).from(column).to(person::Column::Id).into()
    };
    let (first, leader) = (Alias::new(FIRST_CONTACT), Alias::new(LEADER));
    let parties = case::Entity::belongs_to(party::Entity)
        .from(case::Column::Id)
        .to(party::Column::CaseId)
        .into();
    case::Entity::find()
        .join(JoinType::LeftJoin, parties)
        .join_as(JoinType::LeftJoin, person_at(case::Column::FirstContactId), first)
        .join_as(JoinType::LeftJoin, person_at(case::Column::ChargeLeaderId), leader)
        .expr_as(name(FIRST_CONTACT), "first_contact_name")
        .expr_as(name(LEADER), "leader_name")
        .select_also(party::Entity)
        .filter(scope.condition())
        .filter(case::Column::Id.eq(id))
        .order_by_asc(party::Column::PartyNo)
}

fn whole(rows: Vec<(Named, Option<party::Model>)>) -> AppResult<Whole> {
    let mut rows = rows.into_iter();
    let (named, first) = rows.next().ok_or(ErrorCode::RequestNotFound)?;
    let parties = first.into_iter().chain(rows.filter_map(|(_, party)| party)).collect();
    let Named { case: row, first_contact_name, leader_name } = named;
    let people =
        [row.first_contact_id.zip(first_contact_name), row.charge_leader_id.zip(leader_name)];
    let names = people.into_iter().flatten().collect();
    Ok(Whole { row, parties, names })
}
