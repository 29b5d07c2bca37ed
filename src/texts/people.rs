//! 经办人管理, 切换单位, 账号找回 and the letter.

use super::{Saying, Tone};
use crate::domain::people::{LinkFor, Standing};
use crate::domain::{Instant, Roles};

pub const PEOPLE: &str = "经办人管理";
pub const PEOPLE_NOTE: &str =
    "这里管理谁可以代表本单位办事。停用、修改权限后，对方会立即退出登录。";
pub const OPERATORS: &str = "经办人名单";
pub const NAME: &str = "姓名";
pub const MOBILE: &str = "手机号";
pub const CARD: &str = "身份证号";
pub const ROLES: &str = "权限";
pub const STANDING: &str = "状态";
pub const SINCE: &str = "加入时间";
pub const MANAGE: &str = "管理";
pub const ME: &str = "本人";
pub const LEGAL: &str = "法人";
pub const NO_ROLES: &str = "无";
pub const NOBODY: &str = "还没有经办人";

pub const ADD: &str = "新增经办人";
pub const ADD_NOTE: &str = "新的经办人会得到一个一次性链接，用来设置密码。已经有账号的人，会得到一个确认加入的链接，由本人用自己的密码确认。";
pub const ADD_BUTTON: &str = "新增";

pub const BELOW: &str = "下级单位的经办人";
pub const BELOW_NOTE: &str =
    "下级单位没有管理员可以找时，可以由本单位代为办理。请输入已绑定到本单位的下级单位代码。";
pub const BELOW_CODE: &str = "下级单位的统一社会信用代码";
pub const FIND: &str = "查询";
pub const NOT_BELOW: &str = "没有绑定到本单位的下级单位使用这个代码，请核对。";
pub const BACK_TO_OWN: &str = "返回本单位";
pub const BACK_TO_LIST: &str = "返回名单";

pub const CHANGE_ROLES: &str = "修改权限";
pub const SAVE_ROLES: &str = "保存权限";
pub const ADMIT: &str = "同意加入";
pub const ADMIT_NOTE: &str =
    "谁都可以用别人的姓名和号码提出申请。请先当面或打电话核实，是本人提出的，再同意。";
pub const REFUSE: &str = "不同意";
pub const OFFERED: &str = "等待本人确认加入";
pub const OFFERED_NOTE: &str = "此人在别处已有账号，密码由本人掌握；若本人无法登录，请联系平台管理员。请把确认加入的链接当面交给本人，由本人用自己的登录密码确认；确认之前，不能代表本单位办事。链接 30 分钟内有效，只能用一次，只显示这一次。";
pub const OFFER_BUTTON: &str = "重新生成链接";
pub const TAKE_BACK: &str = "取消新增";
pub const CHANGE_PHONE: &str = "修改手机号";
pub const CHANGE_PHONE_NOTE: &str = "修改后，对方用新的手机号登录；密码不变。";
pub const SAVE_PHONE: &str = "保存手机号";
pub const MAKE_LINK: &str = "重设密码的链接";
pub const MAKE_LINK_NOTE: &str = "忘记密码时，在这里生成一次性链接，交给本人设置新密码。链接 30 分钟内有效，只能用一次，只显示这一次。";
pub const MAKE_LINK_BUTTON: &str = "生成链接";
pub const HAND_OVER: &str = "经办人离职";
pub const HAND_OVER_NOTE: &str = "接替人得到离职人的全部权限，离职人的账号同时停用。";
/// To who can add somebody.
pub const ADD_FIRST: &str = "没有接替人的，请先新增。";
pub const HAND_OVER_BUTTON: &str = "确定交接";
pub const NO_SUCCESSOR: &str = "名单里还没有可以接替的人，请先新增经办人。";
/// To 平台管理, which adds nobody to a unit.
pub const NO_SUCCESSOR_ELSEWHERE: &str = "名单里还没有可以接替的人，平台不能替单位新增经办人。请由这个单位的单位管理员，或者它的上级单位的管理员新增；都办不了的，请接替人在登录页提出「申请成为经办人」，再在这个单位的经办人名单里同意。";
pub const DISABLE: &str = "停用";
pub const DISABLE_NOTE: &str = "停用后不能再代表这个单位办事，以后可以恢复。";
pub const DISABLE_BUTTON: &str = "确定停用";
pub const ENABLE: &str = "恢复使用";
pub const ELSEWHERE: &str = "此人还代表别的单位办事，或者在别的单位等待加入、已停用。手机号和密码关系到那些单位，请联系平台管理员办理。";

