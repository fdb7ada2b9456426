//! Which way the law leaves for an agreement as it stands, with the article, pure.

use chrono::{Months, NaiveDate};

use super::workflow::{AgreementState, ConfirmationState};
use crate::platform::lang::Lang;
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

impl LawfulStep {
    /// The article it rests on.
    pub fn source(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Urge => (
                "人民调解法第三十一条：人民调解委员会应当监督并督促当事人履行",
                "People's Mediation Law, art. 31: the committee supervises and urges performance",
            ),
            Self::Confirm => (
                "人民调解法第三十三条、民事诉讼法第二百零五条：自协议生效之日起三十日内共同申请",
                "People's Mediation Law, art. 33, Civil Procedure Law, art. 205: together, within \
                 thirty days of its taking effect",
            ),
            Self::Enforce => (
                "人民调解法第三十三条、民事诉讼法第二百五十条：经确认有效的可申请强制执行，期间二年",
                "People's Mediation Law, art. 33, Civil Procedure Law, art. 250: enforcement of what \
                 was confirmed, within two years",
            ),
            Self::PaymentOrder => (
                "劳动争议调解仲裁法第十六条：可以持调解协议书申请支付令",
                "Labour Dispute Mediation and Arbitration Law, art. 16: a payment order on the \
                 strength of the agreement",
            ),
            Self::Sue => (
                "人民调解法第三十二条：就履行或者内容发生争议的，可以向人民法院提起诉讼",
                "People's Mediation Law, art. 32: an action about its performance or contents",
            ),
        };
        lang.pick(zh, en)
    }
}

/// What decides which way is open.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Where the agreement stands.
    pub state: AgreementState,
    /// Where its confirmation stands.
    pub confirmation: ConfirmationState,
    /// The last day for asking for it.
    pub confirm_until_on: NaiveDate,
    /// 类型 of the case.
    pub type_code: Option<&'a str>,
    /// Whether money is owed.
    pub owes_money: bool,
    /// The first day on which something was due that is still owed.
    pub due_on: Option<NaiveDate>,
    /// Today in China.
    pub today: NaiveDate,
}

/// Personal status (身份关系), such as the end of a marriage, is confirmed by no court
/// (最高人民法院关于人民调解协议司法确认程序的若干规定 art. 4): case type 婚恋 and 抚养赡养监护.
pub fn is_confirmable(type_code: Option<&str>) -> bool {
    !type_code.is_some_and(|code| ["0101", "0102"].iter().any(|no| code.starts_with(no)))
}

/// The steps that are open, the next first, each with its last day where it has one.
pub fn open(about: Standing<'_>) -> Vec<(LawfulStep, Option<NaiveDate>)> {
    let mut steps = Vec::new();
    let may_confirm = about.confirmation.is_askable()
        && about.today <= about.confirm_until_on
        && is_confirmable(about.type_code);
    let confirm = (LawfulStep::Confirm, Some(about.confirm_until_on));
    match about.state {
        AgreementState::Performed | AgreementState::Cancelled => {}
        AgreementState::InForce => steps.extend(may_confirm.then_some(confirm)),
        AgreementState::Breached if about.confirmation == ConfirmationState::Confirmed => {
            // Two years from the last day of performance.
            let until = about.due_on.and_then(|day| day.checked_add_months(Months::new(24)));
            steps.push((LawfulStep::Enforce, until));
        }
        AgreementState::Breached => {
            steps.push((LawfulStep::Urge, None));
            steps.extend(may_confirm.then_some(confirm));
            let is_labour = about.type_code.is_some_and(|code| code.starts_with("07"));
            if is_labour && about.owes_money {
                steps.push((LawfulStep::PaymentOrder, None));
            }
            if about.confirmation != ConfirmationState::Applied {
                steps.push((LawfulStep::Sue, None));
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn standing(state: AgreementState, confirmation: ConfirmationState) -> Standing<'static> {
        Standing {
            state,
            confirmation,
            confirm_until_on: day("2026-04-01"),
            type_code: Some("0202"),
            owes_money: true,
            due_on: Some(day("2026-03-10")),
            today: day("2026-03-20"),
        }
    }

    fn steps(about: Standing<'_>) -> Vec<LawfulStep> {
        open(about).into_iter().map(|(step, _)| step).collect()
    }

    #[test]
    fn a_broken_promise_always_leaves_a_way() {
        for confirmation in ConfirmationState::ALL {
            let about = standing(AgreementState::Breached, *confirmation);
            assert!(!open(about).is_empty(), "{confirmation:?}");
        }
    }

    #[test]
    fn what_was_confirmed_is_enforced_within_two_years() {
        let about = standing(AgreementState::Breached, ConfirmationState::Confirmed);
        assert_eq!(open(about), [(LawfulStep::Enforce, Some(day("2028-03-10")))]);
    }

    #[test]
    fn confirmation_is_open_within_its_days_and_never_for_personal_status() {
        let about = standing(AgreementState::InForce, ConfirmationState::None);
        assert_eq!(steps(about), [LawfulStep::Confirm]);
        assert!(steps(Standing { today: day("2026-04-02"), ..about }).is_empty());
        assert!(steps(Standing { type_code: Some("0101"), ..about }).is_empty());
    }

    #[test]
    fn wages_owed_are_ordered_to_be_paid() {
        let about = standing(AgreementState::Breached, ConfirmationState::Rejected);
        let labour = Standing { type_code: Some("0701"), ..about };
        assert_eq!(steps(labour), [LawfulStep::Urge, LawfulStep::PaymentOrder, LawfulStep::Sue]);
    }
}
