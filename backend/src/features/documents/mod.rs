//! Documents (文书): the papers a case comes with, from the intake form to the contents of its dossier.
//!
//! A template ([`template`], data with a version) says which fields a paper has and how it looks;
//! [`facts`] says what the case gives, [`filling`] what is missing. What is issued is frozen: its
//! content ([`content`]), its file ([`docx`]) and their hashes, which stand in the ledger of the case
//! and are what the QR code on the paper is verified against.

pub mod access;
mod callback_facts;
pub mod content;
pub mod docx;
mod draft;
pub mod dto;
pub mod entity;
mod example;
pub mod fact;
pub mod facts;
pub mod filling;
pub mod gather;
mod http;
pub mod issue;
pub mod kind;
pub mod mediated;
mod mediated_facts;
pub mod qr;
pub mod repo;
pub mod service;
pub mod template;
mod template_check;
pub mod template_dto;
mod template_http;
pub mod templates;
pub mod view;

pub use http::routes;
pub use template_http::routes as template_routes;
