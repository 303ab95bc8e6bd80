//! Constants that are slips: escapes, paths, extensions, hashes, blocks.

use super::condition::{How, TextTest, text_test};
use super::list::blocks_of;
use super::logic::block;
use super::{Rule, text};
use crate::diagnostics::Diagnostics;
use crate::errors::lints::constants as errors;
use crate::schema::facts;
use crate::source::Span;

/// `cidrMatch(source.ip, "10.0.0.1/8")`: the bits behind the prefix say nothing.
pub(super) fn blocks_with_host_bits(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            for (written, span) in blocks_of(leaf).unwrap_or_default() {
                if let Some(block) = block(written)
                    && block.trunc() != block
                {
                    let network = block.trunc().to_string();
                    let fix = text::replace(rule.text, span, text::quoted(&network));
                    diagnostics.push(errors::host_bits(span, written, &network, fix));
                }
            }
        });
    }
}

/// Visits each constant of tests of text fields of which `of` is true.
fn texts<'a>(rule: &'a Rule<'a>, of: impl Fn(&TextTest<'a>) -> bool, visit: &mut dyn FnMut(&TextTest<'a>, &'a str, Span)) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            if let Some(test) = text_test(leaf, stage, rule.schema).filter(|test| of(test)) {
                test.texts.iter().for_each(|(text, span)| visit(&test, text, *span));
            }
        });
    }
}

/// The last part of a field's name.
fn last(test: &TextTest<'_>) -> String {
    test.field.name.rsplit('.').next().unwrap_or_default().to_owned()
}

/// Fields that hold a whole path.
fn holds_path(test: &TextTest<'_>) -> bool {
    matches!(&*last(test), "executable" | "path" | "directory" | "working_directory")
}

/// `"C:\temp\new.exe"` has a tab and a line break in it.
pub(super) fn escapes_in_paths(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| holds_path(test) || matches!(&*last(test), "name" | "command_line");
    texts(rule, of, &mut |test, text, span| {
        let Some(control) = text.chars().find(|c| matches!(c, '\u{8}' | '\t' | '\n' | '\u{c}' | '\r')) else { return };
        // A command line may hold a tab.
        if holds_path(test) || text.contains(":\\") {
            diagnostics.push(errors::escape_in_path(span, control));
        }
    });
}

/// `"""C:\\Windows\\*"""`: in a raw string a backslash is one already.
pub(super) fn doubled_backslashes(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| holds_path(test) && test.how != How::Regex;
    texts(rule, of, &mut |_, text, span| {
        // Two at the start name a server.
        let inner = text.trim_start_matches('*').trim_start_matches('?').trim_start_matches('\\');
        if inner.contains("\\\\") {
            diagnostics.push(errors::doubled_backslash(span));
        }
    });
}

/// `process.name : "C:\\Windows\\cmd.exe"`: a name is the last part of a path. Names of pipes begin with a backslash.
pub(super) fn paths_in_names(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| FILE_NAMES.contains(&&*test.field.name) && test.how != How::Regex;
    texts(rule, of, &mut |test, text, span| {
        if (text.contains('\\') && !text.starts_with('\\')) || text.starts_with('/') {
            diagnostics.push(errors::path_in_name(span, &test.field.name));
        }
    });
}

/// Fields that hold the name of a file without its folders.
const FILE_NAMES: [&str; 5] = ["process.name", "process.parent.name", "file.name", "dll.name", "process.pe.original_file_name"];

/// `process.executable : "cmd.exe"`: the whole path has to match.
pub(super) fn names_in_paths(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| FILE_PATHS.contains(&&*test.field.name) && test.how != How::Regex;
    texts(rule, of, &mut |test, text, span| {
        if !text.contains(['\\', '/']) && text.contains('.') && !test.has_wildcards(text) {
            diagnostics.push(errors::name_in_path(span, &test.field.name));
        }
    });
}

const FILE_PATHS: [&str; 4] = ["process.executable", "process.parent.executable", "file.path", "dll.path"];

/// `file.extension : ".exe"`: ECS keeps the dot out.
pub(super) fn dots_in_extensions(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| last(test) == "extension" && test.field.name.starts_with("file.") && test.how != How::Regex;
    texts(rule, of, &mut |test, text, span| {
        if let Some(without) = text.strip_prefix('.') {
            diagnostics.push(errors::dot_in_extension(span, &test.field.name, &text::quoted(without)));
        }
    });
}

/// A hash of another length than its algorithm gives, or with capitals where case counts.
pub(super) fn lengths_of_hashes(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| test.field.name.contains(".hash.") && test.how != How::Regex;
    texts(rule, of, &mut |test, text, span| {
        let algorithm = last(test);
        let Some((_, digits)) = HASHES.iter().find(|(name, _)| *name == algorithm) else { return };
        if !test.has_wildcards(text) && (text.len() != *digits || !text.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            diagnostics.push(errors::no_hash(span, &algorithm, *digits));
        } else if !test.insensitive && text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            diagnostics.push(errors::hash_in_capitals(span));
        }
    });
}

/// How many hexadecimal digits a hash has.
const HASHES: [(&str, usize); 5] = [("md5", 32), ("sha1", 40), ("sha256", 64), ("sha384", 96), ("sha512", 128)];

/// A text that Elasticsearch does not index, because it is longer than the mapping's `ignore_above`.
pub(super) fn texts_beyond_the_index(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let of = |test: &TextTest<'_>| test.how != How::Regex && facts::ignore_above(&test.field.name).is_some();
    texts(rule, of, &mut |test, text, span| {
        let Some(most) = facts::ignore_above(&test.field.name) else { return };
        let stars = if test.how == How::Wildcards { text.matches('*').count() } else { 0 };
        if text.chars().count() - stars > most {
            diagnostics.push(errors::text_beyond_index(span, &test.field.name, most));
        }
    });
}

/// `process.name : "example-tool"`, as the template of a new rule has it.
pub(super) fn examples(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    texts(rule, |_| true, &mut |_, text, span| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        if words.any(|word| word.eq_ignore_ascii_case("example")) {
            diagnostics.push(errors::example_constant(span));
        }
    });
}
