//! Fleet and seed → a log as Elastic Defend writes it: one document a line, about 1.75 kB each.
//!
//! 60 % process events, 20 % network, 15 % file, 5 % DNS, in the order of their times; keys in a sensor's order and not sorted, `event` behind
//! what it is about. The same text for the same seed. What a rule finds here is chance: nothing is planted. The typed events of
//! [`crate::events`] are for benches of one rule.

use crate::random::Random;
use std::collections::VecDeque;
use std::fmt::Write;

/// Which operating systems the hosts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fleet {
    /// Linux alone.
    Linux,
    /// Windows on half of the hosts, Linux on three of ten, macOS on two of ten.
    Mixed,
}

/// So many documents.
pub fn ndjson(fleet: Fleet, count: usize, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut hosts: Vec<Host> = (0..HOSTS).map(|number| Host::new(fleet, number, &mut random)).collect();
    let mut at_ms = START_MS;
    let mut log = String::new();
    for number in 0..count {
        at_ms += random.below(5) as i64;
        let host = random.below(hosts.len());
        document(&mut log, &mut hosts[host], &mut random, Moment { number, at: time(at_ms) });
        log.push('\n');
    }
    log
}

const HOSTS: usize = 40;

/// 2026-01-01T00:00:00Z
const START_MS: i64 = 1_767_225_600_000;

/// Processes of a host that later events are about.
const RUNNING_MAX: usize = 64;

struct Platform {
    os: &'static str,
    /// The inside of `host.os`.
    details: &'static str,
    /// Name, folder, arguments behind the name; `#` is a number.
    programs: &'static [(&'static str, &'static str, &'static [&'static str])],
    separator: &'static str,
    folders: &'static [&'static str],
    users: &'static [(&'static str, &'static str, &'static str)],
    /// Names of a process's beginning.
    starts: &'static [&'static str],
    signer: Option<&'static str>,
}

const LINUX: Platform = Platform {
    os: "linux",
    details: r#""Ext":{"variant":"Ubuntu"},"kernel":"5.15.0-105-generic","name":"Linux","family":"ubuntu","type":"linux","version":"22.04.4","platform":"ubuntu","full":"Ubuntu 22.04.4""#,
    programs: &[
        ("bash", "/usr/bin", &["-c", "systemctl is-active nginx"]),
        ("sh", "/usr/bin", &["-c", "test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily )"]),
        ("ls", "/usr/bin", &["-la", "/home/user#/proj"]),
        ("grep", "/usr/bin", &["-rn", "timeout", "/var/log/nginx"]),
        ("awk", "/usr/bin", &["{print $1, \"#\"}", "/var/log/nginx/access.log"]),
        ("python3", "/usr/bin", &["/opt/app/worker_#.py", "--config", "/etc/app/worker.yml", "--shard", "#"]),
        ("java", "/usr/lib/jvm/java-17/bin", &["-Xmx2g", "-jar", "/opt/svc/app.jar", "--spring.profiles.active=prod"]),
        ("curl", "/usr/bin", &["-sS", "-o", "/dev/null", "http://10.0.12.#/healthz"]),
        ("git", "/usr/bin", &["fetch", "--prune", "origin", "feature/#"]),
        ("runc", "/usr/bin", &["--root", "/var/run/docker/runtime-runc/moby", "exec", "--process", "/tmp/runc-process#"]),
        ("systemctl", "/usr/bin", &["status", "docker"]),
        ("nc", "/usr/bin", &["-z", "-w", "2", "10.1.7.#", "5432"]),
        ("chmod", "/usr/bin", &["+x", "/tmp/build-#.sh"]),
    ],
    separator: "/",
    folders: &["/tmp", "/var/log/app", "/home/app/work", "/srv/app/cache", "/etc/cron.d"],
    users: &[("root", "0", ""), ("www-data", "33", ""), ("app", "1001", ""), ("deploy", "1002", "")],
    starts: &["exec", "exec", "fork"],
    signer: None,
};

