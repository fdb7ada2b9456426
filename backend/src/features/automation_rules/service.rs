//! Use cases of rules.

use std::sync::Arc;

use sea_orm::{ActiveValue, ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::definition::{self, Definition, Known, Trusting};
use super::dto::{
    AutomationRuleFilter, AutomationRuleReasonRequest, AutomationRuleState, AutomationRuleView,
    CreateAutomationRuleRequest, RuleConflict, RuleDefinition, RulePause,
    UpdateAutomationRuleRequest,
};
use super::entity::{rule, turn, version};
use super::live::stored;
use super::repo::{self, Reach};
use super::words::Names;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::CenterRef;
use crate::features::code_sets::Codes;
use crate::features::events::follow::last_block;
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Permit, authorize, authorize_any, holds, may_ever};

/// The only order of the list, in its cursors.
const ORDER: &str = "automation_rules:-id";

/// Organisation and codes, as of one request.
pub(super) struct Surroundings {
    pub(super) directory: Arc<Directory>,
    pub(super) codes: Arc<Codes>,
}

impl Surroundings {
    pub(super) async fn of(state: &AppState) -> AppResult<Self> {
        let now = state.clock.now();
        Ok(Self {
            directory: state.directory.get(&state.db, now).await?,
            codes: state.codes.get(&state.db, now).await?,
        })
    }

    pub(super) fn names(&self, lang: Lang) -> Names<'_> {
        Names { directory: &self.directory, codes: &self.codes, lang }
    }

    /// Code of the region of a centre.
    pub(super) fn region_code(&self, center_id: Uuid) -> Option<&str> {
        let center = self.directory.centers.get(&center_id)?;
        self.directory.regions.get(&center.region_id).map(|region| region.code.as_str())
    }

    /// The centres on whose rules `actor` may do `action`.
    pub(super) fn reach(&self, actor: &Actor, action: Action) -> Reach {
        let centers = self.directory.centers.keys().copied();
        Reach(centers.filter(|id| self.may(actor, action, *id)).collect())
    }

    fn may(&self, actor: &Actor, action: Action, center_id: Uuid) -> bool {
        let region_code = self.region_code(center_id);
        holds(actor, action, &Facts { region_code, ..Facts::default() })
    }

    /// The right to do `action` on the rules of a centre: 403 without it, 422 where there is no
    /// such centre.
    pub(super) fn authorize(
        &self,
        actor: &Actor,
        action: Action,
        center_id: Uuid,
    ) -> AppResult<Permit> {
        if !may_ever(actor, action) {
            return authorize_any(actor, action);
        }
        let region_code = self.region_code(center_id);
        let region_code =
            region_code.ok_or_else(|| AppError::field("/center_id", ErrorCode::CenterUnknown))?;
        authorize(actor, action, &Facts { region_code: Some(region_code), ..Facts::default() })
    }

    /// Checks a definition, and that `actor` holds the right to every action that takes one: a rule
    /// does not lend its author what they may not do.
    fn read_of(
        &self,
        state: &AppState,
        actor: &Actor,
        center_id: Uuid,
        said: &RuleDefinition,
    ) -> AppResult<Definition> {
        let definition = self.read(state, center_id, said)?;
        let wrong: Vec<_> = self
            .not_held(actor, center_id, &definition)
            .map(|at| {
                let pointer = format!("/definition/actions/{at}/kind");
                FieldError::of(pointer, ErrorCode::AutomationActionNotHeld)
            })
            .collect();
        if wrong.is_empty() { Ok(definition) } else { Err(AppError::Validation(wrong)) }
    }

    /// Which actions of a rule of a centre, by their places, take a right that `actor` has not
    /// there.
    fn not_held(
        &self,
        actor: &Actor,
        center_id: Uuid,
        definition: &Definition,
    ) -> impl Iterator<Item = usize> {
        let region_code = self.region_code(center_id);
        let facts = Facts { region_code, center_id: Some(center_id), ..Facts::default() };
        let acts = definition.acts.iter().enumerate();
        acts.filter(move |(_, act)| act.right().is_some_and(|right| !holds(actor, right, &facts)))
            .map(|(at, _)| at)
    }

    /// Checks a definition for the rules of a centre.
    pub(super) fn read(
        &self,
        state: &AppState,
        center_id: Uuid,
        said: &RuleDefinition,
    ) -> AppResult<Definition> {
        let center = self.region_code(center_id).unwrap_or_default();
        definition::read(said, &Here { around: self, state, center })
    }
}

