//! Counts the page, over one scope and one instant.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{
    Alias, Asterisk, Expr, ExprTrait as _, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::dto::{Figure, LateByHolder, OversightView, PingPongPair};
use super::figures::{self, Asked, Rows};
use super::shares;
use crate::app::AppState;
use crate::features::cases::dto::{CaseFilter, DepartmentRef};
use crate::features::cases::entity::{case, referral};
use crate::features::cases::late::{self, Whose};
use crate::features::cases::model::{CaseStatus, ReferralKind, ReferralState};
use crate::features::cases::referral_graph::Hop;
use crate::features::cases::view::Viewer;
use crate::features::cases::{list, tally};
use crate::features::visits;
use crate::features::visits::entity::visit;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, rules};

/// Rows that are counted for a figure, and looked into for a table; beyond them it is capped.
const MOST: u64 = 1_000;

/// The page for `actor`, as of now.
pub async fn page(state: &AppState, actor: &Actor, lang: Lang) -> AppResult<OversightView> {
    let now = state.clock.now();
    let viewer = Viewer::of(state, actor, lang).await?;
    let asked = figures::all();
    let counted = counted(state, actor, &asked, now).await?;
    let open = CaseFilter { status: CaseStatus::open().collect(), ..CaseFilter::default() };
    let kept = tally::total(state, actor, &open).await?;
    let figures = asked.iter().map(|one| {
        let found = counted.get(one.code).copied().unwrap_or(0);
        let (value, is_capped) = match kept.filter(|_| one.code == "open") {
            Some(exact) => (exact, false),
            None => (std::cmp::min(found, MOST), found > MOST),
        };
        Figure {
            code: one.code.to_owned(),
            name: one.name(lang).to_owned(),
            value,
            is_capped,
            counting_unit: one.unit().to_owned(),
            definition: one.definition(lang).to_owned(),
            rows: one.path.clone(),
        }
    });
    // Of the same instant and the same rows as what is summed below.
    let is_capped = |code: &str| counted.get(code).is_some_and(|found| *found > MOST);
    let sentences: Vec<_> =
        rules::of(actor.role, Action::CaseRead).map(|condition| condition.sentence(lang)).collect();
    Ok(OversightView {
        as_of: now,
        center: actor.center_id.map(|id| viewer.center(id)),
        scope: sentences.join(lang.pick("，或", " or ")),
        figures: figures.collect(),
        month_shares: shares::of_month(state, actor, now, lang).await?,
        late_by_holder: late_by_holder(state, actor, &viewer, now).await?,
        is_late_capped: is_capped("late"),
        ping_pong_pairs: pairs(state, actor, &viewer, now).await?,
        is_ping_pong_capped: is_capped("ping_pong"),
    })
}

#[derive(FromQueryResult)]
struct Counted {
    code: String,
    count: i64,
}

/// Every figure in one statement, each over one row more than are counted.
async fn counted(
    state: &AppState,
    actor: &Actor,
    asked: &[Asked],
    now: DateTime<Utc>,
) -> AppResult<HashMap<String, u64>> {
    let mut all: Option<SelectStatement> = None;
    for one in asked {
        let rows = match &one.rows {
            Rows::Cases(filter) => {
                let cases = list::matching(state, actor, filter, now).await?;
                cases.select_only().column(case::Column::Id).limit(MOST + 1).into_query()
            }
            Rows::Visits(filter) => visit::Entity::find()
                .select_only()
                .column(visit::Column::Id)
                .filter(Scope::visits(actor, Action::VisitRead).condition())
                .filter(visits::service::matching(filter, actor, now))
                .limit(MOST + 1)
                .into_query(),
        };
        let count = Query::select()
            .expr_as(Expr::val(one.code), Alias::new("code"))
            .expr_as(Expr::col(Asterisk).count(), Alias::new("count"))
            .from_subquery(rows, Alias::new("rows"))
            .take();
        match &mut all {
            Some(all) => {
                all.union(UnionType::All, count);
            }
            None => all = Some(count),
        }
    }
    let Some(all) = all else { return Ok(HashMap::new()) };
    let mut counted = HashMap::new();
    for row in state.db.reader().query_all(&all).await? {
        let row = Counted::from_query_result(&row, "")?;
        counted.insert(row.code, u64::try_from(row.count).unwrap_or(0));
    }
    Ok(counted)
}

