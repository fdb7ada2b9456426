//! A mail server of a few lines: it takes, defers or refuses, and remembers what it took.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// It takes everything.
    Takes,
    /// Later, perhaps.
    Defers,
    /// No such mailbox.
    Refuses,
}

/// What was said after `DATA`.
#[derive(Debug, Clone)]
pub(super) struct Mail {
    /// The recipient.
    pub(super) to: String,
    /// Headers and body as they came.
    pub(super) raw: String,
}

impl Mail {
    /// The text.
    pub(super) fn text(&self) -> String {
        let (head, body) = self.raw.split_once("\r\n\r\n").expect("a body");
        assert!(head.contains("Content-Transfer-Encoding: base64"), "{head}");
        let packed: String = body.split_whitespace().collect();
        String::from_utf8(STANDARD.decode(packed).expect("base64")).expect("UTF-8")
    }

    /// A header.
    pub(super) fn header(&self, name: &str) -> &str {
        let found = self.raw.lines().find_map(|line| line.strip_prefix(name));
        found.and_then(|rest| rest.strip_prefix(": ")).unwrap_or_default()
    }
}

/// A running server.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) port: u16,
    mood: Rc<Cell<Mood>>,
    mails: Rc<RefCell<Vec<Mail>>>,
}

impl Server {
    /// Listens on a free port of this machine.
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Self { port, mood: Rc::new(Cell::new(Mood::Takes)), mails: Rc::default() };
        let listening = server.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                listening.serve(stream).await;
            }
        });
        server
    }

    /// A port at which nobody listens.
    pub(super) async fn nobody() -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address").port()
    }

    pub(super) fn be(&self, mood: Mood) {
        self.mood.set(mood);
    }

    pub(super) fn mails(&self) -> Vec<Mail> {
        self.mails.borrow().clone()
    }

    async fn serve(&self, stream: TcpStream) {
        let mut lines = BufReader::new(stream);
        let mut to = String::new();
        say(&mut lines, "220 test").await;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let verb = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250 test",
                "RCPT" => match self.mood.get() {
                    Mood::Takes => {
                        line.trim_end().clone_into(&mut to);
                        "250 ok"
                    }
                    Mood::Defers => "451 later",
                    Mood::Refuses => "550 no mailbox chen@county.example.cn here",
                },
                "DATA" => {
                    say(&mut lines, "354 go on").await;
                    let raw = data(&mut lines).await;
                    self.mails.borrow_mut().push(Mail { to: to.clone(), raw });
                    "250 taken"
                }
                "QUIT" => {
                    say(&mut lines, "221 bye").await;
                    return;
                }
                _ => "250 ok",
            };
            say(&mut lines, answer).await;
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) {
    // Who hung up hears nothing.
    let _ = stream.write_all(format!("{line}\r\n").as_bytes()).await;
}

async fn data(stream: &mut BufReader<TcpStream>) -> String {
    let mut all = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == ".\r\n" {
            return all;
        }
        all.push_str(&line);
    }
}
