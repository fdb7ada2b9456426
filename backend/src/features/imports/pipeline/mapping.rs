//! The mapping file: which column becomes which field.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ImportError;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// An instant, by one of the mapping's date formats.
    Instant,
    /// A date, by one of the mapping's date formats.
    Date,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// Yuan with at most two decimals; stored in fen.
    Yuan,
    /// Yes or no.
    Flag,
}

/// Where a field goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Into the body of the registration, at this JSON pointer.
    Body(&'static str),
    /// Into the party of this role, under this name.
    Party(&'static str, &'static str),
    /// Into the row itself.
    Row,
}

/// Every field a mapping may name.
pub const FIELDS: &[(&str, Kind, Target)] = &[
    ("title", Kind::Text, Target::Body("/title")),
    ("narrative", Kind::Text, Target::Body("/narrative")),
    ("demand", Kind::Text, Target::Body("/demand")),
    ("type_code", Kind::Text, Target::Body("/type_code")),
    ("scale_code", Kind::Text, Target::Body("/scale_code")),
    ("level", Kind::Text, Target::Body("/level")),
    ("channel", Kind::Text, Target::Body("/channel")),
    ("source.system", Kind::Text, Target::Body("/source/system")),
    ("source.number", Kind::Text, Target::Body("/source/number")),
    ("source.received_at", Kind::Instant, Target::Body("/source/received_at")),
    ("occurred_on", Kind::Date, Target::Body("/occurred_on")),
    ("known_at", Kind::Instant, Target::Body("/known_at")),
    ("place.address", Kind::Text, Target::Body("/place/address")),
    ("place.lng", Kind::Number, Target::Body("/place/lng")),
    ("place.lat", Kind::Number, Target::Body("/place/lat")),
    ("people_count", Kind::Integer, Target::Body("/people_count")),
    ("amount_fen", Kind::Integer, Target::Body("/amount_fen")),
    ("amount_yuan", Kind::Yuan, Target::Body("/amount_fen")),
    ("willing_to_mediate", Kind::Flag, Target::Body("/willing_to_mediate")),
    ("anonymous", Kind::Flag, Target::Body("/anonymous")),
    ("applicant.name", Kind::Text, Target::Party("applicant", "name")),
    ("applicant.kind", Kind::Text, Target::Party("applicant", "kind")),
    ("applicant.id_type", Kind::Text, Target::Party("applicant", "id_type")),
    ("applicant.id_number", Kind::Text, Target::Party("applicant", "id_number")),
    ("applicant.phone", Kind::Text, Target::Party("applicant", "phone")),
    ("applicant.address", Kind::Text, Target::Party("applicant", "address")),
    ("applicant.gender", Kind::Text, Target::Party("applicant", "gender")),
    ("respondent.name", Kind::Text, Target::Party("respondent", "name")),
    ("respondent.kind", Kind::Text, Target::Party("respondent", "kind")),
    ("respondent.id_type", Kind::Text, Target::Party("respondent", "id_type")),
    ("respondent.id_number", Kind::Text, Target::Party("respondent", "id_number")),
    ("respondent.phone", Kind::Text, Target::Party("respondent", "phone")),
    ("respondent.address", Kind::Text, Target::Party("respondent", "address")),
    ("respondent.gender", Kind::Text, Target::Party("respondent", "gender")),
    ("region_code", Kind::Text, Target::Row),
    ("registered_at", Kind::Instant, Target::Row),
    ("resolved_at", Kind::Instant, Target::Row),
    ("outcome", Kind::Text, Target::Row),
    ("method_code", Kind::Text, Target::Row),
    ("summary", Kind::Text, Target::Row),
];

/// Fields without which no case can be registered, or found again.
pub const REQUIRED: [&str; 5] = ["title", "narrative", "channel", "source.system", "source.number"];

/// How a matter ended: said of history by the command line alone, because what is open here ends by the
/// workflow.
pub const HISTORY: [&str; 4] = ["resolved_at", "outcome", "method_code", "summary"];

/// How text is written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ImportEncoding)]
pub enum Encoding {
    /// UTF-8 where the beginning of the file is, else GB18030.
    #[default]
    Auto,
    /// UTF-8.
    Utf8,
    /// GB18030, and with it GBK and GB2312, as Excel writes on Chinese Windows.
    Gb18030,
}

/// A mapping that was read and checked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// How text is written.
    #[serde(default)]
    pub encoding: Encoding,
    /// Between the cells of a CSV file.
    #[serde(default)]
    pub delimiter: Option<String>,
    /// The sheet of a workbook; the first unless given.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Offset of times that carry none, such as "+08:00".
    #[serde(default)]
    pub utc_offset: Option<String>,
    /// strftime patterns, tried in order; RFC 3339 is always understood.
    #[serde(default)]
    pub date_formats: Vec<String>,
    /// Field = column.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Field = value, where there is no column or the cell is empty.
    #[serde(default)]
    pub fixed: BTreeMap<String, toml::Value>,
    /// Field = { value in the file = value of ours }.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// The columns are called as the fields, and not all of them need be there.
    #[serde(skip)]
    pub is_by_name: bool,
}