/// What is known at a centre today.
struct Here<'a> {
    around: &'a Surroundings,
    state: &'a AppState,
    center: &'a str,
}

impl Known for Here<'_> {
    fn code(&self, set: &str, code: &str) -> bool {
        self.around.codes.exists(set, code, local_date(self.state.clock.now()))
    }

    fn region(&self, code: &str) -> bool {
        self.around.directory.region_by_code.contains_key(code)
    }

    fn department(&self, id: Uuid) -> Option<ErrorCode> {
        let directory = &self.around.directory;
        let Some(department) = directory.departments.get(&id).filter(|d| d.is_active) else {
            return Some(ErrorCode::DepartmentUnknown);
        };
        let region = directory.regions.get(&department.region_id);
        let is_near = region.is_some_and(|region| {
            region.code.starts_with(self.center) || self.center.starts_with(&region.code)
        });
        (!is_near).then_some(ErrorCode::CaseDepartmentOutOfReach)
    }
}

/// A page of rules, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &AutomationRuleFilter,
    lang: Lang,
) -> AppResult<Page<AutomationRuleView>> {
    let db = state.db.reader();
    let around = Surroundings::of(state).await?;
    let reach = around.reach(actor, Action::AutomationRead);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let rows = limit(filter.limit);
    let found = repo::list(db, &reach, matching(filter), before, rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &reach, matching(filter)).await?),
        None => None,
    };
    let page = Page::cut(found, rows, ORDER, |row: &rule::Model| (None, row.id), |row| row)?;
    let next_cursor = page.next_cursor;
    let items = views(db, state, &around, actor, page.items, lang).await?;
    Ok(Page { items, next_cursor, total })
}

fn matching(filter: &AutomationRuleFilter) -> Condition {
    let states = (!filter.state.is_empty())
        .then(|| rule::Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    Condition::all()
        .add_option(states)
        .add_option(filter.center_id.map(|id| rule::Column::CenterId.eq(id)))
}

/// One rule; 404 outside the caller's reach.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<AutomationRuleView>> {
    let db = state.db.reader();
    let around = Surroundings::of(state).await?;
    let row = repo::find(db, &around.reach(actor, Action::AutomationRead), id).await?;
    answer(db, state, &around, actor, row, lang).await
}

async fn answer(
    db: &impl ConnectionTrait,
    state: &AppState,
    around: &Surroundings,
    actor: &Actor,
    row: rule::Model,
    lang: Lang,
) -> AppResult<Reply<AutomationRuleView>> {
    let view = views(db, state, around, actor, vec![row], lang).await?.pop();
    let view = view.ok_or_else(|| AppError::internal("a rule without a version"))?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

async fn views(
    db: &impl ConnectionTrait,
    state: &AppState,
    around: &Surroundings,
    actor: &Actor,
    rows: Vec<rule::Model>,
    lang: Lang,
) -> AppResult<Vec<AutomationRuleView>> {
    let mut versions = repo::latest(db, &rows).await?;
    let others = rows.iter().filter_map(|row| row.conflict_with_id);
    let names = repo::names(db, others).await?;
    let now = state.clock.now();
    let figures = repo::figures(db, rows.iter().map(|row| row.id), now).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(version) = versions.remove(&row.id) else { continue };
        let said = stored(&version)?;
        let read = definition::read(&said, &Trusting)?;
        let sentence = around.names(lang).rule(&read);
        let state = AutomationRuleState::parse(&row.state).unwrap_or(AutomationRuleState::Retired);
        let mut allowed_actions = Vec::new();
        if around.may(actor, Action::AutomationWrite, row.center_id) {
            allowed_actions = allowed(state, &row);
            let may_act = around.not_held(actor, row.center_id, &read).next().is_none();
            allowed_actions.retain(|action| may_act || *action != "activate");
        }
        let center = around.directory.centers.get(&row.center_id);
        views.push(AutomationRuleView {
            id: row.id,
            center: CenterRef {
                id: row.center_id,
                name: center.map(|center| center.name.clone()).unwrap_or_default(),
            },
            state,
            definition: said,
            sentence,
            latest_version: row.latest_version,
            active_version: row.active_version,
            activated_at: row.activated_at,
            pause: pause(&row, lang),
            conflict: row.conflict_with_id.zip(row.conflict_at).map(|(rule_id, at)| RuleConflict {
                rule_id,
                name: names.get(&rule_id).cloned().unwrap_or_default(),
                at,
            }),
            runs: figures.get(&row.id).copied().unwrap_or_default(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            name: row.name,
        });
    }
    Ok(views)
}

fn pause(row: &rule::Model, lang: Lang) -> Option<RulePause> {
    let (code, reason, at) = (row.pause_code.clone()?, row.pause_reason.clone()?, row.paused_at?);
    // The program says why it paused a rule in the reader's language; people in their own words.
    let reason = if code == "person" {
        reason
    } else {
        lang.pick("一小时内执行达到 {} 次上限", "It ran {} times within an hour, which is the most")
            .replace("{}", &reason)
    };
    Some(RulePause { code, reason, at })
}

fn allowed(state: AutomationRuleState, row: &rule::Model) -> Vec<&'static str> {
    let has_newer = row.active_version != Some(row.latest_version);
    match state {
        AutomationRuleState::Draft | AutomationRuleState::Paused => {
            vec!["update", "activate", "retire"]
        }
        AutomationRuleState::Active if has_newer => vec!["update", "activate", "pause", "retire"],
        AutomationRuleState::Active => vec!["update", "pause", "retire"],
        AutomationRuleState::Retired => Vec::new(),
    }
}

