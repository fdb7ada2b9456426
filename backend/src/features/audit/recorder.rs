//! Writes the security log.

use sea_orm::{ActiveValue, EntityTrait};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::entity::entry;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Actor;

macro_rules! actions {
    ($($variant:ident = $code:tt, $doc:literal;)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        pub enum AuditAction {
            $(#[doc = $doc] #[serde(rename = $code)] $variant,)*
        }

        impl AuditAction {
            /// The action as it is stored and written on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
    };
}

actions! {
    SignedIn = "auth.signed_in", "Somebody signed in.";
    SignInFailed = "auth.sign_in_failed", "A sign-in failed; `name_hash` is the hash of the name.";
    NameLocked = "auth.name_locked", "Failed sign-ins locked a name.";
    SignedOut = "auth.signed_out", "Somebody signed out.";
    CapacitySwitched = "auth.capacity_switched", "Somebody chose another capacity to act in.";
    PasswordChanged = "auth.password_changed", "Somebody changed their own password.";
    RefreshReused = "auth.refresh_reused", "A used refresh token came again; its family was revoked.";
    UserCreated = "user.created", "An account was opened.";
    UserChanged = "user.changed", "An account was renamed, closed or opened again.";
    OtpEnabled = "auth.otp_enabled", "Somebody turned one-time passwords on.";
    OtpDisabled = "auth.otp_disabled", "Somebody turned one-time passwords off.";
    OtpReset = "user.otp_reset", "An administrator turned somebody's one-time passwords off.";
    PasswordReset = "user.password_reset", "An administrator set a new password.";
    PersonCreated = "person.created", "A person was entered.";
    PersonChanged = "person.changed", "A person's record was changed.";
    CapacityGranted = "capacity.granted", "A capacity was granted.";
    FieldRevealed = "case.field_revealed", "Somebody looked at a masked field; the reason is in the ledger of the case.";
    DepartmentCreated = "department.created", "A department was entered.";
    DepartmentChanged = "department.changed", "A department or its duty list was changed.";
    CenterCreated = "center.created", "A centre was entered.";
    CenterChanged = "center.changed", "A centre was changed.";
    CapacityChanged = "capacity.changed", "A capacity was withdrawn or given back.";
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
        self.by_user(actor.user_id, Some(actor.capacity_id))
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
