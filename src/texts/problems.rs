//! What is wrong at a field, said at the field.

use crate::domain::template::PLACEHOLDERS;
use crate::domain::{
    ApplicationKind, DataField, Field, IdentityCardError, MobileError, PasswordError, Problem,
    TextError, Uscc, UsccError,
};

/// The field's label, as it stands on the screen.
pub fn field_label(field: Field) -> &'static str {
    match field {
        Field::Code => "社会统一信用代码",
        Field::Status => "绑定状态",
        Field::SpecialReason => "特殊情况说明",
        Field::MoveReason | Field::StandsWhy => "原因",
        Field::StandsIn => "代审人",
        Field::StandsFrom => "开始日期",
        Field::StandsUntil => "结束日期",
        Field::ConsentReason => "说明",
        Field::InvitedName => "上级单位名称",
        Field::Unit => "单位统一信用代码/法人账号",
        Field::Operator => "经办人手机号/身份证号",
        Field::Password => "经办人密码",
        Field::CurrentPassword => "原密码",
        Field::OwnPassword => "您的登录密码",
        Field::NewPassword => "新密码",
        Field::RepeatedPassword => "再输入一次新密码",
        Field::FactorCode => "验证码",
        Field::AdministratorAccount => "管理员账号",
        Field::PasswordProfile => "密码要求",
        Field::IdleMinutes => "多少分钟不操作后退出登录",
        Field::AbsoluteHours => "登录多少小时后须重新登录",
        Field::SecondFactorFor => "必须开启两步验证的人员",
        Field::TrailMonths => "操作记录保存的月数",
        Field::Faulty => "信息是否有误?",
        Field::Outcome => "审核结果",
        Field::Opinion => "审核意见",
        Field::Rows => "勾选的单位",
        Field::Count => "单位数",
        Field::Confirm => super::case::CONFIRM_NAME,
        Field::Canned => super::case::USE_CANNED,
        Field::Why(field) => why_label(field),
        Field::ViewName => "常用筛选的名称",
        Field::Name => "单位名称",
        Field::State => "业务状态",
        Field::Kind => "单位类型",
        Field::From => "申请日期从",
        Field::Until => "申请日期到",
        Field::Jump => super::desk::JUMP_DAY,
        Field::Sort => "排序",
        Field::Size => "每页",
        Field::Region => "所属行政区划",
        Field::Industry => "所属行业",
        Field::Email => "单位邮箱",
        Field::Address => "单位地址",
        Field::ReportContact => "报送联系人",
        Field::ReportPhone => "报送联系电话",
        Field::ReportDepartment => "报送部门",
        Field::OwnCode => super::UNIFIED_CODE,
        Field::UnitAccount => super::LEGAL_ACCOUNT,
        Field::ContactName => "联系人",
        Field::ContactPhone => "联系电话",
        Field::PersonName => "姓名",
        Field::Mobile => "手机号",
        Field::IdentityCard => "身份证号",
        Field::Roles => "权限",
        Field::Successor => "接替人",
        Field::UnitCode => super::admin::CODE,
        Field::UnitState => super::admin::STANDING,
        Field::Listed => super::expected::EXPECTED,
        Field::ImportMode => super::expected::MODE,
        Field::Because => super::admin::BECAUSE,
        Field::Ground => super::admin::WHY,
        Field::Title => super::admin::HEADLINE,
        Field::Body => super::admin::BODY,
        Field::Published => super::admin::PUBLISHED,
        Field::Withdrawn => super::admin::WITHDRAWN,
        Field::ServiceName => super::admin::SERVICE,
        Field::Url => super::admin::ADDRESS,
        Field::Position => super::admin::ORDER,
        Field::OwnMail => super::messages::OWN_MAIL,
        Field::MailChoice => super::messages::MAIL_CHOICE,
        Field::MailHour => super::messages::MAIL_HOUR,
        Field::WebhookUrl => super::webhooks::URL,
        Field::WebhookKinds => super::webhooks::KINDS,
        Field::RevealReason => "查看原因",
        Field::TrailFrom => super::trail::FROM,
        Field::TrailUntil => super::trail::UNTIL,
        Field::TrailKind => super::trail::KIND,
        Field::TrailCode => super::trail::CODE,
        Field::TrailBy => super::trail::BY,
        Field::TrailPerson => super::trail::PERSON,
        Field::RoundName => super::rounds::ROUND_NAME,
        Field::Year => super::rounds::YEAR,
        Field::Opens => super::rounds::OPENS,
        Field::Closes => super::rounds::CLOSES,
        Field::Exempt => super::rounds::EXEMPT,
        Field::Outcomes => "提供的审核结果",
        Field::Resubmissions => super::rounds::RESUBMISSIONS,
        Field::ReviewDays => super::rounds::REVIEW_DAYS,
        Field::AtLimit => super::rounds::AT_LIMIT,
        Field::UrgeAfterDays => super::rounds::URGE_AFTER_DAYS,
        Field::HoldsFrom => super::rounds::HOLDS_FROM,
        Field::CalendarDays => super::rounds::DAYS,
        Field::Appeal => super::appeals::REASON,
        Field::AppealOpinion => super::appeals::OPINION,
        Field::BranchOn => super::branch::ON,
        Field::BranchFind => super::branch::FIND_WHAT,
        Field::BranchKind => super::reorganization::KIND,
        Field::BranchUnit => super::reorganization::UNIT,
        Field::BranchTarget => super::reorganization::TARGET,
        Field::BranchChosen => super::reorganization::CHOSEN,
    }
}

