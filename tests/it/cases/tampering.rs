//! Whoever touches the ledger is found out, byte by byte, and the first bad event is named.

use std::sync::Arc;

use chrono::Duration;
use serde_json::json;
use uuid::Uuid;
use zongzhi::features::cases::jobs;
use zongzhi::features::cases::ledger::verify::{Bad, Fault, verify};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::world;

use super::kit::{check, event_rows, ledger_holds, tamper};

/// Two cases of six events each, sealed or not. The first is the one that is tampered with.
async fn two(app: &TestApp, is_sealed: bool) -> (Case, Case) {
    let (one, other) = (app.case().resolved().await, app.case().resolved().await);
    if is_sealed {
        seal(app).await;
    }
    ledger_holds(app).await;
    (one, other)
}

async fn seal(app: &TestApp) -> u64 {
    jobs::seal_ledger(Arc::clone(&app.state.clone().into_inner())).await.expect("a round")
}

/// An id as it is written in SQL.
pub(super) fn id(text: &str) -> String {
    if TestDb::is_postgres() {
        format!("'{text}'")
    } else {
        format!("X'{}'", text.replace('-', ""))
    }
}

/// An id that differs in its last digit.
fn off_by_one(text: &str) -> String {
    let (head, last) = text.split_at(text.len() - 1);
    format!("{head}{}", if last == "0" { "1" } else { "0" })
}

/// The text with its last letter or digit changed.
fn off_by_a_letter(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = letters.iter().rposition(char::is_ascii_alphanumeric).expect("a letter");
    letters[at] = if letters[at] == '0' { '1' } else { '0' };
    letters.into_iter().collect()
}

async fn first_bad(app: &TestApp) -> Option<Bad> {
    check(app).await.first_bad
}

#[actix_web::test]
async fn one_changed_byte_in_any_column_of_any_event_is_found() {
    let app = TestApp::new().await;
    let (one, other) = two(&app, true).await;
    let case_id = Uuid::parse_str(&one.id).expect("an id");
    for row in event_rows(&app, case_id).await {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let text = |old: &str| (quoted(&off_by_a_letter(old)), quoted(old));
        let uuid = |old: Uuid| (id(&off_by_one(&old.to_string())), id(&old.to_string()));
        let instant = if TestDb::is_postgres() {
            |column: &str| {
                let by = |sign| format!("{column} {sign} interval '1 microsecond'");
                (by("+"), by("-"))
            }
        } else {
            |column: &str| {
                let (old, new) = ("01:00:00", "01:00:01");
                let swap = |a, b| format!("replace({column}, '{a}', '{b}')");
                (swap(old, new), swap(new, old))
            }
        };
        let changes: Vec<(&str, (String, String))> = vec![
            ("id", uuid(row.id)),
            ("kind", text(&row.kind)),
            ("actor_id", uuid(row.actor_id.expect("an actor"))),
            ("capacity_id", uuid(row.capacity_id.expect("a capacity"))),
            ("capacity", text(&row.capacity)),
            ("at", instant("at")),
            ("recorded_at", instant("recorded_at")),
            ("data", text(&row.data)),
            ("prev_hash", text(&row.prev_hash)),
            ("hash", text(&row.hash)),
            ("seq", ((row.seq + 100).to_string(), row.seq.to_string())),
            ("case_id", (id(&off_by_one(&one.id)), id(&one.id))),
            ("block_no", ("2".into(), "1".into())),
            ("block_no", ("0".into(), "1".into())),
            ("block_no", ("NULL".into(), "1".into())),
        ];
        let mut key = (id(&one.id), row.seq, id(&row.id.to_string()));
        for (column, (new, old)) in changes {
            let here = |key: &(String, i32, String)| match column {
                // Found again by what was not changed.
                "id" => format!("case_id = {} AND seq = {}", key.0, key.1),
                _ => format!("id = {}", key.2),
            };
            tamper(&app, &format!("UPDATE case_events SET {column} = {new} WHERE {}", here(&key)))
                .await;
            let bad = first_bad(&app).await;
            let what = format!("{column} of event {}: {bad:?}", row.seq);
            let bad = bad.unwrap_or_else(|| panic!("nobody noticed: {what}"));
            assert_eq!(bad.case_no, one.number(), "{what}");
            // A forged hash shows where it is stored or where the next event points at it.
            assert_eq!(bad.seq, row.seq, "{what}");
            tamper(&app, &format!("UPDATE case_events SET {column} = {old} WHERE {}", here(&key)))
                .await;
            key = (id(&one.id), row.seq, id(&row.id.to_string()));
        }
        assert_eq!(first_bad(&app).await, None, "restored");
    }
    assert_ne!(one.id, other.id);
}

