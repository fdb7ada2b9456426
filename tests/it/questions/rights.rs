//! One definition of rights on every read path of questions and reconciliations, for every person.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::Value;
use uuid::Uuid;
use zongzhi::features::questions::facts::QuestionFacts;
use zongzhi::features::questions::kind::QuestionKind;
use zongzhi::features::questions::raise::{Raised, raise};
use zongzhi::platform::db::Tx;
use zongzhi::policy::{Action, Facts, Permit, holds, may_ever};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::world::{self, Center, Region};

/// Where something lies, of which centre it is, and to whom it is put.
type Place = (Region, Center, Option<Uuid>);

const PLACES: [Place; 6] = [
    (world::COUNTY, world::CENTER, Some(world::HOUSING.id)),
    (world::COUNTY, world::CENTER, Some(world::CENTER_OFFICE.id)),
    (world::TOWNSHIP, world::TOWNSHIP_CENTER, Some(world::TOWNSHIP_OFFICE.id)),
    (world::VILLAGE, world::TOWNSHIP_CENTER, None),
    (world::OTHER_COUNTY, world::OTHER_CENTER, Some(world::OTHER_HOUSING.id)),
    (world::OTHER_COUNTY, world::OTHER_CENTER, Some(world::OTHER_OFFICE.id)),
];

fn facts((region, center, department): Place) -> Facts<'static> {
    Facts {
        region_code: Some(region.code),
        center_id: Some(center.id),
        addressed_department_id: department,
        ..Facts::default()
    }
}

async fn questions(app: &TestApp) {
    let day = world::start().date_naive();
    for (region, center, department_id) in PLACES {
        // Ids of one moment have no order.
        app.clock.advance(Duration::seconds(1));
        let raised = Raised {
            kind: QuestionKind::Silence,
            fact_key: app.state.ids.next().to_string(),
            center_id: center.id,
            region_code: region.code.to_owned(),
            department_id,
            region_id: department_id.is_none().then_some(region.id),
            item_id: None,
            window: (day, day),
            facts: QuestionFacts::default(),
        };
        let work = async |tx: &Tx| {
            let permit = Permit::system("a test");
            raise(&app.state, tx, &permit, vec![raised]).await
        };
        assert_eq!(app.state.db.write(work).await.expect("asking"), 1);
    }
}

async fn runs(app: &TestApp) {
    let work = async |tx: &Tx| {
        for (region, center, _) in PLACES {
            app.clock.advance(Duration::seconds(1));
            let row: [(&'static str, sea_orm::Value); 16] = [
                ("id", app.state.ids.next().into()),
                ("center_id", center.id.into()),
                ("region_code", region.code.into()),
                ("source_system", "petition".into()),
                ("month", "2026-02".into()),
                ("list_hash", "x".into()),
                ("listed_count", 0.into()),
                ("repeated_count", 0.into()),
                ("matched_count", 0.into()),
                ("perhaps_count", 0.into()),
                ("unmatched_count", 0.into()),
                ("beyond_count", 0.into()),
                ("run_by_id", world::SUPERVISOR.id.into()),
                ("created_at", world::start().into()),
                ("updated_at", world::start().into()),
                ("row_version", 1.into()),
            ];
            world::insert(tx, "reconciliations", row).await;
        }
        Ok(())
    };
    app.state.db.write(work).await.expect("runs");
}

/// Whether what lies at the places is read by those and nobody else who may, one by one and in the list.
async fn read_by_the_table(app: &TestApp, list: &str, action: Action) {
    let mut ids: Vec<Option<String>> = vec![None; PLACES.len()];
    let mut lists = Vec::new();
    for person in world::PEOPLE {
        let client = app.sign_in(&person).await;
        let actor = app.actor_of(&client).await;
        let answer = app.get(format!("{list}?count=exact&limit=200")).as_(&client).send().await;
        let wanted = if may_ever(&actor, action) { 200 } else { 403 };
        assert_eq!(answer.status, wanted, "{}: {answer}", person.username);
        let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
        let may = PLACES.map(|place| holds(&actor, action, &facts(place)));
        assert_eq!(items.len(), may.iter().filter(|may| **may).count(), "{}", person.username);
        if wanted == 200 {
            assert_eq!(answer.json()["total"], items.len(), "{}", person.username);
        }
        lists.push((client, may, items));
    }
    // The last comes first: who sees all of a county says which is which.
    for (_, may, items) in &lists {
        let seen = (0_usize..).zip(may).filter(|(_, may)| **may).map(|(at, _)| at);
        for (at, item) in seen.zip(items.iter().rev()) {
            ids[at] = item["id"].as_str().map(ToOwned::to_owned);
        }
    }
    for (client, may, items) in &lists {
        let listed: BTreeSet<_> = items.iter().map(|item: &Value| item["id"].as_str()).collect();
        for (id, may) in ids.iter().zip(may) {
            let Some(id) = id.as_deref() else { continue };
            assert_eq!(listed.contains(&Some(id)), *may, "{} {id}", client.username);
            let answer = app.get(format!("{list}/{id}")).as_(client).send().await;
            assert_eq!(answer.status == 200, *may, "{}: {answer}", client.username);
        }
    }
}

#[actix_web::test]
async fn everybody_reads_what_the_table_says_and_nothing_else() {
    let app = TestApp::new().await;
    questions(&app).await;
    read_by_the_table(&app, "/api/v1/questions", Action::QuestionRead).await;
    runs(&app).await;
    read_by_the_table(&app, "/api/v1/reconciliations", Action::ReconciliationRead).await;
}
