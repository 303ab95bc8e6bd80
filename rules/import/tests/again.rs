//! A rule is imported where its file is already: what the file keeps, what becomes the source's again, what is refused.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops where its data is not what it should be")]

use detectors_import::{Form, Found, Rule, State, import};
use expect_test::{Expect, expect};

const DETECTION_RULE: &str = r#"
[metadata]
maturity = "production"
[rule]
rule_id = "r-1"
name = "Netcat"
description = "D."
severity = "low"
risk_score = 21
type = "eql"
version = 2
query = '''
process where process.name == "nc"
'''
"#;

const ENDPOINT_RULE: &str = r#"
[rule]
id = "r-1"
name = "Netcat"
description = "D."
os_list = ["linux"]
query = "process where process.name == \"nc\""
"#;

/// The keys of the file of [`DETECTION_RULE`] up to its query.
const FILE: &str = "rule_id: r-1\nname: Netcat\ndescription: D.\nversion: 2\nseverity: low\nrisk_score: 21\ntype: eql\n";
const QUERY: &str = "query: |\n  process where process.name == \"nc\"\n";
const META: &str = "meta:\n  metadata:\n    maturity: production\n";
const TESTS: &str = "\n# Mine.\ntests:\n  - name: \"nc: started\" # as it is\n    events:\n\n      - { event.category: process, process.name: nc }\n    # One.\n    alerts: [[1]]\n";

#[track_caller]
fn rule(toml: &str) -> Rule {
    let [Found::Rule(rule)] = &import(toml, Form::Toml)[..] else { panic!("no rule") };
    (**rule).clone()
}

/// Imports where a file is; what comes of it is not changed by importing once more.
#[track_caller]
fn again(source: &str, existing: &str) -> (State, String) {
    let rule = rule(source);
    let rendered = rule.render(Some(existing)).unwrap_or_else(|refusal| panic!("{refusal:?}\n{existing}"));
    let once_more = rule.render(Some(&rendered.text)).unwrap();
    assert_eq!((once_more.state, &once_more.text), (State::Same, &rendered.text));
    (rendered.state, rendered.text)
}

fn changed(keys: &[&str]) -> State {
    State::Changed(keys.iter().map(|key| (*key).to_owned()).collect())
}

#[test]
fn a_file_as_it_was_imported_stays_as_it_is() {
    let file = [FILE, QUERY, META].concat();
    assert_eq!(rule(DETECTION_RULE).render(None).unwrap().text, file);
    for existing in [file.clone(), file.clone() + TESTS, file + "tests: []\n"] {
        assert_eq!(again(DETECTION_RULE, &existing), (State::Same, existing));
    }
}

#[test]
fn a_checkout_with_crlf_stays_as_it_is() {
    let existing = [FILE, QUERY, META, TESTS].concat();
    assert_eq!(again(DETECTION_RULE, &existing.replace('\n', "\r\n")), (State::Same, existing));
}

