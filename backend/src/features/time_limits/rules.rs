//! Rules as domain values, which of them applies to a case (pure), and the rules in memory.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use uuid::Uuid;

use super::entity::time_limit_rule;
use crate::platform::cache::Cache;
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// What a clock watches.
    ClockKind {
        /// 分流: registration to dispatch.
        Triage = "triage";
        /// 签收: dispatch to sign-for.
        Sign = "sign";
        /// 办理: from dispatch, not from sign-for, so that leaving an order unsigned gains nothing.
        Handling = "handling";
        /// 退回: last day to return a dispatched matter.
        Return = "return";
        /// 裁定: ruling on a contested return.
        Ruling = "ruling";
        /// 办结审核: review of the result.
        Review = "review";
        /// 回访: callback by the centre.
        Callback = "callback";
        /// 协办: an assistant's own part.
        Assist = "assist";
        /// 法定程序: the limit of the law, beside ours, which stands still.
        Statutory = "statutory";
        /// 登记: from being asked first to the register, or to a reasoned end.
        Registration = "registration";
        /// 司法确认: from an agreement's taking effect to the joint application to the court.
        JudicialConfirmation = "judicial_confirmation";
        /// 履行到期提醒: how long before an item of an agreement is due its reminder goes out.
        PerformanceNotice = "performance_notice";
        /// 司法确认到期提醒: how long before the time for asking the court is over.
        ConfirmationNotice = "confirmation_notice";
        /// 交办任务到期提醒: how long before the day of a task its unit is reminded.
        TaskNotice = "task_notice";
        /// 接访日程公布: how long before a reception day it is published.
        ReceptionNotice = "reception_notice";
    }
}

words! {
    /// How the days of a limit are counted.
    LimitDayKind {
        /// Every day (自然日).
        Calendar = "calendar";
        /// Working and make-up days only (工作日).
        Working = "working";
        /// Calendar months, to the corresponding day of the last one (民法典 art. 202); limits of the law
        /// only.
        Month = "month";
    }
}

words! {
    /// Whether the day of the starting event is counted.
    StartRule {
        /// Not counted: the next day is day 1 (民法典 art. 201: 开始的当日不计入).
        NextDay = "next_day";
        /// Counted as day 1 if it is a day of the limit's kind.
        SameDay = "same_day";
    }
}

words! {
    /// What happens when the last day is a rest day.
    Roll {
        /// The limit ends on that day all the same.
        None = "none";
        /// It ends on the next working day (民法典 art. 203).
        NextWorkingDay = "next_working_day";
    }
}

impl ClockKind {
    /// The official term.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Triage, Lang::Zh) => "分流",
            (Self::Triage, Lang::En) => "Triage",
            (Self::Sign, Lang::Zh) => "签收",
            (Self::Sign, Lang::En) => "Signing for",
            (Self::Handling, Lang::Zh) => "办理",
            (Self::Handling, Lang::En) => "Handling",
            (Self::Return, Lang::Zh) => "退回",
            (Self::Return, Lang::En) => "Return",
            (Self::Ruling, Lang::Zh) => "裁定",
            (Self::Ruling, Lang::En) => "Ruling",
            (Self::Review, Lang::Zh) => "办结审核",
            (Self::Review, Lang::En) => "Review",
            (Self::Callback, Lang::Zh) => "回访",
            (Self::Callback, Lang::En) => "Callback",
            (Self::Assist, Lang::Zh) => "协办",
            (Self::Assist, Lang::En) => "Assistance",
            (Self::Statutory, Lang::Zh) => "法定程序",
            (Self::Statutory, Lang::En) => "Statutory procedure",
            (Self::Registration, Lang::Zh) => "登记",
            (Self::Registration, Lang::En) => "Registration",
            (Self::JudicialConfirmation, Lang::Zh) => "司法确认申请",
            (Self::JudicialConfirmation, Lang::En) => "Application for judicial confirmation",
            (Self::PerformanceNotice, Lang::Zh) => "协议履行到期提醒",
            (Self::PerformanceNotice, Lang::En) => "Reminder of an item of an agreement",
            (Self::ConfirmationNotice, Lang::Zh) => "司法确认到期提醒",
            (Self::ConfirmationNotice, Lang::En) => {
                "Reminder of the time for judicial confirmation"
            }
            (Self::TaskNotice, Lang::Zh) => "交办任务到期提醒",
            (Self::TaskNotice, Lang::En) => "Reminder of a task",
            (Self::ReceptionNotice, Lang::Zh) => "接访日程公布",
            (Self::ReceptionNotice, Lang::En) => "Publication of a reception day",
        }
    }

    /// Whether it says how far ahead something is told (提前期), and is no limit of a case.
    pub const fn is_lead(self) -> bool {
        matches!(
            self,
            Self::PerformanceNotice
                | Self::ConfirmationNotice
                | Self::TaskNotice
                | Self::ReceptionNotice
        )
    }
}

