//! The words that invented names are put together from. Names of real places are kept out.

/// A line of work with its departments and units.
pub(super) struct Sector {
    /// The department of the province.
    pub(super) root: &'static str,
    /// What a city's or county's department is called after the place.
    pub(super) bureau: &'static str,
    /// Section of GB/T 4754 that its units are of.
    pub(super) industry: &'static str,
}

/// A kind of unit: the first two characters of its code, what its name ends in, its sector.
pub(super) struct Kind {
    pub(super) unit_type: &'static str,
    pub(super) ending: &'static str,
    pub(super) sector: usize,
}

/// The first is education, whose root is 示例省教育厅 of the contract.
pub(super) const SECTORS: [Sector; 8] = [
    sector("", "教育局", "P"),
    sector("示例省卫生健康委员会", "卫生健康局", "Q"),
    sector("示例省文化和旅游厅", "文化和旅游局", "R"),
    sector("示例省农业农村厅", "农业农村局", "A"),
    sector("示例省科学技术厅", "科学技术局", "M"),
    sector("示例省工业和信息化厅", "工业和信息化局", "I"),
    sector("示例省水利厅", "水利局", "N"),
    sector("示例省住房和城乡建设厅", "住房和城乡建设局", "E"),
];

/// Units that apply at 示例省教育厅. None of them ends as one of [`KINDS`] does.
pub(super) const APPLICANTS: [Kind; 8] = [
    kind("12", "小学", 0),
    kind("12", "中等专业学校", 0),
    kind("12", "中学", 0),
    kind("52", "幼儿园", 0),
    kind("12", "实验学校", 0),
    kind("52", "职业培训学校", 0),
    kind("12", "特殊教育学校", 0),
    kind("91", "教育科技有限公司", 0),
];

/// All other units.
pub(super) const KINDS: [Kind; 24] = [
    kind("12", "镇中心校", 0),
    kind("12", "教师进修学校", 0),
    kind("12", "青少年活动中心", 0),
    kind("12", "镇卫生院", 1),
    kind("12", "人民医院", 1),
    kind("52", "康复医院", 1),
    kind("12", "文化馆", 2),
    kind("12", "图书馆", 2),
    kind("51", "书画协会", 2),
    kind("12", "农业技术推广站", 3),
    kind("12", "畜牧兽医站", 3),
    kind("93", "种植专业合作社", 3),
    kind("12", "科学研究所", 4),
    kind("51", "科普协会", 4),
    kind("12", "地震监测站", 4),
    kind("91", "信息技术有限公司", 5),
    kind("91", "装备制造有限公司", 5),
    kind("12", "企业服务中心", 5),
    kind("12", "水库管理处", 6),
    kind("12", "水文监测站", 6),
    kind("91", "水务有限公司", 6),
    kind("91", "建筑工程有限公司", 7),
    kind("12", "房产服务中心", 7),
    kind("12", "园林管理处", 7),
];

/// A place is one of these with one of the seconds. Each is one character.
pub(super) const PLACE_FIRST: [&str; 14] = [
    "岚", "澜", "沐", "璟", "翎", "霁", "黛", "榆", "槿", "芷", "苒", "汀", "蕴", "皓",
];
pub(super) const COUNTY_SECOND: [&str; 14] = [
    "禾", "汐", "杉", "屿", "笙", "棠", "陌", "珩", "箬", "澄", "瑶", "筠", "穗", "栎",
];
pub(super) const CITY_SECOND: [&str; 2] = ["原", "陵"];

/// A unit's own name is one of each.
pub(super) const OWN_FIRST: [&str; 40] = [
    "青", "云", "明", "枫", "桐", "兰", "竹", "雅", "荷", "银", "金", "锦", "翠", "碧", "玉", "丹",
    "清", "和", "文", "德", "育", "启", "博", "嘉", "思", "致", "弘", "志", "崇", "知", "行", "远",
    "景", "瑞", "星", "月", "霞", "旭", "雪", "风",
];
pub(super) const OWN_SECOND: [&str; 40] = [
    "禾", "杉", "泉", "岭", "溪", "林", "帆", "苑", "园", "亭", "桥", "坪", "湾", "谷", "石", "松",
    "柏", "槐", "杨", "荷", "蕾", "达", "新", "才", "华", "英", "智", "诚", "信", "勤", "实", "雅",
    "正", "源", "光", "辉", "翔", "鸣", "舟", "韵",
];

/// 所属行政区划 of the invented places, which are nowhere.
pub(super) const REGIONS: [&str; 9] = [
    "220100", "220200", "220300", "220400", "220500", "220600", "220700", "220800", "222400",
];

/// 特殊情况: why an enterprise binds.
pub(super) const SPECIAL_REASONS: [&str; 3] = [
    "承担省级继续教育基地的日常工作，职称申报需由主管部门推荐。",
    "由事业单位转制而来，在编人员的职称申报仍由原主管部门推荐。",
    "受教育主管部门委托承办教师培训，申报人员需经其审核推荐。",
];

const fn sector(root: &'static str, bureau: &'static str, industry: &'static str) -> Sector {
    Sector {
        root,
        bureau,
        industry,
    }
}

const fn kind(unit_type: &'static str, ending: &'static str, sector: usize) -> Kind {
    Kind {
        unit_type,
        ending,
        sector,
    }
}
