//! Papers of some cases, by the use cases everybody goes through: receipts, transfer sheets, reports
//! of closed cases with the cover and contents of their dossiers, an edition that was replaced and one
//! that was voided, and the letter of a supervision order.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::CaseStatus;
use crate::features::documents::dto::{DocumentKind, IssueDocumentRequest, VoidDocumentRequest};
use crate::features::documents::entity::document;
use crate::features::documents::{issue, service};
use crate::features::supervision::entity::order_case;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::{Actor, Role};

/// How many cases of each kind get papers.
const EACH: u64 = 4;

/// Issues the papers in the last hours of the story.
pub(super) async fn issue_some(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<usize> {
    let clerk = staff(teller, Role::Clerk)?;
    let dispatcher = staff(teller, Role::Dispatcher)?;
    let supervisor = staff(teller, Role::Supervisor)?;
    let at = teller.end - TimeDelta::minutes(1);
    let press = Press { tx, teller, ground, at };
    let mut issued = 0;
    for id in cases_in(tx, CaseStatus::Registered, at).await? {
        press.issue(clerk, id, DocumentKind::IntakeForm, &[]).await?;
        let notes = [("notes", "如需补充材料，请到综合窗口提交。")];
        let first = press.issue(clerk, id, DocumentKind::Receipt, &notes).await?;
        issued += 2;
        if issued == 2 {
            press.again(clerk, &first, DocumentKind::Receipt, &notes).await?;
        }
    }
    for id in cases_in(tx, CaseStatus::InProgress, at).await? {
        press.issue(clerk, id, DocumentKind::RightsNotice, &[]).await?;
        let sheet = press.issue(dispatcher, id, DocumentKind::TransferSheet, &[]).await?;
        issued += 2;
        if issued % 4 == 0 {
            press.void(dispatcher, &sheet).await?;
        }
    }
    let filed = [("volume_no", "（2026）清人调字第1号"), ("filed_by", "综合窗口")];
    for id in cases_in(tx, CaseStatus::Archived, at).await? {
        press.issue(clerk, id, DocumentKind::ClosingReport, &[]).await?;
        press.issue(clerk, id, DocumentKind::DossierCover, &filed).await?;
        press.issue(clerk, id, DocumentKind::DossierContents, &[]).await?;
        issued += 3;
    }
    if let Some((case_id, order_id)) = ordered(tx, at).await? {
        press.about(supervisor, case_id, DocumentKind::SupervisionLetter, order_id).await?;
        issued += 1;
    }
    Ok(issued)
}

fn staff<'a>(teller: &'a Teller<'_>, role: Role) -> AppResult<&'a Actor> {
    let ours = |actor: &&Actor| actor.role == role && actor.region_code.as_deref() == Some(COUNTY);
    let found = teller.county.staff.iter().find(ours);
    found.ok_or_else(|| AppError::internal("nobody of the county's centre"))
}

/// Some cases of the county that stand in a status, in the order of their numbers.
async fn cases_in(tx: &Tx, status: CaseStatus, at: DateTime<Utc>) -> AppResult<Vec<Uuid>> {
    let found = case::Entity::find()
        .filter(case::Column::Status.eq(status.as_str()))
        .filter(case::Column::IsAnonymous.eq(false))
        .filter(case::Column::UpdatedAt.lte(at))
        .order_by_asc(case::Column::CaseNo)
        .limit(EACH)
        .all(&**tx)
        .await?;
    Ok(found.into_iter().map(|case| case.id).collect())
}

/// The first order of the supervisors, with one of its cases.
async fn ordered(tx: &Tx, at: DateTime<Utc>) -> AppResult<Option<(Uuid, Uuid)>> {
    let cases = order_case::Entity::find().order_by_asc(order_case::Column::OrderId);
    for row in cases.all(&**tx).await? {
        let case = case::Entity::find_by_id(row.case_id).one(&**tx).await?;
        if case.is_some_and(|case| case.updated_at <= at) {
            return Ok(Some((row.case_id, row.order_id)));
        }
    }
    Ok(None)
}

/// Issues papers at one moment.
struct Press<'a> {
    tx: &'a Tx,
    teller: &'a Teller<'a>,
    ground: &'a Ground,
    at: DateTime<Utc>,
}

impl Press<'_> {
    async fn issue(
        &self,
        actor: &Actor,
        case_id: Uuid,
        kind: DocumentKind,
        fields: &[(&str, &str)],
    ) -> AppResult<document::Model> {
        let fields = typed(fields);
        let request = IssueDocumentRequest { kind, about_id: None, replaces_id: None, fields };
        self.print(actor, case_id, &request).await
    }

    async fn about(
        &self,
        actor: &Actor,
        case_id: Uuid,
        kind: DocumentKind,
        about_id: Uuid,
    ) -> AppResult<document::Model> {
        let fields = BTreeMap::new();
        let about_id = Some(about_id);
        let request = IssueDocumentRequest { kind, about_id, replaces_id: None, fields };
        self.print(actor, case_id, &request).await
    }

    /// The next edition.
    async fn again(
        &self,
        actor: &Actor,
        old: &document::Model,
        kind: DocumentKind,
        fields: &[(&str, &str)],
    ) -> AppResult<document::Model> {
        let (replaces_id, fields) = (Some(old.id), typed(fields));
        let request = IssueDocumentRequest { kind, about_id: None, replaces_id, fields };
        self.print(actor, old.case_id, &request).await
    }

    async fn print(
        &self,
        actor: &Actor,
        case_id: Uuid,
        request: &IssueDocumentRequest,
    ) -> AppResult<document::Model> {
        let Self { tx, teller, ground, at } = self;
        let state = teller.state;
        teller.clock.set(*at);
        let ready = issue::ready(&***tx, state, actor, ground, case_id, request);
        let gathered = Box::pin(ready).await?;
        let number = match issue::number(&***tx, case_id, request).await? {
            Some(number) => number,
            None => (issue::take_number(tx, COUNTY, local_date(*at)).await?, 1),
        };
        let made = Box::pin(issue::make(state, actor, ground, gathered, request, number)).await?;
        Box::pin(issue::store(state, tx, actor, ground, &made, Lang::Zh)).await?;
        Ok(made.into_row())
    }

    async fn void(&self, actor: &Actor, row: &document::Model) -> AppResult<()> {
        let Self { tx, teller, ground, .. } = self;
        let request =
            VoidDocumentRequest { reason: "办理期限填写有误，另行出具".to_owned() };
        let asked = (IfMatch(1), &request, Lang::Zh);
        let ids = [row.case_id, row.id];
        Box::pin(service::void(teller.state, tx, actor, ground, ids, asked)).await?;
        Ok(())
    }
}

fn typed(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}
