use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", query = "process where process.name == \"sh\"")]
struct Both;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml")]
#[detector(rule = "../rules/download_then_execution.yml")]
struct Two;

fn main() {}
