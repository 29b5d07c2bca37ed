//! Logs: to stderr, a line an event, without personal data.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// `LISHU_LOG` chooses what is logged, in the syntax of `RUST_LOG`; warnings and our own news if
/// unset.
pub fn log_to_stderr() {
    let filter =
        EnvFilter::try_from_env("LISHU_LOG").unwrap_or_else(|_| EnvFilter::new("warn,lishu=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Colours are for people; what reads a file is spared them.
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
