//! Problems of the grammar of event filters and expressions.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    UNEXPECTED = 150 "unexpected-token" {
        why: "The query is not of the form of any EQL query at this place. An event query is `category where condition`; conditions are \
              joined with `and` and `or`.",
        wrong: "process where process.pid ==",
        right: "process where process.pid == 4",
    }
    NESTED_TOO_DEEPLY = 151 "nested-too-deeply" {
        why: "Brackets, `not` and signs nest at most 100 deep, so that no query can exhaust the compiler's memory. Long lists of `and` and `or` \
              are not nested and are not limited.",
        wrong: "process where not not not not not not not not not not not not not not not not not not not not not not not not not \
                not not not not not not not not not not not not not not not not not not not not not not not not not \
                not not not not not not not not not not not not not not not not not not not not not not not not not \
                not not not not not not not not not not not not not not not not not not not not not not not not not \
                not \
                true",
        right: "process where not true",
    }
    TOO_MANY_OPERATORS = 152 "too-many-operators" {
        why: "A condition holds at most 100 arithmetic operators, so that no query can exhaust the compiler's memory.",
        wrong: "process where process.pid == 1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1\
                +1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1",
        right: "process where process.pid == 102",
    }
    UNCLOSED_BRACKET = 153 "unclosed-bracket" {
        why: "Every `(` needs its `)`, every `[` and `![` its `]`.",
        wrong: "process where (process.pid == 4 and process.name == \"System\"",
        right: "process where (process.pid == 4 and process.name == \"System\")",
    }
    UNMATCHED_BRACKET = 154 "unmatched-bracket" {
        why: "A closing bracket ends what an opening one began.",
        wrong: "process where process.pid == 4)",
        right: "process where (process.pid == 4)",
    }
    SINGLE_EQUALS = 155 "single-equals" {
        why: "A comparison is written `==`. A single `=` sets an option of a sequence: `maxspan=5m`, `runs=3`.",
        wrong: "process where process.pid = 4",
        right: "process where process.pid == 4",
    }
    KEYWORD_CASE = 156 "keyword-case" {
        why: "Keywords are written in small letters. `AND` is the name of a field.",
        wrong: "process where process.pid == 4 AND process.name == \"System\"",
        right: "process where process.pid == 4 and process.name == \"System\"",
    }
    KEYWORD_AS_NAME = 157 "keyword-as-name" {
        why: "A keyword may be part of a field name only between back quotes.",
        wrong: "process where event.sequence == 1",
        right: "process where event.`sequence` == 1",
    }
    CHAINED_COMPARISON = 158 "chained-comparison" {
        why: "A comparison has two sides. To test a range, write two comparisons with `and` between them; to compare a truth value, put \
              the inner comparison in brackets.",
        wrong: "process where 1 < process.pid < 10",
        right: "process where 1 < process.pid and process.pid < 10",
    }
    CHAINED_PREDICATE = 159 "chained-predicate" {
        why: "A value takes one of `in`, `:`, `like` and `regex`. Several tests of it are joined with `and` or `or`, or the patterns stand in \
              one list.",
        wrong: "process where process.name like \"a*\" like \"*b\"",
        right: "process where process.name like \"a*\" and process.name like \"*b\"",
    }
    INFIX_NOT = 160 "infix-not" {
        why: "Only `in` and `in~` have a form with `not` before them. All other tests are negated as a whole, with `not` before their left side.",
        wrong: "process where process.name not like \"a*\"",
        right: "process where not process.name like \"a*\"",
    }
    NOT_INSIDE_OPERAND = 161 "not-inside-operand" {
        why: "`not` applies to a whole condition. Inside a comparison or a calculation it needs brackets.",
        wrong: "process where true == not false",
        right: "process where true == (not false)",
    }
    NO_SUCH_OPERATOR = 162 "no-such-operator" {
        why: "The operators are `== != < <= > >= + - * / %`, `:`, `in`, `in~`, `like`, `like~`, `regex`, `regex~`, `and`, `or` and `not`. What other \
              languages have as operators is often a function here.",
        wrong: "process where process.name contains \"cmd\"",
        right: "process where stringContains(process.name, \"cmd\")",
    }
    ADJACENT_STRINGS = 163 "adjacent-strings" {
        why: "Two strings without an operator between them have no meaning. Often a quote inside a string was not escaped.",
        wrong: "process where process.name == \"a\" \"b\"",
        right: "process where process.name in (\"a\", \"b\")",
    }
    EMPTY_LIST = 164 "empty-list" {
        why: "A list holds at least one value. To test that a field is missing, compare it with `null`.",
        wrong: "process where process.name in ()",
        right: "process where process.name in (\"a\", \"b\")",
    }
    TRAILING_COMMA = 165 "trailing-comma" {
        why: "A comma stands between two values, not behind the last one.",
        wrong: "process where process.name in (\"a\", \"b\",)",
        right: "process where process.name in (\"a\", \"b\")",
    }
    LIST_WITHOUT_BRACKETS = 166 "list-without-brackets" {
        why: "What follows `in` and `in~` is a list, in brackets even if it has one value.",
        wrong: "process where process.name in \"a\"",
        right: "process where process.name in (\"a\")",
    }
    LIST_NOT_EXPECTED = 167 "list-not-expected" {
        why: "Lists stand behind `in`, `in~`, `:`, `like` and `regex`. A comparison has one value on each side.",
        wrong: "process where process.pid == (1, 2)",
        right: "process where process.pid in (1, 2)",
    }
    PATTERN_NOT_CONSTANT = 168 "pattern-not-constant" {
        why: "Patterns are known when the rule is compiled: the right side of `:`, `like` and `regex` is a constant, or a list of constants in \
              brackets. To find the text of one field in another, use `stringContains`, `startsWith` or `endsWith`.",
        wrong: "process where process.name : process.title",
        right: "process where stringContains~(process.name, process.title)",
    }
    ARRAY_INDEX = 169 "array-index" {
        why: "A test of a field that has several values is true if any value meets it. Elasticsearch keeps no order among them, so there is \
              no first one.",
        wrong: "process where process.args[0] == \"-e\"",
        right: "process where process.args == \"-e\"",
    }
    LINEAGE = 170 "lineage" {
        why: "Elasticsearch does not know which process started which. A parent is in the event itself (`process.parent.*`); other \
              relations are written as sequences joined by `process.entity_id`.",
        wrong: "process where child of [process where process.name == \"sh\"]",
        right: "process where process.parent.name == \"sh\"",
    }
    ENDPOINT_ONLY = 171 "endpoint-only" {
        why: "`_arraysearch`, `$variables`, `as event0` and `descendant of` exist in the behaviour rules of Elastic Endpoint only. They are \
              accepted where a rule says `dialect: endpoint`.",
        wrong: "process where descendant of [process where process.name == \"sh\"]",
        right: "process where process.parent.name == \"sh\"",
    }
    CATEGORY_AS_STRING = 172 "category-as-string" {
        why: "The category before `where` is `any`, a plain name or a string. A keyword and a name with other characters are given as a string.",
        wrong: "`my-events` where true",
        right: "\"my-events\" where true",
    }
    BAD_CATEGORY = 173 "bad-category" {
        why: "An event query begins with one category and `where`. For several categories use `any where` and test the field of the category.",
        wrong: "process, file where true",
        right: "any where event.category in (\"process\", \"file\")",
    }
    QUESTION_MARK = 174 "misplaced-question-mark" {
        why: "`?` before the name of a field makes the whole field optional: it may be unknown to the schema. It stands once, and before the \
              first part of the name.",
        wrong: "process where process.?name == \"sh\"",
        right: "process where ?process.name == \"sh\"",
    }
    TILDE_WITHOUT_CALL = 175 "tilde-without-call" {
        why: "`~` behind a name asks for the form of a function that ignores case. A field has no such form: compare it with `:` or `in~`.",
        wrong: "process where name~ == \"sh\"",
        right: "process where name : \"sh\"",
    }
    ARRAY_SEARCH_FORM = 176 "array-search-form" {
        why: "`_arraysearch` takes the field of an array, a variable for its elements, and a condition on the variable.",
        wrong: "process where _arraysearch(process.thread.Ext.call_stack, $entry)",
        right: "process where _arraysearch(process.thread.Ext.call_stack, $entry, $entry.symbol_info : \"*ntdll*\")",
    }
    BARE_VARIABLE = 177 "bare-variable" {
        why: "A variable stands for an element of an array of objects. Conditions are on the fields of the element.",
        wrong: "process where _arraysearch(process.thread.Ext.call_stack, $entry, $entry : \"*ntdll*\")",
        right: "process where _arraysearch(process.thread.Ext.call_stack, $entry, $entry.symbol_info : \"*ntdll*\")",
    }
}

