//! Event logs: files and standard input → lines ([`input`]), what is no log ([`sniff`]), what was refused ([`complaints`], [`json`]).

pub(crate) mod complaints;
pub(crate) mod input;
pub(crate) mod json;
pub(crate) mod sniff;
