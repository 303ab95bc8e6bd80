//! `detectors check --fix`: what is changed in rule files, and what is left alone.

use expect_test::expect;

use crate::check::{check, rule};
use crate::support::Folder;

const SLIPS: &str = "process where process.name = 'nc' && process.pid == \"4\"";
const MENDED: &str = "process where process.name == \"nc\" and process.pid == 4";

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn what_can_be_meant_in_one_way_is_mended() {
    let folder = Folder::new();
    folder.file("a.yml", rule("a", "Medium", SLIPS));
    folder.file("b.yml", rule("b", "high", "any where process.pid == 4"));
    let outcome = check(&folder, &["a.yml", "b.yml", "--fix"]).ended(0);
    assert_eq!(read(&folder, "a.yml"), rule("a", "medium", MENDED));
    assert_eq!(read(&folder, "b.yml"), rule("b", "high", "any where process.pid == 4"), "which of the two is wrong nobody knows");
    expect![[r#"
        fixed 5 problems in a.yml
          4:11 DR012 unknown-value: write `medium`
          8:30 DR155 single-equals: write `==`
          8:32 DR107 single-quotes: use double quotes: `"nc"`
          8:37 DR102 unknown-operator: write `and`
          8:55 DR703 text-against-other-type: write it without quotes: `4`
        2 rules: 1 warning in 1 file
    "#]]
    .assert_eq(&outcome.err);
    assert!(outcome.out.starts_with("warning[DR020]"), "{}", outcome.out);
    let again = check(&folder, &["a.yml", "--fix"]).ended(0);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", "1 rule: no problems\n"));
}

#[test]
fn a_dry_run_shows_and_changes_nothing() {
    let folder = Folder::new();
    folder.file("a.yml", rule("a", "medium", SLIPS));
    let outcome = check(&folder, &["a.yml", "--fix", "--dry-run"]).ended(1);
    expect![[r#"
        --- a.yml
        +++ a.yml
        @@ -5,4 +5,4 @@
         risk_score: 47
         type: eql
         query: |
        -  process where process.name = 'nc' && process.pid == "4"
        +  process where process.name == "nc" and process.pid == 4
    "#]]
    .assert_eq(&outcome.out);
    assert!(outcome.err.starts_with("would fix 4 problems in a.yml\n"), "{}", outcome.err);
    assert!(outcome.err.ends_with("1 rule: 3 errors, 1 warning in 1 file\n"), "{}", outcome.err);
    assert_eq!(read(&folder, "a.yml"), rule("a", "medium", SLIPS));
}

#[test]
fn line_ends_and_the_mark_of_the_byte_order_stay() {
    let folder = Folder::new();
    for (name, dressed) in [
        ("crlf.yml", (|text| text.replace('\n', "\r\n")) as fn(String) -> String),
        ("bom.yml", |text| format!("\u{feff}{text}")),
        ("both.yml", |text| format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        ("open.yml", |text| text.trim_end().to_owned()),
        ("comments.yml", |text| format!("# é 😀\n{text}# end\n")),
    ] {
        folder.file(name, dressed(rule("a", "Medium", SLIPS)));
        check(&folder, &[name, "--fix"]).ended(0);
        assert_eq!(read(&folder, name), dressed(rule("a", "medium", MENDED)), "{name}");
    }
}

/// Taking the place of an id that another rule has would be a new error.
#[test]
fn a_file_that_would_get_an_error_is_left_as_it_was() {
    let folder = Folder::new();
    // The key that is meant is not known to be wrong until it is read as one.
    let text = rule("a", "medium", SLIPS).replace("risk_score: 47", "risk_scor: 470");
    folder.file("a.yml", &text);
    folder.file("b.yml", rule("b", "medium", SLIPS));
    let outcome = check(&folder, &["a.yml", "b.yml", "--fix"]).ended(1);
    assert_eq!(read(&folder, "a.yml"), text);
    assert_eq!(read(&folder, "b.yml"), rule("b", "medium", MENDED), "other files are mended all the same");
    let words = "left a.yml as it was: its changes would bring an error[DR013]: `risk_score` 470 is not in 0..=100\n";
    assert!(outcome.err.contains(words), "{}", outcome.err);
}

#[test]
fn what_is_allowed_is_not_changed() {
    let folder = Folder::new();
    let allowed = rule("a", "medium", "any where process.pid == \"4\" // detectors: allow DR703");
    folder.file("a.yml", &allowed);
    folder.file("b.yml", rule("b", "medium", "any where process.pid == \"4\""));
    check(&folder, &["a.yml", "b.yml", "--fix", "--allow", "DR703"]).ended(0);
    assert_eq!(read(&folder, "a.yml"), allowed);
    assert_eq!(read(&folder, "b.yml"), rule("b", "medium", "any where process.pid == \"4\""));
    check(&folder, &["a.yml", "b.yml", "--fix", "--deny", "DR703"]).ended(0);
    assert_eq!(read(&folder, "a.yml"), allowed);
    assert_eq!(read(&folder, "b.yml"), rule("b", "medium", "any where process.pid == 4"));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("a.yml", rule("a", "medium", SLIPS));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let outcome = check(&folder, &["a.yml", "--fix"]).ended(3);
    assert!(outcome.err.contains("error: cannot write `a.yml`: it is read-only"), "{}", outcome.err);
    assert!(outcome.err.ends_with("1 rule: 3 errors, 1 warning in 1 file\n"), "{}", outcome.err);
    assert_eq!(read(&folder, "a.yml"), rule("a", "medium", SLIPS));
}
