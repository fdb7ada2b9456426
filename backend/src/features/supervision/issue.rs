//! Issuing orders: many cases in, one order a department out, all or nothing.

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;
use serde_json::Map;
use uuid::Uuid;

use super::dto::{
    IssueSupervisionOrdersRequest, IssuedSupervisionOrders, PlannedOrderView, RefusedCaseView,
    SupervisionOrdersPreview,
};
use super::record::{self, Draft};
use super::repo;
use super::view::{self, Viewer};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo::{self as cases, Loaded, Names};
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::By;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::Reply;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// What a request comes to.
struct Plan {
    /// The cases that were found.
    found: HashMap<Uuid, Loaded>,
    /// Which of them by department, as they are first named.
    orders: Vec<(Uuid, Vec<Uuid>)>,
    /// Which row of the request stands in the way, and why.
    refused: Vec<(usize, FieldError)>,
}

/// 发出督办件: one transaction, or nothing.
pub async fn issue(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    request: &IssueSupervisionOrdersRequest,
) -> AppResult<Reply<IssuedSupervisionOrders>> {
    check(state, ground, request)?;
    let reply_due_on = record::reply_day(state, ground, request.reply_due_on)?;
    cases::hold_all(tx, request.cases.iter().map(|row| row.case_id).collect()).await?;
    let Plan { mut found, orders, refused } = plan(&**tx, actor, request).await?;
    if !refused.is_empty() {
        return Err(AppError::Validation(refused.into_iter().map(|(_, field)| field).collect()));
    }
    let now = state.clock.now();
    // Whoever is in no region has their centre's cases only.
    let region = actor.region_code.clone();
    let region = region.or_else(|| record::region_of(ground, actor.center_id?)).unwrap_or_default();
    let mut numbers = record::take_numbers(tx, &region, local_date(now), orders.len()).await?;
    let viewer = Viewer::on(ground, state, actor);
    let names = Names::from([(actor.person_id, actor.person_name.clone())]);
    let (mut rows, mut noted, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (department_id, ids) in orders {
        let held: Vec<_> = ids.iter().filter_map(|id| found.get(id)).collect();
        let first = held.first().ok_or_else(|| AppError::internal("an order without a case"))?;
        let draft = Draft {
            department_id,
            center_id: actor.center_id.unwrap_or(first.row.center_id),
            region_code: region.clone(),
            issuer: Some(actor),
            rule_id: None,
            ground_code: request.ground_code.clone(),
            text: request.text.trim().to_owned(),
            reply_due_on,
        };
        let order_no = numbers.next().ok_or_else(|| AppError::internal("no number left"))?;
        let order = draft.numbered(state.ids.next(), order_no, held.len(), now);
        let cases = held.into_iter().map(view::case).collect();
        items.push(viewer.order(&order, cases, &[], &names, None));
        noted.extend(ids.iter().map(|id| (*id, record::ordered(&order, None))));
        rows.push((order, ids));
    }
    let permit = found.values().next().map(|case| may_issue(actor, case));
    let permit = permit.ok_or_else(|| AppError::internal("no case to supervise"))??;
    repo::insert(tx, permit, rows).await?;
    for (id, change) in noted {
        let Some(case) = found.get_mut(&id) else { continue };
        let permit = may_issue(actor, case)?;
        let by = By { actor: Some(actor), at: now };
        record::note(state, tx, permit, ground, case, change, by).await?;
    }
    let first = items.first().map(|order| order.id).unwrap_or_default();
    let location = format!("/api/v1/supervision-orders/{first}");
    Ok(Reply::created(&IssuedSupervisionOrders { items }, location)?.personal())
}

/// What the same request would do.
pub async fn preview(
    state: &AppState,
    actor: &Actor,
    ground: &Ground,
    request: &IssueSupervisionOrdersRequest,
    lang: Lang,
) -> AppResult<SupervisionOrdersPreview> {
    check(state, ground, request)?;
    let reply_due_on = record::reply_day(state, ground, request.reply_due_on)?;
    let Plan { found, orders, refused } = plan(state.db.reader(), actor, request).await?;
    let viewer = Viewer::on(ground, state, actor);
    let orders = orders.iter().map(|(department_id, ids)| PlannedOrderView {
        department: viewer.department(*department_id),
        cases: ids.iter().filter_map(|id| found.get(id)).map(view::case).collect(),
    });
    let refused = refused.into_iter().filter_map(|(at, field)| {
        Some(RefusedCaseView {
            case_id: request.cases.get(at)?.case_id,
            detail: field.detail(lang),
            pointer: field.pointer,
            code: field.code,
        })
    });
    Ok(SupervisionOrdersPreview {
        orders: orders.collect(),
        refused: refused.collect(),
        reply_due_on,
    })
}

fn check(
    state: &AppState,
    ground: &Ground,
    request: &IssueSupervisionOrdersRequest,
) -> AppResult<()> {
    let today = local_date(state.clock.now());
    ground.codes.check("supervision_ground", &request.ground_code, today, "/ground_code")
}

fn may_issue(actor: &Actor, case: &Loaded) -> AppResult<Permit> {
    let assists = case.state.assist_department_ids();
    authorize(actor, Action::SupervisionOrderIssue, &facts_of(case, &assists))
}

async fn plan(
    db: &impl ConnectionTrait,
    actor: &Actor,
    request: &IssueSupervisionOrdersRequest,
) -> AppResult<Plan> {
    let ids: Vec<Uuid> = request.cases.iter().map(|row| row.case_id).collect();
    // Outside the scope is the same as not there.
    let scope = Scope::cases(actor, Action::SupervisionOrderIssue);
    let found = cases::load_all(db, cases::list_of(db, &scope, &ids).await?).await?;
    let found: HashMap<Uuid, Loaded> = found.into_iter().map(|case| (case.row.id, case)).collect();
    let open = repo::open_orders(db, &ids).await?;
    let (mut named, mut refused) = (HashSet::new(), Vec::new());
    let mut orders: Vec<(Uuid, Vec<Uuid>)> = Vec::new();
    for (at, row) in request.cases.iter().enumerate() {
        let case = found.get(&row.case_id);
        let department = match addressed(case, row.department_id) {
            Ok(department) => department,
            Err((member, code)) => {
                refused.push((at, FieldError::of(format!("/cases/{at}/{member}"), code)));
                continue;
            }
        };
        let pointer = format!("/cases/{at}");
        if !named.insert((row.case_id, department)) {
            refused.push((at, FieldError::rule(pointer, "duplicate", Map::new())));
        } else if open.contains_key(&(row.case_id, department)) {
            let code = ErrorCode::SupervisionOrderOpenAlready;
            refused.push((at, FieldError::of(pointer, code)));
        } else {
            match orders.iter_mut().find(|(known, _)| *known == department) {
                Some((_, ids)) => ids.push(row.case_id),
                None => orders.push((department, vec![row.case_id])),
            }
        }
    }
    Ok(Plan { found, orders, refused })
}

/// The department that has to reply for a case, or what stands in the way.
pub(super) fn addressed(
    case: Option<&Loaded>,
    asked: Option<Uuid>,
) -> Result<Uuid, (&'static str, ErrorCode)> {
    let case = case.ok_or(("case_id", ErrorCode::SupervisionOrderCaseUnknown))?;
    let with_departments = [CaseStatus::Dispatched, CaseStatus::InProgress, CaseStatus::Suspended];
    let lead =
        case.row.lead_department_id.filter(|_| with_departments.contains(&case.state.status));
    let lead = lead.ok_or(("case_id", ErrorCode::SupervisionOrderCaseNotHandled))?;
    match asked {
        None => Ok(lead),
        Some(id) if id == lead || case.state.assist_department_ids().contains(&id) => Ok(id),
        Some(_) => Err(("department_id", ErrorCode::SupervisionOrderDepartmentNotHandling)),
    }
}
