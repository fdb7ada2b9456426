//! Everything a document is made from, read for whoever drafts or issues it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{Condition, ConnectionTrait};
use uuid::Uuid;

use super::access;
use super::callback_facts::{self, Called};
use super::dto::DocumentSubject;
use super::entity::{document, document_template};
use super::fact::Fact;
use super::facts::{About, Issuing, Known, Place, day, masked};
use super::filling::{Facts, Filled, Missing, fill, refusals};
use super::kind::{AboutKind, DocumentKind, DocumentState};
use super::mediated::Mediated;
use super::repo;
use super::template::TemplateDefinition;
use crate::app::AppState;
use crate::features::agreements;
use crate::features::agreements::repo::Whole as WholeAgreement;
use crate::features::attachments;
use crate::features::attachments::dto::AttachmentState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases;
use crate::features::cases::entity::party;
use crate::features::cases::ground::Ground;
use crate::features::cases::masks;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::ReferralKind;
use crate::features::cases::projection::Referral;
use crate::features::cases::repo::{Loaded, Names};
use crate::features::cases::service::facts_of;
use crate::features::cases::whole::{self, Whole};
use crate::features::dossiers::rules::{DossierRules, Retention, Settled, Volume};
use crate::features::mediations::repo::Session;
use crate::features::personnel;
use crate::features::supervision::entity::{order, step};
use crate::features::supervision::repo as supervision;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// Most orders about a case among which one may be named.
const MOST_ORDERS: u64 = 50;

/// A case with all its documents say of it.
pub struct Gathered {
    /// The case.
    pub case: Loaded,
    /// The template in force.
    pub template: document_template::Model,
    /// What it says.
    pub definition: TemplateDefinition,
    /// What the document is about.
    pub about: About,
    /// The documents of the case, newest first.
    pub issued: Vec<document::Model>,
    parties: Vec<party::Model>,
    /// The parties of the cases an order is about, which its paper does not name.
    others: Vec<party::Model>,
    names: Names,
    mediated: Mediated,
    callbacks: Vec<Called>,
    /// The places its attachments fill, one entry an attachment.
    filed: Vec<String>,
    /// Whether all that was agreed on stands orally: the dossier has a shorter list then.
    is_oral: bool,
}

/// The referrals, steps, orders, sessions and agreements documents of a case may be about.
pub struct Subjects {
    referrals: Vec<Referral>,
    steps: Vec<step::Model>,
    orders: Vec<order::Model>,
    mediated: Mediated,
}

impl Subjects {
    /// Those of a case `actor` may see, newest first; supervision and mediation only where they are
    /// wanted.
    pub async fn of(
        db: &impl ConnectionTrait,
        actor: &Actor,
        case: &Loaded,
        (with_supervision, with_mediation): (bool, bool),
    ) -> AppResult<Self> {
        let in_force = case.state.referrals.iter().filter(|r| r.state.is_in_force());
        let mut referrals: Vec<_> = in_force.cloned().collect();
        referrals.sort_by_key(|referral| std::cmp::Reverse((referral.sent_at, referral.id)));
        let (mut steps, mut orders) = (Vec::new(), Vec::new());
        if with_supervision {
            let id = case.row.id;
            steps = supervision::steps_of(db, &supervision::readable_steps(actor), id).await?;
            steps.reverse();
            let about = Condition::all()
                .add(supervision::readable(actor).condition())
                .add(supervision::about(id));
            orders = supervision::list(db, about, false, MOST_ORDERS).await?;
        }
        let mediated =
            if with_mediation { Mediated::of(db, case.row.id).await? } else { Mediated::default() };
        Ok(Self { referrals, steps, orders, mediated })
    }

    /// What a document of `kind` may be about, in words.
    pub fn choices(&self, kind: AboutKind, ground: &Ground) -> Vec<DocumentSubject> {
        let directory = &ground.directory;
        let named = |id: Uuid, department: Uuid, at: DateTime<Utc>| DocumentSubject {
            id,
            label: format!("{} {}", directory.department_name(department), day(local_date(at))),
        };
        match kind {
            AboutKind::Case | AboutKind::ReviewMeeting | AboutKind::StationedDepartment => {
                Vec::new()
            }
            AboutKind::LeadReferral | AboutKind::AssistReferral => self
                .referred(kind)
                .map(|referral| named(referral.id, referral.department_id, referral.sent_at))
                .collect(),
            AboutKind::SupervisionStep => {
                self.steps.iter().map(|step| named(step.id, step.department_id, step.at)).collect()
            }
            AboutKind::SupervisionOrder => {
                let subject = |order: &order::Model| DocumentSubject {
                    id: order.id,
                    label: format!(
                        "{} {}",
                        order.order_no,
                        directory.department_name(order.department_id)
                    ),
                };
                self.orders.iter().map(subject).collect()
            }
            AboutKind::Mediation => {
                let subject = |Session { row, .. }: &Session| DocumentSubject {
                    id: row.id,
                    label: format!("第{}次 {}", row.session_no, day(local_date(row.starts_at))),
                };
                self.mediated.sessions.iter().map(subject).collect()
            }
            AboutKind::Agreement => {
                let subject = |WholeAgreement { row, .. }: &WholeAgreement| DocumentSubject {
                    id: row.id,
                    label: format!("{} {}", row.agreement_no, day(row.concluded_on)),
                };
                self.mediated.agreements.iter().map(subject).collect()
            }
        }
    }

