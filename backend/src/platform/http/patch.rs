use serde::{Deserialize, Deserializer};

/// For a field of a PATCH: absent is `None`, `null` is `Some(None)`, a value is `Some(Some(_))`.
///
/// `#[serde(default, deserialize_with = "present")]`
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
