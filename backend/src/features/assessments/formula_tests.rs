use proptest::prelude::*;

use super::*;

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (0_u64..1_000).prop_map(|n| Number(n * SCALE)),
        (0_u64..99_999_999).prop_map(Number)
    ]
}

fn formulas() -> impl Strategy<Value = Formula> {
    let leaf = prop_oneof![
        number().prop_map(Formula::Number),
        Just(Formula::Given(Given::Share)),
        Just(Formula::Given(Given::Failed)),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        let boxed = |(left, right): (Formula, Formula)| (Box::new(left), Box::new(right));
        let divisor = number().prop_filter("not 0", |number| number.0 > 0);
        let rest = prop::collection::vec(inner.clone(), 0..2);
        let order = prop::sample::select(Order::ALL.to_vec());
        let test = (inner.clone(), order, inner.clone());
        prop_oneof![
            inner.clone().prop_map(|one| Formula::Negative(Box::new(one))),
            two.clone().prop_map(move |pair| {
                let (left, right) = boxed(pair);
                Formula::Sum(left, right)
            }),
            two.clone().prop_map(move |pair| {
                let (left, right) = boxed(pair);
                Formula::Difference(left, right)
            }),
            two.clone().prop_map(move |pair| {
                let (left, right) = boxed(pair);
                Formula::Product(left, right)
            }),
            (inner.clone(), divisor).prop_map(|(left, by)| Formula::Quotient(Box::new(left), by)),
            (inner.clone(), rest.clone())
                .prop_map(|(one, rest)| Formula::Least(Box::new(one), rest)),
            (inner, rest).prop_map(|(one, rest)| Formula::Greatest(Box::new(one), rest)),
            (test, two).prop_map(move |((left, order, right), pair)| {
                let (then, otherwise) = boxed(pair);
                Formula::If(Box::new(Test { left, order, right }), then, otherwise)
            }),
        ]
    })
}

/// A fraction without a library: the naive way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Plain(i128, i128);

impl Plain {
    fn of(top: i128, bottom: i128) -> Option<Self> {
        let (mut a, mut b) = (top.unsigned_abs(), bottom.unsigned_abs());
        while b > 0 {
            (a, b) = (b, a % b);
        }
        let divisor = i128::try_from(a.max(1)).ok()?;
        let sign = bottom.signum();
        Some(Self(sign * top / divisor, sign * bottom / divisor))
    }

    fn against(self, other: Self) -> Option<std::cmp::Ordering> {
        Some(self.0.checked_mul(other.1)?.cmp(&other.0.checked_mul(self.1)?))
    }
}

