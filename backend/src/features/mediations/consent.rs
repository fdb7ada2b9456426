//! Consent to being mediated, pure. Nobody is mediated against their refusal (人民调解法 art. 3, 17), so
//! a session begins once a word of each side is recorded and nobody's last word is a refusal.

use super::workflow::MediationSide;
use crate::features::cases::model::PartyRole;
use crate::platform::error::ErrorCode;

/// A party as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// Its number in the case.
    pub no: i32,
    /// Its role.
    pub role: PartyRole,
    /// Whom it represents.
    pub represents: Option<i32>,
}

/// A recorded word; the list is in the order in which they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Which side.
    pub side: MediationSide,
    /// Which party; none where the case names nobody of that side.
    pub party_no: Option<i32>,
    /// Yes or no.
    pub agrees: bool,
}

/// The side a party stands on: its own, or that of whom it represents. Third parties stand on none.
pub fn side_of(parties: &[Party], no: i32) -> Option<MediationSide> {
    let party = parties.iter().find(|party| party.no == no)?;
    let role = match party.role {
        PartyRole::Representative => {
            let of = party.represents?;
            parties.iter().find(|other| other.no == of && other.no != no)?.role
        }
        role @ (PartyRole::Applicant | PartyRole::Respondent | PartyRole::ThirdParty) => role,
    };
    match role {
        PartyRole::Applicant => Some(MediationSide::Applicant),
        PartyRole::Respondent => Some(MediationSide::Respondent),
        PartyRole::Representative | PartyRole::ThirdParty => None,
    }
}

/// Whether a word may be recorded: a party that is named stands on that side, and where the case
/// names parties of it, one is named.
pub fn accepts(parties: &[Party], side: MediationSide, party_no: Option<i32>) -> bool {
    match party_no {
        Some(no) => side_of(parties, no) == Some(side),
        None => !parties.iter().any(|party| side_of(parties, party.no) == Some(side)),
    }
}

/// What stands in the way of beginning; none: it may begin.
pub fn obstacle(words: &[Word]) -> Option<ErrorCode> {
    let is_last = |at: usize, word: &Word| {
        let rest = words.iter().skip(at + 1);
        !rest.clone().any(|later| (later.side, later.party_no) == (word.side, word.party_no))
    };
    let last: Vec<_> = words.iter().enumerate().filter(|(at, word)| is_last(*at, word)).collect();
    if last.iter().any(|(_, word)| !word.agrees) {
        return Some(ErrorCode::MediationConsentRefused);
    }
    let both =
        MediationSide::ALL.iter().all(|side| last.iter().any(|(_, word)| word.side == *side));
    (!both).then_some(ErrorCode::MediationConsentMissing)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTIES: [Party; 4] = [
        Party { no: 1, role: PartyRole::Applicant, represents: None },
        Party { no: 2, role: PartyRole::Respondent, represents: None },
        Party { no: 3, role: PartyRole::Representative, represents: Some(2) },
        Party { no: 4, role: PartyRole::ThirdParty, represents: None },
    ];

    fn word(side: MediationSide, no: i32, agrees: bool) -> Word {
        Word { side, party_no: Some(no), agrees }
    }

    #[test]
    fn a_representative_stands_on_the_side_of_whom_they_represent() {
        assert_eq!(side_of(&PARTIES, 3), Some(MediationSide::Respondent));
        assert_eq!(side_of(&PARTIES, 4), None);
        assert!(accepts(&PARTIES, MediationSide::Respondent, Some(3)));
        assert!(!accepts(&PARTIES, MediationSide::Applicant, Some(3)));
        assert!(!accepts(&PARTIES, MediationSide::Respondent, None));
        assert!(accepts(&PARTIES[..1], MediationSide::Respondent, None));
    }

    #[test]
    fn it_begins_with_a_word_of_each_side_and_no_refusal_standing() {
        let (one, two) = (MediationSide::Applicant, MediationSide::Respondent);
        assert_eq!(obstacle(&[]), Some(ErrorCode::MediationConsentMissing));
        assert_eq!(obstacle(&[word(one, 1, true)]), Some(ErrorCode::MediationConsentMissing));
        let refused = [word(one, 1, true), word(two, 2, false)];
        assert_eq!(obstacle(&refused), Some(ErrorCode::MediationConsentRefused));
        let changed = [word(one, 1, true), word(two, 2, false), word(two, 2, true)];
        assert_eq!(obstacle(&changed), None);
        let withdrawn = [word(one, 1, true), word(two, 2, true), word(one, 1, false)];
        assert_eq!(obstacle(&withdrawn), Some(ErrorCode::MediationConsentRefused));
    }
}
