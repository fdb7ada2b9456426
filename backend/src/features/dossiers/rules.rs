//! Which papers belong to a dossier, in which order, which of them must be there, and how long it is
//! kept: versioned data with its source (`backend/data/dossiers.json`). Pure.
//!
//! A case keeps the version that was in force on the day it was closed.

use std::collections::HashSet;

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

pub use super::choosing::Settled;
use super::choosing::{Chosen, choose};
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;

const DATA: &str = include_str!("../../../data/dossiers.json");

/// Every version of every rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierRules {
    volumes: Vec<Volume>,
    retentions: Vec<Retention>,
}

/// A kind of dossier: its documents in their order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// The same in every version.
    pub code: String,
    /// Number of the version.
    pub version: i32,
    name: String,
    name_en: String,
    source: String,
    source_en: String,
    /// For cases settled by these methods (code set `resolution_method`); empty: for all others.
    method_codes: Vec<String>,
    /// Whether it is for cases whose agreements are all oral (口头协议): a shorter list.
    #[serde(default)]
    is_oral: bool,
    valid_from: NaiveDate,
    #[serde(default)]
    valid_to: Option<NaiveDate>,
    /// 卷内目录.
    pub documents: Vec<DocumentRule>,
}

/// What a case has come to, of which a paper that is on demand (按需) is then due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Somebody acts for a party.
    Represented,
    /// What became of an agreement was recorded.
    PerformanceRecorded,
    /// A callback was recorded.
    CallbackRecorded,
    /// The court was asked to confirm an agreement, and the application was not withdrawn.
    ConfirmationSought,
}

/// A place in a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRule {
    /// Its place, two digits.
    pub code: String,
    name: String,
    name_en: String,
    /// 必须, or 按需.
    pub is_required: bool,
    /// Of what is 按需: when it is due all the same.
    #[serde(default)]
    pub needed_when: Option<Occasion>,
    /// Whether what fills it names a party by its nature: so do the scans of papers whose issued
    /// document does. Who may open what is asked today, not on the day a volume was sealed.
    #[serde(default)]
    pub is_identity: bool,
    /// The kinds of issued documents (文书) that fill it by themselves.
    #[serde(default)]
    pub document_kinds: Vec<String>,
}

/// How long a dossier is kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The same in every version.
    pub code: String,
    /// Number of the version.
    pub version: i32,
    name: String,
    name_en: String,
    source: String,
    source_en: String,
    method_codes: Vec<String>,
    /// Full calendar years after the year of closing; none: for ever.
    #[serde(default)]
    pub years: Option<u16>,
    valid_from: NaiveDate,
    #[serde(default)]
    valid_to: Option<NaiveDate>,
}

impl Chosen for Volume {
    fn applies(&self) -> (&[String], NaiveDate, Option<NaiveDate>, i32) {
        (&self.method_codes, self.valid_from, self.valid_to, self.version)
    }

    fn is_oral(&self) -> bool {
        self.is_oral
    }
}

impl Chosen for Retention {
    fn applies(&self) -> (&[String], NaiveDate, Option<NaiveDate>, i32) {
        (&self.method_codes, self.valid_from, self.valid_to, self.version)
    }
}

impl DossierRules {
    /// The rules that come with the system.
    pub fn shipped() -> AppResult<Self> {
        Ok(serde_json::from_str(DATA)?)
    }

    /// What belongs to the dossier of a case, by the rules of the day `on`.
    pub fn volume(&self, settled: Settled<'_>, on: NaiveDate) -> Option<&Volume> {
        choose(&self.volumes, settled, on)
    }

    /// A version of a volume, as a seal names it.
    pub fn version(&self, code: &str, version: i32) -> Option<&Volume> {
        self.volumes.iter().find(|one| one.code == code && one.version == version)
    }

    /// How long it is kept.
    pub fn retention(&self, settled: Settled<'_>, on: NaiveDate) -> Option<&Retention> {
        choose(&self.retentions, settled, on)
    }

