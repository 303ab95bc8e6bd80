//! What is said of queries that are wrong: once, at the right place, with help.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use std::fmt::Write;

use detector_compiler::diagnostics::{Code, Diagnostics};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::source::{QueryText, SourceId, Span, TextMap};
use expect_test::{Expect, expect};

/// The problems of a query, each with its line marked.
fn problems(query: &str, dialect: Dialect) -> String {
    let mut diagnostics = Diagnostics::new();
    parse(&QueryText::whole_source(SourceId(0), query), dialect, &mut diagnostics);
    let mut text = String::new();
    for problem in diagnostics.sorted() {
        let label = problem.primary;
        let _ = writeln!(text, "{}", mark(query, label.span));
        let _ = writeln!(text, "{} {}: {}", problem.code, problem.title, label.text);
        for other in problem.secondary {
            let _ = writeln!(text, "{}\n  {}", mark(query, other.span), other.text);
        }
        for help in problem.help {
            let mended = help.replacement.map(|(span, replacement)| {
                let mut query = query.to_string();
                query.replace_range(span.range(), &replacement);
                format!("\n    {}", query.replace('\n', "⏎"))
            });
            let _ = writeln!(text, "  help: {}{}", help.text, mended.unwrap_or_default());
        }
        for note in problem.notes {
            let _ = writeln!(text, "  note: {note}");
        }
    }
    text
}

