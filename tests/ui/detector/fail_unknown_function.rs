use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/unknown_function.yml")]
struct UnknownFunction;

fn main() {}
