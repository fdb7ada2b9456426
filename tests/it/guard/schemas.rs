//! One schema a name: of two types with one name the contract shows the last, and says nothing.

use std::collections::BTreeMap;

use zongzhi_tests::project;

/// The types of a file that go into the contract under their own name.
fn schemas(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    // The macro derives for whatever it is given.
    for words in text.split("words! {").skip(1) {
        let mut lines = words.lines().map(str::trim).filter(|line| !line.starts_with('/'));
        let named = lines.find_map(|line| line.strip_suffix('{'));
        found.extend(named.map(|name| name.trim().to_owned()));
    }
    for derived in text.split("#[derive(").skip(1) {
        let Some((list, rest)) = derived.split_once(")]") else { continue };
        let is_schema = list.split(',').any(|one| one.trim().ends_with("ToSchema"));
        // Up to the next derive: attributes and the type itself.
        let types = rest.lines().find_map(|line| {
            let (_, after) =
                line.trim().split_once("struct ").or(line.trim().split_once("enum "))?;
            line.trim().starts_with("pub").then_some(after)
        });
        let name = types.and_then(|after| after.split(|c: char| !c.is_alphanumeric()).next());
        if let Some(name) = name.filter(|name| is_schema && !name.is_empty()) {
            found.push(name.to_owned());
        }
    }
    found
}

#[test]
fn no_two_types_share_the_name_of_a_schema() {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in project::files("backend/src", ".rs") {
        // What writes the derive, not what is derived.
        if path == "backend/src/platform/words.rs" {
            continue;
        }
        for name in schemas(&project::read(&path)) {
            known.entry(name).or_default().push(path.clone());
        }
    }
    assert!(known.len() > 300, "the types were not found: {}", known.len());
    let twice: Vec<_> = known.iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(twice.is_empty(), "one overwrites the other in the contract: {twice:#?}");
}

#[test]
fn types_are_found_however_they_are_written() {
    let text = "words! {\n    /// A word.\n    One {\n        A = \"a\";\n    }\n}\n\
        #[derive(\n    Debug, ToSchema,\n)]\n#[schema(example = 1)]\npub struct Two<T> {}\n\
        #[derive(Clone, utoipa::ToSchema)]\npub enum Three {}\n\
        #[derive(Clone)]\npub struct Four {}\n\
        #[cfg(test)]\n#[derive(ToSchema)]\npub struct Five {}";
    assert_eq!(schemas(text), ["One", "Two", "Three"]);
}
