//! Citizens without an account, and their cases led on by the people whose work it is.

use serde_json::{Value, json};

use super::case::{Case, classified, resolved};
use crate::app::{Answer, Asking, TestApp};
use crate::world;

/// Number and code of a receipt.
#[derive(Debug, Clone)]
pub struct Citizen {
    /// 一案一码.
    pub case_no: String,
    /// 查询码.
    pub code: String,
}

impl Citizen {
    /// From an answer that carries a receipt.
    #[track_caller]
    pub fn of(receipt: &Value) -> Self {
        let text = |name: &str| receipt[name].as_str().unwrap_or_default().to_owned();
        let citizen = Self { case_no: text("case_no"), code: text("code") };
        assert!(!citizen.case_no.is_empty() && !citizen.code.is_empty(), "no receipt: {receipt}");
        citizen
    }

    /// A body with number, code, and what else is said.
    pub fn says(&self, mut body: Value) -> Value {
        body["case_no"] = json!(self.case_no);
        body["code"] = json!(self.code);
        body
    }
}

/// What a citizen of the county town submits.
pub fn submission() -> Value {
    json!({
        "narrative": "楼上卫生间防水失效，多次漏水。协商未果，物业也不管。",
        "demand": "修复防水并赔偿",
        "region_id": world::COUNTY.id,
        "applicant": { "name": "李示例", "phone": "13800001234" },
        "respondent": "王样本",
    })
}

impl TestApp {
    /// Asks without an account.
    pub fn public(&self, path: &str, body: &Value) -> Asking<'_> {
        self.post(format!("/api/v1/public/{path}")).json(body)
    }

    /// What a citizen does with number and code.
    pub async fn citizen(&self, citizen: &Citizen, act: &str, body: Value) -> Answer {
        self.public(&format!("track/{act}"), &citizen.says(body)).send().await
    }

    /// The case as its citizen sees it.
    pub async fn tracked(&self, citizen: &Citizen) -> Value {
        self.public("track", &citizen.says(json!({}))).send().await.expect(200)
    }

    /// A matter submitted and confirmed.
    pub async fn submitted(&self) -> Citizen {
        let pending = self.public("cases", &submission()).send().await.expect(200);
        let token = json!({ "confirmation_token": pending["confirmation_token"] });
        Citizen::of(&self.public("cases/confirmations", &token).send().await.expect(201))
    }

    /// The citizen's case as the clerk sees it.
    pub async fn case_of(&self, citizen: &Citizen) -> Case {
        let clerk = self.as_clerk().await;
        let path = format!("/api/v1/cases?q={}", citizen.case_no);
        let found = self.get(path).as_(&clerk).send().await.expect(200);
        let id = found["items"][0]["id"].as_str().unwrap_or_default();
        Case::of(&self.get(format!("/api/v1/cases/{id}")).as_(&clerk).send().await)
    }

    /// Leads a citizen's case on until it stands in `status`.
    pub async fn led_to(&self, citizen: &Citizen, status: &str) -> Case {
        let mut case = self.case_of(citizen).await;
        let (dispatcher, handler) = (self.as_dispatcher().await, self.as_handler().await);
        let clerk = self.as_clerk().await;
        let called = json!({ "reached": true, "solved": true, "fairly_treated": true });
        let to_housing = json!({ "lead_department_id": world::HOUSING.id });
        let steps = [
            ("registered", &dispatcher, "classify", classified()),
            ("registered", &dispatcher, "dispatch", to_housing),
            ("dispatched", &handler, "sign", json!({})),
            ("in_progress", &handler, "resolve", resolved()),
            ("resolved", &dispatcher, "accept_resolution", json!({})),
            ("in_callback", &clerk, "record_callback", called),
        ];
        for (from, client, verb, body) in steps {
            if case.status() != status && case.status() == from {
                case = self.act(client, &case, verb, &body).await;
            }
        }
        assert_eq!(case.status(), status, "no way leads there");
        case
    }
}