const WINDOWS: Platform = Platform {
    os: "windows",
    details: r#""Ext":{"variant":"Windows 11 Pro"},"kernel":"23H2","name":"Windows","family":"windows","type":"windows","version":"23H2 (10.0.22631.3447)","platform":"windows","full":"Windows 11 Pro""#,
    programs: &[
        ("svchost.exe", r"C:\Windows\System32", &["-k", "netsvcs", "-p", "-s", "Schedule"]),
        ("cmd.exe", r"C:\Windows\System32", &["/c", r#"type "C:\ProgramData\Vendor\state #.txt""#]),
        ("powershell.exe", r"C:\Windows\System32\WindowsPowerShell\v1.0", &["-NoProfile", "-File", r"C:\Tools\inventory_#.ps1"]),
        ("conhost.exe", r"C:\Windows\System32", &["0xffffffff", "-ForceV1"]),
        (
            "msedge.exe",
            r"C:\Program Files (x86)\Microsoft\Edge\Application",
            &["--type=renderer", "--lang=en-US", "--renderer-client-id=#"],
        ),
        ("OUTLOOK.EXE", r"C:\Program Files\Microsoft Office\root\Office16", &["/recycle"]),
        ("SearchIndexer.exe", r"C:\Windows\System32", &["/Embedding"]),
        ("rundll32.exe", r"C:\Windows\System32", &[r"C:\Windows\System32\shell32.dll,Control_RunDLL", "#"]),
        ("MsMpEng.exe", r"C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.24030.9-0", &[]),
        ("taskhostw.exe", r"C:\Windows\System32", &["Install", "$(Arg0)"]),
    ],
    separator: r"\",
    folders: &[r"C:\Users\alice\AppData\Local\Temp", r"C:\Windows\Temp", r"C:\ProgramData\Vendor", r"C:\Users\bob\Documents"],
    users: &[
        ("SYSTEM", "S-1-5-18", "NT AUTHORITY"),
        ("NETWORK SERVICE", "S-1-5-20", "NT AUTHORITY"),
        ("alice", "S-1-5-21-1004336348-1177238915-682003330-1104", "CORP"),
        ("bob", "S-1-5-21-1004336348-1177238915-682003330-1119", "CORP"),
    ],
    starts: &["start"],
    signer: Some("Microsoft Windows"),
};

const MACOS: Platform = Platform {
    os: "macos",
    details: r#""Ext":{"variant":"macOS"},"kernel":"Darwin Kernel Version 23.4.0: RELEASE_ARM64_T6000","name":"macOS","family":"macos","type":"macos","version":"14.4.1","platform":"macos","full":"macOS 14.4.1""#,
    programs: &[
        ("launchctl", "/bin", &["list", "com.vendor.agent.#"]),
        (
            "mdworker_shared",
            "/System/Library/Frameworks/CoreServices.framework/Support",
            &["-s", "mdworker", "-c", "MDSImporterWorker"],
        ),
        ("zsh", "/bin", &["-c", "source ~/.zshrc && sw_vers -productVersion"]),
        ("osascript", "/usr/bin", &["-e", "tell application \"Finder\" to get name of home"]),
        (
            "Google Chrome Helper",
            "/Applications/Google Chrome.app/Contents/Frameworks",
            &["--type=gpu-process", "--shared-files=#"],
        ),
        ("sysctl", "/usr/sbin", &["-n", "kern.boottime"]),
    ],
    separator: "/",
    folders: &["/private/tmp", "/Users/alice/Library/Caches", "/Users/bob/Downloads", "/Library/LaunchAgents"],
    users: &[("root", "0", ""), ("alice", "501", ""), ("bob", "502", "")],
    starts: &["exec", "fork"],
    signer: Some("Software Signing"),
};

struct Host {
    platform: &'static Platform,
    /// The `agent` and the `host` of its documents.
    agent: String,
    host: String,
    address: String,
    running: VecDeque<Process>,
}

#[derive(Clone)]
struct Process {
    name: &'static str,
    executable: String,
    entity_id: String,
    pid: usize,
    parent: Option<Box<Process>>,
    args: Vec<String>,
}

/// Which program starts one of Windows, and its folder: another one there would be worth an alert.
fn usual_parent(program: &str) -> Option<(&'static str, &'static str)> {
    const SYSTEM: &str = r"C:\Windows\System32";
    match program {
        "svchost.exe" | "MsMpEng.exe" | "SearchIndexer.exe" => Some(("services.exe", SYSTEM)),
        "taskhostw.exe" => Some(("svchost.exe", SYSTEM)),
        "conhost.exe" => Some(("cmd.exe", SYSTEM)),
        "cmd.exe" | "powershell.exe" | "rundll32.exe" | "msedge.exe" | "OUTLOOK.EXE" => Some(("explorer.exe", r"C:\Windows")),
        _ => None,
    }
}

/// Who has signed a program.
fn signer(platform: &Platform, executable: &str) -> Option<&'static str> {
    if executable.starts_with(r"C:\Program Files") { Some("Microsoft Corporation") } else { platform.signer }
}

struct Moment {
    number: usize,
    at: String,
}

impl Host {
    fn new(fleet: Fleet, number: usize, random: &mut Random) -> Self {
        let platform = match (fleet, number % 10) {
            (Fleet::Linux, _) | (Fleet::Mixed, 5..=7) => &LINUX,
            (Fleet::Mixed, 0..=4) => &WINDOWS,
            (Fleet::Mixed, _) => &MACOS,
        };
        let id = hexadecimal(random, 32);
        let address = format!("10.{}.{}.{}", random.below(256), random.below(256), 1 + random.below(254));
        let agent = format!(
            r#"{{"id":"{}-2f01-4d1c-9b36-{}","type":"endpoint","version":"8.13.4"}}"#,
            hexadecimal(random, 8),
            hexadecimal(random, 12)
        );
        let mac: Vec<String> = (0..6).map(|_| hexadecimal(random, 2)).collect();
        let host = format!(
            r#"{{"hostname":"{os}-{number:02}","os":{{{}}},"ip":["{address}","127.0.0.1","::1"],"name":"{os}-{number:02}","id":"{id}","mac":["{}"],"architecture":"x86_64"}}"#,
            platform.details,
            mac.join("-"),
            os = platform.os,
        );
        Self { platform, agent, host, address, running: VecDeque::new() }
    }

    /// A process begins.
    fn start(&mut self, random: &mut Random) -> Process {
        let (name, folder, args) = *random.pick(self.platform.programs);
        let executable = format!("{folder}{}{name}", self.platform.separator);
        let parent = match usual_parent(name) {
            Some((parent, folder)) => {
                let executable = format!("{folder}{}{parent}", self.platform.separator);
                let (entity_id, args) = (format!("{parent}-{}", self.address), vec![executable.clone()]);
                Some(Process { name: parent, executable, entity_id, pid: 700, parent: None, args })
            }
            None => self.running.get(random.below(self.running.len())).map(|parent| Process { parent: None, ..parent.clone() }),
        };
        let parent = parent.map(Box::new);
        let args = args.iter().map(|arg| arg.replace('#', &random.below(1_000).to_string()));
        let first = if self.platform.os == "windows" { executable.clone() } else { name.to_owned() };
        let args = std::iter::once(first).chain(args).collect();
        let process = Process { name, executable, entity_id: entity_id(random), pid: 300 + random.below(60_000), parent, args };
        if self.running.len() == RUNNING_MAX {
            self.running.pop_front();
        }
        self.running.push_back(process.clone());
        process
    }

    /// A process that runs.
    fn running(&mut self, random: &mut Random) -> Process {
        match self.running.get(random.below(self.running.len())) {
            Some(process) => process.clone(),
            None => self.start(random),
        }
    }
}

/// Of what kind an event is.
struct Kind {
    category: &'static str,
    dataset: &'static str,
    types: &'static str,
    action: &'static str,
    message: &'static str,
}

fn document(log: &mut String, host: &mut Host, random: &mut Random, moment: Moment) {
    let platform = host.platform;
    let _ = write!(log, r#"{{"@timestamp":"{}","agent":{},"ecs":{{"version":"8.10.0"}},"#, moment.at, host.agent);
    let kind = match random.below(100) {
        0..60 => process_event(log, host, random, &moment),
        60..80 => network_event(log, host, random),
        80..95 => file_event(log, host, random),
        _ => dns_event(log, host, random),
    };
    let (user, user_id, domain) = *random.pick(platform.users);
    let Kind { category, dataset, types, action, message } = kind;
    let Moment { number, at } = moment;
    let _ = write!(
        log,
        r#""message":"{message}","data_stream":{{"namespace":"default","type":"logs","dataset":"endpoint.events.{dataset}"}},"host":{},"event":{{"sequence":{number},"created":"{at}","kind":"event","module":"endpoint","action":"{action}","id":"NYWNKk{:010}+++++/8","category":["{category}"],"type":["{types}"],"dataset":"endpoint.events.{dataset}","outcome":"unknown"}},"user":{{"#,
        host.host, number
    );
    if !domain.is_empty() {
        let _ = write!(log, r#""domain":{},"#, quoted(domain));
    }
    let _ = write!(log, r#""name":{},"id":"{user_id}"}}"#, quoted(user));
    if platform.os != "windows" {
        let _ = write!(log, r#","group":{{"name":"{user}","id":"{user_id}"}}"#);
    }
    log.push('}');
}

fn process_event(log: &mut String, host: &mut Host, random: &mut Random, moment: &Moment) -> Kind {
    let ends = random.chance(30);
    let process = if ends { host.running(random) } else { host.start(random) };
    let _ = write!(
        log,
        r#""process":{{"Ext":{{"ancestry":["{}"]}},"#,
        process.parent.as_ref().map_or(&process.entity_id, |parent| &parent.entity_id)
    );
    if let Some(parent) = &process.parent {
        let _ = write!(
            log,
            r#""parent":{{"name":{},"executable":{},"pid":{},"entity_id":"{}","args":{},"args_count":{},"command_line":{}}},"#,
            quoted(parent.name),
            quoted(&parent.executable),
            parent.pid,
            parent.entity_id,
            list(&parent.args),
            parent.args.len(),
            quoted(&parent.args.join(" "))
        );
    }
    match signer(host.platform, &process.executable) {
        Some(signer) => {
            let _ =
                write!(log, r#""code_signature":{{"trusted":true,"subject_name":"{signer}","exists":true,"status":"trusted"}},"#);
        }
        None => {
            let _ = write!(
                log,
                r#""group_leader":{{"interactive":false,"name":"sshd","pid":{pid},"entity_id":"{id}","same_as_process":false}},"session_leader":{{"interactive":true,"name":"sshd","pid":{pid},"entity_id":"{id}"}},"working_directory":"/srv/app","#,
                pid = random.below(60_000),
                id = entity_id(random)
            );
        }
    }
    if ends {
        let _ = write!(log, r#""exit_code":{},"#, random.below(3));
    }
    let _ = write!(
        log,
        r#""args":{},"args_count":{},"command_line":{},"start":"{}","interactive":false,"#,
        list(&process.args),
        process.args.len(),
        quoted(&process.args.join(" ")),
        moment.at
    );
    identity(log, &process);
    let _ = write!(log, r#","hash":{{"md5":"{}","sha256":"{}"}}}},"#, hexadecimal(random, 32), hexadecimal(random, 64));
    let (types, action) = if ends { ("end", "end") } else { ("start", random.text(host.platform.starts)) };
    Kind { category: "process", dataset: "process", types, action, message: "Endpoint process event" }
}

fn network_event(log: &mut String, host: &mut Host, random: &mut Random) -> Kind {
    other_process(log, host, random);
    let blocks = ["10.0", "192.168", "172.16", "52.95", "140.82"];
    let remote = format!("{}.{}.{}", random.text(&blocks), random.below(256), 1 + random.below(254));
    let port = random.pick(&[22, 53, 80, 443, 443, 443, 5432, 8080, 9200]);
    let _ = write!(
        log,
        r#""destination":{{"geo":{{"continent_name":"Europe","country_iso_code":"DE","location":{{"lon":9.4,"lat":51.2}}}},"address":"{remote}","port":{port},"ip":"{remote}"}},"source":{{"address":"{local}","port":{},"bytes":{},"ip":"{local}"}},"network":{{"transport":"tcp","type":"ipv4","direction":"{}"}},"#,
        32_768 + random.below(28_000),
        random.below(1 << 20),
        random.text(&["egress", "ingress"]),
        local = host.address
    );
    let (types, action) =
        *random.pick(&[("start", "connection_attempted"), ("start", "connection_accepted"), ("end", "disconnect_received")]);
    Kind { category: "network", dataset: "network", types, action, message: "Endpoint network event" }
}

fn file_event(log: &mut String, host: &mut Host, random: &mut Random) -> Kind {
    other_process(log, host, random);
    let extension = random.text(&["log", "tmp", "json", "conf", "py", "db", "exe", "dll"]);
    let name = format!("f{:07}.{extension}", random.below(10_000_000));
    let folder = random.text(host.platform.folders);
    let _ = write!(
        log,
        r#""file":{{"Ext":{{"entropy":{}.5,"header_bytes":"{}","monotonic_id":{}}},"path":{},"extension":"{extension}","name":"{name}","size":{},"mtime":"2025-12-31T23:59:59.999Z","hash":{{"md5":"{}","sha256":"{}"}}}},"#,
        random.below(8),
        hexadecimal(random, 32),
        random.below(1 << 20),
        quoted(&format!("{folder}{}{name}", host.platform.separator)),
        random.below(1 << 24),
        hexadecimal(random, 32),
        hexadecimal(random, 64)
    );
    let (types, action) =
        *random.pick(&[("creation", "creation"), ("deletion", "deletion"), ("change", "rename"), ("change", "modification")]);
    Kind { category: "file", dataset: "file", types, action, message: "Endpoint file event" }
}

fn dns_event(log: &mut String, host: &mut Host, random: &mut Random) -> Kind {
    other_process(log, host, random);
    let name = random.text(&[
        "archive.ubuntu.com",
        "api.github.com",
        "s3.amazonaws.com",
        "registry.npmjs.org",
        "login.microsoftonline.com",
    ]);
    let _ = write!(
        log,
        r#""dns":{{"Ext":{{"status":0,"options":16384}},"question":{{"name":"{name}","type":"A","registered_domain":"{}"}},"resolved_ip":["{}.{}.7.9"]}},"network":{{"protocol":"dns"}},"#,
        name.split_once('.').map_or(name, |(_, domain)| domain),
        1 + random.below(220),
        random.below(256)
    );
    Kind {
        category: "network",
        dataset: "network",
        types: "protocol",
        action: "lookup_requested",
        message: "DNS query is requested",
    }
}

/// The process that another kind of event is about.
fn other_process(log: &mut String, host: &mut Host, random: &mut Random) {
    let process = host.running(random);
    let _ = write!(log, r#""process":{{"Ext":{{"ancestry":["{}"]}},"#, entity_id(random));
    if let Some(signer) = signer(host.platform, &process.executable) {
        let _ = write!(log, r#""code_signature":{{"trusted":true,"subject_name":"{signer}","exists":true,"status":"trusted"}},"#);
    }
    identity(log, &process);
    let _ = write!(log, r#","thread":{{"id":{}}}}},"#, random.below(100_000));
}

fn identity(log: &mut String, process: &Process) {
    let Process { name, executable, entity_id, pid, .. } = process;
    let _ = write!(log, r#""name":{},"pid":{pid},"entity_id":"{entity_id}","executable":{}"#, quoted(name), quoted(executable));
}

/// As JSON writes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(texts: &[String]) -> String {
    serde_json::Value::from(texts.to_vec()).to_string()
}

fn entity_id(random: &mut Random) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..24).map(|_| char::from(DIGITS[random.below(64)])).collect()
}

fn hexadecimal(random: &mut Random, digits: usize) -> String {
    (0..digits).map(|_| char::from(b"0123456789abcdef"[random.below(16)])).collect()
}

/// ISO 8601, with milliseconds. The log spans less than January.
fn time(ms: i64) -> String {
    let since = ms - START_MS;
    let (day, rest) = (since / 86_400_000, since % 86_400_000);
    let (hour, minute, second, ms) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60, rest % 1_000);
    format!("2026-01-{:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z", day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeMap;

    #[test]
    fn a_log_has_the_mix_and_the_size_that_it_is_said_to_have() {
        for fleet in [Fleet::Linux, Fleet::Mixed] {
            let log = ndjson(fleet, 4_000, 1);
            assert_eq!(log, ndjson(fleet, 4_000, 1), "the same for the same seed");
            assert_ne!(log, ndjson(fleet, 4_000, 2));
            assert!((1_500..2_000).contains(&(log.len() / 4_000)), "{} bytes a document", log.len() / 4_000);
            let (mut systems, mut datasets) = (BTreeMap::<String, usize>::new(), BTreeMap::<String, usize>::new());
            let mut last = String::new();
            for line in log.lines() {
                let document: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
                let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
                *systems.entry(text("/host/os/type")).or_default() += 1;
                *datasets.entry(text("/data_stream/dataset")).or_default() += 1;
                assert!(last <= text("/@timestamp"), "in order");
                last = text("/@timestamp");
            }
            let about = |count: usize, percent: usize| count.abs_diff(percent * 40) < 160;
            assert!(
                about(datasets["endpoint.events.process"], 60) && about(datasets["endpoint.events.file"], 15),
                "{datasets:?}"
            );
            match fleet {
                Fleet::Linux => assert_eq!(systems["linux"], 4_000),
                Fleet::Mixed => assert!(about(systems["windows"], 50) && about(systems["macos"], 20), "{systems:?}"),
            }
        }
    }
}
