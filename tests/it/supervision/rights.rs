//! One definition of rights on every read path of supervision, for every role.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zongzhi::policy::{Action, Facts, Role, holds};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::world;

use super::kit::{ORDERS, about, acting, go_to, issuing, listed, ordered, path, steps};

/// Orders of this county to three departments, and one of the other county.
async fn county(app: &TestApp) -> Vec<(Case, Value, Facts<'static>)> {
    let (other_clerk, other) = (app.as_other_clerk().await, app.as_other_dispatcher().await);
    let plain = app.case().in_progress().await;
    let justice = app.case().led_by(world::JUSTICE).dispatched().await;
    let assisted = app.case().assisted_by(world::LABOUR).in_progress().await;
    let theirs = app.case().by(&other_clerk).registered().await;
    let body = json!({ "type_code": "0202", "level": "ordinary" });
    let theirs = app.act(&other, &theirs, "classify", &body).await;
    let body = json!({ "lead_department_id": world::OTHER_HOUSING.id });
    let theirs = app.act(&other, &theirs, "dispatch", &body).await;
    for moment in ["2026-03-06T12:00", "2026-03-10T09:00", "2026-03-16T09:00"] {
        go_to(app, moment);
        steps(app).await;
    }
    let own = [(plain, world::HOUSING), (justice, world::JUSTICE), (assisted, world::HOUSING)];
    let supervisor = app.as_supervisor().await;
    let mut all = Vec::new();
    for (case, department) in own {
        let orders = listed(app, &supervisor, &format!("case_id={}", case.id)).await;
        for order in orders {
            let labour = order["department"]["id"] == world::LABOUR.id.to_string();
            let facts = Facts {
                region_code: Some(world::COUNTY.code),
                center_id: Some(world::CENTER.id),
                addressed_department_id: Some(if labour { world::LABOUR } else { department }.id),
                ..Facts::default()
            };
            all.push((case.clone(), order, facts));
        }
    }
    assert_eq!(all.len(), 4, "the assistant has one of its own");
    let order = app.get(format!("{ORDERS}?case_id={}", theirs.id));
    let handler = app.as_other_county_handler().await;
    let order = order.as_(&handler).send().await.expect(200)["items"][0].clone();
    let facts = Facts {
        region_code: Some(world::OTHER_COUNTY.code),
        center_id: Some(world::OTHER_CENTER.id),
        addressed_department_id: Some(world::OTHER_HOUSING.id),
        ..Facts::default()
    };
    all.push((theirs, order, facts));
    all
}

#[actix_web::test]
async fn every_role_reads_what_the_table_says_on_every_path() {
    let app = TestApp::new().await;
    let orders = county(&app).await;
    let readers =
        [Role::Supervisor, Role::CenterDirector, Role::Leader, Role::Handler, Role::Mediator];
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let actor = app.actor_of(&client).await;
        let mut readable = BTreeSet::new();
        for (case, order, facts) in &orders {
            let may = holds(&actor, Action::SupervisionOrderRead, facts);
            let answer = app.get(path(order)).as_(&client).send().await;
            let is_reader = readers.contains(&actor.role);
            let wanted = if may {
                200
            } else if is_reader {
                404
            } else {
                403
            };
            assert_eq!(answer.status, wanted, "{}: {answer}", person.username);
            let of_case = format!("{}/supervision-orders", case.path());
            let of_case = app.get(of_case).as_(&client).send().await;
            let ids: Vec<_> = of_case.json()["items"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|order| order["id"].clone())
                .collect();
            assert_eq!(ids.contains(&order["id"]), may, "{}: {of_case}", person.username);
            let taken = app.get(format!("{}/supervision-steps", case.path())).as_(&client);
            let taken = taken.send().await;
            let departments: BTreeSet<_> = taken.json()["items"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|step| step["department"]["id"].to_string())
                .collect();
            let addressed = order["department"]["id"].to_string();
            assert_eq!(departments.contains(&addressed), may, "{}: {taken}", person.username);
            if may {
                readable.insert(order["id"].to_string());
            }
        }
        let list = app.get(format!("{ORDERS}?count=exact")).as_(&client).send().await;
        let ladder = app.get(format!("{ORDERS}/ladder?count=exact")).as_(&client).send().await;
        let bulletin =
            app.get(format!("{ORDERS}/bulletin?month=2026-03")).as_(&client).send().await;
        if !readers.contains(&actor.role) {
            for answer in [list, ladder, bulletin] {
                assert_problem(&answer, 403, "auth.not_allowed");
            }
            continue;
        }
        let list = list.expect(200);
        let items = list["items"].as_array().into_iter().flatten();
        let listed: BTreeSet<_> = items.map(|order| order["id"].to_string()).collect();
        assert_eq!(listed, readable, "{}", person.username);
        assert_eq!(list["total"], readable.len(), "{}", person.username);
        assert_eq!(ladder.expect(200)["total"], readable.len(), "{}", person.username);
        assert_eq!(bulletin.expect(200)["total"]["orders"], readable.len(), "{}", person.username);
    }
}

#[actix_web::test]
async fn only_a_supervisor_and_the_director_issue_and_the_addressed_department_replies() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let answer = app.post(format!("{ORDERS}/preview")).as_(&client).json(&about(&[&case]));
        let may = ["supervisor", "center_director"].contains(&person.role);
        let answer = answer.send().await;
        assert_eq!(answer.status, if may { 200 } else { 403 }, "{}: {answer}", person.username);
        if !may {
            assert_eq!(issuing(&app, &client, &about(&[&case])).send().await.status, 403);
        }
    }
    let order = ordered(&app, &[&case]).await;
    let text = json!({ "text": "x" });
    let supervisor = app.as_supervisor().await;
    let refused = acting(&app, &supervisor, &order, "reply", &text).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
    // The assistant has a part in the case, and none in the order to its lead.
    for client in
        [app.as_other_handler().await, app.as_clerk().await, app.as_other_county_handler().await]
    {
        let answer = acting(&app, &client, &order, "reply", &text).send().await;
        assert_problem(&answer, 404, "request.not_found");
    }
    let leader = app.as_leader().await;
    let seen = app.get(path(&order)).as_(&leader).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    let handler = app.as_handler().await;
    let cancel = acting(&app, &handler, &order, "cancel", &json!({ "reason": "x" })).send().await;
    assert_problem(&cancel, 403, "auth.not_allowed");
    acting(&app, &handler, &order, "reply", &text).send().await.expect(200);
}

#[actix_web::test]
async fn no_department_decides_on_its_own_reply() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    // The centre's own office leads, and its own people may not judge what it replies.
    let case = app.case().led_by(world::CENTER_OFFICE).dispatched().await;
    let order = ordered(&app, &[&case]).await;
    for verb in ["accept_reply", "reject_reply"] {
        assert_eq!(order["refused_actions"][verb], "supervision_order.own_reply");
        let body = if verb == "accept_reply" { json!({}) } else { json!({ "reason": "x" }) };
        let refused = acting(&app, &supervisor, &order, verb, &body).send().await;
        assert_problem(&refused, 403, "supervision_order.own_reply");
    }
    let cancelled = acting(&app, &supervisor, &order, "cancel", &json!({ "reason": "x" }));
    cancelled.send().await.expect(200);
}
