use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", severity = "high", tags("Linux"))]
struct Louder;

fn main() {}
