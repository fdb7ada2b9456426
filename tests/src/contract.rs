//! Holds answers against the OpenAPI document: status, content type, body, and of a problem its code.
//! A member the document does not name is refused.
//!
//! OpenAPI 3.1 schemas are JSON Schema 2020-12, so the document itself is the schema store. What
//! is checked is the document the running code describes; `it/contract/openapi.rs` holds that
//! against the committed file, so both promises together make every test a contract test.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use crate::app::Answer;
use crate::closed::closed;

const BASE: &str = "urn:zongzhi:openapi";
const PROBLEM: &str = "application/problem+json";

/// The document with its compiled schemas.
pub struct Contract {
    /// The document as it is served.
    pub text: String,
    /// The same, parsed.
    pub document: Value,
    registry: Registry<'static>,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Contract {
    /// The contract of this process; the document does not change while it runs.
    pub fn of(text: &str) -> &'static Self {
        static ONE: OnceLock<Contract> = OnceLock::new();
        ONE.get_or_init(|| {
            let document: Value = serde_json::from_str(text).expect("the document is JSON");
            let registry = Registry::new()
                .draft(Draft::Draft202012)
                .add(BASE, closed(&document))
                .and_then(jsonschema::RegistryBuilder::prepare)
                .unwrap_or_else(|error| panic!("the document's schemas: {error}"));
            let compiled = Mutex::default();
            Self { text: text.to_owned(), document, registry, compiled }
        })
    }

    /// Why the document does not allow this answer.
    pub fn check(&self, method: &str, path: &str, answer: &Answer) -> Result<(), String> {
        let path = path.split('?').next().unwrap_or(path);
        let Some((template, item)) = self.find(path) else {
            return self.undescribed(answer);
        };
        let Some(operation) = item.get(method.to_ascii_lowercase()) else {
            return self.undescribed(answer);
        };
        let status = answer.status.to_string();
        let Some(documented) = operation["responses"].get(&status) else {
            return Err(format!("status {status} is not documented for {method} {template}"));
        };
        let at = format!(
            "/paths/{}/{}/responses/{status}",
            escape(template),
            method.to_ascii_lowercase()
        );
        let (documented, at) = self.resolve(documented, at);
        let Some(content) = documented.get("content").and_then(Value::as_object) else {
            return if answer.body.is_empty() {
                Ok(())
            } else {
                Err(format!("status {status} of {method} {template} documents no body"))
            };
        };
        let kind = media_type(answer);
        // Files are of any kind.
        let Some(media) = content.get(kind).or_else(|| content.get("*/*")) else {
            return Err(format!("{kind:?} is not among {:?}", content.keys().collect::<Vec<_>>()));
        };
        if media.get("schema").is_none() || !kind.ends_with("json") {
            return Ok(());
        }
        let code = answer.json()["code"].as_str().map(ToOwned::to_owned);
        if let (PROBLEM, Some(code)) = (kind, code)
            && media["examples"].get(&code).is_none()
        {
            return Err(format!("problem {code} is not documented for {method} {template}"));
        }
        self.validate(&format!("{at}/content/{}/schema", escape(kind)), answer)
    }

    /// Paths and methods outside the document (health, pages, mistakes): only errors have a shape.
    fn undescribed(&self, answer: &Answer) -> Result<(), String> {
        if answer.status < 400 {
            return Ok(());
        }
        if media_type(answer) != PROBLEM {
            return Err(format!("an error must be {PROBLEM}"));
        }
        if self.document["components"]["schemas"].get("Problem").is_none() {
            return Ok(());
        }
        self.validate("/components/schemas/Problem", answer)
    }

    fn find(&self, path: &str) -> Option<(&str, &Value)> {
        let parts: Vec<_> = path.split('/').collect();
        let paths = self.document["paths"].as_object()?;
        let fitting = paths.iter().filter(|(template, _)| {
            let wanted: Vec<_> = template.split('/').collect();
            wanted.len() == parts.len()
                && wanted.iter().zip(&parts).all(|(wanted, part)| {
                    wanted == part || (wanted.starts_with('{') && !part.is_empty())
                })
        });
        // Of `/cases/counts` and `/cases/{case_id}` the literal one is meant.
        let nearest = fitting.min_by_key(|(template, _)| template.matches('{').count());
        nearest.map(|(template, item)| (template.as_str(), item))
    }

    fn resolve<'a>(&'a self, value: &'a Value, at: String) -> (&'a Value, String) {
        let target = value.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
        match target.and_then(|pointer| Some((self.document.pointer(pointer)?, pointer))) {
            Some((found, pointer)) => (found, pointer.to_owned()),
            None => (value, at),
        }
    }

    fn validate(&self, pointer: &str, answer: &Answer) -> Result<(), String> {
        let body: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("the body is not JSON: {error}"))?;
        let validator = self.validator(pointer);
        let errors: Vec<_> = validator
            .iter_errors(&body)
            .map(|error| format!("{} at {:?}", error, error.instance_path().to_string()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("; ")) }
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let made = compiled.entry(pointer.to_owned()).or_insert_with(|| {
            let schema = json!({ "$ref": format!("{BASE}#{}", percent(pointer)) });
            let validator = jsonschema::options()
                .with_draft(Draft::Draft202012)
                .with_registry(&self.registry)
                .should_validate_formats(true)
                .build(&schema)
                .unwrap_or_else(|error| panic!("schema at {pointer}: {error}"));
            Arc::new(validator)
        });
        Arc::clone(made)
    }
}

fn media_type(answer: &Answer) -> &str {
    let whole = answer.header("content-type").unwrap_or_default();
    whole.split(';').next().unwrap_or_default().trim()
}

/// One step of a JSON pointer.
fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer as the fragment of an address.
fn percent(pointer: &str) -> String {
    pointer.replace('%', "%25").replace('{', "%7B").replace('}', "%7D").replace('+', "%2B")
}
