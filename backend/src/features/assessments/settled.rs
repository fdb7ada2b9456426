//! When something that was owed is settled, and how: kept, or failed. Pure.
//!
//! A fact belongs to the period in which it was settled: a limit when it was met or when it ran out,
//! whatever happened later. So a period that is over does not change by what is done after it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::period::Period;
use super::source::AssessmentSource;
use crate::platform::words::words;

words! {
    /// What kind of row a fact is.
    AssessmentObject {
        /// 转办件.
        Referral = "referral";
        /// 督办件.
        SupervisionOrder = "supervision_order";
        /// 督办回复.
        SupervisionReply = "supervision_reply";
        /// 交办任务.
        CaseTask = "case_task";
        /// 办理过程.
        CaseEvent = "case_event";
        /// 案件.
        Case = "case";
        /// 应值守的一天，按派驻义务.
        DutyDay = "duty_day";
    }
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its kind.
    pub source: AssessmentSource,
    /// Whose department.
    pub unit_id: Uuid,
    /// Whose, where it is somebody's own.
    pub person_id: Option<Uuid>,
    /// The case it is about, where it is one.
    pub case_id: Option<Uuid>,
    /// What row it is.
    pub object_kind: AssessmentObject,
    /// Which.
    pub object_id: Uuid,
    /// When it was settled.
    pub settled_at: DateTime<Utc>,
    /// Failed, or kept.
    pub is_failed: bool,
}

/// A limit as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Its last instant.
    pub due_at: DateTime<Utc>,
    /// When it was met or dropped.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether it was dropped.
    pub is_cancelled: bool,
    /// Whether it stands still.
    pub is_stopped: bool,
}

/// When a limit was settled and whether it failed; none while it is open, or when it was dropped in
/// time. One that nobody has met fails the moment it is over.
pub fn settled(limit: Limit) -> Option<(DateTime<Utc>, bool)> {
    match limit.finished_at {
        Some(at) if at <= limit.due_at => (!limit.is_cancelled).then_some((at, false)),
        Some(_) => Some((limit.due_at, true)),
        None => (!limit.is_stopped).then_some((limit.due_at, true)),
    }
}

/// What happened to the result of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// 办结申报.
    Resolved,
    /// 审核通过.
    Accepted,
    /// 重新办理.
    Reopened,
    /// 回访 that reached somebody, with the two answers.
    Called {
        /// 是否解决.
        solved: Option<bool>,
        /// 是否受到公平对待.
        fairly_treated: Option<bool>,
    },
}

/// A step of a case, from its ledger.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The event.
    pub id: Uuid,
    /// What happened.
    pub kind: StepKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor_id: Option<Uuid>,
}

/// The facts about the results of a case that were settled in `period`. `steps` are in order and end
/// with the period.
pub fn of_results(steps: &[Step], case_id: Uuid, unit_id: Uuid, period: Period) -> Vec<Fact> {
    let mut found = Vec::new();
    let mut resolved_by = None;
    let mut accepted: Option<(Step, Option<Uuid>)> = None;
    let fact = |source, step: &Step, person_id, is_failed| Fact {
        source,
        unit_id,
        person_id,
        case_id: Some(case_id),
        object_kind: AssessmentObject::CaseEvent,
        object_id: step.id,
        settled_at: step.at,
        is_failed,
    };
    for step in steps {
        match step.kind {
            StepKind::Resolved => resolved_by = step.actor_id,
            StepKind::Accepted => accepted = Some((*step, resolved_by)),
            StepKind::Reopened => {
                if let Some((_, by)) = accepted.take() {
                    found.push(fact(AssessmentSource::NotReopened, step, by, true));
                }
            }
            StepKind::Called { solved, fairly_treated } => {
                let answers = [
                    (AssessmentSource::CallbackSolved, solved),
                    (AssessmentSource::CallbackFair, fairly_treated),
                ];
                for (source, answer) in answers {
                    found.extend(answer.map(|yes| fact(source, step, resolved_by, !yes)));
                }
                // Worked on again: the callback has said so.
                if solved == Some(false) {
                    accepted = None;
                }
            }
        }
    }
    if let Some((step, by)) = accepted {
        found.push(fact(AssessmentSource::NotReopened, &step, by, false));
    }
    found.retain(|fact| period.holds(fact.settled_at));
    found
}

/// A referral to a leading department, in the order they were sent.
#[derive(Debug, Clone, Copy)]
pub struct Led {
    /// The referral.
    pub id: Uuid,
    /// To whom.
    pub department_id: Uuid,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// Whether it was returned.
    pub is_returned: bool,
}

