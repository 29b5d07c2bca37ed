//! Labels, titles and short texts.

use super::Tone;
use crate::domain::views::{EventKind, EventView};
use crate::domain::{
    ApplicationKind, ApplicationState, BindingStatus, Instant, Outcome, Tab, UnitType,
};

// 单位登录
pub const UNIT_SIGN_IN: &str = "单位登录";
pub const GO_SIGN_IN: &str = "去登录";
pub const UNIFIED_SIGN_IN: &str = "统一认证登录";
pub const PASSWORD_HERE: &str = "密码登录在这里";
pub const PERSON_PANEL: &str = "个人登录";
pub const LEGAL_PANEL: &str = "法人登录";
pub const OPERATOR_PANEL: &str = "经办人账号登录";
pub const SIGN_IN: &str = "登录";
pub const SIGN_OUT: &str = "退出";

// 工作台
pub const WORKBENCH: &str = "工作台";
pub const REVIEWS: &str = "业务审核";
pub const ANNOUNCEMENTS: &str = "公示公告";
pub const VERIFIED: &str = "已认证";
pub const NOT_BOUND_YET: &str = "暂未绑定";
pub const GO_BIND: &str = "去绑定";
pub const SAVE: &str = "保存";
pub const BASIC_INFORMATION: &str = "基本信息";
pub const REPORT_INFORMATION: &str = "人才分类定级报送信息";
pub const NOTICE_ENTERPRISES: &str = "注意: 企业除特殊情况无需绑定上级单位, 如已绑定请自行解除。";
pub const NOTICE_OWN_CODE: &str = "严禁本单位绑定本单位统一社会信用代码!";
pub const NOTICE_REGION: &str = "注意: 1. 请检查并维护单位的基本信息! 请检查并确认单位的所属行政区划, 系统会根据行政区划推送申报信息到对应的人社部门。";
pub const NOTICE_REPORT: &str = "2. 办理\"人才分类定级评定\"业务的单位, 请在人员申报前, 完善【人才分类定级报送信息】中内容。如未完善, 单位人员将不能申报! 填写位置在本页面底部!";

// 绑定单位
pub const BIND_DIALOG: &str = "绑定单位";
pub const SEARCH: &str = "查询";
pub const BIND: &str = "绑定";
pub const NO_DATA: &str = "暂无数据";
pub const APPLIED: &str = "申报成功!等待审核";

// 绑定审核
pub const UNIFIED_REVIEW: &str = "统一审核";
pub const REVIEW_LIST_LONG: &str = "单位绑定上级单位审核列表";
pub const REVIEW_LIST: &str = "审核列表";
pub const REVIEW_DETAIL: &str = "审核详情";
/// 业务名称, in the manual's words where the manual knows it.
pub fn business_name(kind: ApplicationKind) -> &'static str {
    match kind {
        ApplicationKind::Bind => "业务名称: 单位绑定上级单位审核",
        ApplicationKind::Transfer => "业务名称: 单位变更上级单位审核",
        ApplicationKind::Unbind => "业务名称: 单位解除绑定审核",
    }
}
pub const REVIEW: &str = "审核";
pub const PREVIOUS: &str = "上一条";
pub const NEXT: &str = "下一条";
pub const TERMINATION_NOTE: &str = "注意：选择终止审核后，申报者将无法参与本次申报!";

// Errors without a page of their own
pub const CROSS_SITE: &str = "请求不是从本系统的页面发出的，已拒绝。请回到本系统的页面重新操作。";
pub const NOT_FOUND_TITLE: &str = "没有找到这个页面";

/// 业务状态
pub fn state(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Pending => "待审核",
        ApplicationState::Approved => "审核通过",
        ApplicationState::Returned => "退回修改",
        ApplicationState::Rejected => "审核不通过",
        ApplicationState::Terminated => "终止审核",
        ApplicationState::Withdrawn => "已撤回",
        ApplicationState::Closed => "已关闭",
    }
}

/// 审核结果
pub fn outcome(outcome: Outcome) -> &'static str {
    state(outcome.state())
}

