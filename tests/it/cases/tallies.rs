//! Totals come from tallies: after whatever happened they are what a recount gives, for every
//! reader and every filter. And the figures of queues: exact up to their cap.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use zongzhi::features::cases::entity::case_tally;
use zongzhi::features::cases::tally;
use zongzhi_migrations::{Migrator, MigratorTrait as _};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::{classified, resolved};
use zongzhi_tests::clients::Client;
use zongzhi_tests::project::env;
use zongzhi_tests::world;

use super::kit::{copies, ids, percent, words};

fn pick<T: Clone>(random: &mut StdRng, of: &[T]) -> T {
    of[random.random_range(0..of.len())].clone()
}

/// Everybody who reads cases.
async fn readers(app: &TestApp) -> Vec<Client> {
    let mut readers = Vec::new();
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        if app.get("/api/v1/cases?limit=1").as_(&client).send().await.status == 200 {
            readers.push(client);
        }
    }
    readers
}

/// A body for any verb.
fn body(random: &mut StdRng, verb: &str) -> Value {
    let departments = [world::HOUSING.id, world::LABOUR.id, world::JUSTICE.id];
    let lead = pick(random, &departments);
    let assists: Vec<_> = departments.iter().filter(|id| **id != lead).collect();
    let assists = &assists[..random.random_range(0..=assists.len())];
    match verb {
        "classify" => classified(),
        "dispatch" => json!({ "lead_department_id": lead, "assist_department_ids": assists }),
        "rule" => json!({ "lead_department_id": lead, "reason": "职责清单" }),
        "return" => json!({ "ground_code": "01", "note": "不属于本单位职责" }),
        "report_progress" => json!({ "note": "已联系" }),
        "resolve" => {
            let mut body = resolved();
            body["reason"] = "协办事项已由主办单位一并处理".into();
            body
        }
        "record_callback" => json!({ "reached": true, "solved": random.random_bool(0.6) }),
        "decline" => json!({ "ground_code": "01", "told_applicant": "已告知向人民法院起诉" }),
        "withdraw" | "close" | "reopen" | "reject_resolution" => json!({ "reason": "双方和解" }),
        _ => json!({}),
    }
}

/// Something happens: a case is registered, or somebody does with one what they may.
async fn step(app: &TestApp, random: &mut StdRng, readers: &[Client], cases: &mut Vec<Case>) {
    let client = pick(random, readers);
    if cases.len() < 4 || random.random_bool(0.15) {
        let mut new = app.case().by(&client);
        if random.random_bool(0.5) {
            let region = pick(random, &[world::TOWNSHIP, world::VILLAGE, world::OTHER_TOWNSHIP]);
            new = new.with("place", json!({ "region_id": region.id }));
        }
        let answer = new.send().await;
        if answer.status == 201 {
            cases.push(Case::of(&answer));
        }
        return;
    }
    let answer = app.get(pick(random, cases).path()).as_(&client).send().await;
    if answer.status != 200 {
        return;
    }
    let case = Case::of(&answer);
    let verbs = words(&case.view["allowed_actions"]);
    if verbs.is_empty() || (verbs == ["withdraw"] && random.random_bool(0.9)) {
        return;
    }
    let verb = pick(random, &verbs);
    app.advance(chrono::Duration::minutes(7));
    app.acting(&client, &case, verb, &body(random, verb)).send().await;
}

/// A total is what a recount of the whole list gives.
async fn recount(app: &TestApp, client: &Client, query: &str) -> u64 {
    let path = format!("/api/v1/cases?limit=200&count=exact&{query}");
    let page = app.get(path).as_(client).send().await.expect(200);
    let found = ids(&page).len();
    assert_eq!(page["next_cursor"], Value::Null, "more than one page");
    assert_eq!(page["total"], found, "{query} for {}", client.username);
    page["total"].as_u64().unwrap_or_default()
}

#[actix_web::test]
async fn totals_are_recounts_after_random_runs() {
    let worlds = env("WORLDS").and_then(|text| text.parse().ok()).unwrap_or(1);
    for seed in 0..worlds {
        let app = TestApp::new().await;
        let mut random = StdRng::seed_from_u64(seed);
        let readers = readers(&app).await;
        let mut cases = Vec::new();
        let mut seen = 0;
        for _ in 0..2 {
            for _ in 0..80 {
                step(&app, &mut random, &readers, &mut cases).await;
            }
            for client in &readers {
                seen += everything(&app, client).await;
            }
            while tally::fold(&app.state.db).await.expect("a round") > 0 {}
            everything(&app, &pick(&mut random, &readers)).await;
        }
        assert!(seen > 100, "the run tries too little: {seen}");
    }
}