/// The line of a place, and the place marked below.
fn mark(query: &str, span: Span) -> String {
    let range = span.range();
    let line_start = query[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = query[line_start..].find('\n').map_or(query.len(), |at| line_start + at);
    let before = query[line_start..range.start].chars().count();
    let length = query[range.start..range.end.min(line_end).max(range.start)].chars().count();
    format!("{}\n{}{}", &query[line_start..line_end], " ".repeat(before), "^".repeat(length.max(1)))
}

fn check(queries: &[&str], expected: Expect) {
    let text: Vec<String> = queries.iter().map(|query| problems(query, Dialect::Elasticsearch)).collect();
    expected.assert_eq(&text.join("\n"));
}

fn check_endpoint(queries: &[&str], expected: Expect) {
    let text: Vec<String> = queries.iter().map(|query| problems(query, Dialect::Endpoint)).collect();
    expected.assert_eq(&text.join("\n"));
}

#[test]
fn characters_and_operators_of_other_languages() {
    check(
        &[
            "any where a && b || !c",
            "any where a <> 1",
            "any where a !in (1)",
            "any where a !like \"x\"",
            "any where a == ~1",
            "any where a == #§1",
            "any where a ==\u{a0}1",
            "any where a == “x”",
            "any where a =~ \"x\"",
            "sequence with maxspan=1m [a where true] ! [b where true]",
        ],
        expect![[r#"
            any where a && b || !c
                        ^^
            DR102 no operator `&&`: unknown operator
              help: write `and`
                any where a and b || !c
            any where a && b || !c
                             ^^
            DR102 no operator `||`: unknown operator
              help: write `or`
                any where a && b or !c
            any where a && b || !c
                                ^
            DR102 no operator `!`: unknown operator
              help: write `not`
                any where a && b || not c

            any where a <> 1
                        ^^
            DR102 no operator `<>`: unknown operator
              help: write `!=`
                any where a != 1

            any where a !in (1)
                        ^
            DR102 no operator `!`: unknown operator
              help: write `not`
                any where a not in (1)

            any where a !like "x"
                        ^
            DR102 no operator `!`: unknown operator
              help: write `not` before the left side

            any where a == ~1
                           ^
            DR101 unknown character `~`: not part of the language
              help: write `~` directly after `in`, `like`, `regex` or the name of a function, without a blank

            any where a == #§1
                           ^^
            DR101 unknown characters `#§`: not part of the language
              help: take it out, put text into double quotes, or a field name between back quotes

            any where a == 1
                          ^
            DR101 unknown character `\u{a0}`: not part of the language
              help: write a plain blank
                any where a == 1

            any where a == “x”
                           ^^^
            DR101 a string in curly quotes: strings stand in straight quotes
              help: use straight double quotes
                any where a == "x"

            any where a =~ "x"
                        ^^
            DR102 no operator `=~`: unknown operator
              help: write `:`
                any where a : "x"

            sequence with maxspan=1m [a where true] ! [b where true]
                                                    ^^^
            DR102 no operator `!`: the mark of a missing event is `![`
              help: write `![` without a blank
                sequence with maxspan=1m [a where true] ![b where true]
        "#]],
    );
}

#[test]
fn strings() {
    check(
        &[
            r#"any where a == "C:\Windows\System32""#,
            r#"any where a : "100\*""#,
            r#"any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}""#,
            r#"any where a == "C:\""#,
            "any where a == \"x",
            "any where a == \"x\ny\" and b",
            r#"any where a == """x""#,
            r#"any where a == 'it\'s "x"'"#,
            r#"any where a == ?"C:\x""#,
            r#"any where a == "x" "y""#,
        ],
        expect![[r#"
            any where a == "C:\Windows\System32"
                              ^^
            DR105 unknown escape `\W`: begins no escape
            any where a == "C:\Windows\System32"
                                      ^^
              nor does this
              help: write `\\` for a backslash
                any where a == "C:\\Windows\\System32"

            any where a : "100\*"
                              ^^
            DR105 unknown escape `\*`: begins no escape
              help: write `\\` for a backslash
                any where a : "100\\*"
              help: to match the character itself, use `==`, `in~` or `stringContains`, or `regex` where it is escaped as `\\*`
              note: wildcards cannot be escaped: in a pattern, a backslash is an ordinary character

            any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
                            ^^^^^^
            DR106 bad unicode escape `\u0041`: the digits stand in braces
              help: write `\u{0041}`
                any where a == "\u{0041}\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
            any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
                                  ^^^^^^^^
            DR106 bad unicode escape `\u{d800}`: the number of a surrogate, which is no character
              help: write two to eight hexadecimal digits of a character between braces, such as `\u{202e}`
            any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
                                          ^^^^^^^^^^^^
            DR106 bad unicode escape `\u{10000000}`: no character has a number above 10FFFF
              help: write two to eight hexadecimal digits of a character between braces, such as `\u{202e}`
            any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
                                                      ^^^^
            DR106 bad unicode escape `\u{}`: two to eight hexadecimal digits are needed
              help: write two to eight hexadecimal digits of a character between braces, such as `\u{202e}`
            any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
                                                          ^^^
            DR106 bad unicode escape `\u{`: no hexadecimal digit after the brace
              help: write two to eight hexadecimal digits of a character between braces, such as `\u{202e}`
            any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\U{41}"
                                                                ^^
            DR106 bad unicode escape `\U`: the `u` is a small letter
              help: write `\u`
                any where a == "\u0041\u{d800}\u{10000000}\u{}\u{zz}\u{41}"

            any where a == "C:\"
                           ^^^^^
            DR103 the string is not closed: no `"` before the end of the line
              help: write `\\` for a backslash at the end of a string
                any where a == "C:\\"

            any where a == "x
                           ^^
            DR103 the string is not closed: no `"` before the end of the line
              help: add the closing `"`; write `\n` for a line break in the text

            any where a == "x
                           ^^
            DR103 the string is not closed: no `"` before the end of the line
              help: add the closing `"`; write `\n` for a line break in the text

            any where a == """x"
                           ^^^^^
            DR104 the raw string is not closed: no `"""` before the end of the line
              help: end it with `"""` on the same line

            any where a == 'it\'s "x"'
                           ^^^^^^^^^^^
            DR107 a string in single quotes: strings stand in double quotes
              help: use double quotes
                any where a == "it's \"x\""

            any where a == ?"C:\x"
                           ^^^^^^^
            DR108 a string with `?` before it: raw strings stand in three double quotes
              help: use three double quotes
                any where a == """C:\x"""

            any where a == "x" "y"
                               ^^^
            DR163 two strings side by side: no operator or comma before it
              help: escape a quote inside a string as `\"`, or write a comma between two strings of a list
        "#]],
    );
}

#[test]
fn names_numbers_and_comments() {
    check(
        &[
            "any where `a == 1",
            "any where `` == 1",
            "any where a == 1 /* x",
            "any where a == 1_000",
            "any where a == 0x1F",
            "any where a == 1.2.3",
            "any where a == 1e999",
            "any where name~ == 1",
            "any where event.sequence == 1",
            "any where where : \"x\"",
        ],
        expect![[r#"
            any where `a == 1
                      ^
            DR109 the back quote is not closed: no back quote after it
              help: end the name with a back quote; double a back quote that is part of the name

            any where `` == 1
                      ^^
            DR110 an empty field name: nothing between the back quotes
              help: write the name between the back quotes

            any where a == 1 /* x
                             ^^
            DR111 the comment is not closed: begins here
              help: add `*/`; comments nest, so each `/*` inside needs one too

            any where a == 1_000
                           ^^^^^
            DR113 `1_000` is not a number: malformed number
              help: write `1000`
                any where a == 1000

            any where a == 0x1F
                           ^^^^
            DR113 `0x1F` is not a number: malformed number
              help: write `31`
                any where a == 31

            any where a == 1.2.3
                           ^^^^^
            DR113 `1.2.3` is not a number: malformed number
              help: write a decimal number such as `5`, `1.5` or `1e3`, or put text into double quotes

            any where a == 1e999
                           ^^^^^
            DR112 the number is too large: exceeds the range of a double
              help: write a number below 1.8e308

            any where name~ == 1
                      ^^^^^
            DR175 `name~` is not called: `~` belongs to the name of a function
              help: to compare a field without regard to case, use `:` or `in~`

            any where event.sequence == 1
                            ^^^^^^^^
            DR157 `sequence` is a keyword: cannot be part of a field name as it is
              help: put it between back quotes
                any where event.`sequence` == 1

            any where where : "x"
                      ^^^^^
            DR157 `where` is a keyword: cannot be part of a field name as it is
              help: put it between back quotes
                any where `where` : "x"
        "#]],
    );
}

#[test]
fn keywords_in_capital_letters() {
    check(
        &[
            "process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)",
            "any where a LIKE~ \"x\"",
            "SEQUENCE BY a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]",
        ],
        expect![[r#"
            process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)
                    ^^^^^
            DR156 `WHERE` is not a keyword: keywords are in small letters
              help: write `where`
                process where a == 1 AND NOT b == 2 OR c NOT IN (1)
            process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)
                                 ^^^
            DR156 `AND` is not a keyword: keywords are in small letters
              help: write `and`
                process WHERE a == 1 and NOT b == 2 OR c NOT IN (1)
            process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)
                                     ^^^
            DR156 `NOT` is not a keyword: keywords are in small letters
              help: write `not`
                process WHERE a == 1 AND not b == 2 OR c NOT IN (1)
            process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)
                                                ^^
            DR156 `OR` is not a keyword: keywords are in small letters
              help: write `or`
                process WHERE a == 1 AND NOT b == 2 or c NOT IN (1)
            process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)
                                                     ^^^
            DR156 `NOT` is not a keyword: keywords are in small letters
              help: write `not`
                process WHERE a == 1 AND NOT b == 2 OR c not IN (1)
            process WHERE a == 1 AND NOT b == 2 OR c NOT IN (1)
                                                         ^^
            DR156 `IN` is not a keyword: keywords are in small letters
              help: write `in`
                process WHERE a == 1 AND NOT b == 2 OR c NOT in (1)

            any where a LIKE~ "x"
                        ^^^^^
            DR156 `LIKE~` is not a keyword: keywords are in small letters
              help: write `like~`
                any where a like~ "x"

            SEQUENCE BY a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]
            ^^^^^^^^
            DR156 `SEQUENCE` is not a keyword: keywords are in small letters
              help: write `sequence`
                sequence BY a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]
            SEQUENCE BY a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]
                     ^^
            DR156 `BY` is not a keyword: keywords are in small letters
              help: write `by`
                SEQUENCE by a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]
            SEQUENCE BY a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]
                          ^^^^
            DR156 `WITH` is not a keyword: keywords are in small letters
              help: write `with`
                SEQUENCE BY a with maxspan=1m [a where true] [b where true] UNTIL [c where true]
            SEQUENCE BY a WITH maxspan=1m [a where true] [b where true] UNTIL [c where true]
                                                                        ^^^^^
            DR156 `UNTIL` is not a keyword: keywords are in small letters
              help: write `until`
                SEQUENCE BY a WITH maxspan=1m [a where true] [b where true] until [c where true]
        "#]],
    );
}

#[test]
fn expressions() {
    check(
        &[
            "any where a = 1 and b = 2",
            "any where 1 < a < 3 and b",
            "any where a like \"x\" like \"y\"",
            "any where a not like \"x\" and b",
            "any where a + 1 not == 2",
            "any where a == not b",
            "any where a is null",
            "any where a contains \"x\"",
            "any where a == ",
            "any where and a",
            "any where a and b or",
            "any where (a and (b or c)",
            "any where (a == 1) (b == 2)",
            "any where a)",
            "any where length(a",
            "any where a.?b == 1 and ??c == 2",
            "any where a[0] == 1 and b[\"x\"] == 2",
            "any where child of [process where true]",
        ],
        expect![[r#"
            any where a = 1 and b = 2
                        ^
            DR155 `=` is not a comparison: sets an option, in sequences only
              help: write `==`
                any where a == 1 and b = 2
            any where a = 1 and b = 2
                                  ^
            DR155 `=` is not a comparison: sets an option, in sequences only
              help: write `==`
                any where a = 1 and b == 2

            any where 1 < a < 3 and b
                            ^
            DR158 comparisons do not chain: a second comparison of the same value
              help: join two comparisons with `and`, or put one in brackets

            any where a like "x" like "y"
                                 ^^^^
            DR159 tests do not chain: a second test of the same value
              help: join two tests with `and` or `or`, or list the patterns in brackets

            any where a not like "x" and b
                        ^^^
            DR160 `not` cannot stand before `like`: only `in` and `in~` have this form
              help: write `not` before the left side
                any where not a like "x" and b

            any where a + 1 not == 2
                            ^^^
            DR160 `not` cannot stand before `==`: only `in` and `in~` have this form
              help: write `not` before the left side
                any where not a + 1 == 2

            any where a == not b
                           ^^^
            DR161 `not` inside an operand: binds weaker than the operator before it
              help: put `not` and its condition in brackets

            any where a is null
                        ^^
            DR162 no operator `is`: unknown operator
              help: write `== null` for a missing field, `!= null` for a present one

            any where a contains "x"
                        ^^^^^^^^
            DR162 no operator `contains`: unknown operator
              help: use the function `stringContains(field, "text")`, or `:` with wildcards

            any where a == 
                           ^
            DR150 unexpected end of the query: expected an expression

            any where and a
                      ^^^
            DR150 unexpected `and`: expected an expression

            any where a and b or
                                ^
            DR150 unexpected end of the query: expected an expression

            any where (a and (b or c)
                      ^
            DR153 the bracket `(` is not closed: opened here
            any where (a and (b or c)
                                     ^
              found end of the query instead of `)`
              help: add the missing `)`

            any where (a == 1) (b == 2)
                               ^
            DR150 unexpected `(`: expected `and`, `or`, `|` or the end of the query

            any where a)
                       ^
            DR154 unmatched `)`: closes nothing
              help: take it out, or add the `(` that it closes

            any where length(a
                            ^
            DR153 the bracket `(` is not closed: opened here
            any where length(a
                              ^
              found end of the query instead of `)`
              help: add the missing `)`

            any where a.?b == 1 and ??c == 2
                        ^
            DR174 `?` inside a field name: expected the next part of the name
              help: write `?` before the first part: the field is optional as a whole
            any where a.?b == 1 and ??c == 2
                                     ^
            DR174 `?` stands twice: one is enough
              help: take it out
                any where a.?b == 1 and ?c == 2

            any where a[0] == 1 and b["x"] == 2
                       ^^^
            DR169 array indexes are not supported: an index
              help: leave the index out: a test is true if any value of the field meets it
                any where a == 1 and b["x"] == 2
            any where a[0] == 1 and b["x"] == 2
                                     ^^^^^
            DR169 array indexes are not supported: an index
              help: leave the index out: a test is true if any value of the field meets it
                any where a[0] == 1 and b == 2

            any where child of [process where true]
                      ^^^^^^^^
            DR170 process relationships are not supported: `child of` is not known
              help: test `process.parent.*`, or write a sequence joined by `process.entity_id`
        "#]],
    );
}

#[test]
fn lists_and_patterns() {
    check(
        &[
            "any where a in ()",
            "any where a in (1, )",
            "any where a in (1,, 2)",
            "any where a in \"x\"",
            "any where a in (1 2) and b in (3",
            "any where a == (1, 2)",
            "any where a : b and c like (\"x\", d)",
            "any where a : ",
        ],
        expect![[r#"
            any where a in ()
                           ^^
            DR164 the list is empty: at least one value is needed
              help: add a value

            any where a in (1, )
                             ^
            DR165 a comma behind the last value: nothing follows it
              help: take it out
                any where a in (1 )

            any where a in (1,, 2)
                              ^
            DR150 unexpected `,`: expected an expression

            any where a in "x"
                           ^^^
            DR166 the list stands without brackets: expected `(`
              help: put it in brackets
                any where a in ("x")

            any where a in (1 2) and b in (3
                              ^
            DR150 unexpected `2`: expected `,` or `)`
            any where a in (1 2) and b in (3
                                          ^
            DR153 the bracket `(` is not closed: opened here
            any where a in (1 2) and b in (3
                                            ^
              found end of the query instead of `)`
              help: add the missing `)`

            any where a == (1, 2)
                             ^
            DR167 a list where one value is expected: a second value follows
              help: write `in` to test for any of several values

            any where a : b and c like ("x", d)
                          ^
            DR168 the pattern of `:` is not a constant: not a constant
              help: write a string or a list of strings in brackets; to find a field's text, use `stringContains`
            any where a : b and c like ("x", d)
                                             ^
            DR168 the pattern of `like` is not a constant: not a constant
              help: write a string or a list of strings in brackets; to find a field's text, use `stringContains`

            any where a : 
                          ^
            DR150 unexpected end of the query: expected the pattern of `:`, a constant
        "#]],
    );
}

#[test]
fn categories() {
    check(
        &[
            "`a-b` where true",
            "true where true",
            "a.b where true",
            "a, b where true",
            "?a where true",
            "42 where true",
            "process",
            "process where",
            "process == 1",
            "[any where true]",
            "",
            "| head 5",
        ],
        expect![[r#"
            `a-b` where true
            ^^^^^
            DR172 an event category in back quotes: expected a plain name or a string
              help: write it as a string
                "a-b" where true

            true where true
            ^^^^
            DR172 an event category that is a keyword: expected a plain name or a string
              help: write it as a string
                "true" where true

            a.b where true
            ^^^
            DR172 an event category with a dot: expected a plain name or a string
              help: write it as a string
                "a.b" where true

            a, b where true
             ^
            DR173 several event categories: expected `where`
              help: write `any where event.category in ("…", "…") and …`

            ?a where true
            ^
            DR173 an event category cannot be optional: expected `any`, a name or a string
              help: take the `?` out
                a where true

            42 where true
            ^^
            DR150 unexpected `42`: expected an event category: `any`, a name or a string

            process
                   ^
            DR150 unexpected end of the query: expected `where`

            process where
                         ^
            DR150 unexpected end of the query: expected an expression

            process == 1
                    ^^
            DR150 unexpected `==`: expected `where`

            [any where true]
            ^
            DR202 unexpected `[` at the beginning of a query: a term belongs to a sequence
              help: write `sequence` before it, or take the brackets out


            ^
            DR150 unexpected end of the query: expected an event category: `any`, a name or a string

            | head 5
            ^
            DR150 unexpected `|`: expected an event category: `any`, a name or a string
        "#]],
    );
}

#[test]
fn clauses_of_a_sequence() {
    check(
        &[
            "sequence with maxspan=1m by a [a where true] [b where true]",
            "sequence by a b, [a where true] [b where true]",
            "sequence by [a where true] [b where true]",
            "sequence maxspan=1m [a where true] [b where true]",
            "sequence with maxspan 1m [a where true] [b where true]",
            "sequence with maxspan==1m [a where true] [b where true]",
            "sequence with window=1m [a where true] [b where true]",
            "sequence [a where true] with repeat=2 [b where true]",
            "sequence [a where true] with runs=2 by k [b where true] by k",
            "sequence [a where true] [b where true] with maxspan=1m",
            "sequence [a where true], [b where true]",
            "sequence with maxspan=1m [a where true] not [b where true]",
            "sequence [a where true] fork=true [b where true]",
            "sequence [a where true] [b where true] until [c where true] until [d where true]",
            "sequence [a where true] until [c where true] [d where true]",
            "sequence [a where true [b where true]",
            "sequence [a where x == [b where true]",
            "sequence [[a where true]] [b where true]",
            "sequence",
            "sequence by k",
        ],
        expect![[r#"
            sequence with maxspan=1m by a [a where true] [b where true]
                                     ^^
            DR203 `by` stands after `with`: belongs before `with`
            sequence with maxspan=1m by a [a where true] [b where true]
                     ^^^^
              `with` begins here
              help: move `by` and its keys before `with`

            sequence by a b, [a where true] [b where true]
                          ^
            DR211 two join keys without a comma between them: expected `,`
              help: add a comma
                sequence by a, b, [a where true] [b where true]
            sequence by a b, [a where true] [b where true]
                           ^
            DR211 a comma behind the last join key: no key follows it
              help: take it out
                sequence by a b [a where true] [b where true]

            sequence by [a where true] [b where true]
                        ^
            DR150 unexpected `[`: expected a join key, the name of a field

            sequence maxspan=1m [a where true] [b where true]
                     ^^^^^^^
            DR203 `maxspan` stands without `with`: expected `with`
              help: add `with`
                sequence with maxspan=1m [a where true] [b where true]

            sequence with maxspan 1m [a where true] [b where true]
                                  ^
            DR205 an option is set with `=`: expected `=`
              help: add `=`
                sequence with maxspan=1m [a where true] [b where true]

            sequence with maxspan==1m [a where true] [b where true]
                                 ^^
            DR205 an option is set with `=`: a comparison
              help: write `=`
                sequence with maxspan=1m [a where true] [b where true]

            sequence with window=1m [a where true] [b where true]
                          ^^^^^^
            DR204 no option `window`: a sequence has the option `maxspan`
              help: write `maxspan`
                sequence with maxspan=1m [a where true] [b where true]

            sequence [a where true] with repeat=2 [b where true]
                                         ^^^^^^
            DR204 no option `repeat`: a term has the option `runs`
              help: write `runs`
                sequence [a where true] with runs=2 [b where true]

            sequence [a where true] with runs=2 by k [b where true] by k
                                                ^^
            DR203 `by` stands after `with`: belongs before `with`
            sequence [a where true] with runs=2 by k [b where true] by k
                                    ^^^^
              `with` begins here
              help: move `by` and its keys before `with`

            sequence [a where true] [b where true] with maxspan=1m
                                                   ^^^^
            DR203 `maxspan` stands behind a term: limits the whole sequence
              help: move `with maxspan=…` before the first term

            sequence [a where true], [b where true]
                                   ^
            DR209 a comma between terms: terms follow one another
              help: take it out
                sequence [a where true] [b where true]

            sequence with maxspan=1m [a where true] not [b where true]
                                                    ^^^
            DR208 unexpected `not` before a term: a missing event is marked with `![`
              help: write `![`
                sequence with maxspan=1m [a where true] ![b where true]

            sequence [a where true] fork=true [b where true]
                                    ^^^^
            DR210 `fork` is not supported: belongs to an older dialect
              help: take it out

            sequence [a where true] [b where true] until [c where true] until [d where true]
                                                                        ^^^^^
            DR203 `until` is given twice: the second one
            sequence [a where true] [b where true] until [c where true] until [d where true]
                                                         ^^^^^^^^^^^^^^
              the first one
              help: join the two conditions with `or` in one `until`

            sequence [a where true] until [c where true] [d where true]
                                                         ^
            DR203 a term stands behind `until`: `until` comes last
              help: move the term before `until`

            sequence [a where true [b where true]
                     ^
            DR153 the bracket `[` is not closed: opened here
            sequence [a where true [b where true]
                                   ^
              found `[` instead of `]`
              help: add the missing `]`

            sequence [a where x == [b where true]
                                   ^
            DR150 unexpected `[`: expected a field, constant or function

            sequence [[a where true]] [b where true]
                      ^
            DR201 unexpected `[` inside a term: expected an event category
              help: write one `category where condition` between the brackets

            sequence
                    ^
            DR150 unexpected end of the query: expected `[`

            sequence by k
                         ^
            DR150 unexpected end of the query: expected `[`
        "#]],
    );
}

#[test]
fn values_of_options() {
    let maxspan = |value: &str| format!("sequence with maxspan={value} [a where true] [b where true]");
    let queries = ["30", "0s", "-1s", "1.5m", "1e2s", "5S", "5min", "2w", "3M", "1y", "\"5s\"", "soon", "99999999999999999999s"]
        .map(maxspan);
    check(
        &queries.each_ref().map(String::as_str),
        expect![[r#"
        sequence with maxspan=30 [a where true] [b where true]
                              ^^
        DR206 the maxspan has no unit: expected `ms`, `s`, `m`, `h` or `d` after it
          help: write `30s` for seconds
            sequence with maxspan=30s [a where true] [b where true]

        sequence with maxspan=0s [a where true] [b where true]
                              ^^
        DR206 the maxspan is zero: no time at all
          help: write a positive number, such as `1ms`

        sequence with maxspan=-1s [a where true] [b where true]
                              ^^^
        DR206 the maxspan `-1s` is not a positive whole number: not a positive whole number
          help: write a whole number of a smaller unit, such as `90s` for one and a half minutes

        sequence with maxspan=1.5m [a where true] [b where true]
                              ^^^^
        DR206 the maxspan `1.5m` is not a positive whole number: not a positive whole number
          help: write a whole number of a smaller unit, such as `90s` for one and a half minutes

        sequence with maxspan=1e2s [a where true] [b where true]
                              ^^^^
        DR206 the maxspan `1e2s` is not a positive whole number: not a positive whole number
          help: write a whole number of a smaller unit, such as `90s` for one and a half minutes

        sequence with maxspan=5S [a where true] [b where true]
                               ^
        DR206 no unit of time `S`: the units are `ms`, `s`, `m`, `h` and `d`
          help: write `5s`
            sequence with maxspan=5s [a where true] [b where true]

        sequence with maxspan=5min [a where true] [b where true]
                               ^^^
        DR206 no unit of time `min`: the units are `ms`, `s`, `m`, `h` and `d`
          help: write `5m`
            sequence with maxspan=5m [a where true] [b where true]

        sequence with maxspan=2w [a where true] [b where true]
                               ^
        DR206 no unit of time `w`: the units are `ms`, `s`, `m`, `h` and `d`
          help: write `14d`
            sequence with maxspan=14d [a where true] [b where true]

        sequence with maxspan=3M [a where true] [b where true]
                               ^
        DR206 no unit of time `M`: the units are `ms`, `s`, `m`, `h` and `d`
          help: write the time in one of them

        sequence with maxspan=1y [a where true] [b where true]
                               ^
        DR206 no unit of time `y`: the units are `ms`, `s`, `m`, `h` and `d`
          help: write the time in one of them

        sequence with maxspan="5s" [a where true] [b where true]
                              ^^^^
        DR206 the maxspan stands in quotes: not a string
          help: take the quotes out
            sequence with maxspan=5s [a where true] [b where true]

        sequence with maxspan=soon [a where true] [b where true]
                              ^^^^
        DR150 unexpected `soon`: expected a time such as `5s` or `10m`

        sequence with maxspan=99999999999999999999s [a where true] [b where true]
                              ^^^^^^^^^^^^^^^^^^^^^
        DR206 the maxspan is too long: does not fit 64 bits
          help: write a shorter time
    "#]],
    );
    let runs = |value: &str| format!("sequence [a where true] with runs={value} [b where true]");
    let queries = ["0", "101", "1.5", "-1", "\"2\"", "two", ""].map(runs);
    check(
        &queries.each_ref().map(String::as_str),
        expect![[r#"
        sequence [a where true] with runs=0 [b where true]
                                          ^
        DR207 `0` is not a number of runs: expected a whole number from 1 to 100
          help: write a whole number from 1 to 100

        sequence [a where true] with runs=101 [b where true]
                                          ^^^
        DR207 `101` is not a number of runs: expected a whole number from 1 to 100
          help: write a whole number from 1 to 100

        sequence [a where true] with runs=1.5 [b where true]
                                          ^^^
        DR207 `1.5` is not a number of runs: expected a whole number from 1 to 100
          help: write a whole number from 1 to 100

        sequence [a where true] with runs=-1 [b where true]
                                          ^^
        DR207 `-1` is not a number of runs: expected a whole number from 1 to 100
          help: write a whole number from 1 to 100

        sequence [a where true] with runs="2" [b where true]
                                          ^^^
        DR207 `"2"` is not a number of runs: expected a whole number from 1 to 100
          help: write a whole number from 1 to 100

        sequence [a where true] with runs=two [b where true]
                                          ^^^
        DR207 `two` is not a number of runs: expected a whole number from 1 to 100
          help: write a whole number from 1 to 100

        sequence [a where true] with runs= [b where true]
                                           ^
        DR150 unexpected `[`: expected a number of runs
    "#]],
    );
}

#[test]
fn checks_of_a_sequence() {
    check(
        &[
            "sequence by 1 [a where true] [b where true]",
            "sequence [a where true] by length(x) [b where true] by y",
            "sequence by h [a where true] by x [b where true] by y, z [c where true]",
            "sequence [a where true] [b where true] by x [c where true] by x",
            "sequence by h [a where true] [b where true] until [c where true] by x",
            "sequence [a where true]",
            "sequence [a where true] until [b where true]",
            "sequence [a where true] ![b where true]",
            "sequence with maxspan=1m ![a where true] ![b where true]",
            "sequence with maxspan=1m [a where true] [b where true] until ![c where true]",
            "sequence [a where true] [b where true] until [c where true] with runs=2",
        ],
        expect![[r#"
            sequence by 1 [a where true] [b where true]
                        ^
            DR212 the join key `1` is not a field: not a field
              help: join by a field

            sequence [a where true] by length(x) [b where true] by y
                                       ^^^^^^^^^
            DR212 the join key `length(x)` is not a field: not a field
              help: join by a field

            sequence by h [a where true] by x [b where true] by y, z [c where true]
                                                                ^^^^
            DR213 terms have different numbers of join keys: 3 join keys here
            sequence by h [a where true] by x [b where true] by y, z [c where true]
                                            ^
              2 join keys here
              help: give every term, and `until`, the same number of keys
            sequence by h [a where true] by x [b where true] by y, z [c where true]
                                                                     ^^^^^^^^^^^^^^
            DR213 terms have different numbers of join keys: 1 join key here
            sequence by h [a where true] by x [b where true] by y, z [c where true]
                                            ^
              2 join keys here
              help: give every term, and `until`, the same number of keys

            sequence [a where true] [b where true] by x [c where true] by x
                     ^^^^^^^^^^^^^^
            DR213 terms have different numbers of join keys: no join key here
            sequence [a where true] [b where true] by x [c where true] by x
                                                      ^
              1 join key here
              help: give every term, and `until`, the same number of keys

            sequence by h [a where true] [b where true] until [c where true] by x
                                                                                ^
            DR213 terms have different numbers of join keys: 2 join keys here
            sequence by h [a where true] [b where true] until [c where true] by x
                          ^^^^^^^^^^^^^^
              1 join key here
              help: give every term, and `until`, the same number of keys

            sequence [a where true]
            ^^^^^^^^
            DR214 a sequence needs at least two stages: has one stage
            sequence [a where true]
                     ^^^^^^^^^^^^^^
              the only one
              help: add a term, repeat this one with `with runs=2`, or write a query without `sequence`

            sequence [a where true] until [b where true]
            ^^^^^^^^
            DR214 a sequence needs at least two stages: has one stage
            sequence [a where true] until [b where true]
                     ^^^^^^^^^^^^^^
              the only one
              help: add a term, repeat this one with `with runs=2`, or write a query without `sequence`

            sequence [a where true] ![b where true]
                                    ^^^^^^^^^^^^^^^
            DR215 a missing event needs `maxspan`: missing for how long
            sequence [a where true] ![b where true]
            ^^^^^^^^
              this sequence has no `maxspan`
              help: add `with maxspan=…` before the first term

            sequence with maxspan=1m ![a where true] ![b where true]
                                     ^^^^^^^^^^^^^^^
            DR216 a sequence needs at least one event that happens: all terms are missing events
              help: add a term without `!`

            sequence with maxspan=1m [a where true] [b where true] until ![c where true]
                                                                         ^^^^^^^^^^^^^^^
            DR217 `until` cannot be a missing event: an event that does not happen
              help: take the `!` out

            sequence [a where true] [b where true] until [c where true] with runs=2
                                                                                  ^
            DR207 `until` cannot have runs: cannot be repeated
              help: take `with runs=…` out
        "#]],
    );
}

#[test]
fn samples_and_joins() {
    check(
        &[
            "sample [a where true] [b where true]",
            "sample by k with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]",
            "sample by k any where true",
            "join by k [a where true] [b where true] | head 1",
        ],
        expect![[r#"
            sample [a where true] [b where true]
            ^^^^^^
            DR219 a sample needs at least one join key: has none
              help: add `by` and a field

            sample by k with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]
                        ^^^^
            DR218 a sample has no `maxspan`: belongs to sequences
              help: take it out, or write a sequence
            sample by k with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]
                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            DR218 a sample has no missing events: belongs to sequences
              help: take it out, or write a sequence
            sample by k with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]
                                                                                 ^
            DR218 a sample has no `runs`: belongs to sequences
              help: take it out, or write a sequence
            sample by k with maxspan=1m [a where true] ![b where true] with runs=2 until [c where true]
                                                                                   ^^^^^
            DR218 a sample has no `until`: belongs to sequences
              help: take it out, or write a sequence

            sample by k any where true
                        ^^^
            DR150 unexpected `any`: expected `[`, the beginning of a term

            join by k [a where true] [b where true] | head 1
            ^^^^
            DR200 `join` is not supported: belongs to an older dialect
              help: write `sequence` for events in order, or `sample by` for events in any order
        "#]],
    );
}

#[test]
fn pipes() {
    check(
        &[
            "any where a | head",
            "any where a | head 1, 2",
            "any where a | tail -5",
            "any where a | tail 1.5",
            "any where a | tail b",
            "any where a | head 1 / 0",
            "any where a | head 2147483647 + 1",
            "any where a | head 5 tail 5",
            "any where a | limit 5 | HEAD 5 | heat 5",
            "any where a | unique b, c | filter d == 1 | count",
            "any where a |",
            "any where a | `head` 5",
        ],
        expect![[r#"
            any where a | head
                          ^^^^
            DR222 the pipe `head` takes one argument, not 0: expected one argument
              help: write how many to keep, such as `head 10`

            any where a | head 1, 2
                               ^^^^
            DR222 the pipe `head` takes one argument, not 2: expected one argument
              help: write how many to keep, such as `head 10`

            any where a | tail -5
                               ^^
            DR222 `-5` is not a count for `tail`: expected a constant whole number, 0 or more
              help: write how many to keep, such as `tail 10`

            any where a | tail 1.5
                               ^^^
            DR222 `1.5` is not a count for `tail`: expected a constant whole number, 0 or more
              help: write how many to keep, such as `tail 10`

            any where a | tail b
                               ^
            DR222 `b` is not a count for `tail`: expected a constant whole number, 0 or more
              help: write how many to keep, such as `tail 10`

            any where a | head 1 / 0
                               ^^^^^
            DR222 `1 / 0` is not a count for `head`: expected a constant whole number, 0 or more
              help: write how many to keep, such as `head 10`

            any where a | head 2147483647 + 1
                               ^^^^^^^^^^^^^^
            DR222 `2147483647 + 1` is not a count for `head`: expected a constant whole number, 0 or more
              help: write how many to keep, such as `head 10`

            any where a | head 5 tail 5
                                 ^^^^
            DR222 unexpected `tail` behind a pipe: expected `|` before it
              help: add `|`
                any where a | head 5 | tail 5

            any where a | limit 5 | HEAD 5 | heat 5
                          ^^^^^
            DR221 no pipe `limit`: the pipes are `head` and `tail`
              help: write `head`
                any where a | head 5 | HEAD 5 | heat 5
            any where a | limit 5 | HEAD 5 | heat 5
                                    ^^^^
            DR221 no pipe `HEAD`: the pipes are `head` and `tail`
              help: write `head`
                any where a | limit 5 | head 5 | heat 5
            any where a | limit 5 | HEAD 5 | heat 5
                                             ^^^^
            DR221 no pipe `heat`: the pipes are `head` and `tail`
              help: write `head`
                any where a | limit 5 | HEAD 5 | head 5

            any where a | unique b, c | filter d == 1 | count
                          ^^^^^^
            DR220 the pipe `unique` is not supported: belongs to an older dialect
              help: take it out; a rule keeps repeated alerts down by `alert_suppression`
            any where a | unique b, c | filter d == 1 | count
                                        ^^^^^^
            DR220 the pipe `filter` is not supported: belongs to an older dialect
              help: put the condition into the query, with `and`
            any where a | unique b, c | filter d == 1 | count
                                                        ^^^^^
            DR220 the pipe `count` is not supported: belongs to an older dialect
              help: take it out; a rule counts by `threshold` settings, not in its query

            any where a |
                         ^
            DR150 unexpected end of the query: expected `head` or `tail`

            any where a | `head` 5
                          ^^^^^^
            DR150 unexpected `head` in back quotes: expected `head` or `tail`
        "#]],
    );
}

#[test]
fn extensions_of_elastic_endpoint() {
    check(
        &[
            "any where _arraysearch(a, $e, $e.b : \"x\")",
            "any where $e.b == 1 and $f.b == 2",
            "any where descendant of [process where true]",
            "sequence [a where true] as event0 [b where x == event0.y]",
        ],
        expect![[r#"
            any where _arraysearch(a, $e, $e.b : "x")
                      ^^^^^^^^^^^^
            DR171 `_arraysearch` does not exist in the elasticsearch dialect: known to Elastic Endpoint only
              help: if the rule is one of Elastic Endpoint, add `dialect: endpoint` to its file

            any where $e.b == 1 and $f.b == 2
                      ^^
            DR171 variables do not exist in the elasticsearch dialect: known to Elastic Endpoint only
              help: if the rule is one of Elastic Endpoint, add `dialect: endpoint` to its file
              help: otherwise, name a field of the event

            any where descendant of [process where true]
                      ^^^^^^^^^^^^^
            DR171 `descendant of` does not exist in the elasticsearch dialect: known to Elastic Endpoint only
              help: if the rule is one of Elastic Endpoint, add `dialect: endpoint` to its file
              help: otherwise, test `process.parent.*`, or write a sequence

            sequence [a where true] as event0 [b where x == event0.y]
                                    ^^^^^^^^^
            DR171 `as` does not exist in the elasticsearch dialect: known to Elastic Endpoint only
              help: if the rule is one of Elastic Endpoint, add `dialect: endpoint` to its file
              help: otherwise, join the events by keys
        "#]],
    );
    check_endpoint(
        &[
            "any where _arraysearch(a, $e)",
            "any where _arraysearch(a, $e, $e : \"x\")",
            "any where event of [process where true]",
        ],
        expect![[r#"
            any where _arraysearch(a, $e)
                      ^^^^^^^^^^^^^^^^^^^
            DR176 wrong arguments of `_arraysearch`: takes an array, a variable and a condition
              help: write `_arraysearch(field, $entry, condition on $entry.…)`

            any where _arraysearch(a, $e, $e : "x")
                                          ^^
            DR177 the variable `$e` stands without a field: an element of an array of objects
              help: name a field of the element: `$e.…`

            any where event of [process where true]
                      ^^^^^^^^
            DR170 process relationships are not supported: `event of` is not known
              help: test `process.parent.*`, or write a sequence joined by `process.entity_id`
        "#]],
    );
}

#[test]
fn all_problems_of_a_query_are_told() {
    check(
        &["sequence by a, 1 with maxspan=5
  [process where b = \"x\" and c in ()]
  [file where d not like \"y\" or (e]
| heads 5"],
        expect![[r#"
            sequence by a, 1 with maxspan=5
                           ^
            DR212 the join key `1` is not a field: not a field
              help: join by a field
            sequence by a, 1 with maxspan=5
                                          ^
            DR206 the maxspan has no unit: expected `ms`, `s`, `m`, `h` or `d` after it
              help: write `5s` for seconds
                sequence by a, 1 with maxspan=5s⏎  [process where b = "x" and c in ()]⏎  [file where d not like "y" or (e]⏎| heads 5
              [process where b = "x" and c in ()]
                               ^
            DR155 `=` is not a comparison: sets an option, in sequences only
              help: write `==`
                sequence by a, 1 with maxspan=5⏎  [process where b == "x" and c in ()]⏎  [file where d not like "y" or (e]⏎| heads 5
              [process where b = "x" and c in ()]
                                              ^^
            DR164 the list is empty: at least one value is needed
              help: add a value
              [file where d not like "y" or (e]
                            ^^^
            DR160 `not` cannot stand before `like`: only `in` and `in~` have this form
              help: write `not` before the left side
                sequence by a, 1 with maxspan=5⏎  [process where b = "x" and c in ()]⏎  [file where not d like "y" or (e]⏎| heads 5
              [file where d not like "y" or (e]
                                            ^
            DR153 the bracket `(` is not closed: opened here
              [file where d not like "y" or (e]
                                              ^
              found `]` instead of `)`
              help: add the missing `)`
            | heads 5
              ^^^^^
            DR221 no pipe `heads`: the pipes are `head` and `tail`
              help: write `head`
                sequence by a, 1 with maxspan=5⏎  [process where b = "x" and c in ()]⏎  [file where d not like "y" or (e]⏎| head 5
        "#]],
    );
}

/// In a quoted YAML scalar every place is the whole scalar, which no part can replace.
#[test]
fn no_replacement_where_the_text_has_no_places() {
    let mut diagnostics = Diagnostics::new();
    let span = Span::new(SourceId(0), 10..40);
    let text = QueryText { text: "any where a = 1".to_string(), map: TextMap::Whole(span) };
    parse(&text, Dialect::Elasticsearch, &mut diagnostics);
    let [problem] = &diagnostics.sorted()[..] else { panic!("one problem expected") };
    assert_eq!(problem.primary.span, span);
    assert_eq!(problem.help[0].replacement, None);
}

/// The examples of the codes of lexer and parser do what they say.
#[test]
fn the_examples_of_every_code_are_right() {
    let all = detector_compiler::errors::all_codes();
    let of_queries = |code: &&Code| (101..150).contains(&code.number()) || (150..250).contains(&code.number());
    let mut failures = String::new();
    for code in all.iter().filter(of_queries) {
        let codes_of = |query: &str| {
            [Dialect::Elasticsearch, Dialect::Endpoint].map(|dialect| {
                let mut diagnostics = Diagnostics::new();
                parse(&QueryText::whole_source(SourceId(0), query), dialect, &mut diagnostics);
                diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>()
            })
        };
        let info = code.info();
        if !codes_of(info.wrong).contains(&vec![*code]) {
            let _ = writeln!(failures, "{code}: not just this is wrong with `{}`: {:?}", info.wrong, codes_of(info.wrong));
        }
        if !codes_of(info.right).iter().any(Vec::is_empty) {
            let _ = writeln!(failures, "{code}: `{}` is not right: {:?}", info.right, codes_of(info.right));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
