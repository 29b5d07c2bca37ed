//! The table: every endpoint, who may call it, and whose records it is about. The router is built
//! from it. What is not here does not exist: neither an address, nor a server function.
//!
//! An endpoint more is one line in [`table`]:
//!
//! - a page: `page("/people", Managing, Own)`, beside its `<Route>` in src/app.rs;
//! - a form: `form("/people", Managing, Own, forms::people::add)`;
//! - a server function: `call::<api::AddPerson>(Managing, Own)`, by the type that `#[server]` makes;
//! - a form with a file: `upload("/expected/upload", Reviewing, Own, forms::expected::upload)`;
//! - what only a script asks: `signal` (a POST without a body) and `stream` (of events);
//! - a file to download: `file("/admin/trail.csv", Administrator(Role::Audit), Platform, export)`.
//!
//! Then how to ask for it, in tests/suite/access/asks.rs: the matrix there calls each endpoint as
//! everybody, and fails on one that it can't ask for.
//!
//! The guard refuses by this table before a body is read or a page rendered. A server function
//! authorises itself all the same: pages call it too.

mod entry;
mod guard;

pub use entry::{Entry, Kind, Who, Whose};

use super::{assets, forms, live};
use crate::api;
use crate::domain::Role;
use entry::Who::{
    Administrator, AnyAdministrator, Anybody, Applying, Managing, Operator, Reviewing, SignedIn,
};
use entry::Whose::{Below, OfUnit, OfUnitOrBelow, Own, OwnCase, Platform, Public, QueuedCase};
use entry::{asset, call, file, form, page, signal, stream, upload};

/// Every endpoint there is.
pub fn table() -> Vec<Entry> {
    [
        files(),
        portal(),
        coming(),
        account(),
        workbench(),
        ties(),
        superiors(),
        messages(),
        people(),
        reviews(),
        lists(),
        reveals(),
        units(),
        administration(),
        rounds(),
        appeals(),
        security(),
        audit(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn files() -> Vec<Entry> {
    vec![
        asset("/pkg/{*file}", assets::serve),
        asset("/favicon.svg", assets::serve),
    ]
}

/// Open to everybody.
fn portal() -> Vec<Entry> {
    vec![
        page("/", Anybody, Public),
        page("/announcements", Anybody, Public),
        page("/help", Anybody, Public),
        page("/login", Anybody, Public),
        page("/login/code", Anybody, Public),
        page("/admin/login", Anybody, Public),
        form("/login", Anybody, Public, forms::sign_in::sign_in),
        form("/login/code", Anybody, Public, forms::sign_in::prove),
        form(
            "/admin/login",
            Anybody,
            Public,
            forms::sign_in::sign_in_administrator,
        ),
        form("/logout", Anybody, Own, forms::sign_out),
        call::<api::HomeQuery>(Anybody, Public),
        call::<api::Announcements>(Anybody, Public),
        call::<api::SignIn>(Anybody, Public),
        call::<api::SignInAdministrator>(Anybody, Public),
        call::<api::Prove>(Anybody, Public),
        call::<api::SignOut>(Anybody, Own),
    ]
}

/// 单位注册, and the ways back in.
fn coming() -> Vec<Entry> {
    vec![
        page("/register", Anybody, Public),
        page("/ask", Anybody, Public),
        page("/recover", Anybody, Public),
        page("/reset/{token}", Anybody, Public),
        form("/register", Anybody, Public, forms::registering::register),
        form("/ask", Anybody, Public, forms::registering::ask),
        form("/recover", Anybody, Public, forms::registering::forgot),
        form("/reset/{token}", Anybody, Public, forms::registering::reset),
        call::<api::RegisterQuery>(Anybody, Public),
        call::<api::Register>(Anybody, Public),
        call::<api::AskToAct>(Anybody, Public),
        call::<api::RecoverQuery>(Anybody, Public),
        call::<api::MailLink>(Anybody, Public),
        call::<api::ResetQuery>(Anybody, Public),
        call::<api::ResetPassword>(Anybody, Public),
    ]
}

/// 经办人管理, for the own unit and those directly bound to it, and 切换单位.
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

/// 代审 and 审核看板, of a superior's reviewers.
fn superiors() -> Vec<Entry> {
    vec![
        page("/board", Reviewing, Own),
        page("/delegation", Reviewing, Own),
        form("/delegation", Reviewing, Own, forms::superior::delegate),
        call::<api::BoardQuery>(Reviewing, Own),
        call::<api::DelegationsQuery>(Reviewing, Own),
        call::<api::Delegate>(Reviewing, Own),
    ]
}

/// 站内消息, and what leaves the platform because of them.
fn messages() -> Vec<Entry> {
    let system = Administrator(Role::System);
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
        page("/admin/webhooks", system, Platform),
        form("/admin/webhooks", system, Platform, forms::webhooks::press),
        call::<api::AdminWebhooksQuery>(system, Platform),
        call::<api::PressWebhook>(system, Platform),
    ]
}

/// 平台管理, of 系统管理员.
fn administration() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        page("/admin", AnyAdministrator, Platform),
        page("/admin/units", system, Platform),
        page("/admin/units/{id}", system, Platform),
        page("/admin/operators/{id}", system, Platform),
        page("/admin/announcements", system, Platform),
        page("/admin/announcements/{id}", system, Platform),
        page("/admin/modules", system, Platform),
        form("/admin/units/{id}", system, Platform, forms::admin::unit),
        form(
            "/admin/operators/{id}",
            system,
            Platform,
            forms::admin::operator,
        ),
        form(
            "/admin/announcements/{id}",
            system,
            Platform,
            forms::admin::announcement,
        ),
        form("/admin/modules", system, Platform, forms::admin::service),
        call::<api::AdminQuery>(AnyAdministrator, Platform),
        call::<api::AdminUnitsQuery>(system, Platform),
        call::<api::AdminUnitQuery>(system, Platform),
        call::<api::ActOnUnit>(system, Platform),
        call::<api::AdminOperatorQuery>(system, Platform),
        call::<api::ChangeOperatorOfAnybody>(system, Platform),
        call::<api::AdminAnnouncementsQuery>(system, Platform),
        call::<api::AdminAnnouncementQuery>(system, Platform),
        call::<api::PreviewAnnouncement>(system, Platform),
        call::<api::SaveAnnouncement>(system, Platform),
        call::<api::AdminServicesQuery>(system, Platform),
        call::<api::SaveService>(system, Platform),
    ]
}

