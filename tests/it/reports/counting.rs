//! Every cell of the monthly report equals a naive recount over the ledgers of random cases.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::clients::Client;
use zongzhi_tests::sequences::Chance;
use zongzhi_tests::world;

use super::kit::{behind, cell, certain, column, count, figure, merged, report, tell};
use super::recount::{Seen, Sums, instant, month, see, sums};

/// How many cases a county has.
const CASES: usize = 26;

/// Figures that are a recount each.
const PLAIN: [&str; 20] = [
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
    "led_to_crime",
    "people",
    "amount",
    "agreements",
    "agreements_written",
    "confirmations_asked",
    "confirmed",
    "performed",
    "breached",
];

/// Those that are told of whatever chance has.
const CERTAIN: [&str; 10] = [
    "entered",
    "closed",
    "ended",
    "led_to_crime",
    "agreements",
    "agreements_written",
    "confirmations_asked",
    "confirmed",
    "performed",
    "breached",
];

/// Figures item by item.
const BROKEN_DOWN: [&str; 3] = ["entered_by_channel", "entered_by_type", "solved_by_type"];

/// Shares, and of what.
const SHARES: [(&str, &str); 3] = [
    ("solved_rate", "solved"),
    ("on_time_rate", "on_time"),
    ("on_time_unextended_rate", "on_time_unextended"),
];

/// What follows from the month before and the rest.
const STOCK: [&str; 3] = ["carry_over", "corrections", "stock_end"];

/// Figures of the statistics of people's mediation.
const MEDIATION: [&str; 13] = [
    "cases",
    "people",
    "solved",
    "hard",
    "amount",
    "own_initiative",
    "on_application",
    "from_court",
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

/// Holds every month of the report against the sums, and against the cases behind it.
async fn holds(app: &TestApp, client: &Client, months: &[String], sums: &Sums) {
    let mut stock = 0;
    for month in months {
        let page = report(app, client, &format!("monthly?month={month}")).await;
        let naive = |cell: &str| sums.get(&(cell.to_owned(), month.clone())).copied().unwrap_or(0);
        let shares = SHARES.iter().map(|(code, _)| *code);
        let held: BTreeSet<_> =
            PLAIN.into_iter().chain(BROKEN_DOWN).chain(STOCK).chain(shares).collect();
        assert_eq!(cell_codes(&page), held, "every cell is held against something");
        for code in PLAIN {
            assert_eq!(figure(&page, code), naive(code), "{code} of {month}");
        }
        for code in BROKEN_DOWN {
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
        for (code, part) in SHARES {
            let (part, whole) = (naive(part), naive("closed"));
            let rate = (whole > 0).then(|| (part * 10_000 + whole / 2) / whole);
            assert_eq!(cell(&page, code)["value"].as_i64(), rate, "{code} of {month}");
        }
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
    let mut tales = Vec::new();
    for _ in 0..CASES {
        tales.push(tell(&app, &mut chance).await);
        // The order in which blocks are counted must not matter.
        if chance.once_in(5) {
            count(&app).await;
        }
    }
    tales.extend(merged(&app).await);
    tales.push(Box::pin(certain(&app)).await);
    count(&app).await;
    let director = app.as_director().await;
    let mut seen = Vec::new();
    for tale in &tales {
        seen.push(see(&app, &director, tale).await);
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
    let all: Vec<&Seen> = seen.iter().collect();
    let told = sums(&all);
    // A cell that is zero in every month was not held against anything.
    for code in CERTAIN {
        assert!(told.keys().any(|(cell, _)| cell == code), "{code} never happened: seed {seed}");
    }
    holds(&app, &director, &months, &told).await;
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
        assert_eq!(cell_codes(&page), MEDIATION.into_iter().collect());
        for code in MEDIATION {
            let naive = told.get(&(format!("mediation/{code}"), month.clone())).copied();
            assert_eq!(of(code), naive.unwrap_or(0), "{code} of {month}");
        }
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
