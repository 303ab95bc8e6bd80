use super::ast::Node;
use super::{Dfa, Regex, RequiredText, STATES_MAX, TABLE_BYTES_MAX, compile, looks_like_pcre, lucene};
use crate::diagnostics::{Diagnostics, Severity};
use crate::source::{SourceId, Span};
use std::collections::BTreeSet;

fn compiled(pattern: &str, insensitive: bool, java: bool) -> Result<Regex, String> {
    let mut diagnostics = Diagnostics::new();
    let span = Span::new(SourceId(0), 0..pattern.len());
    let regex = compile(&[(pattern.to_owned(), span)], insensitive, java, &mut diagnostics);
    match regex {
        Some(regex) => {
            assert!(!diagnostics.has_errors(), "{pattern}");
            assert_well_formed(&regex.dfa, pattern);
            Ok(regex)
        }
        None => {
            let diagnostic = diagnostics.iter().next().expect("a refusal is reported");
            assert_eq!(diagnostic.severity, Severity::Error);
            Err(format!("{} {}", diagnostic.code, diagnostic.primary.text))
        }
    }
}

/// State 0 is dead, every state has a way out for every byte, and all numbers are in range.
fn assert_well_formed(dfa: &Dfa, pattern: &str) {
    let states = dfa.accepting.len();
    assert!((2..=STATES_MAX).contains(&states), "{pattern}: {states} states");
    assert_eq!(dfa.classes.len(), 256, "{pattern}");
    assert!(dfa.classes.iter().all(|class| (*class as usize) < dfa.class_count), "{pattern}");
    assert_eq!(dfa.transitions.len(), states * dfa.class_count, "{pattern}");
    assert!(dfa.transitions.len() * 2 <= TABLE_BYTES_MAX, "{pattern}");
    assert!(dfa.transitions.iter().all(|next| (*next as usize) < states), "{pattern}");
    assert!(
        !dfa.accepting[0] && dfa.transitions[..dfa.class_count].iter().all(|next| *next == 0),
        "{pattern}: state 0 is not dead"
    );
}

#[track_caller]
fn check(cases: &[(&str, bool, &[&str], &[&str])], java: bool) {
    for (pattern, insensitive, matching, others) in cases {
        let regex = compiled(pattern, *insensitive, java).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for text in *matching {
            assert!(regex.matches(text), "`{pattern}` should match {text:?}");
        }
        for text in *others {
            assert!(!regex.matches(text), "`{pattern}` should not match {text:?}");
        }
    }
}

