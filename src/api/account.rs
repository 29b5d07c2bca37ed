//! 我的账号: password, second factor and sessions, of whoever is signed in.

use crate::domain::{
    AccountView, CodeDraft, EndOwnDraft, FactorDraft, FactorView, Fault, NextStep, PasswordDraft,
};
use leptos::prelude::*;
use server_fn::codec::Json;

#[server(name = AccountQuery, prefix = "/api", endpoint = "account", input = Json)]
pub async fn account() -> Result<AccountView, Fault> {
    use crate::server;
    server::respond(async {
        let who = server::signed_in()?;
        server::account(&server::state(), &server::headers(), &who).await
    })
    .await
}

/// 修改密码
#[server(prefix = "/api", endpoint = "change_password", input = Json)]
pub async fn change_password(draft: PasswordDraft) -> Result<(), Fault> {
    use crate::server;
    server::respond(async {
        let (who, state) = (server::signed_in()?, server::state());
        let change = draft.try_into()?;
        server::change_password(&state, &server::headers(), &who, change).await
    })
    .await
}

/// Ends one of one's own sessions, or with an empty name all but this one.
#[server(prefix = "/api", endpoint = "end_sessions", input = Json)]
pub async fn end_sessions(draft: EndOwnDraft) -> Result<(), Fault> {
    use crate::domain::own_password;
    use crate::server;
    server::respond(async {
        let who = server::signed_in()?;
        let password = own_password(draft.password)?;
        let name = (!draft.name.is_empty()).then_some(draft.name.as_str());
        let (state, headers) = (server::state(), server::headers());
        server::end_sessions(&state, &headers, &who, name, password).await
    })
    .await
}

#[server(name = FactorQuery, prefix = "/api", endpoint = "factor", input = Json)]
pub async fn factor() -> Result<FactorView, Fault> {
    use crate::server;
    server::respond(async {
        let who = server::signed_in()?;
        server::factor(&server::state(), &who).await
    })
    .await
}

/// A step of 两步验证. What it returns are recovery codes, to be shown this once.
#[server(prefix = "/api", endpoint = "change_factor", input = Json)]
pub async fn change_factor(draft: FactorDraft) -> Result<Vec<String>, Fault> {
    use crate::domain::{FactorStep, own_password};
    use crate::server;
    server::respond(async {
        let (who, state, headers) = (server::signed_in()?, server::state(), server::headers());
        match draft.step() {
            FactorStep::Begin => {
                server::begin_factor(&state, &who).await?;
                Ok(Vec::new())
            }
            FactorStep::Confirm => {
                let password = own_password(draft.password)?;
                server::confirm_factor(&state, &headers, &who, password, &draft.code).await
            }
            FactorStep::Renew => server::renew_codes(&state, &headers, &who, &draft.code).await,
            FactorStep::Off => {
                let password = own_password(draft.password)?;
                server::drop_factor(&state, &headers, &who, password, &draft.code).await?;
                Ok(Vec::new())
            }
        }
    })
    .await
}

/// The second step of a sign-in.
#[server(prefix = "/api", endpoint = "prove", input = Json)]
pub async fn prove(draft: CodeDraft) -> Result<NextStep, Fault> {
    use crate::domain::{Field, FieldProblem, read_code};
    use crate::server;
    server::respond(async {
        let state = server::state();
        server::slow_down()?;
        let code = read_code(&draft.code).map_err(|problem| {
            let field = Field::FactorCode;
            vec![FieldProblem { field, problem }]
        })?;
        let entered = server::prove(&state, &server::headers(), &code).await?;
        entered.cookies.into_iter().for_each(server::set_cookie);
        Ok(entered.next)
    })
    .await
}
