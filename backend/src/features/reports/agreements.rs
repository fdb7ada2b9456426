//! What the events of agreements (调解协议) come to in the reports, read by the names they have in the
//! ledger. Pure. One that nobody writes counts nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::facts::{FactKind, Told};

/// 达成协议, with its form and how many items it has.
const REACHED: &str = "agreement_reached";
/// 撤销协议记录: it should never have been entered.
const CANCELLED: &str = "agreement_cancelled";
/// 履行: what became of an item.
const PERFORMANCE: &str = "performance_recorded";
/// 申请司法确认.
const APPLIED: &str = "confirmation_applied";
/// 法院答复.
const ANSWERED: &str = "confirmation_answered";
/// 逾期: an item was due and is not known to be performed.
const OVERDUE: &str = "performance_overdue";

/// What is counted of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementFact {
    /// What happened.
    pub kind: FactKind,
    /// When.
    pub at: DateTime<Utc>,
    /// The amount agreed on in fen, where that is what happened.
    pub amount_fen: Option<i64>,
}

/// An agreement as far as it has been told.
#[derive(Default)]
struct Standing {
    items: u64,
    performed: BTreeSet<i64>,
    is_performed: bool,
    is_breached: bool,
    is_unperformed: bool,
}

/// The facts of all agreements of a case, each with when it happened. An agreement is performed once,
/// with its last item, and breached once; one whose record was cancelled counts nowhere.
pub fn facts(events: &[Told<'_>]) -> Vec<AgreementFact> {
    const KINDS: [&str; 6] = [REACHED, CANCELLED, PERFORMANCE, APPLIED, ANSWERED, OVERDUE];
    let told: Vec<(&str, DateTime<Utc>, Value)> = events
        .iter()
        .filter(|event| KINDS.contains(&event.kind))
        .filter_map(|event| Some((event.kind, event.at, serde_json::from_str(event.data).ok()?)))
        .collect();
    let cancelled: BTreeSet<String> =
        told.iter().filter(|(kind, ..)| *kind == CANCELLED).map(|(.., data)| id_of(data)).collect();
    let mut standing: BTreeMap<String, Standing> = BTreeMap::new();
    let mut facts = Vec::new();
    for (kind, at, data) in &told {
        let agreement = id_of(data);
        if cancelled.contains(&agreement) {
            continue;
        }
        let of = standing.entry(agreement).or_default();
        let counted = match *kind {
            REACHED => {
                of.items = data["item_count"].as_u64().unwrap_or(0);
                match data["form"].as_str() {
                    Some("oral") => Some(FactKind::AgreementOral),
                    _ => Some(FactKind::AgreementWritten),
                }
            }
            PERFORMANCE => of.perform(data),
            APPLIED => Some(FactKind::ConfirmationAsked),
            ANSWERED if data["answer"] == "confirmed" => Some(FactKind::Confirmed),
            _ => None,
        };
        let amount_fen = (*kind == REACHED).then(|| data["amount_fen"].as_i64().unwrap_or(0));
        facts.extend(counted.map(|kind| AgreementFact { kind, at: *at, amount_fen }));
        let is_missed = *kind == OVERDUE || counted == Some(FactKind::Breached);
        if is_missed && !of.is_unperformed {
            of.is_unperformed = true;
            let kind = FactKind::Unperformed;
            facts.push(AgreementFact { kind, at: *at, amount_fen: None });
        }
    }
    facts
}

fn id_of(data: &Value) -> String {
    data["agreement"]["agreement_id"].to_string()
}

impl Standing {
    fn perform(&mut self, data: &Value) -> Option<FactKind> {
        let item = data["item_no"].as_i64()?;
        match data["state"].as_str()? {
            "performed" => {
                self.performed.insert(item);
                let is_whole = u64::try_from(self.performed.len()).ok()? >= self.items;
                let is_new = is_whole && !self.is_performed;
                self.is_performed |= is_whole;
                is_new.then_some(FactKind::Performed)
            }
            "breached" => {
                let is_new = !self.is_breached;
                self.is_breached = true;
                is_new.then_some(FactKind::Breached)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::features::cases::change::Change;

    fn counted(events: &[(&str, Value)]) -> Vec<FactKind> {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let texts: Vec<_> = events.iter().map(|(kind, data)| (*kind, data.to_string())).collect();
        let told: Vec<_> = texts
            .iter()
            .map(|(kind, data)| Told {
                kind,
                data,
                // Only its name and its data are looked at.
                change: Change::ProgressReported { note: String::new() },
                at,
                recorded_at: at,
                actor_id: None,
            })
            .collect();
        facts(&told).into_iter().map(|fact| fact.kind).collect()
    }

    #[test]
    fn an_agreement_is_performed_with_its_last_item_and_confirmed_by_the_court() {
        let one = json!({ "agreement_id": "1" });
        let item = |no: i32, state: &str| {
            (PERFORMANCE, json!({ "agreement": one, "item_no": no, "state": state }))
        };
        let events = [
            (REACHED, json!({ "agreement": one, "form": "written", "item_count": 2 })),
            (APPLIED, json!({ "agreement": one })),
            (ANSWERED, json!({ "agreement": one, "answer": "confirmed" })),
            item(1, "performed"),
            item(2, "breached"),
            item(2, "partly"),
            item(2, "performed"),
            item(2, "performed"),
        ];
        assert_eq!(
            counted(&events),
            [
                FactKind::AgreementWritten,
                FactKind::ConfirmationAsked,
                FactKind::Confirmed,
                FactKind::Breached,
                FactKind::Unperformed,
                FactKind::Performed,
            ]
        );
    }

    #[test]
    fn one_that_was_entered_by_mistake_counts_nowhere() {
        let (one, other) = (json!({ "agreement_id": "1" }), json!({ "agreement_id": "2" }));
        let events = [
            (REACHED, json!({ "agreement": one, "form": "written", "item_count": 1 })),
            (REACHED, json!({ "agreement": other, "form": "oral", "item_count": 1 })),
            (CANCELLED, json!({ "agreement": one })),
        ];
        assert_eq!(counted(&events), [FactKind::AgreementOral]);
    }
}
