//! 当事人 after registration: added, corrected with a reason, and nothing the citizen said is lost.

use serde_json::json;
use zongzhi::features::cases::ledger::verify::verify;
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use super::{ledger_holds, tamper};

const OLD: &str = "13800001234";
const NEW: &str = "13800005678";

async fn revealed(app: &TestApp, client: &Client, case: &Case, id: &str, field: &str) -> String {
    let path = format!("{}/parties/{id}/reveal", case.path());
    let body = json!({ "field": field, "reason": "回访联系" });
    let seen = app.post(path).as_(client).json(&body).send().await.expect(200);
    seen["value"].as_str().unwrap_or_default().to_owned()
}

fn first(case: &Case) -> String {
    case.view["parties"][0]["id"].as_str().expect("a party").to_owned()
}

#[actix_web::test]
async fn a_contact_is_corrected_with_a_reason_and_the_ledger_still_holds() {
    let app = TestApp::new().await;
    let case =
        app.case().with("parties", zongzhi_tests::builders::case::matter()["parties"].clone());
    let case = case.registered().await;
    let clerk = app.as_clerk().await;
    let id = first(&case);
    let path = format!("{}/parties/{id}", case.path());
    let body = json!({ "phone": NEW, "reason": "当事人来电更正号码" });
    let patched = app.patch(&path).as_(&clerk).if_match(case.version).json(&body).send().await;
    assert_eq!(patched.expect(200)["phone"], "138****5678");
    assert_eq!(revealed(&app, &clerk, &case, &id, "phone").await, NEW);
    let stale = app.patch(&path).as_(&clerk).if_match(case.version).json(&body).send().await;
    assert_problem(&stale, 412, "case.stale_version");
    let seen = app.see(&clerk, &case).await;
    let same = app.patch(&path).as_(&clerk).if_match(seen.version).json(&body).send().await;
    assert_problem(&same, 422, "case.party_unchanged");
    let none = json!({ "phone": null });
    let none = app.patch(&path).as_(&clerk).if_match(seen.version).json(&none).send().await;
    assert_problem(&none, 422, "request.validation");
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.expect(200);
    let text = events.to_string();
    assert!(text.contains("party_corrected") && text.contains("当事人来电更正号码"), "{text}");
    assert!(!text.contains(NEW) && !text.contains(OLD), "{text}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_number_changed_past_the_ledger_is_found() {
    let app = TestApp::new().await;
    let case = app.case().registered().await;
    let clerk = app.as_clerk().await;
    let path = format!("{}/parties/{}", case.path(), first(&case));
    let body = json!({ "phone": NEW, "reason": "当事人来电更正号码" });
    app.patch(&path).as_(&clerk).if_match(case.version).json(&body).send().await.expect(200);
    ledger_holds(&app).await;
    let forged = format!("UPDATE case_parties SET phone = '13700000000' WHERE phone = '{NEW}'");
    tamper(&app, &forged).await;
    let report = verify(&app.state.db, None, &mut None).await.expect("a check");
    assert!(report.first_bad.is_some(), "nobody noticed");
}

#[actix_web::test]
async fn a_party_is_added_by_whom_the_parties_are_for() {
    let app = TestApp::new().await;
    let case = app.case().assisted_by(world::LABOUR).in_progress().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let path = format!("{}/parties", case.path());
    let count = case.view["parties"].as_array().map_or(0, Vec::len);
    let party = json!({ "role": "respondent", "kind": "person", "name": "赵样例", "phone": OLD });
    let body = json!({ "party": party, "reason": "调解中查明的另一住户" });
    let made = app.post(&path).as_(&handler).json(&body).send().await;
    let location = made.header("location").unwrap_or_default().to_owned();
    let made = made.expect(201);
    assert_eq!(
        (&made["name"], made["party_no"].as_u64()),
        (&json!("赵*"), u64::try_from(count + 1).ok())
    );
    assert_eq!(app.get(location).as_(&handler).send().await.expect(200)["id"], made["id"]);
    let list = app.get(&path).as_(&assistant).send().await.expect(200);
    assert!(!list.to_string().contains('赵'), "who assists sees roles: {list}");
    assert_problem(
        &app.post(&path).as_(&assistant).json(&body).send().await,
        403,
        "auth.not_allowed",
    );
    let nobody = json!({ "party": { "role": "representative", "kind": "person", "name": "钱样例",
        "represents_party_no": 9 }, "reason": "代理人" });
    let refused = app.post(&path).as_(&handler).json(&nobody).send().await.expect(422);
    assert_eq!(refused["errors"][0]["pointer"], "/party/represents_party_no");
    let numbers = json!({ "party": party, "reason": "电话13800001234" });
    app.post(&path).as_(&handler).json(&numbers).send().await.expect(422);
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn what_has_ended_is_corrected_no_more() {
    let app = TestApp::new().await;
    let case = app.case().archived().await;
    let clerk = app.as_clerk().await;
    let path = format!("{}/parties/{}", case.path(), first(&case));
    let body = json!({ "phone": NEW, "reason": "当事人来电更正号码" });
    let late = app.patch(&path).as_(&clerk).if_match(case.version).json(&body).send().await;
    assert_problem(&late, 409, "case.has_ended");
}

/// A citizen's first sentence names the neighbour, and the neighbour is recorded as a party later.
#[actix_web::test]
async fn a_title_that_mentions_a_party_added_later_tells_it_no_more() {
    let app = TestApp::new().await;
    let neighbour = "卫长风";
    let title = format!("{neighbour}家卫生间渗水不修");
    let registered = app.case().with("title", title.clone()).assisted_by(world::LABOUR);
    let case = registered.in_progress().await;
    let (handler, assistant) = (app.as_handler().await, app.as_other_handler().await);
    let search = |query: &str| format!("/api/v1/cases?q={}", super::kit::percent(query));
    let before = app.get(search(neighbour)).as_(&assistant).send().await.expect(200);
    assert_eq!(before["items"].as_array().map(Vec::len), Some(1), "nobody knew of a party");
    let party = json!({ "role": "respondent", "kind": "person", "name": neighbour, "phone": OLD });
    let body = json!({ "party": party, "reason": "查明渗水的住户" });
    let path = format!("{}/parties", case.path());
    let added = app.post(path).as_(&handler).json(&body).send().await.expect(201);
    let masked = "被申请人家卫生间渗水不修";
    for path in [
        case.path(),
        "/api/v1/cases".to_owned(),
        format!("{}/events", case.path()),
        search("卫生间渗水"),
        format!("{}/similar", case.path()),
    ] {
        let text = app.get(&path).as_(&assistant).send().await.text();
        assert!(!text.contains("长风"), "{path}: {text}");
    }
    assert_eq!(app.see(&assistant, &case).await.view["title"], masked);
    for query in [neighbour, "长风", "长风家"] {
        for client in [&assistant, &handler] {
            let found = app.get(search(query)).as_(client).send().await.expect(200);
            assert_eq!(found["items"], json!([]), "{query} by {}", client.username);
        }
    }
    let found = app.get(search("家卫生间渗水")).as_(&assistant).send().await.expect(200);
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
    ledger_holds(&app).await;
    // A name that is corrected is taken out as well, and both changes lead back to what was said.
    let id = added["id"].as_str().unwrap_or_default();
    let path = format!("{}/parties/{id}", case.path());
    let body = json!({ "name": "渗水不", "reason": "姓名登记有误" });
    let version = app.see(&handler, &case).await.version;
    app.patch(&path).as_(&handler).if_match(version).json(&body).send().await.expect(200);
    assert_eq!(app.see(&assistant, &case).await.view["title"], "卫*家卫生间被申请人修");
    ledger_holds(&app).await;
    tamper(
        &app,
        &format!(
            "UPDATE case_party_changes SET title_before = '甲' WHERE title_before = '{title}'"
        ),
    )
    .await;
    let report = verify(&app.state.db, None, &mut None).await.expect("a check");
    assert!(report.first_bad.is_some(), "nobody noticed");
}
