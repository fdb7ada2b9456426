//! A department's month as a workbook.

use super::coverage;
use super::dto::{CoverageFilter, CoverageReportView};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::reports::exporting::File;
use crate::features::reports::workbook::{Mark, Sheet, Value, local, written};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// The workbook. The log says who took it.
pub(super) async fn workbook(
    state: &AppState,
    actor: &Actor,
    filter: &CoverageFilter,
    lang: Lang,
) -> AppResult<File> {
    let report = Box::pin(coverage::view(state, actor, filter, lang)).await?;
    let mark = Mark::of(state, actor).await?;
    let sheets = sheets(&report, &mark, lang);
    let entry = Entry::of(state, AuditAction::ReportExported)
        .by(actor)
        .with("report", "coverage")
        .with("month", report.month.clone())
        .with("rows", report.shortfalls.len());
    let bytes = written(sheets, mark, lang).await?;
    state.db.write(async |tx: &Tx| record(tx, entry).await).await?;
    Ok(File { name: format!("coverage-{}.xlsx", report.month), bytes })
}

fn sheets(report: &CoverageReportView, mark: &Mark, lang: Lang) -> Vec<Sheet> {
    let head = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    let month = lang.pick("月份：{month}", "Month: {month}").replace("{month}", &report.month);
    let unit = lang.pick("单位：{unit}", "Department: {unit}");
    let at = lang.pick("统计至：{at}", "As of: {at}").replace("{at}", &local(report.as_of));
    let notes = vec![
        lang.pick("综治中心：{center}", "Centre: {center}")
            .replace("{center}", &report.center.name),
        unit.replace("{unit}", &report.department.name),
        month,
        at,
        head(
            "计量单位为岗位分钟：岗位开放时间乘以应派人数，不统计任何人的在线或在岗时长",
            "Counted in post-minutes: opening hours times places owed. Nobody is timed.",
        ),
        mark.text(lang),
    ];
    let posts = report.posts.iter().map(|post| {
        vec![
            Value::Text(post.post.name.clone()),
            Value::Text(post.mode_name.to_owned()),
            Value::Number(i64::from(post.days)),
            Value::Number(post.owed_minutes),
            Value::Number(post.short_minutes),
            Value::Number(post.disputed_minutes),
            post.served_permyriad.map_or(Value::Empty, Value::Share),
        ]
    });
    let short = report.shortfalls.iter().flat_map(|day| {
        day.items.iter().map(|item| {
            vec![
                Value::Text(day.date.to_string()),
                Value::Text(item.post.name.clone()),
                Value::Text(item.reason_name.to_owned()),
                Value::Number(i64::from(item.places)),
                Value::Number(item.short_minutes),
            ]
        })
    });
    vec![
        Sheet {
            title: head("到岗月报", "Coverage"),
            notes: notes.clone(),
            heads: vec![
                head("岗位", "Post"),
                head("派驻方式", "Mode"),
                head("应值守天数", "Days owed"),
                head("应值守分钟", "Minutes owed"),
                head("缺岗分钟", "Minutes short"),
                head("待核实分钟", "Minutes disputed"),
                head("到岗率", "Share served"),
            ],
            rows: posts.collect(),
        },
        Sheet {
            title: head("缺岗明细", "Shortfalls"),
            notes,
            heads: vec![
                head("日期", "Day"),
                head("岗位", "Post"),
                head("原因", "Reason"),
                head("缺岗人数", "Places"),
                head("缺岗分钟", "Minutes short"),
            ],
            rows: short.collect(),
        },
    ]
}
