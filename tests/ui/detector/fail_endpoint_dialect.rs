//! What only Elastic Endpoint's dialect has, with and without that dialect.

use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/descendant.yml")]
struct Descendant;

#[derive(Detector)]
#[detector(rule = "../rules/array_search.yml")]
struct ArraySearch;

#[derive(Detector)]
#[detector(rule = "../rules/stage_name.yml")]
struct StageName;

#[derive(Detector)]
#[detector(query = "process where descendant of [process where process.name == \"sshd\"]")]
struct OtherDialect;

fn main() {}
