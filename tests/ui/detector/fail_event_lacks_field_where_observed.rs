//! An event type that is not named is checked where it is observed, in a build.

use detectors::{Detector, Event};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml")]
struct ShellByWebServer;

fn main() {
    let mut matcher = ShellByWebServer::matcher();
    matcher.observe(&Exec { name: "sh" }, |_| {});
}
