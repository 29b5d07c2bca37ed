//! 我的账号

use super::{Saying, Tone};
use crate::domain::{Ended, PasswordProfile, Role};

pub const MY_ACCOUNT: &str = "我的账号";
pub const CHANGE_PASSWORD: &str = "修改密码";
pub const PASSWORD_CHANGED: &str = "密码已修改";
pub const PASSWORD_CHANGED_NOTE: &str = "其他设备上的登录都已退出，下次请用新密码登录。";
pub const MY_SESSIONS: &str = "我的会话";
pub const MY_SESSIONS_NOTE: &str =
    "这些是您的账号现在的登录。有不认识的，请结束它，并立即修改密码。";
pub const DEVICE: &str = "设备";
pub const OPENED: &str = "登录时间";
pub const LAST_SEEN: &str = "最近操作";
pub const THIS_SESSION: &str = "本次登录";
pub const UNKNOWN_DEVICE: &str = "未知设备";
pub const END_SESSION: &str = "结束";
pub const END_OTHERS: &str = "结束其他所有会话";
pub const END_HINT: &str = "为了安全，结束别处的登录须输入您的登录密码。";
pub const SESSIONS_ENDED: &str = "会话已结束";
pub const SESSIONS_ENDED_NOTE: &str = "在那里继续操作须重新登录。";

pub const SECOND_FACTOR: &str = "两步验证";
pub const SECOND_FACTOR_NOTE: &str =
    "开启后，登录时除密码外还要输入手机上的验证码。别人即使知道密码，也不能登录您的账号。";
pub const FACTOR_ON: &str = "已开启";
pub const FACTOR_OFF: &str = "未开启";
pub const MANAGE_FACTOR: &str = "管理两步验证";
pub const BEGIN_FACTOR: &str = "开始设置";
pub const SCAN: &str = "第一步：用手机扫码";
pub const SCAN_NOTE: &str = "在手机上打开支持动态验证码（TOTP）的应用，扫描下面的二维码。";
pub const QR_NAME: &str = "两步验证的二维码";
pub const SECRET_NOTE: &str = "不能扫码的，在应用里手工输入这个密钥：";
pub const CONFIRM: &str = "第二步：输入验证码";
pub const CONFIRM_NOTE: &str = "输入您的登录密码和应用里显示的 6 位数字，确认手机已经设置好。开启后，其他设备上的登录都会退出。";
pub const TURN_ON: &str = "开启两步验证";
pub const RECOVERY: &str = "恢复码";
pub const KEEP_CODES: &str = "请现在抄下或打印这些恢复码";
pub const KEEP_CODES_NOTE: &str =
    "手机不在身边时，可以用恢复码代替验证码登录，每个只能用一次。它们只显示这一次，请妥善保管。";
pub const RENEW_CODES: &str = "重新生成恢复码";
pub const RENEW_NOTE: &str = "生成后，原来的恢复码全部作废。";
pub const TURN_OFF: &str = "关闭两步验证";
pub const TURN_OFF_NOTE: &str = "关闭后，登录只需要密码。须输入密码和验证码确认。";
pub const FACTOR_DROPPED: &str = "两步验证已关闭";
pub const FACTOR_DROPPED_NOTE: &str = "以后登录只需要密码。";
/// Before there are 恢复码
pub const FIRST_CODE_HINT: &str = "手机应用里的 6 位数字。";
pub const CODE_HINT: &str = "手机应用里的 6 位数字，也可以用恢复码。";

pub const CODE_PAGE: &str = "输入验证码";
pub const CODE_PAGE_NOTE: &str = "您的账号开启了两步验证，请输入手机应用里的验证码。";
pub const START_AGAIN: &str = "返回重新登录";

pub const ADMINISTRATOR_SIGN_IN: &str = "平台管理员登录";
pub const ADMINISTRATOR_NOTE: &str = "供系统管理员、安全管理员、审计管理员使用。";

pub fn codes_left(left: i64) -> String {
    format!("还有 {left} 个恢复码没有用过。")
}

pub const GO_ON: &str = "继续刚才的办理";

/// A form that was not run, as something is due first.
pub fn waits() -> Saying {
    Saying::new(
        Tone::Warning,
        "刚才的内容还没有提交",
        "您填写的内容已经保留，在这里办完以后会回到原来的页面。",
        "",
    )
}

/// A form with a password is not kept over a sign-in.
pub fn dropped() -> Saying {
    Saying::new(
        Tone::Warning,
        "登录已过期，请重新登录",
        "为了安全，刚才输入的密码没有保留。",
        "请登录后重新输入。",
    )
}

/// Why somebody is to sign in again whose session was ended. `own`: they did it themself.
pub fn ended(why: Ended, own: bool) -> Saying {
    let body = match (why, own) {
        (Ended::Closed, _) => {
            return Saying::new(Tone::Info, "这里的登录已被结束", "", "请重新登录。");
        }
        (Ended::Roles, true) => "权限已修改。",
        (Ended::Roles, false) => "您在单位里的权限有了变动。",
        (Ended::Phone, true) => "手机号已修改，请用新的手机号登录。",
        (Ended::Phone, false) => "管理员修改了您的手机号，请用新的手机号登录。",
        (Ended::HandedOver, true) => "交接完成：接替人已得到权限，您已不能代表原来的单位办事。",
        (Ended::HandedOver, false) => "您在单位里的权限已交接给别人，有疑问的请联系单位管理员。",
        (Ended::Disabled, true) => "停用已办理，您已不能代表原来的单位办事。",
        (Ended::Disabled, false) => "您在单位里的账号已停用，有疑问的请联系单位管理员。",
        (Ended::UnitDisabled, _) => {
            return Saying::new(
                Tone::Warning,
                "您的单位已停用，登录已结束",
                "它的账号不能再登录。",
                "单位已经合并或撤销的，请由承接的单位办理；停用有误的，请联系平台管理员恢复。",
            );
        }
        (Ended::FactorOff, _) => "安全管理员已关闭您的两步验证，登录只需要密码。",
        (Ended::Password, _) => "密码已修改，请用新密码登录。",
    };
    let tone = if own { Tone::Success } else { Tone::Info };
    Saying::new(tone, "您的权限或账号有变化，请重新登录", body, "")
}

/// What a new password must be, said before it is typed.
pub fn password_rules(profile: PasswordProfile) -> &'static str {
    match profile {
        PasswordProfile::Asvs => {
            "至少 12 个字符，可以用几个词连成一句话；不要用常见的密码，不要包含单位名称、账号、手机号。"
        }
        PasswordProfile::Dengbao3 => {
            "至少 8 个字符，含大写字母、小写字母、数字、其他符号中的三种；不要用常见的密码，不要包含单位名称、账号、手机号；不能与最近 5 次用过的相同，每 90 天更换一次。"
        }
    }
}

/// 三员
pub fn role(role: Role) -> &'static str {
    match role {
        Role::System => "系统管理员",
        Role::Security => "安全管理员",
        Role::Audit => "审计管理员",
    }
}