/// Late cases by who used most of their time.
async fn late_by_holder(
    state: &AppState,
    actor: &Actor,
    viewer: &Viewer<'_>,
    now: DateTime<Utc>,
) -> AppResult<Vec<LateByHolder>> {
    let lines = late::lines(state, actor, now, None, MOST).await?;
    let used = late::used(state, lines.iter().map(|line| line.id), now).await?;
    let mut sums: BTreeMap<Whose, (u64, i64)> = BTreeMap::new();
    for used in used.values() {
        let Some(whose) = late::most_used(used) else { continue };
        let sum = sums.entry(whose).or_default();
        sum.0 += 1;
        sum.1 += used.get(&whose).copied().unwrap_or_default();
    }
    let mut found: Vec<_> = sums
        .into_iter()
        .map(|(whose, (cases, seconds))| {
            let unit = whose.department_id.map(|id| format!("&holder_department_id={id}"));
            let center = whose.center_id.map(|id| format!("&holder_center_id={id}"));
            let directory = viewer.directory();
            LateByHolder {
                holder_kind: whose.kind,
                department_id: whose.department_id,
                center: late::center_of(directory, whose),
                name: late::name_of(directory, whose, viewer.lang()),
                cases,
                seconds,
                rows: format!(
                    "/cases/late?holder_kind={}{}{}",
                    whose.kind.as_str(),
                    unit.unwrap_or_default(),
                    center.unwrap_or_default()
                ),
            }
        })
        .collect();
    found.sort_by_key(|one| (std::cmp::Reverse(one.cases), std::cmp::Reverse(one.seconds)));
    Ok(found)
}

/// Open cases that went back and forth, by the pairs of units that both led them.
async fn pairs(
    state: &AppState,
    actor: &Actor,
    viewer: &Viewer<'_>,
    now: DateTime<Utc>,
) -> AppResult<Vec<PingPongPair>> {
    let filter = CaseFilter {
        is_ping_pong: Some(true),
        status: CaseStatus::open().collect(),
        ..CaseFilter::default()
    };
    let cases = list::matching(state, actor, &filter, now).await?;
    let ids = cases.select_only().column(case::Column::Id).limit(MOST).into_query();
    let leads = referral::Entity::find()
        .filter(referral::Column::Kind.eq(ReferralKind::Lead.as_str()))
        .filter(referral::Column::CaseId.in_subquery(ids))
        .order_by_asc(referral::Column::CaseId)
        .order_by_asc(referral::Column::SentAt)
        .order_by_asc(referral::Column::Id)
        .all(state.db.reader())
        .await?;
    let mut pairs: BTreeMap<[Uuid; 2], (u64, u64)> = BTreeMap::new();
    for case in leads.chunk_by(|one, next| one.case_id == next.case_id) {
        let units: BTreeSet<Uuid> = case.iter().map(|lead| lead.department_id).collect();
        for (at, one) in units.iter().enumerate() {
            for other in units.iter().skip(at + 1) {
                pairs.entry([*one, *other]).or_default().0 += 1;
            }
        }
        for hop in hops(case) {
            let mut pair = [hop.from, hop.to];
            pair.sort_unstable();
            pairs.entry(pair).or_default().1 += 1;
        }
    }
    let mut found: Vec<_> = pairs
        .into_iter()
        // Of three units on a way, two may never have sent it to each other.
        .filter(|(_, (_, hops))| *hops > 0)
        .map(|(pair, (cases, hops))| PingPongPair {
            departments: pair.iter().map(|id| named(viewer, *id)).collect(),
            cases,
            hops,
            rows: format!(
                "/cases?is_ping_pong=true&between={}&between={}&{}",
                pair[0],
                pair[1],
                figures::open_query()
            ),
        })
        .collect();
    found.sort_by_key(|pair| (std::cmp::Reverse(pair.cases), std::cmp::Reverse(pair.hops)));
    Ok(found)
}

fn named(viewer: &Viewer<'_>, id: Uuid) -> DepartmentRef {
    viewer.department(id)
}

/// The hops among the leads of one case.
fn hops(leads: &[referral::Model]) -> impl Iterator<Item = Hop> {
    leads
        .windows(2)
        .filter(|pair| pair[0].state == ReferralState::Returned.as_str())
        .map(|pair| Hop { from: pair[0].department_id, to: pair[1].department_id })
        .filter(|hop| hop.from != hop.to)
}
