//! Telling a case: every step is a change the case engine accepts, made by somebody with the right
//! to it, at a time at which people work.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::chance::{Chance, Hours};
use super::county::{COUNTY, County, Township};
use super::matters::{MATTERS, Matter};
use super::plan::{Fate, Plan};
use crate::app::AppState;
use crate::features::applicant_notices::entity::notice;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{Change, Referred};
use crate::features::cases::entity::event;
use crate::features::cases::intake::{self, Prepared, place_of};
use crate::features::cases::ledger::sha256;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::{CaseStatus, Level, Outcome, ReferralState};
use crate::features::cases::service::facts_of;
use crate::features::cases::timekeeping::Timekeeper;
use crate::features::cases::transit::{self, By};
use crate::features::cases::unnamed::Unnamed;
use crate::features::cases::workflow::{CaseAction, may_start, transition};
use crate::features::cases::{guards, model};
use crate::features::org::directory::Directory;
use crate::features::precedents::Ruling;
use crate::platform::clock::ManualClock;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Role, authorize, authorize_any, holds};

/// Who handles the case whose assistant never gets done: both have accounts.
const LED: &str = "住房和城乡建设局";
const ASSISTS: &str = "人力资源和社会保障局";

/// What the stories are told with.
pub(super) struct Teller<'a> {
    pub(super) state: &'a AppState,
    pub(super) clock: &'a ManualClock,
    pub(super) keeper: Timekeeper,
    pub(super) hours: Hours,
    pub(super) directory: Arc<Directory>,
    pub(super) county: &'a County,
    pub(super) chance: &'a mut Chance,
    /// Nothing happens after this.
    pub(super) end: DateTime<Utc>,
    /// The last case that stays in progress: another may become part of it.
    pub(super) open_case: Option<(Uuid, String)>,
}

/// A case and what happened to it after registration.
pub(super) struct Story {
    pub(super) case: Prepared,
    pub(super) later: Vec<event::Model>,
    pub(super) rulings: Vec<Ruling>,
    /// What the applicant is told of it.
    pub(super) told: Vec<notice::Model>,
    pub(super) at: DateTime<Utc>,
    until: Option<CaseStatus>,
}

/// Where the case is handled.
pub(super) struct Setting<'a> {
    matter: &'a Matter,
    result: String,
    /// Region whose window registered it: the county's or a township's.
    pub(super) window: String,
    pub(super) lead: Uuid,
    level: Level,
    takes: TimeDelta,
}

/// The end of a story: the time is over, or the case stands where it was to stand.
pub(super) type Told<T> = AppResult<Option<T>>;

macro_rules! next {
    ($step:expr) => {
        if $step?.is_none() {
            return Ok(None);
        }
    };
}
pub(super) use next;

impl<'a> Teller<'a> {
    /// Tells the case of `plan` under the number `case_no`.
    pub(super) fn tell(&mut self, plan: &Plan, case_no: String) -> AppResult<Story> {
        let matter = &MATTERS[plan.matter];
        let county = self.county;
        let township = self.chance.pick(&county.townships);
        let window =
            if self.chance.percent(60) { COUNTY.to_owned() } else { township.code.clone() };
        let village = self.chance.pick(&township.villages);
        let place = format!("{}{}", township.name, village.name);
        let told = matter.tell(self.chance, &place);
        let (title, result) = (told.title.clone(), told.result.clone());
        let request = self.request(matter, told, village.id, plan.at)?;
        tracing::debug!(title, "telling a case");
        self.clock.set(plan.at);
        let clerk = match county.officer(&village.code) {
            Some(officer) if window != COUNTY => officer,
            _ => county.who(self.chance, Role::Clerk, &window, None)?,
        };
        authorize_any(clerk, Action::CaseRegister)?;
        let at = place_of(&self.directory, clerk, &request)?;
        let case = intake::prepare(
            self.state,
            &self.keeper,
            Some(clerk),
            &request,
            &at,
            case_no,
            plan.at,
        )?;
        let (later, rulings, told) = (Vec::new(), Vec::new(), Vec::new());
        let mut story = Story { case, later, rulings, told, at: plan.at, until: plan.until };
        let takes = self.chance.delay(TimeDelta::hours(9 * 24), 1.0);
        let setting = Setting {
            matter,
            result,
            lead: if plan.fate == Fate::LateAssist {
                self.department(LED)?
            } else {
                self.lead(matter, township, &window)?
            },
            window,
            level: level(self.chance, takes),
            takes,
        };
        self.go_on(&mut story, &setting, plan.fate)?;
        self.keep_open(&story);
        Ok(story)
    }

