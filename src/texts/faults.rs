//! Why something was not done.

use super::{Saying, Tone, obstacle, problem, state};
use crate::domain::{Barrier, Due, Fault, Stale, Why};

pub fn fault(fault: &Fault) -> Saying {
    use Tone::{Danger, Warning};
    match fault {
        Fault::SignInRequired => Saying::new(
            Warning,
            "登录已过期，请重新登录",
            "刚才填写的内容已经保留。",
            "重新登录后继续，不用重新填写。",
        ),
        Fault::WrongCredentials => Saying::new(
            Danger,
            "没有登录成功",
            "账号、手机号/身份证号或密码不对。",
            "请核对后重新输入密码。",
        ),
        Fault::LockedFor { seconds } => Saying::new(
            Danger,
            "暂时不能登录",
            format!("输错的次数太多。请在 {}后再试。", time_left(*seconds)),
            "忘记密码的，请按「忘记密码」的说明重新设置，或者联系单位管理员。",
        ),
        Fault::TooManyTries { seconds } => Saying::new(
            Warning,
            "尝试得太频繁",
            format!(
                "从您所在的网络发来的请求太多。请在 {}后再试。",
                time_left(*seconds)
            ),
            "稍等片刻再试一次。",
        ),
        Fault::Due(Due::Password) => Saying::new(
            Warning,
            "请先修改密码",
            "现在的密码使用时间已到，按照安全要求应当更换。",
            "修改密码后继续办理。",
        ),
        Fault::Due(Due::SecondFactor) => Saying::new(
            Warning,
            "请先开启两步验证",
            "按照安全要求，您的账号登录时除密码外还要验证码。",
            "开启两步验证后继续办理。",
        ),
        Fault::Invalid(problems) => Saying::new(
            Danger,
            "没有保存，请改正下面标出的地方",
            problems
                .iter()
                .map(|p| problem(p.field, &p.problem))
                .collect::<Vec<_>>()
                .join(" "),
            "",
        ),
        Fault::NotFound => Saying::new(
            Warning,
            "没有找到",
            "网址可能有误，或者这条内容不属于本单位。",
            "请从工作台重新进入。",
        ),
        Fault::Forbidden(barrier) => forbidden(*barrier),
        Fault::Obstacle(reason) => obstacle(reason),
        Fault::Stale(change) => stale(change),
        Fault::NamedLate { asked, fields } => super::case::named_late(*asked, fields),
        Fault::Unchanged { asked, left } => super::standing::unchanged(*asked, left),
        Fault::NotUndoable(why) => not_undoable(why),
        Fault::ProfileChanged => Saying::new(
            Warning,
            "没有保存：同事刚刚改过这些信息",
            "下面是您填写的内容，还没有保存。",
            "请核对后再按一次「保存」，以您的内容为准。",
        ),
        Fault::TooSoon => Saying::new(
            Tone::Info,
            "还没有到可以催办的时候",
            "申报满规定的工作日之后可以催办，一个工作日一次。",
            "请过一个工作日再试；着急的，请按页面上的联系方式与审核单位联系。",
        ),
        Fault::Objection(objection) => super::reorganization::objection(objection),
        Fault::LinkSpent => super::people::no_link(),
        Fault::Changed => Saying::new(
            Warning,
            "没有办理：别人刚刚改过",
            "您打开这个页面以后，内容有了变化。",
            "请核对现在的内容，再办理一次。",
        ),
        Fault::Busy => Saying::new(
            Warning,
            "系统正忙，这次没有保存",
            "您填写的内容还在，没有丢失。",
            "请过一会儿再试一次。",
        ),
        Fault::ReadOnly => Saying::new(
            Warning,
            "系统正在维护，暂时不能保存",
            "您填写的内容还在，没有丢失。",
            "请稍后再试；多次出现，请联系平台管理员。",
        ),
        Fault::TooLarge => Saying::new(
            Danger,
            "提交的内容太大",
            "这次没有保存。",
            "请删减后再提交。",
        ),
        Fault::Unreachable => Saying::new(
            Warning,
            "连接不上服务器，这次没有保存",
            "您填写的内容还在，没有丢失。",
            "请检查网络，然后再试一次。",
        ),
        Fault::Internal => Saying::new(
            Danger,
            "系统出了问题，不是您的操作有误",
            "刚才的操作没有保存。",
            "请稍后再试；多次出现，请联系平台管理员。",
        ),
    }
}

/// To one of 三员: an address that nothing has, or that has nothing for their role.
pub fn not_for_administrators() -> Saying {
    Saying::new(
        Tone::Warning,
        "没有找到",
        "网址可能有误，或者这个页面不归您的角色办理。",
        "请从平台管理重新进入。",
    )
}

