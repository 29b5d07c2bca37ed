//! 平台管理: the words of the administrators' pages.

use crate::domain::admin::{Actor, Hangs, HistoryLine, Shown, UnitPress, UnitState};
use crate::domain::{ActKind, Field, Instant, PasswordProfile, Policy, Role, SecondFactorFor};
use crate::texts::{Saying, Tone, account};

pub const TITLE: &str = "平台管理";
pub const UNITS: &str = "单位管理";
pub const ANNOUNCEMENTS: &str = "公告管理";
pub const MODULES: &str = "服务管理";
pub const CODES: &str = "例外代码";

pub use super::account::role;

/// What a role's work is, on its first page.
pub fn duty(role: Role) -> &'static str {
    match role {
        Role::System => {
            "管理单位和经办人、申报批次、业务规则、工作日历、公告、服务、消息推送。不能审核绑定申请，也不能看审计记录。"
        }
        Role::Security => {
            "管理安全策略、会话、账号解锁、例外代码。不能管理单位，也不能看审计记录。"
        }
        Role::Audit => "查阅审计记录。不能管理单位，也不能修改安全策略。",
    }
}

// Units
pub const FIND: &str = "查询";
pub const CLEAR: &str = "清除条件";
pub const CODE: &str = "统一社会信用代码";
pub const STANDING: &str = "认证状态";
pub const NAME_HINT: &str = "输入名称中连续的两个字或更多。";
pub const CODE_HINT: &str = "输入完整的 18 位代码。";
pub const SINCE: &str = "时间";
pub const NO_UNITS: &str = "没有符合条件的单位";
pub const NO_UNITS_NOTE: &str = "请核对名称或代码，或者清除条件再查。";
pub const NO_WAITING_NOTE: &str = "新的单位登记以后，会按申请先后列在这里。";
pub const OPEN: &str = "查看";

pub fn state(state: UnitState) -> &'static str {
    match state {
        UnitState::Waiting => "待认证",
        UnitState::Verified => "已认证",
        UnitState::Returned => "被退回",
        UnitState::Disabled => "已停用",
    }
}

pub fn state_tone(state: UnitState) -> Tone {
    match state {
        UnitState::Waiting => Tone::Info,
        UnitState::Verified => Tone::Success,
        UnitState::Returned => Tone::Warning,
        UnitState::Disabled => Tone::Danger,
    }
}

/// What a unit's time in the list is of.
pub fn since(state: UnitState, at: Instant) -> String {
    let did = match state {
        UnitState::Waiting => "申请认证",
        UnitState::Verified => "认证",
        UnitState::Returned => "退回",
        UnitState::Disabled => "停用",
    };
    format!("{} {did}", at.minute_shanghai())
}

// A unit
pub const WRONG_CHECK: &str = "代码的校验位不对";
pub const WRONG_CHECK_NOTE: &str =
    "请照登记证书核对。证书上确实如此的，由安全管理员在「例外代码」里允许。";
pub const RETURNED_WHY: &str = "退回原因";
pub const CONTACT: &str = "联系人";
pub const ENTERED: &str = "首次进入";
pub const SUPERIORS: &str = "上级单位（由近到远）";
pub const HANDLE: &str = "办理";
pub const BECAUSE: &str = "办理说明";
pub const BECAUSE_HINT: &str = "退回、停用、恢复、解除终止时必填，单位会看到。";
pub const CONFIRM_HINT: &str = "只在停用时需要。";
pub const OPERATORS: &str = "经办人";
pub const OPERATOR: &str = "姓名";
pub const MOBILE: &str = "手机号";
pub const DUTIES: &str = "权限";
pub const NO_OPERATORS: &str = "还没有经办人";
pub const VERSIONS: &str = "基本信息的历次版本";
pub const NO_VERSIONS: &str = "登记以后没有修改过。";
pub const HISTORY: &str = "全部经过";
pub const OLDER: &str = "更早的";
pub const MORE: &str = "下一页";
pub const NEWEST: &str = "回到最新";

pub fn press(press: UnitPress) -> &'static str {
    match press {
        UnitPress::Verify => "认证通过",
        UnitPress::Return => "退回",
        UnitPress::Disable => "停用",
        UnitPress::Enable => "恢复使用",
        UnitPress::Lift => "解除终止",
    }
}

