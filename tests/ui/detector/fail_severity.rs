use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/unknown_severity.yml")]
struct Unknown;

#[derive(Detector)]
#[detector(rule = "../rules/misspelt_severity.yml")]
struct Misspelt;

fn main() {}
