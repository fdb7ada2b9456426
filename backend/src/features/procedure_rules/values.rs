//! What the rules say on a day: codes, units, bounds and values. Pure.

use chrono::NaiveDate;

use crate::features::cases::clocks::LampRule;
use crate::features::review_meetings::agenda::AgendaThresholds;
use crate::platform::words::words;

words! {
    /// A rule of the procedure.
    ProcedureRuleCode {
        UrgeAfter = "urge_after", "超期后第几个工作日催办", "Working day after expiry on which the department is urged";
        OrderAfter = "order_after", "超期后第几个工作日督办", "Working day after expiry on which a supervision order is issued";
        BulletinAfter = "bulletin_after", "超期后第几个工作日通报", "Working day after expiry on which the matter is put into the bulletin";
        OrderReply = "order_reply", "督办件回复期限", "Time for the reply to a supervision order";
        Reopening = "reopening", "结案后可以重新办理的期限", "Time after closing in which a case may be reopened";
        OwnStops = "own_stops", "承办单位自行中止合计天数", "Days a department may stop a matter by itself, all its stops together";
        ExtensionShare = "extension_share", "延期不超过原期限的比例", "Share of a limit it may be extended by";
        LampShare = "lamp_share", "已用时限达到此比例亮黄灯", "Share of a limit used from which on its lamp is yellow";
        LampDays = "lamp_days", "今天之后不多于此数亮黄灯", "Working days left after today from which on the lamp is yellow";
        Returns = "returns", "退回几次后由主任裁定", "Returns after which the director rules";
        AgendaGroup = "agenda_group", "涉及多少人列为群体性事项", "People from which on a matter is one of a group";
        AgendaRepeat = "agenda_repeat", "多少天内的同类事项视为重复", "Days within which a matter counts as a repeat";
        AgendaAlike = "agenda_alike", "标题相近到此比例视为同一事项", "Share of common characters from which on two titles are alike";
    }
}

words! {
    /// What the value of a rule counts.
    ProcedureRuleUnit {
        WorkingDays = "working_days", "个工作日", "working days";
        CalendarDays = "calendar_days", "天", "calendar days";
        Percent = "percent", "%", "%";
        Times = "times", "次", "times";
        People = "people", "人", "people";
    }
}

impl ProcedureRuleCode {
    /// What its value counts, and from what to what it may be set. Bounds are wide: they refuse what
    /// cannot be meant.
    pub const fn unit_and_bounds(self) -> (ProcedureRuleUnit, i32, i32) {
        match self {
            Self::UrgeAfter | Self::OrderAfter | Self::BulletinAfter => {
                (ProcedureRuleUnit::WorkingDays, 1, 250)
            }
            Self::OrderReply => (ProcedureRuleUnit::WorkingDays, 1, 60),
            Self::Reopening => (ProcedureRuleUnit::CalendarDays, 0, 3660),
            Self::OwnStops => (ProcedureRuleUnit::CalendarDays, 0, 365),
            Self::ExtensionShare | Self::LampShare => (ProcedureRuleUnit::Percent, 1, 100),
            Self::LampDays => (ProcedureRuleUnit::WorkingDays, 0, 60),
            Self::Returns => (ProcedureRuleUnit::Times, 1, 10),
            Self::AgendaGroup => (ProcedureRuleUnit::People, 2, 1000),
            Self::AgendaRepeat => (ProcedureRuleUnit::CalendarDays, 1, 730),
            Self::AgendaAlike => (ProcedureRuleUnit::Percent, 50, 100),
        }
    }
}

/// What all rules say on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Procedures {
    /// The working day after expiry on which the department is urged (催办).
    pub urge_after_days: u32,
    /// The working day after expiry on which a supervision order is issued (督办).
    pub order_after_days: u32,
    /// The working day after expiry on which the matter is put into the bulletin (通报).
    pub bulletin_after_days: u32,
    /// Working days for the reply to a supervision order.
    pub reply_days: u32,
    /// Calendar days after closing in which a case may be reopened.
    pub reopening_days: u32,
    /// Calendar days a department may stop a matter by itself, all its stops together.
    pub own_stop_days: u32,
    /// The share of a limit it may be extended by, in percent.
    pub extension_percent: u32,
    /// When a lamp is yellow.
    pub lamp: LampRule,
    /// Returns after which the director rules.
    pub returns: u32,
    /// What puts a case on the agenda of a review meeting.
    pub agenda: AgendaThresholds,
}

