//! The field registry, held against the tables and the forms: every stored field stands in it once,
//! and no form asks again for what is stored (product rule 6).

mod form;
mod guard;
mod reading;
mod tables;

pub(crate) use tables::columns;