fn why_label(field: DataField) -> &'static str {
    match field {
        DataField::Name => "单位名称的错误说明",
        DataField::UnitType => "单位类型的错误说明",
        DataField::Industry => "所属行业的错误说明",
        DataField::Region => "所属行政区划的错误说明",
        DataField::Email => "单位邮箱的错误说明",
        DataField::Address => "单位地址的错误说明",
        DataField::SpecialReason => "特殊情况说明的错误说明",
    }
}

/// The label of a field that can be wrong, as it stands on the screen.
pub fn data_label(field: DataField) -> &'static str {
    match field {
        DataField::Name => "单位名称",
        DataField::UnitType => "单位类型",
        DataField::Industry => field_label(Field::Industry),
        DataField::Region => field_label(Field::Region),
        DataField::Email => field_label(Field::Email),
        DataField::Address => field_label(Field::Address),
        DataField::SpecialReason => field_label(Field::SpecialReason),
    }
}

/// The same in a case of this kind: what moves or unbinds gives a reason, and no 特殊情况.
pub fn data_label_of(kind: ApplicationKind, field: DataField) -> &'static str {
    match (kind, field) {
        (ApplicationKind::Transfer | ApplicationKind::Unbind, DataField::SpecialReason) => {
            field_label(Field::MoveReason)
        }
        _ => data_label(field),
    }
}

/// The label of why a field is wrong, likewise.
pub fn why_label_of(kind: ApplicationKind, field: DataField) -> String {
    format!("{}的错误说明", data_label_of(kind, field))
}

