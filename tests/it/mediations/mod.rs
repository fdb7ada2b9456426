//! 矛盾联调: sessions that nobody and no room attends twice, consent, minutes, agreements and what
//! became of them.

mod agreements;
mod booking;
mod confirmation;
pub(crate) mod kit;
mod overlaps;
mod register;
mod reminders;
mod rights;
mod sessions;
