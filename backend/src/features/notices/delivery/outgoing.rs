//! The job that sends.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::hours::Hours;
use super::letter::{Letter, letter};
use super::{Channel, DeliveryState, SendError, health};
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::notices::entity::{delivery, notice};
use crate::features::notices::kind::NoticeKind;
use crate::features::notices::repo;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Deliveries looked at in one round.
const MOST: u64 = 500;
/// How long one round may take, well within the lease of a job.
const SECONDS: i64 = 15;
/// How long to wait after the first, the second … failure, in minutes.
const WAITS: [i64; 7] = [1, 5, 15, 60, 120, 240, 480];

/// Sends what is due, and sees whether the channels work.
pub async fn send(state: Arc<AppState>) -> AppResult<u64> {
    let mut sent = 0;
    for channel in state.channels.iter() {
        sent += send_over(&state, channel).await?;
        health::watch(&state, channel.name()).await?;
    }
    Ok(sent)
}

/// What leaves for one person.
struct Bundle {
    person_id: Uuid,
    rows: Vec<(delivery::Model, notice::Model)>,
}

async fn send_over(state: &AppState, channel: &dyn Channel) -> AppResult<u64> {
    let begun = state.clock.now();
    let db = state.db.reader();
    if health::is_resting(db, channel.name(), begun).await? {
        return Ok(0);
    }
    let calendar = state.calendars.newest(&state.db, begun).await?;
    let hours = Hours::of(&state.config.notices);
    let bundles = due(db, channel, &calendar, hours, begun).await?;
    let people = bundles.iter().map(|bundle| bundle.person_id);
    let mut addresses: HashMap<_, _> = repo::find_preferences(db, people)
        .await?
        .into_iter()
        .filter_map(|(person, wish)| Some((person, wish.email?)))
        .collect();
    let mut sent = 0;
    for bundle in bundles {
        let outcome = match addresses.remove(&bundle.person_id) {
            Some(address) => channel.send(&written(state, &bundle, address)).await,
            // Mails were stopped in the meantime.
            None => Err(SendError::permanent("stopped")),
        };
        let ids: Vec<_> = bundle.rows.iter().map(|(delivery, _)| delivery.id).collect();
        sent += u64::from(outcome.is_ok());
        keep(state, channel, &calendar, hours, &bundle, &ids, outcome).await?;
        let is_over = state.clock.now() - begun > TimeDelta::seconds(SECONDS);
        if outcome.is_err_and(|error| error.is_down) || is_over {
            break;
        }
    }
    Ok(sent)
}

/// What is due and may leave now, by person, the longest waiting first.
async fn due(
    db: &impl ConnectionTrait,
    channel: &dyn Channel,
    calendar: &Calendar,
    hours: Hours,
    now: DateTime<Utc>,
) -> AppResult<Vec<Bundle>> {
    let rows = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Pending.as_str()))
        .filter(delivery::Column::Channel.eq(channel.name().as_str()))
        .filter(delivery::Column::NextAttemptAt.lte(now))
        .order_by_asc(delivery::Column::NextAttemptAt)
        .order_by_asc(delivery::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let ids: HashSet<_> = rows.iter().map(|row| row.notice_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let notices = notice::Entity::find().filter(notice::Column::Id.is_in(ids)).all(db).await?;
    let notices: HashMap<_, _> = notices.into_iter().map(|row| (row.id, row)).collect();
    let is_open = hours.is_open(calendar, now);
    let mut bundles: Vec<Bundle> = Vec::new();
    for row in rows {
        let Some(notice) = notices.get(&row.notice_id) else { continue };
        let is_urgent = NoticeKind::parse(&notice.kind).is_some_and(NoticeKind::is_urgent);
        if !is_open && !is_urgent {
            continue;
        }
        let found = bundles.iter_mut().find(|bundle| bundle.person_id == row.person_id);
        let pair = (row, notice.clone());
        match found {
            Some(bundle) => bundle.rows.push(pair),
            None => bundles.push(Bundle { person_id: pair.0.person_id, rows: vec![pair] }),
        }
    }
    Ok(bundles)
}

fn written(state: &AppState, bundle: &Bundle, address: String) -> Letter {
    let notices: Vec<_> = bundle.rows.iter().map(|(_, notice)| notice).collect();
    let id = bundle.rows.first().map_or_else(Uuid::nil, |(delivery, _)| delivery.id);
    letter(id, address, &notices, &state.config.notices.link_base)
}

/// Keeps what became of a letter, for its deliveries and for the channel.
async fn keep(
    state: &AppState,
    channel: &dyn Channel,
    calendar: &Calendar,
    hours: Hours,
    bundle: &Bundle,
    ids: &[Uuid],
    outcome: Result<(), SendError>,
) -> AppResult<()> {
    let now = state.clock.now();
    let name = channel.name().as_str();
    let result = outcome.map_or_else(|error| error.code, |()| "sent");
    metrics::counter!("notice_letters", "channel" => name, "result" => result).increment(1);
    let tries = bundle.rows.iter().map(|(delivery, _)| delivery.attempts).max().unwrap_or(0) + 1;
    let change = match outcome {
        Ok(()) => Kept { state: DeliveryState::Sent, next: now, error: None },
        Err(error) => {
            let is_enough = tries >= state.config.notices.smtp.max_attempts;
            let state = match (error.is_permanent, is_enough) {
                (true, _) => DeliveryState::Failed,
                (false, true) => DeliveryState::GivenUp,
                (false, false) => DeliveryState::Pending,
            };
            let next = hours.next_open(calendar, now + wait(tries));
            Kept { state, next, error: Some(error.code) }
        }
    };
    state
        .db
        .write(async |tx: &Tx| {
            change.save(tx, ids, tries, now).await?;
            // A letter nobody wants any more says nothing about the channel.
            if outcome != Err(SendError::permanent("stopped")) {
                health::note(tx, channel.name(), outcome, now).await?;
            }
            Ok(())
        })
        .await
}

fn wait(tries: i32) -> TimeDelta {
    let at = usize::try_from(tries - 1).unwrap_or(0).min(WAITS.len() - 1);
    TimeDelta::minutes(WAITS.get(at).copied().unwrap_or(1))
}

struct Kept {
    state: DeliveryState,
    next: DateTime<Utc>,
    error: Option<&'static str>,
}

impl Kept {
    async fn save(&self, tx: &Tx, ids: &[Uuid], tries: i32, now: DateTime<Utc>) -> AppResult<()> {
        let sent_at = (self.state == DeliveryState::Sent).then_some(now);
        let kept = delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::value(self.state.as_str()))
            .col_expr(delivery::Column::Attempts, Expr::value(tries))
            .col_expr(delivery::Column::NextAttemptAt, Expr::value(self.next))
            .col_expr(delivery::Column::SentAt, Expr::value(sent_at))
            .col_expr(delivery::Column::Error, Expr::value(self.error))
            .filter(delivery::Column::Id.is_in(ids.iter().copied()));
        kept.exec(&**tx).await?;
        Ok(())
    }
}