/// What disabling a unit would do, before it is done.
pub fn hangs(of: Hangs) -> Saying {
    let waiting = match of.waiting {
        0 => String::new(),
        n => format!("等待它审核的 {n} 条申请会全部关闭，恢复使用也不会回来；"),
    };
    let below = match of.below {
        0 => String::new(),
        n => format!("{n} 个直接下级单位仍然隶属于它，会收到消息，要变更上级的须自行申请；"),
    };
    Saying::new(
        Tone::Warning,
        "停用会影响别的单位",
        format!("{waiting}{below}它的账号不能再登录。"),
        "下级要整体移交的，请先由它的上级单位办理合并或划转。",
    )
}

pub fn pressed(press: UnitPress) -> Saying {
    let (title, body) = match press {
        UnitPress::Verify => ("已认证", "这个单位现在可以办理绑定。"),
        UnitPress::Return => ("已退回", "单位会看到退回的原因，修改后可以再次申请认证。"),
        UnitPress::Disable => (
            "已停用",
            "这个单位的账号不能再登录，等待它审核的申请已经关闭。",
        ),
        UnitPress::Enable => ("已恢复使用", "账号可以再登录。停用时关闭的申请不会恢复。"),
        UnitPress::Lift => (
            "已解除终止",
            "这个单位可以重新申报绑定，它和审核单位都会收到消息。",
        ),
    };
    Saying::new(Tone::Success, title, body, "")
}

pub fn abolished(at: Instant) -> String {
    format!(
        "这个单位在 {} 的合并或撤销中结束。恢复使用后它没有上级，原来的下级也不会回来。",
        at.minute_shanghai()
    )
}

/// What an operator may do, in words.
pub fn duties(operator: &crate::domain::admin::OperatorLine) -> String {
    let words = [
        (operator.legal, "法人"),
        (operator.applies, "经办"),
        (operator.reviews, "审核"),
        (operator.manages, "单位管理员"),
        (operator.waits, "待同意"),
        (operator.disabled, "已停用"),
    ];
    let words = words.into_iter().filter(|(is, _)| *is);
    words.map(|(_, word)| word).collect::<Vec<_>>().join("、")
}

pub fn manage(name: &str) -> String {
    format!("管理 {name}")
}

pub fn version(version: i64) -> String {
    format!("第 {version} 版")
}

/// What happened, as a line of a unit's history.
pub fn happened(line: &HistoryLine) -> String {
    let branch = line.branch.as_ref();
    if let Some(told) = branch.and_then(|of| super::reorganization::happened(&line.kind, of)) {
        return told;
    }
    let event = super::trail::EVENT_KINDS
        .iter()
        .find(|(word, _)| *word == line.kind);
    let word = match (event, ActKind::parse(&line.kind)) {
        (Some((_, text)), _) => text,
        (None, Some(kind)) => super::act(kind),
        (None, None) => "其他操作",
    };
    match line.state {
        Some(state) if line.kind == "decided" => format!("{word}：{}", super::state(state)),
        _ => word.to_owned(),
    }
}

pub fn by(actor: &Actor) -> String {
    match actor {
        Actor::Operator(name, unit) => format!("{unit} {name}"),
        Actor::Administrator(of, name) => format!("{} {name}", role(*of)),
        Actor::System => "系统".to_owned(),
    }
}

/// Whether an announcement, a round, a service is in use.
pub const IN_USE: &str = "状态";

// Announcements
pub const NEW_ANNOUNCEMENT: &str = "写公告";
pub const EDIT_ANNOUNCEMENT: &str = "修改公告";
pub const HEADLINE: &str = "标题";
pub const BODY: &str = "正文";
pub const BODY_HINT: &str =
    "可以用 Markdown：空行分段，# 标题，- 列表，**加粗**，[文字](网址)。HTML 标签会照原样显示。";
