//! Use cases of signing in.

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::dto::{
    ChangePasswordRequest, LoginRequest, MeView, MyCapacity, MyUser, QueueCounts, SessionView,
};
use super::entity::refresh_token;
use super::otp::{self, SecondFactor};
use super::token::{self, Bearer, Claims};
use super::{lockout, password, sessions};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::callbacks::unit_devices;
use crate::features::cases;
use crate::features::personnel;
use crate::features::personnel::dto::{PersonRef, Unit};
use crate::features::presence::sign_ins;
use crate::features::users;
use crate::features::users::repo::Account;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Role, may_ever};

/// A session as it is answered.
#[derive(Debug)]
pub struct Session {
    /// The body.
    pub view: SessionView,
    /// The refresh token for the cookie, where it is a new one.
    pub refresh_token: Option<String>,
}

/// A session just opened or renewed, with its refresh token.
struct Opened {
    bearer: Bearer,
    refresh_token: String,
}

/// Who is signed in with an access token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts, and in which capacity.
    pub actor: Actor,
    /// The session the token belongs to.
    pub session_id: Uuid,
    /// Whether a new password has to be chosen before anything else.
    pub must_change_password: bool,
}

/// Who `bearer` is; 401 when account, person or capacity is closed or the session has ended.
pub async fn resolve(state: &AppState, bearer: Bearer) -> AppResult<SignedIn> {
    let Bearer { user_id, capacity_id, session_id } = bearer;
    let now = state.clock.now();
    let held = state.actors.get(&state.db, now, bearer).await?;
    let held = held.ok_or(ErrorCode::AuthInvalidToken)?;
    let role = Role::parse(&held.role).ok_or(ErrorCode::AuthInvalidToken)?;
    let directory = state.directory.get(&state.db, now).await?;
    let actor = Actor {
        user_id,
        person_id: held.person_id,
        person_name: held.person_name,
        capacity_id,
        role,
        department_id: held.department_id,
        region_code: directory.regions.get(&held.region_id).map(|region| region.code.clone()),
        center_id: directory.center_by_region.get(&held.region_id).copied(),
        on_behalf_of: held.on_behalf_of,
        application: None,
    };
    Ok(SignedIn { actor, session_id, must_change_password: held.must_change_password })
}

/// Signs in with name and password, at a computer of a window where the browser has its key. Every
/// reason to refuse looks and costs the same.
pub async fn login(
    state: &AppState,
    (request, station, device): (LoginRequest, Option<String>, Option<String>),
    lang: Lang,
) -> AppResult<Session> {
    let name_hash = lockout::name_hash(&request.username);
    lockout::check(state.db.reader(), &name_hash, state.clock.now()).await?;
    let account = users::repo::find_account_by_name(state.db.reader(), &request.username).await?;
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let matches = state.passwords.verify(request.password, stored).await?;
    let account = account.filter(|account| matches && account.is_usable());
    let second = match &account {
        Some(account) => otp::check(state, account, request.otp.as_deref())?,
        None => SecondFactor::None,
    };
    // A refusal is an answer and no error here, so that the failure it counted is kept.
    let opened = state
        .db
        .write(async |tx: &Tx| {
            lockout::check_again(tx, &name_hash, state.clock.now()).await?;
            let Some(account) = unchanged(tx, account.as_ref()).await? else {
                fail(state, tx, &name_hash).await?;
                return Ok(Err(ErrorCode::AuthBadCredentials));
            };
            if second == SecondFactor::Missing {
                return Ok(Err(ErrorCode::AuthOtpRequired));
            }
            if !passes(tx, account, second).await? {
                fail(state, tx, &name_hash).await?;
                return Ok(Err(ErrorCode::AuthBadOtp));
            }
            let at = station.as_deref();
            Box::pin(sign_ins::note(state, tx, account.person_id, at)).await?;
            let opened = open(state, tx, account, &name_hash).await?;
            if let Some(device) = &device {
                let capacity_id = opened.bearer.capacity_id;
                unit_devices::note(tx, device, capacity_id, state.clock.now()).await?;
            }
            Ok(Ok(opened))
        })
        .await?;
    answer(state, opened?, lang).await
}

/// The account, unless its password was changed or it was closed since the password was checked.
async fn unchanged<'a>(tx: &Tx, account: Option<&'a Account>) -> AppResult<Option<&'a Account>> {
    let Some(account) = account else { return Ok(None) };
    let is_same = users::repo::still_opens(tx, account.id, &account.password_hash).await?;
    Ok(Some(account).filter(|_| is_same))
}

