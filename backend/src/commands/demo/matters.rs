//! What the fictitious citizens come with: texts by case type. `{place}`, `{n}`, `{months}`,
//! `{amount}` are filled in.

use super::chance::Chance;

/// A kind of matter.
pub(super) struct Matter {
    /// Case type (GB/T 31000-2015).
    pub(super) type_code: &'static str,
    /// Short name of the department that is competent.
    pub(super) department: &'static str,
    /// One near it that is not, to which such a matter is sent by mistake.
    pub(super) mistaken: &'static str,
    /// How often, against the others.
    pub(super) weight: usize,
    /// The other side: a person, or an organisation by this name.
    pub(super) respondent: Option<&'static str>,
    pub(super) title: &'static str,
    pub(super) narrative: &'static str,
    pub(super) demand: &'static str,
    /// What came of it.
    pub(super) result: &'static str,
    /// 化解方式.
    pub(super) method_code: &'static str,
}

macro_rules! matters {
    ($($code:literal $department:literal ($mistaken:literal) $weight:literal $respondent:expr,
        $title:literal, $narrative:literal, $demand:literal, $result:literal, $method:literal;)*) => {
        pub(super) const MATTERS: &[Matter] = &[$(Matter {
            type_code: $code,
            department: $department,
            mistaken: $mistaken,
            weight: $weight,
            respondent: $respondent,
            title: $title,
            narrative: $narrative,
            demand: $demand,
            result: $result,
            method_code: $method,
        }),*];
    };
}

