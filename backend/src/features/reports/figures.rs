//! From sums over the journal to the figures of a report. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};
use uuid::Uuid;

use super::definition::{Cell, Column, Crosswalk, Definition, Measure, ReportBreakdown};
use super::facts::{FactKind, LATE, STOCK};

/// The item of a breakdown by type for cases that have none yet.
pub const UNCLASSIFIED: &str = "none";
/// The item that is all of them.
pub const ALL: &str = "";
/// Digits of a code of the first level of case types (GB/T 31000).
pub const TOP_TYPE: usize = 2;

/// A month of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month(NaiveDate);

impl Month {
    /// From `2026-03`.
    pub fn read(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_plain = text.len() == 7 && month.len() == 2;
        let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
        (is_plain && (2000..2100).contains(&first.year())).then_some(Self(first))
    }

    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// From its number, such as 202603.
    pub fn numbered(number: i32) -> Option<Self> {
        let month = u32::try_from(number % 100).ok()?;
        NaiveDate::from_ymd_opt(number / 100, month, 1).map(Self)
    }

    /// Its number, such as 202603.
    pub fn number(self) -> i32 {
        self.0.year() * 100 + i32::try_from(self.0.month()).unwrap_or_default()
    }

    /// Its first day.
    pub const fn first(self) -> NaiveDate {
        self.0
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month after.
    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// As `2026-03`.
    pub fn text(self) -> String {
        self.0.format("%Y-%m").to_string()
    }
}

/// Facts of one kind that are alike, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// Where the cases lie; empty where places are not told apart.
    pub region_code: String,
    /// The centre in charge; nil likewise.
    pub center_id: Uuid,
    /// What happened.
    pub kind: FactKind,
    /// 来源渠道.
    pub channel: String,
    /// 事件类型; empty: unclassified.
    pub type_code: String,
    /// How often.
    pub times: i64,
    /// 涉及人数.
    pub people: i64,
    /// 涉及金额, in fen.
    pub amount_fen: i64,
}

/// The open cases when a month begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Opening {
    /// As it is known now.
    pub now: i64,
    /// The closing stock of the month before, where that is closed.
    pub carried: Option<i64>,
    /// Of the open cases, those that are late, as it is known now.
    pub late: i64,
}

/// `(cell, item)` → figure; what is not in it is zero.
pub type Figures = BTreeMap<(String, String), i64>;

/// The figures of `definition` that can be added up; shares are taken of these.
pub fn figures<'a>(
    definition: &Definition,
    walk: &Crosswalk,
    rows: &(impl Iterator<Item = &'a Tallied> + Clone),
    opening: Opening,
) -> Figures {
    let mut figures = Figures::new();
    let carried = opening.carried.unwrap_or(opening.now);
    for cell in &definition.cells {
        let key = |item: &str| (cell.code.clone(), item.to_owned());
        match &cell.measure {
            Measure::Opening => *figures.entry(key(ALL)).or_default() += carried,
            Measure::Corrections => {
                *figures.entry(key(ALL)).or_default() += opening.now - carried;
            }
            Measure::Closing => {
                let grown: i64 = rows.clone().map(growth).sum();
                *figures.entry(key(ALL)).or_default() += opening.now + grown;
            }
            Measure::Overdue => {
                let grown: i64 = rows.clone().map(|row| signed(row, LATE)).sum();
                *figures.entry(key(ALL)).or_default() += opening.late + grown;
            }
            Measure::Sum { kinds, of, by, channels } => {
                for row in rows.clone().filter(|row| counts(row, kinds, channels)) {
                    let amount = value(row, *of);
                    *figures.entry(key(ALL)).or_default() += amount;
                    if let Some(by) = by {
                        *figures.entry(key(item_of(row, *by, walk))).or_default() += amount;
                    }
                }
            }
            Measure::Share { .. } => {}
        }
    }
    figures.retain(|_, amount| *amount != 0);
    figures
}

/// The figure of a cell for one item; none for a share of nothing.
pub fn figure(definition: &Definition, figures: &Figures, cell: &Cell, item: &str) -> Option<i64> {
    let of = |cell: &str| figures.get(&(cell.to_owned(), item.to_owned())).copied();
    match &cell.measure {
        Measure::Share { part, whole } => {
            debug_assert!(definition.cell(part).is_some());
            share(of(part).unwrap_or(0), of(whole).unwrap_or(0))
        }
        Measure::Opening
        | Measure::Corrections
        | Measure::Closing
        | Measure::Overdue
        | Measure::Sum { .. } => Some(of(&cell.code).unwrap_or(0)),
    }
}

/// In parts of ten thousand, halves up.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 10_000 + whole / 2).div_euclid(whole))
}

