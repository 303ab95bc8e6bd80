//! What is said of a set of rule files: every problem of every file, but what comments allow.

#![allow(clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::Diagnostic;
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Options, check_file, check_set, compile};

fn rule(id: &str, severity: &str, query: &str) -> String {
    format!("rule_id: {id}\nname: X\ndescription: X.\nseverity: {severity}\nrisk_score: 47\ntype: eql\nquery: |\n  {query}\n")
}

/// `file:line code` of each problem of files `0`, `1`, ….
fn told(files: &[String]) -> Vec<String> {
    let sources: Vec<Source> = files.iter().zip(0..).map(|(text, at)| Source::new(format!("{at}"), text.as_str())).collect();
    let options = Options::default();
    let (schema, attack) = (Schema::default(), Attack::builtin());
    let checked: Vec<_> =
        sources.iter().zip(0..).map(|(source, id)| check_file(source, SourceId(id), &schema, attack, options)).collect();
    let diagnostics = check_set(&sources, &checked);
    assert_eq!(diagnostics, compile(&sources, &schema, options).diagnostics, "both ways say the same");
    let line = |diagnostic: &Diagnostic| {
        let text = &files[diagnostic.primary.span.source.0 as usize];
        text[..diagnostic.primary.span.start as usize].matches('\n').count() + 1
    };
    diagnostics
        .iter()
        .map(|diagnostic| format!("{}:{} {}", diagnostic.primary.span.source.0, line(diagnostic), diagnostic.code))
        .collect()
}

const WARNING: &str = "process where process.pid == \"4\"";

#[test]
fn an_error_hides_nothing_of_other_files() {
    let files = [
        "nothing: [".to_owned(),
        rule("a", "medium", WARNING),
        rule("b", "medium", "process where process.nmae == \"x\" and process.pid == \"4\""),
        rule("a", "high", "process where true"),
    ];
    assert_eq!(told(&files), ["0:1 DR001", "1:8 DR703", "2:8 DR301", "2:8 DR703", "3:1 DR601", "3:4 DR020"]);
}

#[test]
fn files_without_an_id_are_not_told_to_share_it() {
    let file = rule("a", "medium", "any where true").replace("rule_id: a\n", "");
    assert_eq!(told(&[file.clone(), file]), ["0:1 DR006", "1:1 DR006"]);
}

#[test]
fn a_comment_allows_a_warning_of_its_line_or_the_next() {
    let query = |text: &str| rule("a", "medium", text);
    let cases: [(String, &[&str]); 12] = [
        (query(&format!("{WARNING} // detectors: allow DR703")), &[]),
        (query(&format!("{WARNING} // detectors: allow text-against-other-type -- so it is logged")), &[]),
        (query(&format!("// detectors: allow DR703\n  {WARNING}")), &[]),
        (query(&format!("// detectors: allow DR703\n\n  // why\n  {WARNING}")), &["0:8 DR690", "0:11 DR703"]),
        (query(&format!("// detectors: allow DR703\n  // detectors: allow DR702\n  {WARNING}")), &["0:9 DR690"]),
        (query(&format!("process where process.pid == 5\n  // detectors: allow DR703\n  or {}", &WARNING[14..])), &[]),
        (query(&format!("{WARNING} // detectors: allow DR703, DR301, nope")), &["0:8 DR691", "0:8 DR691"]),
        (query("process where process.nmae == 1 // detectors: allow DR703"), &["0:8 DR301"]),
        (rule("a", "high # detectors: allow DR020", "any where true"), &[]),
        (rule("a", "high   # detectors:allow severity-and-risk-score", "any where true"), &[]),
        (format!("# detectors: allow DR020\n{}", rule("a", "high", "any where true")), &["0:1 DR690", "0:5 DR020"]),
        (rule("a", "high", "any where true").replace("severity", "# detectors: allow DR020\nseverity"), &[]),
    ];
    for (file, expected) in cases {
        assert_eq!(told(std::slice::from_ref(&file)), expected, "{file}");
    }
}

/// A replacement has to fit into the YAML around the query.
#[test]
fn replacements_that_the_scalar_cannot_hold_are_not_offered() {
    let with = |query: &str| rule("a", "medium", "?").replace("query: |\n  ?\n", &format!("query: {query}\n"));
    let cases = [
        ("|\n  process where process.name == 'x'", Some("\"x\"")),
        (">-\n  process where\n  process.name == 'x'", Some("\"x\"")),
        ("process where process.name == 'x'", Some("\"x\"")),
        ("\"process where process.name == 'x'\"", None),
        ("'process where process.pid = 1'", Some("==")),
        ("process.x where true", None),
    ];
    for (query, expected) in cases {
        let compiled = compile(&[Source::new("rule.yml", with(query))], &Schema::default(), Options::default());
        let diagnostic = compiled.diagnostics.first().expect("a problem");
        let fix = diagnostic.help.iter().find_map(|help| help.fix()).map(|(_, text)| text.as_str());
        assert_eq!(fix, expected, "{query}: {diagnostic:?}");
    }
}
