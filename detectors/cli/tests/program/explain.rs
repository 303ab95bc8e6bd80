//! `detectors explain`: one code, all codes, and what is none.

use expect_test::expect;
use serde_json::Value;

use crate::support::{program, run, run_with};

#[test]
fn a_code_is_explained_by_number_and_name() {
    let text = run(&["explain", "DR703"]).ended(0).out;
    expect![[r#"
        warning[DR703] text-against-other-type

        The constant is text and the field is not. It is read as a value of the field's type.

        Wrong
            process where process.pid == "4"

        Right
            process where process.pid == 4
    "#]]
    .assert_eq(&text);
    for other in ["703", "dr703", "text-against-other-type"] {
        assert_eq!(run(&["explain", other]).ended(0).out, text, "{other}");
    }
    let coloured = run_with(program().env("CLICOLOR_FORCE", "1").args(["explain", "DR703"]), b"").ended(0);
    assert!(coloured.out.contains("\u{1b}["), "{}", coloured.out);
}

#[test]
fn all_codes_are_listed_by_group() {
    let list = run(&["explain"]).ended(0).out;
    assert!(list.starts_with("The rule file\n  DR001  invalid-yaml "), "{list}");
    assert!(list.contains("\n\nLints\n  DR701  ") && list.contains("`detectors explain CODE` explains one."), "{list}");
    let codes: Vec<Value> =
        run(&["explain", "--format", "json"]).ended(0).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for code in &codes {
        let line = format!("  {}  {}", code["code"].as_str().unwrap(), code["name"].as_str().unwrap());
        assert!(list.contains(&line), "{line}");
        assert!(list.contains(code["group"].as_str().unwrap()));
        for key in ["severity", "why", "wrong", "right"] {
            assert!(code[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {code}");
        }
    }
    let one = run(&["explain", "regex-anchor", "--format", "json"]).ended(0).out;
    assert_eq!(serde_json::from_str::<Value>(&one).unwrap()["code"], "DR704");
}

#[test]
fn what_is_no_code_is_told_with_what_is_near() {
    for (text, part) in [
        ("regex-anchr", "error: no diagnostic has the code or name `regex-anchr`\nhelp: there is `regex-anchor`\n"),
        ("anchor", "help: there is `regex-anchor`\n"),
        ("DR714x", "help: `detectors explain` lists all codes\n"),
        ("\u{1b}[2J", "`\\u{1b}[2J`"),
    ] {
        let outcome = run(&["explain", text]).ended(2);
        assert!(outcome.err.contains(part), "{}", outcome.err);
        assert_eq!(outcome.out, "");
    }
}
