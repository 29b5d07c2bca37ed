//! 单位注册, 申请成为经办人, and 认证.

use super::{Saying, Tone};
use crate::domain::Instant;

pub const REGISTER: &str = "单位注册";
pub const REGISTER_NOTE: &str =
    "请照统一社会信用代码证书填写。填错的地方会标出来，填好的内容不会丢，只有密码要重新输入。";
pub const UNIT_PART: &str = "单位信息";
pub const CONTACT_PART: &str = "单位联系人";
pub const PERSON_PART: &str = "首位经办人";
pub const PERSON_NOTE: &str =
    "首位经办人可以经办、审核，并管理本单位的其他经办人。注册后用这里的手机号和密码登录。";
pub const PASSWORD_PART: &str = "登录密码";
pub const KNOWN_NOTE: &str =
    "已经有账号的，请在两处都填原来的密码；原来的密码不合现在的要求的，请先登录修改密码。";
pub const SET_PASSWORD: &str = "设置密码";
/// At a password that was left empty.
pub fn please_enter(label: &str) -> String {
    match label {
        SET_PASSWORD => "请设置密码。".to_owned(),
        label => format!("请输入{label}。"),
    }
}

pub const SUBMIT: &str = "提交注册";
pub const CODE_HINT: &str = "18 位，写在证书上。";
pub const KIND_HINT: &str = "不选的，按代码的前两位确定。";
pub const BY_CODE: &str = "按代码确定";
pub const ACCOUNT_HINT: &str = "可以不填。登录时可以代替代码：4 到 15 位小写字母和数字，字母开头。";
pub const EMAIL_HINT: &str = "忘记密码时，重设链接会发到这里。";
pub const HAS_ACCOUNT: &str = "单位已经注册，去登录";

pub const ASK: &str = "申请成为经办人";
pub const ASK_NOTE: &str = "单位已经注册的，在这里申请代表单位办事。单位管理员同意后，就可以登录。";
pub const ASK_SUBMIT: &str = "提交申请";

/// What was done before somebody comes to the sign-in.
pub fn done(word: &str) -> Option<Saying> {
    let (title, body, next) = match word {
        "registered" => (
            "单位注册成功",
            "现在可以用单位代码、首位经办人的手机号和密码登录。",
            "登录后进入「大人才一体化」，在工作台查看认证的进展。",
        ),
        "asked" => (
            "申请已提交",
            "单位管理员同意后，您就可以登录。",
            "请联系单位管理员在「经办人管理」里办理。",
        ),
        "joined" => (
            "已加入单位",
            "现在可以代表这个单位办事。",
            "请用这个单位的代码、您的手机号和密码登录。",
        ),
        "reset" => (
            "新密码已保存",
            "其他设备上的登录都已退出。",
            "请用新密码登录。",
        ),
        _ => return None,
    };
    Some(Saying::new(Tone::Success, title, body, next))
}

/// Before a unit registers: whether it waits for anything afterwards.
pub fn verification(required: bool) -> Saying {
    match required {
        true => Saying::new(
            Tone::Info,
            "",
            "注册后由平台管理员认证。认证之前可以登录、修改信息，但是还不能绑定。",
            "",
        ),
        false => Saying::new(Tone::Info, "", "注册后即可登录办理业务。", ""),
    }
}

// On the workbench
pub const WAITING: &str = "待认证";
pub const RETURNED: &str = "认证被退回";
pub const ASK_AGAIN: &str = "重新申请认证";
pub const REVERIFY_HINT: &str = "已认证的单位修改这一项，保存后要重新认证，认证之前不能绑定。";

pub fn waiting(since: Option<Instant>) -> Saying {
    let since = since.map(|at| format!("已于 {} 申请认证。", at.minute_shanghai()));
    Saying::new(
        Tone::Info,
        "单位待认证",
        format!(
            "{}平台管理员认证之前，本单位还不能绑定，也不能被绑定。",
            since.unwrap_or_default()
        ),
        "请核对下面的基本信息；急需办理的，请联系平台管理员。",
    )
}

pub fn returned(at: Instant) -> Saying {
    Saying::new(
        Tone::Warning,
        "单位认证被退回",
        format!("平台管理员于 {} 退回，原因：", at.minute_shanghai()),
        "请在本页改好基本信息并保存，然后重新申请认证。",
    )
}
