//! Zongzhi (综治): the working platform of a county governance centre (综治中心).
//!
//! `platform` is shared ground and knows no feature; `policy` decides who may do what;
//! `features` holds one folder a noun; `app` mounts them; `openapi` completes the document.

pub mod app;
pub mod commands;
pub mod config;
pub mod features;
pub mod openapi;
pub mod platform;
pub mod policy;
