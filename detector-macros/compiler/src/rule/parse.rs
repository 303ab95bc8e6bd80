//! Rule file text → [`RuleFile`]: every key read and checked, every problem reported.

use super::keys::{self, KEYS, Treatment};
use super::locate;
use super::values::{Reading, duration_ms, ms_before_now, similar_keys, usable_duration, usable_time};
use super::yaml::{self, Entry, Limits, Node, ReadError, ReadErrorKind, Value};
use super::{Carried, Located, RiskScore, RuleFile, Severity, template, tests as rule_tests, threat};
use crate::attack::Attack;
use crate::diagnostics::Diagnostics;
use crate::eql::Dialect;
use crate::errors::lints::constants as lints;
use crate::errors::rule_file as errors;
use crate::source::{Source, SourceId, Span};

/// A rule with all its notes and tests is a thousand times smaller.
const LIMITS: Limits = Limits { bytes_max: 1 << 20, nodes_max: 100_000 };

const DEFAULT_INTERVAL_MS: u64 = 5 * 60_000;
const DEFAULT_FROM_MS: u64 = 6 * 60_000;
const DEFAULT_MAX_SIGNALS: u32 = 100;

/// Reads a rule file and checks all but its query, its `threat` against the built-in table of ATT&CK. See [`parse_with`].
pub fn parse(source: &Source, id: SourceId, diagnostics: &mut Diagnostics) -> Option<RuleFile> {
    parse_with(source, id, Attack::builtin(), diagnostics)
}

/// Reads a rule file and checks all but its query.
///
/// All problems of the file are reported, not just the first. `None` if there is no query to go on with; then an error has
/// been reported. Where another value is missing or wrong, which has been reported as an error too, the rule has a stand-in
/// for it, so that the query can be checked in the same go.
pub fn parse_with(source: &Source, id: SourceId, attack: &Attack, diagnostics: &mut Diagnostics) -> Option<RuleFile> {
    let mut cx = Reading::new(source, id, diagnostics);
    let root = match yaml::read(&source.text, LIMITS) {
        Ok(root) => root,
        Err(error) => {
            report_unreadable(&mut cx, &error, LIMITS);
            return None;
        }
    };
    let entries = report_not_a_mapping(&mut cx, &root, "a rule file")?;
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    let given = cx.known_entries(entries, &names);
    check_keys(&mut cx, &given);
    let first_key = entries.first().map_or(Span::new(id, 0..0), |entry| cx.place(&entry.key));
    // A misspelt key is told once, not as missing too.
    let misspelt: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.key.as_text().filter(|key| !names.contains(key)))
        .flat_map(|key| similar_keys(key, &names))
        .collect();
    check_required(&mut cx, &given, &misspelt, first_key);
    File { cx, given }.read(attack, id)
}

/// Reports a text that is not YAML, or too much of it.
pub(crate) fn report_unreadable(cx: &mut Reading<'_>, error: &ReadError, limits: Limits) {
    let at = cx.span(&one_character(cx.text, error.at));
    let opened = error.opened.map(|opened| cx.span(&one_character(cx.text, opened)));
    let diagnostic = match &error.kind {
        ReadErrorKind::Syntax(_) | ReadErrorKind::SecondDocument if looks_like_toml(cx.text) => {
            errors::invalid_yaml(at, None, "it begins as TOML does", &[errors::TOML_HELP])
        }
        ReadErrorKind::Syntax(words) => {
            errors::invalid_yaml(at, opened, &plain_words(words), &yaml_help(cx.text, error.at, words))
        }
        ReadErrorKind::TooManyBytes => errors::too_many_bytes(at, cx.text.len(), limits.bytes_max),
        ReadErrorKind::TooManyValues => errors::too_many_values(at),
        ReadErrorKind::TooDeep => errors::too_deep(at),
        ReadErrorKind::SecondDocument => errors::second_document(at),
        ReadErrorKind::Tag => errors::yaml_tag(at),
    };
    cx.report(diagnostic);
}

