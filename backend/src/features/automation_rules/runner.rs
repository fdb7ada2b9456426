//! One rule, one case, one fact: what the rule does, once, and the row that says so.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::acting::{self, Act};
use super::condition::Facts;
use super::dto::{AutomationRuleState, RunOutcome, SkipReason};
use super::entity::{rule, run};
use super::field::ConditionField;
use super::live::LiveRule;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::entity::event;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::repo::{self, Loaded};
use crate::features::notices::by_rule::Telling;
use crate::features::notices::seats::Seats;
use crate::features::notices::tell;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Permit;

/// What a rule looks at a case for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The kind of the event, or `limit`, or `standing`.
    pub kind: String,
    /// The event or the clock.
    pub id: Uuid,
    /// When the event happened, or the limit ends.
    pub at: DateTime<Utc>,
}

/// For whom a rule runs.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// The case.
    pub case_id: Uuid,
    /// For what.
    pub fact: Fact,
    /// How many rules stand between it and what a person or the time did, itself included.
    pub depth: u16,
    /// The rule whose event it is, where a rule made it.
    pub after_rule: Option<Uuid>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// The rule does not match the case.
    Passed,
    /// It ran for this fact before.
    Before,
    /// There is a new row in the log.
    Now,
    /// There is, and the rule is paused from now on.
    Paused,
}

/// What the runs of one round look at.
pub struct Round {
    /// Organisation, codes, rules and calendars.
    pub ground: Ground,
    /// Who holds which post: read when the first rule has something to tell.
    seats: OnceCell<Seats>,
}

impl Round {
    /// As of now.
    pub async fn of(state: &AppState) -> AppResult<Self> {
        Ok(Self { ground: Ground::of(state).await?, seats: OnceCell::new() })
    }

    /// What telling looks at, for a rule that tells somebody.
    async fn telling(&self, state: &AppState, rule: &LiveRule) -> AppResult<Option<Telling<'_>>> {
        if !rule.definition.acts.iter().any(|act| matches!(act, Act::Notify(_))) {
            return Ok(None);
        }
        let today = local_date(state.clock.now());
        let load = || Seats::load(state.db.reader(), &self.ground.directory, today);
        let seats = self.seats.get_or_try_init(load).await?;
        Ok(Some(Telling { seats, telling: tell::Telling::of(state).await? }))
    }
}

/// A rule on an occasion, and all it is run with.
#[derive(Clone, Copy)]
struct Running<'a> {
    state: &'a AppState,
    ground: &'a Ground,
    telling: Option<&'a Telling<'a>>,
    rule: &'a LiveRule,
    occasion: &'a Occasion,
}

/// Runs `rule`. Whoever changed the case in the meantime comes first; then it is tried once more.
/// An error is no refusal: it says that the database could not serve, or that others were quicker
/// twice, and that the occasion has to be looked at again.
pub async fn run(
    state: &AppState,
    round: &Round,
    rule: &LiveRule,
    occasion: &Occasion,
) -> AppResult<Ran> {
    let error = match tried(state, round, rule, occasion).await {
        Ok(ran) => return Ok(ran),
        Err(error) => error,
    };
    let code = error.code();
    if matches!(code, ErrorCode::ServerBusy | ErrorCode::CaseStaleVersion) {
        return Err(error);
    }
    // One that cannot be helped is told in the log, and tried no more.
    tracing::error!(%error, rule.id = %rule.id, case.id = %occasion.case_id, "rule failed");
    let broken =
        Came { outcome: RunOutcome::Refused, code: Some(code.as_str().to_owned()), events: 0 };
    let row = row(state, (rule.id, rule.version), occasion, &broken, Cost::default());
    state.db.write(async |tx: &Tx| insert(tx, permit(), row.clone()).await).await?;
    Ok(Ran::Now)
}

/// Says in the log that a version of a rule that was to look again is no longer in force.
pub(super) async fn dropped(
    state: &AppState,
    tx: &Tx,
    version: (Uuid, i32),
    occasion: &Occasion,
) -> AppResult<()> {
    let (rule_id, rule_version) = version;
    if ran_before(tx, (rule_id, rule_version), occasion).await? {
        return Ok(());
    }
    let skipped = Came::skipped(SkipReason::NotInForce);
    insert(tx, permit(), row(state, version, occasion, &skipped, Cost::default())).await
}

async fn tried(
    state: &AppState,
    round: &Round,
    rule: &LiveRule,
    occasion: &Occasion,
) -> AppResult<Ran> {
    if !matches(state, rule, occasion.case_id).await? {
        return Ok(Ran::Passed);
    }
    let telling = round.telling(state, rule).await?;
    let telling = telling.as_ref();
    let running = Running { state, ground: &round.ground, telling, rule, occasion };
    let attempt = async || state.db.write(async |tx: &Tx| Box::pin(running.once(tx)).await).await;
    match attempt().await {
        Err(error) if error.code() == ErrorCode::CaseStaleVersion => attempt().await,
        ran => ran,
    }
}

