//! The metadata of a rule that is given in Rust is checked as that of a file.

use detectors::Detector;

#[derive(Detector)]
#[detector(
    query = "process where process.name == \"sh\"",
    severity = "grave",
    risk_score = 200,
    from = "yesterday",
    threat(tactic = "TA0002", technique = "T0509"),
    threat(tactic = "TA0003", technique = "T1059.004")
)]
struct Metadata;

#[derive(Detector)]
#[detector(query = "process where true", threat(technique = "T1059"))]
struct NoTactic;

#[derive(Detector)]
#[detector(query = "process where true", threat(tactic = "TA0002", subtechnique = "T1059.004"))]
struct UnknownKey;

#[derive(Detector)]
#[detector(query = "process where true", risk_score = "47")]
struct NotANumber;

#[derive(Detector)]
#[detector(query = "process where true", risk_score = 21, risk_score = 47)]
struct Twice;

fn main() {}
