//! Checks that are needed everywhere.

use serde_json::Value;

use crate::app::Answer;

/// The answer is the problem `code` with `status`; answers its body.
#[track_caller]
pub fn assert_problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer}");
    let body = answer.json();
    assert_eq!(body["code"], code, "{answer}");
    assert_eq!(body["status"], status, "{answer}");
    assert_eq!(body["type"], format!("/problems/{code}"), "{answer}");
    if code.ends_with(".wrong_state") {
        // Whoever is refused by where an object stands is told that, and what is open instead.
        assert!(body["state"].is_string() && body["allowed_actions"].is_array(), "{answer}");
    }
    body
}

/// The answer refuses exactly the fields named by `pointers`.
#[track_caller]
pub fn assert_fields(answer: &Answer, pointers: &[&str]) {
    let body = assert_problem(answer, 422, "request.validation");
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let mut found: Vec<_> =
        errors.iter().map(|field| field["pointer"].as_str().unwrap_or_default()).collect();
    found.sort_unstable();
    // A member may break two rules at once.
    found.dedup();
    let mut wanted = pointers.to_vec();
    wanted.sort_unstable();
    assert_eq!(found, wanted, "{answer}");
}
