//! What a department's month gives to its report on paper (到岗月报), in Chinese, whoever reads. Pure.

use super::dto::{CoveragePostView, CoverageReportView, ShortfallView};
use crate::features::calendars::civil_day::local_date;
use crate::features::documents::fact::Fact;
use crate::features::documents::facts::{Issuing, day};
use crate::features::documents::filling::{Facts, Row};

/// The facts of the report.
pub(super) fn facts(report: &CoverageReportView, issuing: Issuing<'_>) -> Facts {
    let mut facts = Facts::default();
    facts.text(Fact::IssuedOn, day(issuing.on));
    facts.text(Fact::IssuedBy, issuing.by.to_owned());
    facts.text(Fact::Center, report.center.name.clone());
    facts.text(Fact::CoverageDepartment, report.department.name.clone());
    facts.text(Fact::CoverageMonth, month(&report.month));
    facts.text(Fact::CoverageAsOf, day(local_date(report.as_of)));
    facts.text(Fact::CoverageOwed, hours(report.owed_minutes));
    facts.text(Fact::CoverageServed, hours(report.served_minutes));
    facts.text(Fact::CoverageShort, hours(report.short_minutes));
    facts.text(Fact::CoverageDisputed, hours(report.disputed_minutes));
    facts.text(Fact::CoverageRate, share(report.served_permyriad));
    let posts = (1_u32..).zip(&report.posts).map(|(no, post)| of_post(no, post));
    facts.list(Fact::CoveragePosts, posts.collect());
    let short = report.shortfalls.iter().flat_map(of_day);
    let short = (1_u32..).zip(short).map(|(no, mut row)| {
        row.insert("no".to_owned(), no.to_string());
        row
    });
    facts.list(Fact::CoverageShortfalls, short.collect());
    facts
}

fn of_post(no: u32, post: &CoveragePostView) -> Row {
    row([
        ("no", no.to_string()),
        ("post", post.post.name.clone()),
        ("mode", post.mode_name.to_owned()),
        ("days", post.days.to_string()),
        ("owed", hours(post.owed_minutes)),
        ("short", hours(post.short_minutes)),
        ("rate", share(post.served_permyriad)),
    ])
}

fn of_day(short: &ShortfallView) -> impl Iterator<Item = Row> + '_ {
    short.items.iter().map(|item| {
        row([
            ("date", day(short.date)),
            ("post", item.post.name.clone()),
            ("reason", item.reason_name.to_owned()),
            ("short", hours(item.short_minutes)),
        ])
    })
}

fn row<const N: usize>(members: [(&str, String); N]) -> Row {
    members.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// `2026年2月`.
fn month(text: &str) -> String {
    let Some((year, month)) = text.split_once('-') else { return text.to_owned() };
    format!("{year}年{}月", month.trim_start_matches('0'))
}

/// Minutes as hours with a tenth: `8.5小时`.
fn hours(minutes: i64) -> String {
    let tenths = (minutes * 10 + 30).div_euclid(60);
    format!("{}.{}小时", tenths / 10, tenths % 10)
}

/// `95.00%`; a dash where nothing was owed.
fn share(permyriad: Option<i64>) -> String {
    permyriad.map_or_else(|| "—".to_owned(), |part| format!("{}.{:02}%", part / 100, part % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_as_people_write_them() {
        assert_eq!(month("2026-02"), "2026年2月");
        assert_eq!(
            (hours(510), hours(0), hours(1_450)),
            ("8.5小时".to_owned(), "0.0小时".to_owned(), "24.2小时".to_owned())
        );
        assert_eq!(share(Some(9_505)), "95.05%");
        assert_eq!(share(None), "—");
    }
}