#[test]
fn lucene_patterns_match_whole_values() {
    check(
        &[
            ("", false, &[""], &["a"]),
            ("fo", false, &["fo"], &["foo", "f", "", "Fo"]),
            ("fo{2}", true, &["foo", "FOO", "fOo"], &["fo", "fooo"]),
            (".", false, &["a", "\n", "é", "\u{10ffff}", "\0"], &["", "ab"]),
            ("a?b*c+", false, &["c", "ac", "abbcc", "bc"], &["a", "ab", "aac"]),
            ("a{2,}", false, &["aa", "aaaaa"], &["", "a"]),
            ("a{0}b", false, &["b"], &["ab"]),
            ("(((){1000}){1000}){1000}a{0}{1000}", false, &[""], &["a"]),
            ("a{1,3}", false, &["a", "aa", "aaa"], &["", "aaaa"]),
            ("(ab|c)+", false, &["ab", "c", "abcab"], &["", "a", "abc "]),
            ("()", false, &[""], &["a"]),
            ("ab|cd|ef", false, &["ab", "cd", "ef"], &["abcd", ""]),
            (".*?net1[ ]+localgroup.*?", false, &["net1  localgroup", "x net1 localgroup y"], &["net1localgroup"]),
            ("[a-c]", false, &["a", "b", "c"], &["d", "A", ""]),
            ("[^a-c]", false, &["d", "é", "\n"], &["a", "", "dd"]),
            ("[a^]", false, &["a", "^"], &["b"]),
            ("[-a]", false, &["-", "a"], &["b"]),
            ("[a\\-z]", false, &["a", "-", "z"], &["b"]),
            ("[]a]", false, &["]", "a"], &["b"]),
            ("[\\]a]", false, &["]", "a"], &["b", "\\"]),
            ("[[&&.]", false, &["[", "&", "."], &["a"]),
            ("[\\d_]+", false, &["1_2"], &["a"]),
            ("[à-ü]", false, &["é"], &["e"]),
            ("é+", true, &["éé"], &["É"]),
            ("a.c", true, &["abc", "A\nC"], &["ac"]),
            // Letters inside of classes keep their case.
            ("x[ab]", true, &["xa", "Xb"], &["xA"]),
            ("\\d\\D\\s\\S\\w\\W", false, &["1a x_-"], &["١a x_-", "1a\u{b}x_-"]),
            ("foo$", false, &["foo$"], &["foo"]),
            ("^foo", false, &["^foo"], &["foo"]),
            ("\\.\\*\\\\", false, &[".*\\"], &["ab\\"]),
            ("\"a.*b\"c", false, &["a.*bc"], &["abc"]),
            ("\"ab\"", true, &["AB"], &["a"]),
            ("a}>]", false, &["a}>]"], &["a"]),
            ("@", false, &["", "any\ntext"], &[]),
            ("a@b", false, &["ab", "axxb"], &["a", "b"]),
            ("#", false, &[], &["", "a", "#"]),
            ("a#|b", false, &["b"], &["a", ""]),
            ("<1-9>", false, &["1", "9", "5"], &["0", "10", "x", "01", ""]),
            ("<1-100>", false, &["1", "99", "100", "007"], &["0", "101", "", "00"]),
            ("<0-10>", false, &["0", "10", "00", "0010"], &["11", ""]),
            ("<08-12>", false, &["08", "09", "10", "12"], &["8", "13", "07", "012"]),
            ("<100-7>", false, &["7", "8", "99", "100"], &["6", "101"]),
            ("x<195-1205>y", false, &["x195y", "x1205y", "x999y", "x1000y"], &["x194y", "x1206y"]),
            ("~(foo)", false, &["", "fo", "foo!", "bar"], &["foo"]),
            ("~~a", false, &["a"], &["b"]),
            ("a~(b)c", false, &["ac", "abbc", "axc"], &["abc", "a"]),
            ("(~(a*)b)+", false, &["xb", "xbyb"], &["b", "aab"]),
            ("~a+", false, &["", "b", "ab", "aa"], &["a"]),
            (".*a.*&.*b.*", false, &["ab", "b-a"], &["a", "b", ""]),
            ("a|b&c|d", false, &["a", "d"], &["b", "c"]),
            ("(a*&(aa)*)b", false, &["b", "aab", "aaaab"], &["ab", "aaab"]),
            ("~(.*\u{e9}.*)", false, &["e", "ñ"], &["é", "caf\u{e9}s"]),
        ],
        false,
    );
}

#[test]
fn java_patterns_match_whole_results() {
    check(
        &[
            ("", false, &[""], &["a"]),
            ("^abc$", false, &["abc"], &["^abc$", "ab"]),
            ("(^a|b)c$", false, &["ac", "bc"], &["c"]),
            ("a(b|c$)", false, &["ab", "ac"], &["a"]),
            ("(a|)b", false, &["ab", "b"], &["a"]),
            (".*?x", false, &["x", "abx"], &["a\nx", ""]),
            ("a{2}?b??", false, &["aa", "aab"], &["a"]),
            ("(?:ab)+", false, &["abab"], &["a"]),
            ("[a-c]x", true, &["Ax", "cX"], &["dx"]),
            ("[^a]", true, &["b"], &["A", "a"]),
            ("[a-]", false, &["a", "-"], &["b"]),
            ("[\\w.]+", false, &["a.b_1"], &["a b"]),
            ("\\s\\x41\\u00e9\\t\\.", false, &["\u{b}Aé\t."], &[" Aé\tx"]),
            ("[\\x41-C]", true, &["A", "b"], &["d"]),
            ("\"#@~<>&", false, &["\"#@~<>&"], &["a"]),
        ],
        true,
    );
}