    /// Townships settle what is about neighbours, families and land themselves, mostly.
    fn lead(&mut self, matter: &Matter, township: &Township, window: &str) -> AppResult<Uuid> {
        let is_local = ["01", "02", "0901", "0902", "1104"]
            .iter()
            .any(|code| matter.type_code.starts_with(code));
        if window != COUNTY && is_local && self.chance.percent(70) {
            return Ok(township.office_id);
        }
        self.department(matter.department)
    }

    fn department(&self, name: &str) -> AppResult<Uuid> {
        let found = self.county.departments.get(name).copied();
        found.ok_or_else(|| AppError::internal(format!("no department {name}")))
    }

    #[expect(clippy::too_many_lines, reason = "one step of the loop after another")]
    fn go_on(&mut self, story: &mut Story, to: &Setting<'_>, fate: Fate) -> Told<()> {
        let dispatcher = self.someone(Role::Dispatcher, &to.window)?;
        let classify = Change::Classified {
            type_code: to.matter.type_code.to_owned(),
            level: to.level,
            scale_code: None,
            reason: None,
        };
        let delay = self.chance.delay(TimeDelta::minutes(90), 0.7);
        next!(self.step(story, dispatcher, delay, CaseAction::Classify, classify));
        let delay = self.chance.delay(TimeDelta::minutes(40), 0.6);
        if fate == Fate::Declined {
            let (ground, told) = self.chance.weighted(&[
                (("01", "该事项已进入诉讼程序，已告知通过诉讼途径解决。"), 4),
                (("02", "该争议应当先行仲裁，已告知仲裁机构地址和时限。"), 2),
                (("05", "与在办事项重复，已告知原案件编号和进展。"), 2),
                (("07", "没有具体事实和诉求，已告知补充材料后再来。"), 2),
            ]);
            let decline = Change::Declined {
                ground_code: ground.to_owned(),
                told_applicant: told.to_owned(),
            };
            return self.step(story, dispatcher, delay, CaseAction::Decline, decline);
        }
        match fate {
            Fate::Returned => next!(self.mistake(story, to, dispatcher)),
            Fate::Ruled => {
                next!(self.mistake(story, to, dispatcher));
                next!(self.mistake(story, to, dispatcher));
            }
            Fate::PingPong => {
                let other = self.department(to.matter.mistaken)?;
                next!(self.bounce(story, to.lead, other, dispatcher));
                next!(self.bounce(story, other, to.lead, dispatcher));
            }
            Fate::Contested => {
                next!(self.mistake(story, to, dispatcher));
                next!(self.mistake(story, to, dispatcher));
                return Ok(None);
            }
            Fate::Plain
            | Fate::LateAssist
            | Fate::Declined
            | Fate::Withdrawn
            | Fate::Rejected
            | Fate::Unsolved
            | Fate::Reopened
            | Fate::Unreached
            | Fate::Suspended
            | Fate::Extended
            | Fate::Charged
            | Fate::Merged => {}
        }
        if matches!(fate, Fate::Ruled | Fate::PingPong) {
            let director = self.someone(Role::CenterDirector, COUNTY)?;
            let rule = Change::Ruled {
                lead: self.referred(to.lead),
                reason: "依据职责事项清单，由该单位主办，不得再次退回。".to_owned(),
                fallback: false,
            };
            let delay = self.chance.delay(TimeDelta::hours(4), 0.6);
            next!(self.step(story, director, delay, CaseAction::Rule, rule));
        } else {
            let assists = if fate == Fate::LateAssist {
                vec![self.referred(self.department(ASSISTS)?)]
            } else {
                self.assists(to)?
            };
            next!(self.dispatch(story, dispatcher, delay, to.lead, assists));
        }
        next!(self.sign(story, to.lead));
        if fate == Fate::LateAssist {
            return Ok(None);
        }
        if fate == Fate::Withdrawn {
            let clerk = self.clerk_apart(to)?;
            let delay = self.chance.delay(TimeDelta::days(3), 0.8);
            let withdraw = Change::Withdrawn {
                reason: "双方已自行和解，申请人撤回。".to_owned()
            };
            return self.step(story, clerk, delay, CaseAction::Withdraw, withdraw);
        }
        next!(self.turn(story, to, fate));
        next!(self.work(story, to, to.takes));
        if fate == Fate::Rejected {
            let reject = Change::ResolutionRejected {
                reason: "未附履行凭证，请补充。".to_owned()
            };
            let delay = self.chance.delay(TimeDelta::hours(5), 0.6);
            next!(self.step(story, dispatcher, delay, CaseAction::RejectResolution, reject));
            let again = self.chance.delay(TimeDelta::days(2), 0.5);
            next!(self.work(story, to, again));
        }
        next!(self.accept(story, dispatcher));
        next!(self.call_back(story, to, fate, dispatcher));
        if fate == Fate::Reopened {
            let supervisor = self.someone(Role::Supervisor, COUNTY)?;
            let delay = self.chance.delay(TimeDelta::days(4), 0.5).min(TimeDelta::days(20));
            let reopen = Change::Reopened {
                reason: "群众反映问题复发，重新办理。".to_owned()
            };
            next!(self.step(story, supervisor, delay, CaseAction::Reopen, reopen));
            let again = self.chance.delay(TimeDelta::days(4), 0.6);
            next!(self.work(story, to, again));
            next!(self.accept(story, dispatcher));
            next!(self.call_back(story, to, Fate::Plain, dispatcher));
        }
        // Papers first, where the rules want them: `super::dossiers` puts one dossier together.
        if self.waits_for_papers(story) {
            return Ok(None);
        }
        let clerk = self.clerk_apart(to)?;
        let delay = self.chance.delay(TimeDelta::days(8), 0.6);
        self.step(story, clerk, delay, CaseAction::Archive, Change::Archived { note: None })
    }

