//! What is assessed: kinds of facts that are in the system already, each either kept or failed. Pure.
//!
//! This is the one list of inputs. Volume, entry counts and time online are not in it and cannot be:
//! a fact says whether something that was owed was kept, never how much was done (domain 8.4, 国办函
//! 〔2026〕12号). Presence is the department's: whether the posts it owes were served, day by day, as
//! [`crate::features::shortfalls`] counts it; no person is in it.

use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// A kind of facts.
    AssessmentSource {
        SignFor = "sign_for", "签收及时", "Signed for in time";
        HandlingLimit = "handling_limit", "办理期限", "Handling limits kept";
        AssistLimit = "assist_limit", "协办按时", "Assistance in time";
        GroundedReturn = "grounded_return", "退回有据", "Returns with ground";
        OrderReply = "order_reply", "督办按期回复", "Supervision orders answered in time";
        CaseTask = "case_task", "交办任务按期", "Tasks done in time";
        CallbackSolved = "callback_solved", "回访已解决", "Callbacks: solved";
        CallbackFair = "callback_fair", "回访公平对待", "Callbacks: fairly treated";
        NotReopened = "not_reopened", "未返工重办", "Not reopened";
        Dossier = "dossier", "卷宗按期封存", "Dossiers complete in time";
        PostServed = "post_served", "岗位到岗", "Posts served";
    }
}

words! {
    /// Who is assessed.
    AssessmentSubject {
        Department = "department", "单位", "Department";
        Person = "person", "入驻人员", "Stationed person";
    }
}

/// Calendar days after closing within which the dossier has to be complete and sealed. Ours, to be
/// confirmed by the county.
pub const DOSSIER_DAYS: u64 = 30;

impl AssessmentSource {
    /// Whether its facts are somebody's own; the others are their department's alone.
    pub const fn fits(self, subject: AssessmentSubject) -> bool {
        match (subject, self) {
            (AssessmentSubject::Person, Self::Dossier | Self::PostServed) => false,
            (
                AssessmentSubject::Person,
                Self::SignFor
                | Self::HandlingLimit
                | Self::AssistLimit
                | Self::GroundedReturn
                | Self::OrderReply
                | Self::CaseTask
                | Self::CallbackSolved
                | Self::CallbackFair
                | Self::NotReopened,
            )
            | (AssessmentSubject::Department, _) => true,
        }
    }

    /// What a fact is, when it is kept, and whose it is.
    pub fn definition(self, lang: Lang) -> &'static str {
        let [zh, en] = self.definitions();
        lang.pick(zh, en)
    }

    const fn definitions(self) -> [&'static str; 2] {
        match self {
            Self::SignFor => [
                "每件转办的签收时限；期限内由本单位人员签收为守约，逾期或到期自动签收为失约；归签收人",
                "each limit for signing; kept when somebody of the department signed in time, failed \
                 when late or signed by the system; whose: who signed",
            ],
            Self::HandlingLimit => [
                "主办案件的办理时限（含依法中止、批准延期）；按期办结为守约；归签收人",
                "each handling limit of a case led, stops and extensions counted in; kept when \
                 resolved in time; whose: who signed for it",
            ],
            Self::AssistLimit => [
                "协办事项的期限；按期办结为守约；归签收人",
                "the limit of each assistance; kept when completed in time; whose: who signed for it",
            ],
            Self::GroundedReturn => [
                "每次退回；随后改由其他单位主办为有据，仍交回本单位为无据；归退回人",
                "each return; with ground when another department led next, without when it came \
                 back; whose: who returned it",
            ],
            Self::OrderReply => [
                "每件督办的每轮回复；在回复期限内回复为守约，逾期或未回复为失约；归回复人",
                "each round of each supervision order; kept when answered by its day, failed when \
                 late or not answered; whose: who replied",
            ],
            Self::CaseTask => [
                "接访承诺、会议议定的交办任务；期限当日及以前办结为守约；归办结人",
                "promises and decisions as tasks; kept when done by their day; whose: who did them",
            ],
            Self::CallbackSolved => [
                "每次接通的回访中“是否解决”的回答；答已解决为守约；归申报办结人",
                "the answer to “solved?” of each callback that reached somebody; whose: who resolved \
                 the case",
            ],
            Self::CallbackFair => [
                "每次接通的回访中“是否受到公平对待”的回答；答是为守约；归申报办结人",
                "the answer to “fairly treated?” of each callback that reached somebody; whose: who \
                 resolved the case",
            ],
            Self::NotReopened => [
                "每次审核通过的办结；期内重新办理为失约；归申报办结人",
                "each result that was accepted; failed when the case was opened again; whose: who \
                 resolved it",
            ],
            Self::Dossier => [
                "须封存卷宗的结案案件；结案后三十日内卷宗齐全并封存为守约；归主办单位",
                "each closed case whose dossier must be sealed; kept when complete and sealed within \
                 thirty days; whose: the leading department",
            ],
            Self::PostServed => [
                "在本中心应派驻的每个岗位每一天；人员到齐并有在岗依据为守约，未排人、排定人员未准入、\
                 记录未见在岗或没有任何依据为失约；经批准请假而无人替班的、依据待核实的、随驻未被\
                 召请的不计；归派驻单位，不涉及个人",
                "each day of each post owed at the centre; kept when everybody owed was there by some \
                 evidence, failed when a place was empty or nothing shows that anybody came; days of an \
                 approved leave, in dispute, or on call without a call are left out; whose: the \
                 department, never a person",
            ],
        }
    }
}
