use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/bad_regex.yml")]
struct BadRegex;

fn main() {}
