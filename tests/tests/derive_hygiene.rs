//! The derives stand wherever an agent puts them, whatever names are there, and keep to the strictest lints.

#![deny(warnings, clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

use detectors::{Alert, Detector, Event, RuleSet, Timestamp};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "host.id")]
    host: &'a str,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.pid")]
    pid: u32,
}

const SHELL: Exec<'static> = Exec { at: Timestamp(0), host: "a", name: "BASH", pid: 7 };

#[test]
fn private_structs_have_private_matchers() {
    #[derive(Detector)]
    #[detector(rule = "../ui/rules/shell.yml", event = Exec<'_>)]
    struct Shell;

    let mut matcher: ShellMatcher = Shell::matcher();
    let mut names = Vec::new();
    matcher.observe(&SHELL, |alert| names.push(alert.rule.name));
    assert_eq!(names, ["Shell"]);
    assert_eq!(matcher.counters().matched, 1);
}

#[test]
fn derives_stand_in_the_body_of_a_function() {
    #[derive(Event)]
    #[event(category = "file")]
    struct Open<'a> {
        #[event(field = "file.name")]
        name: &'a str,
    }

    /// A file that is named as a key.
    #[derive(Debug, Detector)]
    #[detector(query = r#"file where startsWith~(file.name, "id_") and length(file.name) > 3"#, event = Open<'_>)]
    struct Key;

    #[derive(Debug, RuleSet)]
    #[rule_set(rules = ["../ui/rules/shell.yml", "../ui/rules/two_shells.yml"], event = Exec<'_>)]
    struct Shells;

    assert!(Key::matches(&Open { name: "ID_rsa" }));
    assert!(!Key::matches(&Open { name: "id_" }));
    assert_eq!(Key::RULE.description, "A file that is named as a key.");
    let mut matcher = Shells::matcher::<4>();
    let mut count = 0;
    for _ in 0..2 {
        matcher.observe(&SHELL, |_: &Alert<'_>| count += 1);
    }
    assert_eq!(count, 3, "each shell, and two in a row");
}

mod without_prelude {
    #![no_implicit_prelude]

    #[derive(::detectors::Event)]
    #[event(category = "process", constant("host.os.type" = "linux"), missing = "process.parent.*")]
    pub(super) struct Exec<'a> {
        #[event(field = "@timestamp")]
        pub(super) at: ::detectors::Timestamp,
        #[event(field = "host.id")]
        pub(super) host: &'a str,
        #[event(field = "process.name")]
        pub(super) name: ::core::option::Option<&'a str>,
        #[event(field = "process.pid")]
        pub(super) pid: u32,
        #[event(handle)]
        pub(super) id: u64,
    }

    #[derive(::core::fmt::Debug, ::detectors::Detector)]
    #[detector(
        query = r#"process where (process.pid + 1) * 2 > 4 and process.name regex~ "(ba|da)?sh" and ?process.parent.name == null"#
    )]
    pub(super) struct Shell;

    #[derive(::core::fmt::Debug, ::detectors::Detector)]
    #[detector(rule = "../ui/rules/two_shells.yml", event = Exec<'_>)]
    pub(super) struct TwoShells;

    #[derive(::core::fmt::Debug, ::detectors::RuleSet)]
    #[rule_set(rules("../ui/rules/shell.yml", "../ui/rules/two_shells.yml"), event = Exec<'_>)]
    pub(super) struct Shells;

    // So many that they have an index.
    #[derive(::core::fmt::Debug, ::detectors::RuleSet)]
    #[rule_set(rules(
        "../../rules/linux/exfiltration/archive_made_and_uploaded.yml",
        "../../rules/linux/exfiltration/file_uploaded_to_a_public_drop.yml",
        "../../rules/linux/exfiltration/sensitive_file_sent_by_a_web_client.yml",
        "../../rules/linux/exfiltration/synchronisation_to_cloud_storage_from_an_unusual_place.yml",
        "../../rules/linux/impact/cryptocurrency_miner_started.yml",
        "../../rules/linux/impact/databases_and_virtual_machines_stopped_in_a_row.yml",
        "../../rules/linux/impact/disk_or_file_system_overwritten.yml",
        "../../rules/linux/impact/documents_renamed_in_bulk_with_an_added_ending.yml",
        "../../rules/linux/impact/ransom_notes_left_in_several_folders.yml",
        "../../rules/linux/impact/root_of_the_file_system_or_all_data_deleted.yml",
        "../../rules/linux/impact/snapshots_or_backups_deleted_in_a_row.yml",
        "../../rules/linux/lateral_movement/program_copied_over_ssh_and_run.yml",
        "../../rules/linux/lateral_movement/ssh_client_started_by_a_service_account.yml",
        "../../rules/linux/lateral_movement/ssh_sessions_to_many_hosts_without_checking_their_keys.yml",
    ))]
    pub(super) struct Many;
}

#[test]
fn derives_need_no_prelude() {
    use without_prelude::{Exec, Shell, Shells, TwoShells};
    let event = Exec { at: Timestamp(0), host: "a", name: Some("bash"), pid: 2, id: 9 };
    assert!(Shell::matches(&event));
    let (mut two, mut set) = (TwoShells::matcher::<2>(), Shells::matcher_with_seed::<2>([1, 2]));
    let mut handles = Vec::new();
    for _ in 0..2 {
        two.observe(&event, |alert| handles.extend(alert.events.iter().map(|event| event.handle.0)));
        set.observe(&event, |alert| handles.extend(alert.events.iter().map(|event| event.handle.0)));
    }
    assert_eq!(handles, [9, 9, 9, 9, 9, 9]);
}

