//! One definition of rights on every read path: what `holds` says of each case is what lists,
//! counts, search and single reads show, for every role.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, TryGetable as _,
};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::features::cases::entity::{case, case_tally};
use zongzhi::features::cases::guards::only_assists;
use zongzhi::features::cases::repo;
use zongzhi::features::cases::tally::{self, Tally};
use zongzhi::platform::db::Tx;
use zongzhi::policy::{Action, Actor, Facts, Part, Role, Scope, holds, may_ever};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

#[actix_web::test]
async fn every_role_sees_in_lists_what_it_may_read_and_nothing_else() {
    let app = TestApp::new().await;
    let (township, other) = (app.as_township_clerk().await, app.as_other_clerk().await);
    let officer = app.as_village_officer().await;
    let cases = [
        app.case().registered().await,
        app.case().dispatched().await,
        app.case().assisted_by(world::LABOUR).in_progress().await,
        app.case().led_by(world::JUSTICE).dispatched().await,
        app.case().closed().await,
        app.case().by(&township).registered().await,
        app.case().by(&officer).registered().await,
        app.case().by(&other).registered().await,
    ];
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let mut readable = BTreeSet::new();
        for case in &cases {
            let answer = app.get(case.path()).as_(&client).send().await;
            match answer.status {
                200 => {
                    readable.insert(case.id.clone());
                }
                404 => {
                    for path in ["events", "similar"] {
                        let answer = app.get(format!("{}/{path}", case.path())).as_(&client);
                        let answer = answer.send().await;
                        assert!([403, 404].contains(&answer.status), "{path}: {answer}");
                    }
                    // Out of scope is the same as not there, to the letter.
                    let nowhere = "/api/v1/cases/018f0000-0000-7000-8000-000000000001";
                    let missing = app.get(nowhere).as_(&client).send().await;
                    assert_eq!(plain(&missing.json()), plain(&answer.json()));
                }
                403 => {}
                status => panic!("{status} for {}: {answer}", person.username),
            }
        }
        let list = app.get("/api/v1/cases?limit=200&count=exact").as_(&client).send().await;
        if list.status == 403 {
            assert!(readable.is_empty(), "{} reads but does not list", person.username);
            continue;
        }
        let list = list.expect(200);
        let listed: BTreeSet<_> = list["items"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|case| case["id"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(listed, readable, "{}", person.username);
        assert_eq!(list["total"], readable.len(), "{}", person.username);
        let found = app.get("/api/v1/cases?limit=200&q=漏水").as_(&client).send().await.expect(200);
        assert_eq!(found["items"].as_array().map(Vec::len), Some(readable.len()));
    }
}

/// A problem without what names the request itself.
fn plain(problem: &Value) -> Value {
    let mut plain = problem.clone();
    plain["instance"] = Value::Null;
    plain["request_id"] = Value::Null;
    plain
}

#[actix_web::test]
async fn out_of_scope_is_not_there_for_actions_too() {
    let app = TestApp::new().await;
    let stranger = app.as_other_dispatcher().await;
    let case = app.case().registered().await;
    let body = json!({ "type_code": "0202", "level": "ordinary" });
    let answer = app.acting(&stranger, &case, "classify", &body).send().await;
    assert_eq!(answer.status, 404, "{answer}");
}

const REGIONS: [world::Region; 5] =
    [world::COUNTY, world::TOWNSHIP, world::OTHER_TOWNSHIP, world::VILLAGE, world::OTHER_COUNTY];
const DEPARTMENTS: [Uuid; 4] =
    [world::HOUSING.id, world::LABOUR.id, world::CENTER_OFFICE.id, world::OTHER_HOUSING.id];
const CENTERS: [Uuid; 3] = [world::CENTER.id, world::TOWNSHIP_CENTER.id, world::OTHER_CENTER.id];
const PEOPLE: [Uuid; 3] = [world::CLERK.id, world::HANDLER.id, world::VILLAGE_OFFICER.id];

/// A case as the rights see it.
#[derive(Debug, Clone)]
struct Row {
    region: usize,
    center: usize,
    lead: Option<usize>,
    assists: Vec<(usize, bool)>,
    registered_by: Option<usize>,
    first_contact: Option<usize>,
    restricted: bool,
    leader: Option<usize>,
    supervised: bool,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let assists = prop::collection::vec((0..DEPARTMENTS.len(), any::<bool>()), 0..3);
    let row = (
        0..REGIONS.len(),
        0..CENTERS.len(),
        prop::option::of(0..DEPARTMENTS.len()),
        assists,
        [prop::option::of(0..PEOPLE.len()), prop::option::of(0..PEOPLE.len())],
        any::<bool>(),
        prop::option::of(0..PEOPLE.len()),
        any::<bool>(),
    )
        .prop_map(|(region, center, lead, assists, known, restricted, leader, supervised)| {
            let [registered_by, first_contact] = known;
            Row {
                region,
                center,
                lead,
                assists,
                registered_by,
                first_contact,
                restricted,
                leader,
                supervised,
            }
        });
    prop::collection::vec(row, 1..12)
}

/// Actors that no organisation would have, missing facts included.
fn actors() -> impl Strategy<Value = Vec<Actor>> {
    let actor = (
        0..Role::ALL.len(),
        0..PEOPLE.len(),
        prop::option::of(0..DEPARTMENTS.len()),
        prop::option::of(0..REGIONS.len()),
        prop::option::of(0..CENTERS.len()),
        prop::option::of(0..PEOPLE.len()),
    )
        .prop_map(|(role, person, department, region, center, replaced)| Actor {
            user_id: PEOPLE[person],
            person_id: PEOPLE[person],
            person_name: String::new(),
            capacity_id: PEOPLE[person],
            role: Role::ALL[role],
            department_id: department.map(|at| DEPARTMENTS[at]),
            region_code: region.map(|at| REGIONS[at].code.to_owned()),
            center_id: center.map(|at| CENTERS[at]),
            on_behalf_of: replaced.map(|at| PEOPLE[at]),
            application: None,
        });
    prop::collection::vec(actor, 1..8)
}

#[actix_web::test]
async fn the_predicate_and_the_answer_are_one_over_random_worlds() {
    let app = TestApp::new().await;
    let worlds = zongzhi_tests::project::env("WORLDS").and_then(|text| text.parse().ok());
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    for _ in 0..worlds.unwrap_or(24) {
        let tree = (rows(), actors()).new_tree(&mut runner).expect("a world");
        let (rows, actors) = tree.current();
        differ(&app, &rows, &actors).await;
    }
}

/// Writes the rows into a transaction that is given up, and compares the two interpreters.
async fn differ(app: &TestApp, rows: &[Row], actors: &[Actor]) {
    let given_up = app
        .state
        .db
        .write(async |tx: &Tx| {
            for table in [
                "supervision_order_cases",
                "supervision_orders",
                "case_clocks",
                "case_referrals",
                "case_parties",
                "case_events",
                "case_tallies",
                "cases",
            ] {
                tx.execute_unprepared(&format!("DELETE FROM {table}")).await?;
            }
            for (at, row) in rows.iter().enumerate() {
                write(tx, at, row).await;
            }
            for actor in actors {
                let unmasked: BTreeSet<_> = rows
                    .iter()
                    .enumerate()
                    .filter(|(_, row)| may(actor, Action::CaseReveal, row) && !assists(actor, row))
                    .map(|(at, _)| id(at))
                    .collect();
                let whole = within(tx, &Scope::unmasked(actor)).await;
                assert_eq!(whole, unmasked, "unmasked for {actor:?} over {rows:#?}");
                for action in Action::ALL.iter().filter(|a| a.as_str().starts_with("case.")) {
                    let seen = seen(tx, actor, *action).await;
                    let allowed: BTreeSet<_> = rows
                        .iter()
                        .enumerate()
                        .filter(|(_, row)| may(actor, *action, row))
                        .map(|(at, _)| id(at))
                        .collect();
                    assert_eq!(seen, allowed, "{action:?} by {actor:?} over {rows:#?}");
                    let total = total(tx, actor, *action).await.unwrap_or(allowed.len());
                    assert_eq!(total, allowed.len(), "{action:?} by {actor:?} over {rows:#?}");
                }
            }
            Err::<(), _>(zongzhi::platform::error::ErrorCode::ServerBusy.into())
        })
        .await;
    assert!(given_up.is_err());
}

fn id(at: usize) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + at as u128)
}

