use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/unknown_technique.yml")]
struct UnknownTechnique;

fn main() {}
