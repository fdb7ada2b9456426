//! A county's own mapping, and trying one out.

use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, TestApp};
use zongzhi_tests::assert::{assert_fields, assert_problem};

use super::kit::{ADAPTERS, deliver, message, version};

async fn adapter(app: &TestApp, code: &str) -> Value {
    let admin = app.as_system_admin().await;
    app.get(format!("{ADAPTERS}/{code}")).as_(&admin).send().await.expect(200)
}

async fn change(app: &TestApp, code: &str, body: &Value) -> Answer {
    let (admin, seen) = (app.as_system_admin().await, version(app, code).await);
    app.patch(format!("{ADAPTERS}/{code}")).as_(&admin).if_match(seen).json(body).send().await
}

#[actix_web::test]
async fn a_new_mapping_is_shown_what_it_has_to_read() {
    let app = TestApp::new().await;
    let mut definition = adapter(&app, "grid_event").await["definition"].clone();
    definition["number"] = json!("/id");
    let body =
        json!({ "definition": definition, "source": "县网格办〔2026〕1号", "reason": "平台换版" });
    let without = change(&app, "grid_event", &body).await;
    assert_fields(&without, &["/examples"]);
    let mut body = body;
    body["examples"] = json!([message("grid_event", "old")]);
    let unread = change(&app, "grid_event", &body).await;
    assert_fields(&unread, &["/examples/0", "/examples/0/id"]);
    body["examples"][0]["id"] = json!("N-1");
    let changed = change(&app, "grid_event", &body).await;
    assert_eq!((changed.status, changed.version()), (200, 2), "{changed}");
    assert_eq!(changed.json()["source"], "县网格办〔2026〕1号");
    let clerk = app.as_clerk().await;
    let receipt = deliver(&app, &clerk, "grid_event", &body["examples"][0]).await.expect(201);
    assert_eq!((&receipt["number"], &receipt["adapter_version"]), (&json!("N-1"), &json!(2)));
}

#[actix_web::test]
async fn a_mapping_that_cannot_work_is_refused_by_place() {
    let app = TestApp::new().await;
    let mut definition = adapter(&app, "petition").await["definition"].clone();
    definition["fields"][0]["from"] = json!(["subject"]);
    definition["fields"][3]["table"] = json!("nowhere");
    definition["fields"][6]["rule"] = json!("text");
    definition["tables"][0]["rows"][0]["to"] = json!("9876");
    definition["statuses"].as_array_mut().expect("statuses").pop();
    let body = json!({ "definition": definition, "examples": [message("petition", "1")],
        "source": "试", "reason": "试一试" });
    let refused = change(&app, "petition", &body).await;
    let wanted = [
        "/definition/fields/0/from/0",
        "/definition/fields/3/table",
        "/definition/fields/6/rule",
        "/definition/statuses",
    ];
    let problem = assert_problem(&refused, 422, "request.validation");
    let told = problem["errors"].to_string();
    assert!(wanted.iter().all(|place| told.contains(place)), "{told}");
    assert_eq!(version(&app, "petition").await, 1);
}

#[actix_web::test]
async fn an_adapter_is_switched_off_and_on_and_the_version_has_to_be_the_one_seen() {
    let app = TestApp::new().await;
    let (admin, clerk) = (app.as_system_admin().await, app.as_clerk().await);
    let off = json!({ "is_active": false, "reason": "对方平台升级" });
    assert_eq!(change(&app, "police_110", &off).await.status, 200);
    let refused = deliver(&app, &clerk, "police_110", &message("police_110", "P-1")).await;
    assert_problem(&refused, 409, "adapter.inactive");
    let path = format!("{ADAPTERS}/police_110");
    let stale = app.patch(path).as_(&admin).if_match(1).json(&off).send().await;
    assert_problem(&stale, 412, "request.stale_version");
    let on = json!({ "is_active": true, "reason": "升级完成" });
    let changed = change(&app, "police_110", &on).await.expect(200);
    assert_eq!((&changed["version"], &changed["is_active"]), (&json!(3), &json!(true)));
    deliver(&app, &clerk, "police_110", &message("police_110", "P-1")).await.expect(201);
    let unknown = app.get(format!("{ADAPTERS}/nobody")).as_(&clerk).send().await;
    assert_problem(&unknown, 404, "request.not_found");
}

