//! `detectors check`: what is said of rule files, in which form, and how it ends.

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::support::{Folder, Outcome, program, run_with};

/// A rule; `{id}`, `{severity}` and the query are given.
pub(crate) fn rule(id: &str, severity: &str, query: &str) -> String {
    format!("rule_id: {id}\nname: X\ndescription: X.\nseverity: {severity}\nrisk_score: 47\ntype: eql\nquery: |\n  {query}\n")
}

/// Runs `detectors check` in a folder.
pub(crate) fn check(folder: &Folder, arguments: &[&str]) -> Outcome {
    run_with(program().current_dir(folder.path()).arg("check").args(arguments), b"")
}

/// A folder with an error of the syntax, an error of a name beside a warning, a warning, and a rule without problems.
fn mixed() -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    folder.file("rules/a.yml", rule("a", "medium", "process where process.name = \"nc\""));
    folder.file("rules/b.yml", rule("b", "medium", "process where `é.nmae` == \"nc\" and process.pid == \"4\""));
    folder.file("rules/c.yml", rule("c", "high", "any where true"));
    folder.file("rules/d.yml", rule("d", "medium", "any where true"));
    folder
}

#[test]
fn every_problem_of_every_file_is_shown() {
    let outcome = check(&mixed(), &["rules"]).ended(1);
    expect![[r#"
        error[DR155]: `=` is not a comparison
         --> rules/a.yml:8:30
          |
        8 |   process where process.name = "nc"
          |                              ^ sets an option, in sequences only
          |
        help: write `==`

        error[DR301]: no field `é.nmae` in the schema
         --> rules/b.yml:8:17
          |
        8 |   process where `é.nmae` == "nc" and process.pid == "4"
          |                 ^^^^^^^^ unknown field
          |
        help: if it is a field of your own, declare it in a schema file
        help: if events may or may not have it, write `?é.nmae`

        warning[DR703]: `process.pid` does not hold text
         --> rules/b.yml:8:53
          |
        8 |   process where `é.nmae` == "nc" and process.pid == "4"
          |                                                     ^^^ is read as the field's type
          |
        help: write it without quotes: `4`

        warning[DR020]: severity `high` does not fit risk score 47
         --> rules/c.yml:4:11
          |
        4 | severity: high
          |           ^^^^ this severity
        5 | risk_score: 47
          |             -- this score
          |
        help: a score of 47 is usually of severity `medium`
        help: the usual score of severity `high` is 73

    "#]]
    .assert_eq(&outcome.out);
    assert_eq!(outcome.err, "4 rules: 2 errors, 2 warnings in 3 files\n");
}

#[test]
fn a_set_without_errors_ends_with_0() {
    let folder = mixed();
    let outcome = check(&folder, &["rules/c.yml", "rules/d.yml"]).ended(0);
    assert_eq!(outcome.err, "2 rules: 1 warning in 1 file\n");
    let outcome = check(&folder, &["rules/d.yml"]).ended(0);
    assert_eq!((outcome.out.as_str(), outcome.err.as_str()), ("", "1 rule: no problems\n"));
    assert_eq!(check(&folder, &["-q", "rules/d.yml"]).ended(0).err, "");
}

#[test]
fn one_id_in_two_files_is_an_error() {
    let folder = mixed();
    folder.file("rules/e.yml", rule("d", "medium", "any where true"));
    let outcome = check(&folder, &["rules/d.yml", "rules/e.yml"]).ended(1);
    assert!(outcome.out.starts_with("error[DR601]: rule id `d` is used twice\n --> rules/e.yml:1:10"), "{}", outcome.out);
    assert!(outcome.out.contains("rules/d.yml:1:10"), "{}", outcome.out);
}

#[test]
fn json_is_one_object_a_line() {
    let outcome = check(&mixed(), &["rules", "--format", "json"]).ended(1);
    expect![[r#"
        {"file":"rules/a.yml","line":8,"column":30,"end_line":8,"end_column":31,"code":"DR155","name":"single-equals","severity":"error","message":"`=` is not a comparison","help":"write `==`"}
        {"file":"rules/b.yml","line":8,"column":17,"end_line":8,"end_column":25,"code":"DR301","name":"unknown-field","severity":"error","message":"no field `é.nmae` in the schema","help":"if it is a field of your own, declare it in a schema file\nif events may or may not have it, write `?é.nmae`"}
        {"file":"rules/b.yml","line":8,"column":53,"end_line":8,"end_column":56,"code":"DR703","name":"text-against-other-type","severity":"warning","message":"`process.pid` does not hold text","help":"write it without quotes: `4`"}
        {"file":"rules/c.yml","line":4,"column":11,"end_line":4,"end_column":15,"code":"DR020","name":"severity-and-risk-score","severity":"warning","message":"severity `high` does not fit risk score 47","help":"a score of 47 is usually of severity `medium`\nthe usual score of severity `high` is 73"}
    "#]]
    .assert_eq(&outcome.out);
    assert_eq!(outcome.err, "4 rules: 2 errors, 2 warnings in 3 files\n");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let folder = mixed();
    folder.file("rules/z.yml", b"\xff");
    let outcome = check(&folder, &["rules", "none"]).ended(3);
    assert!(outcome.out.contains("error[DR301]"), "{}", outcome.out);
    assert!(outcome.err.contains("error: cannot read `rules/z.yml`: it is not UTF-8\n"), "{}", outcome.err);
    assert!(outcome.err.contains("error: cannot read `none`: "), "{}", outcome.err);
    assert!(outcome.err.ends_with("4 rules: 2 errors, 2 warnings in 3 files\n"), "{}", outcome.err);
    check(&folder, &["rules/d.yml", "none"]).ended(3);
    check(&folder, &["none"]).ended(2);
    check(&folder, &["rules/z.yml", "--format", "sarif"]).ended(2);
    check(&folder, &[]).ended(2);
    check(&folder, &["rules", "--dry-run"]).ended(2);
}

#[test]
fn warnings_are_denied_and_allowed() {
    let folder = mixed();
    let c = "rules/c.yml";
    let outcome = check(&folder, &[c, "--deny", "warnings"]).ended(1);
    assert!(outcome.out.starts_with("error[DR020]: severity"), "{}", outcome.out);
    assert!(outcome.out.contains("note: a warning that `--deny warnings` makes an error\n"), "{}", outcome.out);
    assert_eq!(outcome.err, "1 rule: 1 error in 1 file\n");
    check(&folder, &[c, "--deny", "severity-and-risk-score"]).ended(1);
    check(&folder, &[c, "--deny", "DR704"]).ended(0);
    assert_eq!(check(&folder, &[c, "--deny", "warnings", "--allow", "DR020"]).ended(0).err, "1 rule: no problems\n");
    assert_eq!(check(&folder, &[c, "--allow", "warnings"]).ended(0).out, "");
    for (arguments, message) in [
        (["--allow", "DR301"], "error: DR301, `unknown-field`, is an error: only warnings can be allowed\n"),
        (["--deny", "regex-ancor"], "error: no diagnostic has the code or name `regex-ancor`\nhelp: there is `regex-anchor`\n"),
    ] {
        let outcome = check(&folder, &[&[c][..], &arguments].concat()).ended(2);
        assert_eq!((outcome.out.as_str(), outcome.err.as_str()), ("", message));
    }
    folder.file("rules/c.yml", rule("c", "high   # detectors: allow DR020", "any where true"));
    check(&folder, &[c, "--deny", "warnings"]).ended(0);
    folder.file("rules/c.yml", rule("c", "medium # detectors: allow DR020", "any where true"));
    assert!(check(&folder, &[c, "--deny", "warnings"]).ended(1).out.starts_with("error[DR690]"));
}

#[test]
fn the_nearest_configuration_is_used() {
    let folder = mixed();
    folder.file("fields.tsv", "field\ttype\né.nmae\tkeyword\n");
    folder.file("detectors.toml", "[check]\nallow = [\"DR020\"]\ndeny = [\"warnings\"]\nschema = [\"fields.tsv\"]\n");
    let within =
        |arguments: &[&str]| run_with(program().current_dir(folder.path().join("rules")).arg("check").args(arguments), b"");
    check(&folder, &["rules/c.yml"]).ended(0);
    within(&["c.yml"]).ended(0);
    let outcome = within(&["b.yml"]).ended(1);
    assert!(!outcome.out.contains("DR301"), "the fields are known: {}", outcome.out);
    assert!(
        outcome.out.contains("note: a warning that `deny = [\"warnings\"]` of detectors.toml makes an error"),
        "{}",
        outcome.out
    );
    // The command line counts more.
    check(&folder, &["rules/c.yml", "--deny", "DR020"]).ended(1);
    within(&["b.yml", "--allow", "warnings"]).ended(0);
    let other = folder.file("other.toml", "");
    within(&["b.yml", "--config", &other]).ended(1);
    within(&["b.yml", "--config", "none.toml"]).ended(2);
}

#[track_caller]
fn configuration(text: &str, expected: Expect) {
    let folder = mixed();
    folder.file("detectors.toml", text);
    let outcome = check(&folder, &["rules"]).ended(2);
    assert_eq!(outcome.out, "");
    expected.assert_eq(&outcome.err);
}

#[test]
fn a_configuration_that_cannot_be_used_is_told_with_its_place() {
    configuration(
        "[check]\nalow = []\n",
        expect![[r#"
            error: unknown key `alow`
             --> detectors.toml:2:1
              |
            2 | alow = []
              | ^^^^
            help: the only table is `[check]`, its keys are `allow`, `deny`, `schema` and `attack`
        "#]],
    );
    configuration(
        "[check]\ndeny = [\"warnings\",\n  \"DR999\"]\n",
        expect![[r#"
            error: no diagnostic has the code or name `DR999`
             --> detectors.toml:3:3
              |
            3 |   "DR999"]
              |   ^^^^^^^
            help: `detectors explain` lists all codes
        "#]],
    );
    configuration(
        "[check]\nschema = 1\n",
        expect![[r#"
            error: a list of texts is expected here
             --> detectors.toml:2:10
              |
            2 | schema = 1
              |          ^
        "#]],
    );
    configuration(
        "[check]\ndeny = \"warnings\"\n",
        expect![[r#"
            error: a list of texts is expected here
             --> detectors.toml:2:8
              |
            2 | deny = "warnings"
              |        ^^^^^^^^^^
            help: write it in brackets: `["warnings"]`
        "#]],
    );
    configuration(
        "[check\n",
        expect![[r#"
            error: unclosed table, expected `]`
             --> detectors.toml:1:7
              |
            1 | [check
              |       ^
        "#]],
    );
}

#[test]
fn fields_and_attack_come_from_files() {
    let folder = mixed();
    let one = folder.file("one.yml", "fields:\n  é.nmae: long\n");
    let two = folder.file("two.tsv", "field\ttype\né.nmae\tkeyword\n");
    let b = "rules/b.yml";
    check(&folder, &[b, "--schema", &two]).ended(0);
    check(&folder, &[b, "--schema", &one, "--schema", &two]).ended(0);
    check(&folder, &[b, "--schema", &two, "--schema", &one]).ended(1);
    check(&folder, &[b, "--schema", "none.tsv"]).ended(2);
    let wrong = folder.file("wrong.yml", "field:\n  a: keyword\n");
    let rule_file = folder.path().join(b).display().to_string();
    let outcome = check(&folder, &[b, "--schema", &rule_file]).ended(2);
    assert!(outcome.out.starts_with("error[DR060]: this is a rule file, and no file of custom fields"), "{}", outcome.out);
    assert_eq!(outcome.out.matches("error[").count(), 1, "{}", outcome.out);
    let outcome = check(&folder, &[b, "--schema", &wrong]).ended(2);
    assert!(
        outcome.out.contains(&wrong) && outcome.err.contains("the rules were not checked"),
        "{} {}",
        outcome.out,
        outcome.err
    );

    let threat = "threat:\n- framework: MITRE ATT&CK\n  tactic:\n    id: TA0999\n    name: Own\n    \
                  reference: https://attack.mitre.org/tactics/TA0999/\n";
    folder.file("rules/t.yml", rule("t", "medium", "any where true") + threat);
    check(&folder, &["rules/t.yml", "--deny", "warnings"]).ended(1);
    let header = "id\tkind\tname\tshortname\ttactics\tparent\tstatus\treplaced_by\tname_v18\ttactics_v18\tstix_id\n";
    let table = folder.file("attack.tsv", format!("{header}TA0999\ttactic\tOwn\town\t\t\tactive\t\t\t\tx\n"));
    check(&folder, &["rules/t.yml", "--deny", "warnings", "--attack", &table]).ended(0);
    let outcome = check(&folder, &["rules/t.yml", "--attack", &two]).ended(2);
    assert!(outcome.err.contains("is no table of ATT&CK: line 1: no column `id`"), "{}", outcome.err);
}

#[test]
fn references_to_attack_are_checked_in_a_version() {
    let folder = Folder::new();
    let threat = |tactic: &str| {
        format!(
            "threat:\n- framework: MITRE ATT&CK\n  tactic:\n    id: TA0005\n    name: {tactic}\n    \
             reference: https://attack.mitre.org/tactics/TA0005/\n"
        )
    };
    folder.file("old.yml", rule("old", "medium", "any where process.pid == 4") + &threat("Defense Evasion"));
    folder.file("new.yml", rule("new", "medium", "any where process.pid == 4") + &threat("Stealth"));
    for (file, version, told) in [
        ("old.yml", None, "DR754 warning"),
        ("old.yml", Some("19"), "DR754 warning"),
        ("old.yml", Some("18"), ""),
        ("new.yml", None, ""),
        ("new.yml", Some("18"), "DR046 error"),
    ] {
        let version = version.map(|version| ["--attack-version", version]);
        let objects =
            check(&folder, &[&[file, "--format", "json"][..], version.as_ref().map_or(&[][..], |all| all)].concat()).alerts();
        let found: Vec<String> = objects
            .iter()
            .map(|object| format!("{} {}", object["code"].as_str().unwrap(), object["severity"].as_str().unwrap()))
            .collect();
        assert_eq!(found.join(", "), told, "{file} {version:?}");
    }
    check(&folder, &["old.yml", "--attack-version", "18", "--attack", "x"]).ended(2);
}

#[test]
fn a_rule_of_the_standard_input_is_checked() {
    let folder = Folder::new();
    let read = |arguments: &[&str], text: &str| {
        run_with(program().current_dir(folder.path()).arg("check").args(arguments), text.as_bytes())
    };
    let wrong = rule("a", "medium", "any where process.pid = 4");
    let outcome = read(&["-"], &wrong).ended(1);
    assert!(outcome.out.contains("--> <stdin>:8:"), "{}", outcome.out);
    let outcome = read(&["-", "--fix", "--dry-run"], &wrong).ended(1);
    assert!(outcome.out.contains("+  any where process.pid == 4"), "{}", outcome.out);
    assert!(read(&["-", "--fix"], &wrong).ended(2).err.contains("the standard input cannot be changed"));
    assert!(read(&["-", "-"], &wrong).ended(2).err.contains("is given twice"));
    assert_eq!(read(&["-"], &rule("a", "medium", "any where process.pid == 4")).ended(0).err, "1 rule: no problems\n");
}

/// The mark of the byte order, with which some editors begin a file, moves no place.
#[test]
fn a_mark_of_the_byte_order_moves_no_column() {
    let folder = Folder::new();
    let text = rule("a", "medium", "any where process.pid == 4").replace("rule_id", "rule_idd");
    folder.file("marked.yml", format!("\u{feff}{text}"));
    folder.file("plain.yml", &text);
    let told = |name: &str| check(&folder, &[name]).ended(1).out.replace(name, "FILE");
    assert_eq!(told("marked.yml"), told("plain.yml"));
    assert!(told("marked.yml").contains("--> FILE:1:1\n"), "{}", told("marked.yml"));
}

/// The structure that the standard requires, and what code scanning reads.
#[test]
fn sarif_has_the_structure_of_the_standard() {
    let folder = mixed();
    let log = |arguments: &[&str]| -> Value {
        serde_json::from_str(&check(&folder, &[arguments, &["--format", "sarif"]].concat()).out).unwrap()
    };
    let sarif = log(&["rules"]);
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().unwrap().contains("sarif-schema-2.1.0"));
    let [run] = sarif["runs"].as_array().unwrap().as_slice() else { panic!("one run") };
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    assert_eq!(run["invocations"][0]["exitCode"], 1);
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "detectors");
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        for text in [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"], &rule["help"]["markdown"]] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
        assert!(matches!(rule["defaultConfiguration"]["level"].as_str(), Some("error" | "warning")), "{rule}");
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert_eq!(result["partialFingerprints"]["detectorsDiagnostic/v1"].as_str().unwrap().len(), 32);
        for location in result["locations"].as_array().unwrap() {
            let place = &location["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            let text = std::fs::read_to_string(folder.path().join(uri)).unwrap();
            assert_eq!(place["region"]["snippet"]["text"], part(&text, &place["region"]), "{result}");
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            let replacement = &fix["artifactChanges"][0]["replacements"][0];
            assert!(replacement["deletedRegion"]["startLine"].is_u64(), "{fix}");
            assert!(replacement["insertedContent"]["text"].is_string(), "{fix}");
        }
    }
    assert_eq!(results[0]["fixes"][0]["properties"]["applicability"], "always");
    assert_eq!(results[1]["locations"][0]["physicalLocation"]["region"]["startColumn"], 17);

    // A problem is the same one when its file and its line move.
    let fingerprints = |log: &Value| -> Vec<Value> {
        log["runs"][0]["results"].as_array().unwrap().iter().map(|result| result["partialFingerprints"].clone()).collect()
    };
    let before = fingerprints(&log(&["rules/b.yml"]));
    let moved = std::fs::read_to_string(folder.path().join("rules/b.yml")).unwrap();
    folder.file("moved.yml", format!("# A comment.\n\n{moved}"));
    assert_eq!(fingerprints(&log(&["moved.yml"])), before);
    assert_ne!(before[0], before[1]);

    let refused = log(&["rules", "none.yml"]);
    let invocation = &refused["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap().contains("none.yml"));
}

/// The text of a region, found by lines and columns and, the same, by characters.
fn part(text: &str, region: &Value) -> String {
    let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let offset =
        |line: usize, column: usize| lines[..line - 1].iter().map(|line| line.chars().count()).sum::<usize>() + column - 1;
    let (start, end) = (offset(number("startLine"), number("startColumn")), offset(number("endLine"), number("endColumn")));
    assert_eq!((number("charOffset"), number("charLength")), (start, end - start));
    text.chars().skip(start).take(end - start).collect()
}
