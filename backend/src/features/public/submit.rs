//! Submitting in two steps: what was written waits for its confirmation, and becomes an ordinary case
//! in the intake of the centre in charge.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use uuid::Uuid;

use super::device::Device;
use super::dto::{
    ConfirmSubmissionRequest, ConfirmationDelivery, EmergencyNotice, NextStep, PendingSubmission,
    PublicReceipt, SubmitCaseRequest,
};
use super::emergency;
use super::entity::submission;
use super::repo;
use super::words::Words;
use crate::app::AppState;
use crate::features::applicant_notices;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::dto::{PartyRequest, PlaceRequest, RegisterCaseRequest};
use crate::features::cases::ground::Ground;
use crate::features::cases::intake::{self, Place, center_in_charge};
use crate::features::cases::ledger::sha256;
use crate::features::cases::model::{Channel, PartyKind, PartyRole};
use crate::features::notices::delivery::letter::Letter;
use crate::features::org::directory::Directory;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::idempotency::Once;
use crate::platform::http::{Command, Reply};
use crate::platform::lang::Lang;
use crate::policy::Permit;

/// Characters of a title made from the beginning of the words.
const TITLE: usize = 30;
/// Wrong mail codes before a submission is given up.
const MOST_FAILURES: i32 = 5;

/// The first step: keeps what was written until it is confirmed.
pub(super) async fn submit(
    state: &AppState,
    device: &Device,
    command: Command<SubmitCaseRequest>,
    lang: Lang,
) -> AppResult<Reply<PendingSubmission>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let ground = Ground::of(state).await?;
    let place = place_of(&ground.directory, body.region_id)?;
    check(state, &body).await?;
    let mail = body.email.clone().filter(|_| state.channels.iter().next().is_some());
    let delivery = match mail {
        Some(_) => ConfirmationDelivery::Email,
        None => ConfirmationDelivery::Shown,
    };
    let (token, code) = (secret(state), mail.is_some().then(|| digits(state)));
    // Kept only where the citizen asked to be told there, and proves that it is theirs.
    let told_at = mail.clone().filter(|_| body.notify_by_email);
    let kept = SubmitCaseRequest { email: told_at, ..body };
    let row = submission::Model {
        id: state.ids.next(),
        token_hash: sha256(token.as_bytes()),
        code_hash: code.as_deref().map(|code| sha256(format!("{token}:{code}").as_bytes())),
        failures: 0,
        body: serde_json::to_string(&kept)?,
        region_id: place.region_id,
        device_hash: device.name.clone(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(state.config.public.pending_minutes),
        confirmed_at: None,
        case_id: None,
    };
    let words = Words { directory: &ground.directory, codes: &ground.codes, lang };
    let view = PendingSubmission {
        confirmation_token: token,
        delivery,
        expires_at: row.expires_at,
        center: words.center_unit(place.center_id),
        region_name: region_name(&ground.directory, place.region_id),
        emergencies: emergencies(&kept, lang)?,
    };
    let permit = Permit::system("public.submit");
    let once = once(state, device.caller());
    let mut is_new = false;
    let reply = once
        .run(idempotency, async |tx: &Tx| {
            let waiting = repo::waiting_of(&**tx, &device.name, now).await?;
            if waiting >= u64::from(state.config.public.pending_per_device) {
                return Err(AppError::from(ErrorCode::RequestRateLimited).retry_after(60));
            }
            repo::insert_submission(tx, &permit, row.clone()).await?;
            is_new = true;
            Ok(Reply::ok(&view)?.personal())
        })
        .await?;
    // After the commit and once: a mail that is slow holds up nobody else.
    if let (true, Some(to), Some(code)) = (is_new, mail, code) {
        send(state, row.id, to, &code, lang).await?;
    }
    Ok(reply)
}

/// Whom to call first about what was written.
fn emergencies(written: &SubmitCaseRequest, lang: Lang) -> AppResult<Vec<EmergencyNotice>> {
    let narrative = Some(written.narrative.as_str());
    let texts = [narrative, written.title.as_deref(), written.demand.as_deref()];
    let texts: Vec<_> = texts.into_iter().flatten().collect();
    emergency::notices(&texts, lang)
}

/// Checks what the body alone cannot say.
async fn check(state: &AppState, body: &SubmitCaseRequest) -> AppResult<()> {
    intake::check(state, &registration(body)).await
}

