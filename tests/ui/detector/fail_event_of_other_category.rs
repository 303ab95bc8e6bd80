use detectors::{Detector, Event};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    #[event(category = "file")]
    Create {
        #[event(field = "file.path")]
        path: &'a str,
    },
}

#[derive(Detector)]
#[detector(rule = "../rules/registry.yml", event = AgentEvent<'_>)]
struct Registry;

fn main() {}
