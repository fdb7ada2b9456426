//! What a case gives to its documents, in the words of official papers: Chinese, whoever reads.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use uuid::Uuid;

use super::callback_facts::{self, Called};
use super::entity::document;
use super::fact::Fact;
use super::filling::{Facts, Row};
use super::kind::DocumentState;
use super::mediated::Mediated;
use crate::features::agreements::repo::Whole;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::entity::party;
use crate::features::cases::ground::Ground;
use crate::features::cases::masks;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::{Channel, PartyKind, PartyRole, ReferralKind};
use crate::features::cases::projection::Referral;
use crate::features::cases::repo::{Loaded, Names};
use crate::features::dossiers::rules::DocumentRule;
use crate::features::mediations::repo::Session;
use crate::features::supervision::entity::{order, step};
use crate::features::supervision::ladder::Step;
use crate::features::supervision::repo::CaseLine;
use crate::platform::lang::Lang;

/// What a document is about beside its case, as it was read.
#[derive(Debug)]
pub enum About {
    /// Nothing else.
    Case,
    /// A referral.
    Referral(Box<Referral>),
    /// A step of the ladder.
    Step(Box<step::Model>),
    /// An order, with those of its cases the issuer may see.
    Order(Box<order::Model>, Vec<CaseLine>),
    /// A session of mediation.
    Session(Box<Session>),
    /// An agreement.
    Agreement(Box<Whole>),
}

impl About {
    /// Its id.
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Case => None,
            Self::Referral(referral) => Some(referral.id),
            Self::Step(step) => Some(step.id),
            Self::Order(order, _) => Some(order.id),
            Self::Session(session) => Some(session.row.id),
            Self::Agreement(whole) => Some(whole.row.id),
        }
    }

    /// The department the document goes to.
    pub fn addressee(&self) -> Option<Uuid> {
        match self {
            Self::Case | Self::Session(_) | Self::Agreement(_) => None,
            Self::Referral(referral) => Some(referral.department_id),
            Self::Step(step) => Some(step.department_id),
            Self::Order(order, _) => Some(order.department_id),
        }
    }
}

/// What is made when a document is issued.
#[derive(Debug, Clone, Copy)]
pub struct Issuing<'a> {
    /// Its number; none while it is a draft.
    pub document_no: Option<&'a str>,
    /// The day.
    pub on: NaiveDate,
    /// By whom.
    pub by: &'a str,
}

/// All that facts are taken from.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The case.
    pub case: &'a Loaded,
    /// Its parties, masked for a draft.
    pub parties: &'a [party::Model],
    /// The names of staff.
    pub names: &'a Names,
    /// Organisation and codes.
    pub ground: &'a Ground,
    /// What it is about.
    pub about: &'a About,
    /// When and by whom.
    pub issuing: Issuing<'a>,
    /// The documents of the case so far.
    pub issued: &'a [document::Model],
    /// Sessions and agreements of the case.
    pub mediated: &'a Mediated,
    /// Its callbacks, where the template tells of them.
    pub(super) callbacks: &'a [Called],
    /// The places of its dossier, with how many attachments fill each.
    pub places: &'a [Place<'a>],
    /// How long the dossier is kept.
    pub retention: Option<&'a str>,
    /// Whether personal data is to be masked.
    pub is_masked: bool,
    /// What of the parties is masked in free text; nothing where nothing is.
    pub mentions: &'a Mentions,
}

/// A place of the dossier.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// What belongs there.
    pub rule: &'a DocumentRule,
    /// Attachments that fill it.
    pub attachments: usize,
}

/// Parties as a draft shows them.
pub fn masked(parties: &[party::Model]) -> Vec<party::Model> {
    let mask = |party: &party::Model| party::Model {
        name: masks::name(&party.name, party.kind == PartyKind::Person.as_str()),
        id_number: party.id_number.as_deref().map(masks::id_number),
        phone: party.phone.as_deref().map(masks::phone),
        address: party.address.as_deref().map(masks::address),
        ..party.clone()
    };
    parties.iter().map(mask).collect()
}