#[test]
fn odd_and_unsupported_patterns_are_refused() {
    let lucene = [
        ("a(b", "DR401 this `(` is not closed"),
        ("a)b", "DR401 this `)` closes nothing"),
        ("[ab", "DR401 this `[` is not closed"),
        ("[]", "DR401 this `[` is not closed"),
        ("[a-]", "DR401 a `-` before the `]` opens a range that has no end"),
        ("[z-a]", "DR401 the range `z-a` is upside down"),
        ("[a-\\d]", "DR401 `\\d` cannot end a range"),
        ("|a", "DR401 nothing stands before this `|`"),
        ("a||b", "DR401 nothing stands before this `|`"),
        ("(a|)", "DR401 nothing stands before this `)`"),
        ("a|", "DR401 the pattern ends where something should follow"),
        ("a&", "DR401 the pattern ends where something should follow"),
        ("*a", "DR401 nothing stands before this `*`"),
        ("~", "DR401 the pattern ends where something should follow"),
        ("a{", "DR401 a repetition needs a number after `{`"),
        ("a{,3}", "DR401 a repetition needs a number after `{`"),
        ("a{2", "DR401 the `{` of a repetition is not closed"),
        ("a{3,2}", "DR401 the repetition's upper bound is below its lower bound"),
        ("a{1001}", "DR402 a repetition of more than 1000 is not supported"),
        ("a{99999999999}", "DR402 a repetition of more than 1000 is not supported"),
        ("a\\", "DR401 the pattern ends with a backslash"),
        ("\"ab", "DR401 the `\"` of a literal run is not closed"),
        ("<script>", "DR401 `<` opens a numeric interval `<n-m>`, and this is none"),
        ("<1-2", "DR401 `<` opens a numeric interval `<n-m>`, and this is none"),
        ("<1-99999999999>", "DR401 `<` opens a numeric interval `<n-m>`, and this is none"),
        ("(?i)abc", "DR401 `(?` does not exist in Lucene's regular expressions: no flags, no look-around, no names"),
        ("\\bfoo", "DR401 `\\b` does not exist in Lucene's regular expressions"),
        ("[\\n]", "DR401 `\\n` does not exist in Lucene's regular expressions"),
        // Compiled, these would be too large.
        ("(.{900}){900}", "DR403 too large"),
        (".*a.{40}", "DR403 too large"),
        ("((a{1000}){1000}){1000}", "DR403 too large"),
        ("(~(a{20}){1000}){1000}", "DR403 too large"),
    ];
    let java = [
        ("(?!a)b", "DR402 of the groups with `?`, only `(?:` is supported"),
        ("a++", "DR402 possessive repetitions are not supported"),
        ("\\1", "DR402 `\\1` is not supported: boundaries, references and properties are not"),
        ("\\bx", "DR402 `\\b` is not supported: boundaries, references and properties are not"),
        ("[a&&b]", "DR402 `&&` in a class is not supported"),
        ("[a[b]]", "DR402 a class inside a class is not supported"),
        ("a$b", "DR402 text after a `$` is not supported"),
        ("(a$)b", "DR402 text after a `$` is not supported"),
        ("a^b", "DR402 a `^` behind other text is not supported"),
        ("(^a)*", "DR402 a repeated `^` or `$` is not supported"),
        ("a**", "DR401 this `*` repeats a repetition"),
        ("{a", "DR401 nothing stands before this `{`"),
        ("[ab", "DR401 this `[` is not closed"),
        ("\\x4", "DR401 2 hexadecimal digits of a character should follow"),
        ("\\u+123", "DR401 4 hexadecimal digits of a character should follow"),
    ];
    for (patterns, is_java) in [(&lucene[..], false), (&java[..], true)] {
        for (pattern, expected) in patterns {
            let error = compiled(pattern, false, is_java).err().unwrap_or_default();
            assert_eq!(error, *expected, "{pattern}");
        }
    }
    let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(
        compiled(&deep, false, false),
        Err("DR402 more than 50 levels of groups or repetitions are not supported".to_owned())
    );
    assert_eq!(compiled(&"a".repeat(10_001), false, false), Err("DR403 too long".to_owned()));
}

