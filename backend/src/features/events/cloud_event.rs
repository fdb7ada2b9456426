//! An event of the ledger as a `CloudEvent` (`CloudEvents` 1.0, JSON format): thin, so that whoever gets
//! it reads the case under their own rights. Pure.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::config::Config;
use crate::features::cases::change::{Change, NOTED};
use crate::features::cases::entity::event;
use crate::features::cases::ledger::change_of;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::projection::CaseState;

/// The version of the specification.
pub const SPEC_VERSION: &str = "1.0";
/// The media type of a `CloudEvent` in JSON.
pub const MEDIA_TYPE: &str = "application/cloudevents+json";
/// What an event is of whose kind this server does not know: a newer one wrote it.
const CHANGED: &str = "cn.zongzhi.case.changed.v1";

/// The type of every kind of event: what has happened, in the past tense. A type that was given out
/// keeps its meaning; another shape of its data is another version.
const TYPES: &[(&str, &str)] = &[
    ("registered", "cn.zongzhi.case.registered.v1"),
    ("classified", "cn.zongzhi.case.classified.v1"),
    ("dispatched", "cn.zongzhi.case.dispatched.v1"),
    ("signed", "cn.zongzhi.case.signed.v1"),
    ("auto_signed", "cn.zongzhi.case.auto_signed.v1"),
    ("returned", "cn.zongzhi.case.returned.v1"),
    ("ruled", "cn.zongzhi.case.ruled.v1"),
    ("progress_reported", "cn.zongzhi.case.progress_reported.v1"),
    ("assist_added", "cn.zongzhi.case.assist_added.v1"),
    ("assist_completed", "cn.zongzhi.case.assist_completed.v1"),
    ("assist_returned", "cn.zongzhi.case.assist_returned.v1"),
    ("assist_removed", "cn.zongzhi.case.assist_removed.v1"),
    ("suspended", "cn.zongzhi.case.suspended.v1"),
    ("suspension_requested", "cn.zongzhi.case.suspension_requested.v1"),
    ("suspension_refused", "cn.zongzhi.case.suspension_refused.v1"),
    ("procedure_recorded", "cn.zongzhi.case.procedure_recorded.v1"),
    ("resumed", "cn.zongzhi.case.resumed.v1"),
    ("auto_resumed", "cn.zongzhi.case.auto_resumed.v1"),
    ("extension_requested", "cn.zongzhi.case.extension_requested.v1"),
    ("extension_decided", "cn.zongzhi.case.extension_decided.v1"),
    ("level_transferred", "cn.zongzhi.case.level_transferred.v1"),
    ("taken_in_charge", "cn.zongzhi.case.taken_in_charge.v1"),
    ("merged", "cn.zongzhi.case.merged.v1"),
    ("unmerged", "cn.zongzhi.case.unmerged.v1"),
    ("split", "cn.zongzhi.case.split.v1"),
    ("unsplit", "cn.zongzhi.case.unsplit.v1"),
    ("resolved", "cn.zongzhi.case.resolved.v1"),
    ("resolution_accepted", "cn.zongzhi.case.resolution_accepted.v1"),
    ("resolution_rejected", "cn.zongzhi.case.resolution_rejected.v1"),
    ("callback_recorded", "cn.zongzhi.case.callback_recorded.v1"),
    ("closed", "cn.zongzhi.case.closed.v1"),
    ("archived", "cn.zongzhi.case.archived.v1"),
    ("reopened", "cn.zongzhi.case.reopened.v1"),
    ("declined", "cn.zongzhi.case.declined.v1"),
    ("withdrawn", "cn.zongzhi.case.withdrawn.v1"),
    ("limit_rebased", "cn.zongzhi.case.limit_rebased.v1"),
    ("revealed", "cn.zongzhi.case.revealed.v1"),
    ("tracking_code_replaced", "cn.zongzhi.case.tracking_code_replaced.v1"),
    ("reminded", "cn.zongzhi.case.reminded.v1"),
    ("urged", "cn.zongzhi.case.urged.v1"),
    ("bulletin_listed", "cn.zongzhi.case.bulletin_listed.v1"),
    ("supervision_ordered", "cn.zongzhi.case.supervision_ordered.v1"),
    ("supervision_replied", "cn.zongzhi.case.supervision_replied.v1"),
    ("supervision_reply_accepted", "cn.zongzhi.case.supervision_reply_accepted.v1"),
    ("supervision_reply_rejected", "cn.zongzhi.case.supervision_reply_rejected.v1"),
    ("supervision_cancelled", "cn.zongzhi.case.supervision_cancelled.v1"),
    ("rule_noted", "cn.zongzhi.case.noted_by_rule.v1"),
    ("citizen_commented", "cn.zongzhi.case.citizen_commented.v1"),
    ("citizen_complained", "cn.zongzhi.case.citizen_complained.v1"),
    ("rated", "cn.zongzhi.case.rated.v1"),
    ("mediation_booked", "cn.zongzhi.case.mediation_booked.v1"),
    ("mediation_rebooked", "cn.zongzhi.case.mediation_rebooked.v1"),
    ("mediation_cancelled", "cn.zongzhi.case.mediation_cancelled.v1"),
    ("mediation_consent_recorded", "cn.zongzhi.case.mediation_consent_recorded.v1"),
    ("mediator_recused", "cn.zongzhi.case.mediator_recused.v1"),
    ("mediation_started", "cn.zongzhi.case.mediation_started.v1"),
    ("mediation_adjourned", "cn.zongzhi.case.mediation_adjourned.v1"),
    ("mediation_concluded", "cn.zongzhi.case.mediation_concluded.v1"),
    ("mediation_minutes_signed", "cn.zongzhi.case.mediation_minutes_signed.v1"),
    ("agreement_reached", "cn.zongzhi.case.agreement_reached.v1"),
    ("agreement_cancelled", "cn.zongzhi.case.agreement_cancelled.v1"),
    ("performance_recorded", "cn.zongzhi.case.performance_recorded.v1"),
    ("performance_reminded", "cn.zongzhi.case.performance_reminded.v1"),
    ("performance_overdue", "cn.zongzhi.case.performance_missed.v1"),
    ("confirmation_reminded", "cn.zongzhi.case.confirmation_reminded.v1"),
    ("confirmation_applied", "cn.zongzhi.case.confirmation_applied.v1"),
    ("confirmation_answered", "cn.zongzhi.case.confirmation_answered.v1"),
    ("leader_received", "cn.zongzhi.case.leader_received.v1"),
    ("promise_made", "cn.zongzhi.case.promise_made.v1"),
    ("meeting_decided", "cn.zongzhi.case.meeting_decided.v1"),
    ("task_completed", "cn.zongzhi.case.task_completed.v1"),
    ("task_overdue", "cn.zongzhi.case.task_missed.v1"),
    ("task_withdrawn", "cn.zongzhi.case.task_withdrawn.v1"),
    ("document_issued", "cn.zongzhi.case.document_issued.v1"),
    ("document_voided", "cn.zongzhi.case.document_voided.v1"),
    ("attachment_added", "cn.zongzhi.case.attachment_added.v1"),
    ("attachment_filed", "cn.zongzhi.case.attachment_filed.v1"),
    ("attachment_opened", "cn.zongzhi.case.attachment_opened.v1"),
    ("attachment_removed", "cn.zongzhi.case.attachment_removed.v1"),
    ("dossier_sealed", "cn.zongzhi.case.dossier_sealed.v1"),
    ("party_added", "cn.zongzhi.case.party_added.v1"),
    ("party_corrected", "cn.zongzhi.case.party_corrected.v1"),
    ("note_written", "cn.zongzhi.case.note_written.v1"),
    ("staff_replied", "cn.zongzhi.case.staff_replied.v1"),
    ("applicant_told", "cn.zongzhi.case.applicant_told.v1"),
    ("restricted", "cn.zongzhi.case.restricted.v1"),
    ("restriction_lifted", "cn.zongzhi.case.restriction_lifted.v1"),
];

