//! Attributes that cannot be understood.

use detectors::Detector;

#[derive(Detector)]
#[detector(rul = "../rules/shell_by_web_server.yml")]
struct Misspelt;

#[derive(Detector)]
#[detector(colour = "red", query = "process where true")]
struct Unknown;

#[derive(Detector)]
#[detector(rules = "../rules/*.yml")]
struct OfRuleSet;

#[derive(Detector)]
#[detector(rule = shell_by_web_server)]
struct NotText;

#[derive(Detector)]
#[detector(rule)]
struct NoValue;

#[derive(Detector)]
#[detector = "../rules/shell_by_web_server.yml"]
struct NoBrackets;

fn main() {}
