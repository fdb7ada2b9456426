//! Class, region and confidentiality: over single reads, lists, counts, search, events and actions, and
//! over every GET of the document.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sea_orm::{EntityTrait as _, QueryFilter as _, QuerySelect as _};
use serde_json::{Value, json};
use uuid::Uuid;
use zongzhi::features::cases::entity::case;
use zongzhi::features::cases::jobs::seal_ledger;
use zongzhi::features::cases::repo;
use zongzhi::features::cases::service::facts_of;
use zongzhi::policy::{Action, Actor, ApiScope, Limits, Scope, holds};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::case::{Case, matter};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::kit;

const CHANGES: &str = "/api/v1/changes";

/// Five cases that differ in class, place and who may know of them.
pub(crate) async fn cases(app: &TestApp) -> [Case; 5] {
    let typed = |code: &str| app.case().with("type_code", code);
    let dispatcher = app.as_dispatcher().await;
    let there = json!({ "region_id": world::OTHER_TOWNSHIP.id, "address": "西川镇" });
    let restricted = typed("0202").registered().await;
    let body = json!({ "class": "minors", "reason": "涉及未成年人" });
    let restricted = app.act(&dispatcher, &restricted, "restrict", &body).await;
    [
        typed("0202").registered().await,
        typed("0101").registered().await,
        typed("0202").with("place", there).registered().await,
        app.case().registered().await,
        restricted,
    ]
}

async fn listed(app: &TestApp, client: &Client, query: &str) -> (BTreeSet<String>, Value) {
    let path = format!("/api/v1/cases?limit=200&count=exact{query}");
    let page = app.get(path).as_(client).send().await.expect(200);
    let items = page["items"].as_array().cloned().unwrap_or_default();
    let ids = items.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned());
    (ids.collect(), page["total"].clone())
}

/// The application sees these of the cases, whichever way it asks, and nothing of the others.
async fn assert_sees(app: &TestApp, client: &Client, all: &[Case], seen: &[usize]) {
    let wanted: BTreeSet<_> = seen.iter().map(|at| all[*at].id.clone()).collect();
    for query in ["", "&q=漏水"] {
        let (found, total) = listed(app, client, query).await;
        assert_eq!(found, wanted, "{query}");
        assert_eq!(total, wanted.len(), "{query}");
    }
    for case in all {
        let status = if wanted.contains(&case.id) { 200 } else { 404 };
        for path in ["", "/events", "/parties", "/similar", "/time-use"] {
            let answer = app.get(format!("{}{path}", case.path())).as_(client).send().await;
            assert_eq!(answer.status, status, "{path}: {answer}");
            if status == 404 {
                assert!(!answer.text().contains(&case.view["case_no"].to_string()));
            }
        }
        let body = json!({ "type_code": "0202", "level": "ordinary" });
        let path = format!("{}/actions/classify", case.path());
        // Of a version nobody has seen: told so of what it sees, and nothing of what it does not.
        let acted = app.post(path).as_(client).if_match(999).json(&body).send().await;
        assert!(acted.status >= 400, "{acted}");
        assert_eq!(acted.status == 404, !wanted.contains(&case.id), "{acted}");
    }
    let alike = json!({ "title": "楼上漏水致家具受损" });
    let alike = app.post("/api/v1/cases/similar").as_(client).json(&alike).send().await.expect(200);
    for case in all.iter().filter(|case| !wanted.contains(&case.id)) {
        assert!(!alike.to_string().contains(&case.id), "offered as alike");
    }
}

#[actix_web::test]
async fn limits_hold_over_every_way_to_ask() {
    let app = TestApp::new().await;
    let all = cases(&app).await;
    let read = |change: Value| {
        let mut body = json!({ "scopes": ["cases:read", "cases:act"] });
        for (name, value) in change.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    };
    let township = world::OTHER_TOWNSHIP.code;
    for (change, seen) in [
        (json!({}), &[0, 1, 2, 3][..]),
        (json!({ "sees_restricted": true }), &[0, 1, 2, 3, 4][..]),
        (json!({ "type_prefixes": ["02"] }), &[0, 2][..]),
        (json!({ "type_prefixes": ["02"], "sees_restricted": true }), &[0, 2, 4][..]),
        (json!({ "type_prefixes": ["0101", "0202"] }), &[0, 1, 2][..]),
        (json!({ "region_code": township }), &[2][..]),
        (json!({ "region_code": township, "type_prefixes": ["01"] }), &[][..]),
    ] {
        let application = kit::live(&app, read(change.clone())).await;
        let client = kit::client(&app, &application).await;
        assert_sees(&app, &client, &all, seen).await;
        let owner = app.as_dispatcher().await;
        let path = format!("{}/{}/visible", kit::PATH, application.id);
        let visible = app.get(path).as_(&owner).send().await.expect(200);
        assert_eq!(visible["cases"], seen.len(), "{change}: {visible}");
    }
}

