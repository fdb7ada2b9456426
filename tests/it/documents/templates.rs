//! Templates: versions, validation by place, and who publishes them.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;

use super::kit::{content, issue, request};

const TEMPLATES: &str = "/api/v1/document-templates";

/// A receipt of the county's own.
fn own(valid_from: &str) -> Value {
    json!({
        "kind": "receipt", "name": "受理回执", "source": "测试县文书格式", "valid_from": valid_from,
        "reason": "增加窗口提示",
        "definition": {
            "fields": [{ "name": "document_no", "required": true },
                { "name": "title", "required": true },
                { "name": "window", "label": "窗口", "required": true, "max_length": 20,
                    "basis": "case_handling", "retention": "dossier" }],
            "blocks": [{ "kind": "title", "text": "受理回执" },
                { "kind": "line", "text": "{document_no}" },
                { "kind": "paragraph", "text": "事项：{title}。请到{window}。" },
                { "kind": "qr_code", "text": "扫码核验" }],
        },
    })
}

#[actix_web::test]
async fn a_county_publishes_a_version_and_documents_keep_theirs() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let case = app.case().registered().await;
    let old = issue(&app, &case, &request("receipt")).await;
    let made = app.post(TEMPLATES).as_(&admin).json(&own("2026-03-02")).send().await.expect(201);
    assert_eq!((&made["version"], &made["is_in_force"]), (&json!(2), &json!(true)));
    assert_eq!(made["names_parties"], false);
    let later = app.post(TEMPLATES).as_(&admin).json(&own("2026-04-01")).send().await.expect(201);
    assert_eq!((&later["version"], &later["is_in_force"]), (&json!(3), &json!(false)));
    let clerk = app.as_clerk().await;
    let body = json!({ "kind": "receipt", "replaces_id": old["id"],
        "fields": { "window": "二号窗口" } });
    let new = issue(&app, &case, &body).await;
    assert_eq!((&new["template_version"], &old["template_version"]), (&json!(2), &json!(1)));
    let said = content(&app, &clerk, &new).await;
    assert!(said.text().contains("请到二号窗口。"), "{said}");
    let said = content(&app, &clerk, &old).await;
    assert!(!said.text().contains("窗口。"), "{said}");
    let all = app.get(format!("{TEMPLATES}?kind=receipt")).as_(&clerk).send().await.expect(200);
    let versions: Vec<_> = all["items"].as_array().expect("versions").iter().collect();
    let numbers: Vec<_> = versions.iter().map(|one| one["version"].clone()).collect();
    assert_eq!(numbers, [json!(3), json!(2), json!(1)]);
    let one = app.get(format!("{TEMPLATES}/{}", made["id"].as_str().expect("an id"))).as_(&clerk);
    assert_eq!(one.send().await.expect(200)["definition"], made["definition"]);
}

#[actix_web::test]
async fn a_field_without_a_ground_is_not_published() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    for (part, wrong) in [("basis", Value::Null), ("retention", json!("forever"))] {
        let mut bad = own("2026-03-02");
        bad["definition"]["fields"][2][part] = wrong;
        let refused = app.post(TEMPLATES).as_(&admin).json(&bad).send().await;
        assert_eq!(refused.status, 422, "{refused}");
        let errors = refused.json()["errors"].clone();
        assert_eq!(errors[0]["code"], "document_template.no_basis");
        assert_eq!(errors[0]["pointer"], format!("/definition/fields/2/{part}"));
    }
}

#[actix_web::test]
async fn a_template_that_names_what_is_not_there_is_refused_by_place() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let mut bad = own("2026-03-02");
    bad["definition"]["fields"][1]["name"] = json!("shoe_size");
    bad["definition"]["blocks"][2]["text"] = json!("{title}{nothing}");
    for path in [TEMPLATES.to_owned(), format!("{TEMPLATES}/preview")] {
        let refused = app.post(path).as_(&admin).json(&bad).send().await;
        assert_problem(&refused, 422, "request.validation");
        let errors = refused.json()["errors"].clone();
        let said: Vec<_> = errors
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| (error["pointer"].as_str(), error["code"].as_str()))
            .collect();
        let unknown = Some("document_template.unknown_field");
        assert!(said.contains(&(Some("/definition/fields/1/name"), unknown)), "{said:?}");
        assert!(said.contains(&(Some("/definition/blocks/2/text"), unknown)), "{said:?}");
        let unused = (Some("/definition/fields/2/name"), Some("document_template.unused_field"));
        assert!(said.contains(&unused), "{said:?}");
    }
    let mut uneven = own("2026-03-02");
    uneven["definition"]["blocks"][1] = json!({ "kind": "form", "widths": [1, 2, 3],
        "rows": [{ "cells": [{ "label": "编号", "text": "{document_no}" }] }] });
    let refused = app.post(TEMPLATES).as_(&admin).json(&uneven).send().await;
    let code = refused.expect(422)["errors"][0]["code"].clone();
    assert_eq!(code, "document_template.uneven_columns");
    let past = app.post(TEMPLATES).as_(&admin).json(&own("2026-03-01")).send().await;
    assert_eq!(past.expect(422)["errors"][0]["code"], "document_template.in_the_past");
}

#[actix_web::test]
async fn a_preview_shows_the_names_of_the_fields_and_stores_nothing() {
    let app = TestApp::new().await;
    let admin = app.as_system_admin().await;
    let path = format!("{TEMPLATES}/preview");
    let shown = app.post(path).as_(&admin).json(&own("2026-03-02")).send().await.expect(200);
    assert_eq!(shown["blocks"][2]["lines"], json!(["事项：〔事项标题〕。请到〔窗口〕。"]));
    let path = format!("{TEMPLATES}/preview?filled_with=example");
    let shown = app.post(&path).as_(&admin).json(&own("2026-03-02")).send().await.expect(200);
    let said = "事项：楼上漏水引起的邻里赔偿纠纷。请到〔窗口〕。";
    assert_eq!(shown["blocks"][2]["lines"], json!([said]), "as it would be for a case");
    let odd = format!("{TEMPLATES}/preview?filled_with=990101-20260302-000001");
    let odd = app.post(&odd).as_(&admin).json(&own("2026-03-02")).send().await;
    assert_problem(&odd, 400, "request.invalid_parameter");
    let all = app.get(format!("{TEMPLATES}?kind=receipt")).as_(&admin).send().await.expect(200);
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    let facts = app.get(format!("{TEMPLATES}/facts")).as_(&admin).send().await.expect(200);
    let facts = facts["items"].as_array().cloned().unwrap_or_default();
    let parties = facts.iter().find(|fact| fact["name"] == "parties").expect("the parties");
    assert_eq!(parties["is_personal"], true);
}

#[actix_web::test]
async fn only_who_maintains_reference_data_publishes() {
    let app = TestApp::new().await;
    for client in [app.as_clerk().await, app.as_director().await, app.as_auditor().await] {
        let refused = app.post(TEMPLATES).as_(&client).json(&own("2026-03-02")).send().await;
        assert_problem(&refused, 403, "auth.not_allowed");
    }
}
