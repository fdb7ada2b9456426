//! What is told of cases as it happens: whose it is to know, in which order, and nothing beside.

mod applications;
mod changes;
mod cloud_events;
mod kit;
mod stream;
