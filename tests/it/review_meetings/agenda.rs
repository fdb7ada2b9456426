//! The agenda against a direct recount, over random cases.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;
use zongzhi::features::calendars::civil_day::local_date;
use zongzhi::features::cases::model::Level;
use zongzhi::features::review_meetings::agenda::{
    AgendaRule, AgendaThresholds, Candidate, Known, Owed, Repeats, agenda, repeats,
};
use zongzhi::features::review_meetings::kind::MeetingKind;
use zongzhi::features::review_meetings::service::thresholds;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world;

const CENTER: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);
/// What comes with the program.
const FROM: AgendaThresholds =
    AgendaThresholds { group_people: 5, repeat_days: 90, alike_percent: 80 };

fn now() -> DateTime<Utc> {
    world::start()
}

fn owed() -> impl Strategy<Value = Vec<Owed>> {
    let one = (any::<u128>(), -5_i64..5).prop_map(|(id, days)| Owed {
        task_id: Uuid::from_u128(id),
        due_on: local_date(now()) + Duration::days(days),
    });
    prop::collection::vec(one, 0..3)
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (
        any::<bool>(),
        any::<bool>(),
        prop::option::of(-72_i64..72),
        prop::option::of(0_i32..12),
        prop::option::of(0..Level::ALL.len()),
        (0_u32..2, 0_u32..2),
        (owed(), owed()),
    );
    let case = one.prop_map(|(ours, is_open, due, people_count, level, repeat, tasks)| Candidate {
        case_id: Uuid::nil(),
        center_id: if ours { CENTER } else { OTHER },
        is_open,
        due_at: due.map(|hours| now() + Duration::hours(hours)),
        people_count,
        level: level.map(|at| Level::ALL[at]),
        repeats: Repeats { same_parties: repeat.0, alike: repeat.1 },
        decisions: tasks.0,
        promises: tasks.1,
    });
    prop::collection::vec(case, 0..24).prop_map(|cases| {
        let ids = (1..).map(|at: u128| Uuid::from_u128(at << 8));
        ids.zip(cases).map(|(case_id, case)| Candidate { case_id, ..case }).collect()
    })
}

