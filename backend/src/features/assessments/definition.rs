//! What a version of a scheme says: its indicators, checked and read. Pure.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::formula::{self, Formula, FormulaError, Problem, parse};
use super::source::{AssessmentSource, AssessmentSubject};
use crate::features::cases::ledger::{canonical, sha256};
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};

/// What the weights of a scheme sum to.
const WHOLE: u32 = 100;

/// An indicator as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// The facts it looks at.
    pub source: AssessmentSource,
    /// In hundredths of the whole.
    pub weight: u32,
    /// As [`Formula`] prints it.
    pub formula: String,
}

/// An indicator that can be evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// The facts it looks at.
    pub source: AssessmentSource,
    /// In hundredths of the whole.
    pub weight: u32,
    /// Its formula.
    pub formula: Formula,
}

impl Compiled {
    /// As it is stored.
    pub fn stored(&self) -> Indicator {
        let formula = self.formula.to_string();
        Indicator { source: self.source, weight: self.weight, formula }
    }
}

/// A formula that may stand in a scheme; refused at `pointer`, with the character where one is wrong.
pub fn read_formula(text: &str, pointer: &str) -> Result<Formula, FieldError> {
    let formula = parse(text).map_err(|error| refused(error, pointer))?;
    if formula::rewards_failing(&formula) {
        return Err(FieldError::of(pointer, ErrorCode::AssessmentSchemeRewardsFailing));
    }
    // Printed once more it may be longer than it was typed, and has to be read again.
    let printed = formula.to_string();
    match parse(&printed) {
        Ok(_) => Ok(formula),
        Err(error) => Err(refused(error, pointer)),
    }
}

fn refused(error: FormulaError, pointer: &str) -> FieldError {
    let code = match error.problem {
        Problem::UnknownWord => ErrorCode::AssessmentSchemeUnknownWord,
        Problem::Divisor => ErrorCode::AssessmentSchemeDivisor,
        Problem::Syntax | Problem::NumberTooLong | Problem::TooDeep | Problem::TooLong => {
            ErrorCode::AssessmentSchemeFormula
        }
    };
    let mut field = FieldError::of(pointer, code);
    field.params = Map::from_iter([("at".to_owned(), error.at.into())]);
    field
}

/// Checks indicators for whom they are to assess; every one that is wrong is named.
pub fn checked(
    indicators: &[Indicator],
    subject: AssessmentSubject,
) -> Result<Vec<Compiled>, AppError> {
    let (mut wrong, mut compiled) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for (index, one) in indicators.iter().enumerate() {
        let at = format!("/indicators/{index}");
        if !seen.insert(one.source) {
            let code = ErrorCode::AssessmentSchemeSourceTwice;
            wrong.push(FieldError::of(format!("{at}/source"), code));
        }
        if !one.source.fits(subject) {
            let code = ErrorCode::AssessmentSchemeSourceSubject;
            wrong.push(FieldError::of(format!("{at}/source"), code));
        }
        match read_formula(&one.formula, &format!("{at}/formula")) {
            Ok(formula) => {
                compiled.push(Compiled { source: one.source, weight: one.weight, formula });
            }
            Err(field) => wrong.push(field),
        }
    }
    let sum = indicators.iter().fold(0_u32, |sum, one| sum.saturating_add(one.weight));
    if sum != WHOLE {
        wrong.push(FieldError::of("/indicators", ErrorCode::AssessmentSchemeWeights));
    }
    if wrong.is_empty() { Ok(compiled) } else { Err(AppError::Validation(wrong)) }
}

/// Indicators as text, and the hash of it.
pub fn stored(compiled: &[Compiled]) -> AppResult<(String, String)> {
    let indicators: Vec<_> = compiled.iter().map(Compiled::stored).collect();
    let text = canonical(&indicators)?;
    let hash = sha256(text.as_bytes());
    Ok((text, hash))
}

/// Reads stored indicators.
pub fn read(text: &str) -> AppResult<Vec<Compiled>> {
    let indicators: Vec<Indicator> = serde_json::from_str(text)?;
    let compiled = indicators.into_iter().map(|one| {
        let formula = parse(&one.formula);
        let formula = formula.map_err(|error| {
            AppError::internal(format!("a stored formula cannot be read at {}", error.at))
        })?;
        Ok(Compiled { source: one.source, weight: one.weight, formula })
    });
    compiled.collect()
}
