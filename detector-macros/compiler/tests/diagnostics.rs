//! Every diagnostic code has a golden, made of the examples of its explanation: `diagnostics/DR301-unknown-field.txt`.
//!
//! The wrong example gives the code, the right one does not. An example is a query, a part of a rule file that is put into a
//! good one, or a file of custom fields: see [`Examples`]. [`MORE`] has other forms of a problem. `UPDATE_EXPECT=1` renews the
//! goldens.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;
#[path = "common/fixes.rs"]
mod fixes;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use common::threat;
use detector_compiler::diagnostics::render::{Style, render};
use detector_compiler::diagnostics::{Code, Diagnostic, Diagnostics};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::errors::{self, all_codes};
use detector_compiler::schema::{FieldType, Schema, custom};
use detector_compiler::source::{QueryText, Source, SourceId};
use detector_compiler::{Options, compile, resolve};
use expect_test::expect_file;

/// Other forms of a problem than the one of its example: number of the code, query.
const MORE: &[(u16, &str)] = &[
    (4, "tests:\n  - {name: a, event: [{process.pid: 1}], alert: []}"),
    (5, "tests:\n  - {name: a, events: [{process.pid: 1, process.pid: 2}], alerts: []}"),
    (6, "tests:\n  - {name: a}\n  - {events: [{}], alerts: []}"),
    (7, "tests:\n  - a shell\n  - {name: 1, events: {}, alerts: []}\n  - {name: b, events: [bash], common: [], alerts: []}"),
    (11, "tests:\n  - {name: a, events: [], alerts: []}"),
    (17, "tests:\n  - {name: a, events: [{}], alerts: -1}"),
    (23, "tests:\n  - {name: a, events: [{\"@timestamp\": +5}, {\"@timestamp\": yesterday}], alerts: []}"),
    (23, "tests:\n  - {name: a, events: [{\"@timestamp\": [+1s, +2s]}, {\"@timestamp\": 1.5}], alerts: []}"),
    (24, "tests:\n  - {name: a, events: [{}, {}], alerts: [[1], [3], [-1]]}"),
    (25, "tests:\n  - {name: a, events: [{}], alerts: [[]]}"),
    (
        25,
        "query: sequence with maxspan=1s [process where true] ![file where true] [any where true]\ntests:\n  - {name: a, events: [{}, {}, {}], alerts: [[1, 2, 3]]}",
    ),
    (26, "tests:\n  - {name: a, events: [{}], alerts: [[1, 1]]}"),
    (27, "tests:\n  - name: a\n    common: {hostt.id: a, process: sh, nothing.near.it: 1}\n    events: [{}, {}]\n    alerts: []"),
    (28, "tests:\n  - name: a\n    common: {source.ip: localhost}\n    events: [{}, {process: {start: soon}}]\n    alerts: []"),
    (29, "tests:\n  - {name: a, events: [{}, {}], alerts: [1, 2]}\n  - {name: b, events: [{}], alerts: all}"),
    (29, "tests:\n  - {name: a, events: [{}], alerts: [{rule: 1}]}\n  - {name: b, events: [{}], alerts: [[one]]}"),
    (168, "file where file.path : process.executable and descendant of [process where process.name == \"a\"]"),
    (162, "process where process.pid == 4 and process.name contains \"x\""),
    (301, "process where process.nmae == \"sh\" and process.paren.nam == \"sh\""),
    (301, "any where nothing.near.it == 1"),
    (301, "sequence by host.idd [process where true] [file where true]"),
    (302, "any where process.thread.Ext.call_stack == \"x\""),
    (302, "sequence by process.thread.Ext.call_stack [process where true] [file where true]"),
    (1, "note: \"a\u{1b}b\""),
    (310, "process where arraysearch(process.thread.Ext.call_stack, $e, $e.rva == \"x\")"),
    (310, "process where wildcard(process.name, \"*sh\")"),
    (310, "process where arrayContains(process.args, \"-e\")"),
    (312, "process where length(process.name, 1) > 3 and substring(process.name) == \"x\""),
    (312, "network where cidrMatch(source.ip)"),
    (313, "process where startsWith(process.name, 1) and between(process.name, \"a\", \"b\", \"c\") == \"x\""),
    (313, "network where cidrMatch(source.port, \"10.0.0.0/8\") and length(source.ip) > 3"),
    (313, "process where substring(process.name, \"1\") == \"x\" and number(process.name, 1.5) == 1"),
    (320, "process where process.name"),
    (320, "process where 1 + 1"),
    (321, "process where process.name == \"sh\" and process.pid or 1"),
    (322, "process where -process.name == 1 and process.pid * \"2\" == 4 and add(process.pid, true) == 1"),
    (323, "network where source.ip : \"10.*\" and source.port in~ (\"80\")"),
    (323, "process where process.pid regex \"1.*\" and process.pid like~ \"1*\""),
    (324, "process where process.name : (\"a\", 1, null) and process.name regex true"),
    (325, "process where process.name < true and process.pid == true"),
    (325, "network where source.ip == 1 and source.ip > \"10.0.0.0/8\""),
    (325, "process where process.start == true and length(process.name) == \"x\""),
    (326, "process where process.name in (process.parent.name, \"x\")"),
    (326, "process where length(process.name) == length(process.parent.name)"),
    (327, "process where process.name in (1, true) and process.start in (true)"),
    (328, "process where process.pid == 2147483647 + 1 and process.pid == number(\"x\")"),
    (328, "process where between(process.name, null, \"b\") == \"x\""),
    (301, "process where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_inf : \"*ntdll*\" and $e.nothing.near == 1)"),
    (301, "process where _arraysearch(process.thread.Ext.call_stak, $e, $e.symbol_info : \"*ntdll*\")"),
    (301, "sequence [process where true] as event0 [file where file.path == event0.process.executabel]"),
    (302, "process where _arraysearch(process.thread.Ext.call_stack, $e, $e.memory_section == \"x\")"),
    (
        330,
        "sequence [process where true] by process.name [network where true] by source.ip until [file where true] by process.pid",
    ),
    (325, "process where process.pid == process.name and descendant of [process where process.start > process.pid]"),
    (331, "process where _arraysearch(process.name, $e, true)"),
    (332, "process where $entry.rva == \"0x10\""),
    (334, "process where _arraysearch(process.thread.Ext.call_stack, $e, $e.rva == \"x\") == null"),
    (334, "process where (descendant of [process where true] and process.pid == 1) == process.code_signature.trusted"),
    (336, "file where descendant of [any where process.name == \"a\"]"),
    (339, "sequence with maxspan=1m [process where true] ![file where true] as event1 [network where true]"),
    (339, "sample by host.id [process where true] as event0 [file where true]"),
    (340, "sequence [process where process.pid == event0.process.pid] as event0 [file where true]"),
    (340, "sequence [process where true] as event0 [file where file.path == event1.process.executable]"),
    (340, "process where process.pid == event0.process.pid"),
    (
        341,
        "sequence with maxspan=1m [process where true] as event0 ![file where file.name == event0.process.name] [network where true]",
    ),
    (341, "sequence [process where true] as event0 [file where true] by event0.process.pid"),
    (341, "sequence [process where true] as event0 [file where descendant of [process where process.pid == event0.process.pid]]"),
    (401, "process where process.name regex (\"a+\", \"[b\", \"c{2\")"),
    (401, "process where concat(process.name, \"x\") regex \"a(b\""),
    (404, "network where cidrMatch(source.ip, \"10.0.0.1/8\", \"10.0.0\", \"::1/129\")"),
    (405, "network where source.ip in (\"10.*\", \"localhost\")"),
    (406, "process where process.start > \"now-1d\" and process.start == \"2024-13-01\""),
    (701, "process where ?process.nmae == null and ?no.such.field == \"x\""),
    (701, "sequence by host.id, ?no.such.field [process where true] [file where true]"),
    (702, "process where user.id == 0 and user.name == true"),
    (703, "process where process.pid in (4, 8) and process.pid > \"4\" and process.code_signature.trusted == \"true\""),
    (713, "process where process.name in (\"a\", \"b\") and process.name != \"a\" and process.name != \"b\""),
    (713, "sequence with maxspan=1m [process where process.name == \"a\"] [file where file.size > 5 and file.size < 3]"),
    (713, "process where descendant of [process where process.pid == 1 and process.pid == 2]"),
    (
        713,
        "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.protection == \"RWX\" and $e.protection == \"RX\")",
    ),
    (
        713,
        "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.rva == \"x\") and not _arraysearch(process.thread.Ext.call_stack, $f, $f.rva == \"x\")",
    ),
    (721, "process where not descendant of [process where process.name == \"cmd*\"] and process.pid == 4"),
    (
        721,
        "api where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info == \"*ntdll*\") and descendant of [process where _arraysearch(process.thread.Ext.call_stack, $e, $e.rva == \"a*\")]",
    ),
    (714, "process where event.category != \"process\""),
    (716, "process where process.name == \"a\" and length(\"a\") == 2"),
    (
        716,
        "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.rva == \"x\" or length(\"a\") == 2)",
    ),
    (717, "process where process.name == \"a\" and not process.name : \"b*\""),
    (717, "process where process.pid * 2 == 4 and (process.name == \"a\" or process.name : \"A*\")"),
    (
        717,
        "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : \"*!a*\" and $e.symbol_info : \"*!ab*\")",
    ),
    (720, "network where cidrMatch(source.ip, \"10.0.0.0/8\", \"10.1.0.0/16\", \"10.0.0.0/8\")"),
    (720, "api where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : (\"*ntdll*\", \"*ntdll.dll*\"))"),
    (722, "process where process.name like~ \"nc\" or process.args like~ (\"-e\", \"-c\")"),
    (723, "process where process.name regex~ (\"python.*\", \"ruby.+\", \"p.rl\")"),
    (724, "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : \"*\")"),
    (725, "process where endsWith(process.name, \"sh\") and stringContains(process.args, \"sh\")"),
    (725, "api where _arraysearch(process.thread.Ext.call_stack, $e, startsWith($e.symbol_info, \"ntdll\"))"),
    (727, "process where process.name != \"a\" and not process.parent.name : \"b*\""),
    (727, "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info != \"x\")"),
    (
        727,
        "api where process.name == \"a\" and _arraysearch(process.thread.Ext.call_stack, $e, $e.rva == \"x\" or process.pid != 4 or not $e.symbol_info : \"a*\")",
    ),
    (
        730,
        "sequence by host.id with maxspan=1m [any where event.dataset == \"endpoint.events.file\"] [file where file.name == \"x\"]",
    ),
    (
        752,
        "description: Say what the rule finds, how, and why it matters.\nfalse_positives: [Say what is harmless and looks the same.]",
    ),
    (733, "sequence by host.id with maxspan=1m [file where file.name == \"x\"] with runs=2 [file where file.name == \"x\"]"),
];

