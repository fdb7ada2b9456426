//! The oracle: what a case counts in the reports, read off its page and its events as they are served
//! to anybody, by code that shares nothing with the slice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;

use super::kit::Tale;

/// `(cell, month)` → how often, or how much.
pub(super) type Sums = BTreeMap<(String, String), i64>;

/// A case as a plain reader of its pages sees it.
pub(super) struct Seen {
    pub(super) view: Value,
    events: Vec<Value>,
    due_before: Option<Value>,
}

pub(super) fn instant(text: &Value) -> DateTime<Utc> {
    text.as_str().unwrap_or_default().parse().expect("an instant")
}

/// `2026-03` of an instant, in China.
pub(super) fn month(at: DateTime<Utc>) -> String {
    (at + chrono::TimeDelta::hours(8)).format("%Y-%m").to_string()
}

pub(super) async fn see(app: &TestApp, client: &Client, tale: &Tale) -> Seen {
    let path = &tale.path;
    let view = app.get(path).as_(client).send().await.expect(200);
    let events = app.get(format!("{path}/events?limit=200")).as_(client).send().await;
    let mut events = events.expect(200)["items"].as_array().cloned().unwrap_or_default();
    events.sort_by_key(|event| event["seq"].as_i64());
    Seen { view, events, due_before: tale.due_before.clone() }
}

#[derive(Default)]
struct Cells {
    sums: Sums,
    /// What a case counts in once, and did.
    once: BTreeSet<&'static str>,
}

impl Cells {
    fn more(&mut self, cell: &str, at: DateTime<Utc>, amount: i64) {
        *self.sums.entry((cell.to_owned(), month(at))).or_default() += amount;
    }

    fn once(&mut self, cell: &'static str, at: DateTime<Utc>) {
        if self.once.insert(cell) {
            self.more(cell, at, 1);
        }
    }
}

/// What is known of the result while the events are read.
#[derive(Default)]
struct Finding {
    outcome: Value,
    method: Value,
    done: DateTime<Utc>,
}

/// What became of the agreements: items performed, and which were breached.
#[derive(Default)]
struct Agreed {
    performed: BTreeSet<i64>,
    is_breached: bool,
    is_unperformed: bool,
    items: u64,
}

/// 人民调解: the last time it was tried in a month, and whether it was agreed on; and what was told
/// since the case was opened.
#[derive(Default)]
struct Tried {
    months: BTreeMap<String, (DateTime<Utc>, bool)>,
    is_begun: bool,
    is_agreed: bool,
}

impl Tried {
    fn more(&mut self, is_agreed: bool, at: DateTime<Utc>) {
        self.is_begun = true;
        self.is_agreed |= is_agreed;
        let known = self.months.entry(month(at)).or_insert((at, false));
        known.1 |= is_agreed;
    }

    /// Closed by 人民调解 or 行业性专业性调解, where nothing else tells of it.
    fn closed(&mut self, finding: &Finding, at: DateTime<Utc>) {
        let is_solved = finding.outcome == "solved" || finding.outcome == "partly_solved";
        let is_told = if is_solved { self.is_agreed } else { self.is_begun };
        if (finding.method == "02" || finding.method == "05") && !is_told {
            self.more(is_solved, at);
        }
    }
}

impl Seen {
    fn number(&self, member: &str) -> i64 {
        self.view[member].as_i64().unwrap_or(0)
    }

    fn top(&self) -> &str {
        self.view["type_code"].as_str().and_then(|code| code.get(..2)).unwrap_or("none")
    }

    fn handling(&self) -> Vec<&Value> {
        let clocks = self.view["clocks"].as_array().into_iter().flatten();
        clocks.filter(|clock| clock["kind"] == "handling").collect()
    }

