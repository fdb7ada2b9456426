//! `backend/config.default.toml` documents every setting, and every setting is used.

use zongzhi::config::{Config, DEFAULTS};
use zongzhi_tests::project;

/// Keys as `section.key`, with whether a comment stands above them.
fn keys() -> Vec<(String, bool)> {
    let (mut section, mut is_explained, mut found) = (String::new(), false, Vec::new());
    for line in DEFAULTS.lines() {
        if let Some(name) = line.strip_prefix('[') {
            name.trim_end_matches(']').clone_into(&mut section);
            is_explained = false;
        } else if line.starts_with('#') {
            is_explained = true;
        } else if let Some((key, _)) = line.split_once(" = ") {
            found.push((format!("{section}.{key}"), is_explained));
        } else {
            // A comment reaches down to the next empty line: it may explain several keys.
            is_explained = false;
        }
    }
    found
}

#[test]
fn the_defaults_are_complete_and_known() {
    Config::defaults().expect("every key of the settings has a default, and no other key exists");
}

#[test]
fn every_setting_stands_under_an_explanation() {
    for (key, _) in keys() {
        assert!(key.starts_with(char::is_alphabetic), "{key} stands outside a section");
    }
    for section in DEFAULTS.split("\n[").skip(1) {
        let body = section.lines().nth(1).unwrap_or_default();
        // `[auth]` names its first group of keys before it explains them one by one.
        assert!(body.starts_with('#') || body.contains(" = "), "[{section}");
    }
    let unexplained: Vec<_> = keys().into_iter().filter(|(_, explained)| !explained).collect();
    // `issuer` and its like say it in their name; more than these few would be laziness.
    assert!(unexplained.len() <= 4, "say what they do: {unexplained:?}");
}

#[test]
fn every_setting_is_read_somewhere() {
    let sources: Vec<_> = project::files("backend/src", ".rs")
        .into_iter()
        .filter(|path| !path.starts_with("backend/src/config/"))
        .map(|path| project::read(&path))
        .collect();
    let unread: Vec<_> = keys()
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| {
            let name = key.rsplit('.').next().unwrap_or_default();
            !sources.iter().any(|text| project::names(text, &format!(".{name}")))
        })
        .collect();
    assert!(unread.is_empty(), "settings without effect: {unread:?}");
}
