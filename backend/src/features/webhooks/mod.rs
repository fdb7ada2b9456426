//! Webhooks (事件推送): events of the ledger delivered to other systems, as Standard Webhooks say
//! (<https://www.standardwebhooks.com>).
//!
//! A webhook is somebody's, in one of their capacities: what leaves is what that capacity may read, by
//! the one table of rights, asked when a delivery is made and again when it is sent; and where it is
//! bound to an application, not more than that may read. [`follow`] reads
//! the sealed ledger (ADR 8) on from where a webhook stands, and makes a delivery of each event in the
//! transaction that moves it on; [`sending`] makes the attempts, those of one case one after the other.
//! [`address`], [`target`], [`signature`] and [`schedule`] are pure: where one may deliver to, how a
//! message is signed, and when it is tried again. [`client`] asks the first when a name is resolved.

mod acts;
pub mod address;
pub mod client;
mod deliveries;
mod deliveries_http;
pub mod delivery_dto;
pub mod dto;
pub mod entity;
pub mod follow;
mod http;
pub mod jobs;
mod message;
mod noting;
mod owner;
mod queue;
mod repo;
pub mod schedule;
pub mod sending;
mod service;
pub mod signature;
pub mod target;
mod view;

pub use deliveries_http::routes as delivery_routes;
pub use http::routes;

use crate::platform::words::words;

words! {
    /// Where a webhook stands.
    WebhookState {
        /// It delivers.
        Enabled = "enabled";
        /// It waits, and nothing is lost meanwhile.
        Disabled = "disabled";
        /// It is gone.
        Removed = "removed";
    }
}

words! {
    /// Why a webhook is disabled.
    WebhookDisabledCode {
        /// Somebody disabled it, and said why.
        ByHand = "by_hand";
        /// The receiver answered 410: it wants nothing more.
        Gone = "gone";
        /// For days no attempt succeeded.
        Failing = "failing";
        /// Nobody holds the capacity any more whose rights it delivers by.
        OwnerGone = "owner_gone";
        /// The application it is bound to is stopped or has ended.
        ApplicationStopped = "application_stopped";
    }
}

words! {
    /// Where a delivery stands.
    WebhookDeliveryState {
        /// It waits for its first or next attempt.
        Pending = "pending";
        /// The receiver took it.
        Delivered = "delivered";
        /// It was tried often enough.
        Failed = "failed";
        /// The owner may not read the case any more: it was not sent.
        Withheld = "withheld";
    }
}

words! {
    /// Why an attempt failed.
    WebhookAttemptError {
        /// Another status than 2xx.
        Status = "status";
        /// 410: nothing more is wanted.
        Gone = "gone";
        /// It answered with another address, which is never followed.
        Redirected = "redirected";
        /// No answer in time.
        Timeout = "timeout";
        /// The name is not known.
        NameUnknown = "name_unknown";
        /// The address is none events go to.
        AddressRefused = "address_refused";
        /// The connection failed, or its certificate is not trusted.
        Connection = "connection";
        /// The answer broke off.
        Broken = "broken";
    }
}
