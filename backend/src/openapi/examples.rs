//! Examples of whole bodies, put together from those of their members, so that a slice gives each
//! field its example once. `tests/it/contract/examples.rs` sends them.

use serde_json::{Map, Value, json};
use utoipa::openapi::path::{ParameterIn, Paths};
use utoipa::openapi::schema::{
    Array, ArrayItems, KnownFormat, Object, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Components, Content, Ref, RefOr, Schema};

use super::operations;

/// An id where none is more telling.
const ID: &str = "018f0000-0000-7000-8000-000000000001";

/// Gives every body and every id in a path its example.
pub(super) fn complete(paths: &mut Paths, components: &mut Components) {
    let (mut sent, mut answered) = (Vec::new(), Vec::new());
    for item in paths.paths.values_mut() {
        for (_, operation) in operations(item) {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.parameter_in == ParameterIn::Path
                    && let Some(RefOr::T(Schema::Object(object))) = &mut parameter.schema
                    && object.format == Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))
                {
                    object.example = Some(plain(object));
                }
            }
            if let Some(RefOr::T(body)) = &operation.request_body {
                sent.extend(body.content.values().filter_map(name_of_content));
            }
            for response in operation.responses.responses.values() {
                let RefOr::T(response) = response else { continue };
                answered.extend(response.content.values().filter_map(name_of_content));
            }
        }
    }
    for (names, is_whole) in [(sent, false), (answered, true)] {
        for name in names {
            let maker = Maker { components, is_whole };
            let made = components.schemas.get(&name).map(|schema| maker.example(schema));
            match (components.schemas.get_mut(&name), made) {
                (Some(RefOr::T(Schema::Object(object))), Some(made)) => object.example = Some(made),
                (Some(RefOr::T(Schema::AllOf(all))), Some(made)) => all.example = Some(made),
                _ => {}
            }
        }
    }
}

fn name_of_content(content: &RefOr<Content>) -> Option<String> {
    match content {
        RefOr::T(content) => content.schema.as_ref().and_then(name),
        RefOr::Ref(_) => None,
    }
}

fn name(schema: &RefOr<Schema>) -> Option<String> {
    match schema {
        RefOr::Ref(Ref { ref_location, .. }) => ref_location.rsplit('/').next().map(Into::into),
        RefOr::T(_) => None,
    }
}

struct Maker<'a> {
    components: &'a Components,
    /// An answer shows every member; a request only those it needs or that have an example.
    is_whole: bool,
}

impl Maker<'_> {
    fn example(&self, schema: &RefOr<Schema>) -> Value {
        let schema = match schema {
            RefOr::T(schema) => schema,
            RefOr::Ref(_) => {
                let target = name(schema).and_then(|name| self.components.schemas.get(&name));
                return target.map_or(Value::Null, |target| self.example(target));
            }
        };
        match schema {
            Schema::Object(object) => self.object(object),
            Schema::Array(array) => array.example.clone().unwrap_or_else(|| match &array.items {
                ArrayItems::RefOrSchema(items) => json!([self.example(items)]),
                ArrayItems::False => json!([]),
            }),
            Schema::AllOf(all) => all.example.clone().unwrap_or_else(|| {
                let parts = all.items.iter().map(|item| self.example(item));
                let members = parts.filter_map(|part| part.as_object().cloned());
                Value::Object(members.flatten().collect())
            }),
            Schema::OneOf(some) => some.items.first().map_or(Value::Null, |one| self.example(one)),
            Schema::AnyOf(any) => any.items.first().map_or(Value::Null, |one| self.example(one)),
            _ => Value::Null,
        }
    }

    fn object(&self, object: &Object) -> Value {
        if let Some(example) = &object.example {
            return example.clone();
        }
        if object.properties.is_empty() {
            return plain(object);
        }
        let mut members = Map::new();
        for (name, member) in &object.properties {
            let is_needed = object.required.contains(name) || has_example(member);
            if self.is_whole || is_needed {
                members.insert(name.clone(), self.example(member));
            }
        }
        Value::Object(members)
    }
}

fn has_example(schema: &RefOr<Schema>) -> bool {
    matches!(
        schema,
        RefOr::T(
            Schema::Object(Object { example: Some(_), .. })
                | Schema::Array(Array { example: Some(_), .. })
        )
    )
}

/// The example of a value that is no object, from its kind alone where nothing better is said.
fn plain(object: &Object) -> Value {
    if let Some(example) = &object.example {
        return example.clone();
    }
    if let Some(first) = object.enum_values.as_ref().and_then(|values| values.first()) {
        return first.clone();
    }
    let SchemaType::Type(kind) = &object.schema_type else {
        // Of several types one is null: the member may be left empty.
        return Value::Null;
    };
    match (kind, &object.format) {
        (Type::String, Some(SchemaFormat::KnownFormat(KnownFormat::Uuid))) => json!(ID),
        (Type::String, Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))) => {
            json!("2026-03-02T01:00:00Z")
        }
        (Type::String, Some(SchemaFormat::KnownFormat(KnownFormat::Date))) => json!("2026-03-02"),
        (Type::String, _) => json!("…"),
        (Type::Integer | Type::Number, _) => json!(1),
        (Type::Boolean, _) => json!(true),
        (Type::Array, _) => json!([]),
        (Type::Null, _) => Value::Null,
        _ => json!({}),
    }
}
