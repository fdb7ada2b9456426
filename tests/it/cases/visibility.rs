//! Random organisations, people and cases: what `holds` says of each case is what every way of
//! reading shows. `WORLDS=n` tries more of them.

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use zongzhi::policy::{Action, Actor, Condition};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::clients::Client;
use zongzhi_tests::project::env;

use super::kit::{events, ids};
use super::random_county::{Placed, found, place};

const NOWHERE: &str = "/api/v1/cases/018f0000-0000-7000-8000-000000000001";
/// In every case's narrative and in no title.
const WORD: &str = "漏水";

/// All pages of a list, a few rows each.
async fn pages(app: &TestApp, client: &Client, query: &str) -> BTreeSet<String> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/cases?limit=3&{query}{after}");
        let page = app.get(path).as_(client).send().await.expect(200);
        found.extend(ids(&page));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        after = format!("&cursor={cursor}");
    }
    let once: BTreeSet<_> = found.iter().cloned().collect();
    assert_eq!(once.len(), found.len(), "a row twice");
    once
}

/// A problem without what names the request itself.
fn plain(problem: &Value) -> Value {
    let mut plain = problem.clone();
    plain["instance"] = Value::Null;
    plain["request_id"] = Value::Null;
    plain
}

async fn reads(app: &TestApp, client: &Client, actor: &Actor, cases: &[Placed]) {
    let who = format!("{actor:?}");
    let missing = plain(&app.get(NOWHERE).as_(client).send().await.json());
    let mut allowed = BTreeSet::new();
    for placed in cases {
        let answer = app.get(placed.case.path()).as_(client).send().await;
        let clock = placed.case.clock("triage")["id"].as_str().unwrap_or_default().to_owned();
        let paths = ["/events", "/similar", &format!("/clocks/{clock}/explanation")]
            .map(|path| format!("{}{path}", placed.case.path()));
        let is_allowed = placed.allows(actor, Action::CaseRead);
        assert_eq!(answer.status, if is_allowed { 200 } else { 404 }, "{who}: {answer}");
        for path in paths {
            let part = app.get(&path).as_(client).send().await;
            assert_eq!(part.status, answer.status, "{path} by {who}: {part}");
            if !is_allowed {
                assert_eq!(plain(&part.json()), missing, "{path}");
            }
        }
        if is_allowed {
            allowed.insert(placed.case.id.clone());
            masked(app, client, actor, placed, &answer.json()).await;
        } else {
            assert_eq!(plain(&answer.json()), missing, "out of scope is not there");
            unreachable(app, client, placed, &missing).await;
        }
    }
    lists(app, client, &allowed, &who).await;
}

/// Lists, counts, search and likeness show the same cases and no other.
async fn lists(app: &TestApp, client: &Client, allowed: &BTreeSet<String>, who: &str) {
    let list = app.get("/api/v1/cases?count=exact&limit=1").as_(client).send().await;
    if list.status == 403 {
        assert!(allowed.is_empty(), "{who} reads but does not list");
        return;
    }
    assert_eq!(list.expect(200)["total"], allowed.len(), "{who}");
    assert_eq!(&pages(app, client, "sort=due_at").await, allowed, "{who}");
    assert_eq!(&pages(app, client, &format!("q={WORD}")).await, allowed, "{who}");
    let counts = app.get("/api/v1/cases/counts").as_(client).send().await.expect(200);
    for queue in ["mine", "to_sign", "department", "following", "overdue", "unassigned", "returned"]
    {
        let in_queue = pages(app, client, &format!("queue={queue}")).await;
        assert!(in_queue.is_subset(allowed), "{queue} of {who}");
        assert_eq!(counts[queue]["count"], in_queue.len(), "{queue} of {who}");
    }
    let ask = json!({ "title": "楼上渗漏致家具受损" });
    let alike = app.post("/api/v1/cases/similar").as_(client).json(&ask).send().await.expect(200);
    let alike: BTreeSet<_> = ids(&alike).into_iter().collect();
    assert!(alike.is_subset(allowed), "similar for {who}");
    assert_eq!(alike.len(), allowed.len().min(10), "similar for {who}");
}

