//! 附件: two steps in, looked at on the way, opened by tickets, and nothing left behind.

mod aborting;
mod bucket;
mod kit;
mod opening;
mod refusals;
mod scanning;
mod uploading;
mod visibility;
