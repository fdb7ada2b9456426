//! Writes the security log.

use sea_orm::{ActiveValue, EntityTrait};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::entity::entry;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::words::words;
use crate::policy::Actor;

words! {
    /// What was done.
    AuditAction {
        /// Somebody signed in.
        SignedIn = "auth.signed_in";
        /// A sign-in failed; `name_hash` is the hash of the name.
        SignInFailed = "auth.sign_in_failed";
        /// Failed sign-ins locked a name.
        NameLocked = "auth.name_locked";
        /// Somebody signed out.
        SignedOut = "auth.signed_out";
        /// Somebody chose another capacity to act in.
        CapacitySwitched = "auth.capacity_switched";
        /// Somebody changed their own password.
        PasswordChanged = "auth.password_changed";
        /// A used refresh token came again; its family was revoked.
        RefreshReused = "auth.refresh_reused";
        /// An account was opened.
        UserCreated = "user.created";
        /// An account was renamed, closed or opened again.
        UserChanged = "user.changed";
        /// Somebody turned one-time passwords on.
        OtpEnabled = "auth.otp_enabled";
        /// Somebody turned one-time passwords off.
        OtpDisabled = "auth.otp_disabled";
        /// An administrator turned somebody's one-time passwords off.
        OtpReset = "user.otp_reset";
        /// An administrator set a new password.
        PasswordReset = "user.password_reset";
        /// A person was entered.
        PersonCreated = "person.created";
        /// A person's record was changed.
        PersonChanged = "person.changed";
        /// A capacity was granted.
        CapacityGranted = "capacity.granted";
        /// Somebody looked at a masked field; the reason is in the ledger of the case.
        FieldRevealed = "case.field_revealed";
        /// A department was entered.
        DepartmentCreated = "department.created";
        /// A department or its duty list was changed.
        DepartmentChanged = "department.changed";
        /// A centre was entered.
        CenterCreated = "center.created";
        /// A centre was changed.
        CenterChanged = "center.changed";
        /// A version of the working calendar was imported.
        CalendarImported = "calendar.imported";
        /// A version of a time-limit rule was published.
        TimeLimitPublished = "time_limit.published";
        /// The last day of a time-limit rule was set.
        TimeLimitRetired = "time_limit.retired";
        /// A version of a rule of the procedure was published.
        ProcedureRulePublished = "procedure_rule.published";
        /// A capacity was withdrawn or given back.
        CapacityChanged = "capacity.changed";
        /// Somebody is to replace another in a capacity.
        SubstitutionSet = "substitution.set";
        /// A substitution was revoked.
        SubstitutionRevoked = "substitution.revoked";
        /// A rule was activated, paused or retired; the reason is in its history.
        AutomationRuleTurned = "automation_rule.turned";
        /// A director said that a precedent is no longer to be followed.
        PrecedentRetired = "precedent.retired";
        /// A callback quota was set.
        CallbackQuotaSet = "callback.quota_set";
        /// A month of the reports was closed.
        ReportClosed = "report.closed";
        /// A report or a ledger left the system as a file.
        ReportExported = "report.exported";
        /// A version of a template of documents was published.
        DocumentTemplatePublished = "document_template.published";
        /// A document that names parties was issued.
        DocumentIssued = "document.issued";
        /// Somebody read or took a document that names parties.
        DocumentOpened = "document.opened";
        /// Somebody opened a paper that names a party; the reason is in the ledger of the case.
        AttachmentOpened = "attachment.opened";
        /// Somebody took a dossier along.
        DossierExported = "dossier.exported";
        /// Somebody took the file of a document along.
        DocumentExported = "document.exported";
        /// A version of an assessment scheme was published.
        AssessmentSchemePublished = "assessment_scheme.published";
        /// The last day of an assessment scheme was set.
        AssessmentSchemeRetired = "assessment_scheme.retired";
        /// A period of assessment was closed by hand.
        AssessmentPeriodClosed = "assessment.period_closed";
        /// An appeal against an assessment was decided.
        AssessmentAppealDecided = "assessment.appeal_decided";
        /// An application got an access token.
        ApplicationSignedIn = "application.signed_in";
        /// An application was set up, and waits for approval.
        ApplicationCreated = "application.created";
        /// An application was approved.
        ApplicationApproved = "application.approved";
        /// An application was stopped for a while.
        ApplicationSuspended = "application.suspended";
        /// An application may go on.
        ApplicationResumed = "application.resumed";
        /// An application was ended for good.
        ApplicationRevoked = "application.revoked";
        /// An application got a second secret.
        ApplicationSecretRotated = "application.secret_rotated";
        /// A secret of an application was ended.
        ApplicationSecretRevoked = "application.secret_revoked";
        /// Rate limits, origins or limits of requests were changed.
        ApiSettingsChanged = "api_settings.changed";
        /// Who heads a department was set down, or ended.
        DepartmentHeadNamed = "department.head_named";
        /// An adapter was switched on or off, or got another mapping.
        AdapterChanged = "adapter.changed";
        /// Somebody looked at the telephone number of who is on duty; the reason is beside it.
        DutyPhoneRevealed = "duty.phone_revealed";
        /// A video device was entered.
        DeviceEntered = "device.entered";
        /// A video device was changed.
        DeviceChanged = "device.changed";
        /// Somebody was sent to look through a device; the reason is in its log of looks.
        DeviceLookedThrough = "device.looked_through";
        /// Somebody set up a webhook.
        WebhookCreated = "webhook.created";
        /// Where a webhook delivers, or what, was changed.
        WebhookChanged = "webhook.changed";
        /// A webhook got a new secret.
        WebhookSecretRotated = "webhook.secret_rotated";
        /// A webhook was enabled.
        WebhookEnabled = "webhook.enabled";
        /// A webhook was disabled, by somebody or by itself.
        WebhookDisabled = "webhook.disabled";
        /// A webhook was asked to deliver again what happened since an instant.
        WebhookReplayed = "webhook.replayed";
        /// A webhook was removed.
        WebhookRemoved = "webhook.removed";
        /// Cases were imported from a file.
        CasesImported = "cases.imported";
        /// Cases left the system as a file.
        CasesExported = "cases.exported";
        /// Somebody took the file of an export along.
        ExportOpened = "export.opened";
    }
}