/// No action reaches a case outside the scope: 404 with the body of what is not there, or 403
/// where the caller may do it to no case at all.
async fn unreachable(app: &TestApp, client: &Client, placed: &Placed, missing: &Value) {
    let classify = json!({ "type_code": "0202", "level": "simple" });
    let answer = app.acting(client, &placed.case, "classify", &classify).send().await;
    assert_eq!(plain(&answer.json()), *missing, "{answer}");
    let party = placed.case.view["parties"][0]["id"].as_str().unwrap_or_default();
    let path = format!("{}/parties/{party}/reveal", placed.case.path());
    let ask = json!({ "field": "phone", "reason": "好奇" });
    let answer = app.post(path).as_(client).json(&ask).send().await;
    assert_eq!(plain(&answer.json()), *missing, "{answer}");
}

/// Personal data is masked for everybody, absent for assistants, and revealed by right only.
async fn masked(app: &TestApp, client: &Client, actor: &Actor, placed: &Placed, view: &Value) {
    let text = view.to_string();
    let matter = matter();
    for party in matter["parties"].as_array().into_iter().flatten() {
        for field in ["name", "phone", "id_number", "address"] {
            let clear = party[field].as_str().unwrap_or("\u{0}");
            assert!(!text.contains(clear), "{field} in clear for {actor:?}");
        }
    }
    let assists = placed.in_force();
    let leads = Condition::LeadDepartment.holds(actor, &placed.facts(&assists));
    let only_assists = placed.is_assisted_by(actor.department_id) && !leads;
    let party = &view["parties"][0];
    if only_assists {
        assert_eq!(
            (&party["name"], &party["phone"]),
            (&json!("申请人"), &Value::Null),
            "{actor:?}"
        );
        assert_eq!((&party["id_number"], &party["address"]), (&Value::Null, &Value::Null));
    } else {
        assert_eq!((&party["name"], &party["phone"]), (&json!("李*"), &json!("138****1234")));
    }
    let may = placed.allows(actor, Action::CaseReveal) && !only_assists;
    assert_eq!(!party["revealable"].as_array().is_none_or(Vec::is_empty), may, "{actor:?}");
    let path = format!(
        "{}/parties/{}/reveal",
        placed.case.path(),
        party["id"].as_str().unwrap_or_default()
    );
    let ask = json!({ "field": "phone", "reason": "电话核实诉求" });
    let before = events(app, client, &placed.case).await.len();
    let answer = app.post(path).as_(client).json(&ask).send().await;
    assert_eq!(answer.status, if may { 200 } else { 403 }, "{answer} for {actor:?}");
    let after = events(app, client, &placed.case).await;
    assert_eq!(after.len() - before, usize::from(may));
    if may {
        assert_eq!(answer.json()["value"], "13800001234");
        let last = after.last().cloned().unwrap_or_default();
        assert_eq!(last["kind"], "revealed");
        assert_eq!(last["actor"]["person_id"], actor.person_id.to_string());
        assert!(!last.to_string().contains("13800001234"));
    }
}

#[actix_web::test]
async fn every_way_of_reading_shows_what_the_one_definition_allows() {
    let worlds = env("WORLDS").and_then(|text| text.parse().ok()).unwrap_or(1);
    let mut kinds: BTreeMap<bool, usize> = BTreeMap::new();
    for seed in 0..worlds {
        let app = TestApp::new().await;
        let mut random = StdRng::seed_from_u64(seed);
        let org = found(&app, &mut random).await;
        let mut cases = Vec::new();
        for _ in 0..6 {
            cases.push(place(&app, &mut random, &org).await);
        }
        app.advance(chrono::Duration::days(2));
        for (client, actor) in &org.clients {
            for placed in &cases {
                *kinds.entry(placed.allows(actor, Action::CaseRead)).or_default() += 1;
            }
            reads(&app, client, actor, &cases).await;
        }
    }
    assert_eq!(kinds.len(), 2, "the worlds try too little: {kinds:?}");
}
