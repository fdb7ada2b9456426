//! Once a day: what the last whole weeks and the last whole month leave to ask.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::entry_times::{Asked, of_month, of_weeks};
use super::facts::QuestionFacts;
use super::kind::QuestionKind;
use super::raise::{Raised, raise};
use super::rules::QuestionRules;
use super::silence::{Counted, WorkingDays, silent};
use super::units::{Unit, Units};
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::{
    FIRST_DAY, date_of, day_number, local_date, start_of_day,
};
use crate::features::cases::entity::case;
use crate::features::reports::figures::Month;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Asks the units about the windows that are over; a fact that was asked about is not asked again.
pub async fn ask(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let today = local_date(now);
    let Some(rules) = QuestionRules::on(QuestionRules::shipped()?, today) else { return Ok(0) };
    let directory = state.directory.get(&state.db, now).await?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let units = Units::load(state.db.reader(), &directory).await?;
    let Some(block) = last_block(today, rules.block_days) else { return Ok(0) };
    let mut raised = silences(&state, &units, &calendar, &rules, block).await?;
    raised.extend(weeks(&state, &units, &calendar, &rules, block).await?);
    raised.extend(month(&state, &units, &rules, today).await?);
    if raised.is_empty() {
        return Ok(0);
    }
    let work = async |tx: &Tx| {
        let permit = Permit::system("questions.ask");
        raise(&state, tx, &permit, raised).await
    };
    state.db.write(work).await
}

/// The last window of weeks that is over: its first day, and the day after it. Windows follow one
/// another from the first Monday the calendar knows, so that none is looked at in two ways.
fn last_block(today: NaiveDate, days: u32) -> Option<(NaiveDate, NaiveDate)> {
    let length = i64::from(days.max(1));
    let past = (day_number(today) - FIRST_DAY).div_euclid(length) * length + FIRST_DAY;
    Some((date_of(past - length)?, date_of(past)?))
}

/// A question to a unit about a window from a day to the day before another.
fn question(
    (key, unit): (Uuid, &Unit),
    (from, until): (NaiveDate, NaiveDate),
    (kind, facts): Asked,
) -> Raised {
    Raised {
        kind,
        fact_key: format!("{}:{key}:{from}:{until}", kind.as_str()),
        center_id: unit.center_id,
        region_code: unit.region_code.clone(),
        department_id: unit.department_id,
        region_id: unit.region_id,
        item_id: None,
        window: (from, until.pred_opt().unwrap_or(from)),
        facts,
    }
}

async fn silences(
    state: &AppState,
    units: &Units,
    calendar: &Calendar,
    rules: &QuestionRules,
    (from, until): (NaiveDate, NaiveDate),
) -> AppResult<Vec<Raised>> {
    let db = state.db.reader();
    let before = TimeDelta::days(i64::from(rules.block_days) * i64::from(rules.history_blocks));
    let start = from - before;
    let now = units.counted(db, (from, until)).await?;
    let past = units.counted(db, (start, from)).await?;
    let count =
        |map: &std::collections::HashMap<Uuid, u32>, key: &Uuid| map.get(key).copied().unwrap_or(0);
    let counted: Vec<_> = units
        .all
        .iter()
        .map(|(key, unit)| Counted {
            unit: *key,
            peers: unit.peers(),
            is_settled: unit.since < start_of_day(from),
            before: count(&past, key),
            now: count(&now, key),
        })
        .collect();
    let working = |from: NaiveDate, until: NaiveDate| {
        let eve = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let days = calendar.working_days_between(eve(from), eve(until));
        u32::try_from(days).unwrap_or(0)
    };
    let days = WorkingDays { now: working(from, until), before: working(start, from) };
    let asked = silent(&counted, days, &rules.silence).into_iter().filter_map(|one| {
        let unit = units.all.get(&one.unit)?;
        let expected_tenths = Some(one.expected_tenths);
        let facts = QuestionFacts { count: one.count, expected_tenths, ..QuestionFacts::default() };
        Some(question((one.unit, unit), (from, until), (QuestionKind::Silence, facts)))
    });
    Ok(asked.collect())
}

async fn weeks(
    state: &AppState,
    units: &Units,
    calendar: &Calendar,
    rules: &QuestionRules,
    block: (NaiveDate, NaiveDate),
) -> AppResult<Vec<Raised>> {
    // By when they were recorded: what is entered late was registered in a window long past.
    let entries = units.entries(state.db.reader(), case::Column::CreatedAt, block).await?;
    let asked = units.all.iter().flat_map(|(key, unit)| {
        let entries = entries.get(key).map(Vec::as_slice).unwrap_or_default();
        let asked = of_weeks(entries, rules, |day| calendar.is_working(day));
        asked.into_iter().map(move |one| question((*key, unit), block, one))
    });
    Ok(asked.collect())
}

async fn month(
    state: &AppState,
    units: &Units,
    rules: &QuestionRules,
    today: NaiveDate,
) -> AppResult<Vec<Raised>> {
    let until = Month::of(today).first();
    let from = Month::of(today).before().first();
    let Some(last) = until.pred_opt() else { return Ok(Vec::new()) };
    let entries =
        units.entries(state.db.reader(), case::Column::RegisteredAt, (from, until)).await?;
    let asked = units.all.iter().filter_map(|(key, unit)| {
        let asked = of_month(entries.get(key)?, last, rules)?;
        Some(question((*key, unit), (from, until), asked))
    });
    Ok(asked.collect())
}