    /// Whether the case cannot be archived before its dossier is sealed.
    fn waits_for_papers(&self, story: &Story) -> bool {
        let state = &story.case.loaded.state;
        let method = state.method_code.as_deref();
        state
            .closed_at
            .is_some_and(|at| self.state.dossier_rules.is_seal_required(method, local_date(at)))
    }

    /// Sent to a department that is not competent, which returns it with its ground.
    fn mistake(&mut self, story: &mut Story, to: &Setting<'_>, dispatcher: &Actor) -> Told<()> {
        let wrong = self.department(to.matter.mistaken)?;
        self.bounce(story, wrong, to.lead, dispatcher)
    }

    /// Sent to a department that returns it and names another.
    fn bounce(
        &mut self,
        story: &mut Story,
        wrong: Uuid,
        named: Uuid,
        dispatcher: &Actor,
    ) -> Told<()> {
        let delay = self.chance.delay(TimeDelta::minutes(40), 0.6);
        next!(self.dispatch(story, dispatcher, delay, wrong, Vec::new()));
        let handler = self.county.handler(wrong)?;
        let most = self.keeper.bounds(&story.case.loaded.row).returns;
        let back = Change::Returned {
            ground_code: self.chance.weighted(&[("01", 6), ("03", 3), ("07", 1)]).to_owned(),
            note: "经核对职责事项清单，该事项不属于本单位职责，建议改派。".to_owned(),
            suggested_department_id: Some(named),
            next_owner: Some(story.case.loaded.state.owner_after_return(most)),
        };
        let delay = self.chance.delay(TimeDelta::minutes(150), 0.4);
        self.step(story, handler, delay, CaseAction::Return, back)
    }

