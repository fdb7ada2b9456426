//! What a delivery says, made from the ledger when it is sent: the same however often it is.

use std::collections::{HashMap, HashSet};

use reqwest::Url;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use serde_json::json;
use uuid::Uuid;

use super::client::Message;
use super::entity::{delivery, webhook};
use super::owner;
use super::signature::sign;
use crate::app::AppState;
use crate::features::cases::entity::{case, event};
use crate::features::cases::ledger::application_of;
use crate::features::events::cloud_event::{
    CloudEvent, CloudEventSource, MEDIA_TYPE, SPEC_VERSION, source,
};
use crate::features::events::follow::{self, Position, Sealed};
use crate::platform::error::{AppError, AppResult};
use crate::policy::Actor;

/// The type of what an owner sends to see whether it arrives.
pub(super) const TEST: &str = "cn.zongzhi.test.v1";

/// A delivery with what it says; nothing where the owner may not read the case any more.
pub(super) type Written = (delivery::Model, Option<Message>);

/// Writes `deliveries` of one webhook out, as of now, signed with `secrets`.
pub(super) async fn write(
    state: &AppState,
    (webhook, secrets): (&webhook::Model, &[String]),
    owner: &Actor,
    deliveries: Vec<delivery::Model>,
) -> AppResult<Vec<Written>> {
    let bodies = bodies(state, webhook, owner, &deliveries).await?;
    let url = Url::parse(&webhook.url).map_err(AppError::internal)?;
    let timestamp = state.clock.now().timestamp();
    let mut written = Vec::with_capacity(deliveries.len());
    for delivery in deliveries {
        let body = match delivery.case_id {
            None => Some(test(state, &delivery)),
            Some(_) => bodies.get(&delivery.event_id).cloned(),
        };
        let Some(body) = body else {
            written.push((delivery, None));
            continue;
        };
        let id = delivery.event_id.to_string();
        let signature = sign(secrets, &id, timestamp, &body)?;
        let (url, media_type) = (url.clone(), MEDIA_TYPE);
        let message = Message { url, id, timestamp, signature, media_type, body };
        written.push((delivery, Some(message)));
    }
    Ok(written)
}

/// By the event, those the owner may read.
async fn bodies(
    state: &AppState,
    webhook: &webhook::Model,
    owner: &Actor,
    deliveries: &[delivery::Model],
) -> AppResult<HashMap<Uuid, String>> {
    let db = state.db.reader();
    let cases = deliveries.iter().filter_map(|delivery| delivery.case_id);
    let readable = owner::readable(db, owner, cases).await?;
    let wanted: HashSet<Uuid> = deliveries
        .iter()
        .filter(|delivery| delivery.case_id.is_some_and(|id| readable.contains(&id)))
        .map(|delivery| delivery.event_id)
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let events = event::Entity::find().filter(event::Column::Id.is_in(wanted)).all(db).await?;
    let sealed = events.into_iter().map(|event| Sealed { event, after: Position::START });
    let sealed: Vec<_> = sealed.collect();
    let afters = follow::afters(db, &sealed).await?;
    let from = source(&state.config);
    let sources = own_sources(db, webhook, &readable).await?;
    let mut bodies = HashMap::with_capacity(sealed.len());
    for Sealed { event, .. } in &sealed {
        let Some(after) = afters.get(&event.id) else { continue };
        let mut told = CloudEvent::of(event, after, &from);
        told.data.source = sources.get(&event.case_id).cloned();
        bodies.insert(event.id, serde_json::to_string(&told)?);
    }
    Ok(bodies)
}

/// What those of the cases `ids` are called where they came from that the application of the webhook
/// registered itself: it knows them by that, and tells nobody's number to anybody else.
async fn own_sources(
    db: &impl ConnectionTrait,
    webhook: &webhook::Model,
    ids: &HashSet<Uuid>,
) -> AppResult<HashMap<Uuid, CloudEventSource>> {
    let Some(bound) = webhook.application_id else { return Ok(HashMap::new()) };
    let first = event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids.iter().copied()))
        .filter(event::Column::Seq.eq(1));
    let own: Vec<Uuid> = first
        .all(db)
        .await?
        .into_iter()
        .filter(|first| application_of(first).is_some_and(|by| by.id == bound))
        .map(|first| first.case_id)
        .collect();
    if own.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, Option<String>, Option<String>)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::SourceSystem, case::Column::SourceNumber])
        .filter(case::Column::Id.is_in(own))
        .into_tuple()
        .all(db)
        .await?;
    let named = found.into_iter().filter_map(|(id, system, number)| {
        Some((id, CloudEventSource { system: system?, number: number? }))
    });
    Ok(named.collect())
}

fn test(state: &AppState, delivery: &delivery::Model) -> String {
    let said = json!({
        "specversion": SPEC_VERSION,
        "id": delivery.event_id,
        "source": source(&state.config),
        "type": TEST,
        "subject": delivery.webhook_id,
        "time": delivery.created_at,
        "datacontenttype": "application/json",
        "data": { "webhook_id": delivery.webhook_id },
    });
    said.to_string()
}