#[test]
fn tests_and_dialect_stay_and_the_rest_is_the_source_s_again() {
    let existing = [FILE, "dialect: endpoint\n", QUERY, META, TESTS].concat();
    let (state, text) = again(&DETECTION_RULE.replace("\"nc\"", "\"ncat\"").replace("version = 2", "version = 3"), &existing);
    assert_eq!(state, changed(&["version", "query"]));
    expect![[r#"
        rule_id: r-1
        name: Netcat
        description: D.
        version: 3
        severity: low
        risk_score: 21
        type: eql
        dialect: endpoint
        query: |
          process where process.name == "ncat"
        meta:
          metadata:
            maturity: production

        # Mine.
        tests:
          - name: "nc: started" # as it is
            events:

              - { event.category: process, process.name: nc }
            # One.
            alerts: [[1]]
    "#]]
    .assert_eq(&text);
}

#[test]
fn what_the_user_changed_besides_is_the_source_s_again() {
    let file = [FILE, QUERY, META].concat();
    for (existing, keys) in [
        (file.replace("low", "high"), &["severity"][..]),
        (file.replace("production", "development"), &["meta"]),
        (file.clone() + "tags: [mine]\n", &["tags"]),
        (file.replace("version: 2\n", ""), &["version"]),
        (format!("# mine\n{file}"), &[]),
        (file.replace("type: eql", "type: eql # mine"), &[]),
        (file.replace("name: Netcat", "name: 'Netcat'"), &[]),
    ] {
        assert_eq!(again(DETECTION_RULE, &existing), (changed(keys), file.clone()), "{existing}");
    }
}

/// The Endpoint's rules have no severity and no risk score: who has the file has the last word.
#[test]
fn what_the_source_does_not_say_stays() {
    let file = rule(ENDPOINT_RULE).render(None).unwrap().text;
    let mine = file.replace("severity: medium", "severity: critical").replace("risk_score: 47", "risk_score: 99");
    assert_eq!(again(ENDPOINT_RULE, &mine), (State::Same, mine.clone()));
    let mine_too = mine.replace("dialect: endpoint", "dialect: elasticsearch");
    assert_eq!(again(ENDPOINT_RULE, &mine_too), (State::Same, mine_too));
}

/// Tests come to the end of the file as they are, however they stand.
#[test]
fn tests_are_found_wherever_and_however_they_are_written() {
    let end = [FILE, QUERY, META].concat();
    for tests in [
        TESTS,
        "tests:\n- name: a\n  events: [{ process.name: nc }]\n  alerts: 0\n",
        "tests: [ { name: a, events: [ { a: 1 } ],\n  alerts: [] } ]\n",
        "tests: [\n  { name: a,\n    events: [ { a: 1 } ], alerts: [] }\n]\n",
        "tests:\n  - name: |\n      tests:\n      - x\n\n    events: [{}]\n    alerts: []\n\n\n",
        "tests:\n  - { name: a, events: [{}], alerts: [] }\n# the end\n",
        "tests: # all\n  - { name: a, events: [&e { a: 1 }, *e], alerts: [] }\n",
    ] {
        let expected = format!("{end}{tests}");
        assert_eq!(again(DETECTION_RULE, &expected), (State::Same, expected.clone()), "at the end");
        let unended = expected.trim_end();
        assert_eq!(again(DETECTION_RULE, unended).1.trim_end(), unended, "without a line break");
        let (state, text) = again(DETECTION_RULE, &[FILE, tests, QUERY, META].concat());
        assert_eq!(state, changed(&[]), "in the middle");
        let (own, moved) = text.split_at(end.len());
        assert_eq!(own, end);
        let read = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).unwrap();
        assert_eq!(read(moved), read(tests));
    }
}

/// A query that ends with empty lines ends where it ended, whatever comes behind it.
#[test]
fn tests_behind_a_text_with_empty_lines_are_no_part_of_it() {
    let source = DETECTION_RULE.replace("\"nc\"\n'''", "\"nc\"\n\n\n'''").replace("[metadata]\nmaturity = \"production\"", "");
    let file = rule(&source).render(None).unwrap().text;
    assert!(file.ends_with("\n\n\n"), "{file}");
    let (state, text) = again(&source, &format!("{file}{}", TESTS.trim_start()));
    assert_eq!((state, text), (State::Same, format!("{file}{}", TESTS.trim_start())));
}

#[test]
fn a_file_that_is_another_s_is_refused() {
    let file = [FILE, QUERY, META].concat();
    let check = |existing: &str, expected: Expect| {
        let refusal = rule(DETECTION_RULE).render(Some(existing)).unwrap_err();
        assert_eq!(refusal.place, None);
        expected.assert_eq(&format!("{}; help: {}", refusal.message, refusal.help.unwrap_or_default()));
    };
    check(
        &file.replace("r-1", "r-2"),
        expect!["the file that is there has another rule, `r-2`; help: move it away, or import into another folder"],
    );
    let no_rules = ["", "mine", "a: 1\n", "- 1\n", "rule_id: [\n", "name: N\n", "\0"];
    let messages = no_rules.map(|text| rule(DETECTION_RULE).render(Some(text)).unwrap_err().message);
    assert_eq!(messages, ["the file that is there is no rule file that can be read"; 7]);
    let anchored = file.replace("name: Netcat", "name: &n Netcat") + "tests:\n  - { name: *n, events: [{}], alerts: [] }\n";
    check(
        &anchored,
        expect![
            "the `tests` of the file that is there cannot be kept; help: put them at the end of the file, without anchors of other keys"
        ],
    );
}