/// A look before a transaction is begun, which most cases do not need.
async fn matches(state: &AppState, rule: &LiveRule, case_id: Uuid) -> AppResult<bool> {
    let db = state.db.reader();
    match repo::find(db, &rule.scope(), case_id).await {
        Ok(row) => {
            let case = repo::load(db, row).await?;
            holds(db, rule, &case, state.clock.now()).await
        }
        Err(error) if error.code() == ErrorCode::RequestNotFound => Ok(false),
        Err(error) => Err(error),
    }
}

async fn holds(
    db: &impl ConnectionTrait,
    rule: &LiveRule,
    case: &Loaded,
    at: DateTime<Utc>,
) -> AppResult<bool> {
    let condition = &rule.definition.condition;
    let asks = condition.names(ConditionField::IsReopened);
    let is_reopened = asks && was_reopened(db, case.row.id).await?;
    let assists = case.state.assist_department_ids();
    Ok(condition.holds(&Facts { row: &case.row, assists: &assists, is_reopened, at }))
}

/// Whether a case was ever reopened.
pub async fn was_reopened(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<bool> {
    let found = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.eq("reopened"))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// What a run took.
#[derive(Clone, Copy, Default)]
struct Cost {
    statements: u64,
    duration: TimeDelta,
}

struct Came {
    outcome: RunOutcome,
    code: Option<String>,
    events: usize,
}

impl Came {
    fn skipped(reason: SkipReason) -> Self {
        let code = Some(reason.as_str().to_owned());
        Self { outcome: RunOutcome::Skipped, code, events: 0 }
    }
}

impl Running<'_> {
    async fn once(self, tx: &Tx) -> AppResult<Ran> {
        let Self { state, rule, occasion, .. } = self;
        let (started, before) = (state.clock.now(), state.db.statements());
        let found = match repo::find_for_update(tx, &rule.scope(), occasion.case_id).await {
            Ok(found) => found,
            Err(error) if error.code() == ErrorCode::RequestNotFound => return Ok(Ran::Passed),
            Err(error) => return Err(error),
        };
        if ran_before(tx, (rule.id, rule.version), occasion).await? {
            return Ok(Ran::Before);
        }
        let case = repo::load(&**tx, found).await?;
        if !holds(&**tx, rule, &case, started).await? {
            return Ok(Ran::Passed);
        }
        let came = self.act(tx, case).await?;
        let cost = Cost {
            statements: state.db.statements().saturating_sub(before),
            duration: state.clock.now() - started,
        };
        insert(tx, permit(), row(state, (rule.id, rule.version), occasion, &came, cost)).await?;
        let code = came.code.as_deref();
        if code == Some(SkipReason::ChainTooDeep.as_str())
            && let Some(other) = occasion.after_rule
        {
            flag(tx, permit(), rule.id, other, state.clock.now()).await?;
        }
        if code == Some(SkipReason::HourlyCap.as_str()) {
            let most = state.config.automation.runs_per_hour;
            pause(tx, permit(), rule.id, most, state.clock.now()).await?;
            return Ok(Ran::Paused);
        }
        Ok(Ran::Now)
    }

    /// Stopped before anything is tried, or what the actions come to, which is stored.
    async fn act(self, tx: &Tx, case: Loaded) -> AppResult<Came> {
        let Self { state, ground, telling, rule, occasion } = self;
        if occasion.depth > state.config.automation.chain_depth {
            return Ok(Came::skipped(SkipReason::ChainTooDeep));
        }
        if is_capped(state, tx, rule).await? {
            return Ok(Came::skipped(SkipReason::HourlyCap));
        }
        let (acts, by) = (&rule.definition.acts, rule.by(occasion.depth));
        let past = acting::past_orders(&**tx, acts, &[occasion.case_id]).await?;
        let now = state.clock.now();
        let mentions = Mentions::of(&repo::parties(&**tx, occasion.case_id).await?);
        let prepared = acting::prepare((state, ground), (case, mentions), &by, acts, &past, now)?;
        if let Some(code) = prepared.refusal() {
            let code = Some(code.to_owned());
            return Ok(Came { outcome: RunOutcome::Refused, code, events: 0 });
        }
        if let Some(reason) = acting::skip(&prepared.came) {
            return Ok(Came::skipped(reason));
        }
        let events = prepared.events();
        let fact = &occasion.fact;
        // Whatever the version: the same person is told once of the same fact.
        let fact_key = format!("rule:{}:{}:{}", rule.id, fact.id, fact.at.timestamp_micros());
        let told = prepared.carry_out((state, tx), ground, &by, telling, &fact_key).await?;
        if events == 0 && told == 0 {
            return Ok(Came::skipped(SkipReason::NobodyToTell));
        }
        Ok(Came { outcome: RunOutcome::Done, code: None, events })
    }
}

