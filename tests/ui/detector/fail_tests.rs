//! Asking for tests where there are none.

use detectors::Detector;

#[derive(Detector)]
#[detector(query = "process where true", tests)]
struct Query;

#[derive(Detector)]
#[detector(rule = "../rules/download_then_execution.yml", tests)]
struct File;

#[derive(Detector)]
#[detector(rule = "../rules/download_then_execution.yml", tests = true)]
struct Value;

fn main() {}
