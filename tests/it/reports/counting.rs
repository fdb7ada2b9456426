//! Every cell of the monthly report equals a naive recount over the ledgers of random cases.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::sequences::Chance;
use zongzhi_tests::world;

use super::kit::{behind, cell, column, count, figure, report, tell};

/// How many cases a county has.
const CASES: usize = 26;

/// A case as a plain reader of its pages sees it.
struct Seen {
    view: Value,
    events: Vec<Value>,
}

fn instant(text: &Value) -> DateTime<Utc> {
    text.as_str().unwrap_or_default().parse().expect("an instant")
}

/// `2026-03` of an instant, in China.
fn month(at: DateTime<Utc>) -> String {
    (at + chrono::TimeDelta::hours(8)).format("%Y-%m").to_string()
}

async fn see(app: &TestApp, client: &Client, path: &str) -> Seen {
    let view = app.get(path).as_(client).send().await.expect(200);
    let events = app.get(format!("{path}/events?limit=200")).as_(client).send().await;
    let events = events.expect(200)["items"].as_array().cloned().unwrap_or_default();
    Seen { view, events }
}

/// `(cell, month)` → how often, or how much.
#[derive(Default)]
struct Cells(BTreeMap<(String, String), i64>);

impl Cells {
    fn more(&mut self, cell: &str, at: DateTime<Utc>, amount: i64) {
        *self.0.entry((cell.to_owned(), month(at))).or_default() += amount;
    }
}

/// The cells a case counts in, read off its page and its events one by one.
fn recount(seen: &Seen) -> BTreeMap<(String, String), i64> {
    let mut cells = Cells::default();
    let mut in_order = seen.events.clone();
    in_order.sort_by_key(|event| event["seq"].as_i64());
    let registered = instant(&in_order[0]["at"]);
    let view = &seen.view;
    cells.more("entered", registered, 1);
    cells.more("people", registered, view["people_count"].as_i64().unwrap_or(0));
    cells.more("amount", registered, view["amount_fen"].as_i64().unwrap_or(0));
    let channel = view["channel"].as_str().unwrap_or_default();
    cells.more(&format!("entered_by_channel/{channel}"), registered, 1);
    let top = view["type_code"].as_str().and_then(|code| code.get(..2)).unwrap_or("none");
    cells.more(&format!("entered_by_type/{top}"), registered, 1);
    if view["level"] == "difficult" {
        cells.more("major", registered, 1);
    }
    let clocks = view["clocks"].as_array().into_iter().flatten();
    let handling: Vec<_> = clocks.filter(|clock| clock["kind"] == "handling").collect();
    let last = in_order.iter().map(|event| instant(&event["at"])).max().expect("events");
    let missed = handling.iter().filter_map(|clock| {
        let due = instant(&clock["due_at"]);
        let over = match clock["finished_at"].as_str() {
            Some(_) => instant(&clock["finished_at"]) > due,
            None => clock["state"] != "stopped" && last > due,
        };
        over.then_some(due)
    });
    if let Some(due) = missed.min() {
        cells.more("late", due, 1);
    }
    let (mut outcome, mut method, mut done) = (Value::Null, Value::Null, registered);
    for event in &in_order {
        let at = instant(&event["at"]);
        match event["kind"].as_str().unwrap_or_default() {
            "resolved" => {
                outcome = event["data"]["outcome"].clone();
                method = event["data"]["method_code"].clone();
                done = at;
            }
            "callback_recorded" if event["data"]["solved"] == true => {
                closed(&mut cells, at, (&outcome, &method));
                if handling.iter().all(|clock| held(clock, done)) {
                    cells.more("on_time", at, 1);
                }
            }
            "reopened" => cells.more("reentered", at, 1),
            "declined" | "withdrawn" => cells.more("ended", at, 1),
            _ => {}
        }
    }
    cells.0
}

