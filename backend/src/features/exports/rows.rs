//! From a case of the list to a row of a file.

use crate::features::audit::mark::local;
use crate::features::cases::clocks::Lamp;
use crate::features::cases::dto::CaseSummary;
use crate::platform::lang::Lang;

/// Code, and name in both languages, of every column in its order.
const COLUMNS: [(&str, &str, &str); 17] = [
    ("case_no", "案件编号", "Case number"),
    ("title", "事项标题", "Title"),
    ("status", "办理状态", "Status"),
    ("level", "等级", "Level"),
    ("type_code", "事件类型代码", "Type code"),
    ("channel", "来源渠道", "Channel"),
    ("people_count", "涉及人数", "People"),
    ("region", "行政区划", "Region"),
    ("owner", "当前办理", "Owner"),
    ("lead_department", "主办单位", "Lead department"),
    ("registered_at", "登记时间", "Registered"),
    ("due_at", "下一时限", "Next limit"),
    ("lamp", "时限状态", "Lamp"),
    ("source_system", "来源系统", "Source system"),
    ("source_number", "来源编号", "Source number"),
    ("outcome", "办理结果", "Outcome"),
    ("closed_at", "结案时间", "Closed"),
];

/// The columns by code, for the manifest.
pub(super) fn codes() -> Vec<&'static str> {
    COLUMNS.iter().map(|(code, ..)| *code).collect()
}

/// The first line.
pub(super) fn head(lang: Lang) -> Vec<String> {
    let heads = COLUMNS.iter().map(|(_, zh, en)| lang.pick(zh, en).to_owned());
    heads.collect()
}

/// The cells of a case, in the order of the columns.
pub(super) fn cells(case: &CaseSummary, lang: Lang) -> Vec<String> {
    let owner = case.owner.department_name.clone();
    let owner = owner.unwrap_or_else(|| case.owner.kind_name.clone());
    vec![
        case.case_no.clone(),
        case.title.clone(),
        case.status.name(lang).to_owned(),
        case.level.map(|level| level.name(lang).to_owned()).unwrap_or_default(),
        case.type_code.clone().unwrap_or_default(),
        case.channel.name(lang).to_owned(),
        case.people_count.map(|count| count.to_string()).unwrap_or_default(),
        case.region.name.clone(),
        owner,
        case.lead_department.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
        local(case.registered_at),
        case.due_at.map(local).unwrap_or_default(),
        lamp(case.lamp, lang).to_owned(),
        case.source.as_ref().map(|source| source.system.clone()).unwrap_or_default(),
        case.source.as_ref().map(|source| source.number.clone()).unwrap_or_default(),
        case.outcome.map(|outcome| outcome.name(lang).to_owned()).unwrap_or_default(),
        case.closed_at.map(local).unwrap_or_default(),
    ]
}

fn lamp(lamp: Lamp, lang: Lang) -> &'static str {
    match lamp {
        Lamp::Green => lang.pick("正常", "In time"),
        Lamp::Yellow => lang.pick("临近到期", "Soon due"),
        Lamp::Red => lang.pick("已超期", "Overdue"),
        Lamp::Grey => lang.pick("不计时", "Not running"),
    }
}
