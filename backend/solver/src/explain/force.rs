//! Which rule is behind a deviation: the first that accounts for it.

use super::{Force, load};
use crate::check::cost;
use crate::check::facts::{Cell, Facts};
use crate::check::rules::Tour;
use crate::instance::{Balance, Why};

/// The rule behind the deviation of a group of one person.
pub(super) fn of(
    facts: &Facts,
    own: &[Cell],
    tours: &[Tour],
    group: &Balance,
    group_load: i64,
) -> Force {
    let off = group.history + group_load - group.target;
    let beyond = off.abs() - group.tol.0;
    if off * group.history > 0 && group.history.abs() >= beyond {
        return Force::History { load: group.history };
    }
    let staff = group.staff.first().and_then(|id| facts.staff_index(id)).unwrap_or(0);
    let is_in = |cell: &Cell| group.posts.contains(&facts.post(*cell).id);
    let tours = tours.iter().filter(|tour| tour.first.staff == staff && is_in(&tour.first));
    let smallest = tours.min_by_key(|tour| (load(facts, tour), tour.starts));
    if off > 0 {
        let locked: Vec<Cell> =
            own.iter().copied().filter(|cell| facts.locked.contains(cell)).collect();
        let locked = cost::group_load(facts, &locked, group);
        if locked >= beyond {
            return Force::Locks { load: locked };
        }
        if let Some(tour) = smallest
            && (off - load(facts, tour)).abs() >= off
        {
            let (post, load) = (facts.post(tour.first).id.clone(), load(facts, tour));
            return Force::TourLength { post, load };
        }
        for cell in own.iter().filter(|cell| is_in(cell)) {
            let post = facts.post(*cell);
            let nominees = able(facts, cell.post);
            if nominees <= usize::try_from(post.headcount).unwrap_or(0) + 1 {
                let (id, headcount) = (post.id.clone(), post.headcount);
                return Force::FewNominees { post: id, nominees, headcount };
            }
        }
        return Force::CostElsewhere;
    }
    let person = &facts.instance.staff[staff];
    let is_barred = person.bars.iter().any(|bar| !matches!(bar.why, Why::LacksSkill(_)));
    let is_here = person.employed_from.is_none() && person.employed_to.is_none();
    if is_barred || !is_here || person.not_before.is_some() {
        return Force::Employment;
    }
    let worked = facts.instance.calendar.iter().filter(|day| day.kind.is_worked());
    let all = worked.clone().count();
    let days = worked.filter(|day| facts.is_away(staff, day.date)).count();
    if days * 10 >= all {
        return Force::Absence { days };
    }
    let smallest = shortest_tour(facts, staff, group);
    match smallest {
        Some((post, load)) if (off + load).abs() >= off.abs() => Force::TourLength { post, load },
        _ => Force::CostElsewhere,
    }
}

/// People who may serve a post.
fn able(facts: &Facts, post: usize) -> usize {
    let post = &facts.instance.posts[post];
    let has_all = |id: &&String| {
        facts.staff_index(id).is_some_and(|index| {
            let person = &facts.instance.staff[index];
            post.skills.iter().all(|skill| person.may_have(skill))
        })
    };
    post.roles.keys().filter(has_all).count()
}

/// The smallest load a further tour of the group would be, and its post.
fn shortest_tour(facts: &Facts, staff: usize, group: &Balance) -> Option<(String, i64)> {
    let person = &facts.instance.staff[staff];
    let mut least: Option<(String, i64)> = None;
    for (index, post) in facts.instance.posts.iter().enumerate() {
        if !group.posts.contains(&post.id) || !post.roles.contains_key(&person.id) {
            continue;
        }
        let blocks = usize::try_from(post.min_blocks.max(1)).unwrap_or(1);
        for first in 0..facts.blocks(index).saturating_sub(blocks - 1) {
            let cells = (first..first + blocks).map(|block| Cell { staff, post: index, block });
            let load: i64 = cells.map(|cell| facts.load(cell)).sum();
            if load > 0 && least.as_ref().is_none_or(|(_, known)| load < *known) {
                least = Some((post.id.clone(), load));
            }
        }
    }
    least
}