/// What closing counts; in these walks a case is closed once.
fn closed(cells: &mut Cells, at: DateTime<Utc>, (outcome, method): (&Value, &Value)) {
    let is_solved = *outcome == "solved" || *outcome == "partly_solved";
    let tests = [
        ("closed", true),
        ("solved", is_solved),
        ("led_to_lawsuit", *outcome == "referred_to_court" || *method == "09"),
        ("led_to_crime", *outcome == "referred_to_police"),
        ("led_to_petition", *method == "10"),
    ];
    for (cell, _) in tests.into_iter().filter(|(_, holds)| *holds) {
        cells.more(cell, at, 1);
    }
}

/// Whether a limit was kept by what was reported as done.
fn held(clock: &Value, done: DateTime<Utc>) -> bool {
    let end = clock["finished_at"].as_str().map_or(done, |_| instant(&clock["finished_at"]));
    instant(&clock["started_at"]) > done || end.min(done) <= instant(&clock["due_at"])
}

/// Adds up what cases count.
fn sums(seen: &[&Seen]) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for (cell, amount) in seen.iter().flat_map(|seen| recount(seen)) {
        *sums.entry(cell).or_default() += amount;
    }
    sums
}

const PLAIN: [&str; 14] = [
    "entered",
    "reentered",
    "closed",
    "ended",
    "solved",
    "on_time",
    "late",
    "major",
    "led_to_petition",
    "led_to_lawsuit",
    "led_to_crime",
    "people",
    "amount",
    "agreements",
];

/// Holds every month of the report against the sums, and against the cases behind it.
async fn holds(
    app: &TestApp,
    client: &Client,
    months: &[String],
    sums: &BTreeMap<(String, String), i64>,
) {
    let mut stock = 0;
    for month in months {
        let page = report(app, client, &format!("monthly?month={month}")).await;
        let naive = |cell: &str| sums.get(&(cell.to_owned(), month.clone())).copied().unwrap_or(0);
        for code in PLAIN {
            assert_eq!(figure(&page, code), naive(code), "{code} of {month}");
        }
        for code in ["entered_by_channel", "entered_by_type"] {
            for item in cell(&page, code)["items"].as_array().into_iter().flatten() {
                let name = format!("{code}/{}", item["code"].as_str().unwrap_or_default());
                assert_eq!(item["value"], naive(&name), "{name} of {month}");
            }
        }
        // What was left is carried over, and what is left follows from the rest.
        assert_eq!(figure(&page, "carry_over"), stock, "{month}");
        assert_eq!(figure(&page, "corrections"), 0);
        stock += naive("entered") + naive("reentered") - naive("closed") - naive("ended");
        assert_eq!(figure(&page, "stock_end"), stock, "{month}");
        let rate = cell(&page, "solved_rate")["value"].as_i64();
        let (solved, closed) = (naive("solved"), naive("closed"));
        assert_eq!(rate, (closed > 0).then(|| (solved * 10_000 + closed / 2) / closed));
        for cell in page["cells"].as_array().into_iter().flatten() {
            let unit = column(cell["unit"].as_str().unwrap_or_default());
            let items = cell["items"].as_array().into_iter().flatten();
            for part in std::iter::once(cell).chain(items) {
                let Some(rows) = part["rows"].as_str() else { continue };
                let found = behind(app, client, rows, unit).await;
                assert_eq!(part["value"], found, "{month} {rows}");
            }
        }
    }
}

