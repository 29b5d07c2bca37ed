//! Tests against real databases and a real server: each has a database, and a port, of its own.

#[macro_use]
mod support;

mod access;
mod batches;
mod binding;
mod callers;
mod canned;
mod case_page;
mod command;
mod configuration;
mod database_rules;
mod demo;
mod desk;
mod headers;
mod listing;
mod live;
mod logs;
mod migrating;
mod model;
mod presence;
mod queue;
mod requests;
mod returned;
mod reveal;
mod reviewing;
mod selection;
mod sessions;
mod simultaneous;
mod undo;
mod vault;
mod vault_command;
