//! Tests against real databases and a real server: each has a database, and a port, of its own.

#[macro_use]
mod support;

mod access;
mod admin_announcements;
mod admin_command;
mod admin_operators;
mod admin_policy;
mod admin_units;
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
mod lockout;
mod logs;
mod migrating;
mod model;
mod my_sessions;
mod people;
mod policy;
mod presence;
mod queue;
mod recovering;
mod registering;
mod requests;
mod returned;
mod reveal;
mod reviewing;
mod second_factor;
mod selection;
mod sessions;
mod simultaneous;
mod switching;
mod undo;
mod unit_data;
mod vault;
mod vault_command;