/// What the examples of a code are.
enum Examples {
    /// Parts of a rule file.
    RuleFile,
    /// Parts of an entry of `threat`.
    Threat,
    /// Files of custom fields.
    SchemaFile,
    /// Queries.
    Query,
    /// Parts of a rule file, of two rules in one set.
    RuleSet,
}

impl Examples {
    fn of(code: Code) -> Self {
        match code.number() {
            0..40 | 690..700 | 740 | 741 | 752 => Self::RuleFile,
            40..60 | 753..=754 => Self::Threat,
            60..100 => Self::SchemaFile,
            601 => Self::RuleSet,
            _ => Self::Query,
        }
    }

    /// The texts of an example, and what is told of them: of those of its ways to be a file in which `wanted` is told, the
    /// first, or else the first of all.
    fn diagnostics(&self, example: &str, wanted: Option<Code>) -> (Vec<Source>, Vec<Diagnostic>) {
        let alone = || vec![Source::new("rule.yml", example)];
        let attempts = match self {
            Self::RuleFile => vec![vec![rule_with(example)], alone()],
            Self::Threat => vec![vec![rule_with(&threat::entry(example))]],
            Self::SchemaFile => return schema_file(example),
            Self::Query => {
                let endpoint = format!("dialect: endpoint\n{}", query_key(example));
                vec![vec![rule_with(&query_key(example))], vec![rule_with(&endpoint)]]
            }
            Self::RuleSet => {
                let other = Source { path: "other.yml".to_owned(), ..rule_with("rule_id: shell-by-web-server") };
                vec![vec![other, rule_with(example)]]
            }
        };
        let told = attempts.into_iter().map(|sources| {
            let compiled = compile(&sources, &schema(), Options::default());
            (sources, compiled.diagnostics)
        });
        let mut told: Vec<_> = told.collect();
        let is_told =
            |diagnostics: &[Diagnostic], code: Option<Code>| diagnostics.iter().any(|diagnostic| Some(diagnostic.code) == code);
        // Not in a dialect which does not have what it is told of, if there is another.
        let endpoint_only = errors::code("endpoint-only");
        let found =
            told.iter().position(|(_, told)| is_told(told, wanted) && (wanted == endpoint_only || !is_told(told, endpoint_only)));
        let found = found.or_else(|| told.iter().position(|(_, told)| is_told(told, wanted)));
        told.swap_remove(found.unwrap_or(0))
    }
}

