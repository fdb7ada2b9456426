//! Who sees whose result: one definition for lists, single reads, facts and periods.

use serde_json::{Value, json};
use zongzhi::features::assessments::entity::assessment;
use zongzhi::policy::{Action, Facts, Scope, holds};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::world::{self, Person};

use super::kit::{RESULTS, SCHEMES, february, id, results};

const HEADS: &str = "/api/v1/assessments/heads";

#[actix_web::test]
async fn a_person_sees_their_own_and_a_head_those_of_the_department() {
    let app = TestApp::new().await;
    february(&app, "person").await;
    let director = app.as_director().await;
    let names = |found: Vec<Value>| -> Vec<String> {
        found.iter().map(|one| one["person"]["name"].as_str().unwrap_or_default().into()).collect()
    };
    assert_eq!(names(results(&app, &app.as_handler().await, "").await), [world::HANDLER.name]);
    assert_eq!(results(&app, &director, "").await.len(), 3);
    let mediator = app.as_mediator().await;
    assert_eq!(names(results(&app, &mediator, "").await), [world::MEDIATOR.name]);
    // Somebody else of housing, who heads it.
    let colleague = json!({ "name": "新同事", "department_id": world::HOUSING.id });
    let admin = app.as_system_admin().await;
    let path = "/api/v1/people";
    let colleague = app.post(path).as_(&admin).json(&colleague).send().await.expect(201);
    let body = |person: &Value| json!({ "department_id": world::HOUSING.id, "person_id": person, "source": "备案表" });
    let unknown = app.post(HEADS).as_(&director).json(&body(&colleague["id"])).send().await;
    assert_fields(&unknown, &["/person_id"]);
    let own = json!(world::HANDLER.id);
    let named = app.post(HEADS).as_(&director).json(&body(&own)).send().await.expect(201);
    assert_eq!(named["allowed_actions"], json!(["end"]));
    let refused = app.get(HEADS).as_(&app.as_handler().await).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    let path = format!("{HEADS}/{}/actions/end", id(&named));
    let ended = app.post(&path).as_(&director).if_match(1).send().await.expect(200);
    assert!(ended["ended_at"].is_string());
    let twice = app.post(&path).as_(&director).if_match(2).send().await;
    assert_problem(&twice, 409, "assessment.head_ended");
}

#[actix_web::test]
async fn yes_or_no_and_the_predicate_agree_for_everybody() {
    use sea_orm::{EntityTrait as _, QueryFilter as _};

    let app = TestApp::new().await;
    february(&app, "person").await;
    let scheme = super::kit::in_force(&app, "department").await;
    super::kit::closed(&app, &scheme, "2026-02-01").await;
    let director = app.as_director().await;
    let body = json!({ "department_id": world::LABOUR.id, "person_id": world::OTHER_HANDLER.id,
        "source": "备案表" });
    app.post(HEADS).as_(&director).json(&body).send().await.expect(201);
    let heads = [world::OTHER_HANDLER.id];
    let all = assessment::Entity::find().all(app.state.db.reader()).await.expect("rows");
    assert_eq!(all.len(), 6);
    for person in world::PEOPLE {
        let actor = app.actor_of(&app.sign_in(&person).await).await;
        for right in [Action::AssessmentRead, Action::AssessmentAppeal] {
            let scope = Scope::assessments(&actor, right).condition();
            let seen = assessment::Entity::find().filter(scope).all(app.state.db.reader()).await;
            let seen: Vec<_> = seen.expect("rows").into_iter().map(|row| row.id).collect();
            for row in &all {
                let is_headed = row.unit_id == world::LABOUR.id;
                let facts = Facts {
                    region_code: Some(&row.region_code),
                    center_id: Some(row.center_id),
                    addressed_department_id: row.department_id,
                    holder_id: row.person_id,
                    head_ids: if is_headed { &heads } else { &[] },
                    ..Facts::default()
                };
                let may = holds(&actor, right, &facts);
                assert_eq!(seen.contains(&row.id), may, "{} {right:?} {row:?}", person.username);
            }
        }
    }
}

#[actix_web::test]
async fn who_has_no_part_in_it_sees_nothing() {
    let app = TestApp::new().await;
    let period = february(&app, "department").await;
    let director = app.as_director().await;
    let result = results(&app, &director, "").await.remove(0);
    let paths = [
        format!("{RESULTS}/{}", id(&result)),
        format!("{RESULTS}/{}/facts", id(&result)),
        format!("{RESULTS}/periods/{}", id(&period)),
    ];
    let strangers: [Person; 1] = [world::OTHER_COUNTY_HANDLER];
    for stranger in &strangers {
        let client = app.sign_in(stranger).await;
        assert!(results(&app, &client, "").await.is_empty());
        let periods = app.get(format!("{RESULTS}/periods")).as_(&client).send().await.expect(200);
        assert_eq!(periods["items"], json!([]));
        let schemes = app.get(SCHEMES).as_(&client).send().await.expect(200);
        assert_eq!(schemes["items"], json!([]));
        for path in &paths {
            assert_problem(&app.get(path).as_(&client).send().await, 404, "request.not_found");
        }
    }
    for person in [world::CLERK, world::SUPERVISOR, world::SYSTEM_ADMIN, world::AUDITOR] {
        let client = app.sign_in(&person).await;
        for path in &paths {
            assert_problem(&app.get(path).as_(&client).send().await, 403, "auth.not_allowed");
        }
    }
    // A colleague of the same department sees the department's result.
    let handler = app.as_handler().await;
    let own = results(&app, &handler, "").await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["unit"]["id"], json!(world::HOUSING.id));
}

#[actix_web::test]
async fn a_restricted_case_is_not_named_to_who_may_not_know_of_it() {
    let app = TestApp::new().await;
    let scheme = super::kit::in_force(&app, "department").await;
    app.case().with("restriction", json!({ "class": "minors" })).in_progress().await;
    super::kit::put_back(&app).await;
    super::kit::closed(&app, &scheme, "2026-02-01").await;
    let (handler, leader) = (app.as_handler().await, app.as_leader().await);
    let result = results(&app, &handler, "").await.remove(0);
    let own = super::kit::failed(&app, &handler, &result).await;
    assert!(own[0]["case"]["case_no"].is_string(), "{own:?}");
    let seen = super::kit::failed(&app, &leader, &result).await;
    assert_eq!((seen.len(), &seen[0]["case"]), (1, &Value::Null));
}
