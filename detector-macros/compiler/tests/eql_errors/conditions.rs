//! Expressions, patterns and categories.

use super::check;
use expect_test::expect;

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