/// What decides which rule applies to a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traits<'a> {
    /// 等级.
    pub level: Option<&'a str>,
    /// 类型.
    pub type_code: Option<&'a str>,
    /// 渠道.
    pub channel: Option<&'a str>,
    /// 法定程序.
    pub procedure: Option<&'a str>,
}

/// One version of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id, kept by every clock started under it.
    pub id: Uuid,
    /// The same in every version.
    pub code: String,
    /// Number of the version.
    pub version: i32,
    /// What it watches.
    pub clock: ClockKind,
    /// Applies to this level only.
    pub level: Option<String>,
    /// Applies to this type and those below it only.
    pub type_code: Option<String>,
    /// Applies to this channel only.
    pub channel: Option<String>,
    /// The procedure of the law it is for.
    pub procedure: Option<String>,
    /// Length in days of `day_kind`.
    pub amount: u16,
    /// How days are counted.
    pub day_kind: LimitDayKind,
    /// Whether the first day is counted.
    pub start: StartRule,
    /// What happens at a rest day.
    pub roll: Roll,
    /// Days by which the organ in charge may make it longer; none: the law lets nobody.
    pub extension: Option<u16>,
    /// Article or document it rests on.
    pub source: String,
    /// First day on which a clock may start under it.
    pub valid_from: NaiveDate,
    /// Last such day; none: still in force.
    pub valid_to: Option<NaiveDate>,
    /// When it was installed.
    pub created_at: DateTime<Utc>,
    /// Why it was made.
    pub reason: Option<String>,
    /// What carried it, or at last its retirement, to limits that ran.
    pub limit_change_id: Option<Uuid>,
    /// Counts the changes of its last day.
    pub row_version: i32,
}

