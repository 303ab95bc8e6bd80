//! What rustc says of wrong uses of the derives. Goldens beside the cases; `TRYBUILD=overwrite` renews them.

#[test]
fn errors_of_the_derives_name_the_problem_and_help() {
    let cases = trybuild::TestCases::new();
    // A case that passes makes trybuild build instead of check: some errors appear only then.
    cases.pass("ui/event/pass.rs");
    cases.compile_fail("ui/event/fail_*.rs");
}
