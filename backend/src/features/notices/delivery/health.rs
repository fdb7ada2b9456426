//! Whether a channel works: the alarm of one that fell silent, once an outage.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::hours::Hours;
use super::{ChannelName, DeliveryState, SendError};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::notices::dto::ChannelView;
use crate::features::notices::entity::{channel, delivery};
use crate::features::notices::kind::NoticeKind;
use crate::features::notices::params::Params;
use crate::features::notices::seats::Seats;
use crate::features::notices::tell::{Telling, Told, tell};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::Page;

/// Longest pause of a channel that is down, in seconds.
const MOST_SECONDS: i64 = 300;

async fn find(db: &impl ConnectionTrait, name: ChannelName) -> AppResult<channel::Model> {
    let found = channel::Entity::find_by_id(name.as_str()).one(db).await?;
    Ok(found.unwrap_or_else(|| channel::Model {
        name: name.as_str().to_owned(),
        failures_in_row: 0,
        last_error: None,
        last_failed_at: None,
        last_sent_at: None,
        silent_since: None,
    }))
}

async fn save(tx: &Tx, row: channel::Model) -> AppResult<()> {
    let over = OnConflict::column(channel::Column::Name)
        .update_columns([
            channel::Column::FailuresInRow,
            channel::Column::LastError,
            channel::Column::LastFailedAt,
            channel::Column::LastSentAt,
            channel::Column::SilentSince,
        ])
        .to_owned();
    let row = row.into_active_model().reset_all();
    channel::Entity::insert(row).on_conflict(over).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Whether to leave a channel alone for now: the oftener it failed, the longer.
pub(in crate::features) async fn is_resting(
    db: &impl ConnectionTrait,
    name: ChannelName,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    let row = find(db, name).await?;
    let Some(failed_at) = row.last_failed_at.filter(|_| row.failures_in_row > 0) else {
        return Ok(false);
    };
    let doublings = u32::try_from(row.failures_in_row).unwrap_or(0).min(10);
    let pause = 5_i64.saturating_mul(2_i64.saturating_pow(doublings)).min(MOST_SECONDS);
    Ok(now < failed_at + TimeDelta::seconds(pause))
}

/// Notes what became of an attempt.
pub(in crate::features) async fn note(
    tx: &Tx,
    name: ChannelName,
    outcome: Result<(), SendError>,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let mut row = find(&**tx, name).await?;
    match outcome {
        Ok(()) => {
            row.failures_in_row = 0;
            row.last_sent_at = Some(now);
        }
        Err(error) => {
            row.failures_in_row = row.failures_in_row.saturating_add(1);
            row.last_error = Some(error.code.to_owned());
            row.last_failed_at = Some(now);
        }
    }
    save(tx, row).await
}

/// Raises or ends the alarm of a channel.
pub(super) async fn watch(state: &AppState, name: ChannelName) -> AppResult<()> {
    let now = state.clock.now();
    let db = state.db.reader();
    let row = find(db, name).await?;
    let is_silent = is_silent(state, db, &row, now).await?;
    let word = name.as_str();
    state.alarms.set("notices.email_silent", is_silent);
    metrics::gauge!("notice_channel_silent", "channel" => word).set(i32::from(is_silent));
    if is_silent == row.silent_since.is_some() {
        return Ok(());
    }
    if !is_silent {
        tracing::info!(channel = word, "the channel works again");
        let row = channel::Model { silent_since: None, ..row };
        return state.db.write(async |tx: &Tx| save(tx, row).await).await;
    }
    tracing::error!(channel = word, error = row.last_error.as_deref(), "the channel is silent");
    let directory = state.directory.get(&state.db, now).await?;
    let seats = Seats::load(db, &directory, local_date(now)).await?;
    let told: Vec<_> = seats
        .system_admins()
        .map(|admin| Told {
            person_id: admin.person_id,
            capacity_id: Some(admin.capacity_id),
            kind: NoticeKind::ChannelSilent,
            fact_key: format!("channel:{word}:{}", now.timestamp_micros()),
            about: None,
            params: Params::default().with("channel", word).with("on", local_date(now).to_string()),
        })
        .collect();
    let telling = Telling::of(state).await?;
    let row = channel::Model { silent_since: Some(now), ..row };
    state
        .db
        .write(async |tx: &Tx| {
            save(tx, row).await?;
            tell(state, tx, &telling, told).await.map(|_| ())
        })
        .await
}

/// Too many attempts failed in a row, or something has been waiting too long while it might leave.
async fn is_silent(
    state: &AppState,
    db: &impl ConnectionTrait,
    row: &channel::Model,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    let config = &state.config.notices;
    if row.failures_in_row >= config.silent_failures {
        return Ok(true);
    }
    let calendar = state.calendars.newest(&state.db, now).await?;
    if !Hours::of(config).is_open(&calendar, now) {
        return Ok(row.silent_since.is_some());
    }
    let since = now - TimeDelta::minutes(config.silent_minutes);
    let waiting = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Pending.as_str()))
        .filter(delivery::Column::Channel.eq(&row.name))
        .filter(delivery::Column::DueAt.lt(since))
        .order_by_asc(delivery::Column::DueAt)
        .one(db)
        .await?;
    Ok(waiting.is_some())
}

#[derive(Debug, FromQueryResult)]
struct Counted {
    state: String,
    rows: i64,
}

/// How every channel fares.
pub(in crate::features::notices) async fn channels(
    state: &AppState,
) -> AppResult<Page<ChannelView>> {
    let db = state.db.reader();
    let mut items = Vec::new();
    for &name in ChannelName::ALL {
        let row = find(db, name).await?;
        let counted = delivery::Entity::find()
            .select_only()
            .column(delivery::Column::State)
            .column_as(delivery::Column::Id.count(), "rows")
            .filter(delivery::Column::Channel.eq(name.as_str()))
            .group_by(delivery::Column::State)
            .into_model::<Counted>()
            .all(db)
            .await?;
        let of = |state: DeliveryState| {
            counted.iter().find(|one| one.state == state.as_str()).map_or(0, |one| one.rows)
        };
        let counts: BTreeMap<_, _> =
            DeliveryState::ALL.iter().map(|state| (state.as_str(), of(*state))).collect();
        items.push(ChannelView {
            name,
            is_enabled: state.channels.iter().any(|channel| channel.name() == name),
            silent_since: row.silent_since,
            failures_in_row: row.failures_in_row,
            last_error: row.last_error,
            last_failed_at: row.last_failed_at,
            last_sent_at: row.last_sent_at,
            counts,
        });
    }
    Ok(Page::whole(items))
}
