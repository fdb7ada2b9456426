//! What a rule that is broken, and a term of the cost, are called.

use std::collections::HashMap;

use uuid::Uuid;
use zongzhi_solver::Instance;
use zongzhi_solver::check::{Break, Cost};

use super::dto::{CostTerm, RotationBreak};
use crate::features::code_sets::Codes;
use crate::features::stationing_obligations::skill_ref;
use crate::platform::lang::Lang;

/// The terms that are not zero, the largest first.
pub(super) fn terms(cost: &Cost, lang: Lang) -> Vec<CostTerm> {
    let all = [
        ("shortage", "缺员", "Missing people", cost.shortage),
        ("mix_shortage", "缺技能", "Missing skills", cost.mix_shortage),
        ("travel", "路程", "Travel", cost.travel),
        ("role", "由B、C角到岗", "Served by B or C", cost.role),
        ("absence", "轮次内不在岗", "Away within a block", cost.absent),
        ("avoided", "希望避开的日子", "Days asked to be spared", cost.avoid),
        ("handover", "交接", "Handovers", cost.handover),
        ("change", "与已发布方案不同", "Changes of the published roster", cost.change),
        ("balance_duty", "工作日忙闲不均", "Uneven duty", cost.balance_staff_duty),
        ("balance_rest", "值班不均", "Uneven rest-day duty", cost.balance_staff_rest),
        ("balance_shared", "单位分担不均", "Uneven shares", cost.balance_dept_shared),
    ];
    let mut terms: Vec<_> = all
        .into_iter()
        .filter(|(.., minutes)| *minutes != 0)
        .map(|(code, zh, en, minutes)| CostTerm { code, name: lang.pick(zh, en), minutes })
        .collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.minutes));
    terms
}

/// What is needed to say who and where.
pub(super) struct Named<'a> {
    pub(super) instance: &'a Instance,
    pub(super) people: &'a HashMap<Uuid, String>,
    /// The names of skills.
    pub(super) codes: &'a Codes,
    pub(super) lang: Lang,
}

impl Named<'_> {
    pub(super) fn who(&self, id: &str) -> String {
        let known = Uuid::try_parse(id).ok().and_then(|id| self.people.get(&id).cloned());
        known.unwrap_or_else(|| "—".to_owned())
    }

    pub(super) fn at(&self, id: &str) -> String {
        let post = self.instance.posts.iter().find(|post| post.id == id);
        post.map(|post| post.name.clone()).unwrap_or_default()
    }

    pub(super) fn skill(&self, code: &str) -> String {
        skill_ref(self.codes, code, self.lang).name
    }

    pub(super) fn days(&self, post: &str, first: usize, last: usize) -> String {
        let found = self.instance.posts.iter().find(|one| one.id == post);
        let blocks = found.and_then(|one| self.instance.units.get(&one.unit));
        let from = blocks.and_then(|blocks| blocks.get(first)).map(|block| block.from);
        let to = blocks.and_then(|blocks| blocks.get(last)).map(|block| block.to);
        match (from, to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}–{to}"),
            _ => String::new(),
        }
    }

    /// A broken rule in words.
    pub(super) fn told(&self, one: &Break) -> RotationBreak {
        let (code, text) = match one {
            Break::Duplicate { staff, post, block } => (
                "duplicate",
                self.said(staff, post, (*block, *block), "重复安排", "assigned twice"),
            ),
            Break::NotNominated { staff, post, block } => {
                let said = ("不在岗位人选之列", "not named for the post");
                ("not_nominated", self.said(staff, post, (*block, *block), said.0, said.1))
            }
            Break::LacksSkill { staff, post, block, skill } => {
                let skill = self.skill(skill);
                let zh = format!("届时缺少必备技能（{skill}）");
                let en = format!("lacks a skill everybody needs then ({skill})");
                ("lacks_skill", self.said(staff, post, (*block, *block), &zh, &en))
            }
            Break::Resting { staff, post, block, from, until } => {
                let zh = format!("{from} 至 {until} 按其他方案在岗或轮休");
                let en = format!("on duty by another plan, or resting from it, {from} to {until}");
                ("rest", self.said(staff, post, (*block, *block), &zh, &en))
            }
            Break::NotEmployed { staff, post, block } => {
                let said = ("未准入、已准出或仍在轮休", "not admitted then, or still resting");
                ("not_admitted", self.said(staff, post, (*block, *block), said.0, said.1))
            }
            Break::Absent { staff, post, block, present, open } => {
                let zh = format!("应到 {open} 天只能到 {present} 天");
                let en = format!("there on {present} of {open} days only");
                ("absent", self.said(staff, post, (*block, *block), &zh, &en))
            }
            Break::LockBroken { staff, post, block } => {
                let said = ("锁定的安排被改动", "what was locked does not hold");
                ("lock_broken", self.said(staff, post, (*block, *block), said.0, said.1))
            }
            Break::OverHeadcount { post, block, present, headcount } => {
                let days = self.days(post, *block, *block);
                let post = self.at(post);
                let zh = format!("{post} {days}：安排 {present} 人，超过应派 {headcount} 人");
                let en = format!("{post}, {days}: {present} people, {headcount} are owed");
                ("over_headcount", self.lang.pick(&zh, &en).to_owned())
            }
            Break::TourTooLong { staff, post, first, last, max } => {
                let zh = format!("连续轮次超过 {max} 次");
                let en = format!("more than {max} blocks in a row");
                ("tour_too_long", self.said(staff, post, (*first, *last), &zh, &en))
            }
            Break::TourTooShort { staff, post, first, last, min } => {
                let zh = format!("连续轮次少于 {min} 次");
                let en = format!("fewer than {min} blocks in a row");
                ("tour_too_short", self.said(staff, post, (*first, *last), &zh, &en))
            }
            Break::Rest { staff, post, ends, next_post, starts, rest_days } => {
                let (who, post, next) = (self.who(staff), self.at(post), self.at(next_post));
                let zh = format!(
                    "{who}：{post}（至 {ends}）与{next}（{starts} 起）之间须间隔 {rest_days} 天"
                );
                let en = format!(
                    "{who}: {rest_days} days of rest between {post}, until {ends}, and {next}, \
                     from {starts}"
                );
                ("rest", self.lang.pick(&zh, &en).to_owned())
            }
            Break::ConsecutiveDays { staff, date, max } => {
                let who = self.who(staff);
                let zh = format!("{who}：{date} 前后连续在岗超过 {max} 天");
                let en = format!("{who}: more than {max} days in a row around {date}");
                ("consecutive_days", self.lang.pick(&zh, &en).to_owned())
            }
            Break::OverCap { staff, .. } => {
                let who = self.who(staff);
                let zh = format!("{who}：工作量超过上限");
                let en = format!("{who}: more load than one person may have");
                ("over_cap", self.lang.pick(&zh, &en).to_owned())
            }
        };
        RotationBreak { code: code.to_owned(), text }
    }

    fn said(
        &self,
        staff: &str,
        post: &str,
        (first, last): (usize, usize),
        zh: &str,
        en: &str,
    ) -> String {
        let (who, days) = (self.who(staff), self.days(post, first, last));
        let (post, colon) = (self.at(post), self.lang.pick("：", ": "));
        format!("{who} {post} {days}{colon}{}", self.lang.pick(zh, en))
    }
}
