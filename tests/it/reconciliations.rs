//! 渠道比对: what is planted in a list is found by name, nothing that is registered is called missing,
//! and nobody learns of another's numbers.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::{assert_fields, assert_problem};
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

const RUNS: &str = "/api/v1/reconciliations";
const SYSTEM: &str = "12345";

/// A case of the source, registered today, received in February.
async fn registered(app: &TestApp, number: &str, received_on: &str) -> String {
    let source = json!({ "system": SYSTEM, "number": number,
        "received_at": format!("{received_on}T02:00:00Z") });
    app.case().with("channel", "hotline_12345").with("source", source).registered().await.id
}

fn list(numbers: &[(String, &str)]) -> Value {
    let rows = numbers.iter().map(
        |(number, on)| json!({ "number": number, "unit": world::HOUSING.name, "received_on": on }),
    );
    json!({ "source_system": SYSTEM, "month": "2026-02", "numbers": rows.collect::<Vec<_>>() })
}

async fn run(app: &TestApp, client: &Client, body: &Value) -> Value {
    app.post(RUNS).as_(client).json(body).send().await.expect(201)
}

/// The numbers of a run that came to something, in the order of the list.
async fn numbers(app: &TestApp, client: &Client, run: &Value, state: &str) -> Vec<String> {
    let id = run["id"].as_str().unwrap_or_default();
    let path = format!("{RUNS}/{id}/items?state={state}&limit=200");
    let found = app.get(path).as_(client).send().await.expect(200);
    let items = found["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|one| one["number"].as_str().unwrap_or_default().to_owned()).collect()
}

#[actix_web::test]
async fn planted_omissions_are_found_by_name_and_nothing_present_is_accused() {
    let app = TestApp::new().await;
    let (mut listed, mut gone, mut other) = (vec![], vec![], vec![]);
    for at in 1..=40_usize {
        let number = format!("XF-2026-{at:05}");
        let on = ["2026-02-03", "2026-02-10", "2026-02-24"][at % 3];
        match at {
            7 | 29 => gone.push(number.clone()),
            11 => {
                registered(&app, "GD-2026-00011", on).await;
                other.push(number.clone());
            }
            23 => {
                registered(&app, "XF-2026-23", on).await;
                other.push(number.clone());
            }
            // Typed in full-width, in small letters, without hyphens.
            _ => {
                let typed = [format!("ｘｆ－2026－{at:05}"), format!("xf2026{at:05}")];
                registered(&app, typed.get(at % 4).unwrap_or(&number), on).await;
            }
        }
        listed.push((number, on));
    }
    registered(&app, "XF-2026-90001", "2026-02-11").await;
    registered(&app, "XF-2026-01-77777", "2026-01-30").await;
    let supervisor = app.as_supervisor().await;
    let made = run(&app, &supervisor, &list(&listed)).await;
    let figures = json!({ "listed": 40, "matched": 36, "perhaps": 2, "unmatched": 2 });
    assert_eq!(made["figures"], figures);
    assert_eq!(numbers(&app, &supervisor, &made, "unmatched").await, gone);
    assert_eq!(numbers(&app, &supervisor, &made, "perhaps").await, other);
    // One of the month the list lacks; the one of January belongs into another list.
    assert_eq!(made["beyond"], 1);
    assert_eq!(numbers(&app, &supervisor, &made, "beyond").await, ["XF-2026-90001"]);
    // 2 of 40: Wilson's interval is 1.38 % to 16.50 %.
    let rate = json!({ "permyriad": 500, "lower": 138, "upper": 1651 });
    assert_eq!(made["missed_rate"], rate);
    let unit = &made["units"][0];
    assert_eq!(
        (&unit["department"]["id"], &unit["figures"]),
        (&json!(world::HOUSING.id), &figures)
    );
    // It is kept, and read again as it was.
    let id = made["id"].as_str().unwrap_or_default();
    let kept = app.get(format!("{RUNS}/{id}")).as_(&supervisor).send().await;
    assert_eq!(kept.expect(200), made);
    let all = app.get(format!("{RUNS}?count=exact")).as_(&supervisor).send().await.expect(200);
    assert_eq!((&all["total"], &all["items"][0]["id"]), (&json!(1), &made["id"]));
}

#[actix_web::test]
async fn a_unit_is_found_however_much_of_its_county_stands_in_its_name() {
    let app = TestApp::new().await;
    registered(&app, "XF-1000001", "2026-02-03").await;
    let supervisor = app.as_supervisor().await;
    let mut body = list(&["XF-2", "XF-3", "XF-4"].map(|n| (n.to_owned(), "2026-02-03")));
    for (at, unit) in
        ["住房和城乡建设局", "县住房和城乡建设局", "测试县住房和城乡建设局"].iter().enumerate()
    {
        body["numbers"][at]["unit"] = json!(unit);
    }
    let made = run(&app, &supervisor, &body).await;
    let units = made["units"].as_array().expect("units");
    assert_eq!(units.len(), 1, "{units:?}");
    assert_eq!(units[0]["department"]["id"], json!(world::HOUSING.id));
}

#[actix_web::test]
async fn a_township_is_the_department_of_its_centre_and_who_is_unknown_is_asked_by_name() {
    let app = TestApp::new().await;
    registered(&app, "XF-1000001", "2026-02-03").await;
    let supervisor = app.as_supervisor().await;
    let names = ["东岭镇", "测试县东岭镇", "东岭镇人民政府", "柳树村", "某某办公室"];
    let mut numbers = Vec::new();
    for at in 2..=6 {
        numbers.push((format!("XF-{at}"), "2026-02-03"));
    }
    let mut body = list(&numbers);
    for (at, name) in names.iter().enumerate() {
        body["numbers"][at]["unit"] = json!(name);
    }
    let made = run(&app, &supervisor, &body).await;
    let units = made["units"].as_array().expect("units");
    assert_eq!(units.len(), 2, "{units:?}");
    let of_township =
        units.iter().filter(|one| one["department"]["id"] == json!(world::TOWNSHIP_OFFICE.id));
    let listed: Vec<_> = of_township.map(|one| &one["figures"]["listed"]).collect();
    assert_eq!(listed, [&json!(4)]);
    let items = format!("{RUNS}/{}/items", made["id"].as_str().unwrap_or_default());
    let found = app.get(&items).as_(&supervisor).send().await.expect(200);
    assert_eq!(found["items"][0]["allowed_actions"], json!(["ask"]));
    // Nobody is offered to be asked whom nobody knows; whoever asks names a unit.
    let unknown = &found["items"][4];
    assert_eq!(unknown["department"], Value::Null);
    assert_eq!(unknown["allowed_actions"], json!([]));
    assert_eq!(unknown["refused_actions"]["ask"], "reconciliation.unit_unknown");
    let path = format!("{items}/{}/actions/ask", unknown["id"].as_str().unwrap_or_default());
    let ask = async |body: Value| {
        app.post(path.as_str()).as_(&supervisor).if_match(1).json(&body).send().await
    };
    assert_problem(&ask(json!({})).await, 422, "reconciliation.unit_unknown");
    ask(json!({ "department_id": world::HOUSING.id })).await.expect(200);
}

#[actix_web::test]
async fn a_list_is_matched_within_the_centre_and_read_within_the_scope() {
    let app = TestApp::new().await;
    registered(&app, "XF-1000001", "2026-02-03").await;
    let source = json!({ "system": SYSTEM, "number": "XF-1000002" });
    let neighbour = app.as_other_clerk().await;
    app.case().by(&neighbour).with("source", source).registered().await;
    let body = list(&["XF-1000001", "XF-1000002"].map(|n| (n.to_owned(), "2026-02-03")));
    let supervisor = app.as_supervisor().await;
    let made = run(&app, &supervisor, &body).await;
    // What is registered in the other county is not registered here, and nothing tells that it is there.
    assert_eq!(numbers(&app, &supervisor, &made, "unmatched").await, ["XF-1000002"]);
    let path = format!("{RUNS}/{}", made["id"].as_str().unwrap_or_default());
    app.get(&path).as_(&app.as_director().await).send().await.expect(200);
    app.get(&path).as_(&app.as_leader().await).send().await.expect(200);
    for client in [app.as_clerk().await, app.as_handler().await, app.as_other_dispatcher().await] {
        assert_problem(&app.get(RUNS).as_(&client).send().await, 403, "auth.not_allowed");
        assert_problem(&app.get(&path).as_(&client).send().await, 403, "auth.not_allowed");
        let refused = app.post(RUNS).as_(&client).json(&body).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
    let leader = app.as_leader().await;
    let refused = app.post(RUNS).as_(&leader).json(&body).send().await;
    assert_problem(&refused, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_restricted_case_is_registered_and_no_more_is_told_of_it() {
    let app = TestApp::new().await;
    let source = |number: &str| json!({ "system": SYSTEM, "number": number, "received_at": "2026-02-03T02:00:00Z" });
    for number in ["XF-1000001", "XF-1000002"] {
        let restriction = json!({ "class": "minors" });
        let case = app.case().with("source", source(number)).with("restriction", restriction);
        case.registered().await;
    }
    let supervisor = app.as_supervisor().await;
    let body = list(&[("XF-1000001".to_owned(), "2026-02-03")]);
    let made = run(&app, &supervisor, &body).await;
    // Not accused, not led to, and the one the source does not name is told by nothing.
    assert_eq!((&made["figures"]["matched"], &made["beyond"]), (&json!(1), &json!(0)));
    let id = made["id"].as_str().unwrap_or_default();
    let items = app.get(format!("{RUNS}/{id}/items")).as_(&supervisor).send().await.expect(200);
    assert_eq!(items["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(items["items"][0]["case"], Value::Null);
}

#[actix_web::test]
async fn a_unit_is_asked_once_and_answers_for_itself() {
    let app = TestApp::new().await;
    registered(&app, "XF-1000001", "2026-02-03").await;
    let body = list(&["XF-1000001", "XF-1000002"].map(|n| (n.to_owned(), "2026-02-03")));
    let supervisor = app.as_supervisor().await;
    let made = run(&app, &supervisor, &body).await;
    let items = format!("{RUNS}/{}/items", made["id"].as_str().unwrap_or_default());
    let found = app.get(&items).as_(&supervisor).send().await.expect(200);
    let path = |at: usize| {
        format!("{items}/{}/actions/ask", found["items"][at]["id"].as_str().unwrap_or_default())
    };
    let ask = async |path: String, version: i64, body: Value| {
        app.post(path).as_(&supervisor).if_match(version).json(&body).send().await
    };
    let refused = ask(path(0), 1, json!({})).await;
    assert_problem(&refused, 409, "reconciliation.registered");
    let stranger = json!({ "department_id": world::OTHER_HOUSING.id });
    assert_problem(&ask(path(1), 1, stranger).await, 422, "reconciliation.unit_unknown");
    let asked = ask(path(1), 1, json!({})).await.expect(200);
    assert_eq!((&asked["question"]["state"], &asked["version"]), (&json!("open"), &json!(2)));
    assert_problem(&ask(path(1), 1, json!({})).await, 412, "request.stale_version");
    assert_problem(&ask(path(1), 2, json!({})).await, 409, "reconciliation.asked");
    // The same list once more: the number was asked about, and says so.
    let again = run(&app, &supervisor, &body).await;
    let items = format!("{RUNS}/{}/items", again["id"].as_str().unwrap_or_default());
    let found = app.get(&items).as_(&supervisor).send().await.expect(200);
    assert_eq!(found["items"][1]["question"]["id"], asked["question"]["id"], "{found}");
    assert_eq!(found["items"][1]["refused_actions"]["ask"], "reconciliation.asked");
    let item = found["items"][1]["id"].as_str().unwrap_or_default();
    let second = ask(format!("{items}/{item}/actions/ask"), 1, json!({})).await;
    assert_problem(&second, 409, "reconciliation.asked");
    let id = asked["question"]["id"].as_str().unwrap_or_default();
    let question = format!("/api/v1/questions/{id}");
    let (handler, other) = (app.as_handler().await, app.as_other_handler().await);
    assert_problem(&app.get(&question).as_(&other).send().await, 404, "request.not_found");
    let seen = app.get(&question).as_(&handler).send().await.expect(200);
    assert_eq!(seen["number"]["number"], "XF-1000002");
    assert!(seen["question"].as_str().is_some_and(|text| text.ends_with('？')), "{seen}");
    let says = json!({ "ground": "registered_elsewhere", "answer": "已以信访件登记" });
    let answer = async |client: &Client, version: i64| {
        let path = format!("{question}/actions/answer");
        app.post(path).as_(client).if_match(version).json(&says).send().await
    };
    // Who asks does not answer.
    assert_problem(&answer(&supervisor, 1).await, 403, "auth.not_allowed");
    let answered = answer(&handler, 1).await.expect(200);
    assert_eq!(
        (&answered["state"], &answered["ground"], &answered["answered_by"]["id"]),
        (&json!("answered"), &json!("registered_elsewhere"), &json!(world::HANDLER.id))
    );
    assert_problem(&answer(&handler, 2).await, 409, "question.answered");
}

#[actix_web::test]
async fn a_list_that_cannot_be_one_is_refused_by_place() {
    let app = TestApp::new().await;
    let supervisor = app.as_supervisor().await;
    let send = async |body: Value| app.post(RUNS).as_(&supervisor).json(&body).send().await;
    let mut body = list(&[("XF-1".to_owned(), "2026-02-03")]);
    body["month"] = json!("2026-04");
    assert_problem(&send(body.clone()).await, 422, "reconciliation.month");
    body["month"] = json!("2026-02");
    body["numbers"] = json!([]);
    assert_fields(&send(body.clone()).await, &["/numbers"]);
    body["numbers"] = json!([{ "number": " " }]);
    assert_fields(&send(body.clone()).await, &["/numbers/0/number"]);
    body["numbers"] = json!([{ "number": "XF-1" }]);
    // A name no case and no system of ours has would call every number missing.
    body["source_system"] = json!("hotline_12345");
    assert_problem(&send(body.clone()).await, 422, "reconciliation.source_unknown");
    body["source_system"] = json!(format!(" {SYSTEM} "));
    // A number twice counts once; one megabyte of numbers is a list.
    let many = (0..20_000).map(|at| {
        json!({ "number": format!("XF-2026-{:05}", at % 19_999), "unit": world::HOUSING.name })
    });
    body["numbers"] = many.collect();
    let made = send(body).await.expect(201);
    assert_eq!((&made["figures"]["unmatched"], &made["repeated"]), (&json!(19_999), &json!(1)));
    // The administrators of the system have nothing to do with it.
    let admin = app.as_system_admin().await;
    assert_problem(&app.get(RUNS).as_(&admin).send().await, 403, "auth.not_allowed");
}

#[actix_web::test]
async fn a_source_nobody_registered_from_is_reconciled_once_it_is_made_known() {
    let app = TestApp::new().await;
    let (director, admin) = (app.as_director().await, app.as_system_admin().await);
    let numbers = (1..=5).map(|at| json!({ "number": format!("YT-2026-{at}") }));
    let numbers: Vec<_> = numbers.collect();
    let send = async |system: &str| {
        let body = json!({ "source_system": system, "month": "2026-02", "numbers": numbers });
        app.post(RUNS).as_(&director).json(&body).send().await
    };
    assert_problem(&send("医院医调委").await, 422, "reconciliation.source_unknown");
    let source = json!({
        "code": "hospital_mediation", "system": "医院医调委", "name": "医疗纠纷人民调解委员会台账",
        "channel": "other", "source": "双方约定", "reason": "按月比对",
    });
    app.post("/api/v1/adapters").as_(&admin).json(&source).send().await.expect(201);
    let made = send("医院医调委").await.expect(201);
    assert_eq!((&made["figures"]["listed"], &made["figures"]["unmatched"]), (&json!(5), &json!(5)));
    // A misspelt one still is none.
    assert_problem(&send("医院医调会").await, 422, "reconciliation.source_unknown");
}
