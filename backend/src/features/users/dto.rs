use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::repo::Listed;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{ErrorCode, Invalid, not_blank, refused};
use crate::platform::http::Count;

/// Which accounts to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// The user name starts with this.
    #[validate(length(min = 1, max = 64), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 64, example = "wang")]
    pub q: Option<String>,
    /// Open or closed accounts only.
    pub is_active: Option<bool>,
    /// The accounts of one person only.
    pub person_id: Option<Uuid>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// An account to be opened.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUserRequest {
    /// Whose it is.
    pub person_id: Uuid,
    /// The name to sign in with; stored in lower case.
    #[validate(custom(function = "is_username"))]
    #[schema(
        min_length = 2,
        max_length = 64,
        pattern = "^[A-Za-z0-9._@一-鿿-]+$",
        example = "wang.xiulan"
    )]
    pub username: String,
    /// The first password; one is made up when it is absent.
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 10, max_length = 128, example = "orchard lantern staple")]
    pub initial_password: Option<String>,
    /// Whether another has to be chosen before anything else is open; true unless given.
    #[serde(default = "yes")]
    pub must_change_password: bool,
}

/// What to change of an account; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUserRequest {
    /// False closes the account and ends its sessions at once.
    pub is_active: Option<bool>,
    /// Another name to sign in with.
    #[validate(custom(function = "is_username"))]
    #[schema(
        min_length = 2,
        max_length = 64,
        pattern = "^[A-Za-z0-9._@一-鿿-]+$",
        example = "wang.xiulan"
    )]
    pub username: Option<String>,
}

/// A new password for somebody else's account.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordRequest {
    /// The password; one is made up when it is absent.
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 10, max_length = 128, example = "orchard lantern staple")]
    pub initial_password: Option<String>,
    /// Whether another has to be chosen before anything else is open; true unless given.
    #[serde(default = "yes")]
    pub must_change_password: bool,
}

const fn yes() -> bool {
    true
}

/// An account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person: PersonRef,
    /// The name to sign in with.
    #[schema(example = "wang.xiulan")]
    pub username: String,
    /// Whether it is open.
    pub is_active: bool,
    /// Whether a new password should be chosen at the next sign-in.
    pub must_change_password: bool,
    /// Whether a one-time password is asked for.
    pub has_otp: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `update`, `reset_password`, `reset_otp`.
    #[schema(example = json!(["update", "reset_password", "reset_otp"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// An account with the password that was made up for it.
#[derive(Serialize, ToSchema)]
pub struct UserWithPasswordView {
    /// The account.
    #[serde(flatten)]
    pub user: UserView,
    /// The password that was made up, shown this once: null when it was given, and when the
    /// answer is replayed.
    #[schema(example = "abcd-efgh-jkmn-pqrs")]
    pub initial_password: Option<String>,
}

impl UserView {
    /// What a caller who may or may not write sees of `row`.
    pub fn of(row: Listed, may_write: bool) -> Self {
        let allowed = ["update", "reset_password", "reset_otp"];
        Self {
            id: row.id,
            person: PersonRef { id: row.person_id, name: row.person_name },
            username: row.username,
            is_active: row.is_active,
            must_change_password: row.must_change_password,
            has_otp: row.otp_confirmed_at.is_some(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if may_write { allowed.to_vec() } else { Vec::new() },
            refused_actions: refused(&allowed, (!may_write).then_some(ErrorCode::AuthNotAllowed)),
        }
    }
}

/// 2 to 64 letters, digits, Chinese characters, `.`, `_`, `@` and `-`.
pub fn is_username(name: &str) -> Result<(), Invalid> {
    if !(2..=64).contains(&name.chars().count()) {
        return Err(Invalid::new("length"));
    }
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || "._@-".contains(c) || ('\u{4e00}'..='\u{9fff}').contains(&c)
    };
    if name.chars().all(plain) { Ok(()) } else { Err(Invalid::new("pattern")) }
}
