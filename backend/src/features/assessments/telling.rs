//! Who is told what: the assessed that a period is closed, who decides that an appeal was made, and who
//! made it that it was decided. In the transaction of the fact.

use super::entity::{appeal, assessment, period};
use super::view::facts_of;
use crate::app::AppState;
use crate::features::notices::direct::{Bell, Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::About;
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::{Action, Facts};

/// What telling looks at.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    /// The server.
    pub(super) state: &'a AppState,
    /// The transaction.
    pub(super) tx: &'a Tx,
    /// Who holds which post.
    pub(super) bell: &'a Bell,
    /// The organisation.
    pub(super) directory: &'a Directory,
}

impl Telling<'_> {
    /// The assessed, while there is time for an appeal; not where nothing could be assessed.
    pub(super) async fn closed(
        self,
        period: &period::Model,
        results: &[assessment::Model],
    ) -> AppResult<()> {
        for row in results.iter().filter(|row| row.points_exact.is_some()) {
            let to = [Audience::Department(row.unit_id)];
            let params = self
                .named(row)
                .with("from_on", period.from_on.to_string())
                .with("until_on", period.appeal_until_on.to_string());
            let call = Call {
                kind: NoticeKind::AssessmentReady,
                to: &to,
                only: row.person_id,
                but: None,
                right: Action::AssessmentRead,
                facts: facts_of(row),
                about: About { kind: NoticeAboutKind::Assessment, id: row.id },
                fact_key: format!("{}:{}", row.id, NoticeKind::AssessmentReady.as_str()),
                params,
            };
            ring(self.state, self.tx, self.bell, call).await?;
        }
        Ok(())
    }

    /// Who decides on an appeal.
    pub(super) async fn made(
        self,
        appeal: &appeal::Model,
        (right, facts): (Action, Facts<'_>),
        result: &assessment::Model,
    ) -> AppResult<()> {
        let to = match appeal.center_id {
            Some(center_id) => [Audience::Directors(center_id)],
            None => [Audience::Leaders(result.center_id)],
        };
        let call = Call {
            kind: NoticeKind::AssessmentAppealMade,
            to: &to,
            only: None,
            but: Some(appeal.made_by_id),
            right,
            facts,
            about: About { kind: NoticeAboutKind::AssessmentAppeal, id: appeal.id },
            fact_key: format!("{}:{}", appeal.id, NoticeKind::AssessmentAppealMade.as_str()),
            params: self.named(result),
        };
        ring(self.state, self.tx, self.bell, call).await?;
        Ok(())
    }

    /// Who made it.
    pub(super) async fn decided(
        self,
        appeal: &appeal::Model,
        result: &assessment::Model,
    ) -> AppResult<()> {
        let to = [Audience::Department(result.unit_id)];
        let id = appeal.corrected_id.unwrap_or(result.id);
        let call = Call {
            kind: NoticeKind::AssessmentAppealDecided,
            to: &to,
            only: Some(appeal.made_by_id),
            but: None,
            right: Action::AssessmentRead,
            facts: facts_of(result),
            about: About { kind: NoticeAboutKind::Assessment, id },
            fact_key: format!("{}:{}", appeal.id, NoticeKind::AssessmentAppealDecided.as_str()),
            params: self.named(result),
        };
        ring(self.state, self.tx, self.bell, call).await?;
        Ok(())
    }

    fn named(self, row: &assessment::Model) -> Params {
        Params::default().with("department", self.directory.department_name(row.unit_id))
    }
}
