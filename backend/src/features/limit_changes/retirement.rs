//! 停用: what a change says that retires a version of a rule.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::features::cases::rebasing::NewBasis;
use crate::features::time_limits::Rule;
use crate::platform::lang::Lang;

/// The retirement of a version, as it is kept with its change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retirement {
    /// The version.
    retired_rule_id: Uuid,
    /// Its last day.
    valid_to: NaiveDate,
    /// What it says, in both languages.
    zh: String,
    en: String,
}

impl Retirement {
    /// That of `rule`, which has its last day.
    pub fn of(rule: &Rule) -> Option<Self> {
        Some(Self {
            retired_rule_id: rule.id,
            valid_to: rule.valid_to?,
            zh: rule.sentence(Lang::Zh),
            en: rule.sentence(Lang::En),
        })
    }

    /// What a draft says, when it is one.
    pub(super) fn read(draft: Option<&str>) -> Option<Self> {
        serde_json::from_str(draft?).ok()
    }

    /// What limits are counted by then.
    pub fn basis(&self, running: bool) -> Option<NewBasis> {
        let from = self.valid_to.succ_opt()?;
        Some(NewBasis::Retired { rule_id: self.retired_rule_id, from, running })
    }

    /// In words.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let rule = lang.pick(&self.zh, &self.en);
        lang.pick("停用“{rule}”，末日 {last}", "Retired: “{rule}”; last day {last}")
            .replace("{rule}", rule)
            .replace("{last}", &self.valid_to.to_string())
    }
}
