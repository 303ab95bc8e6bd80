use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/badge_reader.yml")]
struct NoSchema;

#[derive(Detector)]
#[detector(rule = "../rules/badge_reader.yml", schema = "../rules/no_such_fields.yml")]
struct Missing;

#[derive(Detector)]
#[detector(rule = "../rules/badge_reader.yml", schema = "../rules/wrong_fields.yml")]
struct Wrong;

#[derive(Detector)]
#[detector(query = "any where acme.bagde == 7", schema = "../rules/fields.yml")]
struct UnknownField;

#[derive(Detector)]
#[detector(rule = "../rules/badge_reader.yml", schema = "/usr/share/fields.yml")]
struct Absolute;

fn main() {}