    fn dispatch(
        &mut self,
        story: &mut Story,
        dispatcher: &Actor,
        delay: TimeDelta,
        lead: Uuid,
        assists: Vec<Referred>,
    ) -> Told<()> {
        let is_own_office = dispatcher.department_id == Some(lead);
        let route = if is_own_office { "mediation" } else { "department" };
        let dispatch = Change::Dispatched {
            lead: self.referred(lead),
            assists,
            level: None,
            route: Some(route.to_owned()),
            note: Some("请依法办理，按期反馈。".to_owned()),
            tasks: Vec::new(),
        };
        self.step(story, dispatcher, delay, CaseAction::Dispatch, dispatch)
    }

    /// One matter in twelve needs a second department.
    fn assists(&mut self, to: &Setting<'_>) -> AppResult<Vec<Referred>> {
        let other = self.department(to.matter.mistaken)?;
        if other == to.lead || !self.chance.percent(8) {
            return Ok(Vec::new());
        }
        Ok(vec![self.referred(other)])
    }

    /// Signed for by the handler, or by the system when the limit comes first.
    fn sign(&mut self, story: &mut Story, lead: Uuid) -> Told<()> {
        let handler = self.county.handler(lead)?;
        let state = &story.case.loaded.state;
        let Some(referral_id) = state.lead_referral().map(|referral| referral.id) else {
            return Err(AppError::internal("dispatched to nobody"));
        };
        let limit = story
            .case
            .loaded
            .clocks
            .iter()
            .find(|clock| clock.kind == "sign" && clock.referral_id == Some(referral_id))
            .map(|clock| clock.due_at);
        let delay = self.chance.delay(TimeDelta::hours(4), 1.0);
        let by_hand = self.hours.next(story.at + delay, self.chance);
        if let Some(limit) = limit.filter(|limit| by_hand > *limit) {
            let sign = Change::Signed { referral_id, by_system: true, note: None };
            return self.make(
                story,
                None,
                limit + TimeDelta::seconds(20),
                CaseAction::AutoSign,
                sign,
            );
        }
        let sign = Change::Signed { referral_id, by_system: false, note: None };
        self.make(story, Some(handler), by_hand, CaseAction::Sign, sign)
    }

