//! Random lives of cases on the pure projection: at every instant one owner and one holder, whose
//! times sum to the whole, and from every state a way on.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Days, Duration, Utc};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi::features::cases::change::{Change, Referred};
use zongzhi::features::cases::guards::{self, Around};
use zongzhi::features::cases::model::{
    CaseStatus, Channel, Direction, Level, Outcome, Procedure, ReferralState, RestrictionClass,
};
use zongzhi::features::cases::projection::{CaseState, Owner, Referral};
use zongzhi::features::cases::time_use::{self, Told};
use zongzhi::features::cases::workflow::{CaseAction, TRANSITIONS, may_start};
use zongzhi::features::dossiers::DossierRules;
use zongzhi::features::procedure_rules::Bounds;
use zongzhi::policy::{Actor, Role};
use zongzhi_tests::project::env;
use zongzhi_tests::world;

const BOUNDS: Bounds =
    Bounds { returns: 2, reopening_days: 30, own_stop_days: 10, extension_percent: 50 };
const CENTERS: [Uuid; 2] = [world::CENTER.id, world::TOWNSHIP_CENTER.id];
const DEPARTMENTS: [Uuid; 3] = [world::HOUSING.id, world::LABOUR.id, world::JUSTICE.id];

fn pick<T: Copy>(random: &mut StdRng, of: &[T]) -> T {
    of[random.random_range(0..of.len())]
}

fn id(random: &mut StdRng) -> Uuid {
    Uuid::from_u128(random.random())
}

fn referred(random: &mut StdRng) -> Referred {
    Referred { referral_id: id(random), department_id: pick(random, &DEPARTMENTS) }
}

/// The part of a referral that is there.
fn part(referral: &Referral) -> Referred {
    Referred { referral_id: referral.id, department_id: referral.department_id }
}

fn registered() -> Change {
    Change::Registered {
        case_no: "990101-20260302-000001".to_owned(),
        channel: Channel::WalkIn,
        region_code: "990101".to_owned(),
        center_id: world::CENTER.id,
        type_code: Some("0202".to_owned()),
        scale_code: None,
        level: Some(Level::Ordinary),
        source_system: None,
        source_number: None,
        is_anonymous: true,
        party_count: 0,
        first_contact_id: None,
        content_hash: String::new(),
        split_from_id: None,
        visit_id: None,
        restriction: None,
    }
}

/// Somebody of a department that may be the lead, or of none.
fn somebody(random: &mut StdRng, state: &CaseState) -> Actor {
    let lead = state.lead_department_id.filter(|_| random.random_bool(0.7));
    Actor {
        user_id: Uuid::nil(),
        person_id: Uuid::nil(),
        person_name: String::new(),
        capacity_id: Uuid::nil(),
        role: Role::Handler,
        department_id: lead.or_else(|| Some(pick(random, &DEPARTMENTS))),
        region_code: None,
        center_id: None,
        on_behalf_of: None,
        application: None,
    }
}

/// Whether `action` would be let through for `actor`.
fn is_open(state: &CaseState, action: CaseAction, actor: &Actor, at: DateTime<Utc>) -> bool {
    // The limit is not what these lives are about: an extension may be asked for at any time.
    static PAPERS: LazyLock<DossierRules> =
        LazyLock::new(|| DossierRules::shipped().expect("the shipped rules"));
    let around = Around {
        bounds: BOUNDS,
        dossiers: &PAPERS,
        now: at,
        handling_due_at: Some(at),
        may_override: true,
    };
    may_start(action, state.status) && guards::refusal(state, action, actor, around).is_none()
}

