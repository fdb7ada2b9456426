//! What a meeting gives to its minutes on paper, in Chinese, whoever reads. Pure.
//!
//! The paper leaves the system: what few may know of (限制知悉) is on it without its number and words,
//! and nothing mentions a party by name.

use std::collections::HashSet;

use chrono::{DateTime, Timelike as _, Utc};
use uuid::Uuid;

use super::dto::{AgendaItemView, MeetingMinutesView};
use crate::features::calendars::civil_day::local_time;
use crate::features::case_tasks::dto::{CaseTaskView, TaskState};
use crate::features::cases::mentions::Mentions;
use crate::features::documents::fact::Fact;
use crate::features::documents::facts::{Issuing, day};
use crate::features::documents::filling::{Facts, Row};

/// What stands where a case or a decision is not told.
const WITHHELD: &str = "（限制知悉事项，内容从略）";

/// What the paper does not say.
#[derive(Debug, Default)]
pub struct Hidden {
    /// Cases few may know of.
    pub restricted: HashSet<Uuid>,
    /// Parties of the others.
    pub mentions: Mentions,
}

/// The facts of the minutes.
pub fn facts(minutes: &MeetingMinutesView, hidden: &Hidden, issuing: Issuing<'_>) -> Facts {
    let meeting = &minutes.meeting;
    let mut facts = Facts::default();
    facts.text(Fact::DocumentNo, issuing.document_no.unwrap_or("（草稿）").to_owned());
    facts.text(Fact::IssuedOn, day(issuing.on));
    facts.text(Fact::IssuedBy, issuing.by.to_owned());
    facts.text(Fact::Center, meeting.center.name.clone());
    facts.text(Fact::MeetingKind, minutes.kind_name.clone());
    facts.text(Fact::MeetingOn, instant(meeting.started_at.unwrap_or(meeting.starts_at)));
    facts.text(Fact::MeetingPlace, meeting.place.clone());
    facts.text(Fact::MeetingChair, meeting.chair.name.clone());
    let units = |is_present: bool| {
        let those = meeting.units.iter().filter(|unit| unit.is_present == is_present);
        those.map(|unit| unit.department.name.as_str()).collect::<Vec<_>>().join("、")
    };
    facts.text(Fact::MeetingPresent, units(true));
    facts.text(Fact::MeetingAbsent, units(false));
    let words = meeting.summary.as_deref().map(|text| hidden.mentions.hide(text));
    facts.text(Fact::MeetingSummary, words);
    let on: Vec<_> = meeting.items.iter().filter(|item| item.removed.is_none()).collect();
    let items = (1_u32..).zip(&on).map(|(no, item)| agenda(no, item, minutes, hidden));
    facts.list(Fact::MeetingItems, items.collect());
    let decided = on.iter().flat_map(|item| {
        let taken = item.decisions.iter().filter(|task| task.state != TaskState::Withdrawn);
        taken.map(move |task| (*item, task))
    });
    let decided = (1_u32..).zip(decided).map(|(no, (item, task))| decision(no, item, task, hidden));
    facts.list(Fact::MeetingDecisions, decided.collect());
    facts
}

fn agenda(no: u32, item: &AgendaItemView, minutes: &MeetingMinutesView, hidden: &Hidden) -> Row {
    let grounds: Vec<_> = item.grounds.iter().map(|ground| ground.sentence.as_str()).collect();
    let case = item.case.as_ref().filter(|case| !hidden.restricted.contains(&case.id));
    let (case_no, title, type_name, lead) = case.map_or_else(
        || (String::new(), WITHHELD.to_owned(), String::new(), String::new()),
        |case| {
            let type_name = case.type_code.as_ref().and_then(|code| minutes.type_names.get(code));
            let lead = case.lead_department.as_ref().map(|unit| unit.name.clone());
            (
                case.case_no.clone(),
                hidden.mentions.hide(&case.title),
                type_name.cloned().unwrap_or_default(),
                lead.unwrap_or_default(),
            )
        },
    );
    row([
        ("no", no.to_string()),
        ("case_no", case_no),
        ("title", title),
        ("type", type_name),
        ("lead", lead),
        ("grounds", grounds.join("；")),
    ])
}

fn decision(no: u32, item: &AgendaItemView, task: &CaseTaskView, hidden: &Hidden) -> Row {
    let case = item.case.as_ref().filter(|case| !hidden.restricted.contains(&case.id));
    let text = case.map_or_else(|| WITHHELD.to_owned(), |_| hidden.mentions.hide(&task.text));
    row([
        ("no", no.to_string()),
        ("case_no", case.map(|case| case.case_no.clone()).unwrap_or_default()),
        ("department", task.department.name.clone()),
        ("text", text),
        ("due_on", day(task.due_on)),
    ])
}

fn row<const N: usize>(members: [(&str, String); N]) -> Row {
    members.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// `2026年3月2日 14:30`.
fn instant(at: DateTime<Utc>) -> String {
    let (on, time) = local_time(at);
    format!("{} {:02}:{:02}", day(on), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn a_meeting_is_told_in_china_s_time() {
        let at = "2026-03-02T06:30:00Z".parse().expect("an instant");
        assert_eq!(instant(at), "2026年3月2日 14:30");
    }
}
