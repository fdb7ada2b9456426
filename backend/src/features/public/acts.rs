//! What a citizen does to a case: each is an event of its ledger, made by nobody known.

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::device::Device;
use super::dto::{ComplaintAbout, TrackView};
use super::entity::{message, rating};
use super::repo::{self, MessageKind};
use super::rules::CitizenAct;
use super::track::{self, Receipt, going_on, standing_of};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::callbacks::integrity::{self, SignalSource};
use crate::features::callbacks::{quotas, signals};
use crate::features::cases::change::Change;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::release;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::transit::{self, By, Noted};
use crate::features::cases::unnamed::Unnamed;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::Reply;
use crate::platform::http::idempotency::{IdempotentRequest, Once};
use crate::platform::lang::Lang;
use crate::policy::Permit;

/// Why a case is withdrawn or reopened, as the ledger says it: the citizen's own words may name
/// people and are kept beside it.
const WITHDRAWN: &str = "申请人凭查询码撤回";
const NOT_SOLVED: &str = "申请人凭查询码反映没有解决";

/// Where and when a citizen who rates was served, where they say so: weak evidence that somebody was at
/// that window (`crate::features::presence`), and no part of the case.
#[derive(Debug, Clone, Default)]
pub struct Visited {
    /// The number over the window.
    pub window_no: Option<String>,
    /// The day.
    pub on: Option<NaiveDate>,
}

/// What a citizen does.
#[derive(Debug)]
pub enum Act {
    /// 补充说明.
    Comment(String),
    /// 撤回, with a reason where one is given.
    Withdraw(Option<String>),
    /// 评价.
    Rate {
        /// Whether it is solved.
        solved: bool,
        /// Whether the citizen feels fairly treated.
        fairly_treated: bool,
        /// In the citizen's own words.
        text: Option<String>,
        /// At which window they were.
        visit: Visited,
    },
    /// 没有解决.
    Reopen(String),
    /// 投诉.
    Complain(ComplaintAbout, String),
}

impl Act {
    const fn name(&self) -> CitizenAct {
        match self {
            Self::Comment(_) => CitizenAct::Comment,
            Self::Withdraw(_) => CitizenAct::Withdraw,
            Self::Rate { .. } => CitizenAct::Rate,
            Self::Reopen(_) => CitizenAct::Reopen,
            Self::Complain(..) => CitizenAct::Complain,
        }
    }

    const fn says_something(&self) -> bool {
        !matches!(self, Self::Withdraw(None) | Self::Rate { .. })
    }
}

/// Carries out `act` on the case of a receipt, and shows the case as it is then.
pub(super) async fn act(
    state: &AppState,
    receipt: &Receipt,
    device: &Device,
    act: &Act,
    idempotency: Option<IdempotentRequest>,
    lang: Lang,
) -> AppResult<Reply<TrackView>> {
    let found = track::find(state, device, receipt).await?;
    if device.is_office && matches!(act, Act::Rate { .. }) {
        return Err(ErrorCode::PublicOfficeNetwork.into());
    }
    let ground = Ground::of(state).await?;
    let doing = Doing { state, ground: &ground, device, permit: Permit::system("public.track") };
    let once = Once {
        db: &state.db,
        in_flight: &state.in_flight,
        sealer: state,
        // Only who knows the code gets here, and a replay shows the case.
        caller: found.id,
        now: state.clock.now(),
    };
    let work = async |tx: &Tx| {
        let row = Box::pin(doing.carry_out(tx, found.id, act)).await?;
        let shown = Box::pin(track::show(state, &**tx, &ground, row, None, lang)).await?;
        repo::keep_look(tx, &doing.permit, track::looked(found.id, &shown)).await?;
        Ok(Reply::ok(&track::seen_from(device, shown))?.personal())
    };
    once.run(idempotency, work).await
}

/// Carries out an act in a transaction of its own maker: for the demo county.
pub async fn carry_out(
    state: &AppState,
    ground: &Ground,
    tx: &Tx,
    case_id: Uuid,
    device: &str,
    act: &Act,
) -> AppResult<()> {
    let network = String::new();
    let device = Device { name: device.to_owned(), network, is_office: false };
    let permit = Permit::system("demo county");
    let doing = Doing { state, ground, device: &device, permit };
    Box::pin(doing.carry_out(tx, case_id, act)).await.map(|_| ())
}

