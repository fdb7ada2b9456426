//! 调解笔录 and 调解协议书 say what the sessions and agreements of the case say.

use serde_json::{Value, json};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::assert::assert_problem;
use zongzhi_tests::builders::Case;

use super::kit::{PERSONAL, content, issue, issuing, path};
use crate::mediations::kit::{act, agreed, concluded};

const MINUTES: &str = "双方到场。李示例陈述漏水经过，王样本认可，电话13900005678。";

/// A mediated case with minutes.
async fn with_minutes(app: &TestApp) -> (Case, Value) {
    let (case, session) = concluded(app, &json!({ "outcome": "agreed" })).await;
    let handler = app.as_handler().await;
    let text = json!({ "text": MINUTES });
    (case, act(app, &handler, &session, "write_minutes", &text).await)
}

fn field<'a>(view: &'a Value, name: &str) -> &'a Value {
    let fields = view["fields"].as_array().expect("fields");
    fields.iter().find(|field| field["name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[actix_web::test]
async fn the_record_of_a_session_is_filled_from_it() {
    let app = TestApp::new().await;
    let (case, session) = with_minutes(&app).await;
    let clerk = app.as_clerk().await;
    let draft = app.get(format!("{}/draft?kind=mediation_record", path(&case))).as_(&clerk);
    let draft = draft.send().await.expect(200);
    assert_eq!(draft["about_id"], session["id"]);
    // The minutes are free text: what is known of the parties is masked in them as well.
    let draft_text = draft.to_string();
    assert!(PERSONAL.iter().all(|personal| !draft_text.contains(personal)), "{draft_text}");
    assert_eq!(field(&draft, "mediators")["is_open"], false);
    let missing: Vec<_> = draft["missing"].as_array().expect("a list").iter().collect();
    assert!(missing.iter().all(|one| one["name"] == "recorder"), "{missing:?}");
    // What the session says is not said again.
    let over = json!({ "kind": "mediation_record",
        "fields": { "recorder": "周记录", "mediators": "别人" } });
    let refused = issuing(&app, &clerk, &case, &over).send().await;
    assert_problem(&refused, 422, "request.validation");
    assert_eq!(refused.json()["errors"][0]["code"], "document.field_from_case");
    let body = json!({ "kind": "mediation_record", "fields": { "recorder": "周记录" } });
    let issued = issue(&app, &case, &body).await;
    assert_eq!(issued["about_id"], session["id"]);
    let said = content(&app, &clerk, &issued).await.expect(200)["content"].clone();
    let process = field(&said, "mediation_process")["text"].as_str().unwrap_or_default();
    assert!(process.ends_with(MINUTES), "{process}");
    assert!(process.contains("李示例（申请一方）同意调解，当面表示"), "{process}");
    assert_eq!(field(&said, "mediation_result")["text"], "双方自愿达成协议。");
    let place = field(&said, "mediation_place")["text"].as_str().unwrap_or_default();
    assert!(place.ends_with("第一调解室"), "{place}");
    // One session, one valid record of it.
    let again = issuing(&app, &clerk, &case, &body).send().await;
    assert_problem(&again, 409, "document.issued_already");
}

#[actix_web::test]
async fn the_agreement_is_filled_with_items_days_and_the_time_for_the_court() {
    let app = TestApp::new().await;
    let (case, agreement) = agreed(&app).await;
    let clerk = app.as_clerk().await;
    let kinds = app.get(format!("{}/kinds", path(&case))).as_(&clerk).send().await.expect(200);
    let kinds = kinds["items"].as_array().cloned().unwrap_or_default();
    let kind = kinds.iter().find(|kind| kind["kind"] == "agreement").expect("the kind");
    assert_eq!(
        (&kind["about"], &kind["subjects"][0]["id"]),
        (&json!("agreement"), &agreement["id"])
    );
    let body = json!({ "kind": "agreement", "about_id": agreement["id"], "fields": {
        "dispute_facts": "楼上卫生间防水失效，致楼下家具受损。",
        "performance_way": "银行转账", "copies": "三份" } });
    let issued = issue(&app, &case, &body).await;
    let said = content(&app, &clerk, &issued).await.expect(200)["content"].clone();
    let text = |name: &str| field(&said, name)["text"].as_str().unwrap_or_default().to_owned();
    assert_eq!(text("agreement_no"), agreement["agreement_no"].as_str().unwrap_or_default());
    let terms = text("agreed_terms");
    let first = "1．王样本应于2026年3月20日前（含当日）向李示例履行：赔偿家具损失，3000元。";
    assert!(terms.contains(first), "{terms}");
    assert_eq!(text("performance_due"), "第1项2026年3月20日前，第2项2026年3月10日前（均含当日）");
    assert!(text("confirmation_window").starts_with("自协议生效之日起三十日内，最迟2026年"));
    let unknown = json!({ "kind": "agreement", "about_id": case.id, "fields": {} });
    let refused = issuing(&app, &clerk, &case, &unknown).send().await;
    assert_eq!(refused.expect(422)["errors"][0]["code"], "document.about_unknown");
}