/// The built-in fields, and some of types that rules cannot use.
fn schema() -> Schema {
    let mut schema = Schema::default();
    let own = [
        ("title", FieldType::TextAmbiguous),
        ("title.raw", FieldType::Keyword),
        ("title.folded", FieldType::Keyword),
        ("processes", FieldType::Unsupported),
        ("processes.pid", FieldType::InsideNested),
    ];
    schema.custom.extend(own.map(|(name, field_type)| (name.into(), field_type)));
    schema
}

/// A rule with which nothing is wrong, with some of its keys in place of its own.
fn rule_with(part: &str) -> Source {
    const KEYS: [(&str, &str); 7] = [
        ("rule_id", "rule_id: example"),
        ("name", "name: Example"),
        ("description", "description: An example."),
        ("severity", "severity: medium"),
        ("risk_score", "risk_score: 47"),
        ("type", "type: eql"),
        ("query", "query: any where true"),
    ];
    let given: BTreeSet<&str> = part.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key).collect();
    let kept = KEYS.iter().filter(|(key, _)| !given.contains(key));
    let mut text: String = kept.map(|(_, line)| format!("{line}\n")).collect();
    text.push_str(part);
    Source::new("rule.yml", format!("{}\n", text.trim_end()))
}

fn query_key(query: &str) -> String {
    query.lines().fold("query: |\n".to_owned(), |text, line| format!("{text}  {line}\n"))
}

