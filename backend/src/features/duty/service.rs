//! Who is on duty.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{DutyAbsenceView, DutyFilter, DutyPersonView, DutyPostView, DutyView};
use super::gather::{CenterDuty, gather};
use super::place::Place;
use super::roster::{OnDuty, Shift};
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::masks;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::rules::{PostKind, StationingMode};
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, holds};

/// Who is at which post of a centre; 404 for a centre outside the caller's scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    filter: &DutyFilter,
    lang: Lang,
) -> AppResult<DutyView> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let directory = state.directory.get(&state.db, now).await?;
    let place = Place::readable(&directory, actor, filter.center_id, Action::DutyRead)?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let today = local_date(now);
    let on = filter.on.unwrap_or(today);
    let duty = Box::pin(seen(db, actor, &calendar, &place, (filter.on, now))).await?;
    let names = personnel::repo::list_names(db, duty.people()).await?;
    let may_reach = filter.with_phones && holds(actor, Action::DutyReach, &place.facts());
    let phones = if may_reach {
        personnel::repo::list_phones(db, duty.people()).await?
    } else {
        HashMap::new()
    };
    let told =
        Told { directory: &directory, duty: &duty, names: &names, phones: &phones, now, lang };
    let mut posts: Vec<_> =
        duty.shifts.iter().map(|shift| told.post(shift)).collect::<AppResult<_>>()?;
    posts.sort_by(|a, b| order(a).cmp(&order(b)));
    let (on_call, posts): (Vec<_>, Vec<_>) =
        posts.into_iter().partition(|post: &DutyPostView| post.mode == StationingMode::OnCall);
    let day = calendar.day(on);
    Ok(DutyView {
        center: place.center,
        on,
        day_kind: day.kind,
        day_name: day.name,
        is_announced: day.announced,
        as_of: now,
        is_today: on == today,
        posts,
        on_call,
    })
}

/// The duty of a centre as the caller may see it: of a day, or now.
pub(super) async fn seen(
    db: &impl ConnectionTrait,
    actor: &Actor,
    calendar: &Calendar,
    place: &Place,
    (asked, now): (Option<NaiveDate>, DateTime<Utc>),
) -> AppResult<CenterDuty> {
    let on = asked.unwrap_or_else(|| local_date(now));
    // A night that began yesterday is still somebody's duty in the small hours.
    let from = if asked.is_some() { on } else { on.pred_opt().unwrap_or(on) };
    let scope = Scope::addressed(actor, Action::DutyRead, "stationing_obligations");
    let matching = Condition::all().add(scope.condition());
    let mut duty = gather(db, calendar, place.center.id, (from, on), matching).await?;
    duty.shifts.retain(|shift| shift.date == on || shift.holds(now));
    Ok(duty)
}

/// By the numbers over the windows, as people find them in the hall; what has none comes after.
fn order(post: &DutyPostView) -> (bool, Option<&str>, &str, Uuid, DateTime<Utc>) {
    let number = post.window_no.as_deref();
    (number.is_none(), number, &post.post.name, post.obligation_id, post.starts_at)
}

struct Told<'a> {
    directory: &'a Directory,
    duty: &'a CenterDuty,
    names: &'a HashMap<Uuid, String>,
    phones: &'a HashMap<Uuid, String>,
    now: DateTime<Utc>,
    lang: Lang,
}

impl Told<'_> {
    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn on_duty(&self, one: &OnDuty) -> DutyPersonView {
        DutyPersonView {
            person: self.person(one.person_id),
            role: one.role,
            basis: one.basis,
            basis_name: one.basis.name(self.lang),
            stands_in_for: one.stands_in_for.map(|id| self.person(id)),
            phone_masked: self.phones.get(&one.person_id).map(|phone| masks::phone(phone)),
        }
    }

    fn post(&self, shift: &Shift) -> AppResult<DutyPostView> {
        let post = self.duty.posts.get(&shift.post_id);
        let post = post.ok_or_else(|| AppError::internal("an obligation without its post"))?;
        let kind = PostKind::parse(&post.kind);
        let kind = kind.ok_or_else(|| AppError::internal("unknown word in the database"))?;
        let away = shift.absent.iter().map(|one| DutyAbsenceView {
            person: self.person(one.person_id),
            stand_in: one.stand_in_id.map(|id| self.person(id)),
        });
        Ok(DutyPostView {
            obligation_id: shift.obligation_id,
            post: PostRef { id: post.id, name: post.name.clone() },
            window_no: post.window_no.clone(),
            kind,
            department: DepartmentRef {
                id: shift.department_id,
                name: self.directory.department_name(shift.department_id),
            },
            mode: shift.mode,
            mode_name: shift.mode.name(self.lang),
            date: shift.date,
            starts_at: shift.starts_at,
            ends_at: shift.ends_at,
            is_open_now: shift.holds(self.now),
            headcount: shift.headcount,
            people: shift.on.iter().map(|one| self.on_duty(one)).collect(),
            away: away.collect(),
            missing: shift.missing(),
        })
    }
}
