//! A message of another system as a registration: pure, and total over any JSON. What does not fit is
//! named by its place in the message, never in our body.

use serde_json::{Map, Value};

use super::definition::{AdapterDefinition, AdapterParty, AdapterRefusal, AdapterTarget};
use super::values::{self, Found};
use crate::features::cases::model::Channel;
use crate::platform::error::{ErrorCode, FieldError};

/// The members a number has at most, as a registration takes it.
const LONGEST_NUMBER: usize = 100;

/// A message as the body of a registration, before regions are looked up.
#[derive(Debug, Clone)]
pub struct Mapped {
    /// The body of `POST /cases`.
    pub body: Map<String, Value>,
    /// The code of the region, and where it stood.
    pub region: Option<(String, String)>,
    /// Our places and theirs.
    origins: Vec<(String, String)>,
}

impl Mapped {
    /// A problem of our body, told at its place in the message.
    pub fn in_message(&self, mut problem: FieldError) -> FieldError {
        let at = |ours: &str| {
            problem.pointer == ours
                || problem.pointer.strip_prefix(ours).is_some_and(|rest| rest.starts_with('/'))
                // A half point is told at the half that is not there.
                || (ours.starts_with("/place/l") && problem.pointer.starts_with("/place/l"))
        };
        let fitting = self.origins.iter().filter(|(ours, _)| at(ours));
        let origin = fitting.max_by_key(|(ours, _)| ours.len()).map(|(_, theirs)| theirs.clone());
        problem.pointer = origin.unwrap_or_default();
        problem
    }
}

/// The number the matter has in the other system.
pub fn number(definition: &AdapterDefinition, message: &Value) -> Result<String, FieldError> {
    let pointer = definition.number.as_str();
    let found = message.pointer(pointer).map(|value| values::text(value, pointer)).transpose()?;
    let Some(number) = found.flatten() else {
        return Err(FieldError::rule(pointer, "missing_field", Map::new()));
    };
    if number.chars().count() > LONGEST_NUMBER {
        let most = Map::from_iter([("max".to_owned(), LONGEST_NUMBER.into())]);
        return Err(FieldError::rule(pointer, "length", most));
    }
    Ok(number)
}

/// The reason for which such a message makes no case.
pub fn refusal<'a>(
    definition: &'a AdapterDefinition,
    message: &Value,
) -> Option<&'a AdapterRefusal> {
    definition.refusals.iter().find(|refusal| {
        let found = refusal.from.as_deref().and_then(|from| message.pointer(from));
        let Some(Ok(Some(text))) = found.map(|value| values::text(value, "")) else { return false };
        refusal
            .values
            .iter()
            .any(|value| *value == text || (refusal.by_prefix && text.starts_with(value.as_str())))
    })
}

/// Maps a message, or names all that does not fit.
pub fn map(
    definition: &AdapterDefinition,
    system: &str,
    channel: Channel,
    message: &Value,
) -> Result<Mapped, Vec<FieldError>> {
    let mut making = Making {
        definition,
        body: Map::new(),
        region: None,
        origins: Vec::new(),
        problems: Vec::new(),
    };
    match number(definition, message) {
        Ok(number) => {
            making.put("/source/system", system.into(), String::new());
            making.put("/source/number", number.into(), definition.number.clone());
        }
        Err(problem) => making.problems.push(problem),
    }
    making.put("/channel", channel.as_str().into(), String::new());
    for field in &definition.fields {
        match values::read(definition, field, message, "") {
            Ok(Some(found)) => making.place(field.to, found),
            Ok(None) => {}
            Err(problem) => making.problems.push(problem),
        }
    }
    let mut parties = Vec::new();
    for party in &definition.parties {
        making.add_parties(party, message, &mut parties);
    }
    if parties.is_empty() && definition.anonymous_without_parties {
        making.body.insert("anonymous".to_owned(), true.into());
    }
    if let Some(first) = definition.parties.first() {
        let named = first.fields.iter().find(|field| field.to == AdapterTarget::Name);
        let from = named.and_then(|field| field.from.first()).map(String::as_str);
        let theirs = first.each.as_deref().or(from).unwrap_or_default().to_owned();
        making.origins.push(("/parties".to_owned(), theirs));
    }
    making.body.insert("parties".to_owned(), Value::Array(parties));
    let Making { body, region, origins, problems, .. } = making;
    if problems.is_empty() { Ok(Mapped { body, region, origins }) } else { Err(problems) }
}

