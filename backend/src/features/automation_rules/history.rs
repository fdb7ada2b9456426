//! The versions of a rule, each with what it changed and what was decided about it.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::definition::{self, Trusting};
use super::dto::{RuleChange, RuleDefinition, RuleTurn, RuleVersionFilter, RuleVersionView};
use super::entity::{turn, version};
use super::live::stored;
use super::repo;
use super::service::Surroundings;
use super::words::Names;
use crate::app::AppState;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Cursor, Page, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor};

/// The only order of the list, in its cursors.
const ORDER: &str = "automation_rule_versions:-version";

/// A page of the versions of a rule, newest first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &RuleVersionFilter,
    lang: Lang,
) -> AppResult<Page<RuleVersionView>> {
    let db = state.db.reader();
    let around = Surroundings::of(state).await?;
    let rule = repo::find(db, &around.reach(actor, Action::AutomationRead), id).await?;
    let most = limit(filter.limit);
    let mut before = None;
    if let Some(cursor) = filter.cursor.as_deref() {
        let key = Cursor::decode(cursor, ORDER)?.key.and_then(|key| key.parse::<i32>().ok());
        before = Some(key.ok_or(ErrorCode::RequestInvalidCursor)?);
    }
    let before = before.map(|number| version::Column::Version.lt(number));
    let all = repo::count_versions(db, rule.id);
    let total = counted(filter.count, all).await?;
    // One more than a page, which also says what the last one changed.
    let found = version::Entity::find()
        .filter(version::Column::RuleId.eq(rule.id))
        .filter(Condition::all().add_option(before))
        .order_by_desc(version::Column::Version)
        .limit(most + 1)
        .all(db)
        .await?;
    let turns = turns(db, rule.id).await?;
    let people = found.iter().map(|row| row.changed_by_id);
    let people = people.chain(turns.iter().map(|turn| turn.turned_by_id));
    let names = personnel::repo::list_names(db, people).await?;
    let person = |id: Uuid| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    let words = around.names(lang);
    let mut changed = HashMap::new();
    for (at, row) in found.iter().enumerate() {
        let earlier = found.get(at + 1);
        changed.insert(row.version, changes(&words, earlier, row)?);
    }
    let at = |row: &version::Model| (Some(row.version.to_string()), row.id);
    let page = Page::cut(found, most, ORDER, at, |row| row)?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let of_version = turns.iter().filter(|turn| turn.version == row.version);
        items.push(RuleVersionView {
            id: row.id,
            version: row.version,
            definition: stored(&row)?,
            changes: changed.remove(&row.version).unwrap_or_default(),
            turns: of_version
                .map(|turn| RuleTurn {
                    turn: turn.turn.clone(),
                    reason: turn.reason.clone(),
                    by: person(turn.turned_by_id),
                    at: turn.turned_at,
                })
                .collect(),
            changed_by: person(row.changed_by_id),
            reason: row.reason,
            created_at: row.created_at,
            name: row.name,
        });
    }
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

async fn turns(db: &impl ConnectionTrait, rule_id: Uuid) -> AppResult<Vec<turn::Model>> {
    Ok(turn::Entity::find()
        .filter(turn::Column::RuleId.eq(rule_id))
        .order_by_asc(turn::Column::Id)
        .all(db)
        .await?)
}

type Said = (&'static str, Option<String>);

/// Every member of a version in words.
fn said(words: &Names<'_>, row: &version::Model) -> AppResult<[Said; 7]> {
    let said: RuleDefinition = stored(row)?;
    let read = definition::read(&said, &Trusting)?;
    Ok([
        ("name", Some(row.name.clone())),
        ("source", said.source),
        ("trigger", Some(words.trigger(&read.trigger))),
        ("condition", Some(words.condition(&read.condition))),
        ("actions", Some(words.acts(&read.acts))),
        ("valid_from", said.valid_from.map(|day| day.to_string())),
        ("valid_to", said.valid_to.map(|day| day.to_string())),
    ])
}

/// What `row` says otherwise than the version before; all of it in the first one.
fn changes(
    words: &Names<'_>,
    earlier: Option<&version::Model>,
    row: &version::Model,
) -> AppResult<Vec<RuleChange>> {
    let after = said(words, row)?;
    let before = match earlier {
        Some(earlier) => said(words, earlier)?,
        None if row.version > 1 => return Ok(Vec::new()),
        None => after.clone().map(|(member, _)| (member, None)),
    };
    let pairs = before.into_iter().zip(after);
    let changed = pairs.filter(|((_, before), (_, after))| before != after);
    let change =
        |((member, before), (_, after)): (Said, Said)| RuleChange { member, before, after };
    Ok(changed.map(change).collect())
}
