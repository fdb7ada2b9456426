//! A department's month at a centre (到岗月报): what it owed, what it served, what was short and why.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{CoverageFilter, CoveragePostView, CoverageReasonView, CoverageReportView};
use super::service::{Counted, counted, post_ref, readable, rows};
use super::tally::{PostDay, ShortfallReason, Sums};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::duty::place::Place;
use crate::features::personnel::dto::DepartmentRef;
use crate::features::reports::figures::Month;
use crate::features::stationing_obligations::entity::obligation;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, holds};

/// The month; 404 for a department or centre the caller may not see, 400 for a month that has not begun.
pub(super) async fn view(
    state: &AppState,
    actor: &Actor,
    filter: &CoverageFilter,
    lang: Lang,
) -> AppResult<CoverageReportView> {
    let now = state.clock.now();
    let month = Month::read(&filter.month).ok_or(ErrorCode::RequestInvalidParameter)?;
    let (first, next) = (month.first(), month.after().first());
    let today = local_date(now);
    if first > today {
        return Err(ErrorCode::RequestInvalidParameter.into());
    }
    let directory = state.directory.get(&state.db, now).await?;
    let place = Place::near(&directory, actor, filter.center_id, Action::ShortfallRead)?;
    let is_known = directory.departments.contains_key(&filter.department_id);
    if !is_known
        || !holds(actor, Action::ShortfallRead, &place.facts_of(filter.department_id, None))
    {
        return Err(ErrorCode::RequestNotFound.into());
    }
    let matching = Condition::all()
        .add(readable(actor))
        .add(obligation::Column::DepartmentId.eq(filter.department_id));
    let last = next.pred_opt().unwrap_or(first);
    let mut counted = counted(state, &place, (first, last.min(today)), matching).await?;
    // What still goes on is neither served nor short.
    counted.days.retain(|day| day.is_over);
    let sums = Sums::of(&counted.days);
    Ok(CoverageReportView {
        department: DepartmentRef {
            id: filter.department_id,
            name: directory.department_name(filter.department_id),
        },
        month: filter.month.clone(),
        as_of: now,
        is_whole: last < today,
        owed_minutes: sums.owed_minutes,
        served_minutes: sums.served_minutes(),
        short_minutes: sums.short_minutes,
        disputed_minutes: sums.disputed_minutes,
        served_permyriad: sums.served_permyriad(),
        posts: posts(&counted, lang),
        reasons: reasons(&counted.days, lang),
        shortfalls: rows(&counted, &directory, lang),
        center: place.center,
    })
}

fn posts(counted: &Counted, lang: Lang) -> Vec<CoveragePostView> {
    let mut by_post: BTreeMap<Uuid, Vec<&PostDay>> = BTreeMap::new();
    for day in &counted.days {
        by_post.entry(day.obligation_id).or_default().push(day);
    }
    let each = by_post.into_iter().filter_map(|(obligation_id, days)| {
        let first = days.first()?;
        let sums = Sums::of(days.iter().copied());
        Some(CoveragePostView {
            obligation_id,
            post: post_ref(&counted.posts, first.post_id),
            mode: first.mode,
            mode_name: first.mode.name(lang),
            days: u32::try_from(days.len()).unwrap_or(u32::MAX),
            owed_minutes: sums.owed_minutes,
            short_minutes: sums.short_minutes,
            disputed_minutes: sums.disputed_minutes,
            served_permyriad: sums.served_permyriad(),
        })
    });
    each.collect()
}

fn reasons(days: &[PostDay], lang: Lang) -> Vec<CoverageReasonView> {
    let mut by_reason: BTreeMap<ShortfallReason, i64> = BTreeMap::new();
    for day in days {
        for (reason, places) in &day.short {
            *by_reason.entry(*reason).or_default() += day.minutes * i64::from(*places);
        }
    }
    let each = by_reason.into_iter().map(|(reason, short_minutes)| CoverageReasonView {
        reason,
        reason_name: reason.name(lang),
        short_minutes,
    });
    each.collect()
}
