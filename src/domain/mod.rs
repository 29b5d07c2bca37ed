//! The field's own types and rules (领域): values that are right once they exist.
//!
//! No I/O, no framework: the same code answers at the field in the browser and again on the server.
//! Every type is built by `parse` (or `TryFrom<String>`, which serde uses as well), so what has
//! arrived here need not be checked again. Errors are codes with data; the sentences people read
//! are written elsewhere.

pub mod account;
pub mod account_view;
pub mod act;
pub mod admin;
pub mod appeal;
pub mod application;
pub mod batch;
pub mod binding_policy;
pub mod board;
pub mod branch;
pub mod calendar;
pub mod case_view;
pub mod decision;
pub mod decision_draft;
pub mod delegation;
pub mod device;
pub mod email;
pub mod ended;
pub mod expected;
pub mod fault;
pub mod identity_card;
pub mod industry;
pub mod instant;
pub mod kind;
pub mod lockout;
pub mod mail_choice;
mod mask;
pub use mask::mask_phone;
pub mod message;
pub mod mobile;
mod normalise;
pub mod organization_code;
pub mod outcome;
pub mod password;
pub mod people;
pub mod person_name;
pub mod policy;
pub mod problem;
pub mod profile;
pub mod queue;
pub mod recovering;
pub mod region;
pub mod registering;
pub mod reorganization;
pub mod resubmission;
pub mod reveal;
pub mod role;
pub mod search;
pub mod season;
pub mod sign_in;
pub mod telephone;
pub mod template;
pub mod text;
pub mod tie;
pub mod trail;
pub mod trail_search;
pub mod trail_view;
pub mod unit_type;
pub mod uscc;
mod value;
pub mod views;
pub mod wrong;

pub use account::{
    AdministratorDraft, AdministratorSignIn, CodeDraft, Due, EndOwnDraft, FactorDraft, FactorStep,
    PasswordChange, PasswordDraft, own_password, read_code,
};
pub use account_view::{AccountView, FactorSetup, FactorView, NextStep, Qr, SessionView};
pub use act::ActKind;
pub use appeal::{
    AppealDraft, AppealState, AppealStep, AppealText, AppealView, AppealsView, NotSecond,
    OpinionView, OwnAppeal,
};
pub use application::{ApplicationState, BindingStatus};
pub use batch::{BatchOrder, BatchView, DryRun, OrderDraft, UNDO_WINDOW, UndoneBatch};
pub use binding_policy::{AtLimit, BindingPolicy};
pub use calendar::{Calendar, CalendarDay, CalendarDraft, CalendarYear};
pub use decision::Decision;
pub use decision_draft::DecisionDraft;
pub use delegation::DelegationDraft;
pub use email::Email;
pub use ended::Ended;
pub use expected::Listed;
pub use fault::{Barrier, Fault, Stale, Why};
pub use identity_card::{IdentityCard, IdentityCardError};
pub use industry::{Industry, UnknownIndustry};
pub use instant::Instant;
pub use kind::{ApplicationKind, Consent};
pub use mail_choice::{MailChoice, MailDraft, MailView, MailWish};
pub use message::{
    Audience, BranchNews, ExpectedBy, MessageDraft, MessageKind, MessageView, MessagesView, Seat,
    StandInDays, Unread,
};
pub use mobile::{Mobile, MobileError};
pub use outcome::Outcome;
pub use password::{NewPassword, PasswordError};
pub use people::{AddDraft, Adding, Change, OperatorDraft, Roles};
pub use person_name::PersonName;
pub use policy::{PasswordProfile, Policy, PolicyDraft, SecondFactorFor};
pub use problem::{Field, FieldProblem, Problem, Problems, problem_at};
pub use profile::{Profile, ProfileDraft, missing_report_fields};
pub use queue::{
    AllOf, Applicant, ChosenRow, Cursor, Day, DeskAddress, DeskDraft, Filter, Key, Listing,
    ListingDraft, PageSize, Press, Selection, Sort, Tab, Walk, fold_name, grams, under,
};
pub use recovering::{Forgot, ForgotDraft, OfferDraft, ResetDraft};
pub use region::{RegionCode, RegionCodeError, RegionLevel};
pub use registering::{
    AskDraft, Asking, ChosenPassword, NewPerson, PersonDraft, RegisterDraft, Registration,
    UnitAccount,
};
pub use resubmission::{Resubmission, ResubmitDraft, WorkbenchDraft};
pub use reveal::{PersonalData, Reveal, RevealDraft, Revealed, masked_phone};
pub use role::Role;
pub use search::{ApplyDraft, Obstacle, Search, SearchAnswer, SearchDraft, SuperiorRow};
pub use season::{Season, last_moment};
pub use sign_in::{Panel, Principal, SignIn, SignInDraft};
pub use telephone::{Telephone, TelephoneError};
pub use text::{Address, Contact, Opinion, Reason, Remark, TextError, UnitName, ViewName};
pub use tie::{ConsentDraft, InviteDraft, MoveDraft, UnbindDraft};
pub use trail::{Anchor, NotAnAnchor, Source};
pub use trail_search::{Named, TrailCursor, TrailDraft, TrailKind, TrailSearch};
pub use unit_type::{UnitType, UnknownUnitType};
pub use uscc::{Uscc, UsccError, Verdict};
pub use wrong::{DataField, WrongField};