/// The second step: the citizen means it. Becomes a case with number, code and first clock.
pub(super) async fn confirm(
    state: &AppState,
    command: Command<ConfirmSubmissionRequest>,
    lang: Lang,
) -> AppResult<Reply<PublicReceipt>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let unknown = || AppError::from(ErrorCode::PublicConfirmationUnknown);
    let token_hash = sha256(body.confirmation_token.as_bytes());
    let found = repo::submission_of(state.db.reader(), &token_hash).await?.ok_or_else(unknown)?;
    check_code(state, &found, &body).await?;
    // Empty once it has become a case.
    let written: Option<SubmitCaseRequest> = serde_json::from_str(&found.body).ok();
    if let Some(written) = written.filter(|_| !body.not_an_emergency)
        && !emergencies(&written, lang)?.is_empty()
    {
        return Err(AppError::field("/not_an_emergency", ErrorCode::PublicEmergency));
    }
    let ground = Ground::of(state).await?;
    let place = place_of(&ground.directory, found.region_id)?;
    // Before the transaction; none where this is a replay.
    let case_no = if found.case_id.is_none() {
        let today = local_date(now);
        Some(state.case_numbers.next(&state.db, &place.region_code, today).await?)
    } else {
        None
    };
    let words = Words { directory: &ground.directory, codes: &ground.codes, lang };
    let work = async |tx: &Tx| {
        let held = repo::hold_submission(tx, &token_hash).await?;
        let is_waiting = |row: &submission::Model| row.case_id.is_none() && row.expires_at > now;
        let row = held.filter(is_waiting).ok_or_else(unknown)?;
        let case_no = case_no.clone().ok_or_else(unknown)?;
        let written: SubmitCaseRequest = serde_json::from_str(&row.body)?;
        let request = registration(&written);
        let keeper = &ground.keeper;
        let prepared = intake::prepare(state, keeper, None, &request, &place, case_no, now)?;
        let permit = || Permit::system("public.submit");
        intake::store(tx, permit(), std::slice::from_ref(&prepared)).await?;
        let case = &prepared.loaded;
        let row = submission::Model {
            body: String::new(),
            confirmed_at: Some(now),
            case_id: Some(case.row.id),
            ..row
        };
        repo::save_submission(tx, &permit(), row).await?;
        if let Some(email) = written.email {
            applicant_notices::service::keep_contact(
                state,
                tx,
                &permit(),
                case.row.id,
                email,
                lang,
            )
            .await?;
            applicant_notices::service::accepted(state, tx, &permit(), case, &prepared.event)
                .await?;
        }
        let next = words.next(&case.state, case.row.due_at, now);
        let receipt = PublicReceipt {
            case_no: case.row.case_no.clone(),
            code: prepared.tracking_code.clone(),
            registered_at: now,
            center: words.center_unit(place.center_id),
            next: next.unwrap_or_else(|| NextStep {
                text: words.summary(&case.state),
                by: None,
                is_late: false,
            }),
        };
        Ok(Reply::created(&receipt, "/public/track".to_owned())?.personal())
    };
    once(state, caller_of(&token_hash)).run(idempotency, work).await
}

/// Refuses a wrong mail code, and gives a submission up after a few.
async fn check_code(
    state: &AppState,
    row: &submission::Model,
    body: &ConfirmSubmissionRequest,
) -> AppResult<()> {
    let Some(code_hash) = &row.code_hash else { return Ok(()) };
    let given = body.code.as_deref().unwrap_or_default().trim();
    if sha256(format!("{}:{given}", body.confirmation_token).as_bytes()) == *code_hash {
        return Ok(());
    }
    let failures = row.failures + 1;
    let mut row = submission::Model { failures, ..row.clone() };
    if failures >= MOST_FAILURES {
        row.expires_at = state.clock.now();
        row.body = String::new();
    }
    let permit = Permit::system("public.submit");
    state.db.write(async |tx: &Tx| repo::save_submission(tx, &permit, row).await).await?;
    Err(AppError::field("/code", ErrorCode::PublicCodeWrong))
}

fn once(state: &AppState, caller: Uuid) -> Once<'_> {
    let now = state.clock.now();
    Once { db: &state.db, in_flight: &state.in_flight, sealer: state, caller, now }
}

/// Whose idempotency keys they are: of who holds the token.
fn caller_of(token_hash: &str) -> Uuid {
    let head: String = token_hash.chars().take(32).collect();
    Uuid::try_parse(&head).unwrap_or_default()
}