    fn referred(&self, kind: AboutKind) -> impl Iterator<Item = &Referral> {
        let wanted = match kind {
            AboutKind::AssistReferral => ReferralKind::Assist,
            AboutKind::Case
            | AboutKind::LeadReferral
            | AboutKind::SupervisionStep
            | AboutKind::SupervisionOrder
            | AboutKind::Mediation
            | AboutKind::Agreement
            | AboutKind::ReviewMeeting
            | AboutKind::StationedDepartment => ReferralKind::Lead,
        };
        self.referrals.iter().filter(move |referral| referral.kind == wanted)
    }

    /// The one of an id, or the newest; with what else is known of mediation.
    async fn pick(
        self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        kind: AboutKind,
        id: Option<Uuid>,
    ) -> AppResult<(About, Mediated)> {
        let fits = |one: Uuid| id.is_none_or(|id| id == one);
        let found = match kind {
            AboutKind::Case if id.is_none() => Some(About::Case),
            AboutKind::Case | AboutKind::ReviewMeeting | AboutKind::StationedDepartment => None,
            AboutKind::LeadReferral | AboutKind::AssistReferral => {
                let found = self.referred(kind).find(|referral| fits(referral.id));
                found.map(|referral| About::Referral(Box::new(referral.clone())))
            }
            AboutKind::SupervisionStep => {
                let found = self.steps.into_iter().find(|step| fits(step.id));
                found.map(|step| About::Step(Box::new(step)))
            }
            AboutKind::SupervisionOrder => {
                match self.orders.into_iter().find(|order| fits(order.id)) {
                    Some(order) => {
                        let cases = supervision::cases_of(db, actor, [order.id]).await?;
                        Some(About::Order(Box::new(order), cases))
                    }
                    None => None,
                }
            }
            AboutKind::Mediation => {
                let mut sessions = self.mediated.sessions.iter();
                let found = sessions.find(|session| fits(session.row.id));
                found.map(|session| About::Session(Box::new(session.clone())))
            }
            AboutKind::Agreement => {
                let mut agreements = self.mediated.agreements.iter();
                let found = agreements.find(|whole| fits(whole.row.id));
                found.map(|whole| About::Agreement(Box::new(whole.clone())))
            }
        };
        let found = found.or((kind.is_optional() && id.is_none()).then_some(About::Case));
        let refusal = if id.is_some() {
            ErrorCode::DocumentAboutUnknown
        } else {
            ErrorCode::DocumentAboutRequired
        };
        let about = found.ok_or_else(|| AppError::field("/about_id", refusal))?;
        Ok((about, self.mediated))
    }
}

/// Reads what a document of `kind` is made from: 404 outside the scope, 403 without the right, 409
/// where no template is in force, 422 where it is about something that is not there.
pub async fn gather(
    db: &impl ConnectionTrait,
    state: &AppState,
    actor: &Actor,
    (case_id, kind, about_id): (Uuid, DocumentKind, Option<Uuid>),
) -> AppResult<Gathered> {
    let today = local_date(state.clock.now());
    let scope = Scope::cases(actor, Action::CaseRead);
    let Whole { row, parties, mut names } = whole::find(db, &scope, case_id).await?;
    let case = cases::repo::load(db, row).await?;
    let versions = repo::templates(db, &[kind]).await?;
    let template = repo::in_force(&versions, kind, today).cloned();
    let template = template.ok_or(ErrorCode::DocumentNoTemplate)?;
    let definition: TemplateDefinition = serde_json::from_str(&template.definition)?;
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    if let Some(code) = access::refusal_to_issue(actor, &facts, kind, definition.names_parties()) {
        return Err(code.into());
    }
    let supervised =
        matches!(kind.about(), AboutKind::SupervisionStep | AboutKind::SupervisionOrder);
    let mediates = kind.about().is_optional() || definition.names(Fact::Mediators);
    let subjects = Subjects::of(db, actor, &case, (supervised, mediates)).await?;
    let (about, mediated) = subjects.pick(db, actor, kind.about(), about_id).await?;
    let others = if let About::Order(order, _) = &about {
        supervision::parties_of(db, order.id).await?
    } else {
        Vec::new()
    };
    let (filed, is_oral) = if definition.names(Fact::DossierItems) {
        let kept = attachments::repo::list(db, case_id, &[AttachmentState::Kept]).await?;
        let filed = kept.into_iter().filter_map(|attachment| attachment.document_code);
        (filed.collect(), agreements::repo::is_oral_only(db, case_id).await?)
    } else {
        (Vec::new(), false)
    };
    let callbacks = if definition.names(Fact::Callbacks) {
        callback_facts::of_case(db, case_id).await?
    } else {
        Vec::new()
    };
    let issued = repo::of_case(db, case_id).await?;
    let unknown = case.row.registered_by_id.filter(|id| !names.contains_key(id));
    names.extend(personnel::repo::list_names(db, unknown).await?);
    Ok(Gathered {
        case,
        template,
        definition,
        about,
        issued,
        parties,
        others,
        names,
        mediated,
        callbacks,
        filed,
        is_oral,
    })
}

