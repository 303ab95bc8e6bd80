//! A rule set of a folder follows the folder: the crate of a rule author, built again after each change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::fs;
use std::process::Output;

use detector_tests::project::Project;

#[test]
fn a_rule_set_follows_its_folder() {
    let project = Rules::create();
    project.rule("first", "first", "process.name");
    assert_eq!(project.rules(), ["first"]);

    project.rule("deeper/second", "second", "process.name");
    assert_eq!(project.rules(), ["second", "first"], "a new file, in a new folder");

    project.rule("first", "changed", "process.name");
    assert_eq!(project.rules(), ["second", "changed"], "a file that has changed");

    fs::remove_file(project.0.folder.join("rules/deeper/second.yml")).unwrap();
    assert_eq!(project.rules(), ["changed"], "a file that is gone");

    project.rule("wrong", "wrong", "process.nmae");
    let error = project.error();
    let mut lines = error.lines().skip_while(|line| *line != "error: [DR301] no field `process.nmae` in the schema");
    let place = lines.nth(1).map(str::trim_start);
    assert_eq!(
        place,
        Some("--> rules/wrong.yml:8:17"),
        "right after the title there is a place that an editor can open:\n{error}"
    );
    fs::remove_file(project.0.folder.join("rules/wrong.yml")).unwrap();

    project.0.write("build.rs", "fn main() {\n    detectors_build::watch(\"src\");\n}\n");
    let error = project.error();
    assert!(error.contains("no build script watches the folder"), "another folder is watched:\n{error}");

    fs::remove_file(project.0.folder.join("build.rs")).unwrap();
    let error = project.error();
    assert!(error.contains("no build script watches the folder"), "there is no build script:\n{error}");
    assert!(error.contains("detectors_build::watch"), "the help says what to do:\n{error}");
}

/// A crate with a folder of rules, with the strictest lints.
struct Rules(Project);

impl Rules {
    fn create() -> Self {
        let project = Project::create(env!("CARGO_TARGET_TMPDIR"), "watched_rules");
        project.write("build.rs", "fn main() {\n    detectors_build::watch(\"rules\");\n}\n");
        project.write(
            "src/lib.rs",
            "//! Rules.\n\
             #![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]\n\
             #![forbid(unsafe_code)]\n\n\
             /// All rules.\n\
             #[derive(Debug, rules::RuleSet)]\n\
             #[rule_set(rules = \"../rules/**/*.yml\", crate = \"::rules\")]\n\
             pub struct Rules;\n\n\
             /// One rule.\n\
             #[derive(Debug, rules::Detector)]\n\
             #[detector(query = \"sequence by host.id with maxspan=1s [process where true] [file where true]\", crate = \"::rules\")]\n\
             pub struct Files;\n",
        );
        project.write(
            "src/main.rs",
            "use rules::RuleSet;\n\nfn main() {\n    for rule in watched_rules::Rules::RULES {\n        println!(\"{}\", rule.id);\n    }\n}\n",
        );
        Self(project)
    }

    fn rule(&self, file: &str, id: &str, field: &str) {
        let text = format!(
            "rule_id: {id}\nname: {id}\ndescription: A shell.\nseverity: medium\nrisk_score: 47\ntype: eql\nquery: |\n  \
             process where {field} == \"sh\"\n"
        );
        self.0.write(&format!("rules/{file}.yml"), &text);
    }

    /// The ids of the rules that the program was built with.
    fn rules(&self) -> Vec<String> {
        let output = self.run();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// What the compiler says.
    fn error(&self) -> String {
        let output = self.run();
        assert!(!output.status.success(), "it must not compile");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn run(&self) -> Output {
        self.0.cargo(env!("CARGO"), "run")
    }
}
