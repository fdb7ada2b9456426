//! A fictitious case that a template is tried out on (`backend/data/document_example.json`), for who
//! writes templates reads no cases. Pure.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fact::Fact;
use super::filling::{Facts, Filled, Row, fill};
use super::template::TemplateDefinition;
use crate::platform::error::AppResult;

const DATA: &str = include_str!("../../../data/document_example.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    texts: BTreeMap<String, String>,
    lists: BTreeMap<String, Vec<Row>>,
}

/// What the example gives to a template; what the issuer would write stands there by its label.
pub(super) fn filled(definition: &TemplateDefinition) -> AppResult<Filled> {
    let example: Example = serde_json::from_str(DATA)?;
    let mut facts = Facts::default();
    for (name, text) in example.texts {
        if let Some(fact) = Fact::parse(&name) {
            facts.text(fact, text);
        }
    }
    for (name, rows) in example.lists {
        if let Some(fact) = Fact::parse(&name) {
            facts.list(fact, rows);
        }
    }
    let own = definition.fields.iter().filter_map(|field| {
        let label = field.label.as_ref()?;
        Some((field.name.clone(), format!("〔{label}〕")))
    });
    Ok(fill(definition, &facts, &own.collect()).0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_example_says_something_of_every_fact_and_of_nothing_else() {
        let example: Example = serde_json::from_str(DATA).expect("the data");
        for fact in Fact::ALL {
            let name = fact.as_str();
            if fact.members().is_empty() {
                assert!(example.texts.get(name).is_some_and(|text| !text.is_empty()), "{name}");
                continue;
            }
            let rows = example.lists.get(name).cloned().unwrap_or_default();
            assert!(!rows.is_empty(), "{name}");
            for row in rows {
                let told: BTreeSet<_> = row.keys().map(String::as_str).collect();
                assert_eq!(told, fact.members().iter().copied().collect(), "{name}");
            }
        }
        assert_eq!(example.texts.len() + example.lists.len(), Fact::ALL.len());
    }
}
