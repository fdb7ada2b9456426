//! The schema goes up, down and up again on both databases, in transactions, with every foreign
//! key indexed.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use zongzhi_migrations::{Migrator, MigratorTrait};
use zongzhi_tests::db::TestDb;
use zongzhi_tests::project;

async fn texts(connection: &DatabaseConnection, sql: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("catalogue");
    rows.iter()
        .map(|row| columns.iter().map(|name| row.try_get("", name).expect("text")).collect())
        .collect()
}

async fn tables(connection: &DatabaseConnection) -> BTreeSet<String> {
    let sql = if TestDb::is_postgres() {
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    texts(connection, sql, &["name"]).await.into_iter().flatten().collect()
}

#[actix_web::test]
async fn the_schema_goes_up_down_and_up() {
    let empty = TestDb::empty().await;
    let db = empty.connect().await;
    let connection = db.migrator();
    Migrator::up(connection, None).await.expect("up");
    let first = tables(connection).await;
    assert!(first.contains("cases") && first.contains("case_events"), "{first:?}");
    Migrator::down(connection, None).await.expect("down");
    let left: Vec<_> = tables(connection).await.into_iter().collect();
    assert_eq!(left, ["seaql_migrations"], "down leaves tables behind");
    Migrator::up(connection, None).await.expect("up again");
    assert_eq!(tables(connection).await, first);
    db.close().await.expect("closing");
}

#[test]
fn every_migration_asks_for_a_transaction() {
    // Left out, PostgreSQL would run it in one and SQLite would not.
    for migration in Migrator::migrations() {
        assert_eq!(migration.use_transaction(), Some(true), "{}", migration.name());
    }
    let written = project::files("migrations/src", ".rs");
    let files = written.iter().filter(|path| path.contains("/m2")).count();
    assert_eq!(Migrator::migrations().len(), files, "a migration file is not in the list");
}

#[test]
fn migrations_run_in_the_order_of_their_names() {
    let names: Vec<_> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
}

/// (table, column) of every foreign key.
async fn foreign_keys(connection: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let sql = if TestDb::is_postgres() {
        "SELECT c.conrelid::regclass::text AS t, a.attname::text AS c FROM pg_constraint c \
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
         WHERE c.contype = 'f'"
    } else {
        "SELECT m.name AS t, f.\"from\" AS c FROM sqlite_master m, \
         pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
    };
    pairs(texts(connection, sql, &["t", "c"]).await)
}

/// (table, column) of every index's first column.
async fn leading_columns(connection: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let sql = if TestDb::is_postgres() {
        "SELECT i.indrelid::regclass::text AS t, a.attname::text AS c FROM pg_index i \
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] \
         JOIN pg_class k ON k.oid = i.indrelid WHERE k.relnamespace = 'public'::regnamespace"
    } else {
        "SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_index_list(m.name) i, \
         pragma_index_info(i.name) c WHERE m.type = 'table' AND c.seqno = 0 AND c.name IS NOT NULL"
    };
    pairs(texts(connection, sql, &["t", "c"]).await)
}

fn pairs(rows: Vec<Vec<String>>) -> BTreeSet<(String, String)> {
    rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
}

#[actix_web::test]
async fn every_foreign_key_is_indexed() {
    let full = TestDb::new().await;
    let db = full.connect().await;
    let foreign = foreign_keys(db.migrator()).await;
    assert!(foreign.len() > 10, "the catalogue was not read: {foreign:?}");
    let indexed = leading_columns(db.migrator()).await;
    let bare: Vec<_> = foreign.difference(&indexed).collect();
    assert!(bare.is_empty(), "no index leads with {bare:?}");
    db.close().await.expect("closing");
}

/// References that no foreign key holds, each for one of the reasons in front of its group. A new one
/// needs a key, or a reason here.
const UNKEYED: &[(&str, &[&str])] = &[
    // Logs say who and where it was then, and are only ever written.
    ("audit_entries", &["capacity_id", "object_id", "user_id"]),
    ("case_events", &["actor_id", "capacity_id", "case_id"]),
    ("stationing_steps", &["actor_id", "capacity_id"]),
    ("visit_events", &["actor_id", "capacity_id", "department_id", "person_id"]),
    ("automation_runs", &["fact_id"]),
    ("adapter_acknowledgements", &["event_id"]),
    ("automation_retries", &["after_rule_id", "fact_id"]),
    // Sums are written with every change, and every key would be looked at with each.
    ("burden_tallies", &["center_id", "department_id"]),
    ("case_tallies", &["center_id", "department_id", "entry_id"]),
    ("report_closing_figures", &["center_id"]),
    ("report_closings", &["closed_by_id"]),
    ("report_entries", &["center_id"]),
    ("report_stocks", &["center_id"]),
    // Of an event of the ledger, or of none: a test.
    ("webhook_deliveries", &["event_id"]),
    // Of one of several tables, as a column beside it says, or of none.
    ("assessment_facts", &["object_id"]),
    ("documents", &["about_id"]),
    ("integrity_signals", &["source_id"]),
    ("job_leases", &["holder_id"]),
    ("limit_change_items", &["from_rule_id", "unit_id"]),
    ("notices", &["about_id", "capacity_id", "person_id"]),
    ("refresh_tokens", &["family_id"]),
    // A line of editions has no row of its own.
    ("assessment_periods", &["line_id"]),
    ("assessment_schemes", &["line_id"]),
    // One of the county's few rows: nobody deletes them, and every key is an index of its own.
    ("agreements", &["confirmation_rule_id"]),
    ("automation_rules", &["conflict_with_id", "scanned_to_id"]),
    ("calendars", &["limit_change_id"]),
    ("callback_quotas", &["created_by_id", "department_id"]),
    ("centers", &["fallback_department_id", "region_id"]),
    ("limit_changes", &["rule_id"]),
    ("mediators", &["person_id"]),
    ("notice_deliveries", &["person_id"]),
    ("notice_preferences", &["person_id"]),
    ("precedents", &["center_id", "region_id", "retired_by_id"]),
    ("public_submissions", &["region_id"]),
    ("substitutions", &["set_by_id"]),
    ("time_limit_rules", &["limit_change_id"]),
    ("users", &["last_capacity_id"]),
    ("view_places", &["person_id", "view_id"]),
    // Added to tables that were there before: what `columns::add` adds has no key.
    ("case_referrals", &["suggested_department_id"]),
    ("rotation_plans", &["repairs_id"]),
    ("webhooks", &["application_id"]),
    (
        "cases",
        &[
            "charge_leader_id",
            "handed_from_center_id",
            "merged_into_id",
            "registered_capacity_id",
            "split_from_id",
            "visit_id",
        ],
    ),
    // Written with the event it tells of, which is never deleted.
    ("applicant_notices", &["event_id"]),
    // Written at every step, naming what was read in the same transaction and is never deleted.
    ("case_clocks", &["referral_id"]),
    ("case_referrals", &["signed_by_id"]),
    ("cases", &["lead_department_id"]),
    ("mediations", &["next_id"]),
    ("supervision_steps", &["clock_id"]),
    ("visits", &["guided_department_id", "owner_department_id"]),
    // A word of OAuth: it names no row of another table.
    ("applications", &["client_id"]),
    // On SQLite beside its index, which knows no keys.
    ("case_search", &["case_id"]),
];

/// (table, column) of every column that is named as a reference.
async fn references(connection: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let sql = if TestDb::is_postgres() {
        "SELECT table_name::text AS t, column_name::text AS c FROM information_schema.columns \
         WHERE table_schema = 'public'"
    } else {
        "SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table'"
    };
    let mut columns = pairs(texts(connection, sql, &["t", "c"]).await);
    columns.retain(|(_, column)| column.ends_with("_id"));
    columns
}

#[actix_web::test]
async fn a_reference_without_a_key_has_a_reason() {
    let full = TestDb::new().await;
    let db = full.connect().await;
    let references = references(db.migrator()).await;
    let keyed = foreign_keys(db.migrator()).await;
    let listed: BTreeSet<(String, String)> = UNKEYED
        .iter()
        .flat_map(|(table, columns)| columns.iter().map(|column| (*table, *column)))
        .map(|(table, column)| (table.to_owned(), column.to_owned()))
        .collect();
    let bare: BTreeSet<_> = references.difference(&keyed).cloned().collect();
    let missed: Vec<_> = bare.difference(&listed).collect();
    assert!(missed.is_empty(), "neither a foreign key nor a reason: {missed:?}");
    let gone: Vec<_> = listed.difference(&references).collect();
    assert!(gone.is_empty(), "reasons for what is not there: {gone:?}");
    db.close().await.expect("closing");
}

#[actix_web::test]
async fn servers_that_start_together_migrate_one_after_the_other() {
    if !TestDb::is_postgres() {
        // SQLite has one server.
        return;
    }
    let empty = TestDb::empty().await;
    let starting = (0..3).map(|_| async {
        let db = empty.connect().await;
        let up = async || Ok(Migrator::up(db.migrator(), None).await?);
        let done = db.alone(up).await;
        db.close().await.expect("closing");
        done
    });
    for done in futures_util::future::join_all(starting).await {
        done.expect("the migrations");
    }
}
