//! Constants of a query that mean nothing: regular expressions, CIDR blocks, addresses, dates.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    INVALID_REGEX = 401 "invalid-regex" {
        why: "The pattern of `regex` or `regex~` does not follow the dialect. On a field that is Lucene's: the pattern has to \
            match the whole value, `^` and `$` are ordinary characters, and there are no word boundaries, look-around, flags \
            or named groups. `\" # & @ ~ < >` have a meaning there and need a backslash as plain characters. On the result of \
            a function the dialect is Java's.\n\nElasticsearch would report it when the query runs.",
        wrong: "process where process.command_line regex \"net(1|\"",
        right: "process where process.command_line regex \"net(1)?\"",
    }
    UNSUPPORTED_REGEX = 402 "unsupported-regex" {
        why: "The pattern is right in its dialect, but uses what cannot be compiled into a table: look-around, back \
            references, boundaries, possessive repetitions, class set operations, very large repetition counts. Most of it can \
            be said by two conditions, or by `startsWith`, `endsWith`, `stringContains` and `like`.",
        wrong: "process where substring(process.name, 1) regex \"(?!svc).*\"",
        right: "process where not startsWith(substring(process.name, 1), \"svc\")",
    }
    REGEX_TOO_LARGE = 403 "regex-too-large" {
        why: "Every regular expression becomes a table that is part of the agent. Its size is bounded, and so is the time to \
            make it. What makes tables grow: counted repetitions of something that overlaps with what stands around it \
            (`.*a.{500}`), and many patterns with `.*` in one list.",
        wrong: "process where process.command_line regex \".*a.{30}\"",
        right: "process where process.command_line regex \".*a.*\" and length(process.command_line) > 30",
    }
    INVALID_CIDR = 404 "invalid-cidr" {
        why: "A CIDR block is an address, a slash and the number of bits that its addresses share: up to 32 for IPv4, up to \
            128 for IPv6.",
        wrong: "network where cidrMatch(source.ip, \"10.0.0.0/33\")",
        right: "network where cidrMatch(source.ip, \"10.0.0.0/8\")",
    }
    INVALID_IP = 405 "invalid-ip" {
        why: "An `ip` field is compared with an IPv4 or IPv6 address, or with a CIDR block. Wildcards do not work on addresses.",
        wrong: "network where source.ip == \"10.0.0\"",
        right: "network where source.ip == \"10.0.0.1\"",
    }
    INVALID_DATE = 406 "invalid-date" {
        why: "A `date` field is compared with an ISO-8601 date, of which the end may be left out (`2024`, `2024-05-17`, \
            `2024-05-17T10:30:00Z`), or with a number of milliseconds since 1970. Without an offset the time is UTC.",
        wrong: "process where process.start > \"17.05.2024\"",
        right: "process where process.start > \"2024-05-17\"",
    }
}

/// A pattern that its dialect does not allow. `place` counts its characters from 1.
pub(crate) fn invalid_regex(span: Span, pattern: &str, place: usize, problem: &str, help: Option<&str>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(INVALID_REGEX, span, format!("the regular expression `{}` is not valid", short(pattern)), problem);
    at_place(diagnostic, place, help)
}

/// A pattern that cannot be compiled. `place` counts its characters from 1.
pub(crate) fn unsupported_regex(span: Span, pattern: &str, place: usize, problem: &str, help: Option<&str>) -> Diagnostic {
    let title = format!("the regular expression `{}` cannot be compiled", short(pattern));
    at_place(Diagnostic::error(UNSUPPORTED_REGEX, span, title, problem), place, help)
}

fn at_place(diagnostic: Diagnostic, place: usize, help: Option<&str>) -> Diagnostic {
    let diagnostic = diagnostic.note(format!("it is about character {place} of the pattern"));
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Patterns whose automaton is too large.
pub(crate) fn regex_too_large(span: Span, states_max: usize, bytes_max: usize) -> Diagnostic {
    Diagnostic::error(REGEX_TOO_LARGE, span, "the regular expression needs too large a table", "too large")
        .help("lower the counts in `{n,m}`, or say it with `like`, `length` and several conditions")
        .note(format!("a table has at most {states_max} states and {} KiB", bytes_max / 1024))
}

/// A pattern of more bytes than are read.
pub(crate) fn regex_too_long(span: Span, bytes: usize, bytes_max: usize) -> Diagnostic {
    let title = format!("a regular expression of {bytes} bytes is too long");
    Diagnostic::error(REGEX_TOO_LARGE, span, title, "too long")
        .help("put the alternatives into a list of patterns, or use `in` for plain texts")
        .note(format!("a pattern has at most {bytes_max} bytes"))
}

/// A text that is no CIDR block.
pub(crate) fn cidr(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(INVALID_CIDR, span, format!("`{}` is not a CIDR block", short(text)), "not a CIDR block");
    let bits = match text.parse::<std::net::IpAddr>() {
        Ok(address) if address.is_ipv4() => 32,
        Ok(_) => 128,
        Err(_) => return diagnostic.help("write an address, a slash and a number of bits, as in `10.0.0.0/8`"),
    };
    diagnostic.suggest("say that the block is one address", span, format!("\"{text}/{bits}\""))
}

/// A text that is no address.
pub(crate) fn ip(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(INVALID_IP, span, format!("`{}` is not an address", short(text)), "not an address");
    if text.contains(['*', '?']) {
        return diagnostic.help("wildcards do not work on addresses: use a CIDR block, as in `10.0.0.0/8`");
    }
    diagnostic.help("write an IPv4 or IPv6 address, or a CIDR block")
}

/// A text that is no date.
pub(crate) fn date(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(INVALID_DATE, span, format!("`{}` is not a date", short(text)), "not a date");
    if text.starts_with("now") {
        return diagnostic.help("give a fixed date: what `now` means changes with the time at which the rule is compiled");
    }
    diagnostic.help("write it as `2024-05-17` or `2024-05-17T10:30:00Z`")
}

/// The beginning of a text that may be long.
fn short(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}
