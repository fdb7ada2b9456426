//! `/receptions`.

mod days;
mod records;
mod swaps;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the slice. Paths with a name of their own before those with an id.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(days::receptions_list_days)
        .service(days::receptions_plan_day)
        .service(days::receptions_publish_days)
        .service(days::receptions_list_leaders)
        .service(days::receptions_get_day)
        .service(days::receptions_update_day)
        .service(days::receptions_discard_day)
        .service(days::receptions_excuse_day)
        .service(swaps::receptions_ask_swap)
        .service(swaps::receptions_list_swaps)
        .service(swaps::receptions_agree_swap)
        .service(swaps::receptions_refuse_swap)
        .service(swaps::receptions_withdraw_swap)
        .service(records::receptions_book_appointment)
        .service(records::receptions_cancel_appointment)
        .service(records::receptions_miss_appointment)
        .service(records::receptions_record)
        .service(records::receptions_list_promises)
        .service(records::receptions_list)
        .service(records::receptions_get);
}