/// Something that cannot stand here. `found` is in back quotes already, or a few words.
pub(crate) fn unexpected(span: Span, found: &str, expected: &str) -> Diagnostic {
    Diagnostic::error(UNEXPECTED, span, format!("unexpected {found}"), format!("expected {expected}"))
}

/// A query that nests deeper than the parser goes.
pub(crate) fn nested_too_deeply(span: Span, levels_max: u32) -> Diagnostic {
    Diagnostic::error(NESTED_TOO_DEEPLY, span, "nested too deeply", format!("more than {levels_max} levels"))
        .help("take out brackets, or split the rule")
}

/// A condition with more arithmetic than the parser takes.
pub(crate) fn too_many_operators(span: Span, operators_max: u32) -> Diagnostic {
    let label = format!("more than {operators_max} operators in one condition");
    Diagnostic::error(TOO_MANY_OPERATORS, span, "too many arithmetic operators", label)
        .help("compute the constant parts beforehand")
}

/// A bracket that is still open at `end`.
pub(crate) fn unclosed_bracket(opening: Span, open: &str, close: &str, found: &str, end: Span) -> Diagnostic {
    Diagnostic::error(UNCLOSED_BRACKET, opening, format!("the bracket `{open}` is not closed"), "opened here")
        .label(end, format!("found {found} instead of `{close}`"))
        .help(format!("add the missing `{close}`"))
}

