//! Event → JSON, in the shape and size of Elastic Defend's documents.

use super::generate::Random;
use super::{HostEvent, Network, Process};
use serde_json::{Value, json};

impl HostEvent {
    /// One line of a log, about 1.3 kB.
    pub fn document(&self) -> String {
        let common = self.common();
        let mut random = Random::of(common.number + 7);
        let time = time(common.at.0);
        let category = match self {
            Self::Process(_) => "process",
            Self::Network(_) => "network",
            Self::File(_) => "file",
            Self::Dns(_) => "dns",
        };
        let (id, name) = (&common.host_id, common.process_name);
        let dataset = format!("endpoint.events.{}", if category == "dns" { "network" } else { category });
        let user = json!({ "name": "app", "id": "1001" });
        let mut document = json!({
            "@timestamp": time,
            "agent": { "id": id, "type": "endpoint", "version": "8.13.4" },
            "data_stream": { "dataset": dataset, "namespace": "default", "type": "logs" },
            "ecs": { "version": "8.10.0" },
            "event": {
                "action": common.action, "category": [category], "created": time, "dataset": dataset,
                "id": format!("Mx{:010}+++++/8", common.number), "kind": "event", "module": "endpoint", "outcome": "unknown",
                "sequence": common.number, "type": [common.event_type],
            },
            "host": {
                "id": id, "hostname": "prod-web-07", "name": "prod-web-07", "ip": ["10.20.30.40", "127.0.0.1", "::1"],
                "mac": ["02-42-ac-11-00-02"], "architecture": "x86_64",
                "os": {
                    "type": "linux", "platform": "ubuntu", "name": "Linux", "family": "debian", "version": "22.04.4",
                    "kernel": "5.15.0-105-generic #115-Ubuntu SMP Mon Apr 15 09:52:04 UTC 2024",
                },
            },
            "message": format!("Endpoint {category} event"),
            "process": {
                "name": name, "executable": format!("/usr/bin/{name}"), "pid": 300 + random.below(4_000_000),
                "entity_id": common.entity_id, "hash": { "sha256": random.hexadecimal(64), "md5": random.hexadecimal(32) },
            },
            "user": user, "group": user,
        });
        match self {
            Self::Process(process) => add_process(&mut document, process, &mut random),
            Self::Network(network) => add_network(&mut document, network, &mut random),
            Self::File(file) => {
                let hash = json!({ "sha256": random.hexadecimal(64), "md5": random.hexadecimal(32) });
                document["file"] = json!({
                    "path": file.path, "extension": "log", "size": random.below(1 << 20), "mode": "0644", "owner": "app", "uid": "1001",
                    "hash": hash,
                });
            }
            Self::Dns(dns) => {
                document["dns"] =
                    json!({ "question": { "name": dns.question, "type": "A", "class": "IN" }, "header_flags": ["RD"] });
            }
        }
        document.to_string()
    }
}

fn add_process(document: &mut Value, event: &Process, random: &mut Random) {
    let parent = event.parent_name;
    let process = &mut document["process"];
    process["args"] = json!(event.args);
    process["args_count"] = json!(event.args_count);
    process["command_line"] = json!(event.args.join(" "));
    process["working_directory"] = json!("/srv/app");
    process["interactive"] = json!(false);
    process["session_leader"] = json!({ "entity_id": random.hexadecimal(32), "pid": random.below(4_000_000), "name": "sshd" });
    process["parent"] = json!({
        "name": parent, "executable": format!("/usr/bin/{parent}"), "pid": random.below(4_000_000),
        "entity_id": random.hexadecimal(32), "args": [parent], "args_count": 1, "command_line": parent,
    });
}

fn add_network(document: &mut Value, event: &Network, random: &mut Random) {
    document["source"] = json!({ "address": "10.20.30.40", "ip": "10.20.30.40", "port": 32_768 + random.below(28_000) });
    document["destination"] = json!({
        "address": event.destination.to_string(), "ip": event.destination.to_string(), "port": 443,
        "geo": { "country_iso_code": "DE", "continent_name": "Europe" },
    });
    document["network"] = json!({ "transport": "tcp", "type": "ipv4", "direction": "egress", "bytes": random.below(1 << 20) });
}

fn time(ms: i64) -> String {
    detectors::Scalar::Time(detectors::Timestamp(ms)).with_text(str::to_owned)
}

impl Random {
    fn hexadecimal(&mut self, digits: usize) -> String {
        let text: String = (0..digits.div_ceil(16)).map(|_| format!("{:016x}", self.next())).collect();
        text[..digits].to_owned()
    }
}
