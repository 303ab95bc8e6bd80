use detectors::Detector;

#[derive(Detector)]
struct NoAttribute;

#[derive(Detector)]
#[detector(expiry = "never")]
struct NoRule;

fn main() {}
