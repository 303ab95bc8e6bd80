//! Operators that say more, or less, than is meant.

use super::condition::{How, text_test};
use super::{Fix, Rule, Stage, text};
use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Expr, ExprKind, Literal, MatchOperator};
use crate::errors::lints::wording as errors;
use crate::ir::Function;
use crate::schema::Kind;

/// `process.name == "cmd*"`: only `:` and `like` know wildcards. Not told of fields whose values hold a `*` as it is: arguments
/// and command lines.
pub(super) fn wildcards_in_equality(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            let Some(test) = text_test(leaf, stage, rule.schema).filter(|test| test.how == How::Literal) else { return };
            if HOLD_WILDCARDS.iter().any(|part| test.field.name.contains(part)) {
                return;
            }
            let operator = if test.insensitive { ":" } else { "like" };
            for (text, span) in &test.texts {
                if text.contains('*') && text.chars().any(char::is_alphanumeric) {
                    diagnostics.push(errors::wildcard_in_equality(*span, operator));
                }
            }
        });
    }
}

/// Parts of names of fields in which a `*` may stand for itself.
const HOLD_WILDCARDS: [&str; 8] = ["args", "command_line", "script", "title", "query", "CommandLine", "message", "text"];

/// `like` and `like~` without any wildcard: `==` and `in` say so. `:` is left alone: it is also how equality without regard to
/// case is written.
pub(super) fn patterns_without_wildcards(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            let ExprKind::Match { operator, operator_span, patterns, bracketed, .. } = &leaf.kind else { return };
            let Some(test) = text_test(leaf, stage, rule.schema) else { return };
            if test.texts.len() != patterns.len() || test.texts.iter().any(|(text, _)| text.contains(['*', '?'])) {
                return;
            }
            let replacement = match (operator, bracketed) {
                (MatchOperator::Like, false) => "==",
                (MatchOperator::Like, true) => "in",
                (MatchOperator::LikeInsensitive, false) => ":",
                (MatchOperator::LikeInsensitive, true) => "in~",
                (MatchOperator::Colon | MatchOperator::Regex | MatchOperator::RegexInsensitive, _) => return,
            };
            let fix = text::replace(rule.text, *operator_span, replacement);
            diagnostics.push(errors::pattern_without_wildcards(*operator_span, operator.text(), replacement, fix));
        });
    }
}

/// `process.name regex "cmd.*"` is `process.name like "cmd*"`, which Elasticsearch and the matcher answer faster.
pub(super) fn regexes_without_need(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            let ExprKind::Match { operator, operator_span, patterns, bracketed, .. } = &leaf.kind else { return };
            let Some(test) = text_test(leaf, stage, rule.schema).filter(|test| test.how == How::Regex) else { return };
            let wildcards: Option<Vec<String>> = test.texts.iter().map(|(text, _)| as_wildcards(text)).collect();
            let (Some(wildcards), Some(last)) = (wildcards, patterns.last()) else { return };
            let instead = if *operator == MatchOperator::Regex { "like" } else { "like~" };
            let texts: Vec<String> = wildcards.iter().map(|text| text::quoted(text)).collect();
            let list = if *bracketed { format!("({})", texts.join(", ")) } else { texts.concat() };
            let place = operator_span.to(last.span);
            let fix = regex_fix(rule, place, *bracketed, format!("{instead} {list}"));
            diagnostics.push(errors::regex_without_need(place, operator.text(), instead, fix));
        });
    }
}

/// The place reaches to the last pattern; the bracket behind it is taken too.
fn regex_fix(rule: &Rule<'_>, place: crate::source::Span, bracketed: bool, replacement: String) -> Fix {
    let range = rule.text.range(place)?;
    let written = rule.text.text.get(range.clone())?;
    // A comment in between would be lost.
    if written.contains('\n') {
        return None;
    }
    if !bracketed {
        return Some((place, replacement));
    }
    let behind = rule.text.text.get(range.end..)?;
    behind.starts_with(')').then(|| (rule.text.span(range.start..range.end + 1), replacement))
}

/// The text with wildcards that means the same as a regular expression of Lucene: only of characters that mean themselves, `.`,
/// `.*` and `.+`.
fn as_wildcards(regex: &str) -> Option<String> {
    let mut wildcards = String::new();
    let mut chars = regex.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '.' => match chars.peek() {
                Some('*') => {
                    chars.next();
                    wildcards.push('*');
                }
                Some('+') => {
                    chars.next();
                    wildcards.push_str("?*");
                }
                _ => wildcards.push('?'),
            },
            '\\' => match chars.next()? {
                '*' | '?' => return None,
                c if c.is_alphanumeric() => return None,
                c => wildcards.push(c),
            },
            '|' | '&' | '?' | '*' | '+' | '{' | '}' | '[' | ']' | '(' | ')' | '"' | '#' | '@' | '~' | '<' | '>' | '^' | '$' => {
                return None;
            }
            c => wildcards.push(c),
        }
        // A repetition of a single character.
        if matches!(chars.peek(), Some('*' | '+' | '?' | '{')) {
            return None;
        }
    }
    Some(wildcards)
}

/// `process.name : "*"` asks whether there is a value: `process.name != null`.
pub(super) fn wildcards_for_existence(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            let Some(test) = text_test(leaf, stage, rule.schema).filter(|test| test.how == How::Wildcards) else { return };
            let only_stars = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'*');
            let [(text, _)] = test.texts.as_slice() else { return };
            if only_stars(text) {
                let name = text::at(rule.text, test.field_span);
                let fix = name.and_then(|name| text::replace(rule.text, leaf.span, format!("{name} != null")));
                let name = stage.search().map_or_else(|| test.field.name.to_string(), |search| search.written(&test.field));
                diagnostics.push(errors::wildcard_for_existence(leaf.span, &name, fix));
            }
        });
    }
}

/// `startsWith(process.name, "cmd")` is `process.name like "cmd*"`, which Elasticsearch answers from its index.
pub(super) fn functions_without_need(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            if let Some((name, pattern)) = as_pattern(rule, stage, leaf) {
                let instead = format!("{name} like {}", text::quoted(&pattern));
                let fix = text::replace(rule.text, leaf.span, instead.as_str());
                diagnostics.push(errors::function_without_need(leaf.span, &instead, fix));
            }
        });
    }
}

/// The field, as written, and the pattern that a search of a constant in it is. The `~` forms fold more letters than a pattern.
fn as_pattern<'t>(rule: &Rule<'t>, stage: &Stage<'_>, leaf: &Expr) -> Option<(&'t str, String)> {
    let ExprKind::Call(call) = &leaf.kind else { return None };
    let [field, constant] = call.arguments.as_slice() else { return None };
    let ExprKind::Literal(Literal::Text { value, .. }) = &constant.kind else { return None };
    let is_text = stage.field(field, rule.schema).is_some_and(|field| field.kind() == Kind::Str);
    if call.insensitive || !is_text || value.is_empty() || value.contains(['*', '?']) {
        return None;
    }
    let pattern = match Function::named(&call.name)? {
        Function::StartsWith => format!("{value}*"),
        Function::EndsWith => format!("*{value}"),
        Function::StringContains => format!("*{value}*"),
        _ => return None,
    };
    Some((text::at(rule.text, field.span)?, pattern))
}
