//! The parts of a notice's sentence: case numbers, names of units, dates. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Name → text. Never a person's data, never the title or the narrative of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(pub BTreeMap<String, String>);

impl Params {
    /// Adds a part.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// `template` with its parts filled in.
    pub fn fill(&self, template: &str) -> String {
        let mut said = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                continue;
            };
            said.push_str(self.0.get(name).map_or("", String::as_str));
            rest = after;
        }
        said + rest
    }

    /// As it is stored.
    pub fn stored(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Reads what was stored.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}
