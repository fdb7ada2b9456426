//! What an automation rule does to a case: changes like those of people, through the same table,
//! the same guards and the same ledger, under a permit of the system's.

use chrono::Days;
use uuid::Uuid;

use super::change::Change;
use super::dto::{AddAssistRequest, DispatchCaseRequest};
use super::entity::case;
use super::ground::Ground;
use super::guards;
pub use super::ledger::ByRule;
use super::model::Level;
use super::repo::Loaded;
use super::requests;
use super::service::dispatched;
use super::transit::{self, Pending};
use super::workflow::CaseAction;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Permit, Role};

/// What a rule may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleAct {
    /// 定级, under the type the case has.
    SetLevel(Level),
    /// 转办, to one lead and any number of assistants.
    Dispatch {
        /// 主办单位.
        lead: Uuid,
        /// 协办单位.
        assists: Vec<Uuid>,
        /// To the departments.
        note: Option<String>,
    },
    /// 增加协办.
    AddAssist {
        /// Who assists.
        department_id: Uuid,
        /// What it is asked to do.
        task: String,
        /// By when, in calendar days from the day of the run.
        due_in_days: Option<u16>,
    },
    /// 规则提示.
    Note {
        /// What is to be seen.
        note: String,
        /// Which department is to look.
        department_id: Option<Uuid>,
        /// Which post is to look.
        role: Option<Role>,
    },
}

impl RuleAct {
    /// The row of the state machine.
    pub const fn action(&self) -> CaseAction {
        match self {
            Self::SetLevel(_) => CaseAction::Classify,
            Self::Dispatch { .. } => CaseAction::Dispatch,
            Self::AddAssist { .. } => CaseAction::AddAssist,
            Self::Note { .. } => CaseAction::RuleNote,
        }
    }
}

/// What came of one act, in memory.
#[derive(Debug)]
pub enum Planned {
    /// It changes the case.
    Change(Box<Change>),
    /// The case is as the act would make it.
    Nothing,
    /// The state machine, a guard or the organisation refuses it, by this code.
    Refused(String),
}

/// What a rule's acts come to, applied to a case in memory.
#[derive(Debug)]
pub struct Steps {
    /// What came of each act, up to the first refusal.
    pub planned: Vec<Planned>,
    /// The rows before each change and what the change leaves; none when one act was refused.
    steps: Vec<(case::Model, Loaded, Pending)>,
}

impl Steps {
    /// The code of the refusal that stopped them.
    pub fn refusal(&self) -> Option<&str> {
        self.planned.iter().find_map(|planned| match planned {
            Planned::Refused(code) => Some(code.as_str()),
            Planned::Change(_) | Planned::Nothing => None,
        })
    }

    /// How many changes there are.
    pub fn changes(&self) -> usize {
        self.steps.len()
    }

    /// Stores them where the case is still as it was.
    pub async fn store(self, tx: &Tx) -> AppResult<()> {
        for (before, case, pending) in self.steps {
            let permit = Permit::system("automation rule");
            transit::store(tx, permit, &before, &case, pending).await?;
        }
        Ok(())
    }
}

/// Applies `acts` of `rule` one after the other to a copy of `case`: all, or none when one is
/// refused. Stores nothing.
pub fn prepare(
    state: &AppState,
    ground: &Ground,
    mut case: Loaded,
    rule: &ByRule,
    acts: &[RuleAct],
) -> AppResult<Steps> {
    let (mut all, mut steps) = (Vec::new(), Vec::new());
    for act in acts {
        let planned = plan(state, ground, &case, rule, act)?;
        match &planned {
            Planned::Change(change) => {
                let before = case.row.clone();
                let pending =
                    transit::apply_by_rule(state, &ground.keeper, &mut case, change, rule)?;
                steps.push((before, case.clone(), pending));
            }
            Planned::Nothing => {}
            Planned::Refused(_) => steps.clear(),
        }
        let is_refused = matches!(planned, Planned::Refused(_));
        all.push(planned);
        if is_refused {
            break;
        }
    }
    Ok(Steps { planned: all, steps })
}

/// What one act would come to.
pub fn plan(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    rule: &ByRule,
    act: &RuleAct,
) -> AppResult<Planned> {
    if *act == RuleAct::SetLevel(case.state.level.unwrap_or(Level::Simple))
        && case.state.level.is_some()
    {
        return Ok(Planned::Nothing);
    }
    let limits = &state.config.deadlines;
    if let Some(code) = guards::refusal_of_rule(&case.state, act.action(), limits) {
        return Ok(Planned::Refused(code.as_str().to_owned()));
    }
    match change_of(state, ground, case, rule, act) {
        Ok(change) => Ok(Planned::Change(Box::new(change))),
        Err(error) => refused(error).map(Planned::Refused),
    }
}

fn change_of(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    rule: &ByRule,
    act: &RuleAct,
) -> AppResult<Change> {
    Ok(match act {
        RuleAct::SetLevel(level) => Change::Classified {
            type_code: case.state.type_code.clone().ok_or(ErrorCode::CaseNotClassified)?,
            level: *level,
            scale_code: None,
            reason: Some(rule.name.clone()),
        },
        RuleAct::Dispatch { lead, assists, note } => {
            let body = DispatchCaseRequest {
                lead_department_id: *lead,
                assist_department_ids: assists.clone(),
                level: None,
                route: None,
                note: note.clone(),
            };
            dispatched(state, ground, case, &body)?
        }
        RuleAct::AddAssist { department_id, task, due_in_days } => {
            let today = local_date(state.clock.now());
            let last = |days: u16| today.checked_add_days(Days::new(days.into()));
            let body = AddAssistRequest {
                department_id: *department_id,
                task: task.clone(),
                due_on: due_in_days.and_then(last),
            };
            requests::add_assist(state, ground, case, &body)?
        }
        RuleAct::Note { note, department_id, role } => Change::RuleNoted {
            rule_id: rule.id,
            rule_version: rule.version,
            rule_name: rule.name.clone(),
            note: note.clone(),
            department_id: *department_id,
            role: *role,
        },
    })
}

/// The code of a refusal; a fault of ours stays one.
fn refused(error: AppError) -> AppResult<String> {
    match &error {
        AppError::Code { code, .. } => Ok(code.as_str().to_owned()),
        AppError::Validation(fields) => {
            let first = fields.first().map(|field| field.code.clone());
            Ok(first.unwrap_or_else(|| ErrorCode::RequestValidation.as_str().to_owned()))
        }
        AppError::Internal { .. } => Err(error),
    }
}