/// The code to the address, by the way notices leave.
async fn send(state: &AppState, id: Uuid, to: String, code: &str, lang: Lang) -> AppResult<()> {
    let minutes = state.config.public.pending_minutes;
    let body = lang
        .pick(
            "您好：\n\n您正在向综治中心提交诉求，验证码是 {code}，{minutes} 分钟内有效。\n\n\
             如果不是您本人操作，请忽略本邮件。\n",
            "Hello,\n\nyou are about to submit a matter to the governance centre. Your code is \
             {code}; it is good for {minutes} minutes.\n\nIf it was not you, ignore this mail.\n",
        )
        .replace("{code}", code)
        .replace("{minutes}", &minutes.to_string());
    let subject = lang.pick("【综治】验证码", "Your code for the governance centre").to_owned();
    let letter = Letter { id, to, subject, body };
    for channel in state.channels.iter() {
        if channel.send(&letter).await.is_ok() {
            return Ok(());
        }
    }
    tracing::warn!("a confirmation code could not be sent");
    Err(ErrorCode::PublicMailNotSent.into())
}

/// Where it happened, and who takes it in.
pub fn place_of(directory: &Directory, region_id: Uuid) -> AppResult<Place> {
    let unknown = || AppError::field("/region_id", ErrorCode::RegionUnknown);
    let region = directory.regions.get(&region_id).ok_or_else(unknown)?;
    let center_id = center_in_charge(directory, region.id).ok_or_else(unknown)?;
    let region_code = region.code.clone();
    Ok(Place { center_id, region_id: region.id, region_code, split_from_id: None })
}

/// A region with those above it but the county, such as 东岭镇柳树村.
fn region_name(directory: &Directory, region_id: Uuid) -> String {
    let mut names: Vec<_> = directory.ancestry(region_id).map(|r| r.name.as_str()).collect();
    names.reverse();
    let from = usize::from(names.len() > 1);
    names.split_off(from).concat()
}

/// What was written as a registration like any other.
pub fn registration(body: &SubmitCaseRequest) -> RegisterCaseRequest {
    let party = |role, kind, name: &str| PartyRequest {
        role,
        kind,
        name: name.to_owned(),
        id_type: None,
        id_number: None,
        phone: None,
        address: None,
        gender: None,
        ethnicity: None,
        age: None,
        occupation: None,
        represents_party_no: None,
    };
    let applicant = body.applicant.as_ref().map(|applicant| PartyRequest {
        phone: Some(applicant.phone.trim().to_owned()),
        address: applicant.address.clone(),
        ..party(PartyRole::Applicant, PartyKind::Person, &applicant.name)
    });
    // Whether it is a person or a firm nobody asked; a person is masked.
    let respondent = body.respondent.as_deref();
    let respondent = respondent.map(|name| party(PartyRole::Respondent, PartyKind::Person, name));
    RegisterCaseRequest {
        title: body.title.clone().unwrap_or_else(|| title_of(&body.narrative)),
        narrative: body.narrative.clone(),
        demand: body.demand.clone(),
        type_code: None,
        scale_code: None,
        level: None,
        channel: Channel::Online,
        source: None,
        occurred_on: body.occurred_on,
        known_at: None,
        place: Some(PlaceRequest {
            region_id: Some(body.region_id),
            address: body.address.clone(),
            lng: None,
            lat: None,
        }),
        people_count: body.people_count,
        amount_fen: None,
        willing_to_mediate: body.willing_to_mediate,
        anonymous: body.anonymous,
        parties: applicant.into_iter().chain(respondent).collect(),
        first_contact: None,
        visit_id: None,
        restriction: None,
    }
}

/// The beginning of the words, to the end of the first sentence.
fn title_of(narrative: &str) -> String {
    let first = narrative.trim().split(['。', '！', '？', '\n', '!', '?']).next();
    let first = first.map(str::trim).filter(|first| !first.is_empty());
    first.unwrap_or_else(|| narrative.trim()).chars().take(TITLE).collect()
}

/// 32 random bytes.
fn secret(state: &AppState) -> String {
    let mut bytes = [0_u8; 32];
    state.ids.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Six digits to type.
fn digits(state: &AppState) -> String {
    let mut bytes = [0_u8; 8];
    state.ids.fill(&mut bytes);
    format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::title_of;

    #[test]
    fn a_title_is_the_first_sentence_and_not_too_long() {
        assert_eq!(title_of(" 楼上漏水。已经三次了"), "楼上漏水");
        assert_eq!(title_of("。。。"), "。。。");
        assert_eq!(title_of(&"水".repeat(100)).chars().count(), 30);
    }
}
