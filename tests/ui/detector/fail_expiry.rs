use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/download_then_execution.yml", expiry = "1h")]
struct Expiry;

fn main() {}