#[test]
fn a_refusal_says_which_character_it_is_about() {
    let mut diagnostics = Diagnostics::new();
    let patterns =
        [("é(", 0..4), ("ok", 5..9), ("x{2", 10..15)].map(|(text, range)| (text.to_owned(), Span::new(SourceId(0), range)));
    assert_eq!(compile(&patterns, false, false, &mut diagnostics), None);
    let told: Vec<_> = diagnostics.iter().map(|diagnostic| (diagnostic.title.as_str(), diagnostic.notes.join(" "))).collect();
    assert_eq!(
        told,
        [
            ("the regular expression `é(` is not valid", "it is about character 3 of the pattern".to_owned()),
            ("the regular expression `x{2` is not valid", "it is about character 2 of the pattern".to_owned()),
        ]
    );
}

#[test]
fn a_list_of_patterns_is_an_alternation() {
    let mut diagnostics = Diagnostics::new();
    let patterns = ["a+", "b"].map(|text| (text.to_owned(), Span::default()));
    let regex = compile(&patterns, true, false, &mut diagnostics).expect("valid");
    assert_eq!((regex.patterns.len(), regex.insensitive), (2, true));
    assert!(["a", "AA", "B"].iter().all(|text| regex.matches(text)) && !regex.matches("ab"));
}

#[test]
fn automata_are_as_small_as_can_be() {
    // The dead state, and one state for each distinct rest.
    for (pattern, states) in [("abc", 5), ("a*", 2), ("(a|b)*", 2), ("#", 2), ("(abc|xbc)", 5), ("~(#)&a", 3)] {
        let regex = compiled(pattern, false, false).expect("valid");
        assert_eq!(regex.dfa.accepting.len(), states, "{pattern}");
    }
    assert_eq!(compiled("[a-z0-9]+", false, false).expect("valid").dfa.class_count, 2);
}

#[test]
fn a_perl_like_pattern_is_told_apart() {
    for (pattern, expected) in
        [("^foo", true), ("foo$", true), ("foo\\$", false), ("foo\\\\$", true), ("$", false), ("a^b", false)]
    {
        assert_eq!(looks_like_pcre(pattern).is_some(), expected, "{pattern}");
    }
}

/// The ends of all pieces of `text` from `start` on that are in the language: the definition, written down.
fn ends(node: &Node, text: &[char], start: usize) -> BTreeSet<usize> {
    match node {
        Node::Empty => BTreeSet::from([start]),
        Node::Nothing => BTreeSet::new(),
        Node::Class(set) => {
            let found = text.get(start).filter(|c| set.ranges().iter().any(|range| (range.start()..=range.end()).contains(c)));
            found.map(|_| start + 1).into_iter().collect()
        }
        Node::Concat(nodes) => nodes
            .iter()
            .fold(BTreeSet::from([start]), |starts, node| starts.into_iter().flat_map(|start| ends(node, text, start)).collect()),
        Node::Union(nodes) => nodes.iter().flat_map(|node| ends(node, text, start)).collect(),
        Node::Intersection(nodes) => {
            let all: Vec<_> = nodes.iter().map(|node| ends(node, text, start)).collect();
            (start..=text.len()).filter(|end| all.iter().all(|ends| ends.contains(end))).collect()
        }
        Node::Complement(node) => {
            let inner = ends(node, text, start);
            (start..=text.len()).filter(|end| !inner.contains(end)).collect()
        }
        Node::Repeat { node, min, max } => {
            let step = |starts: &BTreeSet<usize>| -> BTreeSet<usize> {
                starts.iter().flat_map(|start| ends(node, text, *start)).collect()
            };
            let mut reached = (0..*min).fold(BTreeSet::from([start]), |starts, _| step(&starts));
            let mut all = reached.clone();
            // After as many steps as there are places, nothing new is reached.
            let more = max.map_or(text.len() + 1, |max| (max - min) as usize);
            for _ in 0..more {
                reached = step(&reached);
                all.extend(&reached);
            }
            all
        }
    }
}

