//! Posts without people and people without work (挂牌不驻人、驻人不办事), put as questions. Pure.
//!
//! A finding is about a post, never about a person, and it is a question: what was counted stands
//! beneath it, and whoever runs the centre asks the department.

use chrono::NaiveDate;
use uuid::Uuid;

use super::dto::DutyFactView;
use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// What is asked about a post.
    DutyFindingKind {
        PlateWithoutPeople = "plate_without_people", "挂牌不驻人", "A post without people";
        PeopleWithoutWork = "people_without_work", "驻人不办事", "People without work";
        PostWithoutMatters = "post_without_matters", "岗位无事可办", "A post without matters";
    }
}

/// Days without evidence before anything is asked: a bad week is none, a bad day is nothing.
const BARE_DAYS: usize = 3;
/// Matters that arrived before it is asked who dealt with them.
const ARRIVED: i64 = 3;
/// Days served without a single matter before it is asked whether so many are needed.
const QUIET_DAYS: usize = 10;

/// What was counted at a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostFacts {
    /// What is owed.
    pub obligation_id: Uuid,
    /// Days on which somebody was owed, and which are over.
    pub owed_on: Vec<NaiveDate>,
    /// Those of them with evidence that somebody was there, or with evidence that is disputed.
    pub served_on: Vec<NaiveDate>,
    /// Those of them on which somebody there did something of the post's.
    pub worked_on: Vec<NaiveDate>,
    /// Matters of the post's that arrived in these days.
    pub arrived: i64,
}

/// A question before it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub kind: DutyFindingKind,
    /// The days it is about.
    pub dates: Vec<NaiveDate>,
}

impl PostFacts {
    fn bare(&self) -> Vec<NaiveDate> {
        self.owed_on.iter().copied().filter(|day| !self.served_on.contains(day)).collect()
    }

    /// What is to be asked; at most one thing at a time.
    pub fn question(&self) -> Option<Question> {
        let bare = self.bare();
        if bare.len() >= BARE_DAYS && bare.len() * 2 >= self.owed_on.len() {
            return Some(Question { kind: DutyFindingKind::PlateWithoutPeople, dates: bare });
        }
        if self.worked_on.is_empty() && self.served_on.len() >= BARE_DAYS && self.arrived >= ARRIVED
        {
            let dates = self.served_on.clone();
            return Some(Question { kind: DutyFindingKind::PeopleWithoutWork, dates });
        }
        if self.worked_on.is_empty() && self.served_on.len() >= QUIET_DAYS && self.arrived == 0 {
            let dates = self.served_on.clone();
            return Some(Question { kind: DutyFindingKind::PostWithoutMatters, dates });
        }
        None
    }

    /// The question in words.
    pub fn sentence(&self, kind: DutyFindingKind, lang: Lang) -> String {
        let text = match kind {
            DutyFindingKind::PlateWithoutPeople => lang.pick(
                "该岗位 {owed} 个值守日中有 {bare} 日没有任何在岗依据，是否安排了人员？",
                "On {bare} of {owed} days owed nothing shows that anybody was at the post: was \
                 anybody sent?",
            ),
            DutyFindingKind::PeopleWithoutWork => lang.pick(
                "该岗位 {served} 日有人在岗，期间到来 {arrived} 件本岗位事项，在岗人员没有办理过：这些事项由谁办理？",
                "Somebody was there on {served} days and {arrived} matters of the post's arrived, yet \
                 nobody there dealt with any: who did?",
            ),
            DutyFindingKind::PostWithoutMatters => lang.pick(
                "该岗位 {served} 日有人在岗，期间没有本岗位事项到来：是否需要这么多值守日？",
                "Somebody was there on {served} days and no matter of the post's arrived: are so many \
                 days needed?",
            ),
        };
        text.replace("{owed}", &self.owed_on.len().to_string())
            .replace("{bare}", &self.bare().len().to_string())
            .replace("{served}", &self.served_on.len().to_string())
            .replace("{arrived}", &self.arrived.to_string())
    }

    /// What was counted, in words.
    pub fn told(&self, lang: Lang) -> Vec<DutyFactView> {
        let count = |days: &[NaiveDate]| i64::try_from(days.len()).unwrap_or(i64::MAX);
        let fact = |zh, en, count| DutyFactView { name: lang.pick(zh, en), count };
        vec![
            fact("应有人值守的天数", "Days on which people were owed", count(&self.owed_on)),
            fact(
                "有在岗依据的天数",
                "Days with evidence that somebody was there",
                count(&self.served_on),
            ),
            fact(
                "在岗人员办理业务的天数",
                "Days on which somebody there dealt with a matter",
                count(&self.worked_on),
            ),
            fact("到来的本岗位事项", "Matters of the post's that arrived", self.arrived),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: u32, to: u32) -> Vec<NaiveDate> {
        (from..=to).filter_map(|day| NaiveDate::from_ymd_opt(2026, 3, day)).collect()
    }

    fn kind(facts: &PostFacts) -> Option<DutyFindingKind> {
        facts.question().map(|question| question.kind)
    }

    #[test]
    fn a_post_nobody_was_seen_at_is_asked_about_with_its_days() {
        let facts =
            PostFacts { owed_on: days(2, 7), served_on: days(2, 4), ..PostFacts::default() };
        let question = facts.question().expect("a question");
        assert_eq!(question.kind, DutyFindingKind::PlateWithoutPeople);
        assert_eq!(question.dates, days(5, 7));
        let sentence = facts.sentence(question.kind, Lang::Zh);
        assert!(sentence.contains("6 个值守日中有 3 日") && sentence.ends_with('？'), "{sentence}");
        let better = PostFacts { served_on: days(2, 5), ..facts };
        assert_eq!(kind(&better), None);
    }

    #[test]
    fn work_that_passes_by_the_post_is_asked_about() {
        let facts = PostFacts {
            owed_on: days(2, 6),
            served_on: days(2, 6),
            arrived: 3,
            ..PostFacts::default()
        };
        assert_eq!(kind(&facts), Some(DutyFindingKind::PeopleWithoutWork));
        let worked = PostFacts { worked_on: days(3, 3), ..facts.clone() };
        assert_eq!(kind(&worked), None);
        assert_eq!(kind(&PostFacts { arrived: 2, ..facts }), None);
    }

    #[test]
    fn a_post_nobody_needs_is_asked_about_after_two_weeks() {
        let facts =
            PostFacts { owed_on: days(2, 11), served_on: days(2, 11), ..PostFacts::default() };
        assert_eq!(kind(&facts), Some(DutyFindingKind::PostWithoutMatters));
        let week = PostFacts { owed_on: days(2, 6), served_on: days(2, 6), ..facts };
        assert_eq!(kind(&week), None);
    }
}
