use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/technique_outside_tactic.yml")]
struct TechniqueOutsideTactic;

fn main() {}
