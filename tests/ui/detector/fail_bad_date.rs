use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/bad_date.yml")]
struct BadDate;

fn main() {}
