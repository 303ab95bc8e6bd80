//! Watches the rule files, so that a new one becomes part of the rule set.

fn main() {
    detectors_build::watch("linux");
}
