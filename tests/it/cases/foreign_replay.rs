//! Leads the cases of a foreign log through the API, as departments that hand them on.
//!
//! The usual reading of such a log: whoever did something has the case from then until somebody
//! else does something. A resource becomes a department with a handler; a hand-over becomes a
//! return and another dispatch, a ruling, or, once it was signed for or ruled on, a hand-over to
//! the other level from which it is dispatched anew; waiting becomes a stop for the applicant.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::platform::db::Tx;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, matter, resolved};
use zongzhi_tests::clients::Client;
use zongzhi_tests::event_log::LogEvent;
use zongzhi_tests::world;

use super::foreign_log::is_waiting;

/// A case on its way, and what its department has to know of its past.
struct Running {
    case: Case,
    resource: String,
    is_stopped: bool,
    is_at_township: bool,
    returns: usize,
}

/// Everybody who acts.
pub(super) struct Office<'a> {
    app: &'a TestApp,
    clerk: Client,
    dispatcher: Client,
    director: Client,
    supervisor: Client,
    departments: HashMap<String, (Uuid, Client)>,
}

fn id(kind: u64, number: usize) -> Uuid {
    Uuid::from_u64_pair(0x0191_0000_0000_7000 + kind, 0x8000_0000_0000_0000 + number as u64)
}

/// A department a resource, with somebody who acts for it.
pub(super) async fn open<'a>(app: &'a TestApp, log: &[LogEvent]) -> Office<'a> {
    let mut resources: Vec<_> = log.iter().map(|event| event.resource.clone()).collect();
    resources.sort();
    resources.dedup();
    let write = async |tx: &Tx| {
        for (at, resource) in resources.iter().enumerate() {
            settle(tx, at, resource).await;
        }
        Ok(())
    };
    app.state.db.write(write).await.expect("the departments");
    app.state.directory.forget();
    let mut departments = HashMap::new();
    for (at, resource) in resources.into_iter().enumerate() {
        let client = app.sign_in_as(&format!("resource{at}"), world::PASSWORD).await;
        departments.insert(resource, (id(2, at), client));
    }
    Office {
        app,
        clerk: app.as_clerk().await,
        dispatcher: app.as_dispatcher().await,
        director: app.as_director().await,
        supervisor: app.as_supervisor().await,
        departments,
    }
}

async fn settle(tx: &Tx, at: usize, resource: &str) {
    let start = world::start();
    let versioned =
        || [("created_at", start.into()), ("updated_at", start.into()), ("row_version", 1.into())];
    let department = [
        ("id", id(2, at).into()),
        ("region_id", world::COUNTY.id.into()),
        ("parent_id", None::<Uuid>.into()),
        ("name", format!("{resource} 单位").into()),
        ("is_center_office", false.into()),
        ("is_active", true.into()),
    ];
    world::insert(tx, "departments", department.into_iter().chain(versioned())).await;
    let person = [
        ("id", id(4, at).into()),
        ("name", format!("{resource} 经办").into()),
        ("department_id", Some(id(2, at)).into()),
        ("is_active", true.into()),
    ];
    world::insert(tx, "people", person.into_iter().chain(versioned())).await;
    let capacity = [
        ("id", id(6, at).into()),
        ("person_id", id(4, at).into()),
        ("role", "handler".into()),
        ("department_id", Some(id(2, at)).into()),
        ("region_id", world::COUNTY.id.into()),
        ("unit_key", id(2, at).to_string().into()),
        ("is_active", true.into()),
    ];
    world::insert(tx, "capacities", capacity.into_iter().chain(versioned())).await;
    let user = [
        ("id", id(5, at).into()),
        ("person_id", id(4, at).into()),
        ("username", format!("resource{at}").into()),
        ("password_hash", world::hash(world::PASSWORD).into()),
        ("must_change_password", false.into()),
        ("is_active", true.into()),
        ("last_capacity_id", Some(id(6, at)).into()),
    ];
    world::insert(tx, "users", user.into_iter().chain(versioned())).await;
}

