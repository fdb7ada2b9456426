//! The dossier (卷宗, 归档): the papers of a case in their order. [`rules`] says which belong there
//! and which must, always or on an occasion the case has come to; attachments and issued documents
//! fill the places. Once the case is closed, nothing is missing and cover and contents say what is
//! there, it is sealed, and from then on nothing of it changes. Sealed or not, it leaves as one
//! archive that carries its manifest and the ledger.

mod choosing;
pub mod dto;
pub mod entity;
mod export;
mod filler;
mod following;
mod front;
mod http;
pub mod manifest;
mod occasions;
pub mod repo;
pub mod rules;
pub mod service;
mod view;
mod zip_stream;

pub use http::routes;
pub use rules::DossierRules;
