//! The scenario every generated client runs, in Rust: openapi-generator with reqwest.
//! `tests/clients/run.sh` generates `target/client` first and names the server in `BASE_URL`.

mod kit;

use std::net::TcpListener;

use kit::{client, path_of, receive, send, session, sign_in, speaking};
use reqwest::header::{HeaderMap, HeaderName, CONTENT_TYPE};
use standardwebhooks::{Webhook, WebhookError};
use uuid::Uuid;
use zongzhi_client::apis::attachments_api::{self as attachments, *};
use zongzhi_client::apis::auth_api as auth;
use zongzhi_client::apis::cases_api::{self as cases, *};
use zongzhi_client::apis::configuration::Configuration;
use zongzhi_client::apis::Error;
use zongzhi_client::models::{self, CaseStatus, CaseView, ErrorCode, Problem};

fn matter(title: &str) -> models::RegisterCaseRequest {
    let mut party = models::PartyRequest::new(
        models::PartyRole::Applicant,
        models::PartyKind::Person,
        "李示例".to_owned(),
    );
    party.phone = Some(Some("13800001234".to_owned()));
    let narrative = "卫生间防水失效，多次漏水，协商未果。".to_owned();
    let mut matter =
        models::RegisterCaseRequest::new(title.to_owned(), narrative, models::Channel::Grid);
    let number = Uuid::new_v4().to_string();
    let source = models::SourceRequest::new("client_rust".to_owned(), number);
    matter.source = Some(Some(Box::new(source)));
    matter.parties = Some(vec![party]);
    matter
}

async fn register(clerk: &Configuration) -> CaseView {
    let register_case_request = matter("楼上漏水致家具受损");
    let params = CasesRegisterParams { register_case_request, ..Default::default() };
    cases::cases_register(clerk, params).await.expect("a case")
}

fn version(case: &CaseView) -> String {
    format!("\"{}\"", case.version)
}

/// What a refusal says.
fn problem<T: std::fmt::Debug>(error: Error<T>) -> (u16, Problem, serde_json::Value) {
    let Error::ResponseError(answer) = error else { panic!("no answer: {error:?}") };
    let problem = serde_json::from_str(&answer.content).expect("a problem");
    let members = serde_json::from_str(&answer.content).expect("JSON");
    (answer.status.as_u16(), problem, members)
}

#[tokio::test]
async fn who_signed_in_is_told() {
    let me = auth::auth_me(&sign_in("clerk").await).await.expect("me");
    assert!(me.capacities.iter().any(|capacity| capacity.role == models::Role::Clerk));
}

#[tokio::test]
async fn a_case_is_registered_once_however_often_it_is_sent() {
    let clerk = sign_in("clerk").await;
    let params = CasesRegisterParams {
        register_case_request: matter("楼上漏水致家具受损"),
        idempotency_key: Some(Uuid::new_v4().to_string()),
    };
    let first = cases::cases_register(&clerk, params.clone()).await.expect("a case");
    let again = cases::cases_register(&clerk, params).await.expect("the same case");
    assert_eq!(first.status, CaseStatus::Registered);
    assert_eq!(first.id, again.id);
}

#[tokio::test]
async fn a_file_is_announced_put_and_read_back() {
    let clerk = sign_in("clerk").await;
    let case_id = register(&clerk).await.id.to_string();
    let content = "现场情况说明：阳台渗水，已拍照留存。\n";
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), content).expect("its content");
    let size = i64::try_from(content.len()).expect("a size");
    let mut announcement = models::AddAttachmentRequest::new("note.txt".to_owned(), size);
    announcement.is_identity = Some(Some(false));
    let announce = AttachmentsAddParams {
        case_id: case_id.clone(),
        add_attachment_request: announcement,
        ..Default::default()
    };
    let announced = attachments::attachments_add(&clerk, announce).await.expect("announced");
    let attachment_id = announced.id.to_string();
    let put = AttachmentsUploadParams {
        case_id: case_id.clone(),
        attachment_id: attachment_id.clone(),
        body: file.path().to_owned(),
    };
    // The generator does not say what the bytes of a body are.
    let bytes = speaking([(CONTENT_TYPE, "application/octet-stream")]);
    let uploading = Configuration { client: bytes, ..clerk.clone() };
    let kept = attachments::attachments_upload(&uploading, put).await.expect("kept");
    assert_eq!(kept.media_type.flatten().as_deref(), Some("text/plain"));
    let open = AttachmentsOpenParams { case_id, attachment_id, ..Default::default() };
    let opened = attachments::attachments_open(&clerk, open).await.expect("a ticket");
    // The address holds its ticket: it is followed as it stands.
    let address = format!("{}{}", clerk.base_path, opened.url);
    let token = clerk.bearer_access_token.as_deref().unwrap_or_default();
    let back = clerk.client.get(address).bearer_auth(token).send().await.expect("an answer");
    assert_eq!(back.status(), 200);
    assert_eq!(back.text().await.expect("its content"), content);
}

