//! From where on something is asked about: versioned data with its source
//! (`backend/data/question_rules.json`). Pure.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

use crate::platform::error::AppResult;

const SHIPPED: &str = include_str!("../../../data/question_rules.json");

/// When offices are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// From, in China's time zone.
    #[serde(with = "clock_time")]
    pub opens: NaiveTime,
    /// Until.
    #[serde(with = "clock_time")]
    pub closes: NaiveTime,
}

/// When a unit is asked about few entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceRule {
    /// How rare so few entries must be by chance, in parts of ten thousand.
    pub chance_per_myriad: u32,
    /// Entries to be expected below which nothing is asked.
    pub least_expected: u32,
    /// Working days of a window below which nothing is asked: quiet holidays are no silence.
    pub least_working_days: u32,
}

/// From how many entries on, and from which share of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareRule {
    /// Days that make an entry count, where it is days that do.
    #[serde(default)]
    pub days: u32,
    /// Entries: such ones, or of a window where all of it is looked at.
    pub least: u32,
    /// Their share in percent.
    pub percent: u32,
}

/// From how many entries on that differ by hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursRule {
    /// Hours by which times may contradict one another.
    pub hours: u32,
    /// Such entries.
    pub least: u32,
}

/// From how many entries on within minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesRule {
    /// The minutes.
    pub minutes: u32,
    /// Such entries.
    pub least: u32,
}

/// One version of all thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRules {
    /// Number of the version.
    pub version: i32,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    /// Where they come from.
    pub source: String,
    /// The same in English.
    pub source_en: String,
    /// Days of a window: whole weeks, so that each has the same weekdays.
    pub block_days: u32,
    /// Windows before it that are the unit's own past.
    pub history_blocks: u32,
    /// When offices are open.
    pub office: OfficeHours,
    /// 静默.
    pub silence: SilenceRule,
    /// 迟登记.
    pub late_entry: ShareRule,
    /// 时间倒置.
    pub back_dated: HoursRule,
    /// 集中登记.
    pub bulk_entry: MinutesRule,
    /// 月末集中.
    pub month_end: ShareRule,
    /// 非工作时间.
    pub off_hours: ShareRule,
    /// 登记即结案.
    pub soon_closed: MinutesRule,
}

impl QuestionRules {
    /// Every version that was shipped.
    pub fn shipped() -> AppResult<Vec<Self>> {
        Ok(serde_json::from_str(SHIPPED)?)
    }

    /// The newest of `all` in force on a day.
    pub fn on(all: Vec<Self>, day: NaiveDate) -> Option<Self> {
        let in_force = all.into_iter().filter(|rules| {
            rules.valid_from <= day && rules.valid_to.is_none_or(|last| day <= last)
        });
        in_force.max_by_key(|rules| rules.version)
    }
}

/// `08:30`.
mod clock_time {
    use chrono::NaiveTime;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_in_force_holds() {
        let shipped = QuestionRules::shipped().expect("the rules");
        let one = shipped.first().expect("a version").clone();
        assert_eq!(one.block_days % 7, 0, "a window has the same weekdays as any other");
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let next = QuestionRules {
            version: 2,
            valid_from: day("2027-01-01"),
            valid_to: Some(day("2027-12-31")),
            ..one
        };
        let all: Vec<_> = shipped.into_iter().chain([next]).collect();
        let version = |on: &str| QuestionRules::on(all.clone(), day(on)).map(|rules| rules.version);
        assert_eq!(version("1999-12-31"), None);
        assert_eq!(
            ["2026-12-31", "2027-01-01", "2028-01-01"].map(version),
            [Some(1), Some(2), Some(1)]
        );
    }
}
