//! Names a citizen may read: units and codes, never people.

use uuid::Uuid;

use super::dto::PublicUnit;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::platform::lang::Lang;

/// Where names are looked up.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) directory: &'a Directory,
    pub(super) codes: &'a Codes,
    pub(super) lang: Lang,
}

impl Words<'_> {
    /// The text of the reader's language.
    pub(super) fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.lang.pick(zh, en)
    }

    pub(super) fn department(&self, id: Uuid) -> String {
        self.directory.department_name(id)
    }

    pub(super) fn center(&self, id: Uuid) -> String {
        self.directory.centers.get(&id).map(|center| center.name.clone()).unwrap_or_default()
    }

    pub(super) fn code(&self, set: &str, code: &str) -> String {
        match (self.lang, self.codes.item(set, code)) {
            (Lang::En, Some(item)) => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            (Lang::Zh, Some(item)) => item.name.clone(),
            (_, None) => code.to_owned(),
        }
    }

    /// A centre as a door to knock at.
    pub(super) fn center_unit(&self, id: Uuid) -> PublicUnit {
        let center = self.directory.centers.get(&id);
        PublicUnit {
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
            phone: center.and_then(|center| center.phone.clone()),
            address: center.and_then(|center| center.address.clone()),
            opening_hours: center.and_then(|center| center.opening_hours.clone()),
        }
    }

    /// A department as a door to knock at.
    pub(super) fn department_unit(&self, id: Uuid) -> PublicUnit {
        let department = self.directory.departments.get(&id);
        PublicUnit {
            name: self.department(id),
            phone: department.and_then(|department| department.phone.clone()),
            address: None,
            opening_hours: None,
        }
    }
}