fn schema_file(text: &str) -> (Vec<Source>, Vec<Diagnostic>) {
    let path = if text.contains('\t') { "fields.tsv" } else { "fields.yml" };
    let sources = vec![Source::new(path, text)];
    let mut diagnostics = Diagnostics::new();
    custom::parse(&sources[0], SourceId(0), &mut diagnostics);
    (sources, diagnostics.sorted())
}

#[test]
fn every_code_is_told_by_its_wrong_example_and_not_by_its_right_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut failures = String::new();
    for code in all_codes() {
        let (info, examples) = (code.info(), Examples::of(code));
        let mut golden = String::new();
        let more = MORE.iter().filter(|(number, _)| *number == code.number()).map(|(_, query)| *query);
        for example in std::iter::once(info.wrong).chain(more) {
            let (sources, diagnostics) = examples.diagnostics(example, Some(code));
            let own: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.code == code).collect();
            let others: BTreeSet<String> =
                diagnostics.iter().filter(|diagnostic| diagnostic.code != code).map(|other| other.code.to_string()).collect();
            if own.is_empty() {
                let _ = writeln!(failures, "{code} is not told by `{example}`, but {others:?}");
            }
            for diagnostic in own {
                if diagnostic.severity != info.severity {
                    let _ = writeln!(failures, "{code} is declared as {:?} and told as {:?}", info.severity, diagnostic.severity);
                }
                let _ = writeln!(golden, "{}\n", render(diagnostic, &sources, Style::Plain));
            }
            if !others.is_empty() {
                let _ = writeln!(golden, "and {}\n", others.into_iter().collect::<Vec<_>>().join(", "));
            }
        }
        let (_, diagnostics) = examples.diagnostics(info.right, None);
        if diagnostics.iter().any(|diagnostic| diagnostic.code == code) {
            let _ = writeln!(failures, "{code} is told by the right example `{}`", info.right);
        }
        expect_file![folder.join(format!("{code}-{}.txt", info.name))].assert_eq(&golden);
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_code_is_found_by_number_and_name() {
    for code in all_codes() {
        let number = code.number().to_string();
        for text in [code.to_string(), number, code.info().name.to_owned(), code.to_string().to_lowercase()] {
            assert_eq!(errors::code(&text), Some(code), "{text}");
        }
    }
    for text in ["", "DR", "DR999", "DRDR704", "regex-anchors", "99999999"] {
        assert_eq!(errors::code(text), None, "{text}");
    }
    assert_eq!(errors::similar_codes("regex-anchors"), ["regex-anchor"]);
    assert_eq!(errors::similar_codes("anchor"), ["regex-anchor"]);
    assert!(errors::similar_codes("DR723").iter().all(|code| errors::code(code).is_some()));
    assert!(errors::similar_codes("nothing like it").is_empty());
}

