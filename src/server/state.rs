//! What every request shares. The process keeps nothing else but how far its batches are and who
//! listens to it: N copies serve one database.

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
    pub runs: Runs,
    pub live: Live,
}
