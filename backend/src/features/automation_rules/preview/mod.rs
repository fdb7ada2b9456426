//! What a draft matches now, what it would have matched last month, and what would come of it.
//! Within the caller's own scope and within bounds; nothing is stored.

mod month;
mod now;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ColumnTrait as _, Condition as Cond};
use uuid::Uuid;

use super::acting;
use super::definition::Definition;
use super::dto::{
    AutomationPreviewView, PreviewAutomationRuleRequest, PreviewCost, RuleCaseRef, RuleMatch,
    RuleMatches,
};
use super::runner::Fact;
use super::service::Surroundings;
use super::words::{Effect, Names};
use crate::app::AppState;
use crate::features::cases::by_rule::ByRule;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo::Loaded;
use crate::features::supervision::by_rule::PastOrders;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::{Cursor, Listed};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// Matches that are counted, and cases that are looked at, in each of the two lists.
pub const MOST: u64 = 1_000;
/// Rows of a list unless asked.
const ROWS: u64 = 20;

/// All that a preview is made with.
struct Looking<'a> {
    state: &'a AppState,
    ground: &'a Ground,
    names: Names<'a>,
    definition: &'a Definition,
    /// The caller's scope within the centre's, and the one case where only that is tried.
    rows: Cond,
    now: DateTime<Utc>,
    rows_a_page: usize,
}

/// A match before it is shown.
struct Found {
    case_id: Uuid,
    case_no: String,
    status: String,
    fact: Option<Fact>,
    /// What it is ordered by, beside its instant.
    key: Uuid,
    at: DateTime<Utc>,
    /// What would come of it, where that was found out while looking.
    effect: Option<Effect>,
}

/// The effect of a draft.
pub async fn preview(
    state: &AppState,
    actor: &Actor,
    asked: &PreviewAutomationRuleRequest,
    lang: Lang,
) -> AppResult<AutomationPreviewView> {
    let around = Surroundings::of(state).await?;
    around.authorize(actor, Action::AutomationRead, asked.center_id)?;
    let definition = around.read(state, asked.center_id, &asked.definition)?;
    let region_code = around.region_code(asked.center_id).unwrap_or_default();
    let ground = Ground::of(state).await?;
    let one = asked.case_no.as_deref().map(|number| case::Column::CaseNo.eq(number.trim()));
    let rows = asked.limit.unwrap_or(ROWS);
    let looking = Looking {
        state,
        ground: &ground,
        names: around.names(lang),
        definition: &definition,
        rows: Cond::all()
            .add(Scope::cases(actor, Action::CaseRead).condition())
            .add(Scope::center(asked.center_id, region_code).condition())
            .add_option(one),
        now: state.clock.now(),
        rows_a_page: usize::try_from(rows).unwrap_or(usize::MAX),
    };
    let mut cost = PreviewCost::default();
    let (found, is_capped) = looking.find_now(&mut cost).await?;
    let cursor = (&listed(asked, "now")?, asked.now_cursor.as_deref());
    let page = Page::of(found, is_capped, cursor, looking.rows_a_page)?;
    let now = looking.show(page, &mut cost).await?;
    let (found, is_capped) = looking.find_month(&mut cost).await?;
    let cursor = (&listed(asked, "last_month")?, asked.month_cursor.as_deref());
    let page = Page::of(found, is_capped, cursor, looking.rows_a_page)?;
    let last_month = looking.show(page, &mut cost).await?;
    let sentence = looking.names.rule(&definition);
    Ok(AutomationPreviewView { as_of: looking.now, sentence, now, last_month, cost })
}

/// The only order of both lists, in their cursors.
const ORDER: &str = "automation_preview:-at";

/// The list a cursor is of: one of the two, for the very draft and the very cases.
fn listed(asked: &PreviewAutomationRuleRequest, list: &str) -> AppResult<Listed> {
    let case_no = asked.case_no.as_deref().map(str::trim).unwrap_or_default();
    let parameters = [
        ("center_id", asked.center_id.to_string()),
        ("case_no", case_no.to_owned()),
        ("definition", serde_json::to_string(&asked.definition)?),
    ];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value));
    Listed::of(&format!("{ORDER}/{list}"), &parameters)
}

