//! Tables of the reports.

pub mod closing;
pub mod closing_figure;
pub mod cursor;
pub mod entry;
pub mod stock;
