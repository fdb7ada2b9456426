//! Why a place stays empty, in words: who is named, and the first rule that keeps each away.

use uuid::Uuid;
use zongzhi_solver::shortage::{Fact, Shortage};

use super::dto::{RotationReason, RotationShortage};
use super::words::Named;

impl Named<'_> {
    /// A place that stays empty.
    pub(super) fn short(&self, one: &Shortage) -> RotationShortage {
        let reason = |staff: &str, fact: &Fact| RotationReason {
            person_id: Uuid::try_parse(staff).ok(),
            text: self.because(staff, fact),
        };
        // The first fact of each is the one to name.
        let nominees = one.nominees.iter().map(|nominee| match nominee.facts.first() {
            Some(fact) => reason(&nominee.staff, fact),
            None => RotationReason {
                person_id: Uuid::try_parse(&nominee.staff).ok(),
                text: self.of(
                    &nominee.staff,
                    "无限制，延长生成时间可能排入",
                    "nothing; a longer search would have asked them",
                ),
            },
        });
        RotationShortage {
            obligation_id: Uuid::try_parse(&one.post).ok(),
            post_name: self.at(&one.post),
            from_on: one.from,
            until_on: one.to,
            open_days: i32::try_from(one.open_days).unwrap_or(i32::MAX),
            missing: i32::try_from(one.missing).unwrap_or(i32::MAX),
            skill_code: one.skill.clone(),
            nominees: nominees.collect(),
            enough: one.core.iter().map(|core| reason(&core.staff, &core.fact)).collect(),
        }
    }

    fn of(&self, staff: &str, zh: &str, en: &str) -> String {
        format!("{}{}{}", self.who(staff), self.lang.pick("：", ": "), self.lang.pick(zh, en))
    }

    fn because(&self, staff: &str, fact: &Fact) -> String {
        let (zh, en) = match fact {
            Fact::NotQualified { skill } => {
                let skill = self.skill(skill);
                (format!("届时缺少技能（{skill}）"), format!("lacks a skill then ({skill})"))
            }
            Fact::NotEmployed => {
                ("未准入或已准出".to_owned(), "not admitted on all days".to_owned())
            }
            Fact::NotBefore { date } => (
                format!("按其他方案在岗或轮休，{date} 起可排"),
                format!("on duty by another plan, or resting from it; free from {date}"),
            ),
            Fact::Elsewhere { from, until } => (
                format!("按其他方案在岗或轮休（{from} 至 {until}）"),
                format!("on duty by another plan, or too near to it, {from} to {until}"),
            ),
            Fact::Absent { present, open } => (
                format!("请假，{open} 天只能到 {present} 天"),
                format!("away: there on {present} of {open} days"),
            ),
            Fact::LockedAt { post, from, to } => {
                let post = self.at(post);
                (
                    format!("锁定在{post}（{from} 至 {to}）"),
                    format!("locked at {post}, {from} to {to}"),
                )
            }
            Fact::AtPost { post, from, to } => {
                let post = self.at(post);
                (format!("在{post}（{from} 至 {to}）"), format!("at {post}, {from} to {to}"))
            }
            Fact::RestsUntil { post, until } => {
                let post = self.at(post);
                (format!("{post}轮后休整至 {until}"), format!("rests from {post} until {until}"))
            }
            Fact::RestsBefore { post, starts } => {
                let post = self.at(post);
                (
                    format!("{starts} 起在{post}，间隔不足"),
                    format!("could not rest before {post}, from {starts}"),
                )
            }
            Fact::ConsecutiveDays { date, max } => (
                format!("{date} 前后连续在岗将超过 {max} 天"),
                format!("more than {max} days in a row around {date}"),
            ),
            Fact::TourTooLong { max } => {
                (format!("连续轮次将超过 {max} 次"), format!("more than {max} blocks in a row"))
            }
            Fact::TourTooShort { min } => {
                (format!("前后凑不足 {min} 次"), format!("no room for {min} blocks in a row"))
            }
            Fact::OverCap { .. } => {
                ("工作量将超过上限".to_owned(), "more load than one may have".to_owned())
            }
            Fact::SeatsTaken => {
                ("名额已由其他人占用".to_owned(), "the places are taken by others".to_owned())
            }
        };
        self.of(staff, &zh, &en)
    }
}
