//! The parts of a round, spread over threads. A part's result does not depend on the thread.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{Model, SavedState, round};
use crate::engine::state::PartState;
use crate::solver::{Ended, Next, Settings};

/// Twice or more often a second somebody wants to know.
const PULSE: Duration = Duration::from_millis(150);

/// What the threads of a round share.
pub(crate) struct Shared<'a> {
    pub(crate) model: &'a Model,
    pub(crate) seed: u64,
    threads: usize,
    deadline: Option<Instant>,
    has_to_stop: AtomicBool,
    is_late: AtomicBool,
    work: AtomicU64,
}

impl<'a> Shared<'a> {
    pub(crate) fn new(model: &'a Model, settings: &Settings, deadline: Option<Instant>) -> Self {
        Self {
            model,
            seed: settings.seed,
            threads: settings.threads.clamp(1, 64),
            deadline,
            has_to_stop: AtomicBool::new(false),
            is_late: AtomicBool::new(false),
            work: AtomicU64::new(0),
        }
    }

    /// Whether to go on; adds what was done since the last call.
    pub(crate) fn pulse(&self, work: u64) -> bool {
        self.work.fetch_add(work, Ordering::Relaxed);
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.is_late.store(true, Ordering::Relaxed);
        }
        !self.has_to_stop.load(Ordering::Relaxed) && !self.is_late.load(Ordering::Relaxed)
    }
}

/// A message from a part: how it stands, and whether its round is over.
struct News {
    part: usize,
    state: PartState,
    work: u64,
}

/// Runs a round of every part that is not proven. Says why the run ended, when it did.
pub(crate) fn round(
    shared: &Shared,
    state: &mut SavedState,
    quota: u64,
    watch: &mut dyn FnMut(&SavedState, u64) -> Next,
) -> Option<Ended> {
    let model = shared.model;
    let mut open: Vec<usize> =
        (0..model.parts.len()).filter(|part| !state.parts[*part].is_proven()).collect();
    open.sort_by_key(|part| (std::cmp::Reverse(model.parts[*part].columns), *part));
    let size = |part: usize| u64::try_from(model.parts[part].columns).unwrap_or(1).max(1);
    let all: u64 = open.iter().map(|part| size(*part)).sum();
    let share = |part: usize| {
        let share = u128::from(quota) * u128::from(size(part)) / u128::from(all.max(1));
        u64::try_from(share).unwrap_or(u64::MAX)
    };
    let next = AtomicUsize::new(0);
    let begun = state.work;
    let before = state.parts.clone();
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel::<News>();
        for _ in 0..shared.threads.min(open.len()) {
            let (sender, open, next, before) = (sender.clone(), &open, &next, &before);
            scope.spawn(move || {
                while let Some(part) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut own = before[*part].clone();
                    let work = round::run(shared, *part, &mut own, share(*part));
                    if sender.send(News { part: *part, state: own, work }).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(PULSE) {
                Ok(news) => {
                    state.parts[news.part] = news.state;
                    state.work += news.work;
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let work = begun + shared.work.load(Ordering::Relaxed);
                    if watch(state, work) == Next::Stop {
                        shared.has_to_stop.store(true, Ordering::Relaxed);
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    if shared.has_to_stop.load(Ordering::Relaxed) {
        return Some(Ended::Stopped);
    }
    let is_late = shared.deadline.is_some_and(|deadline| Instant::now() >= deadline);
    (is_late && !state.is_proven()).then_some(Ended::Seconds)
}
