//! Sizes a county has: run by `make slow STEPS=bulk`.

use std::time::Instant;

use rust_xlsxwriter::Workbook;
use serde_json::json;
use zongzhi::features::imports::worker::carry_on;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::project::env;

use super::kit::{announced, counts, put, rows, seen};

/// How long rows in JSON Lines may take on PostgreSQL, for a hundred thousand of them.
const SECONDS: u64 = 180;

fn size(name: &str, usual: u32) -> u32 {
    env(name).and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[actix_web::test]
#[ignore = "takes minutes: make slow STEPS=bulk"]
async fn a_hundred_thousand_rows_with_two_stops_come_to_an_exact_total() {
    let most = size("IMPORT_ROWS", 100_000);
    let mut app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let file = rows("grid", 1..=most);
    let began = Instant::now();
    let import = announced(&app, &clerk, "grid.jsonl", file.as_bytes(), false).await;
    put(&app, &clerk, &import, file.as_bytes()).await.expect(200);
    let (mut rounds, mut stops) = (0_u32, 0_u32);
    loop {
        let state = app.state.clone().into_inner();
        if rounds == 3 || rounds == 6 {
            // In the middle of a batch: what was begun is rolled back.
            let enough = app.statements() + 900;
            let mut round = Box::pin(carry_on(state));
            while app.statements() < enough {
                let turn = std::future::poll_fn(|context| {
                    std::task::Poll::Ready(std::future::Future::poll(round.as_mut(), context))
                });
                if turn.await.is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(round);
            app = app.restarted(|_| {}).await;
            stops += 1;
        } else {
            carry_on(state).await.expect("a round");
        }
        rounds += 1;
        let now = seen(&app, &clerk, &import).await;
        if now["state"] == "done" {
            break;
        }
        assert_ne!(now["state"], "failed", "{now}");
    }
    let took = began.elapsed();
    let done = seen(&app, &clerk, &import).await;
    let all = i64::from(most);
    assert_eq!(counts(&done), [all, all, 0, 0]);
    let query = "/api/v1/cases?source_system=grid&count=exact&limit=1";
    let page = app.get(query).as_(&clerk).send().await.expect(200);
    assert_eq!(page["total"], json!(all));
    tracing::info!(rows = most, stops, seconds = took.as_secs(), "imported");
    let allowed = u64::from(most) * SECONDS / 100_000 + 10;
    assert!(took.as_secs() <= allowed, "{} s for {most} rows", took.as_secs());
}

#[actix_web::test]
#[ignore = "takes minutes: make slow STEPS=bulk"]
async fn a_large_workbook_with_bad_rows_loses_nothing() {
    let most = size("WORKBOOK_ROWS", 60_000);
    let app = TestApp::with(|config| config.files.max_expansion = 1_000).await;
    let clerk = app.as_clerk().await;
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let heads = ["title", "narrative", "channel", "source.system", "source.number"];
    for (column, head) in (0..).zip(heads) {
        page.write_string(0, column, head).expect("a cell");
    }
    // Text that does not get smaller: the file is as large as the rows.
    let mut chance = 1_u64;
    for row in 1..=most {
        let number = row.to_string();
        let title = if row % 1_000 == 0 { "" } else { "路灯不亮" };
        let mut text = String::with_capacity(900);
        for _ in 0..50 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text += &format!("{chance:016x}");
        }
        for (column, cell) in (0..).zip([title, text.as_str(), "grid", "sheet", number.as_str()]) {
            page.write_string(row, column, cell).expect("a cell");
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let import = announced(&app, &clerk, "book.xlsx", &bytes, false).await;
    put(&app, &clerk, &import, &bytes).await.expect(200);
    loop {
        carry_on(app.state.clone().into_inner()).await.expect("a round");
        let now = seen(&app, &clerk, &import).await;
        if now["state"] == "done" {
            break;
        }
        assert_ne!(now["state"], "failed", "{now}");
    }
    let done = seen(&app, &clerk, &import).await;
    let (all, bad) = (i64::from(most), i64::from(most / 1_000));
    assert_eq!(counts(&done), [all, all - bad, 0, bad]);
}