pub const SWITCH_UNIT: &str = "切换单位";
pub const SWITCH_TO: &str = "切换到";

// 账号找回
pub const RECOVER: &str = "账号找回";
pub const RECOVER_NOTE: &str = "输入本单位的统一社会信用代码，看看单位是否已经注册、可以找谁帮忙。";
pub const FORGOT: &str = "忘记密码";
pub const FORGOT_NOTE: &str = "重设密码的链接会发到单位邮箱，30 分钟内有效，只能用一次。";
pub const FORGOT_BUTTON: &str = "发送链接";
pub const HELPERS: &str = "可以帮您的人";
pub const OF_UNIT: &str = "本单位管理员";
pub const OF_PLATFORM: &str = "平台管理员";
pub const ASK_THEM: &str =
    "请联系他们：忘记密码的，请对方生成重设密码的链接；手机号换了的，请对方修改手机号。";
pub const NO_HELPER: &str = "这个单位没有可以联系的管理员。请联系平台管理员。";
pub const PLATFORM_UNKNOWN: &str = "请向主管的人社部门询问平台管理员的联系方式。";

// One-time links
pub const RESET: &str = "设置新密码";
pub const RESET_BUTTON: &str = "保存新密码";
pub const NEW_PASSWORD: &str = "新密码";
pub const JOIN: &str = "确认加入单位";
pub const JOIN_BUTTON: &str = "确认加入";
pub const JOIN_HINT: &str =
    "您平时登录用的密码。忘记了的，请先用「账号找回」；账号不是您自己设的，请联系平台管理员。";

pub fn standing(standing: Standing) -> (Tone, &'static str) {
    match standing {
        Standing::Waits => (Tone::Warning, "申请加入"),
        Standing::Offered => (Tone::Warning, "等本人确认"),
        Standing::Acts => (Tone::Success, "使用中"),
        Standing::Disabled => (Tone::Danger, "已停用"),
    }
}

pub fn role(word: &str) -> &'static str {
    match word {
        "applies" => "经办（申报绑定、维护单位信息）",
        "reviews" => "审核（审核下级单位的申请）",
        _ => "单位管理员（管理经办人）",
    }
}

/// 经办、审核
pub fn roles(roles: Roles) -> String {
    let words = [
        ("applies", "经办"),
        ("reviews", "审核"),
        ("manages", "单位管理员"),
    ];
    let own = words.into_iter().filter(|(word, _)| roles.has(word));
    let own: Vec<&str> = own.map(|(_, text)| text).collect();
    match own.is_empty() {
        true => NO_ROLES.to_owned(),
        false => own.join("、"),
    }
}

pub fn manage(name: &str) -> String {
    format!("{MANAGE} {name}")
}

pub fn people_of(unit: &str) -> String {
    format!("「{unit}」的经办人")
}

pub fn open_below(unit: &str) -> String {
    format!("管理「{unit}」的经办人")
}

/// What the address says was done.
pub fn done(word: &str) -> Option<Saying> {
    let (title, body) = match word {
        "admit" => ("已同意加入", "对方现在可以登录。"),
        "refuse" => ("已办理", "此人没有加入，已从名单里去掉。"),
        "roles" => ("权限已修改", "对方要重新登录。"),
        "phone" => ("手机号已修改", "对方用新的手机号登录。"),
        "disable" => ("已停用", "对方已经退出登录。"),
        "enable" => ("已恢复使用", "对方可以用原来的密码登录。"),
        "hand-over" => ("交接完成", "接替人已得到权限，离职人的账号已停用。"),
        _ => return None,
    };
    Some(Saying::new(Tone::Success, title, body, ""))
}