fn may(actor: &Actor, action: Action, row: &Row) -> bool {
    holds(actor, action, &facts(row, &helpers(row)))
}

/// Whether the actor's department only assists.
fn assists(actor: &Actor, row: &Row) -> bool {
    only_assists(actor, &facts(row, &helpers(row)))
}

fn helpers(row: &Row) -> Vec<Uuid> {
    row.assists.iter().filter(|(_, open)| *open).map(|(at, _)| DEPARTMENTS[*at]).collect()
}

fn facts<'a>(row: &Row, assists: &'a [Uuid]) -> Facts<'a> {
    Facts {
        region_code: Some(REGIONS[row.region].code),
        center_id: Some(CENTERS[row.center]),
        lead_department_id: row.lead.map(|at| DEPARTMENTS[at]),
        assist_department_ids: assists,
        registered_by_id: row.registered_by.map(|at| PEOPLE[at]),
        first_contact_id: row.first_contact.map(|at| PEOPLE[at]),
        addressed_department_id: None,
        is_restricted: row.restricted,
        charge_leader_id: row.leader.map(|at| PEOPLE[at]),
        is_supervised: row.supervised,
        ..Facts::default()
    }
}

async fn seen(tx: &Tx, actor: &Actor, action: Action) -> BTreeSet<Uuid> {
    within(tx, &Scope::cases(actor, action)).await
}

