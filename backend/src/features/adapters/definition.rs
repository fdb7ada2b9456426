//! What a mapping says (字段对照): the closed grammar in which another system's message is read as a
//! registration. Nothing of it is a program: a mapping names fields, tables and one of a few rules.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::features::cases::model::{CaseStatus, Channel, PartyKind, PartyRole};
use crate::platform::error::{AppResult, not_blank};
use crate::platform::words::words;

words! {
    /// A member of a registration, or of a party of it, that a mapping fills.
    AdapterTarget {
        Title = "title", "事项标题", "Title";
        Narrative = "narrative", "事件简述", "Narrative";
        Demand = "demand", "诉求", "Demand";
        TypeCode = "type_code", "事件类型", "Type of matter";
        ScaleCode = "scale_code", "事件规模", "Scale";
        Level = "level", "难易程度", "Level";
        OccurredOn = "occurred_on", "发生日期", "Day it happened";
        KnownAt = "known_at", "知悉时间", "When it became known";
        ReceivedAt = "received_at", "来源系统受理时间", "When the other system received it";
        RegionCode = "region_code", "行政区划代码", "Code of the region";
        Address = "address", "详址", "Address";
        Lng = "lng", "经度", "Longitude";
        Lat = "lat", "纬度", "Latitude";
        PeopleCount = "people_count", "涉及人数", "People concerned";
        AmountFen = "amount_fen", "涉及金额", "Amount";
        WillingToMediate = "willing_to_mediate", "是否愿意调解", "Willing to mediate";
        Anonymous = "anonymous", "匿名", "Anonymous";
        Name = "name", "姓名或单位名称", "Name";
        Role = "role", "当事人类型", "Role of the party";
        Kind = "kind", "自然人或单位", "Person or organisation";
        IdType = "id_type", "证件类型", "Kind of document";
        IdNumber = "id_number", "证件号码", "Number of the document";
        Phone = "phone", "联系电话", "Phone";
        Gender = "gender", "性别", "Gender";
    }
}

impl AdapterTarget {
    /// Whether a party has it.
    pub const fn is_of_party(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Role
                | Self::Kind
                | Self::IdType
                | Self::IdNumber
                | Self::Phone
                | Self::Gender
                | Self::Address
        )
    }

    /// Whether the registration itself has it.
    pub const fn is_of_case(self) -> bool {
        !self.is_of_party() || matches!(self, Self::Address)
    }

    /// The rules that make such a value.
    pub const fn rules(self) -> &'static [AdapterRule] {
        match self {
            Self::OccurredOn | Self::KnownAt | Self::ReceivedAt => &[AdapterRule::Time],
            Self::Lng | Self::Lat => &[AdapterRule::Decimal],
            Self::PeopleCount => &[AdapterRule::Integer],
            Self::AmountFen => &[AdapterRule::Yuan, AdapterRule::Integer],
            Self::WillingToMediate | Self::Anonymous => &[AdapterRule::Flag],
            Self::Title
            | Self::Narrative
            | Self::Demand
            | Self::TypeCode
            | Self::ScaleCode
            | Self::Level
            | Self::RegionCode
            | Self::Address
            | Self::Name
            | Self::Role
            | Self::Kind
            | Self::IdType
            | Self::IdNumber
            | Self::Phone
            | Self::Gender => &[
                AdapterRule::Text,
                AdapterRule::Excerpt,
                AdapterRule::Join,
                AdapterRule::Code,
                AdapterRule::Constant,
            ],
        }
    }

    /// The code set of ours its values are taken from.
    pub const fn code_set(self) -> Option<&'static str> {
        match self {
            Self::TypeCode => Some("case_type"),
            Self::ScaleCode => Some("case_scale"),
            Self::Level => Some("case_level"),
            Self::IdType => Some("id_type"),
            Self::Gender => Some("gender"),
            Self::Role => Some("party_role"),
            Self::Kind => Some("party_kind"),
            Self::Title
            | Self::Narrative
            | Self::Demand
            | Self::OccurredOn
            | Self::KnownAt
            | Self::ReceivedAt
            | Self::RegionCode
            | Self::Address
            | Self::Lng
            | Self::Lat
            | Self::PeopleCount
            | Self::AmountFen
            | Self::WillingToMediate
            | Self::Anonymous
            | Self::Name
            | Self::IdNumber
            | Self::Phone => None,
        }
    }
}

words! {
    /// How a value is made of what stands in the message.
    AdapterRule {
        Text = "text", "原文", "As it stands";
        Excerpt = "excerpt", "摘取开头", "Its beginning";
        Join = "join", "逐行合并", "Line by line";
        Constant = "constant", "固定值", "A fixed value";
        Code = "code", "代码对照", "By a table of codes";
        Time = "time", "日期时间", "A date or an instant";
        Integer = "integer", "整数", "A whole number";
        Decimal = "decimal", "小数", "A decimal number";
        Yuan = "yuan", "元换算为分", "Yuan, as fen";
        Flag = "flag", "是或否", "Yes or no";
    }
}