/// A closing bracket that nothing opened.
pub(crate) fn unmatched_bracket(span: Span, bracket: &str) -> Diagnostic {
    let opening = if bracket == ")" { "(" } else { "[" };
    Diagnostic::error(UNMATCHED_BRACKET, span, format!("unmatched `{bracket}`"), "closes nothing")
        .help(format!("take it out, or add the `{opening}` that it closes"))
}

/// `=` in a condition.
pub(crate) fn single_equals(span: Span) -> Diagnostic {
    Diagnostic::error(SINGLE_EQUALS, span, "`=` is not a comparison", "sets an option, in sequences only").suggest(
        "write `==`",
        span,
        "==",
    )
}

/// A keyword with capital letters.
pub(crate) fn keyword_case(span: Span, found: &str, keyword: &str) -> Diagnostic {
    Diagnostic::error(KEYWORD_CASE, span, format!("`{found}` is not a keyword"), "keywords are in small letters").suggest(
        format!("write `{keyword}`"),
        span,
        keyword,
    )
}

/// A keyword as part of the name of a field.
pub(crate) fn keyword_as_name(span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::error(KEYWORD_AS_NAME, span, format!("`{keyword}` is a keyword"), "cannot be part of a field name as it is")
        .suggest("put it between back quotes", span, format!("`{keyword}`"))
}

/// `a == b == c`, at the second operator.
pub(crate) fn chained_comparison(span: Span) -> Diagnostic {
    Diagnostic::error(CHAINED_COMPARISON, span, "comparisons do not chain", "a second comparison of the same value")
        .help("join two comparisons with `and`, or put one in brackets")
}

/// `a like "x" like "y"`, at the second operator.
pub(crate) fn chained_predicate(span: Span) -> Diagnostic {
    Diagnostic::error(CHAINED_PREDICATE, span, "tests do not chain", "a second test of the same value")
        .help("join two tests with `and` or `or`, or list the patterns in brackets")
}