/// 绑定状态
pub fn binding(status: BindingStatus) -> &'static str {
    match status {
        BindingStatus::Unbound => "未绑定",
        BindingStatus::Applied => "已申报",
        BindingStatus::Bound => "已绑定",
    }
}

/// What happened, as a line of 办理经过.
pub fn event(event: &EventView) -> String {
    match event.kind {
        EventKind::Applied => "提交申请".to_owned(),
        EventKind::Resubmitted => "修改后重新提交".to_owned(),
        EventKind::Withdrawn => "申请单位撤回".to_owned(),
        EventKind::Decided => format!("审核结果：{}", state(event.state)),
        EventKind::Undone => "审核人撤销了审核结果，申请回到待审核".to_owned(),
        EventKind::Closed => "申请关闭".to_owned(),
        EventKind::Urged => "申请单位催办".to_owned(),
        EventKind::ConsentGiven => "原上级单位同意转出".to_owned(),
        EventKind::ConsentRefused => "原上级单位不同意转出，申请关闭".to_owned(),
        EventKind::Overdue => "超过审核时限，已提醒审核单位".to_owned(),
        EventKind::Appealed => "申请单位申诉".to_owned(),
        EventKind::AppealOpined => "提出申诉处理意见".to_owned(),
        EventKind::AppealReopened => "不同意申诉处理意见，重新处理".to_owned(),
        EventKind::AppealTakenBack => "撤回申诉处理意见，重新处理".to_owned(),
        EventKind::AppealAgreed => "同意申诉".to_owned(),
        EventKind::AppealRefused => "不同意申诉".to_owned(),
        EventKind::AppealWithdrawn => "申请单位撤回申诉".to_owned(),
        EventKind::BarLifted => "解除终止审核的限制".to_owned(),
    }
}

/// Who did it, where one of the platform's administrators did: units don't read which.
pub const PLATFORM: &str = "平台管理员";