matters! {
    "0101" "妇女联合会" ("民政局") 5 None,
        "夫妻因家庭开支发生矛盾，请求调解",
        "申请人反映与配偶结婚多年，近{months}个月因家庭开支和子女照管频繁争吵，现分居，希望有人居中劝和。",
        "请求组织调解，明确家庭开支和照管子女的分担",
        "经两次上门调解，双方就开支分担和照管子女达成一致并签订协议。", "02";
    "0102" "民政局" ("妇女联合会") 4 None,
        "{place}老人反映子女不按约定支付赡养费",
        "申请人年事已高，{n}名子女曾约定每月支付赡养费，近{months}个月只有一人履行，生活困难。",
        "请求督促子女履行赡养义务",
        "召集子女到场说明法定义务，补付拖欠的赡养费{amount}元，并约定按月支付。", "02";
    "0103" "妇女联合会" ("司法局") 3 None,
        "兄弟姐妹因{place}老宅继承产生争议",
        "申请人的父母去世后留有老宅一处，{n}名继承人对份额和使用方式意见不一，多次争执。",
        "请求明确各人份额",
        "向当事人释明继承规则，引导以书面协议分割并办理登记。", "02";
    "0201" "人民调解委员会" ("水利局") 8 None,
        "{place}村民因排水沟走向与邻居争执",
        "申请人反映邻居改建院墙后堵住排水沟，雨天积水倒灌，{months}个月来协商未果。",
        "请求恢复排水",
        "现场勘查后商定改道排水，费用由双方分担，已施工完毕。", "02";
    "0202" "人民调解委员会" ("自然资源局") 6 None,
        "{place}建房占用公用通道引发邻里纠纷",
        "申请人反映邻居建房时占用约{n}米宽的公用通道，农用车无法通行。",
        "请求停止占用并恢复通行",
        "丈量后确认通道界线，邻居拆除占用部分，双方握手言和。", "02";
    "0203" "生态环境分局" ("城市管理局") 4 Some("清和县某餐饮店"),
        "楼下餐饮店油烟和噪声扰民",
        "申请人反映楼下餐饮店排烟口正对居民窗户，营业至深夜，{n}户居民受影响。",
        "请求整改排烟设施并限制营业时间",
        "责令加装净化设备并调整排烟口方向，复查达标。", "03";
    "0303" "公安局" ("人民调解委员会") 3 None,
        "因琐事推搡受伤，请求赔偿医疗费",
        "申请人在集市因摆摊位置与他人推搡倒地，支出医疗费{amount}元，对方不愿承担。",
        "请求赔偿医疗费",
        "治安调解达成协议，对方当场支付医疗费并道歉。", "03";
    "0402" "住房和城乡建设局" ("市场监督管理局") 10 Some("清和县某物业服务企业"),
        "小区电梯停运{n}天无人维修",
        "申请人反映所住小区电梯停运，物业以维修资金不足为由拖延，高层老人出行困难。",
        "请求督促维修电梯",
        "指导业委会按程序动用维修资金，电梯已修复并检验合格。", "03";
    "0402" "住房和城乡建设局" ("市场监督管理局") 6 Some("清和县某物业服务企业"),
        "物业未经表决上调停车费",
        "申请人反映物业自行将停车费每月上调，没有公示收支，也没有召开业主大会。",
        "请求停止违规收费并公示收支",
        "物业恢复原标准，退还多收费用{amount}元，并公示近一年收支。", "03";
    "0403" "自然资源局" ("住房和城乡建设局") 4 Some("清和县某房地产开发企业"),
        "购房{n}年仍未办下不动产权证",
        "申请人反映已付清房款并入住，开发企业以手续不全为由迟迟不办证，子女入学受影响。",
        "请求督促开发企业办理产权证",
        "协调补办竣工验收备案，{n}户已分批办理首次登记。", "03";
    "0502" "卫生健康局" ("市场监督管理局") 3 Some("清和县某医院"),
        "对手术后恢复情况有异议，请求处理",
        "申请人反映家属手术后恢复不佳，对诊疗过程有疑问，院方答复不满意，已支出费用{amount}元。",
        "请求查明责任并合理赔偿",
        "经医疗纠纷人民调解委员会评估，双方就补偿达成协议。", "05";
    "0503" "公安局" ("交通运输局") 4 None,
        "{place}路段交通事故赔偿协商不成",
        "申请人骑车被小型客车剐蹭受伤，责任认定后对误工费数额分歧较大。",
        "请求赔偿医疗费和误工费{amount}元",
        "交警和调解员共同调解，保险公司在限额内赔付，余额由对方承担。", "05";
    "0504" "生态环境分局" ("水利局") 4 Some("清和县某养殖场"),
        "{place}养殖场废水流入灌溉渠",
        "申请人反映养殖场雨季排放废水，渠水发臭，{n}亩秧苗受损。",
        "请求停止排放并赔偿损失",
        "立案查处并责令整改，养殖场赔偿秧苗损失{amount}元。", "03";
    "0601" "市场监督管理局" ("公安局") 8 Some("清和县某健身服务部"),
        "预付卡商家停业，余额无法退还",
        "申请人反映办理年卡后商家停业，微信群内{n}名消费者余额均未退还。",
        "请求退还余额{amount}元",
        "约谈经营者，按剩余次数分期退款，首期已到账。", "03";
    "0602" "住房和城乡建设局" ("自然资源局") 4 None,
        "租房押金不予退还",
        "申请人退租后房东以墙面污损为由扣留全部押金，双方对污损程度说法不一。",
        "请求退还押金{amount}元",
        "查看交接照片后双方各让一步，退还大部分押金。", "02";
    "0701" "人力资源和社会保障局" ("住房和城乡建设局") 14 Some("清和县某建筑劳务企业"),
        "{place}工地拖欠{n}名务工人员工资",
        "申请人反映在工地务工，工程已完工{months}个月，劳务企业以结算未完成为由拖欠工资共{amount}元。",
        "请求支付拖欠的工资",
        "责令限期支付，动用工资保证金，{n}人工资已全部发放。", "03";
    "0702" "人力资源和社会保障局" ("卫生健康局") 6 Some("清和县某食品加工企业"),
        "企业未按规定缴纳社会保险",
        "申请人在企业工作{n}年，发现有{months}个月未缴纳社会保险，影响待遇。",
        "请求补缴社会保险",
        "企业已补缴并出具证明。", "03";
    "0804" "司法局" ("人民法院") 5 None,
        "借款到期未还，请求协调",
        "申请人借给熟人{amount}元，约定半年归还，已逾期{months}个月，多次催要无果。",
        "请求归还借款",
        "双方确认欠款数额，签订分期还款协议并申请司法确认。", "02";
    "0901" "农业农村局" ("自然资源局") 7 None,
        "{place}承包地面积与登记不符",
        "申请人反映承包地实测面积比登记少{n}分，与相邻承包户界线不清。",
        "请求重新丈量并更正登记",
        "组织双方现场指界，重新丈量后更正登记。", "02";
    "0902" "自然资源局" ("农业农村局") 5 None,
        "{place}宅基地审批迟迟没有结果",
        "申请人家庭{n}口人住房困难，提交宅基地申请已{months}个月，未收到答复。",
        "请求答复审批进展",
        "补正材料后已批准，并向申请人说明办理流程。", "03";
    "0903" "林业局" ("自然资源局") 4 None,
        "{place}两组山林界线争议",
        "申请人代表村民小组反映与相邻小组对约{n}亩山林的权属看法不一，双方各持旧证。",
        "请求确认山林界线",
        "查阅档案并现场踏勘，两组签订界线协议。", "07";
    "0904" "水利局" ("农业农村局") 3 None,
        "{place}灌溉用水分配不均",
        "申请人反映上游农户截水，下游{n}户春灌缺水。",
        "请求合理分配用水",
        "制定轮灌表并由村委会监督执行。", "03";
    "1101" "住房和城乡建设局" ("自然资源局") 3 None,
        "对旧城改造补偿面积认定有异议",
        "申请人反映阁楼面积未计入补偿，与邻户标准不一，涉及约{n}平方米。",
        "请求复核补偿面积",
        "复核后按政策补计部分面积，并书面答复理由。", "03";
    "1102" "农业农村局" ("自然资源局") 5 None,
        "{place}征地补偿款未足额到账",
        "申请人反映修路征地{n}亩，补偿款公示后{months}个月仍有{amount}元未到账。",
        "请求拨付补偿款",
        "核实账目后补拨到户，并公示明细。", "03";
    "1104" "住房和城乡建设局" ("城市管理局") 6 None,
        "{place}路灯长期不亮，夜间出行不安全",
        "申请人反映村口至学校路段{n}盏路灯损坏{months}个月，学生晚归有隐患。",
        "请求维修路灯",
        "已更换灯具并纳入日常巡查。", "03";
    "1202" "民政局" ("人力资源和社会保障局") 5 None,
        "申请临时救助未获批准，请求复核",
        "申请人因家人住院支出{amount}元，申请临时救助未批准，不清楚原因。",
        "请求复核并说明理由",
        "复核后符合条件，发放临时救助金。", "03";
    "1301" "城市管理局" ("市场监督管理局") 5 None,
        "占道经营影响居民出行",
        "申请人反映早市摊贩占用人行道，{n}户居民出行困难，清晨噪声大。",
        "请求规范早市",
        "划定经营区域和时间，安排人员值守。", "03";
    "1302" "教育体育局" ("民政局") 3 None,
        "孩子入学片区划分咨询与诉求",
        "申请人租住{place}{n}年，对入学片区划分有疑问，希望就近入学。",
        "请求答复入学安排",
        "说明政策并协调到相邻学校就读。", "03";
    "1305" "交通运输局" ("城市管理局") 3 None,
        "{place}农村客运班次减少，出行不便",
        "申请人反映班车由每天{n}班减为一班，老人看病不便。",
        "请求恢复班次",
        "与客运企业协商，赶集日增开班次。", "03";
}

