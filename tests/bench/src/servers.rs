//! Starting what is measured, in processes of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Done;
use crate::proc::Process;
use crate::wire::{Wire, request};

/// A running server; it ends with this value.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) port: u16,
    /// The process.
    pub(crate) process: Process,
    /// From starting the program to its first 200.
    pub(crate) started_in: Duration,
}

/// How the server under test is started.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// The `zongzhi` program.
    pub(crate) program: PathBuf,
    /// Folder for keys and logs.
    pub(crate) home: PathBuf,
    /// Pause between two rounds of the job runner.
    pub(crate) jobs_ms: u64,
}

impl Server {
    /// The server itself over the database at `url`, with the settings it is shipped with.
    pub(crate) async fn ours(setup: &Setup, url: &str) -> Done<Self> {
        let port = free_port()?;
        let mut command = Command::new(&setup.program);
        command
            .arg("serve")
            .env("ZONGZHI__DATABASE__URL", url)
            .env("ZONGZHI__AUTH__KEY_DIR", setup.home.join("keys"))
            .env("ZONGZHI__SERVER__LISTEN", format!("127.0.0.1:{port}"))
            .env("ZONGZHI__SERVER__WEB_ROOT", "")
            .env("ZONGZHI__LEDGER__CHECKPOINT_DIR", setup.home.join("ledger"))
            // One account asks as often as a whole prefecture.
            .env("ZONGZHI__RATE_LIMITS__READ_PER_MINUTE", "0")
            .env("ZONGZHI__RATE_LIMITS__WRITE_PER_MINUTE", "0")
            .env("ZONGZHI__JOBS__INTERVAL_MS", setup.jobs_ms.to_string());
        Self::start(command, port, &setup.home.join("server.log")).await
    }

    /// The bare service of this program.
    pub(crate) async fn bare(setup: &Setup, url: &str) -> Done<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", "--url", url, "--port", &port.to_string()]);
        Self::start(command, port, &setup.home.join("bare.log")).await
    }

    async fn start(mut command: Command, port: u16, log: &Path) -> Done<Self> {
        let log_file = File::options().create(true).append(true).open(log)?;
        command.stdin(Stdio::null()).stdout(log_file.try_clone()?).stderr(log_file);
        let begun = Instant::now();
        // Owned from here on: whatever goes wrong, dropping it ends the process.
        let mut server = Self::spawn(&mut command, port)?;
        let ready = request("GET", "/readyz", None, None, None);
        let mut wire = Wire::new(port);
        loop {
            if wire.ask(&ready).await.is_ok_and(|answer| answer.status == 200) {
                break;
            }
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("the server ended ({status}); see {}", log.display()).into());
            }
            if begun.elapsed() > Duration::from_secs(30) {
                return Err("the server did not answer within 30 s".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.started_in = begun.elapsed();
        Ok(server)
    }

    fn spawn(command: &mut Command, port: u16) -> Done<Self> {
        let child = command.spawn()?;
        let process = Process { pid: child.id(), with_children: false };
        Ok(Self { child, port, process, started_in: Duration::ZERO })
    }
}

impl Drop for Server {
    /// SIGTERM would wait for the keep-alive connections; nothing is in flight here.
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            let _ended = self.child.wait();
        }
    }
}

fn free_port() -> Done<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
