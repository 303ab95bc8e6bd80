use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/unknown_key.yml")]
struct UnknownKey;

fn main() {}