impl Known<'_> {
    /// The facts.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        self.issuing(&mut facts);
        self.registration(&mut facts);
        self.parties(&mut facts);
        self.procedure(&mut facts);
        match self.about {
            About::Case => self.mediated(&mut facts),
            About::Referral(referral) => self.referral(&mut facts, referral),
            About::Step(step) => self.step(&mut facts, step),
            About::Order(order, cases) => self.order(&mut facts, order, cases),
            About::Session(session) => self.session(&mut facts, session),
            About::Agreement(whole) => self.agreement(&mut facts, whole),
        }
        facts
    }

    fn issuing(&self, facts: &mut Facts) {
        let Issuing { document_no, on, by } = self.issuing;
        facts.text(Fact::DocumentNo, document_no.unwrap_or("（出具时编号）").to_owned());
        facts.text(Fact::IssuedOn, day(on));
        facts.text(Fact::IssuedBy, by.to_owned());
        let center = self.ground.directory.centers.get(&self.case.row.center_id);
        facts.text(Fact::Center, center.map(|center| center.name.clone()));
        facts.list(Fact::DossierItems, self.dossier());
        facts.text(Fact::Callbacks, callback_facts::in_words(self.callbacks));
    }

    fn registration(&self, facts: &mut Facts) {
        let row = &self.case.row;
        facts.text(Fact::CaseNo, row.case_no.clone());
        facts.text(Fact::Title, row.title.clone());
        facts.text(Fact::Narrative, row.narrative.clone());
        facts.text(Fact::Demand, row.demand.clone());
        let channel = Channel::parse(&row.channel).map(|one| one.name(Lang::Zh).to_owned());
        facts.text(Fact::Channel, channel);
        facts.text(Fact::Region, self.region(row.region_id));
        let place = row.address.as_deref();
        let place = place.map(|p| if self.is_masked { masks::address(p) } else { p.to_owned() });
        facts.text(Fact::Place, place);
        facts.text(Fact::OccurredOn, row.occurred_on.map(day));
        facts.text(Fact::PeopleCount, row.people_count.map(|count| format!("{count}人")));
        facts.text(Fact::Amount, row.amount_fen.map(yuan));
        facts.text(Fact::RegisteredOn, day_of(row.registered_at));
        facts.text(Fact::RegisteredBy, self.name(row.registered_by_id));
        facts.text(Fact::FirstContact, self.name(row.first_contact_id));
    }

    fn parties(&self, facts: &mut Facts) {
        let of = |role: PartyRole| {
            let those = self.parties.iter().filter(|party| party.role == role.as_str());
            let names: Vec<_> = those.map(|party| party.name.as_str()).collect();
            names.join("、")
        };
        let applicants = of(PartyRole::Applicant);
        let is_anonymous = self.case.row.is_anonymous && applicants.is_empty();
        let applicants = if is_anonymous { "匿名".to_owned() } else { applicants };
        facts.text(Fact::Applicants, applicants);
        facts.text(Fact::Respondents, of(PartyRole::Respondent));
        facts.list(Fact::Parties, self.parties.iter().map(|party| self.party(party)).collect());
    }

    fn party(&self, party: &party::Model) -> Row {
        let code = |set: &str, code: &Option<String>| {
            code.as_deref().map(|code| self.code(set, code)).unwrap_or_default()
        };
        let role = PartyRole::parse(&party.role).map_or("", |role| role.name(Lang::Zh));
        row([
            ("no", party.party_no.to_string()),
            ("role", role.to_owned()),
            ("name", party.name.clone()),
            ("gender", code("gender", &party.gender)),
            ("ethnicity", party.ethnicity.clone().unwrap_or_default()),
            ("age", party.age.map(|age| age.to_string()).unwrap_or_default()),
            ("occupation", party.occupation.clone().unwrap_or_default()),
            ("id_type", code("id_type", &party.id_type)),
            ("id_number", party.id_number.clone().unwrap_or_default()),
            ("phone", party.phone.clone().unwrap_or_default()),
            ("address", party.address.clone().unwrap_or_default()),
        ])
    }

    fn procedure(&self, facts: &mut Facts) {
        let (row, state) = (&self.case.row, &self.case.state);
        facts.text(Fact::Type, row.type_code.as_deref().map(|code| self.code("case_type", code)));
        let scale = row.scale_code.as_deref();
        facts.text(Fact::Scale, scale.map(|code| self.code("case_scale", code)));
        facts.text(Fact::Level, state.level.map(|level| level.name(Lang::Zh).to_owned()));
        let lead = row.lead_department_id.map(|id| self.department(id));
        facts.text(Fact::LeadDepartment, lead);
        let assists: Vec<_> = state.assists().map(|r| self.department(r.department_id)).collect();
        facts.text(Fact::AssistDepartments, assists.join("、"));
        let lead = state.referrals.iter().rev().find(|r| r.kind == ReferralKind::Lead);
        facts.text(Fact::DispatchedOn, lead.map(|referral| day_of(referral.sent_at)));
        facts.text(Fact::DispatchNote, lead.and_then(|referral| referral.note.clone()));
        let handling = self
            .case
            .clocks
            .iter()
            .rev()
            .find(|clock| clock.kind == ClockKind::Handling.as_str() && !clock.is_cancelled);
        facts.text(Fact::HandlingDueOn, handling.map(|clock| day_of(clock.due_at)));
        facts.text(Fact::Outcome, state.outcome.map(|one| one.name(Lang::Zh).to_owned()));
        let method = state.method_code.as_deref();
        facts.text(Fact::Method, method.map(|code| self.code("resolution_method", code)));
        let retention = self.retention.filter(|_| state.method_code.is_some());
        facts.text(Fact::Retention, retention.map(ToOwned::to_owned));
        facts.text(Fact::Summary, row.summary.clone());
        facts.text(Fact::ResolvedOn, row.resolved_at.map(day_of));
        facts.text(Fact::ClosedOn, row.closed_at.map(day_of));
    }

    fn referral(&self, facts: &mut Facts, referral: &Referral) {
        facts.text(Fact::Addressee, self.department(referral.department_id));
        facts.text(Fact::DispatchedOn, day_of(referral.sent_at));
        facts.text(Fact::DispatchNote, referral.note.clone());
        facts.text(Fact::AssistTask, referral.task.clone().or_else(|| referral.note.clone()));
        let due = |kind: ClockKind| {
            let clocks = self.case.clocks.iter().rev();
            let mut of_it = clocks.filter(|clock| clock.referral_id == Some(referral.id));
            of_it.find(|clock| clock.kind == kind.as_str()).map(|clock| day_of(clock.due_at))
        };
        facts.text(Fact::SignDueOn, due(ClockKind::Sign));
        let agreed = referral.due_on.map(day);
        facts.text(Fact::AssistDueOn, agreed.or_else(|| due(ClockKind::Assist)));
    }

    fn step(&self, facts: &mut Facts, step: &step::Model) {
        let limit = ClockKind::parse(&step.clock_kind).map(|kind| kind.name(Lang::Zh).to_owned());
        facts.text(Fact::Addressee, self.department(step.department_id));
        let kind = Step::parse(&step.step).map(|kind| kind.name(Lang::Zh).to_owned());
        facts.text(Fact::UrgedStep, kind);
        facts.text(Fact::UrgedDepartment, self.department(step.department_id));
        facts.text(Fact::UrgedLimit, limit);
        facts.text(Fact::UrgedDueOn, day_of(step.due_at));
        facts.text(Fact::UrgedOn, day_of(step.at));
        facts.text(Fact::UrgedDays, format!("{}个工作日", step.working_days_over.max(0)));
    }

    fn order(&self, facts: &mut Facts, order: &order::Model, cases: &[CaseLine]) {
        facts.text(Fact::Addressee, self.department(order.department_id));
        facts.text(Fact::OrderNo, order.order_no.clone());
        facts.text(Fact::OrderGround, self.code("supervision_ground", &order.ground_code));
        // It leaves for departments that may look at nobody.
        facts.text(Fact::OrderText, self.mentions.hide(&order.text));
        facts.text(Fact::OrderIssuedOn, day_of(order.issued_at));
        facts.text(Fact::OrderReplyDueOn, day(order.reply_due_on));
        let lines = (1_u32..).zip(cases).map(|(no, (_, _, case_no, title, _))| {
            let title = self.mentions.hide(title);
            row([("no", no.to_string()), ("case_no", case_no.clone()), ("title", title)])
        });
        facts.list(Fact::OrderCases, lines.collect());
    }

    /// The places of the dossier, with the documents and how many attachments are there: a name of
    /// a file may be somebody's.
    fn dossier(&self) -> Vec<Row> {
        let valid = |document: &&document::Model| document.state == DocumentState::Valid.as_str();
        let lines = (1_u32..).zip(self.places).map(|(no, Place { rule, attachments })| {
            let of_line = |document: &&document::Model| rule.takes(&document.kind);
            let there: Vec<_> = self.issued.iter().filter(valid).filter(of_line).collect();
            let joined = |each: &dyn Fn(&document::Model) -> String| {
                there.iter().map(|document| each(document)).collect::<Vec<_>>()
            };
            let attached = (*attachments > 0).then(|| format!("附件{attachments}件"));
            let numbers = joined(&|document| document.document_no.clone());
            let numbers: Vec<_> = numbers.into_iter().chain(attached).collect();
            row([
                ("no", no.to_string()),
                ("name", rule.name(Lang::Zh).to_owned()),
                ("necessity", if rule.is_required { "必须" } else { "按需" }.to_owned()),
                ("document_no", numbers.join("、")),
                ("issued_on", joined(&|document| day_of(document.issued_at)).join("、")),
                // 页次 is written by hand once the volume is bound: scans have no pages we know of.
                ("pages", String::new()),
            ])
        });
        lines.collect()
    }

    fn code(&self, set: &str, code: &str) -> String {
        self.ground.codes.item(set, code).map_or_else(|| code.to_owned(), |item| item.name.clone())
    }

    fn department(&self, id: Uuid) -> String {
        self.ground.directory.department_name(id)
    }

    fn name(&self, id: Option<Uuid>) -> Option<String> {
        self.names.get(&id?).cloned()
    }

    /// A region with those above it: 测试县东岭镇柳树村.
    fn region(&self, id: Uuid) -> String {
        let mut names: Vec<_> =
            self.ground.directory.ancestry(id).map(|region| region.name.as_str()).collect();
        names.reverse();
        names.concat()
    }
}

fn row<const N: usize>(members: [(&str, String); N]) -> Row {
    members.into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<BTreeMap<_, _>>()
}

/// `2026年3月2日`.
pub fn day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn day_of(at: DateTime<Utc>) -> String {
    day(local_date(at))
}

/// `1200元`, `1200.50元`.
pub(super) fn yuan(fen: i64) -> String {
    let (yuan, rest) = (fen / 100, fen % 100);
    if rest == 0 { format!("{yuan}元") } else { format!("{yuan}.{:02}元", rest.abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_days_are_written_as_on_paper() {
        assert_eq!(yuan(120_000), "1200元");
        assert_eq!(yuan(120_050), "1200.50元");
        let monday = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        assert_eq!(day(monday), "2026年3月2日");
    }
}
