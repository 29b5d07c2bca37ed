//! The one seam between browser and server: a server function authorises, parses, calls one verb,
//! and returns. Plain forms come to the same functions by `server::forms`.

mod bind;
mod case;
mod desk;
mod portal;
mod reveal;
mod sign_in;
mod workbench;

pub use bind::{Apply, Resubmit, SearchSuperior, Unbind, Withdraw};
pub use bind::{apply, resubmit, search_superior, unbind, withdraw};
pub use case::{CaseQuery, Decide, Done, ForgetCanned, Undo};
pub use case::{case, decide, done, forget_canned, undo};
pub use desk::{BatchProgress, BatchQuery, OrderBatch, PlanBatch, Press, QueueQuery, UndoBatch};
pub use desk::{batch, batch_progress, order_batch, plan_batch, press, queue, undo_batch};
pub use portal::{Announcements, HomeQuery, announcements, home};
pub use reveal::{AdminReveal, Reveal, admin_reveal, reveal};
pub use sign_in::{SignIn, SignOut, sign_in, sign_out};
pub use workbench::{Enter, SaveProfile, WorkbenchQuery, enter, save_profile, workbench};

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
