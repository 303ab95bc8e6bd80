//! What Elasticsearch's answer, or Elastic Endpoint's, was not verified for, and what is done here: one row each.
//!
//! `docs/eql.md` lists the rows by name, with the reasons.

use crate::examples::{Answer, Example, Examples, Place, Verdict};

/// One behaviour.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// As the documentation calls it.
    pub name: &'static str,
    /// A query that depends on it.
    pub query: &'static str,
    /// Schema file, if the built-in fields are not enough.
    pub schema: Option<&'static str>,
    /// Whether it is in Elastic Endpoint's dialect.
    pub endpoint: bool,
    /// Events that match.
    pub matches: &'static [&'static str],
    /// Events that do not.
    pub others: &'static [&'static str],
    /// Events for which it cannot be computed, and which therefore do not match.
    pub failures: &'static [&'static str],
    /// Events of a sequence or sample.
    pub events: &'static [&'static str],
    /// What they give: events counted from 1, 0 for a missing one.
    pub alerts: &'static [&'static [usize]],
    /// What a matcher that sees them in this order counts.
    pub counters: &'static [(&'static str, u64)],
    /// Where the alerts are such.
    pub place: Place,
    /// The code of the error, if it does not compile.
    pub refused: Option<&'static str>,
    /// The codes of its warnings.
    pub warnings: &'static [&'static str],
}

const ROW: Row = Row {
    name: "",
    query: "",
    schema: None,
    endpoint: false,
    matches: &[],
    others: &[],
    failures: &[],
    events: &[],
    alerts: &[],
    counters: &[],
    place: Place::Both,
    refused: None,
    warnings: &[],
};

