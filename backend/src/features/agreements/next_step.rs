//! Which way the law leaves for an agreement as it stands, pure. The articles are data
//! ([`super::law`]).

use chrono::{Months, NaiveDate};

use super::law::Law;
use super::workflow::{AgreementState, ConfirmationState};
use crate::platform::words::words;

words! {
    /// A step of the law that is open.
    LawfulStep {
        Urge = "urge", "督促履行", "Urge performance";
        Confirm = "confirm", "共同申请司法确认", "Apply together for judicial confirmation";
        Enforce = "enforce", "申请强制执行", "Apply for enforcement";
        PaymentOrder = "payment_order", "申请支付令", "Apply for a payment order";
        Sue = "sue", "就协议向人民法院起诉", "Sue on the agreement";
    }
}

/// Something that is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// Which item.
    pub item_no: i32,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// Whether it is money.
    pub is_money: bool,
    /// Whether it is known that it will not be done (拒不履行).
    pub is_breached: bool,
}

/// What decides which way is open.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// Where the agreement stands.
    pub state: AgreementState,
    /// Where its confirmation stands.
    pub confirmation: ConfirmationState,
    /// The last day for asking for it.
    pub confirm_until_on: NaiveDate,
    /// Whether it is about status alone, such as the end of a marriage.
    pub is_status_only: bool,
    /// 类型 of the case.
    pub type_code: Option<&'a str>,
    /// What is owed.
    pub owed: Vec<Owed>,
    /// Today in China.
    pub today: NaiveDate,
}

impl Standing<'_> {
    /// What should have been done, whether somebody has said so or not.
    fn missed(&self) -> impl Iterator<Item = &Owed> {
        self.owed.iter().filter(|owed| owed.is_breached || owed.due_on < self.today)
    }

    fn may_confirm(&self) -> bool {
        self.confirmation.is_askable()
            && self.today <= self.confirm_until_on
            && !self.is_status_only
    }
}

/// A step that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenStep {
    /// Which.
    pub step: LawfulStep,
    /// For which item, where each has its own.
    pub item_no: Option<i32>,
    /// The last day for it.
    pub until_on: Option<NaiveDate>,
}

const fn whenever(step: LawfulStep) -> OpenStep {
    OpenStep { step, item_no: None, until_on: None }
}

/// The steps that are open, the next first. What is overdue opens the same way as what is known to be
/// refused: nobody has to write a breach down first.
pub fn open(about: &Standing<'_>, law: &Law) -> Vec<OpenStep> {
    let mut steps = Vec::new();
    let until_on = Some(about.confirm_until_on);
    let confirm = OpenStep { until_on, ..whenever(LawfulStep::Confirm) };
    let confirm = about.may_confirm().then_some(confirm);
    match about.state {
        AgreementState::Performed | AgreementState::Cancelled => {}
        AgreementState::InForce | AgreementState::Breached if about.missed().next().is_none() => {
            steps.extend(confirm);
        }
        AgreementState::InForce | AgreementState::Breached
            if about.confirmation == ConfirmationState::Confirmed =>
        {
            let months = Months::new(law.enforcement_months.value);
            let enforce = |owed: &Owed| OpenStep {
                step: LawfulStep::Enforce,
                item_no: Some(owed.item_no),
                until_on: owed.due_on.checked_add_months(months),
            };
            steps.extend(about.missed().map(enforce));
            steps.sort_by_key(|step| (step.until_on, step.item_no));
        }
        AgreementState::InForce | AgreementState::Breached => {
            steps.push(whenever(LawfulStep::Urge));
            steps.extend(confirm);
            let owes_money = about.owed.iter().any(|owed| owed.is_money);
            if owes_money && law.payment_order_types.hold_for(about.type_code) {
                steps.push(whenever(LawfulStep::PaymentOrder));
            }
            if about.confirmation != ConfirmationState::Applied {
                steps.push(whenever(LawfulStep::Sue));
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::agreements::law::law;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// Money due on the tenth, and something to be done by the thirtieth.
    fn standing(is_breached: bool, confirmation: ConfirmationState) -> Standing<'static> {
        let owed = |item_no, due_on, is_money, is_breached| Owed {
            item_no,
            due_on: day(due_on),
            is_money,
            is_breached,
        };
        Standing {
            state: if is_breached { AgreementState::Breached } else { AgreementState::InForce },
            confirmation,
            confirm_until_on: day("2026-04-01"),
            is_status_only: false,
            type_code: Some("0202"),
            owed: vec![
                owed(1, "2026-03-10", true, is_breached),
                owed(2, "2026-03-30", false, false),
            ],
            today: day("2026-03-08"),
        }
    }

    fn steps(about: &Standing<'_>) -> Vec<LawfulStep> {
        open(about, law().expect("the data")).into_iter().map(|open| open.step).collect()
    }

    #[test]
    fn a_broken_promise_always_leaves_a_way() {
        for confirmation in ConfirmationState::ALL {
            let breached = standing(true, *confirmation);
            assert!(!steps(&breached).is_empty(), "{confirmation:?}");
            let overdue = Standing { today: day("2027-03-20"), ..standing(false, *confirmation) };
            assert!(!steps(&overdue).is_empty(), "{confirmation:?}");
        }
    }

    #[test]
    fn what_is_overdue_opens_the_way_without_a_word() {
        let due = standing(false, ConfirmationState::None);
        let last_day = Standing { today: day("2026-03-10"), ..due.clone() };
        assert_eq!(steps(&last_day), [LawfulStep::Confirm]);
        let over = Standing { today: day("2026-03-11"), ..due };
        assert_eq!(steps(&over), [LawfulStep::Urge, LawfulStep::Confirm, LawfulStep::Sue]);
    }

    #[test]
    fn what_was_confirmed_is_enforced_within_two_years_of_each_item() {
        let about = standing(true, ConfirmationState::Confirmed);
        let enforce = |item_no, until: &str| OpenStep {
            step: LawfulStep::Enforce,
            item_no: Some(item_no),
            until_on: Some(day(until)),
        };
        let law = law().expect("the data");
        assert_eq!(open(&about, law), [enforce(1, "2028-03-10")]);
        let later = Standing { today: day("2026-04-02"), ..about };
        assert_eq!(open(&later, law), [enforce(1, "2028-03-10"), enforce(2, "2028-03-30")]);
    }

    #[test]
    fn confirmation_is_open_within_its_days_and_never_for_status_alone() {
        let about = standing(false, ConfirmationState::None);
        assert_eq!(steps(&about), [LawfulStep::Confirm]);
        let support = Standing { type_code: Some("0102"), ..about.clone() };
        assert_eq!(steps(&support), [LawfulStep::Confirm], "support is confirmed");
        assert!(steps(&Standing { is_status_only: true, ..about.clone() }).is_empty());
        let late = Standing { today: day("2026-04-02"), ..about };
        assert!(!steps(&late).contains(&LawfulStep::Confirm));
    }

    #[test]
    fn wages_owed_are_ordered_to_be_paid() {
        let about = standing(true, ConfirmationState::Rejected);
        let labour = Standing { type_code: Some("070101"), ..about };
        assert_eq!(steps(&labour), [LawfulStep::Urge, LawfulStep::PaymentOrder, LawfulStep::Sue]);
    }
}
