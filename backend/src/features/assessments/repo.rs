//! Queries of assessment. Every finder for a reader takes a [`Scope`].

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::dto::AssessmentRuling;
use super::entity::{appeal, appeal_fact, assessment, fact, head, period, scheme};
use super::outcome::Subject;
use super::scheme_dto::AssessmentSchemeState;
use crate::features::cases::entity::case;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope};

/// Rows in one INSERT: both databases bound the values of a statement.
const ROWS: usize = 500;

/// The schemes `actor` may read.
pub fn readable_schemes(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::AssessmentSchemeRead, "assessment_schemes")
}

/// A scheme within the scope; outside it does not exist (404).
pub async fn find_scheme(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<scheme::Model> {
    let found = scheme::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find_scheme`], held until the end of the transaction.
pub async fn find_scheme_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<scheme::Model> {
    let found = scheme::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The schemes within the scope that `matching` lets through, the newest first, before a place.
pub async fn list_schemes(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<scheme::Model>> {
    let before = before.map(|id| scheme::Column::Id.lt(id));
    let found = scheme::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(before))
        .order_by_desc(scheme::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_schemes(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(scheme::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Every version of a scheme, the oldest first, whoever asks.
pub async fn versions(db: &impl ConnectionTrait, line_id: Uuid) -> AppResult<Vec<scheme::Model>> {
    let found = scheme::Entity::find().filter(scheme::Column::LineId.eq(line_id));
    Ok(found.order_by_asc(scheme::Column::Edition).all(db).await?)
}

/// The version in force on a day: the newest that was published for it.
pub fn in_force(versions: &[scheme::Model], on: NaiveDate) -> Option<&scheme::Model> {
    let applies = |row: &&scheme::Model| {
        let is_out = [AssessmentSchemeState::Published, AssessmentSchemeState::Retired]
            .iter()
            .any(|state| state.as_str() == row.state);
        is_out
            && row.valid_from.is_some_and(|from| from <= on)
            && row.valid_to.is_none_or(|to| on <= to)
    };
    versions.iter().filter(applies).max_by_key(|row| row.edition)
}

/// Every version that was ever published, for the runner.
pub async fn published(db: &impl ConnectionTrait) -> AppResult<Vec<scheme::Model>> {
    let found = scheme::Entity::find().filter(scheme::Column::PublishedAt.is_not_null());
    let found = found.order_by_asc(scheme::Column::LineId).order_by_asc(scheme::Column::Edition);
    Ok(found.all(db).await?)
}

/// Schemes by id, whoever asks.
pub async fn schemes_by_id(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, scheme::Model>> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = scheme::Entity::find().filter(scheme::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// Enters a version of a scheme.
pub async fn insert_scheme(tx: &Tx, permit: &Permit, row: scheme::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "assessment scheme inserted");
    let row = row.into_active_model().reset_all();
    scheme::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a version that is held.
pub async fn save_scheme(tx: &Tx, permit: Permit, row: scheme::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "assessment scheme saved");
    scheme::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// The periods in which there is a result within the scope.
pub fn with_results(scope: &Scope) -> Condition {
    let seen = assessment::Entity::find()
        .select_only()
        .column(assessment::Column::PeriodId)
        .filter(scope.condition())
        .into_query();
    Condition::all().add(period::Column::Id.in_subquery(seen))
}

/// The periods that `matching` lets through, the newest first, before a place.
pub async fn list_periods(
    db: &impl ConnectionTrait,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<period::Model>> {
    let before = before.map(|id| period::Column::Id.lt(id));
    let found = period::Entity::find()
        .filter(matching.add_option(before))
        .order_by_desc(period::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_periods(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(period::Entity::find().filter(matching).count(db).await?)
}

/// Whether a period of a scheme is closed.
pub async fn is_closed(
    db: &impl ConnectionTrait,
    line_id: Uuid,
    from_on: NaiveDate,
) -> AppResult<bool> {
    let same = period::Entity::find()
        .filter(period::Column::LineId.eq(line_id))
        .filter(period::Column::FromOn.eq(from_on));
    Ok(same.one(db).await?.is_some())
}

/// Periods by id, whoever asks.
pub async fn periods_by_id(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, period::Model>> {
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = period::Entity::find().filter(period::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// Enters a closed period with its facts and results.
pub async fn insert_period(
    tx: &Tx,
    permit: Permit,
    row: period::Model,
    facts: Vec<fact::Model>,
    results: Vec<assessment::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "assessment period inserted");
    let row = row.into_active_model().reset_all();
    period::Entity::insert(row).exec_without_returning(&**tx).await?;
    for some in facts.chunks(ROWS) {
        let rows = some.iter().map(|one| one.clone().into_active_model().reset_all());
        fact::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    for some in results.chunks(ROWS) {
        let rows = some.iter().map(|one| one.clone().into_active_model().reset_all());
        assessment::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Every fact of a period.
pub async fn facts_of_period(
    db: &impl ConnectionTrait,
    period_id: Uuid,
) -> AppResult<Vec<fact::Model>> {
    Ok(fact::Entity::find().filter(fact::Column::PeriodId.eq(period_id)).all(db).await?)
}

/// The first results of a period, in their order.
pub async fn first_results(
    db: &impl ConnectionTrait,
    period_id: Uuid,
) -> AppResult<Vec<assessment::Model>> {
    let found = assessment::Entity::find()
        .filter(assessment::Column::PeriodId.eq(period_id))
        .filter(assessment::Column::Edition.eq(1))
        .order_by_asc(assessment::Column::ListedNo);
    Ok(found.all(db).await?)
}

/// The results `actor` may read.
pub fn readable(actor: &Actor) -> Scope {
    Scope::assessments(actor, Action::AssessmentRead)
}

/// A result within the scope; outside it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<assessment::Model> {
    let found = assessment::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<assessment::Model> {
    let found = assessment::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The results within the scope that `matching` lets through, in the order of the list, after a place.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(i32, Uuid)>,
    limit: u64,
) -> AppResult<Vec<assessment::Model>> {
    let column =
        |column: assessment::Column| Expr::col((assessment::Entity, column).into_column_ref());
    let rest = after.map(|(no, id)| {
        let (key, by) = (column(assessment::Column::ListedNo), column(assessment::Column::Id));
        portable::after(&key, &by, Some(no), id, false)
    });
    let found = assessment::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by_asc(assessment::Column::ListedNo)
        .order_by_asc(assessment::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(assessment::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Which result corrects each of these.
pub async fn corrections(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Uuid>> {
    let found: Vec<(Option<Uuid>, Uuid)> = assessment::Entity::find()
        .select_only()
        .columns([assessment::Column::CorrectsId, assessment::Column::Id])
        .filter(assessment::Column::CorrectsId.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(corrects, id)| Some((corrects?, id))).collect())
}

/// Enters a corrected result.
pub async fn insert(tx: &Tx, permit: Permit, row: assessment::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "corrected assessment inserted");
    let row = row.into_active_model().reset_all();
    assessment::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The facts behind a result.
pub fn behind(row: &assessment::Model) -> Condition {
    Condition::all()
        .add(fact::Column::PeriodId.eq(row.period_id))
        .add(fact::Column::UnitId.eq(row.unit_id))
        .add_option(row.person_id.map(|id| fact::Column::PersonId.eq(id)))
}

/// The facts that `matching` lets through, by id, after a place.
pub async fn list_facts(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    limit: Option<u64>,
) -> AppResult<Vec<fact::Model>> {
    let after = after.map(|id| fact::Column::Id.gt(id));
    let found = fact::Entity::find()
        .filter(matching.add_option(after))
        .order_by_asc(fact::Column::Id)
        .limit(limit);
    Ok(found.all(db).await?)
}

/// Which of these cases few may know of.
pub(super) async fn restricted(
    db: &impl ConnectionTrait,
    ids: HashSet<Uuid>,
) -> AppResult<HashSet<Uuid>> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let found: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(ids))
        .filter(case::Column::Restriction.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// How many there are.
pub async fn count_facts(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(fact::Entity::find().filter(matching).count(db).await?)
}

/// What was decided about facts by appeals against results of this subject's period.
pub async fn rulings(
    db: &impl ConnectionTrait,
    period_id: Uuid,
) -> AppResult<HashMap<Uuid, AssessmentRuling>> {
    let appeals = appeal::Entity::find()
        .select_only()
        .column(appeal::Column::Id)
        .filter(appeal::Column::PeriodId.eq(period_id))
        .into_query();
    let found: Vec<(Uuid, Option<String>)> = appeal_fact::Entity::find()
        .select_only()
        .columns([appeal_fact::Column::FactId, appeal_fact::Column::Ruling])
        .filter(appeal_fact::Column::AppealId.in_subquery(appeals))
        .filter(appeal_fact::Column::Ruling.is_not_null())
        .order_by_asc(appeal_fact::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(id, word): (Uuid, Option<String>)| {
        let ruling = word.as_deref().and_then(AssessmentRuling::parse);
        ruling.map(|ruling| (id, ruling)).ok_or_else(|| AppError::internal("an unknown ruling"))
    };
    found.into_iter().map(read).collect()
}

/// Whose result a row is.
pub fn subject_of(row: &assessment::Model) -> Subject {
    Subject { unit_id: row.unit_id, person_id: row.person_id }
}

/// The appeals against these results, the oldest first.
pub async fn appeals_against(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<appeal::Model>> {
    let found = appeal::Entity::find().filter(appeal::Column::AssessmentId.is_in(ids));
    Ok(found.order_by_asc(appeal::Column::Id).all(db).await?)
}

/// The appeals `actor` decides on, or decided.
pub fn decided_by(actor: &Actor) -> Condition {
    let above = Scope::of_center(actor, Action::AssessmentDecide, "assessment_appeals");
    let last = Scope::of_center(actor, Action::AssessmentDecideLast, "assessment_appeals");
    let nobody_above =
        Condition::all().add(appeal::Column::CenterId.is_null()).add(last.condition());
    Condition::any().add(above.condition()).add(nobody_above)
}

/// An appeal among those; others do not exist (404). Held where `tx` writes.
pub async fn find_appeal(
    db: &impl ConnectionTrait,
    among: Condition,
    id: Uuid,
    is_held: bool,
) -> AppResult<appeal::Model> {
    let mut found = appeal::Entity::find_by_id(id).filter(among);
    if is_held {
        found = found.lock_exclusive();
    }
    found.one(db).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The appeals that `matching` lets through, the newest first, before a place.
pub async fn list_appeals(
    db: &impl ConnectionTrait,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<appeal::Model>> {
    let before = before.map(|id| appeal::Column::Id.lt(id));
    let found = appeal::Entity::find()
        .filter(matching.add_option(before))
        .order_by_desc(appeal::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_appeals(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(appeal::Entity::find().filter(matching).count(db).await?)
}

/// The facts of appeals.
pub async fn facts_of_appeals(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<appeal_fact::Model>> {
    let found = appeal_fact::Entity::find().filter(appeal_fact::Column::AppealId.is_in(ids));
    Ok(found.order_by_asc(appeal_fact::Column::Id).all(db).await?)
}

/// Enters an appeal with its facts.
pub async fn insert_appeal(
    tx: &Tx,
    permit: Permit,
    row: appeal::Model,
    facts: Vec<appeal_fact::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "appeal inserted");
    let row = row.into_active_model().reset_all();
    appeal::Entity::insert(row).exec_without_returning(&**tx).await?;
    let rows = facts.into_iter().map(|one| one.into_active_model().reset_all());
    appeal_fact::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an appeal that is held, and what was decided about its facts.
pub async fn save_appeal(
    tx: &Tx,
    permit: &Permit,
    row: appeal::Model,
    facts: Vec<appeal_fact::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "appeal saved");
    appeal::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    for one in facts {
        appeal_fact::Entity::update(one.into_active_model().reset_all()).exec(&**tx).await?;
    }
    Ok(())
}

/// The heads `actor` may name.
pub fn named_by(actor: &Actor) -> Scope {
    Scope::of_center(actor, Action::AssessmentNameHead, "department_heads")
}

/// The heads within the scope that `matching` lets through, the newest first, before a place.
pub async fn list_heads(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<head::Model>> {
    let before = before.map(|id| head::Column::Id.lt(id));
    let found = head::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(before))
        .order_by_desc(head::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_heads(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(head::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// A head within the scope, held until the end of the transaction; outside it does not exist (404).
pub async fn find_head(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<head::Model> {
    let found = head::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Ends whoever heads a department now.
pub async fn end_heads(
    tx: &Tx,
    permit: &Permit,
    department_id: Uuid,
    at: sea_orm::prelude::DateTimeUtc,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "heads of a department ended");
    head::Entity::update_many()
        .col_expr(head::Column::EndedAt, Expr::value(Some(at)))
        .col_expr(head::Column::UpdatedAt, Expr::value(at))
        .col_expr(head::Column::RowVersion, Expr::col(head::Column::RowVersion).add(1))
        .filter(head::Column::DepartmentId.eq(department_id))
        .filter(head::Column::EndedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Enters a head.
pub async fn insert_head(tx: &Tx, permit: Permit, row: head::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "head of a department inserted");
    let row = row.into_active_model().reset_all();
    head::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a head that is held.
pub async fn save_head(tx: &Tx, permit: Permit, row: head::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "head of a department saved");
    head::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
