//! From spans to due dates: which rule a clock starts under, and what its row and its view say.
//!
//! `due_at` in a row is a cache of the pure functions of [`super::clocks`].

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SubsecRound as _, TimeDelta, Utc};
use uuid::Uuid;

use super::clocks::{
    self, ClockEvent, ClockKind, ClockState, Lamp, LimitDayKind, MAX_AMOUNT, Roll, StartRule,
    State, TimeLeft,
};
use super::dto::{
    ClockExplanation, ClockInputs, ClockResult, ClockStep, ClockView, LampExplanation,
    LampStepView, TimeLeftView,
};
use super::entity::{case, clock};
use super::model::Procedure;
use super::projection::ClockSpan;
use crate::app::AppState;
use crate::config::SupervisionConfig;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::procedure_rules::{Bounds, ProcedureRuleSet};
use crate::features::supervision::ladder::{self, Ladder, Taken};
pub use crate::features::time_limits::Traits;
use crate::features::time_limits::{Rule, RuleSet, lead};
use crate::platform::cache::FRESH_SECONDS;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;

/// Rules and calendar, as of one request.
#[derive(Clone)]
pub struct Timekeeper {
    rules: Arc<RuleSet>,
    calendar: Arc<Calendar>,
    /// Every version, for the clocks that started under it.
    calendars: HashMap<i32, Arc<Calendar>>,
    /// The other rules of the procedure.
    procedures: Arc<ProcedureRuleSet>,
    /// Office hours.
    office: SupervisionConfig,
}

/// The limit that ends next, as the case row caches it.
#[derive(Debug, Clone, PartialEq)]
pub struct NextLimit {
    /// What it watches.
    pub kind: ClockKind,
    /// How its days are counted.
    pub unit: LimitDayKind,
    /// By which version of the calendar.
    pub calendar_version: i32,
    /// Its last instant.
    pub due_at: DateTime<Utc>,
    /// From when on it is yellow.
    pub yellow_at: DateTime<Utc>,
}

impl Timekeeper {
    /// The rules and the newest calendar in force.
    pub async fn of(state: &AppState) -> AppResult<Self> {
        let now = state.clock.now();
        let mut calendars = HashMap::new();
        for head in state.calendars.heads(&state.db, now).await?.iter() {
            calendars.insert(head.version, state.calendars.of(&state.db, head).await?);
        }
        Ok(Self {
            rules: state.time_limits.get(&state.db, now).await?,
            calendar: state.calendars.newest(&state.db, now).await?,
            calendars,
            procedures: state.procedure_rules.get(&state.db, now).await?,
            office: state.config.supervision.clone(),
        })
    }

    /// The same under other rules.
    #[must_use]
    pub fn under_rules(mut self, rules: Arc<RuleSet>) -> Self {
        self.rules = rules;
        self
    }

