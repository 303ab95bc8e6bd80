use super::*;

/// The table that the built-in one is made from; `None` where it is not at hand.
fn shared(path: &str) -> Option<String> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        assert!(std::env::var_os("DETECTORS_REQUIRE_SHARED").is_none(), "{} is missing", file.display());
        println!("skipped: shared data not found");
    }
    text
}

#[test]
fn the_builtin_table_holds_the_facts_of_the_shared_one() {
    let Some(shared) = shared("attack/attack.tsv") else { return };
    // Renewed by UPDATE_EXPECT=1; all columns are facts that are needed.
    expect_test::expect_file!["attack.tsv"].assert_eq(&shared);
}

#[test]
fn the_builtin_table_is_well_formed() {
    let attack = Attack::from_tsv(TABLE).unwrap();
    let count = |kind, status| attack.entries().iter().filter(|entry| entry.kind == kind && entry.status == status).count();
    assert_eq!(count(Kind::Tactic, Status::Active), 15);
    assert_eq!(count(Kind::Technique, Status::Active), 222);
    assert_eq!(count(Kind::Subtechnique, Status::Active), 475);
    for entry in attack.entries() {
        let related = entry.tactics.iter().chain(&entry.tactics_v18).chain(&entry.parent).chain(&entry.replaced_by);
        for id in related {
            assert!(attack.get(id).is_some(), "{}: {id}", entry.id);
        }
        assert_eq!(entry.status == Status::Revoked, entry.replaced_by.is_some(), "{}", entry.id);
    }
    for id in REVOKED_IN_V19 {
        assert_eq!(attack.get(id).map(|entry| entry.status), Some(Status::Revoked), "{id}");
    }
    assert_eq!(Attack::builtin().entries().len(), attack.entries().len());
}

#[test]
fn names_and_tactics_of_both_versions_are_right() {
    let attack = Attack::builtin();
    let stealth = attack.get("TA0005").unwrap();
    assert!(stealth.has_name("Stealth") && stealth.has_name("Defense Evasion") && !stealth.has_name("stealth"));
    let registry = attack.get("T1112").unwrap();
    assert!(["TA0003", "TA0005", "TA0112"].iter().all(|tactic| registry.has_tactic(tactic)));
    assert!(!registry.has_tactic("TA0001"));
}

#[test]
fn what_version_18_had_is_live_and_what_went_before_is_not() {
    let attack = Attack::builtin();
    for (id, live) in [("T1059", true), ("T1562.001", true), ("T1547.011", false), ("T1086", false), ("T1064", false)] {
        assert_eq!(attack.get(id).unwrap().is_live(), live, "{id}");
    }
    let successor = attack.successor(attack.get("T1547.011").unwrap()).unwrap();
    assert_eq!(successor.id, "T1647");
}

#[test]
fn only_well_formed_ids_above_the_highest_look_newer() {
    let cases = [
        ("T1691", true),
        ("T1690", false),
        ("T1058", false),
        ("TA0113", true),
        ("TA0111", false),
        ("T1059.040", true),
        ("T1059.999", false),
        ("T9999", false),
        ("T1059.001", false),
        ("T1700.001", true),
        ("T1058.001", false),
        ("T17000", false),
        ("t1700", false),
        ("T1700.1", false),
        ("", false),
        ("Tä", false),
    ];
    for (id, newer) in cases {
        assert_eq!(Attack::builtin().looks_newer(id), newer, "{id}");
    }
}

#[test]
fn a_table_that_is_wrong_is_refused_with_its_line() {
    let header = "id\tkind\tname\tshortname\ttactics\tparent\tstatus\treplaced_by\tname_v18\ttactics_v18\tstix_id\n";
    let cases = [
        (String::new(), "line 1: no column `id`"),
        ("id\tkind\n".to_owned(), "line 1: no column `name`"),
        (format!("{header}T1\ttechnique"), "line 2: 2 columns, the header has 11"),
        (format!("{header}T1059\ttrick\tx\t\t\t\tactive\t\t\t\t"), "line 2: unknown kind `trick`"),
        (format!("{header}T1\ttechnique\tx\t\t\t\tactive\t\t\t\t"), "line 2: `T1` is not the id of a technique"),
        (format!("{header}T1059\ttechnique\tx\t\t\t\tnew\t\t\t\t"), "line 2: unknown status `new`"),
        (format!("{header}{0}{0}", "T1059\ttechnique\tx\t\t\t\tactive\t\t\t\t\n"), "line 3: `T1059` is there twice"),
    ];
    for (text, message) in cases {
        assert_eq!(Attack::from_tsv(&text).unwrap_err().to_string(), message);
    }
}

#[test]
fn the_page_of_an_id_has_its_parts_as_folders() {
    assert_eq!(page("TA0002"), "https://attack.mitre.org/tactics/TA0002/");
    assert_eq!(page("T1059.004"), "https://attack.mitre.org/techniques/T1059/004/");
}
