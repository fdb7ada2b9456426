//! What holds for every text a caller sends: no U+0000, in bodies no other control character either,
//! and where it may not be empty, not blank. Said once here, as the server checks it in one place (`platform/http/body.rs`).

use utoipa::openapi::path::{ParameterIn, Paths};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Object, SchemaType, Type};
use utoipa::openapi::{Components, RefOr, Schema};

use super::operations;

/// A query parameter has a value (`platform/http/params.rs`).
const NOT_EMPTY: &str = r"^[^\u0000]+$";

/// What texts look like.
#[derive(Clone, Copy)]
struct Texts {
    any: &'static str,
    /// The same with something to read in it.
    not_blank: &'static str,
}

/// In parameters: PostgreSQL compares with every character but one.
const ASKED: Texts =
    Texts { any: r"^[^\u0000]*$", not_blank: r"^[^\u0000]*[^\s\u0000][^\u0000]*$" };

/// In bodies: what is kept are tabulators, ends of lines, and no other control character.
const BODY: Texts = Texts {
    any: r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$",
    not_blank: r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*[^\s\u0000-\u001F\u007F][^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$",
};

/// Adds the patterns to every parameter and every schema a body is made of.
pub(super) fn complete(paths: &mut Paths, components: &mut Components) {
    let mut open = Vec::new();
    for item in paths.paths.values_mut() {
        for (_, operation) in operations(item) {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && let Some(schema) = &mut parameter.schema
                {
                    if parameter.parameter_in == ParameterIn::Query {
                        value(schema);
                    }
                    visit(schema, ASKED, &mut open);
                }
            }
            let Some(RefOr::T(body)) = &mut operation.request_body else { continue };
            for content in body.content.values_mut() {
                if let RefOr::T(content) = content
                    && let Some(schema) = &mut content.schema
                {
                    visit(schema, BODY, &mut open);
                }
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    while let Some(name) = open.pop() {
        if seen.insert(name.clone())
            && let Some(schema) = components.schemas.get_mut(&name)
        {
            visit(schema, BODY, &mut open);
        }
    }
}

/// Completes the schema of a query parameter: no value is empty.
fn value(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        if may_be_empty(object) {
            object.pattern = Some(NOT_EMPTY.to_owned());
        }
    } else if let RefOr::T(Schema::Array(array)) = schema
        && let ArrayItems::RefOrSchema(items) = &mut array.items
    {
        value(items);
    }
}

/// Completes `schema`; the names it refers to are left in `open`.
fn visit(schema: &mut RefOr<Schema>, texts: Texts, open: &mut Vec<String>) {
    let schema = match schema {
        RefOr::Ref(other) => {
            open.extend(other.ref_location.rsplit('/').next().map(ToOwned::to_owned));
            return;
        }
        RefOr::T(schema) => schema,
    };
    match schema {
        Schema::Object(object) => {
            restrict(object, texts);
            object.properties.values_mut().for_each(|member| visit(member, texts, open));
            if let Some(AdditionalProperties::RefOr(others)) =
                object.additional_properties.as_deref_mut()
            {
                visit(others, texts, open);
            }
        }
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                visit(items, texts, open);
            }
        }
        Schema::OneOf(some) => some.items.iter_mut().for_each(|item| visit(item, texts, open)),
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| visit(item, texts, open)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|item| visit(item, texts, open)),
        _ => {}
    }
}

fn restrict(object: &mut Object, texts: Texts) {
    if is_free_text(object) {
        let pattern = if may_be_empty(object) { texts.any } else { texts.not_blank };
        object.pattern = Some(pattern.to_owned());
    }
}

fn may_be_empty(object: &Object) -> bool {
    is_free_text(object) && object.min_length.unwrap_or_default() == 0
}

/// A text of which nothing else says what it looks like.
fn is_free_text(object: &Object) -> bool {
    let is_text = match &object.schema_type {
        SchemaType::Type(one) => *one == Type::String,
        SchemaType::Array(several) => several.contains(&Type::String),
        SchemaType::AnyValue => false,
    };
    let is_narrower = object.enum_values.is_some()
        || object.format.is_some()
        || object.pattern.is_some()
        || object.max_length == Some(0);
    is_text && !is_narrower
}
