use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/several_problems.yml")]
struct SeveralProblems;

fn main() {}
