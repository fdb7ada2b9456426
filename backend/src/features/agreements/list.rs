//! Lists of agreements: of the caller's scope, and of one case; and the clock day by day.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{AgreementFilter, AgreementSort, AgreementSummary};
use super::entity::agreement::{Column, Entity, Model};
use super::record::confirmation_clock;
use super::repo;
use super::view;
use super::workflow::{AgreementState, ConfirmationState};
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, local_date};
use crate::features::cases::dto::ClockExplanation;
use crate::features::cases::repo as cases;
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::mediations::dto::OfCaseFilter;
use crate::features::mediations::repo::case_lines;
use crate::platform::db::portable;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// One page of agreements.
pub async fn agreements(
    state: &AppState,
    actor: &Actor,
    filter: &AgreementFilter,
) -> AppResult<Page<AgreementSummary>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = repo::readable(actor);
    let by_due = filter.sort == Some(AgreementSort::NextDueOn);
    let order = if by_due { "agreements:next_due_on" } else { "agreements:-id" };
    let matching = matching(filter, local_date(now));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching.clone()).await?),
        None => None,
    };
    let after = filter.cursor.as_deref().map(|text| after(text, order, by_due)).transpose()?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.add_option(after), by_due, most + 1).await?;
    let at = |row: &Model| {
        let key = row.next_due_on.filter(|_| by_due);
        (key.map(|day| day.to_string()), row.id)
    };
    let Page { items, next_cursor, .. } = Page::cut(found, most, order, at, |row| row)?;
    let lines = case_lines(db, actor, items.iter().map(|row| row.case_id)).await?;
    let items = items.into_iter().map(|row| view::summary(row, &lines, now));
    let items = items.collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total })
}

fn after(text: &str, order: &str, by_due: bool) -> AppResult<Condition> {
    let cursor = Cursor::decode(text, order)?;
    if !by_due {
        return Ok(Condition::all().add(Column::Id.lt(cursor.id)));
    }
    let column = |column: Column| Expr::col((Entity, column).into_column_ref());
    let (key, id) = (column(Column::NextDueOn), column(Column::Id));
    Ok(portable::after(&key, &id, Some(cursor.day()?), cursor.id, false))
}

fn matching(filter: &AgreementFilter, today: NaiveDate) -> Condition {
    let states = (!filter.state.is_empty())
        .then(|| Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    let forms = (!filter.form.is_empty())
        .then(|| Column::Form.is_in(filter.form.iter().map(|form| form.as_str())));
    let confirmations = (!filter.confirmation.is_empty())
        .then(|| Column::Confirmation.is_in(filter.confirmation.iter().map(|one| one.as_str())));
    let owed = || Condition::all().add(Column::NextDueOn.is_not_null());
    let overdue = filter.is_overdue.map(|is_overdue| {
        if is_overdue {
            owed().add(Column::NextDueOn.lt(today))
        } else {
            Condition::any().add(Column::NextDueOn.is_null()).add(Column::NextDueOn.gte(today))
        }
    });
    let askable = [ConfirmationState::None.as_str(), ConfirmationState::Withdrawn.as_str()];
    let confirm = filter.confirm_by.map(|day| {
        Condition::all()
            .add(Column::Confirmation.is_in(askable))
            .add(
                Column::State
                    .is_in([AgreementState::InForce.as_str(), AgreementState::Breached.as_str()]),
            )
            .add(Column::ConfirmationDueAt.gte(end_of_day(today)))
            .add(Column::ConfirmationDueAt.lte(end_of_day(day)))
    });
    let number = filter.q.as_deref().map(str::trim);
    let number = number.map(|q| portable::starts_with(Column::AgreementNo.as_column_ref(), q));
    let sorted = (filter.sort == Some(AgreementSort::NextDueOn)).then(owed);
    Condition::all()
        .add_option(states)
        .add_option(forms)
        .add_option(confirmations)
        .add_option(overdue)
        .add_option(confirm)
        .add_option(number)
        .add_option(sorted)
        .add_option(filter.case_id.map(|id| Column::CaseId.eq(id)))
        .add_option(filter.mediation_id.map(|id| Column::MediationId.eq(id)))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.due_to.map(|day| owed().add(Column::NextDueOn.lte(day))))
}

/// The agreements of a case the caller may read, the last first; the total is always counted.
pub async fn of_case(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &OfCaseFilter,
) -> AppResult<Page<AgreementSummary>> {
    let scope = Scope::cases(actor, Action::CaseRead);
    cases::find(state.db.reader(), &scope, case_id).await?;
    let about = AgreementFilter {
        case_id: Some(case_id),
        limit: filter.limit,
        cursor: filter.cursor.clone(),
        count: filter.count.or(Some(Count::Exact)),
        ..AgreementFilter::default()
    };
    agreements(state, actor, &about).await
}

/// Why the time for asking the court ends when it does, day by day.
pub async fn explanation(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<ClockExplanation> {
    let row = repo::find(state.db.reader(), &repo::readable(actor), id).await?;
    let keeper = Timekeeper::of(state).await?;
    keeper.explain(&confirmation_clock(&row), state.clock.now(), lang)
}
