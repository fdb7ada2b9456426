//! Tables of templates and documents.

pub mod document;
pub mod document_file;
pub mod document_template;