/// By how much facts change the stock of open cases.
pub fn growth(row: &Tallied) -> i64 {
    signed(row, STOCK)
}

fn signed(row: &Tallied, signs: &[(FactKind, i64)]) -> i64 {
    let sign = signs.iter().find(|(kind, _)| *kind == row.kind).map_or(0, |(_, sign)| *sign);
    sign * row.times
}

fn counts(row: &Tallied, kinds: &[FactKind], channels: &[String]) -> bool {
    kinds.contains(&row.kind) && (channels.is_empty() || channels.contains(&row.channel))
}

const fn value(row: &Tallied, of: Column) -> i64 {
    match of {
        Column::Times => row.times,
        Column::People => row.people,
        Column::AmountFen => row.amount_fen,
    }
}

fn item_of<'a>(row: &'a Tallied, by: ReportBreakdown, walk: &'a Crosswalk) -> &'a str {
    match by {
        ReportBreakdown::Channel => &row.channel,
        ReportBreakdown::Type => top(&row.type_code),
        ReportBreakdown::MediationType => walk.class_of(&row.type_code),
    }
}

/// The first level of a case type.
pub fn top(type_code: &str) -> &str {
    type_code.get(..TOP_TYPE).unwrap_or(UNCLASSIFIED)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::features::reports::definition::{self, ReportCode};

    #[test]
    fn months_are_read_and_counted_on() {
        let month = Month::read("2026-01").expect("a month");
        assert_eq!(month.number(), 202_601);
        assert_eq!(month.before().text(), "2025-12");
        assert_eq!(Month::numbered(202_601), Some(month));
        for wrong in
            ["1999-12", "2100-01", "2026-1", "2026-13", "2026-00", "26-01", "2026-01-01", "x"]
        {
            assert_eq!(Month::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_share_of_nothing_is_none_and_halves_go_up() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 3), Some(3333));
        assert_eq!(share(2, 3), Some(6667));
        assert_eq!(share(3, 3), Some(10_000));
    }

    fn rows() -> impl Strategy<Value = Vec<Tallied>> {
        let row = (0..3_usize, 0..FactKind::ALL.len(), 0..4_usize, 1..9_i64, 0..99_i64);
        proptest::collection::vec(row, 0..40).prop_map(|rows| {
            rows.into_iter()
                .map(|(place, kind, what, times, people)| Tallied {
                    region_code: format!("99010110{place}"),
                    center_id: Uuid::nil(),
                    kind: FactKind::ALL[kind],
                    channel: ["walk_in", "grid", "court", "other"][what].to_owned(),
                    type_code: ["", "0202", "0502", "1104"][what].to_owned(),
                    times,
                    people,
                    amount_fen: people * 100,
                })
                .collect()
        })
    }

    fn opening() -> impl Strategy<Value = [Opening; 3]> {
        let one = || (0..50_i64, proptest::option::of(0..50_i64));
        (one(), one(), one(), proptest::bool::ANY).prop_map(|(a, b, c, is_closed)| {
            [a, b, c].map(|(now, carried)| Opening {
                now,
                carried: is_closed.then(|| carried.unwrap_or(0)),
                late: now / 2,
            })
        })
    }

    proptest! {
        /// What is kept place by place adds up to what is read of all of them, and every month hands
        /// on exactly what it was left with.
        #[test]
        fn places_add_up_and_months_reconcile(rows in rows(), openings in opening()) {
            let month = Month::read("2026-03").expect("a month").first();
            let walk = definition::mediation_types(month).expect("the data");
            for code in ReportCode::ALL {
                let report = definition::of(*code, month).expect("the data");
                let whole = Opening {
                    now: openings.iter().map(|one| one.now).sum(),
                    carried: openings.iter().map(|one| one.carried).sum(),
                    late: openings.iter().map(|one| one.late).sum(),
                };
                let all = figures(&report, &walk, &rows.iter(), whole);
                let mut sum = Figures::new();
                for (place, opening) in openings.iter().enumerate() {
                    let code = format!("99010110{place}");
                    let own = rows.iter().filter(|row| row.region_code == code);
                    for (key, amount) in figures(&report, &walk, &own, *opening) {
                        *sum.entry(key).or_default() += amount;
                    }
                }
                sum.retain(|_, amount| *amount != 0);
                prop_assert_eq!(&sum, &all);
                if *code == ReportCode::Monthly {
                    let of = |cell: &str| {
                        all.get(&(cell.to_owned(), ALL.to_owned())).copied().unwrap_or(0)
                    };
                    let left = of("carry_over") + of("corrections") + of("entered")
                        + of("reentered") - of("closed") - of("ended");
                    prop_assert_eq!(of("stock_end"), left);
                    prop_assert_eq!(of("carry_over") + of("corrections"), whole.now);
                }
            }
        }
    }
}