/// One line before it is written.
#[derive(Debug)]
pub struct Entry {
    row: entry::ActiveModel,
    data: Map<String, Value>,
}

impl Entry {
    /// `action` now, by nobody known.
    pub fn of(state: &AppState, action: AuditAction) -> Self {
        let row = entry::ActiveModel {
            id: ActiveValue::Set(state.ids.next()),
            at: ActiveValue::Set(state.clock.now()),
            user_id: ActiveValue::Set(None),
            capacity_id: ActiveValue::Set(None),
            action: ActiveValue::Set(action.as_str().to_owned()),
            object_kind: ActiveValue::Set(None),
            object_id: ActiveValue::Set(None),
            data: ActiveValue::NotSet,
        };
        Self { row, data: Map::new() }
    }

    /// Done by `actor`.
    #[must_use]
    pub fn by(self, actor: &Actor) -> Self {
        let entry = self.by_user(actor.user_id, Some(actor.capacity_id));
        match actor.application.as_deref() {
            Some(limits) => entry.with("application_id", limits.application_id.to_string()),
            None => entry,
        }
    }

    /// Done by `actor`; none on the command line and in the demo county.
    #[must_use]
    pub fn by_any(self, actor: Option<&Actor>) -> Self {
        match actor {
            Some(actor) => self.by(actor),
            None => self,
        }
    }

    /// Done under an account, in a capacity where one is known.
    #[must_use]
    pub fn by_user(mut self, user_id: Uuid, capacity_id: Option<Uuid>) -> Self {
        self.row.user_id = ActiveValue::Set(Some(user_id));
        self.row.capacity_id = ActiveValue::Set(capacity_id);
        self
    }

    /// Done to the object `id`.
    #[must_use]
    pub fn on(mut self, kind: &str, id: Uuid) -> Self {
        self.row.object_kind = ActiveValue::Set(Some(kind.to_owned()));
        self.row.object_id = ActiveValue::Set(Some(id));
        self
    }

    /// Adds a fact: ids, codes and flags. Names, phones and texts do not belong here.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.data.insert(name.to_owned(), value.into());
        self
    }
}

/// Writes `entry` in the transaction of what it reports.
pub async fn record(tx: &Tx, entry: Entry) -> AppResult<()> {
    let Entry { mut row, data } = entry;
    row.data = ActiveValue::Set(Value::Object(data).to_string());
    entry::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