/// The type of what the ledger calls `kind`.
pub fn type_of(kind: &str) -> &'static str {
    TYPES.iter().find(|(known, _)| *known == kind).map_or(CHANGED, |(_, of_kind)| of_kind)
}

/// Every type there is, in the order of the procedure.
pub fn types() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|(_, of_kind)| *of_kind)
}

/// Every kind of event with its type, in the same order.
pub fn kinds_with_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    TYPES.iter().copied()
}

/// Where events come from (`source`): with the id it names an event for good.
pub fn source(config: &Config) -> String {
    format!("{}/api/v1/cases", config.notices.link_base.trim_end_matches('/'))
}

/// One event (`CloudEvents` 1.0) with the extension `sequence`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CloudEvent {
    /// Always `1.0`.
    pub specversion: String,
    /// Id of the event; the same whenever it is sent.
    pub id: Uuid,
    /// Where it comes from.
    pub source: String,
    /// What happened, such as `cn.zongzhi.case.dispatched.v1`.
    #[serde(rename = "type")]
    pub of_type: String,
    /// Id of the case.
    pub subject: Uuid,
    /// When it happened.
    pub time: DateTime<Utc>,
    /// Always `application/json`.
    pub datacontenttype: String,
    /// Its place among the events of the case, from 1 and without a gap.
    pub sequence: String,
    /// What to read again.
    pub data: CloudEventData,
}

