//! A case is its ledger: whatever happened, the stored rows are what its events say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::Duration;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::features::cases::clocks::ClockEvent;
use zongzhi::features::cases::entity::{case, clock, event};
use zongzhi::features::cases::jobs;
use zongzhi::features::cases::ledger::change_of;
use zongzhi::features::cases::model::Level;
use zongzhi::features::cases::projection::CaseState;
use zongzhi::features::cases::repo::{self, Loaded};
use zongzhi::features::cases::timekeeping::{Timekeeper, Traits};
use zongzhi::features::time_limits::RuleSet;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::project::env;
use zongzhi_tests::world;

use super::kit::{event_rows, ledger_holds};

/// The state as its events tell it, and for each clock the rule and the end it has by then.
async fn told(app: &TestApp, events: &[event::Model], channel: &str) -> (CaseState, Vec<Limit>) {
    let keeper = Timekeeper::of(&app.state).await.expect("the rules");
    let change = |event: &event::Model| {
        change_of(event).unwrap_or_else(|| panic!("unreadable: {} {}", event.kind, event.data))
    };
    let first = &events[0];
    let mut state = CaseState::registered(&change(first), first.at).expect("a registration");
    let mut rows: Vec<clock::Model> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        if at > 0 {
            state.apply(&change(event), event.at, event.actor_id);
        }
        let traits = Traits {
            level: state.level.map(Level::as_str),
            type_code: state.type_code.as_deref(),
            channel: Some(channel),
            procedure: None,
        };
        for (row, span) in rows.iter_mut().zip(&state.clocks) {
            if let Some(moved) = keeper.moved(row, span).expect("a limit") {
                *row = moved;
            }
        }
        // The rules there were then: a version published since starts nothing.
        let known = keeper.rules().all().iter().filter(|r| r.created_at <= event.recorded_at);
        let then = keeper.clone().under_rules(Arc::new(RuleSet::of(known.cloned().collect())));
        for span in state.clocks.iter().skip(rows.len()) {
            rows.push(then.start(Uuid::nil(), first.case_id, span, traits).expect("a limit"));
        }
    }
    let limits = rows.iter().map(|row| (row.rule_id, row.due_at)).collect();
    (state, limits)
}

type Limit = (Uuid, chrono::DateTime<chrono::Utc>);

/// Referrals and clocks of one instant have no order of their own.
fn sorted(mut state: CaseState) -> CaseState {
    state.referrals.sort_by_key(|referral| referral.id);
    state.clocks.sort_by_key(|clock| (clock.started_at, clock.kind, clock.referral_id));
    state
}

async fn stored(app: &TestApp, id: Uuid) -> Loaded {
    let db = app.state.db.reader();
    let row = case::Entity::find_by_id(id).one(db).await.expect("a look").expect("the case");
    repo::load(db, row).await.expect("the case")
}

pub(crate) async fn is_what_its_events_say(app: &TestApp, id: &str) {
    let id = Uuid::parse_str(id).expect("an id");
    let loaded = stored(app, id).await;
    let events = event_rows(app, id).await;
    let (state, limits) = told(app, &events, &loaded.row.channel).await;
    let key = |span: &zongzhi::features::cases::projection::ClockSpan| {
        (span.started_at, span.kind, span.referral_id)
    };
    let told: BTreeMap<_, _> = state.clocks.iter().map(key).zip(&limits).collect();
    for (span, row) in loaded.state.clocks.iter().zip(&loaded.clocks) {
        let limit = told.get(&key(span)).unwrap_or_else(|| panic!("no event started {row:?}"));
        assert_eq!((row.rule_id, row.due_at), **limit, "{} of {id}", row.kind);
    }
    let is_stopped =
        |moves: &[ClockEvent]| matches!(moves.last(), Some(ClockEvent::Stopped { .. }));
    let running = state
        .clocks
        .iter()
        .zip(&limits)
        .filter(|(span, _)| span.finished_at.is_none() && !is_stopped(&span.moves));
    let next = running.map(|(_, limit)| limit.1).min();
    assert_eq!(loaded.row.due_at, next, "the cached limit of {id}");
    let last = events.last().expect("an event");
    assert_eq!(loaded.row.event_count, last.seq);
    assert_eq!(loaded.row.last_event_hash, last.hash);
    assert_eq!(loaded.row.updated_at, last.recorded_at);
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(sorted(loaded.state), sorted(state), "{kinds:?}");
}

