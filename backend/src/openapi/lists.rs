//! A page refers to what it lists instead of repeating it: generated clients then have one type for
//! a row of a list and the same object read alone, and `Page<T>` is what it is in the code.

use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::{Components, Ref, RefOr, Schema};

/// What the name of every page begins with; the name of what it lists follows.
const PAGE: &str = "Page_";

/// Replaces the items of each page by a reference, where the two say the same.
pub(super) fn complete(components: &mut Components) {
    let pages: Vec<String> =
        components.schemas.keys().filter(|name| name.starts_with(PAGE)).cloned().collect();
    for page in pages {
        let Some(listed) = page.strip_prefix(PAGE) else { continue };
        let Some(known) = components.schemas.get(listed).cloned() else { continue };
        let Some(items) = components.schemas.get_mut(&page).and_then(items) else { continue };
        if *items == known {
            *items = RefOr::Ref(Ref::from_schema_name(listed));
        }
    }
}

fn items(page: &mut RefOr<Schema>) -> Option<&mut RefOr<Schema>> {
    let RefOr::T(Schema::Object(page)) = page else { return None };
    let Some(RefOr::T(Schema::Array(list))) = page.properties.get_mut("items") else { return None };
    match &mut list.items {
        ArrayItems::RefOrSchema(items) => Some(items),
        ArrayItems::False => None,
    }
}

#[cfg(test)]
mod tests {
    use utoipa::openapi::ComponentsBuilder;
    use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Type};

    use super::*;

    fn row(kind: Type) -> Object {
        ObjectBuilder::new().property("id", ObjectBuilder::new().schema_type(kind)).build()
    }

    fn of_one_page(listed: Object, items: Object) -> serde_json::Value {
        let page = ObjectBuilder::new().property("items", ArrayBuilder::new().items(items));
        let mut components =
            ComponentsBuilder::new().schema("Row", listed).schema("Page_Row", page).build();
        complete(&mut components);
        let written = serde_json::to_value(&components).expect("components");
        written["schemas"]["Page_Row"]["properties"]["items"]["items"].clone()
    }

    #[test]
    fn a_page_refers_to_what_it_lists() {
        let items = of_one_page(row(Type::String), row(Type::String));
        assert_eq!(items, serde_json::json!({ "$ref": "#/components/schemas/Row" }));
    }

    #[test]
    fn what_says_something_else_stays() {
        let items = of_one_page(row(Type::String), row(Type::Integer));
        assert!(items["$ref"].is_null(), "{items}");
    }
}
