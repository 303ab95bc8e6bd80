//! Prints a [`Diagnostic`] as rustc prints its own.
//!
//! ```text
//! error[DR004]: unknown key `serverity`
//!  --> rules/linux/execution/shell.yml:4:1
//!   |
//! 4 | serverity: high
//!   | ^^^^^^^^^ no such key
//!   |
//! help: a key with a similar name exists: `severity`
//! ```
//! The place comes right after the title, so that editors jump to it. Every text is treated as hostile: places outside
//! the text are moved into it, control characters are made visible, and nothing here panics.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Help, Label, Severity};
use crate::source::{Source, SourceId};

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Without colours.
    #[default]
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// A place of more lines than this is shown by its first line.
const SHOWN_LINES_MAX: usize = 4;

/// A longer line, of bytes, is not drawn: its place is told by line and column alone.
const SHOWN_LINE_BYTES_MAX: usize = 4096;

/// The diagnostic as rustc would print it, without a final line break.
///
/// `sources` are those that were compiled together: a span's [`SourceId`] is an index into them.
pub fn render(diagnostic: &Diagnostic, sources: &[Source], style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(one_line(&diagnostic.title)).id(diagnostic.code.to_string());
    print(Group::with_title(title), diagnostic, sources, style)
}

/// All of them, in the order given, with an empty line between two.
pub fn render_all<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, sources: &[Source], style: Style) -> String {
    let texts: Vec<String> = diagnostics.into_iter().map(|diagnostic| render(diagnostic, sources, style)).collect();
    texts.join("\n\n")
}

/// The diagnostic as the text of a `compile_error!`: rustc prints `error: ` itself, so the code leads the title.
pub fn for_macro(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let title = format!("[{}] {}", diagnostic.code, one_line(&diagnostic.title));
    print(Group::with_title(Level::ERROR.no_name().primary_title(title)), diagnostic, sources, Style::Plain)
}

/// Line and column of a byte, both from 1; the column in characters. A byte outside the text is its end. A mark of the byte order at
/// the beginning is no character of the text.
pub fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let (text, mark) = unmarked(text);
    let before = &text[..floor_border(text, byte.saturating_sub(mark))];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A text without the mark of the byte order, and how many bytes that has.
fn unmarked(text: &str) -> (&str, usize) {
    text.strip_prefix('\u{feff}').map_or((text, 0), |unmarked| (unmarked, text.len() - unmarked.len()))
}

fn print(group: Group<'_>, diagnostic: &Diagnostic, sources: &[Source], style: Style) -> String {
    let mut groups = vec![with_places(group, diagnostic, sources)];
    for help in &diagnostic.help {
        groups.push(Group::with_title(Level::HELP.secondary_title(help_text(help))));
    }
    for note in &diagnostic.notes {
        groups.push(Group::with_title(Level::NOTE.secondary_title(one_line(note))));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.render(&groups)
}

/// Adds a snippet for each source that has a label, that of the primary label first.
fn with_places<'a>(mut group: Group<'a>, diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Group<'a> {
    let primary = &diagnostic.primary;
    let mut ids = vec![primary.span.source];
    for label in &diagnostic.secondary {
        if !ids.contains(&label.span.source) {
            ids.push(label.span.source);
        }
    }
    for id in ids {
        let Some(source) = source_of(sources, id) else { continue };
        let (text, mark) = unmarked(&source.text);
        let moved = |label: &Label| {
            let range = label.span.range();
            shown(text, range.start.saturating_sub(mark)..range.end.saturating_sub(mark))
        };
        let own = |label: &&Label| label.span.source == id;
        let primary = Some(primary).into_iter().filter(own).map(|label| (AnnotationKind::Primary, label));
        let secondary = diagnostic.secondary.iter().filter(own).map(|label| (AnnotationKind::Context, label));
        let labels: Vec<(AnnotationKind, &Label, Range<usize>)> =
            primary.chain(secondary).map(|(kind, label)| (kind, label, moved(label))).collect();
        // A line of megabytes would be drawn whole.
        if labels.iter().any(|(_, _, range)| longest_line(text, range) > SHOWN_LINE_BYTES_MAX) {
            let (line, column) = line_column(text, labels.first().map_or(0, |(_, _, range)| range.start));
            group = group.element(Origin::path(one_line(&source.path)).line(line).char_column(column));
            continue;
        }
        let mut snippet = Snippet::source(text).path(one_line(&source.path));
        for (kind, label, range) in labels {
            snippet = snippet.annotation(annotation(kind, label, range));
        }
        group = group.element(snippet);
    }
    group
}

fn annotation<'a>(kind: AnnotationKind, label: &'a Label, range: Range<usize>) -> annotate_snippets::Annotation<'a> {
    let annotation = kind.span(range);
    if label.text.is_empty() { annotation } else { annotation.label(one_line(&label.text)) }
}

