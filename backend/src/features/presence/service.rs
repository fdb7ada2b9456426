//! The person-days of a centre as one reader may see them, and the questions about its posts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{
    ContradictionView, DutyFindingFilter, DutyFindingView, EvidenceView, PresenceFilter,
    PresenceView,
};
use super::evidence::{EvidenceSource, PresenceStatus};
use super::findings::PostFacts;
use super::gather::{CenterPresence, PersonDay, gather, is_for};
use super::repo;
use crate::app::AppState;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::duty::place::Place;
use crate::features::duty::roster::Shift;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::rules::StationingMode;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "presence:day";
/// A month, so that a list stays one that is looked at.
const MOST_DAYS: i64 = 31;

/// The days asked for, or 400 where there are none or too many.
pub fn days_of(from: NaiveDate, to: NaiveDate) -> AppResult<(NaiveDate, NaiveDate)> {
    if (0..MOST_DAYS).contains(&(to - from).num_days()) {
        return Ok((from, to));
    }
    let names = vec!["to".to_owned()];
    Err(AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names))
}

/// One page of person-days, those the caller may see: the centre's all, a department's, one's own.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &PresenceFilter,
    lang: Lang,
) -> AppResult<Page<PresenceView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let from = filter.from.unwrap_or_else(|| local_date(now));
    let days = days_of(from, filter.to.unwrap_or(from))?;
    let directory = state.directory.get(&state.db, now).await?;
    let place = Place::near(&directory, actor, filter.center_id, Action::PresenceRead)?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let matching = Condition::all()
        .add_option(filter.department_id.map(|id| obligation::Column::DepartmentId.eq(id)))
        .add_option(filter.post_id.map(|id| obligation::Column::PostId.eq(id)));
    let mut known = gather(db, &calendar, &place, days, matching).await?;
    let shifts = known.duty.shifts.clone();
    let shift_of = |day: &PersonDay| shifts.get(day.shift);
    // Yes or no for each from the one table of rights: what is no row of a table has no other filter.
    known.days.retain(|day| {
        let is_asked = filter.status.is_empty() || filter.status.contains(&day.weighed.status);
        // What has not begun has no evidence yet.
        let shift = shift_of(day).filter(|shift| shift.starts_at <= now);
        is_asked && shift.is_some_and(|shift| is_readable(actor, &place, shift, day.person_id))
    });
    known.days.sort_by_cached_key(|day| key_of(shift_of(day), day.person_id));
    let total = match filter.count {
        Some(Count::Exact) => u64::try_from(known.days.len()).ok(),
        None => None,
    };
    if let Some(text) = filter.cursor.as_deref() {
        let last = Cursor::decode(text, ORDER)?;
        let last = (last.key.unwrap_or_default(), last.id);
        known.days.retain(|day| key_of(shift_of(day), day.person_id) > last);
    }
    let names = personnel::repo::list_names(db, known.duty.people()).await?;
    let told = Told { actor, place: &place, directory: &directory, names: &names, now, lang };
    let at = |day: &PersonDay| {
        let (key, id) = key_of(shift_of(day), day.person_id);
        (Some(key), id)
    };
    let found = std::mem::take(&mut known.days);
    let view = |day: PersonDay| told.view(&known, &day);
    let page = Page::cut(found, limit(filter.limit), ORDER, at, view)?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn is_readable(actor: &Actor, place: &Place, shift: &Shift, person_id: Uuid) -> bool {
    holds(actor, Action::PresenceRead, &place.facts_of(shift.department_id, Some(person_id)))
}

/// Where a person-day stands in the list.
fn key_of(shift: Option<&Shift>, person_id: Uuid) -> (String, Uuid) {
    let key = shift.map(|shift| format!("{} {}", shift.date, shift.obligation_id));
    (key.unwrap_or_default(), person_id)
}

struct Told<'a> {
    actor: &'a Actor,
    place: &'a Place,
    directory: &'a Directory,
    names: &'a HashMap<Uuid, String>,
    now: DateTime<Utc>,
    lang: Lang,
}

