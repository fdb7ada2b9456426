//! What several of the document tests need.

use std::sync::Arc;

use serde_json::{Value, json};
use zongzhi::features::supervision::jobs;
use zongzhi_tests::app::{Answer, Asking, TestApp};
use zongzhi_tests::builders::Case;
use zongzhi_tests::builders::case::matter;
use zongzhi_tests::clients::Client;
use zongzhi_tests::world;

/// Every kind of document there is.
pub(super) const KINDS: [&str; 15] = [
    "intake_form",
    "rights_notice",
    "mediation_record",
    "agreement",
    "receipt",
    "transfer_sheet",
    "assist_sheet",
    "reminder_letter",
    "supervision_letter",
    "reply",
    "closing_report",
    "dossier_cover",
    "dossier_contents",
    "oral_agreement",
    "back_cover",
];

/// Personal data of the parties of every test case.
pub(super) const PERSONAL: [&str; 6] =
    ["李示例", "王样本", "13800001234", "13900005678", "990101199003071234", "3组12号"];

/// Where the documents of a case are.
pub(super) fn path(case: &Case) -> String {
    format!("{}/documents", case.path())
}

/// A request that fills every field a case cannot give today.
pub(super) fn request(kind: &str) -> Value {
    let fields = match kind {
        "mediation_record" => json!({
            "mediated_on": "2026年3月5日9时至11时", "mediation_place": "县综治中心第一调解室",
            "mediators": "陈调解", "recorder": "周记录",
            "mediation_process": "调解员告知权利义务后，双方分别陈述。\n经协商，双方意见一致。",
            "mediation_result": "双方自愿达成协议。",
        }),
        "agreement" => json!({
            "dispute_facts": "楼上卫生间防水失效，致楼下家具受损。", "agreed_terms": "一次性赔偿2000元。",
            "performance_way": "银行转账", "performance_due": "2026年3月20日前", "copies": "三份",
            "mediators": "陈调解", "agreed_on": "2026年3月5日",
        }),
        "reply" => json!({
            "legal_basis": "《中华人民共和国民法典》第二百九十六条",
            "remedies": "不服本意见的，可以依法提起民事诉讼。",
        }),
        "oral_agreement" => json!({
            "dispute_facts": "楼上卫生间防水失效，致楼下家具受损。", "agreed_terms": "当场赔偿500元。",
            "performance_way": "现金", "performance_due": "2026年3月5日当日",
            "mediators": "陈调解", "agreed_on": "2026年3月5日",
        }),
        "back_cover" => json!({
            "volume_no": "（2026）测人调字第1号", "page_count": "12页", "filed_by": "周立卷",
        }),
        "dossier_cover" => json!({
            "volume_no": "（2026）测人调字第1号", "filed_by": "周立卷",
        }),
        _ => json!({}),
    };
    json!({ "kind": kind, "fields": fields })
}

/// A case that has everything a document may be made from: assisted, urged, under an order, resolved.
pub(super) async fn full_case(app: &TestApp) -> Case {
    let parties = matter()["parties"].clone();
    let case = app
        .case()
        .with("parties", parties)
        .with("amount_fen", 200_000)
        .with("people_count", 4)
        .with("occurred_on", "2026-02-20")
        .with("place", json!({ "region_id": world::VILLAGE.id, "address": "柳树村3组12号" }))
        .assisted_by(world::LABOUR)
        .in_progress()
        .await;
    for _ in 0..10 {
        app.advance(chrono::Duration::days(1));
        for _ in 0..3 {
            jobs::take_steps(Arc::clone(&app.state.clone().into_inner())).await.expect("a round");
        }
    }
    let supervisor = app.as_supervisor().await;
    let body = json!({ "cases": [{ "case_id": case.id, "department_id": world::HOUSING.id }],
        "ground_code": "no_progress", "text": "请说明原因并抓紧办理" });
    // Where the ladder has ordered already, its order is the one.
    app.post("/api/v1/supervision-orders").as_(&supervisor).json(&body).send().await;
    let assistant = app.as_other_handler().await;
    let case = app.see(&assistant, &case).await;
    let case = app.act(&assistant, &case, "sign", &json!({})).await;
    app.act(&assistant, &case, "complete_assist", &json!({ "result": "已核实" })).await;
    let handler = app.as_handler().await;
    let case = app.see(&handler, &case).await;
    let resolved = json!({ "outcome": "solved", "method_code": "02",
        "summary": "双方达成调解协议并已履行。" });
    app.act(&handler, &case, "resolve", &resolved).await
}

/// Asks for a document.
pub(super) fn issuing<'a>(
    app: &'a TestApp,
    client: &Client,
    case: &Case,
    body: &Value,
) -> Asking<'a> {
    app.post(path(case)).as_(client).json(body)
}

/// Issues a document, by whoever may issue every kind.
pub(super) async fn issue(app: &TestApp, case: &Case, body: &Value) -> Value {
    let client = match body["kind"].as_str().unwrap_or_default() {
        "reminder_letter" | "supervision_letter" => app.as_supervisor().await,
        _ => app.as_clerk().await,
    };
    issuing(app, &client, case, body).send().await.expect(201)
}

/// Where a document is.
pub(super) fn place(document: &Value) -> String {
    let of = |name: &str| document[name].as_str().unwrap_or_default();
    format!("/api/v1/cases/{}/documents/{}", of("case_id"), of("id"))
}

/// What a document says.
pub(super) async fn content(app: &TestApp, client: &Client, document: &Value) -> Answer {
    app.get(format!("{}/content", place(document))).as_(client).send().await
}

/// Its file.
pub(super) async fn docx(app: &TestApp, client: &Client, document: &Value) -> Answer {
    app.get(format!("{}/docx", place(document))).as_(client).send().await
}