#[tokio::test]
async fn a_case_goes_from_dispatch_to_resolution() {
    let (clerk, dispatcher) = (sign_in("clerk").await, sign_in("dispatcher").await);
    let signed_in = session("handler").await;
    let me = &signed_in.me;
    let acting = me.capacities.iter().find(|one| one.id == me.acting_capacity_id);
    let department = acting.and_then(|one| one.department.clone().flatten()).expect("a unit");
    let handler = client(Some(signed_in.access_token.clone()));

    let case = register(&clerk).await;
    let classify = CasesClassifyParams {
        case_id: case.id.to_string(),
        if_match: version(&case),
        classify_case_request: models::ClassifyCaseRequest::new(
            "0203".to_owned(),
            models::Level::Ordinary,
        ),
        ..Default::default()
    };
    let classified = cases::cases_classify(&dispatcher, classify).await.expect("classified");
    let dispatch = CasesDispatchParams {
        case_id: case.id.to_string(),
        if_match: version(&classified),
        dispatch_case_request: models::DispatchCaseRequest::new(department.id),
        ..Default::default()
    };
    let dispatched = cases::cases_dispatch(&dispatcher, dispatch).await.expect("dispatched");
    assert_eq!(dispatched.status, CaseStatus::Dispatched);
    let sign = CasesSignParams {
        case_id: case.id.to_string(),
        if_match: version(&dispatched),
        ..Default::default()
    };
    let signed = cases::cases_sign(&handler, sign).await.expect("signed");
    assert!(signed.allowed_actions.iter().any(|action| action == "resolve"));
    let resolve = CasesResolveParams {
        case_id: case.id.to_string(),
        if_match: version(&signed),
        resolve_case_request: models::ResolveCaseRequest::new(
            models::Outcome::Solved,
            "02".to_owned(),
            "双方达成一致并已履行。".to_owned(),
        ),
        ..Default::default()
    };
    let resolved = cases::cases_resolve(&handler, resolve).await.expect("resolved");
    assert_eq!(resolved.status, CaseStatus::Resolved);
}

#[tokio::test]
async fn a_list_is_read_to_its_end_by_its_cursor() {
    let dispatcher = sign_in("dispatcher").await;
    let case = register(&sign_in("clerk").await).await;
    let mut seen = std::collections::HashSet::new();
    let mut cursor = None;
    loop {
        let params = CasesListParams {
            sort: Some("-registered_at".to_owned()),
            limit: Some(100),
            cursor,
            ..Default::default()
        };
        let page = cases::cases_list(&dispatcher, params).await.expect("a page");
        for item in page.items {
            assert!(seen.insert(item.id), "{} comes twice", item.case_no);
        }
        cursor = page.next_cursor.flatten();
        if cursor.is_none() {
            break;
        }
    }
    assert!(seen.len() > 100 && seen.contains(&case.id));
}

#[tokio::test]
async fn a_refusal_is_a_problem_with_its_code() {
    let clerk = sign_in("clerk").await;
    let unnamed = CasesRegisterParams { register_case_request: matter(" "), ..Default::default() };
    let refusal = cases::cases_register(&clerk, unnamed).await.expect_err("no title");
    let (status, said, _) = problem(refusal);
    assert_eq!((status, said.code), (422, ErrorCode::RequestValidation));
    let pointers = said.errors.unwrap_or_default();
    assert_eq!(pointers.first().map(|field| field.pointer.as_str()), Some("/title"));

    let stale = CasesDispatchParams {
        case_id: register(&clerk).await.id.to_string(),
        if_match: "\"999\"".to_owned(),
        ..Default::default()
    };
    let dispatcher = sign_in("dispatcher").await;
    let refusal = cases::cases_dispatch(&dispatcher, stale).await.expect_err("stale");
    let (status, said, members) = problem(refusal);
    assert_eq!((status, said.code), (412, ErrorCode::CaseStaleVersion));
    assert!(members["current_version"].is_number(), "{members}");
}