/// `a not like "x"`, at `not`. `mended` is to stand in place of `whole`: left side, `not` and operator.
pub(crate) fn infix_not(span: Span, operator: &str, whole: Span, mended: Option<String>) -> Diagnostic {
    let title = format!("`not` cannot stand before `{operator}`");
    let diagnostic = Diagnostic::error(INFIX_NOT, span, title, "only `in` and `in~` have this form");
    match mended {
        Some(mended) => diagnostic.suggest("write `not` before the left side", whole, mended),
        None => diagnostic.help("write `not` before the whole condition"),
    }
}

/// `a == not b`, at `not`.
pub(crate) fn not_inside_operand(span: Span) -> Diagnostic {
    Diagnostic::error(NOT_INSIDE_OPERAND, span, "`not` inside an operand", "binds weaker than the operator before it")
        .help("put `not` and its condition in brackets")
}

/// A word of another language between two values; `None` if it is not known as one.
pub(crate) fn no_such_operator(span: Span, word: &str) -> Option<Diagnostic> {
    let action = match word.to_ascii_lowercase().as_str() {
        "is" => "write `== null` for a missing field, `!= null` for a present one",
        "isnt" => "write `!=`",
        "eq" | "equals" => "write `==`",
        "ne" => "write `!=`",
        "lt" => "write `<`",
        "lte" | "le" => "write `<=`",
        "gt" => "write `>`",
        "gte" | "ge" => "write `>=`",
        "between" => "write two comparisons with `and` between them",
        "contains" | "has" => "use the function `stringContains(field, \"text\")`, or `:` with wildcards",
        "startswith" => "use the function `startsWith(field, \"text\")`, or `:` with a wildcard",
        "endswith" => "use the function `endsWith(field, \"text\")`, or `:` with a wildcard",
        "match" | "matches" | "rlike" => "write `regex`, or `:` for wildcards",
        "wildcard" | "ilike" => "write `:`, or `like~`",
        "cidrmatch" => "use the function `cidrMatch(field, \"10.0.0.0/8\")`",
        "xor" => "write `!=` between the two conditions in brackets",
        "mod" => "write `%`",
        "div" => "write `/`",
        _ => return None,
    };
    Some(Diagnostic::error(NO_SUCH_OPERATOR, span, format!("no operator `{word}`"), "unknown operator").help(action))
}

/// The second of two strings side by side.
pub(crate) fn adjacent_strings(span: Span) -> Diagnostic {
    Diagnostic::error(ADJACENT_STRINGS, span, "two strings side by side", "no operator or comma before it")
        .help("escape a quote inside a string as `\\\"`, or write a comma between two strings of a list")
}

/// `in ()`
pub(crate) fn empty_list(span: Span) -> Diagnostic {
    Diagnostic::error(EMPTY_LIST, span, "the list is empty", "at least one value is needed").help("add a value")
}

/// A comma before `)`.
pub(crate) fn trailing_comma(span: Span) -> Diagnostic {
    Diagnostic::error(TRAILING_COMMA, span, "a comma behind the last value", "nothing follows it").suggest(
        "take it out",
        span,
        "",
    )
}

/// `in "x"`
pub(crate) fn list_without_brackets(span: Span, mended: String) -> Diagnostic {
    Diagnostic::error(LIST_WITHOUT_BRACKETS, span, "the list stands without brackets", "expected `(`").suggest(
        "put it in brackets",
        span,
        mended,
    )
}

/// `(1, 2)` as a value, at the comma.
pub(crate) fn list_not_expected(span: Span) -> Diagnostic {
    Diagnostic::error(LIST_NOT_EXPECTED, span, "a list where one value is expected", "a second value follows")
        .help("write `in` to test for any of several values")
}

/// A pattern that is a field or a calculation.
pub(crate) fn pattern_not_constant(span: Span, operator: &str, fields_compare: bool) -> Diagnostic {
    let help = if fields_compare {
        "write a string or a list of strings in brackets; to compare with a field, write `==`, to find its text, `stringContains`"
    } else {
        "write a string or a list of strings in brackets; to find a field's text, use `stringContains`"
    };
    Diagnostic::error(PATTERN_NOT_CONSTANT, span, format!("the pattern of `{operator}` is not a constant"), "not a constant")
        .help(help)
}

