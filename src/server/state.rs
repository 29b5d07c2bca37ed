//! What every request shares. The process keeps nothing else but how far its batches are, who
//! listens to it, and how often an address has tried to sign in: N copies serve one database.

use super::address_limit::AddressLimit;
use super::live::Live;
use super::passwords::Passwords;
use super::runs::Runs;
use super::settings::Settings;
use super::store::Db;
use super::vault::Vault;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::Arc;

#[derive(Clone, FromRef)]
pub struct AppState {
    pub db: Db,
    pub settings: Arc<Settings>,
    pub leptos: LeptosOptions,
    pub passwords: Passwords,
    pub vault: Vault,
    pub addresses: AddressLimit,
    /// Of who registers or asks to act: nobody does so often.
    #[from_ref(skip)]
    pub newcomers: AddressLimit,
    pub runs: Runs,
    pub live: Live,
}
