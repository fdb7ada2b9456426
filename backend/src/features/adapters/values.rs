//! One value of a message, read by one rule. Nothing here can panic, whatever a message holds.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde_json::{Map, Number, Value};

use super::definition::{
    AdapterDefinition, AdapterField, AdapterRule, AdapterTarget, AdapterTimeFormat,
};
use crate::features::calendars::civil_day::{OFFSET_CN, local_date};
use crate::platform::error::{ErrorCode, FieldError};

/// What means yes and no unless a mapping says.
const YES: [&str; 3] = ["true", "1", "是"];
const NO: [&str; 3] = ["false", "0", "否"];

/// A value that was found: what it makes, and where it stood in the message.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it makes.
    pub value: Value,
    /// Where it stood; empty for a constant.
    pub pointer: String,
}

/// Reads `field` out of `part`, which stands at `at` in the message; none where nothing is there.
pub fn read(
    definition: &AdapterDefinition,
    field: &AdapterField,
    part: &Value,
    at: &str,
) -> Result<Option<Found>, FieldError> {
    if field.rule == AdapterRule::Constant {
        let value = field.value.clone().map(Value::String);
        return Ok(value.map(|value| Found { value, pointer: String::new() }));
    }
    let texts = texts(field, part, at)?;
    let Some((first, pointer)) = texts.first() else {
        if field.required {
            return Err(missing(field, at));
        }
        return Ok(None);
    };
    let refused = |code| FieldError::of(pointer.clone(), code);
    let value = match field.rule {
        AdapterRule::Text => Value::String(first.clone()),
        AdapterRule::Constant => return Ok(None),
        AdapterRule::Excerpt => Value::String(excerpt(first, field.longest.unwrap_or(40))),
        AdapterRule::Join => {
            let lines: Vec<_> = texts.iter().map(|(text, _)| text.as_str()).collect();
            Value::String(lines.join("\n"))
        }
        AdapterRule::Code => {
            let table = field.table.as_deref().and_then(|code| definition.table(code));
            let ours = table.and_then(|table| table.look_up(first));
            Value::String(ours.ok_or_else(|| refused(ErrorCode::AdapterUnknownCode))?.to_owned())
        }
        AdapterRule::Time => {
            let format = field.format.unwrap_or(AdapterTimeFormat::DateTime);
            let at = instant(first, format).ok_or_else(|| refused(ErrorCode::AdapterNotATime))?;
            Value::String(if field.to == AdapterTarget::OccurredOn {
                local_date(at).to_string()
            } else {
                at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
            })
        }
        AdapterRule::Integer => {
            let number = whole(first).ok_or_else(|| refused(ErrorCode::AdapterNotANumber))?;
            Value::Number(number.into())
        }
        AdapterRule::Decimal => {
            let number = first.parse::<f64>().ok().and_then(Number::from_f64);
            Value::Number(number.ok_or_else(|| refused(ErrorCode::AdapterNotANumber))?)
        }
        AdapterRule::Yuan => {
            let fen = fen(first).ok_or_else(|| refused(ErrorCode::AdapterNotANumber))?;
            Value::Number(fen.into())
        }
        AdapterRule::Flag => {
            let flag = flag(field, first);
            Value::Bool(flag.ok_or_else(|| refused(ErrorCode::AdapterNotAFlag))?)
        }
    };
    Ok(Some(Found { value, pointer: pointer.clone() }))
}

/// What a message without a required field is told.
pub fn missing(field: &AdapterField, at: &str) -> FieldError {
    let from = field.from.first().map(String::as_str).unwrap_or_default();
    FieldError::rule(format!("{at}{from}"), "missing_field", Map::new())
}

/// The texts `field` names that hold something, each with its place.
fn texts(
    field: &AdapterField,
    part: &Value,
    at: &str,
) -> Result<Vec<(String, String)>, FieldError> {
    let mut found = Vec::new();
    for from in &field.from {
        let pointer = format!("{at}{from}");
        let Some(value) = part.pointer(from) else { continue };
        if let Some(text) = text(value, &pointer)? {
            found.push((text, pointer));
        }
    }
    Ok(found)
}

/// A value as text; none where it is empty.
pub fn text(value: &Value, pointer: &str) -> Result<Option<String>, FieldError> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(_) | Value::Object(_) => {
            return Err(FieldError::of(pointer, ErrorCode::AdapterNotAText));
        }
    };
    Ok((!text.is_empty()).then_some(text))
}

/// The beginning of a text in one line.
fn excerpt(text: &str, longest: u16) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(longest.into()).collect()
}

