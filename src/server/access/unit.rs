//! What concerns the own unit: its people and their accounts, 工作台, and how it is tied.

use super::entry::Entry;
use super::entry::Who::{Anybody, Applying, Managing, Operator, Reviewing, SignedIn};
use super::entry::Whose::{OfUnit, OfUnitOrBelow, Own, OwnCase, Public};
use super::entry::{call, form, page, stream};
use crate::api;
use crate::server::{forms, live};

/// The endpoints of this room.
pub(super) fn entries() -> Vec<Entry> {
    [account(), people(), workbench(), ties(), messages()]
        .into_iter()
        .flatten()
        .collect()
}

/// 我的账号, of operators and administrators alike.
fn account() -> Vec<Entry> {
    vec![
        page("/account", SignedIn, Own),
        page("/account/second-factor", SignedIn, Own),
        form("/account", SignedIn, Own, forms::account::change_password),
        form(
            "/account/sessions",
            SignedIn,
            Own,
            forms::account::end_sessions,
        ),
        form(
            "/account/second-factor",
            SignedIn,
            Own,
            forms::account::change_factor,
        ),
        call::<api::AccountQuery>(SignedIn, Own),
        call::<api::FactorQuery>(SignedIn, Own),
        call::<api::ChangePassword>(SignedIn, Own),
        call::<api::EndSessions>(SignedIn, Own),
        call::<api::ChangeFactor>(SignedIn, Own),
    ]
}

/// 经办人管理, for the own unit and those directly bound to it, 查看 of what is shown masked, and 切换单位.
fn people() -> Vec<Entry> {
    vec![
        page("/people", Managing, Own),
        page("/people/unit/{id}", Managing, OfUnitOrBelow),
        page("/people/{id}", Managing, OfUnitOrBelow),
        form("/people", Managing, Own, forms::people::add),
        form(
            "/people/unit/{id}",
            Managing,
            OfUnitOrBelow,
            forms::people::add_below,
        ),
        form(
            "/people/{id}",
            Managing,
            OfUnitOrBelow,
            forms::people::press,
        ),
        form("/people/reveal", Managing, OfUnit, forms::reveal::of_unit),
        call::<api::Reveal>(Managing, OfUnit),
        form("/switch", Operator, Own, forms::people::switch),
        call::<api::PeopleQuery>(Managing, OfUnitOrBelow),
        call::<api::AddOperator>(Managing, OfUnitOrBelow),
        call::<api::OperatorQuery>(Managing, OfUnitOrBelow),
        call::<api::ChangeOperator>(Managing, OfUnitOrBelow),
        // Every page's frame asks; who acts for no unit hears of none.
        call::<api::OtherUnits>(Anybody, Own),
        call::<api::SwitchUnit>(Operator, Own),
    ]
}

/// 工作台: a unit's own business, which its 经办 carries out.
fn workbench() -> Vec<Entry> {
    vec![
        page("/workbench", Operator, Own),
        page("/bind", Operator, Own),
        form("/enter", Operator, Own, forms::enter),
        form("/workbench", Applying, Own, forms::save_profile),
        form("/bind", Applying, Own, forms::apply),
        form("/withdraw", Applying, OwnCase, forms::withdraw),
        form("/resubmit", Applying, OwnCase, forms::resubmit),
        form("/verification", Applying, Own, forms::ask_verification),
        call::<api::AskVerification>(Applying, Own),
        call::<api::WorkbenchQuery>(Operator, Own),
        call::<api::Enter>(Operator, Own),
        call::<api::SaveProfile>(Applying, Own),
        call::<api::SearchSuperior>(Applying, Own),
        call::<api::Apply>(Applying, Own),
        call::<api::Withdraw>(Applying, OwnCase),
        call::<api::Resubmit>(Applying, OwnCase),
    ]
}

/// 隶属关系: how a tie is moved and ended, and who is invited to be a superior.
fn ties() -> Vec<Entry> {
    vec![
        page("/tie", Operator, Own),
        page("/move", Applying, Own),
        page("/unbind", Applying, Own),
        page("/invite", Applying, Own),
        page("/leaving", Reviewing, Own),
        form("/move", Applying, Own, forms::tie::move_unit),
        form("/unbind", Applying, Own, forms::tie::unbind),
        form("/urge", Applying, OwnCase, forms::tie::urge),
        form("/invite", Applying, Own, forms::tie::invite),
        form(
            "/invite/withdraw",
            Applying,
            Own,
            forms::tie::withdraw_invitation,
        ),
        form("/leaving", Reviewing, Own, forms::tie::answer_leaving),
        call::<api::TieQuery>(Operator, Own),
        call::<api::MoveQuery>(Applying, Own),
        call::<api::MoveUnit>(Applying, Own),
        call::<api::UnbindQuery>(Applying, Own),
        call::<api::Unbind>(Applying, Own),
        call::<api::Urge>(Applying, OwnCase),
        call::<api::InviteQuery>(Applying, Own),
        call::<api::Invite>(Applying, Own),
        call::<api::WithdrawInvitation>(Applying, Own),
        call::<api::LeavingQuery>(Reviewing, Own),
        call::<api::AnswerLeaving>(Reviewing, Own),
    ]
}

/// 站内消息, and the letters that tell of them.
fn messages() -> Vec<Entry> {
    vec![
        page("/messages", Operator, Own),
        form("/messages", Operator, Own, forms::messages::press),
        stream("/messages/live", Operator, Own, live::listen),
        call::<api::MessagesQuery>(Operator, Own),
        // Every page's frame asks; for who acts for no unit there are none.
        call::<api::UnreadQuery>(Anybody, Own),
        call::<api::ReadMessage>(Operator, Own),
        call::<api::ReadMessages>(Operator, Own),
        form("/account/mail", Operator, Own, forms::messages::save_mail),
        call::<api::MailQuery>(SignedIn, Own),
        call::<api::SaveMail>(Operator, Own),
        // Whoever opens the letter need not be signed in.
        page("/mail/{token}", Anybody, Public),
        form(
            "/mail/{token}",
            Anybody,
            Public,
            forms::messages::prove_mail,
        ),
        call::<api::MailLinkQuery>(Anybody, Public),
        call::<api::ProveMail>(Anybody, Public),
    ]
}
