//! 帮助: what people ask, and where the answer is.

pub const TITLE: &str = "帮助";
pub const NOTE: &str =
    "办理绑定时常问的问题。每个答案下面是办理的地方；「依据」是保证它的自动测试，供核查。";
pub const PROOF: &str = "依据";
/// In place of the way there.
pub const FOR_MANAGERS: &str = "由本单位的单位管理员登录后，在「经办人管理」办理。";
/// Before the file and the name of the test.
pub const PROVED: &str = "由源代码里的自动测试保证：";

/// A question, its answer, where it is dealt with, and the test that proves it, with the file of the source that has it.
pub struct Question {
    pub question: &'static str,
    pub answer: &'static str,
    /// The link's words and address.
    pub place: (&'static str, &'static str),
    pub file: &'static str,
    pub proof: &'static str,
}

pub const QUESTIONS: [Question; 16] = [
    Question {
        question: "企业要不要绑定上级?",
        answer: "一般不用。确有特殊情况的，可以申报，要写明特殊情况；哪些单位类型不用绑定，以工作台上的说明为准。已经绑定的企业可以自行解除，立即生效。",
        place: ("打开工作台", "/workbench"),
        file: "tests/suite/requests.rs",
        proof: "an_enterprise_says_why_it_binds",
    },
    Question {
        question: "查不到上级?",
        answer: "查询会写明原因：代码写错（会指出可能的笔误）、对方没有注册、对方没有进入过大人才一体化。对方没有注册或没有进入的，可以邀请对方入驻：打印邀请单交给对方，对方进入后，申请会自动提交。",
        place: ("去绑定单位查询", "/bind"),
        file: "tests/suite/invitations.rs",
        proof: "an_invited_superior_gets_the_application_when_it_enters",
    },
    Question {
        question: "主管单位选错了?",
        answer: "还在待审核的，在工作台撤回，再向正确的单位申报。已经绑定的，申报变更上级：由新的上级单位审核，通过的同时换过去，中间没有空档。",
        place: ("变更上级", "/move"),
        file: "tests/suite/ties.rs",
        proof: "a_move_leaves_no_instant_without_a_superior",
    },
    Question {
        question: "证件号或手机号已注册?",
        answer: "一个人只有一个账号，可以为几个单位办事。注册时填这个账号原来的密码，就会把新单位加到这个账号上；忘记密码的，先用账号找回。登录后在页面右上方切换单位。",
        place: ("账号找回", "/recover"),
        file: "tests/suite/registering.rs",
        proof: "a_known_person_proves_the_password_and_keeps_one_account",
    },
    Question {
        question: "手机换号?",
        answer: "请单位管理员在经办人管理里改成新的手机号。单位管理员还能登录的，可以自己改自己的；不能登录的，请另一位单位管理员、上级单位的管理员或平台管理员办理。还为别的单位办事的人，只能由平台管理员办理。改后要重新登录，用新号。",
        place: ("经办人管理", "/people"),
        file: "tests/suite/people.rs",
        proof: "a_phone_is_one_person_s",
    },
    Question {
        question: "经办人离职?",
        answer: "单位管理员在经办人管理里办理离职交接：权限一次交给接手的人，离职的人立即不能再登录。没有单位管理员的，由上级单位的管理员或平台管理员办理。",
        place: ("经办人管理", "/people"),
        file: "tests/suite/people.rs",
        proof: "a_leaver_hands_over_in_one_act",
    },
    Question {
        question: "忘记单位账号、手机停用?",
        answer: "在账号找回里输入单位的统一社会信用代码，会列出可以帮忙的人（隐去部分信息）：本单位的管理员、上级单位的管理员。他们可以改手机号，或生成一次性链接。",
        place: ("账号找回", "/recover"),
        file: "tests/suite/recovering.rs",
        proof: "a_code_tells_who_can_help_masked",
    },
    Question {
        question: "忘记密码?",
        answer: "请单位管理员、上级单位的管理员或平台管理员生成一次性链接，30 分钟内有效，只能用一次；还为别的单位办事的人，只能由平台管理员生成。平台开通了邮件的，也可以在账号找回里让系统把链接发到单位邮箱。",
        place: ("账号找回", "/recover"),
        file: "tests/suite/recovering.rs",
        proof: "a_link_works_once_and_for_thirty_minutes",
    },
    Question {
        question: "单位账号由谁激活?",
        answer: "注册后由平台的系统管理员认证。工作台会写明等待认证、已认证，或者退回的原因；退回的，改好后重新申请。是否需要认证，由平台的规定决定。",
        place: ("打开工作台", "/workbench"),
        file: "tests/suite/registering.rs",
        proof: "a_returned_unit_corrects_and_asks_again",
    },
    Question {
        question: "一直审核中，卡在哪级?",
        answer: "工作台写明由哪个单位审核、今天是第几个工作日、找谁联系；隶属关系页有整条办理路线和全部经过。满规定的工作日可以催办，一个工作日一次；超过审核时限，系统会提醒审核单位。",
        place: ("隶属关系", "/tie"),
        file: "tests/suite/ties_told.rs",
        proof: "a_case_is_urged_after_three_working_days_and_once_in_each",
    },
    Question {
        question: "提交后发现有误?",
        answer: "待审核的，先撤回，改好后再申报。被退回修改的，工作台列出有误的信息和原因，改好保存，在同一个申请上重新提交。",
        place: ("打开工作台", "/workbench"),
        file: "tests/suite/returned.rs",
        proof: "a_returned_case_names_its_fields_until_it_is_submitted_again",
    },
    Question {
        question: "绑定后怎么解绑?",
        answer: "企业自行解除，立即生效。其他单位写明原因提出申请，由上级单位同意；同意之前绑定照旧。上级单位也可以解除，会告诉原因和时间。",
        place: ("解除绑定", "/unbind"),
        file: "tests/suite/ties.rs",
        proof: "rule_6_a_unit_is_released_with_its_superior_s_consent",
    },
    Question {
        question: "打印被拦截、浏览器不兼容?",
        answer: "各页不弹出窗口，用浏览器自己的打印（Ctrl+P）就能打印。不论浏览器新旧，关掉脚本也能办理全部业务；页面较旧或显示不全的，刷新即可。",
        place: ("打开工作台", "/workbench"),
        file: "end2end/print.spec.ts",
        proof: "打印: 邀请单 is printed from its page, and what is for the screen stays there",
    },
    Question {
        question: "输错锁定还剩多久?",
        answer: "连续输错五次之后，下一次要等一会儿，登录页写明还要等多久，最长一刻钟，一天后清零。着急的，请平台的安全管理员解除，或用一次性链接设新密码。",
        place: ("去登录", "/login?panel=operator"),
        file: "tests/suite/lockout.rs",
        proof: "after_five_failures_the_next_waits_whoever_it_is",
    },
    Question {
        question: "多人共用一个账号?",
        answer: "请不要共用：谁办的要能说清。单位管理员可以添加任意多位经办人，各用各的账号；休假时，审核人员可以把审核交给别人代审。",
        place: ("经办人管理", "/people"),
        file: "tests/suite/people.rs",
        proof: "a_person_who_is_added_sets_a_password_through_the_link",
    },
    Question {
        question: "授权如何变更?",
        answer: "单位管理员在经办人管理里勾选经办、审核、单位管理员，保存后立即生效：对方会退出登录，重新登录后就是新的权限。变更会记录下来。最后一位单位管理员不能取消自己的权限。",
        place: ("经办人管理", "/people"),
        file: "tests/suite/people.rs",
        proof: "a_change_takes_effect_on_the_next_request",
    },
];
