//! Every cell of the monthly report equals a naive recount over the ledgers of random cases.

use std::collections::BTreeSet;

use proptest::prelude::any;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::sequences::Chance;
use zongzhi_tests::world;

use super::kit::{Hall, behind, cell, certain, column, count, figure, merged, report, tell};
use super::recount::{Seen, Sums, month, see, sums};

/// Figures that are a recount each.
const PLAIN: [&str; 23] = [
    "entered",
    "reentered",
    "closed",
    "ended",
    "solved",
    "on_time",
    "on_time_unextended",
    "late",
    "major",
    "led_to_petition",
    "led_to_lawsuit",
    "led_to_disorder",
    "led_to_crime",
    "people",
    "amount",
    "agreements",
    "agreements_written",
    "confirmations_asked",
    "confirmed",
    "performed",
    "breached",
    "unperformed",
    "performance_due",
];

/// Figures item by item.
const BROKEN_DOWN: [&str; 3] = ["entered_by_channel", "entered_by_type", "solved_by_type"];

/// Shares, of what and in what.
const SHARES: [(&str, &str, &str); 4] = [
    ("solved_rate", "solved", "closed"),
    ("on_time_rate", "on_time", "closed"),
    ("on_time_unextended_rate", "on_time_unextended", "closed"),
    ("performance_rate", "performed", "performance_due"),
];

/// What follows from the month before and the rest.
const STOCK: [&str; 4] = ["carry_over", "corrections", "stock_end", "late_at_end"];

/// Figures of the statistics of people's mediation.
const MEDIATION: [&str; 15] = [
    "cases",
    "people",
    "solved",
    "failed",
    "hard",
    "amount",
    "own_initiative",
    "on_application",
    "from_court",
    "from_procuratorate",
    "from_police",
    "from_petition",
    "from_others",
    "agreement_oral",
    "agreement_written",
];

/// The cells of a page, by code.
fn cell_codes(page: &Value) -> BTreeSet<&str> {
    let cells = page["cells"].as_array().into_iter().flatten();
    cells.filter_map(|cell| cell["code"].as_str()).collect()
}

/// What a figure is now; of a closed month it stands beside what it was then.
fn live(page: &Value, figure: &Value) -> Option<i64> {
    figure[if page["closing"].is_null() { "value" } else { "now" }].as_i64()
}

/// Holds every month of the report against the sums, and against the cases behind it.
async fn holds(app: &TestApp, client: &Client, months: &[String], sums: &Sums) {
    let (mut stock, mut late, mut kept) = (0, 0, None);
    for month in months {
        let page = report(app, client, &format!("monthly?month={month}")).await;
        let naive = |cell: &str| sums.get(&(cell.to_owned(), month.clone())).copied().unwrap_or(0);
        let now = |code: &str| live(&page, cell(&page, code));
        let shares = SHARES.iter().map(|(code, ..)| *code);
        let held: BTreeSet<_> =
            PLAIN.into_iter().chain(BROKEN_DOWN).chain(STOCK).chain(shares).collect();
        assert_eq!(cell_codes(&page), held, "every cell is held against something");
        for code in PLAIN {
            assert_eq!(now(code), Some(naive(code)), "{code} of {month}");
        }
        for code in BROKEN_DOWN {
            for item in cell(&page, code)["items"].as_array().into_iter().flatten() {
                let name = format!("{code}/{}", item["code"].as_str().unwrap_or_default());
                assert_eq!(live(&page, item), Some(naive(&name)), "{name} of {month}");
            }
        }
        // What was left is carried over, as it was kept where the month before is closed, and what
        // is left follows from the rest.
        let carried = kept.unwrap_or(stock);
        assert_eq!(now("carry_over"), Some(carried), "{month}");
        assert_eq!(now("corrections"), Some(stock - carried), "{month}");
        stock += naive("entered") + naive("reentered") - naive("closed") - naive("ended");
        assert_eq!(now("stock_end"), Some(stock), "{month}");
        late += naive("late_now");
        assert_eq!(now("late_at_end"), Some(late), "{month}");
        kept = (!page["closing"].is_null()).then(|| figure(&page, "stock_end"));
        for (code, part, whole) in SHARES {
            let (part, whole) = (naive(part), naive(whole));
            let rate = (whole > 0).then(|| (part * 10_000 + whole / 2) / whole);
            assert_eq!(now(code), rate, "{code} of {month}");
        }
        opens(app, client, &page).await;
    }
}

/// Every figure opens the cases it counts: as it was when the month was closed, and as it is now.
async fn opens(app: &TestApp, client: &Client, page: &Value) {
    for cell in page["cells"].as_array().into_iter().flatten() {
        let unit = column(cell["unit"].as_str().unwrap_or_default());
        let items = cell["items"].as_array().into_iter().flatten();
        for part in std::iter::once(cell).chain(items) {
            let rows = part["rows"].as_str().expect("no figure is without its cases");
            if let Some((_, _, whole)) = SHARES.iter().find(|(code, ..)| *code == part["code"]) {
                // A share opens the cases it is taken of.
                assert_eq!(behind(app, client, rows, "times").await, figure(page, whole), "{rows}");
                continue;
            }
            let found = behind(app, client, rows, unit).await;
            assert_eq!(part["value"], found, "{rows}");
            if !page["closing"].is_null() {
                let rows = format!("{rows}&known_at=now");
                let found = behind(app, client, &rows, unit).await;
                assert_eq!(part["now"], found, "{rows}");
            }
        }
    }
}