/// The actor of an event: 单位, and the masked person where there is one.
pub fn actor(event: &EventView) -> String {
    let names = [event.unit.as_deref(), event.person.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    match (names.is_empty(), event.role) {
        (false, _) => names.join(" "),
        (true, Some(_)) => PLATFORM.to_owned(),
        (true, None) => "系统".to_owned(),
    }
}

pub fn next_step(next: &str) -> String {
    format!("下一步：{next}")
}

// Around every page
pub const PRODUCT: &str = "隶属 Lishu";
pub const SKIP_TO_MAIN: &str = "跳到主要内容";
pub const BACK_HOME: &str = "返回首页";
pub const TO_WORKBENCH: &str = "去工作台";
pub const TO_ADMINISTRATION: &str = "去平台管理";
pub const MENU: &str = "服务菜单";
pub const LEGAL_PERSON: &str = "法人";
pub const CLOSE: &str = "关闭";

// Home
pub const HERO_FIRST: &str = "单位绑定上级单位，";
pub const HERO_SECOND: &str = "网上申报，网上审核";
pub const HERO_LEAD: &str = "推荐单位提交绑定申请，上级单位在线审核，办到哪一步随时看得到。";
pub const UNIT_USERS: &str = "单位用户";
pub const UNIT_USERS_NOTE: &str = "学校、医院、企业等单位的经办人和审核人从这里进入。";
pub const UNIT_USERS_SIGN_IN: &str = "单位用户登录";
pub const GO_SIGN_IN_NOTE: &str = "下一步到统一认证登录页，用单位的账号登录。";
pub const MODULE_NOTE: &str = "职称申报、继续教育、单位绑定和业务审核。";
pub const HOW_TO_BIND: &str = "怎样绑定上级单位";
pub const STEPS: [(&str, &str); 4] = [
    (
        "登录",
        "选择「经办人账号登录」，输入单位代码、经办人手机号或身份证号和密码。",
    ),
    (
        "进入大人才一体化",
        "打开工作台，核对单位的基本信息和所属行政区划。",
    ),
    (
        "申报绑定",
        "点「去绑定」，输入上级单位的社会统一信用代码，查询后点「绑定」。",
    ),
    (
        "等待审核",
        "上级单位审核通过后，绑定生效；被退回时，工作台会写明原因。",
    ),
];
pub const NO_ANNOUNCEMENTS: &str = "还没有公告。";

// Sign-in
pub const WAYS_TO_SIGN_IN: &str = "登录方式";
pub const LEGAL_ACCOUNT: &str = "法人账号";
pub const PASSWORD: &str = "密码";
pub const BACK_TO_LEGAL: &str = "返回法人登录";
pub const PERSONS_ELSEWHERE: &str = "单位业务请用法人登录";
pub const PERSONS_NOTE: &str = "个人登录不能办理单位绑定和审核。";
pub const GO_PERSONAL: &str = "去个人登录";
pub const GO_LEGAL: &str = "去法人登录";
pub const GO_OPERATOR: &str = "去经办人登录";

// Columns and fields that have no problem of their own
pub const NUMBER: &str = "序号";
pub const UNIT_NAME: &str = "单位名称";
pub const UNIT_CODE: &str = "单位信用代码";
pub const BINDING: &str = "绑定状态";
pub const ACTION: &str = "操作";
pub const CHOOSE: &str = "选择";
pub const APPLIED_ON: &str = "绑定申请日期";
pub const CASE_STATE: &str = "业务状态";
pub const ALL: &str = "全部";

// The dialog
pub const SEARCH_SUPERIOR: &str = "查询上级单位";
pub const SEARCH_RESULT: &str = "查询结果";
pub const SEARCH_WITH_THIS: &str = "用这个代码查询";
pub const SPECIAL_REASON_HINT: &str =
    "按规定，本单位除特殊情况无需绑定上级单位。确需绑定的，请写明特殊情况。";
pub const APPLIED_NOTE: &str = "上级单位审核通过后，绑定生效。结果会写在工作台。";
pub const TO_RESUBMIT: &str = "去修改";
pub const CANNOT_BIND: &str = "不能绑定";
pub const REASON_ABOVE: &str = "原因和下一步写在上面。";
pub const ENTER_CODE: &str = "输入上级单位的社会统一信用代码，点「查询」。";

// The review list
pub const SELECT_PAGE: &str = "全选本页";
pub const BATCH_REVIEW: &str = "批量审核";
pub const LOOK: &str = "查看";
pub const PAGES: &str = "分页";
pub const FIRST_PAGE: &str = "首页";
pub const PREVIOUS_PAGE: &str = "上一页";
pub const NEXT_PAGE: &str = "下一页";
pub const ROWS: &str = "条";

pub fn did_you_mean() -> &'static str {
    "是不是 "
}

pub fn choose(name: &str) -> String {
    format!("选择 {name}")
}

pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Pending => "待审核",
        Tab::Settled => "已处理",
    }
}

pub fn state_tone(state: ApplicationState) -> Tone {
    match state {
        ApplicationState::Pending => Tone::Info,
        ApplicationState::Approved => Tone::Success,
        ApplicationState::Returned | ApplicationState::Withdrawn => Tone::Warning,
        ApplicationState::Rejected | ApplicationState::Terminated | ApplicationState::Closed => {
            Tone::Danger
        }
    }
}

// The review detail
pub const APPLICANT: &str = "申请单位";
pub const TAXPAYER_NUMBER: &str = "纳税人识别号";
pub const APPLIED_AT: &str = "绑定申请时间";
pub const SPECIAL_REASON: &str = "特殊情况说明";
pub const UNIT_TYPE: &str = "单位类型";
pub const ORGANIZATION_CODE: &str = "组织机构代码";
pub const REGION: &str = "所属行政区划";
pub const INDUSTRY: &str = "所属行业";
pub const EMAIL: &str = "单位邮箱";
pub const ADDRESS: &str = "单位地址";
/// 机构类别; several 登记管理部门 have an 其他.
pub fn unit_type(unit_type: UnitType) -> String {
    match unit_type.name() {
        "其他" => format!("{}：其他", unit_type.authority()),
        name => name.to_owned(),
    }
}