/// The entries of a file that is a mapping; reports one that is not.
fn report_not_a_mapping<'n>(cx: &mut Reading<'_>, root: &'n Node, what: &str) -> Option<&'n [Entry]> {
    if let Value::Map(entries) = &root.value {
        return Some(entries);
    }
    let at = cx.span(&(root.span.start..line_end(cx.text, root.span.start).min(root.span.end)));
    let kind = if root.value == Value::Null { "empty" } else { root.kind() };
    cx.report(errors::not_a_mapping(at, kind, what, looks_like_toml(cx.text)));
    None
}

/// Reports keys of the wrong type, of other types of rules, and those that are not enforced.
fn check_keys(cx: &mut Reading<'_>, given: &[(&str, &Entry)]) {
    for (name, entry) in given {
        let Some(key) = keys::key(name) else { continue };
        let at = cx.place(&entry.key);
        match key.treatment {
            Treatment::Refused(why) => cx.report(errors::refused_key(at, name, why)),
            // A key without a value says nothing.
            _ if entry.value.value == Value::Null && key.required.is_none() => {}
            treatment => {
                let right = cx.has_shape(name, &entry.value, key.shape);
                if let (true, Treatment::NotEnforced(why)) = (right, treatment)
                    && matters(name, &entry.value)
                {
                    cx.report(errors::not_enforced(at, name, why));
                }
            }
        }
    }
}

/// Whether the value of a key that is not enforced is other than what a compiled rule does anyway.
fn matters(name: &str, value: &Node) -> bool {
    match name {
        "enabled" => value.value == Value::Bool(false),
        "to" => value.as_text() != Some("now"),
        _ => !value.is_empty(),
    }
}

fn check_required(cx: &mut Reading<'_>, given: &[(&str, &Entry)], misspelt: &[String], at: Span) {
    for key in KEYS {
        let found = given.iter().any(|(name, _)| *name == key.name) || misspelt.iter().any(|name| name == key.name);
        if let Some(example) = key.required
            && !found
        {
            cx.report(errors::missing_key(at, key.name, "the rule", example));
        }
    }
}

/// The keys of a file, their types checked. What has the wrong type reads as not given.
struct File<'a, 'n> {
    cx: Reading<'a>,
    given: Vec<(&'n str, &'n Entry)>,
}

