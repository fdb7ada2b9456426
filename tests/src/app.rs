//! [`TestApp`]: the real application in process, and requests to it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::future::{poll_fn, ready};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::Poll;

use actix_web::body::to_bytes;
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::Method;
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Data;
use chrono::Duration;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use zongzhi::app::{self, AppState};
use zongzhi::config::{Config, RateLimitsConfig};
use zongzhi::features::auth::keys::TokenKeys;
use zongzhi::openapi::Document;
use zongzhi::platform::clock::ManualClock;
use zongzhi::platform::ids::Ids;

use crate::clients::Client;
use crate::contract::Contract;
use crate::db::TestDb;
use crate::world;

type Call = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Answer>>;

/// The document of this process. To write it out takes longer than most tests.
fn document() -> Arc<Document> {
    static ONE: LazyLock<Arc<Document>> =
        LazyLock::new(|| Arc::new(Document::of(&app::document())));
    Arc::clone(&ONE)
}

/// The application with a database, a clock and ids of its own.
pub struct TestApp {
    /// What the handlers work with.
    pub state: Data<AppState>,
    /// The clock they are told the time by.
    pub clock: Arc<ManualClock>,
    call: Call,
    contract: &'static Contract,
    clients: RefCell<HashMap<String, Client>>,
    folder: Folder,
    // Last, so that the connections are gone before the database is dropped.
    _db: TestDb,
}

impl TestApp {
    /// The application in the [`world`], on a Monday morning.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same under changed settings.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Box::pin(Self::over(TestDb::new().await, change)).await
    }

    /// The same over a database that holds something else than the [`world`].
    pub async fn over(db: TestDb, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config(&db);
        change(&mut config);
        let clock = Arc::new(ManualClock::new(world::start()));
        let folder = Path::new(&config.files.root).parent().map(Path::to_owned);
        let folder = Folder(folder.expect("a folder"));
        Self::started(db, config, clock, folder, 2026).await
    }

    /// The server stopped and started again under changed settings: the database, the time, the files
    /// and who is signed in are as they were.
    pub async fn restarted(self, change: impl FnOnce(&mut Config)) -> Self {
        let Self { state, clock, call, clients, folder, _db: db, .. } = self;
        let mut config = Config::clone(&state.config);
        change(&mut config);
        drop((call, state));
        // Other ids than before: the clock stands still.
        let app = Box::pin(Self::started(db, config, clock, folder, 2027)).await;
        Self { clients, ..app }
    }

    async fn started(
        db: TestDb,
        config: Config,
        clock: Arc<ManualClock>,
        folder: Folder,
        seed: u64,
    ) -> Self {
        let ids = Ids::seeded(clock.clone(), seed);
        let keys = TokenKeys::from_seed([7; 32]).expect("a signing key");
        let connected = db.connect().await;
        let state = AppState::new(config, connected, clock.clone(), ids, keys);
        let state = Data::new(state.expect("the state"));
        let document = document();
        let contract = Contract::of(&document.text);
        let app = app::mount(state.clone(), Data::from(document));
        let service = Rc::new(init_service(app).await);
        let call: Call = Box::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move {
                match service.call(request.to_request()).await {
                    Ok(response) => Answer::read(response).await,
                    Err(error) => panic!("an error escaped the middleware: {error}"),
                }
            })
        });
        let clients = RefCell::default();
        Self { state, clock, call, contract, clients, folder, _db: db }
    }

    /// Every file there is, kept or arriving.
    pub fn files(&self) -> Vec<PathBuf> {
        let (mut found, mut open) = (Vec::new(), vec![self.folder.0.clone()]);
        while let Some(folder) = open.pop() {
            let Ok(entries) = std::fs::read_dir(folder) else { continue };
            for entry in entries {
                let path = entry.expect("an entry").path();
                if path.is_dir() { open.push(path) } else { found.push(path) }
            }
        }
        found
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// The document the application describes itself with.
    pub fn document(&self) -> &'static Value {
        &self.contract.document
    }

    /// Why the document does not allow `answer`, where it does not.
    pub fn allows(&self, method: &str, path: &str, answer: &Answer) -> Result<(), String> {
        self.contract.check(method, path, answer)
    }

    /// The same, as it is served.
    pub fn document_text(&self) -> &'static str {
        &self.contract.text
    }

    /// Statements run so far; a test asserts the difference.
    pub fn statements(&self) -> u64 {
        self.state.db.statements()
    }

    /// A request that has run `statements` statements and then stands still until it is awaited:
    /// what is done in between happens while it is in flight.
    pub async fn paused_after<'a>(
        &self,
        statements: u64,
        request: impl Future<Output = Answer> + 'a,
    ) -> LocalBoxFuture<'a, Answer> {
        let enough = self.statements() + statements;
        let mut request: LocalBoxFuture<'a, Answer> = Box::pin(request);
        loop {
            let turn = poll_fn(|context| Poll::Ready(request.as_mut().poll(context))).await;
            if let Poll::Ready(answer) = turn {
                return Box::pin(ready(answer));
            }
            if self.statements() >= enough {
                return request;
            }
            tokio::task::yield_now().await;
        }
    }

    /// GET.
    pub fn get(&self, path: impl Into<String>) -> Asking<'_> {
        self.ask(Method::GET, path)
    }

    /// POST.
    pub fn post(&self, path: impl Into<String>) -> Asking<'_> {
        self.ask(Method::POST, path)
    }

    /// PATCH.
    pub fn patch(&self, path: impl Into<String>) -> Asking<'_> {
        self.ask(Method::PATCH, path)
    }

    /// PUT.
    pub fn put(&self, path: impl Into<String>) -> Asking<'_> {
        self.ask(Method::PUT, path)
    }

    /// DELETE.
    pub fn delete(&self, path: impl Into<String>) -> Asking<'_> {
        self.ask(Method::DELETE, path)
    }

    /// Any other method.
    pub fn ask(&self, method: Method, path: impl Into<String>) -> Asking<'_> {
        let path = percent_encoded(&path.into());
        Asking { app: self, method, path, headers: Vec::new(), body: None }
    }

    pub(crate) fn known(&self, username: &str) -> Option<Client> {
        self.clients.borrow().get(username).cloned()
    }

    pub(crate) fn remember(&self, client: &Client) {
        self.clients.borrow_mut().insert(client.username.clone(), client.clone());
    }
}