async fn county(seed: u64) {
    let app = TestApp::new().await;
    let mut chance = Chance::seeded(seed);
    let mut paths = Vec::new();
    for at in 0..CASES {
        paths.push((tell(&app, &mut chance).await.path(), at));
        // The order in which blocks are counted must not matter.
        if chance.once_in(5) {
            count(&app).await;
        }
    }
    count(&app).await;
    let director = app.as_director().await;
    let mut seen = Vec::new();
    for (path, _) in &paths {
        seen.push(see(&app, &director, path).await);
    }
    let first = seen.iter().map(|seen| instant(&seen.view["registered_at"])).min();
    let mut months = vec![month(first.expect("cases"))];
    let now = month(app.state.clock.now());
    while months.last().is_some_and(|last| *last < now) {
        let last = months.last().cloned().unwrap_or_default();
        let (year, number) = last.split_once('-').expect("a month");
        let (year, number): (i32, i32) =
            (year.parse().expect("a year"), number.parse().expect("a month"));
        let next = year * 12 + number;
        months.push(format!("{}-{:02}", next / 12, next % 12 + 1));
    }
    assert!(months.len() > 2, "too little time passed to carry anything over: {months:?}");
    let all: Vec<_> = seen.iter().collect();
    holds(&app, &director, &months, &sums(&all)).await;
    // A village sees its own cases, and nothing else in any figure.
    let own: Vec<_> = seen
        .iter()
        .filter(|seen| seen.view["place"]["region"]["code"] == world::VILLAGE.code)
        .collect();
    assert!(!own.is_empty());
    holds(&app, &app.as_village_officer().await, &months, &sums(&own)).await;
    // The mediation statistics add up to what was closed by mediation, type by type.
    for month in &months {
        let page = report(&app, &director, &format!("mediation?month={month}")).await;
        let of = |code: &str| figure(&page, code);
        let sources = [
            "own_initiative",
            "on_application",
            "from_court",
            "from_police",
            "from_petition",
            "from_others",
        ];
        assert_eq!(of("cases"), sources.iter().map(|code| of(code)).sum::<i64>());
        for cell in page["cells"].as_array().into_iter().flatten() {
            let items = cell["items"].as_array().into_iter().flatten();
            let sum: i64 = items.clone().filter_map(|item| item["value"].as_i64()).sum();
            assert_eq!(cell["value"], sum, "{cell}");
            assert_eq!(items.count(), 18);
        }
    }
}

#[actix_web::test]
async fn every_cell_is_a_recount_of_one_county() {
    county(20_260_301).await;
}

#[actix_web::test]
async fn every_cell_is_a_recount_of_another_county() {
    county(7).await;
}

#[actix_web::test]
async fn counting_again_changes_nothing_and_a_new_type_moves_the_case() {
    let app = TestApp::new().await;
    let case = app.case().classified().await;
    count(&app).await;
    count(&app).await;
    let director = app.as_director().await;
    let page = report(&app, &director, "monthly?month=2026-03").await;
    assert_eq!(figure(&page, "entered"), 1);
    assert_eq!(page["is_current"], true);
    let body = json!({ "type_code": "0701", "level": "difficult" });
    app.act(&app.as_dispatcher().await, &case, "classify", &body).await;
    let behind = report(&app, &director, "monthly?month=2026-03").await;
    assert_eq!(behind["is_current"], false, "what waits to be counted is said");
    count(&app).await;
    let page = report(&app, &director, "monthly?month=2026-03").await;
    assert_eq!((figure(&page, "entered"), figure(&page, "major")), (1, 1));
    let by_type = cell(&page, "entered_by_type")["items"].as_array().cloned().unwrap_or_default();
    for item in by_type {
        assert_eq!(item["value"], i64::from(item["code"] == "07"), "{item}");
    }
}

#[actix_web::test]
async fn a_month_costs_few_statements_however_many_cases_there_are() {
    let app = TestApp::new().await;
    let director = app.as_director().await;
    let cost = async || {
        let before = app.statements();
        report(&app, &director, "monthly?month=2026-03").await;
        app.statements() - before
    };
    app.case().registered().await;
    count(&app).await;
    cost().await;
    let one = cost().await;
    for _ in 0..8 {
        app.case().closed().await;
    }
    count(&app).await;
    cost().await;
    let many = cost().await;
    assert_eq!(one, many);
    assert!(many <= 12, "{many} statements for a month");
}
