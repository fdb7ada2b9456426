//! The shortage a change caused. What was short in the published roster already is nobody's reason to
//! move people now.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::check::facts::Facts;
use crate::instance::{Assignment, Instance};
use crate::refusal::Refusal;

/// By post and block: people there, and how many of them count for each mix of the post.
type Filled = BTreeMap<(usize, usize), Vec<i64>>;

fn filled(facts: &Facts, roster: &[Assignment]) -> Result<Filled, Refusal> {
    let mut filled = Filled::new();
    for one in roster {
        let cell = facts.place(one)?;
        let post = facts.post(cell);
        let here =
            filled.entry((cell.post, cell.block)).or_insert_with(|| vec![0; 1 + post.mix.len()]);
        here[0] += 1;
        for (at, mix) in post.mix.iter().enumerate() {
            here[at + 1] += i64::from(facts.person(cell).skills.contains(&mix.skill));
        }
    }
    Ok(filled)
}

/// What is missing in `roster` from `from` on and was not in `published`, in equivalent minutes. A seat
/// that nobody had on any day of it is new: a post that was added, or a headcount that was raised.
pub(super) fn caused(
    instance: &Instance,
    published: &[Assignment],
    roster: &[Assignment],
    from: NaiveDate,
) -> Result<i64, Refusal> {
    let facts = Facts::of(instance)?;
    let (before, after) = (filled(&facts, published)?, filled(&facts, roster)?);
    let weights = &instance.weights;
    let mut sum = 0;
    for (index, post) in instance.posts.iter().enumerate() {
        let seats = (i64::from(post.headcount), weights.shortage_day);
        let mixes = post.mix.iter().map(|mix| (i64::from(mix.min), weights.mix_shortage_day));
        for (kind, (wanted, price)) in std::iter::once(seats).chain(mixes).enumerate() {
            let in_place = |filled: &Filled, block: usize| {
                filled.get(&(index, block)).map_or(0, |here| here[kind]).min(wanted)
            };
            let blocks = 0..facts.blocks(index);
            let most = blocks.clone().map(|block| in_place(&before, block)).max().unwrap_or(0);
            for block in blocks {
                if facts.block(index, block).is_none_or(|(first, _)| first < from) {
                    continue;
                }
                let was_missing = most - in_place(&before, block);
                let is_missing = wanted - in_place(&after, block);
                let days = facts.open_days(index, block).len();
                let days = i64::try_from(days).unwrap_or(i64::MAX / 1_000_000);
                sum += (is_missing - was_missing).max(0) * days * price;
            }
        }
    }
    Ok(sum)
}
