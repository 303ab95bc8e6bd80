//! What rustc says of wrong uses of the derives, and of wrong rules. Goldens beside the cases; `TRYBUILD=overwrite` renews them.
//!
//! `$DIR` and `$WORKSPACE` stand for folders, and lines and columns of rule files are left out, both by trybuild:
//! `rule_set_watch` looks at these.

#[test]
fn errors_of_the_derives_name_the_problem_and_help() {
    let cases = trybuild::TestCases::new();
    for derive in ["event", "detector", "rule_set"] {
        // A case that passes makes trybuild build instead of check: some errors appear only then.
        cases.pass(format!("ui/{derive}/pass.rs"));
        cases.compile_fail(format!("ui/{derive}/fail_*.rs"));
    }
}
