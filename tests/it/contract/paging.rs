//! Every list takes the same cursor: the document says what one looks like, and each list accepts
//! what the document says.

use serde_json::Value;
use zongzhi_tests::app::TestApp;

use super::openapi::{document, operations};

/// What the document says of every cursor.
const PATTERN: &str = "^[A-Za-z0-9_-]{1,1000}$";
const LONGEST: usize = 1000;

/// The lists that take a cursor, with what is said of it.
fn lists(document: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for operation in operations(document) {
        for parameter in operation.body["parameters"].as_array().into_iter().flatten() {
            if parameter["name"] == "cursor" {
                found.push((operation.path.clone(), parameter["schema"].clone()));
            }
        }
    }
    found
}

#[actix_web::test]
async fn every_cursor_is_said_to_look_the_same() {
    let document = document().await;
    let lists = lists(&document);
    assert!(lists.len() > 15, "the lists were not found: {}", lists.len());
    for (path, schema) in &lists {
        assert_eq!(schema["pattern"], PATTERN, "{path}");
        for bound in ["minLength", "maxLength"] {
            assert_eq!(schema[bound], Value::Null, "{path}: the pattern says how long it is");
        }
    }
    // Those that travel in bodies.
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        for (member, schema) in schema["properties"].as_object().into_iter().flatten() {
            if name.ends_with("Request") && member.ends_with("cursor") {
                let bounds = (&schema["minLength"], &schema["maxLength"]);
                assert_eq!(bounds, (&1.into(), &LONGEST.into()), "{name}.{member}");
            }
        }
    }
}

#[actix_web::test]
async fn no_list_refuses_a_cursor_for_its_length() {
    let app = TestApp::new().await;
    let somebody = [app.as_director().await, app.as_system_admin().await, app.as_auditor().await];
    let (mut asked, mut wrong) = (0, Vec::new());
    for (path, _) in lists(app.document()).iter().filter(|(path, _)| !path.contains('{')) {
        for client in &somebody {
            for length in [1, 501, LONGEST] {
                let cursor = "a".repeat(length);
                let answer = app.get(format!("{path}?cursor={cursor}")).as_(client).send().await;
                if answer.status == 403 {
                    continue;
                }
                asked += 1;
                if answer.json()["code"] != "request.invalid_cursor" {
                    wrong.push(format!("{path}, {length} characters: {answer}"));
                }
            }
        }
    }
    assert!(asked > 30, "{asked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
