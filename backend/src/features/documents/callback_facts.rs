//! What the ledger says of the callbacks of a case, for the paper about them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::facts::day;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::entity::event;
use crate::features::cases::ledger::change_of;
use crate::platform::error::AppResult;

/// A callback (回访).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Called {
    at: DateTime<Utc>,
    reached: bool,
    solved: Option<bool>,
    fairly_treated: Option<bool>,
}

/// The callbacks of a case, oldest first.
pub(super) async fn of_case(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<Called>> {
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.eq("callback_recorded"))
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    Ok(rows.iter().filter_map(called).collect())
}

fn called(row: &event::Model) -> Option<Called> {
    let Change::CallbackRecorded { reached, solved, fairly_treated, .. } = change_of(row)? else {
        return None;
    };
    Some(Called { at: row.at, reached, solved, fairly_treated })
}

/// `1．2026年3月3日：已联系上。问题已解决，受到公正对待。`, one a line; nothing where nobody called.
pub(super) fn in_words(calls: &[Called]) -> Option<String> {
    let line = |(no, call): (usize, &Called)| {
        let reached = if call.reached { "已联系上" } else { "未联系上" };
        let solved = call.solved.map(|is| if is { "问题已解决" } else { "问题未解决" });
        let fair = call
            .fairly_treated
            .map(|is| if is { "受到公正对待" } else { "未受到公正对待" });
        let said: Vec<_> = solved.into_iter().chain(fair).collect();
        let said = if said.is_empty() { String::new() } else { format!("{}。", said.join("，")) };
        format!("{no}．{}：{reached}。{said}", day(local_date(call.at)))
    };
    let lines: Vec<_> = (1..).zip(calls).map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_is_told_with_its_answers() {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let missed = Called { at, reached: false, solved: None, fairly_treated: None };
        let reached = Called { at, reached: true, solved: Some(true), fairly_treated: Some(false) };
        assert_eq!(in_words(&[]), None);
        assert_eq!(
            in_words(&[missed, reached]).as_deref(),
            Some(
                "1．1970年1月1日：未联系上。\n2．1970年1月1日：已联系上。问题已解决，未受到公正对待。"
            )
        );
    }
}
