//! Plausible text from a seed: titles, narratives, names and numbers of nobody.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zongzhi::features::cases::dto::{PartyRequest, PlaceRequest, RegisterCaseRequest};
use zongzhi::features::cases::model::{Channel, Level, PartyKind, PartyRole};

/// What matters are about; earlier ones are commoner.
pub(crate) const TROUBLES: [&str; 40] = [
    "漏水", "噪声", "物业", "欠薪", "宅基", "邻里", "停车", "占道", "油烟", "垃圾", "扰民", "借贷",
    "赡养", "离婚", "工伤", "土地", "承包", "征收", "补偿", "道路", "路灯", "井盖", "断水", "停电",
    "供暖", "电梯", "消防", "违建", "校车", "医疗", "食品", "养犬", "树木", "采光", "通行", "灌溉",
    "排污", "粉尘", "彩礼", "合伙",
];
/// Two characters that stand beside each other in no text.
pub(crate) const ABSENT: [&str; 4] = ["龘靐", "虪齉", "麤爨", "籲鱻"];

const PLACES: [&str; 24] = [
    "幸福小区",
    "景蓉华苑",
    "东门老街",
    "河滨路",
    "西关市场",
    "新安家园",
    "柳林巷",
    "长青大道",
    "北苑二期",
    "锦绣花园",
    "工业园区",
    "站前广场",
    "南湖公寓",
    "青松路",
    "桃园新村",
    "和平里",
    "建设街",
    "朝阳社区",
    "石桥头",
    "龙泉小学",
    "中心菜场",
    "水库脚下",
    "茶山坡",
    "老粮站",
];
const SENTENCES: [&str; 12] = [
    "申请人多次与对方协商未果，希望政府出面调解。",
    "双方对责任划分存在较大分歧，情绪较为激动。",
    "此前已向社区反映，至今没有得到明确答复。",
    "据现场了解，问题已持续三个月以上，影响日常生活。",
    "被申请人表示愿意配合，但对金额有异议。",
    "现场有照片和视频，可以作为依据。",
    "附近十余户居民共同反映同一问题。",
    "申请人年纪较大，出行不便，请求上门办理。",
    "此事涉及两个部门的职责，需要协调。",
    "希望尽快给出处理意见，并告知处理结果。",
    "曾经达成口头约定，对方没有履行。",
    "村委会已组织过一次调解，未能达成一致。",
];
const ENDINGS: [&str; 6] = ["纠纷", "问题", "投诉", "诉求", "求助", "矛盾"];
const SURNAMES: [&str; 16] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨",
];
const GIVEN: [&str; 16] = [
    "一", "二", "三", "四", "五", "甲", "乙", "丙", "丁", "示例", "样本", "某某", "子", "丑", "寅",
    "卯",
];
/// The first of the common Han characters: two of them at random make a rare nickname.
const HAN: u32 = 0x4e00;
/// Codes of GB/T 31000 that a case may have.
const TYPES: [&str; 16] = [
    "0101", "0102", "0201", "0202", "0203", "0299", "0301", "0302", "0401", "0402", "0501", "0503",
    "0601", "0701", "0801", "0901",
];
const LEVELS: [Level; 4] = [Level::Simple, Level::Ordinary, Level::Complex, Level::Difficult];

/// A small generator (splitmix64): the same seed gives the same cases.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// From a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(crate) const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.roll() % end).unwrap_or(0)
    }

    /// One of `all`.
    pub(crate) fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).copied()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn word(&mut self, all: &[&'static str]) -> &'static str {
        self.pick(all).unwrap_or_default()
    }

    /// The smaller of two rolls: earlier troubles come up more often.
    fn trouble(&mut self) -> &'static str {
        let at = self.below(TROUBLES.len()).min(self.below(TROUBLES.len()));
        TROUBLES.get(at).copied().unwrap_or_default()
    }

    fn nickname(&mut self) -> String {
        (0..2)
            .filter_map(|_| char::from_u32(HAN + u32::try_from(self.below(2_000)).unwrap_or(0)))
            .collect()
    }
}

/// A matter; its parties are always two, so that one statement fits all.
pub(crate) fn matter(
    dice: &mut Dice,
    region_id: Option<Uuid>,
    at: DateTime<Utc>,
) -> RegisterCaseRequest {
    let (place, trouble) = (dice.word(&PLACES), dice.trouble());
    let (nickname, ending) = (dice.nickname(), dice.word(&ENDINGS));
    let house = dice.below(60) + 1;
    let mut narrative =
        format!("申请人住{place}{house}号（当地人称{nickname}），反映{trouble}{ending}。");
    for _ in 0..2 + dice.below(4) {
        narrative.push_str(dice.word(&SENTENCES));
    }
    RegisterCaseRequest {
        title: format!("{place}{house}号{trouble}{ending}"),
        narrative,
        demand: Some(format!("请求处理{trouble}{ending}，给予书面答复。")),
        type_code: dice.pick(&TYPES).map(ToOwned::to_owned),
        scale_code: None,
        level: dice.pick(&LEVELS),
        channel: dice.pick(Channel::ALL).unwrap_or(Channel::Phone),
        source: None,
        occurred_on: Some(at.date_naive()),
        known_at: None,
        place: Some(PlaceRequest {
            region_id,
            address: Some(format!("{place}{house}号")),
            lng: None,
            lat: None,
        }),
        people_count: Some(2),
        amount_fen: None,
        willing_to_mediate: Some(dice.once_in(2)),
        anonymous: false,
        parties: vec![party(dice, PartyRole::Applicant), party(dice, PartyRole::Respondent)],
        first_contact: None,
        visit_id: None,
        restriction: None,
    }
}

fn party(dice: &mut Dice, role: PartyRole) -> PartyRequest {
    PartyRequest {
        role,
        kind: PartyKind::Person,
        name: format!("{}{}", dice.word(&SURNAMES), dice.word(&GIVEN)),
        id_type: None,
        id_number: None,
        phone: Some(format!("1380000{:04}", dice.below(10_000))),
        address: Some(format!("{}{}号", dice.word(&PLACES), dice.below(60) + 1)),
        gender: None,
        ethnicity: None,
        age: None,
        occupation: None,
        represents_party_no: None,
    }
}

/// A rare word: two characters that stand together in few texts or none.
pub(crate) fn rare(dice: &mut Dice) -> String {
    dice.nickname()
}
