//! Adding up what typing costs, and reading the sums.

use std::collections::BTreeMap;
use std::sync::Arc;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoColumnRef as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{
    BurdenBy, BurdenFilter, BurdenForm, BurdenRow, BurdenTold, BurdenView, TellBurdenRequest,
};
use super::entity::tally::{Column, Entity, Model};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::features::reports::figures::{Month, TOP_TYPE};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, rules};

/// Fewer forms than this might tell of one person.
const FEWEST: i64 = 5;

/// Adds what one form cost to the sums of the caller's unit.
pub async fn tell(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<TellBurdenRequest>,
) -> AppResult<Reply<BurdenTold>> {
    let asked = command.body;
    let month = Month::of(local_date(state.clock.now()));
    let top = asked.type_code.as_deref().and_then(|code| code.get(..TOP_TYPE));
    let row = Model {
        month: month.number(),
        region_code: actor.region_code.clone().unwrap_or_default(),
        center_id: actor.center_id.unwrap_or_default(),
        department_id: actor.department_id.unwrap_or_default(),
        form: asked.form.as_str().to_owned(),
        type_code: top.unwrap_or_default().to_owned(),
        entries: 1,
        fields_typed: asked.fields_typed.into(),
        seconds: asked.seconds.into(),
        repeats: asked.repeats.into(),
    };
    let told = BurdenTold { month: month.text() };
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            add(tx, &permit, row).await?;
            Reply::ok(&told)
        })
        .await
}

/// Adds a row to the sums.
pub async fn add(tx: &Tx, permit: &Permit, row: Model) -> AppResult<()> {
    tracing::trace!(permit = permit.action(), "burden added");
    let sums = [Column::Entries, Column::FieldsTyped, Column::Seconds, Column::Repeats];
    let key = [
        Column::Month,
        Column::RegionCode,
        Column::CenterId,
        Column::DepartmentId,
        Column::Form,
        Column::TypeCode,
    ];
    let mut more = OnConflict::columns(key);
    for sum in sums {
        let known = Expr::col((Entity, sum).into_column_ref());
        let new = Expr::col((Alias::new("excluded"), sum).into_column_ref());
        more.value(sum, known.add(new));
    }
    Entity::insert(row.into_active_model().reset_all())
        .on_conflict(more)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Sums {
    month: i32,
    center_id: Uuid,
    department_id: Uuid,
    form: String,
    type_code: String,
    entries: Option<i64>,
    fields_typed: Option<i64>,
    seconds: Option<i64>,
    repeats: Option<i64>,
}

/// What typing costs within the caller's scope, month by month.
pub async fn view(
    state: &AppState,
    actor: &Actor,
    filter: &BurdenFilter,
    lang: Lang,
) -> AppResult<BurdenView> {
    let (Some(from), Some(to)) = (Month::read(&filter.from), Month::read(&filter.to)) else {
        return Err(ErrorCode::RequestInvalidParameter.into());
    };
    let now = state.clock.now();
    let scope = Scope::counted(actor, Action::BurdenRead, "burden_tallies").condition();
    let months =
        Condition::all().add(Column::Month.gte(from.number())).add(Column::Month.lte(to.number()));
    let sum = |column: Column| Expr::col(column).sum().cast_as(Alias::new("bigint"));
    let key =
        [Column::Month, Column::CenterId, Column::DepartmentId, Column::Form, Column::TypeCode];
    let mut found = Entity::find()
        .select_only()
        .columns(key)
        .expr_as(sum(Column::Entries), "entries")
        .expr_as(sum(Column::FieldsTyped), "fields_typed")
        .expr_as(sum(Column::Seconds), "seconds")
        .expr_as(sum(Column::Repeats), "repeats")
        .filter(scope)
        .filter(months);
    for column in key {
        found = found.group_by(column);
    }
    let found = found.into_model::<Sums>().all(state.db.reader()).await?;
    let by = filter.by.unwrap_or(BurdenBy::Unit);
    let names = Names {
        directory: state.directory.get(&state.db, now).await?,
        codes: state.codes.get(&state.db, now).await?,
        lang,
    };
    let all = lang.pick("合计", "All").to_owned();
    let conditions = rules::of(actor.role, Action::BurdenRead);
    let sentences: Vec<_> = conditions.map(|condition| condition.sentence(lang)).collect();
    let definition = lang.pick(
        "按单位、表单、事件类别和月份累计的填写项数、用时（不计一分钟以上停顿）和重复填写；不记录个人，\
         不足5份的不显示",
        "Fields typed, seconds spent (pauses of more than a minute left out) and repeats, summed by \
         unit, form, class and month; nothing is kept of a person, and fewer than 5 forms are not \
         shown",
    );
    Ok(BurdenView {
        as_of: now,
        scope: sentences.join(lang.pick("，或", " or ")),
        definition: definition.to_owned(),
        by,
        fewest: FEWEST,
        trend: rows(&found, |_| (String::new(), all.clone())),
        rows: rows(&found, |row| names.of(row, by)),
    })
}

fn rows(found: &[Sums], key: impl Fn(&Sums) -> (String, String)) -> Vec<BurdenRow> {
    let mut sums: BTreeMap<(i32, String, String), [i64; 4]> = BTreeMap::new();
    for row in found {
        let (code, name) = key(row);
        let sum = sums.entry((row.month, code, name)).or_default();
        let more = [row.entries, row.fields_typed, row.seconds, row.repeats];
        for (sum, more) in sum.iter_mut().zip(more) {
            *sum += more.unwrap_or(0);
        }
    }
    let row = |((month, code, name), sums): ((i32, String, String), [i64; 4])| {
        let [entries, fields_typed, seconds, repeats] =
            sums.map(|sum| (sums[0] >= FEWEST).then_some(sum));
        let month = Month::numbered(month).map(Month::text).unwrap_or_default();
        BurdenRow { month, code, name, entries, fields_typed, seconds, repeats }
    };
    sums.into_iter().map(row).collect()
}

struct Names {
    directory: Arc<Directory>,
    codes: Arc<Codes>,
    lang: Lang,
}

impl Names {
    fn of(&self, row: &Sums, by: BurdenBy) -> (String, String) {
        match by {
            BurdenBy::Unit if row.department_id.is_nil() => {
                let center = self.directory.centers.get(&row.center_id);
                let name = center.map(|center| center.name.clone()).unwrap_or_default();
                (row.center_id.to_string(), name)
            }
            BurdenBy::Unit => {
                let name = self.directory.department_name(row.department_id);
                (row.department_id.to_string(), name)
            }
            BurdenBy::Form => {
                let name = BurdenForm::parse(&row.form).map(|form| form.name(self.lang));
                (row.form.clone(), name.unwrap_or(&row.form).to_owned())
            }
            BurdenBy::Type => {
                let none = self.lang.pick("未分类", "Unclassified");
                let name = self.codes.item("case_type", &row.type_code).map(|item| {
                    let name_en = item.name_en.as_deref().unwrap_or(&item.name);
                    self.lang.pick(&item.name, name_en)
                });
                (row.type_code.clone(), name.unwrap_or(none).to_owned())
            }
        }
    }
}
