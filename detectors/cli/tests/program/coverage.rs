//! Coverage: the table, JSON, the layer and the page; rules with errors, without a mapping, of the older ATT&CK.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;

use crate::support::{Folder, Outcome, run};

/// A rule without errors: its id, its query, and entries of `threat` as tactic, technique and sub-technique.
fn rule(id: &str, query: &str, threat: &[(&str, &str, &str)]) -> String {
    let attack = detector_compiler::attack::Attack::builtin();
    let reference = |id: &str, indent: &str| {
        let entry = attack.get(id).unwrap();
        let name = entry.name_in(detector_compiler::attack::Version::V18);
        format!("id: {id}\n{indent}name: \"{name}\"\n{indent}reference: {}\n", entry.page())
    };
    let mut text = format!(
        "rule_id: {id}\nname: Rule {id}\ndescription: An example.\nseverity: high\nrisk_score: 73\ntype: eql\nquery: |\n  {query}\n"
    );
    if !threat.is_empty() {
        text += "threat:\n";
    }
    for (tactic, technique, sub) in threat {
        text += &format!("- framework: MITRE ATT&CK\n  tactic:\n    {}", reference(tactic, "    "));
        if !technique.is_empty() {
            text += &format!("  technique:\n  - {}", reference(technique, "    "));
        }
        if !sub.is_empty() {
            text += &format!("    subtechnique:\n    - {}", reference(sub, "      "));
        }
    }
    text
}

const LINUX: &str = r#"process where host.os.type == "linux" and process.name == "sh""#;
const SILENT: &str = r#"process where process.name == "sh""#;

/// Five rules: on Linux, of a folder, of the older ATT&CK, without a mapping, and of a tactic alone.
fn rules() -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("windows")).unwrap();
    folder.file("a.yml", rule("a", LINUX, &[("TA0002", "T1059", "T1059.004")]));
    folder.file("windows/b.yml", rule("b", SILENT, &[("TA0002", "T1059", ""), ("TA0003", "T1547", "T1547.001")]));
    folder.file("c.yml", rule("c", SILENT, &[("TA0005", "T1070", "T1070.001")]));
    folder.file("d.yml", rule("d", LINUX, &[]));
    folder.file("e.yml", rule("e", LINUX, &[("TA0040", "", "")]));
    folder
}

fn coverage(folder: &Path, more: &[&str]) -> Outcome {
    let path = folder.display().to_string();
    let arguments: Vec<&str> = ["coverage", &path].into_iter().chain(more.iter().copied()).collect();
    run(&arguments)
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.out).unwrap()
}