words! {
    /// How a date or an instant is written; without an offset it is China's time.
    AdapterTimeFormat {
        Date = "date", "2026-03-02", "2026-03-02";
        DateSlash = "date_slash", "2026/03/02", "2026/03/02";
        DateCompact = "date_compact", "20260302", "20260302";
        DateTime = "date_time", "2026-03-02 09:30:00", "2026-03-02 09:30:00";
        DateTimeMinutes = "date_time_minutes", "2026-03-02 09:30", "2026-03-02 09:30";
        DateTimeSlash = "date_time_slash", "2026/03/02 09:30:00", "2026/03/02 09:30:00";
        DateTimeCompact = "date_time_compact", "20260302093000", "20260302093000";
        Rfc3339 = "rfc3339", "2026-03-02T09:30:00+08:00", "2026-03-02T09:30:00+08:00";
        EpochSeconds = "epoch_seconds", "1970年起的秒数", "Seconds since 1970";
        EpochMillis = "epoch_millis", "1970年起的毫秒数", "Milliseconds since 1970";
    }
}

/// One member and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterField {
    /// What it fills.
    pub to: AdapterTarget,
    /// JSON pointers (RFC 6901) into the message, or into the party: the first that holds something is
    /// read, by `join` all of them; none for a constant.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10, example = json!(["/title"]))]
    pub from: Vec<String>,
    /// How it is read.
    #[serde(default = "as_it_stands")]
    #[schema(default = "text")]
    pub rule: AdapterRule,
    /// Whether a message without it is refused.
    #[serde(default)]
    pub required: bool,
    /// By `code`: which table.
    #[serde(default)]
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50)]
    pub table: Option<String>,
    /// By `time`: how it is written.
    #[serde(default)]
    pub format: Option<AdapterTimeFormat>,
    /// By `constant`: the value. For the name of a party: what stands for it where only a number or a
    /// phone is told.
    #[serde(default)]
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60)]
    pub value: Option<String>,
    /// By `excerpt`: how many characters at most.
    #[serde(default)]
    #[validate(range(min = 1, max = 200))]
    #[schema(minimum = 1, maximum = 200)]
    pub longest: Option<u16>,
    /// By `flag`: what means yes; `true`, `1`, `是` unless given.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    pub yes: Vec<String>,
    /// By `flag`: what means no; `false`, `0`, `否` unless given.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    pub no: Vec<String>,
}

const fn as_it_stands() -> AdapterRule {
    AdapterRule::Text
}

/// Parties of one kind in the message. One without a name is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterParty {
    /// JSON pointer to the list of them; null: one, and its fields stand in the message itself.
    #[serde(default)]
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60, example = "/parties")]
    pub each: Option<String>,
    /// Their role, unless a field says it.
    pub role: PartyRole,
    /// What they are, unless a field says it.
    pub kind: PartyKind,
    /// Their members; pointers below `each` where that is given.
    #[validate(nested, length(min = 1, max = 10))]
    #[schema(min_items = 1, max_items = 10)]
    pub fields: Vec<AdapterField>,
}

/// A code of the other system and ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterCodeRow {
    /// Theirs.
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60, example = "0306")]
    pub from: String,
    /// Ours.
    #[validate(length(min = 1, max = 16))]
    #[schema(min_length = 1, max_length = 16, example = "0402")]
    pub to: String,
}

/// A table of codes (代码对照).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterCodeTable {
    /// Its name within the mapping.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "category")]
    pub code: String,
    /// Where the codes and the comparison come from.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// Whether a code without a row takes that of the longest code it begins with.
    #[serde(default)]
    pub by_prefix: bool,
    /// Ours for every other code; null: such a message is refused.
    #[serde(default)]
    #[validate(length(min = 1, max = 16))]
    #[schema(min_length = 1, max_length = 16)]
    pub otherwise: Option<String>,
    /// Its rows.
    #[validate(nested, length(min = 1, max = 1000))]
    #[schema(min_items = 1, max_items = 1000)]
    pub rows: Vec<AdapterCodeRow>,
}

impl AdapterCodeTable {
    /// Ours for one of theirs.
    pub fn look_up(&self, theirs: &str) -> Option<&str> {
        let exact = self.rows.iter().find(|row| row.from == theirs);
        let longest = || {
            let fitting = self.rows.iter().filter(|row| theirs.starts_with(row.from.as_str()));
            fitting.max_by_key(|row| row.from.len()).filter(|_| self.by_prefix)
        };
        let row = exact.or_else(longest).map(|row| row.to.as_str());
        row.or(self.otherwise.as_deref())
    }
}

