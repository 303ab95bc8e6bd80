//! For each category: conditions that show how such events are told apart, an event that meets them, and one that does not.

use crate::args::{Category, OsName};

/// What a rule of a category starts from. Values of events are YAML.
pub(super) struct Skeleton {
    /// The word before `where`.
    pub(super) category: &'static str,
    /// Conditions, all of which the event must meet.
    pub(super) conditions: Vec<String>,
    /// An event that meets them.
    pub(super) event: Vec<(&'static str, String)>,
    /// A field with another value, with which it does not, and what that is called.
    pub(super) other: (&'static str, String),
    /// What it has in common with the start of the process before it.
    pub(super) join: Join,
}

/// How two stages belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// The same process.
    Process,
    /// The second process is a child of the first.
    Child,
    /// The same user of the same host.
    User,
    /// The same host.
    Host,
}

/// The program that all examples are about.
pub(super) fn program(system: OsName) -> &'static str {
    match system {
        OsName::Windows => "example-tool.exe",
        OsName::MacOs | OsName::Linux => "example-tool",
    }
}

/// The condition on the name of the program.
pub(super) fn program_condition(systems: &[OsName]) -> String {
    one_of("process.name", systems.iter().map(|system| program(*system)))
}

/// The skeleton of a category on some systems; its event is of the first of them.
pub(super) fn skeleton(category: Category, systems: &[OsName]) -> Skeleton {
    let first = systems.first().copied().unwrap_or(OsName::Linux);
    let text = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let process_name = || ("process.name", text(program(first)));
    let kind = |kind: &str| ("event.type", kind.to_owned());
    match category {
        Category::Process => Skeleton {
            category: "process",
            conditions: vec!["event.type == \"start\"".into(), program_condition(systems), "process.args : \"--example\"".into()],
            event: vec![kind("start"), process_name(), ("process.args", format!("[{}, \"--example\"]", text(program(first))))],
            other: ("process.args", format!("[{}, \"--version\"]", text(program(first)))),
            join: Join::Child,
        },
        Category::File => {
            let (_, made, elsewhere) = paths(first);
            Skeleton {
                category: "file",
                conditions: vec![
                    "event.type in (\"creation\", \"change\")".into(),
                    one_of("file.path", systems.iter().map(|system| paths(*system).0)),
                ],
                event: vec![kind("creation"), process_name(), ("file.path", text(made))],
                other: ("file.path", text(elsewhere)),
                join: Join::Process,
            }
        }
        Category::Network => Skeleton {
            category: "network",
            conditions: vec!["event.type == \"start\"".into(), program_condition(systems), "destination.port == 4444".into()],
            event: vec![
                kind("start"),
                process_name(),
                ("destination.ip", "203.0.113.9".into()),
                ("destination.port", "4444".into()),
            ],
            other: ("destination.port", "443".into()),
            join: Join::Process,
        },
        Category::Dns => Skeleton {
            category: "network",
            conditions: vec![program_condition(systems), "dns.question.name : \"*.example.com\"".into()],
            event: vec![kind("protocol"), process_name(), ("dns.question.name", "c2.example.com".into())],
            other: ("dns.question.name", "www.example.org".into()),
            join: Join::Process,
        },
        Category::Registry => Skeleton {
            category: "registry",
            conditions: vec!["event.type == \"change\"".into(), "registry.path : \"HK*\\\\Software\\\\Example\\\\*\"".into()],
            event: vec![kind("change"), process_name(), ("registry.path", text("HKLM\\Software\\Example\\Run"))],
            other: ("registry.path", text("HKLM\\Software\\Other\\Run")),
            join: Join::Process,
        },
        Category::Library => Skeleton {
            category: "library",
            conditions: vec![program_condition(systems), one_of("dll.name", systems.iter().map(|system| library(*system)))],
            event: vec![kind("start"), process_name(), ("dll.name", library(first).into())],
            other: ("dll.name", "another.lib".into()),
            join: Join::Process,
        },
        Category::Driver => Skeleton {
            category: "driver",
            conditions: vec!["event.type == \"start\"".into(), "dll.name : \"example.sys\"".into()],
            event: vec![kind("start"), ("dll.name", "example.sys".into())],
            other: ("dll.name", "another.sys".into()),
            join: Join::Host,
        },
        Category::Authentication => Skeleton {
            category: "authentication",
            conditions: vec!["event.outcome == \"failure\"".into(), "user.name : \"example-admin\"".into()],
            event: vec![kind("start"), ("event.outcome", "failure".into()), ("user.name", "example-admin".into())],
            other: ("event.outcome", "success".into()),
            join: Join::User,
        },
        Category::Iam => Skeleton {
            category: "iam",
            conditions: vec!["event.type == \"change\"".into(), "group.name : \"example-admins\"".into()],
            event: vec![("event.type", "[group, change]".into()), ("group.name", "example-admins".into())],
            other: ("group.name", "example-guests".into()),
            join: Join::User,
        },
    }
}

/// A pattern in EQL with its escapes, a path that it matches, and one that it does not.
fn paths(system: OsName) -> (&'static str, &'static str, &'static str) {
    match system {
        OsName::Windows => {
            ("?:\\\\ProgramData\\\\Example\\\\*", "C:\\ProgramData\\Example\\tool.ini", "C:\\Users\\ada\\Documents\\notes.txt")
        }
        OsName::MacOs => ("/Library/Example/*", "/Library/Example/tool.plist", "/Users/ada/Documents/notes.txt"),
        OsName::Linux => ("/etc/example/*", "/etc/example/tool.conf", "/home/ada/notes.txt"),
    }
}

fn library(system: OsName) -> &'static str {
    match system {
        OsName::Windows => "example.dll",
        OsName::MacOs => "example.dylib",
        OsName::Linux => "example.so",
    }
}

/// `f : "a"` or `f : ("a", "b")`: each value once.
fn one_of<'a>(field: &str, values: impl Iterator<Item = &'a str>) -> String {
    let mut quoted: Vec<String> = values.map(|value| format!("\"{value}\"")).collect();
    quoted.sort_unstable();
    quoted.dedup();
    match &quoted[..] {
        [one] => format!("{field} : {one}"),
        several => format!("{field} : ({})", several.join(", ")),
    }
}