impl Office<'_> {
    /// Lets all of it happen again, in the order of time, from when the world begins; answers the
    /// case of each.
    pub(super) async fn replay(&self, log: &[LogEvent]) -> HashMap<String, Case> {
        let mut events: Vec<_> = log.iter().collect();
        events.sort_by_key(|event| event.at);
        // What follows in the same case, by place.
        let mut next: Vec<Option<DateTime<Utc>>> = vec![None; events.len()];
        let mut later: HashMap<&str, DateTime<Utc>> = HashMap::new();
        for (place, event) in events.iter().enumerate().rev() {
            next[place] = later.insert(&event.case, event.at);
        }
        let began = events.first().map_or_else(world::start, |event| event.at);
        // A shift of the whole log: no time within it is another.
        let shift = world::start() - began;
        let mut running: HashMap<&str, Running> = HashMap::new();
        let mut ended = HashMap::new();
        for (event, next) in events.into_iter().zip(next) {
            self.app.clock.set(event.at + shift);
            let before = running.remove(event.case.as_str());
            let now = self.happens(before, event, next).await;
            if next.is_none() {
                ended.insert(event.case.clone(), self.close(now).await);
            } else {
                running.insert(&event.case, now);
            }
        }
        ended
    }

    async fn happens(
        &self,
        before: Option<Running>,
        event: &LogEvent,
        next: Option<DateTime<Utc>>,
    ) -> Running {
        let mut now = match before {
            None => self.begin(event).await,
            Some(mut now) => {
                if now.is_stopped {
                    self.act(&mut now, &self.supervisor, "resume", &json!({})).await;
                    now.is_stopped = false;
                }
                if now.resource != event.resource {
                    self.hand_over(&mut now, &event.resource).await;
                } else if now.case.status() == "dispatched" {
                    self.sign(&mut now).await;
                } else {
                    let note = json!({ "note": event.activity });
                    let handler = self.handler(&now.resource);
                    self.act(&mut now, &handler, "report_progress", &note).await;
                }
                now
            }
        };
        // Nobody waits for what happens in the same second.
        if is_waiting(&event.activity) && next.is_some_and(|next| next > event.at) {
            if now.case.status() == "dispatched" {
                self.sign(&mut now).await;
            }
            let stop = json!({ "reason_code": "applicant_absent" });
            self.act(&mut now, &self.supervisor, "suspend", &stop).await;
            now.is_stopped = true;
        }
        now
    }

    async fn begin(&self, event: &LogEvent) -> Running {
        let mut body = matter();
        body["title"] = event.case.clone().into();
        let answer = self.app.post("/api/v1/cases").as_(&self.clerk).json(&body).send().await;
        let case = Case::of(&answer);
        let resource = event.resource.clone();
        let (is_stopped, is_at_township, returns) = (false, false, 0);
        let mut now = Running { case, resource, is_stopped, is_at_township, returns };
        self.act(&mut now, &self.dispatcher, "classify", &classified()).await;
        self.dispatch(&mut now).await;
        now
    }

    /// From one department to another, by the way its state leaves open.
    async fn hand_over(&self, now: &mut Running, to: &str) {
        let from = self.handler(&now.resource);
        to.clone_into(&mut now.resource);
        if now.case.status() == "dispatched" && now.returns < 2 {
            let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
            self.act(now, &from, "return", &back).await;
            now.returns += 1;
            if now.returns < 2 {
                return self.dispatch(now).await;
            }
            let ruled = json!({ "lead_department_id": self.departments[to].0, "reason": "裁定" });
            return self.act(now, &self.director, "rule", &ruled).await;
        }
        let other = if now.is_at_township { world::CENTER } else { world::TOWNSHIP_CENTER };
        let level = json!({ "to_center_id": other.id, "reason": "移交" });
        self.act(now, &self.dispatcher, "transfer_level", &level).await;
        now.is_at_township = !now.is_at_township;
        self.dispatch(now).await;
    }

    async fn dispatch(&self, now: &mut Running) {
        let sent = json!({ "lead_department_id": self.departments[&now.resource].0 });
        self.act(now, &self.dispatcher, "dispatch", &sent).await;
    }

    async fn sign(&self, now: &mut Running) {
        let handler = self.handler(&now.resource);
        self.act(now, &handler, "sign", &json!({})).await;
    }

    /// The whole way out, in the instant of the last event.
    async fn close(&self, mut now: Running) -> Case {
        if now.case.status() == "dispatched" {
            self.sign(&mut now).await;
        }
        let handler = self.handler(&now.resource);
        self.act(&mut now, &handler, "resolve", &resolved()).await;
        self.act(&mut now, &self.dispatcher, "accept_resolution", &json!({})).await;
        let solved = json!({ "reached": true, "solved": true });
        self.act(&mut now, &self.clerk, "record_callback", &solved).await;
        assert_eq!(now.case.status(), "closed");
        now.case
    }

    fn handler(&self, resource: &str) -> Client {
        self.departments[resource].1.clone()
    }

    async fn act(&self, now: &mut Running, client: &Client, verb: &str, body: &Value) {
        now.case = self.app.act(client, &now.case, verb, body).await;
    }
}
