//! Why a unit can't be bound, never only 暂无数据, and what to do about it.

use super::{Saying, Tone, binding};
use crate::domain::Obstacle;

pub fn obstacle(obstacle: &Obstacle) -> Saying {
    use Obstacle::*;
    use Tone::{Danger, Info, Success, Warning};
    match obstacle {
        NotRegistered {
            wrong_check: true,
            likely: Some(likely),
        } => Saying::new(
            Warning,
            "代码的最后一位对不上",
            format!("没有单位使用这个代码，校验码也不对，可能有两位写颠倒了。是不是 {likely}？"),
            "请照证书再核对一遍，改好后重新查询。",
        ),
        NotRegistered {
            wrong_check: true,
            likely: None,
        } => Saying::new(
            Warning,
            "代码的最后一位对不上",
            "没有单位使用这个代码，照国家标准计算，它的校验码也不对，多半有一位写错了。",
            "请照证书再核对一遍；证书上确实如此的，请联系平台的安全管理员登记这个代码。",
        ),
        NotRegistered {
            wrong_check: false, ..
        } => Saying::new(
            Warning,
            "没有查到这个代码",
            "代码本身没有错，但是这个单位还没有在系统注册。",
            "请照上级单位的证书核对代码；没有错的话，请对方先注册并进入一次「大人才一体化」。",
        ),
        SuperiorNeverEntered { superior } => Saying::new(
            Warning,
            format!("「{superior}」还没有进入过大人才一体化"),
            "双方都进入过大人才一体化，才能绑定。",
            "请对方的经办人登录后进入一次「大人才一体化」，然后再来查询。",
        ),
        ApplicantNeverEntered => Saying::new(
            Warning,
            "本单位还没有进入过大人才一体化",
            "双方都进入过大人才一体化，才能绑定。",
            "请先从首页进入一次「大人才一体化」。",
        ),
        OwnCode => Saying::new(
            Danger,
            "这是本单位的代码",
            super::NOTICE_OWN_CODE,
            "请输入上级单位的代码；不知道的话，请向上级单位询问。",
        ),
        Circle { superior } => Saying::new(
            Danger,
            "不能绑定：会形成循环",
            format!("「{superior}」已经是本单位的下级（或下级的下级），下级不能再做上级。"),
            "请核对谁是上级；应由对方向本单位申报的，本单位不用操作。",
        ),
        AlreadySuperior { superior } => Saying::new(
            Success,
            "已经绑定",
            format!("「{superior}」已经是本单位的上级单位。"),
            "不用再申报。",
        ),
        BoundElsewhere { superior } => Saying::new(
            Warning,
            "已有上级单位",
            format!("上级单位是「{superior}」，一个单位只能有一个上级。"),
            "要换上级单位的，请申报变更上级：审核通过的同时解除现有的绑定，中间没有空档。",
        ),
        PendingHere { superior } => Saying::new(
            Info,
            "已经申报，等待审核",
            format!("向「{superior}」的申请正在等待审核。"),
            "等待对方审核，结果会写在工作台；审核之前可以在工作台撤回。",
        ),
        PendingElsewhere { superior } => Saying::new(
            Info,
            "已有一个申请在等待审核",
            format!("已经向「{superior}」申报，同一时间只能有一个申请。"),
            "等对方审核；或者先在工作台撤回，再向这个单位申报。",
        ),
        ReturnedHere { superior } => Saying::new(
            Warning,
            "申请被退回修改",
            format!("「{superior}」退回了申请，改好后在同一个申请上重新提交。"),
            "请回到工作台，按审核意见修改，然后重新提交。",
        ),
        ReturnedElsewhere { superior } => Saying::new(
            Warning,
            "还有一个被退回的申请",
            format!("「{superior}」退回了申请，这个申请还没有结束。"),
            "请在工作台重新提交它；或者先撤回，再向这个单位申报。",
        ),
        Barred { round, until } => Saying::new(
            Danger,
            "本次申报期间不能申报",
            format!(
                "「{round}」中，本单位的申请已被终止审核，至{}止不能再申报。",
                super::rounds::until(*until)
            ),
            "不服的可以在工作台申诉；下一批次开始后可以重新申报。",
        ),
        NoRound => Saying::new(
            Warning,
            "现在没有开放的申报批次",
            "绑定申请只在申报批次开放期间受理。",
            "请留意公示公告，批次开放后再来申报。",
        ),
        Invited { name } => Saying::new(
            Info,
            "正在等待对方入驻",
            format!("已经邀请「{name}」入驻，对方进入后申请会自动提交。"),
            "要向别的单位申报的，请先打开工作台上的「入驻邀请单」，撤回邀请。",
        ),
        AlreadyThere => Saying::new(
            Info,
            "对方已经入驻，不用邀请",
            "使用这个代码的单位已经进入过大人才一体化。",
            "请返回工作台，点「去绑定」，用代码查询后直接申报。",
        ),
        NotBound => Saying::new(
            Warning,
            "本单位没有绑定这个上级单位",
            "变更和解除都从现有的上级单位开始，现在没有，或者已经不是它。",
            "请刷新页面，看本单位现在的上级单位；没有的，请直接申报绑定。",
        ),
        SuperiorChanged => Saying::new(
            Warning,
            "申请单位的上级单位已经变了",
            "申请之后，它原来的上级单位有了变化，这个申请不能再照原样办理。",
            "请退回修改，请对方核对后重新提交。",
        ),
        ConsentMissing { superior } => Saying::new(
            Info,
            "还没有取得原上级单位的同意",
            format!("按现行规则，变更上级要先由原上级单位「{superior}」同意转出。"),
            "等待对方同意；也可以先退回或不通过。",
        ),
        NotForUnbinding => Saying::new(
            Warning,
            "解除绑定的申请不能终止审核",
            "终止审核是不让对方再申报绑定，这个单位申请的是解除。",
            "不同意解除的，请选择审核不通过，并写明原因。",
        ),
        OutcomeNotOffered => Saying::new(
            Warning,
            "现行规则不提供这个审核结果",
            "平台管理员没有开放这个审核结果。",
            "请选择别的审核结果。",
        ),
        ResubmissionsSpent { limit } => Saying::new(
            Warning,
            "重新提交的次数已经用完",
            format!("按现行规则，一个申请退回后最多重新提交 {limit} 次。"),
            "请先在工作台撤回这个申请，核对无误后再重新申报。",
        ),
        NotBarred => Saying::new(
            Info,
            "没有需要解除的限制",
            "本次申报期间，没有终止审核的限制在生效。",
            "请刷新页面，看现在的情况。",
        ),
        AppealRefused => Saying::new(
            Warning,
            "这次终止审核的申诉已有答复",
            "审核单位已经答复不同意，不能再次申诉。",
            "还有疑问的，请联系平台管理员。",
        ),
        SuperiorDisabled { superior } => Saying::new(
            Warning,
            format!("「{superior}」已停用"),
            "停用的单位不能作为上级单位。",
            "请向主管部门询问现在的上级单位和它的代码。",
        ),
        ApplicantDisabled => Saying::new(
            Danger,
            "申请单位已停用",
            "停用的单位不能申报绑定。",
            "有疑问请联系平台管理员。",
        ),
        ApplicantNotVerified => Saying::new(
            Warning,
            "本单位还没有通过认证",
            "平台管理员认证之后，才能申报绑定、审核通过下级单位。",
            "请在工作台查看认证的进展；被退回的，请改好后重新申请认证。",
        ),
        SuperiorNotVerified { superior } => Saying::new(
            Warning,
            format!("「{superior}」还没有通过认证"),
            "平台管理员认证之后，才能绑定。",
            "请对方查看认证的进展，认证后再来办理。",
        ),
        NameDiffers => Saying::new(
            Warning,
            "代码存在，但单位名称不符",
            "使用这个代码的单位，名称里没有填写的文字。",
            "请核对代码；或者清空单位名称，只用代码查询。",
        ),
        StatusDiffers { actual } => Saying::new(
            Info,
            "代码存在，但绑定状态不符",
            format!("这个单位现在的绑定状态是「{}」。", binding(*actual)),
            "请把绑定状态改成「全部」，再查询一次。",
        ),
    }
}