    /// The cells the case counts in, event by event.
    fn recount(&self) -> Sums {
        let mut cells = Cells::default();
        self.entered(&mut cells);
        self.late(&mut cells);
        let done = instant(&self.events[0]["at"]);
        let mut finding = Finding { done, ..Finding::default() };
        let mut agreed: BTreeMap<String, Agreed> = BTreeMap::new();
        let mut tried = Tried::default();
        for event in &self.events {
            let (at, data) = (instant(&event["at"]), &event["data"]);
            match event["kind"].as_str().unwrap_or_default() {
                "resolved" => {
                    finding = Finding {
                        outcome: data["outcome"].clone(),
                        method: data["method_code"].clone(),
                        done: at,
                    };
                }
                "callback_recorded" if data["solved"] == true => {
                    self.closed(&mut cells, at, &finding);
                    tried.closed(&finding, at);
                }
                "closed" => {
                    self.closed(&mut cells, at, &finding);
                    tried.closed(&finding, at);
                }
                "reopened" | "unmerged" => {
                    cells.more("reentered", at, 1);
                    (tried.is_begun, tried.is_agreed) = (false, false);
                }
                "declined" | "withdrawn" | "merged" => cells.more("ended", at, 1),
                "suspended" => led(&mut cells, &data["procedure"], at),
                "mediation_concluded" => {
                    led(&mut cells, &data["guided_to"], at);
                    let is_agreed =
                        data["outcome"] == "agreed" || data["outcome"] == "partly_agreed";
                    tried.more(is_agreed, at);
                }
                kind => {
                    if kind == "agreement_reached" {
                        tried.more(true, at);
                    }
                    agreement(&mut cells, &mut agreed, kind, at, data);
                }
            }
        }
        // 结果为行政调解、司法调解的不计.
        if finding.method != "03" && finding.method != "04" {
            for (at, is_agreed) in tried.months.values() {
                self.mediated(&mut cells, *at, *is_agreed);
            }
        }
        cells.sums
    }

    fn entered(&self, cells: &mut Cells) {
        let at = instant(&self.events[0]["at"]);
        cells.more("entered", at, 1);
        cells.more("people", at, self.number("people_count"));
        cells.more("amount", at, self.number("amount_fen"));
        let channel = self.view["channel"].as_str().unwrap_or_default();
        cells.more(&format!("entered_by_channel/{channel}"), at, 1);
        cells.more(&format!("entered_by_type/{}", self.top()), at, 1);
        if self.view["level"] == "difficult" || self.view["scale_code"] == "03" {
            cells.more("major", at, 1);
        }
    }

    /// The first limit that ran out, as far as the ledger goes.
    fn late(&self, cells: &mut Cells) {
        let last = self.events.iter().map(|event| instant(&event["at"])).max().expect("events");
        let handling = self.handling();
        let missed =
            handling.iter().filter(|clock| clock["state"] != "stopped").filter_map(|clock| {
                let due = instant(&clock["due_at"]);
                let end =
                    clock["finished_at"].as_str().map_or(last, |_| instant(&clock["finished_at"]));
                (end > due).then_some(due)
            });
        let missed: Vec<_> = missed.collect();
        if let Some(due) = missed.iter().min() {
            cells.more("late", *due, 1);
        }
        // Late from the day it ran out to the day it was met.
        for due in missed {
            cells.more("late_now", due, 1);
        }
        for clock in handling.iter().filter(|clock| clock["finished_at"].is_string()) {
            let end = instant(&clock["finished_at"]);
            if end > instant(&clock["due_at"]) {
                cells.more("late_now", end, -1);
            }
        }
    }

    /// What closing counts.
    fn closed(&self, cells: &mut Cells, at: DateTime<Utc>, finding: &Finding) {
        let Finding { outcome, method, done } = finding;
        let is_solved = *outcome == "solved" || *outcome == "partly_solved";
        cells.more("closed", at, 1);
        if is_solved {
            cells.more("solved", at, 1);
            cells.more(&format!("solved_by_type/{}", self.top()), at, 1);
        }
        let handling = self.handling();
        if handling.iter().all(|clock| held(clock, *done, &clock["due_at"])) {
            cells.more("on_time", at, 1);
        }
        let unextended = |clock: &&Value| {
            let is_extended = clock["extended_by"].as_i64().unwrap_or(0) > 0;
            let due = self.due_before.as_ref().filter(|_| is_extended);
            held(clock, *done, due.unwrap_or(&clock["due_at"]))
        };
        if handling.iter().all(unextended) {
            cells.more("on_time_unextended", at, 1);
        }
        if *outcome == "referred_to_court" || *method == "09" {
            cells.once("led_to_lawsuit", at);
        }
        if *outcome == "referred_to_police" {
            cells.once("led_to_crime", at);
        }
        if *outcome == "referred_to_public_security" {
            cells.once("led_to_disorder", at);
        }
        if *method == "10" {
            cells.once("led_to_petition", at);
        }
    }

