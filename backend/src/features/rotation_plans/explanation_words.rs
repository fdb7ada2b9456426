//! Why a load is off the mean, in words. Pure.

use zongzhi_solver::explain::{Force, TourRef};
use zongzhi_solver::instance::BalanceKind;

use super::explanation_dto::LoadKind;
use super::words::Named;

/// What a group balances.
pub(super) const fn kind_of(kind: BalanceKind) -> LoadKind {
    match kind {
        BalanceKind::StaffDuty => LoadKind::Duty,
        BalanceKind::StaffRest => LoadKind::Rest,
        BalanceKind::DeptShared => LoadKind::Shared,
    }
}

/// Tenths of a day as days: `25` is `2.5`.
fn tenths(load: i64) -> String {
    let (sign, load) = (if load < 0 { "-" } else { "" }, load.abs());
    if load % 10 == 0 {
        format!("{sign}{}", load / 10)
    } else {
        format!("{sign}{}.{}", load / 10, load % 10)
    }
}

impl Named<'_> {
    /// A tour: the post and its days.
    pub(super) fn tour(&self, tour: &TourRef) -> String {
        format!("{} {}", self.at(&tour.post), self.days(&tour.post, tour.first, tour.last))
    }

    /// The rule behind a deviation.
    pub(super) fn forced(&self, force: &Force) -> String {
        let (zh, en) = match force {
            Force::Locks { load } => (
                format!("锁定的安排占 {} 天", tenths(*load)),
                format!("locked turns are {} days of it", tenths(*load)),
            ),
            Force::FewNominees { post, nominees, headcount } => {
                let post = self.at(post);
                (
                    format!("{post}符合条件的人选只有 {nominees} 人，应派 {headcount} 人"),
                    format!("{post}: {nominees} people may serve there, {headcount} are owed"),
                )
            }
            Force::History { load } => (
                format!("上期结转 {} 天", tenths(*load)),
                format!("the plan before left {} days", tenths(*load)),
            ),
            Force::Absence { days } => {
                (format!("期间有 {days} 天不在岗"), format!("away on {days} open days"))
            }
            Force::Employment => (
                "期间未全程在驻，或期初仍在轮休".to_owned(),
                "not admitted throughout, or resting at the start".to_owned(),
            ),
            Force::TourLength { post, load } => {
                let post = self.at(post);
                (
                    format!("{post}一轮即 {} 天，少排一轮偏差更大", tenths(*load)),
                    format!("a tour at {post} is {} days: one less is further off", tenths(*load)),
                )
            }
            Force::CostElsewhere => (
                "没有规则限制；更均衡的排法在别处代价更高".to_owned(),
                "no rule; a fairer roster would cost more elsewhere".to_owned(),
            ),
        };
        self.lang.pick(&zh, &en).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn tenths_of_a_day_are_read_as_days() {
        let read: Vec<_> = [100, 25, 0, -5].into_iter().map(tenths).collect();
        assert_eq!(read, ["10", "2.5", "0", "-0.5"]);
    }
}