/// Whether the rule did as much in the last hour as it may.
async fn is_capped(state: &AppState, tx: &Tx, rule: &LiveRule) -> AppResult<bool> {
    let tried = [RunOutcome::Done, RunOutcome::Refused].map(RunOutcome::as_str);
    let runs = run::Entity::find()
        .filter(run::Column::RuleId.eq(rule.id))
        .filter(run::Column::RanAt.gt(state.clock.now() - TimeDelta::hours(1)))
        // Activated again by a person, it begins anew.
        .filter(run::Column::RanAt.gte(rule.activated_at))
        .filter(run::Column::Outcome.is_in(tried))
        .count(&**tx)
        .await?;
    Ok(runs >= state.config.automation.runs_per_hour.into())
}

fn permit() -> Permit {
    Permit::system("automation run")
}

fn row(
    state: &AppState,
    (rule_id, rule_version): (Uuid, i32),
    occasion: &Occasion,
    came: &Came,
    cost: Cost,
) -> run::Model {
    let Occasion { case_id, fact, depth, .. } = occasion;
    run::Model {
        id: state.ids.next(),
        rule_id,
        rule_version,
        case_id: *case_id,
        fact_kind: fact.kind.clone(),
        fact_id: fact.id,
        fact_at: fact.at,
        depth: i32::from(*depth),
        outcome: came.outcome.as_str().to_owned(),
        code: came.code.clone(),
        events: i32::try_from(came.events).unwrap_or(i32::MAX),
        statements: i32::try_from(cost.statements).unwrap_or(i32::MAX),
        duration_ms: cost.duration.num_milliseconds(),
        ran_at: state.clock.now(),
    }
}

/// Whether this version of the rule ran on the case for this fact. The case is held meanwhile.
async fn ran_before(
    tx: &Tx,
    (rule_id, rule_version): (Uuid, i32),
    occasion: &Occasion,
) -> AppResult<bool> {
    let found = run::Entity::find()
        .filter(run::Column::RuleId.eq(rule_id))
        .filter(run::Column::RuleVersion.eq(rule_version))
        .filter(run::Column::CaseId.eq(occasion.case_id))
        .filter(run::Column::FactId.eq(occasion.fact.id))
        .filter(run::Column::FactAt.eq(occasion.fact.at))
        .count(&**tx)
        .await?;
    Ok(found > 0)
}

/// Keeps a run.
async fn insert(tx: &Tx, permit: Permit, row: run::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), rule.id = %row.rule_id, "automation run");
    let mut active = row.into_active_model();
    for column in <run::Column as sea_orm::Iterable>::iter() {
        active.reset(column);
    }
    run::Entity::insert(active).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Two rules that undo each other are shown to whoever may change them.
async fn flag(
    tx: &Tx,
    permit: Permit,
    one: Uuid,
    other: Uuid,
    now: DateTime<Utc>,
) -> AppResult<()> {
    tracing::warn!(permit = permit.action(), rule.id = %one, other.id = %other, "rules in conflict");
    for (id, with) in [(one, other), (other, one)] {
        rule::Entity::update_many()
            .col_expr(rule::Column::ConflictWithId, Expr::value(with))
            .col_expr(rule::Column::ConflictAt, Expr::value(now))
            .filter(rule::Column::Id.eq(id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// A rule that runs away stands still until a person lets it go on.
async fn pause(tx: &Tx, permit: Permit, id: Uuid, most: u32, now: DateTime<Utc>) -> AppResult<()> {
    tracing::warn!(permit = permit.action(), rule.id = %id, "rule paused: too many runs");
    rule::Entity::update_many()
        .col_expr(rule::Column::State, Expr::value(AutomationRuleState::Paused.as_str()))
        .col_expr(rule::Column::PauseCode, Expr::value(SkipReason::HourlyCap.as_str()))
        .col_expr(rule::Column::PauseReason, Expr::value(most.to_string()))
        .col_expr(rule::Column::PausedAt, Expr::value(now))
        .col_expr(rule::Column::UpdatedAt, Expr::value(now))
        .col_expr(rule::Column::RowVersion, Expr::col(rule::Column::RowVersion).add(1))
        .filter(rule::Column::Id.eq(id))
        .filter(rule::Column::State.eq(AutomationRuleState::Active.as_str()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// How far the round over standing cases has come.
pub(super) async fn scanned(state: &AppState, id: Uuid, to: Option<Uuid>) -> AppResult<()> {
    state
        .db
        .write(async |tx: &Tx| {
            tracing::trace!(permit = permit().action(), rule.id = %id, "scanned");
            rule::Entity::update_many()
                .col_expr(rule::Column::ScannedToId, Expr::value(to))
                .filter(rule::Column::Id.eq(id))
                .exec(&**tx)
                .await?;
            Ok(())
        })
        .await
}
