//! What the law says of agreements, as data with its articles (`backend/data/agreement_law.json`).

use std::sync::LazyLock;

use serde::Deserialize;

use super::next_step::LawfulStep;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;

const LAW: &str = include_str!("../../../data/agreement_law.json");

static READ: LazyLock<Result<Law, String>> =
    LazyLock::new(|| serde_json::from_str(LAW).map_err(|error| error.to_string()));

/// Case types something holds for, by the beginning of their code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Types {
    codes: Vec<String>,
    source: String,
    source_en: String,
}

impl Types {
    /// Whether it holds for a case type.
    pub fn hold_for(&self, type_code: Option<&str>) -> bool {
        type_code.is_some_and(|code| self.codes.iter().any(|from| code.starts_with(from)))
    }

    /// The article, and what it says.
    pub fn source(&self, lang: Lang) -> &str {
        lang.pick(&self.source, &self.source_en)
    }
}

/// A number of the law.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The number.
    pub value: u32,
    source: String,
    source_en: String,
}

impl Number {
    /// The article, and what it says.
    pub fn source(&self, lang: Lang) -> &str {
        lang.pick(&self.source, &self.source_en)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepSource {
    step: LawfulStep,
    source: String,
    source_en: String,
}

/// What the law says of agreements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Matters in which an agreement may be about status, which no court confirms.
    pub status_types: Types,
    /// Matters in which an agreement on money is good for a payment order.
    pub payment_order_types: Types,
    /// Months in which enforcement may be asked for, from the day something was due.
    pub enforcement_months: Number,
    steps: Vec<StepSource>,
}

impl Law {
    /// The article a step rests on.
    pub fn source(&self, step: LawfulStep, lang: Lang) -> &str {
        let found = self.steps.iter().find(|one| one.step == step);
        found.map_or("", |one| lang.pick(&one.source, &one.source_en))
    }
}

/// What comes with the program.
pub fn law() -> AppResult<&'static Law> {
    READ.as_ref().map_err(|error| AppError::internal(error.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_article_in_both_languages() {
        let law = law().expect("the data");
        for step in LawfulStep::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert!(!law.source(*step, lang).is_empty(), "{step:?}");
            }
        }
    }
}