impl Told<'_> {
    fn view(&self, known: &CenterPresence, day: &PersonDay) -> AppResult<PresenceView> {
        let lang = self.lang;
        let shift = known.shift_of(day);
        let shift = shift.ok_or_else(|| AppError::internal("a day without its shift"))?;
        let post = known.duty.posts.get(&shift.post_id);
        let evidence = day.weighed.evidence.iter().map(|source| EvidenceView {
            source: *source,
            source_name: source.name(lang),
            strength: source.strength(),
            strength_name: source.strength().name(lang),
        });
        let contradictions = day.weighed.contradictions.iter();
        let contradictions =
            contradictions.map(|kind| ContradictionView { kind: *kind, text: kind.name(lang) });
        // Who holds the duty desk finds out when they record; the others are told beforehand.
        let of_record = self.place.facts_of(shift.department_id, None);
        let may_record = holds(self.actor, Action::PresenceRecord, &of_record)
            && day.person_id != self.actor.person_id
            && shift.starts_at <= self.now;
        Ok(PresenceView {
            obligation_id: shift.obligation_id,
            date: shift.date,
            person: PersonRef {
                id: day.person_id,
                name: self.names.get(&day.person_id).cloned().unwrap_or_default(),
            },
            post: PostRef {
                id: shift.post_id,
                name: post.map(|post| post.name.clone()).unwrap_or_default(),
            },
            department: DepartmentRef {
                id: shift.department_id,
                name: self.directory.department_name(shift.department_id),
            },
            mode: shift.mode,
            status: day.weighed.status,
            status_name: day.weighed.status.name(lang),
            excuse: day.excuse,
            excuse_name: day.excuse.map(|excuse| excuse.name(lang)),
            evidence: evidence.collect(),
            findings: day.findings.clone(),
            contradictions: contradictions.collect(),
            may_record,
        })
    }
}

/// The questions about the posts of a centre; 404 for a centre the caller does not look after.
pub async fn findings(
    state: &AppState,
    actor: &Actor,
    filter: &DutyFindingFilter,
    lang: Lang,
) -> AppResult<Page<DutyFindingView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let days = days_of(filter.from, filter.to)?;
    let directory = state.directory.get(&state.db, now).await?;
    let place = Place::near(&directory, actor, filter.center_id, Action::ShortfallRead)?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let known = gather(db, &calendar, &place, days, Condition::all()).await?;
    let after = days.1.succ_opt().unwrap_or(days.1);
    let span = (start_of_day(days.0), start_of_day(after));
    let arrived = repo::arrived(db, &place.region_code, span).await?;
    let mut views = Vec::new();
    for (shift, facts) in counted(&known, &arrived, now)? {
        let of_post = place.facts_of(shift.department_id, None);
        if !holds(actor, Action::ShortfallRead, &of_post) {
            continue;
        }
        let Some(question) = facts.question() else { continue };
        let post = known.duty.posts.get(&shift.post_id);
        views.push(DutyFindingView {
            kind: question.kind,
            kind_name: question.kind.name(lang),
            obligation_id: facts.obligation_id,
            post: PostRef {
                id: shift.post_id,
                name: post.map(|post| post.name.clone()).unwrap_or_default(),
            },
            department: DepartmentRef {
                id: shift.department_id,
                name: directory.department_name(shift.department_id),
            },
            question: facts.sentence(question.kind, lang),
            facts: facts.told(lang),
            dates: question.dates,
        });
    }
    Ok(Page::whole(views))
}

/// What is counted at each post that is served without being called, over the days that are over.
fn counted<'a>(
    known: &'a CenterPresence,
    arrived: &[(Option<Uuid>, Option<String>)],
    now: DateTime<Utc>,
) -> AppResult<Vec<(&'a Shift, PostFacts)>> {
    let mut by_post: BTreeMap<Uuid, (&Shift, PostFacts)> = BTreeMap::new();
    let mut served: BTreeSet<usize> = BTreeSet::new();
    let mut worked: BTreeSet<usize> = BTreeSet::new();
    for day in &known.days {
        let is_there =
            [PresenceStatus::Present, PresenceStatus::Contradicted].contains(&day.weighed.status);
        if is_there && day.excuse.is_none() {
            served.insert(day.shift);
        }
        if day.weighed.evidence.contains(&EvidenceSource::BusinessAct) {
            worked.insert(day.shift);
        }
    }
    let over = known.duty.shifts.iter().enumerate();
    let over = over.filter(|(_, shift)| shift.ends_at <= now);
    for (at, shift) in over.filter(|(_, shift)| shift.mode != StationingMode::OnCall) {
        let (_, facts) = by_post.entry(shift.obligation_id).or_insert_with(|| {
            let obligation_id = shift.obligation_id;
            (shift, PostFacts { obligation_id, ..PostFacts::default() })
        });
        facts.owed_on.push(shift.date);
        if served.contains(&at) {
            facts.served_on.push(shift.date);
        }
        if worked.contains(&at) {
            facts.worked_on.push(shift.date);
        }
    }
    for (shift, facts) in by_post.values_mut() {
        let post = known.duty.posts.get(&shift.post_id);
        let types: Vec<String> =
            serde_json::from_str(post.map_or("[]", |post| post.case_type_codes.as_str()))?;
        let own = arrived.iter().filter(|(lead, type_code)| {
            if types.is_empty() {
                *lead == Some(shift.department_id)
            } else {
                is_for(&types, type_code.as_deref())
            }
        });
        facts.arrived = i64::try_from(own.count()).unwrap_or(i64::MAX);
    }
    Ok(by_post.into_values().collect())
}
