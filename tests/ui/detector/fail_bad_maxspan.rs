use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/bad_maxspan.yml")]
struct BadMaxspan;

fn main() {}
