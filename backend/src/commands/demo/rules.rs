//! Rules of the demo county: two that act on what happens from the day of the demo on, and a draft.
//! They follow rare events, so that nobody who tries the demo finds a case changed under their hands.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::county::{COUNTY, County};
use crate::app::AppState;
use crate::features::automation_rules::enter::{NewRule, enter};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Permit, Role};

/// Enters the rules; the active ones act on nothing that happened until `end`.
pub(super) async fn tell(
    state: &AppState,
    tx: &Tx,
    county: &County,
    end: DateTime<Utc>,
) -> AppResult<()> {
    let director = county
        .staff
        .iter()
        .find(|actor| {
            actor.role == Role::CenterDirector && actor.region_code.as_deref() == Some(COUNTY)
        })
        .ok_or_else(|| AppError::internal("a county without a director"))?;
    let center_id = director.center_id.ok_or_else(|| AppError::internal("no centre"))?;
    for (name, definition, is_active) in all() {
        let since = end + TimeDelta::hours(1);
        let rule = NewRule {
            center_id,
            name: name.to_owned(),
            definition: serde_json::from_value(definition)?,
            by_id: director.person_id,
            at: end - TimeDelta::days(3),
            active: is_active.then(|| (since, "经主任会议研究同意".to_owned())),
        };
        enter(state, tx, Permit::system("demo county"), rule).await?;
    }
    Ok(())
}

fn all() -> [(&'static str, Value, bool); 3] {
    let at_least = |field: &str, number: i64| {
        json!({ "kind": "all", "of": [
            { "kind": "test", "field": field, "op": "ge", "number": number },
        ] })
    };
    [
        (
            "群体性事项提级",
            json!({
                "source": "清和县矛盾纠纷分级办法（示例）第八条",
                "trigger": { "kind": "event", "events": ["classified"] },
                "condition": at_least("people_count", 10),
                "actions": [
                    { "kind": "set_level", "level": "difficult" },
                    { "kind": "note", "role": "supervisor", "text": "涉及十人以上，请关注" },
                ],
                "valid_from": "2026-01-01",
            }),
            true,
        ),
        (
            "大额事项报主任",
            json!({
                "source": "清和县综治中心工作规程（示例）第十五条",
                "trigger": { "kind": "event", "events": ["registered"] },
                "condition": at_least("amount_fen", 50_000_000),
                "actions": [
                    { "kind": "note", "role": "center_director", "text": "涉及金额五十万元以上" },
                ],
                "valid_from": "2026-01-01",
            }),
            true,
        ),
        (
            "办理到期前一个工作日提醒",
            json!({
                "trigger": { "kind": "limit", "clock": "handling", "side": "before", "amount": 1,
                    "unit": "working_days", "in_working_hours": true },
                "condition": { "kind": "all", "of": [
                    { "kind": "test", "field": "level", "op": "in",
                        "values": ["complex", "difficult"] },
                ] },
                "actions": [
                    { "kind": "note", "role": "supervisor", "text": "明日到期，请提醒承办单位" },
                ],
            }),
            false,
        ),
    ]
}
