//! 审计: what was done, as the trail tells it.

use crate::domain::ActKind;

pub fn act(kind: ActKind) -> &'static str {
    use ActKind::*;
    match kind {
        SignedIn => "登录",
        SignInFailed => "登录失败",
        SignedOut => "退出登录",
        SessionsEnded => "结束会话",
        Locked => "账号暂时锁定",
        Unlocked => "解除锁定",
        SwitchedUnit => "切换单位",
        PasswordChanged => "修改密码",
        LinkMade => "生成一次性链接",
        LinkUsed => "使用一次性链接",
        FactorOn => "开启两步验证",
        FactorOff => "关闭两步验证",
        CodesRenewed => "重新生成恢复码",
        RecoveryUsed => "使用恢复码",
        OperatorAdded => "新增经办人",
        OperatorAsked => "申请成为经办人",
        OperatorAdmitted => "同意成为经办人",
        OperatorRefused => "不同意成为经办人",
        OperatorDisabled => "停用经办人",
        OperatorEnabled => "启用经办人",
        RolesChanged => "修改权限",
        PhoneChanged => "修改手机号",
        HandedOver => "经办人离职交接",
        ListImported => "导入应绑清单",
        ListShortened => "从应绑清单移出单位",
        ListEmptied => "清空应绑清单",
        Revealed => "查看个人信息",
        Rekeyed => "更换加密密钥",
        PolicyChanged => "修改安全策略",
        CodeAllowed => "允许特殊代码",
        CodeForbidden => "取消允许特殊代码",
        AnnouncementWritten => "编写公告",
        AnnouncementWithdrawn => "撤下公告",
        ModuleChanged => "修改服务菜单",
        AdministratorCreated => "新增管理员",
        AdministratorDisabled => "停用管理员",
        AdministratorEnabled => "启用管理员",
        TrailRead => "查阅审计记录",
        TrailExported => "导出审计记录",
    }
}
