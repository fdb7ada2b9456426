//! The rounds of the rules: over the ledger for those that follow events, over limits and statuses
//! for those that keep time. At least once; a fact that was acted on is known by its run.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue, ColumnTrait as _, Condition as Cond, ConnectionTrait, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::candidates::{self, Wanted};
use super::entity::{cursor, run};
use super::live::{self, LiveRule};
use super::predicate::predicate;
use super::retries::{self, PutOff};
use super::runner::{self, Fact, Occasion, Ran, Round};
use super::trigger::Trigger;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::entity::event;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::{change_of, rule_of};
use crate::features::events::follow::last_block;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Blocks of the ledger looked at in one round.
const MOST_BLOCKS: i64 = 20;
/// Cases looked at for one rule in one round.
const MOST: u64 = 200;
/// The place in the ledger up to which events have been followed.
const LEDGER: &str = "ledger";

/// Runs the rules that follow events over the blocks sealed since. A block is sealed after its
/// events are stored, so none is passed over, whoever wrote it.
pub async fn follow_ledger(state: Arc<AppState>) -> AppResult<u64> {
    let mut rules = live::load(&state).await?;
    rules.retain(|rule| matches!(rule.definition.trigger, Trigger::Event(_)));
    let Some(first) = rules.iter().map(|rule| rule.from_block).min() else { return Ok(0) };
    let db = state.db.reader();
    let known = cursor::Entity::find_by_id(LEDGER).one(db).await?;
    let from = known.map_or(first, |cursor| cursor.block_no.max(first));
    let to = last_block(db).await?.min(from + MOST_BLOCKS);
    if from >= to {
        return Ok(0);
    }
    let round = Round::of(&state).await?;
    let mut ran = 0;
    for block_no in from + 1..=to {
        let mut put_off = Vec::new();
        for event in events(db, block_no, &rules).await? {
            ran += follow(&state, &round, &mut rules, block_no, &event, &mut put_off).await;
        }
        let now = state.clock.now();
        let done = async |tx: &Tx| {
            retries::keep(tx, &state.ids, &put_off, now).await?;
            moved(tx, block_no, now).await
        };
        state.db.write(done).await?;
    }
    Ok(ran)
}

/// Looks again at what was put off. What a version of a rule was to look at that is no longer in
/// force is said in its log.
pub async fn try_again(state: Arc<AppState>) -> AppResult<u64> {
    let due = retries::due(state.db.reader(), state.clock.now(), MOST).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let rules = live::load(&state).await?;
    let round = Round::of(&state).await?;
    let (mut ran, mut paused) = (0, HashSet::new());
    for row in &due {
        let occasion = retries::occasion(row);
        let rule = rules.iter().find(|rule| {
            (rule.id, rule.version) == (row.rule_id, row.rule_version)
                // What happened before it was let go on is not its matter.
                && row.created_at >= rule.activated_at
                && !paused.contains(&rule.id)
        });
        let Some(rule) = rule else {
            let dropped = async |tx: &Tx| {
                let version = (row.rule_id, row.rule_version);
                runner::dropped(&state, tx, version, &occasion).await?;
                retries::done(tx, row.id).await
            };
            state.db.write(dropped).await?;
            continue;
        };
        let done = runner::run(&state, &round, rule, &occasion).await;
        match &done {
            Ok(Ran::Now) => ran += 1,
            Ok(Ran::Paused) => {
                paused.insert(rule.id);
            }
            Ok(Ran::Passed | Ran::Before) => {}
            Err(error) => {
                let (case_id, tries) = (row.case_id, row.tries);
                tracing::warn!(%error, rule.id = %rule.id, case.id = %case_id, tries, "put off");
            }
        }
        let noted = async |tx: &Tx| match &done {
            Ok(_) => retries::done(tx, row.id).await,
            Err(error) => retries::again(tx, row, error.code(), state.clock.now()).await,
        };
        state.db.write(noted).await?;
    }
    Ok(ran)
}

/// The events of a block that some rule follows.
async fn events(
    db: &impl ConnectionTrait,
    block_no: i64,
    rules: &[LiveRule],
) -> AppResult<Vec<event::Model>> {
    let kinds: HashSet<_> = rules
        .iter()
        .filter_map(|rule| match &rule.definition.trigger {
            Trigger::Event(kinds) => Some(kinds),
            Trigger::Limit { .. } | Trigger::Standing { .. } => None,
        })
        .flatten()
        .map(|kind| kind.ledger_kind())
        .collect();
    Ok(event::Entity::find()
        .filter(event::Column::BlockNo.eq(block_no))
        .filter(event::Column::Kind.is_in(kinds))
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?)
}

