use detectors::{Detector, Event};

#[derive(Event)]
#[event(category = "process", missing = "process.parent.*")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", event = Exec<'_>)]
struct ShellByWebServer;

fn main() {}
