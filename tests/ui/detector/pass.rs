//! A detector that is right. Without a case that passes, trybuild would check the others instead of building them.

use detectors::{Detector, Event};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.parent.name")]
    parent: &'a str,
}

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", event = Exec<'_>)]
struct ShellByWebServer;

#[derive(Detector)]
#[detector(query = "any where acme.badge == 7", schema = "../rules/fields.yml", threat(tactic = "TA0001"))]
struct BadgeReader;

fn main() {
    let mut alerts = 0;
    let mut matcher = ShellByWebServer::matcher();
    matcher.observe(&Exec { name: "BASH", parent: "nginx" }, |_| alerts += 1);
    matcher.observe(&Exec { name: "bash", parent: "sshd" }, |_| alerts += 1);
    assert_eq!(alerts, 1);
    assert_eq!(ShellByWebServer::RULE.id, "shell-by-web-server");
    assert_eq!(BadgeReader::RULE.threat.len(), 1);
}
