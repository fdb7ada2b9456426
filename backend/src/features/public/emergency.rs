//! Matters for which a citizen has to call somebody before anything is written down: words of violence,
//! self-harm, fire and injury divert before there is a case. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::dto::{EmergencyNotice, EmergencyReport};
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::platform::words::words;

/// Which words, whom to call, and on what ground.
const SHIPPED: &str = include_str!("../../../data/emergency_words.json");

words! {
    /// What cannot wait.
    EmergencyKind {
        Violence = "violence", "如果有人正在受到伤害或者威胁，请马上报警", "If somebody is being hurt or threatened, call the police now";
        SelfHarm = "self_harm", "如果有人想伤害自己，请马上求助，不要让他独处", "If somebody wants to hurt themselves, call for help now and do not leave them alone";
        Fire = "fire", "如果正在起火、漏气，请马上离开并报火警", "If there is a fire or gas is leaking, leave now and call the fire brigade";
        Injury = "injury", "如果有人受伤、病危，请马上叫救护车", "If somebody is badly hurt or ill, call an ambulance now";
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signal {
    kind: EmergencyKind,
    phones: Vec<String>,
    words: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

/// Within how many minutes of knowing it is reported upwards (紧急信息报送).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reporting {
    phone_minutes: u16,
    written_minutes: u16,
    source: String,
    source_en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    reporting: Reporting,
    signals: Vec<Signal>,
}

/// By when what was known at `known_at` is reported upwards, by telephone and in writing.
pub fn report(known_at: DateTime<Utc>, lang: Lang) -> AppResult<EmergencyReport> {
    let Shipped { reporting, .. } = serde_json::from_str(SHIPPED)?;
    let within = |minutes: u16| known_at + TimeDelta::minutes(minutes.into());
    Ok(EmergencyReport {
        by_phone_until: within(reporting.phone_minutes),
        in_writing_until: within(reporting.written_minutes),
        source: lang.pick(&reporting.source, &reporting.source_en).to_owned(),
    })
}

/// Whom to call about what was written, the most pressing first; nobody for an ordinary matter.
pub fn notices(texts: &[&str], lang: Lang) -> AppResult<Vec<EmergencyNotice>> {
    let Shipped { signals, .. } = serde_json::from_str(SHIPPED)?;
    let is_meant = |signal: &Signal| {
        signal.words.iter().any(|word| texts.iter().any(|text| text.contains(word.as_str())))
    };
    let meant = signals.into_iter().filter(is_meant);
    let notice = |signal: Signal| EmergencyNotice {
        kind: signal.kind,
        text: signal.kind.name(lang).to_owned(),
        phones: signal.phones,
    };
    Ok(meant.map(notice).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_and_somebody_to_call() {
        let Shipped { signals, .. } = serde_json::from_str(SHIPPED).expect("the file");
        for kind in EmergencyKind::ALL {
            let of_kind: Vec<_> = signals.iter().filter(|signal| signal.kind == *kind).collect();
            assert_eq!(of_kind.len(), 1, "{kind:?}");
            assert!(of_kind.iter().all(|one| !one.phones.is_empty() && one.words.len() > 3));
        }
    }

    #[test]
    fn an_ordinary_matter_diverts_nobody() {
        let kinds = |text: &'static str| -> Vec<EmergencyKind> {
            let found = notices(&[text], Lang::Zh).expect("the file");
            found.into_iter().map(|one| one.kind).collect()
        };
        assert!(kinds("楼上卫生间防水失效，多次漏水").is_empty());
        assert_eq!(
            kinds("邻居持刀堵门，家里还着火了"),
            [EmergencyKind::Violence, EmergencyKind::Fire]
        );
    }
}