    /// A month of the same case in the statistics of people's mediation.
    fn mediated(&self, cells: &mut Cells, at: DateTime<Utc>, is_agreed: bool) {
        let parties = self.view["parties"].as_array().map_or(0, Vec::len);
        let people = self.number("people_count").max(i64::try_from(parties).unwrap_or(0));
        cells.more("mediation/cases", at, 1);
        cells.more("mediation/people", at, people);
        cells.more(if is_agreed { "mediation/solved" } else { "mediation/failed" }, at, 1);
        if self.view["level"] == "complex" || self.view["level"] == "difficult" {
            cells.more("mediation/hard", at, 1);
        }
        let source = match self.view["channel"].as_str().unwrap_or_default() {
            "grid" | "patrol" => "own_initiative",
            "walk_in" | "phone" | "online" => "on_application",
            "court" => "from_court",
            "procuratorate" => "from_procuratorate",
            "police_110" => "from_police",
            "petition" => "from_petition",
            _ => "from_others",
        };
        cells.more(&format!("mediation/{source}"), at, 1);
    }
}

/// Where a matter went on: stopped for a procedure, or shown the way to it.
fn led(cells: &mut Cells, procedure: &Value, at: DateTime<Utc>) {
    match procedure.as_str().unwrap_or_default() {
        "petition" => cells.once("led_to_petition", at),
        "civil_litigation" | "administrative_litigation" => cells.once("led_to_lawsuit", at),
        _ => {}
    }
}

fn agreement(
    cells: &mut Cells,
    agreed: &mut BTreeMap<String, Agreed>,
    kind: &str,
    at: DateTime<Utc>,
    data: &Value,
) {
    let of = agreed.entry(data["agreement"]["agreement_id"].to_string()).or_default();
    match kind {
        "agreement_reached" => {
            of.items = data["item_count"].as_u64().unwrap_or(0);
            cells.more("agreements", at, 1);
            cells.more("mediation/amount", at, data["amount_fen"].as_i64().unwrap_or(0));
            if data["form"] == "written" {
                cells.more("agreements_written", at, 1);
                cells.more("mediation/agreement_written", at, 1);
            } else {
                cells.more("mediation/agreement_oral", at, 1);
            }
        }
        "confirmation_applied" => cells.more("confirmations_asked", at, 1),
        "confirmation_answered" if data["answer"] == "confirmed" => {
            cells.more("confirmed", at, 1);
        }
        "performance_recorded" if data["state"] == "performed" => {
            of.performed.extend(data["item_no"].as_i64());
            if of.performed.len() as u64 == of.items {
                cells.more("performed", at, 1);
                cells.more("performance_due", at, 1);
            }
        }
        "performance_recorded" if data["state"] == "breached" && !of.is_breached => {
            of.is_breached = true;
            cells.more("breached", at, 1);
        }
        _ => {}
    }
    // 逾期或者违约，一份计一次.
    let is_missed = kind == "performance_overdue" || data["state"] == "breached";
    if kind.starts_with("performance_") && is_missed && !of.is_unperformed {
        of.is_unperformed = true;
        cells.more("unperformed", at, 1);
        cells.more("performance_due", at, 1);
    }
}

/// Whether a limit was kept by what was reported as done.
fn held(clock: &Value, done: DateTime<Utc>, due: &Value) -> bool {
    let end = clock["finished_at"].as_str().map_or(done, |_| instant(&clock["finished_at"]));
    instant(&clock["started_at"]) > done || end.min(done) <= instant(due)
}

/// Adds up what cases count.
pub(super) fn sums(seen: &[&Seen]) -> Sums {
    let mut sums = Sums::new();
    for (cell, amount) in seen.iter().flat_map(|seen| seen.recount()) {
        *sums.entry(cell).or_default() += amount;
    }
    sums
}
