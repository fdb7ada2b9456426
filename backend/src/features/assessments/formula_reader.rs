//! Reads the text of a [`Formula`], character by character. Pure.

use super::formula::{
    Formula, FormulaError, Given, MAX_LENGTH, Number, Order, Problem, SCALE, Test,
};

/// How deep brackets may nest.
const MAX_DEPTH: usize = 12;
/// Digits behind the point.
const DECIMALS: usize = 4;
/// Digits before it.
const DIGITS: usize = 6;

/// Reads a formula.
///
/// # Errors
/// Where the text is none, with the place.
pub fn parse(text: &str) -> Result<Formula, FormulaError> {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() > MAX_LENGTH {
        return Err(FormulaError { at: MAX_LENGTH + 1, problem: Problem::TooLong });
    }
    let mut reader = Reader { characters: &characters, at: 0, depth: 0 };
    let formula = reader.sum()?;
    match reader.peek() {
        None => Ok(formula),
        Some(_) => Err(reader.refused(Problem::Syntax)),
    }
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn refused(&self, problem: Problem) -> FormulaError {
        FormulaError { at: self.at + 1, problem }
    }

    /// The next character that is not white space.
    fn peek(&mut self) -> Option<char> {
        while self.characters.get(self.at).is_some_and(|one| one.is_whitespace()) {
            self.at += 1;
        }
        self.characters.get(self.at).copied()
    }

    /// Goes on where `wanted` is next.
    fn takes(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn needs(&mut self, wanted: char) -> Result<(), FormulaError> {
        if self.takes(wanted) { Ok(()) } else { Err(self.refused(Problem::Syntax)) }
    }

    fn sum(&mut self) -> Result<Formula, FormulaError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refused(Problem::TooDeep));
        }
        self.depth += 1;
        let mut left = self.product()?;
        loop {
            left = if self.takes('+') {
                Formula::Sum(Box::new(left), Box::new(self.product()?))
            } else if self.takes('-') {
                Formula::Difference(Box::new(left), Box::new(self.product()?))
            } else {
                self.depth -= 1;
                return Ok(left);
            };
        }
    }

    fn product(&mut self) -> Result<Formula, FormulaError> {
        let mut left = self.factor()?;
        loop {
            left = if self.takes('*') {
                Formula::Product(Box::new(left), Box::new(self.factor()?))
            } else if self.takes('/') {
                Formula::Quotient(Box::new(left), self.divisor()?)
            } else {
                return Ok(left);
            };
        }
    }

    fn divisor(&mut self) -> Result<Number, FormulaError> {
        let is_number = self.peek().is_some_and(|one| one.is_ascii_digit());
        if !is_number {
            return Err(self.refused(Problem::Divisor));
        }
        let at = self.at;
        let number = self.number()?;
        if number.0 == 0 {
            return Err(FormulaError { at: at + 1, problem: Problem::Divisor });
        }
        Ok(number)
    }

    fn factor(&mut self) -> Result<Formula, FormulaError> {
        if self.takes('-') {
            return Ok(Formula::Negative(Box::new(self.atom()?)));
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Formula, FormulaError> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let inner = self.sum()?;
                self.needs(')')?;
                Ok(inner)
            }
            Some(one) if one.is_ascii_digit() => Ok(Formula::Number(self.number()?)),
            Some(one) if one.is_alphabetic() || one == '_' => self.word(),
            Some(_) | None => Err(self.refused(Problem::Syntax)),
        }
    }

    fn digits(&mut self) -> String {
        let rest = self.characters.get(self.at..).unwrap_or_default();
        let digits: String = rest.iter().take_while(|one| one.is_ascii_digit()).collect();
        self.at += digits.len();
        digits
    }

    fn number(&mut self) -> Result<Number, FormulaError> {
        let start = self.at;
        let too_long = FormulaError { at: start + 1, problem: Problem::NumberTooLong };
        let whole = self.digits();
        let mut rest = String::new();
        if self.characters.get(self.at) == Some(&'.') {
            self.at += 1;
            rest = self.digits();
            if rest.is_empty() {
                return Err(self.refused(Problem::Syntax));
            }
        }
        if whole.len() > DIGITS || rest.len() > DECIMALS {
            return Err(too_long);
        }
        let padded = format!("{rest:0<DECIMALS$}");
        let value = |digits: &str| digits.parse::<u64>().ok();
        let (Some(whole), Some(rest)) = (value(&whole), value(&padded)) else {
            return Err(too_long);
        };
        Ok(Number(whole * SCALE + rest))
    }

    fn word(&mut self) -> Result<Formula, FormulaError> {
        let start = self.at;
        let rest = self.characters.get(start..).unwrap_or_default();
        let word: String =
            rest.iter().take_while(|one| one.is_alphanumeric() || **one == '_').collect();
        self.at += word.chars().count();
        if let Some(given) = Given::ALL.into_iter().find(|given| given.name() == word) {
            return Ok(Formula::Given(given));
        }
        match word.as_str() {
            "min" => {
                let (first, rest) = self.list()?;
                Ok(Formula::Least(Box::new(first), rest))
            }
            "max" => {
                let (first, rest) = self.list()?;
                Ok(Formula::Greatest(Box::new(first), rest))
            }
            "if" => {
                self.needs('(')?;
                let left = self.sum()?;
                let order = self.order()?;
                let right = self.sum()?;
                self.needs(',')?;
                let then = self.sum()?;
                self.needs(',')?;
                let otherwise = self.sum()?;
                self.needs(')')?;
                let test = Test { left, order, right };
                Ok(Formula::If(Box::new(test), Box::new(then), Box::new(otherwise)))
            }
            _ => Err(FormulaError { at: start + 1, problem: Problem::UnknownWord }),
        }
    }

    fn list(&mut self) -> Result<(Formula, Vec<Formula>), FormulaError> {
        self.needs('(')?;
        let first = self.sum()?;
        let mut rest = Vec::new();
        while self.takes(',') {
            rest.push(self.sum()?);
        }
        self.needs(')')?;
        Ok((first, rest))
    }

    fn order(&mut self) -> Result<Order, FormulaError> {
        if self.takes('<') {
            return Ok(if self.joined('=') { Order::LessOrEqual } else { Order::Less });
        }
        if self.takes('>') {
            return Ok(if self.joined('=') { Order::GreaterOrEqual } else { Order::Greater });
        }
        if self.takes('=') { Ok(Order::Equal) } else { Err(self.refused(Problem::Syntax)) }
    }

    /// Goes on where `wanted` follows without a gap.
    fn joined(&mut self, wanted: char) -> bool {
        let is_next = self.characters.get(self.at) == Some(&wanted);
        self.at += usize::from(is_next);
        is_next
    }
}