pub fn problem(field: Field, problem: &Problem) -> String {
    match problem {
        Problem::Required => required(field),
        Problem::InThePast => "这一天已经过去，请选择今天或以后的日期。".to_owned(),
        Problem::BeforeBeginning => "结束日期不能早于开始日期。".to_owned(),
        Problem::NotOffered => format!("请从列出的选项里选择{}。", field_label(field)),
        Problem::NeitherMobileNorIdentityCard => {
            "请输入 11 位手机号，或者 18 位身份证号。".to_owned()
        }
        Problem::PasswordTooLong => "密码太长，请核对。".to_owned(),
        Problem::Password(PasswordError::NotTheCurrent) => {
            format!("{}不对，请重新输入。", field_label(field))
        }
        Problem::Password(error) => password(error),
        Problem::WrongCode => {
            "验证码不对，或者已经用过。请等手机上的验证码更新后再输入，或者使用恢复码。".to_owned()
        }
        Problem::OutOfRange { max, .. } if field == Field::StandsUntil => {
            format!("代审最多 {max} 天，请选择更早的结束日期。")
        }
        Problem::OutOfRange { min, max } => {
            format!("{}请填 {min} 到 {max} 之间的整数。", field_label(field))
        }
        Problem::FaultyCannotPass => {
            "信息有误的申请不能审核通过。请改选「否」，或选择别的审核结果。".to_owned()
        }
        Problem::NotTheNumber => "请照写将被终止的单位数，只写数字。".to_owned(),
        Problem::OtherName => "和这个单位的名称不同，请照单位名称再输入一次。".to_owned(),
        Problem::OtherOutcome => {
            "这一条属于别的审核结果。请另选一条，或者直接写明意见。".to_owned()
        }
        Problem::TooManyRows { max } => format!("一次最多勾选 {max} 条，请分几次办理。"),
        Problem::TickedByAnother => {
            "这些单位是您的同事勾选的。请回到列表，自己勾选后再办理。".to_owned()
        }
        Problem::Full { max } => format!("最多保存 {max} 条，请先删去不用的。"),
        Problem::Overlaps { round } => {
            format!("和批次「{round}」的日期重叠。批次之间不能重叠，请调整日期。")
        }
        Problem::KeepsOpening => super::rounds::KEEPS_OPENING.to_owned(),
        Problem::Past => format!("{}已经过去，请选今天或以后。", field_label(field)),
        Problem::NotAYear => "请填四位数的年份，例如 2027。".to_owned(),
        Problem::NotACalendarLine { line } => format!(
            "第 {line} 行不对：每行写一天，例如 2027-01-01 休；要属于这一年，同一天只写一次。"
        ),
        Problem::OnlyTermination => {
            "请再选「退回修改」或「审核不通过」：解除绑定的申请不能终止审核，只选它就只能通过。".to_owned()
        }
        Problem::UnknownPlaceholder { found } => format!(
            "「{found}」不能替换成各单位自己的内容，会原样发给申报单位。能替换的是 {}；请改正，或者去掉花括号。",
            PLACEHOLDERS.join("、")
        ),
        Problem::OneCharacter => "请至少输入两个字。".to_owned(),
        Problem::NotADate => "日期的格式不对，应类似 2026-11-23。".to_owned(),
        Problem::NotAMinute => "时间的格式不对，应类似 2026-11-23T09:30。".to_owned(),
        Problem::NotAnAddress => {
            "请输入 http:// 或 https:// 开头的网址，或者以 / 开头的路径。".to_owned()
        }
        Problem::TooManyLetters => "今天发出的验证邮件太多，请明天再试。".to_owned(),
        Problem::NotAWebhook => {
            "请输入 https:// 开头的网址，不带用户名和 # 后面的部分；http:// 只能用于本机（127.0.0.1）。".to_owned()
        }
        Problem::NotAPosition => "请输入 1 到 999 的整数。".to_owned(),
        Problem::RightAnyway => "这个代码的校验位是对的，不用允许。".to_owned(),
        Problem::NotAnAccount => {
            "账号是 3 到 32 位小写字母、数字、点或下划线，以字母开头。".to_owned()
        }
        Problem::OwnAccount => "自己的账号不能由自己解除锁定，请另一位安全管理员办理。".to_owned(),
        Problem::NotAPersonOfTheTrail => super::trail::NOT_A_PERSON.to_owned(),
        Problem::Taken => format!("已经有这个{}了。", field_label(field)),
        Problem::InTheFuture => "这一天还没有到，请选择今天或更早的日期。".to_owned(),
        Problem::NotBelow => "本单位的下级里没有这个代码。请照下级单位的列表核对。".to_owned(),
        Problem::NotDirectlyBelow => super::reorganization::NOT_DIRECTLY_BELOW.to_owned(),
        Problem::SameUnit => "不能是同一个单位，请填另一个单位的代码。".to_owned(),
        Problem::FromAfterUntil => "后一个日期早于前一个，请核对。".to_owned(),
        Problem::Text(error) => text(field, error),
        Problem::Uscc(error) => uscc(field, error),
        Problem::NotATelephone => format!("{}不对：{}", field_label(field), super::PHONE_HINT),
        Problem::Mobile(error) => mobile(error),
        Problem::IdentityCard(error) => identity_card(error),
        Problem::WrongCheckDigit { expected, .. } => format!(
            "代码的最后一位（校验码）对不上，照前 17 位计算应是「{expected}」。请照证书核对；证书上确实如此的，请联系平台的安全管理员登记这个代码。"
        ),
        Problem::CodeRegistered => "这个代码的单位已经注册，不用再注册。".to_owned(),
        Problem::CodeUnknown => {
            "这个代码的单位还没有注册。请核对代码；没有错的话，请先注册单位。".to_owned()
        }
        Problem::NoSuchUnit => "没有这个代码或法人账号的单位，请核对。".to_owned(),
        Problem::NotAUnitAccount => "法人账号是 4 到 15 位小写字母和数字，字母开头。".to_owned(),
        Problem::OtherPerson => format!(
            "这个{}已经登记在另一个人名下。请核对；没有错的话，请联系平台管理员。",
            field_label(field)
        ),
        Problem::AlreadyHere => "此人已经在这个单位的经办人名单里，或者已经申请过。".to_owned(),
        Problem::NotTheirPassword => {
            "这些号码已经有账号，但是手机号、身份证号和密码对不上。请逐项核对，两处都填账号原来的密码；忘记密码的，请用「账号找回」，或者联系平台管理员。"
                .to_owned()
        }
        Problem::TooManyAsk => {
            "这个单位还没有办理的申请太多。请联系本单位的单位管理员，由他直接新增您为经办人。".to_owned()
        }
        Problem::ManagersAlone => super::EMAIL_MANAGERS.to_owned(),
    }
}

