//! A receiver of webhooks on this machine: it takes what comes, answers as it is told, and checks
//! signatures by arithmetic of its own (RFC 2104, Standard Webhooks).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Whoever is asked to hang up answers this.
pub const HANG_UP: u16 = 0;

/// One message as it came.
#[derive(Debug, Clone)]
pub struct Received {
    /// Path and query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: String,
    /// What it was answered with; [`HANG_UP`] where the connection was closed instead.
    pub status: u16,
}

impl Received {
    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// `type` of the event.
    pub fn of_type(&self) -> String {
        self.json()["type"].as_str().unwrap_or_default().to_owned()
    }

    /// The case the event is about.
    pub fn subject(&self) -> String {
        self.json()["subject"].as_str().unwrap_or_default().to_owned()
    }

    /// Its place among the events of the case.
    pub fn sequence(&self) -> i64 {
        self.json()["sequence"].as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// Whether it is signed with `secret`, with whatever else it may be signed as well.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = STANDARD.decode(key).expect("base64");
        let signed = format!(
            "{}.{}.{}",
            self.header("webhook-id"),
            self.header("webhook-timestamp"),
            self.body
        );
        let wanted = format!("v1,{}", STANDARD.encode(hmac_sha256(&key, signed.as_bytes())));
        self.header("webhook-signature").split(' ').any(|one| one == wanted)
    }
}

/// HMAC-SHA-256 as RFC 2104 spells it out.
fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    let hashed = Sha256::digest(key);
    let key = if key.len() > block.len() { hashed.as_slice() } else { key };
    block[..key.len()].copy_from_slice(key);
    let pad = |byte: u8| block.map(|one| one ^ byte);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

/// A receiver that listens; it ends when it is dropped.
#[derive(Debug)]
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    status: Arc<AtomicU16>,
    received: Arc<Mutex<Vec<Received>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    /// Listens on a free port of this machine and takes everything.
    pub fn start() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0)), Arc::default())
    }

    /// Listens at an address, and adds what comes to what came before.
    pub fn at(address: SocketAddr, received: Arc<Mutex<Vec<Received>>>) -> Self {
        let listener = TcpListener::bind(address).expect("a port");
        let address = listener.local_addr().expect("an address");
        let status = Arc::new(AtomicU16::new(200));
        let is_over = Arc::new(AtomicBool::new(false));
        let serving = (Arc::clone(&status), Arc::clone(&received), Arc::clone(&is_over));
        let thread = std::thread::spawn(move || {
            let (status, received, is_over) = serving;
            for stream in listener.incoming() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                // Whoever is killed half-way has sent half a message.
                stream.ok().and_then(|stream| serve(stream, &status, &received));
            }
        });
        Self { address, status, received, is_over, thread: Some(thread) }
    }

    /// The address of a webhook.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// What it answers from now on.
    pub fn answer(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// What has come so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.received).clone()
    }

    /// What has come since this was last asked.
    pub fn taken(&self) -> Vec<Received> {
        std::mem::take(&mut *lock(&self.received))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // It waits for somebody to come.
        TcpStream::connect(self.address).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn lock(received: &Mutex<Vec<Received>>) -> MutexGuard<'_, Vec<Received>> {
    received.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(stream: TcpStream, status: &AtomicU16, received: &Mutex<Vec<Received>>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?;
    let mut body = vec![0; length.1.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let status = status.load(Ordering::SeqCst);
    lock(received).push(Received { path, headers, body, status });
    if status == HANG_UP {
        return None;
    }
    let head = format!(
        "HTTP/1.1 {status} Answer\r\nconnection: close\r\nlocation: http://127.0.0.1:9/\r\n\
         content-length: 2\r\n\r\nok"
    );
    reader.into_inner().write_all(head.as_bytes()).ok()
}
