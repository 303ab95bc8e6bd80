//! The dialect of Elastic Endpoint.

use super::{check, check_endpoint};
use expect_test::expect;

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