impl Procedures {
    /// Nothing said yet.
    pub(super) const NONE: Self = Self {
        urge_after_days: 0,
        order_after_days: 0,
        bulletin_after_days: 0,
        reply_days: 0,
        reopening_days: 0,
        own_stop_days: 0,
        extension_percent: 0,
        lamp: LampRule { yellow_percent: 0, yellow_working_days: 0 },
        returns: 0,
        agenda: AgendaThresholds { group_people: 0, repeat_days: 0, alike_percent: 0 },
    };

    fn set(&mut self, code: ProcedureRuleCode, value: u32) {
        match code {
            ProcedureRuleCode::UrgeAfter => self.urge_after_days = value,
            ProcedureRuleCode::OrderAfter => self.order_after_days = value,
            ProcedureRuleCode::BulletinAfter => self.bulletin_after_days = value,
            ProcedureRuleCode::OrderReply => self.reply_days = value,
            ProcedureRuleCode::Reopening => self.reopening_days = value,
            ProcedureRuleCode::OwnStops => self.own_stop_days = value,
            ProcedureRuleCode::ExtensionShare => self.extension_percent = value,
            ProcedureRuleCode::LampShare => self.lamp.yellow_percent = value,
            ProcedureRuleCode::LampDays => self.lamp.yellow_working_days = value,
            ProcedureRuleCode::Returns => self.returns = value,
            ProcedureRuleCode::AgendaGroup => self.agenda.group_people = value,
            ProcedureRuleCode::AgendaRepeat => self.agenda.repeat_days = value,
            ProcedureRuleCode::AgendaAlike => self.agenda.alike_percent = value,
        }
    }

    /// Whether each step of the ladder comes after the one before.
    pub const fn is_in_order(&self) -> bool {
        self.urge_after_days < self.order_after_days
            && self.order_after_days < self.bulletin_after_days
    }
}

/// What one version of a rule says from its first day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// First day.
    pub valid_from: NaiveDate,
    /// Of two that begin on one day the later version holds.
    pub version: i32,
    /// The rule.
    pub code: ProcedureRuleCode,
    /// What it says.
    pub value: u32,
}

/// What all rules say from a day on, by that day, up to the next.
pub fn eras(said: &[Said]) -> Vec<(NaiveDate, Procedures)> {
    let mut sorted = said.to_vec();
    sorted.sort_unstable();
    let mut eras: Vec<(NaiveDate, Procedures)> = Vec::new();
    for one in sorted {
        let before = eras.last().map_or(Procedures::NONE, |(_, before)| *before);
        match eras.last_mut() {
            Some((from, era)) if *from == one.valid_from => era.set(one.code, one.value),
            _ => {
                let mut era = before;
                era.set(one.code, one.value);
                eras.push((one.valid_from, era));
            }
        }
    }
    eras
}

/// What the rules let be done with one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Returns after which the director rules.
    pub returns: i32,
    /// Calendar days after closing in which it may be reopened.
    pub reopening_days: i64,
    /// Calendar days the lead may stop it by itself.
    pub own_stop_days: u32,
    /// The share of a limit it may be extended by, in percent.
    pub extension_percent: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn said(code: ProcedureRuleCode, version: i32, from: &str, value: u32) -> Said {
        Said { valid_from: day(from), version, code, value }
    }

    #[test]
    fn each_rule_says_its_newest_until_the_next_begins() {
        let eras = eras(&[
            said(ProcedureRuleCode::Returns, 1, "2000-01-01", 2),
            said(ProcedureRuleCode::Reopening, 1, "2000-01-01", 30),
            said(ProcedureRuleCode::Returns, 3, "2027-01-01", 4),
            said(ProcedureRuleCode::Returns, 2, "2027-01-01", 3),
            said(ProcedureRuleCode::Reopening, 2, "2026-06-01", 60),
        ]);
        let told: Vec<_> = eras
            .iter()
            .map(|(from, era)| (from.to_string(), era.returns, era.reopening_days))
            .collect();
        let expected = [("2000-01-01", 2, 30), ("2026-06-01", 2, 60), ("2027-01-01", 4, 60)];
        let expected: Vec<_> =
            expected.into_iter().map(|(from, a, b)| (from.to_owned(), a, b)).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn every_value_lies_within_bounds_that_can_be_kept() {
        for code in ProcedureRuleCode::ALL {
            let (_, least, most) = code.unit_and_bounds();
            assert!(0 <= least && least < most, "{code:?}");
        }
    }
}
