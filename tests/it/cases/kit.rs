//! What several of the case tests need.

use std::ops::Range;

use serde_json::Value;
use zongzhi::features::cases::entity::{case, event};
use zongzhi::features::cases::ledger::verify::{Report, verify};
use zongzhi::platform::db::{Tx, search};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, EntityTrait as _,
    IntoActiveModel as _, Iterable as _, QueryFilter as _, QueryOrder as _,
};

/// The ledger of the whole database, checked.
pub(super) async fn check(app: &TestApp) -> Report {
    verify(&app.state.db, None, &mut None).await.expect("a check")
}

/// The ledger of the whole database must hold.
pub(crate) async fn ledger_holds(app: &TestApp) {
    assert_eq!(check(app).await.first_bad, None);
}

/// The events of a case as they are answered to `client`.
pub(crate) async fn events(app: &TestApp, client: &Client, case: &Case) -> Vec<Value> {
    let path = format!("{}/events?limit=200", case.path());
    let page = app.get(path).as_(client).send().await.expect(200);
    page["items"].as_array().cloned().unwrap_or_default()
}

/// The kinds of the events of a case.
pub(super) async fn kinds(app: &TestApp, client: &Client, case: &Case) -> Vec<String> {
    let events = events(app, client, case).await;
    events.iter().map(|event| event["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The rows of the ledger of a case, oldest first.
pub(super) async fn event_rows(app: &TestApp, case_id: uuid::Uuid) -> Vec<event::Model> {
    event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .order_by_asc(event::Column::Seq)
        .all(app.state.db.reader())
        .await
        .expect("the events")
}

/// The words of a list of strings in an answer.
pub(super) fn words(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The ids of a page.
pub(crate) fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().into_iter().flatten();
    items.map(|item| item["id"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Text as it goes into a query string.
pub(crate) fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// How many rows every table of the engine has.
pub(super) async fn rows(app: &TestApp) -> Vec<(&'static str, i64)> {
    const TABLES: [&str; 7] = [
        "cases",
        "case_parties",
        "case_referrals",
        "case_clocks",
        "case_events",
        "case_search",
        "idempotency_keys",
    ];
    let db = app.state.db.reader();
    let mut found = Vec::new();
    for table in TABLES {
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.expect("a count").expect("a row");
        found.push((table, row.try_get("", "n").expect("a number")));
    }
    found
}

/// More of the first case there is, by number, alike but for what `alter` changes.
pub(crate) async fn copies(
    app: &TestApp,
    numbers: Range<usize>,
    alter: impl Fn(usize, &mut case::Model),
) {
    let db = &app.state.db;
    let first = case::Entity::find().order_by_asc(case::Column::RegisteredAt).one(db.reader());
    let first = first.await.expect("cases").expect("a case");
    let copy = |number: usize| {
        let mut copy = first.clone();
        copy.id = uuid::Uuid::from_u128(first.id.as_u128() + number as u128);
        copy.case_no = format!("{}-{number}", first.case_no);
        alter(number, &mut copy);
        copy
    };
    let all: Vec<_> = numbers.map(copy).collect();
    for some in all.chunks(300) {
        let write = async |tx: &Tx| {
            let rows = some.iter().map(|copy| {
                let mut row = copy.clone().into_active_model();
                case::Column::iter().for_each(|column| row.reset(column));
                row
            });
            case::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
            for copy in some {
                search::index(tx, copy.id, &copy.title, &[&copy.title, &copy.narrative]).await?;
            }
            Ok(())
        };
        db.write(write).await.expect("copies");
    }
}

/// Does to the database what no caller can.
pub(crate) async fn tamper(app: &TestApp, sql: &str) {
    let done = app.state.db.migrator().execute_unprepared(sql).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