/// A matter with its places, numbers and sums filled in.
pub(super) struct Told {
    pub(super) title: String,
    pub(super) narrative: String,
    pub(super) demand: String,
    pub(super) result: String,
    pub(super) people_count: i32,
    pub(super) amount_fen: Option<i64>,
}

impl Matter {
    /// Tells the matter as it happened at `place`.
    pub(super) fn tell(&self, chance: &mut Chance, place: &str) -> Told {
        let n = 2 + chance.below(11);
        let months = 2 + chance.below(9);
        let amount = (8 + chance.below(500)) * 100;
        let fill = |text: &str| {
            text.replace("{place}", place)
                .replace("{n}", &n.to_string())
                .replace("{months}", &months.to_string())
                .replace("{amount}", &amount.to_string())
        };
        let names_money = [self.narrative, self.demand].iter().any(|t| t.contains("{amount}"));
        let is_group = self.narrative.contains("{n}名") || self.narrative.contains("{n}户");
        Told {
            title: fill(self.title),
            narrative: fill(self.narrative),
            demand: fill(self.demand),
            result: fill(self.result),
            people_count: if is_group { i32::try_from(n).unwrap_or(2) } else { 2 },
            amount_fen: names_money.then(|| i64::try_from(amount * 100).unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::county::DEPARTMENTS;
    use super::*;

    #[test]
    fn every_matter_goes_to_a_department_competent_for_it() {
        for matter in MATTERS {
            let competent = DEPARTMENTS.iter().find(|(name, _)| *name == matter.department);
            let (_, codes) = competent.expect(matter.department);
            let is_listed = codes.iter().any(|code| matter.type_code.starts_with(code));
            assert!(is_listed, "{}", matter.title);
            assert!(DEPARTMENTS.iter().any(|(name, _)| *name == matter.mistaken));
            assert_ne!(matter.department, matter.mistaken);
        }
    }

    #[test]
    fn texts_are_filled_in_completely() {
        let mut chance = Chance::seeded(2);
        for matter in MATTERS {
            let told = matter.tell(&mut chance, "桃园村");
            for text in [told.title, told.narrative, told.demand, told.result] {
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }
}
