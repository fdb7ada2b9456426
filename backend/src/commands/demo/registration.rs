//! What a citizen brings to the window: the registration of a story.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::county;
use super::matters::{Matter, Told};
use super::story::Teller;
use crate::features::cases::dto::{PartyRequest, PlaceRequest, RegisterCaseRequest, SourceRequest};
use crate::features::cases::model::{Channel, PartyKind, PartyRole};
use crate::platform::error::AppResult;

impl Teller<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "told like the other steps")]
    pub(super) fn request(
        &mut self,
        matter: &Matter,
        told: Told,
        village_id: Uuid,
        at: DateTime<Utc>,
    ) -> AppResult<RegisterCaseRequest> {
        let channel = self.chance.weighted(&[
            (Channel::WalkIn, 46),
            (Channel::Hotline12345, 18),
            (Channel::Phone, 10),
            (Channel::Grid, 8),
            (Channel::Online, 7),
            (Channel::Police110, 5),
            (Channel::Petition, 4),
            (Channel::Court, 2),
        ]);
        let source = matches!(channel, Channel::Hotline12345 | Channel::Police110).then(|| {
            let number = format!("{}{:06}", at.format("%Y%m%d"), self.chance.below(1_000_000));
            SourceRequest {
                system: channel.as_str().to_owned(),
                number,
                received_at: Some(at - self.chance.minutes(180)),
            }
        });
        let is_anonymous = self.chance.percent(5);
        Ok(RegisterCaseRequest {
            title: told.title,
            narrative: told.narrative,
            demand: Some(told.demand),
            type_code: Some(matter.type_code.to_owned()),
            scale_code: Some(if told.people_count > 4 { "02" } else { "01" }.to_owned()),
            level: None,
            channel,
            source,
            occurred_on: None,
            known_at: None,
            place: Some(PlaceRequest {
                region_id: Some(village_id),
                address: None,
                lng: None,
                lat: None,
            }),
            people_count: Some(told.people_count),
            amount_fen: told.amount_fen,
            willing_to_mediate: Some(self.chance.percent(70)),
            anonymous: is_anonymous,
            parties: if is_anonymous { Vec::new() } else { self.parties(matter) },
            first_contact: None,
            visit_id: None,
            restriction: None,
        })
    }

    fn parties(&mut self, matter: &Matter) -> Vec<PartyRequest> {
        let mut person = |role| {
            let has_id = self.chance.percent(60);
            PartyRequest {
                role,
                kind: PartyKind::Person,
                name: county::name(self.chance),
                id_type: has_id.then(|| "resident_id".to_owned()),
                id_number: has_id.then(|| county::id_number(self.chance)),
                phone: Some(format!("120{:08}", self.chance.below(100_000_000))),
                address: None,
                gender: Some(if self.chance.percent(50) { "1" } else { "2" }.to_owned()),
                ethnicity: None,
                age: None,
                occupation: None,
                represents_party_no: None,
            }
        };
        let mut parties = vec![person(PartyRole::Applicant)];
        parties.push(match matter.respondent {
            None => person(PartyRole::Respondent),
            Some(name) => PartyRequest {
                role: PartyRole::Respondent,
                kind: PartyKind::Organization,
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
            },
        });
        parties
    }
}
