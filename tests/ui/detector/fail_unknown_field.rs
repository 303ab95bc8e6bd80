use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/unknown_field.yml")]
struct UnknownField;

fn main() {}
