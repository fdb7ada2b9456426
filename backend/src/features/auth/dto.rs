use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::personnel::dto::{CapacityRegion, CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::Invalid;
use crate::policy::Role;

/// Who wants to sign in.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// The account's name; upper and lower case are the same.
    #[validate(length(min = 1, max = 64))]
    #[schema(example = "clerk", min_length = 1, max_length = 64)]
    pub username: String,
    /// The password.
    #[validate(length(min = 1, max = 128))]
    #[schema(example = "correct horse battery", min_length = 1, max_length = 128)]
    pub password: String,
    /// The one-time password, for accounts that have turned them on; ignored for others.
    #[validate(custom(function = "is_otp"))]
    #[schema(pattern = "^[0-9]{6}$", example = json!(null))]
    pub otp: Option<String>,
}

/// A signed-in session. The refresh token is in the cookie only.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The access token (JWT) for `Authorization: Bearer`.
    #[schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSJ9.e30.c2ln")]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds the access token is accepted for.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// Who signed in.
    pub me: MeView,
}

/// Who I am, what I may act in, and what waits for me.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeView {
    /// The person behind the account.
    pub person: PersonRef,
    /// The account.
    pub user: MyUser,
    /// The capacities I may choose from, oldest first.
    pub capacities: Vec<MyCapacity>,
    /// The one I act in now.
    pub acting_capacity_id: Uuid,
    /// The pages, and what a page offers some, that my rights open: `home`, `register`, `cases`,
    /// `supervision`, `departments`, `centers`, `people`, `person_new`, `users`, `user_new`,
    /// `calendar`, `time_limit_rules`, `automation_rules`, `automation_rule_new`, `audit`, `feedback`,
    /// `inbox`, `own_substitutes`, `substitutions`, `notice_channels`, `visits`, `visit_new`, `late`,
    /// `oversight`, `precedents`, `view_publish`, `callbacks`, `callback_queue` (the calls to make, as
    /// a part of `callbacks`), `callback_quota_new`, `monthly_report`, `mediation_statistics`,
    /// `screening`, `report_export`, `burden`, `data_fields`, `mediations`, `agreements`, `mediators`,
    /// `mediator_new`, `rooms`, `room_new`, `receptions`, `reception_new`, `case_tasks`,
    /// `review_meetings`, `review_meeting_new`, `document_templates`, `posts`, `post_new`,
    /// `stationing_obligations`, `stationings`, `stationing_new`, `leaves`, `leave_new`,
    /// `rotation_plans`, `rotation_plan_new`, `my_duty`, `swap_requests`,
    /// `assessment_schemes`, `assessment_scheme_new`,
    /// `assessments`, `assessment_heads`, `assessment_appeals`, `duty`, `duty_stand_ins`,
    /// `duty_stand_in_new`, `presence`, `presence_record_new`, `duty_workstations`, `shortfalls`,
    /// `adapters`, `devices`, `device_new`.
    /// `webhooks`, `webhook_new`.
    /// `reconciliations`, `reconciliation_new`, `questions`.
    #[schema(example = json!(["home", "register", "cases"]))]
    pub nav: Vec<&'static str>,
    /// How many cases wait in my queues.
    pub queues: QueueCounts,
}

/// An account as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyUser {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "clerk")]
    pub username: String,
    /// Whether a new password has to be chosen before anything else.
    pub must_change_password: bool,
    /// Whether a one-time password is asked for when signing in.
    pub has_otp: bool,
}

/// A capacity I may act in.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyCapacity {
    /// Its id.
    pub id: Uuid,
    /// The role.
    pub role: Role,
    /// The role's official term, in the language asked for.
    #[schema(example = "综合窗口人员")]
    pub role_name: &'static str,
    /// The department, for roles held in one.
    pub department: Option<DepartmentRef>,
    /// The region it reaches down from.
    pub region: Option<CapacityRegion>,
    /// The region's centre.
    pub center: Option<CenterRef>,
    /// Whose capacity it is, while I replace them in it; none for my own.
    pub substitute_for: Option<PersonRef>,
}

/// How many cases wait in my queues; 200 stands for that many or more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct QueueCounts {
    /// Where I am to act next.
    pub mine: u64,
    /// At my department.
    pub department: u64,
    /// That I follow.
    pub following: u64,
    /// Past their due time.
    pub overdue: u64,
    /// Without a department.
    pub unassigned: u64,
    /// Returned by the department.
    pub returned: u64,
    /// Come back, and my post has to act.
    pub returned_to_me: u64,
    /// Returned so often that only the director moves it.
    pub ruling: u64,
}

/// Another capacity to act in.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchCapacityRequest {
    /// One of the capacities `GET /me` lists.
    pub capacity_id: Uuid,
}

/// A new password for oneself.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    /// The password until now.
    #[validate(length(min = 1, max = 128))]
    #[schema(example = "correct horse battery", min_length = 1, max_length = 128)]
    pub current_password: String,
    /// The password from now on: not the user name, not a common one, none of the last ones.
    #[validate(length(min = 1, max = 128))]
    #[schema(example = "staple lantern orchard", min_length = 10, max_length = 128)]
    pub new_password: String,
}

/// Wants to use one-time passwords.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolOtpRequest {
    /// The password.
    #[validate(length(min = 1, max = 128))]
    #[schema(example = "correct horse battery", min_length = 1, max_length = 128)]
    pub current_password: String,
}

/// A secret to be put into an authenticator (RFC 6238: SHA-1, six digits, 30 seconds).
#[derive(Serialize, ToSchema)]
pub struct OtpSecretView {
    /// The secret, base 32; shown this once.
    #[schema(example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")]
    pub secret: String,
    /// The same for a QR code.
    #[schema(
        example = "otpauth://totp/zongzhi:clerk?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=zongzhi"
    )]
    pub uri: String,
}

/// A first code, which turns one-time passwords on.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmOtpRequest {
    /// What the authenticator shows now.
    #[validate(custom(function = "is_otp"))]
    #[schema(pattern = "^[0-9]{6}$", example = "492039")]
    pub otp: String,
}

/// Turns one-time passwords off.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableOtpRequest {
    /// The password.
    #[validate(length(min = 1, max = 128))]
    #[schema(example = "correct horse battery", min_length = 1, max_length = 128)]
    pub current_password: String,
    /// What the authenticator shows now.
    #[validate(custom(function = "is_otp"))]
    #[schema(pattern = "^[0-9]{6}$", example = "492039")]
    pub otp: String,
}

/// Six digits.
fn is_otp(otp: &str) -> Result<(), Invalid> {
    let is_plain = otp.len() == 6 && otp.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { Ok(()) } else { Err(Invalid::new("pattern")) }
}
