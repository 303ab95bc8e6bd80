//! Warnings: the rule compiles, but probably does not do what its author wants.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    OPTIONAL_FIELD_UNKNOWN = 701 "optional-field-unknown" {
        why: "The schema does not know the optional field, so each use of it is the constant null. If the name is right, add the field with a schema file.",
        wrong: "process where ?process.nmae == null",
        right: "process where ?process.name == null",
    }
    NUMBER_AGAINST_KEYWORD = 702 "number-against-keyword" {
        why: "The field holds text. Its values are read as numbers where they are numbers; the others do not match. Elasticsearch's answer is not verified.",
        wrong: "process where user.id >= 1000",
        right: "process where user.id != \"0\"",
    }
    TEXT_AGAINST_OTHER = 703 "text-against-other-type" {
        why: "The constant is text and the field is not. It is read as a value of the field's type.",
        wrong: "process where process.pid == \"4\"",
        right: "process where process.pid == 4",
    }
}

/// `?nope`
pub(crate) fn optional_field_unknown(span: Span, name: &str, near: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::warning(
        OPTIONAL_FIELD_UNKNOWN,
        span,
        format!("no field `{name}` in the schema: it is always null"),
        "always null",
    );
    match near {
        [one] => diagnostic.suggest(format!("a field with a similar name exists: `?{one}`"), span, format!("?{one}")),
        _ => diagnostic,
    }
}

/// `user.id >= 1000`
pub(crate) fn number_against_keyword(span: Span, field: &str) -> Diagnostic {
    Diagnostic::warning(
        NUMBER_AGAINST_KEYWORD,
        span,
        format!("`{field}` holds text and is compared with a constant of another type"),
        "values are read as this type where they can be",
    )
}

/// `process.pid == "4"`
pub(crate) fn text_against_other(span: Span, field: &str, replacement: &str) -> Diagnostic {
    Diagnostic::warning(TEXT_AGAINST_OTHER, span, format!("`{field}` does not hold text"), "is read as the field's type").suggest(
        "write it without quotes",
        span,
        replacement,
    )
}
