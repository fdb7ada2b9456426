//! From cells to a case: pure, so that a dry run and a run see the same.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value, json};

use super::ImportError;
use super::mapping::{FIELDS, Kind, Mapping, Target};
use super::rows::Raw;

/// What stands in the way of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    /// The field of ours.
    pub field: String,
    /// What is wrong, for programs.
    pub code: String,
    /// What is wrong, for people. Never repeats the value: it may be personal data.
    pub detail: String,
}

/// A row in our terms, not yet checked against the rules of registering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The line it begins on.
    pub line: u64,
    /// The other system.
    pub system: String,
    /// Its number there.
    pub number: String,
    /// The body of a registration.
    pub body: Value,
    /// Where it happened.
    pub region_code: Option<String>,
    /// When it was registered there.
    pub registered_at: DateTime<Utc>,
    /// How it ended there, if it did.
    pub resolution: Option<Resolution>,
}

/// How a matter ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// When.
    pub at: DateTime<Utc>,
    /// Code set `outcome`.
    pub outcome: String,
    /// Code set `resolution_method`.
    pub method_code: String,
    /// What was done and what came of it.
    pub summary: String,
}

/// A mapping ready to convert rows.
pub struct Converter {
    mapping: Mapping,
    offset: TimeDelta,
    fixed: Vec<Option<String>>,
    registered_at: Option<DateTime<Utc>>,
}

impl Converter {
    /// A converter by `mapping`.
    pub fn new(mapping: Mapping) -> Result<Self, ImportError> {
        let fixed = FIELDS.iter().map(|(field, ..)| mapping.fixed(field)).collect();
        Ok(Self { offset: mapping.offset()?, fixed, mapping, registered_at: None })
    }

    /// The same, where what does not say when it was registered is registered `at`.
    #[must_use]
    pub fn registering(self, at: DateTime<Utc>) -> Self {
        Self { registered_at: Some(at), ..self }
    }

    /// The column a field comes from, for the report.
    pub fn column(&self, field: &str) -> &str {
        self.mapping.columns.get(field).map(String::as_str).unwrap_or_default()
    }

    /// Converts a row, or names everything that stands in the way.
    pub fn convert(&self, raw: &Raw) -> Result<Row, Vec<Flaw>> {
        let mut body = json!({});
        let mut parties: Vec<(&str, Map<String, Value>)> = Vec::new();
        let mut own: Map<String, Value> = Map::new();
        let mut flaws = Vec::new();
        for ((field, kind, target), fixed) in FIELDS.iter().zip(&self.fixed) {
            let Some(text) = self.text(raw, field, fixed.as_deref()) else { continue };
            let value = match self.value(*kind, &text) {
                Ok(value) => value,
                Err(flaw) => {
                    flaws.push(Flaw { field: (*field).to_owned(), ..flaw });
                    continue;
                }
            };
            match target {
                Target::Body(pointer) => set(&mut body, pointer, value),
                Target::Party(role, name) => party(&mut parties, role, name, value),
                Target::Row => _ = own.insert((*field).to_owned(), value),
            }
        }
        add_parties(&mut body, parties);
        if let Some(at) = self.registered_at
            && !own.contains_key("registered_at")
            && !flaws.iter().any(|flaw| flaw.field == "registered_at")
        {
            own.insert("registered_at".to_owned(), json!(at));
        }
        let row = assemble(raw.line, body, &own, &mut flaws);
        match row {
            Some(row) if flaws.is_empty() => Ok(row),
            _ => Err(flaws),
        }
    }

    fn text(&self, raw: &Raw, field: &str, fixed: Option<&str>) -> Option<String> {
        let cell = self.mapping.columns.get(field).and_then(|column| raw.cells.get(column));
        let text = cell.map(String::as_str).or(fixed)?;
        let known = self.mapping.values.get(field).and_then(|values| values.get(text));
        Some(known.cloned().unwrap_or_else(|| text.to_owned()))
    }

