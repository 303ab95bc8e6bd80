use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/toml.yml")]
struct Toml;

fn main() {}
