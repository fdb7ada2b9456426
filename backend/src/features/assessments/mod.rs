//! Assessment (考核) of departments and of the people they station at a centre.
//!
//! A [scheme](definition) is versioned data: indicators, weights and [formulas](formula) of a small
//! closed grammar over exact fractions. What it looks at are [facts](source) that are there already,
//! each kept or failed; how many there are is no input, so nobody gains by entering more, and nothing
//! ranks or times a person (domain 8.4). A period is [closed](closing) with its facts and results
//! under hashes; an accepted [appeal](appeals) puts a corrected result beside the first.

pub mod appeals;
mod appeals_http;
pub mod closing;
pub mod definition;
pub mod dto;
pub mod entity;
pub mod formula;
mod formula_reader;
pub mod gather;
pub mod heads;
mod heads_http;
mod hidden;
mod http;
pub mod jobs;
pub mod outcome;
pub mod period;
mod periods_http;
pub mod posts;
pub mod repo;
pub mod scheme_dto;
mod scheme_http;
pub mod schemes;
pub mod scoring;
pub mod service;
pub mod settled;
pub mod simulation;
pub mod source;
mod telling;
pub mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the slice. What has a name of its own goes before what has an id in its place.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(scheme_http::routes)
        .configure(periods_http::routes)
        .configure(appeals_http::routes)
        .configure(heads_http::routes)
        .configure(http::routes);
}
