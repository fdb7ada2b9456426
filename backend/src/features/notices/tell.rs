//! Telling people: the notice, and what leaves for it over other channels, in the transaction of
//! the fact.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::delivery::hours::Hours;
use super::delivery::{ChannelName, DeliveryState};
use super::entity::{delivery, notice, preference};
use super::kind::NoticeKind;
use super::params::Params;
use super::preferences::{Digest, wants};
use super::repo;
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// What a notice leads to.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// `case`, `supervision_order`, `mediation`, `agreement` or `substitution`.
    /// `case`, `supervision_order`, `substitution`, `case_task` or `reception_day`.
    /// `assessment` or `assessment_appeal`.
    pub kind: &'static str,
    /// Which.
    pub id: Uuid,
}

/// A fact and whom it is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// Who reads it.
    pub person_id: Uuid,
    /// In which capacity it concerns them.
    pub capacity_id: Option<Uuid>,
    /// What it tells.
    pub kind: NoticeKind,
    /// What makes the fact one: the id of its event.
    pub fact_key: String,
    /// What it leads to.
    pub about: Option<About>,
    /// What its sentence names.
    pub params: Params,
}

/// What telling looks at beside the database. Taken before a transaction begins.
#[derive(Clone)]
pub struct Telling {
    now: DateTime<Utc>,
    calendar: Arc<Calendar>,
    hours: Hours,
    has_email: bool,
}

impl Telling {
    /// As of now.
    pub async fn of(state: &AppState) -> AppResult<Self> {
        let now = state.clock.now();
        Ok(Self {
            now,
            calendar: state.calendars.newest(&state.db, now).await?,
            hours: Hours::of(&state.config.notices),
            has_email: state.config.notices.smtp.enabled,
        })
    }
}

/// Tells everybody of `told`; who knows the fact already is left out. Answers how many were told.
pub async fn tell(
    state: &AppState,
    tx: &Tx,
    telling: &Telling,
    told: Vec<Told>,
) -> AppResult<usize> {
    let mut seen = HashSet::new();
    let mut fresh = told;
    fresh.retain(|one| seen.insert((one.person_id, one.fact_key.clone())));
    // The inbox is in the order of the ids, which within one millisecond are in none.
    let mut ids: Vec<_> = fresh.iter().map(|_| state.ids.next()).collect();
    ids.sort_unstable();
    let rows: Vec<_> =
        ids.into_iter().zip(fresh).map(|(id, one)| row(id, telling.now, one)).collect();
    if rows.is_empty() {
        return Ok(0);
    }
    let permit = Permit::system("notices.tell");
    let kept = repo::insert_notices(tx, permit, rows).await?;
    if telling.has_email {
        let people = kept.iter().map(|notice| notice.person_id);
        let wishes = repo::find_preferences(&**tx, people).await?;
        let leaving = kept.iter().filter_map(|notice| by_email(state, telling, &wishes, notice));
        repo::insert_deliveries(tx, leaving.collect()).await?;
    }
    Ok(kept.len())
}

fn row(id: Uuid, now: DateTime<Utc>, one: Told) -> notice::Model {
    notice::Model {
        id,
        person_id: one.person_id,
        capacity_id: one.capacity_id,
        kind: one.kind.as_str().to_owned(),
        fact_key: one.fact_key,
        about_kind: one.about.map(|about| about.kind.to_owned()),
        about_id: one.about.map(|about| about.id),
        params: one.params.stored(),
        created_at: now,
        read_at: None,
        row_version: 1,
    }
}

/// The e-mail of a notice, where its reader wants one.
fn by_email(
    state: &AppState,
    telling: &Telling,
    wishes: &HashMap<Uuid, preference::Model>,
    notice: &notice::Model,
) -> Option<delivery::Model> {
    let wish = wishes.get(&notice.person_id)?;
    let kind = NoticeKind::parse(&notice.kind)?;
    wish.email.as_ref()?;
    // That the mails are silent would come by mail when they no longer are.
    if kind == NoticeKind::ChannelSilent || !wants(&wish.email_groups, kind.group()) {
        return None;
    }
    let digest = Digest::parse(&wish.digest).unwrap_or(Digest::Immediate);
    let Telling { now, calendar, hours, .. } = telling;
    let due_at = match digest {
        _ if kind.is_urgent() => *now,
        Digest::Immediate => hours.next_open(calendar, *now),
        Digest::Daily => hours.next_digest(calendar, *now),
    };
    Some(delivery::Model {
        id: state.ids.next(),
        notice_id: notice.id,
        person_id: notice.person_id,
        channel: ChannelName::Email.as_str().to_owned(),
        state: DeliveryState::Pending.as_str().to_owned(),
        attempts: 0,
        due_at,
        next_attempt_at: due_at,
        sent_at: None,
        error: None,
        created_at: *now,
    })
}