#[test]
fn every_golden_is_of_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let known: BTreeSet<String> = all_codes().iter().map(|code| format!("{code}-{}.txt", code.info().name)).collect();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name), "{name} is of no code");
    }
}

#[test]
fn numbers_and_names_of_codes_are_each_used_once() {
    let codes = all_codes();
    let numbers: BTreeSet<u16> = codes.iter().map(|code| code.number()).collect();
    let names: BTreeSet<&str> = codes.iter().map(|code| code.info().name).collect();
    assert_eq!((numbers.len(), names.len()), (codes.len(), codes.len()));
}

#[test]
fn explanations_are_sentences() {
    for code in all_codes() {
        let info = code.info();
        assert!(info.why.ends_with('.'), "{code}: {}", info.why);
        assert!(info.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}: {}", info.name);
        assert_ne!(info.wrong, info.right, "{code}");
    }
}

/// Titles, labels, helps and notes: lower case, no full stop, balanced back quotes.
#[test]
fn messages_follow_the_style() {
    let mut failures = String::new();
    for code in all_codes() {
        let examples = Examples::of(code);
        let more = MORE.iter().filter(|(number, _)| *number == code.number()).map(|(_, query)| *query);
        for example in std::iter::once(code.info().wrong).chain(more) {
            for diagnostic in examples.diagnostics(example, Some(code)).1 {
                let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| &label.text);
                let help = diagnostic.help.iter().map(|help| &help.text);
                for text in std::iter::once(&diagnostic.title).chain(labels).chain(help).chain(&diagnostic.notes) {
                    if let Some(problem) = style_problem(text) {
                        let _ = writeln!(failures, "{}: {problem}: {text}", diagnostic.code);
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn style_problem(text: &str) -> Option<&'static str> {
    // Names keep their capitals.
    let is_name = ["ATT&CK", "IPv4", "MITRE", "YAML", "Elastic", "ECS"].iter().any(|name| text.starts_with(name));
    if text.ends_with('.') || text.ends_with('!') {
        return Some("ends with a full stop");
    }
    if text.starts_with(char::is_uppercase) && !is_name {
        return Some("begins with a capital");
    }
    (text.matches('`').count() % 2 == 1).then_some("a back quote is alone")
}

/// Queries alone: what the parser says of an example in either dialect is all that is wrong with it.
#[test]
fn right_examples_of_queries_have_a_meaning() {
    for code in all_codes().into_iter().filter(|code| matches!(Examples::of(*code), Examples::Query)) {
        let right = code.info().right;
        let accepted = [Dialect::Elasticsearch, Dialect::Endpoint].into_iter().any(|dialect| {
            let mut diagnostics = Diagnostics::new();
            let ast = parse(&QueryText::whole_source(SourceId(0), right), dialect, &mut diagnostics);
            // Examples of the grammar have fields of any name.
            let types_matter = code.number() >= 300;
            if types_matter {
                resolve::query(&ast, &schema(), &mut diagnostics);
            }
            !diagnostics.has_errors()
        });
        assert!(accepted, "{code}: {right}");
    }
}