async fn follow(
    state: &AppState,
    round: &Round,
    rules: &mut Vec<LiveRule>,
    block_no: i64,
    event: &event::Model,
    put_off: &mut Vec<PutOff>,
) -> u64 {
    let (by, change) = (rule_of(event), change_of(event));
    let occasion = Occasion {
        case_id: event.case_id,
        fact: Fact { kind: event.kind.clone(), id: event.id, at: event.at },
        depth: by.as_ref().map_or(1, |by| by.depth.saturating_add(1)),
        after_rule: by.as_ref().map(|by| by.id),
    };
    let follows = |rule: &LiveRule| {
        let Trigger::Event(kinds) = &rule.definition.trigger else { return false };
        kinds.iter().any(|kind| kind.is(&event.kind, change.as_ref()))
            && block_no > rule.from_block
            && event.recorded_at >= rule.activated_at
            // However late it is looked at: what happened before its first day is not its matter.
            && rule.definition.is_valid_on(local_date(event.recorded_at))
            // What a rule did itself is no reason to do it again.
            && occasion.after_rule != Some(rule.id)
    };
    let (mut ran, mut paused) = (0, HashSet::new());
    for rule in rules.iter().filter(|rule| follows(rule)) {
        match runner::run(state, round, rule, &occasion).await {
            Ok(Ran::Now) => ran += 1,
            Ok(Ran::Paused) => {
                paused.insert(rule.id);
            }
            Ok(Ran::Passed | Ran::Before) => {}
            // One that has to wait must not hold up all others, and must not be lost.
            Err(error) => {
                let case_id = event.case_id;
                tracing::warn!(%error, rule.id = %rule.id, case.id = %case_id, "put off");
                put_off.push(PutOff::of(rule, &occasion, error.code()));
            }
        }
    }
    rules.retain(|rule| !paused.contains(&rule.id));
    ran
}

async fn moved(tx: &Tx, block_no: i64, now: DateTime<Utc>) -> AppResult<()> {
    let row = cursor::ActiveModel {
        name: ActiveValue::Set(LEDGER.to_owned()),
        block_no: ActiveValue::Set(block_no),
        moved_at: ActiveValue::Set(now),
    };
    let kept = OnConflict::column(cursor::Column::Name)
        .update_columns([cursor::Column::BlockNo, cursor::Column::MovedAt])
        .to_owned();
    cursor::Entity::insert(row).on_conflict(kept).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Runs the rules that keep time on the cases whose moment has come.
pub async fn keep_time(state: Arc<AppState>) -> AppResult<u64> {
    let mut rules = live::load(&state).await?;
    rules.retain(|rule| !matches!(rule.definition.trigger, Trigger::Event(_)));
    if rules.is_empty() {
        return Ok(0);
    }
    let round = Round::of(&state).await?;
    let mut ran = 0;
    for rule in &rules {
        match keep(&state, &round, rule).await {
            Ok(done) => ran += done,
            // One that cannot be helped must not hold up all others.
            Err(error) => tracing::error!(%error, rule.id = %rule.id, "rule passed over"),
        }
    }
    Ok(ran)
}

async fn keep(state: &AppState, round: &Round, rule: &LiveRule) -> AppResult<u64> {
    let mut ran = 0;
    for occasion in due(state, &round.ground, rule).await? {
        match runner::run(state, round, rule, &occasion).await {
            Ok(Ran::Now) => ran += 1,
            Ok(Ran::Paused) => break,
            Ok(Ran::Passed | Ran::Before) => {}
            // Others act on the case just now, or the database cannot serve; it is found again.
            Err(error) => {
                let case_id = occasion.case_id;
                tracing::warn!(%error, rule.id = %rule.id, case.id = %case_id, "put off");
            }
        }
    }
    Ok(ran)
}

/// What `rule` has to look at now.
async fn due(state: &AppState, ground: &Ground, rule: &LiveRule) -> AppResult<Vec<Occasion>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let condition = predicate(&rule.definition.condition, now);
    let wanted = Wanted {
        trigger: &rule.definition.trigger,
        rows: Cond::all().add(rule.scope().condition()).add(condition),
        calendar: ground.keeper.calendar(),
        now,
        most: MOST,
    };
    let found = match wanted.trigger {
        Trigger::Event(_) => Vec::new(),
        Trigger::Limit { clock, .. } => {
            candidates::limits(db, &wanted, *clock, Some((rule.id, rule.version))).await?
        }
        Trigger::Standing { status, .. } => {
            let after = rule.scanned_to_id;
            let (found, last) = candidates::standing(db, &wanted, *status, after).await?;
            if last != after {
                runner::scanned(state, rule.id, last).await?;
            }
            let known = ran(db, rule, found.iter().map(|due| due.case_id)).await?;
            found.into_iter().filter(|due| !known.contains(&due.fact.id)).collect()
        }
    };
    let occasions = found.into_iter().map(|due| Occasion {
        case_id: due.case_id,
        fact: due.fact,
        depth: 1,
        after_rule: None,
    });
    Ok(occasions.collect())
}

/// The facts about these cases for which this version of the rule ran.
async fn ran(
    db: &impl ConnectionTrait,
    rule: &LiveRule,
    cases: impl Iterator<Item = Uuid>,
) -> AppResult<HashSet<Uuid>> {
    let facts: Vec<Uuid> = run::Entity::find()
        .select_only()
        .column(run::Column::FactId)
        .filter(run::Column::RuleId.eq(rule.id))
        .filter(run::Column::RuleVersion.eq(rule.version))
        .filter(run::Column::CaseId.is_in(cases))
        .into_tuple()
        .all(db)
        .await?;
    Ok(facts.into_iter().collect())
}
