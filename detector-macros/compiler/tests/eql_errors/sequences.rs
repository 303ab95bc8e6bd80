//! Sequences, samples and pipes.

use super::check;
use expect_test::expect;

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