#[test]
fn a_webhook_is_believed_only_with_its_signature() {
    // The vector of the specification's own libraries.
    let webhook = Webhook::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
    let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", br#"{"test": 2432232314}"#);
    let then = 1_614_265_330;
    let signature = webhook.sign(id, then, body).expect("a signature");
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    let headers = |at: i64, signed: &str| -> HeaderMap {
        let all = [
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", at.to_string()),
            ("webhook-signature", signed.to_owned()),
        ];
        all.into_iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a value")))
            .collect()
    };
    let now = chrono::Utc::now().timestamp();
    // Two signatures while a secret is replaced: one that holds is enough.
    let fresh = webhook.sign(id, now, body).expect("a signature");
    let both = format!("v1,{} {fresh}", "A".repeat(43) + "=");
    webhook.verify(body, &headers(now, &both)).expect("believed");
    let other = webhook.verify(b"{}", &headers(now, &both));
    assert!(matches!(other, Err(WebhookError::InvalidSignature)));
    let old = webhook.verify(body, &headers(then, &signature));
    assert!(matches!(old, Err(WebhookError::TimestampTooOldError)));
}

#[tokio::test]
async fn a_webhook_arrives_signed() {
    if path_of("/api/v1/webhooks").is_none() {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let arrived = tokio::task::spawn_blocking(move || receive(&listener));
    let dispatcher = sign_in("dispatcher").await;
    let webhook = serde_json::json!({ "url": url, "description": "client_rust" });
    let made = send(&dispatcher, "/api/v1/webhooks", None, Some(webhook)).await;
    let id = made["webhook"]["id"].as_str().unwrap_or_default();
    let seen = format!("\"{}\"", made["webhook"]["version"]);
    let path = format!("/api/v1/webhooks/{id}/actions/test");
    let sent = send(&dispatcher, &path, Some(seen), None).await;
    let (headers, body) = arrived.await.expect("a delivery");
    let secret = made["secret"].as_str().unwrap_or_default();
    Webhook::new(secret).expect("a secret").verify(&body, &headers).expect("believed");
    let event: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(event["type"], "cn.zongzhi.test.v1");
    assert_eq!(event["id"], sent["event_id"]);
}

#[tokio::test]
async fn an_application_gets_a_token_of_its_own() {
    let Some(token_path) = path_of("/oauth/token") else { return };
    let until = chrono::Utc::now().date_naive() + chrono::TimeDelta::days(30);
    let application = serde_json::json!({
        "name": "client_rust",
        "purpose": "the scenario of the generated clients",
        "scopes": ["cases:read"],
        "expires_on": until,
    });
    let dispatcher = sign_in("dispatcher").await;
    let made = send(&dispatcher, "/api/v1/applications", None, Some(application)).await;
    // Somebody else lets it in.
    let approve =
        format!("/api/v1/applications/{}/actions/approve", made["id"].as_str().unwrap_or_default());
    let seen = format!("\"{}\"", made["version"]);
    send(&sign_in("secadmin").await, &approve, Some(seen), None).await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", made["client_id"].as_str().unwrap_or_default()),
        ("client_secret", made["client_secret"].as_str().unwrap_or_default()),
    ];
    let nobody = reqwest::Client::new();
    let address = format!("{}{token_path}", dispatcher.base_path);
    let answer = nobody.post(address).form(&form).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let token: serde_json::Value = answer.json().await.expect("a token");
    let application = client(token["access_token"].as_str().map(ToOwned::to_owned));
    let one = CasesListParams { limit: Some(1), ..Default::default() };
    cases::cases_list(&application, one).await.expect("a page");
    // What it has no scope for is refused.
    let users = application.client.get(format!("{}/api/v1/users", application.base_path));
    let token = application.bearer_access_token.as_deref().unwrap_or_default();
    let refused = users.bearer_auth(token).send().await.expect("an answer");
    assert_eq!(refused.status(), 403);
}