async fn within(tx: &Tx, scope: &Scope) -> BTreeSet<Uuid> {
    let mut select = Query::select();
    select.column((Alias::new("cases"), Alias::new("id"))).from(Alias::new("cases"));
    select.cond_where(scope.condition());
    let rows = tx.query_all(&select).await.expect("the predicate");
    rows.iter().map(|row| Uuid::try_get(row, "", "id").expect("an id")).collect()
}

/// How many cases the tallies count, with the restricted ones, which no tally counts; none where
/// they do not say.
async fn total(tx: &Tx, actor: &Actor, action: Action) -> Option<usize> {
    use case_tally::Column;

    let Some(tallied) = Scope::tallies(actor, action) else {
        let by_record = [Role::VillageOfficer].contains(&actor.role);
        let by_others =
            [Action::CaseRecordCallback, Action::CaseReadSignals, Action::CaseAnswerSignal]
                .contains(&action);
        assert!(by_record || by_others || !may_ever(actor, action), "{action:?} by {actor:?}");
        return None;
    };
    let mut find = case_tally::Entity::find().filter(tallied.rows);
    if !tallied.is_by_department {
        find = find.filter(Column::Part.eq(Part::Case.as_str()));
    }
    let rows = find.all(&**tx).await.expect("the tallies");
    let tallied = usize::try_from(rows.iter().map(|row| row.amount).sum::<i64>()).ok()?;
    Some(tallied + within(tx, &Scope::restricted(actor, action)).await.len())
}

async fn write(tx: &Tx, at: usize, row: &Row) {
    let now = world::start();
    let department = row.lead.map(|at| DEPARTMENTS[at]);
    world::insert(
        tx,
        "cases",
        [
            ("id", id(at).into()),
            ("case_no", format!("x-{at}").into()),
            ("status", "in_progress".into()),
            ("title", "x".into()),
            ("narrative", "x".into()),
            ("channel", "phone".into()),
            ("region_id", REGIONS[row.region].id.into()),
            ("region_code", REGIONS[row.region].code.into()),
            ("is_anonymous", true.into()),
            ("center_id", CENTERS[row.center].into()),
            ("owner_kind", "department".into()),
            ("owner_since", now.into()),
            ("lead_department_id", department.into()),
            ("return_count", 0.into()),
            ("is_ruled", false.into()),
            ("registered_at", now.into()),
            ("registered_by_id", row.registered_by.map(|at| PEOPLE[at]).into()),
            ("first_contact_id", row.first_contact.map(|at| PEOPLE[at]).into()),
            ("failed_callbacks", 0.into()),
            ("restriction", row.restricted.then_some("minors").into()),
            ("restricted_at", row.restricted.then_some(now).into()),
            ("charge_leader_id", row.leader.map(|at| PEOPLE[at]).into()),
            ("tracking_hash", "x".into()),
            ("event_count", 1.into()),
            ("last_event_hash", "x".into()),
            ("created_at", now.into()),
            ("updated_at", now.into()),
            ("row_version", 1.into()),
        ],
    )
    .await;
    supervise(tx, at, row).await;
    for (no, (assist, is_open)) in row.assists.iter().enumerate() {
        let referral = Uuid::from_u128(id(at).as_u128() + 0x1_0000 * (no as u128 + 1));
        world::insert(
            tx,
            "case_referrals",
            [
                ("id", referral.into()),
                ("case_id", id(at).into()),
                ("kind", "assist".into()),
                ("department_id", DEPARTMENTS[*assist].into()),
                ("state", if *is_open { "sent" } else { "superseded" }.into()),
                ("sent_at", now.into()),
            ],
        )
        .await;
    }
    let row = case::Entity::find_by_id(id(at)).one(&**tx).await.expect("cases").expect("the case");
    let tally = Tally::of(&repo::load(&**tx, row).await.expect("its referrals"));
    tally::record(tx, id(at), tally).await.expect("its tally");
}

/// An order over the case of `row`, open or settled.
async fn supervise(tx: &Tx, at: usize, row: &Row) {
    let order = Uuid::from_u128(id(at).as_u128() + 0x1000_0000);
    let state = if row.supervised { "issued" } else { "cancelled" };
    let now = world::start();
    world::insert(
        tx,
        "supervision_orders",
        [
            ("id", order.into()),
            ("order_no", format!("x-{at}").into()),
            ("state", state.into()),
            ("center_id", CENTERS[row.center].into()),
            ("region_code", REGIONS[row.region].code.into()),
            ("department_id", DEPARTMENTS[0].into()),
            ("ground_code", "overdue".into()),
            ("text", "x".into()),
            ("issued_at", now.into()),
            ("reply_due_on", zongzhi::features::calendars::civil_day::local_date(now).into()),
            ("round", 1.into()),
            ("case_count", 1.into()),
            ("was_late", false.into()),
            ("created_at", now.into()),
            ("updated_at", now.into()),
            ("row_version", 1.into()),
        ],
    )
    .await;
    let about = [("order_id", order.into()), ("case_id", id(at).into())];
    world::insert(tx, "supervision_order_cases", about).await;
}
