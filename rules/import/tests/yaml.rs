//! What is written as YAML is read back as it was.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where its data is not what it should be"
)]

use detectors_import::value::{Entry, Item, Value};
use detectors_import::yaml::write;
use expect_test::expect;

#[track_caller]
fn check(value: Value) {
    let entries = vec![Entry::new("a", value), Entry::text("z", "end")];
    let text = write(&entries);
    let read: serde_yaml::Value =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in\n{text}\nof {entries:?}"));
    assert!(Value::Map(entries.clone()).is(&read), "{entries:?}\nis written as\n{text}\nand read as {read:?}");
}

/// xorshift64*: the same cases in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % bound
    }

    /// Text of pieces that mean something to a reader of YAML, and of any characters.
    fn text(&mut self) -> String {
        const PIECES: [&str; 49] = [
            "\n", "\n", "\n\n", "\r\n", "\r", "\t", " ", "  ", "a", "b c", ": ", ":", " #", "#", "-", "- ", "? ", "|", ">", "'",
            "\"", "\\", "{", "}", "[", "]", ",", "&", "*", "!", "%", "@", "`", "---", "...", "<<", "=", "~", "null", "true", "1",
            "0x1", "1e5", "é", "😀", "\u{85}", "\u{2028}", "\u{feff}", "\u{202e}",
        ];
        let mut text = String::new();
        for _ in 0..self.below(12) {
            if self.below(8) == 0 {
                let code = [0x20, 0x100, 0x3000, 0x11_0000][self.below(4)];
                text.extend(char::from_u32(u32::try_from(self.below(code)).unwrap()));
            } else {
                text += PIECES[self.below(PIECES.len())];
            }
        }
        text
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 5 } else { 9 }) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => Value::Int([0, -1, i64::MIN.into(), i64::MAX.into(), u64::MAX.into()][self.below(5)]),
            3 => {
                Value::Float([0.0, -0.0, 1.5, 1e300, -1e-300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 5e-324][self.below(9)])
            }
            4 | 5 => Value::Text(self.text()),
            6 | 7 => Value::Map(self.entries(depth)),
            _ => {
                let comments = self.comments();
                Value::List(
                    (0..self.below(4)).map(|_| Item { comments: comments.clone(), value: self.value(depth - 1) }).collect(),
                )
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for _ in 0..self.below(4) {
            let key = self.text();
            if entries.iter().all(|entry| entry.key != key) {
                entries.push(Entry { comments: self.comments(), key, value: self.value(depth.saturating_sub(1)) });
            }
        }
        entries
    }

    fn comments(&mut self) -> Vec<String> {
        (0..self.below(6).saturating_sub(4)).map(|_| "# a: 'comment'".to_owned()).collect()
    }
}

#[test]
fn texts_come_back_byte_for_byte() {
    for text in [
        "",
        " ",
        "\n",
        "\n\n",
        " \n",
        "a\n",
        "a\n\n\n",
        "\na",
        "\n\n a\n",
        "  a\nb",
        "a\n  ",
        "a\n  \n",
        "a \nb\t\n",
        "\ta\nb",
        "a\r\nb\r\n",
        "a\rb\nc",
        "a\u{85}b\nc",
        "a\u{2028}b\nc",
        "a\u{2029}b\nc",
        "\u{feff}a\nb",
        "a\u{feff}\n",
        "\0\u{1}\u{7f}\u{9f}\u{fffe}\u{ffff}",
        "a: b",
        "a #b",
        "# a\n# b",
        "--- a\n---\n...\n",
        "- a\n- b",
        "'a' \"b\" \\c",
        "C:\\Windows\\*\n",
        "😀\n😀",
        "Null",
        "YES",
        "1:30",
        "2026-01-01",
        "0123",
        "1_000",
        ".5",
        "+1",
        "0o17",
        "=",
        "<<",
        "a:",
        "a ",
        "76e4d92b-61c1-4a95-ab61-5fd94179a1ee",
        "9m",
    ] {
        check(Value::Text(text.into()));
        check(Value::List(vec![Value::Text(text.into()).into(), Value::List(vec![Value::Text(text.into()).into()]).into()]));
        check(Value::Map(vec![Entry::text(text, text), Entry::text("other", text)]));
        let item = Value::Map(vec![Entry::text("k", text), Entry::text("l", text)]);
        check(Value::List(vec![item.clone().into(), item.into()]));
    }
}

#[test]
fn keys_of_any_length_come_back() {
    for length in [1, 127, 128, 499, 501, 1_023, 1_024, 1_025, 100_000] {
        let inner = Value::Map(vec![
            Entry::text("x".repeat(length), "a\nb"),
            Entry::new("y".repeat(length), Value::Map(vec![Entry::text("k", "v")])),
        ]);
        check(Value::Map(vec![Entry::new("é".repeat(length), inner.clone())]));
        check(Value::List(vec![inner.into()]));
    }
}

#[test]
fn any_value_comes_back() {
    let mut random = Random(0x0DDB_1A5E_5BAD_5EED);
    for _ in 0..20_000 {
        check(random.value(4));
    }
}

#[test]
fn a_file_looks_as_people_write_it() {
    let text = |text: &str| Value::Text(text.into());
    let entries = vec![
        Entry::text("rule_id", "76e4d92b-61c1-4a95-ab61-5fd94179a1ee"),
        Entry { comments: vec!["# two lines".into(), "# of comment".into()], key: "interval".into(), value: text("5m") },
        Entry::text("name", "Netcat: Started"),
        Entry::text("path", r"C:\Temp"),
        Entry::text("date", "2026/04/27"),
        Entry::new("none", Value::List(vec![])),
        Entry::new("nothing", Value::Map(vec![])),
        Entry::new("tags", Value::List(vec![text("OS: Linux").into(), text("plain").into(), text("two\nlines\n").into()])),
        Entry::new(
            "threat",
            Value::List(vec![
                Value::Map(vec![
                    Entry::text("framework", "MITRE ATT&CK"),
                    Entry::new("tactic", Value::Map(vec![Entry::text("id", "TA0002")])),
                ])
                .into(),
            ]),
        ),
        Entry::text("query", "process where true"),
        Entry::text("setup", "  indented\n\n"),
        Entry::new("number", Value::Float(1e21)),
    ];
    expect![[r#"
        rule_id: 76e4d92b-61c1-4a95-ab61-5fd94179a1ee
        # two lines
        # of comment
        interval: 5m
        name: "Netcat: Started"
        path: C:\Temp
        date: "2026/04/27"
        none: []
        nothing: {}
        tags:
          - "OS: Linux"
          - plain
          - |
            two
            lines
        threat:
          - framework: MITRE ATT&CK
            tactic:
              id: TA0002
        query: |-
          process where true
        setup: |2+
            indented

        number: 1.0e+21
    "#]]
    .assert_eq(&write(&entries));
}

/// A text that turns the direction of writing would show another rule than it is.
#[test]
fn what_turns_the_direction_of_writing_is_seen() {
    for mark in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
        let text = format!("process where\n  process.name == \"a{mark}b\"");
        check(Value::Text(text.clone()));
        let written = write(&[Entry::text("query", text), Entry::text(mark, format!("{mark}"))]);
        assert!(!written.contains(mark) && written.contains(&format!("a\\u{:04X}b", u32::from(mark))), "{written}");
    }
}