impl Rule {
    /// Whether a clock may start under it on `on`.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| on <= to)
    }

    /// The rule in words, such as "办理时限 7 个自然日，次日起算".
    pub fn sentence(&self, lang: Lang) -> String {
        let unit = match self.day_kind {
            LimitDayKind::Calendar => lang.pick("个自然日", "calendar days"),
            LimitDayKind::Working => lang.pick("个工作日", "working days"),
            LimitDayKind::Month => lang.pick("个月", "calendar months"),
        };
        if self.clock.is_lead() {
            return lang
                .pick("{clock}：提前 {amount} {unit}", "{clock}: {amount} {unit} ahead")
                .replace("{clock}", self.clock.name(lang))
                .replace("{amount}", &self.amount.to_string())
                .replace("{unit}", unit);
        }
        let start = match self.start {
            StartRule::NextDay => lang.pick("次日起算", "from the next day"),
            StartRule::SameDay => lang.pick("当日起算", "from the same day"),
        };
        let roll = match self.roll {
            Roll::None => "",
            Roll::NextWorkingDay => {
                lang.pick("，遇休息日顺延", ", to the next working day when it ends on a rest day")
            }
        };
        lang.pick(
            "{clock}时限 {amount} {unit}，{start}{roll}",
            "{clock}: {amount} {unit}, {start}{roll}",
        )
        .replace("{clock}", self.clock.name(lang))
        .replace("{amount}", &self.amount.to_string())
        .replace("{unit}", unit)
        .replace("{start}", start)
        .replace("{roll}", roll)
    }

    /// Reads a row; a word the program does not know is a fault of the data.
    pub fn of(row: time_limit_rule::Model) -> AppResult<Self> {
        let bad = |what: &str| AppError::internal(format!("time limit {}: {what}", row.code));
        Ok(Self {
            clock: ClockKind::parse(&row.clock).ok_or_else(|| bad("clock"))?,
            amount: u16::try_from(row.amount).ok().ok_or_else(|| bad("amount"))?,
            day_kind: LimitDayKind::parse(&row.day_kind).ok_or_else(|| bad("day kind"))?,
            start: StartRule::parse(&row.start).ok_or_else(|| bad("start"))?,
            roll: Roll::parse(&row.roll).ok_or_else(|| bad("roll"))?,
            extension: row.extension.and_then(|days| u16::try_from(days).ok()),
            id: row.id,
            code: row.code,
            version: row.version,
            level: row.level,
            type_code: row.type_code,
            channel: row.channel,
            procedure: row.procedure,
            source: row.source,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            created_at: row.created_at,
            reason: row.reason,
            limit_change_id: row.limit_change_id,
            row_version: row.row_version,
        })
    }

    /// Writes it as a row.
    pub fn row(&self) -> time_limit_rule::Model {
        time_limit_rule::Model {
            id: self.id,
            code: self.code.clone(),
            version: self.version,
            clock: self.clock.as_str().to_owned(),
            level: self.level.clone(),
            type_code: self.type_code.clone(),
            channel: self.channel.clone(),
            procedure: self.procedure.clone(),
            amount: i32::from(self.amount),
            day_kind: self.day_kind.as_str().to_owned(),
            start: self.start.as_str().to_owned(),
            roll: self.roll.as_str().to_owned(),
            extension: self.extension.map(i32::from),
            source: self.source.clone(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            created_at: self.created_at,
            reason: self.reason.clone(),
            limit_change_id: self.limit_change_id,
            row_version: self.row_version,
        }
    }

    /// The cases it is drawn for, as narrowly as it says.
    pub fn traits(&self) -> Traits<'_> {
        Traits {
            level: self.level.as_deref(),
            type_code: self.type_code.as_deref(),
            channel: self.channel.as_deref(),
            procedure: self.procedure.as_deref(),
        }
    }

    /// How narrowly the rule is drawn, or none where it does not apply: the longer the type the
    /// narrower, then a channel, then a level.
    fn fit(&self, traits: Traits<'_>) -> Option<(usize, bool, bool)> {
        let Traits { level, type_code, channel, procedure } = traits;
        let same = |of_rule: &Option<String>, of_case: Option<&str>| {
            of_rule.as_deref().is_none_or(|wanted| of_case == Some(wanted))
        };
        let below = self
            .type_code
            .as_deref()
            .is_none_or(|root| type_code.is_some_and(|code| code.starts_with(root)));
        let fits = same(&self.level, level)
            && same(&self.channel, channel)
            && self.procedure.as_deref() == procedure;
        if !below || !fits {
            return None;
        }
        let depth = self.type_code.as_deref().map_or(0, str::len);
        Some((depth, self.channel.is_some(), self.level.is_some()))
    }
}

/// The rule a clock starts under: of those that apply on `on`, the most narrowly drawn one (type
/// before channel before level), then the one decided last. Versions of different codes count for
/// nothing beside each other.
pub fn choose<'a>(
    rules: &'a [Rule],
    clock: ClockKind,
    traits: Traits<'_>,
    on: NaiveDate,
) -> Option<&'a Rule> {
    rules
        .iter()
        .filter(|rule| rule.clock == clock && rule.is_valid_on(on))
        .filter_map(|rule| Some((rule.fit(traits)?, rule)))
        .max_by(|(fit, rule), (other_fit, other)| {
            fit.cmp(other_fit).then_with(|| decided(rule).cmp(&decided(other)))
        })
        .map(|(_, rule)| rule)
}

/// By which of two rules for the same cases is the later word.
fn decided(rule: &Rule) -> (DateTime<Utc>, &str, i32) {
    (rule.created_at, &rule.code, rule.version)
}

/// All versions of all rules.
#[derive(Debug, Default)]
pub struct RuleSet(Vec<Rule>);

impl RuleSet {
    /// Rules that were read or made.
    pub fn of(rules: Vec<Rule>) -> Self {
        Self(rules)
    }

    /// Reads them anew: for who writes them in the same transaction. Others ask the cache.
    pub async fn load(db: &impl ConnectionTrait) -> AppResult<Self> {
        let rows = time_limit_rule::Entity::find()
            .order_by_asc(time_limit_rule::Column::Code)
            .order_by_asc(time_limit_rule::Column::Version)
            .all(db)
            .await?;
        Ok(Self(rows.into_iter().map(Rule::of).collect::<AppResult<_>>()?))
    }

    /// The rules by code and version.
    pub fn all(&self) -> &[Rule] {
        &self.0
    }

