//! Figures nobody can improve at another's cost (product rule 10): closed on time with and without what
//! was extended, and how often what was closed had to be opened again.

use chrono::{DateTime, Utc};

use super::dto::MonthShare;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::reports;
use crate::features::reports::facts::FactKind;
use crate::features::reports::figures::Month;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// A share before it is counted.
struct Asked {
    code: &'static str,
    kind: FactKind,
    /// The cell of the monthly report that counts the same.
    cell: &'static str,
    names: (&'static str, &'static str),
    definitions: (&'static str, &'static str),
}

const ASKED: [Asked; 3] = [
    Asked {
        code: "on_time",
        kind: FactKind::OnTime,
        cell: "on_time",
        names: ("按期办结（含延期）", "Closed on time, extensions counted in"),
        definitions: (
            "本月办结件次中，各办理时限（含已批准的延期）均未超过的",
            "Of what was closed this month, with no handling limit missed, granted extensions counted in",
        ),
    },
    Asked {
        code: "on_time_unextended",
        kind: FactKind::OnTimeUnextended,
        cell: "on_time_unextended",
        names: ("按期办结（不计延期）", "Closed on time had nothing been extended"),
        definitions: (
            "本月办结件次中，不计延期，各办理时限均未超过的",
            "Of what was closed this month, with no handling limit missed had nothing been extended",
        ),
    },
    Asked {
        code: "reopened",
        kind: FactKind::Reentered,
        cell: "reentered",
        names: ("重新办理", "Opened again"),
        definitions: (
            "本月已终结又重新办理的件次，与本月办结件次之比",
            "Times a case that had ended was opened again this month, beside those closed",
        ),
    },
];

/// The shares of the month of `now` that `actor` may count.
pub(super) async fn of_month(
    state: &AppState,
    actor: &Actor,
    now: DateTime<Utc>,
    lang: Lang,
) -> AppResult<Vec<MonthShare>> {
    let month = Month::of(local_date(now));
    let (position, times) = reports::service::times(state, actor, month).await?;
    let of = |kind: FactKind| times.get(&kind).copied().unwrap_or(0);
    let share = |asked: &Asked| MonthShare {
        code: asked.code.to_owned(),
        name: lang.pick(asked.names.0, asked.names.1).to_owned(),
        month: month.text(),
        part: of(asked.kind),
        whole: of(FactKind::Closed),
        counting_unit: "time".to_owned(),
        definition: lang.pick(asked.definitions.0, asked.definitions.1).to_owned(),
        as_of: position.as_of,
        rows: format!("/reports/monthly/rows?month={}&cell={}", month.text(), asked.cell),
    };
    Ok(ASKED.iter().map(share).collect())
}
