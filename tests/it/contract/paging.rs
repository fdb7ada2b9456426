//! Every list takes the same cursor: the document says what one looks like, and each list accepts
//! what the document says.

use serde_json::Value;
use zongzhi_tests::app::TestApp;

use super::examples::{address, is_harmless};
use super::openapi::{Operation, document, operations, resolve};
use super::stages::stage;

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

/// What lists that are read on from a place of their own say instead: they answer no page.
const FEEDS: [&str; 2] = ["events_list_changes", "adapters_get_statuses"];

/// The operations that answer a list: it has rows, and says where it goes on.
fn answering_lists(document: &Value) -> Vec<Operation> {
    let mut found = operations(document);
    found.retain(|operation| {
        let answer = resolve(document, &operation.body["responses"]["200"]);
        let schema = resolve(document, &answer["content"]["application/json"]["schema"]);
        let id = operation.body["operationId"].as_str().unwrap_or_default();
        let is_list = id.contains("_list") || schema["properties"].get("next_cursor").is_some();
        let has_rows = schema["properties"].get("items").is_some();
        operation.method == "get" && is_list && has_rows && !FEEDS.contains(&id)
    });
    found
}

#[actix_web::test]
async fn every_list_takes_what_lists_take() {
    let shared = TestApp::new().await;
    let document = shared.document();
    let lists = answering_lists(document);
    assert!(lists.len() > 80, "the lists were not found: {}", lists.len());
    for operation in &lists {
        let own;
        let app = if is_harmless(operation.body["operationId"].as_str().unwrap_or_default()) {
            &shared
        } else {
            own = TestApp::new().await;
            &own
        };
        let stage = stage(app, operation).await;
        let whole = address(document, operation, &stage);
        let (path, query) = whole.split_once('?').unwrap_or((&whole, ""));
        let filters = query.split('&').filter(|one| !one.is_empty() && !one.starts_with("limit="));
        let asked: Vec<_> = filters.chain(["limit=1", "count=exact"]).collect();
        let path = format!("{path}?{}", asked.join("&"));
        let answer = app.get(&path).as_(&stage.client).send().await;
        assert_eq!(answer.status, 200, "{path}: {answer}");
        let page = answer.json();
        let rows = page["items"].as_array().map_or(usize::MAX, Vec::len);
        let total = page["total"].as_u64().and_then(|total| usize::try_from(total).ok());
        let (total, more) = (total.expect(&path), page["next_cursor"].is_string());
        assert!(rows <= 1 && rows <= total, "{path}: {answer}");
        assert_eq!(more, total > 1, "{path}: {answer}");
        // The same for those who follow links (RFC 8288), where the document says so.
        let said = &operation.body["responses"]["200"]["headers"]["Link"];
        let link = answer.header("link").filter(|link| link.ends_with("; rel=\"next\""));
        assert!(link.is_some() == more || said.is_null(), "{path}: {link:?}");
        if more {
            let cursor = page["next_cursor"].as_str().unwrap_or_default();
            let by_cursor = format!("{path}&cursor={cursor}");
            let next = app.get(by_cursor).as_(&stage.client).send().await.expect(200);
            if let Some(link) = link {
                let target = link.trim_start_matches('<').split('>').next().unwrap_or_default();
                let linked = app.get(target).as_(&stage.client).send().await.expect(200);
                assert_eq!(linked["items"], next["items"], "{link}");
            }
            assert_ne!(next["items"], page["items"], "{path}: the second row is the first");
        }
    }
}