/// The change of an action, where chance finds one.
#[expect(clippy::too_many_lines, reason = "one arm an action")]
fn change(
    random: &mut StdRng,
    state: &CaseState,
    action: CaseAction,
    actor: &Actor,
    at: DateTime<Utc>,
) -> Option<Change> {
    let text = || "原因".to_owned();
    Some(match action {
        CaseAction::Classify => Change::Classified {
            type_code: "0203".to_owned(),
            level: pick(random, Level::ALL),
            scale_code: None,
            reason: None,
        },
        CaseAction::Dispatch => Change::Dispatched {
            lead: referred(random),
            assists: (0..random.random_range(0..3)).map(|_| referred(random)).collect(),
            level: None,
            route: None,
            note: None,
            tasks: Vec::new(),
        },
        CaseAction::Sign => {
            let referral_id = guards::own_referral_to_sign(state, actor)?.id;
            Change::Signed { referral_id, by_system: false, note: None }
        }
        CaseAction::AutoSign => {
            let sent = state.referrals.iter().find(|r| r.state == ReferralState::Sent)?;
            Change::Signed { referral_id: sent.id, by_system: true, note: None }
        }
        CaseAction::Return => Change::Returned {
            ground_code: "01".to_owned(),
            note: text(),
            suggested_department_id: None,
            next_owner: Some(state.owner_after_return(BOUNDS.returns)),
        },
        CaseAction::Rule => {
            Change::Ruled { lead: referred(random), reason: text(), fallback: false }
        }
        CaseAction::AddAssist => {
            Change::AssistAdded { assist: referred(random), task: text(), due_on: None }
        }
        CaseAction::CompleteAssist => {
            let referral_id = guards::own_assistance(state, actor)?.id;
            Change::AssistCompleted { referral_id, result: text() }
        }
        CaseAction::ReturnAssist => Change::AssistReturned {
            assist: part(guards::own_open_assistance(state, actor)?),
            ground_code: "01".to_owned(),
            note: text(),
        },
        CaseAction::RemoveAssist => {
            let open = state.assists().find(|assist| assist.state.is_open())?;
            Change::AssistRemoved { assist: part(open), reason: text() }
        }
        CaseAction::Suspend => Change::Suspended {
            reason_code: pick(random, &["procedure", "applicant_absent", "appraisal"]).to_owned(),
            procedure: random.random_bool(0.4).then(|| pick(random, Procedure::ALL)),
            external_no: None,
            until_on: local_date(at).checked_add_days(Days::new(3)),
            note: None,
            accepted_on: None,
            is_own: random.random_bool(0.5),
            decision: None,
        },
        CaseAction::RequestSuspension => Change::SuspensionRequested {
            reason_code: "appraisal".to_owned(),
            procedure: None,
            external_no: None,
            until_on: None,
            reason: text(),
            accepted_on: None,
        },
        CaseAction::RecordProcedure => Change::ProcedureRecorded {
            accepted_on: local_date(at).checked_sub_days(Days::new(2)),
            external_no: None,
            extended_days: None,
            extended_on: None,
            note: None,
        },
        CaseAction::DecideSuspension if random.random_bool(0.5) => {
            let asked = state.suspension_request.as_ref()?;
            Change::Suspended {
                reason_code: asked.reason_code.clone(),
                procedure: asked.procedure,
                external_no: None,
                until_on: asked.until_on,
                note: None,
                accepted_on: None,
                is_own: false,
                decision: Some(text()),
            }
        }
        CaseAction::DecideSuspension => Change::SuspensionRefused { reason: text() },
        CaseAction::Resume => Change::Resumed { by_system: false, note: None },
        CaseAction::AutoResume => Change::Resumed { by_system: true, note: None },
        CaseAction::RequestExtension => Change::ExtensionRequested { days: 2, reason: text() },
        CaseAction::DecideExtension => {
            Change::ExtensionDecided { approved: random.random_bool(0.5), days: 2, reason: text() }
        }
        CaseAction::TransferLevel => Change::LevelTransferred {
            from_center_id: state.center_id,
            to_center_id: pick(random, &CENTERS),
            direction: Direction::Up,
            region: None,
            reason: text(),
        },
        CaseAction::TakeCharge => Change::TakenInCharge {
            leader_id: id(random),
            plan: text(),
            next_review_on: local_date(at),
        },
        CaseAction::Merge => Change::Merged {
            into_case_id: id(random),
            into_case_no: "990101-20260302-000002".to_owned(),
            reason: None,
        },
        CaseAction::Unmerge => Change::Unmerged { reason: None },
        // They leave the case as it is.
        CaseAction::Split | CaseAction::Unsplit | CaseAction::RuleNote => return None,
        CaseAction::ReportProgress => Change::ProgressReported { note: text() },
        CaseAction::Resolve => Change::Resolved {
            outcome: Outcome::Solved,
            // Mediation would want a sealed dossier.
            method_code: "01".to_owned(),
            summary_hash: String::new(),
            override_reason: None,
        },
        CaseAction::AcceptResolution => Change::ResolutionAccepted { reason: None },
        CaseAction::RejectResolution => Change::ResolutionRejected { reason: text() },
        CaseAction::RecordCallback => {
            let reached = random.random_bool(0.6);
            let solved = reached.then(|| random.random_bool(0.5));
            Change::CallbackRecorded { reached, solved, fairly_treated: None, comment: None }
        }
        CaseAction::Close => Change::Closed { reason: text() },
        CaseAction::Archive => Change::Archived { note: None },
        CaseAction::Reopen => Change::Reopened { reason: text() },
        CaseAction::Decline => {
            Change::Declined { ground_code: "01".to_owned(), told_applicant: text() }
        }
        CaseAction::Withdraw => Change::Withdrawn { reason: text() },
        CaseAction::Restrict => {
            Change::Restricted { class: pick(random, RestrictionClass::ALL), reason: text() }
        }
        CaseAction::LiftRestriction => Change::RestrictionLifted { reason: text() },
    })
}