/// Names of the language and of the prelude that mean something else.
#[allow(dead_code, non_camel_case_types)]
mod shadowed {
    pub(super) struct Option;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Result;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Vec;
    pub(super) struct String;
    pub(super) struct bool;
    pub(super) struct u8;
    pub(super) struct u16;
    pub(super) struct u32;
    pub(super) struct u64;
    pub(super) struct usize;
    pub(super) struct i64;
    pub(super) struct f64;
    pub(super) struct str;
    pub(super) struct Alert;
    pub(super) struct Event;
    pub(super) struct Detector;
    pub(super) struct RuleSet;
    pub(super) struct Matcher;
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod detectors {}
    pub(super) trait Debug {}
    pub(super) trait FnMut {}
    pub(super) trait Default {}

    #[derive(::detectors::Event)]
    #[event(category = "process")]
    pub(super) struct Exec<'a> {
        #[event(field = "@timestamp")]
        pub(super) at: ::detectors::Timestamp,
        #[event(field = "host.id")]
        pub(super) host: &'a ::core::primitive::str,
        #[event(field = "process.name")]
        pub(super) name: &'a ::core::primitive::str,
        #[event(field = "process.pid")]
        pub(super) pid: ::core::primitive::u32,
    }

    #[derive(::detectors::Event)]
    pub(super) enum AgentEvent<'a> {
        Exec(Exec<'a>),
        Tick,
    }

    #[derive(::core::fmt::Debug, ::detectors::Detector)]
    #[detector(
        query = r#"process where process.name : ("sh", "*ash", "k?h") and not endsWith~(process.name, "x") and process.pid % 2 == 1"#,
        event = AgentEvent<'_>
    )]
    pub(super) struct Shell;

    #[derive(::core::fmt::Debug, ::detectors::Detector)]
    #[detector(rule = "../ui/rules/two_shells.yml", event = AgentEvent<'_>)]
    pub(super) struct TwoShells;

    #[derive(::core::fmt::Debug, ::detectors::RuleSet)]
    #[rule_set(rules = ["../ui/rules/shell.yml", "../ui/rules/two_shells.yml"], event = AgentEvent<'_>)]
    pub(super) struct Shells;

    // So many that they have an index.
    #[derive(::core::fmt::Debug, ::detectors::RuleSet)]
    #[rule_set(rules(
        "../../rules/linux/exfiltration/archive_made_and_uploaded.yml",
        "../../rules/linux/exfiltration/file_uploaded_to_a_public_drop.yml",
        "../../rules/linux/exfiltration/sensitive_file_sent_by_a_web_client.yml",
        "../../rules/linux/exfiltration/synchronisation_to_cloud_storage_from_an_unusual_place.yml",
        "../../rules/linux/impact/cryptocurrency_miner_started.yml",
        "../../rules/linux/impact/databases_and_virtual_machines_stopped_in_a_row.yml",
        "../../rules/linux/impact/disk_or_file_system_overwritten.yml",
        "../../rules/linux/impact/documents_renamed_in_bulk_with_an_added_ending.yml",
        "../../rules/linux/impact/ransom_notes_left_in_several_folders.yml",
        "../../rules/linux/impact/root_of_the_file_system_or_all_data_deleted.yml",
        "../../rules/linux/impact/snapshots_or_backups_deleted_in_a_row.yml",
        "../../rules/linux/lateral_movement/program_copied_over_ssh_and_run.yml",
        "../../rules/linux/lateral_movement/ssh_client_started_by_a_service_account.yml",
        "../../rules/linux/lateral_movement/ssh_sessions_to_many_hosts_without_checking_their_keys.yml",
    ))]
    pub(super) struct Many;
}

#[test]
fn names_that_mean_something_else_do_not_matter() {
    use shadowed::{AgentEvent, Exec, Shell, Shells, TwoShells};
    let event = AgentEvent::Exec(Exec { at: Timestamp(0), host: "a", name: "bash", pid: 7 });
    assert!(Shell::matches(&event));
    assert!(!Shell::matches(&AgentEvent::Tick));
    let (mut two, mut set) = (TwoShells::matcher::<2>(), Shells::matcher::<2>());
    let mut count = 0;
    for _ in 0..2 {
        two.observe(&event, |_| count += 1);
        set.observe(&event, |_| count += 10);
    }
    assert_eq!(count, 31);
}

/// The crate by another name and in another place.
mod vendored {
    pub(super) use ::detectors as rules;
}

#[derive(Debug, Detector)]
#[detector(rule = "../ui/rules/two_shells.yml", event = Exec<'_>, crate = "crate::vendored::rules")]
struct TwoShells;

#[derive(Debug, RuleSet)]
#[rule_set(rules = ["../ui/rules/shell.yml"], event = Exec<'_>, crate = "crate::vendored::rules")]
struct Shells;

#[test]
fn the_crate_may_have_another_name() {
    assert_eq!(TwoShells::RULE.id, "two-shells");
    assert_eq!(Shells::RULES.len(), 1);
    let _: (TwoShellsMatcher<2>, ShellsMatcher<1>) = (TwoShells::matcher(), Shells::matcher());
}

/// A type of the derives' own may be used by two of them, below one another.
mod nested {
    pub(crate) mod inner {
        /// Reachable through the crate, and documented by its rule.
        #[derive(Debug, detectors::Detector)]
        #[detector(rule = "../ui/rules/shell.yml")]
        pub(crate) struct Shell;
    }
}

#[test]
fn a_matcher_is_as_visible_as_its_detector() {
    static MATCHER: nested::inner::ShellMatcher = nested::inner::Shell::matcher();
    assert_eq!(MATCHER.counters().observed, 0);
}
