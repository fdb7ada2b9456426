//! Which unit a list means: departments by their names, and places by theirs.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::dto::ListedNumber;
use super::matching::Listed;
use super::numbers::grouped;
use crate::features::org::directory::Directory;
use crate::features::org::entity::region;

/// Names, and whose each is; none where several have it.
type Named = HashMap<String, Option<Uuid>>;

/// The departments within the centre's region by what a list may call them: a department by its name,
/// however much of its region's stands in it, and the department of a township's or village's centre by
/// the place.
pub(super) struct Units {
    departments: Named,
    places: Named,
}

/// A name two have says of none whose it is.
fn enter(named: &mut Named, name: &str, id: Uuid) {
    let known = named.entry(grouped(name)).or_insert(Some(id));
    *known = known.filter(|other| *other == id);
}

impl Units {
    /// Those of `directory` within a region.
    pub(super) fn of(directory: &Directory, region_code: &str) -> Self {
        let (mut departments, mut places) = (Named::new(), Named::new());
        for one in directory.departments.values() {
            let region = directory.regions.get(&one.region_id);
            let Some(region) = region.filter(|region| region.code.starts_with(region_code)) else {
                continue;
            };
            for name in names_of(&region.name, &one.name) {
                enter(&mut departments, &name, one.id);
            }
        }
        for region in directory.regions.values() {
            let is_below = region.code.starts_with(region_code) && region.code != region_code;
            let Some(id) = office_of(directory, region, region_code).filter(|_| is_below) else {
                continue;
            };
            for name in names_of_place(directory, region) {
                enter(&mut places, &name, id);
            }
        }
        Self { departments, places }
    }

    /// A number of the list with the department its unit is.
    pub(super) fn listed(&self, one: &ListedNumber) -> Listed {
        let unit = one.unit.as_deref().and_then(|unit| self.find(unit));
        Listed { number: one.number.clone(), unit, received_on: one.received_on }
    }

    /// The department of a name; a department's own name goes before that of a place.
    fn find(&self, unit: &str) -> Option<Uuid> {
        let name = grouped(unit);
        self.departments.get(&name).or_else(|| self.places.get(&name)).copied().flatten()
    }
}

/// The department of the centre that is in charge of a place below the run's own region.
fn office_of(directory: &Directory, region: &region::Model, region_code: &str) -> Option<Uuid> {
    let below = directory.ancestry(region.id).take_while(|region| region.code != region_code);
    let centers = below.filter_map(|region| directory.center_by_region.get(&region.id));
    let mut offices = centers.filter_map(|id| directory.centers.get(id)?.department_id);
    offices.next()
}

/// What a list may call a department: with its region's name, with its kind alone (县, 镇), without.
fn names_of(region: &str, name: &str) -> BTreeSet<String> {
    let kind: String = region.chars().last().into_iter().collect();
    let own = name.strip_prefix(region).or_else(|| name.strip_prefix(&kind)).unwrap_or(name);
    if own.is_empty() {
        return BTreeSet::from([name.to_owned()]);
    }
    BTreeSet::from([own.to_owned(), format!("{kind}{own}"), format!("{region}{own}")])
}

/// What a list may call a place: with those above it in front, and as its government or committee.
fn names_of_place(directory: &Directory, region: &region::Model) -> BTreeSet<String> {
    let mut fronts = BTreeSet::from([String::new()]);
    let mut whole = String::new();
    for above in directory.ancestry(region.id).skip(1) {
        whole = format!("{}{whole}", above.name);
        fronts.extend([whole.clone(), above.name.clone()]);
    }
    let ends: &[&str] = match region.name.chars().last() {
        Some('村') => &["", "村民委员会", "民委员会", "村委会", "委会"],
        Some('区') => &["", "居民委员会", "居委会"],
        Some('道') => &["", "办事处", "办", "人民政府"],
        Some(_) | None => &["", "人民政府", "政府"],
    };
    let mut names = BTreeSet::new();
    for front in &fronts {
        names.extend(ends.iter().map(|end| format!("{front}{}{end}", region.name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::features::org::entity::{center, department};

    const fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// A county, two townships with a village of the same name in each, and a street; a centre in each
    /// place of `offices`, whose department has the number of the place and a hundred.
    fn county(offices: &[u128]) -> Directory {
        let at = DateTime::UNIX_EPOCH;
        let mut directory = Directory::default();
        for (number, code, name, parent) in [
            (1, "990101", "清和县", None),
            (2, "990101101", "梅岭乡", Some(1)),
            (3, "990101102", "东岭镇", Some(1)),
            (4, "990101001", "城关街道", Some(1)),
            (5, "990101101201", "新华村", Some(2)),
            (6, "990101102201", "新华村", Some(3)),
        ] {
            let region = region::Model {
                id: id(number),
                code: code.to_owned(),
                name: name.to_owned(),
                level: String::new(),
                parent_id: parent.map(id),
                created_at: at,
                updated_at: at,
                row_version: 1,
            };
            directory.region_by_code.insert(code.to_owned(), region.id);
            directory.regions.insert(region.id, region);
        }
        for place in offices {
            let (office, center_id) = (id(place + 100), id(place + 200));
            let department = department::Model {
                id: office,
                region_id: id(*place),
                parent_id: None,
                name: format!("第{place}综治中心"),
                phone: None,
                is_center_office: true,
                is_active: true,
                created_at: at,
                updated_at: at,
                row_version: 1,
            };
            directory.departments.insert(office, department);
            let center = center::Model {
                id: center_id,
                region_id: id(*place),
                department_id: Some(office),
                fallback_department_id: None,
                name: String::new(),
                level: String::new(),
                address: None,
                phone: None,
                opening_hours: None,
                created_at: at,
                updated_at: at,
                row_version: 1,
            };
            directory.center_by_region.insert(id(*place), center_id);
            directory.centers.insert(center_id, center);
        }
        directory
    }

    #[test]
    fn a_place_is_the_department_of_its_centre_however_it_is_written() {
        let units = Units::of(&county(&[1, 2, 4]), "990101");
        for name in
            ["梅岭乡", "清和县梅岭乡", "梅岭乡人民政府", "清和县梅岭乡人民政府", "梅岭乡政府"]
        {
            assert_eq!(units.find(name), Some(id(102)), "{name}");
        }
        for name in ["城关街道", "城关街道办事处", "清和县城关街道办事处", "城关街道办"]
        {
            assert_eq!(units.find(name), Some(id(104)), "{name}");
        }
        // No centre of its own, and the county's asks.
        for name in ["东岭镇", "清和县", "清和县人民政府", "岭乡"] {
            assert_eq!(units.find(name), None, "{name}");
        }
    }

    #[test]
    fn two_villages_of_a_name_are_told_apart_by_their_township() {
        let units = Units::of(&county(&[1, 2, 3]), "990101");
        for (name, of) in [
            ("新华村", None),
            ("清和县新华村", None),
            ("梅岭乡新华村", Some(id(102))),
            ("清和县梅岭乡新华村村民委员会", Some(id(102))),
            ("东岭镇新华村委会", Some(id(103))),
        ] {
            assert_eq!(units.find(name), of, "{name}");
        }
    }

    #[test]
    fn a_township_knows_its_own_places_alone() {
        let units = Units::of(&county(&[1, 2, 3, 5]), "990101101");
        assert_eq!(units.find("新华村"), Some(id(105)));
        assert_eq!(units.find("东岭镇新华村"), None);
    }
}
