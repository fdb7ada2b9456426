//! The routes of the case slice.

mod actions;
mod bulk;
mod intake;
mod parties;
mod query;

use actix_web::web::PayloadConfig;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Bytes of the longest request of many cases: a thousand of them.
const BULK_BYTES: usize = 8 << 20;

/// Mounts the slice under `/api/v1`.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(intake::cases_register)
        .service(intake::cases_find_similar)
        .service(bulk::cases_preview_bulk)
        .service(bulk::cases_run_bulk)
        .service(
            scope("/cases/bulk")
                .app_data(PayloadConfig::new(BULK_BYTES))
                .service(bulk::cases_register_bulk),
        )
        .service(query::cases_list)
        .service(query::cases_count)
        .service(query::cases_list_late)
        .service(query::cases_get)
        .service(query::cases_get_routing)
        .service(query::cases_explain_right)
        .service(query::cases_list_events)
        .service(query::cases_list_similar)
        .service(query::cases_explain_clock)
        .service(query::cases_get_time_use)
        .service(query::cases_get_workflow)
        .service(actions::cases_classify)
        .service(actions::cases_dispatch)
        .service(actions::cases_sign)
        .service(actions::cases_return)
        .service(actions::cases_rule)
        .service(actions::cases_report_progress)
        .service(actions::cases_resolve)
        .service(actions::cases_accept_resolution)
        .service(actions::cases_reject_resolution)
        .service(actions::cases_record_callback)
        .service(actions::cases_close)
        .service(actions::cases_archive)
        .service(actions::cases_reopen)
        .service(actions::cases_decline)
        .service(actions::cases_withdraw)
        .service(actions::cases_add_assist)
        .service(actions::cases_complete_assist)
        .service(actions::cases_return_assist)
        .service(actions::cases_remove_assist)
        .service(actions::cases_suspend)
        .service(actions::cases_request_suspension)
        .service(actions::cases_decide_suspension)
        .service(actions::cases_record_procedure)
        .service(actions::cases_resume)
        .service(actions::cases_request_extension)
        .service(actions::cases_decide_extension)
        .service(actions::cases_transfer_level)
        .service(actions::cases_take_charge)
        .service(actions::cases_merge)
        .service(actions::cases_unmerge)
        .service(actions::cases_split)
        .service(actions::cases_unsplit)
        .service(actions::cases_restrict)
        .service(actions::cases_lift_restriction)
        .service(actions::cases_reveal_field)
        .service(intake::cases_replace_tracking_code)
        .service(parties::cases_list_parties)
        .service(parties::cases_get_party)
        .service(parties::cases_add_party)
        .service(parties::cases_correct_party);
}
