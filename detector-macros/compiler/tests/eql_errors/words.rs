//! Characters, strings, names and keywords.

use super::check;
use expect_test::expect;

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