    fn value(&self, kind: Kind, text: &str) -> Result<Value, Flaw> {
        let wrong = |code: &str, detail: &str| Flaw {
            field: String::new(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        };
        if text.contains('\0') {
            return Err(wrong("nul_character", "含有不允许的控制字符"));
        }
        match kind {
            Kind::Text => Ok(Value::String(text.to_owned())),
            Kind::Instant => {
                let at = self.instant(text).ok_or_else(|| wrong("date", "不是可识别的时间"))?;
                Ok(json!(at))
            }
            Kind::Date => {
                let on = self.date(text).ok_or_else(|| wrong("date", "不是可识别的日期"))?;
                Ok(json!(on))
            }
            Kind::Integer => {
                let number = text.replace([',', '，'], "").parse::<i64>();
                number.map(Value::from).ok().ok_or_else(|| wrong("number", "不是整数"))
            }
            Kind::Number => {
                let number = text.parse::<f64>().ok().and_then(Number::from_f64);
                number.map(Value::Number).ok_or_else(|| wrong("number", "不是数字"))
            }
            Kind::Yuan => {
                let fen = fen(text).ok_or_else(|| wrong("number", "不是以元为单位的金额"))?;
                Ok(Value::from(fen))
            }
            Kind::Flag => match text.to_lowercase().as_str() {
                "true" | "yes" | "y" | "1" | "是" => Ok(Value::Bool(true)),
                "false" | "no" | "n" | "0" | "否" => Ok(Value::Bool(false)),
                _ => Err(wrong("flag", "应为是或否")),
            },
        }
    }

    fn instant(&self, text: &str) -> Option<DateTime<Utc>> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(at.to_utc());
        }
        let local = self.mapping.date_formats.iter().find_map(|format| {
            NaiveDateTime::parse_from_str(text, format).ok().or_else(|| {
                let on = NaiveDate::parse_from_str(text, format).ok()?;
                Some(on.and_time(NaiveTime::MIN))
            })
        })?;
        Some(local.checked_sub_signed(self.offset)?.and_utc())
    }

    fn date(&self, text: &str) -> Option<NaiveDate> {
        text.parse().ok().or_else(|| {
            let formats = self.mapping.date_formats.iter();
            formats.clone().find_map(|format| {
                NaiveDate::parse_from_str(text, format).ok().or_else(|| {
                    NaiveDateTime::parse_from_str(text, format).ok().map(|at| at.date())
                })
            })
        })
    }
}

