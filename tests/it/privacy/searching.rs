//! Searching finds what the reader reads, and no more: no name, number or place is found by asking
//! for it letter by letter (PIPL art. 6).

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::{Value, json};
use zongzhi_migrations::{Migrator, MigratorTrait as _};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world::{self, Person};

use super::planting::{NAMES, marks, planted};
use crate::cases::{ids, kit};

/// Who reads the case with its parties masked.
const MASKED: [Person; 4] =
    [world::OTHER_HANDLER, world::SUPERVISOR, world::LEADER, world::VILLAGE_OFFICER];
/// Who reads it as it was written.
const WHOLE: [Person; 2] = [world::CLERK, world::HANDLER];
/// The migration that fills what is searched with the parties masked.
const FILLED_BY: &str = "m20261126_000140_mask_what_is_searched";

/// The marks and names, their beginnings and every three letters of them.
fn parts() -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for mark in marks().into_iter().chain(NAMES.map(ToOwned::to_owned)) {
        let letters: Vec<char> = mark.chars().collect();
        parts.extend((2..=letters.len()).map(|end| letters[..end].iter().collect::<String>()));
        parts.extend(letters.windows(3).map(|some| some.iter().collect::<String>()));
    }
    parts
}

/// What is read of a case and searched.
fn read(case: &Value) -> String {
    let texts = ["title", "narrative", "demand"].map(|name| case[name].as_str().unwrap_or(""));
    texts.join("\n")
}

async fn is_found(app: &TestApp, client: &Client, case: &Case, query: &str) -> bool {
    let path = format!("/api/v1/cases?limit=50&count=exact&q={}", kit::percent(query));
    let page = app.get(path).as_(client).send().await.expect(200);
    let is_found = ids(&page).contains(&case.id);
    assert_eq!(page["total"], usize::from(is_found), "{query} by {}", client.username);
    is_found
}

/// Asks for every part of every mark.
async fn only_what_is_read_is_found(app: &TestApp, case: &Case) {
    for person in MASKED.iter().chain(&WHOLE) {
        let client = app.sign_in(person).await;
        let text = read(&app.see(&client, case).await.view);
        let mut differs = Vec::new();
        for query in parts() {
            if is_found(app, &client, case, &query).await != text.contains(&query) {
                differs.push(query);
            }
        }
        assert!(
            differs.is_empty(),
            "{} reads {text} and by searching {differs:?}",
            client.username
        );
    }
    let officer = app.sign_in(&world::OTHER_CLERK).await;
    for mark in marks() {
        assert!(!is_found(app, &officer, case, &mark).await, "{mark} of another county");
    }
}

#[actix_web::test]
async fn what_is_masked_is_not_found_where_texts_are_looked_through() {
    let app = TestApp::new().await;
    // One case: all its words are common.
    let planted = planted(&app).await;
    only_what_is_read_is_found(&app, &planted.case).await;
}

#[actix_web::test]
async fn what_is_masked_is_not_found_by_the_index() {
    let app = TestApp::new().await;
    app.case().registered().await;
    app.advance(Duration::seconds(1));
    let planted = planted(&app).await;
    // Among so many its words are rare.
    kit::copies(&app, 1..151, |_, copy| {
        "一".clone_into(&mut copy.title);
        "无".clone_into(&mut copy.narrative);
        copy.demand = None;
        copy.registered_at += Duration::days(1);
    })
    .await;
    // What is common is learnt anew.
    app.advance(Duration::minutes(1));
    only_what_is_read_is_found(&app, &planted.case).await;
}

#[actix_web::test]
async fn of_a_restricted_matter_an_assistant_finds_the_title_alone() {
    let app = TestApp::new().await;
    let case = app
        .case()
        .with("restriction", json!({ "class": "minors" }))
        .with("title", "少年维权")
        .with("narrative", "放学路上被拦截")
        .assisted_by(world::LABOUR)
        .in_progress()
        .await;
    let (assistant, handler) = (app.as_other_handler().await, app.as_handler().await);
    for (query, of_the_story) in
        [("少年", false), ("少", false), ("年维权", false), ("放学", true), ("修复防水", true)]
    {
        assert!(is_found(&app, &handler, &case, query).await, "{query} by the lead");
        assert_eq!(is_found(&app, &assistant, &case, query).await, !of_the_story, "{query}");
    }
    assert!(is_found(&app, &assistant, &case, case.number()).await, "its number");
}

#[actix_web::test]
async fn a_corrected_party_is_found_no_more() {
    let app = TestApp::new().await;
    let case = app.case().with("narrative", "钱示范反映邻里噪声").registered().await;
    let (supervisor, clerk) = (app.as_supervisor().await, app.as_clerk().await);
    assert!(is_found(&app, &supervisor, &case, "示范").await, "nobody is called so");
    let party = case.view["parties"][0]["id"].as_str().unwrap_or_default();
    let path = format!("{}/parties/{party}", case.path());
    let body = json!({ "name": "钱示范", "reason": "登记时写错姓名" });
    app.patch(path).as_(&clerk).if_match(case.version).json(&body).send().await.expect(200);
    assert!(!is_found(&app, &supervisor, &case, "示范").await, "found by the right name");
    assert!(is_found(&app, &supervisor, &case, "邻里").await);
    assert!(is_found(&app, &clerk, &case, "钱示范").await);
    let more = json!({ "party": { "role": "respondent", "kind": "person", "name": "邻里" },
        "reason": "另一方" });
    let path = format!("{}/parties", case.path());
    app.post(path).as_(&clerk).json(&more).send().await.expect(201);
    assert!(!is_found(&app, &supervisor, &case, "邻里").await, "found by another's name");
}

/// Cases that were there before are masked by the migration as new ones are by the program.
#[actix_web::test]
async fn the_cases_there_were_are_masked_alike() {
    let app = TestApp::new().await;
    let planted = planted(&app).await;
    let plain = app.case().registered().await;
    let before = masked(&app).await;
    assert_eq!(before.len(), 1, "{before:?}");
    let db = app.state.db.migrator();
    let names: Vec<_> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    let at = names.iter().position(|name| name == FILLED_BY).expect("the migration");
    let steps = u32::try_from(names.len() - at).expect("a few");
    Migrator::down(db, Some(steps)).await.expect("down");
    Migrator::up(db, None).await.expect("up");
    assert_eq!(masked(&app).await, before);
    let supervisor = app.as_supervisor().await;
    assert!(!is_found(&app, &supervisor, &planted.case, "洲映雪").await);
    assert!(is_found(&app, &supervisor, &plain, "防水失效").await);
}

async fn masked(app: &TestApp) -> Vec<[String; 6]> {
    use sea_orm::EntityTrait as _;
    use zongzhi::features::cases::entity::masked_text;

    let rows = masked_text::Entity::find().all(app.state.db.reader()).await.expect("the texts");
    let texts = rows.into_iter().map(|row| {
        let blind = [row.blind_title, row.blind_narrative, row.blind_demand];
        let [title, narrative, demand] = blind;
        [row.title, row.narrative, row.demand, title, narrative, demand]
    });
    texts.collect()
}
