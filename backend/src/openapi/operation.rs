//! What an operation shares with others: security, headers, problems.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Required, ResponseBuilder, Schema};

use super::problems::Problems;
use super::scopes;
use crate::platform::http::idempotency::PATTERN as KEY_PATTERN;
use crate::platform::http::{CURSOR_PATTERN, IF_MATCH_PATTERN};

/// Paths that need no access token.
fn is_open(path: &str) -> bool {
    !path.starts_with("/api/v1/")
        || is_public(path)
        || path.starts_with("/api/v1/public/documents/")
        || ["/auth/login", "/auth/refresh", "/auth/logout", "/oauth/token"]
            .iter()
            .any(|open| path.ends_with(open))
}

/// The citizen's side: no token, and numbers and codes in bodies that may name nothing.
fn is_public(path: &str) -> bool {
    path.starts_with("/api/v1/public/")
}

/// Completes one operation and notes the problems it answers.
pub(super) fn complete(
    path: &str,
    method: &str,
    operation: &mut Operation,
    problems: &mut Problems,
) {
    let has = |operation: &Operation, wanted: ParameterIn| {
        parameters(operation).any(|parameter| parameter.parameter_in == wanted)
    };
    let is_auth = path.contains("/auth/") || path.ends_with("/oauth/token");
    let mut statuses = vec![500, 503];
    // Said also where nothing is asked for, so that nobody takes it for forgotten.
    let bearer = SecurityRequirement::new("bearer", Vec::<String>::new());
    let by_application = operation.operation_id.as_deref().and_then(scopes::requirement);
    let needed = std::iter::once(bearer).chain(by_application).collect();
    operation.security = Some(if is_open(path) { Vec::new() } else { needed });
    if !is_open(path) || is_auth {
        statuses.extend([401, 403]);
    }
    if has(operation, ParameterIn::Path) || has(operation, ParameterIn::Query) {
        // A parameter may name what is not there, such as a version of the calendar.
        statuses.extend([400, 404]);
    }
    if method == "GET" {
        let unchanged = ResponseBuilder::new()
            .description("`If-None-Match` names the version there still is")
            .build();
        operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged));
        // Whoever asks what a document would say is told field by field.
        if operation.responses.responses.remove("422").is_some() {
            statuses.push(422);
        }
    } else {
        statuses.extend([400, 409, 413, 415, 422]);
        // A content that is put again is looked at again.
        if !is_auth && method != "PUT" {
            let parameters = operation.parameters.get_or_insert_default();
            parameters.push(RefOr::T(idempotency_key()));
        }
    }
    if operation.responses.responses.contains_key("206") {
        statuses.push(416);
    }
    if shared_parameters(operation) {
        statuses.extend([412, 428]);
    }
    if path.starts_with("/api/v1/") {
        // Parameters are refused also where none are taken.
        statuses.extend([400, 429]);
    }
    if is_public(path) && method == "POST" {
        statuses.push(404);
    }
    let slice = operation.tags.iter().flatten().next().map_or("", String::as_str);
    for status in statuses {
        let response = problems.response(slice, status);
        operation.responses.responses.entry(status.to_string()).or_insert(response);
    }
}

/// The parameters that are written out.
pub(super) fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

/// Describes the parameters that mean the same everywhere; whether `If-Match` is among them.
fn shared_parameters(operation: &mut Operation) -> bool {
    let mut is_taken = false;
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.name == "If-Match"
        {
            parameter.description =
                Some("The version seen, as the `ETag` of the last answer named it".to_owned());
            parameter.schema = Some(text(IF_MATCH_PATTERN, Some("\"1\"")));
            is_taken = true;
        }
        if let RefOr::T(parameter) = parameter
            && parameter.name == "cursor"
        {
            parameter.schema = Some(text(CURSOR_PATTERN, None));
        }
    }
    is_taken
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Sent again with the same body, the stored answer comes back; kept 72 hours",
        ))
        .schema(Some(text(KEY_PATTERN, None)))
        .build()
}

fn text(pattern: &str, example: Option<&str>) -> RefOr<Schema> {
    let text =
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).examples(example);
    RefOr::T(Schema::Object(text.build()))
}