fn source_of(sources: &[Source], id: SourceId) -> Option<&Source> {
    sources.get(id.0 as usize)
}

/// The action, and what to write where the words do not say it already; on one line.
pub fn help_text(help: &Help) -> String {
    let text = one_line(&help.text);
    match &help.replacement {
        Some((_, replacement)) if !replacement.is_empty() && !help.text.contains(replacement.as_str()) => {
            format!("{text}: `{}`", one_line(replacement))
        }
        _ => text,
    }
}

/// The part of a range that is drawn: inside the text, on character borders, not too many lines.
fn shown(text: &str, range: Range<usize>) -> Range<usize> {
    let start = floor_border(text, range.start);
    let end = floor_border(text, range.end).max(start);
    let covered = &text[start..end];
    if covered.matches('\n').count() < SHOWN_LINES_MAX {
        return start..end;
    }
    let first_line = covered.split('\n').next().unwrap_or_default();
    start..start + first_line.trim_end_matches('\r').len()
}

/// The length of the longest line that a range touches.
fn longest_line(text: &str, range: &Range<usize>) -> usize {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    text[start..end].split('\n').map(str::len).max().unwrap_or_default()
}

/// The nearest character border at or before a byte.
fn floor_border(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Line breaks become spaces and control characters visible.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    normalize_untrusted_str(&spaced)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::diagnostics::Code;
    use crate::diagnostics::codes::CodeInfo;
    use crate::source::Span;

    const CODE: Code = Code(&CodeInfo {
        number: 12,
        name: "unknown-field",
        severity: Severity::Error,
        why: "Test.",
        wrong: "wrong",
        right: "right",
    });

    const RULE: &str = "name: x\nquery: |\n  [process where process.nmae == \"sh\"]\n  [file where true]\n";

    fn sources() -> Vec<Source> {
        vec![Source::new("rules/a.yml", RULE), Source::new("rules/b.yml", "name: y\n")]
    }

    fn span_of(text: &str, part: &str, source: u32) -> Span {
        let at = text.find(part).unwrap();
        Span::new(SourceId(source), at..at + part.len())
    }

    fn unknown_field() -> Diagnostic {
        let span = span_of(RULE, "process.nmae", 0);
        Diagnostic::error(CODE, span, "no field `process.nmae` in the schema", "unknown field").suggest(
            "a field with a similar name exists: `process.name`",
            span,
            "process.name",
        )
    }

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&format!("{text}\n"));
    }

    #[test]
    fn an_error_has_title_place_snippet_and_help() {
        check(
            &render(&unknown_field(), &sources(), Style::Plain),
            expect![[r#"
                error[DR012]: no field `process.nmae` in the schema
                 --> rules/a.yml:3:18
                  |
                3 |   [process where process.nmae == "sh"]
                  |                  ^^^^^^^^^^^^ unknown field
                  |
                help: a field with a similar name exists: `process.name`
            "#]],
        );
    }

    #[test]
    fn the_macro_text_has_no_level_and_leads_with_the_code() {
        check(
            &for_macro(&unknown_field(), &sources()),
            expect![[r#"
            [DR012] no field `process.nmae` in the schema
             --> rules/a.yml:3:18
              |
            3 |   [process where process.nmae == "sh"]
              |                  ^^^^^^^^^^^^ unknown field
              |
            help: a field with a similar name exists: `process.name`
        "#]],
        );
    }

    #[test]
    fn a_second_place_and_another_file_are_shown() {
        let diagnostic = Diagnostic::warning(CODE, span_of(RULE, "[file", 0), "two rules have one name", "here")
            .label(span_of(RULE, "name: x", 0), "first given here")
            .label(span_of("name: y\n", "y", 1), "and here")
            .help("change it")
            .note("names are shown in alerts");
        check(
            &render(&diagnostic, &sources(), Style::Plain),
            expect![[r#"
            warning[DR012]: two rules have one name
             --> rules/a.yml:4:3
              |
            1 | name: x
              | ------- first given here
            ...
            4 |   [file where true]
              |   ^^^^^ here
              |
             ::: rules/b.yml:1:7
              |
            1 | name: y
              |       - and here
              |
            help: change it
            note: names are shown in alerts
        "#]],
        );
    }

    #[test]
    fn a_replacement_that_the_words_do_not_say_is_added() {
        let diagnostic = unknown_field().suggest("write the name in full", span_of(RULE, "x", 0), "xyz");
        check(
            &render(&diagnostic, &sources(), Style::Plain),
            expect![[r#"
            error[DR012]: no field `process.nmae` in the schema
             --> rules/a.yml:3:18
              |
            3 |   [process where process.nmae == "sh"]
              |                  ^^^^^^^^^^^^ unknown field
              |
            help: a field with a similar name exists: `process.name`
            help: write the name in full: `xyz`
        "#]],
        );
    }

    #[test]
    fn a_place_of_many_lines_is_shown_by_its_first() {
        let text = "query: >\n  a\n  b\n  c\n  d\n  e\n";
        let span = Span::new(SourceId(0), 7..text.len());
        let diagnostic = Diagnostic::error(CODE, span, "too long", "this");
        check(
            &render(&diagnostic, &[Source::new("a.yml", text)], Style::Plain),
            expect![[r#"
            error[DR012]: too long
             --> a.yml:1:8
              |
            1 | query: >
              |        ^ this
        "#]],
        );
    }

    #[test]
    fn a_line_of_many_bytes_is_told_by_its_place() {
        let text = format!("name: {}", "x".repeat(SHOWN_LINE_BYTES_MAX));
        let diagnostic = Diagnostic::error(CODE, Span::new(SourceId(0), 6..9), "too long", "this");
        check(
            &render(&diagnostic, &[Source::new("a.yml", text)], Style::Plain),
            expect![[r#"
            error[DR012]: too long
            --> a.yml:1:7
        "#]],
        );
    }

    #[test]
    fn control_characters_and_line_breaks_of_the_text_are_made_visible() {
        let text = "name: a\u{1b}[31mred\u{202e}x\r\n";
        let diagnostic =
            Diagnostic::error(CODE, Span::new(SourceId(0), 6..12), "bad \u{1b}[0m name\nerror: fake", "x\ny").help("a\u{7}b\nc");
        check(
            &render(&diagnostic, &[Source::new("a\nb.yml", text)], Style::Plain),
            expect![[r#"
            error[DR012]: bad ␛[0m name error: fake
             --> a b.yml:1:7
              |
            1 | name: a␛[31mred�x
              |       ^^^^^^ x y
              |
            help: a␇b c
        "#]],
        );
    }

    #[test]
    fn colours_are_escapes_around_the_same_text() {
        let coloured = render(&unknown_field(), &sources(), Style::Coloured);
        assert!(coloured.contains("\u{1b}["), "{coloured}");
        let mut plain = String::new();
        let mut rest = coloured.as_str();
        while let Some(at) = rest.find('\u{1b}') {
            plain.push_str(&rest[..at]);
            rest = rest[at..].split_once('m').map_or("", |(_, after)| after);
        }
        plain.push_str(rest);
        assert_eq!(plain, render(&unknown_field(), &sources(), Style::Plain));
    }

    #[test]
    fn the_place_counts_lines_and_characters_from_one() {
        let text = "aé\n\u{4e16}x\r\n";
        let cases = [(0, (1, 1)), (1, (1, 2)), (2, (1, 2)), (3, (1, 3)), (4, (2, 1)), (7, (2, 2)), (99, (3, 1))];
        for (byte, place) in cases {
            assert_eq!(line_column(text, byte), place, "byte {byte}");
        }
    }

    #[test]
    fn the_printed_place_is_that_of_line_column() {
        let text = "a: \u{4e16}\u{e9}\t\u{1f600}x y\nb: z\n";
        for (byte, _) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let diagnostic = Diagnostic::error(CODE, Span::new(SourceId(0), byte..byte + 1), "t", "");
            let (line, column) = line_column(text, byte);
            let printed = render(&diagnostic, &[Source::new("a.yml", text)], Style::Plain);
            assert!(printed.contains(&format!("--> a.yml:{line}:{column}\n")), "byte {byte}: {printed}");
        }
    }

    #[test]
    fn no_span_of_any_text_panics() {
        let texts =
            ["", "\n", "\r\n\r\n", "a", "\u{feff}a: \u{4e16}\n", "a\tb\n\n\u{85}\u{2028}x", "\u{301}\u{200d}\u{1f468}", "\r"];
        for text in texts {
            let sources = [Source::new("a.yml", text)];
            for start in 0..text.len() as u32 + 3 {
                for end in (0..text.len() as u32 + 3).chain([u32::MAX]) {
                    for source in [0, 1, u32::MAX] {
                        let span = Span { source: SourceId(source), start, end };
                        let other = Span { source: SourceId(0), start: end, end: start };
                        let diagnostic = Diagnostic::error(CODE, span, "t", "l").label(other, "o").suggest("s", span, "r");
                        for style in [Style::Plain, Style::Coloured] {
                            assert!(!render(&diagnostic, &sources, style).is_empty());
                        }
                        assert!(!for_macro(&diagnostic, &sources).is_empty());
                    }
                }
            }
        }
    }
}