/// What an event says: no personal data and no text of anybody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CloudEventData {
    /// Id of the case.
    pub case_id: Uuid,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_no: Option<String>,
    /// The version the case had after it.
    pub version: i32,
    /// The kind of event, as in the ledger of the case.
    pub kind: String,
    /// The status the case had after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CaseStatus>,
    /// The number the case has where it came from: only to the application that registered it, by its
    /// webhooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<CloudEventSource>,
}

/// What a case is known as in the system that registered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CloudEventSource {
    /// The system.
    #[schema(example = "12345")]
    pub system: String,
    /// Its number there.
    #[schema(example = "20260302-000123")]
    pub number: String,
}

/// A case right after one of its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Its number.
    pub case_no: Option<String>,
    /// Its version.
    pub version: i32,
    /// Its status; none where the ledger cannot be read.
    pub status: Option<CaseStatus>,
}

impl CloudEvent {
    /// `event` as it is told to those outside.
    pub fn of(event: &event::Model, after: &After, source: &str) -> Self {
        Self {
            specversion: SPEC_VERSION.to_owned(),
            id: event.id,
            source: source.to_owned(),
            of_type: type_of(&event.kind).to_owned(),
            subject: event.case_id,
            time: event.at,
            datacontenttype: "application/json".to_owned(),
            sequence: event.seq.to_string(),
            data: CloudEventData {
                case_id: event.case_id,
                case_no: after.case_no.clone(),
                version: after.version,
                kind: event.kind.clone(),
                status: after.status,
                source: None,
            },
        }
    }
}

