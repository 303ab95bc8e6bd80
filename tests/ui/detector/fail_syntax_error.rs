use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/syntax_error.yml")]
struct SyntaxError;

fn main() {}
