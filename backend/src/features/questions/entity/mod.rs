//! Tables of questions.

pub mod question;