/// `3 分 20 秒`
fn time_left(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} 秒"),
        (minutes, 0) => format!("{minutes} 分钟"),
        (minutes, seconds) => format!("{minutes} 分 {seconds} 秒"),
    }
}

fn forbidden(barrier: Barrier) -> Saying {
    let (body, next) = match barrier {
        Barrier::NotApplying => (
            "您的账号没有经办权限，不能代表本单位申报。",
            "请由本单位的经办人办理。",
        ),
        Barrier::NotReviewing => (
            "您的账号没有审核权限，「业务审核」只对本单位的审核人员开放。",
            "原来代审的，代审的日子已经过了，或者委托人提前结束了代审；需要审核权限的，请联系本单位的管理员。",
        ),
        Barrier::NotManaging => (
            "您的账号不是单位管理员，不能管理本单位的人员。",
            "请由本单位的管理员办理。",
        ),
        Barrier::LastManager => (
            "这是本单位最后一位单位管理员，不能停用，也不能去掉管理权限。",
            "请先给另一位经办人加上「单位管理员」权限，再办理。",
        ),
        Barrier::UnitDisabled => (
            "您的单位已停用，它的账号不能再登录。",
            "单位已经合并或撤销的，请由承接的单位办理；停用有误的，请联系平台管理员恢复。",
        ),
        Barrier::ActsElsewhere => (super::people::ELSEWHERE, ""),
        Barrier::ActsForBoth => (
            "您同时是申请单位和上级单位的经办人，不能自己审核自己的申请。",
            "请由上级单位的其他审核人员处理。",
        ),
        Barrier::NotSecond => (
            "这个处理意见是您提出的，不能由您自己同意。",
            "请由上级单位的另一位审核人员办理。",
        ),
        Barrier::NotFirst => (
            "这个处理意见不是您提出的，只能由提出的人撤回。",
            "不同意的，请写明理由，选择不同意这个意见。",
        ),
        Barrier::Terminated => (
            "是您终止审核的，不能由您做第二人。",
            "请由上级单位的另一位审核人员办理。",
        ),
        Barrier::OwnProposal => super::reorganization::OWN_PROPOSAL,
        Barrier::NotProposer => super::reorganization::NOT_PROPOSER,
        Barrier::CrossSite => (super::CROSS_SITE, ""),
    };
    Saying::new(Tone::Warning, "不能办理这项操作", body, next)
}

fn not_undoable(why: &Why) -> Saying {
    let (title, body, next) = match why {
        Why::TooLate => (
            "不能撤销：已经过了 10 分钟",
            "审核结果在 10 分钟内可以撤销，现在已经生效。".to_owned(),
            "如需更正，请与申报单位联系。",
        ),
        Why::NotYours => (
            "不能撤销：这不是您作的审核",
            "审核结果只能由作出它的审核人撤销。".to_owned(),
            "请联系作出审核的同事。",
        ),
        Why::ChangedSince => (
            "不能撤销：审核之后又有变化",
            "这个申请或它的绑定在审核之后已经变化。".to_owned(),
            "请核对现在的状态。",
        ),
        Why::ChildBound { unit } => (
            "不能撤销：已有下级单位绑定",
            format!("审核通过之后，「{unit}」已经绑定到这个单位之下。"),
            "请先与这两个单位联系。",
        ),
        Why::NewApplication => (
            "不能撤销：申报单位已有新的申请",
            "申报单位在审核之后又提交了别的绑定申请。".to_owned(),
            "请先请申报单位撤回新的申请。",
        ),
    };
    Saying::new(Tone::Warning, title, body, next)
}

/// Who decided what, and when.
pub fn stale(change: &Stale) -> Saying {
    let who = change.by.as_deref().unwrap_or("系统");
    Saying::new(
        Tone::Warning,
        "这个申请已有变化，您的选择没有保存",
        format!(
            "{who} 已于 {} 将它变为「{}」。",
            change.at.minute_shanghai(),
            state(change.state)
        ),
        "请核对现在的状态；如果有不同意见，请与对方联系。",
    )
}

/// The same in a word, for a row of a batch.
pub fn row_fault(reason: &Fault) -> String {
    match reason {
        Fault::Stale(change) => format!(
            "未处理：{} 已于 {} 变为「{}」",
            change.by.as_deref().unwrap_or("系统"),
            change.at.minute_shanghai(),
            state(change.state)
        ),
        Fault::NotFound => "未处理：没有这条申请".to_owned(),
        Fault::NotUndoable(why) => not_undoable(why).title,
        other => format!("未通过：{}", fault(other).title),
    }
}