fn required(field: Field) -> String {
    match field {
        Field::Code => "请输入上级单位的社会统一信用代码。".to_owned(),
        Field::SpecialReason => "按规定一般不用绑定；确需绑定的，请写明特殊情况。".to_owned(),
        Field::Faulty => "请选择「是」或「否」。".to_owned(),
        Field::Jump => "请选择要跳到的日期。".to_owned(),
        Field::StandsIn | Field::StandsFrom | Field::StandsUntil => {
            format!("请选择{}。", field_label(field))
        }
        Field::ImportMode => "请选择「替换」或「追加」。".to_owned(),
        Field::Outcome | Field::Region | Field::Kind | Field::Industry | Field::Successor => {
            format!("请选择{}。", field_label(field))
        }
        Field::BranchKind => "请选择办理事项。".to_owned(),
        Field::BranchUnit | Field::BranchTarget => "请输入这个单位的统一社会信用代码。".to_owned(),
        Field::Opinion => "请写明审核意见，申报单位会看到。".to_owned(),
        Field::Outcomes => "请在「审核通过」以外至少选一项，否则只能通过。".to_owned(),
        Field::Confirm => "请输入单位名称，以免误办。".to_owned(),
        Field::Rows => "请先勾选要审核的单位。".to_owned(),
        Field::Password => "请输入密码。".to_owned(),
        Field::Roles => "请至少勾选一项权限。".to_owned(),
        Field::WebhookKinds => "请至少勾选一种消息。".to_owned(),
        Field::RevealReason => "请写明查看原因，会记入审计。".to_owned(),
        Field::RepeatedPassword => "请再输入一次新密码。".to_owned(),
        _ => format!("请输入{}。", field_label(field)),
    }
}

fn text(field: Field, error: &TextError) -> String {
    let label = field_label(field);
    match error {
        TextError::Empty => required(field),
        TextError::TooShort { min, .. } => format!("{label}至少 {min} 个字。"),
        TextError::TooLong { max, found } => {
            format!("{label}最多 {max} 个字，现在是 {found} 个字。")
        }
        TextError::Forbidden { .. } => {
            format!("{label}里有看不见的控制字符，请删去后重新输入。")
        }
        TextError::Email => "邮箱的格式不对，应类似 office@example.cn。".to_owned(),
    }
}

