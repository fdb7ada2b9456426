//! Rules that act on cases by themselves.

mod acting;
mod beside;
mod drafting;
mod in_charge;
mod interpreters;
mod kit;
mod previewing;
mod put_off;
mod reading;
mod runaway;
mod time;