impl Mapping {
    /// Reads and checks a mapping file.
    pub fn read(path: &Path) -> Result<Self, ImportError> {
        let text = std::fs::read_to_string(path).map_err(|error| ImportError::io(path, error))?;
        Self::parse(&text)
    }

    /// Checks the text of a mapping.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        let mapping: Self =
            toml::from_str(text).map_err(|error| ImportError::Mapping(error.to_string()))?;
        mapping.check()?;
        // What a file says of other days has to say which.
        if !mapping.names("registered_at") {
            let reason = "`registered_at` needs a column or a fixed value";
            return Err(ImportError::Mapping(reason.to_owned()));
        }
        Ok(mapping)
    }

    /// The mapping of a file whose columns are called as the fields of a registration.
    pub fn by_name() -> Self {
        let fields = FIELDS.iter().map(|(name, ..)| *name).filter(|name| !HISTORY.contains(name));
        let same = fields.map(|name| (name.to_owned(), name.to_owned()));
        Self { columns: same.collect(), is_by_name: true, ..Self::default() }
    }

    fn names(&self, field: &str) -> bool {
        self.columns.contains_key(field) || self.fixed.contains_key(field)
    }

    /// Refuses a mapping that could convert nothing.
    pub fn check(&self) -> Result<(), ImportError> {
        let wrong = |reason: String| Err(ImportError::Mapping(reason));
        let named: BTreeSet<_> = self.columns.keys().chain(self.fixed.keys()).collect();
        for field in named.iter().copied().chain(self.values.keys()) {
            if !FIELDS.iter().any(|(name, ..)| name == field) {
                return wrong(format!("there is no field `{field}`"));
            }
        }
        for field in REQUIRED {
            if !named.iter().any(|name| *name == field) {
                return wrong(format!("`{field}` needs a column or a fixed value"));
            }
        }
        if named.iter().any(|name| *name == "resolved_at")
            && let Some(missing) = ["outcome", "method_code", "summary"]
                .iter()
                .find(|field| !named.iter().any(|name| name == *field))
        {
            return wrong(format!("`resolved_at` needs `{missing}` too"));
        }
        if let Some(field) = self.fixed.iter().find(|(_, v)| fixed_text(v).is_none()) {
            return wrong(format!("fixed.{} must be text, a number or true/false", field.0));
        }
        self.offset()?;
        self.delimiter()?;
        Ok(())
    }

    /// The fixed value of a field.
    pub fn fixed(&self, field: &str) -> Option<String> {
        self.fixed.get(field).and_then(fixed_text)
    }

    /// The offset of times that carry none; China's unless given.
    pub fn offset(&self) -> Result<TimeDelta, ImportError> {
        let text = self.utc_offset.as_deref().unwrap_or("+08:00");
        let parsed = || {
            let sign = match text.chars().next()? {
                '+' => 1,
                '-' => -1,
                _ => return None,
            };
            let (hours, minutes) = text.get(1..)?.split_once(':')?;
            let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
            let is_possible = (0..=14).contains(&hours) && (0..60).contains(&minutes);
            is_possible.then(|| TimeDelta::minutes(sign * (hours * 60 + minutes)))
        };
        parsed().ok_or_else(|| ImportError::Mapping(format!("utc_offset `{text}` is not ±HH:MM")))
    }

    /// Between the cells of a CSV file; a comma unless given.
    pub fn delimiter(&self) -> Result<u8, ImportError> {
        match self.delimiter.as_deref().unwrap_or(",").as_bytes() {
            [byte] => Ok(*byte),
            _ => Err(ImportError::Mapping("delimiter must be one ASCII character".to_owned())),
        }
    }
}

fn fixed_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [fixed]
        channel = "online"
        "source.system" = "board"
        [columns]
        title = "t"
        narrative = "n"
        "source.number" = "no"
        registered_at = "at"
    "#;

    #[test]
    fn a_mapping_names_what_is_wrong_with_it() {
        assert!(Mapping::parse(GOOD).is_ok());
        for (text, said) in [
            (GOOD.replace("title = ", "titel = "), "titel"),
            (GOOD.replace("channel = \"online\"", ""), "channel"),
            (format!("utc_offset = \"8\"\n{GOOD}"), "utc_offset"),
            (format!("delimiter = \";;\"\n{GOOD}"), "delimiter"),
            (format!("{GOOD}\nresolved_at = \"then\""), "outcome"),
            (format!("color = 1\n{GOOD}"), "color"),
        ] {
            let error = Mapping::parse(&text).expect_err(said).to_string();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn offsets_are_signed_hours_and_minutes() {
        let offset = |text: &str| {
            let mapping = format!("utc_offset = \"{text}\"\n{GOOD}");
            Mapping::parse(&mapping).expect(text).offset().expect(text)
        };
        assert_eq!(offset("+08:00"), TimeDelta::hours(8));
        assert_eq!(offset("-03:30"), TimeDelta::minutes(-210));
    }
}