    /// The same with one calendar more.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Arc<Calendar>) -> Self {
        self.calendars.insert(calendar.version(), calendar);
        self
    }

    /// The rules of the procedure that are no limits.
    pub fn procedures(&self) -> &ProcedureRuleSet {
        &self.procedures
    }

    /// What they let be done with a case: those of the day it was registered, for reopening those of
    /// the day it was closed.
    pub fn bounds(&self, row: &case::Model) -> Bounds {
        self.procedures.bounds(row.registered_at, row.closed_at)
    }

    /// The ladder over what began on `day`.
    fn ladder_of(&self, day: NaiveDate) -> Ladder {
        Ladder::of(&self.office, &self.procedures.on(day))
    }

    /// The rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// How far the lead of `kind` reaches from `today` on; see [`lead::reach`].
    pub fn reach(&self, kind: ClockKind, today: NaiveDate) -> Option<NaiveDate> {
        lead::reach(&self.rules, &self.calendar, kind, today)
    }

    /// A version of the calendar.
    pub fn calendar_at(&self, version: i32) -> Option<&Arc<Calendar>> {
        self.calendars.get(&version)
    }

    /// The calendar a clock is counted by: a newer one moves no running limit by itself.
    pub(super) fn calendar_of(&self, row: &clock::Model) -> &Calendar {
        self.calendar_or_newest(row.calendar_version)
    }

    fn calendar_or_newest(&self, version: i32) -> &Calendar {
        self.calendars.get(&version).unwrap_or(&self.calendar)
    }

    /// The row of a clock that starts now under the rule for `traits`.
    pub fn start(
        &self,
        id: Uuid,
        case_id: Uuid,
        span: &ClockSpan,
        traits: Traits<'_>,
    ) -> AppResult<clock::Model> {
        let on = local_date(span.begun_at());
        let rule = self
            .rules
            .choose(
                span.kind,
                Traits { procedure: span.procedure.map(Procedure::as_str), ..traits },
                on,
            )
            .ok_or_else(|| AppError::internal(format!("no time limit for {:?}", span.kind)))?;
        let row = clock::Model {
            id,
            case_id,
            referral_id: span.referral_id,
            kind: span.kind.as_str().to_owned(),
            rule_id: rule.id,
            calendar_version: self.calendar.version(),
            started_at: span.started_at,
            due_at: span.started_at,
            finished_at: span.finished_at,
            is_cancelled: span.is_cancelled,
            moves: moves_text(&span.moves)?,
            counted_from: span.counted_from,
            fixed_on: span.fixed_on,
            procedure: span.procedure.map(|procedure| procedure.as_str().to_owned()),
            rebased_at: None,
            ladder_step: None,
            ladder_at: None,
        };
        let row = clock::Model { due_at: self.due_at(&row, rule)?, ..row };
        Ok(clock::Model { ladder_at: self.ladder_at(&row, rule)?, ..row })
    }

    /// Until when who was asked at `asked_at` has to register it; none without a rule for that day.
    pub fn registration_due(
        &self,
        asked_at: DateTime<Utc>,
        channel: &str,
    ) -> AppResult<Option<DateTime<Utc>>> {
        let kind = ClockKind::Registration;
        let traits = Traits { channel: Some(channel), ..Traits::default() };
        if self.rules.choose(kind, traits, local_date(asked_at)).is_none() {
            return Ok(None);
        }
        let span = ClockSpan {
            kind,
            referral_id: None,
            started_at: asked_at,
            finished_at: None,
            is_cancelled: false,
            moves: Vec::new(),
            counted_from: None,
            fixed_on: None,
            procedure: None,
            basis: None,
        };
        Ok(Some(self.start(Uuid::nil(), Uuid::nil(), &span, traits)?.due_at))
    }

    /// A row brought up to its span; none when nothing moved.
    pub fn moved(&self, row: &clock::Model, span: &ClockSpan) -> AppResult<Option<clock::Model>> {
        let moves = moves_text(&span.moves)?;
        let is_same = (row.finished_at, row.is_cancelled) == (span.finished_at, span.is_cancelled)
            && row.rebased_at == span.basis.map(|basis| basis.since)
            && row.counted_from == span.counted_from
            && row.moves == moves;
        if is_same {
            return Ok(None);
        }
        let row = clock::Model {
            rule_id: span.basis.map_or(row.rule_id, |basis| basis.rule_id),
            calendar_version: span.basis.map_or(row.calendar_version, |b| b.calendar_version),
            rebased_at: span.basis.map(|basis| basis.since),
            finished_at: span.finished_at,
            is_cancelled: span.is_cancelled,
            counted_from: span.counted_from,
            moves,
            ..row.clone()
        };
        let rule = self.rule(&row)?;
        let due_at = self.due_at(&row, rule)?;
        // A limit that ends at another instant is watched from the first step again.
        let ladder_step = row.ladder_step.clone().filter(|_| due_at == row.due_at);
        let row = clock::Model { due_at, ladder_step, ..row };
        Ok(Some(clock::Model { ladder_at: self.ladder_at(&row, rule)?, ..row }))
    }

    /// When the next step over a limit is to be taken; none where none ever will.
    fn ladder_at(&self, row: &clock::Model, rule: &Rule) -> AppResult<Option<DateTime<Utc>>> {
        let next = self.step_after(row, rule, row.started_at)?;
        Ok(next.map(|due| due.at))
    }

    fn step_after(
        &self,
        row: &clock::Model,
        rule: &Rule,
        now: DateTime<Utc>,
    ) -> AppResult<Option<ladder::Due>> {
        let is_running = row.finished_at.is_none() && !is_stopped(row);
        if !is_running || !ladder::watches(rule.clock) {
            return Ok(None);
        }
        let last = row.ladder_step.as_deref().and_then(ladder::Step::parse);
        let taken = last.map(|step| Taken { step, at: row.started_at });
        let ladder = self.ladder_of(local_date(row.started_at));
        Ok(ladder.next(&self.watched(row, rule)?, taken, self.calendar_of(row), now))
    }

    fn watched(&self, row: &clock::Model, rule: &Rule) -> AppResult<ladder::Limit> {
        Ok(ladder::Limit {
            started_at: row.started_at,
            yellow_at: self.yellow_at(row, rule)?,
            due_at: row.due_at,
        })
    }

    /// The step over a limit that comes next at `now`, whether or not its time has come.
    pub fn next_step(
        &self,
        row: &clock::Model,
        now: DateTime<Utc>,
    ) -> AppResult<Option<ladder::Due>> {
        self.step_after(row, self.rule(row)?, now)
    }

    /// The row of a limit of which `step` is taken at `now`.
    pub fn stepped(
        &self,
        row: &clock::Model,
        step: ladder::Step,
        now: DateTime<Utc>,
    ) -> AppResult<clock::Model> {
        let limit = self.watched(row, self.rule(row)?)?;
        let taken = Some(Taken { step, at: now });
        let ladder = self.ladder_of(local_date(row.started_at));
        let next = ladder.next(&limit, taken, self.calendar_of(row), now);
        Ok(clock::Model {
            ladder_step: Some(step.as_str().to_owned()),
            ladder_at: next.map(|due| due.at),
            ..row.clone()
        })
    }

    /// Whether `now` lies in office hours.
    pub fn is_office_open(&self, now: DateTime<Utc>) -> bool {
        self.ladder_of(local_date(now)).is_open(&self.calendar, now)
    }

    /// Working days by which a limit is over at `now`, by the version of the calendar it runs under.
    pub fn working_days_over(
        &self,
        due_at: DateTime<Utc>,
        calendar_version: i32,
        now: DateTime<Utc>,
    ) -> u32 {
        let calendar = self.calendar_or_newest(calendar_version);
        let over = calendar.working_days_between(local_date(due_at), local_date(now));
        u32::try_from(over).unwrap_or(0)
    }

    /// The last instant of a limit; while it stands still, the one it had, because none is honest.
    fn due_at(&self, row: &clock::Model, rule: &Rule) -> AppResult<DateTime<Utc>> {
        let state = self.state(row, rule, begun_at(row))?;
        Ok(state.due_at.unwrap_or(row.due_at))
    }

    /// When a limit would end had nobody extended it, stops counted as they were.
    pub fn due_unextended(&self, row: &clock::Model) -> AppResult<DateTime<Utc>> {
        let moves = moves_of(row)?;
        let is_kept = |event: &ClockEvent| !matches!(event, ClockEvent::Extended { .. });
        let kept: Vec<_> = moves.iter().filter(|event| is_kept(event)).cloned().collect();
        if kept.len() == moves.len() {
            return Ok(row.due_at);
        }
        let plain = clock::Model { moves: moves_text(&kept)?, ..row.clone() };
        self.due_at(&plain, self.rule(row)?)
    }

    /// The last instant of the running limit that ends first.
    pub fn next_due(rows: &[clock::Model]) -> Option<DateTime<Utc>> {
        let running = rows.iter().filter(|row| row.finished_at.is_none() && !is_stopped(row));
        running.map(|row| row.due_at).min()
    }

    /// The newest calendar in force.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The running limit that ends first.
    pub fn next_limit(&self, rows: &[clock::Model]) -> AppResult<Option<NextLimit>> {
        let running = rows.iter().filter(|row| row.finished_at.is_none() && !is_stopped(row));
        // Of two that started and end together, signing comes before handling.
        let key = |row: &&clock::Model| (row.due_at, begun_at(row), ClockKind::parse(&row.kind));
        let Some(row) = running.min_by_key(key) else {
            return Ok(None);
        };
        let rule = self.rule(row)?;
        Ok(Some(NextLimit {
            kind: rule.clock,
            unit: self.limit(rule, row).day_kind,
            calendar_version: row.calendar_version,
            due_at: row.due_at,
            yellow_at: self.yellow_at(row, rule)?,
        }))
    }

    /// The first instant at which a clock is no longer green: found by halving, because the lamp
    /// only ever goes from green to yellow.
    fn yellow_at(&self, row: &clock::Model, rule: &Rule) -> AppResult<DateTime<Utc>> {
        let (mut green, mut yellow) = (begun_at(row), row.due_at);
        if self.state(row, rule, green)?.lamp != Lamp::Green {
            return Ok(green);
        }
        while yellow - green > TimeDelta::seconds(1) {
            let middle = green + (yellow - green) / 2;
            if self.state(row, rule, middle)?.lamp == Lamp::Green {
                green = middle;
            } else {
                yellow = middle;
            }
        }
        // Colours change with whole seconds.
        Ok(yellow.trunc_subsecs(0))
    }

    /// The limit of a row: the rule's, or to the day that was agreed, counted in calendar days.
    pub(super) fn limit(&self, rule: &Rule, row: &clock::Model) -> clocks::TimeLimit {
        let rules = clocks::TimeLimit {
            rule_id: rule.id.to_string(),
            rule_version: rule.version,
            clock: rule.clock,
            amount: rule.amount,
            day_kind: rule.day_kind,
            start: rule.start,
            roll: rule.roll,
            source: rule.source.clone(),
            lamp: self.procedures.on(local_date(row.started_at)).lamp,
        };
        let Some(last) = row.fixed_on else { return rules };
        let days = (last - local_date(row.started_at)).num_days().clamp(1, MAX_AMOUNT.into());
        clocks::TimeLimit {
            amount: u16::try_from(days).unwrap_or(MAX_AMOUNT),
            day_kind: LimitDayKind::Calendar,
            start: StartRule::NextDay,
            roll: Roll::None,
            ..rules
        }
    }

    /// The length of the limit of a row, in days of its kind, without extensions.
    pub fn amount(&self, row: &clock::Model) -> AppResult<u16> {
        Ok(self.limit(self.rule(row)?, row).amount)
    }

    /// The version of the rule a clock is counted by.
    pub(super) fn rule(&self, row: &clock::Model) -> AppResult<&Rule> {
        self.rules.get(row.rule_id).ok_or_else(not_known_yet)
    }

    fn known_calendar(&self, row: &clock::Model) -> AppResult<&Arc<Calendar>> {
        self.calendars.get(&row.calendar_version).ok_or_else(not_known_yet)
    }

    fn state(&self, row: &clock::Model, rule: &Rule, now: DateTime<Utc>) -> AppResult<ClockState> {
        clocks::derive(&self.limit(rule, row), self.known_calendar(row)?, &events(row)?, now)
            .map_err(AppError::internal)
    }

    /// A clock for people.
    pub fn view(&self, row: &clock::Model, now: DateTime<Utc>, lang: Lang) -> AppResult<ClockView> {
        let rule = self.rule(row)?;
        let state = self.state(row, rule, now)?;
        Ok(ClockView {
            id: row.id,
            kind: rule.clock,
            kind_name: rule.clock.name(lang).to_owned(),
            rule_id: row.rule_id,
            referral_id: row.referral_id,
            started_at: begun_at(row),
            due_at: state.due_at,
            finished_at: row.finished_at,
            stop_reason: state.stop_reason,
            extended_by: state.extended_by,
            procedure: row.procedure.as_deref().and_then(Procedure::parse),
            source: rule.source.clone(),
            state: state.state,
            used_share: state.used_share,
            lamp: state.lamp,
            time_left: time_left(&state.time_left, lang),
        })
    }

    /// Why a clock ends when it does, day by day.
    pub fn explain(
        &self,
        row: &clock::Model,
        now: DateTime<Utc>,
        lang: Lang,
    ) -> AppResult<ClockExplanation> {
        let rule = self.rule(row)?;
        let explained =
            clocks::explain(&self.limit(rule, row), self.known_calendar(row)?, &events(row)?, now)
                .map_err(AppError::internal)?;
        let steps = explained.steps.iter().map(|step| ClockStep {
            date: step.date,
            counted: step.counted,
            number: step.number,
            reason_code: step.reason.code().to_owned(),
            reason: step.reason.text(lang),
        });
        let days_counted = explained.steps.iter().filter(|step| step.counted).count();
        Ok(ClockExplanation {
            inputs: ClockInputs {
                clock: rule.clock,
                rule_id: rule.id,
                rule_version: rule.version,
                rule: rule.sentence(lang),
                source: rule.source.clone(),
                calendar_version: explained.inputs.calendar_version,
                announced_through: explained.inputs.announced_through,
                started_at: begun_at(row),
                finished_at: row.finished_at,
            },
            steps: steps.collect(),
            lamp: lamp_explanation(&explained.state, now, lang),
            result: ClockResult {
                due_at: explained.due_at,
                state: explained.state.state,
                lamp: explained.state.lamp,
                time_left: time_left(&explained.state.time_left, lang),
                sentence: sentence(&explained.state, rule, days_counted, lang),
            },
        })
    }

    /// What is left of a limit that runs, from what the row of its case caches.
    pub fn left(
        &self,
        due_at: DateTime<Utc>,
        unit: LimitDayKind,
        calendar_version: Option<i32>,
        now: DateTime<Utc>,
        lang: Lang,
    ) -> TimeLeftView {
        let newest = self.calendar.version();
        let calendar = self.calendar_or_newest(calendar_version.unwrap_or(newest));
        time_left(&TimeLeft::running(due_at, now, unit, calendar), lang)
    }
}

