//! The smallest HTTP/1.1 client that measures a server without costing much itself.

use std::io;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One keep-alive connection.
#[derive(Debug)]
pub(crate) struct Wire {
    port: u16,
    stream: Option<(TcpStream, Instant)>,
    buffer: Vec<u8>,
}

/// An open connection is used again within this time; servers close them after five seconds.
const FRESH: Duration = Duration::from_secs(3);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// The version its `ETag` names.
    pub(crate) version: Option<i32>,
    /// Its body.
    pub(crate) body: Vec<u8>,
}

/// The bytes of a request.
pub(crate) fn request(
    method: &str,
    path: &str,
    token: Option<&str>,
    version: Option<i32>,
    body: Option<&str>,
) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    if let Some(token) = token {
        head.push_str(&format!("Authorization: Bearer {token}\r\n"));
    }
    if let Some(version) = version {
        head.push_str(&format!("If-Match: \"{version}\"\r\n"));
    }
    if let Some(body) = body {
        head.push_str(&format!(
            "Content-Type: application/json\r\nContent-Length: {}\r\n",
            body.len()
        ));
    }
    head.push_str("\r\n");
    head.push_str(body.unwrap_or_default());
    head.into_bytes()
}

impl Wire {
    /// To a port of this machine; connects at the first request.
    pub(crate) const fn new(port: u16) -> Self {
        Self { port, stream: None, buffer: Vec::new() }
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        let answer = self.exchange(request).await;
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer> {
        let open = self.stream.take().filter(|(_, used)| used.elapsed() < FRESH);
        let mut stream = if let Some((open, _)) = open {
            open
        } else {
            let fresh = TcpStream::connect(("127.0.0.1", self.port)).await?;
            fresh.set_nodelay(true)?;
            fresh
        };
        stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n", 0) {
                break at + 4;
            }
            fill(&mut stream, &mut self.buffer).await?;
        };
        let head = Head::read(self.buffer.get(..end).unwrap_or_default());
        let body = match head.length {
            Some(length) => {
                while self.buffer.len() < end + length {
                    fill(&mut stream, &mut self.buffer).await?;
                }
                self.buffer.get(end..end + length).unwrap_or_default().to_vec()
            }
            None if head.is_chunked => chunks(&mut stream, &mut self.buffer, end).await?,
            None => Vec::new(),
        };
        if !head.closes {
            self.stream = Some((stream, Instant::now()));
        }
        Ok(Answer { status: head.status, version: head.version, body })
    }
}

#[derive(Default)]
struct Head {
    status: u16,
    version: Option<i32>,
    length: Option<usize>,
    is_chunked: bool,
    closes: bool,
}

impl Head {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let mut head =
            Self { status: status.and_then(|s| s.parse().ok()).unwrap_or(0), ..Self::default() };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => head.length = value.parse().ok(),
                "transfer-encoding" => head.is_chunked = value.eq_ignore_ascii_case("chunked"),
                "etag" => head.version = value.trim_matches('"').parse().ok(),
                "connection" => head.closes = value.eq_ignore_ascii_case("close"),
                _ => {}
            }
        }
        head
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|at| at + from)
}

async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<()> {
    buffer.reserve(16_384);
    if stream.read_buf(buffer).await? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

async fn chunks(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    mut at: usize,
) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = loop {
            if let Some(end) = find(buffer, b"\r\n", at) {
                break end;
            }
            fill(stream, buffer).await?;
        };
        let size = String::from_utf8_lossy(buffer.get(at..line).unwrap_or_default()).into_owned();
        let size = usize::from_str_radix(size.trim(), 16)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let end = line + 2 + size + 2;
        while buffer.len() < end {
            fill(stream, buffer).await?;
        }
        body.extend_from_slice(buffer.get(line + 2..end - 2).unwrap_or_default());
        at = end;
        if size == 0 {
            return Ok(body);
        }
    }
}