impl Gathered {
    /// Fills the template; a draft shows personal data masked.
    pub fn fill(
        &self,
        (ground, rules): (&Ground, &DossierRules),
        issuing: Issuing<'_>,
        typed: &BTreeMap<String, String>,
        is_masked: bool,
    ) -> (Filled, Vec<Missing>, Vec<FieldError>) {
        let hidden = if is_masked { masked(&self.parties) } else { Vec::new() };
        let closed_on = self.case.state.closed_at.map(local_date);
        let method = self.case.state.method_code.as_deref();
        let settled = Settled { method, is_oral: self.is_oral };
        let followed = rules.followed(settled, closed_on, issuing.on);
        let places = followed.map(|(volume, _)| self.places(volume)).unwrap_or_default();
        let retention = followed.and_then(|(_, retention)| retention);
        // A paper that names no party does not name one in its story either.
        let is_nameless = is_masked || !self.definition.names_parties();
        let told = is_nameless.then(|| self.without_names());
        let mentions = if is_nameless { self.mentions() } else { Mentions::default() };
        // Nor in what its issuer writes: of a draft of one that does, that is not masked.
        let typed = if self.definition.names_parties() {
            typed.clone()
        } else {
            typed.iter().map(|(name, text)| (name.clone(), mentions.hide(text))).collect()
        };
        let typed = &typed;
        let known = Known {
            case: told.as_ref().unwrap_or(&self.case),
            parties: if is_masked { &hidden } else { &self.parties },
            names: &self.names,
            ground,
            about: &self.about,
            issuing,
            issued: &self.issued,
            mediated: &self.mediated,
            callbacks: &self.callbacks,
            places: &places,
            retention: retention.map(|rule: &Retention| rule.name(Lang::Zh)),
            is_masked,
            mentions: &mentions,
        };
        let facts: Facts = known.facts();
        let refused = refusals(&self.definition, &facts, typed);
        let (filled, missing) = fill(&self.definition, &facts, typed);
        (filled, missing, refused)
    }

    fn places<'a>(&self, volume: &'a Volume) -> Vec<Place<'a>> {
        let filed = |code: &str| self.filed.iter().filter(|one| *one == code).count();
        let places = volume.documents.iter();
        places.map(|rule| Place { rule, attachments: filed(&rule.code) }).collect()
    }

    /// What of the parties must not be told: of this case, and of the others the paper is about.
    fn mentions(&self) -> Mentions {
        let all: Vec<_> = self.parties.iter().chain(&self.others).cloned().collect();
        // Who assists is told the role alone, in the story as among the parties.
        if self.template.kind == DocumentKind::AssistSheet.as_str() {
            return Mentions::as_roles(&all);
        }
        Mentions::of(&all)
    }

    /// The case with its parties masked wherever it mentions them.
    fn without_names(&self) -> Loaded {
        let mentions = self.mentions();
        let mut case = self.case.clone();
        case.row.title = mentions.hide(&case.row.title);
        case.row.address = case.row.address.as_deref().map(masks::address);
        case.row.narrative = mentions.hide(&case.row.narrative);
        case.row.demand = mentions.hide_some(case.row.demand.as_ref());
        case.row.summary = mentions.hide_some(case.row.summary.as_ref());
        for referral in &mut case.state.referrals {
            referral.note = mentions.hide_some(referral.note.as_ref());
            referral.task = mentions.hide_some(referral.task.as_ref());
            referral.result = mentions.hide_some(referral.result.as_ref());
        }
        case
    }

    /// The valid document of the same kind about the same, where there is one at most.
    pub fn current(&self, kind: DocumentKind) -> Option<&document::Model> {
        current(&self.issued, kind, self.about.id())
    }
}

/// Of `issued`, the valid one of `kind` about the same; none where a case may have several.
pub fn current(
    issued: &[document::Model],
    kind: DocumentKind,
    about_id: Option<Uuid>,
) -> Option<&document::Model> {
    if kind.is_repeatable() && about_id.is_none() {
        return None;
    }
    issued.iter().find(|document| {
        document.kind == kind.as_str()
            && document.state == DocumentState::Valid.as_str()
            && document.about_id == about_id
    })
}
