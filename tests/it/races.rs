//! Two callers at once, where one must win and the other be told: uploads, seals, papers, ratings and
//! places at a reception. What serialises them is a lock of the case or the day; without it both would.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use zongzhi_tests::app::{Answer, Asking, TestApp};
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

use crate::cases::ledger_holds;
use crate::receptions::kit::{DAYS, id, published};

/// As many as ask at once.
const MANY: usize = 8;

/// The only one that was let through, and why the others were not.
#[track_caller]
fn one_won(answers: &[Answer]) -> Vec<Value> {
    let is_won = |answer: &&Answer| (200..300).contains(&answer.status);
    let won = answers.iter().filter(is_won).count();
    assert_eq!(won, 1, "{answers:?}");
    let lost = answers.iter().filter(|answer| answer.status >= 300);
    lost.map(Answer::json).collect()
}

/// Of two that exclude each other.
#[track_caller]
fn one_of(one: &Answer, other: &Answer) {
    let lost = one_won(&[one.clone(), other.clone()]);
    let is_told = |problem: &Value| {
        ["dossier.sealed", "request.stale_version", "case.stale_version"]
            .iter()
            .any(|code| problem["code"] == *code)
    };
    assert!(lost.iter().all(is_told), "{lost:?}");
}

/// A case whose dossier is complete.
async fn complete(app: &TestApp) -> Case {
    let case = app.case().mediated().closed().await;
    app.file_required(&case).await;
    app.see(&app.as_clerk().await, &case).await
}

/// The seal of a dossier as it is now.
async fn sealing<'a>(app: &'a TestApp, clerk: &Client, case: &Case) -> Asking<'a> {
    let version = app.dossier(clerk, case).await["version"].as_i64().unwrap_or(0);
    let path = format!("{}/dossier/actions/seal", case.path());
    app.post(path).as_(clerk).if_match(version).json(&json!({ "case_no": case.number() }))
}

/// Everything on paper is what the ledger says.
async fn is_whole(app: &TestApp, case: &Case) {
    ledger_holds(app).await;
    let dossier = app.dossier(&app.as_clerk().await, case).await;
    assert_eq!(dossier["is_complete"], true, "{dossier}");
}

#[actix_web::test]
async fn one_announcement_takes_one_content() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let announced = app.announce(&clerk, &case, "a.txt", 4, None).await.expect(201);
    let contents = ["aaaa", "bbbb", "cccc", "dddd"];
    let putting =
        contents.iter().map(|content| app.put_content(&clerk, &announced, content.as_bytes()));
    let answers = join_all(putting).await;
    for problem in one_won(&answers) {
        assert_eq!(problem["code"], "attachment.not_awaited", "{problem}");
    }
    // What was kept is what the ledger names, whole.
    let won = answers.iter().find(|answer| answer.status == 200).expect("one").json();
    let url = format!("{}/attachments/{}/tickets", case.path(), id(&won));
    let ticket = app.post(url).as_(&clerk).json(&json!({})).send().await.expect(200);
    let content = app.get(ticket["url"].as_str().unwrap_or_default()).as_(&clerk).send().await;
    assert_eq!(content.status, 200);
    assert_eq!(won["sha256"], zongzhi::features::cases::ledger::sha256(&content.body));
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_dossier_is_sealed_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = complete(&app).await;
    let mut asking = Vec::new();
    for _ in 0..MANY {
        asking.push(sealing(&app, &clerk, &case).await);
    }
    let answers = join_all(asking.into_iter().map(Asking::send)).await;
    one_won(&answers);
    let events = app.get(format!("{}/events", case.path())).as_(&clerk).send().await.text();
    assert_eq!(events.matches("\"dossier_sealed\"").count(), 1, "{events}");
    is_whole(&app, &case).await;
}

#[actix_web::test]
async fn nothing_slips_into_a_dossier_that_is_being_sealed() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    // A paper that is issued.
    let case = complete(&app).await;
    let seal = sealing(&app, &clerk, &case).await;
    let receipt = json!({ "kind": "receipt" });
    let issuing = app.post(format!("{}/documents", case.path())).as_(&clerk).json(&receipt);
    let (sealed, issued) = join(seal.send(), issuing.send()).await;
    one_of(&sealed, &issued);
    is_whole(&app, &case).await;
    // A content that arrives.
    let case = complete(&app).await;
    let announced = app.announce(&clerk, &case, "late.txt", 4, None).await.expect(201);
    let seal = sealing(&app, &clerk, &case).await;
    let (sealed, put) = join(seal.send(), app.put_content(&clerk, &announced, b"late")).await;
    one_of(&sealed, &put);
    is_whole(&app, &case).await;
    // A party that is corrected.
    let case = complete(&app).await;
    let seal = sealing(&app, &clerk, &case).await;
    let party = case.view["parties"][0]["id"].as_str().unwrap_or_default();
    let path = format!("{}/parties/{party}", case.path());
    let body = json!({ "phone": "13800005678", "reason": "当事人来电更正号码" });
    let correcting = app.patch(path).as_(&clerk).if_match(case.version).json(&body);
    let (sealed, corrected) = join(seal.send(), correcting.send()).await;
    one_of(&sealed, &corrected);
    is_whole(&app, &case).await;
}

#[actix_web::test]
async fn a_paper_of_which_there_is_one_is_issued_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let case = app.case().registered().await;
    let path = format!("{}/documents", case.path());
    let body = json!({ "kind": "receipt" });
    let issuing = (0..MANY).map(|_| app.post(&path).as_(&clerk).json(&body).send());
    let answers = join_all(issuing).await;
    one_won(&answers);
    assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)), "{answers:?}");
    let list = app.get(format!("{path}?state=valid")).as_(&clerk).send().await.expect(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "{list}");
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_citizen_rates_once_however_often_they_press() {
    let app = TestApp::new().await;
    let citizen = app.submitted().await;
    app.led_to(&citizen, "closed").await;
    let body = json!({ "solved": true, "fairly_treated": true });
    let rating = (0..MANY).map(|_| app.citizen(&citizen, "ratings", body.clone()));
    let answers = join_all(rating).await;
    for problem in one_won(&answers) {
        assert_eq!(problem["code"], "public.already_rated", "{problem}");
    }
    ledger_holds(&app).await;
}

#[actix_web::test]
async fn a_place_at_a_reception_is_given_once() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    // The day has two places.
    let day = published(&app, "2026-03-12", world::LEADER.id).await;
    let path = format!("{DAYS}/{}/appointments", id(&day));
    let first = json!({ "slot_no": 1, "subject": "反映小区物业问题" });
    let asking = (0..MANY).map(|_| app.post(&path).as_(&clerk).json(&first).send());
    let answers = join_all(asking).await;
    for problem in one_won(&answers) {
        assert_eq!(problem["errors"][0]["code"], "reception.slot_taken", "{problem}");
    }
    let any = json!({ "subject": "反映小区物业问题" });
    let asking = (0..MANY).map(|_| app.post(&path).as_(&clerk).json(&any).send());
    let answers = join_all(asking).await;
    one_won(&answers);
    for lost in answers.iter().filter(|answer| answer.status >= 300) {
        assert_problem(lost, 409, "reception.full");
    }
}