    /// Notes on the way, and then the result.
    fn work(&mut self, story: &mut Story, to: &Setting<'_>, takes: TimeDelta) -> Told<()> {
        const NOTES: [&str; 6] = [
            "已联系申请人，核实基本情况。",
            "已到现场查看并拍照取证。",
            "已约双方于下周到综治中心协商。",
            "组织第一次调解，双方仍有分歧。",
            "已向对方送达书面告知。",
            "双方就主要事项达成初步意见。",
        ];
        let handler = self.county.handler(to.lead)?;
        let started = story.at;
        for share in 1..=i32::try_from(self.chance.below(4)).unwrap_or(0) {
            let note = Change::ProgressReported { note: (*self.chance.pick(&NOTES)).to_owned() };
            let at = self.hours.next(started + takes * share / 5, self.chance);
            if at > story.at {
                next!(self.make(story, Some(handler), at, CaseAction::ReportProgress, note));
            }
        }
        let at = self.hours.next(started + takes, self.chance).max(story.at);
        let outcome = self.chance.weighted(&[
            (Outcome::Solved, 70),
            (Outcome::PartlySolved, 10),
            (Outcome::Explained, 12),
            (Outcome::ReferredToCourt, 5),
            (Outcome::ReferredToArbitration, 3),
        ]);
        let summary = match outcome {
            Outcome::Solved => to.result.clone(),
            Outcome::PartlySolved => format!("{}其余诉求依法不予支持，已说明理由。", to.result),
            Outcome::ReferredToCourt => "调解未成，已引导当事人依法起诉。".to_owned(),
            Outcome::ReferredToArbitration => "调解未成，已引导当事人申请仲裁。".to_owned(),
            Outcome::Explained
            | Outcome::ReferredToReview
            | Outcome::ReferredToPolice
            | Outcome::ReferredToPublicSecurity
            | Outcome::NotOurs
            | Outcome::Withdrawn
            | Outcome::Other => "已向申请人解释有关政策规定，申请人表示理解。".to_owned(),
        };
        next!(self.finish_assistants(story, at));
        let resolve = Change::Resolved {
            outcome,
            method_code: to.matter.method_code.to_owned(),
            summary_hash: sha256(summary.as_bytes()),
            override_reason: None,
        };
        let before = story.case.loaded.row.summary.replace(summary);
        let done = self.make(story, Some(handler), at, CaseAction::Resolve, resolve)?;
        if done.is_none() && story.case.loaded.state.status != CaseStatus::Resolved {
            story.case.loaded.row.summary = before;
        }
        Ok(done)
    }

    /// Assistants sign for their part and report it done, half-way to `until`.
    fn finish_assistants(&mut self, story: &mut Story, until: DateTime<Utc>) -> Told<()> {
        let open: Vec<_> = story
            .case
            .loaded
            .state
            .assists()
            .filter(|assist| assist.state == ReferralState::Sent)
            .map(|assist| (assist.id, assist.department_id))
            .collect();
        for (referral_id, department_id) in open {
            let who = Some(self.county.handler(department_id)?);
            let at = story.at + (until - story.at) / 2;
            let sign = Change::Signed { referral_id, by_system: false, note: None };
            next!(self.make(story, who, at, CaseAction::Sign, sign));
            let result = "已核实有关情况并书面反馈。".to_owned();
            let done = Change::AssistCompleted { referral_id, result };
            next!(self.make(story, who, at, CaseAction::CompleteAssist, done));
        }
        Ok(Some(()))
    }

    fn accept(&mut self, story: &mut Story, dispatcher: &Actor) -> Told<()> {
        let delay = self.chance.delay(TimeDelta::hours(5), 0.8);
        let accept = Change::ResolutionAccepted { reason: None };
        self.step(story, dispatcher, delay, CaseAction::AcceptResolution, accept)
    }

    fn call_back(
        &mut self,
        story: &mut Story,
        to: &Setting<'_>,
        fate: Fate,
        dispatcher: &Actor,
    ) -> Told<()> {
        let clerk = self.clerk_apart(to)?;
        let call = |reached, solved: Option<bool>, fairly_treated| Change::CallbackRecorded {
            reached,
            solved,
            fairly_treated,
            comment: None,
        };
        let delay = self.chance.delay(TimeDelta::hours(20), 0.6);
        match fate {
            Fate::Unreached => {
                for delay in [delay, TimeDelta::hours(25)] {
                    let none = call(false, None, None);
                    next!(self.step(story, clerk, delay, CaseAction::RecordCallback, none));
                }
                let close = Change::Closed {
                    reason: "两次回访均未联系上，按规定结案。".to_owned(),
                };
                self.step(story, dispatcher, TimeDelta::hours(3), CaseAction::Close, close)
            }
            Fate::Unsolved => {
                let no = call(true, Some(false), Some(true));
                next!(self.step(story, clerk, delay, CaseAction::RecordCallback, no));
                let again = self.chance.delay(TimeDelta::days(4), 0.6);
                next!(self.work(story, to, again));
                next!(self.accept(story, dispatcher));
                self.call_back(story, to, Fate::Plain, dispatcher)
            }
            Fate::Plain
            | Fate::Returned
            | Fate::Ruled
            | Fate::PingPong
            | Fate::Contested
            | Fate::LateAssist
            | Fate::Declined
            | Fate::Withdrawn
            | Fate::Rejected
            | Fate::Reopened
            | Fate::Suspended
            | Fate::Extended
            | Fate::Charged
            | Fate::Merged => {
                let yes = call(true, Some(true), Some(self.chance.percent(92)));
                self.step(story, clerk, delay, CaseAction::RecordCallback, yes)
            }
        }
    }