/// The returns of a case that `is_assessed` units made and that were settled in `period`: by who led
/// next. `returned_by` are those who returned it, in the order of the returns.
pub fn of_returns(
    led: &[Led],
    returned_by: &[Option<Uuid>],
    case_id: Uuid,
    is_assessed: impl Fn(Uuid) -> bool,
    period: Period,
) -> Vec<Fact> {
    let mut returns = returned_by.iter().copied();
    let mut found = Vec::new();
    for (at, one) in led.iter().enumerate().filter(|(_, one)| one.is_returned) {
        let person_id = returns.next().flatten();
        let Some(next) = led.get(at + 1) else { continue };
        if is_assessed(one.department_id) && period.holds(next.sent_at) {
            found.push(Fact {
                source: AssessmentSource::GroundedReturn,
                unit_id: one.department_id,
                person_id,
                case_id: Some(case_id),
                object_kind: AssessmentObject::Referral,
                object_id: one.id,
                settled_at: next.sent_at,
                is_failed: next.department_id == one.department_id,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::assessments::period::AssessmentPeriodKind;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}T02:00:00Z").parse().expect("an instant")
    }

    fn march() -> Period {
        AssessmentPeriodKind::Month.around("2026-03-05".parse().expect("a date"))
    }

    #[test]
    fn a_limit_is_settled_once() {
        let due_at = at("2026-03-10");
        let limit = |finished: Option<&str>, is_cancelled, is_stopped| Limit {
            due_at,
            finished_at: finished.map(at),
            is_cancelled,
            is_stopped,
        };
        let kept = Some((at("2026-03-09"), false));
        let failed = Some((due_at, true));
        assert_eq!(settled(limit(Some("2026-03-09"), false, false)), kept);
        assert_eq!(settled(limit(Some("2026-03-11"), false, false)), failed);
        assert_eq!(settled(limit(Some("2026-03-09"), true, false)), None);
        assert_eq!(settled(limit(Some("2026-03-11"), true, false)), failed);
        assert_eq!(settled(limit(None, false, false)), failed);
        assert_eq!(settled(limit(None, false, true)), None);
    }

    #[test]
    fn a_result_is_whose_who_resolved_it() {
        let by = Uuid::from_u128(7);
        let step = |number: u128, kind, on: &str| Step {
            id: Uuid::from_u128(number),
            kind,
            at: at(on),
            actor_id: (kind == StepKind::Resolved).then_some(by),
        };
        let called = StepKind::Called { solved: Some(true), fairly_treated: Some(false) };
        let steps = [
            step(1, StepKind::Resolved, "2026-03-02"),
            step(2, StepKind::Accepted, "2026-03-03"),
            step(3, called, "2026-03-04"),
            step(4, StepKind::Reopened, "2026-03-05"),
            step(5, StepKind::Resolved, "2026-03-06"),
            step(6, StepKind::Accepted, "2026-03-07"),
        ];
        let facts = of_results(&steps, Uuid::nil(), Uuid::nil(), march());
        let seen: Vec<_> = facts.iter().map(|one| (one.source, one.is_failed)).collect();
        let wanted = [
            (AssessmentSource::CallbackSolved, false),
            (AssessmentSource::CallbackFair, true),
            (AssessmentSource::NotReopened, true),
            (AssessmentSource::NotReopened, false),
        ];
        assert_eq!(seen, wanted);
        assert!(facts.iter().all(|one| one.person_id == Some(by)));
    }

    #[test]
    fn a_return_is_judged_by_who_led_next() {
        let [mine, other] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let led = |number: u128, department_id, on: &str, is_returned| Led {
            id: Uuid::from_u128(number),
            department_id,
            sent_at: at(on),
            is_returned,
        };
        let all = [
            led(10, mine, "2026-03-02", true),
            led(11, mine, "2026-03-03", true),
            led(12, other, "2026-03-04", false),
        ];
        let by = [Some(Uuid::from_u128(7)), None];
        let facts = of_returns(&all, &by, Uuid::nil(), |id| id == mine, march());
        let seen: Vec<_> = facts.iter().map(|one| (one.is_failed, one.person_id)).collect();
        assert_eq!(seen, [(true, Some(Uuid::from_u128(7))), (false, None)]);
        assert!(of_returns(&all, &by, Uuid::nil(), |_| false, march()).is_empty());
    }
}