/// Another server made the version a moment ago: who comes again finds that this one knows it too.
/// Nothing is counted by another in the meantime.
fn not_known_yet() -> AppError {
    AppError::from(ErrorCode::ServerBusy).retry_after(FRESH_SECONDS.unsigned_abs())
}

/// Stops and extensions as a row keeps them.
fn moves_text(moves: &[ClockEvent]) -> AppResult<Option<String>> {
    Ok(if moves.is_empty() { None } else { Some(serde_json::to_string(moves)?) })
}

/// Reads them back.
pub fn moves_of(row: &clock::Model) -> AppResult<Vec<ClockEvent>> {
    row.moves.as_deref().map_or_else(|| Ok(Vec::new()), |text| Ok(serde_json::from_str(text)?))
}

/// Whether a row stands still.
pub fn is_stopped(row: &clock::Model) -> bool {
    moves_of(row).is_ok_and(|moves| matches!(moves.last(), Some(ClockEvent::Stopped { .. })))
}

/// The instant a row is counted from.
fn begun_at(row: &clock::Model) -> DateTime<Utc> {
    row.counted_from.map_or(row.started_at, start_of_day)
}

/// The facts of a row.
pub(super) fn events(row: &clock::Model) -> AppResult<Vec<ClockEvent>> {
    let mut events = vec![ClockEvent::Started { at: begun_at(row) }];
    events.extend(moves_of(row)?);
    if let Some(at) = row.finished_at {
        events.push(if row.is_cancelled {
            ClockEvent::Cancelled { at }
        } else {
            ClockEvent::Met { at }
        });
    }
    Ok(events)
}

