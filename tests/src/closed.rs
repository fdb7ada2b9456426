//! The document's schemas closed: an answer may not carry a member the document does not name.
//!
//! The document itself leaves answers open, so that a client survives a new member; a test must
//! notice one nobody described.

use serde_json::{Value, json};

/// `document` with every schema of an answer closed.
pub(crate) fn closed(document: &Value) -> Value {
    let mut closed = document.clone();
    for (_, schema) in members(&mut closed["components"]["schemas"]) {
        close(schema, document);
    }
    for (_, response) in members(&mut closed["components"]["responses"]) {
        close_response(response, document);
    }
    for (_, item) in members(&mut closed["paths"]) {
        for (_, operation) in members(item) {
            for (_, response) in members(&mut operation["responses"]) {
                close_response(response, document);
            }
        }
    }
    closed
}

fn members(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

fn close_response(response: &mut Value, document: &Value) {
    if response.get("content").is_some() {
        for (_, media) in members(&mut response["content"]) {
            close(&mut media["schema"], document);
        }
    }
}

fn close(schema: &mut Value, document: &Value) {
    close_below(schema, document);
    let names_members = schema.get("properties").is_some() || schema.get("allOf").is_some();
    if names_members && schema.get("additionalProperties").is_none() {
        schema["unevaluatedProperties"] = json!(false);
    }
}

/// Closes what `schema` is made of, and leaves itself open.
fn close_below(schema: &mut Value, document: &Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    let is_free = keywords.get("type") == Some(&json!("object"))
        && !keywords.contains_key("properties")
        && !keywords.contains_key("additionalProperties");
    if is_free {
        keywords.insert("additionalProperties".to_owned(), json!(true));
    }
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("properties", properties) => {
                members(properties).for_each(|(_, member)| close(member, document));
            }
            ("items" | "additionalProperties", value) if value.is_object() => {
                close(value, document);
            }
            ("oneOf" | "anyOf", Value::Array(options)) => {
                for option in options {
                    close(option, document);
                }
            }
            // Each part names members the others do not: only the whole is closed.
            ("allOf", Value::Array(parts)) => {
                for part in parts {
                    if let Some(target) = part["$ref"].as_str().and_then(|r| r.strip_prefix('#')) {
                        *part = document.pointer(target).cloned().unwrap_or_default();
                    }
                    close_below(part, document);
                }
            }
            _ => {}
        }
    }
}