/// `a[0]`
pub(crate) fn array_index(span: Span) -> Diagnostic {
    Diagnostic::error(ARRAY_INDEX, span, "array indexes are not supported", "an index").suggest_maybe(
        "leave the index out: a test is true if any value of the field meets it",
        span,
        "",
    )
}

/// `child of [...]` and the like.
pub(crate) fn lineage(span: Span, relation: &str) -> Diagnostic {
    Diagnostic::error(LINEAGE, span, "process relationships are not supported", format!("`{relation} of` is not known"))
        .help("test `process.parent.*`, or write a sequence joined by `process.entity_id`")
}

/// Something that only Elastic Endpoint has, in a rule for Elasticsearch.
pub(crate) fn endpoint_only(span: Span, extension: &str, instead: Option<&str>) -> Diagnostic {
    let title = match extension {
        "variables" => "variables do not exist in the elasticsearch dialect".to_string(),
        _ => format!("`{extension}` does not exist in the elasticsearch dialect"),
    };
    let diagnostic = Diagnostic::error(ENDPOINT_ONLY, span, title, "known to Elastic Endpoint only");
    let dialect = "if the rule is one of Elastic Endpoint, add `dialect: endpoint` to its file";
    match instead {
        Some(instead) => diagnostic.help(dialect).help(format!("otherwise, {instead}")),
        None => diagnostic.help(dialect),
    }
}

/// A category that only a string can give; `why` tells what is special of it.
pub(crate) fn category_as_string(span: Span, why: &str, name: &str) -> Diagnostic {
    let mended = format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    Diagnostic::error(CATEGORY_AS_STRING, span, format!("an event category {why}"), "expected a plain name or a string").suggest(
        "write it as a string",
        span,
        mended,
    )
}

/// `process, file where`, at the comma.
pub(crate) fn several_categories(span: Span) -> Diagnostic {
    Diagnostic::error(BAD_CATEGORY, span, "several event categories", "expected `where`")
        .help("write `any where event.category in (\"…\", \"…\") and …`")
}

/// `?process where`, at the `?`.
pub(crate) fn optional_category(span: Span) -> Diagnostic {
    Diagnostic::error(BAD_CATEGORY, span, "an event category cannot be optional", "expected `any`, a name or a string").suggest(
        "take the `?` out",
        span,
        "",
    )
}

/// The second and further ones of `??a`.
pub(crate) fn repeated_question_mark(span: Span) -> Diagnostic {
    Diagnostic::error(QUESTION_MARK, span, "`?` stands twice", "one is enough").suggest("take it out", span, "")
}

/// `a.?b`, at the `?`.
pub(crate) fn misplaced_question_mark(span: Span) -> Diagnostic {
    Diagnostic::error(QUESTION_MARK, span, "`?` inside a field name", "expected the next part of the name")
        .help("write `?` before the first part: the field is optional as a whole")
}

/// `?length(x)`, at the `?`.
pub(crate) fn optional_call(span: Span) -> Diagnostic {
    Diagnostic::error(QUESTION_MARK, span, "`?` before a function", "only fields can be optional").suggest(
        "take the `?` out",
        span,
        "",
    )
}

/// `name~` that is not called.
pub(crate) fn tilde_without_call(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(TILDE_WITHOUT_CALL, span, format!("`{text}` is not called"), "`~` belongs to the name of a function")
        .help("to compare a field without regard to case, use `:` or `in~`")
}

/// `_arraysearch` with other arguments than it takes.
pub(crate) fn array_search_form(span: Span) -> Diagnostic {
    let label = "takes an array, a variable and a condition";
    Diagnostic::error(ARRAY_SEARCH_FORM, span, "wrong arguments of `_arraysearch`", label)
        .help("write `_arraysearch(field, $entry, condition on $entry.…)`")
}

/// `$entry` without a field.
pub(crate) fn bare_variable(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        BARE_VARIABLE,
        span,
        format!("the variable `${name}` stands without a field"),
        "an element of an array of objects",
    )
    .help(format!("name a field of the element: `${name}.…`"))
}
