//! Random conditions on random cases: what `holds` says of each is what the predicate finds.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, Iterable as _, QueryFilter as _,
    QuerySelect as _,
};
use uuid::Uuid;
use zongzhi::features::automation_rules::condition::{Condition, Facts, Operand, Test};
use zongzhi::features::automation_rules::field::{ConditionField, ConditionOp, FieldType};
use zongzhi::features::automation_rules::predicate::predicate;
use zongzhi::features::automation_rules::runner::was_reopened;
use zongzhi::features::cases::entity::{case, event, referral};
use zongzhi::features::cases::model::{CaseStatus, Channel, Direction, Level, Outcome, OwnerKind};
use zongzhi::features::cases::repo;
use zongzhi::platform::db::Tx;
use zongzhi::platform::lang::Lang;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::project::env;
use zongzhi_tests::world;

use crate::cases::kit::copies;

const DEPARTMENTS: [world::Department; 3] = [world::HOUSING, world::LABOUR, world::JUSTICE];
const TYPES: [&str; 5] = ["02", "0202", "0203", "07", "0702"];
const REGIONS: [&str; 4] = ["990101", "990101101", "990101101201", "990102"];

fn pick<T: Clone>(random: &mut StdRng, of: &[T]) -> T {
    of[random.random_range(0..of.len())].clone()
}

fn word(random: &mut StdRng, words: &[&str]) -> String {
    pick(random, words).to_owned()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every other field of text is a type")]
fn words(field: ConditionField) -> Vec<&'static str> {
    match field {
        ConditionField::Status => CaseStatus::ALL.iter().map(|word| word.as_str()).collect(),
        ConditionField::Level => Level::ALL.iter().map(|word| word.as_str()).collect(),
        ConditionField::Channel => Channel::ALL.iter().map(|word| word.as_str()).collect(),
        ConditionField::OwnerKind => OwnerKind::ALL.iter().map(|word| word.as_str()).collect(),
        ConditionField::Handed => Direction::ALL.iter().map(|word| word.as_str()).collect(),
        ConditionField::Outcome => Outcome::ALL.iter().map(|word| word.as_str()).collect(),
        ConditionField::RegionCode => REGIONS.to_vec(),
        ConditionField::ScaleCode => vec!["01", "02"],
        _other => TYPES.to_vec(),
    }
}

/// A case by chance, with something missing here and there.
fn alter(random: &mut StdRng, row: &mut case::Model) {
    let maybe = |random: &mut StdRng, field: ConditionField| {
        random.random_bool(0.7).then(|| word(random, &words(field)))
    };
    let now = world::start();
    let days = |random: &mut StdRng| chrono::Duration::minutes(random.random_range(-9_000..9_000));
    row.status = word(random, &words(ConditionField::Status));
    row.level = maybe(random, ConditionField::Level);
    row.type_code = maybe(random, ConditionField::TypeCode);
    row.scale_code = maybe(random, ConditionField::ScaleCode);
    row.channel = word(random, &words(ConditionField::Channel));
    row.region_code = word(random, &REGIONS);
    row.owner_kind = word(random, &words(ConditionField::OwnerKind));
    row.handed_direction = maybe(random, ConditionField::Handed);
    row.outcome = maybe(random, ConditionField::Outcome);
    let lead = pick(random, &DEPARTMENTS).id;
    row.lead_department_id = random.random_bool(0.6).then_some(lead);
    row.people_count = random.random_bool(0.7).then(|| random.random_range(0..6));
    row.amount_fen = random.random_bool(0.7).then(|| random.random_range(0..6));
    row.return_count = random.random_range(0..4);
    row.failed_callbacks = random.random_range(0..3);
    row.due_at = random.random_bool(0.7).then(|| now + days(random));
    row.registered_at = now - days(random).abs();
    row.willing_to_mediate = random.random_bool(0.6).then(|| random.random_bool(0.5));
    row.is_anonymous = random.random_bool(0.5);
    row.is_ruled = random.random_bool(0.5);
    row.suspended_at = random.random_bool(0.4).then_some(now);
    row.charge_leader_id = random.random_bool(0.4).then_some(world::LEADER.id);
}

fn condition(random: &mut StdRng, depth: usize) -> Condition {
    let parts = |random: &mut StdRng| {
        (0..random.random_range(1..4)).map(|_| condition(random, depth + 1)).collect()
    };
    match if depth > 2 { 9 } else { random.random_range(0..10) } {
        0 | 1 => Condition::All(parts(random)),
        2 | 3 => Condition::Any(parts(random)),
        4 => Condition::Not(Box::new(condition(random, depth + 1))),
        _test => Condition::Test(comparison(random)),
    }
}

