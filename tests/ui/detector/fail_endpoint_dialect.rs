//! What only Elastic Endpoint's dialect has: without that dialect, and wrong in it.

use detectors::Detector;

#[derive(Detector)]
#[detector(query = "process where descendant of [process where process.name == \"sshd\"]")]
struct OtherDialect;

#[derive(Detector)]
#[detector(rule = "../rules/array_search.yml")]
struct ArraySearch;

#[derive(Detector)]
#[detector(rule = "../rules/stage_name.yml")]
struct StageName;

#[derive(Detector)]
#[detector(rule = "../rules/descendant.yml")]
struct Descendant;

fn main() {
    // One error each: none of a matcher that is not there.
    let _ = Descendant::matcher::<64>();
}
