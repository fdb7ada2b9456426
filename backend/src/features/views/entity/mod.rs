//! Tables of saved views.

pub mod view;
pub mod view_place;
