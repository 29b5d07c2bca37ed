//! The one seam between browser and server: a server function authorises, parses, calls one verb,
//! and returns. Plain forms come to the same functions by `server::forms`.

mod account;
mod admin;
mod appeals;
mod bind;
mod case;
mod desk;
mod expected;
mod messages;
mod people;
mod portal;
mod registering;
mod reveal;
mod rounds;
mod security;
mod sign_in;
mod superior;
mod tie;
mod trail;
mod units;
mod webhooks;
mod workbench;

pub use account::{AccountQuery, ChangeFactor, ChangePassword, EndSessions, FactorQuery, Prove};
pub use account::{account, change_factor, change_password, end_sessions, factor, prove};
pub use admin::{
    ActOnUnit, AdminAnnouncementQuery, AdminAnnouncementsQuery, AdminOperatorQuery, AdminQuery,
    AdminServicesQuery, AdminUnitQuery, AdminUnitsQuery, ChangeOperatorOfAnybody,
    PreviewAnnouncement, SaveAnnouncement, SaveService,
};
pub use admin::{
    act_on_unit, admin, admin_announcement, admin_announcements, admin_operator, admin_services,
    admin_unit, admin_units, change_operator_of_anybody, preview_announcement, save_announcement,
    save_service,
};
pub use appeals::{Appeal, AppealsQuery, SettleAppeal, WithdrawAppeal};
pub use appeals::{appeal, appeals, settle_appeal, withdraw_appeal};
pub use bind::{Apply, SearchSuperior, Withdraw};
pub use bind::{apply, search_superior, withdraw};
pub use case::{CaseQuery, Decide, Done, ForgetCanned, Undo};
pub use case::{case, decide, done, forget_canned, undo};
pub use desk::{BatchProgress, BatchQuery, OrderBatch, PlanBatch, Press, QueueQuery, UndoBatch};
pub use desk::{batch, batch_progress, order_batch, plan_batch, press, queue, undo_batch};
pub use expected::{ChangeExpected, DropUpload, ExpectedQuery, ImportExpected, UploadQuery};
pub use expected::{change_expected, drop_upload, expected, import_expected, upload};
pub use messages::{
    MailLinkQuery, MailQuery, MessagesQuery, ProveMail, ReadMessage, ReadMessages, SaveMail,
    UnreadQuery,
};
pub use messages::{
    mail_choice, mail_link, messages, prove_mail, read_message, read_messages, save_mail, unread,
};
pub use people::{AddOperator, ChangeOperator, OperatorQuery, OtherUnits, PeopleQuery, SwitchUnit};
pub use people::{add_operator, change_operator, operator, other_units, people, switch_unit};
pub use portal::{Announcements, HomeQuery, announcements, home};
pub use registering::{
    AcceptOffer, AskToAct, MailLink, OfferQuery, RecoverQuery, Register, RegisterQuery,
    ResetPassword, ResetQuery,
};
pub use registering::{
    accept_offer, ask_to_act, forgot, offer, recover, register, register_form, reset_link,
    reset_password,
};
pub use reveal::{AdminReveal, Reveal, admin_reveal, reveal};
pub use rounds::{
    AdminCalendarQuery, AdminRoundQuery, AdminRoundsQuery, AdminRulesQuery, ChangeRules, SaveRound,
    SetCalendar,
};
pub use rounds::{
    admin_calendar, admin_round, admin_rounds, admin_rules, change_rules, save_round, set_calendar,
};
pub use security::{
    AdminCodesQuery, AdminLocksQuery, AdminPolicyQuery, AdminSessionsQuery, ChangePolicy,
    DropFactorOfOperator, EndSessionsOfOperator, SaveCode, Unlock,
};
pub use security::{
    admin_codes, admin_locks, admin_policy, admin_sessions, change_policy, drop_factor_of_operator,
    end_sessions_of_operator, save_code, unlock,
};
pub use sign_in::{SignIn, SignInAdministrator, SignOut};
pub use sign_in::{sign_in, sign_in_administrator, sign_out};
pub use superior::{BoardQuery, Delegate, DelegationsQuery};
pub use superior::{board, delegate, delegations};
pub use tie::{
    AnswerLeaving, Invite, InviteQuery, LeavingQuery, MoveQuery, MoveUnit, TieQuery, Unbind,
    UnbindQuery, Urge, WithdrawInvitation,
};
pub use tie::{
    answer_leaving, invitation, invite, leaving, move_unit, preview_move, preview_unbinding, tie,
    unbind, urge, withdraw_invitation,
};
pub use trail::{TrailQuery, trail};
pub use units::{
    BelowQuery, ProposalQuery, ProposalsQuery, Propose, ReleaseBelow, SettleProposal, TreeQuery,
};
pub use units::{below, proposal, proposals, propose, release_below, settle_proposal, tree};
pub use webhooks::{AdminWebhooksQuery, PressWebhook, admin_webhooks, press_webhook};
pub use workbench::{AskVerification, Enter, Resubmit, SaveProfile, WorkbenchQuery};
pub use workbench::{ask_verification, enter, resubmit, save_profile, workbench};

use crate::domain::Fault;
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

impl FromServerFnError for Fault {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            // What is not of the shape that our own pages send is nobody's slip of the pen.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid(Vec::new())
            }
            // On the server it is the arguments that can't be read, in the browser the answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => {
                Self::Invalid(Vec::new())
            }
            _ => Self::Internal,
        }
    }
}