/// One life: what happened, and the state after each event.
struct Life {
    told: Vec<Told>,
    states: Vec<CaseState>,
    /// By which verb it went from which status to which.
    taken: BTreeSet<(&'static str, &'static str, &'static str)>,
}

fn live(random: &mut StdRng, steps: usize) -> Life {
    let mut at = world::start();
    let mut state = CaseState::registered(&registered(), at).expect("a registration");
    let mut life = Life {
        told: vec![Told { change: registered(), at, actor_id: None }],
        states: vec![state.clone()],
        taken: BTreeSet::new(),
    };
    for _ in 0..steps {
        let actor = somebody(random, &state);
        let rows: Vec<_> =
            TRANSITIONS.iter().filter(|row| is_open(&state, row.action, &actor, at)).collect();
        // Ways that end it at once are taken seldom, so that lives are long.
        let ends = [CaseAction::Withdraw, CaseAction::Decline, CaseAction::Archive];
        let row = rows.get(random.random_range(0..rows.len().max(1)));
        let Some(row) = row.filter(|row| !ends.contains(&row.action) || random.random_bool(0.1))
        else {
            continue;
        };
        let Some(made) = change(random, &state, row.action, &actor, at) else { continue };
        at += Duration::microseconds(random.random_range(0..400_000_000_000));
        let before = state.status;
        state.apply(&made, at, None);
        let change = (before, state.status);
        let is_told = if before == state.status {
            row.keeps_status()
        } else {
            row.changes().contains(&change)
        };
        assert!(is_told, "{} from {before:?} to {:?}", row.verb, state.status);
        life.taken.insert((row.verb, before.as_str(), state.status.as_str()));
        life.told.push(Told { change: made, at, actor_id: None });
        life.states.push(state.clone());
    }
    life
}

fn lives() -> u64 {
    env("LIVES").and_then(|text| text.parse().ok()).unwrap_or(400)
}

#[test]
fn the_owners_tile_the_life_of_a_case() {
    let mut reached = BTreeSet::new();
    for seed in 0..lives() {
        let life = live(&mut StdRng::seed_from_u64(seed), 60);
        let mut owner: Option<(Owner, Uuid)> = None;
        for (state, told) in life.states.iter().zip(&life.told) {
            reached.insert(state.status.as_str());
            let now = (state.owner, state.center_id);
            match owner {
                // Whoever had it has it still, and since then; or the next has it from this instant.
                Some(before) if before == now => {}
                Some(_) => assert_eq!(state.owner.since, told.at, "a gap after {:?}", told.change),
                None => assert_eq!(state.owner.since, told.at),
            }
            assert_eq!(
                state.owner.department_id.is_some(),
                json_kind(&state.owner) == "department",
                "a department owns as a department: {:?}",
                state.owner
            );
            owner = Some(now);
        }
    }
    assert_eq!(reached.len(), CaseStatus::ALL.len(), "not every status was reached: {reached:?}");
}

fn json_kind(owner: &Owner) -> &'static str {
    owner.kind.as_str()
}

