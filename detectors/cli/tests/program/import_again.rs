//! `detectors import` where rules are already: what users have made of them, what was imported before, one rule in several files.

use expect_test::expect;

use crate::import::{RECORD, checkout, files, import, toml, write};

/// What the user made of a file stays, what the source has changed comes in, and what both have changed is named.
#[test]
fn changes_by_hand_stay() {
    let folder = checkout();
    let options = ["checkout/rules/linux", "checkout/rules/_deprecated", "--out", "rules"];
    let again = |more: &[&str]| import(&folder, &[&options[..], more].concat());
    again(&[]).ended(0);
    let netcat = || files(&folder, "rules")["rules/netcat.yml"].clone();
    let mine = netcat().replace("severity: low", "severity: high # detectors: allow DR020 -- on servers");
    let mine = mine.replace("== \"nc\"", "in (\"nc\", \"ncat\")");
    write(&folder, "rules/netcat.yml", &mine);
    for more in [&[][..], &["--check"], &["--overwrite"]] {
        let outcome = again(more).ended(0);
        assert!(
            outcome.out.starts_with("changed by hand, and kept (1)\n  rules/netcat.yml  (severity, query)\n"),
            "{}",
            outcome.out
        );
        assert_eq!(netcat(), mine);
    }
    let newer = toml("r-1", "Netcat, of Old", "process where process.name == \"nc\"");
    write(&folder, "checkout/rules/linux/netcat.toml", &newer);
    let outcome = again(&[]).ended(0);
    assert!(outcome.out.contains("changed (1)\n  rules/netcat.yml  (name)\n"), "{}", outcome.out);
    let mine = mine.replace("name: Netcat", "name: Netcat, of Old");
    assert_eq!(netcat(), mine);

    write(&folder, "checkout/rules/linux/netcat.toml", &newer.replace("\"nc\"", "\"nc.openbsd\""));
    for more in [&["--check"][..], &[]] {
        let outcome = again(more).ended(3);
        expect![[r#"
            error: the file was changed by hand and so was its source, both in `query`
             --> checkout/rules/linux/netcat.toml:4:1
             file: rules/netcat.yml
            help: make them the same, or `--overwrite` takes these keys from the source
        "#]]
        .assert_eq(&outcome.err);
        assert_eq!(netcat(), mine);
    }
    let outcome = again(&["--overwrite"]).ended(0);
    assert!(outcome.out.contains("kept (1)\n  rules/netcat.yml  (severity)\n"), "{}", outcome.out);
    assert_eq!(netcat(), mine.replace("in (\"nc\", \"ncat\")", "== \"nc.openbsd\""));
}

/// The record is what tells changes by hand; it is as good as the rule files that it belongs to.
#[test]
fn the_record_of_imports_goes_with_the_rules() {
    let folder = checkout();
    let options = ["checkout/rules/linux", "--out", "rules"];
    import(&folder, &options).ended(0);
    let record = || std::fs::read_to_string(folder.path().join("rules").join(RECORD)).unwrap();
    let first = record();
    assert!(first.starts_with("{\"version\":1,\"rules\":{\n\"r-1\":{\"source\":\"netcat.toml\",\"keys\":{"), "{first}");
    // Whatever the folder is called, and from wherever it is imported.
    std::fs::rename(folder.path().join("checkout/rules/linux"), folder.path().join("other")).unwrap();
    import(&folder, &["./other/", "--out", "rules"]).ended(0);
    assert_eq!(record(), first);

    let mine = files(&folder, "rules")["rules/netcat.yml"].replace("low", "high");
    write(&folder, "rules/netcat.yml", &mine);
    std::fs::remove_file(folder.path().join("rules").join(RECORD)).unwrap();
    let outcome = import(&folder, &["other", "--out", "rules"]).ended(3);
    assert!(outcome.err.contains("nothing tells which of them has changed"), "{}", outcome.err);
    assert_eq!(files(&folder, "rules")["rules/netcat.yml"], mine);

    for text in ["{", "{\"version\":2,\"rules\":{}}", "[]"] {
        write(&folder, &format!("rules/{RECORD}"), text);
        let outcome = import(&folder, &["other", "--out", "rules"]).ended(2);
        assert!(outcome.err.starts_with("error: cannot read `rules/.detectors-import.json`: "), "{}", outcome.err);
        assert_eq!(record(), text);
    }
}

#[test]
fn a_rule_id_that_several_files_have_is_told() {
    let folder = checkout();
    import(&folder, &["checkout/rules/linux/netcat.toml", "--out", "rules"]).ended(0);
    // Another file with its id: the rule may have been moved, or two are mixed up.
    write(&folder, "in/ncat.toml", &toml("r-1", "Ncat", "process where process.name == \"ncat\""));
    let outcome = import(&folder, &["in", "--out", "rules", "--check"]).ended(1);
    let note = "to know\n  1 rule: it came from netcat.toml before, and now from ncat.toml\n";
    assert!(outcome.out.contains(note), "{}", outcome.out);
    // Both at once.
    write(&folder, "in/netcat.toml", &toml("r-1", "Netcat", "any where true"));
    let outcome = import(&folder, &["in", "--out", "rules"]).ended(3);
    assert!(outcome.err.contains("the rule_id `r-1` is that of a rule of in/ncat.toml too"), "{}", outcome.err);
    // Two in the folder that they go to.
    let there = files(&folder, "rules")["rules/netcat.yml"].clone();
    write(&folder, "rules/copy.yml", &there);
    let outcome = import(&folder, &["in/netcat.toml", "--out", "rules"]).ended(3);
    assert!(outcome.err.contains("several files have the rule_id `r-1`: copy.yml, netcat.yml"), "{}", outcome.err);
    assert_eq!(files(&folder, "rules")["rules/copy.yml"], there);
}
