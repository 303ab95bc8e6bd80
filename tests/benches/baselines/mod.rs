//! What the compiled rule is compared with: the same rule written by hand, and serde_json.

use detector_tests::events::{Common, HostEvent, Network, Process};
use detectors::Timestamp;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::net::IpAddr;

/// The first rule as one would write it by hand for these very structs. Keeps every start: unlike a matcher it is not bounded.
#[derive(Default)]
pub(crate) struct Plain {
    started: HashMap<(String, String), (Timestamp, u64)>,
}

impl Plain {
    /// The numbers of the two events, if this one completes a reverse shell.
    #[inline]
    pub(crate) fn observe(&mut self, event: &HostEvent) -> Option<[u64; 2]> {
        match event {
            HostEvent::Process(process) if starts(process) => {
                let Common { at, number, .. } = process.common;
                self.started.insert(key(&process.common), (at, number));
                None
            }
            HostEvent::Network(network) if connects(network) => {
                let (at, number) = self.started.remove(&key(&network.common))?;
                (network.common.at.0 - at.0 <= 1_000).then_some([number, network.common.number])
            }
            HostEvent::Process(_) | HostEvent::Network(_) | HostEvent::File(_) | HostEvent::Dns(_) => None,
        }
    }
}

fn key(common: &Common) -> (String, String) {
    (common.host_id.clone(), common.entity_id.clone())
}

fn starts(process: &Process) -> bool {
    let name = process.common.process_name;
    let args = process.args.as_slice();
    let is = |text: &str| args.iter().any(|arg| arg.eq_ignore_ascii_case(text));
    let has = |part: &str| args.iter().any(|arg| find(arg, part).is_some());
    let in_order = |parts: &[&str]| args.iter().any(|arg| ordered(arg, parts));
    process.common.event_type == "start"
        && matches!(process.common.action, "exec" | "fork")
        && suspicious_parent(process.parent_name)
        && ((begins(name, "python")
            && is("-c")
            && (in_order(&["import", "pty", "spawn"]) || in_order(&["import", "subprocess", "call"])))
            || (begins(name, "perl") && is("-e") && has("socket") && (has("exec") || has("system")))
            || (begins(name, "ruby") && (is("-e") || is("-rsocket")) && (has("TCPSocket.new") || has("TCPSocket.open")))
            || (begins(name, "lua") && is("-e") && has("socket.tcp") && (has("io.popen") || has("os.execute")))
            || (begins(name, "php") && is("-r") && has("fsockopen") && in_order(&["/bin/", "sh"]))
            || (any_of(name, &["awk", "gawk", "mawk", "nawk"]) && has("/inet/tcp/"))
            || (any_of(name, &["openssl"]) && is("-connect"))
            || (any_of(name, &["nc", "ncat", "netcat"])
                && args.iter().any(|arg| arg == "-e")
                && process.args_count >= 3
                && !args.iter().any(|arg| arg == "-z"))
            || (any_of(name, &["telnet"]) && process.args_count >= 3))
}

fn connects(network: &Network) -> bool {
    network.common.event_type == "start"
        && matches!(network.common.action, "connection_attempted" | "connection_accepted")
        && connecting(network.common.process_name)
        && !excluded(network.destination)
}

fn suspicious_parent(name: &str) -> bool {
    any_of(name, &["bash", "dash", "sh", "tcsh", "csh", "zsh", "ksh", "fish"]) || connecting(name)
}

fn connecting(name: &str) -> bool {
    any_of(name, &["perl", "ruby", "openssl", "nc", "netcat", "ncat", "telnet", "awk"])
        || begins(name, "python")
        || begins(name, "php")
        || begins(name, "lua")
}

fn excluded(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_link_local() || address.is_multicast(),
        IpAddr::V6(address) => address.is_loopback(),
    }
}

fn any_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

fn begins(name: &str, prefix: &str) -> bool {
    name.as_bytes().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

fn ordered(text: &str, parts: &[&str]) -> bool {
    let mut rest = text;
    parts.iter().all(|part| match find(rest, part).and_then(|at| rest.get(at + part.len()..)) {
        Some(behind) => {
            rest = behind;
            true
        }
        None => false,
    })
}

/// The fields that the rule reads, for serde_json; texts are borrowed where they have no escapes.
#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
pub(crate) struct Typed<'a> {
    #[serde(rename = "@timestamp", borrow)]
    at: Text<'a>,
    #[serde(borrow)]
    event: TypedEvent<'a>,
    #[serde(borrow)]
    host: TypedHost<'a>,
    #[serde(borrow)]
    process: TypedProcess<'a>,
    #[serde(borrow)]
    destination: Option<TypedDestination<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TypedEvent<'a> {
    #[serde(borrow)]
    category: Vec<Text<'a>>,
    #[serde(borrow, rename = "type")]
    types: Vec<Text<'a>>,
    #[serde(borrow)]
    action: Text<'a>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TypedHost<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    os: TypedOs<'a>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TypedOs<'a> {
    #[serde(borrow, rename = "type")]
    os_type: Text<'a>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TypedProcess<'a> {
    #[serde(borrow)]
    entity_id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow, default)]
    args: Vec<Text<'a>>,
    args_count: Option<i64>,
    #[serde(borrow)]
    parent: Option<TypedParent<'a>>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TypedParent<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct TypedDestination<'a> {
    #[serde(borrow)]
    ip: Text<'a>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
