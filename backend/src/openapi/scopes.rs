//! What applications may call: the `oauth2` scheme of the document, its requirements, and the same looked
//! up by the path a request was routed to. All from the one table of `crate::policy::operations`.

use std::collections::HashMap;

use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{
    ClientCredentials, Flow, OAuth2, Scopes as Named, SecurityRequirement, SecurityScheme,
};

use crate::platform::lang::Lang;
use crate::policy::ApiScope;
use crate::policy::operations::scope_of;

/// Where tokens come from.
const TOKENS: &str = "/api/v1/oauth/token";

/// The scope of every operation applications may call, by method and path template.
#[derive(Debug, Clone, Default)]
pub struct Scopes(HashMap<(&'static str, String), ApiScope>);

impl Scopes {
    /// Reads the operations out of the document.
    pub(super) fn of(api: &OpenApi) -> Self {
        let operations = api.paths.paths.iter().flat_map(|(path, item)| {
            let by_method = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            by_method.into_iter().filter_map(move |(method, operation)| {
                let scope = scope_of(operation.as_ref()?.operation_id.as_deref()?)?;
                Some(((method, path.clone()), scope))
            })
        });
        Self(operations.collect())
    }

    /// The scope that opens what was routed to the template `path`; none where it is for people.
    pub fn of_route(&self, method: &str, path: &str) -> Option<ApiScope> {
        let mut known = ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter();
        let method = known.find(|known| *known == method)?;
        self.0.get(&(method, path.to_owned())).copied()
    }
}

/// Client credentials, with every scope in words.
pub(super) fn scheme() -> SecurityScheme {
    let named = ApiScope::ALL.iter().map(|scope| (scope.as_str(), scope.name(Lang::En)));
    let flow = ClientCredentials::new(TOKENS, named.collect::<Named>());
    SecurityScheme::OAuth2(OAuth2::with_description(
        [Flow::ClientCredentials(flow)],
        "For applications: they act as one capacity of whoever set them up, and never may more",
    ))
}

/// What an application needs for an operation, beside which people sign in.
pub(super) fn requirement(operation_id: &str) -> Option<SecurityRequirement> {
    Some(SecurityRequirement::new("oauth2", [scope_of(operation_id)?.as_str()]))
}