#[actix_web::test]
async fn a_trial_shows_the_registration_or_what_does_not_fit_and_writes_nothing() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let path = format!("{ADAPTERS}/court_referral/actions/try");
    let mut body = message("court_referral", "C-1");
    let trial = app.post(path.as_str()).as_(&admin).if_match(1).json(&body).send().await;
    let trial = trial.expect(200);
    assert_eq!((&trial["is_acceptable"], &trial["number"]), (&json!(true), &json!("C-1")));
    assert_eq!(trial["case"]["type_code"], "0804");
    body["consents"] = json!("否");
    body["parties"][0]["id_no"] = json!({ "a": 1 });
    let trial = app.post(path).as_(&admin).if_match(1).json(&body).send().await.expect(200);
    assert_eq!(trial["is_acceptable"], false);
    assert_eq!(trial["refusal"]["code"], "no_consent");
    assert_eq!(trial["problems"][0]["pointer"], "/parties/0/id_no");
    let clerk = app.as_clerk().await;
    let cases = app.get("/api/v1/cases?count=exact").as_(&clerk).send().await.expect(200);
    assert_eq!(cases["total"], 0);
    let path = format!("{ADAPTERS}/court_referral/messages?count=exact");
    assert_eq!(app.get(path).as_(&admin).send().await.expect(200)["total"], 0);
}

/// A source nobody shipped.
fn source() -> Value {
    json!({
        "code": "hospital_mediation", "system": "医院医调委", "name": "医疗纠纷人民调解委员会台账",
        "channel": "other", "source": "双方约定", "reason": "按月比对",
    })
}

#[actix_web::test]
async fn a_further_source_is_made_known_and_its_messages_become_cases() {
    let app = TestApp::new().await;
    let (admin, clerk) = (app.as_system_admin().await, app.as_clerk().await);
    let make = async |body: &Value| app.post(ADAPTERS).as_(&admin).json(body).send().await;
    let made = make(&source()).await;
    assert_eq!((made.status, made.version()), (201, 1), "{made}");
    let view = made.json();
    let list = app.get(ADAPTERS).as_(&clerk).send().await.expect(200);
    let codes = list["items"].as_array().into_iter().flatten().map(|one| one["code"].clone());
    assert_eq!(codes.filter(|code| *code == "hospital_mediation").count(), 1);
    assert_eq!(adapter(&app, "hospital_mediation").await["name"], source()["name"]);
    // By the plain mapping, which the answer shows.
    let receipt = deliver(&app, &clerk, "hospital_mediation", &view["example"]).await.expect(201);
    let path = format!("/api/v1/cases/{}", receipt["case_id"].as_str().unwrap_or_default());
    let case = app.get(path).as_(&clerk).send().await.expect(200);
    assert_eq!(case["source"]["system"], "医院医调委");
    assert_eq!(case["source"]["number"], view["example"]["number"]);
    // It changes as the others do.
    let stop = json!({ "is_active": false, "reason": "停用" });
    assert_eq!(change(&app, "hospital_mediation", &stop).await.version(), 2);
    let refused = deliver(&app, &clerk, "hospital_mediation", &view["example"]).await;
    assert_problem(&refused, 409, "adapter.inactive");
}

#[actix_web::test]
async fn a_source_is_nobody_elses_and_its_mapping_is_shown_what_it_has_to_read() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let make = async |body: &Value| app.post(ADAPTERS).as_(&admin).json(body).send().await;
    for client in [app.as_clerk().await, app.as_director().await, app.as_auditor().await] {
        let refused = app.post(ADAPTERS).as_(&client).json(&source()).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let mut body = source();
    body["code"] = json!("Hospital Mediation");
    assert_fields(&make(&body).await, &["/code"]);
    body["code"] = json!("hotline_12345");
    assert_fields(&make(&body).await, &["/code"]);
    body["code"] = json!("hospital_mediation");
    body["system"] = json!("12345");
    let refused = make(&body).await;
    assert_fields(&refused, &["/system"]);
    assert_eq!(refused.json()["errors"][0]["code"], "adapter.known");
    let mut definition = adapter(&app, "grid_event").await["definition"].clone();
    definition["number"] = json!("/id");
    let mut own = source();
    own["definition"] = definition;
    assert_fields(&make(&own).await, &["/examples"]);
    own["examples"] = json!([message("grid_event", "old")]);
    assert_fields(&make(&own).await, &["/examples/0", "/examples/0/id"]);
    own["examples"][0]["id"] = json!("N-1");
    make(&own).await.expect(201);
    // Under another code, the source is known already.
    let mut again = source();
    again["code"] = json!("hospital");
    assert_fields(&make(&again).await, &["/system"]);
}
