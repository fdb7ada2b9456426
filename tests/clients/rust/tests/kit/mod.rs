//! Who signs in, what is asked for by address, and where a webhook arrives.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue, ACCEPT_LANGUAGE};
use zongzhi_client::apis::auth_api::{self as auth, AuthLoginParams};
use zongzhi_client::apis::configuration::Configuration;
use zongzhi_client::models;

pub fn variable(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

pub fn client(token: Option<String>) -> Configuration {
    Configuration {
        base_path: variable("BASE_URL", "http://127.0.0.1:8080"),
        client: speaking([(ACCEPT_LANGUAGE, "en")]),
        bearer_access_token: token,
        ..Configuration::new()
    }
}

/// What sends these headers with every request.
pub fn speaking<const N: usize>(headers: [(HeaderName, &'static str); N]) -> reqwest::Client {
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    let headers = headers.into_iter().collect();
    reqwest::Client::builder().default_headers(headers).build().expect("a client")
}

pub async fn session(username: &str) -> models::SessionView {
    let password = variable("DEMO_PASSWORD", "Zongzhi-demo-2026");
    let login_request = models::LoginRequest::new(username.to_owned(), password);
    let params = AuthLoginParams { login_request };
    auth::auth_login(&client(None), params).await.expect("a session")
}

pub async fn sign_in(username: &str) -> Configuration {
    client(Some(session(username).await.access_token))
}

/// A POST by address: what the document may not have yet.
pub async fn send(
    client: &Configuration,
    path: &str,
    seen: Option<String>,
    body: Option<serde_json::Value>,
) -> serde_json::Value {
    let token = client.bearer_access_token.as_deref().unwrap_or_default();
    let mut request = client.client.post(format!("{}{path}", client.base_path)).bearer_auth(token);
    if let Some(seen) = seen {
        request = request.header("If-Match", seen);
    }
    request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    let text = answer.text().await.expect("its content");
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).expect("JSON")
}

/// Whether the document has a path that ends so: applications and webhooks came later.
pub fn path_of(ending: &str) -> Option<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../openapi/openapi.json");
    let text = std::fs::read_to_string(path).expect("the document");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut paths = document["paths"].as_object().into_iter().flatten().map(|(path, _)| path);
    let found = paths.find(|path| path.ends_with(ending)).cloned();
    if found.is_none() {
        eprintln!("left out: the document has no {ending} yet");
    }
    found
}

/// The first request that arrives, with its body; it is answered 204.
pub fn receive(listener: &TcpListener) -> (HeaderMap, Vec<u8>) {
    let (mut stream, _) = listener.accept().expect("a request");
    let mut reader = BufReader::new(stream.try_clone().expect("a reader"));
    let (mut headers, mut line) = (HeaderMap::new(), String::new());
    while reader.read_line(&mut line).expect("a line") > 2 {
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            let name: HeaderName = name.parse().expect("a name");
            headers.insert(name, value.parse().expect("a value"));
        }
        line.clear();
    }
    let length = headers.get("content-length").and_then(|value| value.to_str().ok());
    let mut body = vec![0; length.and_then(|text| text.parse().ok()).expect("a length")];
    reader.read_exact(&mut body).expect("a body");
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").expect("answered");
    (headers, body)
}
