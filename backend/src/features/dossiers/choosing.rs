//! Which version of which rule a case follows. Pure.

use chrono::NaiveDate;

/// How a case was settled, as far as it decides which papers belong to its dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled<'a> {
    /// 化解方式, of code set `resolution_method`.
    pub method: Option<&'a str>,
    /// Whether what was agreed on was agreed on orally, and nothing in writing.
    pub is_oral: bool,
}

/// What decides which rule applies.
pub(super) trait Chosen {
    fn applies(&self) -> (&[String], NaiveDate, Option<NaiveDate>, i32);

    /// Whether it is for oral agreements only.
    fn is_oral(&self) -> bool {
        false
    }
}

/// The rule for a case on a day: one that names its method before one for all others, one for oral
/// agreements before one for all, then the newest.
pub(super) fn choose<'a, T: Chosen>(
    rules: &'a [T],
    settled: Settled<'_>,
    on: NaiveDate,
) -> Option<&'a T> {
    let fits = |rule: &&T| {
        let (methods, from, to, _) = rule.applies();
        let is_in_force = from <= on && to.is_none_or(|to| on <= to);
        let is_named =
            settled.method.is_some_and(|method| methods.iter().any(|code| code == method));
        is_in_force && (methods.is_empty() || is_named) && (!rule.is_oral() || settled.is_oral)
    };
    rules.iter().filter(fits).max_by_key(|rule| {
        let (methods, _, _, version) = rule.applies();
        (!methods.is_empty(), rule.is_oral(), version)
    })
}
