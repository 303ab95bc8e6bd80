use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/risk_score.yml")]
struct RiskScore;

fn main() {}