/// A reason for which a message makes no case, or a case is refused later (不予受理代码).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterRefusal {
    /// What the other system is told.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "not_a_dispute")]
    pub code: String,
    /// The reason in words.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "不属于矛盾纠纷")]
    pub name: String,
    /// What it rests on.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// JSON pointer to the field that shows it; null: only people decide it.
    #[serde(default)]
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60)]
    pub from: Option<String>,
    /// The values that show it.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub values: Vec<String>,
    /// Whether the value need only begin with one of them.
    #[serde(default)]
    pub by_prefix: bool,
    /// The grounds of ours (code set `decline_ground`) on which a case refused later is told with it.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub ground_codes: Vec<String>,
}

/// What the other system calls a status of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterStatusWord {
    /// Ours.
    pub status: CaseStatus,
    /// Theirs.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "办理中")]
    pub word: String,
}

/// How the messages of a system are read, and what it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdapterDefinition {
    /// JSON pointer to the number the matter has there.
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60, example = "/order_no")]
    pub number: String,
    /// Members of the registration.
    #[validate(nested, length(min = 1, max = 30))]
    #[schema(min_items = 1, max_items = 30)]
    pub fields: Vec<AdapterField>,
    /// Its parties.
    #[validate(nested, length(max = 10))]
    #[schema(max_items = 10)]
    pub parties: Vec<AdapterParty>,
    /// Whether a message that names nobody is registered without parties.
    #[serde(default)]
    pub anonymous_without_parties: bool,
    /// Tables of codes.
    #[validate(nested, length(max = 20))]
    #[schema(max_items = 20)]
    pub tables: Vec<AdapterCodeTable>,
    /// Reasons of refusal.
    #[validate(nested, length(max = 50))]
    #[schema(max_items = 50)]
    pub refusals: Vec<AdapterRefusal>,
    /// The words for each status.
    #[validate(nested, length(max = 50))]
    #[schema(max_items = 50)]
    pub statuses: Vec<AdapterStatusWord>,
}

impl AdapterDefinition {
    /// A table by its name.
    pub fn table(&self, code: &str) -> Option<&AdapterCodeTable> {
        self.tables.iter().find(|table| table.code == code)
    }

    /// Their word for a status; ours where the mapping has none.
    pub fn word_of(&self, status: CaseStatus) -> &str {
        let known = self.statuses.iter().find(|said| said.status == status);
        known.map_or(status.as_str(), |said| said.word.as_str())
    }

    /// What a case refused on a ground is told with.
    pub fn refusal_on(&self, ground_code: &str) -> Option<&AdapterRefusal> {
        let is_of =
            |refusal: &&AdapterRefusal| refusal.ground_codes.iter().any(|c| c == ground_code);
        self.refusals.iter().find(is_of)
    }
}

/// A system as it comes with the program, or as a county made it known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippedAdapter {
    /// Its name in addresses.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What its cases have as `source.system`.
    pub system: String,
    /// The channel of its cases.
    pub channel: Channel,
    /// What the mapping rests on.
    pub source: String,
    /// The same in English.
    pub source_en: String,
    /// The mapping.
    pub definition: AdapterDefinition,
}

macro_rules! shipped {
    ($($name:literal),*) => {
        const SHIPPED: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../../data/adapters/", $name, ".json")))),*
        ];
        /// A message of each system with its code, as the document shows it: nobody in it exists.
        pub const EXAMPLES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../../../docs/examples/adapters/", $name, ".json")))),*
        ];
    };
}

shipped!("court_referral", "grid_event", "hotline_12345", "petition", "police_110");

/// The systems that come with the program, by code.
pub fn shipped() -> AppResult<Vec<ShippedAdapter>> {
    SHIPPED.iter().map(|(_, text)| Ok(serde_json::from_str(text)?)).collect()
}

/// One of them; none of this code.
pub fn shipped_as(code: &str) -> AppResult<Option<ShippedAdapter>> {
    let known = SHIPPED.iter().find(|(name, _)| *name == code);
    Ok(known.map(|(_, text)| serde_json::from_str(text)).transpose()?)
}

/// What a source is read by that came without a mapping: members under the names a registration has.
pub fn plain() -> AppResult<AdapterDefinition> {
    Ok(serde_json::from_str(include_str!("../../../data/adapter_plain/definition.json"))?)
}

/// A message of that kind.
pub fn plain_example() -> Option<serde_json::Value> {
    serde_json::from_str(include_str!("../../../data/adapter_plain/example.json")).ok()
}

/// The example of a system.
pub fn example(code: &str) -> Option<serde_json::Value> {
    let (_, text) = EXAMPLES.iter().find(|(name, _)| *name == code)?;
    serde_json::from_str(text).ok()
}
