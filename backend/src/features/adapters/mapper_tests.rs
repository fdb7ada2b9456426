use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::features::adapters::check;
use crate::features::adapters::definition::{EXAMPLES, ShippedAdapter, example, shipped};
use crate::features::adapters::receive::registration;
use crate::platform::error::AppError;

fn adapter(code: &str) -> ShippedAdapter {
    let known = shipped().expect("the data").into_iter().find(|adapter| adapter.code == code);
    known.expect("a known system")
}

fn mapped(adapter: &ShippedAdapter, message: &Value) -> Result<Mapped, Vec<FieldError>> {
    map(&adapter.definition, &adapter.system, adapter.channel, message)
}

fn pointers(adapter: &ShippedAdapter, message: &Value) -> Vec<(String, String)> {
    let problems = mapped(adapter, message).expect_err("problems");
    problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect()
}

#[test]
fn what_comes_with_the_program_is_right_and_reads_its_example() {
    let all = shipped().expect("the data");
    assert_eq!(all.len(), EXAMPLES.len());
    for adapter in all {
        let wrong = check::check(&adapter.definition);
        assert!(wrong.is_empty(), "{}: {wrong:?}", adapter.code);
        let message = example(&adapter.code).expect("an example");
        let mapped = mapped(&adapter, &message).expect("a registration");
        let request = registration(&mapped, None).expect("a valid registration");
        let source = request.source.expect("a source");
        assert_eq!(source.system, adapter.system);
        assert!(source.received_at.is_some(), "{}", adapter.code);
        assert!(request.type_code.is_some() && !request.parties.is_empty(), "{}", adapter.code);
        assert!(refusal(&adapter.definition, &message).is_none(), "{}", adapter.code);
    }
}

#[test]
fn a_code_is_compared_by_its_longest_beginning() {
    let hotline = adapter("hotline_12345");
    let kind = |code: &str| {
        let mut message = example("hotline_12345").expect("an example");
        message["category_code"] = json!(code);
        let mapped = mapped(&hotline, &message).expect("a registration");
        mapped.body["type_code"].as_str().map(ToOwned::to_owned)
    };
    assert_eq!(kind("090303").as_deref(), Some("0102"), "its own row");
    assert_eq!(kind("090302").as_deref(), Some("1201"), "that of 0903");
    assert_eq!(kind("999900").as_deref(), Some("99"));
    assert_eq!(kind("zz").as_deref(), Some("99"), "what nobody knows is another matter");
}

#[test]
fn what_does_not_fit_is_named_where_it_stands_in_the_message() {
    let court = adapter("court_referral");
    let mut message = example("court_referral").expect("an example");
    message["referred_on"] = json!("1 March");
    message["subject_amount"] = json!("five");
    message["parties"][1]["position"] = json!("旁听人");
    message["parties"][0]["name"] = json!("");
    message["facts"] = json!(["a"]);
    let mut found = pointers(&court, &message);
    found.sort();
    let wanted = [
        ("/facts", "adapter.not_a_text"),
        ("/parties/0/name", "missing_field"),
        ("/parties/1/position", "adapter.unknown_code"),
        ("/referred_on", "adapter.not_a_time"),
        ("/subject_amount", "adapter.not_a_number"),
    ];
    let mut wanted: Vec<_> = wanted.map(|(at, code)| (at.to_owned(), code.to_owned())).into();
    // Both instants are read off the same field.
    wanted.push(("/referred_on".to_owned(), "adapter.not_a_time".to_owned()));
    // Who brought it is the same field twice: told where the name is missing, and where it is wanted.
    wanted.sort();
    found.dedup();
    wanted.dedup();
    assert_eq!(found, wanted);
    message["parties"] = json!("nobody");
    assert!(
        pointers(&court, &message).iter().any(|(at, code)| {
            (at.as_str(), code.as_str()) == ("/parties", "adapter.not_a_list")
        })
    );
}

