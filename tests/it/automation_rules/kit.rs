//! What the tests of rules need.

use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use zongzhi::app::AppState;
use zongzhi::features::automation_rules::jobs;
use zongzhi::features::cases;
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

/// Where rules are.
pub(super) const RULES: &str = "/api/v1/automation-rules";

/// A rule as a caller last saw it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) view: Value,
}

impl Rule {
    #[track_caller]
    pub(super) fn of(answer: &Answer) -> Self {
        let view = answer.json();
        let id = view["id"].as_str().unwrap_or_else(|| panic!("no rule: {answer}")).to_owned();
        Self { id, version: answer.version(), view }
    }

    pub(super) fn path(&self) -> String {
        format!("{RULES}/{}", self.id)
    }
}

/// A condition that is one comparison.
pub(super) fn test(field: &str, op: &str, with: (&str, Value)) -> Value {
    let mut node = json!({ "kind": "test", "field": field, "op": op });
    if !with.0.is_empty() {
        node[with.0] = with.1;
    }
    node
}

/// A whole definition that acts after `events`.
pub(super) fn after(events: &[&str], condition: &Value, actions: &Value) -> Value {
    json!({
        "source": "县矛盾纠纷分级办法第八条",
        "trigger": { "kind": "event", "events": events },
        "condition": condition,
        "actions": actions,
        "valid_from": "2026-01-01",
    })
}

/// An action that sets a level.
pub(super) fn level(level: &str) -> Value {
    json!([{ "kind": "set_level", "level": level }])
}

/// A condition on the level.
pub(super) fn not_level(level: &str) -> Value {
    json!({ "kind": "all", "of": [test("level", "not_in", ("values", json!([level])))] })
}

/// A body that drafts a rule of the county's centre.
pub(super) fn draft(name: &str, definition: &Value) -> Value {
    json!({ "center_id": world::CENTER.id, "name": name, "definition": definition })
}

/// A rule in the county's centre, drafted by its director.
pub(super) async fn drafted(app: &TestApp, name: &str, definition: &Value) -> Rule {
    let director = app.as_director().await;
    let sent = app.post(RULES).as_(&director).json(&draft(name, definition)).send().await;
    assert_eq!(sent.status, 201, "{sent}");
    Rule::of(&sent)
}

/// Asks for a turn of a rule.
pub(super) async fn turn(app: &TestApp, client: &Client, rule: &Rule, verb: &str) -> Answer {
    let path = format!("{}/actions/{verb}", rule.path());
    let reason = json!({ "reason": "经主任会议研究同意" });
    app.post(path).as_(client).if_match(rule.version).json(&reason).send().await
}

/// A rule that acts.
pub(super) async fn active(app: &TestApp, name: &str, definition: &Value) -> Rule {
    let rule = drafted(app, name, definition).await;
    let director = app.as_director().await;
    let answer = turn(app, &director, &rule, "activate").await;
    assert_eq!(answer.status, 200, "{answer}");
    Rule::of(&answer)
}

/// A rule as its director sees it now.
pub(super) async fn seen(app: &TestApp, rule: &Rule) -> Rule {
    let director = app.as_director().await;
    let answer = app.get(rule.path()).as_(&director).send().await;
    answer.expect(200);
    Rule::of(&answer)
}

/// The jobs' view of the application.
pub(super) fn state(app: &TestApp) -> Arc<AppState> {
    Arc::clone(&app.state)
}

/// Rounds of the runner until nothing is left to follow; answers how many runs there were.
pub(super) async fn rounds(app: &TestApp) -> u64 {
    let mut ran = 0;
    for _ in 0..20 {
        let sealed = cases::jobs::seal_ledger(state(app)).await.expect("sealing");
        ran += jobs::follow_ledger(state(app)).await.expect("a round over the ledger");
        if sealed == 0 {
            return ran;
        }
    }
    panic!("the rules never come to rest");
}

/// The runs of a rule as `client` sees them.
pub(super) async fn runs(app: &TestApp, client: &Client, rule: &Rule) -> Vec<Value> {
    let path = format!("{}/runs?limit=200", rule.path());
    let page = app.get(path).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

/// How many rows the tables of the rules have.
pub(super) async fn rows(app: &TestApp) -> Vec<i64> {
    let db = app.state.db.reader();
    let mut found = Vec::new();
    for table in ["automation_rules", "automation_rule_versions", "automation_runs"] {
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.expect("a count").expect("a row");
        found.push(row.try_get("", "n").expect("a number"));
    }
    found
}
