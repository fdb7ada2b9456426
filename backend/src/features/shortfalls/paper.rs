//! A department's month as a document (派驻到岗情况月报): written anew into the template in force, as of
//! the day it is taken.

use std::collections::BTreeMap;

use actix_web::web;

use super::coverage;
use super::dto::CoverageFilter;
use super::paper_facts::facts;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::documents::content::DocumentContent;
use crate::features::documents::docx::{self, Frame};
use crate::features::documents::facts::Issuing;
use crate::features::documents::filling::{Missing, fill};
use crate::features::documents::kind::DocumentKind;
use crate::features::documents::repo as documents;
use crate::features::documents::template::TemplateDefinition;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::Actor;

const KIND: DocumentKind = DocumentKind::CoverageReport;

/// The DOCX file, its name and bytes. The log says who took it.
pub(super) async fn docx(
    state: &AppState,
    actor: &Actor,
    filter: &CoverageFilter,
) -> AppResult<(String, Vec<u8>)> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let report = Box::pin(coverage::view(state, actor, filter, Lang::Zh)).await?;
    let on = local_date(now);
    let versions = documents::templates(db, &[KIND]).await?;
    let template = documents::in_force(&versions, KIND, on).cloned();
    let template = template.ok_or(ErrorCode::DocumentNoTemplate)?;
    let definition: TemplateDefinition = serde_json::from_str(&template.definition)?;
    let issuing = Issuing { document_no: None, on, by: &actor.person_name };
    let (filled, missing) = fill(&definition, &facts(&report, issuing), &BTreeMap::new());
    if !missing.is_empty() {
        return Err(AppError::Validation(missing.iter().map(Missing::refusal).collect()));
    }
    let content = DocumentContent::of(&definition, filled);
    let base = state.config.notices.link_base.trim_end_matches('/').to_owned();
    let center = report.center.name.clone();
    let title = format!("{}到岗月报", report.month);
    let file = web::block(move || {
        let frame = Frame {
            center: &center,
            document_no: &title,
            edition: 1,
            check_code: "—",
            verify_url: &format!("{base}/shortfalls"),
            issued_at: now,
        };
        docx::write(&content, &frame)
    });
    let file = file.await.map_err(AppError::internal)??;
    let entry = Entry::of(state, AuditAction::DocumentExported).by(actor);
    let entry = entry.on("department", filter.department_id).with("kind", KIND.as_str());
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok((format!("coverage-{}.docx", report.month), file))
}
