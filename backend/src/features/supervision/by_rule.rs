//! Orders an automation rule issues: like the ladder's, over one case and in nobody's name. The rule
//! stands in the text as the reason, and in the ledger as who did it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::issue::addressed;
use super::record::{self, Draft};
use super::repo::{self, PastOrder};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::by_rule::ByRule;
use crate::features::cases::ground::Ground;
use crate::features::cases::repo::Loaded;
use crate::features::cases::transit;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Permit;

/// The order a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOrder {
    /// Code set `supervision_ground`.
    pub ground_code: String,
    /// By when the reply is due, in working days from the day of the run.
    pub reply_working_days: u16,
}

/// The orders there are or were about cases, by case.
#[derive(Debug, Default)]
pub struct PastOrders(HashMap<Uuid, Vec<PastOrder>>);

impl PastOrders {
    /// Those about `cases`, in one query.
    pub async fn about(db: &impl ConnectionTrait, cases: &[Uuid]) -> AppResult<Self> {
        let mut by_case: HashMap<Uuid, Vec<PastOrder>> = HashMap::new();
        for order in repo::past_orders(db, cases).await? {
            by_case.entry(order.case_id).or_default().push(order);
        }
        Ok(Self(by_case))
    }

    fn open(&self, case_id: Uuid, at: DateTime<Utc>) -> impl Iterator<Item = &PastOrder> {
        let all = self.0.get(&case_id).into_iter().flatten();
        all.filter(move |order| order.was_open(at))
    }
}

/// The department that would have to reply if a rule ordered it at `at`, or why it cannot: nobody
/// handles the case, the ground is out of use, or an open order asks the same department, or for
/// the same ground, already.
pub fn would_order(
    ground: &Ground,
    case: &Loaded,
    order: &RuleOrder,
    past: &PastOrders,
    at: DateTime<Utc>,
) -> Result<Uuid, ErrorCode> {
    let department_id = addressed(Some(case), None).map_err(|(_, code)| code)?;
    if !ground.codes.exists("supervision_ground", &order.ground_code, local_date(at)) {
        return Err(ErrorCode::CodeUnknown);
    }
    let mut open = past.open(case.row.id, at);
    let is_asked =
        open.any(|one| one.department_id == department_id || one.ground_code == order.ground_code);
    if is_asked { Err(ErrorCode::SupervisionOrderOpenAlready) } else { Ok(department_id) }
}

/// Issues it over a case that is held, to the department [`would_order`] named.
pub async fn issue(
    state: &AppState,
    tx: &Tx,
    ground: &Ground,
    case: &mut Loaded,
    (department_id, order): (Uuid, &RuleOrder),
    rule: &ByRule,
) -> AppResult<()> {
    let center_id = case.row.center_id;
    let region_code = record::region_of(ground, center_id);
    let draft = Draft {
        department_id,
        center_id,
        region_code: region_code.unwrap_or_else(|| case.row.region_code.clone()),
        issuer: None,
        rule_id: Some(rule.id),
        ground_code: order.ground_code.clone(),
        text: letter(case, rule),
        reply_due_on: record::reply_after(state, ground, order.reply_working_days.into())?,
    };
    let issued = record::issue_alone(state, tx, permit(), case, draft).await?;
    let change = record::ordered(&issued, None);
    transit::note_by_rule(state, tx, permit(), &ground.keeper, case, (&change, rule)).await
}

fn permit() -> Permit {
    Permit::system("supervision.order_by_rule")
}

/// An official letter, so in Chinese whatever the reader reads. It names no citizen.
fn letter(case: &Loaded, rule: &ByRule) -> String {
    let (no, name, version) = (&case.row.case_no, &rule.name, rule.version);
    format!(
        "案件 {no} 符合自动规则“{name}”（第 {version} 版）所列情形，现予督办。请说明办理情况、存在的问题和\
         下一步措施，抓紧办理，并在回复期限内书面回复。"
    )
}