struct Making<'a> {
    definition: &'a AdapterDefinition,
    body: Map<String, Value>,
    region: Option<(String, String)>,
    origins: Vec<(String, String)>,
    problems: Vec<FieldError>,
}

impl Making<'_> {
    fn place(&mut self, to: AdapterTarget, found: Found) {
        let ours = match to {
            AdapterTarget::RegionCode => {
                let code = found.value.as_str().unwrap_or_default().to_owned();
                self.origins.push(("/place/region_id".to_owned(), found.pointer.clone()));
                self.region = Some((code, found.pointer));
                return;
            }
            AdapterTarget::ReceivedAt => "/source/received_at".to_owned(),
            AdapterTarget::Address | AdapterTarget::Lng | AdapterTarget::Lat => {
                format!("/place/{}", to.as_str())
            }
            AdapterTarget::Title
            | AdapterTarget::Narrative
            | AdapterTarget::Demand
            | AdapterTarget::TypeCode
            | AdapterTarget::ScaleCode
            | AdapterTarget::Level
            | AdapterTarget::OccurredOn
            | AdapterTarget::KnownAt
            | AdapterTarget::PeopleCount
            | AdapterTarget::AmountFen
            | AdapterTarget::WillingToMediate
            | AdapterTarget::Anonymous
            | AdapterTarget::Name
            | AdapterTarget::Role
            | AdapterTarget::Kind
            | AdapterTarget::IdType
            | AdapterTarget::IdNumber
            | AdapterTarget::Phone
            | AdapterTarget::Gender => format!("/{}", to.as_str()),
        };
        self.put(&ours, found.value, found.pointer);
    }

    /// Puts a value at one of our places, which is one or two names deep.
    fn put(&mut self, ours: &str, value: Value, theirs: String) {
        self.origins.push((ours.to_owned(), theirs));
        match ours.trim_start_matches('/').split_once('/') {
            None => {
                self.body.insert(ours.trim_start_matches('/').to_owned(), value);
            }
            Some((outer, inner)) => {
                let object = self.body.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Some(members) = object.as_object_mut() {
                    members.insert(inner.to_owned(), value);
                }
            }
        }
    }

    fn add_parties(&mut self, party: &AdapterParty, message: &Value, parties: &mut Vec<Value>) {
        let Some(each) = party.each.as_deref() else {
            self.add_party(party, message, "", parties);
            return;
        };
        match message.pointer(each) {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_party(party, item, &format!("{each}/{index}"), parties);
                }
            }
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
                self.problems.push(FieldError::of(each, ErrorCode::AdapterNotAList));
            }
        }
    }

    fn add_party(
        &mut self,
        party: &AdapterParty,
        part: &Value,
        at: &str,
        parties: &mut Vec<Value>,
    ) {
        let mut members = Map::new();
        members.insert("role".to_owned(), party.role.as_str().into());
        members.insert("kind".to_owned(), party.kind.as_str().into());
        let ours = format!("/parties/{}", parties.len());
        let before = self.origins.len();
        for field in &party.fields {
            match values::read(self.definition, field, part, at) {
                Ok(Some(found)) => {
                    self.origins.push((format!("{ours}/{}", field.to.as_str()), found.pointer));
                    members.insert(field.to.as_str().to_owned(), found.value);
                }
                Ok(None) => {}
                Err(problem) => self.problems.push(problem),
            }
        }
        let is_told = ["phone", "id_number"].iter().any(|name| members.contains_key(*name));
        if is_told && !members.contains_key("name") {
            let named = party.fields.iter().find(|field| field.to == AdapterTarget::Name);
            match named.and_then(|field| field.value.clone()) {
                Some(name) => {
                    members.insert("name".to_owned(), name.into());
                }
                None => self.problems.extend(named.map(|field| values::missing(field, at))),
            }
        }
        // Of whom nothing is told is nobody.
        if members.contains_key("name") {
            parties.push(Value::Object(members));
        } else {
            self.origins.truncate(before);
        }
    }
}

#[cfg(test)]
#[path = "mapper_tests.rs"]
mod tests;
