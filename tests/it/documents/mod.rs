//! Documents: drafted, issued, frozen, replaced, voided, verified; and their templates.

mod editions;
mod files;
mod issuing;
mod kit;
mod mediated;
mod rights;
mod templates;
