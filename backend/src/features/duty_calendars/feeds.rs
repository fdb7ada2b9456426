//! Feeds: made and ended by whose they are, read by whoever holds the address.

use chrono::{DateTime, Days, Utc};
use sha2::{Digest as _, Sha256};

use super::dto::{DutyFeedView, MyDutyDay};
use super::entity::feed;
use super::icalendar::{self, Event};
use super::repo;
use super::service::{days, own, view};
use crate::app::AppState;
use crate::features::calendars::civil_day::{OFFSET_CN, local_date};
use crate::features::duty::roster::DutyBasis;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, NoBody, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize};

/// Bytes of chance in an address.
const TOKEN_BYTES: usize = 32;
/// How far back a feed goes, days.
const DAYS_BACK: u64 = 60;
/// How far ahead.
const DAYS_AHEAD: u64 = 300;

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Makes a feed for the caller; the one before ends. The address is told this once, and is in no stored
/// answer: sent again with its key, the request answers without.
pub async fn make(
    state: &AppState,
    actor: &Actor,
    command: Command<NoBody>,
) -> AppResult<Reply<DutyFeedView>> {
    let now = state.clock.now();
    let mut made: Option<DutyFeedView> = None;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let permit = authorize(actor, Action::RotationOwn, &own(actor))?;
            // Held, so that one person has one feed.
            personnel::repo::find_person_for_update(tx, actor.person_id).await?;
            if let Some(before) = repo::hold_of_person(tx, actor.person_id).await? {
                let ended = feed::Model {
                    revoked_at: Some(now),
                    updated_at: now,
                    row_version: before.row_version + 1,
                    ..before
                };
                repo::save(tx, &permit, ended).await?;
            }
            let mut chance = [0_u8; TOKEN_BYTES];
            state.ids.fill(&mut chance);
            let token = hex::encode(chance);
            let row = feed::Model {
                id: state.ids.next(),
                person_id: actor.person_id,
                token_hash: hash(&token),
                revoked_at: None,
                created_at: now,
                updated_at: now,
                row_version: 1,
            };
            repo::insert(tx, permit, row.clone()).await?;
            made = Some(view(&row, Some(format!("/api/v1/public/duty-feeds/{token}/duty.ics"))));
            let location = "/api/v1/duty-calendar".to_owned();
            Ok(Reply::created(&view(&row, None), location)?.version(row.row_version))
        })
        .await?;
    match made {
        Some(made) => reply.with_body(&made),
        None => Ok(reply.personal()),
    }
}

/// Ends the caller's feed: its address answers 404 from now on.
pub async fn revoke(
    state: &AppState,
    actor: &Actor,
    command: Command<NoBody>,
) -> AppResult<Reply<DutyFeedView>> {
    let now = state.clock.now();
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let permit = authorize(actor, Action::RotationOwn, &own(actor))?;
            let before = repo::hold_of_person(tx, actor.person_id).await?;
            let before = before.ok_or(ErrorCode::DutyFeedNone)?;
            let row = feed::Model {
                revoked_at: Some(now),
                updated_at: now,
                row_version: before.row_version + 1,
                ..before
            };
            repo::save(tx, &permit, row.clone()).await?;
            Ok(Reply::ok(&view(&row, None))?.version(row.row_version).personal())
        })
        .await
}

/// The calendar behind an address; 404 for a token that is none, or no longer.
pub async fn read(state: &AppState, token: &str, lang: Lang) -> AppResult<String> {
    let feed = repo::by_token(state.db.reader(), &hash(token)).await?;
    let feed = feed.ok_or(ErrorCode::RequestNotFound)?;
    let today = local_date(state.clock.now());
    let from = today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(today);
    let to = today.checked_add_days(Days::new(DAYS_AHEAD)).unwrap_or(today);
    let days = days(state, feed.person_id, (from, to)).await?;
    let stamp = state.clock.now();
    let events: Vec<Event> =
        days.iter().filter(|day| !day.is_away).map(|day| event(day, stamp, lang)).collect();
    Ok(icalendar::calendar(lang.pick("我的轮值", "My duty"), &events))
}

fn event(day: &MyDutyDay, stamp: DateTime<Utc>, lang: Lang) -> Event {
    let local = |at: DateTime<Utc>| (at + OFFSET_CN).naive_utc();
    // Nobody is named: whoever holds the address reads it.
    let summary = match day.basis {
        DutyBasis::Plan | DutyBasis::Resident => lang.pick("轮值：{post}", "Duty: {post}"),
        DutyBasis::StandIn | DutyBasis::Alternate => {
            lang.pick("替班：{post}", "Standing in: {post}")
        }
    };
    Event {
        // The same in every edition: a calendar program moves it and does not add another.
        uid: format!("{}-{}@zongzhi", day.obligation_id, day.date.format("%Y%m%d")),
        stamp,
        sequence: day.edition.unwrap_or(1),
        starts: local(day.starts_at),
        ends: local(day.ends_at),
        summary: summary.replace("{post}", &day.post_name),
        location: day.center_name.clone(),
    }
}
