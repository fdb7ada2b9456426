//! `docs/errors.md` is the table of codes, and every code is used.

use std::fmt::Write as _;

use zongzhi::platform::error::ErrorCode;
use zongzhi::platform::lang::Lang;
use zongzhi_tests::project;

#[test]
fn the_documented_codes_are_the_table() {
    let mut text = String::from(
        "# Problems\n\n\
         Generated from `backend/src/platform/error/code.rs`; `make update` rewrites it.\n\n\
         Every error is `application/problem+json` (RFC 9457). Programs read `code`; `title` and\n\
         `detail` are for people, in the language of `Accept-Language` (zh-CN unless `en`).\n\
         A code never changes its meaning.\n\n\
         | code | status | 中文 | English |\n|---|---|---|---|\n",
    );
    for code in ErrorCode::ALL {
        let (zh, en) = (code.title(Lang::Zh), code.title(Lang::En));
        writeln!(text, "| `{code}` | {} | {zh} | {en} |", code.status().as_u16()).expect("text");
    }
    project::assert_committed("docs/errors.md", &text);
}

#[test]
fn codes_are_named_for_their_slice_and_unique() {
    let mut seen = std::collections::HashSet::new();
    for code in ErrorCode::ALL {
        let text = code.as_str();
        assert!(seen.insert(text), "{text} stands twice in the table");
        let parts: Vec<_> = text.split('.').collect();
        let plain = |part: &&str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        assert!(parts.len() == 2 && parts.iter().all(plain), "{text} is no slice.reason");
        assert!(code.status().is_client_error() || code.status().is_server_error(), "{text}");
    }
}

#[test]
fn every_code_is_used() {
    let sources: Vec<_> = project::files("backend/src", ".rs")
        .into_iter()
        .filter(|path| !path.ends_with("error/code.rs"))
        .map(|path| project::read(&path))
        .collect();
    let unused: Vec<_> = ErrorCode::ALL
        .iter()
        .filter(|code| {
            let variant = format!("ErrorCode::{code:?}");
            !sources.iter().any(|text| is_named(text, &variant))
        })
        .collect();
    assert!(unused.is_empty(), "in the table and never answered: {unused:?}");
}

/// Whether `name` stands in `text` as a whole word.
fn is_named(text: &str, name: &str) -> bool {
    text.split(name)
        .skip(1)
        .any(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
}
