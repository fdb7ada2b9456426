//! Listening, and reading what has changed.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::Value;
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

pub(super) const STREAM: &str = "/api/v1/events/stream";
pub(super) const CHANGES: &str = "/api/v1/changes";
/// Before anything was sealed.
pub(super) const START: &str = "1.0";

/// What the runner does within a second.
pub(super) async fn seal(app: &TestApp) {
    app.advance(Duration::milliseconds(1));
    while seal_ledger(app.state.clone().into_inner()).await.expect("sealing") > 0 {}
}

/// One event of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) data: Value,
}

/// What a stream said before it ended.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub(super) events: Vec<Told>,
    /// Where to come back to.
    pub(super) place: String,
}

impl Heard {
    /// The events called `name`, by the case they are about.
    pub(super) fn cases(&self, name: &str) -> Vec<String> {
        let named = self.events.iter().filter(|event| event.name == name);
        named.map(|event| event.data["id"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Reads server-sent events as a browser does (WHATWG HTML 9.2.6).
pub(super) fn heard(text: &str) -> Heard {
    let (mut events, mut place) = (Vec::new(), String::new());
    for block in text.split("\n\n").filter(|block| !block.is_empty()) {
        let field = |wanted: &str| {
            let mut lines = block.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
        };
        if let Some(id) = field("id") {
            place = id;
        }
        if let Some(data) = field("data") {
            let data = serde_json::from_str(&data).expect("JSON");
            let name = field("event").expect("a name");
            events.push(Told { id: place.clone(), name, data });
        }
    }
    Heard { events, place }
}

/// Listens behind `last`, or from now on.
pub(super) async fn listen(app: &TestApp, client: &Client, last: Option<&str>) -> Heard {
    let mut asking = app.get(STREAM).as_(client);
    if let Some(last) = last {
        asking = asking.header("last-event-id", last);
    }
    let answer = asking.send().await;
    assert_eq!(answer.status, 200, "{}: {answer}", client.username);
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    heard(&answer.text())
}

/// What has changed since `since`, to the last page.
pub(super) async fn changed(app: &TestApp, client: &Client, since: &str) -> Vec<Value> {
    let (mut since, mut all) = (since.to_owned(), Vec::new());
    loop {
        let path = format!("{CHANGES}?since={since}&limit=2");
        let page = app.get(path).as_(client).send().await.expect(200);
        all.extend(page["items"].as_array().cloned().unwrap_or_default());
        if page["has_more"] == false {
            return all;
        }
        let next = page["next_cursor"].as_str().unwrap_or_default();
        assert_ne!(next, since, "the same again");
        next.clone_into(&mut since);
    }
}

/// A first cursor.
pub(super) async fn cursor(app: &TestApp, client: &Client) -> String {
    let page = app.get(CHANGES).as_(client).send().await.expect(200);
    assert_eq!(page["items"].as_array().map(Vec::len), Some(0), "{page}");
    assert_eq!(page["has_more"], false);
    page["next_cursor"].as_str().unwrap_or_default().to_owned()
}

/// Those of `cases` that `client` may read, by what the single read answers.
pub(super) async fn readable(app: &TestApp, client: &Client, cases: &[&Case]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for case in cases {
        if app.get(case.path()).as_(client).send().await.status == 200 {
            found.insert(case.id.clone());
        }
    }
    found
}