fn whole(text: &str) -> Option<i64> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

/// Yuan with at most two decimals, exactly, as fen.
fn fen(text: &str) -> Option<i64> {
    let text = text.strip_suffix('元').unwrap_or(text).trim().replace(',', "");
    let (yuan, cents) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || !is_digits(yuan) || !is_digits(cents) || cents.len() > 2 {
        return None;
    }
    let cents = format!("{cents:0<2}").parse::<i64>().ok()?;
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

fn flag(field: &AdapterField, text: &str) -> Option<bool> {
    let is_in = |own: &[String], usual: &[&str]| {
        own.iter().any(|word| word == text) || (own.is_empty() && usual.contains(&text))
    };
    if is_in(&field.yes, &YES) {
        return Some(true);
    }
    is_in(&field.no, &NO).then_some(false)
}

/// An instant; a day begins at midnight in China.
pub fn instant(text: &str, format: AdapterTimeFormat) -> Option<DateTime<Utc>> {
    let midnight = |pattern: &str| {
        let day = NaiveDate::parse_from_str(text, pattern).ok()?;
        day.and_hms_opt(0, 0, 0)
    };
    let local = |pattern: &str| NaiveDateTime::parse_from_str(text, pattern).ok();
    let number = || text.parse::<i64>().ok();
    let found = match format {
        AdapterTimeFormat::Date => in_china(midnight("%Y-%m-%d")?),
        AdapterTimeFormat::DateSlash => in_china(midnight("%Y/%m/%d")?),
        AdapterTimeFormat::DateCompact => in_china(midnight("%Y%m%d")?),
        AdapterTimeFormat::DateTime => in_china(local("%Y-%m-%d %H:%M:%S")?),
        AdapterTimeFormat::DateTimeMinutes => in_china(local("%Y-%m-%d %H:%M")?),
        AdapterTimeFormat::DateTimeSlash => in_china(local("%Y/%m/%d %H:%M:%S")?),
        AdapterTimeFormat::DateTimeCompact => in_china(local("%Y%m%d%H%M%S")?),
        AdapterTimeFormat::Rfc3339 => text.parse::<DateTime<Utc>>().ok(),
        AdapterTimeFormat::EpochSeconds => DateTime::from_timestamp(number()?, 0),
        AdapterTimeFormat::EpochMillis => DateTime::from_timestamp_millis(number()?),
    };
    let in_calendar = |at: &DateTime<Utc>| (2..=9998).contains(&at.year());
    found.filter(in_calendar).and_then(to_micros)
}

fn in_china(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    local.checked_sub_signed(OFFSET_CN).map(|utc| utc.and_utc())
}

fn to_micros(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let rest = i64::from(at.timestamp_subsec_nanos() % 1000);
    at.checked_sub_signed(TimeDelta::nanoseconds(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_become_fen_exactly_or_not_at_all() {
        for (text, wanted) in [
            ("12.5", Some(1250)),
            ("12", Some(1200)),
            ("0.05", Some(5)),
            ("1,200.00元", Some(120_000)),
            ("12.345", None),
            ("-1", None),
            ("", None),
            (".5", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(fen(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_chinas() {
        let at = |text, format| instant(text, format).map(|at| at.to_rfc3339());
        let nine = Some("2026-03-02T01:30:00+00:00".to_owned());
        assert_eq!(at("2026-03-02 09:30:00", AdapterTimeFormat::DateTime), nine);
        assert_eq!(at("2026-03-02 09:30", AdapterTimeFormat::DateTimeMinutes), nine);
        assert_eq!(at("20260302093000", AdapterTimeFormat::DateTimeCompact), nine);
        assert_eq!(at("2026-03-02T09:30:00+08:00", AdapterTimeFormat::Rfc3339), nine);
        assert_eq!(at("1772415000", AdapterTimeFormat::EpochSeconds), nine);
        let midnight = instant("2026-03-02", AdapterTimeFormat::Date).expect("a day");
        assert_eq!(local_date(midnight).to_string(), "2026-03-02");
        for text in ["", "2026-13-02", "+999999-01-01", "9999999999999999"] {
            for format in AdapterTimeFormat::ALL {
                let found = instant(text, *format);
                assert!(found.is_none_or(|at| at.year() < 9999), "{text} {format:?}");
            }
        }
    }

    #[test]
    fn an_excerpt_is_one_line_of_characters() {
        assert_eq!(excerpt("楼上 \n 漏水，多次", 5), "楼上 漏水");
    }
}