/// Whether the second factor, where there is one, lets the account in; uses its code up.
pub(super) async fn passes(tx: &Tx, account: &Account, second: SecondFactor) -> AppResult<bool> {
    match second {
        SecondFactor::None => Ok(true),
        SecondFactor::Step(step) => users::repo::use_otp_step(tx, account.id, step).await,
        SecondFactor::Missing | SecondFactor::Wrong => Ok(false),
    }
}

async fn open(state: &AppState, tx: &Tx, account: &Account, name_hash: &str) -> AppResult<Opened> {
    lockout::forgive(tx, name_hash).await?;
    let today = local_date(state.clock.now());
    let capacity_id = choose(tx, account, account.last_capacity_id, today).await?;
    let capacity_id = capacity_id.ok_or(ErrorCode::AuthNoCapacity)?;
    let bearer = Bearer { user_id: account.id, capacity_id, session_id: state.ids.next() };
    let refresh_token = sessions::open(state, tx, bearer).await?;
    let entry = Entry::of(state, AuditAction::SignedIn).by_user(account.id, Some(capacity_id));
    record(tx, entry).await?;
    Ok(Opened { bearer, refresh_token })
}

/// Counts and logs a failed sign-in.
pub async fn fail(state: &AppState, tx: &Tx, name_hash: &str) -> AppResult<()> {
    let locked = lockout::count(tx, &state.config.auth, name_hash, state.clock.now()).await?;
    let entry = Entry::of(state, AuditAction::SignInFailed).with("name_hash", name_hash);
    record(tx, entry).await?;
    if locked {
        let entry = Entry::of(state, AuditAction::NameLocked).with("name_hash", name_hash);
        record(tx, entry).await?;
    }
    Ok(())
}

/// The capacity to act in: the wanted one while it is active, else the oldest.
async fn choose(
    tx: &Tx,
    account: &Account,
    wanted: Option<Uuid>,
    today: NaiveDate,
) -> AppResult<Option<Uuid>> {
    let held = personnel::repo::list_open_capacities(&**tx, account.person_id, today).await?;
    let wanted = held.iter().find(|capacity| Some(capacity.id) == wanted);
    Ok(wanted.or(held.first()).map(|capacity| capacity.id))
}

/// Renews a session with its refresh token, which is thereby used up.
pub async fn refresh(state: &AppState, token: Option<&str>, lang: Lang) -> AppResult<Session> {
    let token = token.ok_or(ErrorCode::AuthInvalidRefresh)?;
    // Looked up first without the write lock, so that made-up tokens cost little.
    if sessions::find(state.db.reader(), token).await?.is_none() {
        return Err(ErrorCode::AuthInvalidRefresh.into());
    }
    let renewed = state.db.write(async |tx: &Tx| renew(state, tx, token).await).await?;
    if renewed.is_none() {
        // It may have ended the session.
        state.actors.forget();
    }
    answer(state, renewed.ok_or(ErrorCode::AuthInvalidRefresh)?, lang).await
}

/// None refuses; what was found out by then (a reuse) is kept.
async fn renew(state: &AppState, tx: &Tx, token: &str) -> AppResult<Option<Opened>> {
    let now = state.clock.now();
    let Some(stored) = sessions::find(&**tx, token).await? else { return Ok(None) };
    if stored.revoked_at.is_some() || stored.expires_at <= now {
        return Ok(None);
    }
    if !sessions::use_up(tx, stored.id, now).await? {
        sessions::revoke_family(tx, stored.family_id, now).await?;
        let entry = Entry::of(state, AuditAction::RefreshReused)
            .by_user(stored.user_id, Some(stored.capacity_id))
            .with("family_id", stored.family_id.to_string());
        record(tx, entry).await?;
        return Ok(None);
    }
    let account = users::repo::find_account(&**tx, stored.user_id).await?;
    let Some(account) = account.filter(Account::is_usable) else { return Ok(None) };
    let wanted = Some(stored.capacity_id);
    let Some(capacity_id) = choose(tx, &account, wanted, local_date(now)).await? else {
        return Ok(None);
    };
    let bearer = Bearer { user_id: account.id, capacity_id, session_id: stored.family_id };
    let refresh_token = sessions::open(state, tx, bearer).await?;
    Ok(Some(Opened { bearer, refresh_token }))
}

