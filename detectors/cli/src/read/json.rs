//! What `serde_json` has against a text → words for people, without a place.

use serde_json::Error;

/// `expected ident at line 1 column 9` → ``expected `true`, `false` or `null` ``. Of JSON of another form than is asked for the words stay.
pub(crate) fn words(error: &Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or_default();
    let known = WORDS.iter().find(|(theirs, _)| *theirs == words);
    known.map_or(words, |(_, ours)| ours).to_owned()
}

const WORDS: [(&str, &str); 13] = [
    ("expected ident", "expected `true`, `false` or `null`"),
    ("expected value", "expected a value"),
    ("expected `:`", "expected `:` behind the key"),
    ("key must be a string", "expected a key in double quotes"),
    ("trailing comma", "a comma with nothing behind it"),
    ("trailing characters", "expected nothing behind the end of the value"),
    ("invalid escape", "an escape that there is not"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "a control character in a string, which has to be escaped",
    ),
    ("EOF while parsing a value", "the end comes where a value is expected"),
    ("EOF while parsing a string", "the end comes within a string"),
    ("EOF while parsing an object", "the end comes within an object"),
    ("EOF while parsing a list", "the end comes within a list"),
    ("recursion limit exceeded", "nested too deeply"),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

    use super::*;
    use serde_json::Value;

    #[test]
    fn errors_are_told_in_words_for_people() {
        let deep = "[".repeat(200);
        let cases = [
            ("{\"a\": ttrue}", "expected `true`, `false` or `null`"),
            ("{\"a\": nul}", "expected `true`, `false` or `null`"),
            ("{\"a\": }", "expected a value"),
            ("{\"a\" 1}", "expected `:` behind the key"),
            ("{a: 1}", "expected a key in double quotes"),
            ("[1,]", "a comma with nothing behind it"),
            ("{} {}", "expected nothing behind the end of the value"),
            ("\"\\x\"", "an escape that there is not"),
            ("\"\t\"", "a control character in a string, which has to be escaped"),
            ("", "the end comes where a value is expected"),
            ("{\"a\": \"b", "the end comes within a string"),
            ("{\"a\": 1", "the end comes within an object"),
            ("[1", "the end comes within a list"),
            (deep.as_str(), "nested too deeply"),
            ("[1 2]", "expected `,` or `]`"),
        ];
        for (text, expected) in cases {
            assert_eq!(words(&serde_json::from_str::<Value>(text).unwrap_err()), expected, "{text}");
        }
    }
}
