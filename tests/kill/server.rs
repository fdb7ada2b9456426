//! The built program, started and killed.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zongzhi_tests::db::TestDb;
use zongzhi_tests::project::{env, root};
use zongzhi_tests::world::COUNTY;

use crate::http::call;

/// What requests in flight are given to finish.
const DRAIN: Duration = Duration::from_secs(20);

/// How the program is started again and again.
pub(crate) struct Program {
    file: PathBuf,
    url: String,
    keys: TempDir,
    settings: Vec<(&'static str, String)>,
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Program {
    /// The program of this build over `db`.
    pub(crate) fn over(db: &TestDb) -> Self {
        let beside = || {
            let test = std::env::current_exe().ok()?;
            Some(test.parent()?.parent()?.join("zongzhi"))
        };
        let file = env("ZONGZHI_PROGRAM").map(PathBuf::from).or_else(beside).expect("a path");
        assert!(
            file.is_file(),
            "{} is not built: cargo build --workspace --bin zongzhi",
            file.display()
        );
        let keys = tempfile::tempdir().expect("a folder for keys");
        Self { file, url: db.config.url.clone(), keys, settings: Vec::new() }
    }

    /// The same under another setting.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command
            .env("ZONGZHI__DATABASE__URL", &self.url)
            .env("ZONGZHI__DATABASE__SQLITE_SYNCHRONOUS", "full")
            .env("ZONGZHI__DATABASE__MAX_CONNECTIONS", "8")
            .env("ZONGZHI__AUTH__KEY_DIR", self.keys.path())
            .env("ZONGZHI__JOBS__INTERVAL_MS", "25")
            .env("ZONGZHI__TELEMETRY__LOG", "error")
            .env("ZONGZHI__SERVER__WEB_ROOT", "")
            .env("ZONGZHI__SERVER__DRAIN_SECONDS", DRAIN.as_secs().to_string())
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(self.keys.path())
            .stdin(Stdio::null());
        command
    }

    /// Starts it on a spare port and waits until it answers.
    pub(crate) fn start(&self) -> Server {
        let spare = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let address = spare.expect("a spare port");
        let mut command = self.command();
        command.arg("serve").env("ZONGZHI__SERVER__LISTEN", address.to_string());
        let child = command.stdout(Stdio::null()).spawn().expect("the program starts");
        let mut server = Server { child, address };
        let begun = Instant::now();
        while !call(address, "GET", "/healthz", &[], None).is_ok_and(|a| a.status == 200) {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not come up");
            let ended = server.child.try_wait().expect("a look");
            assert!(ended.is_none(), "the server ended: {ended:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
        server
    }

    /// `zongzhi import` of messages of a board into the county of the tests.
    pub(crate) fn import(&self, file: &Path, batch: u64) -> Command {
        let mapping = root().join("docs/examples/message-board.toml");
        let mut command = self.command();
        command.arg("import").arg(file).arg("--mapping").arg(mapping);
        command.args(["--region", COUNTY.code, "--batch", &batch.to_string()]);
        command
    }

    /// `zongzhi verify-ledger`, which must succeed.
    pub(crate) fn verify(&self) {
        let done = self.command().arg("verify-ledger").output().expect("the program runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned()
            + &String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
    }
}

impl Server {
    /// Asks it to stop by a signal, as operators do. It must end by itself, in time and in good order.
    pub(crate) fn stop(mut self, signal: &str) {
        // The shell's own `kill`: not every box has the program.
        let line = format!("kill -{signal} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &line]).status().expect("a shell");
        assert!(sent.success(), "{line}: {sent}");
        let begun = Instant::now();
        loop {
            if let Some(ended) = self.child.try_wait().expect("a look") {
                assert_eq!(ended.code(), Some(0), "after {signal}: {ended}");
                return;
            }
            assert!(begun.elapsed() < DRAIN * 2, "the server does not end after {signal}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills it as a power cut would: no signal it could catch.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("killing");
        self.child.wait().expect("the end");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone after `kill`; else a check failed and nobody needs it.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