struct Doing<'a> {
    state: &'a AppState,
    ground: &'a Ground,
    device: &'a Device,
    permit: Permit,
}

impl Doing<'_> {
    async fn carry_out(&self, tx: &Tx, id: Uuid, act: &Act) -> AppResult<case::Model> {
        let now = self.state.clock.now();
        let row = hold(tx, id).await?;
        let own = cases::load(&**tx, row).await?;
        let is_rated = repo::is_rated(&**tx, id, own.state.resolved_at).await?;
        let standing = standing_of(self.ground, &own, is_rated, now);
        if let Some(code) = standing.refusal(act.name()) {
            return Err(AppError::from(code).with("state", own.state.status.as_str()));
        }
        if act.says_something() {
            let since = now - TimeDelta::days(1);
            let said = repo::messages_since(&**tx, id, since).await?;
            if said >= u64::from(self.state.config.public.messages_per_day) {
                return Err(ErrorCode::PublicTooManyMessages.into());
            }
        }
        // Words about a merged case are for those who work on the one it goes on in.
        let goes_on = going_on(&**tx, &own.row).await?;
        let mut case = if goes_on.id == id || !matches!(act, Act::Comment(_) | Act::Complain(..)) {
            own
        } else {
            cases::load(&**tx, hold(tx, goes_on.id).await?).await?
        };
        match act {
            Act::Comment(text) => self.comment(tx, &mut case, MessageKind::Comment, text).await?,
            Act::Withdraw(text) => {
                if let Some(text) = text {
                    self.comment(tx, &mut case, MessageKind::Withdrawal, text).await?;
                }
                let change = Change::Withdrawn { reason: WITHDRAWN.to_owned() };
                self.change(tx, &mut case, change).await?;
                let keeper = &self.ground.keeper;
                Box::pin(release::merged_into(self.state, keeper, tx, &case.row)).await?;
            }
            Act::Reopen(text) => {
                self.comment(tx, &mut case, MessageKind::Reopening, text).await?;
                let change = not_solved(&case, None);
                self.change(tx, &mut case, change).await?;
            }
            Act::Rate { solved, fairly_treated, text, visit } => {
                let rating = (*solved, *fairly_treated);
                let said = (text.as_deref(), visit);
                let rating_id = self.rate(tx, &mut case, rating, said).await?;
                if !*solved {
                    let refusal = standing.refusal(CitizenAct::Reopen);
                    self.unsolved(tx, &mut case, (rating_id, *fairly_treated), refusal).await?;
                }
            }
            Act::Complain(about, text) => self.complain(tx, &mut case, *about, text).await?,
        }
        if case.row.id == id { Ok(case.row) } else { hold(tx, id).await }
    }

    fn by(&self) -> By<'static> {
        By { actor: None, at: self.state.clock.now() }
    }

    fn permit(&self) -> Permit {
        Permit::system(self.permit.action())
    }

    /// A change of the case: its version grows, as with anybody's.
    async fn change(&self, tx: &Tx, case: &mut Loaded, change: Change) -> AppResult<()> {
        let before = case.row.clone();
        let keeper = &self.ground.keeper;
        let change = Unnamed::read(&**tx, case.row.id, change).await?;
        let pending = transit::apply(self.state, keeper, case, &change, self.by())?;
        transit::store(tx, self.permit(), &before, case, pending).await
    }

    /// Something around the case, which leaves its version as it is.
    async fn note(&self, tx: &Tx, case: &mut Loaded, change: Change) -> AppResult<()> {
        let noted = Noted { change, by: self.by(), clocks: Vec::new() };
        transit::note(self.state, tx, self.permit(), &self.ground.keeper, case, noted).await
    }

    /// Keeps words, whose hash alone goes into the ledger.
    async fn say(
        &self,
        tx: &Tx,
        case_id: Uuid,
        kind: MessageKind,
        about: Option<ComplaintAbout>,
        text: &str,
    ) -> AppResult<(Uuid, String)> {
        let row = message::Model {
            id: self.state.ids.next(),
            case_id,
            kind: kind.as_str().to_owned(),
            about: about.map(|about| about.as_str().to_owned()),
            text: text.trim().to_owned(),
            device_hash: self.device.name.clone(),
            created_at: self.state.clock.now(),
        };
        let said = (row.id, sha256(row.text.as_bytes()));
        repo::insert_message(tx, &self.permit, row).await?;
        Ok(said)
    }

    async fn comment(
        &self,
        tx: &Tx,
        case: &mut Loaded,
        kind: MessageKind,
        text: &str,
    ) -> AppResult<()> {
        let (message_id, text_hash) = self.say(tx, case.row.id, kind, None, text).await?;
        self.note(tx, case, Change::CitizenCommented { message_id, text_hash }).await
    }

    async fn complain(
        &self,
        tx: &Tx,
        case: &mut Loaded,
        about: ComplaintAbout,
        text: &str,
    ) -> AppResult<()> {
        let kind = MessageKind::Complaint;
        let (message_id, text_hash) = self.say(tx, case.row.id, kind, Some(about), text).await?;
        // What it is about is not for the unit it is about.
        self.note(tx, case, Change::CitizenComplained { message_id, text_hash }).await?;
        let is_solicited = about == ComplaintAbout::Solicited;
        let of = (case.row.id, message_id);
        signals::raise_complaint(self.state, tx, &self.permit, of, is_solicited).await
    }

    async fn rate(
        &self,
        tx: &Tx,
        case: &mut Loaded,
        (solved, fairly_treated): (bool, bool),
        (text, visit): (Option<&str>, &Visited),
    ) -> AppResult<Uuid> {
        let now = self.state.clock.now();
        let row = rating::Model {
            id: self.state.ids.next(),
            case_id: case.row.id,
            solved,
            fairly_treated,
            comment: text.map(|text| text.trim().to_owned()),
            comment_hash: text.and_then(integrity::comment_hash),
            device_hash: self.device.name.clone(),
            created_at: now,
            window_no: visit.window_no.as_deref().map(|number| number.trim().to_uppercase()),
            visited_on: visit.on.filter(|day| *day <= local_date(now)),
        };
        repo::insert_rating(tx, &self.permit, row.clone()).await?;
        let rated = Change::Rated { rating_id: row.id, solved, fairly_treated };
        self.note(tx, case, rated).await?;
        let given = signals::Given {
            case_id: case.row.id,
            source: SignalSource::Rating,
            source_id: row.id,
            comment_hash: row.comment_hash.as_deref(),
            device_hash: Some(&row.device_hash),
            minutes: resolved_for(case).map(|at| (now - at).num_minutes()),
        };
        let questions = signals::weigh(self.state, tx, &self.permit, &given).await?;
        // Where no call is due and nothing is open to question, the citizen has answered.
        let is_good = solved && fairly_treated && questions == 0;
        let is_waiting = case.state.status == CaseStatus::InCallback;
        if is_good && is_waiting && !quotas::is_sampled(self.state, &**tx, case).await? {
            let change = Change::CallbackRecorded {
                reached: true,
                solved: Some(true),
                fairly_treated: Some(true),
                comment: None,
            };
            self.change(tx, case, change).await?;
        }
        Ok(row.id)
    }

    /// Who rates a case as not solved need not say so twice: it goes on, or, where the time for that
    /// is over, those outside the unit are asked about it.
    async fn unsolved(
        &self,
        tx: &Tx,
        case: &mut Loaded,
        (rating_id, fairly_treated): (Uuid, bool),
        refusal: Option<ErrorCode>,
    ) -> AppResult<()> {
        match refusal {
            None => {
                let change = not_solved(case, Some(fairly_treated));
                self.change(tx, case, change).await
            }
            Some(_) => {
                signals::raise_unsolved(self.state, tx, &self.permit, case.row.id, rating_id).await
            }
        }
    }
}

/// When the result was there to be rated.
fn resolved_for(case: &Loaded) -> Option<chrono::DateTime<chrono::Utc>> {
    case.state.closed_at.or(case.state.resolved_at)
}

/// "Not solved" answers the callback that waits, or opens what was closed.
fn not_solved(case: &Loaded, fairly_treated: Option<bool>) -> Change {
    if case.state.status == CaseStatus::InCallback {
        return Change::CallbackRecorded {
            reached: true,
            solved: Some(false),
            fairly_treated,
            comment: None,
        };
    }
    Change::Reopened { reason: NOT_SOLVED.to_owned() }
}

async fn hold(tx: &Tx, id: Uuid) -> AppResult<case::Model> {
    let held = cases::hold_all(tx, vec![id]).await?.pop();
    held.ok_or_else(|| AppError::internal("a case was lost while it was read"))
}