    /// The volume and the retention of a case: by the rules of the day it was closed, of `today`
    /// before that. Before the first day of the rules, the places are those of the newest ones: none
    /// is required.
    pub fn followed(
        &self,
        settled: Settled<'_>,
        closed_on: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<(&Volume, Option<&Retention>)> {
        let on = closed_on.unwrap_or(today);
        let newest = || self.volume(Settled::default(), NaiveDate::MAX);
        let volume = self.volume(settled, on).or_else(newest)?;
        Some((volume, self.retention(settled, on)))
    }

    /// Whether a case closed on `on` may be archived with a sealed dossier only: something must be
    /// in it.
    pub fn is_seal_required(&self, method: Option<&str>, on: NaiveDate) -> bool {
        // Something must be in the shorter one, too: how it was agreed on makes no difference.
        let volume = self.volume(Settled { method, is_oral: false }, on);
        volume.is_some_and(|volume| volume.documents.iter().any(|document| document.is_required))
    }

    /// The place called `code`, in whatever volume: the codes mean the same in all.
    pub fn document(&self, code: &str) -> Option<&DocumentRule> {
        let all = self.volumes.iter().flat_map(|volume| &volume.documents);
        all.into_iter().find(|document| document.code == code)
    }
}

impl Volume {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }

    /// Where it comes from.
    pub fn source(&self, lang: Lang) -> &str {
        lang.pick(&self.source, &self.source_en)
    }

    /// The place an issued document of `kind` fills.
    pub fn place_of(&self, kind: &str) -> Option<&DocumentRule> {
        self.documents.iter().find(|rule| rule.takes(kind))
    }

    /// The documents that must be there, always or on one of these occasions, and are not among
    /// `filled`.
    pub fn missing(
        &self,
        filled: &HashSet<&str>,
        occasions: &HashSet<Occasion>,
    ) -> Vec<&DocumentRule> {
        let is_due = |rule: &DocumentRule| {
            rule.is_required || rule.needed_when.is_some_and(|when| occasions.contains(&when))
        };
        let is_missing =
            |rule: &&DocumentRule| is_due(rule) && !filled.contains(rule.code.as_str());
        self.documents.iter().filter(is_missing).collect()
    }
}

impl DocumentRule {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }

    /// Whether an issued document of `kind` fills it.
    pub fn takes(&self, kind: &str) -> bool {
        self.document_kinds.iter().any(|one| one == kind)
    }
}

