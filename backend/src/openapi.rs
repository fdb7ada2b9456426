//! The document.

/// The document as it is served: the same bytes as `openapi/openapi.json`.
#[derive(Debug, Clone)]
pub struct Document(pub String);
