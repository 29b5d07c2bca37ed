//! The eight units of the demonstration and who acts for them: tests, the README and the manual's
//! walk stand on these, so nothing here changes without them.

use crate::domain::Role;

/// The password of every account.
pub const PASSWORD: &str = "Lishu-2026!";

/// 示例省教育厅, to which the invented units apply.
pub const EDUCATION_DEPARTMENT: &str = "11220000MB9000015Y";

/// A unit of the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    pub name: &'static str,
    pub uscc: &'static str,
    /// 法人账号
    pub account: &'static str,
    /// Section of GB/T 4754.
    pub industry: &'static str,
    /// GB/T 2260
    pub region: &'static str,
    pub address: &'static str,
    /// Whether it has entered 大人才一体化.
    pub entered: bool,
    /// Contact, phone and department of 人才分类定级报送信息.
    pub report: Option<[&'static str; 3]>,
    /// The code of the unit that it is bound to.
    pub superior: Option<&'static str>,
    pub members: &'static [Member],
}

/// A person acting for a unit of the demonstration. Each unit has its legal person besides.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub name: &'static str,
    pub mobile: &'static str,
    /// Of the region 229999, which does not exist.
    pub identity_card: &'static str,
    pub duty: Duty,
}

/// What a member does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// 经办: applies.
    Clerk,
    /// 经办 and 审核: applies and reviews.
    Reviewer,
    /// 单位管理员: manages the unit's people.
    Manager,
}

/// 三员 of the demonstration: role, account and name. They have the same password.
pub const ADMINISTRATORS: [(Role, &str, &str); 3] = [
    (Role::System, "xitong", "高远"),
    (Role::Security, "anquan", "林安"),
    (Role::Audit, "shenji", "沈鉴"),
];

pub const UNITS: [Unit; 8] = [
    Unit {
        name: "示例省教育厅",
        uscc: EDUCATION_DEPARTMENT,
        account: "slsjyt",
        industry: "S",
        region: "220000",
        address: "示例市文华大街1号",
        entered: true,
        report: None,
        superior: None,
        members: &[
            member("13900000001", "李明", "229999197803120017", Duty::Reviewer),
            member("13900000011", "周岚", "229999198506240025", Duty::Reviewer),
        ],
    },
    Unit {
        name: "春城大学",
        uscc: "12220000MB9000023N",
        account: "ccdx",
        industry: "P",
        region: "220000",
        address: "示例市学苑路66号",
        entered: true,
        report: Some(["王芳", "13900000002", "人事处"]),
        superior: None,
        members: &[member(
            "13900000002",
            "王芳",
            "229999198809050026",
            Duty::Clerk,
        )],
    },
    Unit {
        name: "松江中学",
        uscc: "12220100MB9000031N",
        account: "sjzx",
        industry: "P",
        region: "220100",
        address: "示例市松江路28号",
        entered: true,
        report: None,
        superior: None,
        members: &[member(
            "13900000003",
            "赵强",
            "229999198211170031",
            Duty::Clerk,
        )],
    },
    Unit {
        name: "北原科技有限公司",
        uscc: "91220100MA90000460",
        account: "bykj",
        industry: "I",
        region: "220100",
        address: "示例市创新大街9号",
        entered: true,
        report: None,
        superior: None,
        members: &[member(
            "13900000004",
            "孙丽",
            "229999199002280044",
            Duty::Clerk,
        )],
    },
    Unit {
        name: "晨光职业培训学校",
        uscc: "52220100MJ9000057M",
        account: "cgzypx",
        industry: "P",
        region: "220100",
        address: "示例市工农路15号",
        entered: true,
        report: None,
        superior: Some("11220100MB9000066C"),
        members: &[member(
            "13900000005",
            "钱进",
            "229999199304190052",
            Duty::Clerk,
        )],
    },
    Unit {
        name: "示例市教育局",
        uscc: "11220100MB9000066C",
        account: "slsjyj",
        industry: "S",
        region: "220100",
        address: "示例市文华大街20号",
        entered: true,
        report: None,
        superior: Some(EDUCATION_DEPARTMENT),
        members: &[member(
            "13900000006",
            "吴静",
            "229999198407300061",
            Duty::Reviewer,
        )],
    },
    Unit {
        name: "静湖图书馆",
        uscc: "12220100MB90000744",
        account: "jhtsg",
        industry: "R",
        region: "220100",
        address: "示例市静湖路3号",
        entered: false,
        report: None,
        superior: None,
        members: &[member(
            "13900000007",
            "郑洁",
            "229999199510080081",
            Duty::Clerk,
        )],
    },
    Unit {
        name: "示例省人力资源和社会保障厅",
        uscc: "11220000MB9000082W",
        account: "slsrst",
        industry: "S",
        region: "220000",
        address: "示例市文华大街5号",
        entered: false,
        report: None,
        superior: None,
        members: &[member(
            "13900000008",
            "冯涛",
            "229999197912230071",
            Duty::Manager,
        )],
    },
];

const fn member(
    mobile: &'static str,
    name: &'static str,
    identity_card: &'static str,
    duty: Duty,
) -> Member {
    Member {
        name,
        mobile,
        identity_card,
        duty,
    }
}