    /// A version by its id.
    pub fn get(&self, id: Uuid) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.id == id)
    }

    /// See [`choose`].
    pub fn choose(&self, clock: ClockKind, traits: Traits<'_>, on: NaiveDate) -> Option<&Rule> {
        choose(&self.0, clock, traits, on)
    }
}

/// The cached rules.
#[derive(Debug, Default)]
pub struct RuleCache(Cache<RuleSet>);

impl RuleCache {
    /// The rules as of at most ten seconds ago.
    pub async fn get(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<RuleSet>> {
        self.0.get(now, RuleSet::load(db.reader())).await
    }

    /// Call after writing rules.
    pub fn forget(&self) {
        self.0.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn rule(code: &str, edit: impl FnOnce(&mut Rule)) -> Rule {
        let mut rule = Rule {
            id: Uuid::nil(),
            code: code.to_owned(),
            version: 1,
            clock: ClockKind::Handling,
            level: None,
            type_code: None,
            channel: None,
            procedure: None,
            amount: 7,
            day_kind: LimitDayKind::Calendar,
            start: StartRule::NextDay,
            roll: Roll::None,
            extension: None,
            source: "test".to_owned(),
            valid_from: day("2000-01-01"),
            valid_to: None,
            created_at: DateTime::UNIX_EPOCH,
            reason: None,
            limit_change_id: None,
            row_version: 1,
        };
        edit(&mut rule);
        rule
    }

    fn chosen(rules: &[Rule], type_code: &str, channel: &str, on: &str) -> Option<String> {
        let (level, procedure) = (Some("ordinary"), None);
        let (type_code, channel) = (Some(type_code), Some(channel));
        let traits = Traits { level, type_code, channel, procedure };
        choose(rules, ClockKind::Handling, traits, day(on)).map(|rule| rule.code.clone())
    }

    #[test]
    fn the_narrowest_rule_wins() {
        let rules = [
            rule("any", |_| ()),
            rule("ordinary", |r| r.level = Some("ordinary".to_owned())),
            rule("complex", |r| r.level = Some("complex".to_owned())),
            rule("hotline", |r| r.channel = Some("hotline_12345".to_owned())),
            rule("labour", |r| r.type_code = Some("07".to_owned())),
            rule("insurance", |r| r.type_code = Some("0702".to_owned())),
            rule("sign", |r| r.clock = ClockKind::Sign),
        ];
        let on = "2026-11-23";
        assert_eq!(chosen(&rules, "0101", "online", on).as_deref(), Some("ordinary"));
        assert_eq!(chosen(&rules, "0101", "hotline_12345", on).as_deref(), Some("hotline"));
        assert_eq!(chosen(&rules, "0701", "hotline_12345", on).as_deref(), Some("labour"));
        assert_eq!(chosen(&rules, "0702", "online", on).as_deref(), Some("insurance"));
    }

    #[test]
    fn a_rule_says_itself_in_words() {
        let rule = rule("ordinary", |_| ());
        assert_eq!(rule.sentence(Lang::Zh), "办理时限 7 个自然日，次日起算");
        assert_eq!(rule.sentence(Lang::En), "Handling: 7 calendar days, from the next day");
        let lead = Rule { clock: ClockKind::PerformanceNotice, amount: 3, ..rule };
        assert_eq!(lead.sentence(Lang::Zh), "协议履行到期提醒：提前 3 个自然日");
    }

    #[test]
    fn only_rules_in_force_apply_and_the_one_decided_last_wins() {
        let rules = [
            rule("old", |r| r.valid_to = Some(day("2025-12-31"))),
            rule("new", |r| {
                r.valid_from = day("2026-01-01");
                // What another code counts its versions to says nothing.
                r.version = 9;
            }),
            rule("more", |r| {
                r.valid_from = day("2026-06-01");
                r.version = 3;
                r.created_at += chrono::TimeDelta::days(1);
            }),
        ];
        assert_eq!(chosen(&rules, "01", "phone", "2025-12-31").as_deref(), Some("old"));
        assert_eq!(chosen(&rules, "01", "phone", "2026-05-31").as_deref(), Some("new"));
        assert_eq!(chosen(&rules, "01", "phone", "2026-06-01").as_deref(), Some("more"));
        assert_eq!(chosen(&rules, "01", "phone", "1999-12-31"), None);
    }
}
