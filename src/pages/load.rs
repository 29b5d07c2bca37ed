//! Loading what a page shows, and the pages that stand in its place when it can't be shown.

use super::errors::FaultPage;
use crate::domain::{Due, Fault};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_url;
use std::future::Future;

/// Renders `show` with what `work` finds. Who is not signed in is led to the sign-in, and back.
pub fn load<T, V>(
    work: impl Future<Output = Result<T, Fault>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> AnyView
where
    T: Send + Sync + 'static,
    V: IntoView + 'static,
{
    let url = use_url();
    let work = Suspend::new(async move {
        match work.await {
            Ok(found) => show(found).into_any(),
            Err(Fault::SignInRequired) => {
                let url = url.read_untracked();
                let here = match url.search() {
                    "" => url.path().to_owned(),
                    search => format!("{}?{search}", url.path()),
                };
                let path = match url.path().starts_with("/admin") {
                    true => format!("/admin/login?next={}", escape(&here)),
                    false => format!("/login?panel=operator&next={}", escape(&here)),
                };
                view! { <Redirect path /> }.into_any()
            }
            Err(Fault::Due(due)) => view! { <Redirect path=due_path(due) /> }.into_any(),
            Err(fault) => view! { <FaultPage fault /> }.into_any(),
        }
    });
    view! { <Suspense>{work}</Suspense> }.into_any()
}

/// Where that is done which is due before anything else.
pub fn due_path(due: Due) -> &'static str {
    match due {
        Due::Password => "/account",
        Due::SecondFactor => "/account/second-factor",
    }
}

/// Percent-encodes what has a meaning in a query.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                escaped.push(char::from(byte));
            }
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                escaped.push('%');
                escaped.push(char::from(HEX[usize::from(byte >> 4)]));
                escaped.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_survives_in_a_query() {
        assert_eq!(
            super::escape("/bind?code=1&name=大"),
            "/bind%3Fcode%3D1%26name%3D%E5%A4%A7"
        );
    }
}
