//! What the reports say, as versioned data (`backend/data/reports.json`,
//! `backend/data/crosswalks.json`): every cell with its definition, its counting unit and the
//! figures it must be read with. Pure.

use chrono::NaiveDate;
use serde::Deserialize;

use super::facts::FactKind;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;
use crate::platform::words::words;

const REPORTS: &str = include_str!("../../../data/reports.json");
const CROSSWALKS: &str = include_str!("../../../data/crosswalks.json");

words! {
    /// A report.
    ReportCode {
        /// 矛盾纠纷排查化解月报表.
        Monthly = "monthly";
        /// 人民调解工作统计表.
        Mediation = "mediation";
    }
}

words! {
    /// What a cell counts.
    ReportUnit {
        /// 件.
        Case = "case";
        /// 件次.
        Occurrence = "occurrence";
        /// 人.
        Person = "person";
        /// 分.
        Fen = "fen";
        /// Parts of ten thousand: 9,350 are 93.50 %.
        Permyriad = "permyriad";
        /// 份.
        Agreement = "agreement";
    }
}

words! {
    /// What is summed of a fact.
    Column {
        /// How often it happened.
        Times = "times";
        /// 涉及人数.
        People = "people";
        /// 涉及金额, in fen.
        AmountFen = "amount_fen";
    }
}

words! {
    /// By what a cell is broken down.
    ReportBreakdown {
        /// 来源渠道.
        Channel = "channel";
        /// 事件类别, the first level of GB/T 31000-2015.
        Type = "type";
        /// 人民调解纠纷类型, by the cross-walk.
        MediationType = "mediation_type";
    }
}

/// How a cell comes about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Measure {
    /// 上月结转.
    Opening,
    /// What was corrected after the month before was closed.
    Corrections,
    /// 月末在办.
    Closing,
    /// 在办超期: of these, those with a handling limit that ran out and is not met.
    Overdue,
    /// A sum over facts.
    Sum {
        /// Which.
        kinds: Vec<FactKind>,
        /// What of them.
        of: Column,
        /// By what it is broken down.
        #[serde(default)]
        by: Option<ReportBreakdown>,
        /// Only cases that came through these; empty: all.
        #[serde(default)]
        channels: Vec<String>,
    },
    /// One cell as a share of another, in parts of ten thousand.
    Share {
        /// The part.
        part: String,
        /// The whole.
        whole: String,
    },
}

/// A cell, or a column of cells where it is broken down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Its code.
    pub code: String,
    /// The part of the report it stands in.
    pub section: String,
    name: String,
    name_en: String,
    definition: String,
    definition_en: String,
    /// What it counts.
    pub unit: ReportUnit,
    /// How it comes about.
    pub measure: Measure,
    /// Cells that would show it if it were polished.
    pub companions: Vec<String>,
}

impl Cell {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }

    /// What it counts, in words.
    pub fn definition(&self, lang: Lang) -> &str {
        lang.pick(&self.definition, &self.definition_en)
    }

    /// Whether months can be added up in it.
    pub fn is_additive(&self) -> bool {
        !matches!(self.measure, Measure::Share { .. })
    }
}

/// A version of a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Which report.
    pub code: ReportCode,
    /// Which version.
    pub version: i32,
    /// The first day of the first month it is for.
    pub valid_from: NaiveDate,
    name: String,
    name_en: String,
    source: String,
    source_en: String,
    /// In their order.
    pub cells: Vec<Cell>,
}

impl Definition {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }

    /// What it rests on.
    pub fn source(&self, lang: Lang) -> &str {
        lang.pick(&self.source, &self.source_en)
    }

    /// One of its cells.
    pub fn cell(&self, code: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.code == code)
    }
}

/// Every version of every report.
pub fn all() -> AppResult<Vec<Definition>> {
    Ok(serde_json::from_str(REPORTS)?)
}

/// The version of a report that is for the month beginning on `first`.
pub fn of(code: ReportCode, first: NaiveDate) -> AppResult<Definition> {
    let fitting = all()?.into_iter().filter(|one| one.code == code && one.valid_from <= first);
    let newest = fitting.max_by_key(|one| one.version);
    newest.ok_or_else(|| AppError::internal("no version of the report is for this month"))
}

/// A class of the other taxonomy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkItem {
    /// Its code there.
    pub code: String,
    name: String,
    name_en: String,
}