#[actix_web::test]
async fn a_deleted_event_is_named_wherever_it_stood() {
    for is_sealed in [false, true] {
        for seq in 1..=5 {
            let app = TestApp::new().await;
            let (one, _) = two(&app, is_sealed).await;
            let sql =
                format!("DELETE FROM case_events WHERE case_id = {} AND seq = {seq}", id(&one.id));
            tamper(&app, &sql).await;
            let bad = first_bad(&app).await.expect("a missing event");
            assert_eq!((bad.case_no.as_str(), bad.seq), (one.number(), seq), "{bad}");
            assert_eq!(bad.fault, Fault::Missing);
        }
    }
}

#[actix_web::test]
async fn two_swapped_events_are_found() {
    let app = TestApp::new().await;
    let (one, _) = two(&app, false).await;
    let case = id(&one.id);
    for (from, to) in [(3, 99), (4, 3), (99, 4)] {
        tamper(
            &app,
            &format!("UPDATE case_events SET seq = {to} WHERE case_id = {case} AND seq = {from}"),
        )
        .await;
    }
    let bad = first_bad(&app).await.expect("a swap");
    assert_eq!((bad.case_no.as_str(), bad.seq), (one.number(), 3), "{bad}");
}

#[actix_web::test]
async fn a_tail_cut_off_with_the_case_row_patched_is_found_once_sealed() {
    let app = TestApp::new().await;
    let (one, _) = two(&app, true).await;
    let case = id(&one.id);
    let rows = event_rows(&app, Uuid::parse_str(&one.id).expect("an id")).await;
    let kept = &rows[rows.len() - 2];
    tamper(&app, &format!("DELETE FROM case_events WHERE case_id = {case} AND seq > {}", kept.seq))
        .await;
    let bad = first_bad(&app).await.expect("a cut");
    assert_eq!((bad.case_no.as_str(), bad.seq), (one.number(), kept.seq + 1), "{bad}");
    let patch = format!(
        "UPDATE cases SET event_count = {}, last_event_hash = '{}' WHERE id = {case}",
        kept.seq, kept.hash
    );
    tamper(&app, &patch).await;
    let bad = first_bad(&app).await.expect("a cut, though the case agrees");
    assert_eq!((bad.case_no.as_str(), bad.seq), (one.number(), kept.seq + 1), "{bad}");
    assert_eq!(bad.fault, Fault::Missing);
}

#[actix_web::test]
async fn a_case_wiped_out_whole_is_missed_by_its_block() {
    let app = TestApp::new().await;
    let (one, _) = two(&app, true).await;
    for table in [
        "case_events",
        "case_search",
        "case_masked_texts",
        "case_parties",
        "case_clocks",
        "case_referrals",
    ] {
        tamper(&app, &format!("DELETE FROM {table} WHERE case_id = {}", id(&one.id))).await;
    }
    tamper(&app, &format!("DELETE FROM cases WHERE id = {}", id(&one.id))).await;
    let bad = first_bad(&app).await.expect("a missing case");
    assert_eq!((bad.case_no.as_str(), bad.fault), (one.id.as_str(), Fault::Missing), "{bad}");
}

#[actix_web::test]
async fn every_changed_block_is_found() {
    let app = TestApp::new().await;
    two(&app, true).await;
    app.case().registered().await;
    seal(&app).await;
    app.case().registered().await;
    seal(&app).await;
    assert_eq!(check(&app).await.blocks, 3);
    let swap =
        |column: &str, a: &str, b: &str| format!("{column} = replace({column}, '{a}', '{b}')");
    for block_no in 1..=3 {
        for column in ["events", "prev_hash", "hash"] {
            // Two digits change places, and back again by way of a letter no hash has.
            let swapped = async || {
                for (from, to) in [("1", "x"), ("0", "1"), ("x", "0")] {
                    let set = swap(column, from, to);
                    let sql = format!("UPDATE ledger_blocks SET {set} WHERE block_no = {block_no}");
                    tamper(&app, &sql).await;
                }
            };
            swapped().await;
            let bad = first_bad(&app).await;
            assert!(bad.is_some(), "{column} of block {block_no}");
            swapped().await;
            assert_eq!(first_bad(&app).await, None, "restored");
        }
    }
    for (at, sql) in [
        "UPDATE ledger_blocks SET block_no = 9 WHERE block_no = 3",
        "DELETE FROM ledger_blocks WHERE block_no = 9",
    ]
    .into_iter()
    .enumerate()
    {
        tamper(&app, sql).await;
        assert!(first_bad(&app).await.is_some(), "{at}: {sql}");
    }
}

