//! Pins what `docs/database-portability.md` says of the two databases, so that an upgrade of the
//! ORM or of a driver that changes one row of it is noticed. Tables of its own, removed with the
//! database.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, Utc};
use futures_util::future::join_all;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, NullOrdering, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement, Value};
use zongzhi::platform::db::{Db, Tx, search};
use zongzhi_tests::db::TestDb;

async fn run(connection: &impl ConnectionTrait, sql: &str) {
    connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn ask(
    connection: &DatabaseConnection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Vec<sea_orm::QueryResult> {
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    connection.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// A database with `things (id, word, at, amount)`.
async fn things() -> (TestDb, Db) {
    let test = TestDb::empty().await;
    let db = test.connect().await;
    let at = if TestDb::is_postgres() { "timestamptz" } else { "timestamp_with_timezone_text" };
    run(
        db.migrator(),
        &format!(
            "CREATE TABLE things (id integer PRIMARY KEY, word varchar(8), at {at}, amount bigint)"
        ),
    )
    .await;
    run(db.migrator(), "CREATE UNIQUE INDEX uq_things_word ON things (word)").await;
    (test, db)
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[actix_web::test]
async fn instants_come_back_as_they_went_in_when_cut_to_microseconds() {
    let (_test, db) = things().await;
    let at = instant("2026-03-02T01:02:03.123456Z");
    let mut insert = Query::insert();
    insert.into_table(Alias::new("things")).columns([Alias::new("id"), Alias::new("at")]);
    insert.values_panic([1.into(), at.into()]);
    db.migrator().execute(&insert).await.expect("insert");
    let rows = ask(db.reader(), "SELECT at FROM things", []).await;
    let read: DateTime<Utc> = rows[0].try_get("", "at").expect("an instant");
    assert_eq!(read, at);
}

#[actix_web::test]
async fn only_utc_may_reach_a_query() {
    // On SQLite instants are text and compare as text: a +08:00 value misses its own row.
    let (_test, db) = things().await;
    let at = instant("2026-03-02T01:02:03.5Z");
    let mut insert = Query::insert();
    insert.into_table(Alias::new("things")).columns([Alias::new("id"), Alias::new("at")]);
    insert.values_panic([1.into(), at.into()]);
    db.migrator().execute(&insert).await.expect("insert");
    let count = async |value: Value| {
        let mut select = Query::select();
        select.expr(Expr::val(1)).from(Alias::new("things"));
        select.and_where(Expr::col(Alias::new("at")).eq(Expr::val(value)));
        db.reader().query_all(&select).await.expect("select").len()
    };
    assert_eq!(count(at.into()).await, 1);
    let east = FixedOffset::east_opt(8 * 3600).expect("an offset");
    let found = count(at.with_timezone(&east).into()).await;
    assert_eq!(found, usize::from(TestDb::is_postgres()), "the two now agree: relax the rule");
}

#[actix_web::test]
async fn writers_that_read_first_never_find_the_database_locked() {
    let (_test, db) = things().await;
    run(db.migrator(), "INSERT INTO things (id, amount) VALUES (1, 0)").await;
    let writers = (0..4).map(|_| async {
        for _ in 0..25 {
            let done = db
                .write(async |tx: &Tx| {
                    // The lock that SQLite takes at BEGIN, PostgreSQL takes here.
                    run(&**tx, "UPDATE things SET word = 'locked' WHERE id = 1").await;
                    let backend = tx.get_database_backend();
                    let read = Statement::from_string(backend, "SELECT amount FROM things");
                    let row = tx.query_one_raw(read).await?.expect("the row");
                    let amount: i64 = row.try_get("", "amount")?;
                    let write = format!("UPDATE things SET amount = {}", amount + 1);
                    tx.execute_unprepared(&write).await?;
                    Ok(())
                })
                .await;
            done.expect("no writer fails");
        }
    });
    join_all(writers).await;
    let rows = ask(db.reader(), "SELECT amount FROM things", []).await;
    assert_eq!(rows[0].try_get::<i64>("", "amount").expect("a number"), 100);
}

#[actix_web::test]
async fn an_error_ends_a_transaction_on_one_database_only() {
    // Hence the rule: never "try to insert and catch", but ON CONFLICT or look first.
    let (_test, db) = things().await;
    let goes_on = db
        .write(async |tx: &Tx| {
            run(&**tx, "INSERT INTO things (id, word) VALUES (1, 'a')").await;
            let clash = tx.execute_unprepared("INSERT INTO things (id, word) VALUES (2, 'a')");
            assert!(clash.await.is_err(), "the index is unique");
            Ok(tx.execute_unprepared("SELECT 1").await.is_ok())
        })
        .await;
    match goes_on {
        Ok(goes_on) => assert_eq!(goes_on, !TestDb::is_postgres()),
        Err(error) => assert!(TestDb::is_postgres(), "{error}"),
    }
}

#[actix_web::test]
async fn on_conflict_is_quiet_and_says_how_many() {
    let (_test, db) = things().await;
    let mut insert = Query::insert();
    insert.into_table(Alias::new("things")).columns([Alias::new("id"), Alias::new("word")]);
    insert.values_panic([1.into(), "a".into()]);
    insert.on_conflict(OnConflict::column(Alias::new("word")).do_nothing().to_owned());
    let first = db.migrator().execute(&insert).await.expect("insert").rows_affected();
    let second = db.migrator().execute(&insert).await.expect("insert").rows_affected();
    assert_eq!((first, second), (1, 0));
}

#[actix_web::test]
async fn a_unique_violation_is_told_in_two_spellings() {
    let (_test, db) = things().await;
    run(db.migrator(), "INSERT INTO things (id, word) VALUES (1, 'a')").await;
    let clash = db.migrator().execute_unprepared("INSERT INTO things (id, word) VALUES (2, 'a')");
    let error: DbErr = clash.await.expect_err("a clash");
    let text = error.to_string();
    let spelling = if TestDb::is_postgres() { "uq_things_word" } else { "things.word" };
    assert!(text.contains(spelling), "{text}");
    assert!(error.sql_err().is_some(), "{text}");
}

#[actix_web::test]
async fn like_ignores_ascii_case_on_one_database_only() {
    let (_test, db) = things().await;
    run(db.migrator(), "INSERT INTO things (id, word) VALUES (1, 'AbC')").await;
    let found = ask(db.reader(), "SELECT id FROM things WHERE word LIKE 'a%'", []).await.len();
    assert_eq!(found, usize::from(!TestDb::is_postgres()));
    let sql = "SELECT id FROM things WHERE lower(word) LIKE lower('a%')";
    assert_eq!(ask(db.reader(), sql, []).await.len(), 1, "lower both sides");
}

#[actix_web::test]
async fn nulls_come_last_only_when_asked_to() {
    let (_test, db) = things().await;
    run(db.migrator(), "INSERT INTO things (id, amount) VALUES (1, NULL), (2, 5)").await;
    let first = async |nulls: Option<NullOrdering>| {
        let mut select = Query::select();
        select.column(Alias::new("id")).from(Alias::new("things"));
        match nulls {
            Some(nulls) => {
                select.order_by_with_nulls(Alias::new("amount"), Order::Asc, nulls);
            }
            None => {
                select.order_by(Alias::new("amount"), Order::Asc);
            }
        }
        let rows = db.reader().query_all(&select).await.expect("select");
        rows[0].try_get::<i32>("", "id").expect("an id")
    };
    assert_eq!(first(None).await, if TestDb::is_postgres() { 2 } else { 1 });
    assert_eq!(first(Some(NullOrdering::Last)).await, 2);
}

#[actix_web::test]
async fn a_sum_of_bigints_needs_a_cast() {
    let (_test, db) = things().await;
    run(db.migrator(), "INSERT INTO things (id, amount) VALUES (1, 2), (2, 3)").await;
    let plain = ask(db.reader(), "SELECT SUM(amount) AS s FROM things", []).await;
    assert_eq!(plain[0].try_get::<i64>("", "s").is_ok(), !TestDb::is_postgres());
    let cast = ask(db.reader(), "SELECT CAST(SUM(amount) AS bigint) AS s FROM things", []).await;
    assert_eq!(cast[0].try_get::<i64>("", "s").expect("a number"), 5);
}

#[actix_web::test]
async fn the_length_of_a_text_is_the_validators_duty() {
    let (_test, db) = things().await;
    let insert = "INSERT INTO things (id, word) VALUES (1, '123456789')";
    let refused = db.migrator().execute_unprepared(insert).await.is_err();
    assert_eq!(refused, TestDb::is_postgres());
}

#[actix_web::test]
async fn sqlite_keeps_a_write_ahead_log_and_checks_foreign_keys() {
    let (_test, db) = things().await;
    if TestDb::is_postgres() {
        return;
    }
    let mode = ask(db.reader(), "PRAGMA journal_mode", []).await;
    assert_eq!(mode[0].try_get::<String>("", "journal_mode").expect("text"), "wal");
    let keys = ask(db.migrator(), "PRAGMA foreign_keys", []).await;
    assert_eq!(keys[0].try_get::<i32>("", "foreign_keys").expect("a number"), 1);
}

#[actix_web::test]
async fn an_update_of_a_stale_version_touches_no_row() {
    let (_test, db) = things().await;
    run(db.migrator(), "INSERT INTO things (id, amount) VALUES (1, 1)").await;
    let write = "UPDATE things SET amount = 2 WHERE id = 1 AND amount = 1";
    let count = async || {
        let done = db.migrator().execute_unprepared(write).await.expect("an update");
        done.rows_affected()
    };
    assert_eq!((count().await, count().await), (1, 0));
}

#[actix_web::test]
async fn search_finds_what_like_finds() {
    let test = TestDb::new().await;
    let db = test.connect().await;
    // The index is checked by itself: its rows need no case on SQLite, and PostgreSQL's foreign
    // key is put aside in this copy.
    if TestDb::is_postgres() {
        let sql = "ALTER TABLE case_search DROP CONSTRAINT case_search_case_id_fkey";
        run(db.migrator(), sql).await;
    }
    let texts = ["东岭镇柳树村宅基地纠纷", "A2区物业管理有问题", "拖欠工资", "柳树湾噪音", "物管"];
    let ids: Vec<_> = (1..=5).map(uuid::Uuid::from_u128).collect();
    db.write(async |tx: &Tx| {
        for (id, text) in ids.iter().zip(texts) {
            search::index(tx, *id, text, &[text]).await?;
        }
        Ok(())
    })
    .await
    .expect("the index");
    for query in
        ["柳树", "物业管理", "a2区", "管理有", "工资", "柳树村宅", "物管", "没有这个", "问"]
    {
        let wanted: BTreeSet<_> = ids
            .iter()
            .zip(texts)
            .filter(|(_, text)| text.to_lowercase().contains(query))
            .map(|(id, _)| *id)
            .collect();
        for select in [search::matching(&db, query), search::in_title(&db, query)] {
            let rows = db.reader().query_all(&select).await.expect("a search");
            let found: BTreeSet<uuid::Uuid> =
                rows.iter().map(|row| row.try_get("", "case_id").expect("an id")).collect();
            assert_eq!(found, wanted, "{query}");
        }
    }
    let pairs = ["柳树".to_owned(), "工资".to_owned()];
    let select = search::title_with_any(&db, &pairs);
    assert_eq!(db.reader().query_all(&select).await.expect("a search").len(), 3);
}
