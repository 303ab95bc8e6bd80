//! Events of busy Linux hosts, made up from a seed: what the proofs and the benches run over.
//!
//! 60 % are of processes, 20 % of connections, 15 % of files, 5 % are DNS queries, with names, arguments and addresses that such
//! hosts have. One event is the same as an agent's own struct ([`HostEvent`]), as a slot table ([`SlotRow`]) and as a
//! document of Elastic Defend ([`HostEvent::document`]).

mod document;
mod generate;
mod row;

pub use generate::{attack, benign, nearly};
pub use row::SlotRow;

use detectors::{Event, Timestamp};
use std::net::IpAddr;

/// An event as an agent has it.
#[derive(Debug, Clone, Event)]
pub enum HostEvent {
    /// A process began or ended.
    Process(Process),
    /// A connection.
    Network(Network),
    /// Something happened to a file.
    File(File),
    /// A DNS query.
    Dns(Dns),
}

/// What all events have.
#[derive(Debug, Clone, Event)]
#[event(constant("host.os.type" = "linux"))]
pub struct Common {
    /// When.
    #[event(field = "@timestamp")]
    pub at: Timestamp,
    /// `start`, `end`, `creation`, …
    #[event(field = "event.type")]
    pub event_type: &'static str,
    /// `exec`, `connection_attempted`, …
    #[event(field = "event.action")]
    pub action: &'static str,
    /// Of 32 hexadecimal digits.
    #[event(field = "host.id")]
    pub host_id: String,
    /// Of 32 characters.
    #[event(field = "process.entity_id")]
    pub entity_id: String,
    /// The process that did it.
    #[event(field = "process.name")]
    pub process_name: &'static str,
    /// Place of the event in its log.
    #[event(handle)]
    pub number: u64,
}

/// A process began or ended.
#[derive(Debug, Clone, Event)]
#[event(category = "process")]
pub struct Process {
    /// What all events have.
    #[event(flatten)]
    pub common: Common,
    /// Command line, word by word.
    #[event(field = "process.args")]
    pub args: Vec<String>,
    /// How many words.
    #[event(field = "process.args_count")]
    pub args_count: i64,
    /// Name of the process that began it.
    #[event(field = "process.parent.name")]
    pub parent_name: &'static str,
}

/// A connection.
#[derive(Debug, Clone, Event)]
#[event(category = "network")]
pub struct Network {
    /// What all events have.
    #[event(flatten)]
    pub common: Common,
    /// Where to.
    #[event(field = "destination.ip")]
    pub destination: IpAddr,
}

/// Something happened to a file.
#[derive(Debug, Clone, Event)]
#[event(category = "file")]
pub struct File {
    /// What all events have.
    #[event(flatten)]
    pub common: Common,
    /// Which one.
    #[event(field = "file.path")]
    pub path: String,
}

/// A DNS query.
#[derive(Debug, Clone, Event)]
#[event(category = "dns")]
pub struct Dns {
    /// What all events have.
    #[event(flatten)]
    pub common: Common,
    /// Which name.
    #[event(field = "dns.question.name")]
    pub question: &'static str,
}

impl HostEvent {
    /// What all events have.
    pub const fn common(&self) -> &Common {
        match self {
            Self::Process(Process { common, .. })
            | Self::Network(Network { common, .. })
            | Self::File(File { common, .. })
            | Self::Dns(Dns { common, .. }) => common,
        }
    }

    /// What all events have, to be changed.
    pub const fn common_mut(&mut self) -> &mut Common {
        match self {
            Self::Process(Process { common, .. })
            | Self::Network(Network { common, .. })
            | Self::File(File { common, .. })
            | Self::Dns(Dns { common, .. }) => common,
        }
    }
}
