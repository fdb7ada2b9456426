//! A county by chance, made in memory and stored many cases at a time: open cases in every state,
//! with stops, extensions, assistants and procedures of the law.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi::features::cases::change::{Change, Referred};
use zongzhi::features::cases::dto::RegisterCaseRequest;
use zongzhi::features::cases::intake::{self, Place, Prepared};
use zongzhi::features::cases::ledger::{self, sha256};
use zongzhi::features::cases::mentions::Mentions;
use zongzhi::features::cases::model::{Channel, Level, Outcome, Procedure};
use zongzhi::features::cases::timekeeping::Timekeeper;
use zongzhi::features::cases::transit::{self, By};
use zongzhi::features::cases::unnamed::Unnamed;
use zongzhi::platform::db::Tx;
use zongzhi::policy::Permit;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

/// Cases stored in one transaction.
const BATCH: usize = 250;

const DEPARTMENTS: [uuid::Uuid; 3] = [world::HOUSING.id, world::LABOUR.id, world::JUSTICE.id];

/// Registers `count` cases in the weeks before `end` and lets chance lead them on; the clock is at
/// `end` afterwards.
pub(super) async fn populate(app: &TestApp, count: usize, end: DateTime<Utc>, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let keeper = Timekeeper::of(&app.state).await.expect("the rules");
    let numbers: Vec<_> = (1..=count).collect();
    for some in numbers.chunks(BATCH) {
        let mut all = Vec::new();
        let mut later = Vec::new();
        for number in some {
            let (case, events) = tell(app, &keeper, &mut random, *number, end);
            all.push(case);
            later.extend(events);
        }
        let store = async |tx: &Tx| {
            intake::store(tx, Permit::system("a test"), &all).await?;
            if later.is_empty() { Ok(()) } else { ledger::insert(tx, later).await }
        };
        app.state.db.write(store).await.expect("some cases");
    }
    app.clock.set(end);
}

fn pick<T: Copy>(random: &mut StdRng, of: &[T]) -> T {
    of[random.random_range(0..of.len())]
}

fn request(random: &mut StdRng) -> RegisterCaseRequest {
    let channel = pick(random, Channel::ALL);
    let level = pick(random, Level::ALL);
    let body = json!({
        "title": "楼上漏水", "narrative": "多次漏水，协商未果。", "channel": channel,
        "type_code": pick(random, &["0202", "0203", "0701"]), "level": level, "anonymous": true,
    });
    serde_json::from_value(body).expect("a registration")
}

/// What came of what was resolved.
const RESULT: &str = "双方当场履行";

/// One case, as far as chance takes it.
fn tell(
    app: &TestApp,
    keeper: &Timekeeper,
    random: &mut StdRng,
    number: usize,
    end: DateTime<Utc>,
) -> (Prepared, Vec<zongzhi::features::cases::entity::event::Model>) {
    let state = &app.state;
    let mut at = end - Duration::minutes(random.random_range(1..60_000));
    app.clock.set(at);
    let place = Place {
        center_id: world::CENTER.id,
        region_id: world::COUNTY.id,
        region_code: world::COUNTY.code.to_owned(),
        split_from_id: None,
    };
    let no = format!("990101-{}-{number:06}", local_date(at).format("%Y%m%d"));
    let made = intake::prepare(state, keeper, None, &request(random), &place, no, at);
    let mut case = made.expect("a case");
    let mut events = Vec::new();
    let steps = random.random_range(0..9);
    for _ in 0..steps {
        at += Duration::minutes(random.random_range(5..6_000));
        if at >= end {
            break;
        }
        app.clock.set(at);
        let Some(change) = next(app, &case, random, at) else { break };
        if matches!(change, Change::Resolved { .. }) {
            case.loaded.row.summary = Some(RESULT.to_owned());
        }
        let by = By { actor: None, at };
        let change = Unnamed::of(change, &Mentions::of(&case.parties)).expect("a change");
        let pending = transit::apply(state, keeper, &mut case.loaded, &change, by);
        events.push(pending.expect("a change").event);
    }
    (case, events)
}

/// Something that may happen next.
fn next(app: &TestApp, case: &Prepared, random: &mut StdRng, at: DateTime<Utc>) -> Option<Change> {
    use zongzhi::features::cases::model::CaseStatus;
    let state = &case.loaded.state;
    let referred = |department_id| Referred { referral_id: app.state.ids.next(), department_id };
    match state.status {
        CaseStatus::Registered => {
            let lead = pick(random, &DEPARTMENTS);
            let others: Vec<_> = DEPARTMENTS.into_iter().filter(|id| *id != lead).collect();
            let assists = others.into_iter().filter(|_| random.random_bool(0.3)).map(referred);
            let assists = assists.collect();
            let (level, route, note) = (None, None, None);
            let (lead, tasks) = (referred(lead), Vec::new());
            Some(Change::Dispatched { lead, assists, level, route, note, tasks })
        }
        CaseStatus::Dispatched => {
            let referral_id = state.lead_referral()?.id;
            Some(Change::Signed { referral_id, by_system: false, note: None })
        }
        CaseStatus::InProgress => Some(work(app, case, random, at)),
        CaseStatus::Suspended => Some(Change::Resumed { by_system: false, note: None }),
        CaseStatus::Resolved => Some(Change::ResolutionAccepted { reason: None }),
        CaseStatus::InCallback => Some(Change::CallbackRecorded {
            reached: true,
            solved: Some(random.random_bool(0.5)),
            fairly_treated: None,
            comment: None,
        }),
        CaseStatus::Returned
        | CaseStatus::Closed
        | CaseStatus::Archived
        | CaseStatus::NotAccepted
        | CaseStatus::Withdrawn
        | CaseStatus::Merged => None,
    }
}

fn work(app: &TestApp, case: &Prepared, random: &mut StdRng, at: DateTime<Utc>) -> Change {
    let state = &case.loaded.state;
    if let Some(asked) = state.extension {
        let approved = random.random_bool(0.8);
        return Change::ExtensionDecided {
            approved, days: asked.days, reason: "核实".to_owned()
        };
    }
    let handling = case
        .loaded
        .clocks
        .iter()
        .rev()
        .find(|clock| clock.kind == "handling" && clock.finished_at.is_none());
    let is_in_time = handling.is_some_and(|clock| at <= clock.due_at);
    match random.random_range(0..6) {
        0 => suspended(random),
        1 if is_in_time => Change::ExtensionRequested {
            days: random.random_range(1..4),
            reason: "勘查".to_owned(),
        },
        2 => {
            let department_id = pick(random, &DEPARTMENTS);
            let assist = Referred { referral_id: app.state.ids.next(), department_id };
            let due_on: Option<NaiveDate> = random
                .random_bool(0.3)
                .then(|| local_date(at) + Duration::days(random.random_range(1..20)));
            Change::AssistAdded { assist, task: "勘查".to_owned(), due_on }
        }
        3 => Change::Resolved {
            outcome: Outcome::Solved,
            method_code: "02".to_owned(),
            summary_hash: sha256(RESULT.as_bytes()),
            override_reason: None,
        },
        _ => Change::ProgressReported { note: "进展".to_owned() },
    }
}

fn suspended(random: &mut StdRng) -> Change {
    let procedure = random.random_bool(0.5).then(|| pick(random, Procedure::ALL));
    let reason_code = if procedure.is_some() { "procedure" } else { "appraisal" };
    Change::Suspended {
        reason_code: reason_code.to_owned(),
        procedure,
        external_no: None,
        until_on: None,
        note: None,
        accepted_on: None,
        is_own: false,
        decision: None,
    }
}
