//! The burden meter: sums by unit, never by person.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::data_fields::columns;

const BURDEN: &str = "/api/v1/burden";

fn cost(fields: i32) -> Value {
    json!({ "form": "register", "type_code": "0202", "fields_typed": fields, "seconds": 40,
        "repeats": 1 })
}

async fn tell(app: &TestApp, client: &Client, times: usize) {
    for _ in 0..times {
        app.post(BURDEN).as_(client).json(&cost(6)).send().await.expect(200);
    }
}

async fn read(app: &TestApp, client: &Client, by: &str) -> Value {
    let path = format!("{BURDEN}?from=2026-03&to=2026-03&by={by}");
    app.get(path).as_(client).send().await.expect(200)
}

#[actix_web::test]
async fn what_forms_cost_is_summed_by_unit_form_and_class() {
    let app = TestApp::new().await;
    tell(&app, &app.as_clerk().await, 3).await;
    let director = app.as_director().await;
    let few = read(&app, &director, "unit").await;
    assert_eq!(few["rows"][0]["entries"], Value::Null, "so few might tell of somebody");
    assert_eq!(few["fewest"], 5);
    tell(&app, &app.as_dispatcher().await, 2).await;
    let page = read(&app, &director, "unit").await;
    let row = &page["rows"][0];
    assert_eq!(row["name"], world::CENTER_OFFICE.name);
    assert_eq!((&row["entries"], &row["fields_typed"]), (&json!(5), &json!(30)));
    assert_eq!((&row["seconds"], &row["repeats"]), (&json!(200), &json!(5)));
    assert_eq!(page["trend"][0]["entries"], 5);
    assert_eq!(read(&app, &director, "type").await["rows"][0]["code"], "02");
    assert_eq!(read(&app, &director, "form").await["rows"][0]["code"], "register");
    // Another county's forms are theirs.
    tell(&app, &app.sign_in(&world::OTHER_CLERK).await, 5).await;
    assert_eq!(read(&app, &director, "unit").await["trend"][0]["entries"], 5);
}

#[actix_web::test]
async fn a_form_is_told_once_and_within_bounds() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    for _ in 0..2 {
        let sent = app.post(BURDEN).as_(&clerk).idempotency_key("form-1").json(&cost(6));
        sent.send().await.expect(200);
    }
    tell(&app, &clerk, 4).await;
    assert_eq!(read(&app, &app.as_leader().await, "form").await["trend"][0]["entries"], 5);
    let odd = app.post(BURDEN).as_(&clerk).json(&cost(501)).send().await;
    assert_fields(&odd, &["/fields_typed"]);
    let admin = app.as_system_admin().await;
    assert_problem(
        &app.post(BURDEN).as_(&admin).json(&cost(1)).send().await,
        403,
        "auth.not_allowed",
    );
    let path = format!("{BURDEN}?from=2026-03&to=2026-03");
    assert_problem(&app.get(path).as_(&clerk).send().await, 403, "auth.not_allowed");
}

/// 国办函〔2026〕12号: no measuring of staff. A column that could name one would be a way to.
#[test]
fn no_column_names_a_person() {
    let columns = columns("burden/entity/tally.rs");
    assert_eq!(
        columns,
        [
            "month",
            "region_code",
            "center_id",
            "department_id",
            "form",
            "type_code",
            "entries",
            "fields_typed",
            "seconds",
            "repeats",
        ],
        "a new column of the burden meter must not tell of a person"
    );
    for word in ["person", "user", "capacity", "actor", "name", "account"] {
        assert!(columns.iter().all(|column| !column.contains(word)), "{word}");
    }
}
