//! Cases, led to any status by the people whose work it is.

use serde_json::{Value, json};

use crate::app::{Answer, Asking, TestApp};
use crate::clients::Client;
use crate::world;

/// A case as a caller last saw it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// The version seen.
    pub version: i64,
    /// The whole body seen.
    pub view: Value,
}

impl Case {
    /// From an answer that carries a case.
    #[track_caller]
    pub fn of(answer: &Answer) -> Self {
        let view = answer.json();
        let id = view["id"].as_str().unwrap_or_else(|| panic!("no case: {answer}")).to_owned();
        Self { id, version: answer.version(), view }
    }

    /// Where it stands.
    pub fn status(&self) -> &str {
        self.view["status"].as_str().unwrap_or_default()
    }

    /// 一案一码
    pub fn number(&self) -> &str {
        self.view["case_no"].as_str().unwrap_or_default()
    }

    /// Its path.
    pub fn path(&self) -> String {
        format!("/api/v1/cases/{}", self.id)
    }

    /// A clock of a kind, the newest where there are several.
    #[track_caller]
    pub fn clock(&self, kind: &str) -> &Value {
        let clocks = self.view["clocks"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found = clocks.iter().rev().find(|clock| clock["kind"] == kind);
        found.unwrap_or_else(|| panic!("no clock {kind} in {}", self.view["clocks"]))
    }
}

impl TestApp {
    /// A case to be registered by the county's clerk and led on from there.
    pub fn case(&self) -> CaseBuilder<'_> {
        CaseBuilder {
            app: self,
            body: matter(),
            by: None,
            lead: world::HOUSING.id,
            assists: vec![],
            result: resolved(),
        }
    }

    /// Asks for an action on the version of `case` that was seen.
    pub fn acting(&self, client: &Client, case: &Case, verb: &str, body: &Value) -> Asking<'_> {
        let path = format!("{}/actions/{verb}", case.path());
        self.post(path).as_(client).if_match(case.version).json(body)
    }

    /// An action that must succeed; answers the case as it is then.
    pub async fn act(&self, client: &Client, case: &Case, verb: &str, body: &Value) -> Case {
        let answer = self.acting(client, case, verb, body).send().await;
        assert_eq!(answer.status, 200, "{verb} by {}: {answer}", client.username);
        Case::of(&answer)
    }

    /// The case as `client` sees it now.
    pub async fn see(&self, client: &Client, case: &Case) -> Case {
        let answer = self.get(case.path()).as_(client).send().await;
        assert_eq!(answer.status, 200, "{} sees the case: {answer}", client.username);
        Case::of(&answer)
    }
}

/// A complete and ordinary matter.
pub fn matter() -> Value {
    json!({
        "title": "楼上漏水致家具受损",
        "narrative": "申请人反映楼上住户卫生间防水失效，多次漏水，协商未果。",
        "demand": "修复防水并赔偿",
        "channel": "walk_in",
        "parties": [
            { "role": "applicant", "kind": "person", "name": "李示例", "phone": "13800001234",
              "id_type": "resident_id", "id_number": "990101199003071234",
              "address": "测试县东岭镇柳树村3组12号" },
            { "role": "respondent", "kind": "person", "name": "王样本", "phone": "13900005678" },
        ],
    })
}

/// How a case is classified.
pub fn classified() -> Value {
    json!({ "type_code": "0202", "level": "ordinary" })
}

/// How a resolution is reported: a settlement, whose dossier need not be sealed.
pub fn resolved() -> Value {
    json!({ "outcome": "solved", "method_code": "01", "summary": "双方自行和解并已履行。" })
}

/// The same after people's mediation, whose dossier has required documents.
pub fn mediated() -> Value {
    json!({ "outcome": "solved", "method_code": "02", "summary": "双方达成调解协议并已履行。" })
}

/// A case on its way.
#[must_use = "nothing is registered before a status is asked for"]
pub struct CaseBuilder<'a> {
    app: &'a TestApp,
    body: Value,
    by: Option<Client>,
    lead: uuid::Uuid,
    assists: Vec<uuid::Uuid>,
    result: Value,
}

impl CaseBuilder<'_> {
    /// Changes or adds a member of the registration.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body[name] = value.into();
        self
    }

    /// Registered by somebody else than the county's clerk.
    pub fn by(mut self, client: &Client) -> Self {
        self.by = Some(client.clone());
        self
    }

    /// Led by another department than housing.
    pub fn led_by(mut self, department: world::Department) -> Self {
        self.lead = department.id;
        self
    }

    /// Assisted by a department.
    pub fn assisted_by(mut self, department: world::Department) -> Self {
        self.assists.push(department.id);
        self
    }

    /// Resolved by people's mediation.
    pub fn mediated(mut self) -> Self {
        self.result = mediated();
        self
    }

    /// Sends the registration and answers what came back.
    pub async fn send(self) -> Answer {
        let by = match self.by {
            Some(client) => client,
            None => self.app.as_clerk().await,
        };
        self.app.post("/api/v1/cases").as_(&by).json(&self.body).send().await
    }

    /// 已登记待分流
    pub async fn registered(self) -> Case {
        let answer = self.send().await;
        assert_eq!(answer.status, 201, "registering: {answer}");
        Case::of(&answer)
    }

    /// 已登记, with type and level
    pub async fn classified(self) -> Case {
        let app = self.app;
        let case = self.registered().await;
        let dispatcher = app.as_dispatcher().await;
        app.act(&dispatcher, &case, "classify", &classified()).await
    }

    /// 已转办待签收
    pub async fn dispatched(self) -> Case {
        let (app, lead, assists) = (self.app, self.lead, self.assists.clone());
        let case = self.classified().await;
        let dispatcher = app.as_dispatcher().await;
        let body = json!({ "lead_department_id": lead, "assist_department_ids": assists });
        app.act(&dispatcher, &case, "dispatch", &body).await
    }

    /// 办理中, by the housing department's handler
    pub async fn in_progress(self) -> Case {
        let app = self.app;
        let case = self.dispatched().await;
        let handler = app.as_handler().await;
        app.act(&handler, &case, "sign", &json!({})).await
    }

    /// 已办结待审核
    pub async fn resolved(self) -> Case {
        let (app, result) = (self.app, self.result.clone());
        let case = self.in_progress().await;
        let handler = app.as_handler().await;
        app.act(&handler, &case, "resolve", &result).await
    }

    /// 待回访
    pub async fn in_callback(self) -> Case {
        let app = self.app;
        let case = self.resolved().await;
        let dispatcher = app.as_dispatcher().await;
        app.act(&dispatcher, &case, "accept_resolution", &json!({})).await
    }

    /// 已结案
    pub async fn closed(self) -> Case {
        let app = self.app;
        let case = self.in_callback().await;
        let clerk = app.as_clerk().await;
        let body = json!({ "reached": true, "solved": true, "fairly_treated": true });
        app.act(&clerk, &case, "record_callback", &body).await
    }

    /// 已归档, with a sealed dossier where one is required
    pub async fn archived(self) -> Case {
        let app = self.app;
        let case = self.closed().await;
        let case = app.seal_where_required(&case).await;
        let clerk = app.as_clerk().await;
        app.act(&clerk, &case, "archive", &json!({})).await
    }
}