/// Drafts a rule.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateAutomationRuleRequest>,
    lang: Lang,
) -> AppResult<Reply<AutomationRuleView>> {
    let CreateAutomationRuleRequest { center_id, name, definition } = command.body;
    let around = Surroundings::of(state).await?;
    let permit = around.authorize(actor, Action::AutomationWrite, center_id)?;
    around.read_of(state, actor, center_id, &definition)?;
    let (id, now) = (state.ids.next(), state.clock.now());
    let name = name.trim().to_owned();
    let row = rule::ActiveModel {
        id: ActiveValue::Set(id),
        center_id: ActiveValue::Set(center_id),
        name: ActiveValue::Set(name.clone()),
        name_key: ActiveValue::Set(name.to_lowercase()),
        state: ActiveValue::Set(AutomationRuleState::Draft.as_str().to_owned()),
        latest_version: ActiveValue::Set(1),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
        ..Default::default()
    };
    let first = version_row(state, actor, id, 1, (&name, &definition, None))?;
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::insert(tx, permit, row).await?;
            repo::insert_version(tx, first).await?;
            let view = views(&**tx, state, &around, actor, vec![row], lang).await?.pop();
            let view = view.ok_or_else(|| AppError::internal("a rule without a version"))?;
            let location = format!("/api/v1/automation-rules/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version).personal())
        })
        .await
}

fn version_row(
    state: &AppState,
    actor: &Actor,
    rule_id: Uuid,
    number: i32,
    (name, definition, reason): (&str, &RuleDefinition, Option<String>),
) -> AppResult<version::ActiveModel> {
    Ok(version::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        rule_id: ActiveValue::Set(rule_id),
        version: ActiveValue::Set(number),
        name: ActiveValue::Set(name.to_owned()),
        definition: ActiveValue::Set(serde_json::to_string(definition)?),
        changed_by_id: ActiveValue::Set(actor.person_id),
        reason: ActiveValue::Set(reason),
        created_at: ActiveValue::Set(state.clock.now()),
    })
}

/// A rule the caller may write, with the right to.
async fn writable(
    state: &AppState,
    around: &Surroundings,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
) -> AppResult<(rule::Model, Permit)> {
    let reach = around.reach(actor, Action::AutomationRead);
    let row = repo::find(state.db.reader(), &reach, id).await?;
    let permit = around.authorize(actor, Action::AutomationWrite, row.center_id)?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    Ok((row, permit))
}

/// 409 unless the rule's state lets `action`.
fn require(row: &rule::Model, action: &str) -> AppResult<()> {
    let state = AutomationRuleState::parse(&row.state).unwrap_or(AutomationRuleState::Retired);
    let allowed = allowed(state, row);
    if allowed.contains(&action) {
        return Ok(());
    }
    let refused = AppError::from(ErrorCode::AutomationWrongState).with("state", state.as_str());
    Err(refused.with("allowed_actions", allowed))
}