impl<'n> File<'_, 'n> {
    fn read(mut self, attack: &Attack, source: SourceId) -> Option<RuleFile> {
        let rule_id = self.rule_id();
        let name = self.required_text("name");
        let description = self.required_text("description");
        if description.value.trim() == template::DESCRIPTION {
            self.cx.report(lints::example_text(description.span, "description"));
        }
        self.check_false_positives();
        let is_eql = self.check_eql("type") && self.check_eql("language");
        let (severity, risk_score) = self.severity_and_risk_score();
        let (from_ms, interval_ms) = (self.window_ms(), self.interval_ms());
        let tests = self.node("tests").map(|node| rule_tests::read(&mut self.cx, node)).unwrap_or_default();
        let threat = self.node("threat").map(|node| threat::read(&mut self.cx, attack, node)).unwrap_or_default();
        self.word("building_block_type", &["default"], &[]);
        let query = self.required_text("query");
        let dialect = self.dialect();
        let numbers = (self.number_from_1("version"), self.number_from_1("max_signals"));
        let category = self.field_name("event_category_override");
        let timestamp = self.field_name("timestamp_field");
        let tiebreaker = self.field_name("tiebreaker_field");
        // What is not EQL would only be told once more, as a query with errors.
        let query_node = self.node("query").filter(|_| is_eql && !query.value.trim().is_empty())?;
        Some(RuleFile {
            source,
            rule_id,
            name,
            description: description.value,
            severity,
            risk_score,
            version: numbers.0.unwrap_or(1),
            author: self.texts("author"),
            license: self.text("license"),
            tags: self.texts("tags"),
            index: self.texts("index"),
            references: self.texts("references"),
            false_positives: self.texts("false_positives"),
            note: self.text("note"),
            setup: self.text("setup"),
            threat,
            interval_ms,
            from_ms,
            max_signals: numbers.1.unwrap_or(DEFAULT_MAX_SIGNALS),
            enabled: self.node("enabled").is_none_or(|node| node.value != Value::Bool(false)),
            building_block: self.node("building_block_type").is_some(),
            event_category_override: category,
            timestamp_field: timestamp,
            tiebreaker_field: tiebreaker,
            dialect,
            query: locate::query_text(source, self.cx.text, &query_node.span, query_node.as_text()?),
            query_span: query.span,
            tests,
            carried: self.carried(),
        })
    }

    /// The value of a key that is given and not null.
    fn node(&self, key: &str) -> Option<&'n Node> {
        let (_, entry) = self.given.iter().find(|(name, _)| *name == key)?;
        (entry.value.value != Value::Null).then_some(&entry.value)
    }

    /// The text of a key, if it is given and text.
    fn located(&self, key: &str) -> Option<Located<&'n str>> {
        let node = self.node(key)?;
        Some(self.cx.located(node, node.as_text()?))
    }

    fn text(&self, key: &str) -> Option<String> {
        self.located(key).map(|text| text.value.to_owned())
    }

    fn texts(&self, key: &str) -> Vec<String> {
        match self.node(key).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter().filter_map(Node::as_text).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    fn check_false_positives(&mut self) {
        let Some(Value::List(items)) = self.node("false_positives").map(|node| &node.value) else { return };
        let left = items.iter().filter(|item| item.as_text().is_some_and(|text| text.trim() == template::FALSE_POSITIVE));
        let places: Vec<Span> = left.map(|item| self.cx.place(item)).collect();
        places.into_iter().for_each(|at| self.cx.report(lints::example_text(at, "false_positives")));
    }

    fn required_text(&mut self, key: &str) -> Located<String> {
        let Some(text) = self.located(key) else { return Located { value: String::new(), span: Span::default() } };
        if let Some(node) = self.node(key).filter(|_| text.value.trim().is_empty()) {
            let at = self.cx.place(node);
            self.cx.report(errors::empty_value(at, &key));
        }
        Located { value: text.value.to_owned(), span: text.span }
    }

    fn rule_id(&mut self) -> Located<String> {
        let id = self.required_text("rule_id");
        let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !id.value.trim().is_empty() && (id.value.len() > RULE_ID_BYTES_MAX || !id.value.chars().all(usable)) {
            let mended: String = id.value.trim().chars().map(|c| if usable(c) { c } else { '-' }).collect();
            let mended = Some(mended).filter(|id| id.len() <= RULE_ID_BYTES_MAX && id.contains(char::is_alphanumeric));
            self.cx.report(errors::invalid_rule_id(id.span, &id.value, mended));
        }
        id
    }

    fn check_eql(&mut self, key: &str) -> bool {
        let Some(text) = self.located(key).filter(|text| text.value != "eql") else { return true };
        let known = OTHER_RULE_TYPES.contains(&text.value);
        self.cx.report(errors::not_an_eql_rule(text.span, key, text.value, known));
        false
    }

    /// A value that is one of a few words; reports another one. `other_words` are what people write for them.
    fn word(&mut self, key: &str, known: &[&'static str], other_words: &[(&str, &'static str)]) -> Option<Located<&'static str>> {
        let text = self.located(key)?;
        if let Some(word) = known.iter().find(|known| **known == text.value) {
            return Some(Located { value: word, span: text.span });
        }
        let lower = text.value.trim().to_ascii_lowercase();
        let near = |known: &&&str| strsim::damerau_levenshtein(known, &lower) <= 2;
        let nearest = known.iter().find(|known| **known == lower).or_else(|| known.iter().find(near)).copied();
        let nearest = nearest.or_else(|| other_words.iter().find(|(word, _)| *word == lower).map(|(_, known)| *known));
        self.cx.report(errors::unknown_value(text.span, &key, text.value, known, nearest));
        None
    }

    fn dialect(&mut self) -> Dialect {
        match self.word("dialect", &["elasticsearch", "endpoint"], &[("elastic", "elasticsearch"), ("es", "elasticsearch")]) {
            Some(Located { value: "endpoint", .. }) => Dialect::Endpoint,
            _ => Dialect::Elasticsearch,
        }
    }

    fn severity_and_risk_score(&mut self) -> (Severity, RiskScore) {
        let words = Severity::ALL.map(Severity::name);
        let word = self.word("severity", &words, &OTHER_SEVERITIES);
        let severity = word.as_ref().and_then(|word| Severity::ALL.into_iter().find(|severity| severity.name() == word.value));
        let score = self.risk_score();
        if let (Some(severity), Some(word), Some(score)) = (severity, word, &score) {
            let usual = Severity::of(score.value);
            if usual != severity {
                let usual = (usual.name(), severity.usual_risk_score().get());
                let score = (score.span, score.value.get());
                self.cx.report(errors::severity_and_risk_score((word.span, word.value), score, usual));
            }
        }
        (severity.unwrap_or(Severity::Medium), score.map_or(Severity::Medium.usual_risk_score(), |score| score.value))
    }

    fn risk_score(&mut self) -> Option<Located<RiskScore>> {
        let node = self.node("risk_score")?;
        let Value::Int(number) = node.value else { return None };
        let score = u8::try_from(number).ok().and_then(RiskScore::new);
        if score.is_none() {
            let at = self.cx.place(node);
            self.cx.report(errors::risk_score_out_of_range(at, number));
        }
        score.map(|score| self.cx.located(node, score))
    }

    fn number_from_1(&mut self, key: &str) -> Option<u32> {
        const MOST: u32 = i32::MAX as u32;
        let node = self.node(key)?;
        let Value::Int(number) = node.value else { return None };
        let fits = u32::try_from(number).ok().filter(|number| (1..=MOST).contains(number));
        if fits.is_none() {
            let at = self.cx.place(node);
            self.cx.report(errors::number_out_of_range(at, &key, number, 1, MOST));
        }
        fits
    }

    fn interval_ms(&mut self) -> u64 {
        let Some(text) = self.located("interval") else { return DEFAULT_INTERVAL_MS };
        duration_ms(text.value).unwrap_or_else(|| {
            self.cx.report(errors::invalid_duration(text.span, &"interval", text.value, usable_duration(text.value)));
            DEFAULT_INTERVAL_MS
        })
    }

    /// How far `from` reaches back; checks `to` with it.
    fn window_ms(&mut self) -> u64 {
        let to = self.time("to");
        let from = self.time("from");
        let to_ms = to.as_ref().map_or(0, |to| to.value);
        match from {
            Some(from) if from.value <= to_ms => {
                self.cx.report(errors::empty_window(from.span, to.map(|to| to.span)));
                DEFAULT_FROM_MS
            }
            Some(from) => from.value,
            None => DEFAULT_FROM_MS,
        }
    }

    fn time(&mut self, key: &str) -> Option<Located<u64>> {
        let text = self.located(key)?;
        let ms = ms_before_now(text.value);
        if ms.is_none() {
            self.cx.report(errors::invalid_time(text.span, &key, text.value, usable_time(text.value)));
        }
        Some(Located { value: ms?, span: text.span })
    }

    fn field_name(&mut self, key: &str) -> Option<Located<String>> {
        let text = self.located(key)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '*' | '`');
        let name = text.value;
        if name.is_empty() || name.contains(odd) || name.starts_with('.') || name.ends_with('.') || name.contains("..") {
            self.cx.report(errors::invalid_field_name(text.span, &key, name));
            return None;
        }
        Some(Located { value: name.to_owned(), span: text.span })
    }

    /// What goes into the alert and has no field of its own in [`RuleFile`].
    fn carried(&self) -> Vec<Carried> {
        let carried = KEYS.iter().filter(|key| matches!(key.treatment, Treatment::Carried | Treatment::NotEnforced(_)));
        carried
            .filter(|key| !OWN_FIELD.contains(&key.name))
            .filter_map(|key| Some(Carried { key: key.name, value: self.node(key.name)?.clone() }))
            .collect()
    }
}

