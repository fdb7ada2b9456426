//! What holds for every text a caller sends: no U+0000, and where it may not be empty, not blank
//! either. Said once here, as the server checks it in one place (`platform/http/body.rs`).

use utoipa::openapi::path::{ParameterIn, Paths};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Object, SchemaType, Type};
use utoipa::openapi::{Components, RefOr, Schema};

use super::operations;

/// PostgreSQL stores every character but one.
const WITHOUT_NUL: &str = r"^[^\u0000]*$";
/// A query parameter has a value (`platform/http/params.rs`).
const NOT_EMPTY: &str = r"^[^\u0000]+$";
/// The same with something to read in it.
const NOT_BLANK: &str = r"^[^\u0000]*[^\s\u0000][^\u0000]*$";

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
                    visit(schema, &mut open);
                }
            }
            let Some(RefOr::T(body)) = &mut operation.request_body else { continue };
            for content in body.content.values_mut() {
                if let RefOr::T(content) = content
                    && let Some(schema) = &mut content.schema
                {
                    visit(schema, &mut open);
                }
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    while let Some(name) = open.pop() {
        if seen.insert(name.clone())
            && let Some(schema) = components.schemas.get_mut(&name)
        {
            visit(schema, &mut open);
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
fn visit(schema: &mut RefOr<Schema>, open: &mut Vec<String>) {
    let schema = match schema {
        RefOr::Ref(other) => {
            open.extend(other.ref_location.rsplit('/').next().map(ToOwned::to_owned));
            return;
        }
        RefOr::T(schema) => schema,
    };
    match schema {
        Schema::Object(object) => {
            restrict(object);
            object.properties.values_mut().for_each(|member| visit(member, open));
            if let Some(AdditionalProperties::RefOr(others)) =
                object.additional_properties.as_deref_mut()
            {
                visit(others, open);
            }
        }
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                visit(items, open);
            }
        }
        Schema::OneOf(some) => some.items.iter_mut().for_each(|item| visit(item, open)),
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| visit(item, open)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|item| visit(item, open)),
        _ => {}
    }
}

fn restrict(object: &mut Object) {
    if is_free_text(object) {
        let pattern = if may_be_empty(object) { WITHOUT_NUL } else { NOT_BLANK };
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