/// All of them.
pub const ROWS: &[Row] = &[
    Row {
        name: "number against keyword",
        query: "any where user.id >= 1000",
        matches: &[r#"{"user.id": "1000"}"#, r#"{"user.id": "1e3"}"#],
        others: &[r#"{"user.id": "999"}"#, r#"{"user.id": "root"}"#, "{}"],
        warnings: &["DR702"],
        ..ROW
    },
    Row {
        name: "truth value against keyword",
        query: "any where user.name == true",
        matches: &[r#"{"user.name": "true"}"#],
        others: &[r#"{"user.name": "TRUE"}"#, "{}"],
        warnings: &["DR702"],
        ..ROW
    },
    Row {
        name: "numeric text against number",
        query: r#"any where process.pid == "4""#,
        matches: &[r#"{"process.pid": 4}"#],
        others: &[r#"{"process.pid": 5}"#],
        warnings: &["DR703"],
        ..ROW
    },
    Row { name: "other text against number", query: r#"any where process.pid == "abc""#, refused: Some("DR325"), ..ROW },
    Row {
        name: "patterns on versions",
        query: r#"any where tool.version : "1.2*""#,
        schema: Some("fields:\n  tool.version: version"),
        matches: &[r#"{"tool.version": "1.2.4"}"#, r#"{"tool.version": "1.20"}"#],
        others: &[r#"{"tool.version": "1.3"}"#],
        ..ROW
    },
    Row {
        name: "keys of several number types",
        query: "sequence [process where true] by process.pid [file where true] by event.risk_score",
        events: &[
            r#"{"@timestamp": 0, "event.category": "process", "process.pid": 4}"#,
            r#"{"@timestamp": 1, "event.category": "file", "event.risk_score": 4.0}"#,
        ],
        alerts: &[&[1, 2]],
        ..ROW
    },
    Row {
        name: "unknown optional field under `not`",
        query: r#"any where not (?no.such.field : "x*" or process.pid == 1)"#,
        matches: &[r#"{"process.pid": 2}"#, "{}"],
        others: &[r#"{"process.pid": 1}"#],
        warnings: &["DR701", "DR707"],
        ..ROW
    },
    Row {
        name: "`f(x) == false` without x",
        query: r#"any where startsWith(process.name, "a") == false"#,
        matches: &[r#"{"process.name": "b"}"#, "{}"],
        others: &[r#"{"process.name": "a"}"#],
        ..ROW
    },
    Row { name: "date math", query: r#"any where process.start > "now-1d""#, refused: Some("DR406"), ..ROW },
    Row {
        name: "date with its end left out",
        query: r#"any where process.start > "2024-05-17""#,
        matches: &[r#"{"process.start": "2024-05-18T00:00:00Z"}"#],
        others: &[r#"{"process.start": "2024-05-17T23:59:59.999Z"}"#],
        warnings: &["DR706"],
        ..ROW
    },
    Row {
        name: "times below a millisecond",
        query: r#"any where process.start == "2024-05-17T00:00:00.001Z""#,
        matches: &[r#"{"process.start": "2024-05-17T00:00:00.001999Z"}"#],
        others: &[r#"{"process.start": "2024-05-17T00:00:00.002Z"}"#],
        ..ROW
    },
    Row { name: "text that is no block", query: r#"any where cidrMatch(source.ip, "10.0.0")"#, refused: Some("DR404"), ..ROW },
    Row {
        name: "host bits of a block",
        query: r#"any where cidrMatch(source.ip, "10.1.2.3/8")"#,
        matches: &[r#"{"source.ip": "10.200.0.1"}"#, r#"{"source.ip": "::ffff:10.0.0.1"}"#],
        others: &[r#"{"source.ip": "11.0.0.1"}"#],
        ..ROW
    },
    Row {
        name: "overflow",
        query: "any where process.pid + 1 > 0",
        matches: &[r#"{"process.pid": 1}"#],
        others: &[r#"{"process.pid": -1}"#, "{}"],
        failures: &[r#"{"process.pid": 9223372036854775807}"#],
        ..ROW
    },
    Row {
        name: "overflow under `not`",
        query: "any where not (process.pid + 1 > 0)",
        matches: &[r#"{"process.pid": -1}"#, "{}"],
        failures: &[r#"{"process.pid": 9223372036854775807}"#],
        ..ROW
    },
    Row { name: "overflow of constants", query: "any where process.pid == 2147483647 + 1", refused: Some("DR328"), ..ROW },
    Row {
        name: "division by zero",
        query: "any where 100 / process.pid > 3",
        matches: &[r#"{"process.pid": 20}"#],
        failures: &[r#"{"process.pid": 0}"#],
        ..ROW
    },
    Row {
        name: "text that is no number",
        query: "any where number(user.id) >= 1000",
        matches: &[r#"{"user.id": "1000"}"#, r#"{"user.id": "0x3e8"}"#],
        others: &["{}"],
        failures: &[r#"{"user.id": "root"}"#, r#"{"user.id": ""}"#],
        ..ROW
    },
    Row {
        name: "null as a border of `between`",
        query: r#"any where between(process.name, null, "b") == "x""#,
        refused: Some("DR328"),
        ..ROW
    },
    Row {
        name: "empty text in `indexOf`",
        query: r#"any where indexOf(process.name, "", 2) == 2"#,
        matches: &[r#"{"process.name": "bash"}"#],
        ..ROW
    },
    Row {
        name: "case beyond ASCII in a field",
        query: r#"any where file.name : "É""#,
        matches: &[r#"{"file.name": "É"}"#],
        others: &[r#"{"file.name": "é"}"#],
        warnings: &["DR712"],
        ..ROW
    },
    Row {
        name: "case beyond ASCII in a function",
        query: r#"any where endsWith~(file.name, "É")"#,
        matches: &[r#"{"file.name": "café"}"#, r#"{"file.name": "CAFÉ"}"#],
        others: &[r#"{"file.name": "cafe"}"#],
        ..ROW
    },
    Row {
        name: "`regex~` and classes",
        query: r#"any where file.name regex~ "x[a-f]+""#,
        matches: &[r#"{"file.name": "Xab"}"#],
        others: &[r#"{"file.name": "xAB"}"#],
        warnings: &["DR705"],
        ..ROW
    },
    Row {
        name: "`\\d`, `\\s`, `\\w` in `regex`",
        query: r#"any where file.name regex """svc\d+\.exe""""#,
        matches: &[r#"{"file.name": "svc12.exe"}"#],
        others: &[r#"{"file.name": "svcd.exe"}"#, r#"{"file.name": "svc٣.exe"}"#],
        ..ROW
    },
    Row {
        name: "other letters behind a backslash in `regex`",
        query: r#"any where file.name regex """a\nb""""#,
        refused: Some("DR401"),
        ..ROW
    },
    Row {
        name: "complement in `regex`",
        query: r#"any where file.name regex "svc~(12)""#,
        matches: &[r#"{"file.name": "svc1"}"#, r#"{"file.name": "svc"}"#],
        others: &[r#"{"file.name": "svc12"}"#],
        ..ROW
    },
    Row {
        name: "runs of a missing event",
        query: "sequence with maxspan=1m [process where true] ![file where true] with runs=2 [network where true]",
        events: &[
            r#"{"@timestamp": 10000, "event.category": "process"}"#,
            r#"{"@timestamp": 11000, "event.category": "network"}"#,
            r#"{"@timestamp": 12000, "event.category": "process"}"#,
            r#"{"@timestamp": 13000, "event.category": "file"}"#,
            r#"{"@timestamp": 14000, "event.category": "network"}"#,
        ],
        alerts: &[&[1, 0, 0, 2]],
        warnings: &["DR708"],
        ..ROW
    },
    Row {
        name: "runs of `until`",
        query: "sequence [process where true] [file where true] until [network where true] with runs=2",
        refused: Some("DR207"),
        ..ROW
    },
    Row {
        name: "null key of a missing event",
        query: "sequence by ?user.name with maxspan=1m [process where true] ![file where true] [network where true]",
        events: &[
            r#"{"@timestamp": 10000, "event.category": "process"}"#,
            r#"{"@timestamp": 11000, "event.category": "file"}"#,
            r#"{"@timestamp": 12000, "event.category": "network"}"#,
            r#"{"@timestamp": 13000, "event.category": "process"}"#,
            r#"{"@timestamp": 14000, "event.category": "file", "user.name": "root"}"#,
            r#"{"@timestamp": 15000, "event.category": "network"}"#,
        ],
        alerts: &[&[4, 0, 6]],
        ..ROW
    },
    Row {
        name: "missing event of the same millisecond",
        query: "sequence with maxspan=1m [process where true] ![file where true] [network where true]",
        events: &[
            r#"{"@timestamp": 10000, "event.category": "process"}"#,
            r#"{"@timestamp": 10000, "event.category": "file"}"#,
            r#"{"@timestamp": 11000, "event.category": "network"}"#,
        ],
        alerts: &[&[1, 0, 3]],
        ..ROW
    },
    Row {
        name: "order of alerts of one event",
        query: "sequence by user.name [process where true] [file where true]",
        events: &[
            r#"{"@timestamp": 0, "event.category": "process", "user.name": "root"}"#,
            r#"{"@timestamp": 1, "event.category": "process", "user.name": "bin"}"#,
            r#"{"@timestamp": 2, "event.category": "file", "user.name": ["root", "bin"]}"#,
        ],
        alerts: &[&[2, 3], &[1, 3]],
        ..ROW
    },
    Row {
        name: "sequence without maxspan",
        query: "sequence by host.id [process where true] [file where true]",
        events: &[
            r#"{"@timestamp": 0, "event.category": "process", "host.id": "a"}"#,
            r#"{"@timestamp": 360001, "event.category": "file", "host.id": "a"}"#,
            r#"{"@timestamp": 400000, "event.category": "process", "host.id": "a"}"#,
            r#"{"@timestamp": 760000, "event.category": "file", "host.id": "a"}"#,
        ],
        alerts: &[&[3, 4]],
        ..ROW
    },
    Row {
        name: "sequence and events without a time",
        query: "sequence by host.id [process where true] [file where true]",
        events: &[
            r#"{"@timestamp": 10000, "event.category": "process", "host.id": "a"}"#,
            r#"{"event.category": "file", "host.id": "a"}"#,
            r#"{"@timestamp": 12000, "event.category": "file", "host.id": "a"}"#,
        ],
        alerts: &[&[1, 3]],
        counters: &[("untimed", 1)],
        ..ROW
    },
    Row {
        name: "late events",
        query: "sequence by host.id [process where true] [file where true]",
        events: &[
            r#"{"@timestamp": 15000, "event.category": "process", "host.id": "a"}"#,
            r#"{"@timestamp": 14000, "event.category": "file", "host.id": "a"}"#,
            r#"{"@timestamp": 16000, "event.category": "file", "host.id": "a"}"#,
        ],
        alerts: &[&[1, 3]],
        counters: &[("late", 1)],
        place: Place::Stream,
        ..ROW
    },
    Row { name: "sample without keys", query: "sample [process where true] [file where true]", refused: Some("DR219"), ..ROW },
    Row {
        name: "sample of one term",
        query: "sample by host.id [process where true]",
        events: &[
            r#"{"@timestamp": 0, "event.category": "process", "host.id": "a"}"#,
            r#"{"@timestamp": 1, "event.category": "process", "host.id": "a"}"#,
            r#"{"@timestamp": 2, "event.category": "process", "host.id": "b"}"#,
        ],
        alerts: &[&[1], &[3]],
        warnings: &["DR709"],
        ..ROW
    },
    Row {
        name: "sample with a pipe",
        query: "sample by host.id [process where true] [file where true] | head 1",
        events: &[
            r#"{"@timestamp": 0, "event.category": ["process", "file"], "host.id": "a"}"#,
            r#"{"@timestamp": 1, "event.category": ["process", "file"], "host.id": "a"}"#,
            r#"{"@timestamp": 2, "event.category": "process", "host.id": "b"}"#,
            r#"{"@timestamp": 3, "event.category": "file", "host.id": "b"}"#,
        ],
        alerts: &[&[1, 2]],
        warnings: &["DR711"],
        ..ROW
    },
    Row {
        name: "null and `not` in Endpoint's dialect",
        query: r#"process where not process.parent.name : "a" and process.pid != 1"#,
        endpoint: true,
        matches: &[r#"{"event.category": "process"}"#, r#"{"event.category": "process", "process.pid": 2}"#],
        others: &[r#"{"event.category": "process", "process.parent.name": "A"}"#],
        ..ROW
    },
    Row {
        name: "`regex` in Endpoint's dialect",
        query: r#"process where process.command_line regex """.*\([a-z]{1,3}\|x\)""""#,
        endpoint: true,
        matches: &[r#"{"event.category": "process", "process.command_line": "a(bc|x)"}"#],
        others: &[r#"{"event.category": "process", "process.command_line": "a(bc|x) "}"#],
        ..ROW
    },
    Row {
        name: "comment in a comment, left open",
        query: "process where process.name : (/* a list\n /* of shells */ \"sh\", /* and */ \"bash\")",
        endpoint: true,
        matches: &[r#"{"event.category": "process", "process.name": "sh"}"#],
        others: &[r#"{"event.category": "process", "process.name": "zsh"}"#],
        ..ROW
    },
    Row {
        name: "search in a missing array",
        query: r#"any where not _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : "a")"#,
        endpoint: true,
        matches: &["{}", r#"{"process.thread.Ext.call_stack": []}"#, r#"{"process.thread.Ext.call_stack.symbol_info": "a"}"#],
        others: &[r#"{"process.thread.Ext.call_stack": [{}, {"symbol_info": "A"}]}"#],
        ..ROW
    },
    Row {
        name: "object in place of an array",
        query: r#"any where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : "a")"#,
        endpoint: true,
        matches: &[r#"{"process.thread.Ext.call_stack": {"symbol_info": "a"}}"#],
        others: &["{}"],
        ..ROW
    },
    Row {
        name: "several values on both sides",
        query: "any where process.args == process.parent.args",
        endpoint: true,
        matches: &[r#"{"process.args": ["a", "b"], "process.parent.args": ["c", "b"]}"#],
        others: &[r#"{"process.args": ["a"], "process.parent.args": ["A"]}"#, r#"{"process.args": ["a"]}"#],
        ..ROW
    },
    Row {
        name: "newest of several named events",
        query: "sequence [process where true] as event0 [file where file.name == event0.process.name]",
        endpoint: true,
        events: &[
            r#"{"@timestamp": 1000, "event.category": "process", "process.name": "a"}"#,
            r#"{"@timestamp": 2000, "event.category": "process", "process.name": "b"}"#,
            r#"{"@timestamp": 3000, "event.category": "file", "file.name": "a"}"#,
            r#"{"@timestamp": 4000, "event.category": "file", "file.name": "b"}"#,
        ],
        alerts: &[&[2, 4]],
        ..ROW
    },
    Row {
        name: "own event of an ancestor",
        query: r#"process where descendant of [process where process.name == "a"]"#,
        endpoint: true,
        events: &[
            r#"{"@timestamp": 1, "event.category": "process", "process.entity_id": "1", "process.name": "a"}"#,
            r#"{"@timestamp": 2, "event.category": "process", "process.entity_id": "2", "process.parent.entity_id": "1"}"#,
            r#"{"@timestamp": 3, "event.category": "process", "process.entity_id": "3", "process.parent.entity_id": "2"}"#,
        ],
        alerts: &[&[2], &[3]],
        ..ROW
    },
    Row {
        name: "ancestor of which nothing is known",
        query: r#"process where not descendant of [process where process.name == "a"]"#,
        endpoint: true,
        events: &[
            r#"{"@timestamp": 1, "event.category": "process", "process.entity_id": "1", "process.parent.entity_id": "0"}"#,
            r#"{"@timestamp": 2, "event.category": "process", "process.parent.name": "a"}"#,
        ],
        alerts: &[&[1], &[2]],
        ..ROW
    },
];

impl Row {
    /// The row as an example: its number stands for the line.
    fn example(&self, number: usize) -> Example {
        let owned = |events: &[&str]| events.iter().map(|event| (*event).to_owned()).collect::<Vec<_>>();
        let verdicts =
            [(Verdict::Matches, self.matches), (Verdict::DoesNotMatch, self.others), (Verdict::CannotBeComputed, self.failures)];
        let each = verdicts.into_iter().filter(|(_, events)| !events.is_empty());
        let mut answers: Vec<Answer> = each.map(|(verdict, events)| Answer::Each(verdict, owned(events))).collect();
        if !self.events.is_empty() {
            let alerts = self.alerts.iter().map(|alert| alert.iter().map(|event| event.checked_sub(1)).collect());
            let counters = self.counters.iter().map(|(name, count)| ((*name).to_owned(), *count));
            let (alerts, counters) = (alerts.collect(), counters.collect());
            answers.push(Answer::All { events: owned(self.events), alerts, place: self.place, counters });
        }
        answers.extend(self.refused.map(|code| Answer::Refused(code.to_owned())));
        answers.extend(self.warnings.iter().map(|code| Answer::Warning((*code).to_owned())));
        let (query, schema) = (self.query.to_owned(), self.schema.map(str::to_owned));
        Example { line: number, query, schema, samples_max: 1, endpoint: self.endpoint, answers }
    }
}

/// The rows as examples.
pub fn examples() -> Examples {
    Examples { queries: (1..).zip(ROWS).map(|(number, row)| row.example(number)).collect(), rows: Vec::new() }
}