    /// A clerk outside the handling unit: the township's own may not call back for its office.
    fn clerk_apart(&mut self, to: &Setting<'_>) -> AppResult<&'a Actor> {
        let county = self.county;
        let clerk = county.who(self.chance, Role::Clerk, &to.window, None)?;
        if clerk.department_id == Some(to.lead) {
            return county.who(self.chance, Role::Clerk, COUNTY, None);
        }
        Ok(clerk)
    }

    pub(super) fn someone(&mut self, role: Role, region_code: &str) -> AppResult<&'a Actor> {
        let county = self.county;
        county.who(self.chance, role, region_code, None)
    }

    fn referred(&self, department_id: Uuid) -> Referred {
        Referred { referral_id: self.state.ids.next(), department_id }
    }

    /// `who` makes a change `delay` after the last one, in hours of work.
    pub(super) fn step(
        &mut self,
        story: &mut Story,
        who: &Actor,
        delay: TimeDelta,
        action: CaseAction,
        change: Change,
    ) -> Told<()> {
        let at = self.hours.next(story.at + delay, self.chance);
        self.make(story, Some(who), at, action, change)
    }

    /// Makes a change under the rules of the engine; none where the story ends.
    pub(super) fn make(
        &mut self,
        story: &mut Story,
        who: Option<&Actor>,
        at: DateTime<Utc>,
        action: CaseAction,
        change: Change,
    ) -> Told<()> {
        let case = &mut story.case.loaded;
        if at > self.end || story.until == Some(case.state.status) {
            return Ok(None);
        }
        if !may_start(action, case.state.status) {
            return Err(ErrorCode::CaseIllegalTransition.into());
        }
        if let (Some(actor), Some(right)) = (who, transition(action).right) {
            let assists = case.state.assist_department_ids();
            let facts = facts_of(case, &assists);
            authorize(actor, right, &facts)?;
            let around = guards::Around {
                bounds: self.keeper.bounds(&case.row),
                dossiers: &self.state.dossier_rules,
                now: at,
                handling_due_at: case.handling().map(|clock| clock.due_at),
                may_override: holds(actor, Action::CaseOverrideAssist, &facts),
            };
            if let Some(code) = guards::refusal(&case.state, action, actor, around) {
                return Err(code.into());
            }
        }
        self.clock.set(at);
        let by = By { actor: who, at };
        let change = Unnamed::of(change, &Mentions::of(&story.case.parties))?;
        let case = &mut story.case.loaded;
        let made = transit::apply(self.state, &self.keeper, case, &change, by)?;
        story.later.push(made.event);
        story.rulings.extend(made.ruling);
        story.told.extend(made.told);
        story.at = at;
        Ok(Some(()))
    }
}

/// How hard it is: mostly what the time it takes says, sometimes less, and then it is overdue.
fn level(chance: &mut Chance, takes: TimeDelta) -> Level {
    let levels = model::Level::ALL;
    let fits: usize = match takes.num_days() {
        0 => 0,
        1..=6 => 1,
        7..=19 => 2,
        _ => 3,
    };
    let judged = if chance.percent(18) { fits.saturating_sub(1) } else { fits };
    levels.get(judged).copied().unwrap_or(Level::Ordinary)
}
