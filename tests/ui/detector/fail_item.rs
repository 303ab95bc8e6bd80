//! Items that cannot be a detector.

use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml")]
enum Enum {
    A,
}

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml")]
struct Fields {
    seen: u64,
}

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml")]
struct Generic<const N: usize>;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml")]
union Union {
    a: u32,
}

fn main() {}