#[actix_web::test]
async fn it_registers_within_its_limits_alone() {
    let app = TestApp::new().await;
    let change = json!({
        "scopes": ["cases:register"], "type_prefixes": ["02"],
        "region_code": world::OTHER_TOWNSHIP.code,
    });
    let application = kit::live(&app, change).await;
    let client = kit::client(&app, &application).await;
    let place = |region: world::Region| json!({ "region_id": region.id, "address": "某村" });
    let mut body = matter();
    body["place"] = place(world::OTHER_TOWNSHIP);
    for (type_code, region, pointer) in [
        (json!("0101"), world::OTHER_TOWNSHIP, "/type_code"),
        (Value::Null, world::OTHER_TOWNSHIP, "/type_code"),
        (json!("0202"), world::TOWNSHIP, "/place/region_id"),
    ] {
        body["type_code"] = type_code;
        body["place"] = place(region);
        let refused = app.post("/api/v1/cases").as_(&client).json(&body).send().await;
        zongzhi_tests::assert::assert_fields(&refused, &[pointer]);
    }
    body["place"] = place(world::OTHER_TOWNSHIP);
    let mut restricted = body.clone();
    restricted["restriction"] = json!({ "class": "minors", "reason": "涉及未成年人" });
    let refused = app.post("/api/v1/cases").as_(&client).json(&restricted).send().await;
    zongzhi_tests::assert::assert_fields(&refused, &["/restriction"]);
    // Of many at once, each is told the same before anything is stored.
    let mut elsewhere = body.clone();
    elsewhere["place"] = place(world::TOWNSHIP);
    for dry_run in [true, false] {
        let items = json!([body, elsewhere, restricted]);
        let many = json!({ "mode": "all_or_nothing", "dry_run": dry_run, "items": items });
        let bulk = app.post("/api/v1/cases/bulk").as_(&client).json(&many);
        let report = bulk.send().await.expect(200);
        assert_eq!(report["refused"], 2, "{report}");
        for (at, pointer) in [(1, "/place/region_id"), (2, "/restriction")] {
            assert_eq!(report["items"][at]["problem"]["errors"][0]["pointer"], pointer);
        }
    }
    app.post("/api/v1/cases").as_(&client).json(&body).send().await.expect(201);
}

#[actix_web::test]
async fn a_narrow_client_walks_the_document_and_sees_nothing_beyond() {
    let app = TestApp::new().await;
    let scopes: Vec<_> = ApiScope::ALL
        .iter()
        .filter(|scope| scope.as_str().ends_with(":read"))
        .map(|scope| scope.as_str())
        .collect();
    let change = json!({ "scopes": scopes, "type_prefixes": ["0101"] });
    let application = kit::live(&app, change).await;
    let client = kit::client(&app, &application).await;
    let first = app.get(CHANGES).as_(&client).send().await.expect(200);
    let all = cases(&app).await;
    app.advance(Duration::milliseconds(1));
    seal_ledger(app.state.clone().into_inner()).await.expect("sealing");
    let document = app.document().clone();
    let (mut answered, mut people_only) = (0, 0);
    for (template, item) in document["paths"].as_object().into_iter().flatten() {
        if item["get"].is_null() || !template.starts_with("/api/v1/") {
            continue;
        }
        for case in &all {
            let party = case.view["parties"][0]["id"].as_str().unwrap_or_default();
            let clock = case.view["clocks"][0]["id"].as_str().unwrap_or_default();
            let path = template
                .replace("{case_id}", &case.id)
                .replace("{party_id}", party)
                .replace("{clock_id}", clock)
                .replace("{name}", "case_type");
            let Some(path) = filled(&path, &case.id) else { continue };
            let answer = app.get(&path).as_(&client).send().await;
            answered += usize::from(answer.status == 200);
            people_only += usize::from(answer.json()["code"] == "auth.people_only");
            // All but the second are of another class: of them, not even their number is told.
            for hidden in [&all[0], &all[2], &all[3], &all[4]] {
                let number = hidden.view["case_no"].as_str().unwrap_or_default();
                let text = answer.text();
                // A refusal repeats the path that was asked for, and nothing else of the case.
                let instance = answer.json()["instance"].as_str().unwrap_or_default().to_owned();
                let told = text.replace(&instance, "");
                assert!(!told.contains(number), "{path} tells a number: {text}");
                assert!(!told.contains(&hidden.id), "{path} tells an id: {text}");
            }
        }
    }
    let since = first["next_cursor"].as_str().unwrap_or_default();
    let changes = app.get(format!("{CHANGES}?since={since}")).as_(&client).send().await;
    let stream = app.get("/api/v1/events/stream").as_(&client).header("last-event-id", "1.0");
    for answer in [changes, stream.send().await] {
        assert_eq!(answer.status, 200, "{answer}");
        assert!(answer.text().contains(&all[1].id), "{answer}");
        for hidden in [&all[0], &all[2], &all[3], &all[4]] {
            assert!(!answer.text().contains(&hidden.id), "{answer}");
        }
    }
    assert!(answered > 20, "{answered} reads are answered");
    assert!(people_only > 100, "{people_only} reads are for people");
}