impl Found {
    /// Where it stands in its list. What is found because of how it is now has no instant that
    /// would be the same on the next page.
    fn place(&self) -> (Option<DateTime<Utc>>, Uuid) {
        (self.fact.as_ref().map(|_| self.at), self.key)
    }
}

/// A page of matches.
struct Page {
    count: u64,
    is_capped: bool,
    rows: Vec<Found>,
    next_cursor: Option<String>,
}

impl Page {
    /// The rows after `cursor`: all matches were found to be counted, so it is cut from them.
    fn of(
        mut found: Vec<Found>,
        is_capped: bool,
        (listed, cursor): (&Listed, Option<&str>),
        most: usize,
    ) -> AppResult<Self> {
        let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
        found.sort_by_key(|found| std::cmp::Reverse(found.place()));
        if let Some(text) = cursor {
            let cursor = Cursor::decode(listed.open(text)?, ORDER)?;
            let at = cursor.key.as_ref().map(|_| cursor.instant()).transpose()?;
            let last = (at, cursor.id);
            found.retain(|found| found.place() < last);
        }
        let has_more = found.len() > most;
        found.truncate(most);
        let next_cursor = match found.last() {
            Some(last) if has_more => {
                let (at, id) = last.place();
                let key = at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
                Some(listed.seal(&Cursor { order: ORDER.to_owned(), key, id }.encode()?))
            }
            _ => None,
        };
        Ok(Self { count, is_capped, rows: found, next_cursor })
    }
}

impl Looking<'_> {
    /// The rule as its events would name it.
    fn by() -> ByRule {
        ByRule { id: Uuid::nil(), version: 0, name: String::new(), depth: 1 }
    }

    /// What would come of the actions on a case as it is, or was at `at`.
    fn effect(&self, case: Loaded, past: &PastOrders, at: DateTime<Utc>) -> AppResult<Effect> {
        let (acts, level) = (&self.definition.acts, case.state.level);
        let with = (self.state, self.ground);
        // Nothing of it is stored: what would be said is the rule's own.
        let case = (case, Mentions::default());
        let prepared = acting::prepare(with, case, &Self::by(), acts, past, at)?;
        Ok(self.names.effect(acts, &prepared.came, level))
    }

    /// The orders about `cases`, where the actions ask for one.
    async fn past_orders(&self, cases: &[Uuid], cost: &mut PreviewCost) -> AppResult<PastOrders> {
        let acts = &self.definition.acts;
        cost.statements += u64::from(acting::orders_any(acts));
        acting::past_orders(self.state.db.reader(), acts, cases).await
    }

    async fn show(&self, page: Page, cost: &mut PreviewCost) -> AppResult<RuleMatches> {
        let mut items = Vec::with_capacity(page.rows.len());
        let open = page.rows.iter().filter(|found| found.effect.is_none());
        let open: Vec<_> = open.map(|found| found.case_id).collect();
        let effects = self.effects_now(&open, cost).await?;
        for found in page.rows {
            let effect = found.effect.or_else(|| effects.get(&found.case_id).cloned());
            let effect = effect.ok_or_else(|| AppError::internal("a match without its case"))?;
            let status = CaseStatus::parse(&found.status)
                .ok_or_else(|| AppError::internal("unknown status in the database"))?;
            items.push(RuleMatch {
                case: RuleCaseRef { id: found.case_id, case_no: found.case_no },
                status,
                fact_name: found.fact.as_ref().map(|fact| self.names.fact(&fact.kind)),
                fact: found.fact.map(|fact| fact.kind),
                at: found.at,
                outcome: effect.outcome,
                code: effect.code,
                sentence: effect.sentence,
            });
        }
        let Page { count, is_capped, next_cursor, .. } = page;
        Ok(RuleMatches { count, is_capped, items, next_cursor })
    }
}
