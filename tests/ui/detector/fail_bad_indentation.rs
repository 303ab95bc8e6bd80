use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/bad_indentation.yml")]
struct BadIndentation;

fn main() {}
