//! Field errors: from `validator`, from serde, or from a rule of ours.

use serde_json::{Map, Value};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;

/// One field that is not acceptable.
#[derive(Debug, Clone)]
pub struct FieldError {
    /// JSON pointer into the body, or the name of the parameter.
    pub pointer: String,
    /// A validation rule (`length`, `range`, `unknown_field`, …) or a code of the table.
    pub code: String,
    /// Bounds and the like.
    pub params: Map<String, Value>,
    known: Option<ErrorCode>,
}

impl FieldError {
    /// A field refused for a reason of the table.
    pub fn of(pointer: impl Into<String>, code: ErrorCode) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.as_str().to_owned(),
            params: Map::new(),
            known: Some(code),
        }
    }

    /// A field that breaks a plain rule such as `length` or `type`.
    pub fn rule(pointer: impl Into<String>, rule: &str, params: Map<String, Value>) -> Self {
        Self { pointer: pointer.into(), code: rule.to_owned(), params, known: None }
    }

    /// The same where the value it was found in is a member of another, at `pointer`.
    #[must_use]
    pub fn below(mut self, pointer: &str) -> Self {
        self.pointer.insert_str(0, pointer);
        self
    }

    /// The text for people.
    pub fn detail(&self, lang: Lang) -> String {
        if let Some(code) = self.known {
            return code.title(lang).to_owned();
        }
        let bound = |name: &str| self.params.get(name).map(Value::to_string);
        match (self.code.as_str(), bound("min"), bound("max")) {
            ("length", Some(min), Some(max)) => lang
                .pick("长度应为 {min} 至 {max}", "length must be {min} to {max}")
                .replace("{min}", &min)
                .replace("{max}", &max),
            ("length", None, Some(max)) => {
                lang.pick("长度不超过 {max}", "at most {max} long").replace("{max}", &max)
            }
            ("length", Some(min), None) => {
                lang.pick("长度至少 {min}", "at least {min} long").replace("{min}", &min)
            }
            ("range", Some(min), Some(max)) => lang
                .pick("应在 {min} 至 {max} 之间", "must be {min} to {max}")
                .replace("{min}", &min)
                .replace("{max}", &max),
            ("unknown_field", ..) => lang.pick("没有这个字段", "no such field").to_owned(),
            ("missing_field", ..) => lang.pick("必填", "required").to_owned(),
            ("not_applicable", ..) => lang.pick("此处不适用", "does not apply here").to_owned(),
            ("type", ..) => lang.pick("类型或取值不正确", "wrong type or value").to_owned(),
            ("nul_character" | "control_character", ..) => {
                lang.pick("含有不允许的控制字符", "contains a forbidden character").to_owned()
            }
            ("duplicate", ..) => lang.pick("重复", "named twice").to_owned(),
            ("blank", ..) => lang.pick("不能为空", "must not be blank").to_owned(),
            _ => lang.pick("不符合要求", "not acceptable").to_owned(),
        }
    }
}

/// The outcome of a rule over a request, for `validator`'s custom checks.
pub type Invalid = validator::ValidationError;

/// Refuses text that is empty or white space only; a custom check for `validator`.
pub fn not_blank(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() { Err(Invalid::new("blank")) } else { Ok(()) }
}

/// The rule by which a text is refused for a character in it; none where it may be kept. Tabulators and
/// ends of lines are text, the other control characters of ISO/IEC 646 are none.
pub fn refused_character(text: &str) -> Option<&'static str> {
    if text.contains('\0') {
        return Some("nul_character");
    }
    let is_control = |one: char| one.is_ascii_control() && !['\t', '\n', '\r'].contains(&one);
    text.contains(is_control).then_some("control_character")
}

/// Checks `value` against its own rules.
pub fn validated<T: Validate>(value: T) -> AppResult<T> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(errors) => Err(AppError::Validation(field_errors(&errors))),
    }
}

/// Flattens `validator`'s tree into JSON pointers.
pub fn field_errors(errors: &ValidationErrors) -> Vec<FieldError> {
    let mut found = Vec::new();
    collect(errors, "", &mut found);
    found.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    found
}

fn collect(errors: &ValidationErrors, prefix: &str, found: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let pointer = format!("{prefix}/{name}");
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{pointer}/{index}"), found);
                }
            }
            ValidationErrorsKind::Field(rules) => {
                // What is empty is too short and blank: one of it is enough.
                let is_short = rules.iter().any(|rule| rule.code == "length");
                let told = rules.iter().filter(|rule| !(is_short && rule.code == "blank"));
                found.extend(told.map(|rule| field_error(&pointer, rule)));
            }
        }
    }
}

/// A rule over a whole object names the member it means as `pointer`, and its code may be one of
/// the table.
fn field_error(pointer: &str, rule: &Invalid) -> FieldError {
    let pointer = match rule.params.get("pointer").and_then(Value::as_str) {
        Some(member) => format!("{}{member}", pointer.trim_end_matches("/__all__")),
        None => pointer.trim_end_matches("/__all__").to_owned(),
    };
    if let Some(code) = ErrorCode::ALL.iter().find(|code| code.as_str() == rule.code) {
        return FieldError::of(pointer, *code);
    }
    // `value` would repeat what was typed: possibly personal data.
    let params = rule.params.iter().filter(|(name, _)| *name != "value" && *name != "pointer");
    let params = params.map(|(name, value)| (name.to_string(), value.clone())).collect();
    FieldError::rule(pointer, &rule.code, params)
}