/// Writes a new version.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateAutomationRuleRequest>,
    lang: Lang,
) -> AppResult<Reply<AutomationRuleView>> {
    let UpdateAutomationRuleRequest { name, definition, reason } = command.body;
    let around = Surroundings::of(state).await?;
    let (row, permit) = writable(state, &around, actor, id, seen).await?;
    require(&row, "update")?;
    let name = name.map_or_else(|| row.name.clone(), |name| name.trim().to_owned());
    let definition = match definition {
        Some(definition) => definition,
        None => latest(state, &row).await?,
    };
    around.read_of(state, actor, row.center_id, &definition)?;
    let number = row.latest_version + 1;
    let change = rule::ActiveModel {
        name: ActiveValue::Set(name.clone()),
        name_key: ActiveValue::Set(name.to_lowercase()),
        latest_version: ActiveValue::Set(number),
        updated_at: ActiveValue::Set(state.clock.now()),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    let next = version_row(state, actor, id, number, (&name, &definition, reason))?;
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::save(tx, permit, id, seen, change).await?;
            repo::insert_version(tx, next).await?;
            answer(&**tx, state, &around, actor, row, lang).await
        })
        .await
}

async fn latest(state: &AppState, row: &rule::Model) -> AppResult<RuleDefinition> {
    let found = repo::version(state.db.reader(), row.id, row.latest_version).await?;
    stored(&found.ok_or_else(|| AppError::internal("a rule without a version"))?)
}

/// What is asked of a rule's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// 启用 its newest version.
    Activate,
    /// 暂停.
    Pause,
    /// 停用, for good.
    Retire,
}

impl Turn {
    const fn word(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Pause => "pause",
            Self::Retire => "retire",
        }
    }
}

/// Moves a rule to another state.
pub async fn turn(
    state: &AppState,
    actor: &Actor,
    (id, seen): (Uuid, IfMatch),
    asked: Turn,
    command: Command<AutomationRuleReasonRequest>,
    lang: Lang,
) -> AppResult<Reply<AutomationRuleView>> {
    let reason = command.body.reason.trim().to_owned();
    let around = Surroundings::of(state).await?;
    let (row, permit) = writable(state, &around, actor, id, seen).await?;
    require(&row, asked.word())?;
    let now = state.clock.now();
    let mut change = rule::ActiveModel {
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    match asked {
        Turn::Activate => {
            let said = latest(state, &row).await?;
            complete(&said)?;
            around.read_of(state, actor, row.center_id, &said)?;
            let block = last_block(state.db.reader()).await?;
            change.state = set(AutomationRuleState::Active);
            change.active_version = ActiveValue::Set(Some(row.latest_version));
            change.activated_at = ActiveValue::Set(Some(now));
            change.from_block = ActiveValue::Set(Some(block));
            change.scanned_to_id = ActiveValue::Set(None);
            change.pause_code = ActiveValue::Set(None);
            change.pause_reason = ActiveValue::Set(None);
            change.paused_at = ActiveValue::Set(None);
            change.conflict_with_id = ActiveValue::Set(None);
            change.conflict_at = ActiveValue::Set(None);
        }
        Turn::Pause => {
            change.state = set(AutomationRuleState::Paused);
            change.pause_code = ActiveValue::Set(Some("person".to_owned()));
            change.pause_reason = ActiveValue::Set(Some(reason.clone()));
            change.paused_at = ActiveValue::Set(Some(now));
        }
        Turn::Retire => {
            change.state = set(AutomationRuleState::Retired);
            // Its name is free again.
            change.name_key = ActiveValue::Set(id.to_string());
        }
    }
    let entry = Entry::of(state, AuditAction::AutomationRuleTurned)
        .by(actor)
        .on("automation_rule", id)
        .with("turn", asked.word())
        .with("version", row.latest_version);
    let turned = turn::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        rule_id: ActiveValue::Set(id),
        version: ActiveValue::Set(row.latest_version),
        turn: ActiveValue::Set(asked.word().to_owned()),
        reason: ActiveValue::Set(reason),
        turned_by_id: ActiveValue::Set(actor.person_id),
        turned_at: ActiveValue::Set(now),
    };
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::save(tx, permit, id, seen, change).await?;
            repo::insert_turn(tx, turned).await?;
            record(tx, entry).await?;
            answer(&**tx, state, &around, actor, row, lang).await
        })
        .await
}

fn set(state: AutomationRuleState) -> ActiveValue<String> {
    ActiveValue::Set(state.as_str().to_owned())
}

/// A rule acts only with a source and a first day.
fn complete(said: &RuleDefinition) -> AppResult<()> {
    let missing: Vec<_> =
        [("source", said.source.is_none()), ("valid_from", said.valid_from.is_none())]
            .into_iter()
            .filter(|(_, is_missing)| *is_missing)
            .map(|(member, _)| member)
            .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(AppError::from(ErrorCode::AutomationIncomplete).with("missing", missing))
}