/// Closes every month that is over, from the one after `closed`.
async fn close_months(app: &TestApp, closed: &mut Option<String>, first: &str) {
    count(app).await;
    let director = app.as_director().await;
    let now = month(app.state.clock.now());
    loop {
        let next = closed.as_deref().map_or_else(|| first.to_owned(), after);
        if next >= now {
            return;
        }
        let asking = app.post("/api/v1/report-closings").as_(&director);
        asking.json(&json!({ "month": next })).send().await.expect(201);
        *closed = Some(next);
    }
}

/// The month after `2026-03`.
fn after(month: &str) -> String {
    let (year, number) = month.split_once('-').expect("a month");
    let (year, number): (i32, i32) =
        (year.parse().expect("a year"), number.parse().expect("a month"));
    let next = year * 12 + number;
    format!("{}-{:02}", next / 12, next % 12 + 1)
}

/// A county of cases that each live as their number has it; answers what was told of it.
async fn county(lives: &[u64]) -> Sums {
    let app = TestApp::new().await;
    let hall = Hall::of(&app).await;
    let first = month(app.state.clock.now());
    let (mut tales, mut closed) = (Vec::new(), None);
    for life in lives {
        let mut chance = Chance::seeded(*life);
        tales.push(Box::pin(tell(&app, &hall, &mut chance)).await);
        // The order in which blocks are counted must not matter, nor when months are closed.
        match chance.below(8) {
            0 => count(&app).await,
            1 => close_months(&app, &mut closed, &first).await,
            _ => {}
        }
    }
    tales.extend(Box::pin(merged(&app)).await);
    tales.extend(Box::pin(certain(&app)).await);
    count(&app).await;
    let director = app.as_director().await;
    let mut seen = Vec::new();
    for tale in &tales {
        seen.push(see(&app, &director, tale).await);
    }
    let mut months = vec![first];
    let now = month(app.state.clock.now());
    while months.last().is_some_and(|last| *last < now) {
        months.push(after(months.last().map_or("", String::as_str)));
    }
    assert!(months.len() > 2, "too little time passed to carry anything over: {months:?}");
    let all: Vec<&Seen> = seen.iter().collect();
    let told = sums(&all);
    Box::pin(holds(&app, &director, &months, &told)).await;
    // A village sees its own cases, and nothing else in any figure.
    let own: Vec<_> = seen
        .iter()
        .filter(|seen| seen.view["place"]["region"]["code"] == world::VILLAGE.code)
        .collect();
    Box::pin(holds(&app, &app.as_village_officer().await, &months, &sums(&own))).await;
    for month in &months {
        mediated(&app, &director, month, &told).await;
    }
    told
}

/// The mediation statistics are a recount, and add up source by source and type by type.
async fn mediated(app: &TestApp, director: &Client, month: &str, told: &Sums) {
    let page = report(app, director, &format!("mediation?month={month}")).await;
    let now = |code: &str| live(&page, cell(&page, code)).unwrap_or_default();
    let sources = [
        "own_initiative",
        "on_application",
        "from_court",
        "from_procuratorate",
        "from_police",
        "from_petition",
        "from_others",
    ];
    assert_eq!(now("cases"), sources.iter().map(|code| now(code)).sum::<i64>());
    assert_eq!(now("cases"), now("solved") + now("failed"));
    assert_eq!(cell_codes(&page), MEDIATION.into_iter().collect());
    for code in MEDIATION {
        let naive = told.get(&(format!("mediation/{code}"), month.to_owned())).copied();
        assert_eq!(now(code), naive.unwrap_or(0), "{code} of {month}");
    }
    for cell in page["cells"].as_array().into_iter().flatten() {
        let items = cell["items"].as_array().into_iter().flatten();
        let sum: i64 = items.clone().filter_map(|item| item["value"].as_i64()).sum();
        assert_eq!(cell["value"], sum, "{cell}");
        assert_eq!(items.count(), 18);
    }
    opens(app, director, &page).await;
}

/// `COUNTIES` asks for more of them (`make slow`).
#[actix_web::test]
async fn every_cell_is_a_recount_of_random_counties() {
    let counties =
        zongzhi_tests::project::env("COUNTIES").and_then(|text| text.parse().ok()).unwrap_or(4);
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let lives = proptest::collection::vec(any::<u64>(), 12..20);
    let mut happened = BTreeSet::new();
    for _ in 0..counties {
        let lives = lives.new_tree(&mut runner).expect("lives").current();
        happened.extend(Box::pin(county(&lives)).await.into_keys().map(|(cell, _)| cell));
    }
    // A cell that is zero in every month was not held against anything.
    for code in PLAIN {
        assert!(happened.contains(code), "{code} never happened");
    }
    for code in ["cases", "solved", "failed", "people", "amount"] {
        assert!(happened.contains(&format!("mediation/{code}")), "{code} never happened");
    }
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
    assert!(many <= 13, "{many} statements for a month");
}