const RULE_ID_BYTES_MAX: usize = 128;

/// Elastic's other types of rules, and languages of their queries.
const OTHER_RULE_TYPES: [&str; 10] =
    ["query", "saved_query", "threshold", "threat_match", "machine_learning", "new_terms", "esql", "kuery", "lucene", "kql"];

const OTHER_SEVERITIES: [(&str, &str); 6] = [
    ("info", "low"),
    ("informational", "low"),
    ("moderate", "medium"),
    ("important", "high"),
    ("severe", "high"),
    ("urgent", "critical"),
];

/// Keys that are carried by a field of [`RuleFile`].
const OWN_FIELD: [&str; 16] = [
    "name",
    "description",
    "severity",
    "risk_score",
    "threat",
    "tags",
    "references",
    "false_positives",
    "note",
    "setup",
    "author",
    "license",
    "version",
    "building_block_type",
    "index",
    "enabled",
];

/// The YAML parser's words, in those of a reader.
fn plain_words(words: &str) -> String {
    let known = [
        ("mapping values are not allowed", "a second `: ` in one value"),
        ("found character that cannot start any token", "a value cannot begin with this character"),
        ("found a tab character", "a tab where spaces must be"),
        ("did not find expected key", "expected a key here"),
        ("did not find expected '-' indicator", "expected an item of the list, `- …`"),
        ("could not find expected ':'", "a line without `: `"),
        ("found unexpected end of stream", "the file ends inside a quoted value"),
        ("found undefined tag handle", "a value cannot begin with `!`"),
        ("did not find expected ',' or", "a list or mapping in brackets is not closed, or lacks a comma"),
        ("control characters are not allowed", "a control character, which YAML does not allow"),
        ("unknown anchor", "an alias `*…` of something that is not named before"),
        ("found unknown escape character", "an unknown escape `\\…` in a text between `\"`"),
        ("did not find expected alphabetic or numeric character", "a value cannot begin with `*` or `&`"),
    ];
    known.iter().find(|(theirs, _)| words.contains(theirs)).map_or_else(|| words.to_owned(), |(_, ours)| (*ours).to_owned())
}