/// Ends the session of a refresh token, or of an access token where there is none.
pub async fn logout(
    state: &AppState,
    token: Option<&str>,
    bearer: Option<Bearer>,
) -> AppResult<()> {
    let stored = find_session(state, token).await?;
    let stored = stored.map(|session| Bearer {
        user_id: session.user_id,
        capacity_id: session.capacity_id,
        session_id: session.family_id,
    });
    let Some(ending) = stored.or(bearer) else { return Ok(()) };
    state
        .db
        .write(async |tx: &Tx| {
            if sessions::revoke_family(tx, ending.session_id, state.clock.now()).await? == 0 {
                // Ended before.
                return Ok(());
            }
            let entry = Entry::of(state, AuditAction::SignedOut);
            record(tx, entry.by_user(ending.user_id, Some(ending.capacity_id))).await
        })
        .await?;
    state.actors.forget();
    Ok(())
}

/// The session of a refresh token, unless it has ended.
async fn find_session(
    state: &AppState,
    token: Option<&str>,
) -> AppResult<Option<refresh_token::Model>> {
    let Some(token) = token else { return Ok(None) };
    let stored = sessions::find(state.db.reader(), token).await?;
    Ok(stored.filter(|stored| stored.revoked_at.is_none()))
}

/// An access token for another capacity of the same person; the session continues in it.
pub async fn switch(
    state: &AppState,
    signed_in: &SignedIn,
    capacity_id: Uuid,
    lang: Lang,
) -> AppResult<Session> {
    let SignedIn { actor, session_id, .. } = signed_in;
    state
        .db
        .write(async |tx: &Tx| {
            let today = local_date(state.clock.now());
            let held = personnel::repo::list_open_capacities(&**tx, actor.person_id, today).await?;
            if !held.iter().any(|capacity| capacity.id == capacity_id) {
                return Err(ErrorCode::AuthUnknownCapacity.into());
            }
            users::repo::save_last_capacity(tx, actor.user_id, capacity_id).await?;
            sessions::set_capacity(tx, *session_id, capacity_id).await?;
            let entry = Entry::of(state, AuditAction::CapacitySwitched).by(actor);
            record(tx, entry.on("capacity", capacity_id)).await
        })
        .await?;
    let bearer = Bearer { user_id: actor.user_id, capacity_id, session_id: *session_id };
    Ok(Session { view: session_view(state, bearer, lang).await?, refresh_token: None })
}

/// Changes one's own password; every other session of the account ends.
pub async fn change_password(
    state: &AppState,
    signed_in: &SignedIn,
    request: ChangePasswordRequest,
) -> AppResult<()> {
    let actor = &signed_in.actor;
    let ChangePasswordRequest { current_password, new_password } = request;
    let account = account_of(state, signed_in).await?;
    password::check(&new_password, &account.username, &state.config.auth)?;
    let account = check_current_password(state, signed_in, current_password).await?;
    let name_hash = lockout::name_hash(&account.username);
    let old = account.password_hash.clone();
    users::service::refuse_reused(state, &account, &new_password).await?;
    let new_hash = state.passwords.hash(&state.ids, new_password).await?;
    state
        .db
        .write(async |tx: &Tx| {
            let now = state.clock.now();
            // Failures before accounts, the order in which a sign-in holds them.
            lockout::forgive(tx, &name_hash).await?;
            if !users::repo::save_password(tx, account.id, &old, &new_hash, false, now).await? {
                // Somebody changed it between the check and now.
                return Err(AppError::field("/current_password", ErrorCode::AuthBadCredentials));
            }
            users::repo::keep_former_password(tx, state, account.id, &old).await?;
            sessions::revoke_user(tx, account.id, Some(signed_in.session_id), now).await?;
            let entry = Entry::of(state, AuditAction::PasswordChanged).by(actor);
            record(tx, entry.on("user", account.id)).await
        })
        .await?;
    state.actors.forget();
    Ok(())
}

async fn account_of(state: &AppState, signed_in: &SignedIn) -> AppResult<Account> {
    let found = users::repo::find_account(state.db.reader(), signed_in.actor.user_id).await?;
    found.ok_or_else(|| ErrorCode::AuthInvalidToken.into())
}

/// The account, when `password` is its password; a wrong one counts as a failed sign-in.
pub(super) async fn check_current_password(
    state: &AppState,
    signed_in: &SignedIn,
    password: String,
) -> AppResult<Account> {
    let account = account_of(state, signed_in).await?;
    let name_hash = lockout::name_hash(&account.username);
    lockout::check(state.db.reader(), &name_hash, state.clock.now()).await?;
    if state.passwords.verify(password, Some(account.password_hash.clone())).await? {
        return Ok(account);
    }
    state
        .db
        .write(async |tx: &Tx| {
            lockout::check_again(tx, &name_hash, state.clock.now()).await?;
            fail(state, tx, &name_hash).await
        })
        .await?;
    Err(AppError::field("/current_password", ErrorCode::AuthBadCredentials))
}

