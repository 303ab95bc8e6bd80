use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/wrong_attack_name.yml")]
struct WrongAttackName;

fn main() {}