/// What the walkers try: what the status allows to somebody, though rarely to whoever tries.
fn moves(seen: &Case, people: &People, random: &mut StdRng) -> (Client, &'static str, Value) {
    let verbs =
        [&seen.view["allowed_actions"], &seen.view["refused_actions"]].map(Value::to_string);
    let fits = |verb: &str| {
        verb == "reveal" || verbs.iter().any(|verbs| verbs.contains(&format!("\"{verb}\"")))
    };
    let departments = [world::HOUSING.id, world::LABOUR.id, world::JUSTICE.id];
    let mut any = |of: &[Uuid]| of[random.random_range(0..of.len())];
    let lead = any(&departments);
    let assist = departments.iter().find(|id| **id != lead).copied().unwrap_or(lead);
    let assists = if lead == world::JUSTICE.id { vec![] } else { vec![assist] };
    let level = ["simple", "ordinary", "complex", "difficult"][random.random_range(0..4)];
    let reason = json!({ "reason": "原因" });
    let reached = random.random_bool(0.7);
    let callback = if reached {
        json!({ "reached": true, "solved": random.random_bool(0.4) })
    } else {
        json!({ "reached": false })
    };
    let handler = people.handlers[random.random_range(0..3)].clone();
    let table = [
        (&people.dispatcher, "classify", json!({ "type_code": "0202", "level": level })),
        (
            &people.dispatcher,
            "dispatch",
            json!({ "lead_department_id": lead, "assist_department_ids": assists, "level": level }),
        ),
        (&handler, "sign", json!({})),
        (&handler, "sign", json!({})),
        (&handler, "return", json!({ "ground_code": "01", "note": "依据职责清单" })),
        (&people.director, "rule", json!({ "lead_department_id": lead, "reason": "裁定" })),
        (&handler, "report_progress", json!({ "note": "进展" })),
        (
            &handler,
            "resolve",
            json!({ "outcome": "solved", "method_code": "02", "summary": "办结" }),
        ),
        (
            &people.supervisor,
            "resolve",
            json!({ "outcome": "explained", "method_code": "01", "summary": "办结", "reason": "已催办" }),
        ),
        (&people.dispatcher, "accept_resolution", json!({})),
        (&people.dispatcher, "accept_resolution", json!({})),
        (&people.dispatcher, "reject_resolution", reason.clone()),
        (&people.clerk, "record_callback", callback),
        (&people.dispatcher, "close", reason.clone()),
        (&people.supervisor, "reopen", reason.clone()),
        (&people.clerk, "archive", json!({})),
        (&people.clerk, "reveal", json!({ "field": "phone", "reason": "核实" })),
    ];
    let rare = [
        (&people.clerk, "withdraw", reason),
        (&people.dispatcher, "decline", json!({ "ground_code": "01", "told_applicant": "告知" })),
    ];
    let open: Vec<_> = table.iter().filter(|(_, verb, _)| fits(verb)).collect();
    let ends: Vec<_> = rare.iter().filter(|(_, verb, _)| fits(verb)).collect();
    let of = if ends.is_empty() || random.random_bool(0.97) { &open } else { &ends };
    let (client, verb, body) = of[random.random_range(0..of.len())].clone();
    (client.clone(), verb, body)
}

struct People {
    clerk: Client,
    dispatcher: Client,
    handlers: [Client; 3],
    supervisor: Client,
    director: Client,
}

/// Walks at random; answers the kinds of events that came of it.
async fn walk(app: &TestApp, people: &People, random: &mut StdRng, steps: usize) -> Vec<String> {
    let case = app.case().registered().await;
    for _ in 0..steps {
        app.advance(
            Duration::minutes(random.random_range(1..400))
                + Duration::microseconds(random.random_range(0..1_000_000)),
        );
        if random.random_bool(0.1) {
            jobs::auto_sign(Arc::clone(&app.state.clone().into_inner())).await.expect("a round");
        }
        let seen = app.see(&people.clerk, &case).await;
        let (client, verb, body) = moves(&seen, people, random);
        if verb == "reveal" {
            let party = case.view["parties"][0]["id"].as_str().unwrap_or_default();
            let path = format!("{}/parties/{party}/reveal", case.path());
            app.post(path).as_(&client).json(&body).send().await.expect(200);
            continue;
        }
        let answer = app.acting(&client, &seen, verb, &body).send().await;
        assert!([200, 403, 404, 409, 422].contains(&answer.status), "{verb}: {answer}");
        if answer.status == 200 {
            let after = Case::of(&answer);
            let again = app.see(&people.clerk, &after).await;
            for same in ["status", "owner", "clocks", "referrals", "outcome", "last_event_hash"] {
                assert_eq!(after.view[same], again.view[same], "{same} after {verb}");
            }
        }
    }
    is_what_its_events_say(app, &case.id).await;
    let id = Uuid::parse_str(&case.id).expect("an id");
    event_rows(app, id).await.into_iter().map(|event| event.kind).collect()
}

#[actix_web::test]
async fn after_any_walk_the_rows_are_what_the_events_say() {
    let app = TestApp::new().await;
    let people = People {
        clerk: app.as_clerk().await,
        dispatcher: app.as_dispatcher().await,
        handlers: [app.as_handler().await, app.as_other_handler().await, app.as_mediator().await],
        supervisor: app.as_supervisor().await,
        director: app.as_director().await,
    };
    let walks = env("WALKS").and_then(|text| text.parse().ok()).unwrap_or(8);
    let mut kinds = BTreeSet::new();
    for seed in 0..walks {
        let mut random = StdRng::seed_from_u64(seed);
        kinds.extend(walk(&app, &people, &mut random, 45).await);
    }
    assert!(kinds.len() >= 9, "the walks see too little: {kinds:?}");
    ledger_holds(&app).await;
}
