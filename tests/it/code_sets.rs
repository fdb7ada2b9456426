//! Code sets.

use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

#[actix_web::test]
async fn the_national_tables_and_our_own_are_there_with_their_source() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let page = app.get("/api/v1/code-sets").as_(&clerk).send().await.expect(200);
    let names: Vec<_> = page["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|set| set["name"].as_str().unwrap_or_default())
        .collect();
    for name in [
        "case_type",
        "case_scale",
        "resolution_method",
        "channel",
        "case_level",
        "case_status",
        "outcome",
        "return_ground",
        "decline_ground",
        "withdraw_reason",
        "party_role",
        "party_kind",
        "id_type",
        "gender",
        "region_level",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    for set in page["items"].as_array().into_iter().flatten() {
        assert!(!set["source"].as_str().unwrap_or_default().is_empty(), "{set}");
        assert!(set["item_count"].as_u64() > Some(0), "{set}");
    }
}

#[actix_web::test]
async fn a_set_is_read_with_its_codes_and_not_sent_twice() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let path = "/api/v1/code-sets/case_type";
    let answer = app.get(path).as_(&clerk).send().await;
    let set = answer.expect(200);
    assert_eq!(set["items"].as_array().map(Vec::len), Some(98));
    let part = set["items"].as_array().into_iter().flatten().find(|item| item["code"] == "0901");
    let part = part.expect("0901");
    assert_eq!((&part["parent_code"], &part["name"]), (&"09".into(), &"土地承包经营".into()));
    let tag = answer.header("etag").unwrap_or_default();
    let again = app.get(path).as_(&clerk).header("if-none-match", tag).send().await;
    assert_eq!(again.status, 304);
    let unknown = app.get("/api/v1/code-sets/colours").as_(&clerk).send().await;
    assert_problem(&unknown, 404, "request.not_found");
}

#[actix_web::test]
async fn reading_again_asks_no_database() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    app.get("/api/v1/code-sets/channel").as_(&clerk).send().await.expect(200);
    let before = app.statements();
    app.get("/api/v1/code-sets/gender").as_(&clerk).send().await.expect(200);
    assert_eq!(app.statements(), before);
}

#[actix_web::test]
async fn every_word_of_the_program_is_a_code_of_the_set() {
    use zongzhi::features::cases::model::{
        CaseStatus, Channel, Level, Outcome, PartyKind, PartyRole,
    };
    use zongzhi::platform::lang::Lang;

    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    macro_rules! same {
        ($set:literal, $words:ident) => {
            let path = concat!("/api/v1/code-sets/", $set);
            let set = app.get(path).as_(&clerk).send().await.expect(200);
            let coded: Vec<_> = set["items"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|item| (item["code"].clone(), item["name"].clone()))
                .collect();
            let known: Vec<_> = $words::ALL
                .iter()
                .map(|word| (word.as_str().into(), word.name(Lang::Zh).into()))
                .collect();
            assert_eq!(coded, known, $set);
        };
    }
    same!("case_status", CaseStatus);
    same!("channel", Channel);
    same!("case_level", Level);
    same!("outcome", Outcome);
    same!("party_role", PartyRole);
    same!("party_kind", PartyKind);
}

#[actix_web::test]
async fn every_code_has_a_name_in_both_languages() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let sets = app.get("/api/v1/code-sets").as_(&clerk).send().await.expect(200);
    let mut missing = Vec::new();
    for set in sets["items"].as_array().into_iter().flatten() {
        let name = set["name"].as_str().unwrap_or_default();
        let whole = app.get(format!("/api/v1/code-sets/{name}")).as_(&clerk).send().await;
        for item in whole.expect(200)["items"].as_array().into_iter().flatten() {
            let has = |word: &str| item[word].as_str().is_some_and(|text| !text.trim().is_empty());
            if !has("name") || !has("name_en") {
                missing.push(format!("{name} {}", item["code"]));
            }
        }
    }
    assert!(missing.is_empty(), "backend/data/code_sets.json names these once only: {missing:?}");
}