#[test]
fn a_problem_of_our_body_is_told_at_their_field() {
    let grid = adapter("grid_event");
    let mut message = example("grid_event").expect("an example");
    message["event_name"] = json!("");
    message["place"] = json!("长".repeat(300));
    message["people"][1]["phone"] = json!("1".repeat(60));
    let mapped = mapped(&grid, &message).expect("a body");
    let Err(AppError::Validation(fields)) = registration(&mapped, None) else {
        panic!("it does not fit")
    };
    let told: Vec<_> = fields.into_iter().map(|field| mapped.in_message(field).pointer).collect();
    assert_eq!(told, ["/people/1/phone", "/place"]);
}

#[test]
fn whoever_gives_a_phone_and_no_name_is_somebody() {
    let hotline = adapter("hotline_12345");
    let mut message = example("hotline_12345").expect("an example");
    message["caller"] = json!({ "phone": "13800000009" });
    let named = mapped(&hotline, &message).expect("a registration");
    assert_eq!(named.body["parties"][0]["name"], "来电人");
    message["caller"] = json!({});
    message["respondents"] = json!([]);
    let nobody = mapped(&hotline, &message).expect("a registration");
    assert_eq!(nobody.body["anonymous"], true);
    let grid = adapter("grid_event");
    let mut message = example("grid_event").expect("an example");
    message["people"][0] = json!({ "phone": "13800000009" });
    let wanted = [("/people/0/name".to_owned(), "missing_field".to_owned())];
    assert_eq!(pointers(&grid, &message), wanted);
}

/// Any JSON, with the members of a message more often than others.
fn any_json(names: Vec<String>) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,30}".prop_map(Value::from),
        "[0-9]{1,20}".prop_map(Value::from),
        Just(json!("2026-03-02 08:40:00")),
        Just(json!("是")),
    ];
    leaf.prop_recursive(4, 60, 8, move |inner| {
        let name = prop_oneof![3 => prop::sample::select(names.clone()), 1 => "[a-z]{1,5}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..20)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn names() -> Vec<String> {
    let mut found = Vec::new();
    for (code, _) in EXAMPLES {
        let mut open = vec![example(code).unwrap_or_default()];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => {
                    found.extend(members.keys().cloned());
                    open.extend(members.into_iter().map(|(_, member)| member));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
    found
}

/// An example with members replaced by anything.
fn spoiled(adapter: &ShippedAdapter, others: &[(usize, Value)]) -> Value {
    let mut message = example(&adapter.code).unwrap_or_default();
    let members: Vec<String> =
        message.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    for (at, value) in others {
        if let Some(name) = members.get(at % members.len().max(1)) {
            message[name] = value.clone();
        }
    }
    message
}

proptest! {
    #[test]
    fn any_message_becomes_a_registration_or_is_told_why(
        message in any_json(names()),
        others in prop::collection::vec((any::<usize>(), any_json(names())), 0..5),
    ) {
        for adapter in shipped().expect("the data") {
            for message in [&message, &spoiled(&adapter, &others)] {
                let refused = refusal(&adapter.definition, message);
                prop_assert!(refused.is_none_or(|refusal| !refusal.code.is_empty()));
                match mapped(&adapter, message) {
                    Err(problems) => {
                        prop_assert!(!problems.is_empty());
                        for problem in problems {
                            prop_assert!(problem.pointer.is_empty() || problem.pointer.starts_with('/'));
                            prop_assert!(!problem.code.is_empty());
                        }
                    }
                    Ok(body) => match registration(&body, None) {
                        Ok(request) => prop_assert!(request.source.is_some()),
                        Err(AppError::Validation(fields)) => {
                            prop_assert!(!fields.is_empty());
                            for field in fields {
                                let told = body.in_message(field);
                                prop_assert!(told.pointer.is_empty() || told.pointer.starts_with('/'));
                            }
                        }
                        Err(other) => prop_assert!(false, "{other}"),
                    },
                }
            }
        }
    }
}
