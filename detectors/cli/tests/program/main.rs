//! The program as a user meets it: arguments, files and pipes in; alerts, messages and exit codes out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its data is not what it should be")]

mod alerts;
mod check;
mod command_line;
mod coverage;
mod expand;
mod explain;
mod fix;
mod import;
mod import_again;
mod new;
mod profile;
mod recorded;
mod refused;
mod run_rules;
mod sarif;
mod support;
mod test;
mod why;