/// 申报批次, 业务规则 and 工作日历, of 系统管理员.
fn rounds() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        page("/admin/rounds", system, Platform),
        page("/admin/rounds/{id}", system, Platform),
        page("/admin/rules", system, Platform),
        page("/admin/calendar", system, Platform),
        form("/admin/rounds/{id}", system, Platform, forms::rounds::round),
        form("/admin/rules", system, Platform, forms::rounds::rules),
        form("/admin/calendar", system, Platform, forms::rounds::calendar),
        call::<api::AdminRoundsQuery>(system, Platform),
        call::<api::AdminRoundQuery>(system, Platform),
        call::<api::SaveRound>(system, Platform),
        call::<api::AdminRulesQuery>(system, Platform),
        call::<api::ChangeRules>(system, Platform),
        call::<api::AdminCalendarQuery>(system, Platform),
        call::<api::SetCalendar>(system, Platform),
    ]
}

/// 申诉: of a barred unit, and to the superior that barred it. Of another's appeal neither knows.
fn appeals() -> Vec<Entry> {
    vec![
        page("/appeals", Reviewing, Own),
        form("/appeals", Reviewing, Own, forms::appeals::settle),
        form("/appeal", Applying, Own, forms::appeals::appeal),
        form("/appeal/withdraw", Applying, Own, forms::appeals::withdraw),
        call::<api::AppealsQuery>(Reviewing, Own),
        call::<api::SettleAppeal>(Reviewing, Own),
        call::<api::Appeal>(Applying, Own),
        call::<api::WithdrawAppeal>(Applying, Own),
    ]
}

/// 平台管理, of 安全管理员.
fn security() -> Vec<Entry> {
    let security = Administrator(Role::Security);
    vec![
        page("/admin/policy", security, Platform),
        page("/admin/sessions", security, Platform),
        page("/admin/locks", security, Platform),
        page("/admin/codes", security, Platform),
        form("/admin/policy", security, Platform, forms::security::policy),
        form(
            "/admin/sessions",
            security,
            Platform,
            forms::security::sessions,
        ),
        form("/admin/locks", security, Platform, forms::security::unlock),
        form("/admin/codes", security, Platform, forms::security::code),
        call::<api::AdminPolicyQuery>(security, Platform),
        call::<api::ChangePolicy>(security, Platform),
        call::<api::AdminSessionsQuery>(security, Platform),
        call::<api::EndSessionsOfOperator>(security, Platform),
        call::<api::AdminLocksQuery>(security, Platform),
        call::<api::Unlock>(security, Platform),
        call::<api::AdminCodesQuery>(security, Platform),
        call::<api::SaveCode>(security, Platform),
    ]
}

/// 平台管理, of 审计管理员.
fn audit() -> Vec<Entry> {
    let audit = Administrator(Role::Audit);
    vec![
        page("/admin/trail", audit, Platform),
        file("/admin/trail.csv", audit, Platform, forms::trail::export),
        call::<api::TrailQuery>(audit, Platform),
    ]
}