impl CrosswalkItem {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkRow {
    from: String,
    to: String,
}

/// From case types to another taxonomy (对照表).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// Its name.
    pub code: String,
    /// Which version.
    pub version: i32,
    /// The first day it is for.
    pub valid_from: NaiveDate,
    /// The taxonomy it starts from.
    pub from: String,
    to: String,
    to_en: String,
    source: String,
    source_en: String,
    /// The class of what nothing else is said of.
    pub other: String,
    /// The classes, in their order.
    pub items: Vec<CrosswalkItem>,
    rows: Vec<CrosswalkRow>,
}

impl Crosswalk {
    /// The taxonomy it leads to.
    pub fn target(&self, lang: Lang) -> &str {
        lang.pick(&self.to, &self.to_en)
    }

    /// What it rests on.
    pub fn source(&self, lang: Lang) -> &str {
        lang.pick(&self.source, &self.source_en)
    }

    /// The class of a case type: what is said of the longest beginning of its code.
    pub fn class_of(&self, type_code: &str) -> &str {
        let said = self.rows.iter().filter(|row| type_code.starts_with(&row.from));
        said.max_by_key(|row| row.from.len()).map_or(self.other.as_str(), |row| &row.to)
    }

    /// What it says, `(case type or its beginning, class)`.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|row| (row.from.as_str(), row.to.as_str()))
    }
}

/// The cross-walk to the types of people's mediation that is for the month beginning on `first`.
pub fn mediation_types(first: NaiveDate) -> AppResult<Crosswalk> {
    let all: Vec<Crosswalk> = serde_json::from_str(CROSSWALKS)?;
    let fitting = all.into_iter().filter(|one| {
        one.code == ReportBreakdown::MediationType.as_str() && one.valid_from <= first
    });
    let newest = fitting.max_by_key(|one| one.version);
    newest.ok_or_else(|| AppError::internal("no cross-walk is for this month"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_cell_has_a_code_of_its_own_and_names_cells_there_are() {
        for report in all().expect("the data") {
            let codes: HashSet<_> = report.cells.iter().map(|cell| cell.code.as_str()).collect();
            assert_eq!(codes.len(), report.cells.len(), "{:?}", report.code);
            for cell in &report.cells {
                for other in &cell.companions {
                    assert!(codes.contains(other.as_str()), "{}: {other}", cell.code);
                }
                if let Measure::Share { part, whole } = &cell.measure {
                    assert!(codes.contains(part.as_str()) && codes.contains(whole.as_str()));
                }
            }
        }
    }

    #[test]
    fn every_case_type_has_a_class_and_the_longest_code_decides() {
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        let walk = mediation_types(first).expect("the data");
        let classes: HashSet<_> = walk.items.iter().map(|item| item.code.as_str()).collect();
        let reached: HashSet<_> = walk.rows().map(|(_, class)| class).collect();
        assert_eq!(classes, reached, "every class has a case type, and every row a class");
        assert_eq!(walk.class_of("0502"), "15");
        assert_eq!(walk.class_of("0507"), "06");
        assert_eq!(walk.class_of("0799"), "11");
        assert_eq!(walk.class_of("1001"), "99");
        assert_eq!(walk.class_of(""), "99");
    }

    #[test]
    fn the_types_are_those_of_the_ministry_of_justice() {
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        let walk = mediation_types(first).expect("the data");
        let named: Vec<_> = walk.items.iter().map(|item| item.name(Lang::Zh)).collect();
        // 司法部人民调解统计，按其次序。
        let ministry = [
            "婚姻家庭",
            "邻里",
            "房屋宅基地",
            "合同",
            "生产经营",
            "损害赔偿",
            "山林土地",
            "征地拆迁",
            "环境污染",
            "拖欠农民工工资",
            "其他劳动争议",
            "旅游",
            "电子商务",
            "其他消费",
            "医疗",
            "道路交通事故",
            "物业",
            "其他",
        ];
        assert_eq!(named, ministry.map(|name| format!("{name}纠纷")));
        // What the ministry tells apart, the counter can tell apart.
        for (case_type, class) in [("070101", "拖欠农民工工资"), ("060101", "电子商务")]
        {
            let found = walk.items.iter().find(|item| item.code == walk.class_of(case_type));
            assert_eq!(
                found.map(|item| item.name(Lang::Zh)),
                Some(format!("{class}纠纷").as_str())
            );
        }
    }
}
