//! A foreign event log led through the API: whose time each case has used is, to the second, what
//! the log itself says.
//!
//! A public log is read from `ZONGZHI_EVENT_LOG` (XES or CSV; none is in the repository, because
//! their licences differ):
//!
//! ```text
//! ZONGZHI_EVENT_LOG=receipt.csv cargo test -p zongzhi-tests --test it -- --ignored foreign_log
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::event_log::{LogEvent, csv, read, xes};
use zongzhi_tests::project::env;
use zongzhi_tests::world;

use super::foreign_replay::open;
use super::kit::ledger_holds;

/// Whether nobody of ours has the case until the next event.
pub(super) fn is_waiting(activity: &str) -> bool {
    activity.eq_ignore_ascii_case("wait")
}

/// Seconds by holder.
type Times = BTreeMap<String, i64>;

/// From the log alone: each event holds until the next one.
fn computed(log: &[LogEvent]) -> BTreeMap<String, Times> {
    let mut cases: BTreeMap<String, Vec<&LogEvent>> = BTreeMap::new();
    for event in log {
        cases.entry(event.case.clone()).or_default().push(event);
    }
    let times = |mut events: Vec<&LogEvent>| {
        events.sort_by_key(|event| event.at);
        let mut times = Times::new();
        for pair in events.windows(2) {
            let [from, to] = pair else { continue };
            let holder =
                if is_waiting(&from.activity) { "applicant".into() } else { from.resource.clone() };
            *times.entry(holder).or_default() += (to.at - from.at).num_seconds();
        }
        times.retain(|_, seconds| *seconds != 0);
        times
    };
    cases.into_iter().map(|(case, events)| (case, times(events))).collect()
}

/// As the API answers it.
async fn answered(app: &TestApp, case: &Case) -> Times {
    let path = format!("{}/time-use", case.path());
    let used = app.get(path).as_(&app.as_clerk().await).send().await.expect(200);
    let mut times = Times::new();
    for holder in used["holders"].as_array().into_iter().flatten() {
        let name = match holder["kind"].as_str() {
            Some("applicant") => "applicant".to_owned(),
            Some("department") => {
                let name = holder["name"].as_str().unwrap_or_default();
                name.trim_end_matches(" 单位").to_owned()
            }
            kind => format!("{kind:?}"),
        };
        times.insert(name, holder["seconds"].as_i64().unwrap_or(-1));
    }
    let sum = |list: &Value| -> i64 {
        list.as_array().into_iter().flatten().filter_map(|part| part["seconds"].as_i64()).sum()
    };
    assert_eq!(used["total_seconds"], sum(&used["holders"]), "{used}");
    assert_eq!(used["total_seconds"], sum(&used["stretches"]), "{used}");
    times
}

/// Replays a log and compares every case; answers how many there were, and how often one changed
/// hands.
async fn compare(log: &[LogEvent]) -> (usize, usize) {
    let app = TestApp::with(|config| config.auth.access_minutes = 20 * 365 * 24 * 60).await;
    let cases = open(&app, log).await.replay(log).await;
    let wanted = computed(log);
    assert_eq!(cases.len(), wanted.len());
    for (name, times) in &wanted {
        assert_eq!(&answered(&app, &cases[name]).await, times, "{name}");
    }
    ledger_holds(&app).await;
    let mut sorted: Vec<_> = log.iter().collect();
    sorted.sort_by_key(|event| (&event.case, event.at));
    let handed = sorted
        .windows(2)
        .filter(|pair| pair[0].case == pair[1].case && pair[0].resource != pair[1].resource);
    (wanted.len(), handed.count())
}

/// A help desk by chance, in the shape of the public ones: tickets of a few events, many of them
/// handed on, some of them waiting.
fn by_chance(cases: usize) -> String {
    const DOES: [&str; 5] = ["Assign", "Take in charge", "Wait", "Ask &quot;Level 2&quot;", "Work"];
    let mut random = StdRng::seed_from_u64(1849);
    let mut text = String::from("<?xml version=\"1.0\"?>\n<log xes.version=\"1849-2016\">\n");
    for case in 0..cases {
        let _ = writeln!(text, "<trace><string key=\"concept:name\" value=\"Case {case}\"/>");
        let mut at = world::start() + chrono::TimeDelta::minutes(random.random_range(0..40_000));
        for event in 0..random.random_range(1..9) {
            let activity = if event == 0 { "Register" } else { DOES[random.random_range(0..5)] };
            let (resource, stamp) = (random.random_range(0..9), at.to_rfc3339());
            let _ = writeln!(
                text,
                "<event><string key=\"concept:name\" value=\"{activity}\"/>\
                 <string key=\"org:resource\" value=\"Resource{resource}\"/>\
                 <date key=\"time:timestamp\" value=\"{stamp}\"/></event>"
            );
            // Some things happen in the same second.
            at +=
                chrono::TimeDelta::seconds(random.random_range(0..400_000) * i64::from(event != 3));
        }
        text.push_str("</trace>\n");
    }
    text + "</log>\n"
}

#[actix_web::test]
async fn the_times_per_holder_are_those_of_a_log_made_by_chance() {
    let count = env("LOG_CASES").and_then(|text| text.parse().ok()).unwrap_or(120);
    let log = xes(&by_chance(count));
    let (cases, handed) = compare(&log).await;
    assert_eq!(cases, count);
    assert!(handed > count, "{handed} hand-overs are too few to tell anything");
}

#[actix_web::test]
#[ignore = "needs a public event log: ZONGZHI_EVENT_LOG=<file.xes or file.csv>"]
async fn the_times_per_holder_are_those_of_a_public_log() {
    let path = env("ZONGZHI_EVENT_LOG").expect("ZONGZHI_EVENT_LOG names no log");
    let mut log = read(&path);
    if let Some(most) = env("LOG_CASES").and_then(|text| text.parse::<usize>().ok()) {
        let mut names: Vec<_> = log.iter().map(|event| event.case.clone()).collect();
        names.dedup();
        names.truncate(most);
        log.retain(|event| names.contains(&event.case));
    }
    assert!(!log.is_empty(), "{path} holds no event with a resource");
    let (cases, handed) = compare(&log).await;
    tell(&format!("{cases} cases, {} events, {handed} hand-overs: equal", log.len()));
}

#[expect(clippy::print_stdout, reason = "whoever names a log wants to know what it held")]
fn tell(text: &str) {
    println!("{text}");
}

#[test]
fn both_shapes_of_a_log_are_read_alike() {
    let log = xes("<log><trace><string key=\"concept:name\" value=\"A &amp; B\"/>\
         <event><string key='concept:name' value='Check &lt;1&gt;'/>\
         <string key=\"org:resource\" value=\"R, 1\"/>\
         <date key=\"time:timestamp\" value=\"2011-10-11T13:45:40.276+02:00\"/></event>\
         <event><string key=\"concept:name\" value=\"nobody did this\"/>\
         <date key=\"time:timestamp\" value=\"2011-10-11T13:45:40.276+02:00\"/></event>\
         </trace></log>");
    let table = "case:concept:name,concept:name,org:resource,time:timestamp\n\
                 A & B,Check <1>,\"R, 1\",2011-10-11 13:45:40.276000+02:00\n";
    assert_eq!(log.len(), 1);
    assert_eq!(log, csv(table));
    assert_eq!(log[0].at.to_rfc3339(), "2011-10-11T11:45:40+00:00");
}