pub const NOT_GIVEN: &str = "未填写";
pub const HISTORY: &str = "办理经过";
pub const FAULTY: &str = "信息是否有误?";
pub const YES: &str = "是";
pub const NO: &str = "否";
pub const OUTCOME: &str = "审核结果";
pub const OPINION: &str = "审核意见";
pub const OPINION_HINT: &str = "除审核通过外，都要写明原因，申报单位会看到。";
pub const NO_OPINION: &str = "无";
pub const PLEASE_CHOOSE: &str = "请选择";
pub const REVIEWER: &str = "审核人";
pub const REVIEWED_AT: &str = "审核时间";
pub const BACK_TO_LIST: &str = "返回审核列表";
pub const TERMINATION_TITLE: &str = "终止审核，请再确认一次";
pub const YOUR_OPINION: &str = "您刚才写的审核意见：";
pub const UNSAVED: &str = "还有没保存的内容";
pub const UNSAVED_NOTE: &str = "现在离开，刚才填写的内容就没有了。要留下的，请先按「保存」。";
pub const LEAVE_ANYWAY: &str = "不保存，离开";

pub fn terminating(unit: &str, round: &str, until: Instant) -> String {
    format!(
        "「{unit}」在「{round}」期间（至{}）不能再申报绑定。只是材料要改的，请选「退回修改」。",
        super::rounds::until(until).trim_end()
    )
}

pub fn saved(state: &str) -> String {
    format!("已保存：{state}")
}
pub const HERE: &str = "当前位置";
pub const PROGRESS: &str = "审核进度";

// The workbench
pub const UNIFIED_CODE: &str = "统一社会信用代码";
pub const SUPERIOR: &str = "上级单位";
pub const SUPERIOR_DEPARTMENT: &str = "上级主管部门";
pub const BOUND: &str = "已绑定";
pub const ATTENTION: &str = "注意事项";
pub const UNIT_DATA: &str = "单位信息";
pub const EMAIL_MANAGERS: &str = "单位邮箱用来找回账号，只能由单位管理员修改，请联系他办理。本单位没有单位管理员的，请上级单位或平台管理员先指定一位。";
pub const REACH_HINT: &str = "只在修改单位邮箱、联系人或联系电话时填写。";
pub const REGION_HINT: &str = "决定由哪个人社部门受理本单位的申报。";
pub const PHONE_HINT: &str =
    "请填 11 位手机号，或者带区号的座机号，例如 0431-88880000，有分机的写 0431-88880000-801。";
pub const SAVED: &str = "保存成功";
pub const SAVED_NOTE: &str = "单位信息已更新。";
pub const RESUBMIT: &str = "重新提交";
pub const RESUBMITTED: &str = "已重新提交";
pub const RESUBMITTED_NOTE: &str = "本页改过的内容已经保存，随申请一起提交。";
pub const TO_CORRECT: &str = "去修改基本信息";
pub const WITHDRAW: &str = "撤回申请";
pub const WITHDRAW_NOTE: &str = "撤回后这个申请就结束了，可以重新申报。";
pub const WITHDRAW_SURELY: &str = "确定撤回";
pub const NOT_NOW: &str = "暂不进入";

pub fn first_time(module: &str) -> String {
    format!("第一次进入{module}")
}

pub fn first_time_note(module: &str) -> String {
    format!(
        "本单位还没有进入过「{module}」。确认进入后，可以申报绑定上级单位，其他单位也可以向本单位申报。"
    )
}

/// The same, of a unit that is to be verified before it can bind.
pub fn first_time_unverified(module: &str) -> String {
    format!(
        "本单位还没有进入过「{module}」。确认进入后，可以维护单位信息；平台管理员认证之后，才可以申报绑定上级单位，其他单位也才可以向本单位申报。"
    )
}

pub fn enter(module: &str) -> String {
    format!("进入{module}")
}
