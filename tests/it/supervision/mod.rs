//! 督办: the ladder over limits that run out, and orders a department has to reply to.

mod bad_input;
mod bulletin;
mod held_up;
mod kit;
mod ladder;
mod orders;
mod rights;
