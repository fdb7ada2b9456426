//! The words of posts and obligations, and what an obligation must be. Pure.

use crate::platform::error::ErrorCode;
use crate::platform::words::words;

words! {
    /// What kind of place a post is.
    PostKind {
        Window = "window", "服务窗口", "Window";
        DutyDesk = "duty_desk", "值班岗", "Duty desk";
        Command = "command", "指挥调度席", "Command seat";
        Field = "field", "下沉岗", "In the field";
        Other = "other", "其他岗位", "Other";
    }
}

words! {
    /// How a department is there: 常驻、轮驻、随驻 (`domain.md` 5.1), or 休息日值班.
    StationingMode {
        Resident = "resident", "常驻", "Resident";
        Rotating = "rotating", "轮驻", "Rotating";
        OnCall = "on_call", "随驻", "On call";
        RestDuty = "rest_duty", "休息日值班", "Rest-day duty";
    }
}

words! {
    /// For how long somebody takes a turn at once.
    BlockUnit {
        Day = "day", "按日", "Day";
        Week = "week", "按周", "Week";
        Fortnight = "fortnight", "按两周", "Fortnight";
        Month = "month", "按月", "Month";
    }
}

words! {
    /// In which order somebody is named (主/副/备).
    NomineeRole {
        Primary = "A", "A角（主）", "A, primary";
        Alternate = "B", "B角（副）", "B, alternate";
        Reserve = "C", "C角（备）", "C, reserve";
    }
}

words! {
    /// What an obligation lacks before a roster can be made of it.
    ObligationGap {
        NoPrimary = "no_primary", "没有A角", "Nobody is named as A";
        NoAlternate = "no_alternate", "没有B角", "Nobody is named as B";
        TooFew = "too_few", "符合条件的人少于应派人数", "Fewer people fit than are owed";
    }
}

/// What must hold of an obligation whatever its centre.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    /// The mode.
    pub mode: StationingMode,
    /// People owed at once.
    pub headcount: i32,
    /// ISO weekdays, 1 for Monday.
    pub weekdays: &'a [u8],
    /// The unit of a turn.
    pub block_unit: BlockUnit,
    /// Blocks of the shortest tour.
    pub min_blocks: i32,
    /// Blocks of the longest tour.
    pub max_blocks: i32,
    /// How many must have which skill.
    pub mix: &'a [(String, i32)],
}

impl Shape<'_> {
    /// What is wrong, with the member of the body; none when it may stand.
    pub fn wrong(&self) -> Option<(&'static str, ErrorCode)> {
        let is_rest = self.mode == StationingMode::RestDuty;
        let last = if is_rest { 7 } else { 5 };
        let first = if is_rest { 6 } else { 1 };
        if self.weekdays.iter().any(|day| !(first..=last).contains(day)) {
            return Some(("/weekdays", ErrorCode::StationingObligationWeekdays));
        }
        if is_rest && self.block_unit != BlockUnit::Day {
            return Some(("/block_unit", ErrorCode::StationingObligationRestBlock));
        }
        if self.min_blocks > self.max_blocks {
            return Some(("/max_blocks", ErrorCode::StationingObligationTour));
        }
        if self.mix.iter().any(|(_, count)| *count > self.headcount) {
            return Some(("/mix", ErrorCode::StationingObligationMix));
        }
        None
    }
}

/// Somebody named for an obligation, as far as counting goes.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// In which order.
    pub role: NomineeRole,
    /// Whether they are admitted, at work, and have the skills.
    pub is_fit: bool,
}

/// What an obligation lacks; nothing where nobody is owed.
pub fn gaps(headcount: i32, named: &[Named]) -> Vec<ObligationGap> {
    if headcount == 0 {
        return Vec::new();
    }
    let is_named = |role| named.iter().any(|one| one.role == role);
    let fit = named.iter().filter(|one| one.is_fit).count();
    let mut gaps = Vec::new();
    if !is_named(NomineeRole::Primary) {
        gaps.push(ObligationGap::NoPrimary);
    }
    // AB角 is mandatory (`domain.md` 10, stationing).
    if !is_named(NomineeRole::Alternate) {
        gaps.push(ObligationGap::NoAlternate);
    }
    if fit < usize::try_from(headcount).unwrap_or(0) {
        gaps.push(ObligationGap::TooFew);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: [u8; 5] = [1, 2, 3, 4, 5];

    fn shape() -> Shape<'static> {
        Shape {
            mode: StationingMode::Rotating,
            headcount: 1,
            weekdays: &WEEK,
            block_unit: BlockUnit::Week,
            min_blocks: 1,
            max_blocks: 2,
            mix: &[],
        }
    }

    #[test]
    fn what_cannot_be_owed_is_named() {
        assert_eq!(shape().wrong(), None);
        let saturday = Shape { weekdays: &[6], ..shape() };
        assert_eq!(saturday.wrong().map(|(at, _)| at), Some("/weekdays"));
        let rest = Shape { mode: StationingMode::RestDuty, weekdays: &[6, 7], ..shape() };
        assert_eq!(rest.wrong().map(|(at, _)| at), Some("/block_unit"));
        assert_eq!(Shape { block_unit: BlockUnit::Day, ..rest }.wrong(), None);
        let tour = Shape { min_blocks: 3, ..shape() };
        assert_eq!(tour.wrong().map(|(at, _)| at), Some("/max_blocks"));
        let mix = [("law".to_owned(), 2)];
        assert_eq!(Shape { mix: &mix, ..shape() }.wrong().map(|(at, _)| at), Some("/mix"));
    }

    #[test]
    fn nobody_is_missed_where_nobody_is_owed() {
        assert!(gaps(0, &[]).is_empty());
        let all = [ObligationGap::NoPrimary, ObligationGap::NoAlternate, ObligationGap::TooFew];
        assert_eq!(gaps(1, &[]), all);
        let named = [
            Named { role: NomineeRole::Primary, is_fit: true },
            Named { role: NomineeRole::Alternate, is_fit: false },
        ];
        assert!(gaps(1, &named).is_empty());
        assert_eq!(gaps(2, &named), [ObligationGap::TooFew]);
    }
}