/// One rule after the other, counted from the words of the issue.
fn recount(kind: MeetingKind, cases: &[Candidate]) -> BTreeMap<Uuid, BTreeSet<AgendaRule>> {
    let today = local_date(now());
    let mut found: BTreeMap<Uuid, BTreeSet<AgendaRule>> = BTreeMap::new();
    for case in cases {
        if case.center_id == OTHER {
            continue;
        }
        let mut rules = BTreeSet::new();
        if !case.decisions.is_empty() {
            rules.insert(AgendaRule::OpenDecision);
        }
        if case.is_open && case.due_at.is_some_and(|due| due < now()) {
            rules.insert(AgendaRule::RedLamp);
        }
        if kind != MeetingKind::Daily {
            if case.promises.iter().any(|promise| promise.due_on < today) {
                rules.insert(AgendaRule::BrokenPromise);
            }
            if case.is_open && case.people_count.unwrap_or(0) > 4 {
                rules.insert(AgendaRule::Group);
            }
            if case.is_open && (case.repeats.same_parties > 0 || case.repeats.alike > 0) {
                rules.insert(AgendaRule::Repeat);
            }
            if case.is_open && case.level == Some(Level::Difficult) {
                rules.insert(AgendaRule::Difficult);
            }
        }
        if !rules.is_empty() {
            found.insert(case.case_id, rules);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_agenda_is_what_a_direct_recount_finds(
        cases in candidates(),
        kind in (0..MeetingKind::ALL.len()).prop_map(|at| MeetingKind::ALL[at]),
    ) {
        let made = agenda(kind, CENTER, &cases, FROM, now());
        let rules: BTreeMap<Uuid, BTreeSet<AgendaRule>> = made
            .iter()
            .map(|entry| (entry.case_id, entry.grounds.iter().map(|one| one.rule).collect()))
            .collect();
        prop_assert_eq!(rules.len(), made.len(), "a case stands on it once");
        prop_assert_eq!(&rules, &recount(kind, &cases));
        // Open decisions come first, and within them what was due first.
        let leads = |at: usize| made[at].grounds[0].rule == AgendaRule::OpenDecision;
        for at in 1..made.len() {
            prop_assert!(leads(at - 1) || !leads(at), "an open decision stands behind another rule");
            if leads(at) {
                prop_assert!(made[at - 1].grounds[0].due_on <= made[at].grounds[0].due_on);
            }
        }
    }

    #[test]
    fn repeats_are_what_comparing_every_two_cases_finds(
        rows in prop::collection::vec(
            (0_usize..4, 0_usize..3, 0_usize..2, 0_i64..120, prop::option::of(0_usize..4)),
            0..20,
        ),
    ) {
        const TITLES: [&str; 4] =
            ["小区物业乱收停车费", "小区物业乱收停车费用", "楼上漏水致家具受损", "拖欠工资"];
        let known: Vec<Known> = rows
            .iter()
            .enumerate()
            .map(|(at, (title, kind, place, days, applicant))| Known {
                case_id: Uuid::from_u128(at as u128 + 1),
                registered_at: now() - Duration::days(*days),
                type_code: (*kind < 2).then(|| format!("020{kind}")),
                region_code: format!("99010100{place}"),
                title: TITLES[*title].to_owned(),
                applicants: applicant.iter().map(|one| format!("id:{one}")).collect(),
            })
            .collect();
        let wanted: BTreeSet<Uuid> = known.iter().map(|case| case.case_id).collect();
        let found = repeats(&wanted, &known, FROM, now());
        let since = now() - Duration::days(90);
        for case in &known {
            let others = || known.iter().filter(|other| other.case_id != case.case_id);
            let lately = |other: &&Known| other.registered_at >= since;
            let same = |other: &&Known| {
                other.applicants.iter().any(|one| case.applicants.contains(one))
            };
            let near = |other: &&Known| {
                case.type_code.is_some()
                    && case.type_code == other.type_code
                    && case.region_code == other.region_code
                    && are_alike(&case.title, &other.title)
            };
            let same_parties = others().filter(lately).filter(same).count();
            let alike = others().filter(lately).filter(|one| !same(one)).filter(near).count();
            let counted = found.get(&case.case_id).copied().unwrap_or_default();
            prop_assert_eq!(counted.same_parties as usize, same_parties);
            prop_assert_eq!(counted.alike as usize, alike);
        }
    }
}

/// Whether twice the common pairs of characters are four fifths of all of them.
fn are_alike(a: &str, b: &str) -> bool {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect::<BTreeSet<_>>()
    };
    let (a, b) = (pairs(a), pairs(b));
    let shared = a.intersection(&b).count();
    10 * shared >= 4 * (a.len() + b.len())
}

#[test]
fn a_day_is_over_from_the_next_on() {
    let today: NaiveDate = local_date(now());
    let promise = |days| Candidate {
        case_id: Uuid::from_u128(9),
        center_id: CENTER,
        is_open: false,
        due_at: None,
        people_count: None,
        level: None,
        repeats: Repeats::default(),
        decisions: Vec::new(),
        promises: vec![Owed { task_id: Uuid::nil(), due_on: today + Duration::days(days) }],
    };
    assert!(agenda(MeetingKind::Weekly, CENTER, &[promise(0)], FROM, now()).is_empty());
    let entries = agenda(MeetingKind::Weekly, CENTER, &[promise(-1)], FROM, now());
    assert_eq!(entries[0].grounds[0].days_over, Some(1));
}

#[actix_web::test]
async fn a_county_says_from_how_many_people_on_it_is_a_group() {
    let app = TestApp::new().await;
    let state = app.state.clone().into_inner();
    assert_eq!(thresholds(&state).await.expect("rules"), FROM);
    let admin = app.as_system_admin().await;
    let rule = json!({ "code": "agenda_group", "value": 3, "source": "测试县会商办法第五条",
        "valid_from": "2026-03-10", "reason": "人数从三人起" });
    app.post("/api/v1/procedure-rules").as_(&admin).json(&rule).send().await.expect(201);
    app.advance(Duration::days(9));
    let from = thresholds(&state).await.expect("rules");
    assert_eq!(from, AgendaThresholds { group_people: 3, ..FROM });
    let three = Candidate {
        case_id: Uuid::from_u128(9),
        center_id: CENTER,
        is_open: true,
        due_at: None,
        people_count: Some(3),
        level: None,
        repeats: Repeats::default(),
        decisions: Vec::new(),
        promises: Vec::new(),
    };
    let cases = std::slice::from_ref(&three);
    let entries = |from| agenda(MeetingKind::Weekly, CENTER, cases, from, now());
    assert_eq!(entries(from)[0].grounds[0].rule, AgendaRule::Group);
    assert!(entries(FROM).is_empty());
}
