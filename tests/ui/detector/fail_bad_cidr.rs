use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/bad_cidr.yml")]
struct BadCidr;

fn main() {}
