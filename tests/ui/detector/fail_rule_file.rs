//! Files that cannot be read, or should not be.

use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/no_such_rule.yml")]
struct Missing;

#[derive(Detector)]
#[detector(rule = "/usr/share/rules/shell.yml")]
struct Absolute;

#[derive(Detector)]
#[detector(rule = "../rules")]
struct Folder;

fn main() {}