/// The settings of the tests: the defaults, with the cheapest password hashing there is.
pub fn config(db: &TestDb) -> Config {
    let mut config = Config::defaults().expect("the defaults");
    config.database = db.config.clone();
    config.server.web_root = String::new();
    config.ledger.checkpoint_dir = String::new();
    let files = files();
    config.files.root = files.join("kept").display().to_string();
    config.files.spool = files.join("arriving").display().to_string();
    // The clock stands still: no bucket would ever fill again.
    config.rate_limits = RateLimitsConfig {
        sign_in_per_minute: 0,
        read_per_minute: 0,
        write_per_minute: 0,
        public_per_minute: 0,
    };
    config.devices.player_url = String::from("https://video.example.cn/player#ticket={ticket}");
    // A stream tells what there is and ends: nothing waits in a test.
    config.events.stream_seconds = 0;
    config.auth.argon2_memory_kib = 8;
    config.auth.argon2_passes = 1;
    // Tests move the clock by weeks; how tokens end is tested where they are.
    config.auth.access_minutes = 365 * 24 * 60;
    config
}

/// A folder nobody else has; made when something is put there first.
fn files() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let one = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("zongzhi-files-{}-{one}", std::process::id()))
}

/// Removes the files of an application that is gone.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if self.0.exists() {
            std::fs::remove_dir_all(&self.0).expect("removing the files");
        }
    }
}

/// Characters beyond ASCII as a browser would send them.
fn percent_encoded(path: &str) -> String {
    let encoded = path.bytes().map(|byte| {
        if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    encoded.collect()
}

/// A request being put together.
#[must_use = "nothing is sent before `send`"]
pub struct Asking<'a> {
    app: &'a TestApp,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Asking<'_> {
    /// Sends `client`'s access token along.
    pub fn as_(self, client: &Client) -> Self {
        let token = format!("Bearer {}", client.token);
        self.header("authorization", &token)
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    /// Sends a body as it is.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Says which version was seen.
    pub fn if_match(self, version: i64) -> Self {
        let tag = format!("\"{version}\"");
        self.header("if-match", &tag)
    }

    /// Asks for the write to happen once.
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sends it, and holds the answer against the document.
    pub async fn send(self) -> Answer {
        let mut request = TestRequest::with_uri(&self.path)
            .method(self.method.clone())
            .peer_addr(([127, 0, 0, 1], 50_000).into());
        if let Some(body) = self.body {
            request = request.set_payload(body);
        }
        // After the body, which says how long it is: a request may say otherwise.
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        let answer = (self.app.call)(request).await;
        if let Err(why) = self.app.contract.check(self.method.as_str(), &self.path, &answer) {
            panic!("{} {} breaks the contract: {why}\n{answer}", self.method, self.path);
        }
        answer
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    async fn read(response: ServiceResponse<impl actix_web::body::MessageBody>) -> Self {
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let body = to_bytes(response.into_body()).await;
        let body = body.map_err(Into::into).expect("the whole body").to_vec();
        Self { status, headers, body }
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.json()
    }

    /// The version in the `ETag`.
    #[track_caller]
    pub fn version(&self) -> i64 {
        let tag = self.header("etag").and_then(|tag| tag.trim_matches('"').parse().ok());
        tag.unwrap_or_else(|| panic!("no ETag: {self}"))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.text())
    }
}