pub fn added(name: &str, opens: LinkFor) -> Saying {
    match opens {
        LinkFor::Password => Saying::new(
            Tone::Success,
            format!("已新增经办人「{name}」"),
            "",
            "把下面的链接交给本人，用来设置密码。",
        ),
        LinkFor::Role => Saying::new(
            Tone::Success,
            format!("已新增经办人「{name}」，等本人确认"),
            "此人在别处已有账号，密码由本人掌握；若本人无法登录，请联系平台管理员。",
            "把下面的链接当面交给本人：打开后用自己的登录密码确认，才能代表这个单位办事。",
        ),
    }
}

pub fn link(person: &str, until: Instant, opens: LinkFor) -> Saying {
    let what = match opens {
        LinkFor::Password => "一次性链接",
        LinkFor::Role => "确认加入的链接",
    };
    Saying::new(
        Tone::Info,
        format!("「{person}」的{what}"),
        format!(
            "请现在复制下来，交给本人：离开本页就看不到了。{} 前有效，只能用一次。",
            until.minute_shanghai()
        ),
        "",
    )
}

/// What the link is called where it stands.
pub fn link_name(opens: LinkFor) -> &'static str {
    match opens {
        LinkFor::Password => MAKE_LINK,
        LinkFor::Role => JOIN,
    }
}

pub fn no_offer() -> Saying {
    Saying::new(
        Tone::Warning,
        "这个链接已经不能用了",
        "链接用过一次、过了 30 分钟，或者后来又生成了新的，都会失效。",
        "请单位管理员在「经办人管理」里重新生成。",
    )
}

pub fn join_note(person: &str) -> String {
    format!("请「{person}」本人核对下面的单位和权限，并用自己的登录密码确认。")
}

pub fn no_link() -> Saying {
    Saying::new(
        Tone::Warning,
        "这个链接已经不能用了",
        "链接用过一次、过了 30 分钟，或者后来又生成了新的，都会失效。",
        "请再要一个新的链接：由单位管理员、上级单位的管理员或平台管理员生成。",
    )
}

pub fn reset_for(person: &str) -> String {
    format!("正在为「{person}」设置新密码。")
}

pub fn registered(unit: &str) -> Saying {
    Saying::new(Tone::Success, format!("「{unit}」已经注册"), "", "")
}

pub fn not_registered(code: &str) -> Saying {
    Saying::new(
        Tone::Warning,
        "这个代码还没有注册",
        format!("系统里没有使用 {code} 的单位。"),
        "请照证书核对代码；没有错的话，请先注册。",
    )
}

pub fn mailed() -> Saying {
    Saying::new(
        Tone::Success,
        "已受理",
        "如果填写的内容与登记的一致，重设密码的链接会在几分钟内发到单位邮箱。",
        "没有收到的，请核对填写的内容，或者联系单位管理员。",
    )
}

pub fn moved_subject(brand: &str) -> String {
    format!("{brand}：单位邮箱已修改")
}

/// To the e-mail that a unit was reached by until now. It does not say which one took its place.
pub fn moved_letter(brand: &str, unit: &str) -> String {
    format!(
        "「{unit}」：\n\n\
         本单位在{brand}登记的邮箱刚刚由单位管理员改成了另一个。以后重设密码的链接不再发到这里。\n\n\
         不是本单位自己改的，请立即联系本单位的单位管理员或平台管理员。\n"
    )
}

pub fn letter_subject(brand: &str) -> String {
    format!("{brand}：重设密码")
}

pub fn letter(brand: &str, unit: &str, person: &str, url: &str) -> String {
    format!(
        "「{unit}」的经办人 {person}：\n\n\
         有人在{brand}申请重设您的密码。请在 30 分钟内打开下面的链接，设置新密码（只能用一次）：\n\n\
         {url}\n\n\
         不是您本人申请的，请不要打开链接，密码不会改变。\n"
    )
}
