//! What may come in between while a case is worked on: it stands still, gets longer, gets a leader,
//! or goes on as part of another.

use chrono::TimeDelta;

use super::county::COUNTY;
use super::plan::Fate;
use super::story::{Setting, Story, Teller, Told, next};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::model::{CaseStatus, Procedure};
use crate::features::cases::workflow::CaseAction;
use crate::policy::Role;

impl Teller<'_> {
    /// Remembers a case that stays in progress, for the next one that is to become part of it.
    pub(super) fn keep_open(&mut self, story: &Story) {
        let case = &story.case.loaded;
        if case.state.status == CaseStatus::InProgress {
            self.open_case = Some((case.row.id, case.row.case_no.clone()));
        }
    }

    /// What `fate` has in store once the lead has signed.
    pub(super) fn turn(&mut self, story: &mut Story, to: &Setting<'_>, fate: Fate) -> Told<()> {
        match fate {
            Fate::Suspended => self.stand_still(story, to),
            Fate::Extended => self.take_longer(story, to),
            Fate::Charged => self.charge(story),
            Fate::Merged => self.merge(story, to),
            Fate::Plain
            | Fate::PingPong
            | Fate::Contested
            | Fate::LateAssist
            | Fate::Returned
            | Fate::Ruled
            | Fate::Declined
            | Fate::Withdrawn
            | Fate::Rejected
            | Fate::Unsolved
            | Fate::Reopened
            | Fate::Unreached => Ok(Some(())),
        }
    }

    /// In court: our limit stands still, that of the law runs beside it.
    fn stand_still(&mut self, story: &mut Story, to: &Setting<'_>) -> Told<()> {
        let handler = self.county.handler(to.lead)?;
        let number = self.chance.below(9_000) + 1_000;
        let external_no = Some(format!("（{}）清民初{number}号", story.at.format("%Y")));
        let accepted_on = Some(local_date(story.at));
        let reason = "申请人已向法院起诉，恢复办理的时间取决于审理进度。".to_owned();
        let ask = Change::SuspensionRequested {
            reason_code: "procedure".to_owned(),
            procedure: Some(Procedure::CivilLitigation),
            external_no: external_no.clone(),
            until_on: None,
            reason: reason.clone(),
            accepted_on,
        };
        let delay = self.chance.delay(TimeDelta::days(2), 0.5);
        next!(self.step(story, handler, delay, CaseAction::RequestSuspension, ask));
        let supervisor = self.someone(Role::Supervisor, COUNTY)?;
        let suspend = Change::Suspended {
            reason_code: "procedure".to_owned(),
            procedure: Some(Procedure::CivilLitigation),
            external_no,
            until_on: None,
            note: Some(reason),
            accepted_on,
            is_own: false,
            decision: Some("情况属实，同意中止，请跟踪审理进度。".to_owned()),
        };
        let delay = self.chance.delay(TimeDelta::hours(3), 0.5);
        next!(self.step(story, supervisor, delay, CaseAction::DecideSuspension, suspend));
        let resume = Change::Resumed {
            by_system: false,
            note: Some("法院已作出裁判，继续办理。".to_owned()),
        };
        let delay = self.chance.delay(TimeDelta::days(30), 0.4);
        self.step(story, handler, delay, CaseAction::Resume, resume)
    }

    /// Half a limit more, asked for while it runs.
    fn take_longer(&mut self, story: &mut Story, to: &Setting<'_>) -> Told<()> {
        let handling = ClockKind::Handling.as_str();
        let running = story.case.loaded.clocks.iter().rev().find(|clock| clock.kind == handling);
        let Some(clock) = running.cloned() else { return Ok(Some(())) };
        let days = (self.keeper.amount(&clock)? / 2).max(1);
        let at = self.hours.next(story.at + (clock.due_at - story.at) / 2, self.chance);
        if at >= clock.due_at || at < story.at {
            return Ok(Some(()));
        }
        let handler = self.county.handler(to.lead)?;
        let reason = "需等待第三方测量结果，已告知申请人。".to_owned();
        let ask = Change::ExtensionRequested { days, reason };
        next!(self.make(story, Some(handler), at, CaseAction::RequestExtension, ask));
        let supervisor = self.someone(Role::Supervisor, COUNTY)?;
        let reason = "情况属实，同意延期，请按期办结。".to_owned();
        let decide = Change::ExtensionDecided { approved: true, days, reason };
        let delay = self.chance.delay(TimeDelta::hours(3), 0.5);
        self.step(story, supervisor, delay, CaseAction::DecideExtension, decide)
    }

    fn charge(&mut self, story: &mut Story) -> Told<()> {
        let leader = self.someone(Role::Leader, COUNTY)?;
        let delay = self.chance.delay(TimeDelta::days(1), 0.5);
        let at = self.hours.next(story.at + delay, self.chance);
        let charge = Change::TakenInCharge {
            leader_id: leader.person_id,
            plan: "每周听取一次汇报，牵头协调有关单位，依法解决合理诉求。".to_owned(),
            next_review_on: local_date(at) + TimeDelta::days(14),
        };
        self.make(story, Some(leader), at, CaseAction::TakeCharge, charge)
    }

    fn merge(&mut self, story: &mut Story, to: &Setting<'_>) -> Told<()> {
        let Some((into_case_id, into_case_no)) = self.open_case.clone() else {
            return Ok(Some(()));
        };
        let dispatcher = self.someone(Role::Dispatcher, &to.window)?;
        let merge = Change::Merged {
            into_case_id,
            into_case_no,
            reason: Some("同一事项，并案办理。".to_owned()),
        };
        let delay = self.chance.delay(TimeDelta::hours(5), 0.5);
        self.step(story, dispatcher, delay, CaseAction::Merge, merge)
    }
}