fn comparison(random: &mut StdRng) -> Test {
    let field = pick(random, ConditionField::ALL);
    let op = pick(random, &field.ops());
    let many = random.random_range(1..3);
    if [ConditionOp::IsSet, ConditionOp::NotSet].contains(&op) {
        return Test { field, op, with: Operand::Nothing };
    }
    let with = match field.field_type() {
        FieldType::Word | FieldType::Code => {
            Operand::Texts((0..many).map(|_| word(random, &words(field))).collect())
        }
        FieldType::Department => {
            Operand::Ids((0..many).map(|_| pick(random, &DEPARTMENTS).id).collect())
        }
        FieldType::Number(_) => Operand::Number(random.random_range(0..7)),
        FieldType::Flag => Operand::Flag(random.random_bool(0.5)),
    };
    Test { field, op, with }
}

/// Assistants, and what was reopened.
async fn furnish(app: &TestApp, random: &mut StdRng, rows: &[case::Model]) {
    let mut assists = Vec::new();
    let mut reopened = Vec::new();
    for row in rows {
        if random.random_bool(0.5) {
            assists.push(referral::Model {
                id: app.state.ids.next(),
                case_id: row.id,
                kind: pick(random, &["assist", "lead"]).to_owned(),
                department_id: pick(random, &DEPARTMENTS).id,
                state: word(random, &["sent", "signed", "returned", "superseded", "done"]),
                sent_at: world::start(),
                signed_at: None,
                signed_by_id: None,
                note: None,
                task: None,
                due_on: None,
                done_at: None,
                result: None,
                ground_code: None,
                suggested_department_id: None,
                own_stop_days: 0,
            });
        }
        if random.random_bool(0.4) {
            reopened.push(event::Model {
                id: app.state.ids.next(),
                case_id: row.id,
                seq: 9_999,
                kind: "reopened".to_owned(),
                actor_id: None,
                capacity_id: None,
                capacity: "{}".to_owned(),
                at: world::start(),
                recorded_at: world::start(),
                data: "{}".to_owned(),
                prev_hash: String::new(),
                hash: String::new(),
                block_no: None,
            });
        }
    }
    let write = async |tx: &Tx| {
        let rows = assists.iter().map(|row| {
            let mut row = row.clone().into_active_model();
            referral::Column::iter()
                .for_each(|column| sea_orm::ActiveModelTrait::reset(&mut row, column));
            row
        });
        referral::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        let rows = reopened.iter().map(|row| {
            let mut row = row.clone().into_active_model();
            event::Column::iter()
                .for_each(|column| sea_orm::ActiveModelTrait::reset(&mut row, column));
            row
        });
        event::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
        Ok(())
    };
    app.state.db.write(write).await.expect("assistants");
}

#[actix_web::test]
async fn the_predicate_finds_exactly_the_cases_on_which_the_condition_holds() {
    let app = TestApp::new().await;
    let mut random = StdRng::seed_from_u64(44);
    app.case().registered().await;
    let mut rows = Vec::new();
    copies(&app, 1..120, |_, row| {
        alter(&mut StdRng::seed_from_u64(row.id.as_u64_pair().1), row);
    })
    .await;
    let db = app.state.db.reader();
    rows.extend(case::Entity::find().all(db).await.expect("the cases"));
    furnish(&app, &mut random, &rows).await;
    let mut known = Vec::new();
    for row in rows {
        let is_reopened = was_reopened(db, row.id).await.expect("a look");
        known.push((repo::load(db, row).await.expect("the case"), is_reopened));
    }
    let tries = env("CONDITIONS").and_then(|text| text.parse().ok()).unwrap_or(400);
    let (mut some, at) = (0, world::start());
    for _ in 0..tries {
        let condition = condition(&mut random, 0);
        let held: BTreeSet<Uuid> = known
            .iter()
            .filter(|(case, is_reopened)| {
                let assists = case.state.assist_department_ids();
                let facts =
                    Facts { row: &case.row, assists: &assists, is_reopened: *is_reopened, at };
                condition.holds(&facts)
            })
            .map(|(case, _)| case.row.id)
            .collect();
        let found: Vec<Uuid> = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .filter(predicate(&condition, at))
            .filter(case::Column::Id.is_not_null())
            .into_tuple()
            .all(db)
            .await
            .expect("a query");
        let said = condition.sentence(Lang::En, &|_, value| value.to_owned());
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), held, "{said}");
        some += usize::from(!held.is_empty() && held.len() < known.len());
    }
    assert!(some > tries / 3, "the conditions tell too little apart: {some} of {tries}");
}
