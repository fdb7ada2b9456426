//! Domain types of a case, as they are written on the wire and in the database.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::lang::Lang;

/// A closed list of words: wire form, database form and names in one place.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:tt, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        pub enum $name {
            $(#[doc = $zh] #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Every word of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Reads the word from the database.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($code => Some(Self::$variant),)* _ => None }
            }

            /// The official term.
            pub const fn name(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, Lang::Zh) => $zh, (Self::$variant, Lang::En) => $en,)*
                }
            }
        }
    };
}

words! {
    /// By which machine a case was entered, where it was none by a person at the form.
    EntryWay {
        Import = "import", "批量导入", "From a file";
        Adapter = "adapter", "系统对接", "From a message of another system";
        Application = "application", "第三方应用", "By an application";
    }
}

words! {
    /// Where a case stands.
    CaseStatus {
        Registered = "registered", "已登记待分流", "Registered";
        Dispatched = "dispatched", "已转办待签收", "Dispatched";
        InProgress = "in_progress", "办理中", "In progress";
        Returned = "returned", "退回待审", "Returned";
        Suspended = "suspended", "已中止", "Suspended";
        Resolved = "resolved", "已办结待审核", "Resolved";
        InCallback = "in_callback", "待回访", "In callback";
        Closed = "closed", "已结案", "Closed";
        Archived = "archived", "已归档", "Archived";
        NotAccepted = "not_accepted", "不予受理", "Not accepted";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
        Merged = "merged", "已并案", "Merged";
    }
}

impl CaseStatus {
    /// Whether nothing more can happen to the case, apart from unmerging.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Archived | Self::NotAccepted | Self::Withdrawn | Self::Merged)
    }

    /// Whether somebody still has to work on it.
    pub const fn is_open(self) -> bool {
        !self.is_final() && !matches!(self, Self::Closed)
    }

    /// The statuses in which somebody still has to work on a case.
    pub fn open() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|status| status.is_open())
    }
}

words! {
    /// 难易程度: decides the time limit for handling.
    Level {
        Simple = "simple", "简单", "Simple";
        Ordinary = "ordinary", "一般", "Ordinary";
        Complex = "complex", "复杂", "Complex";
        Difficult = "difficult", "疑难", "Difficult";
    }
}

words! {
    /// 来源渠道.
    Channel {
        WalkIn = "walk_in", "来访", "Walk-in";
        Phone = "phone", "来电", "Phone";
        Online = "online", "网上", "Online";
        Grid = "grid", "网格上报", "Grid";
        Hotline12345 = "hotline_12345", "12345热线", "12345 hotline";
        Police110 = "police_110", "110非警务警情", "110 non-police call";
        Petition = "petition", "信访", "Petition";
        Court = "court", "法院委派委托", "Court";
        Procuratorate = "procuratorate", "检察院委托移送", "Procuratorate";
        Transferred = "transferred", "部门移送", "Transferred";
        Patrol = "patrol", "走访排查", "Patrol";
        Other = "other", "其他", "Other";
    }
}

words! {
    /// Who has the case now. At any instant exactly one.
    OwnerKind {
        Window = "window", "综合窗口", "Front desk";
        Dispatcher = "dispatcher", "分流岗", "Dispatcher";
        Department = "department", "承办单位", "Department";
        Director = "director", "综治中心主任", "Centre director";
        Leader = "leader", "包案领导", "Leader";
        Center = "center", "综治中心", "Centre";
    }
}

words! {
    /// Which way a case was handed between levels.
    Direction {
        Up = "up", "上报", "Handed up";
        Down = "down", "下派", "Handed down";
    }
}

words! {
    /// How a case ended, in words for citizens.
    Outcome {
        Solved = "solved", "已解决", "Solved";
        PartlySolved = "partly_solved", "部分解决", "Partly solved";
        Explained = "explained", "已解释说明", "Explained";
        ReferredToCourt = "referred_to_court", "引导诉讼", "Referred to court";
        ReferredToArbitration = "referred_to_arbitration", "引导仲裁", "Referred to arbitration";
        ReferredToReview = "referred_to_review", "引导行政复议", "Referred to administrative review";
        ReferredToPolice = "referred_to_police", "移送公安机关（涉嫌犯罪）", "Handed to the police (suspected crime)";
        ReferredToPublicSecurity = "referred_to_public_security", "移送公安机关（治安案件）", "Handed to the police (public order)";
        NotOurs = "not_ours", "不属本级受理", "Not ours";
        Withdrawn = "withdrawn", "当事人撤回", "Withdrawn";
        Other = "other", "其他", "Other";
    }
}

words! {
    /// 限制知悉: what kind of matter few may know of (domain 9.6).
    RestrictionClass {
        Minors = "minors", "涉未成年人", "Minors";
        DomesticViolence = "domestic_violence", "家庭暴力", "Domestic violence";
        SexualMatter = "sexual_matter", "涉性隐私", "Sexual matter";
        Other = "other", "其他", "Other";
    }
}

words! {
    /// 当事人类型.
    PartyRole {
        Applicant = "applicant", "申请人", "Applicant";
        Respondent = "respondent", "被申请人", "Respondent";
        Representative = "representative", "代理人", "Representative";
        ThirdParty = "third_party", "第三人", "Third party";
    }
}

words! {
    /// A person or an organisation.
    PartyKind {
        Person = "person", "自然人", "Person";
        Organization = "organization", "单位", "Organisation";
    }
}

words! {
    /// 主办/协办.
    ReferralKind {
        Lead = "lead", "主办", "Lead";
        Assist = "assist", "协办", "Assisting";
    }
}

words! {
    /// A procedure of the law a case waits for (法定程序); its own limit runs meanwhile.
    Procedure {
        PeopleMediation = "people_mediation", "人民调解", "People's mediation";
        AdministrativeMediation = "administrative_mediation", "行政调解", "Administrative mediation";
        CourtMediation = "court_mediation", "诉前调解", "Mediation before trial";
        LabourArbitration = "labour_arbitration", "劳动仲裁", "Labour arbitration";
        LandArbitration = "land_arbitration", "农村土地承包仲裁", "Rural land arbitration";
        AdministrativeAdjudication = "administrative_adjudication", "行政裁决", "Administrative adjudication";
        AdministrativeReview = "administrative_review", "行政复议", "Administrative review";
        CivilLitigation = "civil_litigation", "民事诉讼", "Civil litigation";
        AdministrativeLitigation = "administrative_litigation", "行政诉讼", "Administrative litigation";
        Petition = "petition", "信访", "Petition";
    }
}

words! {
    /// Where a referral stands.
    ReferralState {
        Sent = "sent", "待签收", "Sent";
        Signed = "signed", "已签收", "Signed";
        Returned = "returned", "已退回", "Returned";
        Done = "done", "已办结", "Done";
        Superseded = "superseded", "已改派", "Superseded";
    }
}

impl ReferralState {
    /// Whether the department still has a part in the case.
    pub const fn is_in_force(self) -> bool {
        !matches!(self, Self::Returned | Self::Superseded)
    }

    /// Whether the department still has something to do for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Signed)
    }
}