#[actix_web::test]
async fn one_case_is_checked_alone() {
    let app = TestApp::new().await;
    let (one, other) = two(&app, false).await;
    tamper(
        &app,
        &format!(
            "UPDATE case_events SET data = '{{}}' WHERE case_id = {} AND seq = 2",
            id(&one.id)
        ),
    )
    .await;
    let of = async |case: &Case| {
        verify(&app.state.db, Some(case.number()), &mut None).await.expect("a check")
    };
    let bad = of(&one).await.first_bad.expect("a changed event");
    assert_eq!((bad.case_no.as_str(), bad.seq, bad.fault), (one.number(), 2, Fault::Changed));
    assert_eq!(bad.to_string(), format!("case {} event 2 was changed", one.number()));
    let good = of(&other).await;
    assert_eq!((good.cases, good.events, good.first_bad), (1, 5, None));
}

/// Whatever people read of a case and its ledger decides: changed past it, the column is named.
#[actix_web::test]
async fn a_changed_column_of_a_case_is_named() {
    let app = TestApp::new().await;
    let (dispatcher, clerk) = (app.as_dispatcher().await, app.as_clerk().await);
    let open = app.case().in_progress().await;
    let case = app.case().resolved().await;
    app.advance(Duration::hours(1));
    let case = app.act(&dispatcher, &case, "accept_resolution", &json!({})).await;
    app.advance(Duration::hours(1));
    let solved = json!({ "reached": true, "solved": true });
    let case = app.act(&clerk, &case, "record_callback", &solved).await;
    ledger_holds(&app).await;
    tamper(&app, "CREATE TABLE kept_cases AS SELECT * FROM cases").await;
    let township = id(&world::TOWNSHIP_CENTER.id.to_string());
    let person = id(&world::HANDLER.id.to_string());
    let another = id(&open.id);
    let forged: [(&str, &str); 36] = [
        ("case_no", "'990101-20260302-999999'"),
        ("channel", "'phone'"),
        ("source_system", "'12345'"),
        ("source_number", "'7'"),
        ("is_anonymous", "TRUE"),
        ("registered_at", "closed_at"),
        ("registered_by_id", &person),
        ("first_contact_id", &person),
        ("region_code", "'990102'"),
        ("center_id", &township),
        ("type_code", "'0301'"),
        ("scale_code", "'01'"),
        ("level", "'simple'"),
        ("route", "'01'"),
        ("return_count", "2"),
        ("is_ruled", "TRUE"),
        ("is_ping_pong", "TRUE"),
        ("resolved_at", "closed_at"),
        ("closed_at", "registered_at"),
        ("outcome", "'explained'"),
        ("method_code", "'02'"),
        ("summary", "'另有说法'"),
        ("failed_callbacks", "1"),
        ("last_failed_callback_on", "'2026-03-01'"),
        ("handed_direction", "'up'"),
        ("handed_at", "registered_at"),
        ("suspended_at", "registered_at"),
        ("suspend_reason_code", "'procedure'"),
        ("suspended_until_on", "'2026-03-09'"),
        ("extension_days", "3"),
        ("charge_plan", "'每周调度'"),
        ("charge_review_on", "'2026-03-09'"),
        ("merged_into_id", &another),
        ("split_from_id", &another),
        ("dossier_sealed_at", "registered_at"),
        ("due_at", "registered_at"),
    ];
    let here = format!("WHERE id = {}", id(&case.id));
    for (column, value) in forged {
        tamper(&app, &format!("UPDATE cases SET {column} = {value} {here}")).await;
        let bad = first_bad(&app).await;
        assert_eq!(bad.map(|bad| bad.fault), Some(Fault::Column(column)), "{column}");
        let kept = format!("(SELECT kept_cases.{column} FROM kept_cases {here})");
        tamper(&app, &format!("UPDATE cases SET {column} = {kept} {here}")).await;
        assert_eq!(first_bad(&app).await, None, "restored {column}");
    }
    // The limit that runs is a cache, and still one of the ledger's.
    let later = format!("UPDATE cases SET due_at = registered_at WHERE id = {}", id(&open.id));
    tamper(&app, &later).await;
    let bad = first_bad(&app).await.expect("a limit nobody set");
    assert_eq!(bad.fault, Fault::Column("due_at"));
    let said = bad.to_string();
    assert!(said.ends_with("does not lead to what the case row says in due_at"), "{said}");
}
