use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/type_error.yml")]
struct TypeError;

fn main() {}
