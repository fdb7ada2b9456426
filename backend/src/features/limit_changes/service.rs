//! Reading changes and their lists.

use std::cmp::Reverse;

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::Deserialize;
use uuid::Uuid;

use super::dto::{
    AppliesTo, ChangePurpose, ChangeState, ChangeSubject, LimitChangeFilter, LimitChangeItemFilter,
    LimitChangeItemView, LimitChangeView, LimitEffect, LimitFigures, UnitFigures, UnitKind,
};
use super::entity::{limit_change, limit_change_item};
use super::figures;
use super::retirement::Retirement;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::clocks::ClockKind;
use crate::features::org::directory::Directory;
use crate::features::time_limits::RuleSet;
use crate::features::time_limits::dto::PublishTimeLimitRuleRequest;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;

const CHANGES: &str = "limit_changes:-id";
const ITEMS: &str = "limit_change_items:id";

/// A page of changes, newest first.
pub(super) async fn list(
    state: &AppState,
    filter: &LimitChangeFilter,
    lang: Lang,
) -> AppResult<Page<LimitChangeView>> {
    let db = state.db.reader();
    let mut matching = Condition::all().add(
        limit_change::Column::FinishedAt
            .is_not_null()
            .or(limit_change::Column::Purpose.eq(ChangePurpose::Publication.as_str())),
    );
    if !filter.purpose.is_empty() {
        let words = filter.purpose.iter().map(|purpose| purpose.as_str());
        matching = matching.add(limit_change::Column::Purpose.is_in(words));
    }
    if !filter.subject.is_empty() {
        let words = filter.subject.iter().map(|subject| subject.as_str());
        matching = matching.add(limit_change::Column::Subject.is_in(words));
    }
    let total = match filter.count {
        Some(Count::Exact) => {
            Some(limit_change::Entity::find().filter(matching.clone()).count(db).await?)
        }
        None => None,
    };
    if let Some(cursor) = &filter.cursor {
        let before = Cursor::decode(cursor, CHANGES)?.id;
        matching = matching.add(limit_change::Column::Id.lt(before));
    }
    let most = limit(filter.limit);
    let rows = limit_change::Entity::find()
        .filter(matching)
        .order_by_desc(limit_change::Column::Id)
        .limit(most + 1)
        .all(db)
        .await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let page = Page::cut(rows, most, CHANGES, |row| (None, row.id), |row| row)?;
    let items = page.items.iter().map(|row| view(row, &directory, lang));
    let items = items.collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One change. Unknown: 404.
pub(super) async fn get(state: &AppState, id: Uuid, lang: Lang) -> AppResult<LimitChangeView> {
    let change = find(state, id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    view(&change, &directory, lang)
}

async fn find(state: &AppState, id: Uuid) -> AppResult<limit_change::Model> {
    let found = limit_change::Entity::find_by_id(id).one(state.db.reader()).await?;
    Ok(found.ok_or(ErrorCode::RequestNotFound)?)
}

/// A page of the list of a change, in the order of the cases.
pub(super) async fn items(
    state: &AppState,
    id: Uuid,
    filter: &LimitChangeItemFilter,
    lang: Lang,
) -> AppResult<Page<LimitChangeItemView>> {
    let db = state.db.reader();
    let change = find(state, id).await?;
    let mut matching = Condition::all().add(limit_change_item::Column::LimitChangeId.eq(id));
    if !filter.effect.is_empty() {
        let words = filter.effect.iter().map(|effect| effect.as_str());
        matching = matching.add(limit_change_item::Column::Effect.is_in(words));
    }
    if !filter.unit_id.is_empty() {
        let ids = filter.unit_id.iter().copied();
        matching = matching.add(limit_change_item::Column::UnitId.is_in(ids));
    }
    let total = match filter.count {
        Some(Count::Exact) => {
            Some(limit_change_item::Entity::find().filter(matching.clone()).count(db).await?)
        }
        None => None,
    };
    if let Some(cursor) = &filter.cursor {
        let after = Cursor::decode(cursor, ITEMS)?.id;
        matching = matching.add(limit_change_item::Column::Id.gt(after));
    }
    let most = limit(filter.limit);
    let rows = limit_change_item::Entity::find()
        .filter(matching)
        .order_by_asc(limit_change_item::Column::Id)
        .limit(most + 1)
        .all(db)
        .await?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let rules = state.time_limits.get(&state.db, now).await?;
    let teller = Teller { change: &change, directory: &directory, rules: &rules, lang };
    let page = Page::cut(rows, most, ITEMS, |row| (None, row.id), |row| row)?;
    let items = page.items.iter().map(|row| teller.item(row)).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// A change for people.
pub(super) fn view(
    row: &limit_change::Model,
    directory: &Directory,
    lang: Lang,
) -> AppResult<LimitChangeView> {
    let figures: figures::Figures = serde_json::from_str(&row.figures)?;
    let subject = word(ChangeSubject::parse(&row.subject))?;
    let mut units: Vec<_> = figures
        .units
        .iter()
        .map(|(unit_kind, unit_id, count)| UnitFigures {
            unit_kind: *unit_kind,
            unit_id: *unit_id,
            unit_name: unit_name(directory, *unit_kind, *unit_id),
            figures: figures_of(count),
        })
        .collect();
    units.sort_by_key(|unit| {
        let figures = &unit.figures;
        Reverse((figures.newly_late, figures.moved, figures.matching, figures.open))
    });
    let definition = lang.pick(
        "计数对象为全部未结案件中正在计时（含暂停）的时限；“将超期”指按新版本已届满而原来未届满，\
         “免于超期”相反",
        "counted are the limits that run or stand still in all open cases; newly late: over under \
         the new version and not before; newly saved: the other way round",
    );
    Ok(LimitChangeView {
        id: row.id,
        purpose: word(ChangePurpose::parse(&row.purpose))?,
        subject,
        applies_to: word(AppliesTo::parse(&row.applies_to))?,
        what: what(row, subject, lang),
        rule_id: row.rule_id,
        calendar_version: row.calendar_version,
        reason: row.reason.clone(),
        state: word(ChangeState::parse(&row.state))?,
        definition: definition.to_owned(),
        counting_unit: "limit".to_owned(),
        as_of: row.finished_at.unwrap_or(row.created_at),
        total: figures_of(&figures.total),
        units,
        created_at: row.created_at,
        finished_at: row.finished_at,
    })
}

fn word<T>(parsed: Option<T>) -> AppResult<T> {
    parsed.ok_or_else(|| AppError::internal("an unknown word in a limit change"))
}

fn figures_of(count: &figures::Count) -> LimitFigures {
    LimitFigures {
        open: count.open,
        matching: count.matching,
        matching_cases: count.cases,
        rebased: count.rebased,
        moved: count.moved,
        newly_late: count.newly_late,
        newly_saved: count.newly_saved,
        kept: count.kept,
        unchanged: count.open.saturating_sub(count.moved),
    }
}

fn unit_name(directory: &Directory, kind: UnitKind, id: Uuid) -> String {
    match kind {
        UnitKind::Department => directory.department_name(id),
        UnitKind::Center => directory.centers.get(&id).map(|c| c.name.clone()).unwrap_or_default(),
    }
}

/// What of an imported notice is shown.
#[derive(Deserialize)]
struct Notice {
    version: i32,
    announced_through: chrono::NaiveDate,
}

/// The change in words.
fn what(row: &limit_change::Model, subject: ChangeSubject, lang: Lang) -> String {
    let draft = row.draft.as_deref().unwrap_or_default();
    let said = match subject {
        ChangeSubject::Rule => match Retirement::read(Some(draft)) {
            Some(retirement) => Ok(retirement.sentence(lang)),
            None => serde_json::from_str::<PublishTimeLimitRuleRequest>(draft)
                .map(|draft| draft.sentence(lang)),
        },
        ChangeSubject::Calendar => serde_json::from_str::<Notice>(draft).map(|notice| {
            lang.pick(
                "工作日历第 {version} 版，公布至 {through}",
                "working calendar version {version}, announced through {through}",
            )
            .replace("{version}", &notice.version.to_string())
            .replace("{through}", &notice.announced_through.to_string())
        }),
    };
    said.unwrap_or_default()
}

struct Teller<'a> {
    change: &'a limit_change::Model,
    directory: &'a Directory,
    rules: &'a RuleSet,
    lang: Lang,
}

impl Teller<'_> {
    fn item(&self, row: &limit_change_item::Model) -> AppResult<LimitChangeItemView> {
        let clock = word(ClockKind::parse(&row.clock))?;
        let unit_kind = word(UnitKind::parse(&row.unit_kind))?;
        let effect = word(LimitEffect::parse(&row.effect))?;
        let days: Option<Vec<_>> = row.days.as_deref().map(serde_json::from_str).transpose()?;
        let days = days.unwrap_or_default();
        let days_moved = row
            .old_due_at
            .zip(row.new_due_at)
            .map(|(old, new)| (local_date(new) - local_date(old)).num_days());
        Ok(LimitChangeItemView {
            id: row.id,
            case_no: row.case_no.clone(),
            clock,
            clock_name: clock.name(self.lang).to_owned(),
            unit_kind,
            unit_id: row.unit_id,
            unit_name: unit_name(self.directory, unit_kind, row.unit_id),
            old_due_at: row.old_due_at,
            new_due_at: row.new_due_at,
            days_moved,
            effect,
            why: self.why(row, effect, &days)?,
            days,
        })
    }

    fn why(
        &self,
        row: &limit_change_item::Model,
        effect: LimitEffect,
        days: &[chrono::NaiveDate],
    ) -> AppResult<String> {
        let lang = self.lang;
        if effect == LimitEffect::Kept {
            let kept = lang.pick(
                "已批准或已申请的延期晚于新期限，维持原期限",
                "an extension granted or asked for lies after the new limit; it stays as it is",
            );
            return Ok(kept.to_owned());
        }
        let subject = word(ChangeSubject::parse(&self.change.subject))?;
        let new = what(self.change, subject, lang);
        Ok(match subject {
            ChangeSubject::Rule if Retirement::read(self.change.draft.as_deref()).is_some() => new,
            ChangeSubject::Rule => {
                let old = self.rules.get(row.from_rule_id).map(|rule| rule.sentence(lang));
                format!("{} → {new}", old.unwrap_or_default())
            }
            ChangeSubject::Calendar => {
                let days: Vec<_> = days.iter().map(ToString::to_string).collect();
                lang.pick(
                    "日历第 {old} 版 → {new}：{days} 的安排有变化",
                    "calendar version {old} → {new}: it differs on {days}",
                )
                .replace("{old}", &row.from_calendar_version.to_string())
                .replace("{new}", &new)
                .replace("{days}", &days.join(lang.pick("、", ", ")))
            }
        })
    }
}
