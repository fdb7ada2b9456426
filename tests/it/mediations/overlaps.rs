//! Whatever is booked, moved, adjourned and cancelled in whatever order: no two sessions that are
//! held at the same time share a room, a mediator or a case.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::features::mediations::entity::mediation;
use zongzhi::features::mediations::repo;
use zongzhi::features::mediations::workflow::MediationState;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit::{SESSIONS, acting, booking, mediator, room, slot};

/// What somebody wants.
#[derive(Debug, Clone)]
enum Wish {
    Book { case: usize, at: Place },
    Move { session: usize, at: Place },
    Cancel { session: usize },
}

/// Where, with whom and when: hours of one of two days.
#[derive(Debug, Clone)]
struct Place {
    room: usize,
    mediators: Vec<usize>,
    day: u32,
    from: u32,
    hours: u32,
}

fn place() -> impl Strategy<Value = Place> {
    let mediators = proptest::sample::subsequence(vec![0_usize, 1, 2], 1..=2);
    (0..2_usize, mediators, 4..6_u32, 8..16_u32, 1..4_u32)
        .prop_map(|(room, mediators, day, from, hours)| Place { room, mediators, day, from, hours })
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let wish = prop_oneof![
        4 => (0..4_usize, place()).prop_map(|(case, at)| Wish::Book { case, at }),
        3 => (0..12_usize, place()).prop_map(|(session, at)| Wish::Move { session, at }),
        1 => (0..12_usize).prop_map(|session| Wish::Cancel { session }),
    ];
    prop::collection::vec(wish, 12..40)
}

struct Stage {
    client: Client,
    rooms: Vec<String>,
    mediators: Vec<String>,
    cases: Vec<Case>,
}

impl Stage {
    fn slot(&self, at: &Place) -> Value {
        let mediators: Vec<_> =
            at.mediators.iter().map(|index| self.mediators[*index].as_str()).collect();
        slot(&self.rooms[at.room], &mediators, at.day, at.from, at.from + at.hours)
    }
}

async fn set(app: &TestApp) -> Stage {
    let mut stage = Stage {
        client: app.as_dispatcher().await,
        rooms: Vec::new(),
        mediators: Vec::new(),
        cases: Vec::new(),
    };
    for name in ["甲室", "乙室"] {
        stage.rooms.push(room(app, name).await);
    }
    for person in [world::MEDIATOR, world::HANDLER, world::OTHER_HANDLER] {
        stage.mediators.push(mediator(app, &person).await);
    }
    for _ in 0..4 {
        stage.cases.push(app.case().in_progress().await);
    }
    stage
}

#[actix_web::test]
async fn no_two_held_sessions_share_a_room_a_mediator_or_a_case() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..4 {
        let wishes = wishes().new_tree(&mut runner).expect("wishes").current();
        let app = TestApp::new().await;
        let stage = set(&app).await;
        let mut sessions: Vec<Value> = Vec::new();
        for wish in &wishes {
            grant(&app, &stage, &mut sessions, wish).await;
            holds(&app, wish).await;
        }
        assert!(sessions.len() > 2, "hardly anything was booked");
    }
}

/// Does what is wished for where it is allowed; a refusal must be one of the three.
async fn grant(app: &TestApp, stage: &Stage, sessions: &mut Vec<Value>, wish: &Wish) {
    let taken = ["mediation.room_taken", "mediation.mediator_taken", "mediation.case_taken"];
    let (at, answer) = match wish {
        Wish::Book { case, at } => {
            let body = stage.slot(at);
            let case = &stage.cases[*case];
            (None, booking(app, &stage.client, case, &body).send().await)
        }
        Wish::Move { session, at } => {
            let Some(seen) = sessions.get(*session) else { return };
            if seen["state"] != "booked" {
                return;
            }
            let body = stage.slot(at);
            let asking = acting(app, &stage.client, (SESSIONS, seen), "rebook", &body);
            (Some(*session), asking.send().await)
        }
        Wish::Cancel { session } => {
            let Some(seen) = sessions.get(*session) else { return };
            if seen["state"] != "booked" {
                return;
            }
            let body = json!({ "reason_code": "other" });
            let asking = acting(app, &stage.client, (SESSIONS, seen), "cancel", &body);
            (Some(*session), asking.send().await)
        }
    };
    match (answer.status, at) {
        (201, _) => sessions.push(answer.json()),
        (200, Some(at)) => sessions[at] = answer.json(),
        (409, _) => {
            let code = answer.json()["code"].clone();
            assert!(taken.iter().any(|known| code == *known), "{wish:?}: {answer}");
        }
        _ => panic!("{wish:?}: {answer}"),
    }
}

/// What a held session takes.
struct Held {
    row: mediation::Model,
    people: Vec<Uuid>,
}

async fn holds(app: &TestApp, wish: &Wish) {
    let db = app.state.db.reader();
    let rows = mediation::Entity::find()
        .filter(mediation::Column::State.is_in(MediationState::HELD))
        .all(db)
        .await
        .expect("the sessions");
    let mut sittings =
        repo::sittings(db, rows.iter().map(|row| row.id)).await.expect("the mediators");
    let held: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let people = sittings.remove(&row.id).unwrap_or_default();
            Held { people: people.into_iter().map(|one| one.person_id).collect(), row }
        })
        .collect();
    for (at, one) in held.iter().enumerate() {
        for other in &held[at + 1..] {
            if !overlap(times(one), times(other)) {
                continue;
            }
            assert_ne!(one.row.room_id, other.row.room_id, "{wish:?}");
            assert_ne!(one.row.case_id, other.row.case_id, "{wish:?}");
            assert!(one.people.iter().all(|id| !other.people.contains(id)), "{wish:?}");
        }
    }
}

fn times(held: &Held) -> (DateTime<Utc>, DateTime<Utc>) {
    (held.row.starts_at, held.row.ends_at)
}

fn overlap(one: (DateTime<Utc>, DateTime<Utc>), other: (DateTime<Utc>, DateTime<Utc>)) -> bool {
    one.0 < other.1 && other.0 < one.1
}