impl Retention {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }

    /// Where it comes from.
    pub fn source(&self, lang: Lang) -> &str {
        lang.pick(&self.source, &self.source_en)
    }

    /// The last day of a dossier closed on `closed_on`; none: it is kept for ever.
    pub fn until(&self, closed_on: NaiveDate) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(closed_on.year() + i32::from(self.years?), 12, 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// By people's mediation, with a written agreement.
    const MEDIATED: Settled<'static> = Settled { method: Some("02"), is_oral: false };
    const ORALLY: Settled<'static> = Settled { is_oral: true, ..MEDIATED };

    #[test]
    fn the_thirteen_documents_stand_in_their_order() {
        let rules = DossierRules::shipped().expect("the data");
        let on = day("2026-03-02");
        let volume = rules.volume(MEDIATED, on).expect("a volume");
        assert_eq!((volume.code.as_str(), volume.documents.len()), ("people_mediation", 13));
        for (at, document) in volume.documents.iter().enumerate() {
            assert_eq!(document.code, format!("{:02}", at + 1));
        }
        let required = missing(volume, &HashSet::new());
        assert_eq!(required, ["01", "02", "03", "07", "08", "13"]);
        let all_but_one = HashSet::from(["01", "02", "03", "07", "13"]);
        assert_eq!(volume.missing(&all_but_one, &HashSet::new()).len(), 1);
    }

    /// The places nothing fills.
    fn missing<'a>(volume: &'a Volume, occasions: &HashSet<Occasion>) -> Vec<&'a str> {
        let missing = volume.missing(&HashSet::new(), occasions);
        missing.iter().map(|rule| rule.code.as_str()).collect()
    }

    #[test]
    fn what_is_on_demand_is_due_once_the_case_has_come_to_it() {
        let rules = DossierRules::shipped().expect("the data");
        for settled in [MEDIATED, ORALLY] {
            let volume = rules.volume(settled, day("2026-12-01")).expect("a volume");
            let always = missing(volume, &HashSet::new());
            let every = HashSet::from([
                Occasion::Represented,
                Occasion::PerformanceRecorded,
                Occasion::CallbackRecorded,
                Occasion::ConfirmationSought,
            ]);
            for (occasion, code) in [
                (Occasion::Represented, "04"),
                (Occasion::PerformanceRecorded, "09"),
                (Occasion::CallbackRecorded, "10"),
                (Occasion::ConfirmationSought, "11"),
            ] {
                let due = missing(volume, &HashSet::from([occasion]));
                let more: Vec<_> = due.iter().filter(|code| !always.contains(code)).collect();
                assert_eq!(more, [&code], "{occasion:?}");
            }
            assert_eq!(missing(volume, &every).len(), always.len() + 4);
            // Closed before the rule: by the list of that day.
            let before = rules.volume(settled, day("2026-11-27")).expect("a volume");
            assert_eq!(missing(before, &every), always);
        }
    }

    #[test]
    fn an_oral_agreement_has_a_shorter_list_and_a_written_one_beside_it_has_not() {
        let rules = DossierRules::shipped().expect("the data");
        let on = day("2026-03-02");
        let volume = rules.volume(ORALLY, on).expect("a volume");
        assert_eq!((volume.code.as_str(), volume.documents.len()), ("people_mediation_oral", 13));
        let required = missing(volume, &HashSet::new());
        assert_eq!(required, ["01", "02", "08"]);
        let other = Settled { method: Some("01"), is_oral: true };
        assert_eq!(rules.volume(other, on).map(|volume| volume.code.as_str()), Some("general"));
        // Kept as long as any other, and sealed like any other.
        assert_eq!(rules.retention(ORALLY, on), rules.retention(MEDIATED, on));
        assert!(rules.is_seal_required(ORALLY.method, on));
    }

    #[test]
    fn only_what_requires_papers_has_to_be_sealed_and_only_from_its_first_day() {
        let rules = DossierRules::shipped().expect("the data");
        assert!(rules.is_seal_required(Some("02"), day("2026-01-01")));
        assert!(!rules.is_seal_required(Some("02"), day("2025-12-31")));
        assert!(!rules.is_seal_required(Some("01"), day("2026-01-01")));
        assert!(!rules.is_seal_required(None, day("2026-01-01")));
    }

    #[test]
    fn codes_mean_the_same_in_every_volume() {
        let rules = DossierRules::shipped().expect("the data");
        for document in rules.volumes.iter().flat_map(|volume| &volume.documents) {
            let first = rules.document(&document.code).expect("a place");
            assert_eq!(first.is_identity, document.is_identity, "{}", document.code);
        }
    }

    #[test]
    fn an_issued_document_fills_one_place_of_a_volume_at_most() {
        use crate::features::documents::kind::DocumentKind;
        let rules = DossierRules::shipped().expect("the data");
        for volume in &rules.volumes {
            let kinds: Vec<_> = volume.documents.iter().flat_map(|d| &d.document_kinds).collect();
            let once: HashSet<_> = kinds.iter().collect();
            assert_eq!(once.len(), kinds.len(), "{}", volume.code);
            for kind in kinds {
                assert!(DocumentKind::parse(kind).is_some(), "{kind}");
            }
        }
        let volume = rules.volume(MEDIATED, day("2026-03-02")).expect("a volume");
        let place =
            |kind: DocumentKind| volume.place_of(kind.as_str()).map(|rule| rule.code.as_str());
        assert_eq!(place(DocumentKind::MediationRecord), Some("07"));
        assert_eq!(place(DocumentKind::Agreement), Some("08"));
        assert_eq!(place(DocumentKind::SupervisionLetter), None);
    }

    #[test]
    fn a_dossier_is_kept_for_full_years_after_that_of_closing() {
        let rules = DossierRules::shipped().expect("the data");
        let closed = day("2026-03-02");
        let until = |method| {
            let settled = Settled { method: Some(method), is_oral: false };
            rules.retention(settled, closed).and_then(|rule| rule.until(closed))
        };
        assert_eq!(until("02"), Some(day("2056-12-31")));
        assert_eq!(until("01"), Some(day("2036-12-31")));
    }
}