#[test]
fn the_table_has_tactics_platforms_and_what_is_not_mapped() {
    let folder = rules();
    let outcome = coverage(folder.path(), &[]).ended(0);
    assert_eq!(outcome.err, "");
    expect![[r#"
        5 rules in MITRE ATT&CK version 19
          tactics           4 of  15  (26 %)
          techniques        3 of 222  (1 %)
          sub-techniques    3 of 475  (0 %)

                tactic                rules  techniques  sub-techniques
        TA0043  Reconnaissance            0     0 of 12         0 of 34
        TA0042  Resource Development      0     0 of  9         0 of 41
        TA0001  Initial Access            0     0 of 11         0 of 11
        TA0002  Execution                 2     1 of 20         1 of 44
        TA0003  Persistence               1     1 of 22         1 of 91
        TA0004  Privilege Escalation      0     0 of 13         0 of 83
        TA0005  Stealth                   0     0 of 30        0 of 118
        TA0112  Defense Impairment        1     1 of 18         1 of 38
        TA0006  Credential Access         0     0 of 17         0 of 50
        TA0007  Discovery                 0     0 of 34         0 of 15
        TA0008  Lateral Movement          0     0 of  9         0 of 14
        TA0009  Collection                0     0 of 17         0 of 24
        TA0011  Command and Control       0     0 of 18         0 of 27
        TA0010  Exfiltration              0     0 of  9         0 of 10
        TA0040  Impact                    1     0 of 15         0 of 18

        platform  rules  techniques  sub-techniques
        Windows       1           2               1
        macOS         0           0               0
        Linux         3           1               1
        1 rule states no platform

        1 rule without a mapping
          Rule d  FOLDER/d.yml
    "#]]
    .assert_eq(&outcome.out.replace(&folder.path().display().to_string(), "FOLDER"));
}

#[test]
fn json_has_the_rules_of_each_technique_and_the_gaps() {
    let folder = rules();
    let object = json(&coverage(folder.path(), &["--format", "json"]).ended(0));
    assert_eq!(object["attack_version"], "19");
    assert_eq!(
        (&object["rules"], &object["techniques_covered"], &object["techniques_total"]),
        (&5.into(), &3.into(), &222.into())
    );
    let of = |id: &str| {
        let techniques = object["techniques"].as_array().unwrap().iter();
        techniques
            .filter(|technique| technique["id"] == id)
            .map(|technique| (&technique["tactic"], &technique["rule_ids"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("T1059"), [(&"execution".into(), &serde_json::json!(["a", "b"]))]);
    assert_eq!(of("T1059.004"), [(&"execution".into(), &serde_json::json!(["a"]))]);
    assert_eq!(of("T1685.005"), [(&"defense-impairment".into(), &serde_json::json!(["c"]))]);
    assert!(of("T1070.001").is_empty());
    let gaps = |of: &Value| of.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(gaps(&object["gaps"]).len(), 222 - 3);
    let windows = &object["platforms"]["windows"];
    assert_eq!((&windows["rules"], &windows["techniques_covered"]), (&1.into(), &2.into()));
    assert!(
        !gaps(&windows["gaps"]).contains(&"T1547".to_owned())
            && gaps(&object["platforms"]["linux"]["gaps"]).contains(&"T1547".to_owned())
    );
    assert_eq!(object["rules_without_mapping"][0]["rule_id"], "d");
    assert_eq!(object["rules_without_platform"], 1);
}

#[test]
fn gaps_are_listed_by_platform_on_request() {
    let folder = rules();
    let text = coverage(folder.path(), &["--gaps=windows"]).ended(0).out;
    assert!(
        text.contains("\n220 techniques without a rule for Windows\n  Reconnaissance\n    T1595  Active Scanning\n"),
        "{text}"
    );
    assert!(!text.contains("T1547  ") && !text.contains("for Linux"), "{text}");
    let text = coverage(folder.path(), &["--gaps"]).ended(0).out;
    for part in [
        "219 techniques without a rule\n",
        "for Windows\n",
        "222 techniques without a rule for macOS\n",
        "221 techniques without a rule for Linux\n",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

#[test]
fn the_layer_is_of_format_4_5_and_of_the_version_that_it_states() {
    let folder = rules();
    let layer = json(&coverage(folder.path(), &["--navigator", "-"]).ended(0));
    assert_eq!(layer["versions"], serde_json::json!({ "attack": "19", "navigator": "5.1.0", "layer": "4.5" }));
    assert_eq!(layer["domain"], "enterprise-attack");
    assert!(layer["gradient"]["colors"].as_array().unwrap().len() >= 2 && layer["gradient"]["maxValue"] == 2);
    let shown = |layer: &Value| -> Vec<String> {
        let techniques = layer["techniques"].as_array().unwrap().iter();
        techniques
            .map(|one| {
                let rules: Vec<&str> =
                    one["metadata"].as_array().unwrap().iter().map(|data| data["value"].as_str().unwrap()).collect();
                let sub = if one["showSubtechniques"] == true { " +" } else { "" };
                let comment = one["comment"].as_str().map(|comment| format!(" ({comment})")).unwrap_or_default();
                format!(
                    "{} {} {} {}{sub}{comment}",
                    one["tactic"].as_str().unwrap(),
                    one["techniqueID"].as_str().unwrap(),
                    one["score"],
                    rules.join(", ")
                )
            })
            .collect()
    };
    expect![[r#"
        [
            "execution T1059 2 Rule a, Rule b +",
            "execution T1059.004 1 Rule a",
            "persistence T1547 1 Rule b +",
            "persistence T1547.001 1 Rule b",
            "defense-impairment T1685 1 Rule c +",
            "defense-impairment T1685.005 1 Rule c (T1070.001 Clear Windows Event Logs is T1685.005 in version 19)",
        ]
    "#]]
    .assert_debug_eq(&shown(&layer));
    let older = json(&coverage(folder.path(), &["--navigator", "-", "--attack-version", "18"]).ended(0));
    assert_eq!(older["versions"]["attack"], "18");
    assert_eq!(shown(&older)[4..], ["defense-evasion T1070 1 Rule c +", "defense-evasion T1070.001 1 Rule c"]);
}

#[test]
fn the_page_has_the_numbers_of_the_json() {
    let folder = rules();
    let page = folder.path().join("coverage.html").display().to_string();
    let outcome = coverage(folder.path(), &["--html", &page, "--format", "json"]).ended(0);
    assert_eq!(outcome.err, format!("wrote {page}\n"));
    let object = json(&outcome);
    let page = std::fs::read_to_string(&page).unwrap();
    for (id, covered, total) in [
        ("tactics-covered", "tactics_covered", "tactics_total"),
        ("techniques-covered", "techniques_covered", "techniques_total"),
        ("subtechniques-covered", "subtechniques_covered", "subtechniques_total"),
    ] {
        let tile = format!(r#"<strong id="{id}" data-total="{}">{}</strong>"#, object[total], object[covered]);
        assert!(page.contains(&tile), "{tile}");
    }
    let cells = page.matches("data-cell=").count();
    assert!(cells > 222 + 475, "{cells}");
    assert_eq!(page.matches("data-rule=").count(), 5);
    assert!(page.contains("<small>windows/b.yml</small>") && !page.contains(&folder.path().display().to_string()));
    // Standard output in place of a file.
    assert_eq!(coverage(folder.path(), &["--html", "-"]).ended(0).out, page);
}

#[test]
fn rules_with_errors_are_told_and_left_out() {
    let folder = rules();
    folder.file("bad.yml", rule("bad", "process where process.nmae == \"sh\"", &[("TA0002", "T1059", "")]));
    folder.file("again.yml", rule("e", LINUX, &[("TA0002", "T1059", "")]));
    let outcome = coverage(folder.path(), &["--format", "json"]).ended(3);
    assert!(outcome.err.contains("error[DR301]") && outcome.err.contains("bad.yml:8:17"), "{}", outcome.err);
    assert!(outcome.err.contains("error[DR601]"), "{}", outcome.err);
    assert!(outcome.err.ends_with("error: 2 rules left out because of errors\n"), "{}", outcome.err);
    assert_eq!(json(&outcome)["rules"], 5);
    let folder = Folder::new();
    let bad = folder.file("bad.yml", "rule_id: x");
    assert_eq!(json(&run(&["coverage", &bad, "--format", "json"]).ended(3))["rules"], 0);
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = rules();
    assert!(run(&["coverage", "no/such/folder"]).ended(2).err.contains("cannot read `no/such/folder`"));
    let outcome = coverage(folder.path(), &["--html", "no/such/folder/x.html"]).ended(2);
    assert!(outcome.err.contains("error: cannot write `no/such/folder/x.html`"), "{}", outcome.err);
    assert!(coverage(folder.path(), &["--html", "-", "--navigator", "-"]).ended(2).err.contains("standard output"));
    assert!(coverage(folder.path(), &["--attack-version", "17"]).ended(2).err.contains("[possible values: 19, 18]"));
}

#[test]
fn without_a_path_the_rules_are_those_that_are_compiled_in() {
    let object = json(&run(&["coverage", "--format", "json"]).ended(0));
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let files = json(&coverage(&rules, &["--format", "json"]).ended(0));
    for key in ["rules", "tactics", "techniques", "platforms", "gaps"] {
        assert_eq!(object[key], files[key], "{key}");
    }
    assert_eq!(object["rules_without_platform"], 0);
}
