//! How far a long command is: a bar on a terminal, a plain line a second elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

const BETWEEN_LINES: Duration = Duration::from_secs(1);

/// Shows the progress of one command on standard error.
pub struct Progress {
    bar: Option<ProgressBar>,
    total: u64,
    last_line: Instant,
}

impl Progress {
    /// Of `total` units, such as bytes or rows.
    pub fn of(total: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(total);
            let style = ProgressStyle::with_template("{bar:40} {percent:>3} % {eta:>4} {msg}");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, total, last_line: Instant::now() }
    }

    /// `done` units are done; `note` says it in words.
    pub fn at(&mut self, done: u64, note: impl FnOnce() -> String) {
        match &self.bar {
            Some(bar) => {
                bar.set_position(done.min(self.total));
                bar.set_message(note());
            }
            None if self.last_line.elapsed() >= BETWEEN_LINES => {
                self.last_line = Instant::now();
                let percent = done.min(self.total) * 100 / self.total.max(1);
                say(&format!("{percent:>3} % {}", note()));
            }
            None => {}
        }
    }

    /// Removes the bar.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// One line for the person at the keyboard; a closed pipe is no reason to stop.
pub fn say(line: &str) {
    if let Err(error) = writeln!(std::io::stderr(), "{line}") {
        tracing::debug!(%error, "nobody reads standard error");
    }
}
