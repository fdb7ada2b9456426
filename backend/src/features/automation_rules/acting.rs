//! What the actions of a rule come to on a case: changes by the path of people, a supervision order,
//! notices to those in charge of it. All of them or, when one is refused, none.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{RuleRecipient, SkipReason};
use crate::app::AppState;
use crate::features::cases::by_rule::{ByRule, Planned, RuleAct, Steps};
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::projection::CaseState;
use crate::features::cases::repo::Loaded;
use crate::features::notices::by_rule::{Telling, tell};
use crate::features::notices::from_events::{Audience, of_note};
use crate::features::supervision::by_rule::{self as supervision, PastOrders, RuleOrder};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Action;

/// One action of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It changes the case.
    OnCase(RuleAct),
    /// 通知: it tells those in charge of the case to look.
    Notify(RuleRecipient),
    /// 督办: the department that leads has to reply.
    IssueOrder(RuleOrder),
}

impl Act {
    /// The right its author must hold at the centre it acts in. To level, dispatch or add assistants
    /// by a rule is the centre's decision, a right of its own (`docs/adr/0041`): its director
    /// dispatches nothing in person. A note only asks somebody to look.
    pub const fn right(&self) -> Option<Action> {
        match self {
            Self::OnCase(RuleAct::Note { .. }) => None,
            Self::OnCase(
                RuleAct::SetLevel(_) | RuleAct::Dispatch { .. } | RuleAct::AddAssist { .. },
            ) => Some(Action::AutomationDecide),
            Self::Notify(_) => Some(Action::CaseRead),
            Self::IssueOrder(_) => Some(Action::SupervisionOrderIssue),
        }
    }
}

/// What came of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It would be done.
    Does,
    /// There is nothing to do.
    Nothing(SkipReason),
    /// It is refused, by this code.
    Refused(String),
}

/// Whether an action asks for a supervision order.
pub fn orders_any(acts: &[Act]) -> bool {
    acts.iter().any(|act| matches!(act, Act::IssueOrder(_)))
}

/// The orders about `cases` that the actions have to know of: one query, or none.
pub async fn past_orders(
    db: &impl ConnectionTrait,
    acts: &[Act],
    cases: &[Uuid],
) -> AppResult<PastOrders> {
    if orders_any(acts) { PastOrders::about(db, cases).await } else { Ok(PastOrders::default()) }
}

/// What the actions of a rule come to on one case. Nothing is stored before [`Prepared::carry_out`].
pub struct Prepared<'a> {
    /// What came of each, up to the first refusal.
    pub came: Vec<Came>,
    steps: Steps,
    orders: Vec<(Uuid, &'a RuleOrder)>,
    to: Vec<Audience>,
    /// Whom the ledger tells of what the same rule notes: nobody is told twice.
    noted: Vec<Audience>,
}

/// Tries `acts` of `rule` one after the other on a copy of `case`, as it is or was at `at`; what they
/// say mentions none of `mentions`.
pub fn prepare<'a>(
    (state, ground): (&AppState, &Ground),
    (case, mentions): (Loaded, Mentions),
    rule: &ByRule,
    acts: &'a [Act],
    past: &PastOrders,
    at: DateTime<Utc>,
) -> AppResult<Prepared<'a>> {
    let mut prepared = Prepared {
        came: Vec::with_capacity(acts.len()),
        steps: Steps::on(case, mentions),
        orders: Vec::new(),
        to: Vec::new(),
        noted: Vec::new(),
    };
    for act in acts {
        let came = match act {
            Act::OnCase(act) => prepared.on_case(state, ground, rule, act)?,
            Act::Notify(recipient) => prepared.notify(*recipient),
            Act::IssueOrder(order) => {
                match supervision::would_order(ground, &prepared.steps.case, order, past, at) {
                    Ok(department_id) => {
                        prepared.orders.push((department_id, order));
                        Came::Does
                    }
                    Err(code) => Came::Refused(code.as_str().to_owned()),
                }
            }
        };
        let is_refused = matches!(came, Came::Refused(_));
        prepared.came.push(came);
        if is_refused {
            break;
        }
    }
    Ok(prepared)
}

impl Prepared<'_> {
    fn on_case(
        &mut self,
        state: &AppState,
        ground: &Ground,
        rule: &ByRule,
        act: &RuleAct,
    ) -> AppResult<Came> {
        Ok(match self.steps.take(state, ground, rule, act)? {
            Planned::Changed => {
                if let RuleAct::Note { department_id, role, .. } = act {
                    let center_id = self.steps.case.state.center_id;
                    self.noted.extend(of_note(*department_id, *role, center_id));
                }
                Came::Does
            }
            Planned::Nothing => Came::Nothing(SkipReason::NoChange),
            Planned::Refused(code) => Came::Refused(code),
        })
    }

    fn notify(&mut self, recipient: RuleRecipient) -> Came {
        let found = in_charge(recipient, &self.steps.case.state);
        if found.is_empty() {
            return Came::Nothing(SkipReason::NobodyToTell);
        }
        self.to.extend(found);
        Came::Does
    }

    /// The code of the refusal that stopped them.
    pub fn refusal(&self) -> Option<&str> {
        refusal(&self.came)
    }

    /// How many events they write.
    pub fn events(&self) -> usize {
        self.steps.changes() + self.orders.len()
    }

    /// Stores it all; answers how many people were told. `fact_key` makes the fact one.
    pub async fn carry_out(
        self,
        (state, tx): (&AppState, &Tx),
        ground: &Ground,
        rule: &ByRule,
        telling: Option<&Telling<'_>>,
        fact_key: &str,
    ) -> AppResult<usize> {
        let Self { steps, orders, to, noted, .. } = self;
        let mut case = steps.store(tx).await?;
        for order in orders {
            supervision::issue(state, tx, ground, &mut case, order, rule).await?;
        }
        match telling {
            Some(telling) if !to.is_empty() => {
                tell((state, tx), telling, &case, (&to, &noted), &rule.name, fact_key).await
            }
            Some(_) | None => Ok(0),
        }
    }
}

/// The refusal among what came of actions.
pub fn refusal(came: &[Came]) -> Option<&str> {
    came.iter().find_map(|came| match came {
        Came::Refused(code) => Some(code.as_str()),
        Came::Does | Came::Nothing(_) => None,
    })
}

/// Why there was nothing to do; none when something was.
pub fn skip(came: &[Came]) -> Option<SkipReason> {
    let mut reason = SkipReason::NoChange;
    for one in came {
        match one {
            Came::Does | Came::Refused(_) => return None,
            Came::Nothing(why) => reason = *why,
        }
    }
    Some(reason)
}

/// Who `recipient` is for a case: those whose work it is now, never anybody else.
fn in_charge(recipient: RuleRecipient, case: &CaseState) -> Vec<Audience> {
    let center_id = case.center_id;
    match recipient {
        RuleRecipient::Lead => {
            case.lead_department_id.map(Audience::Department).into_iter().collect()
        }
        RuleRecipient::Assists => {
            case.assist_department_ids().into_iter().map(Audience::Department).collect()
        }
        RuleRecipient::Dispatcher => vec![Audience::Dispatchers(center_id)],
        RuleRecipient::Supervisor => vec![Audience::Supervisors(center_id)],
        RuleRecipient::CenterDirector => vec![Audience::Directors(center_id)],
    }
}