/// 下级单位: the tree under a unit, and what its reviewers do to branches of it.
fn units() -> Vec<Entry> {
    vec![
        page("/units", Reviewing, OfUnitOrBelow),
        page("/units/reorganize", Reviewing, Own),
        page("/units/reorganize/{id}", Reviewing, OfUnit),
        page("/units/{id}", Reviewing, Below),
        file(
            "/units.xlsx",
            Reviewing,
            OfUnitOrBelow,
            forms::units::export,
        ),
        form("/units/reorganize", Reviewing, Own, forms::units::propose),
        form(
            "/units/reorganize/{id}",
            Reviewing,
            OfUnit,
            forms::units::settle,
        ),
        form("/units/{id}", Reviewing, Below, forms::units::release),
        call::<api::TreeQuery>(Reviewing, OfUnitOrBelow),
        call::<api::BelowQuery>(Reviewing, Below),
        call::<api::ReleaseBelow>(Reviewing, Below),
        call::<api::ProposalsQuery>(Reviewing, Own),
        call::<api::Propose>(Reviewing, Own),
        call::<api::ProposalQuery>(Reviewing, OfUnit),
        call::<api::SettleProposal>(Reviewing, OfUnit),
    ]
}

/// 查看 of what is shown masked.
fn reveals() -> Vec<Entry> {
    let system = Administrator(Role::System);
    vec![
        form("/people/reveal", Managing, OfUnit, forms::reveal::of_unit),
        form("/admin/reveal", system, Platform, forms::reveal::of_anybody),
        call::<api::Reveal>(Managing, OfUnit),
        call::<api::AdminReveal>(system, Platform),
    ]
}

/// 业务审核: a superior's queue, and the cases and batches in it.
fn reviews() -> Vec<Entry> {
    vec![
        page("/review", Reviewing, Own),
        page("/review/batch", Reviewing, Own),
        page("/review/batch/running", Reviewing, Own),
        page("/review/batch/{id}", Reviewing, OfUnit),
        page("/review/{id}", Reviewing, QueuedCase),
        form("/review", Reviewing, Own, forms::desk::press),
        form("/review/batch", Reviewing, Own, forms::desk::order),
        form("/review/batch/{id}", Reviewing, OfUnit, forms::desk::undo),
        form("/review/{id}", Reviewing, QueuedCase, forms::case::decide),
        stream("/review/live", Reviewing, Own, live::open),
        signal("/review/{id}/here", Reviewing, QueuedCase, live::here),
        // Of a case that is not there nobody was: nothing is to be said.
        signal("/review/{id}/leave", Reviewing, Own, live::leave),
        call::<api::QueueQuery>(Reviewing, Own),
        call::<api::Press>(Reviewing, Own),
        call::<api::PlanBatch>(Reviewing, Own),
        call::<api::OrderBatch>(Reviewing, Own),
        call::<api::BatchProgress>(Reviewing, Own),
        call::<api::BatchQuery>(Reviewing, OfUnit),
        call::<api::UndoBatch>(Reviewing, OfUnit),
        call::<api::CaseQuery>(Reviewing, QueuedCase),
        call::<api::Decide>(Reviewing, QueuedCase),
        call::<api::Undo>(Reviewing, QueuedCase),
        // Says nothing of a case that is not the unit's, and forgets no other unit's opinion.
        call::<api::Done>(Operator, Own),
        call::<api::ForgetCanned>(Reviewing, Own),
    ]
}

/// 应绑清单: whom a superior expects, and who of them is missing.
fn lists() -> Vec<Entry> {
    vec![
        page("/expected", Reviewing, Own),
        page("/expected/import", Reviewing, Own),
        form("/expected", Reviewing, Own, forms::expected::press),
        form("/expected/import", Reviewing, Own, forms::expected::import),
        upload("/expected/upload", Reviewing, Own, forms::expected::upload),
        file(
            "/expected/template.xlsx",
            Reviewing,
            Own,
            forms::expected::template,
        ),
        file(
            "/expected/errors.xlsx",
            Reviewing,
            Own,
            forms::expected::marked,
        ),
        file(
            "/expected/missing.xlsx",
            Reviewing,
            Own,
            forms::expected::missing,
        ),
        call::<api::ExpectedQuery>(Reviewing, Own),
        call::<api::UploadQuery>(Reviewing, Own),
        call::<api::ImportExpected>(Reviewing, Own),
        call::<api::DropUpload>(Reviewing, Own),
        call::<api::ChangeExpected>(Reviewing, Own),
    ]
}