#[test]
fn the_times_of_the_holders_sum_to_the_whole() {
    for seed in 0..lives() {
        let mut random = StdRng::seed_from_u64(seed);
        let life = live(&mut random, 60);
        let last = life.told.last().map(|told| told.at).unwrap_or_default();
        let now = last + Duration::microseconds(random.random_range(0..90_000_000_000));
        let stretches = time_use::stretches(&life.told, now);
        // Open time, added up from the events alone.
        let mut open = Duration::zero();
        let ends = life.told.iter().skip(1).map(|told| told.at).chain([now]);
        for ((state, told), end) in life.states.iter().zip(&life.told).zip(ends) {
            if state.status.is_open() {
                open += end - told.at;
            }
        }
        let sum = stretches.iter().map(|one| one.to - one.from).sum::<Duration>();
        assert_eq!(sum, open, "seed {seed}");
        for pair in stretches.windows(2) {
            assert!(pair[0].to <= pair[1].from, "two holders at once: {pair:?}");
        }
        assert!(stretches.iter().all(|one| one.from < one.to), "an empty stretch");
        let seconds: i64 = time_use::seconds(&stretches).iter().sum();
        assert_eq!(seconds, time_use::total_seconds(&stretches), "seed {seed}");
        assert_eq!(seconds, open.num_seconds(), "seed {seed}");
    }
}

/// The table tells of no way nobody can go.
#[test]
fn every_documented_change_of_status_is_made_in_some_life() {
    let mut taken = BTreeSet::new();
    for seed in 0..lives() {
        taken.extend(live(&mut StdRng::seed_from_u64(seed), 60).taken);
    }
    // Ends are seldom taken, and these lives are neither imported as resolved nor parts of another.
    let seldom = [
        CaseAction::Withdraw,
        CaseAction::Decline,
        CaseAction::Archive,
        CaseAction::Close,
        CaseAction::Unsplit,
    ];
    let is_imported = |action, to| {
        let back = [CaseAction::RejectResolution, CaseAction::RecordCallback, CaseAction::Reopen];
        back.contains(&action) && to == CaseStatus::Registered
    };
    for row in TRANSITIONS.iter().filter(|row| !seldom.contains(&row.action)) {
        for (from, to) in row.changes() {
            if !is_imported(row.action, to) {
                let change = (row.verb, from.as_str(), to.as_str());
                assert!(taken.contains(&change), "nobody goes {change:?}");
            }
        }
    }
}

#[test]
fn from_every_state_that_is_reached_there_is_a_way_on() {
    // Ending it without an answer is no way on, and neither is what changes no status.
    let none = [CaseAction::Withdraw, CaseAction::Decline];
    for seed in 0..lives() {
        let mut random = StdRng::seed_from_u64(seed);
        let life = live(&mut random, 60);
        for (state, told) in life.states.iter().zip(&life.told) {
            if state.status.is_final() {
                continue;
            }
            let at = told.at + Duration::hours(1);
            let lead =
                Actor { department_id: state.lead_department_id, ..somebody(&mut random, state) };
            let ways = TRANSITIONS.iter().filter(|row| {
                let leads = row.changes().iter().any(|(from, _)| *from == state.status);
                leads && !none.contains(&row.action)
            });
            let mut ways = ways.filter(|row| is_open(state, row.action, &lead, at));
            assert!(
                ways.next().is_some(),
                "no way out of {:?} after {:?}",
                state.status,
                told.change
            );
        }
    }
}
