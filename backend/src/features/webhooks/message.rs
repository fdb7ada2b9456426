//! What a delivery says, made from the ledger when it is sent: the same however often it is.

use std::collections::{HashMap, HashSet};

use reqwest::Url;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use super::client::Message;
use super::entity::{delivery, webhook};
use super::owner;
use super::signature::sign;
use crate::app::AppState;
use crate::features::cases::entity::event;
use crate::features::events::cloud_event::{CloudEvent, MEDIA_TYPE, SPEC_VERSION, source};
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
    let bodies = bodies(state, owner, &deliveries).await?;
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
    let source = source(&state.config);
    let mut bodies = HashMap::with_capacity(sealed.len());
    for Sealed { event, .. } in &sealed {
        let Some(after) = afters.get(&event.id) else { continue };
        let body = serde_json::to_string(&CloudEvent::of(event, after, &source))?;
        bodies.insert(event.id, body);
    }
    Ok(bodies)
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
