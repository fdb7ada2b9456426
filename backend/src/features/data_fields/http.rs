//! `/data-fields`.

use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{AskingFormView, DataFieldFilter, DataFieldView};
use super::registry::{self, Asked, Field, Named, Registry};
use crate::features::auth::CurrentActor;
use crate::platform::error::AppResult;
use crate::platform::http::{Page, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(data_fields_list);
}

#[utoipa::path(
    tag = "data_fields",
    operation_id = "data_fields_list",
    summary = "List the stored fields",
    description = "Every field once: who owns it, on what ground and how long it is kept, which \
        form asks for it, and which ledgers, reports and documents re-use it. Always whole.",
    params(DataFieldFilter),
    responses((status = 200, description = "The fields", body = Page<DataFieldView>))
)]
#[get("/data-fields")]
async fn data_fields_list(
    actor: CurrentActor,
    filter: WholeList<DataFieldFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<DataFieldView>>> {
    actor.may(Action::ReferenceRead)?;
    let lang = Lang::of(&request);
    let registry = registry::read()?;
    let wanted = |field: &&Field| {
        (filter.0.object.is_empty() || filter.0.object.contains(&field.object))
            && filter.0.origin.is_none_or(|origin| origin == field.origin)
            && filter.0.is_personal.is_none_or(|is| is == field.is_personal)
            && filter.0.form.as_deref().is_none_or(|form| field.is_asked_by(form))
    };
    let fields = registry.fields.iter().filter(wanted);
    filter.reply(Page::whole(fields.map(|field| view(&registry, field, lang)).collect()))
}

fn view(registry: &Registry, field: &Field, lang: Lang) -> DataFieldView {
    let name = |list: &[Named], code: &str| {
        let found = registry::named(list, code);
        found.map_or_else(|| code.to_owned(), |one| one.name(lang).to_owned())
    };
    let asked = |asked: &Asked| AskingFormView {
        form: asked.form.clone(),
        member: asked.member.clone(),
        why: asked.why(lang).map(ToOwned::to_owned),
    };
    DataFieldView {
        object: field.object,
        table: field.table.clone(),
        column: field.column.clone(),
        name: field.name(lang).to_owned(),
        origin: field.origin,
        owner: name(&registry.owners, &field.owner),
        basis: name(&registry.bases, &field.basis),
        basis_code: field.basis.clone(),
        retention: name(&registry.retentions, &field.retention),
        retention_code: field.retention.clone(),
        is_personal: field.is_personal,
        asked_by: field.asked_by.iter().map(asked).collect(),
        changed_by: field.changed_by.iter().map(asked).collect(),
        reused_by: field.reused_by.iter().map(|one| name(&registry.uses, one)).collect(),
    }
}
