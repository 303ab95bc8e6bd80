use detectors::{Detector, Event};

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.parent.name")]
    parent: &'a str,
}

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", event = Exec<'_>)]
struct ShellByWebServer;

fn main() {}