/// A small generator of numbers; the seed makes a failure repeatable.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pattern(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["a", "b", "B", "1", "é", ".", "[ab]", "[^b]", "\\d", "@", "#", "\"ab\"", "<1-12>", "()"][self.roll(14)]
                .to_owned();
        }
        let mut part = || self.pattern(depth - 1);
        let (left, right) = (part(), part());
        match self.roll(10) {
            0..=2 => format!("{left}{right}"),
            3 => format!("({left}|{right})"),
            4 => format!("({left}&{right})"),
            5 => format!("~({left})"),
            6 => format!("({left})*{right}"),
            7 => format!("({left})?{right}"),
            8 => format!("({left})+"),
            _ => format!("({left}){{1,2}}{right}"),
        }
    }

    fn text(&mut self) -> String {
        let length = self.roll(6);
        (0..length).map(|_| ['a', 'b', 'A', 'B', '1', '2', 'é', '\n'][self.roll(8)]).collect()
    }
}

#[test]
fn automata_accept_what_the_definition_says() {
    let mut dice = Dice(7);
    let mut matched = 0;
    for round in 0..400 {
        let depth = 1 + round % 3;
        let pattern = dice.pattern(depth);
        let insensitive = dice.roll(2) == 0;
        let node = lucene::parse(&pattern, insensitive).unwrap_or_else(|refusal| panic!("{pattern}: {refusal:?}"));
        let regex = compiled(&pattern, insensitive, false).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        for _ in 0..40 {
            let text = dice.text();
            let chars: Vec<char> = text.chars().collect();
            let expected = ends(&node, &chars, 0).contains(&chars.len());
            assert_eq!(regex.matches(&text), expected, "`{pattern}` on {text:?}");
            matched += usize::from(expected);
        }
    }
    // Had nothing or everything matched, nothing would have been tested.
    assert!((1_000..15_000).contains(&matched), "{matched} of 16000 matched");
}

#[test]
fn every_text_of_a_pattern_has_what_the_pattern_requires() {
    let mut dice = Dice(11);
    let (mut held, mut left_out) = (0, 0);
    for round in 0..1_500 {
        let pattern = dice.pattern(1 + round % 3);
        let regex = compiled(&pattern, dice.roll(2) == 0, false).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        if regex.required.is_empty() {
            continue;
        }
        for _ in 0..60 {
            let text = dice.text();
            let folded = text.to_ascii_lowercase();
            let has = regex.required.iter().any(|RequiredText { text, at_start, at_end }| match (at_start, at_end) {
                (true, true) => folded == *text,
                (true, false) => folded.starts_with(text),
                (false, true) => folded.ends_with(text),
                (false, false) => folded.contains(text),
            });
            let matches = regex.matches(&text);
            assert!(has || !matches, "`{pattern}` accepts {text:?}, which has none of {:?}", regex.required);
            held += usize::from(matches);
            left_out += usize::from(!has);
        }
    }
    assert!(held > 500 && left_out > 5_000, "{held} accepted, {left_out} left out");
}
