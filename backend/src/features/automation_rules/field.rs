//! What a condition may look at, of which type each is, and how it may be compared.

use crate::features::cases::model::{CaseStatus, Channel, Direction, Level, Outcome, OwnerKind};
use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// A field of a case that a condition may look at.
    ConditionField {
        Status = "status", "状态", "Status";
        Level = "level", "等级", "Level";
        TypeCode = "type_code", "类型", "Type";
        ScaleCode = "scale_code", "规模", "Scale";
        Channel = "channel", "来源渠道", "Channel";
        RegionCode = "region_code", "行政区划", "Region";
        LeadDepartment = "lead_department", "主办单位", "Lead department";
        AssistDepartment = "assist_department", "协办单位", "Assisting department";
        OwnerKind = "owner_kind", "责任方", "Owner";
        Handed = "handed", "上报下派", "Handed between levels";
        Outcome = "outcome", "办理结果", "Outcome";
        PeopleCount = "people_count", "涉及人数", "People concerned";
        AmountFen = "amount_fen", "涉及金额", "Amount";
        ReturnCount = "return_count", "退回次数", "Returns";
        FailedCallbacks = "failed_callbacks", "回访未果次数", "Failed callbacks";
        DaysOver = "days_over", "超期天数", "Days over the limit";
        DaysOpen = "days_open", "登记后天数", "Days since registration";
        WillingToMediate = "willing_to_mediate", "愿意调解", "Willing to mediate";
        IsAnonymous = "is_anonymous", "匿名", "Anonymous";
        IsRuled = "is_ruled", "经裁定", "Ruled";
        IsSuspended = "is_suspended", "已中止", "Suspended";
        IsReopened = "is_reopened", "曾重新办理", "Reopened before";
        HasLeader = "has_leader", "领导包案", "A leader is in charge";
    }
}

words! {
    /// How a field is compared.
    ConditionOp {
        In = "in", "是其中之一", "is one of";
        NotIn = "not_in", "不是其中任何一个", "is none of";
        Below = "below", "属于", "lies in";
        NotBelow = "not_below", "不属于", "does not lie in";
        Eq = "eq", "等于", "is";
        Lt = "lt", "小于", "is less than";
        Le = "le", "不超过", "is at most";
        Gt = "gt", "大于", "is more than";
        Ge = "ge", "不少于", "is at least";
        Is = "is", "为", "is";
        IsSet = "is_set", "已有", "is known";
        NotSet = "not_set", "没有", "is not known";
    }
}

impl ConditionOp {
    /// Whether it is the opposite of another comparison.
    pub const fn is_negative(self) -> bool {
        matches!(self, Self::NotIn | Self::NotBelow | Self::NotSet)
    }
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A word of a closed list.
    Word,
    /// A code that nests by prefix.
    Code,
    /// An id of a department.
    Department,
    /// A whole number, at most the one given.
    Number(i64),
    /// Yes or no.
    Flag,
}

/// No money and no count is larger.
const MOST: i64 = 9_000_000_000_000;
/// About a hundred years.
const MOST_DAYS: i64 = 36_600;

impl ConditionField {
    /// Its type.
    pub const fn field_type(self) -> FieldType {
        match self {
            Self::Status
            | Self::Level
            | Self::Channel
            | Self::OwnerKind
            | Self::Handed
            | Self::Outcome => FieldType::Word,
            Self::TypeCode | Self::ScaleCode | Self::RegionCode => FieldType::Code,
            Self::LeadDepartment | Self::AssistDepartment => FieldType::Department,
            Self::PeopleCount | Self::AmountFen | Self::ReturnCount | Self::FailedCallbacks => {
                FieldType::Number(MOST)
            }
            Self::DaysOver | Self::DaysOpen => FieldType::Number(MOST_DAYS),
            Self::WillingToMediate
            | Self::IsAnonymous
            | Self::IsRuled
            | Self::IsSuspended
            | Self::IsReopened
            | Self::HasLeader => FieldType::Flag,
        }
    }

    /// Whether a case may be without it.
    pub const fn may_be_unknown(self) -> bool {
        matches!(
            self,
            Self::Level
                | Self::TypeCode
                | Self::ScaleCode
                | Self::LeadDepartment
                | Self::AssistDepartment
                | Self::Handed
                | Self::Outcome
                | Self::PeopleCount
                | Self::AmountFen
                | Self::DaysOver
                | Self::WillingToMediate
        )
    }

    /// The ways in which it may be compared.
    pub fn ops(self) -> Vec<ConditionOp> {
        use ConditionOp::{Below, Eq, Ge, Gt, In, Is, IsSet, Le, Lt, NotBelow, NotIn, NotSet};
        let mut ops = match self.field_type() {
            FieldType::Word | FieldType::Department => vec![In, NotIn],
            FieldType::Code => vec![Below, NotBelow],
            FieldType::Number(_) => vec![Eq, Lt, Le, Gt, Ge],
            FieldType::Flag => vec![Is],
        };
        if self.may_be_unknown() {
            ops.extend([IsSet, NotSet]);
        }
        ops
    }

    /// The name of a word it may have, none where there is no such word.
    pub fn word(self, code: &str, lang: Lang) -> Option<&'static str> {
        match self {
            Self::Status => CaseStatus::parse(code).map(|word| word.name(lang)),
            Self::Level => Level::parse(code).map(|word| word.name(lang)),
            Self::Channel => Channel::parse(code).map(|word| word.name(lang)),
            Self::OwnerKind => OwnerKind::parse(code).map(|word| word.name(lang)),
            Self::Handed => Direction::parse(code).map(|word| word.name(lang)),
            Self::Outcome => Outcome::parse(code).map(|word| word.name(lang)),
            Self::TypeCode
            | Self::ScaleCode
            | Self::RegionCode
            | Self::LeadDepartment
            | Self::AssistDepartment
            | Self::PeopleCount
            | Self::AmountFen
            | Self::ReturnCount
            | Self::FailedCallbacks
            | Self::DaysOver
            | Self::DaysOpen
            | Self::WillingToMediate
            | Self::IsAnonymous
            | Self::IsRuled
            | Self::IsSuspended
            | Self::IsReopened
            | Self::HasLeader => None,
        }
    }
}
