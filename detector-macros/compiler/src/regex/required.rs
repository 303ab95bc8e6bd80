//! Texts of which every text of a language has one: [`Node`] → what can be looked for before the automaton runs.

use super::ast::Node;
use regex_syntax::hir::ClassUnicodeRange;
use std::collections::BTreeSet;

/// A text that a value has in it; ASCII letters in lower case, whichever case the value has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequiredText {
    /// Not empty.
    pub text: String,
    /// It stands at the start of the value.
    pub at_start: bool,
    /// It stands at the end.
    pub at_end: bool,
}

/// More alternatives than these are not worth looking for.
const ALTERNATIVES_MAX: usize = 32;
/// A class of more characters says little.
const CHARACTERS_MAX: usize = 8;
/// Repetitions of one character count up to here.
const REPEATS_MAX: u32 = 64;

/// One of these is in every text of the language; none: nothing is known.
pub(super) fn required(node: &Node) -> Vec<RequiredText> {
    one_of(node, true).unwrap_or_default()
}

/// `is_whole`: the node stands for the whole value.
fn one_of(node: &Node, is_whole: bool) -> Option<Vec<RequiredText>> {
    match node {
        Node::Class(_) => in_order(std::slice::from_ref(node), is_whole),
        Node::Concat(nodes) => in_order(nodes, is_whole),
        Node::Union(nodes) => {
            let all: Option<Vec<Vec<RequiredText>>> = nodes.iter().map(|node| one_of(node, is_whole)).collect();
            Some(all?.concat()).filter(|all| all.len() <= ALTERNATIVES_MAX)
        }
        Node::Repeat { node: repeated, min, .. } if *min > 0 => match letter(repeated) {
            Some(_) => in_order(std::slice::from_ref(node), is_whole),
            None => one_of(repeated, false),
        },
        // Some text of it has to be there, as every part of an intersection asks the same of the value.
        Node::Intersection(nodes) => nodes.iter().filter_map(|node| one_of(node, is_whole)).max_by_key(|texts| worth(texts)),
        Node::Empty | Node::Nothing | Node::Complement(_) | Node::Repeat { .. } => None,
    }
}

/// The best of what nodes, one after the other, ask for.
fn in_order(nodes: &[Node], is_whole: bool) -> Option<Vec<RequiredText>> {
    let mut found: Vec<Vec<RequiredText>> = Vec::new();
    let (mut run, mut begins_at_start) = (String::new(), is_whole);
    let end_run = |found: &mut Vec<_>, run: &mut String, at_start: bool, at_end: bool| {
        if !run.is_empty() {
            found.push(vec![RequiredText { text: std::mem::take(run), at_start, at_end }]);
        }
    };
    for (index, node) in nodes.iter().enumerate() {
        let (letter, min, is_exact) = match node {
            Node::Repeat { node, min, max } => (letter(node).filter(|_| *min > 0), *min, *max == Some(*min)),
            other => (letter(other), 1, true),
        };
        match letter {
            Some(letter) => {
                let counted = min.min(REPEATS_MAX);
                (0..counted).for_each(|_| run.push(letter));
                // More of them may follow.
                if !is_exact || counted < min {
                    end_run(&mut found, &mut run, begins_at_start, false);
                    begins_at_start = false;
                }
            }
            None => {
                let at_start = begins_at_start && run.is_empty();
                end_run(&mut found, &mut run, begins_at_start, false);
                begins_at_start = false;
                let at_end = is_whole && index + 1 == nodes.len();
                found.extend(match node {
                    Node::Class(_) => few(node).map(|few| few.map(|text| RequiredText { text, at_start, at_end }).collect()),
                    other => one_of(other, false),
                });
            }
        }
    }
    end_run(&mut found, &mut run, begins_at_start, is_whole);
    found.into_iter().max_by_key(|texts| worth(texts))
}

/// Long texts are rare, and few are looked for sooner. Of paths and names most begin with a slash, and hardly any has a space at its end.
fn worth(texts: &[RequiredText]) -> (usize, std::cmp::Reverse<usize>) {
    let worth = |of: &RequiredText| {
        let characters = of.text.chars().map(|of| if of.is_ascii_alphanumeric() || "/\\.".contains(of) { 2 } else { 3 });
        characters.sum::<usize>() + usize::from(of.at_start || of.at_end)
    };
    (texts.iter().map(worth).min().unwrap_or(0), std::cmp::Reverse(texts.len()))
}

/// The characters of a small class, as texts.
fn few(node: &Node) -> Option<impl Iterator<Item = String>> {
    let Node::Class(set) = node else { return None };
    let few = set.ranges().iter().map(ClassUnicodeRange::len).sum::<usize>() <= CHARACTERS_MAX;
    few.then(|| {
        let all = set.ranges().iter().flat_map(|range| range.start()..=range.end());
        all.map(|of| of.to_ascii_lowercase()).collect::<BTreeSet<char>>().into_iter().map(String::from)
    })
}

/// The character that a node stands for, ASCII letters in either case in lower case.
fn letter(node: &Node) -> Option<char> {
    let Node::Class(set) = node else { return None };
    let mut letters = set.ranges().iter().map(|range| (range.start() == range.end()).then(|| range.start().to_ascii_lowercase()));
    let first = letters.next()??;
    letters.all(|letter| letter == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::{java, lucene};
    use super::*;

    #[test]
    fn what_every_text_of_a_pattern_has_in_it() {
        let cases = [
            (".*[ ]{4,}.*", "*    *"),
            ("python[0-9.]*", "python*"),
            (".*\\.exe", "*.exe"),
            ("abc", "abc"),
            ("(abc|de)f", "*abc* *de*"),
            ("(abc|de).*", "*abc* *de*"),
            (".*(abc|de)+.*", "*abc* *de*"),
            ("a?bcd.*", "*bcd*"),
            ("(ab)?.*", ""),
            ("[ab]c{2}d+.*", "*ccd*"),
            (".*", ""),
            ("/[a-z ]+[ \t]", "*\t * "),
            ("[xX].*", "x*"),
            ("x{3}", "xxx"),
            ("~(abc)", ""),
        ];
        for (pattern, expected) in cases {
            let node = lucene::parse(pattern, false).unwrap_or_else(|refusal| panic!("{pattern}: {}", refusal.problem));
            assert_eq!(shown(&required(&node)), expected, "{pattern}");
        }
        let node = lucene::parse("Ab.*", true).unwrap_or_else(|refusal| panic!("{}", refusal.problem));
        assert_eq!(shown(&required(&node)), "ab*");
        let node = java::parse("a\\s+bc", false).unwrap_or_else(|refusal| panic!("{}", refusal.problem));
        assert!(!required(&node).is_empty());
    }

    fn shown(texts: &[RequiredText]) -> String {
        let star = |is_at_end: bool| if is_at_end { "" } else { "*" };
        let all = texts.iter().map(|of| format!("{}{}{}", star(of.at_start), of.text, star(of.at_end)));
        all.collect::<Vec<String>>().join(" ")
    }
}