/// Days after which a name's failures are forgotten, so that made-up names do not pile up.
const FAILURE_DAYS: i64 = 30;

/// Deletes expired sessions and old failures; the job runner calls it.
pub async fn sweep(state: &AppState) -> AppResult<u64> {
    let now = state.clock.now();
    state
        .db
        .write(async |tx: &Tx| {
            let failures = lockout::sweep(tx, now - TimeDelta::days(FAILURE_DAYS), now).await?;
            Ok(failures + sessions::sweep(tx, now).await?)
        })
        .await
}

async fn answer(state: &AppState, opened: Opened, lang: Lang) -> AppResult<Session> {
    let view = session_view(state, opened.bearer, lang).await?;
    Ok(Session { view, refresh_token: Some(opened.refresh_token) })
}

async fn session_view(state: &AppState, bearer: Bearer, lang: Lang) -> AppResult<SessionView> {
    let actor = resolve(state, bearer).await?.actor;
    let now = state.clock.now();
    let claims = Claims::new(&state.config.auth, bearer, state.ids.next(), now);
    Ok(SessionView {
        access_token: token::sign(&state.keys, &claims)?,
        token_type: "Bearer",
        expires_in: claims.lifetime(),
        me: me(state, &actor, lang).await?,
    })
}

/// Who `actor` is, what they may act in, and what waits for them.
pub async fn me(state: &AppState, actor: &Actor, lang: Lang) -> AppResult<MeView> {
    let account = users::repo::find_account(state.db.reader(), actor.user_id).await?;
    let account = account.ok_or(ErrorCode::AuthInvalidToken)?;
    let (db, now) = (state.db.reader(), state.clock.now());
    let today = local_date(now);
    let held = personnel::repo::list_open_capacities(db, actor.person_id, today).await?;
    let replaced = held.iter().map(|row| row.person_id).filter(|id| *id != actor.person_id);
    let names = personnel::repo::list_names(db, replaced).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let capacities = held.iter().filter_map(|capacity| {
        let role = Role::parse(&capacity.role)?;
        let Unit { department, region, center } = Unit::of(&directory, capacity);
        let role_name = role.name(lang);
        let absent = names.get_key_value(&capacity.person_id);
        let substitute_for = absent.map(|(id, name)| PersonRef { id: *id, name: name.clone() });
        let id = capacity.id;
        Some(MyCapacity { id, role, role_name, department, region, center, substitute_for })
    });
    Ok(MeView {
        person: PersonRef { id: account.person_id, name: account.person_name },
        user: MyUser {
            id: account.id,
            username: account.username,
            must_change_password: account.must_change_password,
            has_otp: account.otp_confirmed_at.is_some(),
        },
        capacities: capacities.collect(),
        acting_capacity_id: actor.capacity_id,
        nav: nav(actor),
        queues: queue_counts(state, actor).await?,
    })
}

