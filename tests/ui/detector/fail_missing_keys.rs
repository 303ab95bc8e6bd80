//! Files that lack what a rule must have.

use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/empty.yml")]
struct Empty;

#[derive(Detector)]
#[detector(rule = "../rules/incomplete.yml")]
struct Incomplete;

fn main() {}
