//! What leaves for a notice beside the inbox: over channels, each with its state, retries and an
//! alarm when it falls silent.
//!
//! All that is due for one person leaves in one message: that is the daily digest, and what an
//! outage held back.

pub mod health;
pub mod hours;
pub mod letter;
mod outgoing;
mod smtp;

use futures_util::future::BoxFuture;

pub use outgoing::send;

use crate::config::NoticesConfig;
use crate::platform::error::AppResult;
use crate::platform::words::words;
use letter::Letter;

words! {
    /// How a message travels. The inbox is no channel: it is always there.
    ChannelName {
        /// 电子邮件.
        Email = "email";
    }
}

words! {
    /// Where a delivery stands.
    DeliveryState {
        /// It has not left yet.
        Pending = "pending";
        /// The other side took it.
        Sent = "sent";
        /// The other side refused it for good.
        Failed = "failed";
        /// Tried too often.
        GivenUp = "given_up";
    }
}

/// Why a message did not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendError {
    /// What is stored of it: never the words of the other side, which may quote an address.
    pub code: &'static str,
    /// Whether trying again is of no use.
    pub is_permanent: bool,
    /// Whether the next message would fare the same.
    pub is_down: bool,
}

impl SendError {
    /// This message is refused for good.
    pub const fn permanent(code: &'static str) -> Self {
        Self { code, is_permanent: true, is_down: false }
    }

    /// This message is to come later.
    pub const fn later(code: &'static str) -> Self {
        Self { code, is_permanent: false, is_down: false }
    }

    /// The channel does not work.
    pub const fn down(code: &'static str) -> Self {
        Self { code, is_permanent: false, is_down: true }
    }
}

/// A way out. Further ones, such as a county's message gateway, implement it too.
pub trait Channel: Send + Sync {
    /// Which one it is.
    fn name(&self) -> ChannelName;
    /// Hands `letter` over.
    fn send<'a>(&'a self, letter: &'a Letter) -> BoxFuture<'a, Result<(), SendError>>;
}

/// The channels of this server.
#[derive(Default)]
pub struct Channels(Vec<Box<dyn Channel>>);

impl Channels {
    /// Those that are switched on.
    pub fn of(config: &NoticesConfig) -> AppResult<Self> {
        let mut channels: Vec<Box<dyn Channel>> = Vec::new();
        if config.smtp.enabled {
            channels.push(Box::new(smtp::Smtp::new(&config.smtp)?));
        }
        Ok(Self(channels))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Channel> {
        self.0.iter().map(AsRef::as_ref)
    }
}
