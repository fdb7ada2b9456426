//! Shortfalls of a centre as one reader may see them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{ShortfallFilter, ShortfallItemView, ShortfallView};
use super::tally::{PostDay, Sums, tally};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::duty::place::Place;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::DepartmentRef;
use crate::features::presence::gather::gather;
use crate::features::presence::service::days_of;
use crate::features::reports::figures::Month;
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::entity::{obligation, post};
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The only order of the list, in its cursors.
const ORDER: &str = "shortfalls:day";

/// What the caller may see of what is owed: the centre's all, a department's own.
pub(super) fn readable(actor: &Actor) -> Condition {
    Scope::addressed(actor, Action::ShortfallRead, "stationing_obligations").condition()
}

/// Post-days with their posts.
pub(super) struct Counted {
    pub(super) days: Vec<PostDay>,
    pub(super) posts: HashMap<Uuid, post::Model>,
}

/// What is counted at a centre on some days, of what `matching` lets through.
pub(super) async fn counted(
    state: &AppState,
    place: &Place,
    days: (NaiveDate, NaiveDate),
    matching: Condition,
) -> AppResult<Counted> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let calendar = state.calendars.newest(&state.db, now).await?;
    let known = Box::pin(gather(db, &calendar, place, days, matching)).await?;
    let days = tally(&known.duty.shifts, &known.days, now);
    Ok(Counted { days, posts: known.duty.posts })
}

/// One page of shortfalls, by day and department.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ShortfallFilter,
    lang: Lang,
) -> AppResult<Page<ShortfallView>> {
    let now = state.clock.now();
    let from = filter.from.unwrap_or_else(|| Month::of(local_date(now)).first());
    let last = Month::of(from).after().first().pred_opt().unwrap_or(from);
    let days = days_of(from, filter.to.unwrap_or(last))?;
    let directory = state.directory.get(&state.db, now).await?;
    let place = Place::near(&directory, actor, filter.center_id, Action::ShortfallRead)?;
    let matching = Condition::all()
        .add(readable(actor))
        .add_option(filter.department_id.map(|id| obligation::Column::DepartmentId.eq(id)));
    let counted = counted(state, &place, days, matching).await?;
    let mut rows = rows(&counted, &directory, lang);
    let total = match filter.count {
        Some(Count::Exact) => u64::try_from(rows.len()).ok(),
        None => None,
    };
    if let Some(text) = filter.cursor.as_deref() {
        let last = Cursor::decode(text, ORDER)?;
        let last = (last.day()?, last.id);
        rows.retain(|row| (row.date, row.department.id) > last);
    }
    let at = |row: &ShortfallView| (Some(row.date.to_string()), row.department.id);
    Ok(Page::cut(rows, limit(filter.limit), ORDER, at, |row| row)?.of(total))
}

/// The days of departments on which something is short or disputed, in order.
pub(super) fn rows(counted: &Counted, directory: &Directory, lang: Lang) -> Vec<ShortfallView> {
    let mut by_day: BTreeMap<(NaiveDate, Uuid), Vec<&PostDay>> = BTreeMap::new();
    for day in &counted.days {
        by_day.entry((day.date, day.department_id)).or_default().push(day);
    }
    let each = by_day.into_iter().map(|((date, department_id), days)| {
        let sums = Sums::of(days.iter().copied());
        ShortfallView {
            date,
            department: DepartmentRef {
                id: department_id,
                name: directory.department_name(department_id),
            },
            owed_minutes: sums.owed_minutes,
            short_minutes: sums.short_minutes,
            disputed_minutes: sums.disputed_minutes,
            items: days.iter().flat_map(|day| items(day, &counted.posts, lang)).collect(),
        }
    });
    each.filter(|row| row.short_minutes > 0 || row.disputed_minutes > 0).collect()
}

fn items(day: &PostDay, posts: &HashMap<Uuid, post::Model>, lang: Lang) -> Vec<ShortfallItemView> {
    let each = day.short.iter().map(|(reason, places)| ShortfallItemView {
        obligation_id: day.obligation_id,
        post: post_ref(posts, day.post_id),
        mode: day.mode,
        reason: *reason,
        reason_name: reason.name(lang),
        places: *places,
        short_minutes: day.minutes * i64::from(*places),
    });
    each.collect()
}

/// A post, named.
pub(super) fn post_ref(posts: &HashMap<Uuid, post::Model>, id: Uuid) -> PostRef {
    let post = posts.get(&id);
    PostRef { id, name: post.map(|post| post.name.clone()).unwrap_or_default() }
}
