use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/impossible_comparison.yml")]
struct ImpossibleComparison;

fn main() {}