/// The manual calls it 社会统一信用代码 where a superior is looked for, and 统一社会信用代码 elsewhere: the error says
/// what the label says.
fn uscc(field: Field, error: &UsccError) -> String {
    let label = match field {
        Field::Code => field_label(field),
        _ => super::UNIFIED_CODE,
    };
    match error {
        UsccError::Empty => required(field),
        UsccError::Length { found } => {
            format!("{label}是 18 位，现在是 {found} 位。请照证书核对。")
        }
        UsccError::Character {
            position, found, ..
        } => {
            let hint = match found {
                'I' => "，多半是数字 1",
                'O' => "，多半是数字 0",
                'Z' => "，多半是数字 2",
                'S' => "，多半是数字 5",
                'V' => "，多半是字母 U",
                _ => "",
            };
            format!("第 {position} 位「{found}」不会出现在代码里{hint}。")
        }
        UsccError::Category { found, .. } => {
            format!("没有以「{found}」开头的代码，请核对前两位。")
        }
        UsccError::Region {
            position, found, ..
        } => {
            format!("第 {position} 位应该是数字，现在是「{found}」。")
        }
        UsccError::OrganizationCode { .. } => {
            "第 9 到 17 位（组织机构代码）对不上，请照证书核对这几位。".to_owned()
        }
        UsccError::IdentityCard => {
            format!("这是个人的身份证号，不是单位的代码。请输入单位的{label}。")
        }
    }
}

fn password(error: &PasswordError) -> String {
    match error {
        PasswordError::TooShort { min, found } => {
            format!("密码至少 {min} 个字符，现在是 {found} 个。可以用几个词连成一句话。")
        }
        PasswordError::TooLong { max, .. } => format!("密码最多 {max} 个字符。"),
        PasswordError::TooFewClasses => {
            "密码要有大写字母、小写字母、数字、其他符号中的至少三种。".to_owned()
        }
        PasswordError::Common => "这个密码太常见，很容易被猜中。请换一个。".to_owned(),
        PasswordError::Contains { word } => {
            format!("密码里不要有「{word}」这样别人也知道的内容。请换一个。")
        }
        PasswordError::UsedBefore { last } => {
            format!("不能使用最近 {last} 次用过的密码。请换一个。")
        }
        PasswordError::NotRepeated => "两次输入的新密码不一样，请重新输入。".to_owned(),
        PasswordError::NotTheCurrent => "原密码不对，请重新输入。".to_owned(),
    }
}

fn identity_card(error: &IdentityCardError) -> String {
    match error {
        IdentityCardError::Empty => required(Field::IdentityCard),
        IdentityCardError::Length { found } => {
            format!("身份证号是 18 位，现在是 {found} 位。")
        }
        IdentityCardError::Character { position, .. } => {
            format!("身份证号的第 {position} 位不对，请核对。")
        }
        IdentityCardError::BirthDate => {
            "身份证号里的出生日期不对，请核对第 7 到 14 位。".to_owned()
        }
        IdentityCardError::Check => "身份证号对不上，多半有一位写错了，请照证件核对。".to_owned(),
    }
}

fn mobile(error: &MobileError) -> String {
    match error {
        MobileError::Empty => required(Field::Mobile),
        MobileError::Length { found } => format!("手机号是 11 位，现在是 {found} 位。"),
        MobileError::Character { .. } => "手机号只能有数字。".to_owned(),
        MobileError::Range => "手机号以 13 到 19 开头，请核对。".to_owned(),
    }
}

/// The code that was probably meant.
pub fn suggestion(problem: &Problem) -> Option<Uscc> {
    match problem {
        Problem::Uscc(
            UsccError::Character { likely, .. }
            | UsccError::Category { likely, .. }
            | UsccError::Region { likely, .. }
            | UsccError::OrganizationCode { likely, .. },
        )
        | Problem::WrongCheckDigit { likely, .. } => likely.clone(),
        _ => None,
    }
}