/// Yuan with at most two decimals, thousands separated or not, in fen.
fn fen(text: &str) -> Option<i64> {
    let plain = text.trim_end_matches('元').replace([',', '，'], "");
    let (yuan, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || cents.len() > 2 || !is_digits(yuan) || !is_digits(cents) {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

/// Sets the member a two-step pointer names.
fn set(body: &mut Value, pointer: &str, value: Value) {
    let mut steps = pointer.trim_start_matches('/').splitn(2, '/');
    let first = steps.next().unwrap_or_default();
    match steps.next() {
        None => body[first] = value,
        Some(second) => body[first][second] = value,
    }
}

fn party<'a>(
    parties: &mut Vec<(&'a str, Map<String, Value>)>,
    role: &'a str,
    name: &str,
    value: Value,
) {
    if !parties.iter().any(|(known, _)| *known == role) {
        parties.push((role, Map::new()));
    }
    if let Some((_, members)) = parties.iter_mut().find(|(known, _)| *known == role) {
        members.insert(name.to_owned(), value);
    }
}

/// Parties with a name; without any, the matter is anonymous.
fn add_parties(body: &mut Value, parties: Vec<(&str, Map<String, Value>)>) {
    let named = parties.into_iter().filter(|(_, members)| members.contains_key("name"));
    let named = named.map(|(role, mut members)| {
        members.insert("role".to_owned(), role.into());
        members.entry("kind").or_insert_with(|| "person".into());
        Value::Object(members)
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        body["anonymous"] = true.into();
    }
    body["parties"] = Value::Array(named);
}

fn assemble(
    line: u64,
    body: Value,
    own: &Map<String, Value>,
    flaws: &mut Vec<Flaw>,
) -> Option<Row> {
    let text = |name: &str| own.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let at = |name: &str| -> Option<DateTime<Utc>> {
        own.get(name).and_then(|value| serde_json::from_value(value.clone()).ok())
    };
    let of_body =
        |pointer: &str| body.pointer(pointer).and_then(Value::as_str).map(ToOwned::to_owned);
    let is_named = |flaws: &[Flaw], field: &str| flaws.iter().any(|flaw| flaw.field == field);
    let mut missing = |field: &str| {
        if !is_named(flaws, field) {
            flaws.push(Flaw {
                field: field.to_owned(),
                code: "missing_field".to_owned(),
                detail: "必填".to_owned(),
            });
        }
    };
    let (system, number) = (of_body("/source/system"), of_body("/source/number"));
    if system.is_none() {
        missing("source.system");
    }
    if number.is_none() {
        missing("source.number");
    }
    let registered_at = at("registered_at");
    if registered_at.is_none() {
        missing("registered_at");
    }
    let resolution = at("resolved_at").and_then(|at| {
        let fields = ["outcome", "method_code", "summary"];
        fields.iter().filter(|field| text(field).is_none()).for_each(|field| missing(field));
        Some(Resolution {
            at,
            outcome: text("outcome")?,
            method_code: text("method_code")?,
            summary: text("summary")?,
        })
    });
    if let (Some(from), Some(resolution)) = (registered_at, &resolution)
        && resolution.at < from
    {
        flaws.push(Flaw {
            field: "resolved_at".to_owned(),
            code: "case.invalid_time".to_owned(),
            detail: "早于登记时间".to_owned(),
        });
    }
    Some(Row {
        line,
        system: system?,
        number: number?,
        region_code: text("region_code"),
        registered_at: registered_at?,
        resolution,
        body,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const MAPPING: &str = r#"
        date_formats = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d"]
        [fixed]
        channel = "online"
        outcome = "explained"
        method_code = "99"
        "source.system" = "board"
        [columns]
        title = "主题"
        narrative = "详情"
        "source.number" = "编号"
        registered_at = "时间"
        resolved_at = "答复时间"
        summary = "答复"
        "applicant.name" = "用户"
        amount_yuan = "金额"
        willing_to_mediate = "愿意调解"
        type_code = "类型"
        [values.type_code]
        "拖欠工资" = "0701"
    "#;

    fn convert(cells: &[(&str, &str)]) -> Result<Row, Vec<Flaw>> {
        let mapping = Mapping::parse(MAPPING).expect("a mapping");
        let cells: HashMap<_, _> =
            cells.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        Converter::new(mapping).expect("a converter").convert(&Raw { line: 7, cells })
    }

    const ROW: [(&str, &str); 4] = [
        ("主题", "路灯不亮"),
        ("详情", "三个月了"),
        ("编号", "12"),
        ("时间", "2019-04-25 09:32:09"),
    ];

    #[test]
    fn a_row_becomes_the_body_of_a_registration() {
        let more = [("用户", "A1"), ("金额", "1,234.5"), ("愿意调解", "是"), ("类型", "拖欠工资")];
        let row = convert(&[&ROW[..], &more[..]].concat()).expect("a row");
        assert_eq!((row.line, row.system.as_str(), row.number.as_str()), (7, "board", "12"));
        assert_eq!(row.registered_at.to_rfc3339(), "2019-04-25T01:32:09+00:00");
        assert_eq!(row.resolution, None);
        assert_eq!(
            row.body,
            json!({
                "title": "路灯不亮", "narrative": "三个月了", "channel": "online",
                "type_code": "0701", "amount_fen": 123_450, "willing_to_mediate": true,
                "source": {"system": "board", "number": "12"},
                "parties": [{"role": "applicant", "kind": "person", "name": "A1"}],
            })
        );
    }

    #[test]
    fn a_row_without_a_name_is_anonymous() {
        let row = convert(&ROW).expect("a row");
        assert_eq!(row.body["anonymous"], json!(true));
        assert_eq!(row.body["parties"], json!([]));
    }

    #[test]
    fn a_reply_resolves_and_may_not_come_first() {
        let reply = [("答复时间", "2019/05/10"), ("答复", "已修复")];
        let row = convert(&[&ROW[..], &reply[..]].concat()).expect("a row");
        let resolution = row.resolution.expect("resolved");
        assert_eq!(resolution.at.to_rfc3339(), "2019-05-09T16:00:00+00:00");
        assert_eq!(resolution.summary, "已修复");
        let early = [("答复时间", "2019/04/01"), ("答复", "已修复")];
        let flaws = convert(&[&ROW[..], &early[..]].concat()).expect_err("too early");
        assert_eq!(flaws[0].code, "case.invalid_time");
    }

    #[test]
    fn everything_wrong_with_a_row_is_named_at_once_and_never_repeated() {
        let wrong = [
            ("主题", "路灯"),
            ("时间", "昨天"),
            ("金额", "很多"),
            ("愿意调解", "也许"),
            ("答复时间", "2019/05/10"),
        ];
        let flaws = convert(&wrong).expect_err("flaws");
        let mut named: Vec<_> = flaws.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        named.sort_unstable();
        assert_eq!(
            named,
            [
                ("amount_yuan", "number"),
                ("registered_at", "date"),
                ("source.number", "missing_field"),
                ("summary", "missing_field"),
                ("willing_to_mediate", "flag"),
            ]
        );
        assert!(flaws.iter().all(|flaw| !flaw.detail.contains("很多")));
    }

    #[test]
    fn money_is_exact() {
        assert_eq!(fen("0.1"), Some(10));
        assert_eq!(fen("1,234,567.89元"), Some(123_456_789));
        assert_eq!(fen("12"), Some(1200));
        for wrong in ["1.234", "-5", ".5", "", "1e3", "99999999999999999999"] {
            assert_eq!(fen(wrong), None, "{wrong}");
        }
    }
}