/// What the author can do about it, guessed from the line.
fn yaml_help(text: &str, at: usize, words: &str) -> Vec<&'static str> {
    const BLOCK: &str = "write the query as a block: `query: |`, and the query below it, indented";
    if words.contains("unexpected end of stream") {
        return vec!["close the quote"];
    }
    if words.contains("control characters") {
        return vec!["take it out, or write it as an escape in double quotes: `\"\\x1b\"`"];
    }
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &text[start..line_end(text, at)];
    let previous = text[..start.saturating_sub(1)].rsplit('\n').next().unwrap_or_default();
    let indentation = |line: &str| line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t');
    if indentation(line) || words.contains("tab character") || (indentation(previous) && !words.contains("escape")) {
        return vec!["indent with spaces: YAML does not allow tabs"];
    }
    let of_query = |line: &str| line.trim_start().starts_with("query:");
    if of_query(line) || of_query(previous) {
        return vec![BLOCK];
    }
    let depth = |line: &str| line.len() - line.trim_start().len();
    if words.contains("mapping values") && depth(line) > depth(previous) && previous.contains(": ") {
        return vec!["a key stands below the other keys: indent the line as the one above it"];
    }
    if words.contains("unknown escape character") {
        return vec!["put the text between `'`, where `\\` means itself"];
    }
    if words.contains("mapping values") || words.contains("cannot start any token") || words.contains("alphabetic") {
        return vec!["put the value in quotes"];
    }
    Vec::new()
}

/// Whether the first line that says something is TOML's: `[rule]`, `name = …`.
fn looks_like_toml(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_key = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    lines.next().is_some_and(|line| {
        let table = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        table.is_some_and(is_key) || line.split_once('=').is_some_and(|(key, _)| is_key(key.trim()))
    })
}

fn one_character(text: &str, at: usize) -> std::ops::Range<usize> {
    let length = text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
    at..at + length
}

pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

#[cfg(test)]
mod tests;
