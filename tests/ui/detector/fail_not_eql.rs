use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/not_eql.yml")]
struct NotEql;

fn main() {}