/// The pages, each with the rights of which one opens it.
const PAGES: &[(&str, &[Action])] = &[
    ("register", &[Action::CaseRegister]),
    ("cases", &[Action::CaseRead]),
    ("supervision", &[Action::SupervisionOrderRead]),
    ("departments", &[Action::OrgRead]),
    ("centers", &[Action::OrgRead]),
    ("people", &[Action::PersonRead]),
    ("person_new", &[Action::PersonWrite]),
    ("users", &[Action::PersonRead]),
    ("user_new", &[Action::PersonWrite]),
    ("calendar", &[Action::ReferenceRead]),
    ("time_limit_rules", &[Action::ReferenceRead]),
    ("automation_rules", &[Action::AutomationRead]),
    ("automation_rule_new", &[Action::AutomationWrite]),
    ("audit", &[Action::AuditRead]),
    ("feedback", &[Action::FeedbackSend, Action::FeedbackAnswer]),
    ("inbox", &[Action::NoticeRead]),
    ("own_substitutes", &[Action::SubstituteName]),
    ("substitutions", &[Action::SubstituteSet]),
    ("notice_channels", &[Action::NoticeWatch]),
    ("visits", &[Action::VisitRead]),
    ("visit_new", &[Action::VisitNote]),
    ("late", &[Action::CaseOversee]),
    ("oversight", &[Action::CaseOversee]),
    ("precedents", &[Action::PrecedentRead]),
    ("view_publish", &[Action::CasePublishView]),
    ("callbacks", &[Action::CaseRecordCallback, Action::CaseReadSignals]),
    ("callback_queue", &[Action::CaseRecordCallback]),
    ("callback_quota_new", &[Action::CallbackQuotaSet]),
    ("monthly_report", &[Action::ReportRead]),
    ("mediation_statistics", &[Action::ReportRead]),
    ("screening", &[Action::ReportRead]),
    ("report_export", &[Action::ReportExport]),
    ("burden", &[Action::BurdenRead]),
    ("data_fields", &[Action::ReferenceRead]),
    ("mediations", &[Action::MediationRead]),
    ("agreements", &[Action::AgreementRead]),
    ("mediators", &[Action::MediationBook, Action::MediationKeepMediators]),
    ("mediator_new", &[Action::MediationKeepMediators]),
    ("rooms", &[Action::MediationBook, Action::MediationKeepRooms]),
    ("room_new", &[Action::MediationKeepRooms]),
    ("receptions", &[Action::ReceptionRead]),
    ("reception_new", &[Action::ReceptionPlan]),
    ("case_tasks", &[Action::CaseTaskRead]),
    ("review_meetings", &[Action::ReviewMeetingRead]),
    ("review_meeting_new", &[Action::ReviewMeetingCall]),
    ("document_templates", &[Action::ReferenceRead]),
    ("posts", &[Action::StationingRead]),
    ("post_new", &[Action::StationingKeep]),
    ("stationing_obligations", &[Action::StationingRead]),
    ("stationings", &[Action::StationingRead]),
    ("stationing_new", &[Action::StationingRequest]),
    ("leaves", &[Action::LeaveRead]),
    ("leave_new", &[Action::LeaveReport]),
    ("rotation_plans", &[Action::RotationRead]),
    ("rotation_plan_new", &[Action::RotationDraw]),
    ("my_duty", &[Action::RotationOwn]),
    ("swap_requests", &[Action::RotationSwap, Action::RotationSwapDecide]),
    ("assessment_schemes", &[Action::AssessmentSchemeRead]),
    ("assessment_scheme_new", &[Action::AssessmentSchemeKeep]),
    ("assessments", &[Action::AssessmentRead]),
    ("assessment_heads", &[Action::AssessmentNameHead]),
    ("assessment_appeals", &[Action::AssessmentDecide, Action::AssessmentDecideLast]),
    ("duty", &[Action::DutyRead]),
    ("duty_stand_ins", &[Action::StandInRead]),
    ("duty_stand_in_new", &[Action::StandInAsk]),
    ("presence", &[Action::PresenceRead]),
    ("presence_record_new", &[Action::PresenceRecord]),
    ("duty_workstations", &[Action::WorkstationKeep]),
    ("shortfalls", &[Action::ShortfallRead]),
    ("applications", &[Action::ApplicationRead]),
    ("application_new", &[Action::ApplicationWrite]),
    ("api_settings", &[Action::ApiSettingsRead]),
    ("adapters", &[Action::AdapterRead]),
    ("devices", &[Action::DeviceRead]),
    ("device_new", &[Action::DeviceKeep]),
    ("webhooks", &[Action::WebhookRead]),
    ("webhook_new", &[Action::WebhookKeep]),
    ("imports", &[Action::BulkImport]),
    ("exports", &[Action::BulkExport]),
    ("reconciliations", &[Action::ReconciliationRead]),
    ("reconciliation_new", &[Action::ReconciliationRun]),
    ("questions", &[Action::QuestionRead]),
];

fn nav(actor: &Actor) -> Vec<&'static str> {
    let open = PAGES.iter().filter(|(_, rights)| rights.iter().any(|&a| may_ever(actor, a)));
    std::iter::once("home").chain(open.map(|(page, _)| *page)).collect()
}

/// How many cases wait in the actor's queues.
async fn queue_counts(state: &AppState, actor: &Actor) -> AppResult<QueueCounts> {
    if !may_ever(actor, Action::CaseRead) {
        return Ok(QueueCounts::default());
    }
    let counts = cases::queue::counts(state, actor).await?;
    Ok(QueueCounts {
        mine: counts.mine.count.unsigned_abs(),
        department: counts.department.count.unsigned_abs(),
        following: counts.following.count.unsigned_abs(),
        overdue: counts.overdue.count.unsigned_abs(),
        unassigned: counts.unassigned.count.unsigned_abs(),
        returned: counts.returned.count.unsigned_abs(),
        returned_to_me: counts.returned_to_me.count.unsigned_abs(),
        ruling: counts.ruling.count.unsigned_abs(),
    })
}
