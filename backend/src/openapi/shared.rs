//! What the code of the platform does for many operations, said of each: the paging of lists that are
//! known whole, and the version of what is changed under `If-Match`.

use std::collections::BTreeSet;

use utoipa::IntoParams as _;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterIn, Paths};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{Ref, RefOr};

use super::operation::parameters;
use crate::platform::http::Paging;

/// What the name of every page begins with.
const PAGE: &str = "Page_";
/// The one list that says more beside its items.
const SIMILAR: &str = "SimilarCases";

/// Completes the operations that read.
pub(super) fn complete(paths: &mut Paths) {
    let changed = changed(paths);
    for (path, item) in &mut paths.paths {
        let Some(get) = &mut item.get else { continue };
        let is_list = answers(get, PAGE) || answers(get, SIMILAR);
        if is_list && !parameters(get).any(|parameter| parameter.name == "limit") {
            let paging = Paging::into_params(|| Some(ParameterIn::Query));
            let taken = get.parameters.get_or_insert_default();
            taken.extend(paging.into_iter().map(RefOr::T));
        }
        if answers(get, PAGE)
            && let Some(RefOr::T(found)) = get.responses.responses.get_mut("200")
        {
            let next = "The next page, with `rel=\"next\"` (RFC 8288); none on the last one";
            found.headers.insert("Link".to_owned(), RefOr::T(header(next)));
        }
        if changed.contains(path)
            && let Some(RefOr::T(found)) = get.responses.responses.get_mut("200")
            && !found.headers.contains_key("ETag")
        {
            let version = header("The version, for `If-Match`");
            found.headers.insert("ETag".to_owned(), RefOr::T(version));
        }
    }
}

fn header(description: &str) -> Header {
    let text = Object::with_type(Type::String);
    HeaderBuilder::new().schema(Some(text)).description(Some(description)).build()
}

/// The paths of what is changed under `If-Match`, by PATCH or by an action.
fn changed(paths: &Paths) -> BTreeSet<String> {
    let asks = |operation: Option<&Operation>| {
        let mut taken = operation.into_iter().flat_map(parameters);
        taken.any(|parameter| parameter.name == "If-Match")
    };
    let mut changed = BTreeSet::new();
    for (path, item) in &paths.paths {
        if asks(item.patch.as_ref()) {
            changed.insert(path.clone());
        }
        if let Some((object, _)) = path.split_once("/actions/")
            && asks(item.post.as_ref())
        {
            changed.insert(object.to_owned());
        }
    }
    changed
}

/// Whether its answer is called so.
fn answers(get: &Operation, called: &str) -> bool {
    let Some(RefOr::T(found)) = get.responses.responses.get("200") else { return false };
    found.content.values().any(|content| {
        let RefOr::T(content) = content else { return false };
        let Some(RefOr::Ref(Ref { ref_location, .. })) = &content.schema else { return false };
        ref_location.rsplit('/').next().is_some_and(|name| name.starts_with(called))
    })
}