/// The case of `ledger`, all that happened to it in order, after each of its events.
pub fn told(ledger: &[event::Model]) -> Vec<(Uuid, After)> {
    let first = ledger.first().and_then(|event| Some((event, change_of(event)?)));
    let case_no = match &first {
        Some((_, Change::Registered { case_no, .. })) => Some(case_no.clone()),
        Some(_) | None => None,
    };
    let mut state = first.and_then(|(event, change)| CaseState::registered(&change, event.at));
    let mut version = 0;
    let mut all = Vec::with_capacity(ledger.len());
    for (at, event) in ledger.iter().enumerate() {
        // What only happened around a case leaves its version alone.
        version += i32::from(!NOTED.contains(&event.kind.as_str()));
        if at > 0 {
            state = state.and_then(|mut state| {
                state.apply(&change_of(event)?, event.at, event.actor_id);
                Some(state)
            });
        }
        let status = state.as_ref().map(|state| state.status);
        all.push((event.id, After { case_no: case_no.clone(), version, status }));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::TimeZone as _;
    use serde_json::json;

    use super::*;

    /// Every kind there is, read from the one place that names them.
    fn kinds() -> Vec<&'static str> {
        let source = include_str!("../cases/kinds.rs");
        let named = source.split("=> \"").skip(1);
        named.filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_kind_of_event_has_a_type_of_its_own() {
        let kinds = kinds();
        assert!(kinds.len() > 70, "{kinds:?}");
        for kind in &kinds {
            assert_ne!(type_of(kind), CHANGED, "{kind} has no type");
        }
        let known: HashSet<_> = TYPES.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(known, kinds.iter().copied().collect(), "a type of a kind there is not");
        assert_eq!(types().collect::<HashSet<_>>().len(), TYPES.len(), "one type twice");
        for of_type in types() {
            let name = of_type.strip_prefix("cn.zongzhi.case.").and_then(|t| t.strip_suffix(".v1"));
            let name = name.expect("the name of a case's event");
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{of_type}");
        }
    }

    fn event(seq: i32, kind: &str, data: &serde_json::Value) -> event::Model {
        event::Model {
            id: Uuid::from_u128(u128::from(seq.unsigned_abs())),
            case_id: Uuid::from_u128(77),
            seq,
            kind: kind.to_owned(),
            actor_id: Some(Uuid::from_u128(5)),
            capacity_id: None,
            capacity: "{}".to_owned(),
            at: Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap(),
            recorded_at: Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap(),
            data: data.to_string(),
            prev_hash: String::new(),
            hash: String::new(),
            block_no: Some(1),
        }
    }

    fn ledger() -> Vec<event::Model> {
        let registered = json!({
            "case_no": "654321-20260302-000001", "channel": "walk_in", "region_code": "654321",
            "center_id": Uuid::from_u128(9), "type_code": null, "scale_code": null, "level": null,
            "source_system": null, "source_number": null, "is_anonymous": false, "party_count": 2,
            "first_contact_id": null, "content_hash": "00", "v": 1,
        });
        vec![
            event(1, "registered", &registered),
            event(2, "note_written", &json!({ "unreadable": true })),
            event(3, "withdrawn", &json!({ "reason": "words of somebody", "v": 1 })),
        ]
    }

    #[test]
    fn it_says_what_to_read_again_and_nothing_anybody_wrote() {
        let ledger = ledger();
        let told = told(&ledger[..1]);
        let said = CloudEvent::of(&ledger[0], &told[0].1, "https://county.example.cn/api/v1/cases");
        assert_eq!(
            serde_json::to_value(&said).unwrap(),
            json!({
                "specversion": "1.0",
                "id": Uuid::from_u128(1),
                "source": "https://county.example.cn/api/v1/cases",
                "type": "cn.zongzhi.case.registered.v1",
                "subject": Uuid::from_u128(77),
                "time": "2026-03-02T01:00:00Z",
                "datacontenttype": "application/json",
                "sequence": "1",
                "data": {
                    "case_id": Uuid::from_u128(77),
                    "case_no": "654321-20260302-000001",
                    "version": 1,
                    "kind": "registered",
                    "status": "registered",
                },
            })
        );
        let later = CloudEvent::of(&ledger[2], &told[0].1, "/");
        assert!(!serde_json::to_string(&later).unwrap().contains("somebody"));
    }

    #[test]
    fn a_ledger_that_cannot_be_read_still_tells_that_something_happened() {
        let versions: Vec<_> =
            told(&ledger()).into_iter().map(|(_, after)| (after.version, after.status)).collect();
        assert_eq!(versions, [(1, Some(CaseStatus::Registered)), (1, None), (2, None)]);
    }
}
