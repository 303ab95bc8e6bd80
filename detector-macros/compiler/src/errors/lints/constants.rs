//! Constants that are slips.

use super::{Fix, with_fix};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    HOST_BITS = 744 "host-bits" {
        why: "A block is an address and how many of its bits count. Bits behind those are ignored, and may hide that another length was meant.",
        wrong: "network where cidrMatch(source.ip, \"10.1.2.3/8\")",
        right: "network where cidrMatch(source.ip, \"10.0.0.0/8\")",
    }
    ESCAPE_IN_PATH = 745 "escape-in-path" {
        why: "In a string `\\t`, `\\n`, `\\r`, `\\b` and `\\f` are control characters, which paths do not have. Write the backslash twice, or use a raw \
            string: `\"\"\"C:\\temp\"\"\"`.",
        wrong: "process where process.executable == \"C:\\temp\\\\x.exe\"",
        right: "process where process.executable == \"C:\\\\temp\\\\x.exe\"",
    }
    DOUBLED_BACKSLASH = 746 "doubled-backslash" {
        why: "The value has two backslashes in a row, which paths only have before the name of a server. In a raw string, and in a string of another \
            string's escapes, one of them is too many.",
        wrong: "process where process.executable : \"\"\"C:\\\\Windows\\\\*\"\"\"",
        right: "process where process.executable : \"\"\"C:\\Windows\\*\"\"\"",
    }
    PATH_IN_NAME = 747 "path-in-name" {
        why: "The field holds the last part of a path, without folders, so a text with folders hardly ever matches it.",
        wrong: "process where process.name : \"*\\\\cmd.exe\"",
        right: "process where process.executable : \"*\\\\cmd.exe\"",
    }
    NAME_IN_PATH = 748 "name-in-path" {
        why: "The field holds a whole path, and the whole value has to match. A file's name alone is in another field.",
        wrong: "process where process.executable : \"cmd.exe\"",
        right: "process where process.name : \"cmd.exe\"",
    }
    DOT_IN_EXTENSION = 749 "dot-in-extension" {
        why: "In ECS the extension of a file is without its dot.",
        wrong: "file where file.extension : \".exe\"",
        right: "file where file.extension : \"exe\"",
    }
    NO_HASH = 750 "no-hash" {
        why: "A hash has as many hexadecimal digits as its algorithm gives: 32 for md5, 40 for sha1, 64 for sha256. Hashes in events are written in small \
            letters, and `==` and `in` look at case.",
        wrong: "file where file.hash.md5 == \"d41d8cd98f00b204e9800998ecf8427\"",
        right: "file where file.hash.md5 == \"d41d8cd98f00b204e9800998ecf8427e\"",
    }
    TEXT_BEYOND_INDEX = 751 "text-beyond-index" {
        why: "Elasticsearch does not index longer values of the field (`ignore_above` of its mapping), so that no search finds them.",
        wrong: "file where file.drive_letter == \"C:\"",
        right: "file where file.drive_letter == \"C\"",
    }
    PLACEHOLDER = 752 "placeholder" {
        why: "The text is that of the template of a new rule, or speaks of an `example`: it stands for something that has to be put in its place.",
        wrong: "query: process where process.name == \"example-tool\"",
        right: "query: process where process.name == \"nc\"",
    }
}

/// `"example-tool"`
pub(crate) fn example_constant(span: Span) -> Diagnostic {
    Diagnostic::warning(PLACEHOLDER, span, "a condition speaks of an example", "an example")
        .help("write what the rule is to find")
}

/// The `description` of a new rule.
pub(crate) fn example_text(span: Span, key: &str) -> Diagnostic {
    Diagnostic::warning(PLACEHOLDER, span, format!("`{key}` says what belongs there, and not what is so"), "of the template")
        .help("write what is so of this rule")
}

/// `"10.1.2.3/8"`
pub(crate) fn host_bits(span: Span, block: &str, network: &str, fix: Fix) -> Diagnostic {
    let title = format!("`{block}` has bits behind its prefix");
    with_fix(
        Diagnostic::warning(HOST_BITS, span, title, "is read without them"),
        format!("write `{network}`, or another length"),
        fix,
    )
}

/// `"C:\temp"`
pub(crate) fn escape_in_path(span: Span, control: char) -> Diagnostic {
    let name = match control {
        '\t' => "a tab, `\\t`",
        '\n' => "a line break, `\\n`",
        '\r' => "a line break, `\\r`",
        '\u{8}' => "a backspace, `\\b`",
        _ => "a form feed, `\\f`",
    };
    Diagnostic::warning(ESCAPE_IN_PATH, span, format!("this text contains {name}"), "no path has it")
        .help("write the backslash twice, or use a raw string")
}

/// `"""C:\\Windows"""`
pub(crate) fn doubled_backslash(span: Span) -> Diagnostic {
    Diagnostic::warning(DOUBLED_BACKSLASH, span, "a path with two backslashes in a row", "hardly any path has them")
        .help("leave one out")
}

/// `process.name : "C:\\x.exe"`
pub(crate) fn path_in_name(span: Span, field: &str) -> Diagnostic {
    Diagnostic::warning(PATH_IN_NAME, span, format!("`{field}` holds a name without folders"), "has folders")
}

/// `process.executable : "x.exe"`
pub(crate) fn name_in_path(span: Span, field: &str) -> Diagnostic {
    Diagnostic::warning(NAME_IN_PATH, span, format!("`{field}` holds a whole path"), "has no folder")
        .help("test the field of the name, or write the whole path")
}

/// `file.extension : ".exe"`
pub(crate) fn dot_in_extension(span: Span, field: &str, without: &str) -> Diagnostic {
    Diagnostic::warning(DOT_IN_EXTENSION, span, format!("`{field}` holds the extension without its dot"), "has a dot")
        .help(format!("write `{without}`"))
}

/// `file.hash.md5 == "d41d"`
pub(crate) fn no_hash(span: Span, algorithm: &str, digits: usize) -> Diagnostic {
    let title = format!("this is no {algorithm}: it has {digits} hexadecimal digits");
    Diagnostic::warning(NO_HASH, span, title, "has others")
}

/// `file.hash.md5 == "D41D…"`
pub(crate) fn hash_in_capitals(span: Span) -> Diagnostic {
    Diagnostic::warning(NO_HASH, span, "hashes are written in small letters", "has capitals")
        .help("write it in small letters, or use `:` or `in~`")
}

/// `file.drive_letter == "C:"`
pub(crate) fn text_beyond_index(span: Span, field: &str, most: usize) -> Diagnostic {
    let title = format!("Elasticsearch does not index values of `{field}` of more than {most} characters");
    Diagnostic::warning(TEXT_BEYOND_INDEX, span, title, "is longer")
}