#[actix_web::test]
async fn a_case_beyond_its_limits_is_not_named_by_one_within() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    let into = app.case().with("type_code", "0202").registered().await;
    let merged = app.case().with("type_code", "0101").registered().await;
    let body = json!({ "into_case_id": into.id, "reason": "同一事项重复登记" });
    let merged = app.act(&dispatcher, &merged, "merge", &body).await;
    let narrow = json!({ "scopes": ["cases:read"], "type_prefixes": ["0101"] });
    for (change, is_named) in [(json!({ "scopes": ["cases:read"] }), true), (narrow, false)] {
        let application = kit::live(&app, change).await;
        let client = kit::client(&app, &application).await;
        let seen = app.get(merged.path()).as_(&client).send().await.expect(200);
        let id = if is_named { json!(into.id) } else { Value::Null };
        assert_eq!(seen["merged_into_id"], id);
        let path = format!("{}/events", merged.path());
        let told = app.get(path).as_(&client).send().await.expect(200).to_string();
        assert_eq!(told.contains(&into.id), is_named, "{told}");
        assert_eq!(told.contains(into.number()), is_named, "{told}");
    }
}

/// The path with the case in every place that is left; none for what takes something else, which a
/// narrow client may not call anyway.
fn filled(path: &str, id: &str) -> Option<String> {
    let mut path = path.to_owned();
    while let Some((before, rest)) = path.clone().split_once('{') {
        let (_, after) = rest.split_once('}')?;
        path = format!("{before}{id}{after}");
    }
    Some(path)
}

const TYPES: [&str; 4] = ["01", "0101", "02", "0202"];
const REGIONS: [&str; 3] = [world::COUNTY.code, world::TOWNSHIP.code, world::OTHER_TOWNSHIP.code];

fn narrowed() -> impl Strategy<Value = Limits> {
    let types = prop::collection::vec(0..TYPES.len(), 0..3);
    (types, prop::option::of(0..REGIONS.len()), any::<bool>(), 0..ApiScope::ALL.len()).prop_map(
        |(types, region, sees_restricted, scope)| Limits {
            application_id: Uuid::nil(),
            name: String::new(),
            scopes: [ApiScope::CasesRead, ApiScope::ALL[scope]].into(),
            type_prefixes: types.into_iter().map(|at| TYPES[at].to_owned()).collect(),
            region_code: region.map(|at| REGIONS[at].to_owned()),
            sees_restricted,
        },
    )
}

/// One definition of rights: what yes/no says of each case is what the predicate finds, for every
/// application of everybody; and never more than for its creator.
#[actix_web::test]
async fn the_predicate_and_the_answer_are_one_and_never_more() {
    let app = TestApp::new().await;
    cases(&app).await;
    let mut people: Vec<Actor> = Vec::new();
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        people.push(app.actor_of(&client).await);
    }
    let rows = case::Entity::find().all(app.state.db.reader()).await.expect("the cases");
    let mut loaded = Vec::new();
    for row in rows {
        loaded.push(repo::load(app.state.db.reader(), row).await.expect("a case"));
    }
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..12 {
        let limits = narrowed().new_tree(&mut runner).expect("limits").current();
        for person in &people {
            let acting = Actor { application: Some(Arc::new(limits.clone())), ..person.clone() };
            for action in [Action::CaseRead, Action::CaseReveal, Action::CaseDispatch] {
                let found = within(&app, &acting, action).await;
                let own = within(&app, person, action).await;
                assert!(found.is_subset(&own), "{action:?} {limits:?}");
                let allowed: BTreeSet<_> = loaded
                    .iter()
                    .filter(|case| {
                        let assists = case.state.assist_department_ids();
                        holds(&acting, action, &facts_of(case, &assists))
                    })
                    .map(|case| case.row.id)
                    .collect();
                assert_eq!(found, allowed, "{action:?} {limits:?} {person:?}");
            }
        }
    }
}

async fn within(app: &TestApp, actor: &Actor, action: Action) -> BTreeSet<Uuid> {
    let found: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(Scope::cases(actor, action).condition())
        .into_tuple()
        .all(app.state.db.reader())
        .await
        .expect("the predicate");
    found.into_iter().collect()
}