/// The value by plain arithmetic; none where that overflows.
fn plain(formula: &Formula, share: Plain, failed: u32) -> Option<Plain> {
    let of = |formula: &Formula| plain(formula, share, failed);
    let sum = |a: Plain, b: Plain| {
        let top = a.0.checked_mul(b.1)?.checked_add(b.0.checked_mul(a.1)?)?;
        Plain::of(top, a.1.checked_mul(b.1)?)
    };
    let minus = |a: Plain| Plain(-a.0, a.1);
    let pick = |first: &Formula, rest: &[Formula], wanted: std::cmp::Ordering| {
        rest.iter().try_fold(of(first)?, |best, one| {
            let one = of(one)?;
            Some(if one.against(best)? == wanted { one } else { best })
        })
    };
    let scale = i128::from(SCALE);
    match formula {
        Formula::Number(number) => Plain::of(number.0.into(), scale),
        Formula::Given(Given::Share) => Some(share),
        Formula::Given(Given::Failed) => Some(Plain(failed.into(), 1)),
        Formula::Negative(inner) => of(inner).map(minus),
        Formula::Sum(left, right) => sum(of(left)?, of(right)?),
        Formula::Difference(left, right) => sum(of(left)?, minus(of(right)?)),
        Formula::Product(left, right) => {
            let (a, b) = (of(left)?, of(right)?);
            Plain::of(a.0.checked_mul(b.0)?, a.1.checked_mul(b.1)?)
        }
        Formula::Quotient(left, by) => {
            let a = of(left)?;
            Plain::of(a.0.checked_mul(scale)?, a.1.checked_mul(by.0.into())?)
        }
        Formula::Least(first, rest) => pick(first, rest, std::cmp::Ordering::Less),
        Formula::Greatest(first, rest) => pick(first, rest, std::cmp::Ordering::Greater),
        Formula::If(test, then, otherwise) => {
            let found = of(&test.left)?.against(of(&test.right)?)?;
            let holds = match test.order {
                Order::Less => found.is_lt(),
                Order::LessOrEqual => found.is_le(),
                Order::Greater => found.is_gt(),
                Order::GreaterOrEqual => found.is_ge(),
                Order::Equal => found.is_eq(),
            };
            if holds { of(then) } else { of(otherwise) }
        }
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_the_same(formula in formulas()) {
        let text = formula.to_string();
        prop_assume!(text.chars().count() <= MAX_LENGTH);
        prop_assert_eq!(parse(&text), Ok(formula), "{}", text);
    }

    #[test]
    fn values_are_those_of_plain_arithmetic(
        formula in formulas(),
        kept in 0_u32..40,
        failed in 0_u32..40,
    ) {
        prop_assume!(kept + failed > 0);
        let all = kept + failed;
        let share = BigRational::new(kept.into(), all.into());
        let value = formula.value(&Inputs { share, failed });
        if let Some(wanted) = Plain::of(kept.into(), all.into())
            .and_then(|share| plain(&formula, share, failed))
        {
            prop_assert_eq!(value, BigRational::new(wanted.0.into(), wanted.1.into()));
        }
    }

    #[test]
    fn any_text_is_a_formula_or_refused_in_its_place(text in "[a-z0-9 ()+*/,.<>=-]{0,60}") {
        if let Err(error) = parse(&text) {
            prop_assert!((1..=text.chars().count() + 1).contains(&error.at), "{:?}", error);
        }
    }
}

#[test]
fn what_is_wrong_is_told_in_its_place() {
    let problem = |text: &str| parse(text).map_err(|error| (error.at, error.problem)).err();
    assert_eq!(problem("100 * share"), None);
    assert_eq!(problem("100 * counted"), Some((7, Problem::UnknownWord)));
    assert_eq!(problem("online_time"), Some((1, Problem::UnknownWord)));
    assert_eq!(problem("1 / share"), Some((5, Problem::Divisor)));
    assert_eq!(problem("1 / 0.0"), Some((5, Problem::Divisor)));
    assert_eq!(problem("1 +"), Some((4, Problem::Syntax)));
    assert_eq!(problem("(1"), Some((3, Problem::Syntax)));
    assert_eq!(problem("1 2"), Some((3, Problem::Syntax)));
    assert_eq!(problem("1234567"), Some((1, Problem::NumberTooLong)));
    assert_eq!(problem(""), Some((1, Problem::Syntax)));
    let deep = format!("{}1{}", "(".repeat(20), ")".repeat(20));
    assert_eq!(problem(&deep).map(|(_, problem)| problem), Some(Problem::TooDeep));
    assert_eq!(problem(&"1".repeat(301)), Some((301, Problem::TooLong)));
}

#[test]
fn nothing_is_gained_by_failing_or_by_doing_more() {
    let rewards = |text: &str| rewards_failing(&parse(text).expect("a formula"));
    for fair in [
        "100 * share",
        "max(0, 100 - 5 * failed)",
        "if(share >= 0.95, 100, if(share >= 0.8, 80, 0))",
        "min(100 * share, 100 - failed)",
        "100",
    ] {
        assert!(!rewards(fair), "{fair}");
    }
    for unfair in ["failed", "100 - 100 * share", "100 * share * failed", "if(failed > 3, 100, 0)"]
    {
        assert!(rewards(unfair), "{unfair}");
    }
}