fn lamp_explanation(state: &ClockState, now: DateTime<Utc>, lang: Lang) -> LampExplanation {
    let steps = state.lamp_steps(lang).into_iter().map(|step| LampStepView {
        code: step.code.to_owned(),
        text: step.text,
        holds: step.holds,
        lamp: step.lamp,
    });
    LampExplanation {
        as_of: now,
        yellow_percent: state.lamp_rule.yellow_percent,
        yellow_working_days: state.lamp_rule.yellow_working_days,
        steps: steps.collect(),
    }
}

fn time_left(left: &TimeLeft, lang: Lang) -> TimeLeftView {
    TimeLeftView {
        days: left.days,
        working_days: left.working_days,
        overdue_days: left.overdue_days,
        text: left.text(lang),
    }
}

fn sentence(state: &ClockState, rule: &Rule, counted: usize, lang: Lang) -> String {
    // What stands still ends on no day yet, and what was called off while it did on none at all.
    let end = match (state.due_on, state.state) {
        (Some(due), _) => lang
            .pick("，于 {due} 届满：{left}", ", ending on {due}: {left}")
            .replace("{due}", &due.to_string()),
        (None, State::Stopped) => lang
            .pick("：{left}，恢复后确定届满日", ": {left}; its last day is known once it goes on")
            .to_owned(),
        (None, State::Running | State::Met | State::Missed | State::Cancelled) => {
            lang.pick("：{left}", ": {left}").to_owned()
        }
    };
    lang.pick("{rule}，自 {start} 起计 {counted} 天", "{rule}; {counted} days counted from {start}")
        .replace("{rule}", &rule.sentence(lang))
        .replace("{start}", &local_date(state.started_at).to_string())
        .replace("{counted}", &counted.to_string())
        + &end.replace("{left}", &state.time_left.text(lang))
}