pub const PUBLISHED: &str = "发布时间";
pub const PUBLISHED_HINT: &str = "不填就是现在。";
pub const WITHDRAWN: &str = "撤下时间";
pub const WITHDRAWN_HINT: &str = "不填就一直显示。";
pub const PINNED: &str = "置顶";
pub const PREVIEW: &str = "预览";
pub const PREVIEW_NOTE: &str = "下面是预览，还没有保存。";
pub const WITHDRAW: &str = "现在撤下";
pub const SAVED: &str = "已保存";
pub const EDIT: &str = "修改";
pub const NO_ANNOUNCEMENTS: &str = "还没有公告";
pub const TO_LIST: &str = "返回列表";

pub fn shown(shown: Shown) -> (Tone, &'static str) {
    match shown {
        Shown::Later => (Tone::Info, "待发布"),
        Shown::Now => (Tone::Success, "显示中"),
        Shown::Withdrawn => (Tone::Warning, "已撤下"),
    }
}

pub fn edit(title: &str) -> String {
    format!("修改 {title}")
}

// Modules
pub const SERVICE: &str = "服务名称";
pub const ADDRESS: &str = "地址";
pub const ADDRESS_HINT: &str = "http:// 或 https:// 开头的网址，或者本系统里以 / 开头的路径。";
pub const ORDER: &str = "顺序";
pub const ORDER_HINT: &str = "1 到 999，小的在前；不填排在最后。";
pub const HIDDEN: &str = "暂不显示";
pub const SHOWN: &str = "显示";
pub const NEW_SERVICE: &str = "新增服务";
pub const EDIT_SERVICE: &str = "修改服务";
pub const NO_SERVICES: &str = "还没有服务";
pub const REMOVE: &str = "删除";

pub fn configured(names: &[String]) -> String {
    format!(
        "配置文件里还有：{}。它们排在上面的服务之后；同名的以上面的为准。",
        names.join("、")
    )
}

pub fn remove(name: &str) -> String {
    format!("删除 {name}")
}

// Codes
pub const CODES_NOTE: &str = "有的单位证书上的代码，校验位本来就不对。核对证书以后，在这里允许这个代码，单位就能登记，也不再提示有误。";
pub const ALLOW: &str = "允许这个代码";
pub const WHY: &str = "依据";
pub const WHY_HINT: &str = "例如：核对过登记证书原件，证书编号……";
pub const ALLOWED_BY: &str = "办理人";
pub const NO_CODES: &str = "还没有例外代码";
pub const NO_LONGER: &str = "取消允许";

pub fn no_longer(code: &str) -> String {
    format!("取消允许 {code}")
}

pub fn sessions_ended() -> Saying {
    let (title, body) = (account::SESSIONS_ENDED, account::SESSIONS_ENDED_NOTE);
    Saying::new(Tone::Success, title, body, "")
}

pub fn factor_dropped() -> Saying {
    let (title, body) = (account::FACTOR_DROPPED, DROPPED_NOTE);
    Saying::new(Tone::Success, title, body, "")
}

pub fn unlocked() -> Saying {
    Saying::new(Tone::Success, UNLOCKED, UNLOCKED_NOTE, "")
}

pub fn done() -> Saying {
    Saying::new(Tone::Success, SAVED, "", "")
}

pub fn announcement_withdrawn() -> Saying {
    Saying::new(
        Tone::Success,
        "已撤下",
        "公告不再显示。要再显示的，修改它的撤下时间。",
        "",
    )
}

pub fn code_removed() -> Saying {
    Saying::new(
        Tone::Success,
        "已删除",
        "这个代码不再允许：以后用它登记，会提示校验位不对。",
        "",
    )
}

pub fn service_removed() -> Saying {
    Saying::new(Tone::Success, "已删除", "", "")
}

// Policy
pub const POLICY: &str = "安全策略";
pub const POLICY_NOTE: &str = "对全平台生效，从下一次操作起。";
pub const POLICY_VERSIONS: &str = "修改记录";
pub const POLICY_NEVER: &str = "没有修改过，用的是默认值。";
pub const REVIEW_CHANGES: &str = "查看改动";
pub const CONFIRM_CHANGES: &str = "请确认下面的改动";
pub const NO_CHANGES: &str = "和现在的策略一样，没有改动。";
pub const CONFIRM: &str = "确认修改";
pub const BACK_TO_FORM: &str = "不改了";
pub const VERIFICATION: &str = "单位认证后才能办理绑定";

