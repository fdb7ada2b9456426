//! Tables of the rules of the procedure.

pub mod procedure_rule;