/// Every filter that tallies answer, and some they do not.
async fn everything(app: &TestApp, client: &Client) -> u64 {
    let (county, township) = (world::COUNTY.id, world::TOWNSHIP.id);
    let (housing, labour) = (world::HOUSING.id, world::LABOUR.id);
    let mut seen = 0;
    for query in [
        String::new(),
        "status=registered".to_owned(),
        "status=in_progress&status=dispatched&status=closed".to_owned(),
        format!("region_id={township}"),
        format!("region_id={county}&region_id={township}&status=registered"),
        format!("department_id={housing}"),
        format!("department_id={housing}&department_id={labour}&region_id={township}"),
        format!("department_id={housing}&status=in_progress"),
        "queue=mine".to_owned(),
        "type_code=02&level=ordinary".to_owned(),
        "lamp=red&lamp=green".to_owned(),
        format!("q={}&status=registered", percent("漏水")),
    ] {
        seen += recount(app, client, &query).await;
    }
    seen
}

#[actix_web::test]
async fn folding_leaves_one_row_a_kind_and_no_amount_behind() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        app.case().assisted_by(world::LABOUR).in_progress().await;
    }
    let folded = tally::fold(&app.state.db).await.expect("a round");
    assert!(folded > 9, "{folded}");
    assert_eq!(tally::fold(&app.state.db).await.expect("a round"), 0);
    let rows = case_tally::Entity::find().all(app.state.db.reader()).await.expect("the rows");
    let mut left: Vec<_> = rows.iter().filter(|row| row.amount != 0).collect();
    left.sort_by(|a, b| a.part.cmp(&b.part));
    let left: Vec<_> = left.iter().map(|r| (&*r.part, &*r.status, r.amount)).collect();
    let all =
        [("assist", "in_progress", 3), ("case", "in_progress", 3), ("lead", "in_progress", 3)];
    assert_eq!(left, all);
}

#[actix_web::test]
async fn a_database_from_before_the_tallies_is_counted_when_it_is_upgraded() {
    let app = TestApp::new().await;
    app.case().registered().await;
    app.case().assisted_by(world::LABOUR).assisted_by(world::JUSTICE).in_progress().await;
    let handler = app.as_handler().await;
    let case = app.case().assisted_by(world::LABOUR).dispatched().await;
    let back = json!({ "ground_code": "01", "note": "不属于本单位职责" });
    app.act(&handler, &case, "return", &back).await;
    while tally::fold(&app.state.db).await.expect("a round") > 0 {}
    let stored = async || {
        let rows = case_tally::Entity::find().all(app.state.db.reader()).await.expect("the rows");
        let rows = rows.into_iter().filter(|row| row.amount != 0);
        rows.map(|row| format!("{row:?}")).collect::<BTreeSet<_>>()
    };
    let kept = stored().await;
    let since = Migrator::migrations().into_iter().rev();
    let since = since.take_while(|step| !step.name().ends_with("000007_create_platform")).count();
    let back = u32::try_from(since).expect("a few");
    Migrator::down(app.state.db.migrator(), Some(back)).await.expect("back");
    Migrator::up(app.state.db.migrator(), None).await.expect("forward");
    assert_eq!(stored().await, kept);
}

#[actix_web::test]
async fn a_long_queue_is_counted_to_its_cap_and_says_so() {
    let app = TestApp::new().await;
    let dispatcher = app.as_dispatcher().await;
    app.case().registered().await;
    let figure = async || {
        let counts = app.get("/api/v1/cases/counts").as_(&dispatcher).send().await.expect(200);
        counts["unassigned"].clone()
    };
    copies(&app, 1..200, |_, _| {}).await;
    let exact = figure().await;
    assert_eq!((&exact["count"], &exact["is_capped"]), (&json!(200), &json!(false)));
    copies(&app, 200..201, |_, _| {}).await;
    let capped = figure().await;
    assert_eq!((&capped["count"], &capped["is_capped"]), (&json!(200), &json!(true)));
    assert_eq!(capped["next_due_at"], exact["next_due_at"]);
}
