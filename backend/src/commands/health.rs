//! `zongzhi healthcheck`: asks a running server; containers call it.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Outcome;
use crate::config::Config;
use crate::platform::error::AppResult;

const LONGEST: Duration = Duration::from_secs(5);

/// Good when `/readyz` answers 200 within five seconds.
pub async fn check(config: &Config) -> AppResult<Outcome> {
    let listen = config.server.listen.replace("0.0.0.0", "127.0.0.1");
    match timeout(LONGEST, ask(&listen)).await {
        Ok(Ok(answer)) if answer.starts_with("HTTP/1.1 200") => Ok(Outcome::print("ready\n")),
        Ok(Ok(_)) => Ok(Outcome::fail("not ready\n")),
        Ok(Err(error)) => Ok(Outcome::fail(&format!("no server: {error}\n"))),
        Err(_elapsed) => Ok(Outcome::fail("no answer in time\n")),
    }
}

async fn ask(listen: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(listen).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