pub fn profile(profile: PasswordProfile) -> &'static str {
    match profile {
        PasswordProfile::Asvs => "长度优先：至少 12 个字符，不定期更换",
        PasswordProfile::Dengbao3 => "等保三级：至少 8 个字符，三种字符，90 天更换",
    }
}

/// Who must have a second factor.
pub fn factor_for(word: &str) -> &'static str {
    match word {
        "applying" => "经办",
        "reviewing" => "审核",
        "managing" => "单位管理员",
        _ => "平台管理员",
    }
}

/// Of nobody
pub const NOT_ASKED: &str = "不要求";

/// What differs between two policies, a line each.
pub fn changes(before: &Policy, after: &Policy) -> Vec<String> {
    let label = super::field_label;
    let line = |name: &str, from: String, to: String| {
        (from != to).then(|| format!("{name}：{from} → {to}"))
    };
    let yes = |yes: bool| if yes { super::YES } else { super::NO }.to_owned();
    let factor = |policy: &Policy| {
        let words = SecondFactorFor::WORDS.into_iter();
        let words = words.filter(|word| policy.second_factor.names(word));
        match words.map(factor_for).collect::<Vec<_>>().join("、") {
            words if words.is_empty() => NOT_ASKED.to_owned(),
            words => words,
        }
    };
    let lines = [
        line(
            VERIFICATION,
            yes(before.verification_required),
            yes(after.verification_required),
        ),
        line(
            label(Field::PasswordProfile),
            profile(before.password_profile).to_owned(),
            profile(after.password_profile).to_owned(),
        ),
        line(
            label(Field::IdleMinutes),
            before.idle_minutes.to_string(),
            after.idle_minutes.to_string(),
        ),
        line(
            label(Field::AbsoluteHours),
            before.absolute_hours.to_string(),
            after.absolute_hours.to_string(),
        ),
        line(label(Field::SecondFactorFor), factor(before), factor(after)),
        line(
            label(Field::TrailMonths),
            before.trail_months.to_string(),
            after.trail_months.to_string(),
        ),
    ];
    lines.into_iter().flatten().collect()
}

/// 操作记录保存的月数
pub const TRAIL_MONTHS_HINT: &str = "到期的操作记录不会自动删除：运维人员执行 lishu audit prune 时清理，清理本身也有记录。单位和申请的办理记录一直保留。";

// Sessions
pub const SESSIONS: &str = "会话管理";
pub const SESSIONS_NOTE: &str = "输入单位的代码或法人账号，找到人以后，可以结束他在各处的登录。";
pub const CHOOSE_PERSON: &str = "查看会话";
pub const NO_SESSIONS: &str = "现在没有登录";
pub const END_ALL: &str = "结束全部会话";
pub const DROP_FACTOR_NOTE: &str = "手机和恢复码都不在的人，登录不了。请先核实本人身份，再在这里关闭他的两步验证：他在各处的登录同时退出，以后只用密码登录，可以重新开启。会记入审计。";
const DROPPED_NOTE: &str = "此人现在用密码登录；在各处的登录都已退出。";

pub fn sessions_of(unit: &str, person: Option<&str>) -> String {
    format!("{unit} {} 的会话", person.unwrap_or(super::LEGAL_PERSON))
}

pub fn choose_person(name: &str) -> String {
    format!("查看 {name} 的会话")
}

// Locks
pub const LOCKS: &str = "账号解锁";
pub const LOCKS_NOTE: &str =
    "连续输错密码的账号要等一段时间才能再试。核实本人身份以后，在这里可以让他马上再试。";
pub const UNLOCK: &str = "解除锁定";
pub const UNLOCK_OPERATOR: &str = "单位的账号";
pub const UNLOCK_ADMINISTRATOR: &str = "管理员的账号";
pub const UNLOCKED: &str = "已办理";
pub const UNLOCKED_NOTE: &str = "这个账号现在可以马上再试。有没有这个账号，这里不显示。";
pub const OPERATOR_HINT: &str = "法人登录的不用填。";
